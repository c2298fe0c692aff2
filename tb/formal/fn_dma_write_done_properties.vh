// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_done_properties - included by rtl/host/fn_dma_write_done.v
//
// Responses are counted per channel.  A done tells of a packet's last burst and of no other, of
// a flow only when its channel has answered for all of the packet's.  Of fn_dma_write is assumed
// what is proved there: when it may issue; of fn_dma_write_queue that it gives what was put; of
// the bus that it answers what was issued before.

(* anyseq *) reg choose;
(* anyconst *) reg [3:0] which;  // any one channel of flows: what holds of it holds of all
reg             started = 1'b0;
reg  [1:0]      filled;         // in the cycle before: flows' to DEPTH - 8, channel 0's
reg [1:0]       rooms, record_rooms;           // m_room, m_record_room in the cycles before
reg [2:0]       since_piece, since_record;     // cycles since one was issued, 4 for more
reg [BITS:0]    flight_0;       // bursts of channel 0 that were issued and not answered
reg [BITS:0]    flight;         // of channel which
reg [BITS:0]    queued;         // of that, issued and not passed
reg [BITS:0]    others;         // the same of all other flows
reg             watched;        // a burst of channel 0
reg [BITS:0]    ahead;          // bursts before it
reg             last, record;
reg             answered_0;     // one of channel 0 was, in the cycle before last
reg             due;            // that was the watched one
reg             fault;          // an error since the last done of the stack
reg             failed;         // of the last answer
reg             seen;           // an answer of channel which is watched
reg [BITS:0]    before;         // bursts of which that pass before it
reg             value;          // its error
reg             passed;         // it passed in the cycle before
reg             place_fault;    // an error passed since the last done of a flow

wire [BITS-1:0] issued_now        = issued_q[which];
wire [BITS-1:0] answered_0_now    = answered_q[0];
wire            answering         = response_q && id_q == which;
// Was one issued in the last cycle, the last 2, the last 3?
wire [2:0]      pieces            = {since_piece < 4, since_piece < 3, since_piece < 2};
wire [2:0]      records           = {since_record < 4, since_record < 3, since_record < 2};
wire            still_fault       = fault && !m_stack_done_valid;
wire            still_place_fault = place_fault && !m_place_done_valid;
wire [BITS-1:0] slot              = get_q + ahead[BITS-1:0];
wire [BITS-1:0] place             = walked_q[which] + before[BITS-1:0];
wire [BITS-1:0] early_now         = answered_q[which] - walked_q[which];

