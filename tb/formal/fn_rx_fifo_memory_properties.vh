// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo_memory_properties - included by rtl/rx/fn_rx_fifo_memory.v
//
// Its part of the proof of fn_rx_fifo.  A beat that the solver chooses is watched until it
// was read: nothing is written where it lies.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg             taken;    // a beat, in the cycle before
reg  [BITS:0]   inside;   // those read ahead included
reg             watched;
reg             given;    // the watched one was read in the cycle before
reg  [BITS-1:0] place;
reg [WIDTH-1:0] beat;

(* hierconn *) wire [1:0] \u_ahead.inside ;

wire [BITS:0]   stored = inside - \u_ahead.inside ;
wire [BITS-1:0] put    = get_q + stored;
wire [BITS-1:0] after  = get_q + 1'b1;
wire [BITS-1:0] before = place - get_q;

always @(posedge clk) begin
    started <= 1'b1;
    taken   <= take && !rst;
    inside  <= rst ? 0 : inside + take - pop;
    given   <= !rst && watched && read && get_q == place;
    if (watched && read && get_q == place) watched <= 1'b0;
    if (take && choose && !watched && !given) begin
        watched <= 1'b1;
        place   <= put_q;
        beat    <= s_data;
    end
    if (rst) watched <= 1'b0;
end

always @* if (started) begin
    assert (inside <= DEPTH && s_ready_q == (inside < DEPTH));
    assert (inside_q == inside[BITS-1:0] && put_q == put && after_q == after);
    assert (inside >= \u_ahead.inside && stored < DEPTH);
    assert (unread_q == (stored != 0));
    assert (m_some || stored == 0 || (stored == 1 && taken));
    assert (!pop || m_some);
    if (watched) assert (!given && before < stored && memory_q[place] == beat);
    if (given) assert (read_q == beat);
end
