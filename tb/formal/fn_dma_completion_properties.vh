// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion_properties - included by rtl/host/fn_dma_completion.v
//
// No record waits longer than STALL cycles, whatever the other sources do.  Not counted are
// cycles in which an output is refused, in which the packet of the oldest record has no done
// yet, or in which what left waits for the response to its record.  While records of the ring
// are free each client has a slot after SLOT cycles.  What is offered stays; a record has WORDS
// words.
//
// The FIFOs may give anything: as many as went in, and in time.

localparam TAKE  = WORDS + 3;                // cycles from one that leaves to the next
localparam STALL = 6 * TAKE + 5 * WORDS;
localparam SLOT  = 12;
localparam ROOM  = 55;                       // entries inside when one more may be taken in

reg        started = 1'b0;
reg        fresh;            // an entry came in in the cycle before
reg        fate_fresh;
reg  [7:0] fates;            // what waits for its response
reg  [7:0] waits [0:3];      // of each source
reg  [4:0] slot_waits [0:3];
reg  [3:0] refused;          // sources: they stay
reg        discards;
reg        record_refused, word_refused, delivery_refused;
reg [63:0] address;
reg [DATA_BITS:0] word_offered;
reg  [5:0] reason;
reg  [WORD_BITS-1:0] word_out;

(* hierconn *) wire [3:0] \u_queue.source_q , \u_queue.behind_q , \u_queue.ready_q ;
(* hierconn *) wire       \u_queue.serving_q , \u_queue.room_q , \u_queue.ends ;
(* hierconn *) wire [WORD_BITS-1:0] \u_queue.word_q ;
(* hierconn *) wire       \u_slots.free_q ;
(* hierconn *) wire [1:0] \u_slots.step_q , \u_slots.last_q ;
(* hierconn *) wire [3:0] \u_slots.slot_valid_q ;

wire [3:0] valid   = {s_report_valid, s_request_valid, s_transmit_valid, s_receive_valid};
wire [3:0] ready   = {s_report_ready, s_request_ready, s_transmit_ready, s_receive_ready};
wire [3:0] slots   = {m_report_slot_valid, m_request_slot_valid, m_transmit_slot_valid,
                      m_receive_slot_valid};
wire       held    = (m_record_valid && !m_record_ready)
                     || (m_record_axis_tvalid && !m_record_axis_tready)
                     || (m_delivery_valid && !m_delivery_ready)
                     || (head_valid && is_receive && !done_valid)
                     || (fate_valid && fate_written && !response_valid);

// Cycles until the oldest entry may leave: until each of what forbids it is over.
wire [4:0] words_left = WORDS - at_q[WORD_BITS-1:0];
wire [4:0] until_armed   = !armed_q ? 5'd0 : busy_q ? words_left : 5'd1;
wire [4:0] until_skipped = !skipped_q ? 5'd0 : busy_q ? words_left + 5'd1 : 5'd1;
wire [4:0] until_fate    = fates != 8'd128 ? 5'd0 : 5'd1 + delivery_valid_q;
wire [4:0] until_step    = step_q[0] ? 5'd2 : step_q[1] ? 5'd1 : record_valid_q;
wire [4:0] until_words   = until_armed > until_skipped ? until_armed : until_skipped;
wire [4:0] until_others  = until_fate > until_step ? until_fate : until_step;
wire [4:0] until_take    = free_q ? 5'd0 : (until_words > until_others ? until_words
                                                                       : until_others) + 5'd1;

wire [1:0] until_slot = \u_slots.step_q [0] ? 2'd2 : \u_slots.step_q [1];

// Cycles until the source that is served is done.
wire [4:0] service = \u_queue.serving_q && !\u_queue.ends ? LAST - \u_queue.word_q : 5'd0;
wire [1:0] last    = \u_queue.behind_q == 4'b1110 ? 2'd0 : \u_queue.behind_q == 4'b1100 ? 2'd1
                   : \u_queue.behind_q == 4'b1000 ? 2'd2 : 2'd3;
wire [WORD_BITS-1:0] word_now = word_out + tvalid_q;  // of the record whose words go out
integer    s, t;
reg  [1:0] turn;     // clients before this one
reg  [1:0] before;   // sources in turn before this one
reg  [6:0] entries;  // when it is its turn, if none leaves
reg  [3:0] takes;    // needed before
reg  [7:0] until;    // cycles until it was taken

