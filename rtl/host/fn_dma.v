// SPDX-License-Identifier: Apache-2.0
//
// fn_dma - the emulated DMA engine (131): wiring of its blocks
//
//   packets in -> fn_dma_store -> AXI4 write
//                  ^ buffers (302), from fn_dma_ring
//   AXI4 read -> fn_dma_read -> fn_dma_transmit -> packets out
//
// Each block states its contract; the event register here adds one cycle.  While the
// completion ring is disabled fn_dma_transmit gets slots at once, for records that are lost:
// it could not end its packet else.

`default_nettype none
`include "fn_records.vh"

module fn_dma #(
    parameter DATA_BITS = 128  // of the AXI4 bus: 64 or 128
) (
    input  wire                                    clk,
    input  wire                                    rst,

    // configuration of reception, quasi-static
    input  wire [15:0]                             s_buffer_size,
    input  wire [15:0]                             s_split_offset,

    // record of each received packet, before its first beat
    input  wire                                    s_record_valid,
    output wire                                    s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0]       s_record_data,

    // received packets, with their verdict on the last beat
    input  wire                                    s_axis_tvalid,
    output wire                                    s_axis_tready,
    input  wire [63:0]                             s_axis_tdata,
    input  wire [7:0]                              s_axis_tkeep,
    input  wire                                    s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0]       s_axis_tuser,

    // command: what becomes of the next bytes of a packet to be placed
    input  wire                                    s_place_command_valid,
    output wire                                    s_place_command_ready,
    input  wire [15:0]                             s_place_command_skip,
    input  wire [15:0]                             s_place_command_length,
    input  wire [63:0]                             s_place_command_address,
    input  wire [9:0]                              s_place_command_index,
    input  wire                                    s_place_command_last,

    // packets to be placed
    input  wire                                    s_place_axis_tvalid,
    output wire                                    s_place_axis_tready,
    input  wire [63:0]                             s_place_axis_tdata,
    input  wire [7:0]                              s_place_axis_tkeep,
    input  wire                                    s_place_axis_tlast,
    input  wire [0:0]                              s_place_axis_tuser,

    // end of each of them; if something was written its done follows
    output wire                                    m_end_valid,
    input  wire                                    m_end_ready,
    output wire                                    m_end_written,
    output wire                                    m_place_done_valid,
    output wire                                    m_place_done_error,

    // reports of flows, and slots for them
    output wire                                    m_report_slot_valid,
    input  wire                                    m_report_slot_ready,
    input  wire                                    s_report_valid,
    output wire                                    s_report_ready,
    input  wire [`FN_REPORT_BITS-1:0]              s_report_data,

    // drop: reason of each received packet that is not delivered
    output wire                                    m_drop_valid,
    input  wire                                    m_drop_ready,
    output wire [5:0]                              m_drop_reason,

    // ring of packet buffers (302)
    input  wire                                    s_buffer_ring_enable,
    input  wire [63:0]                             s_buffer_ring_base,
    input  wire [3:0]                              s_buffer_ring_size,
    input  wire [15:0]                             s_buffer_low_water,
    input  wire [15:0]                             s_buffer_ring_producer,
    output wire [15:0]                             m_buffer_ring_consumer,

    // event of one cycle: fewer buffers than the low-water mark
    output wire                                    m_low_water_event,

    // AXI4 write channels
    output wire                                    m_axi_awvalid,
    input  wire                                    m_axi_awready,
    output wire [3:0]                              m_axi_awid,
    output wire [63:0]                             m_axi_awaddr,
    output wire [7:0]                              m_axi_awlen,
    output wire [2:0]                              m_axi_awsize,
    output wire [1:0]                              m_axi_awburst,
    output wire                                    m_axi_awlock,
    output wire [3:0]                              m_axi_awcache,
    output wire [2:0]                              m_axi_awprot,
    output wire                                    m_axi_wvalid,
    input  wire                                    m_axi_wready,
    output wire [DATA_BITS-1:0]                    m_axi_wdata,
    output wire [DATA_BITS/8-1:0]                  m_axi_wstrb,
    output wire                                    m_axi_wlast,
    input  wire                                    m_axi_bvalid,
    output wire                                    m_axi_bready,
    input  wire [3:0]                              m_axi_bid,
    input  wire [1:0]                              m_axi_bresp,

    // completion ring
    input  wire                                    s_completion_ring_enable,
    input  wire [63:0]                             s_completion_ring_base,
    input  wire [3:0]                              s_completion_ring_size,
    input  wire [15:0]                             s_completion_ring_consumer,
    output wire [15:0]                             m_completion_ring_producer,

    // delivery: DELIVERED or BUS_ERROR for each received packet that was written
    output wire                                    m_delivery_valid,
    input  wire                                    m_delivery_ready,
    output wire [5:0]                              m_delivery_reason,

    // event of one cycle: a record can be read
    output wire                                    m_completion_event,

    // ring of transmit descriptors
    input  wire                                    s_transmit_ring_enable,
    input  wire [63:0]                             s_transmit_ring_base,
    input  wire [3:0]                              s_transmit_ring_size,
    input  wire [15:0]                             s_transmit_ring_producer,
    output wire [15:0]                             m_transmit_ring_consumer,

    // record of each packet to send, before its first beat
    output wire                                    m_record_valid,
    input  wire                                    m_record_ready,
    output wire [`FN_TRANSMIT_RECORD_BITS-1:0]     m_record_data,

    // packets to send, tuser: reason on the last beat
    output wire                                    m_axis_tvalid,
    input  wire                                    m_axis_tready,
    output wire [63:0]                             m_axis_tdata,
    output wire [7:0]                              m_axis_tkeep,
    output wire                                    m_axis_tlast,
    output wire [5:0]                              m_axis_tuser,

    // outcome: DELIVERED, BUS_ERROR or DESCRIPTOR for each packet to send
    output wire                                    m_outcome_valid,
    input  wire                                    m_outcome_ready,
    output wire [5:0]                              m_outcome_reason,

    // AXI4 read channels
    output wire                                    m_axi_arvalid,
    input  wire                                    m_axi_arready,
    output wire [3:0]                              m_axi_arid,
    output wire [63:0]                             m_axi_araddr,
    output wire [7:0]                              m_axi_arlen,
    output wire [2:0]                              m_axi_arsize,
    output wire [1:0]                              m_axi_arburst,
    output wire                                    m_axi_arlock,
    output wire [3:0]                              m_axi_arcache,
    output wire [2:0]                              m_axi_arprot,
    input  wire                                    m_axi_rvalid,
    output wire                                    m_axi_rready,
    input  wire [3:0]                              m_axi_rid,
    input  wire [DATA_BITS-1:0]                    m_axi_rdata,
    input  wire [1:0]                              m_axi_rresp,
    input  wire                                    m_axi_rlast,

    // event of one cycle: a read or write was answered by SLVERR or DECERR
    output wire                                     m_bus_error_event,

    // state of the DMA channel of that index, 2 cycles later
    input  wire [3:0]                               s_channel_index,
    output wire [6:0]                               m_channel_in_flight,
    output wire [1:0]                               m_channel_state,
    output wire                                     m_channel_owned,
    output wire                                     m_channel_shared,
    output wire [9:0]                               m_channel_flow
);
    wire                                ring_buffer_valid;
    wire                                ring_buffer_ready;
    wire [63:0]                         ring_buffer_address;
    wire                                ring_buffers_low;
    wire                                buffer_read_valid;
    wire                                buffer_read_ready;
    wire [63:0]                         buffer_read_address;
    wire [15:0]                         buffer_read_length;
    wire                                buffer_read_axis_tvalid;
    wire                                buffer_read_axis_tready;
    wire [DATA_BITS-1:0]                buffer_read_axis_tdata;
    wire                                buffer_read_axis_tlast;
    wire [0:0]                          buffer_read_axis_tuser;
    wire                                request_slot_valid;
    wire                                request_slot_ready;
    wire                                request_valid;
    wire                                request_ready;
    wire [`FN_COMPLETION_BITS-1:0]      request_data;
    wire                                ring_bus_error;
    wire                                transmit_slot_valid;
    wire                                transmit_slot_ready;
    wire                                transmit_completion_valid;
    wire                                transmit_completion_ready;
    wire [`FN_COMPLETION_BITS-1:0]      transmit_completion_data;
    wire                                store_bus_error;
    wire                                descriptor_read_valid;
    wire                                descriptor_read_ready;
    wire [63:0]                         descriptor_read_address;
    wire [15:0]                         descriptor_read_length;
    wire                                descriptor_read_axis_tvalid;
    wire                                descriptor_read_axis_tready;
    wire [DATA_BITS-1:0]                descriptor_read_axis_tdata;
    wire                                descriptor_read_axis_tlast;
    wire [0:0]                          descriptor_read_axis_tuser;
    wire                                data_read_valid;
    wire                                data_read_ready;
    wire [63:0]                         data_read_address;
    wire [15:0]                         data_read_length;
    wire                                data_read_axis_tvalid;
    wire                                data_read_axis_tready;
    wire [DATA_BITS-1:0]                data_read_axis_tdata;
    wire                                data_read_axis_tlast;
    wire [0:0]                          data_read_axis_tuser;
    wire                                transmit_bus_error;

    fn_dma_store #(.DATA_BITS(DATA_BITS)) u_store (
        .clk(clk), .rst(rst),
        .s_buffer_size(s_buffer_size), .s_split_offset(s_split_offset),
        .s_buffer_ring_enable(s_buffer_ring_enable),
        .s_completion_ring_enable(s_completion_ring_enable),
        .s_completion_ring_base(s_completion_ring_base),
        .s_completion_ring_size(s_completion_ring_size),
        .s_completion_ring_consumer(s_completion_ring_consumer),
        .m_completion_ring_producer(m_completion_ring_producer),
        .s_record_valid(s_record_valid), .s_record_ready(s_record_ready),
        .s_record_data(s_record_data),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser),
        .s_place_command_valid(s_place_command_valid),
        .s_place_command_ready(s_place_command_ready),
        .s_place_command_skip(s_place_command_skip),
        .s_place_command_length(s_place_command_length),
        .s_place_command_address(s_place_command_address),
        .s_place_command_index(s_place_command_index),
        .s_place_command_last(s_place_command_last),
        .s_place_axis_tvalid(s_place_axis_tvalid), .s_place_axis_tready(s_place_axis_tready),
        .s_place_axis_tdata(s_place_axis_tdata), .s_place_axis_tkeep(s_place_axis_tkeep),
        .s_place_axis_tlast(s_place_axis_tlast), .s_place_axis_tuser(s_place_axis_tuser),
        .m_end_valid(m_end_valid), .m_end_ready(m_end_ready), .m_end_written(m_end_written),
        .m_place_done_valid(m_place_done_valid), .m_place_done_error(m_place_done_error),
        .m_report_slot_valid(m_report_slot_valid), .m_report_slot_ready(m_report_slot_ready),
        .s_report_valid(s_report_valid), .s_report_ready(s_report_ready),
        .s_report_data(s_report_data),
        .m_drop_valid(m_drop_valid), .m_drop_ready(m_drop_ready), .m_drop_reason(m_drop_reason),
        .s_buffer_valid(ring_buffer_valid), .s_buffer_ready(ring_buffer_ready),
        .s_buffer_address(ring_buffer_address), .s_buffers_low(ring_buffers_low),
        .m_request_slot_valid(request_slot_valid), .m_request_slot_ready(request_slot_ready),
        .s_request_valid(request_valid), .s_request_ready(request_ready),
        .s_request_data(request_data),
        .m_transmit_slot_valid(transmit_slot_valid), .m_transmit_slot_ready(transmit_slot_ready),
        .s_transmit_valid(transmit_completion_valid),
        .s_transmit_ready(transmit_completion_ready), .s_transmit_data(transmit_completion_data),
        .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready), .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst), .m_axi_awlock(m_axi_awlock),
        .m_axi_awcache(m_axi_awcache), .m_axi_awprot(m_axi_awprot),
        .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
        .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp),
        .m_delivery_valid(m_delivery_valid), .m_delivery_ready(m_delivery_ready),
        .m_delivery_reason(m_delivery_reason),
        .m_completion_event(m_completion_event), .m_bus_error_event(store_bus_error),
        .s_channel_index(s_channel_index), .m_channel_in_flight(m_channel_in_flight),
        .m_channel_state(m_channel_state), .m_channel_owned(m_channel_owned),
        .m_channel_shared(m_channel_shared), .m_channel_flow(m_channel_flow)
    );

    fn_dma_ring #(.DATA_BITS(DATA_BITS)) u_ring (
        .clk(clk), .rst(rst),
        .s_enable(s_buffer_ring_enable),
        .s_ring_base(s_buffer_ring_base), .s_ring_size(s_buffer_ring_size),
        .s_low_water(s_buffer_low_water), .s_producer(s_buffer_ring_producer),
        .m_consumer(m_buffer_ring_consumer),
        .m_read_valid(buffer_read_valid), .m_read_ready(buffer_read_ready),
        .m_read_address(buffer_read_address), .m_read_length(buffer_read_length),
        .s_read_axis_tvalid(buffer_read_axis_tvalid),
        .s_read_axis_tready(buffer_read_axis_tready), .s_read_axis_tdata(buffer_read_axis_tdata),
        .s_read_axis_tlast(buffer_read_axis_tlast), .s_read_axis_tuser(buffer_read_axis_tuser),
        .m_buffer_valid(ring_buffer_valid), .m_buffer_ready(ring_buffer_ready),
        .m_buffer_address(ring_buffer_address),
        .s_slot_valid(request_slot_valid), .s_slot_ready(request_slot_ready),
        .m_request_valid(request_valid), .m_request_ready(request_ready),
        .m_request_data(request_data),
        .m_buffers_low(ring_buffers_low), .m_low_water_event(m_low_water_event),
        .m_bus_error_event(ring_bus_error)
    );

    fn_dma_transmit #(.DATA_BITS(DATA_BITS)) u_transmit (
        .clk(clk), .rst(rst),
        .s_enable(s_transmit_ring_enable),
        .s_ring_base(s_transmit_ring_base), .s_ring_size(s_transmit_ring_size),
        .s_producer(s_transmit_ring_producer),
        .m_consumer(m_transmit_ring_consumer),
        .m_descriptor_valid(descriptor_read_valid), .m_descriptor_ready(descriptor_read_ready),
        .m_descriptor_address(descriptor_read_address),
        .m_descriptor_length(descriptor_read_length),
        .s_descriptor_axis_tvalid(descriptor_read_axis_tvalid),
        .s_descriptor_axis_tready(descriptor_read_axis_tready),
        .s_descriptor_axis_tdata(descriptor_read_axis_tdata),
        .s_descriptor_axis_tlast(descriptor_read_axis_tlast),
        .s_descriptor_axis_tuser(descriptor_read_axis_tuser),
        .m_data_valid(data_read_valid), .m_data_ready(data_read_ready),
        .m_data_address(data_read_address), .m_data_length(data_read_length),
        .s_data_axis_tvalid(data_read_axis_tvalid), .s_data_axis_tready(data_read_axis_tready),
        .s_data_axis_tdata(data_read_axis_tdata), .s_data_axis_tlast(data_read_axis_tlast),
        .s_data_axis_tuser(data_read_axis_tuser),
        .s_slot_valid(transmit_slot_valid || !s_completion_ring_enable),
        .s_slot_ready(transmit_slot_ready),
        .m_record_valid(m_record_valid), .m_record_ready(m_record_ready),
        .m_record_data(m_record_data),
        .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready),
        .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast),
        .m_axis_tuser(m_axis_tuser),
        .m_completion_valid(transmit_completion_valid),
        .m_completion_ready(transmit_completion_ready),
        .m_completion_data(transmit_completion_data),
        .m_outcome_valid(m_outcome_valid), .m_outcome_ready(m_outcome_ready),
        .m_outcome_reason(m_outcome_reason),
        .m_bus_error_event(transmit_bus_error)
    );

    fn_dma_read #(.DATA_BITS(DATA_BITS)) u_read (
        .clk(clk), .rst(rst),
        .s_buffer_valid(buffer_read_valid), .s_buffer_ready(buffer_read_ready),
        .s_buffer_address(buffer_read_address), .s_buffer_length(buffer_read_length),
        .m_buffer_axis_tvalid(buffer_read_axis_tvalid),
        .m_buffer_axis_tready(buffer_read_axis_tready),
        .m_buffer_axis_tdata(buffer_read_axis_tdata),
        .m_buffer_axis_tlast(buffer_read_axis_tlast),
        .m_buffer_axis_tuser(buffer_read_axis_tuser),
        .s_descriptor_valid(descriptor_read_valid), .s_descriptor_ready(descriptor_read_ready),
        .s_descriptor_address(descriptor_read_address),
        .s_descriptor_length(descriptor_read_length),
        .m_descriptor_axis_tvalid(descriptor_read_axis_tvalid),
        .m_descriptor_axis_tready(descriptor_read_axis_tready),
        .m_descriptor_axis_tdata(descriptor_read_axis_tdata),
        .m_descriptor_axis_tlast(descriptor_read_axis_tlast),
        .m_descriptor_axis_tuser(descriptor_read_axis_tuser),
        .s_data_valid(data_read_valid), .s_data_ready(data_read_ready),
        .s_data_address(data_read_address), .s_data_length(data_read_length),
        .m_data_axis_tvalid(data_read_axis_tvalid), .m_data_axis_tready(data_read_axis_tready),
        .m_data_axis_tdata(data_read_axis_tdata), .m_data_axis_tlast(data_read_axis_tlast),
        .m_data_axis_tuser(data_read_axis_tuser),
        .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready), .m_axi_arid(m_axi_arid),
        .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst), .m_axi_arlock(m_axi_arlock),
        .m_axi_arcache(m_axi_arcache), .m_axi_arprot(m_axi_arprot),
        .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready), .m_axi_rid(m_axi_rid),
        .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast)
    );

    reg bus_error_event_q;

    always @(posedge clk) begin
        bus_error_event_q <= !rst && (ring_bus_error || store_bus_error || transmit_bus_error);
    end

    assign m_bus_error_event = bus_error_event_q;

endmodule

`default_nettype wire
