// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_memory - 1024 rows with two ports: a reads or writes, b reads
//
// Both answer in the next cycle.  Port b does not read in a cycle in which a writes:
// so the two never meet in one row, and synthesis takes a true dual-port block RAM.

`default_nettype none

module fn_flow_table_memory #(
    parameter WIDTH = 16
) (
    input  wire             clk,

    // a: read or write
    input  wire             a_write,
    input  wire [9:0]       a_row,
    input  wire [WIDTH-1:0] a_data,
    output wire [WIDTH-1:0] a_answer,

    // b: read
    input  wire [9:0]       b_row,
    output wire [WIDTH-1:0] b_answer
);
    reg [WIDTH-1:0] memory_q [0:1023];
    reg [WIDTH-1:0] a_answer_q;
    reg [WIDTH-1:0] b_answer_q;

    always @(posedge clk) begin
        if (a_write) memory_q[a_row] <= a_data;
        else         a_answer_q      <= memory_q[a_row];
        if (!a_write) b_answer_q     <= memory_q[b_row];
    end

    assign a_answer = a_answer_q;
    assign b_answer = b_answer_q;

endmodule

`default_nettype wire
