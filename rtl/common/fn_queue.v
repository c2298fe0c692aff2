// SPDX-License-Identifier: Apache-2.0
//
// fn_queue - a short queue in LUT RAM whose head is read at once
//
// A mechanism inside a block: it has no handshake.  What is put in one cycle is at m in
// the next; m_data comes straight from the memory, m_valid is a register.  full_d says
// that the next cycle has no room, so that ready may be a register of the user's; put
// must be 0 when there is no room, pop when m_valid is 0, unless put is 1: then what
// arrives passes by.  Reset empties it.

`default_nettype none

module fn_queue #(
    parameter WIDTH = 64,
    parameter DEPTH = 16  // a power of two, from 4 on
) (
    input  wire             clk,
    input  wire             rst,

    // s: what arrives
    input  wire             put,
    input  wire [WIDTH-1:0] s_data,
    output wire             full_d,

    // m: the head
    output wire             m_valid,
    output wire [WIDTH-1:0] m_data,
    input  wire             pop
);
    localparam BITS = $clog2(DEPTH);

    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg [BITS-1:0]  inside_q;  // modulo DEPTH
    reg             full_q;
    reg             some_q;

    wire has_one = inside_q == 1;
    wire is_next = &inside_q;  // DEPTH - 1

    // pop comes late: all that can be is decided without it
    assign full_d = !pop && (full_q || (is_next && put));

    always @(posedge clk) begin
        if (put) memory_q[put_q] <= s_data;
        if (put) put_q <= put_q + 1'b1;
        if (pop) get_q <= get_q + 1'b1;
        if (put != pop) inside_q <= put ? inside_q + 1'b1 : inside_q - 1'b1;
        full_q <= full_d;
        some_q <= put ? some_q || !pop : some_q && !(pop && has_one);
        if (rst) begin
            put_q    <= {BITS{1'b0}};
            get_q    <= {BITS{1'b0}};
            inside_q <= {BITS{1'b0}};
            full_q   <= 1'b0;
            some_q   <= 1'b0;
        end
    end

    assign m_valid = some_q;
    assign m_data = memory_q[get_q];

`ifdef FORMAL
    `include "fn_queue_properties.vh"
`endif
endmodule

`default_nettype wire
