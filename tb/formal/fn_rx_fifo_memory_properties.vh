// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo_memory_properties - included by rtl/rx/fn_rx_fifo_memory.v
//
// Its part of the proof of fn_rx_fifo.

reg             started = 1'b0;
reg             taken;   // a beat, in the cycle before
reg  [BITS:0]   inside;  // the beat at m included

wire [BITS:0]   stored = inside - m_some_q;
wire [BITS-1:0] put    = get_q + stored;
wire [BITS-1:0] after  = get_q + 1'b1;

always @(posedge clk) begin
    started <= 1'b1;
    taken   <= take && !rst;
    inside  <= rst ? 0 : inside + take - pop;
end

always @* if (started) begin
    assert (inside <= DEPTH && s_ready_q == (inside < DEPTH));
    assert (inside_q == inside[BITS-1:0] && put_q == put && after_q == after);
    assert (unread_q == (stored != 0));
    assert (!m_some_q || inside != 0);
    assert (m_some_q || stored == 0 || (stored == 1 && taken));
    assert (!pop || m_some_q);
end
