// SPDX-License-Identifier: Apache-2.0
//
// fn_statistics_properties - included by rtl/host/fn_statistics.v
//
// Once the counters are 0 no event and no read waits longer than STALL cycles, whatever the
// other channels do.  What is taken has its turn once, STALL cycles later at most; each read has
// one answer, 4 cycles later.

localparam STALL = 9;

reg       started = 1'b0;
reg [3:0] waits [0:6];
reg [6:0] owed;         // an event was taken and had no turn yet
reg [1:0] reads_owed;   // answers
reg [3:0] read_waits;   // of the last one, until its turn
reg [3:0] until;        // cycles until the turn of a channel
integer   c, t, at;

wire [6:0] valid = {s_read_valid, s_flow_delivery_valid, s_flow_drop_valid, s_received_valid,
                    s_delivery_valid, s_transmit_valid, s_drop_valid};
wire [6:0] ready = {s_read_ready, s_flow_delivery_ready, s_flow_drop_ready, s_received_ready,
                    s_delivery_ready, s_transmit_ready, s_drop_ready};
wire [6:0] holds = {read_valid_q, flow_delivery_valid_q, flow_drop_valid_q, received_valid_q,
                    delivery_valid_q, transmit_valid_q, drop_valid_q};
wire [6:0] turns = {turn_q[READ], turn_q[FLOW_DELIVERY], turn_q[FLOW_DROP], turn_q[RECEIVED],
                    turn_q[DELIVERY], turn_q[TRANSMIT], turn_q[DROP]};
wire [3:0] reads = {count_valid_q, read_high_q, read_sum_q, read_q};

always @(posedge clk) begin
    started    <= 1'b1;
    owed       <= (owed & ~turns) | (valid & ready);
    reads_owed <= reads_owed + (s_read_valid && s_read_ready) - m_count_valid;
    read_waits <= owed[6] && !turns[6] ? read_waits + 1'b1 : 4'd0;
    for (c = 0; c < 7; c = c + 1)
        waits[c] <= valid[c] && !ready[c] && !clearing_q && !rst ? waits[c] + 1'b1 : 4'd0;
    if (rst) owed       <= 7'd0;
    if (rst) reads_owed <= 2'd0;
    if (rst) read_waits <= 4'd0;
end

always @* begin
`ifdef COVER  // when the counters are 0, 128 cycles later
    if (!started) assume (turn_q == 9'd1 && !clearing_q && !holds && &ready && !reads && !rst);
    if (!started) assume (!owed && reads_owed == 0 && read_waits == 0 && waits[4] == 0);
`else
    if (!started) assume (rst);
`endif
    if (started) begin
        assert (turn_q != 9'd0 && (turn_q & (turn_q - 9'd1)) == 9'd0);
        for (c = 0; c < 7; c = c + 1) begin
            until = 4'd0;
            for (t = 0; t < 9; t = t + 1) begin
                at = t;
                if (turn_q[at] && c == 0) until = (DROP + 9 - t) % 9;
                if (turn_q[at] && c == 1) until = (TRANSMIT + 9 - t) % 9;
                if (turn_q[at] && c == 2) until = (DELIVERY + 9 - t) % 9;
                if (turn_q[at] && c == 3) until = (RECEIVED + 9 - t) % 9;
                if (turn_q[at] && c == 4) until = (FLOW_DROP + 9 - t) % 9;
                if (turn_q[at] && c == 5) until = (FLOW_DELIVERY + 9 - t) % 9;
                if (turn_q[at] && c == 6) until = (READ + 9 - t) % 9;
            end
            assert (waits[c] <= STALL);
            assert (clearing_q || ready[c] == !holds[c]);
            assert (!(clearing_q && ready[c]));
            assert (!(clearing_q && waits[c] != 0));
            if (holds[c] && !clearing_q) assert (waits[c] + until < STALL);
            if (!clearing_q) assert (owed[c] == holds[c]);
            if (clearing_q && holds[c]) assert (!owed[c] && clear_index_q + until < STALL);
            if (clearing_q) assert (!owed[c]);
        end
        assert (read_waits < STALL);
        if (read_valid_q) assert (read_waits + until < STALL);
        if (!read_valid_q) assert (read_waits == 0);
        assert (reads_owed == read_valid_q + reads[0] + reads[1] + reads[2] + reads[3]);
        assert ((reads & (reads - 4'd1)) == 0);
        if (read_valid_q && !turns[6]) assert (reads == 0 || until > 3);
        if (reads != 0) assert (turn_q[reads[0] ? 0 : reads[1] ? 1 : reads[2] ? 2 : 3]);
        assert (!(clearing_q && (reads != 0 || read_valid_q)));
        cover (waits[4] == STALL);
        cover (reads_owed == 2 && m_count_valid);
    end
end
