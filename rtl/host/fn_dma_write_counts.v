// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_counts - part of fn_dma_write: a count for each channel, in LUT RAM
//
// m_read shows, for each of PORTS, the count of the channel of s_read in the same cycle; what is
// written shows in the next one.  No reset: the user clears one after the other.

`default_nettype none

module fn_dma_write_counts #(
    parameter WIDTH = 7,
    parameter PORTS = 2
) (
    input  wire                   clk,

    // a write
    input  wire                   s_valid,
    input  wire [3:0]             s_index,
    input  wire [WIDTH-1:0]       s_data,

    // reads
    input  wire [4*PORTS-1:0]     s_read,
    output wire [WIDTH*PORTS-1:0] m_read
);
    genvar port;
    generate
        for (port = 0; port < PORTS; port = port + 1) begin : g_port
            reg [WIDTH-1:0] memory_q [0:15];

            always @(posedge clk) if (s_valid) memory_q[s_index] <= s_data;

            assign m_read[WIDTH*port +: WIDTH] = memory_q[s_read[4*port +: 4]];
        end
    endgenerate
endmodule

`default_nettype wire
