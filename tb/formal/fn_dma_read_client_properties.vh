// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read_client_properties - included by rtl/host/fn_dma_read_client.v
//
// Assumes of fn_dma_read that no word comes that is not owed: asserted there.  Each burst wants
// the bus within WANT cycles of its request, or of the grant of the one before; not counted:
// cycles in which there is no room for it.  After the last grant there is a new request.

localparam LINE      = 1 << BEAT;         // words of 256 bytes
localparam WANT      = 3;
localparam LINE_BYTE = (1 << SHIFT) - 1;

reg             started = 1'b0;
reg [BITS+1:0]  owed;       // words asked for that have not arrived
reg [BITS+1:0]  bursts;     // bursts of which words are owed
reg             granted_q;  // in the cycle before
reg [2:0]       waits;      // for the next burst to want the bus
reg [63:0]      expected;   // address of the next burst
reg [WORDS-1:0] left;       // words of the request from there on

(* hierconn *) wire [BITS+1:0] \u_words.inside ;
(* hierconn *) wire [BITS+1:0] \u_ends.inside ;
(* hierconn *) wire            \u_ends.stored_q ;

wire            arrives = s_word_valid && s_word_last;
wire [17:0]     bytes   = s_request_length + s_request_address[SHIFT-1:0] + LINE_BYTE;

always @(posedge clk) begin
    started   <= 1'b1;
    granted_q <= grant;
    owed      <= owed + (grant ? burst_q : 0) - s_word_valid;
    bursts    <= bursts + grant - arrives;
    if (take) expected  <= {s_request_address[63:SHIFT], {SHIFT{1'b0}}};
    if (take) left      <= bytes >> SHIFT;
    if (grant) expected <= expected + (burst_q << SHIFT);
    if (grant) left     <= left - burst_q;
    waits     <= rst || take || grant || state_q == IDLE ? 3'd0
                 : waits + (!want_q && (state_q != WAIT || free_q >= burst_d));
    if (rst) granted_q <= 1'b0;
    if (rst) owed      <= 0;
    if (rst) bursts    <= 0;
end

always @* begin
    if (!started) assume (rst);
    if (s_request_valid) assume (s_request_length != 0);
    if (s_word_valid) assume (owed != 0);
    if (s_word_valid && !s_word_last) assume (owed > bursts);
    if (arrives) assume (bursts > granted_q);
    if (started) begin
        // every word has its place: it is owed, here, or being given
        assert (owed + free_q + given_q + \u_words.inside == ROOM);
        assert (bursts <= owed);
        assert (\u_ends.inside == bursts);
        assert (\u_ends.stored_q == granted_q);
        if (arrives) assert (unused_ends_valid);

        // a burst: where the one before ended, inside 256 bytes, the last ends the request
        if (m_burst_valid) begin
            assert (m_burst_address == expected);
            assert (beat_q + m_burst_beats < LINE);
            assert (owed + m_burst_beats + 1 <= ROOM);
            assert (m_burst_beats + 1 == burst_q && burst_q != 0 && burst_q <= left);
            assert (last_q == (burst_q == left));
        end

        assert (waits <= WANT);
        assert (s_request_ready == (state_q == IDLE));

        // what leads there
        assert (waits <= (state_q == IDLE || state_q == SIZE ? 0 : state_q == CUT ? 1
                          : want_q ? WANT : WANT - 1));
        assert (ready_q == (state_q == IDLE));
        if (want_q) assert (state_q == WAIT && free_q >= burst_d);
        if (state_q == SIZE) assert (left == words && words != 0 && !carry_q);
        if (state_q == SIZE) assert (reach_q < 17'd65536 + LINE_BYTE);
        if (state_q == SIZE || state_q == CUT)
            assert (expected == {high_q + carry_q, middle_q, beat_q, {SHIFT{1'b0}}});
        if (state_q == CUT || state_q == WAIT) assert (left == words_q && words_q != 0);
        if (state_q == WAIT) begin
            assert (expected == {high_q, middle_q, beat_q, {SHIFT{1'b0}}});
            assert (burst_q == (fits ? words_q : whole) && last_q == fits);
        end
    end
end
