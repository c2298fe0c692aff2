// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_queue_properties - included by rtl/host/fn_dma_write_queue.v
//
// Every item leaves once, in order: one that the solver chooses is watched.  Its user
// promises that there is room.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg [BITS:0]    inside;   // taken and not given, the one at m included
reg             watched;
reg [BITS:0]    ahead;    // items before it
reg [WIDTH-1:0] item;

wire            give   = m_valid && m_ready;
wire [BITS-1:0] stored = put_q - get_q;
wire [BITS-1:0] slot   = get_q + ahead[BITS-1:0] - 1'b1;

always @(posedge clk) begin
    started <= 1'b1;
    inside  <= inside + s_valid - give;
    if (watched && give) begin
        ahead <= ahead - 1'b1;
        if (ahead == 0) watched <= 1'b0;
    end
    if (s_valid && choose && !watched) begin
        watched <= 1'b1;
        ahead   <= inside - give;
        item    <= s_data;
    end
    if (rst) inside  <= 0;
    if (rst) watched <= 1'b0;
end

always @* begin
    if (!started) assume (rst);
    if (s_valid) assume (inside < DEPTH);

    if (started) begin
        assert (m_valid == (inside != 0));
        assert (inside == stored + m_valid && some_q == (stored != 0));
        if (watched) assert (ahead < inside);
        if (watched && ahead == 0) assert (m_data == item);
        if (watched && ahead != 0) assert (memory_q[slot] == item);
        cover (inside == DEPTH);
    end
end
