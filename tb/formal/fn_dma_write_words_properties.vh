// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_words_properties - included by rtl/host/fn_dma_write_words.v
//
// Every word is at m when its turn comes: one that the solver chooses is watched.  Its user
// promises to take none that is younger than two cycles.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg             taken;    // a word in the cycle before
reg [HIGH:0]    inside;   // taken and not given
reg             watched;
reg [HIGH:0]    ahead;    // words before it
reg [WIDTH-1:0] word;

wire [BITS-1:0] slot = get_q + ahead;
wire [BITS-1:0] get  = get_q + ONE;
wire [BITS-1:0] put  = get_q + inside;
wire [HIGH:0]   counted = {!s_ready, inside_q};

always @(posedge clk) begin
    started <= 1'b1;
    taken   <= take;
    inside  <= inside + take - m_next;
    if (watched && m_next) begin
        ahead <= ahead - 1'b1;
        if (ahead == 0) watched <= 1'b0;
    end
    if (take && choose && !watched) begin
        watched <= 1'b1;
        ahead   <= inside - m_next;
        word    <= s_data;
    end
    if (rst) taken   <= 1'b0;
    if (rst) inside  <= 0;
    if (rst) watched <= 1'b0;
end

always @* begin
    if (!started) assume (rst);
    if (m_next) assume (inside > taken);

    if (started) begin
        assert (inside <= LIMIT && counted == inside + left_q && counted <= LIMIT);
        assert (put_q == put && after_q == get);
        if (watched) assert (ahead < inside && memory_q[slot] == word);
        if (watched && ahead == 0 && (inside > 1 || !taken)) assert (m_data == word);
        cover (inside == LIMIT);
    end
end
