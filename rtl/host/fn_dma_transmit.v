// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit - transmit ring: descriptors, gather, completion
//
// Fetches descriptors (sw/fn_descriptor.h) ahead, gathers the fragments of a packet, of any
// address and length, into one stream packed from byte 0: a cycle for each aligned 64-bit
// piece and one for the packet, 5 cycles behind the data.  Its record is offered before.
// DESCRIPTOR: a length of 0, more than 9,014 bytes so far, less than 14 at the end; a first one
// without begin, a later one with it.  BUS_ERROR wins: data, or a descriptor, which then ends
// its packet without a record; the rest of that packet is one more, of DESCRIPTOR.  The bytes
// before a bad descriptor leave, with the reason in tuser; if there are none, nothing leaves.
// One outcome per packet when its data are read; m_consumer moves with it.  A slot is taken and
// a record leaves if the last descriptor says complete; the last beat behind waits for that.
// s_enable 0 stops after the packet that was begun, drops what else was fetched, and starts
// anew at 0; only then may configuration (base aligned to 32 bytes) and producer go back.

`default_nettype none
`include "fn_records.vh"

module fn_dma_transmit #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire                                clk,
    input  wire                                rst,

    // configuration: ring of 2^s_ring_size descriptors
    input  wire                                s_enable,
    input  wire [63:0]                         s_ring_base,
    input  wire [3:0]                          s_ring_size,

    // producer: descriptors the driver has written, counted modulo 2^16
    input  wire [15:0]                         s_producer,

    // consumer: descriptors done, counted modulo 2^16
    output wire [15:0]                         m_consumer,

    // descriptor reads
    output wire                                m_descriptor_valid,
    input  wire                                m_descriptor_ready,
    output wire [63:0]                         m_descriptor_address,
    output wire [15:0]                         m_descriptor_length,
    input  wire                                s_descriptor_axis_tvalid,
    output wire                                s_descriptor_axis_tready,
    input  wire [DATA_BITS-1:0]                s_descriptor_axis_tdata,
    input  wire                                s_descriptor_axis_tlast,
    input  wire [0:0]                          s_descriptor_axis_tuser,

    // data reads
    output wire                                m_data_valid,
    input  wire                                m_data_ready,
    output wire [63:0]                         m_data_address,
    output wire [15:0]                         m_data_length,
    input  wire                                s_data_axis_tvalid,
    output wire                                s_data_axis_tready,
    input  wire [DATA_BITS-1:0]                s_data_axis_tdata,
    input  wire                                s_data_axis_tlast,
    input  wire [0:0]                          s_data_axis_tuser,

    // slot: a free record of the completion ring
    input  wire                                s_slot_valid,
    output wire                                s_slot_ready,

    // record of each packet, before its first beat
    output wire                                m_record_valid,
    input  wire                                m_record_ready,
    output wire [`FN_TRANSMIT_RECORD_BITS-1:0] m_record_data,

    // packets, tuser: reason on the last beat
    output wire                                m_axis_tvalid,
    input  wire                                m_axis_tready,
    output wire [63:0]                         m_axis_tdata,
    output wire [7:0]                          m_axis_tkeep,
    output wire                                m_axis_tlast,
    output wire [5:0]                          m_axis_tuser,

    // completion
    output wire                                m_completion_valid,
    input  wire                                m_completion_ready,
    output wire [`FN_COMPLETION_BITS-1:0]      m_completion_data,

    // outcome: DELIVERED, BUS_ERROR or DESCRIPTOR
    output wire                                m_outcome_valid,
    input  wire                                m_outcome_ready,
    output wire [5:0]                          m_outcome_reason,

    // event of one cycle
    output wire                                m_bus_error_event
);
    localparam COMMAND_BITS = 90 + `FN_TRANSMIT_RECORD_BITS;

    generate
        if (DATA_BITS != 64 && DATA_BITS != 128) begin : g_bad_parameter
            ERROR_fn_dma_transmit_DATA_BITS_must_be_64_or_128 u_error ();
        end
    endgenerate

    wire        stop, clear, idle;
    wire [15:0] index;
    wire        put_valid, put_ready, get_valid, get_ready;
    wire [COMMAND_BITS-1:0] put_data, get_data;

    wire        end_valid, end_bad, end_bus, end_complete;
    wire [15:0] end_consumer;
    wire [13:0] end_length;
    wire [31:0] end_cookie;

    // ---- What a packet leaves behind ----
    reg [15:0] consumer_q;
    reg        outcome_q;     // offered
    reg        slot_q;        // asked for
    reg        completion_q;  // offered
    reg        event_q;
    reg [5:0]  reason_q;
    reg [13:0] length_q;
    reg [31:0] cookie_q;

    wire end_ready = !outcome_q && !slot_q && !completion_q;

    always @(posedge clk) begin
        if (m_outcome_ready) outcome_q <= 1'b0;
        if (s_slot_valid) slot_q <= 1'b0;
        completion_q <= (slot_q && s_slot_valid) || (completion_q && !m_completion_ready);
        event_q      <= end_valid && end_bus;
        if (end_valid) begin
            consumer_q <= end_consumer;
            outcome_q  <= 1'b1;
            slot_q     <= end_complete;
            reason_q   <= end_bus ? `FN_REASON_BUS_ERROR
                        : end_bad ? `FN_REASON_DESCRIPTOR : `FN_REASON_DELIVERED;
            length_q   <= end_length;
            cookie_q   <= end_cookie;
        end
        if (rst || clear) consumer_q <= 16'd0;
        if (rst) begin
            outcome_q    <= 1'b0;
            slot_q       <= 1'b0;
            completion_q <= 1'b0;
            event_q      <= 1'b0;
        end
    end

    reg [`FN_COMPLETION_BITS-1:0] completion;
    always @* begin
        completion = {`FN_COMPLETION_BITS{1'b0}};
        completion[`FN_COMPLETION_KIND]         = `FN_KIND_TRANSMIT_DONE;
        completion[`FN_COMPLETION_REASON]       = reason_q;
        completion[`FN_COMPLETION_FRAME_LENGTH] = {2'd0, length_q};
        completion[`FN_COMPLETION_COOKIE]       = cookie_q;
    end

    // ---- The way of a packet ----
    fn_dma_transmit_fetch u_fetch (
        .clk(clk), .rst(rst),
        .s_stop(stop), .s_clear(clear), .m_idle(idle),
        .s_ring_base(s_ring_base), .s_ring_size(s_ring_size), .s_producer(s_producer),
        .m_descriptor_valid(m_descriptor_valid), .m_descriptor_ready(m_descriptor_ready),
        .m_descriptor_address(m_descriptor_address), .m_descriptor_length(m_descriptor_length),
        .s_answered(s_descriptor_axis_tvalid && s_descriptor_axis_tready
                    && s_descriptor_axis_tlast));

    fn_dma_transmit_descriptor #(
        .DATA_BITS(DATA_BITS), .COMMAND_BITS(COMMAND_BITS)
    ) u_descriptor (
        .clk(clk), .rst(rst),
        .s_enable(s_enable), .s_drained(idle && end_ready && index == consumer_q),
        .m_stop(stop), .m_clear(clear), .m_index(index),
        .s_axis_tvalid(s_descriptor_axis_tvalid), .s_axis_tready(s_descriptor_axis_tready),
        .s_axis_tdata(s_descriptor_axis_tdata), .s_axis_tuser(s_descriptor_axis_tuser),
        .m_data_valid(m_data_valid), .m_data_ready(m_data_ready),
        .m_data_address(m_data_address), .m_data_length(m_data_length),
        .m_command_valid(put_valid), .m_command_ready(put_ready), .m_command_data(put_data));

    fn_fifo #(.WIDTH(COMMAND_BITS), .DEPTH(64)) u_commands (
        .clk(clk), .rst(rst),
        .s_valid(put_valid), .s_ready(put_ready), .s_data(put_data),
        .m_valid(get_valid), .m_ready(get_ready), .m_data(get_data));

    fn_dma_transmit_gather #(
        .DATA_BITS(DATA_BITS), .COMMAND_BITS(COMMAND_BITS)
    ) u_gather (
        .clk(clk), .rst(rst),
        .s_command_valid(get_valid), .s_command_ready(get_ready), .s_command_data(get_data),
        .s_axis_tvalid(s_data_axis_tvalid), .s_axis_tready(s_data_axis_tready),
        .s_axis_tdata(s_data_axis_tdata), .s_axis_tuser(s_data_axis_tuser),
        .m_record_valid(m_record_valid), .m_record_ready(m_record_ready),
        .m_record_data(m_record_data),
        .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready),
        .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep),
        .m_axis_tlast(m_axis_tlast), .m_axis_tuser(m_axis_tuser),
        .m_end_valid(end_valid), .s_end_ready(end_ready), .m_end_bad(end_bad),
        .m_end_bus(end_bus), .m_end_complete(end_complete), .m_end_consumer(end_consumer),
        .m_end_length(end_length), .m_end_cookie(end_cookie));

    wire unused_tlast = s_data_axis_tlast;  // lengths are known here

    assign m_consumer         = consumer_q;
    assign s_slot_ready       = slot_q;
    assign m_completion_valid = completion_q;
    assign m_completion_data  = completion;
    assign m_outcome_valid    = outcome_q;
    assign m_outcome_reason   = reason_q;
    assign m_bus_error_event  = event_q;

endmodule

`default_nettype wire