always @(posedge clk) begin
    started    <= 1'b1;
    fresh      <= \u_queue.ends && !rst;
    fate_fresh <= (write || deliver) && !rst;
    fates      <= fates + (write || deliver) - settle;
    refused    <= rst ? 4'd0 : valid & ~ready;
    discards   <= s_receive_discard;
    for (s = 0; s < 4; s = s + 1) begin
        waits[s]      <= rst || !valid[s] || ready[s] ? 8'd0 : waits[s] + !held;
        slot_waits[s] <= rst || !s_enable || slots[s] ? 5'd0 : slot_waits[s] + \u_slots.free_q ;
    end
    record_refused   <= m_record_valid && !m_record_ready && !rst;
    word_refused     <= m_record_axis_tvalid && !m_record_axis_tready && !rst;
    delivery_refused <= m_delivery_valid && !m_delivery_ready && !rst;
    address          <= m_record_address;
    word_offered     <= {m_record_axis_tlast, m_record_axis_tdata};
    reason           <= m_delivery_reason;
    if (m_record_axis_tvalid && m_record_axis_tready) word_out <= word_out + 1'b1;
    if (rst) fates    <= 8'd0;
    if (rst) word_out <= {WORD_BITS{1'b0}};
end

always @* begin
    if (!started) assume (rst);
    assume ((refused & ~valid) == 4'd0);
    if (refused[0]) assume (s_receive_discard == discards);

    // what is proved of fn_fifo
    if (head_valid) assume (inside != 0);
    if (!head_valid) assume (inside == 0 || (inside == 1 && fresh));
    assume (fate_ready == (fates != 8'd128));
    if (fate_valid) assume (fates != 0);
    if (!fate_valid) assume (fates == 0 || (fates == 1 && fate_fresh));

    if (started) begin
        for (t = 0; t < 4; t = t + 1) begin
            before  = t - last - 1;
            entries = inside + \u_queue.serving_q + before;
            takes   = entries > ROOM ? entries - ROOM : 0;
            until   = service;
            if (!(\u_queue.serving_q && \u_queue.source_q [t]))
                until = service + (before + 1) * WORDS
                      + (takes != 0 ? until_take + (takes - 1) * TAKE + 2 : !\u_queue.room_q );
            assert (waits[t] <= STALL);
            if (refused[t]) assert (ready[t] || waits[t] + until <= STALL);
            if (!refused[t]) assert (waits[t] == 0);
            assert (slot_waits[t] <= SLOT);
            turn = t - \u_slots.last_q - 1;
            if (!slots[t]) assert (slot_waits[t] + 3 * turn + until_slot < SLOT);
        end

        // what is offered stays
        if (record_refused) assert (m_record_valid && m_record_address == address);
        if (word_refused) assert (m_record_axis_tvalid
                                  && {m_record_axis_tlast, m_record_axis_tdata} == word_offered);
        if (delivery_refused) assert (m_delivery_valid && m_delivery_reason == reason);
        if (m_record_axis_tvalid) assert (m_record_axis_tlast == (word_out == LAST));

        // what leads there
        assert (word_now == (busy_q ? at_q[WORD_BITS-1:0] : {WORD_BITS{1'b0}}));
        assert (until_take < TAKE);
        assert (inside <= ROOM + 3 && fates <= 128 && (!free_q || fates != 128));
        if (\u_queue.serving_q ) assert (inside <= ROOM + 2);
        if (\u_queue.room_q ) assert (inside <= ROOM + 1);
        assert (\u_queue.behind_q == 4'b1110 << last && (last != 2'd3 || \u_queue.behind_q == 0));
        if (\u_queue.serving_q )
            assert (\u_queue.source_q == 4'd1 << last && valid[last]
                    && (\u_queue.ends || \u_queue.word_q != LAST));
        assert (\u_queue.ends == (\u_queue.ready_q != 0));
        if (\u_queue.ends ) assert (\u_queue.serving_q && \u_queue.ready_q == \u_queue.source_q );
        cover (waits[3] == 4 * WORDS);
    end
end
