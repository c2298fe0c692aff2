// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_report - the entry for fn_flow_report, in the cycle after s_commit
//
// s_broken: nothing is known of the flow but handle, state and epoch.  s_tells: the entry
// carries fields of the packet.  None may come while one is held up.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_report (
    input  wire                              clk,
    input  wire                              rst,

    input  wire                              s_commit,
    input  wire                              s_tells,
    input  wire                              s_placed,
    input  wire                              s_good,
    input  wire                              s_reported,
    input  wire                              s_answered,
    input  wire                              s_begins,
    input  wire                              s_surrendered,
    input  wire [15:0]                       s_packets,
    input  wire [6:0]                        s_pages,
    input  wire [7:0]                        s_flags,     // from page_done to fin
    input  wire [3:0]                        s_sync,
    input  wire                              s_broken,
    input  wire [15:0]                       s_handle,
    input  wire [31:0]                       s_contiguous,
    input  wire [2:0]                        s_state,
    input  wire [4:0]                        s_epoch,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record,
    input  wire [9:0]                        s_index,
    input  wire [31:0]                       s_sequence,

    output wire                              m_report_valid,
    input  wire                              m_report_ready,
    output wire                              m_report_placed,
    output wire                              m_report_good,
    output wire                              m_report_reported,
    output wire                              m_report_answered,
    output wire                              m_report_begins,
    output wire [`FN_REPORT_BITS-1:0]        m_report_data
);
    reg        valid_q, placed_q, good_q, reported_q, answered_q, begins_q, surrendered_q;
    reg [15:0] packets_q, length_q, window_q;
    reg [6:0]  pages_q;
    reg [7:0]  flags_q;
    reg [3:0]  sync_q;
    reg [47:0] timestamp_q;
    reg [31:0] sequence_q, acknowledgment_q, contiguous_q;
    reg [15:0] handle_q;
    reg [9:0]  index_q;
    reg [4:0]  epoch_q;
    reg [2:0]  state_q;
    reg [11:0] tcp_flags_q;
    reg [`FN_REPORT_BITS-1:0] report;

    wire unused = &{1'b0, s_record};

    always @(posedge clk) begin
        if (s_commit) begin
            placed_q         <= s_placed;
            good_q           <= s_good;
            reported_q       <= s_reported;
            answered_q       <= s_answered;
            begins_q         <= s_begins;
            surrendered_q    <= s_surrendered;
            packets_q        <= s_packets;
            pages_q          <= s_pages;
            flags_q          <= s_flags;
            sync_q           <= s_sync;
            handle_q         <= s_handle;
            contiguous_q     <= s_contiguous;
            state_q          <= s_state;
            epoch_q          <= s_epoch;
            index_q          <= s_index;
            timestamp_q      <= s_record[`FN_PACKET_RECORD_TIMESTAMP];
            length_q         <= s_record[`FN_PACKET_RECORD_PAYLOAD_LENGTH];
            window_q         <= s_record[`FN_PACKET_RECORD_WINDOW];
            sequence_q       <= s_sequence;
            acknowledgment_q <= s_record[`FN_PACKET_RECORD_ACKNOWLEDGMENT];
            tcp_flags_q      <= s_record[`FN_PACKET_RECORD_TCP_FLAGS];
        end
        if (s_commit && s_broken) contiguous_q <= 32'd0;
        if (s_commit && (s_broken || !s_reported)) packets_q <= 16'd0;
        if (s_commit && !s_tells) begin
            timestamp_q      <= 48'd0;
            length_q         <= 16'd0;
            window_q         <= 16'd0;
            sequence_q       <= 32'd0;
            acknowledgment_q <= 32'd0;
            tcp_flags_q      <= 12'd0;
        end
        valid_q <= (s_commit && (s_placed || s_begins || s_reported || s_answered))
                || (valid_q && !m_report_ready);
        if (rst) valid_q <= 1'b0;
    end

    always @* begin
        report = {`FN_REPORT_BITS{1'b0}};
        report[`FN_REPORT_TIMESTAMP]      = timestamp_q;
        report[`FN_REPORT_HANDLE]         = handle_q;
        report[`FN_REPORT_CONTIGUOUS]     = contiguous_q;
        report[`FN_REPORT_PAYLOAD_LENGTH] = length_q;
        report[`FN_REPORT_PACKETS]        = packets_q;
        report[`FN_REPORT_PAGES]          = {9'd0, pages_q};
        report[`FN_REPORT_CONTEXT]        = {6'd0, index_q};
        report[`FN_REPORT_WINDOW]         = window_q;
        report[`FN_REPORT_SEQUENCE]       = sequence_q;
        report[`FN_REPORT_ACKNOWLEDGMENT] = acknowledgment_q;
        report[423:416]                   = flags_q;
        report[`FN_REPORT_TCP_FLAGS]      = tcp_flags_q;
        report[`FN_REPORT_STATE]          = state_q;
        report[`FN_REPORT_SYNC]           = sync_q;
        report[`FN_REPORT_EPOCH]          = epoch_q;
        report[`FN_REPORT_KIND]           = surrendered_q ? `FN_KIND_SURRENDERED
                                                          : `FN_KIND_ZERO_COPY;
    end

    assign m_report_valid    = valid_q;
    assign m_report_placed   = placed_q;
    assign m_report_good     = good_q;
    assign m_report_reported = reported_q;
    assign m_report_answered = answered_q;
    assign m_report_begins   = begins_q;
    assign m_report_data     = report;
endmodule

`default_nettype wire
