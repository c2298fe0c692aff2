// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_ahead_properties - included by rtl/common/fn_fifo_ahead.v
//
// Its part of the proofs of blocks with a FIFO in block RAM, which keep its promises.  A
// beat that the solver chooses is watched from s to m.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg             fresh;    // the watched one is in s_data
reg             watched;  // it is in a place
reg             second;   // one is before it
reg [WIDTH-1:0] beat;

wire [1:0]      inside = some_q + two_q;

always @(posedge clk) begin
    started <= 1'b1;
    fresh   <= s_read && choose && !watched && !fresh && !rst;
    watched <= !rst && (fresh || watched) && !(pop && !second);
    if (fresh) beat <= s_data;
    if (fresh || watched) second <= second && !pop;
    else second <= some_q && !pop || two_q;
end

always @* if (started) begin
    assert (!two_q || some_q);
    assert (!s_read || s_room);
    assert (!pop || some_q);
    assert (!fresh_q || some_q);
    assert ((put_q ^ get_q) == (inside[0] ^ fresh_q));
    if (some_q) assert (direct_q == (fresh_q && !two_q));
    if (fresh) assert (fresh_q && !watched && second == two_q);
    if (watched) assert (second ? two_q && !fresh_q : some_q && !direct_q);
    if (watched && !second) assert (m_data == beat);
    if (watched && second) assert ((get_q ? place_0_q : place_1_q) == beat);
end
