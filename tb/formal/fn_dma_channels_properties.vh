// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_channels_properties - included by rtl/host/fn_dma_channels.v
//
// Of any one flow: what it has in flight is never in two channels, and in none that is free, and
// every packet gets one channel, always in the cycle behind.  In two steps.  NUMBERS: no channel
// with packets of the flow in flight is over, whatever channels are given.  Without: packets in
// flight are in one channel, whatever becomes over that has none of them.

(* anyconst *) reg [9:0] which;

reg         started = 1'b0;
reg         after_place;     // a placed packet began in the cycle before
reg         live;            // packets of the flow are in flight
reg  [15:1] live_at;         // where they are; not yet of one that chooses
reg         was_live;        // when the packet that chooses came, and not done at once

wire        placed    = s_packet_valid && s_packet_place;
wire        its       = placed && s_packet_index == which;
wire        chooses   = place_q && flow_q == which;
wire        at_rest   = live && !chooses;
wire        is_over;         // its last packet's done comes

always @(posedge clk) begin
    started     <= 1'b1;
    after_place <= placed;
    live        <= its || (live && !is_over);
    was_live    <= its && live && !is_over;
    if (chooses) live_at <= given;
    if (rst) after_place <= 1'b0;
    if (rst) live        <= 1'b0;
    if (rst) was_live    <= 1'b0;
end

always @* begin
    if (!started) assume (rst);
    if (after_place) assume (!placed);
    if (started) begin
        assert (!place_q || after_place);
        assert (!chooses || live);
        assert (!was_live || chooses);
    end
end

genvar p;

`ifdef FN_NUMBERS
// Packets counted, instead of what the differences of numbers say.
reg  [7:0]  inside;          // in flight
reg  [7:0]  ahead;           // until the flow's last is done
reg  [7:0]  was_ahead;       // until that before
reg  [7:0]  rest;            // until any one channel's last is done
(* anyconst *) reg [3:0] where;

wire [7:0]  one_done = {7'd0, s_done_valid};
wire [7:0]  last [1:15];
wire        here  = where != 4'd0 && live_at[where] && (at_rest || was_live);
wire        gives = where != 4'd0 && place_q && given[where];

assign      is_over = s_done_valid && ahead == 8'd1;

always @(posedge clk) begin
    inside    <= inside + {7'd0, placed} - one_done;
    ahead     <= (its ? inside + 8'd1 : ahead) - one_done;
    was_ahead <= ahead - one_done;
    rest      <= (gives ? inside : rest) - one_done;
    if (rst) inside <= 8'd0;
end

always @* begin
    if (inside == 8'd255) assume (!placed);
    if (inside == 8'd0) assume (!s_done_valid);
    if (place_q && inside == 8'd1) assume (!s_done_valid);  // not before it has its channel

    if (started) begin
        assert (number_q == done_q + inside);
        assert (!place_q || inside != 8'd0);
        assert (!live || (ahead != 8'd0 && ahead <= inside));
        assert (!chooses || ahead == inside);
        assert (!was_live || (was_ahead != 8'd0 && was_ahead < inside));
        if (here) begin
            assert (last[where] == done_q + rest);
            assert (rest >= (was_live ? was_ahead : ahead) && rest <= inside);
            assert (!over[where]);
        end
        cover (was_live && inside == 8'd4);
    end
end

generate
    for (p = 1; p < 16; p = p + 1) begin : g_property
        assign last[p] = g_channel[p].last_q;
    end
endgenerate

`else
(* anyseq *) reg ends;
reg  [15:1] has;             // one: the channel that the flow owns

wire [3:0]  its_number    = which[3:0] == 4'd0 ? {1'b1, which[6:4]} : which[3:0];
wire [3:0]  chosen_number = flow_q[3:0] == 4'd0 ? {1'b1, flow_q[6:4]} : flow_q[3:0];
wire [15:1] its_home      = 15'd1 << its_number - 4'd1;
wire [15:1] chosen_home   = 15'd1 << chosen_number - 4'd1;
wire        is_its        = has == live_at
                         || (has == 15'd0 && live_at == its_home && (shared_q & live_at) != 15'd0);

assign      is_over = ends && live;

function one(input [15:1] bits);
    one = bits != 15'd0 && (bits & (bits - 15'd1)) == 15'd0;
endfunction

always @* begin
    if (at_rest || was_live) assume ((over & live_at) == 15'd0);

    if (started) begin
        // what a packet has found still holds, but that a channel may have become free
        if (place_q) begin
            assert (home_q == chosen_home);
            assert (none_q ? free_q == 15'd0 : one(free_q));
            assert ((free_q & owned_q) == 15'd0);
        end
        if (chooses) begin
            assert (own_q == 15'd0 || one(own_q));
            assert (has == own_q || has == 15'd0);
            assert (one(given));
        end

        // one channel
        if (at_rest || was_live) assert (one(live_at) && is_its);
        if (was_live) assert (own_q == live_at
                              || (own_q == 15'd0 && live_at == its_home && guest_q));
        if (was_live) assert (given == live_at);
        assert (has == 15'd0 || one(has));
        assert ((shared_q & ~owned_q) == 15'd0);

        cover (owned_q[4] && was_live);
    end
end

generate
    for (p = 1; p < 16; p = p + 1) begin : g_property
        always @* begin
            has[p] = owned_q[p] && g_channel[p].owner_q == which;

            if (started && place_q) begin
                if (own_q[p]) assert (g_channel[p].owner_q == flow_q);
                // one that is given again, though just free, has its owner of before
                if (goes_home && home_q[p] && g_channel[p].owner_q == which) begin
                    assert ((has & ~home_q) == 15'd0);
                    if (at_rest) assert (live_at == home_q);
                end
            end
        end
    end
endgenerate
`endif
