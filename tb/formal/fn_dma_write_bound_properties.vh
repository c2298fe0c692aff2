// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_bound_properties - included by rtl/host/fn_dma_write.v
//
// A beat of a piece whose command was taken waits BEAT cycles at most; a command, unless two
// pieces are open already, COMMAND; a record's word whose address was taken WORD, an address
// for whose record the words are here ADDRESS; a burst of either kind for its turn TURN.  Not
// counted: cycles in which the bus refuses an address or a word or so many bursts wait for their
// response that there is no room, and for pieces those of a record that was begun then.
//
// The memories may give anything that has the right sums: as many bursts, words, and bursts
// that are the first of their piece, as went in; those behind it are whole lines but the last.

localparam LINE    = 2048 / DATA_BITS;    // words of 256 bytes
localparam R       = RECORD + 1;
localparam EACH    = R + 4;               // cycles for a burst of one word and a record
localparam FULL    = 504;                 // words at which no beat is let in any more
localparam BEAT    = 5 * EACH + R + 6;
localparam COMMAND = 512 + (512 / LINE + 2) * R + LINE + 6;
localparam WORD    = LINE + 2;
localparam ADDRESS = LINE + R + 3;
localparam TURN    = LINE + R;

(* anyseq *) reg [5:0] next_ahead;
(* anyseq *) reg [5:0] next_tail;

