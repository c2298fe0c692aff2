// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_channels_properties - included by rtl/host/fn_dma_channels.v
//
// Of any one flow: what it has in flight is never in two channels; a channel that is not owned
// has nothing of it in flight.  Every packet gets one channel, in the same cycle always, the
// stack's 0 and no other.  No two channels are a flow's own.

(* anyconst *) reg [9:0] which;

reg         started = 1'b0;
reg         after_place;     // a placed packet began in the cycle before
reg         live;            // packets of the flow are in flight
reg  [7:0]  live_last;       // the number of its last
reg  [15:1] live_at;         // one: where they are; not yet of one that chooses
reg         was_live;        // when the packet that chooses came, and not done at once
reg  [7:0]  was_last;
reg  [15:1] has;             // one: the channel that the flow owns

wire        placed    = s_packet_valid && s_packet_place;
wire        its       = placed && s_packet_index == which;
wire        chooses   = place_q && flow_q == which;
wire [7:0]  inside    = number_q - done_q;              // in flight
wire [7:0]  ahead     = live_last - done_q;
wire [7:0]  was_ahead = was_last - done_q;
wire        is_over   = s_done_valid && ahead == 8'd1;
wire [3:0]  which_home = which[3:0] == 4'd0 ? {1'b1, which[6:4]} : which[3:0];
wire [15:1] its_home  = 15'd1 << which_home - 4'd1;
wire [3:0]  chosen_home = flow_q[3:0] == 4'd0 ? {1'b1, flow_q[6:4]} : flow_q[3:0];

genvar p;
generate
    for (p = 1; p < 16; p = p + 1) begin : g_property
        wire [7:0] rest = g_channel[p].last_q - done_q;  // packets until it is free

        always @* has[p] = owned_q[p] && g_channel[p].owner_q == which;

        always @* if (started) begin
            if (owned_q[p]) assert (rest <= inside - {7'd0, place_q});
            if (shared_q[p]) assert (owned_q[p]);
            if (place_q && own_q[p]) assert (g_channel[p].owner_q == flow_q);
            // one that is given again, though just free, has its owner of before
            if (place_q && goes_home && home_q[p] && g_channel[p].owner_q == which) begin
                assert ((has & ~home_q) == 15'd0);
                if (live && !chooses) assert (live_at == home_q);
            end
            if (live && !chooses && live_at[p]) assert (owned_q[p] && rest >= ahead);
            if (was_live && was_ahead != 8'd0 && live_at[p])
                assert (owned_q[p] && rest >= was_ahead);
        end
    end
endgenerate

always @(posedge clk) begin
    started     <= 1'b1;
    after_place <= placed;
    live        <= its || (live && !is_over);
    if (its) live_last   <= number_q + 8'd1;
    was_live    <= its && live && !is_over;
    was_last    <= live_last;
    if (chooses) live_at <= given;
    if (rst) after_place <= 1'b0;
    if (rst) live        <= 1'b0;
    if (rst) was_live    <= 1'b0;
end

always @* begin
    if (!started) assume (rst);
    if (after_place) assume (!placed);
    if (inside == 8'd255) assume (!placed);
    if (inside == 8'd0) assume (!s_done_valid);
    if (place_q && inside == 8'd1) assume (!s_done_valid);  // not before it has its channel

    if (started) begin
        assert (!place_q || after_place);

        // what a packet has found still holds, but that a channel may have become free
        if (place_q) assert ((free_q & owned_q) == 15'd0 && (free_q & (free_q - 15'd1)) == 15'd0);
        if (place_q) assert (home_q == 15'd1 << chosen_home - 4'd1);
        if (place_q) assert (guest_q == 15'd0 || guest_q == home_q);
        if (chooses) begin
            assert ((own_q & (own_q - 15'd1)) == 15'd0);
            assert (has == own_q || (has == 15'd0 && (own_q & owned_q) == 15'd0));
        end
        if (was_live && was_ahead != 8'd0)
            assert (has == live_at || (has == 15'd0 && live_at == its_home
                                       && (shared_q & live_at) == live_at));
        if (was_live) assert (own_q == live_at
                              || (own_q == 15'd0 && live_at == its_home && guest_q == live_at));

        // a channel for everybody, at once
        if (chooses) assert (given != 15'd0 && (given & (given - 15'd1)) == 15'd0);
        if (place_q) assert (inside != 8'd0);

        // one channel
        if (was_live) assert (chooses);
        if (chooses) assert (live && ahead == inside);
        if (was_live) assert (was_ahead < inside);
        if (was_live) assert (given == live_at);
        if (live) assert (ahead != 8'd0 && ahead <= inside);
        if ((live && !chooses) || was_live)
            assert (live_at != 15'd0 && (live_at & (live_at - 15'd1)) == 15'd0);
        if (live && !chooses)
            assert (has == live_at
                    || (has == 15'd0 && live_at == its_home && (shared_q & live_at) == live_at));
        assert ((has & (has - 15'd1)) == 15'd0);

        cover (owned_q[4] && was_live);
    end
end
