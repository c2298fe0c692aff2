// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo_head - a bit of each entry of a fn_queue, the head's in a register
//
// Private to fn_rx_fifo.  A wide queue is spread over the device; what decides whether its
// head may leave must not come out of it.  put and pop as for the queue, some is its m_valid.

`default_nettype none

module fn_rx_fifo_head #(
    parameter DEPTH = 16  // a power of two, from 4 on
) (
    input  wire clk,
    input  wire rst,

    input  wire put,
    input  wire s_bit,
    input  wire some,
    input  wire pop,
    output wire m_bit
);
    localparam BITS = $clog2(DEPTH);

    reg            memory_q [0:DEPTH-1];
    reg [BITS-1:0] put_q;
    reg [BITS-1:0] after_q;  // of the entry behind the head
    reg            head_q;

    wire next  = memory_q[after_q];
    wire alone = put_q == after_q;  // none is behind it

    always @(posedge clk) begin
        if (put) memory_q[put_q] <= s_bit;
        if (put) put_q           <= put_q + 1'b1;
        if (pop) after_q         <= after_q + 1'b1;
        if (!some || (pop && alone)) head_q <= s_bit;
        else if (pop)                head_q <= next;
        if (rst) put_q   <= {BITS{1'b0}};
        if (rst) after_q <= {{BITS-1{1'b0}}, 1'b1};
    end

    assign m_bit = head_q;

endmodule

`default_nettype wire
