// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_counters_properties - included by rtl/host/fn_flow_counters.v
//
// Once the counters are cleared no channel waits longer than LONGEST cycles; each event taken adds
// one, each read has one answer, ANSWER cycles after its handshake at the latest; what is
// read is in memory: no addition to any counter is under way then.  Clearing may end at any time
// from CLEAR cycles on: it takes 16 cycles a context, and what waited at the reset is gone by then.

localparam LONGEST = 9;
localparam ANSWER  = 14;
localparam CLEAR   = 15;

reg       started = 1'b0;
reg [3:0] unplaced_waits, delivery_waits, read_waits;
reg [3:0] read_age;     // of the read without an answer that was taken first
reg [1:0] reads;        // taken, not answered
reg [2:0] events;       // taken, not in memory
reg [3:0] clears;       // cycles of clearing, up to CLEAR

wire take_unplaced = s_unplaced_valid && s_unplaced_ready;
wire take_delivery = s_delivery_valid && s_delivery_ready;
wire take_read     = s_read_valid && s_read_ready;
wire steady        = !clearing_q && !rst;

always @(posedge clk) begin
    started        <= 1'b1;
    unplaced_waits <= steady && s_unplaced_valid && !s_unplaced_ready ? unplaced_waits + 1'b1
                                                                      : 4'd0;
    delivery_waits <= steady && s_delivery_valid && !s_delivery_ready ? delivery_waits + 1'b1
                                                                      : 4'd0;
    read_waits     <= steady && s_read_valid && !s_read_ready ? read_waits + 1'b1 : 4'd0;
    reads          <= rst ? 2'd0 : reads + take_read - m_count_valid;
    read_age       <= rst || (reads == 2'd0 && !take_read) || (m_count_valid && reads != 2'd2)
                      ? 4'd0 : m_count_valid ? 4'd5 : read_age + 1'b1;
    events         <= clearing_q || rst ? 3'd0
                      : events + take_unplaced + take_delivery - add_end_q;
    clears         <= rst || !clearing_q ? 4'd0 : clears + (clears != CLEAR);
end

always @* begin
    if (!started) assume (rst);
    if (clearing_q && clears != CLEAR) assume (!cleared);
    if (started) begin
        assert (unplaced_waits <= LONGEST);
        assert (delivery_waits <= LONGEST);
        assert (read_waits <= LONGEST);
        assert (read_age <= ANSWER);
        assert (reads == 2'd0 + read_valid_q + read_q + read_sum_q + read_high_q + count_valid_q);
        if (!clearing_q)
            assert (events == 3'd0 + unplaced_valid_q + delivery_valid_q + add_q + add_sum_q
                              + add_high_q + add_end_q);
        if (clearing_q && clears >= 4'd10) assert (!unplaced_valid_q && !delivery_valid_q);
        if (clearing_q && clears == CLEAR)
            assert (!add_q && !add_sum_q && !add_high_q && !add_end_q);
        if (clearing_q && clears != 4'd0)
            assert (!unplaced_ready_q && !delivery_ready_q && !read_ready_q && !read_valid_q);
        if (!clearing_q && (read_q || add_q))
            assert (!add_sum_q && !add_high_q && !add_end_q);

        assert (turn_q != 9'd0 && (turn_q & (turn_q - 9'd1)) == 9'd0);
        cover (reads == 2'd2);
        cover (events == 3'd3);
    end
end
