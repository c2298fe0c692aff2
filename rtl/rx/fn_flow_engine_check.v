// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_check - where a segment lies in the flow's window, and what RFC 9293, 7323
// and 5961 say of it; where a packet of RTP belongs
//
// s_context, s_record and what is derived from them stay as they are from step 0 on.
// m_begin, m_end and m_offset count from step 2 on, all else from step 3 on.
// s_end: behind the payload.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_check #(
    parameter WIDTH         = 19,
    parameter SEQUENCE_BITS = 32,
    parameter PAGE_BITS     = 12
) (
    input  wire                              clk,

    input  wire [`FN_CONTEXT_BITS-1:0]       s_context,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record,
    input  wire                              s_accept,    // operation ACCEPT: no window
    input  wire [31:0]                       s_sequence,
    input  wire [31:0]                       s_end,

    // where it lies, counted from receive_next
    output wire [15:0]                       m_offset,    // low bits; 0 for UDP without RTP
    output wire [WIDTH-1:0]                  m_begin,
    output wire [WIDTH-1:0]                  m_end,
    output wire                              m_late,      // m_begin is not 0
    output wire                              m_beyond,    // more than there are pages for
    output wire                              m_empty,     // ACCEPT: of nothing new

    // what it is: of those with s_record, the first that is 1 counts
    output wire                              m_foreign,   // no packet for zero copy
    output wire                              m_waiting,   // flow in MONITOR
    output wire                              m_first,     // and may begin it
    output wire                              m_udp,
    output wire                              m_rtp,       // UDP by RTP's number
    output wire                              m_no_slot,   // RTP flow: none for this packet
    output wire                              m_gives,     // surrender
    output wire [3:0]                        m_surrender,
    output wire                              m_refuses,   // reason
    output wire [5:0]                        m_reason,
    output wire                              m_answer,
    output wire                              m_payload,
    output wire                              m_fin,       // inside the window, before another

    // what it says
    output wire                              m_timestamp,  // becomes timestamp_recent
    output wire                              m_news,       // acknowledgment or window moves
    output wire                              m_advances,   // send_unacknowledged
    output wire                              m_larger,     // window, a new one, than ever
    output wire [31:0]                       m_window
);
    wire [31:0] receive_next   = s_context[`FN_CONTEXT_RECEIVE_NEXT];
    wire [31:0] fin_sequence   = s_context[`FN_CONTEXT_FIN_SEQUENCE];
    wire [31:0] window_edge    = s_context[`FN_CONTEXT_WINDOW_EDGE];
    wire [31:0] acknowledgment = s_record[`FN_PACKET_RECORD_ACKNOWLEDGMENT];
    wire [31:0] unacknowledged = s_context[`FN_CONTEXT_SEND_UNACKNOWLEDGED];
    wire [11:0] flags          = s_record[`FN_PACKET_RECORD_TCP_FLAGS];
    wire [15:0] length         = s_record[`FN_PACKET_RECORD_PAYLOAD_LENGTH];
    wire [2:0]  state          = s_context[`FN_CONTEXT_STATE];
    wire        udp            = s_context[`FN_CONTEXT_UDP];
    wire        rtp            = udp && s_context[`FN_CONTEXT_RTP];
    wire        pending        = s_context[`FN_CONTEXT_FIN_PENDING];
    wire        plain          = udp && !rtp;        // datagram after datagram
    wire        slots          = rtp && !s_accept;   // a packet for a slot
    wire        fin = flags[0], syn = flags[1], rst = flags[2], ack = flags[4], urg = flags[5];

    // A difference of sequence numbers, RFC 9293 section 3.4: half of them are before.
    function [31:0] beyond_of(input [31:0] difference);
        beyond_of = {{33-SEQUENCE_BITS{difference[SEQUENCE_BITS-1]}},
                     difference[SEQUENCE_BITS-2:0]};
    endfunction

    wire [WIDTH-1:0] slot_begin, slot_end;
    wire             slot_behind, slot_far, slot_none;

    fn_flow_engine_slot #(.WIDTH(WIDTH)) u_slot (
        .clk(clk), .s_receive_next(receive_next), .s_size(s_context[`FN_CONTEXT_SLOT_SIZE]),
        .s_rtp(s_record[`FN_PACKET_RECORD_RTP]), .s_number(s_sequence[15:0]),
        .s_length(s_record[`FN_PACKET_RECORD_L4_LENGTH]), .m_begin(slot_begin), .m_end(slot_end),
        .m_behind(slot_behind), .m_far(slot_far), .m_none(slot_none)
    );

    // ---- step 0: differences ----
    reg [31:0]    offset_q, whole_q, window_q, seq_edge_q, end_edge_q, oldest_q, m_window_q;
    reg [31:0]    stamp_q, sent_q, behind_q, stamped_q;
    reg [31:0]    fin_q, seq_fin_q, end_fin_q, fin_edge_q;  // of the FIN that is pending
    reg [WIDTH-1:0] limit_q;
    reg [WIDTH-1:0] last_q;   // the last interval's end
    reg             other_q;  // a packet of the flow that had the context before

    wire unused = &{1'b0, s_context, s_record, flags, stamp_q, sent_q, stamped_q, behind_q,
                     seq_fin_q, fin_edge_q};

    always @(posedge clk) begin
        offset_q    <= beyond_of(s_sequence - receive_next);
        whole_q     <= beyond_of(s_end - receive_next);
        window_q    <= beyond_of(window_edge - receive_next);
        seq_edge_q  <= beyond_of(s_sequence - window_edge);
        end_edge_q  <= beyond_of(s_end - window_edge);
        fin_q       <= beyond_of(fin_sequence - receive_next);
        seq_fin_q   <= beyond_of(s_sequence - fin_sequence);
        end_fin_q   <= beyond_of(s_end - fin_sequence);
        fin_edge_q  <= beyond_of(fin_sequence - window_edge);
        oldest_q    <= unacknowledged - s_context[`FN_CONTEXT_SEND_WINDOW_MAXIMUM];
        stamp_q     <= s_record[`FN_PACKET_RECORD_TIMESTAMP_VALUE]
                     - s_context[`FN_CONTEXT_TIMESTAMP_RECENT];
        sent_q      <= s_context[`FN_CONTEXT_SEND_NEXT] - acknowledgment;
        behind_q    <= unacknowledged - acknowledgment;
        stamped_q   <= beyond_of(s_context[`FN_CONTEXT_LAST_ACKNOWLEDGMENT] - s_sequence);
        m_window_q  <= {16'd0, s_record[`FN_PACKET_RECORD_WINDOW]}
                    << s_context[`FN_CONTEXT_WINDOW_SHIFT];
        other_q     <= s_record[`FN_PACKET_RECORD_HANDLE] != s_context[`FN_CONTEXT_HANDLE];
        limit_q     <= s_context[`FN_CONTEXT_PAGE_COUNT] == 7'd0 ? {WIDTH{1'b0}}
                     : ({{WIDTH-7{1'b0}}, s_context[`FN_CONTEXT_PAGE_COUNT]} << PAGE_BITS)
                       - {{WIDTH-12{1'b0}}, s_context[`FN_CONTEXT_PAGE_OFFSET]};
        case (s_context[`FN_CONTEXT_INTERVALS])
            3'd0:    last_q <= {WIDTH{1'b0}};
            3'd1:    last_q <= s_context[`FN_CONTEXT_END_0];
            3'd2:    last_q <= s_context[`FN_CONTEXT_END_1];
            3'd3:    last_q <= s_context[`FN_CONTEXT_END_2];
            default: last_q <= s_context[`FN_CONTEXT_END_3];
        endcase
    end

    // ---- step 1: signs, zeros, what is larger ----
    reg           before_q, late_q, next_q, keepalive_q;  // offset < 0, > 0, 0, -1
    reg           closed_q, shrunk_q;     // window 0; edge before receive_next
    reg           edge_q, inside_q;       // sequence at the edge, before it
    reg           fits_q, room_q;         // end at the edge or before it, before it
    reg           last_old_q, last_inside_q;  // the last number it occupies, SYN and FIN too
    reg           whole_beyond_q, window_beyond_q, ends_inside_q;
    reg           empty_q, long_q, old_q, unsent_q, ancient_q;
    reg           m_advances_q, larger_q, m_timestamp_q, other_window_q;
    reg           same_q, newest_q;       // acknowledges no more; behind all that is there
    reg           cut_q, past_q, behind_fin_q;  // at the pending FIN; ends there, begins there
    reg           belied_q;               // its FIN, by a byte that is there
    reg           fin_beyond_q;
    reg [WIDTH-1:0] m_begin_q, m_end_q;
    reg [15:0]      m_offset_q;
    reg             slot_behind_q;
    reg             uncovered_q;   // an interval of START whose pages are not all posted

    wire none = length == 16'd0;
    wire asked = s_context[`FN_CONTEXT_ACKNOWLEDGE] != 2'd0;  // else Last.ACK.sent is not known
    wire ends_inside = s_accept || end_edge_q[31];
    wire cut  = pending && !s_accept && (end_edge_q[31] ? !end_fin_q[31] : fin_edge_q[31]);
    wire met  = fin_q[31] || fin_q == 32'd0;  // so a driver may have started it
    wire past = pending && (met || (!end_fin_q[31] && end_fin_q != 32'd0));
    wire text_past = pending && (met || !(offset_q[31] || seq_fin_q[31]));

    // That number less behind is -1, 0 or 1: does it change the sign?
    function last_borrows(input has_syn, input has_fin, input [30:0] behind);
        last_borrows = has_syn ? has_fin && behind == 31'h7fffffff
                               : !has_fin && behind == 31'd0;
    endfunction

    always @(posedge clk) begin
        before_q       <= offset_q[31];
        next_q         <= offset_q == 32'd0;
        keepalive_q    <= offset_q == 32'hffffffff;
        closed_q       <= window_q == 32'd0 || window_q[31];
        shrunk_q       <= window_q[31];
        edge_q         <= seq_edge_q == 32'd0;
        inside_q       <= seq_edge_q[31];
        fits_q         <= end_edge_q[31] || end_edge_q == 32'd0;
        room_q         <= end_edge_q[31];
        last_old_q     <= whole_q[31] ^ last_borrows(syn, fin, whole_q[30:0]);
        last_inside_q  <= end_edge_q[31] ^ last_borrows(syn, fin, end_edge_q[30:0]);
        whole_beyond_q  <= whole_q > {{32-WIDTH{1'b0}}, limit_q};
        window_beyond_q <= window_q > {{32-WIDTH{1'b0}}, limit_q};
        ends_inside_q   <= ends_inside;
        long_q         <= {{WIDTH-16{1'b0}}, length} > limit_q;
        empty_q        <= whole_q[31] || whole_q == 32'd0
                       || (!offset_q[31] && whole_q <= offset_q);
        old_q          <= stamp_q[31];
        unsent_q       <= sent_q[31];
        ancient_q      <= acknowledgment - oldest_q >= 32'h80000000;
        m_timestamp_q  <= s_context[`FN_CONTEXT_TIMESTAMPS]
                       && s_record[`FN_PACKET_RECORD_TIMESTAMPS_PRESENT]
                       && (asked ? !stamped_q[31] : offset_q[31] || offset_q == 32'd0);
        m_advances_q   <= behind_q[31];
        larger_q       <= m_window_q > s_context[`FN_CONTEXT_SEND_WINDOW_MAXIMUM];
        same_q         <= behind_q == 32'd0;
        newest_q       <= !offset_q[31] && offset_q >= {{32-WIDTH{1'b0}}, last_q};
        cut_q          <= cut;
        past_q         <= pending && (met || !end_fin_q[31]);
        behind_fin_q   <= none ? fin && past : text_past;
        belied_q       <= whole_q < {{32-WIDTH{1'b0}}, last_q};
        fin_beyond_q   <= fin_q > {{32-WIDTH{1'b0}}, limit_q};
        other_window_q <= s_record[`FN_PACKET_RECORD_WINDOW] != s_context[`FN_CONTEXT_SEND_WINDOW];
        m_begin_q      <= slots ? slot_begin
                        : plain || offset_q[31] ? {WIDTH{1'b0}} : offset_q[WIDTH-1:0];
        m_offset_q     <= slots ? slot_begin[15:0] : offset_q[15:0] & {16{!plain}};
        late_q         <= slots ? slot_begin != {WIDTH{1'b0}}
                        : !udp && !offset_q[31] && offset_q != 32'd0;
        m_end_q        <= slots ? slot_end : plain ? {{WIDTH-16{1'b0}}, length}
                        : cut ? fin_q[WIDTH-1:0]
                        : ends_inside ? whole_q[WIDTH-1:0] : window_q[WIDTH-1:0];
        slot_behind_q  <= slot_behind;
        uncovered_q    <= last_q > limit_q;
    end

    // ---- step 2: in the order of RFC 9293 section 3.10.7.4 ----
    wire beyond = ends_inside_q ? whole_beyond_q : window_beyond_q;  // but for a FIN
    wire bare = none && !syn && !fin;  // occupies no sequence number
    wire head = !before_q && inside_q;
    wire tail = !last_old_q && last_inside_q;
    wire stamps = s_context[`FN_CONTEXT_TIMESTAMPS] && !rst;
    wire options = s_record[`FN_PACKET_RECORD_OTHER_TCP_OPTIONS]
                || s_record[`FN_PACKET_RECORD_IP_OPTIONS];
    wire acceptable = bare ? !before_q && (shrunk_q ? next_q : inside_q || edge_q)
                           : !closed_q && (head || tail);
    wire short = none ? !(syn && fin) : length == 16'd1 && !syn && !fin;  // at most one number
    reg [3:0] surrender_d;
    reg [5:0] reason_d;
    reg       answer_d;

    always @* begin
        surrender_d = `FN_SYNC_NONE;
        reason_d    = `FN_REASON_DELIVERED;
        answer_d    = 1'b1;
        if (stamps && !s_record[`FN_PACKET_RECORD_TIMESTAMPS_PRESENT]) begin
            reason_d = `FN_REASON_TIMESTAMP;
            answer_d = 1'b0;
        end else if (stamps && old_q)
            reason_d = `FN_REASON_TIMESTAMP;
        else if (!acceptable) begin
            reason_d = (closed_q && next_q) || (keepalive_q && short) ? `FN_REASON_PROBE
                     : before_q && (last_old_q || bare) ? `FN_REASON_DUPLICATE : `FN_REASON_WINDOW;
            answer_d = !rst;
        end else if (rst || syn) begin
            if (!next_q) reason_d = `FN_REASON_CHALLENGE;
            else         surrender_d = rst ? `FN_SYNC_RST : `FN_SYNC_SYN;
        end else if (!ack) begin
            reason_d = `FN_REASON_ACKNOWLEDGMENT;
            answer_d = 1'b0;
        end else if (s_context[`FN_CONTEXT_CHECK_ACKNOWLEDGMENT] && (unsent_q || ancient_q))
            reason_d = `FN_REASON_ACKNOWLEDGMENT;
        else if (urg)
            surrender_d = `FN_SYNC_URGENT;
        else if (s_context[`FN_CONTEXT_SURRENDER_OPTIONS] && options)
            surrender_d = `FN_SYNC_OPTIONS;
        else if (fin && (before_q || next_q || belied_q))
            surrender_d = `FN_SYNC_FIN;
        else if (behind_fin_q)
            reason_d = `FN_REASON_DUPLICATE;
        if (udp) begin
            surrender_d = `FN_SYNC_NONE;
            reason_d    = slots && slot_behind_q ? `FN_REASON_DUPLICATE : `FN_REASON_DELIVERED;
            answer_d    = 1'b1;
        end
    end

    wire slot_beyond = slot_far || m_end_q > limit_q;

    wire takes = m_advances_q || (same_q && newest_q);  // the window

    reg       m_foreign_q, m_first_q, m_answer_q, m_fin_q, m_news_q, m_beyond_q, m_no_slot_q;
    reg       m_gives_q, m_refuses_q, m_waiting_q, m_payload_q, m_larger_q;
    reg [3:0] m_surrender_q;
    reg [5:0] m_reason_q;

    always @(posedge clk) begin
        m_foreign_q   <= state == `FN_STATE_IDLE || other_q || s_record[`FN_PACKET_RECORD_FRAGMENT]
                      || !(udp ? s_record[`FN_PACKET_RECORD_UDP] : s_record[`FN_PACKET_RECORD_TCP]);
        m_first_q     <= slots ? !slot_none && !slot_behind_q && !slot_beyond && !uncovered_q
                      : !none && (udp ? !long_q
                      : !(syn || fin || rst || urg) && !before_q && !beyond && fits_q
                        && !shrunk_q && !uncovered_q);
        m_beyond_q    <= slots ? slot_beyond : plain ? long_q : cut_q ? fin_beyond_q : beyond;
        m_no_slot_q   <= slots && slot_none;
        m_waiting_q   <= state == `FN_STATE_MONITOR;
        m_payload_q   <= slots || !none;
        m_gives_q     <= surrender_d != `FN_SYNC_NONE;
        m_surrender_q <= surrender_d;
        m_refuses_q   <= reason_d != `FN_REASON_DELIVERED;
        m_reason_q    <= reason_d;
        m_answer_q    <= answer_d;
        m_fin_q       <= fin && (none || (room_q && !past_q));
        m_news_q      <= !udp && (m_advances_q || (takes && other_window_q));
        m_larger_q    <= takes && larger_q;
    end

    assign m_offset    = m_offset_q;
    assign m_begin     = m_begin_q;
    assign m_end       = m_end_q;
    assign m_late      = late_q;
    assign m_beyond    = m_beyond_q;
    assign m_empty     = empty_q;
    assign m_foreign   = m_foreign_q;
    assign m_waiting   = m_waiting_q;
    assign m_first     = m_first_q;
    assign m_udp       = udp;
    assign m_rtp       = rtp;
    assign m_no_slot   = m_no_slot_q;
    assign m_gives     = m_gives_q;
    assign m_surrender = m_surrender_q;
    assign m_refuses   = m_refuses_q;
    assign m_reason    = m_reason_q;
    assign m_answer    = m_answer_q;
    assign m_payload   = m_payload_q;
    assign m_fin       = m_fin_q;
    assign m_timestamp = m_timestamp_q;
    assign m_news      = m_news_q;
    assign m_advances  = m_advances_q;
    assign m_larger    = m_larger_q;
    assign m_window    = m_window_q;
endmodule

`default_nettype wire
