// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_store - part of fn_dma: wiring of all that is written to host memory
//
//   packets for software  -> fn_dma_receive -> fn_dma_merge -> fn_dma_write -> AXI4 write
//   packets to be placed  -> fn_dma_place ------^      |         ^
//                                                fn_dma_channels |
//   records of all of them -> fn_dma_completion -----------------'
//
// The register that takes the completion from fn_dma_receive adds a cycle: that begins its
// next packet without it, and fn_dma_completion needs 5 cycles to read one.

`default_nettype none
`include "fn_records.vh"

module fn_dma_store #(
    parameter DATA_BITS = 128  // of the AXI4 bus: 64 or 128
) (
    input  wire                              clk,
    input  wire                              rst,

    // configuration, quasi-static
    input  wire [15:0]                       s_buffer_size,
    input  wire [15:0]                       s_split_offset,
    input  wire                              s_buffer_ring_enable,
    input  wire                              s_completion_ring_enable,
    input  wire [63:0]                       s_completion_ring_base,
    input  wire [3:0]                        s_completion_ring_size,
    input  wire [15:0]                       s_completion_ring_consumer,
    output wire [15:0]                       m_completion_ring_producer,

    // record of each received packet, before its first beat
    input  wire                              s_record_valid,
    output wire                              s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // received packets, with their verdict on the last beat
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // command: what becomes of the next bytes of a packet to be placed
    input  wire                              s_place_command_valid,
    output wire                              s_place_command_ready,
    input  wire [15:0]                       s_place_command_skip,
    input  wire [15:0]                       s_place_command_length,
    input  wire [63:0]                       s_place_command_address,
    input  wire [9:0]                        s_place_command_index,
    input  wire                              s_place_command_last,

    // packets to be placed
    input  wire                              s_place_axis_tvalid,
    output wire                              s_place_axis_tready,
    input  wire [63:0]                       s_place_axis_tdata,
    input  wire [7:0]                        s_place_axis_tkeep,
    input  wire                              s_place_axis_tlast,
    input  wire [0:0]                        s_place_axis_tuser,

    // end of each of them; if something was written its done follows
    output wire                              m_end_valid,
    input  wire                              m_end_ready,
    output wire                              m_end_written,
    output wire                              m_place_done_valid,
    output wire                              m_place_done_error,

    // reports of flows, and slots for them
    output wire                              m_report_slot_valid,
    input  wire                              m_report_slot_ready,
    input  wire                              s_report_valid,
    output wire                              s_report_ready,
    input  wire [`FN_REPORT_BITS-1:0]        s_report_data,

    // drop: reason of each received packet that is not delivered
    output wire                              m_drop_valid,
    input  wire                              m_drop_ready,
    output wire [5:0]                        m_drop_reason,

    // address of a packet buffer (302)
    input  wire                              s_buffer_valid,
    output wire                              s_buffer_ready,
    input  wire [63:0]                       s_buffer_address,
    input  wire                              s_buffers_low,

    // slots and records of fn_dma_ring and fn_dma_transmit
    output wire                              m_request_slot_valid,
    input  wire                              m_request_slot_ready,
    input  wire                              s_request_valid,
    output wire                              s_request_ready,
    input  wire [`FN_COMPLETION_BITS-1:0]    s_request_data,
    output wire                              m_transmit_slot_valid,
    input  wire                              m_transmit_slot_ready,
    input  wire                              s_transmit_valid,
    output wire                              s_transmit_ready,
    input  wire [`FN_COMPLETION_BITS-1:0]    s_transmit_data,

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

    // delivery: DELIVERED or BUS_ERROR for each received packet that was written
    output wire                              m_delivery_valid,
    input  wire                              m_delivery_ready,
    output wire [5:0]                        m_delivery_reason,

    // event of one cycle: a record can be read
    output wire                              m_completion_event,

    // event of one cycle: a write was answered by SLVERR or DECERR
    output wire                              m_bus_error_event,

    // state of the DMA channel of that index, 2 cycles later
    input  wire [3:0]                        s_channel_index,
    output wire [6:0]                        m_channel_in_flight,
    output wire [1:0]                        m_channel_state,
    output wire                              m_channel_owned,
    output wire                              m_channel_shared,
    output wire [9:0]                        m_channel_flow
);
    wire                           receive_slot_valid;
    wire                           receive_slot_ready;
    wire                           receive_completion_valid;
    wire                           receive_completion_ready;
    wire [`FN_COMPLETION_BITS-1:0] receive_completion_data;
    wire                           receive_completion_discard;
    reg                            held_valid_q;
    wire                           held_ready;
    reg  [`FN_COMPLETION_BITS-1:0] held_data_q;
    reg                            held_discard_q;
    wire                           record_valid;
    wire                           record_ready;
    wire [63:0]                    record_address;
    wire                           record_axis_tvalid;
    wire                           record_axis_tready;
    wire [DATA_BITS-1:0]           record_axis_tdata;
    wire                           record_axis_tlast;
    wire                           record_done_valid;
    wire                           record_done_error;
    wire                           stack_command_valid;
    wire                           stack_command_ready;
    wire [63:0]                    stack_command_address;
    wire                           stack_axis_tvalid;
    wire                           stack_axis_tready;
    wire [63:0]                    stack_axis_tdata;
    wire [7:0]                     stack_axis_tkeep;
    wire                           stack_axis_tlast;
    wire [1:0]                     stack_axis_tuser;
    wire                           place_command_valid;
    wire                           place_command_ready;
    wire [63:0]                    place_command_address;
    wire [9:0]                     place_command_index;
    wire                           place_axis_tvalid;
    wire                           place_axis_tready;
    wire [63:0]                    place_axis_tdata;
    wire [7:0]                     place_axis_tkeep;
    wire                           place_axis_tlast;
    wire [1:0]                     place_axis_tuser;
    wire                           piece_command_valid;
    wire                           piece_command_ready;
    wire [63:0]                    piece_command_address;
    wire                           piece_command_first;
    wire                           piece_command_place;
    wire [9:0]                     piece_command_index;
    wire [3:0]                     piece_channel;
    wire                           piece_axis_tvalid;
    wire                           piece_axis_tready;
    wire [63:0]                    piece_axis_tdata;
    wire [7:0]                     piece_axis_tkeep;
    wire                           piece_axis_tlast;
    wire [1:0]                     piece_axis_tuser;
    wire                           stack_done_valid;
    wire                           stack_done_error;

    fn_dma_receive u_receive (
        .clk(clk), .rst(rst),
        .s_buffer_size(s_buffer_size), .s_split_offset(s_split_offset),
        .s_buffer_enable(s_buffer_ring_enable), .s_slot_enable(s_completion_ring_enable),
        .s_record_valid(s_record_valid), .s_record_ready(s_record_ready),
        .s_record_data(s_record_data),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser),
        .s_buffer_valid(s_buffer_valid), .s_buffer_ready(s_buffer_ready),
        .s_buffer_address(s_buffer_address), .s_buffers_low(s_buffers_low),
        .s_slot_valid(receive_slot_valid), .s_slot_ready(receive_slot_ready),
        .m_command_valid(stack_command_valid), .m_command_ready(stack_command_ready),
        .m_command_address(stack_command_address),
        .m_axis_tvalid(stack_axis_tvalid), .m_axis_tready(stack_axis_tready),
        .m_axis_tdata(stack_axis_tdata), .m_axis_tkeep(stack_axis_tkeep),
        .m_axis_tlast(stack_axis_tlast), .m_axis_tuser(stack_axis_tuser),
        .m_completion_valid(receive_completion_valid),
        .m_completion_ready(receive_completion_ready),
        .m_completion_data(receive_completion_data),
        .m_completion_discard(receive_completion_discard),
        .m_drop_valid(m_drop_valid), .m_drop_ready(m_drop_ready), .m_drop_reason(m_drop_reason)
    );

    fn_dma_place u_place (
        .clk(clk), .rst(rst),
        .s_command_valid(s_place_command_valid), .s_command_ready(s_place_command_ready),
        .s_command_skip(s_place_command_skip), .s_command_length(s_place_command_length),
        .s_command_address(s_place_command_address), .s_command_index(s_place_command_index),
        .s_command_last(s_place_command_last),
        .s_axis_tvalid(s_place_axis_tvalid), .s_axis_tready(s_place_axis_tready),
        .s_axis_tdata(s_place_axis_tdata), .s_axis_tkeep(s_place_axis_tkeep),
        .s_axis_tlast(s_place_axis_tlast), .s_axis_tuser(s_place_axis_tuser),
        .m_command_valid(place_command_valid), .m_command_ready(place_command_ready),
        .m_command_address(place_command_address), .m_command_index(place_command_index),
        .m_axis_tvalid(place_axis_tvalid), .m_axis_tready(place_axis_tready),
        .m_axis_tdata(place_axis_tdata), .m_axis_tkeep(place_axis_tkeep),
        .m_axis_tlast(place_axis_tlast), .m_axis_tuser(place_axis_tuser),
        .m_end_valid(m_end_valid), .m_end_ready(m_end_ready), .m_end_written(m_end_written)
    );

    fn_dma_merge u_merge (
        .clk(clk), .rst(rst),
        .s_stack_command_valid(stack_command_valid), .s_stack_command_ready(stack_command_ready),
        .s_stack_command_address(stack_command_address),
        .s_stack_axis_tvalid(stack_axis_tvalid), .s_stack_axis_tready(stack_axis_tready),
        .s_stack_axis_tdata(stack_axis_tdata), .s_stack_axis_tkeep(stack_axis_tkeep),
        .s_stack_axis_tlast(stack_axis_tlast), .s_stack_axis_tuser(stack_axis_tuser),
        .s_place_command_valid(place_command_valid), .s_place_command_ready(place_command_ready),
        .s_place_command_address(place_command_address),
        .s_place_command_index(place_command_index),
        .s_place_axis_tvalid(place_axis_tvalid), .s_place_axis_tready(place_axis_tready),
        .s_place_axis_tdata(place_axis_tdata), .s_place_axis_tkeep(place_axis_tkeep),
        .s_place_axis_tlast(place_axis_tlast), .s_place_axis_tuser(place_axis_tuser),
        .m_command_valid(piece_command_valid), .m_command_ready(piece_command_ready),
        .m_command_address(piece_command_address), .m_command_first(piece_command_first),
        .m_command_place(piece_command_place), .m_command_index(piece_command_index),
        .m_axis_tvalid(piece_axis_tvalid), .m_axis_tready(piece_axis_tready),
        .m_axis_tdata(piece_axis_tdata), .m_axis_tkeep(piece_axis_tkeep),
        .m_axis_tlast(piece_axis_tlast), .m_axis_tuser(piece_axis_tuser)
    );

    fn_dma_channels u_channels (
        .clk(clk), .rst(rst),
        .s_packet_valid(piece_command_valid && piece_command_ready && piece_command_first),
        .s_packet_place(piece_command_place), .s_packet_index(piece_command_index),
        .m_packet_channel(piece_channel), .s_done_valid(m_place_done_valid),
        .s_channel_index(s_channel_index), .m_channel_owned(m_channel_owned),
        .m_channel_shared(m_channel_shared), .m_channel_flow(m_channel_flow)
    );

    fn_dma_write #(.DATA_BITS(DATA_BITS)) u_write (
        .clk(clk), .rst(rst),
        .s_command_valid(piece_command_valid), .s_command_ready(piece_command_ready),
        .s_command_address(piece_command_address), .s_piece_channel(piece_channel),
        .s_axis_tvalid(piece_axis_tvalid), .s_axis_tready(piece_axis_tready),
        .s_axis_tdata(piece_axis_tdata), .s_axis_tkeep(piece_axis_tkeep),
        .s_axis_tlast(piece_axis_tlast), .s_axis_tuser(piece_axis_tuser),
        .s_record_valid(record_valid), .s_record_ready(record_ready),
        .s_record_address(record_address),
        .s_record_axis_tvalid(record_axis_tvalid), .s_record_axis_tready(record_axis_tready),
        .s_record_axis_tdata(record_axis_tdata), .s_record_axis_tlast(record_axis_tlast),
        .m_stack_done_valid(stack_done_valid), .m_stack_done_error(stack_done_error),
        .m_place_done_valid(m_place_done_valid), .m_place_done_error(m_place_done_error),
        .m_record_done_valid(record_done_valid), .m_record_done_error(record_done_error),
        .s_channel_index(s_channel_index), .m_channel_in_flight(m_channel_in_flight),
        .m_channel_state(m_channel_state),
        .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready), .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst), .m_axi_awlock(m_axi_awlock),
        .m_axi_awcache(m_axi_awcache), .m_axi_awprot(m_axi_awprot),
        .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
        .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp)
    );

    fn_dma_completion #(.DATA_BITS(DATA_BITS)) u_completion (
        .clk(clk), .rst(rst),
        .s_enable(s_completion_ring_enable),
        .s_ring_base(s_completion_ring_base), .s_ring_size(s_completion_ring_size),
        .s_consumer(s_completion_ring_consumer),
        .m_producer(m_completion_ring_producer),
        .m_receive_slot_valid(receive_slot_valid), .m_receive_slot_ready(receive_slot_ready),
        .m_transmit_slot_valid(m_transmit_slot_valid),
        .m_transmit_slot_ready(m_transmit_slot_ready),
        .m_request_slot_valid(m_request_slot_valid), .m_request_slot_ready(m_request_slot_ready),
        .m_report_slot_valid(m_report_slot_valid), .m_report_slot_ready(m_report_slot_ready),
        .s_receive_valid(held_valid_q), .s_receive_ready(held_ready),
        .s_receive_data(held_data_q), .s_receive_discard(held_discard_q),
        .s_transmit_valid(s_transmit_valid), .s_transmit_ready(s_transmit_ready),
        .s_transmit_data(s_transmit_data),
        .s_request_valid(s_request_valid), .s_request_ready(s_request_ready),
        .s_request_data(s_request_data),
        .s_report_valid(s_report_valid), .s_report_ready(s_report_ready),
        .s_report_data(s_report_data),
        .s_done_valid(stack_done_valid), .s_done_error(stack_done_error),
        .s_record_done_valid(record_done_valid), .s_record_done_error(record_done_error),
        .m_record_valid(record_valid), .m_record_ready(record_ready),
        .m_record_address(record_address),
        .m_record_axis_tvalid(record_axis_tvalid), .m_record_axis_tready(record_axis_tready),
        .m_record_axis_tdata(record_axis_tdata), .m_record_axis_tlast(record_axis_tlast),
        .m_delivery_valid(m_delivery_valid), .m_delivery_ready(m_delivery_ready),
        .m_delivery_reason(m_delivery_reason),
        .m_completion_event(m_completion_event), .m_bus_error_event(m_bus_error_event)
    );

    assign receive_completion_ready = !held_valid_q;

    always @(posedge clk) begin
        if (!held_valid_q) begin
            held_data_q    <= receive_completion_data;
            held_discard_q <= receive_completion_discard;
        end
        held_valid_q <= held_valid_q ? !held_ready : receive_completion_valid;
        if (rst) held_valid_q <= 1'b0;
    end

endmodule

`default_nettype wire
