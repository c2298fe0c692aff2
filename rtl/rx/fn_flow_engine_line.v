// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_line - those that wait for fn_flow_engine, and who is next
//
// One operation, one failure and one verdict wait here until s_..._done; a sweep through all
// contexts after each change of the time.  A failure does not wait for s_room: fn_flow_report may
// wait until it is taken, and would never have room.  The outputs about the next request count
// from the cycle after it was taken on, m_end 1 later; m_error_now in the cycle of s_read_error,
// which m_error remembers.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_line #(
    parameter FLOWS         = 64,
    parameter SEQUENCE_BITS = 32
) (
    input  wire        clk,
    input  wire        rst,
    input  wire [15:0] s_milliseconds,

    input  wire        s_packet_valid,
    output wire        s_packet_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_packet_record,

    input  wire        s_verdict_valid,
    output wire        s_verdict_ready,
    input  wire        s_verdict_good,
    input  wire        s_verdict_link,

    input  wire        s_operation_valid,
    output wire        s_operation_ready,
    input  wire [2:0]  s_operation_code,
    input  wire [9:0]  s_operation_index,
    input  wire [63:0] s_operation_argument,

    input  wire        s_failed_valid,
    output wire        s_failed_ready,
    input  wire [9:0]  s_failed_index,
    input  wire [4:0]  s_failed_epoch,
    input  wire [31:0] s_failed_confirmed,

    input  wire        s_room,
    input  wire        s_loads,          // the next request is worked on now
    input  wire        s_serial,         // no other may be taken beside the present one
    input  wire        s_packet_done,
    input  wire        s_failed_done,
    input  wire        s_operation_done,

    output wire        m_read_valid,
    output wire [10:0] m_read_index,
    input  wire        s_read_error,
    output wire        m_there,          // a next request
    output wire        m_soon,           // its context is at hand in the next cycle
    output wire        m_error_now,
    output wire        m_error,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record,
    output wire [31:0] m_end,            // behind its payload
    output wire        m_packet,
    output wire        m_failed,
    output wire        m_operation,
    output wire [9:0]  m_index,
    output wire        m_stranger,       // there is no such flow

    output wire        m_verdict,
    output wire        m_good,
    output wire        m_link,
    output wire [2:0]  m_code,
    output wire [63:0] m_argument,
    output wire [4:0]  m_epoch,
    output wire [31:0] m_confirmed,
    output wire [15:0] m_milliseconds
);
    localparam [10:0] STAGED = FLOWS[10:0];

    // ---- what waits ----
    reg        verdict_ready_q, good_q, link_q;
    reg        operation_ready_q;
    reg [2:0]  code_q;
    reg [9:0]  operation_index_q;
    reg [63:0] argument_q;
    reg        failed_ready_q;
    reg [9:0]  failed_index_q;
    reg [4:0]  epoch_q;
    reg [31:0] confirmed_q;

    always @(posedge clk) begin
        if (verdict_ready_q) good_q <= s_verdict_good;
        if (verdict_ready_q) link_q <= s_verdict_link;
        verdict_ready_q <= verdict_ready_q ? !s_verdict_valid : s_packet_done;
        if (operation_ready_q) begin
            code_q            <= s_operation_code;
            operation_index_q <= s_operation_index;
            argument_q        <= s_operation_argument;
        end
        operation_ready_q <= operation_ready_q ? !s_operation_valid : s_operation_done;
        if (failed_ready_q) begin
            failed_index_q <= s_failed_index;
            epoch_q        <= s_failed_epoch;
            confirmed_q    <= s_failed_confirmed;
        end
        failed_ready_q <= failed_ready_q ? !s_failed_valid : s_failed_done;
        if (rst) verdict_ready_q   <= 1'b1;
        if (rst) operation_ready_q <= 1'b1;
        if (rst) failed_ready_q    <= 1'b1;
    end

    // ---- who is next ----
    reg        there_q, open_q, packet_ready_q;
    reg [1:0]  patience_q, patience_d;   // 2: one of the others is next
    reg [15:0] milliseconds_q, swept_q;
    reg        sweeping_q;
    reg [9:0]  sweep_q;
    wire [10:0] sweep_next = {1'b0, sweep_q} + 11'd1;

    wire waits     = !failed_ready_q || !operation_ready_q || sweeping_q;
    wire packet    = s_packet_valid && packet_ready_q;
    wire other     = open_q && !packet && (!failed_ready_q || (s_room && waits));
    wire failed    = other && !failed_ready_q;
    wire operation = other && failed_ready_q && !operation_ready_q;
    wire sweep     = other && failed_ready_q && operation_ready_q;
    wire staged    = operation && (code_q == `FN_OPERATION_START || code_q == `FN_OPERATION_READ
                                   || code_q == `FN_OPERATION_WRITE);
    wire [9:0] index = packet ? s_packet_record[`FN_PACKET_RECORD_CONTEXT]
                     : !failed_ready_q ? failed_index_q
                     : !operation_ready_q ? operation_index_q : sweep_q;
    wire stranger  = {1'b0, index} >= STAGED;
    wire there_d   = packet || other || (there_q && !s_loads);
    wire open_d    = !there_d && !(s_loads ? !packet_q : s_serial);

    reg       packet_q, failed_q, operation_q, stranger_q;
    reg [9:0]  index_q;
    reg [10:0] row_q;
    reg [`FN_PACKET_RECORD_BITS-1:0] record_q;
    reg [31:0] end_q;
    wire [31:0] end_d = record_q[`FN_PACKET_RECORD_SEQUENCE]
                      + {16'd0, record_q[`FN_PACKET_RECORD_PAYLOAD_LENGTH]};
    reg       read_q, read_2_q, read_3_q, read_4_q, here_q, error_q;

    always @* begin
        patience_d = patience_q;
        if (packet)                          patience_d = waits ? patience_q + 2'd1 : 2'd0;
        else if (other)                      patience_d = 2'd0;
        else if (open_q && patience_q[1])    patience_d = 2'd0;
    end

    always @(posedge clk) begin
        if (packet || other) begin
            packet_q    <= packet;
            failed_q    <= failed;
            operation_q <= operation;
            index_q     <= index;
            row_q       <= stranger || staged ? STAGED : {1'b0, index};
            stranger_q  <= stranger;
        end
        if (packet_ready_q) record_q <= s_packet_record;
        end_q <= end_d & 32'hffffffff >> 32 - SEQUENCE_BITS;

        there_q        <= there_d;
        open_q         <= open_d;
        packet_ready_q <= open_d && !patience_d[1];
        patience_q     <= patience_d;

        milliseconds_q <= s_milliseconds;
        if (sweep) begin
            sweep_q    <= sweep_next[9:0];
            sweeping_q <= sweep_next != STAGED;
        end else if (!sweeping_q && milliseconds_q != swept_q) begin
            sweep_q    <= 10'd0;
            sweeping_q <= 1'b1;
            swept_q    <= milliseconds_q;
        end

        read_q   <= packet || other;
        read_2_q <= read_q;
        read_3_q <= read_2_q;
        read_4_q <= read_3_q;
        here_q   <= read_2_q || (here_q && !s_loads);
        if (read_4_q) error_q <= s_read_error;

        if (rst) begin
            there_q        <= 1'b0;
            open_q         <= 1'b1;
            packet_ready_q <= 1'b1;
            patience_q     <= 2'd0;
            sweeping_q     <= 1'b0;
            swept_q        <= 16'd0;
            read_q         <= 1'b0;
            read_2_q       <= 1'b0;
            read_3_q       <= 1'b0;
            read_4_q       <= 1'b0;
            here_q         <= 1'b0;
        end
    end

    assign s_packet_ready    = packet_ready_q;
    assign s_verdict_ready   = verdict_ready_q;
    assign s_operation_ready = operation_ready_q;
    assign s_failed_ready    = failed_ready_q;
    assign m_read_valid      = read_q;
    assign m_read_index      = row_q;
    assign m_there           = there_q;
    assign m_soon            = read_2_q || here_q;
    assign m_error_now       = read_4_q;
    assign m_error           = read_4_q ? s_read_error : error_q;
    assign m_record          = record_q;
    assign m_end             = end_q;
    assign m_packet          = packet_q;
    assign m_failed          = failed_q;
    assign m_operation       = operation_q;
    assign m_index           = index_q;
    assign m_stranger        = stranger_q;
    assign m_verdict         = !verdict_ready_q;
    assign m_good            = good_q;
    assign m_link            = link_q;
    assign m_code            = code_q;
    assign m_argument        = argument_q;
    assign m_epoch           = epoch_q;
    assign m_confirmed       = confirmed_q;
    assign m_milliseconds    = milliseconds_q;
endmodule

`default_nettype wire