always @(posedge clk) begin
    started      <= 1'b1;
    filled       <= {waiting_q >= DEPTH - 8, inside_q >= DEPTH - 8} | {2{rst || clear}};
    rooms        <= {rooms[0], m_room};
    record_rooms <= {record_rooms[0], m_record_room};
    since_piece  <= s_issued_valid && !s_issued_record ? 3'd1 : since_piece + !since_piece[2];
    since_record <= s_issued_valid && s_issued_record ? 3'd1 : since_record + !since_record[2];
    flight_0    <= flight_0 + put - (s_response_valid && s_response_channel == 4'd0);
    flight      <= flight + (s_issued_valid && s_issued_channel == which)
                   - (s_response_valid && s_response_channel == which);
    queued      <= queued + (push && s_issued_channel == which) - (walk && oldest == which);
    others      <= others + (push && s_issued_channel != which) - (walk && oldest != which);
    answered_0  <= get;
    due         <= watched && get && ahead == 0;
    failed      <= error_q;
    if (get && !is_record) fault <= still_fault || error_q;
    else fault <= still_fault;
    if (watched && get) begin
        ahead <= ahead - 1'b1;
        if (ahead == 0) watched <= 1'b0;
    end
    if (put && choose && !watched && !due) begin
        watched <= 1'b1;
        ahead   <= inside_q - get;
        last    <= s_issued_last;
        record  <= s_issued_record;
    end
    passed      <= seen && walk && oldest == which && before == 0;
    if (seen && walk && oldest == which) begin
        before <= before - 1'b1;
        if (before == 0) seen <= 1'b0;
    end
    if (response_q && id_q == which && choose && !seen && !passed) begin
        seen   <= 1'b1;
        value  <= error_q;
        before <= early_now - (walk && oldest == which);
    end
    place_fault <= still_place_fault || (walk_q && walk_error_q);
    if (rst) begin
        rooms        <= 2'd0;
        record_rooms <= 2'd0;
        since_piece  <= 3'd4;
        since_record <= 3'd4;
        flight_0     <= 0;
        flight       <= 0;
        queued       <= 0;
        others       <= 0;
        answered_0   <= 1'b0;
        due          <= 1'b0;
        watched      <= 1'b0;
        fault        <= 1'b0;
        seen         <= 1'b0;
        passed       <= 1'b0;
        place_fault  <= 1'b0;
    end
end

always @* begin
    if (!started) assume (rst);
    assume (which != 4'd0);
    if (s_issued_valid && !s_issued_record) assume (rooms[1] && since_piece[2]);
    if (s_issued_valid && s_issued_record)
        assume (record_rooms[1] && since_record[2] && s_issued_channel == 4'd0);
    if (s_response_valid && s_response_channel == 4'd0) assume (flight_0 != 0);
    if (s_response_valid && s_response_channel == which) assume (flight != 0);
    if (clear) assume (!s_response_valid);  // nothing is in flight
    assume (some == (waiting_q != 0));
    if (some) assume ((oldest == which ? queued : others) != 0 && oldest != 4'd0);

    if (started) begin
        // no burst is issued that could not be remembered
        assert (inside_q <= DEPTH - 7 && waiting_q <= DEPTH - 7);
        if (record_room_q) assert (inside_q <= DEPTH - 9 + pieces[0] + records[0]);
        if (record_rooms[0]) assert (inside_q <= DEPTH - 9 + pieces[1] + records[1]);
        if (record_rooms[1]) assert (inside_q <= DEPTH - 9 + pieces[2] + records[2]);
        if (room_q) assert (record_room_q && waiting_q <= DEPTH - 9 + pieces[0]);
        if (rooms[0]) assert (record_rooms[0] && waiting_q <= DEPTH - 9 + pieces[1]);
        if (rooms[1]) assert (record_rooms[1] && waiting_q <= DEPTH - 9 + pieces[2]);
        assert (since_piece != 0 && since_piece <= 4 && since_record != 0 && since_record <= 4);
        assert (queued + others == waiting_q && queued <= waiting_q && others <= waiting_q);
        assert (put_q - get_q == inside_q);
        assert (inside_q == flight_0 + get && flight_0 <= inside_q);
        if (clear) begin
            assert (!some && !response_q && !room_q && !record_room_q && rooms == 0
                    && record_rooms == 0 && waiting_q == 0 && inside_q == 0
                    && !walk_q && !seen && !watched && flight == 0);
            if (cleared_q != 0) assert (issued_q[0] == 0 && answered_q[0] == 0);
            if (which < cleared_q) assert (issued_q[which] == 0 && answered_q[which] == 0
                                           && walked_q[which] == 0);
        end else begin
            // of each channel: what is issued, answered, passed
            assert (issued_q[0][BITS-1:0] == answered_0_now + flight_0[BITS-1:0] + get);
            assert (issued_now == answered_q[which] + flight[BITS-1:0] + answering);
            assert (flight + answering + early_now == queued);
            assert (flight <= queued && early_now <= queued);
        end

        // channel 0
        if (due) assert (m_stack_done_valid == (last && !record) && m_record_done_valid == record);
        assert (!(m_stack_done_valid || m_record_done_valid) || answered_0);
        if (m_stack_done_valid) assert (m_stack_done_error == fault);
        if (m_record_done_valid) assert (m_record_done_error == failed);
        assert (failed_q == still_fault);
        if (watched) assert (!due && ahead < inside_q && memory_q[slot] == {record, last});

        // no room: the oldest burst is not answered, or passes
        if (some && oldest == which && flight == 0 && !answering) assert (walk);
        if (!clear && filled == 0) assert (room_q);
        if (!clear && filled[0] == 0) assert (record_room_q);

        // flows
        if (seen) begin
            assert (before < early_now && errors_q[{which, place}] == value);
            assert (!passed);
        end
        if (passed) assert (walk_q && walk_error_q == value);
        assert (place_failed_q == still_place_fault);
        if (m_place_done_valid) assert (m_place_done_error == place_fault);
    end
end
