// SPDX-License-Identifier: Apache-2.0
//
// fn_queue_properties - included by rtl/common/fn_queue.v
//
// Its part of the proofs of fn_rx_fifo and fn_rx_checksum: these keep their promises.

reg              started = 1'b0;
wire [BITS:0]    inside  = {full_q, inside_q};
wire [BITS-1:0]  second  = get_q + 1'b1;
wire [WIDTH-1:0] behind  = memory_q[second];  // behind the head

always @(posedge clk) started <= 1'b1;

always @* if (started) begin
    assert (put_q == ((get_q + inside_q) % DEPTH));
    assert (!full_q || inside_q == 0);
    assert (some_q == (inside != 0));
    assert (!put || !full_q);
    assert (!pop || some_q || put);
end