// The wait for a command has a proof of its own, in which the others' asserts are known.
`ifdef COMMANDS
`define KNOWN assume
`else
`define KNOWN assert
`endif

reg        started = 1'b0;
reg        room_before, record_room_before;
reg        lent_q;         // a record was begun for want of room
reg  [6:0] beat_waits;
reg  [9:0] command_waits;
reg  [6:0] word_waits, address_waits, piece_waits, record_waits;
reg  [9:0] inside;         // words of pieces in memory
reg  [9:0] bursts;         // told, not issued
reg  [9:0] burst_words;    // their words
reg  [9:0] queued;         // those of them in the queue
reg  [4:0] firsts;         // of them the first of their piece
reg  [5:0] ahead;          // bursts before the oldest of these
reg  [5:0] tail;           // words of the last of these, the others are whole lines
reg  [4:0] record_words;   // in memory
reg  [2:0] word;           // of the record that arrives
reg  [4:0] places;         // in memory
reg        place_left;

(* hierconn *) wire [4:0] \u_align.words , \u_align.ended_len , \u_align.pieces_q ;
(* hierconn *) wire [2:0] \u_align.since ;
(* hierconn *) wire [1:0] \u_align.count_q ;
(* hierconn *) wire       \u_align.ended , \u_align.begun , \u_align.flush_q , \u_align.valid_q ;
(* hierconn *) wire       \u_align.issued_q , \u_align.s_axis_tready_q ;

// The turn: cycles until a burst of a piece is issued, 0 if now; until one of a record.
wire       held   = (m_axi_awvalid && !m_axi_awready) || (m_axi_wvalid && !m_axi_wready);
wire       lent   = lent_q && busy_q;
wire       held_piece  = held || !room_before || lent;
wire       held_record = held || !record_room_before;
wire [1:0] gap    = step_q[0] ? 2'd3 : step_q[1] ? 2'd2 : step_q[2];
wire [6:0] rest   = left_q + 6'd1;
wire [6:0] until_piece = lent ? 0 : busy_q ? (is_record_q ? rest : (rest > gap ? rest : gap) + R)
                                : is_record_q ? 0 : gap + R;
wire [6:0] until_record = busy_q ? (is_record_q ? rest + LINE : rest) : is_record_q ? LINE : 0;

// A beat: cycles until there is room for it.
wire [5:0] flowing   = busy_q && !is_record_q ? rest : 6'd0;
wire [9:0] arriving  = inside + \u_align.valid_q + \u_align.flush_q ;
wire [2:0] need      = arriving >= FULL ? arriving - FULL + 1 : 0;
wire [6:0] until_left = flowing >= need ? need : until_piece + (need - flowing) * EACH;
wire [6:0] until_beat = need != 0 ? until_left + 3 : room_q ? 1 : words_q < FULL ? 2 : 3;

wire [11:0] ahead_words = ahead == 0 ? 0 : (ahead - 1) * LINE + tail;

// A command: until the oldest first burst is issued.
wire [11:0] until_first = until_piece + ahead_words + ahead * R + (ahead != 0 ? 3 : 0);
wire [11:0] until_command = \u_align.issued_q ? 1 : issue_first_q ? 2 : until_first + 3;

// The queue shows a burst that was issued a cycle longer.
wire       waits  = queued != 0;
wire       shows  = waits && !step_q[0];

wire [3:0] held_words = (is_held_1_q ? held_1_q[7:3] + 1 : 0) + (is_held_2_q ? 1 : 0);

// What is left when a burst is issued.
wire [9:0] bursts_left = bursts - issue_piece;
wire [9:0] words_left  = burst_words - (issue_piece ? wait_len + 1 : 0);
wire [4:0] firsts_left = firsts - issue_first;
wire [5:0] ahead_left  = issue_first ? (firsts_left == 0 ? bursts_left : next_ahead)
                                     : ahead - issue_piece;
wire [5:0] tail_left   = issue_first ? next_tail : tail;
wire [11:0] ahead_words_left = ahead_left == 0 ? 0 : (ahead_left - 1) * LINE + tail_left;
wire [5:0] told_words  = burst_valid ? burst[7:3] + 1 : 0;
wire       last_open   = firsts_left == 0 && \u_align.begun ;  // more of it will come
wire       push_record = s_record_axis_tvalid && s_record_axis_tready;

wire       beat_waits_now    = s_axis_tvalid && !s_axis_tready && \u_align.count_q != 0;
wire       command_waits_now = s_command_valid && !s_command_ready && !\u_align.count_q [1];
wire       word_waits_now    = s_record_axis_tvalid && !s_record_axis_tready && places_q != 0;
wire       address_waits_now = s_record_valid && !s_record_ready && records_q != 0;

always @(posedge clk) begin
    started            <= 1'b1;
    room_before        <= room;
    record_room_before <= record_room;
    if (issue) lent_q  <= pick && !room_before;
    beat_waits    <= beat_waits_now ? beat_waits + !held_piece : 0;
    command_waits <= command_waits_now ? command_waits + !held_piece : 0;
    word_waits    <= word_waits_now ? word_waits + !held_record : 0;
    address_waits <= address_waits_now ? address_waits + !held_record : 0;
    piece_waits   <= waits && !issue_piece ? piece_waits + !held_piece : 0;
    record_waits  <= places_q != 0 && records_q != 0 && !issue_record
                     ? record_waits + !held_record : 0;
    inside       <= inside + word_valid - piece_next;
    queued       <= queued + (is_held_1_q || burst_more) - issue_piece;
    bursts       <= bursts_left + burst_valid;
    burst_words  <= words_left + told_words;
    firsts       <= firsts_left + (burst_valid && burst[2]);
    ahead        <= ahead_left + (burst_valid && !burst[2] && firsts_left == 0);
    tail         <= burst_valid && !burst[2] && firsts_left == 0 ? told_words : tail_left;
    record_words <= record_words + push_record - record_next;
    if (push_record) word <= s_record_axis_tlast ? 0 : word + 1;
    places       <= places + (s_record_valid && s_record_ready) - issue_record_q;
    place_left   <= issue_record_q;
    if (rst) begin
        room_before        <= 1'b0;
        record_room_before <= 1'b0;
        lent_q             <= 1'b0;
        beat_waits    <= 0;
        command_waits <= 0;
        word_waits    <= 0;
        address_waits <= 0;
        piece_waits   <= 0;
        record_waits  <= 0;
        inside        <= 0;
        queued        <= 0;
        bursts        <= 0;
        burst_words   <= 0;
        firsts        <= 0;
        ahead         <= 0;
        record_words  <= 0;
        word          <= 0;
        places        <= 0;
        place_left    <= 1'b0;
    end
end

always @* begin
    if (!started) assume (rst);
    if (s_record_axis_tvalid) assume (s_record_axis_tlast == (word == RECORD));

    // what is proved of the memories
    if (room) assume (record_room);  // of fn_dma_write_done, too
    if (!step_q[0]) assume (wait_valid == waits);
    assume (s_record_axis_tready == (record_words + record_next_q < 6'd16));
    assume (s_record_ready == (places + place_left < 6'd16));

    // the sums
    if (shows) begin
        assume (wait_len < LINE);
        assume (wait_first == (ahead == 0));
        if (ahead > 1) assume (wait_len == LINE - 1);
        if (ahead == 1) assume (wait_len + 1 == tail);
        assume (wait_len + 1 + held_words + queued - 1 <= burst_words);
        if (queued == 1) assume (wait_len + 1 + held_words == burst_words);
    end
    if (issue_piece) begin
        assume (bursts_left <= words_left);
        assume (11'd0 + ahead_left + firsts_left <= bursts_left);
        assume (13'd0 + ahead_words_left + bursts_left <= 11'd0 + words_left + ahead_left);
        if (ahead_left != 0) assume (tail_left != 0 && tail_left <= LINE);
        if (ahead_left != 0 && last_open) assume (tail_left == LINE);
        if (firsts_left == 0) assume (ahead_words_left == words_left && bursts_left < 64);
    end

    if (started) begin
`ifdef COMMANDS
        assert (command_waits <= COMMAND);
        if (command_waits_now) assert (command_waits + until_command <= COMMAND);
