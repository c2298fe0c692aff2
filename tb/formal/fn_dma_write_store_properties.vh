// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_store_properties - included by rtl/host/fn_dma_write_store.v
//
// Every word is at m when its turn comes, if its user takes none that is younger than two
// cycles.  A word that the solver chooses is watched until it was read.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg             taken;    // a word in the cycle before
reg [BITS:0]    inside;   // taken and not given
reg             watched;
reg             given;    // the watched one was read in the cycle before
reg [BITS-1:0]  place;
reg [WIDTH-1:0] word;

(* hierconn *) wire [1:0] \u_ahead.inside ;

wire [BITS:0]   stored = inside - \u_ahead.inside ;
wire [BITS-1:0] put    = get_q + stored;
wire [BITS-1:0] after  = get_q + 1'b1;
wire [BITS-1:0] before = place - get_q;
wire [HIGH:0]   counted = {!s_ready, inside_q};

always @(posedge clk) begin
    started <= 1'b1;
    taken   <= take && !rst;
    inside  <= rst ? 0 : inside + take - m_next;
    given   <= !rst && watched && read && get_q == place;
    if (watched && read && get_q == place) watched <= 1'b0;
    if (take && choose && !watched && !given) begin
        watched <= 1'b1;
        place   <= put_q;
        word    <= s_data;
    end
    if (rst) watched <= 1'b0;
end

always @* begin
    if (!started) assume (rst);
    if (m_next) assume (inside > taken);

    if (started) begin
        assert (inside <= LIMIT && counted == inside + left_q && counted <= LIMIT);
        assert (put_q == put && after_q == after);
        assert (inside >= \u_ahead.inside && stored < DEPTH);
        assert (unread_q == (stored != 0));
        assert (\u_ahead.inside != 0 || stored == 0 || (stored == 1 && taken));
        if (watched) assert (!given && before < stored && memory_q[place] == word);
        if (given) assert (read_q == word);
    end
end
