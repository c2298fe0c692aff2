// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read_store_properties - included by rtl/host/fn_dma_read_store.v
//
// Its part of the proof of fn_dma_read_client, which keeps the promise of room.  One beat that
// the solver chooses is watched on its way.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg             stored_q;  // one arrived in the cycle before
reg             watched;   // it is in memory
reg             shown;     // it is at m
reg [BITS-1:0]  place;
reg [WIDTH-1:0] beat;

wire [BITS-1:0] ahead  = put_q - get_q;
wire [BITS:0]   stored = {some_q && ahead == 0, ahead};  // all its places, or none
wire [BITS+1:0] inside = stored + m_valid_q;
wire [BITS-1:0] before = place - get_q;
wire [BITS-1:0] after  = get_q + 1'b1;

always @(posedge clk) begin
    started  <= 1'b1;
    stored_q <= s_valid;
    if (s_valid && choose && !watched && !shown) begin
        watched <= 1'b1;
        place   <= put_q;
        beat    <= s_data;
    end
    if (watched && move && get_q == place) begin
        watched <= 1'b0;
        shown   <= 1'b1;
    end
    if (shown && m_ready) shown <= 1'b0;
    if (rst) stored_q <= 1'b0;
    if (rst) watched  <= 1'b0;
    if (rst) shown    <= 1'b0;
end

always @* if (started) begin
    assert (stored <= DEPTH && after_q == after);
    assert (some_q == (stored != 0));
    if (s_valid) assert (stored < DEPTH);
    if (!m_valid && some_q) assert (stored == 1 && stored_q);
    if (watched) assert (!shown && before < stored && memory_q[place] == beat);
    if (shown) assert (m_valid && m_data == beat);
end