`else
        assert (beat_waits <= BEAT);
        assert (word_waits <= WORD);
        assert (address_waits <= ADDRESS);
        assert (piece_waits <= TURN);
        assert (record_waits <= TURN);
        if (beat_waits_now) assert (beat_waits + until_beat <= BEAT);
`endif

        // the turn
        if (busy_q && is_record_q) `KNOWN (gap <= rest);
        if (!busy_q && is_record_q) `KNOWN (gap == 0);
        `KNOWN (step_q == 0 || step_q == 1 || step_q == 2 || step_q == 4);
        if (lent) `KNOWN (is_record_q);
        if (room_before) `KNOWN (record_room_before);
        `KNOWN (may_piece_q == (gap == 0 && room_before));
        `KNOWN (may_record_q == (places_q != 0 && records_q != 0 && record_room_before));
        `KNOWN (!busy_q || left_q < (is_record_q ? R : LINE));
        if (waits) `KNOWN (piece_waits + until_piece <= TURN);
        else `KNOWN (piece_waits == 0);
        if (places_q != 0 && records_q != 0) `KNOWN (record_waits + until_record <= TURN);
        else `KNOWN (record_waits == 0);

        // words and bursts of pieces
        `KNOWN (inside + \u_align.ended == flowing + burst_words
                + (\u_align.ended ? 0 : \u_align.words ));
        `KNOWN (words_q == 11'd0 + inside + piece_next_q);
        `KNOWN (11'd0 + words_q + \u_align.valid_q + \u_align.flush_q
                + (\u_align.s_axis_tready_q ? 2 : 0) <= FULL + 4);
        if (room_q) `KNOWN (words_q <= FULL);
        if (\u_align.ended ) `KNOWN (burst_words > \u_align.ended_len
                                    && (\u_align.ended_len != 0 || is_held_2_q));
        `KNOWN (burst_words >= 11'd0 + held_words + queued);
        if (is_held_1_q) `KNOWN (held_1_q[7:3] < 2);
        if (is_held_2_q) `KNOWN (held_2_q[7:3] == 0);
        `KNOWN (!(is_held_1_q && burst_more) && !(is_held_2_q && is_2));
        `KNOWN (!is_held_2_q || \u_align.since == 1);
        `KNOWN (!is_held_1_q || \u_align.since == 1 || \u_align.since == 2);
        `KNOWN (bursts == 11'd0 + queued + is_held_1_q + is_held_2_q);
        `KNOWN (bursts <= burst_words);
        if (queued == 0) `KNOWN (burst_words == held_words);
        `KNOWN (11'd0 + ahead + firsts <= bursts);
        `KNOWN (13'd0 + ahead_words + bursts <= 11'd0 + burst_words + ahead);
        if (ahead != 0) `KNOWN (tail != 0 && tail <= LINE);
        if (firsts == 0) `KNOWN (ahead == bursts && ahead_words == burst_words);
        if (firsts == 0 && ahead != 0 && \u_align.begun ) `KNOWN (tail == LINE);
        `KNOWN (\u_align.pieces_q == 6'd0 + firsts + \u_align.count_q - \u_align.begun
                                     + issue_first_q + \u_align.issued_q );
        `KNOWN (\u_align.pieces_q <= 16);
        `KNOWN (arriving <= FULL + 4);
        `KNOWN (s_command_ready == (!\u_align.count_q [1] && \u_align.pieces_q != 16));

        // records
        `KNOWN (record_words == (busy_q && is_record_q ? rest : 0) + records_q * R + word);
        `KNOWN (record_words + record_next_q <= 6'd16 && word < R);
        `KNOWN (places == 6'd0 + places_q + place_q + issue_record_q);
        `KNOWN (places + place_left <= 6'd16);
        if (word_waits_now)
            `KNOWN (word_waits + (record_words < 16 ? 1 : busy_q && is_record_q ? 2
                                  : until_record + 2) <= WORD);
        if (address_waits_now)
            `KNOWN (address_waits + (place_left ? 1 : issue_record_q ? 2 : until_record + 3)
                    <= ADDRESS);
        cover (record_waits == 2);
        cover (piece_waits > R);
        cover (beat_waits == 1);
        cover (ahead == 0 && firsts == 3);
    end
end
