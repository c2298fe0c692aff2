// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_align_properties - included by rtl/host/fn_dma_write_align.v
//
// What the issue of bursts relies on: each piece is one first burst from its own address and
// others from a multiple of 256 bytes, none leaves its 256 bytes, and words and bursts agree.

localparam LINE  = 2048 / DATA_BITS;   // words of 256 bytes
localparam SHIFT = 8 - $clog2(LINE);

reg             started = 1'b0;
reg [1:0]       pieces;      // commands taken, their piece not ended
reg [7:0]       at_0, at_1;  // of these pieces
reg             begun;       // a burst of the one under way was told
reg [4:0]       words;       // since the last word of a burst
reg             ended;       // a burst was told in the cycle before
reg [4:0]       ended_len;
reg             closed;      // that was the last of its piece
reg [2:0]       since;       // cycles since a burst was told, 4 for more

wire [7:0]      at   = pieces == 2'd0 ? s_command_address : at_0;
wire [4:0]      word = position >> (SHIFT - 3);
wire [4:0]      from = begun ? 5'd0 : at >> SHIFT;  // where the next burst begins

always @(posedge clk) begin
    started   <= 1'b1;
    pieces    <= pieces + command - piece_end;
    ended     <= m_burst_valid;
    closed    <= piece_end;
    ended_len <= m_burst_len;
    since     <= m_burst_valid ? 3'd1 : since + !since[2];
    if (m_word_valid) words  <= ended ? 5'd0 : words + 5'd1;
    if (m_burst_valid) begun <= !piece_end;
    if (piece_end) at_0      <= pieces == 2'd1 ? s_command_address : at_1;
    if (command && pieces == 2'd0) at_0 <= s_command_address;
    if (command && pieces == 2'd1) at_1 <= s_command_address;
    if (rst) begin
        pieces <= 2'd0;
        begun  <= 1'b0;
        ended  <= 1'b0;
        closed <= 1'b0;
        words  <= 5'd0;
        since  <= 3'd4;
    end
end

always @* begin
    if (!started) assume (rst);
    if (s_axis_tvalid) assume (pieces != 0 || s_command_valid);
    if (s_axis_tvalid) assume (s_axis_tkeep != 0);
    if (s_axis_tvalid) assume ((s_axis_tkeep & (s_axis_tkeep + 8'd1)) == 0);
    if (s_axis_tvalid && !s_axis_tlast) assume (s_axis_tkeep == 8'hff);

    if (started) begin
        assert (count_q == pieces && pieces < 3);
        if (beat) assert (pieces != 0 || command);
        assert (idle_q == (pieces == 0));

        assert (m_burst_more == (m_burst_valid && m_burst_len >= 5'd2));
        if (m_burst_valid) begin
            assert (m_burst_first == !begun);
            assert (from + m_burst_len < LINE);
            assert (from + m_burst_len == LINE - 1 || piece_end);
            assert (since[2] || since > m_burst_len);  // fn_dma_write holds short ones back
        end
        if (ended) assert (m_word_valid && words == ended_len);
        if (m_word_valid && !ended) assert (words < LINE - 1);
        assert (words < LINE);

        // what leads there
        if (flush_q) assert (pieces != 0);
        if (ended) assert (valid_q);
        if (pieces != 0) begin
            assert (first_burst_q == !begun);
            assert (word >= from && word < LINE && len_q == word - from);
            assert (len_q == (ended ? 5'd0 : words + m_word_valid));
            assert (since[2] || since > len_q);
            if (!first_burst_q) assert (!first_beat_q);
            if (pieces == 2'd2) assert (next_q == at_1);
            if (!begun && first_beat_q) assert (position_q == at_0[7:3]);
            if (first_beat_q) assert (!begun && !flush_q);
            if (begun || first_beat_q == 0) assert (shift_q == at_0[2:0]);
            if (first_beat_q) assert (shift_q == at_0[2:0]);
            assert ({reach_q, 1'b0} == ((9'h100 >> shift_q) & 9'hff));
        end else begin
            assert (!begun && (ended || words == 0 && !m_word_valid));
        end
        if (valid_q) assert (last_q == closed);
        if (s_axis_tready_q) assert (pieces != 0 || s_command_ready_q);
        cover (m_burst_valid && m_burst_len == 0 && begun && since == 1);
        cover (m_burst_valid && m_burst_len == LINE - 1 && !begun);
    end
end
