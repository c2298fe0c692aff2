// SPDX-License-Identifier: Apache-2.0
//
// flownic_core - the network controller core: packet streams in and out, host on AXI
//
//   s_axis -> fn_receive_path -> fn_placement_path -> fn_dma -> m_axi (host memory)
//   m_axis <- fn_transmit_path <-'   ^
//                      s_axil -> fn_host (registers, interrupt, statistics)
//
// Wiring only.  s_axis_tuser is fn_packet_status with the verdict of the wire in its
// reason; m_rx_enable and m_frame_maximum are for whoever feeds s_axis.

`default_nettype none
`include "fn_records.vh"

module flownic_core #(
    parameter ENTRIES    = 64,              // of the flow table: a power of two, 16 to 256
    parameter INDEX_BITS = $clog2(ENTRIES), // derived, do not override
    parameter DATA_BITS  = 128,             // of the AXI4 bus: 64 or 128
    parameter FLOWS      = 64               // flow contexts: 16 to 1024
) (
    input  wire                              clk,
    input  wire                              rst,

    // packets from the wire
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // AXI4 write channels
    output wire                              m_axi_awvalid,
    input  wire                              m_axi_awready,
    output wire [3:0]                        m_axi_awid,
    output wire [63:0]                       m_axi_awaddr,
    output wire [7:0]                        m_axi_awlen,
    output wire [2:0]                        m_axi_awsize,
    output wire [1:0]                        m_axi_awburst,
    output wire                              m_axi_awlock,
    output wire [3:0]                        m_axi_awcache,
    output wire [2:0]                        m_axi_awprot,
    output wire                              m_axi_wvalid,
    input  wire                              m_axi_wready,
    output wire [DATA_BITS-1:0]              m_axi_wdata,
    output wire [DATA_BITS/8-1:0]            m_axi_wstrb,
    output wire                              m_axi_wlast,
    input  wire                              m_axi_bvalid,
    output wire                              m_axi_bready,
    input  wire [3:0]                        m_axi_bid,
    input  wire [1:0]                        m_axi_bresp,

    // AXI4 read channels
    output wire                              m_axi_arvalid,
    input  wire                              m_axi_arready,
    output wire [3:0]                        m_axi_arid,
    output wire [63:0]                       m_axi_araddr,
    output wire [7:0]                        m_axi_arlen,
    output wire [2:0]                        m_axi_arsize,
    output wire [1:0]                        m_axi_arburst,
    output wire                              m_axi_arlock,
    output wire [3:0]                        m_axi_arcache,
    output wire [2:0]                        m_axi_arprot,
    input  wire                              m_axi_rvalid,
    output wire                              m_axi_rready,
    input  wire [3:0]                        m_axi_rid,
    input  wire [DATA_BITS-1:0]              m_axi_rdata,
    input  wire [1:0]                        m_axi_rresp,
    input  wire                              m_axi_rlast,

    // packets to the wire
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,

    // AXI4-Lite
    input  wire                              s_axil_awvalid,
    output wire                              s_axil_awready,
    input  wire [15:0]                       s_axil_awaddr,
    input  wire [2:0]                        s_axil_awprot,
    input  wire                              s_axil_wvalid,
    output wire                              s_axil_wready,
    input  wire [31:0]                       s_axil_wdata,
    input  wire [3:0]                        s_axil_wstrb,
    output wire                              s_axil_bvalid,
    input  wire                              s_axil_bready,
    output wire [1:0]                        s_axil_bresp,
    input  wire                              s_axil_arvalid,
    output wire                              s_axil_arready,
    input  wire [15:0]                       s_axil_araddr,
    input  wire [2:0]                        s_axil_arprot,
    output wire                              s_axil_rvalid,
    input  wire                              s_axil_rready,
    output wire [31:0]                       s_axil_rdata,
    output wire [1:0]                        s_axil_rresp,

    // level
    output wire                              irq,

    // configuration of the wire side, quasi-static
    output wire                              m_rx_enable,
    output wire [15:0]                       m_frame_maximum,

    // event of one cycle: a frame was spoilt by underrun
    input  wire                              s_underrun_event
);
    wire [47:0]                         filter_address;
    wire                                filter_promiscuous, filter_broadcast;
    wire                                filter_all_multicast;
    wire                                multicast_valid, multicast_enable;
    wire [3:0]                          multicast_index;
    wire [47:0]                         multicast_address;
    wire                                write_valid, write_ready, write_enable;
    wire [INDEX_BITS-1:0]               write_index;
    wire [`FN_FLOW_KEY_BITS-1:0]        write_key;
    wire [`FN_FLOW_KEY_FIELDS-1:0]      write_mask;
    wire [`FN_FLOW_INFO_BITS-1:0]       write_info;
    wire                                hold_all, keep_bad_checksum, packet_valid, packet_ready;
    wire [`FN_PACKET_RECORD_BITS-1:0]   packet_record;
    wire                                verdict_record_valid, verdict_record_ready;
    wire [`FN_PACKET_RECORD_BITS-1:0]   verdict_record_data;
    wire                                verdict_axis_tvalid, verdict_axis_tready;
    wire [63:0]                         verdict_axis_tdata;
    wire [7:0]                          verdict_axis_tkeep;
    wire [`FN_PACKET_STATUS_BITS-1:0]   verdict_axis_tuser;
    wire                                received_valid, received_ready, drop_valid, drop_ready;
    wire [15:0]                         buffer_size, split_offset, buffer_low_water;
    wire [5:0]                          drop_reason;
    wire                                buffer_ring_enable, outcome_valid, outcome_ready;
    wire [63:0]                         buffer_ring_base;
    wire [3:0]                          buffer_ring_size;
    wire [15:0]                         buffer_ring_producer, buffer_ring_consumer;
    wire                                completion_ring_enable, completion_event;
    wire [63:0]                         completion_ring_base;
    wire [3:0]                          completion_ring_size;
    wire [15:0]                         completion_ring_consumer, completion_ring_producer;
    wire                                delivery_valid, delivery_ready, low_water_event;
    wire [5:0]                          delivery_reason;
    wire                                transmit_ring_enable;
    wire [63:0]                         transmit_ring_base;
    wire [3:0]                          transmit_ring_size;
    wire [15:0]                         transmit_ring_producer, transmit_ring_consumer;
    wire                                send_record_valid, send_record_ready;
    wire [`FN_TRANSMIT_RECORD_BITS-1:0] send_record_data;
    wire                                send_axis_tvalid, send_axis_tready;
    wire [63:0]                         send_axis_tdata;
    wire [7:0]                          send_axis_tkeep;
    wire                                send_axis_tlast, software_axis_tlast;
    wire [5:0]                          send_axis_tuser;
    wire [5:0]                          outcome_reason;
    wire                                bus_error_event, verdict_axis_tlast;
    wire [3:0]                          channel_index;
    wire [9:0]                          place_command_index, channel_flow;
    wire                                channel_owned, channel_shared;
    wire [6:0]                          channel_in_flight;
    wire [1:0]                          channel_state;
    wire                                place_command_valid, place_command_ready;
    wire [15:0]                         place_command_skip, place_command_length;
    wire [63:0]                         place_command_address;
    wire                                place_axis_tvalid, place_axis_tready;
    wire [63:0]                         place_axis_tdata;
    wire [7:0]                          place_axis_tkeep;
    wire                                place_axis_tlast, place_axis_tuser, place_command_last;
    wire                                end_valid, end_ready, end_written;
    wire                                place_done_valid, place_done_error;
    wire                                report_slot_valid, report_slot_ready;
    wire                                report_valid, report_ready;
    wire [`FN_REPORT_BITS-1:0]          report_data;
    wire                                software_record_valid, software_record_ready;
    wire [`FN_PACKET_RECORD_BITS-1:0]   software_record_data;
    wire                                software_axis_tvalid, software_axis_tready;
    wire [63:0]                         software_axis_tdata;
    wire [7:0]                          software_axis_tkeep;
    wire [`FN_PACKET_STATUS_BITS-1:0]   software_axis_tuser;
    wire                                operation_valid, operation_ready;
    wire [2:0]                          operation_code;
    wire [9:0]                          operation_index;
    wire [63:0]                         operation_argument;
    wire                                answer_valid, answer_refused;
    wire [31:0]                         answer_value;
    wire [15:0]                         milliseconds;
    wire                                parity_break;
    wire                                flow_unplaced_valid, flow_unplaced_ready;
    wire                                flow_unplaced_software;
    wire                                flow_delivery_valid, flow_delivery_ready;
    wire [9:0]                          flow_unplaced_context, flow_delivery_context;
    wire [5:0]                          flow_unplaced_reason, flow_delivery_reason;
    wire table_parity_event = software_record_valid && software_record_ready
                           && software_record_data[`FN_PACKET_RECORD_SYNC] == `FN_SYNC_PARITY
                           && !software_record_data[`FN_PACKET_RECORD_HIT];
    wire context_parity_event = report_valid && report_ready
                             && report_data[`FN_REPORT_SYNC] == `FN_SYNC_PARITY;
    wire                                unused_acknowledge_valid;  // (270): of the transmit parser
    wire [9:0]                          unused_acknowledge_index;
    wire [31:0]                         unused_acknowledge_number;

    fn_receive_path #(.ENTRIES(ENTRIES)) u_receive_path (
        .clk(clk), .rst(rst),
        .s_filter_address(filter_address),
        .s_filter_promiscuous(filter_promiscuous), .s_filter_broadcast(filter_broadcast),
        .s_filter_all_multicast(filter_all_multicast),
        .s_multicast_valid(multicast_valid), .s_multicast_index(multicast_index),
        .s_multicast_enable(multicast_enable), .s_multicast_address(multicast_address),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser), .s_parity_break(parity_break),
        .s_write_valid(write_valid), .s_write_ready(write_ready), .s_write_index(write_index),
        .s_write_enable(write_enable), .s_write_key(write_key), .s_write_mask(write_mask),
        .s_write_info(write_info),
        .s_hold_all(hold_all), .s_keep_bad_checksum(keep_bad_checksum),
        .m_packet_valid(packet_valid), .m_packet_ready(packet_ready),
        .m_packet_record(packet_record),
        .m_record_valid(verdict_record_valid), .m_record_ready(verdict_record_ready),
        .m_record_data(verdict_record_data),
        .m_axis_tvalid(verdict_axis_tvalid), .m_axis_tready(verdict_axis_tready),
        .m_axis_tdata(verdict_axis_tdata), .m_axis_tkeep(verdict_axis_tkeep),
        .m_axis_tlast(verdict_axis_tlast), .m_axis_tuser(verdict_axis_tuser),
        .m_received_valid(received_valid), .m_received_ready(received_ready)
    );

    fn_placement_path #(.FLOWS(FLOWS)) u_placement_path (
        .clk(clk), .rst(rst),
        .s_parity_break(parity_break), .s_ring_enable(completion_ring_enable),
        .s_milliseconds(milliseconds),
        .s_packet_valid(packet_valid), .s_packet_ready(packet_ready),
        .s_packet_record(packet_record),
        .s_record_valid(verdict_record_valid), .s_record_ready(verdict_record_ready),
        .s_record_data(verdict_record_data),
        .s_axis_tvalid(verdict_axis_tvalid), .s_axis_tready(verdict_axis_tready),
        .s_axis_tdata(verdict_axis_tdata), .s_axis_tkeep(verdict_axis_tkeep),
        .s_axis_tlast(verdict_axis_tlast), .s_axis_tuser(verdict_axis_tuser),
        .s_operation_valid(operation_valid), .s_operation_ready(operation_ready),
        .s_operation_code(operation_code), .s_operation_index(operation_index),
        .s_operation_argument(operation_argument),
        .m_answer_valid(answer_valid), .m_answer_refused(answer_refused),
        .m_answer_value(answer_value),
        .m_record_valid(software_record_valid), .m_record_ready(software_record_ready),
        .m_record_data(software_record_data),
        .m_axis_tvalid(software_axis_tvalid), .m_axis_tready(software_axis_tready),
        .m_axis_tdata(software_axis_tdata), .m_axis_tkeep(software_axis_tkeep),
        .m_axis_tlast(software_axis_tlast), .m_axis_tuser(software_axis_tuser),
        .m_place_command_valid(place_command_valid), .m_place_command_ready(place_command_ready),
        .m_place_command_skip(place_command_skip), .m_place_command_length(place_command_length),
        .m_place_command_address(place_command_address),
        .m_place_command_index(place_command_index), .m_place_command_last(place_command_last),
        .m_place_axis_tvalid(place_axis_tvalid), .m_place_axis_tready(place_axis_tready),
        .m_place_axis_tdata(place_axis_tdata), .m_place_axis_tkeep(place_axis_tkeep),
        .m_place_axis_tlast(place_axis_tlast), .m_place_axis_tuser(place_axis_tuser),
        .s_end_valid(end_valid), .s_end_ready(end_ready), .s_end_written(end_written),
        .s_done_valid(place_done_valid), .s_done_error(place_done_error),
        .s_slot_valid(report_slot_valid), .s_slot_ready(report_slot_ready),
        .m_report_valid(report_valid), .m_report_ready(report_ready),
        .m_report_data(report_data),
        .m_unplaced_valid(flow_unplaced_valid), .m_unplaced_ready(flow_unplaced_ready),
        .m_unplaced_context(flow_unplaced_context), .m_unplaced_reason(flow_unplaced_reason),
        .m_unplaced_software(flow_unplaced_software),
        .m_delivery_valid(flow_delivery_valid), .m_delivery_ready(flow_delivery_ready),
        .m_delivery_context(flow_delivery_context), .m_delivery_reason(flow_delivery_reason),
        .m_acknowledge_valid(unused_acknowledge_valid), .m_acknowledge_ready(1'b1),
        .m_acknowledge_index(unused_acknowledge_index),
        .m_acknowledge_number(unused_acknowledge_number)
    );

    fn_dma #(.DATA_BITS(DATA_BITS)) u_dma (
        .clk(clk), .rst(rst),
        .s_buffer_size(buffer_size), .s_split_offset(split_offset),
        .s_record_valid(software_record_valid), .s_record_ready(software_record_ready),
        .s_record_data(software_record_data),
        .s_axis_tvalid(software_axis_tvalid), .s_axis_tready(software_axis_tready),
        .s_axis_tdata(software_axis_tdata), .s_axis_tkeep(software_axis_tkeep),
        .s_axis_tlast(software_axis_tlast), .s_axis_tuser(software_axis_tuser),
        .s_place_command_valid(place_command_valid), .s_place_command_ready(place_command_ready),
        .s_place_command_skip(place_command_skip), .s_place_command_length(place_command_length),
        .s_place_command_address(place_command_address),
        .s_place_command_index(place_command_index), .s_place_command_last(place_command_last),
        .s_place_axis_tvalid(place_axis_tvalid), .s_place_axis_tready(place_axis_tready),
        .s_place_axis_tdata(place_axis_tdata), .s_place_axis_tkeep(place_axis_tkeep),
        .s_place_axis_tlast(place_axis_tlast), .s_place_axis_tuser(place_axis_tuser),
        .m_end_valid(end_valid), .m_end_ready(end_ready), .m_end_written(end_written),
        .m_place_done_valid(place_done_valid), .m_place_done_error(place_done_error),
        .m_report_slot_valid(report_slot_valid), .m_report_slot_ready(report_slot_ready),
        .s_report_valid(report_valid), .s_report_ready(report_ready),
        .s_report_data(report_data),
        .m_drop_valid(drop_valid), .m_drop_ready(drop_ready), .m_drop_reason(drop_reason),
        .s_buffer_ring_enable(buffer_ring_enable),
        .s_buffer_ring_base(buffer_ring_base), .s_buffer_ring_size(buffer_ring_size),
        .s_buffer_low_water(buffer_low_water), .s_buffer_ring_producer(buffer_ring_producer),
        .m_buffer_ring_consumer(buffer_ring_consumer), .m_low_water_event(low_water_event),
        .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready), .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst), .m_axi_awlock(m_axi_awlock),
        .m_axi_awcache(m_axi_awcache), .m_axi_awprot(m_axi_awprot),
        .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
        .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp),
        .s_completion_ring_enable(completion_ring_enable),
        .s_completion_ring_base(completion_ring_base),
        .s_completion_ring_size(completion_ring_size),
        .s_completion_ring_consumer(completion_ring_consumer),
        .m_completion_ring_producer(completion_ring_producer),
        .m_delivery_valid(delivery_valid), .m_delivery_ready(delivery_ready),
        .m_delivery_reason(delivery_reason),
        .m_completion_event(completion_event),
        .s_transmit_ring_enable(transmit_ring_enable),
        .s_transmit_ring_base(transmit_ring_base), .s_transmit_ring_size(transmit_ring_size),
        .s_transmit_ring_producer(transmit_ring_producer),
        .m_transmit_ring_consumer(transmit_ring_consumer),
        .m_record_valid(send_record_valid), .m_record_ready(send_record_ready),
        .m_record_data(send_record_data),
        .m_axis_tvalid(send_axis_tvalid), .m_axis_tready(send_axis_tready),
        .m_axis_tdata(send_axis_tdata), .m_axis_tkeep(send_axis_tkeep),
        .m_axis_tlast(send_axis_tlast), .m_axis_tuser(send_axis_tuser),
        .m_outcome_valid(outcome_valid), .m_outcome_ready(outcome_ready),
        .m_outcome_reason(outcome_reason),
        .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready), .m_axi_arid(m_axi_arid),
        .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst), .m_axi_arlock(m_axi_arlock),
        .m_axi_arcache(m_axi_arcache), .m_axi_arprot(m_axi_arprot),
        .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready), .m_axi_rid(m_axi_rid),
        .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast),
        .m_bus_error_event(bus_error_event), .s_channel_index(channel_index),
        .m_channel_in_flight(channel_in_flight), .m_channel_state(channel_state),
        .m_channel_owned(channel_owned), .m_channel_shared(channel_shared),
        .m_channel_flow(channel_flow)
    );

    fn_transmit_path u_transmit_path (
        .clk(clk), .rst(rst),
        .s_record_valid(send_record_valid), .s_record_ready(send_record_ready),
        .s_record_data(send_record_data),
        .s_axis_tvalid(send_axis_tvalid), .s_axis_tready(send_axis_tready),
        .s_axis_tdata(send_axis_tdata), .s_axis_tkeep(send_axis_tkeep),
        .s_axis_tlast(send_axis_tlast), .s_axis_tuser(send_axis_tuser),
        .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready),
        .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast)
    );

    fn_host #(.ENTRIES(ENTRIES), .DATA_BITS(DATA_BITS), .FLOWS(FLOWS)) u_host (
        .clk(clk), .rst(rst), .m_operation_valid(operation_valid),
        .m_operation_ready(operation_ready), .m_operation_code(operation_code),
        .m_operation_index(operation_index), .m_operation_argument(operation_argument),
        .s_answer_valid(answer_valid), .s_answer_refused(answer_refused),
        .s_answer_value(answer_value), .m_milliseconds(milliseconds), .m_parity_break(parity_break),
        .m_channel_index(channel_index), .s_channel_in_flight(channel_in_flight),
        .s_channel_state(channel_state), .s_channel_owned(channel_owned),
        .s_channel_shared(channel_shared), .s_channel_flow(channel_flow),
        .s_flow_unplaced_valid(flow_unplaced_valid), .s_flow_unplaced_ready(flow_unplaced_ready),
        .s_flow_unplaced_context(flow_unplaced_context),
        .s_flow_unplaced_reason(flow_unplaced_reason),
        .s_flow_unplaced_software(flow_unplaced_software),
        .s_flow_delivery_valid(flow_delivery_valid), .s_flow_delivery_ready(flow_delivery_ready),
        .s_flow_delivery_context(flow_delivery_context),
        .s_flow_delivery_reason(flow_delivery_reason), .s_table_parity_event(table_parity_event),
        .s_context_parity_event(context_parity_event), .s_axil_awvalid(s_axil_awvalid),
        .s_axil_awready(s_axil_awready), .s_axil_awaddr(s_axil_awaddr),
        .s_axil_awprot(s_axil_awprot), .s_axil_wvalid(s_axil_wvalid), .s_axil_wready(s_axil_wready),
        .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_bvalid(s_axil_bvalid),
        .s_axil_bready(s_axil_bready), .s_axil_bresp(s_axil_bresp), .s_axil_arvalid(s_axil_arvalid),
        .s_axil_arready(s_axil_arready), .s_axil_araddr(s_axil_araddr),
        .s_axil_arprot(s_axil_arprot), .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(s_axil_rready),
        .s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp), .irq(irq),
        .m_rx_enable(m_rx_enable), .m_frame_maximum(m_frame_maximum),
        .m_filter_address(filter_address), .m_filter_promiscuous(filter_promiscuous),
        .m_filter_broadcast(filter_broadcast), .m_filter_all_multicast(filter_all_multicast),
        .m_hold_all(hold_all), .m_keep_bad_checksum(keep_bad_checksum), .m_buffer_size(buffer_size),
        .m_split_offset(split_offset), .m_buffer_ring_enable(buffer_ring_enable),
        .m_buffer_ring_base(buffer_ring_base), .m_buffer_ring_size(buffer_ring_size),
        .m_buffer_low_water(buffer_low_water), .m_buffer_ring_producer(buffer_ring_producer),
        .s_buffer_ring_consumer(buffer_ring_consumer),
        .m_completion_ring_enable(completion_ring_enable),
        .m_completion_ring_base(completion_ring_base),
        .m_completion_ring_size(completion_ring_size),
        .m_completion_ring_consumer(completion_ring_consumer),
        .s_completion_ring_producer(completion_ring_producer),
        .m_transmit_ring_enable(transmit_ring_enable), .m_transmit_ring_base(transmit_ring_base),
        .m_transmit_ring_size(transmit_ring_size),
        .m_transmit_ring_producer(transmit_ring_producer),
        .s_transmit_ring_consumer(transmit_ring_consumer), .m_multicast_valid(multicast_valid),
        .m_multicast_index(multicast_index), .m_multicast_enable(multicast_enable),
        .m_multicast_address(multicast_address), .m_write_valid(write_valid),
        .m_write_ready(write_ready), .m_write_index(write_index), .m_write_enable(write_enable),
        .m_write_key(write_key), .m_write_mask(write_mask), .m_write_info(write_info),
        .s_received_valid(received_valid), .s_received_ready(received_ready),
        .s_drop_valid(drop_valid), .s_drop_ready(drop_ready), .s_drop_reason(drop_reason),
        .s_delivery_valid(delivery_valid), .s_delivery_ready(delivery_ready),
        .s_delivery_reason(delivery_reason), .s_transmit_valid(outcome_valid),
        .s_transmit_ready(outcome_ready), .s_transmit_reason(outcome_reason),
        .s_completion_event(completion_event), .s_low_water_event(low_water_event),
        .s_bus_error_event(bus_error_event), .s_underrun_event(s_underrun_event)
    );

    wire unused = &{1'b0, unused_acknowledge_valid, unused_acknowledge_index,
                    unused_acknowledge_number};

endmodule

`default_nettype wire
