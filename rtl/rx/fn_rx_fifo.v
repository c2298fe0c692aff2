// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo - holds packets until it is known whose they are (106)
//
// Joins each packet with its record and the answer of fn_flow_table, in order: hit,
// flow_index and the fields of info (on a miss they come as 0) count if the packet is a
// candidate, else they are 0; sync is PARITY if the packet is a candidate and its match has
// error, else 0; epoch is 0.  The record leaves 2 cycles after it was taken and 1 after its
// match, once the last beat before is shown and the record before is taken, at m_packet, too:
// there, to ask for its fate, that of a packet whose flow is in state ZERO_COPY leaves in the
// same cycle.  The first beat leaves then, too, if it was taken 3 cycles before, one beat per
// cycle.  A packet that holds (info.hold or s_hold_all) leaves 2 cycles after its last beat was
// taken, or, if it is too long, 2 after the 2,048 beats of memory are full of it.  16 records, 16
// matches.  While the outputs are taken and the oldest packet's record and match are offered no
// beat waits longer than 3 cycles (proved).

`default_nettype none
`include "fn_records.vh"

module fn_rx_fifo (
    input  wire                              clk,
    input  wire                              rst,

    // configuration, quasi-static
    input  wire                              s_hold_all,

    // packets that arrive
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // record of each packet
    input  wire                              s_record_valid,
    output wire                              s_record_ready,
    /* verilator lint_off UNUSEDSIGNAL */  // the fields that are joined do not count
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,
    /* verilator lint_on UNUSEDSIGNAL */

    // match: the answer for each packet; index and info of a miss are 0
    input  wire                              s_match_valid,
    output wire                              s_match_ready,
    input  wire                              s_match_hit,
    input  wire [7:0]                        s_match_index,
    input  wire [`FN_FLOW_INFO_BITS-1:0]     s_match_info,
    input  wire                              s_match_error,

    // record of each packet, before its first beat
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // packet whose fate is asked for
    output wire                              m_packet_valid,
    input  wire                              m_packet_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_packet_record,

    // the same packets
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser
);
    `include "fn_keep.vh"

    localparam RECORD_BITS = `FN_PACKET_RECORD_BITS;
    localparam STATUS_BITS = `FN_PACKET_STATUS_BITS;
    localparam INFO_BITS   = `FN_FLOW_INFO_BITS;
    localparam KEPT_BITS   = RECORD_BITS - 1 - 8 - INFO_BITS - 9;  // without what comes later
    localparam BEAT_BITS   = 64 + 3 + 1 + STATUS_BITS;
    localparam COUNT_BITS  = 12;  // of 2,048 packets of one beat

    // ---- Memories ----
    wire                   beat_some;
    wire [BEAT_BITS-1:0]   beat;
    wire                   beat_pop;
    wire                   record_some;
    wire [KEPT_BITS-1:0]   record;
    wire                   match_some;
    wire [9+INFO_BITS:0]   match;
    wire                   match_error;
    wire                   match_hit;
    wire [7:0]             match_index;
    wire [INFO_BITS-1:0]   match_info;
    wire                   record_full_d;
    wire                   match_full_d;
    reg                    s_record_ready_q;
    reg                    s_match_ready_q;
    wire                   start;
    wire                   head_candidate;
    wire                   head_holds;

    wire       s_match_holds = s_match_info[`FN_FLOW_INFO_HOLD];
    wire [2:0] s_axis_bytes = last_byte(s_axis_tkeep);

    fn_fifo_deep #(.WIDTH(BEAT_BITS), .DEPTH(2048)) u_memory (
        .clk(clk), .rst(rst),
        .s_valid(s_axis_tvalid), .s_ready(s_axis_tready),
        .s_data({s_axis_tuser, s_axis_tlast, s_axis_bytes, s_axis_tdata}),
        .m_valid(beat_some), .m_data(beat), .pop(beat_pop), .freed(beat_pop)
    );

    fn_queue #(.WIDTH(KEPT_BITS), .DEPTH(16)) u_records (
        .clk(clk), .rst(rst),
        .put(s_record_valid && s_record_ready_q),
        .s_data(s_record_data[KEPT_BITS-1:0]), .full_d(record_full_d),
        .m_valid(record_some), .m_data(record), .pop(start)
    );

    fn_queue #(.WIDTH(2 + 8 + INFO_BITS), .DEPTH(16)) u_matches (
        .clk(clk), .rst(rst),
        .put(s_match_valid && s_match_ready_q),
        .s_data({s_match_error, s_match_hit, s_match_index, s_match_info}),
        .full_d(match_full_d),
        .m_valid(match_some), .m_data(match), .pop(start)
    );

    // What decides whether the oldest packet may leave.
    fn_rx_fifo_head #(.DEPTH(16)) u_candidate (
        .clk(clk), .rst(rst),
        .put(s_record_valid && s_record_ready_q),
        .s_bit(s_record_data[`FN_PACKET_RECORD_CANDIDATE]),
        .some(record_some), .pop(start), .m_bit(head_candidate)
    );

    fn_rx_fifo_head #(.DEPTH(16)) u_holds (
        .clk(clk), .rst(rst),
        .put(s_match_valid && s_match_ready_q), .s_bit(s_match_holds),
        .some(match_some), .pop(start), .m_bit(head_holds)
    );

    // ---- Record and match of the oldest packet: a match that comes in time does not wait ----
    assign {match_error, match_hit, match_index, match_info} =
        match_some ? match : {s_match_error, s_match_hit, s_match_index, s_match_info};

    wire                 candidate = record[`FN_PACKET_RECORD_CANDIDATE];
    wire [INFO_BITS-1:0] info      = match_info & {INFO_BITS{candidate}};
    reg [RECORD_BITS-1:0] joined;

    always @* begin
        joined = {{RECORD_BITS-KEPT_BITS{1'b0}}, record};
        joined[`FN_PACKET_RECORD_HIT]         = match_hit && candidate;
        joined[`FN_PACKET_RECORD_FLOW_INDEX]  = match_index & {8{candidate}};
        joined[`FN_PACKET_RECORD_HANDLE]      = info[`FN_FLOW_INFO_HANDLE];
        joined[`FN_PACKET_RECORD_CONTEXT]     = info[`FN_FLOW_INFO_CONTEXT];
        joined[`FN_PACKET_RECORD_ASSOCIATION] = info[`FN_FLOW_INFO_ASSOCIATION];
        joined[`FN_PACKET_RECORD_STATE]       = info[`FN_FLOW_INFO_STATE];
        joined[`FN_PACKET_RECORD_SPLIT]       = info[`FN_FLOW_INFO_SPLIT];
        joined[`FN_PACKET_RECORD_HOLD]        = info[`FN_FLOW_INFO_HOLD];
        if (match_error && candidate)
            joined[`FN_PACKET_RECORD_SYNC]    = `FN_SYNC_PARITY;
    end

    // ---- Release ----
    reg [COUNT_BITS-1:0]  lasts_q;       // last beats inside, as of the last cycle
    reg                   last_in_q;
    reg                   last_out_q;
    reg                   held_q;        // the oldest packet is whole, or memory was full
    reg                   open_q;        // the oldest packet may leave, its record has left
    reg                   idle_q;        // it may not, and the record before is taken
    reg                   m_record_valid_q;
    reg                   m_packet_valid_q;
    reg [RECORD_BITS-1:0] m_record_data_q;
    reg                   m_axis_tvalid_q;
    reg [63:0]            m_axis_tdata_q;
    reg [7:0]             m_axis_tkeep_q;
    reg                   m_axis_tlast_q;
    reg [STATUS_BITS-1:0] m_axis_tuser_q;

    wire       beat_last  = beat[67];
    wire [2:0] beat_bytes = beat[66:64];
    wire       beat_free  = !m_axis_tvalid_q || m_axis_tready;
    wire       last_in    = s_axis_tvalid && s_axis_tready && s_axis_tlast;
    wire       last_out   = beat_pop && beat_last;

    // last_out comes late: all that can be is decided without it
    wire [COUNT_BITS-1:0] lasts = last_in_q == last_out_q ? lasts_q
                                : last_in_q ? lasts_q + 1'b1 : lasts_q - 1'b1;
    wire       is_0 = lasts_q == 0, is_1 = lasts_q == 1, is_2 = lasts_q == 2;
    wire       more_than_0 = last_in_q || !(is_0 || (is_1 && last_out_q));
    wire       more_than_1 = last_in_q == last_out_q ? !(is_0 || is_1)
                           : last_in_q ? !is_0 : !(is_0 || is_1 || is_2);

    wire       asks = info[`FN_FLOW_INFO_STATE] == `FN_STATE_ZERO_COPY;

    // The match may come from afar: what it decides is asked last.
    wire       may       = held_q || !s_hold_all;
    wire       may_holds = held_q || (!s_hold_all && !head_candidate);

    assign start = idle_q && record_some
                && (match_some ? (head_holds ? may_holds : may)
                               : s_match_valid && (s_match_holds ? may_holds : may));
    assign beat_pop = beat_some && beat_free && (open_q || start);

    always @(posedge clk) begin
        s_record_ready_q <= !record_full_d;
        s_match_ready_q  <= !match_full_d;
        last_in_q  <= last_in;
        last_out_q <= last_out;
        lasts_q    <= lasts;
        held_q     <= last_in || !s_axis_tready || (last_out ? more_than_1 : more_than_0);
        open_q <= (open_q || start) && !last_out;
        idle_q <= !start && !(open_q && !(beat_some && beat_free && beat_last))
               && !(m_record_valid_q && !m_record_ready) && !(m_packet_valid_q && !m_packet_ready);
        m_record_valid_q <= start || (m_record_valid_q && !m_record_ready);
        if (beat_free) m_axis_tvalid_q <= beat_pop;
        m_packet_valid_q <= (start && asks) || (m_packet_valid_q && !m_packet_ready);
        if (!m_record_valid_q && !m_packet_valid_q) m_record_data_q <= joined;
        if (beat_free) begin
            m_axis_tdata_q <= beat[63:0];
            m_axis_tkeep_q <= ~(8'hfe << beat_bytes);
            m_axis_tlast_q <= beat_last;
            m_axis_tuser_q <= beat[68 +: STATUS_BITS];
        end
        if (rst) begin
            s_record_ready_q <= 1'b1;
            s_match_ready_q  <= 1'b1;
            last_in_q        <= 1'b0;
            last_out_q       <= 1'b0;
            lasts_q          <= {COUNT_BITS{1'b0}};
            held_q           <= 1'b0;
            open_q           <= 1'b0;
            idle_q           <= 1'b1;
            m_record_valid_q <= 1'b0;
            m_packet_valid_q <= 1'b0;
            m_axis_tvalid_q  <= 1'b0;
        end
    end

    assign s_record_ready  = s_record_ready_q;
    assign s_match_ready   = s_match_ready_q;
    assign m_record_valid  = m_record_valid_q;
    assign m_record_data   = m_record_data_q;
    assign m_packet_valid  = m_packet_valid_q;
    assign m_packet_record = m_record_data_q;
    assign m_axis_tvalid   = m_axis_tvalid_q;
    assign m_axis_tdata    = m_axis_tdata_q;
    assign m_axis_tkeep    = m_axis_tkeep_q;
    assign m_axis_tlast    = m_axis_tlast_q;
    assign m_axis_tuser    = m_axis_tuser_q;

`ifdef FORMAL
    `include "fn_rx_fifo_properties.vh"
`endif
endmodule

`default_nettype wire
