// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_memory - two halves of 512 rows, each with a port that reads or writes
//
// Answers come in the next cycle.  Both ports write or both read, and each stays in its
// half: they never meet, and synthesis takes one true dual-port block RAM.

`default_nettype none

module fn_flow_table_memory #(
    parameter WIDTH = 16
) (
    input  wire             clk,
    input  wire             write,

    // a: lower half
    input  wire [8:0]       a_row,
    input  wire [WIDTH-1:0] a_data,
    output wire [WIDTH-1:0] a_answer,

    // b: upper half
    input  wire [8:0]       b_row,
    input  wire [WIDTH-1:0] b_data,
    output wire [WIDTH-1:0] b_answer
);
    reg [WIDTH-1:0] memory_q [0:1023];
    reg [WIDTH-1:0] a_answer_q;
    reg [WIDTH-1:0] b_answer_q;

    always @(posedge clk)
        if (write) memory_q[{1'b0, a_row}] <= a_data;
        else       a_answer_q              <= memory_q[{1'b0, a_row}];

    always @(posedge clk)
        if (write) memory_q[{1'b1, b_row}] <= b_data;
        else       b_answer_q              <= memory_q[{1'b1, b_row}];

    assign a_answer = a_answer_q;
    assign b_answer = b_answer_q;

endmodule

`default_nettype wire
