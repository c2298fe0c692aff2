// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_change - the context, how it changes, and whom to tell
//
// Registers follow their inputs all the time: the list with the segment counts from step 6 on.
// Of s_ok, s_broken, s_link, s_put at most one is 1, in the cycle before the request comes true:
// its own change, the loss of a broken context, a data link error, WRITE of a word.  In the
// cycle in which it does, what m_receive_next and those behind it say is so, but for what is
// lost with a broken context; m_context follows.
// READ: one cycle after s_shows all words but the one it names are lost, the cycle after they
// are 0.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_change #(
    parameter WIDTH         = 19,
    parameter SEQUENCE_BITS = 32,
    parameter PAGE_BITS     = 12
) (
    input  wire                        clk,

    input  wire                        s_load,
    input  wire [`FN_CONTEXT_BITS-1:0] s_context,
    output wire [`FN_CONTEXT_BITS-1:0] m_context,

    input  wire                        s_ok,
    input  wire                        s_broken,
    input  wire                        s_link,
    input  wire                        s_put,
    input  wire                        s_shows,

    // kind of request: at most one is 1
    input  wire                        s_packet,
    input  wire                        s_failed,
    input  wire                        s_time,
    input  wire                        s_begins,
    input  wire                        s_stop,
    input  wire                        s_post,
    input  wire                        s_accept,
    input  wire                        s_sent,

    // of the packet
    input  wire                        s_place,
    input  wire                        s_lost,       // a page of it
    input  wire                        s_software,
    input  wire                        s_drop,
    input  wire                        s_answer,
    input  wire                        s_surrender,
    input  wire                        s_fin,
    input  wire                        s_take,
    input  wire                        s_start,
    input  wire                        s_at_once,
    input  wire [3:0]                  s_cause,
    input  wire                        s_push,
    input  wire [31:0]                 s_end,
    input  wire [31:0]                 s_acknowledgment,
    input  wire [15:0]                 s_window,
    input  wire [31:0]                 s_shifted,    // window
    input  wire [31:0]                 s_stamp,
    input  wire                        s_timestamp,
    input  wire                        s_news,
    input  wire                        s_advances,
    input  wire                        s_larger,
    input  wire [15:0]                 s_now,
    input  wire [15:0]                 s_bytes,
    input  wire [4*WIDTH-1:0]          s_starts,
    input  wire [4*WIDTH-1:0]          s_ends,
    input  wire [2:0]                  s_count,
    input  wire [WIDTH-1:0]            s_advance,

    // of the others
    input  wire [63:0]                 s_argument,
    input  wire [31:0]                 s_confirmed,
    input  wire                        s_follows,
    input  wire [31:0]                 s_edge,
    input  wire                        s_opens,
    input  wire                        s_filled,

    output wire [31:0]                 m_receive_next,
    output wire [2:0]                  m_state,
    output wire [4:0]                  m_epoch,
    output wire                        m_reported,
    output wire                        m_answered,
    output wire                        m_surrendered,
    output wire [15:0]                 m_packets,    // if m_reported
    output wire [6:0]                  m_pages,
    output wire [7:0]                  m_flags,      // of the report, from page_done to fin
    output wire [3:0]                  m_sync
);
    localparam WORDS = `FN_CONTEXT_BITS / 32;

    reg [`FN_CONTEXT_BITS-1:0] context_q;

    wire [2:0]  state         = context_q[`FN_CONTEXT_STATE];
    wire [1:0]  acknowledge   = context_q[`FN_CONTEXT_ACKNOWLEDGE];
    wire [31:0] receive_next  = context_q[`FN_CONTEXT_RECEIVE_NEXT];
    wire [11:0] page_offset   = context_q[`FN_CONTEXT_PAGE_OFFSET];
    wire [6:0]  page_count    = context_q[`FN_CONTEXT_PAGE_COUNT];
    wire [3:0]  owed_packets  = context_q[`FN_CONTEXT_OWED_PACKETS];
    wire [16:0] owed_bytes    = context_q[`FN_CONTEXT_OWED_BYTES];
    wire [15:0] unreported    = context_q[`FN_CONTEXT_UNREPORTED];
    wire        may_owe       = acknowledge != 2'd0;

    // ---- ahead of the verdict ----
    reg              moves_q;
    reg [31:0]       next_q, placed_bytes_q, more_placed_q, software_q, dropped_q;
    reg [WIDTH-1:0]  back_q;       // to what memory has answered for
    reg [WIDTH-1:0]  in_pages_q;   // page_offset and what was added
    reg [6:0]        count_q;
    reg [5:0]        head_q;
    reg              low_q, end_q, end_owes_q, full_q, owes_q, due_q;
    reg [15:0]       deadline_q, unreported_q;
    reg [17:0]       owed_q;
    reg              fin_pending_q, waiting_q, zero_copy_q, is_owing_q;
    reg [31:0]       fin_sequence_q;

    wire [WIDTH-1:0] advance = s_advance & {WIDTH{moves_q}};
    wire [6:0]       pages   = in_pages_q[PAGE_BITS +: 7];
    wire [6:0]       left    = page_count - pages;
    wire [11:0]      in_page = in_pages_q[11:0] & 12'hfff >> 12 - PAGE_BITS;
    wire             fin     = s_packet && s_fin;
    wire [31:0]      over    = next_q - fin_sequence_q;
    wire             at_end  = fin_pending_q && !over[SEQUENCE_BITS-1];
    wire             unused  = &{1'b0, in_pages_q, over};

    always @(posedge clk) begin
        moves_q        <= (s_packet && s_place) || s_accept;
        fin_pending_q  <= context_q[`FN_CONTEXT_FIN_PENDING] || fin;
        fin_sequence_q <= fin ? s_end : context_q[`FN_CONTEXT_FIN_SEQUENCE];
        next_q         <= (receive_next + {{32-WIDTH{1'b0}}, advance})
                        & 32'hffffffff >> 32 - SEQUENCE_BITS;
        back_q         <= (s_confirmed[WIDTH-1:0] - receive_next[WIDTH-1:0]) & {WIDTH{s_failed}};
        in_pages_q     <= {{WIDTH-12{1'b0}}, page_offset} + (advance | back_q);
        count_q        <= left;
        head_q         <= context_q[`FN_CONTEXT_PAGE_HEAD] + pages[5:0];
        low_q          <= left <= context_q[`FN_CONTEXT_PAGE_LOW_WATER];
        full_q         <= pages != 7'd0;
        end_q          <= at_end;
        end_owes_q     <= at_end && (owes_q || is_owing_q);
        waiting_q      <= state == `FN_STATE_MONITOR && s_packet;
        zero_copy_q    <= state == `FN_STATE_ZERO_COPY
                       || (state == `FN_STATE_MONITOR && s_packet);
        owes_q         <= owed_packets != 4'd0;
        owed_q         <= {1'b0, owed_bytes} + {2'd0, s_bytes};
        due_q          <= owed_q >= {1'b0, context_q[`FN_CONTEXT_SEGMENT_MAXIMUM], 1'b0}
                       || {1'b0, owed_packets} + 5'd1
                          >= {1'b0, context_q[`FN_CONTEXT_ACKNOWLEDGE_PACKETS]}
                       || s_at_once;
        deadline_q     <= owed_packets == 4'd0
                        ? s_now + {7'd0, context_q[`FN_CONTEXT_ACKNOWLEDGE_TIMEOUT]}
                        : context_q[`FN_CONTEXT_DEADLINE];
        unreported_q   <= unreported + 16'd1;
        more_placed_q   <= context_q[`FN_CONTEXT_PLACED_PACKETS] + 32'd1;
        placed_bytes_q <= context_q[`FN_CONTEXT_PLACED_BYTES] + {16'd0, s_bytes};
        software_q     <= context_q[`FN_CONTEXT_SOFTWARE_PACKETS] + 32'd1;
        dropped_q      <= context_q[`FN_CONTEXT_DROPPED_PACKETS] + 32'd1;
    end

    // ---- when it comes true: all that is known the cycle before ----
    reg broken_q, link_q, lost_q, packet_q, placed_q, move_q, failed_q, begins_q, post_q, take_q;
    reg sent_q, stop_q, surrender_q, answer_q, owing_q, to_software_q, drop_q, fin_q;
    reg push_q, start_q, peer_q, follow_q, at_once_q, fill_q, stamp_q, advances_q, larger_q;
    reg tells_q, report_q, unowed_q, unreported_too_q;

    // What it would do, were it to come true; a page that is lost undoes it.
    reg is_place_q, is_packet_q, is_accept_q, is_failed_q, is_begins_q, is_post_q, is_stop_q;
    reg is_take_q, is_stamp_q, is_advance_q, is_larger_q, is_sent_q, is_software_q, is_drop_q;
    reg is_fin_q, is_push_q, is_start_q, is_peer_q, is_once_q, is_follow_q, is_fill_q;
    reg is_surrender_q, is_answer_q, is_report_q, is_flush_q;

    wire place   = s_packet && s_place;
    wire take    = s_packet && s_take;
    wire answers = (s_packet && s_drop && s_answer && may_owe) || s_time || (s_post && s_opens);
    wire gives   = s_failed || (s_stop && state != `FN_STATE_IDLE) || (s_packet && s_surrender);
    wire gives_up = s_accept && context_q[`FN_CONTEXT_UDP];  // slots of RTP
    wire fine    = s_ok && !s_lost;
    wire bad     = s_link || (s_ok && s_lost);
    wire answer_d = (fine && (is_answer_q || is_flush_q)) || (bad && owes_q);
    wire report_d = s_broken || s_link || (s_ok && (s_lost || is_report_q));

    always @(posedge clk) begin
        is_packet_q    <= s_packet;
        is_place_q     <= place;
        is_accept_q    <= s_accept;
        is_failed_q    <= s_failed;
        is_begins_q    <= s_begins;
        is_post_q      <= s_post;
        is_stop_q      <= s_stop;
        is_take_q      <= take && s_news;
        is_stamp_q     <= take && s_timestamp;
        is_advance_q   <= take && s_advances;
        is_larger_q    <= take && s_larger;
        is_sent_q      <= s_sent;
        is_software_q  <= s_packet && s_software;
        is_drop_q      <= s_packet && s_drop;
        is_fin_q       <= fin;
        is_push_q      <= (place && s_push) || gives_up;
        is_start_q     <= place && s_start;
        is_peer_q      <= place && s_news;
        is_once_q      <= place && s_at_once;
        is_owing_q     <= place && may_owe;
        is_follow_q    <= s_post && s_follows;
        is_fill_q      <= s_post && s_filled && state == `FN_STATE_GET_NEXT_BUFF2;
        is_surrender_q <= gives;
        is_answer_q    <= answers;
        is_flush_q     <= gives && !s_failed && (owed_packets != 4'd0 || (place && may_owe));
        is_report_q    <= gives || gives_up || (place && (s_push || s_start || s_news))
                       || (answers && acknowledge == 2'd1);
        tells_q        <= acknowledge == 2'd1;

        broken_q       <= s_broken;
        link_q         <= s_link;
        lost_q         <= s_ok && s_lost;
        packet_q       <= fine && is_packet_q;
        placed_q       <= fine && is_place_q;
        move_q         <= fine && (is_place_q || is_accept_q);
        failed_q       <= fine && is_failed_q;
        begins_q       <= fine && is_begins_q;
        post_q         <= fine && is_post_q;
        stop_q         <= fine && is_stop_q;
        take_q         <= fine && is_take_q;
        stamp_q        <= fine && is_stamp_q;
        advances_q     <= fine && is_advance_q;
        larger_q       <= fine && is_larger_q;
        sent_q         <= fine && is_sent_q;
        to_software_q  <= fine && is_software_q;
        drop_q         <= fine && is_drop_q;
        fin_q          <= fine && is_fin_q;
        push_q         <= fine && is_push_q;
        start_q        <= fine && is_start_q;
        peer_q         <= fine && is_peer_q;
        at_once_q      <= fine && is_once_q;
        owing_q        <= fine && is_owing_q;
        follow_q       <= fine && is_follow_q;
        fill_q         <= fine && is_fill_q;
        answer_q       <= answer_d;
        unowed_q       <= answer_d || (fine && (is_failed_q || is_begins_q));
        surrender_q    <= s_broken || s_link || (s_ok && (s_lost || is_surrender_q));
        report_q       <= report_d;
        unreported_too_q <= report_d || (fine && is_begins_q);
    end

    wire ends      = move_q && end_q;
    wire want      = move_q && low_q && zero_copy_q;  // pages
    wire surrender = surrender_q || ends;
    wire answers_too = (owing_q && due_q) || (move_q && end_owes_q);
    wire answer    = answer_q || answers_too;
    wire page_done = move_q && full_q;
    wire tell      = answer && tells_q;
    wire reports_too = ends || page_done || want || (owing_q && due_q && tells_q);
    wire report    = report_q || reports_too;

    wire [31:0] receive_next_d = failed_q ? s_confirmed : move_q ? next_q : receive_next;
    reg  [2:0]  state_d;
    wire [4:0]  epoch_d = context_q[`FN_CONTEXT_EPOCH] + {4'd0, surrender};

    always @* begin
        state_d = state;
        if (placed_q && waiting_q) state_d = `FN_STATE_ZERO_COPY;
        if (want)                  state_d = `FN_STATE_GET_NEXT_BUFF2;
        if (fill_q)                state_d = `FN_STATE_ZERO_COPY;
        if (begins_q)              state_d = `FN_STATE_MONITOR;
        if (surrender)             state_d = `FN_STATE_IDLE;
    end

    // ---- the context ----
    reg [WORDS-1:0] word_q, put_q, hide_q;  // the one that is named; those to write, to hide
    reg             lists_q;                // intervals change
    integer         w;

    always @(posedge clk) begin
        for (w = 0; w < WORDS; w = w + 1)
            word_q[w] <= {27'd0, s_argument[4:0]} == w;
        put_q   <= word_q & {WORDS{s_put}};
        hide_q  <= ~word_q & {WORDS{s_shows}};
        lists_q <= fine && (is_place_q || is_accept_q)
                && (!context_q[`FN_CONTEXT_UDP] || context_q[`FN_CONTEXT_RTP]);

        context_q[`FN_CONTEXT_STATE] <= state_d;
        context_q[`FN_CONTEXT_EPOCH] <= epoch_d;
        if (move_q || failed_q) context_q[`FN_CONTEXT_RECEIVE_NEXT] <= receive_next_d;
        if (move_q || failed_q) begin
            context_q[`FN_CONTEXT_PAGE_HEAD]   <= head_q;
            context_q[`FN_CONTEXT_PAGE_COUNT]  <= count_q;
            context_q[`FN_CONTEXT_PAGE_OFFSET] <= in_page;
        end
        if (post_q) context_q[`FN_CONTEXT_PAGE_COUNT] <= page_count + 7'd1;
        if (lists_q) begin
            context_q[`FN_CONTEXT_INTERVALS] <= s_count;
            context_q[`FN_CONTEXT_START_0]   <= s_starts[0*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_START_1]   <= s_starts[1*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_START_2]   <= s_starts[2*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_START_3]   <= s_starts[3*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_END_0]     <= s_ends[0*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_END_1]     <= s_ends[1*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_END_2]     <= s_ends[2*WIDTH +: WIDTH];
            context_q[`FN_CONTEXT_END_3]     <= s_ends[3*WIDTH +: WIDTH];
        end
        if (placed_q) begin
            context_q[`FN_CONTEXT_UNREPORTED]     <= unreported_q;
            context_q[`FN_CONTEXT_PLACED_PACKETS] <= more_placed_q;
            context_q[`FN_CONTEXT_PLACED_BYTES]   <= placed_bytes_q;
        end
        if (owing_q) begin
            context_q[`FN_CONTEXT_OWED_PACKETS] <= owed_packets + 4'd1;
            context_q[`FN_CONTEXT_OWED_BYTES]   <= owed_q[16:0];
            context_q[`FN_CONTEXT_DEADLINE]     <= deadline_q;
        end
        if (to_software_q) context_q[`FN_CONTEXT_SOFTWARE_PACKETS] <= software_q;
        if (drop_q)        context_q[`FN_CONTEXT_DROPPED_PACKETS]  <= dropped_q;
        if (fin_q)      context_q[`FN_CONTEXT_FIN_PENDING]         <= 1'b1;
        if (take_q)     context_q[`FN_CONTEXT_SEND_WINDOW]         <= s_window;
        if (stamp_q)    context_q[`FN_CONTEXT_TIMESTAMP_RECENT]    <= s_stamp;
        if (advances_q) context_q[`FN_CONTEXT_SEND_UNACKNOWLEDGED] <= s_acknowledgment;
        if (larger_q)   context_q[`FN_CONTEXT_SEND_WINDOW_MAXIMUM] <= s_shifted;
        if (follow_q)   context_q[`FN_CONTEXT_WINDOW_EDGE]         <= s_edge;
        if (sent_q)     context_q[`FN_CONTEXT_SEND_NEXT]           <= s_argument[31:0];
        if (answer)     context_q[`FN_CONTEXT_LAST_ACKNOWLEDGMENT] <= receive_next_d;

        if (s_load) context_q <= s_context;
        for (w = 0; w < WORDS; w = w + 1)
            if (put_q[w]) context_q[32*w +: 32] <= s_argument[63:32];
        // Whole words: of an operation s_end is the upper half of its argument.
        if (fin_q || put_q[3]) context_q[`FN_CONTEXT_FIN_SEQUENCE] <= s_end;
        if ((sent_q && !context_q[`FN_CONTEXT_FOLLOW_PAGES]) || put_q[2])
            context_q[`FN_CONTEXT_WINDOW_EDGE] <= s_argument[63:32];

        if (failed_q) begin
            context_q[`FN_CONTEXT_INTERVALS] <= 3'd0;
            context_q[`FN_CONTEXT_START_0]   <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_START_1]   <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_START_2]   <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_START_3]   <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_END_0]     <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_END_1]     <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_END_2]     <= {WIDTH{1'b0}};
            context_q[`FN_CONTEXT_END_3]     <= {WIDTH{1'b0}};
        end
        if (begins_q) begin
            context_q[`FN_CONTEXT_PAGE_HEAD]  <= 6'd0;
            context_q[`FN_CONTEXT_PAGE_COUNT] <= 7'd0;
        end
        if (unowed_q || answers_too) begin
            context_q[`FN_CONTEXT_OWED_PACKETS] <= 4'd0;
            context_q[`FN_CONTEXT_OWED_BYTES]   <= 17'd0;
        end
        if (unreported_too_q || reports_too) context_q[`FN_CONTEXT_UNREPORTED] <= 16'd0;
        if (broken_q) begin
            context_q <= {`FN_CONTEXT_BITS{1'b0}};
            context_q[`FN_CONTEXT_HANDLE] <= context_q[`FN_CONTEXT_HANDLE];
            context_q[`FN_CONTEXT_EPOCH]  <= epoch_d;
        end
        for (w = 0; w < WORDS; w = w + 1)
            if (hide_q[w]) context_q[32*w +: 32] <= 32'd0;
    end

    assign m_context      = context_q;
    assign m_receive_next = receive_next_d;
    assign m_state        = state_d;
    assign m_epoch        = epoch_d;
    assign m_reported    = report;
    assign m_answered    = answer;
    assign m_surrendered = surrender;
    assign m_packets     = placed_q ? unreported_q : unreported;
    assign m_pages       = move_q ? pages : 7'd0;
    assign m_flags       = {ends, at_once_q, tell, want, peer_q, start_q, push_q, page_done};
    assign m_sync        = broken_q || lost_q ? `FN_SYNC_PARITY : link_q ? `FN_SYNC_LINK
                         : ends ? `FN_SYNC_FIN : stop_q ? `FN_SYNC_STOP
                         : failed_q ? `FN_SYNC_BUS : packet_q ? s_cause : `FN_SYNC_NONE;
endmodule

`default_nettype wire
