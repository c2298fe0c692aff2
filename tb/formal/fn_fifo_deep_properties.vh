// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_deep_properties - included by rtl/common/fn_fifo_deep.v
//
// Its own proof, and its part of that of fn_rx_fifo.  Every beat is at m when its turn comes.
// A beat that the solver chooses is watched until it was read: nothing is written where it lies.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg             taken;    // a beat, in the cycle before
reg  [BITS:0]   inside;   // those read ahead included
reg  [BITS:0]   owed;     // popped, not freed
reg             watched;
reg             given;    // the watched one was read in the cycle before
reg  [BITS-1:0] place;
reg [WIDTH-1:0] beat;

(* hierconn *) wire [1:0] \u_ahead.inside ;

wire [BITS:0]   stored  = inside - \u_ahead.inside ;
wire [BITS-1:0] put     = get_q + stored;
wire [BITS-1:0] after   = get_q + 1'b1;
wire [BITS-1:0] before  = place - get_q;
wire [HIGH:0]   counted = {!s_ready_q, inside_q};

always @(posedge clk) begin
    started <= 1'b1;
    taken   <= take && !rst;
    inside  <= rst ? 0 : inside + take - pop;
    owed    <= rst ? 0 : owed + pop - freed;
    given   <= !rst && watched && read && get_q == place;
    if (watched && read && get_q == place) watched <= 1'b0;
    if (take && choose && !watched && !given) begin
        watched <= 1'b1;
        place   <= put_q;
        beat    <= s_data;
    end
    if (rst) watched <= 1'b0;
end

always @* begin
`ifdef ALONE
    if (!started) assume (rst);
    if (pop) assume (m_valid);
    if (freed && !rst) assume (owed != 0 || pop);
`endif
    if (started) begin
        assert (counted <= LIMIT && counted == inside + owed && inside + owed <= LIMIT);
        assert (put_q == put && after_q == after);
        assert (inside >= \u_ahead.inside && stored < DEPTH);
        assert (unread_q == (stored != 0));
        assert (m_valid || stored == 0 || (stored == 1 && taken));
        assert (!pop || m_valid);
        if (watched) assert (!given && before < stored && memory_q[place] == beat);
        if (given) assert (read_q == beat);
    end
end
