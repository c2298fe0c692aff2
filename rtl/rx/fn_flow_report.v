// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_report - tells what was placed, once memory has answered
//
// One entry for each placed packet, good or not, and for whatever else there is to tell of a
// flow, in order; up to 256 wait.  A placed packet waits for s_end (were bytes written?) and,
// if so, for its s_done.  For each flow the last contiguous that memory has answered for is
// kept: confirmed.  If the writes of a good packet fail the flow has failed until an entry
// that begins: fn_flow_engine hears of it once, packets are delivered as BUS_ERROR, reports
// say BUS_ERROR and confirmed, never that the stream ends there (fin), acknowledgments are not
// asked for.  A report of a parity error says confirmed, too: the context knew no more.
// m_delivery: one for each good placed packet, of its flow.  m_acknowledge (270): where the
// driver is not told by the report.  m_report: a record for each entry reported, of a bad
// packet, too (its flow is surrendered); takes a slot; lost while s_ring_enable is 0.  An entry
// takes 4 cycles, the first output shows 6 after it was taken.  m_room: a cycle ago at least 16
// more entries could be taken.  After reset nothing is done for FLOWS cycles.

`default_nettype none
`include "fn_records.vh"

module fn_flow_report #(
    parameter FLOWS = 64  // up to 1024
) (
    input  wire                       clk,
    input  wire                       rst,

    input  wire                       s_ring_enable,

    // entries
    input  wire                       s_entry_valid,
    output wire                       s_entry_ready,
    input  wire                       s_entry_placed,
    input  wire                       s_entry_good,
    input  wire                       s_entry_reported,
    input  wire                       s_entry_answered,
    input  wire                       s_entry_begins,
    input  wire [`FN_REPORT_BITS-1:0] s_entry_data,
    output wire                       m_room,

    // end of each placed packet: whether a byte of it was written
    input  wire                       s_end_valid,
    output wire                       s_end_ready,
    input  wire                       s_end_written,

    // done: the writes of a placed packet were answered; always taken
    input  wire                       s_done_valid,
    input  wire                       s_done_error,

    // slots of the completion ring
    input  wire                       s_slot_valid,
    output wire                       s_slot_ready,

    // records
    output wire                       m_report_valid,
    input  wire                       m_report_ready,
    output wire [`FN_REPORT_BITS-1:0] m_report_data,

    // delivery: DELIVERED or BUS_ERROR
    output wire                       m_delivery_valid,
    input  wire                       m_delivery_ready,
    output wire [9:0]                 m_delivery_context,
    output wire [5:0]                 m_delivery_reason,

    // acknowledgment that is due
    output wire                       m_acknowledge_valid,
    input  wire                       m_acknowledge_ready,
    output wire [9:0]                 m_acknowledge_index,
    output wire [31:0]                m_acknowledge_number,

    // flow whose writes failed
    output wire                       m_failed_valid,
    input  wire                       m_failed_ready,
    output wire [9:0]                 m_failed_index,
    output wire [4:0]                 m_failed_epoch,
    output wire [31:0]                m_failed_confirmed
);
    localparam DEPTH     = 256;
    localparam FLOW_BITS = $clog2(FLOWS);
    localparam BITS      = `FN_REPORT_BITS;
    localparam KEPT_BITS = 279;  // of a report: not the reserved ones, nor what is set here
    localparam FETCH     = 2'd0;
    localparam WAIT      = 2'd1;
    localparam JUDGE     = 2'd2;
    localparam ACT       = 2'd3;

    // ---- Queues ----
    wire                   head_valid;
    wire [KEPT_BITS+5-1:0] head;
    wire                   end_valid;
    wire                   end_written;
    wire                   done_valid;
    wire                   done_error;
    wire                   unused_ready;
    wire                   leave;
    reg  [1:0]             state_q;
    reg  [KEPT_BITS+5-1:0] entry_q;
    reg  [8:0]             inside_q;
    reg                    room_q;
    wire                   s_take = s_entry_valid && s_entry_ready;

    fn_fifo #(.WIDTH(KEPT_BITS + 5), .DEPTH(DEPTH)) u_entries (
        .clk(clk), .rst(rst),
        .s_valid(s_entry_valid), .s_ready(s_entry_ready),
        .s_data({s_entry_placed, s_entry_good, s_entry_reported, s_entry_answered,
                 s_entry_begins,
                 s_entry_data[`FN_REPORT_TIMESTAMP], s_entry_data[`FN_REPORT_HANDLE],
                 s_entry_data[`FN_REPORT_CONTIGUOUS], s_entry_data[`FN_REPORT_PAYLOAD_LENGTH],
                 s_entry_data[`FN_REPORT_PACKETS], s_entry_data[`FN_REPORT_PAGES],
                 s_entry_data[`FN_REPORT_CONTEXT], s_entry_data[`FN_REPORT_WINDOW],
                 s_entry_data[`FN_REPORT_SEQUENCE], s_entry_data[`FN_REPORT_ACKNOWLEDGMENT],
                 s_entry_data[`FN_REPORT_FIN], s_entry_data[`FN_REPORT_AT_ONCE],
                 s_entry_data[`FN_REPORT_ACKNOWLEDGE], s_entry_data[`FN_REPORT_PAGE_REQUEST],
                 s_entry_data[`FN_REPORT_PEER], s_entry_data[`FN_REPORT_START],
                 s_entry_data[`FN_REPORT_PUSH], s_entry_data[`FN_REPORT_PAGE_DONE],
                 s_entry_data[`FN_REPORT_TCP_FLAGS], s_entry_data[`FN_REPORT_STATE],
                 s_entry_data[`FN_REPORT_SYNC], s_entry_data[`FN_REPORT_EPOCH],
                 s_entry_data[`FN_REPORT_KIND]}),
        .m_valid(head_valid), .m_ready(leave), .m_data(head)
    );

    fn_fifo #(.WIDTH(1), .DEPTH(DEPTH)) u_ends (
        .clk(clk), .rst(rst),
        .s_valid(s_end_valid), .s_ready(s_end_ready), .s_data(s_end_written),
        .m_valid(end_valid), .m_ready(leave && head_placed), .m_data(end_written)
    );

    fn_fifo #(.WIDTH(1), .DEPTH(DEPTH)) u_dones (
        .clk(clk), .rst(rst),
        .s_valid(s_done_valid), .s_ready(unused_ready), .s_data(s_done_error),
        .m_valid(done_valid), .m_ready(leave && head_placed && end_written),
        .m_data(done_error)
    );

    // ---- The entry at the head, and what is known of its flow ----
    wire                 head_placed = head[KEPT_BITS+4];
    wire [9:0]           head_context;
    reg  [32:0]          flow_memory_q [0:(1<<FLOW_BITS)-1];
    reg  [32:0]          flow_q;      // failed, confirmed
    reg  [FLOW_BITS:0]   cleared_q;
    reg                  error_q;
    wire                 clearing = !cleared_q[FLOW_BITS];
    wire                 answered = end_valid && (!end_written || done_valid);

    assign head_context = head[119 +: 10];  // as below
    assign leave = state_q == WAIT && (!head_placed || answered);

    // ---- What it comes to ----
    wire        placed, good, reported, asked, begins;
    wire [47:0] timestamp;
    wire [15:0] handle, payload_length, packets, pages, context, window;
    wire [31:0] contiguous, sequence, acknowledgment;
    wire [7:0]  causes;
    wire [11:0] tcp_flags;
    wire [2:0]  flow_state;
    wire [3:0]  sync;
    wire [4:0]  epoch;
    wire [6:0]  kind;

    assign {placed, good, reported, asked, begins, timestamp, handle, contiguous,
            payload_length, packets, pages, context, window, sequence, acknowledgment, causes,
            tcp_flags, flow_state, sync, epoch, kind} = entry_q;

    wire        had_failed = flow_q[32] && !begins;
    wire        failed     = had_failed || (placed && good && error_q);
    // A bad packet has nothing to tell but that its flow is surrendered (LINK).
    wire        counts     = good || !placed || reported;
    wire        blind      = sync == `FN_SYNC_PARITY;  // the context was lost
    reg         failed_q;
    reg         counts_q;
    reg  [31:0] confirmed_q;
    reg         delivers_q;
    reg         reports_q;
    reg         asks_q;
    reg         fails_q;

    reg         report_valid_q;
    reg         delivery_valid_q;
    reg         acknowledge_valid_q;
    reg         failed_valid_q;
    reg         slot_ready_q;
    reg [BITS-1:0] report_q;
    reg [9:0]   delivery_context_q;
    reg [5:0]   delivery_reason_q;
    reg [9:0]   acknowledge_index_q;
    reg [31:0]  acknowledge_number_q;
    reg [9:0]   failed_index_q;
    reg [4:0]   failed_epoch_q;
    reg [31:0]  failed_confirmed_q;
    reg         slot_q;  // a slot is here
    wire        reports = reports_q && s_ring_enable;
    wire        report_free      = !report_valid_q || m_report_ready;
    wire        delivery_free    = !delivery_valid_q || m_delivery_ready;
    wire        acknowledge_free = !acknowledge_valid_q || m_acknowledge_ready;
    wire        failed_free      = !failed_valid_q || m_failed_ready;
    wire        act = state_q == ACT
                   && (!reports || (slot_q && report_free)) && (!delivers_q || delivery_free)
                   && (!asks_q || acknowledge_free) && (!fails_q || failed_free);

    always @(posedge clk) begin
        if (clearing) cleared_q <= cleared_q + 1'b1;
        if (clearing || (act && counts_q))
            flow_memory_q[clearing ? cleared_q[FLOW_BITS-1:0] : context[FLOW_BITS-1:0]]
                <= clearing ? 33'd0 : {failed_q, confirmed_q};
        if (state_q == FETCH) flow_q <= flow_memory_q[head_context[FLOW_BITS-1:0]];
        if (state_q == WAIT) begin
            entry_q <= head;
            error_q <= end_written && done_error;
        end
        case (state_q)
            FETCH:   if (head_valid && !clearing) state_q <= WAIT;
            WAIT:    if (leave) state_q <= JUDGE;
            JUDGE:   state_q <= ACT;
            default: if (act) state_q <= FETCH;
        endcase
        failed_q    <= failed;
        counts_q    <= counts;
        confirmed_q <= failed || blind ? flow_q[31:0] : contiguous;
        delivers_q  <= placed && good;
        reports_q   <= reported;
        asks_q      <= counts && asked && !causes[5] && !failed;
        fails_q     <= failed && !had_failed;
        if (s_take != leave) inside_q <= s_take ? inside_q + 9'd1 : inside_q - 9'd1;
        room_q      <= inside_q <= DEPTH - 16;
        if (rst) begin
            cleared_q <= {FLOW_BITS+1{1'b0}};
            state_q   <= FETCH;
            inside_q  <= 9'd0;
            room_q    <= 1'b1;
        end
    end

    // ---- Outputs: what is written while there is nothing to tell does not matter ----
    always @(posedge clk) begin
        if (report_free) begin
            report_q <= {BITS{1'b0}};
            report_q[`FN_REPORT_TIMESTAMP]      <= timestamp;
            report_q[`FN_REPORT_HANDLE]         <= handle;
            report_q[`FN_REPORT_CONTIGUOUS]     <= confirmed_q;
            report_q[`FN_REPORT_PAYLOAD_LENGTH] <= payload_length;
            report_q[`FN_REPORT_PACKETS]        <= packets;
            report_q[`FN_REPORT_PAGES]          <= pages;
            report_q[`FN_REPORT_CONTEXT]        <= context;
            report_q[`FN_REPORT_WINDOW]         <= window;
            report_q[`FN_REPORT_SEQUENCE]       <= sequence;
            report_q[`FN_REPORT_ACKNOWLEDGMENT] <= acknowledgment;
            {report_q[`FN_REPORT_FIN], report_q[`FN_REPORT_AT_ONCE],
             report_q[`FN_REPORT_ACKNOWLEDGE], report_q[`FN_REPORT_PAGE_REQUEST],
             report_q[`FN_REPORT_PEER], report_q[`FN_REPORT_START],
             report_q[`FN_REPORT_PUSH], report_q[`FN_REPORT_PAGE_DONE]}
                                   <= {causes[7] && !failed_q, causes[6:0]};
            report_q[`FN_REPORT_REASON]    <= failed_q ? `FN_REASON_BUS_ERROR
                                                       : `FN_REASON_DELIVERED;
            report_q[`FN_REPORT_TCP_FLAGS] <= tcp_flags;
            report_q[`FN_REPORT_STATE]     <= flow_state;
            report_q[`FN_REPORT_SYNC]      <= sync;
            report_q[`FN_REPORT_EPOCH]     <= epoch;
            report_q[`FN_REPORT_KIND]      <= kind;
        end
        if (delivery_free) begin
            delivery_context_q <= context[9:0];
            delivery_reason_q  <= failed_q ? `FN_REASON_BUS_ERROR : `FN_REASON_DELIVERED;
        end
        if (acknowledge_free) begin
            acknowledge_index_q  <= context[9:0];
            acknowledge_number_q <= confirmed_q;
        end
        if (failed_free) begin
            failed_index_q     <= context[9:0];
            failed_epoch_q     <= epoch;
            failed_confirmed_q <= confirmed_q;
        end
        report_valid_q      <= (act && reports) || !report_free;
        delivery_valid_q    <= (act && delivers_q) || !delivery_free;
        acknowledge_valid_q <= (act && asks_q) || !acknowledge_free;
        failed_valid_q      <= (act && fails_q) || !failed_free;
        slot_q              <= s_ring_enable
                            && ((s_slot_valid && slot_ready_q) || (slot_q && !(act && reports)));
        slot_ready_q        <= s_ring_enable
                            && !((s_slot_valid && slot_ready_q) || (slot_q && !(act && reports)));
        if (rst) begin
            report_valid_q      <= 1'b0;
            delivery_valid_q    <= 1'b0;
            acknowledge_valid_q <= 1'b0;
            failed_valid_q      <= 1'b0;
            slot_q              <= 1'b0;
            slot_ready_q        <= 1'b0;
        end
    end

    wire unused = &{1'b0, unused_ready, s_entry_data, head_context, context};

    assign m_room               = room_q;
    assign s_slot_ready         = slot_ready_q;
    assign m_report_valid       = report_valid_q;
    assign m_report_data        = report_q;
    assign m_delivery_valid     = delivery_valid_q;
    assign m_delivery_context   = delivery_context_q;
    assign m_delivery_reason    = delivery_reason_q;
    assign m_acknowledge_valid  = acknowledge_valid_q;
    assign m_acknowledge_index  = acknowledge_index_q;
    assign m_acknowledge_number = acknowledge_number_q;
    assign m_failed_valid       = failed_valid_q;
    assign m_failed_index       = failed_index_q;
    assign m_failed_epoch       = failed_epoch_q;
    assign m_failed_confirmed   = failed_confirmed_q;

`ifdef FORMAL
    `include "fn_flow_report_properties.vh"
`endif
endmodule

`default_nettype wire
