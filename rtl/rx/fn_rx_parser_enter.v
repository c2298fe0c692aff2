// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_enter - one word of TCP options, come to in one way
//
// Combinational: fn_rx_parser_options reads two words a cycle with two of these.

`default_nettype none
`include "fn_rx_parser_options.vh"

module fn_rx_parser_enter (
    input  wire                       valid,   // otherwise nothing happens
    input  wire [5:0]                 next,    // how the word is come to: see FN_OPTION_NEXT
    input  wire [5:0]                 skip,
    input  wire [1:0]                 kind_class,
    input  wire [`FN_OPTION_BITS-1:0] from_0,  // see fn_rx_parser_option
    input  wire [`FN_OPTION_BITS-1:0] from_1,
    input  wire [`FN_OPTION_BITS-1:0] from_2,
    input  wire [`FN_OPTION_BITS-1:0] from_3,
    input  wire [`FN_OPTION_BITS-1:0] behind,
    input  wire                       behind_bad_sack,
    input  wire                       behind_bad_stamps,
    input  wire [1:0]                 last_class,
    output reg  [5:0]                 next_d,
    output wire [5:0]                 skip_d,
    output wire [1:0]                 kind_class_d,
    output wire [`FN_OPTION_BITS-1:0] does
);
    localparam BITS = `FN_OPTION_BITS;

    wire is_behind = next[`FN_OPTION_BEHIND];
    wire inside    = next[`FN_OPTION_INSIDE];
    wire sack      = kind_class == `FN_CLASS_SACK;
    wire stamps    = kind_class == `FN_CLASS_STAMPS;
    wire last      = skip[5:2] == 4'd1;   // word inside

    reg [BITS-1:0] behind_does;

    always @* begin
        behind_does = behind;
        if (sack)   behind_does[`FN_OPTION_BAD] = behind_bad_sack;
        if (stamps) behind_does[`FN_OPTION_BAD] = behind_bad_stamps;
        behind_does[`FN_OPTION_OTHER] = !sack && !stamps;
        if (sack)   behind_does[`FN_OPTION_SACK]  = 1'b1;
        if (stamps) behind_does[`FN_OPTION_STAMP] = 1'b1;
    end

    assign does = ({BITS{next[0]}} & from_0) | ({BITS{next[1]}} & from_1)
                | ({BITS{next[2]}} & from_2) | ({BITS{next[3]}} & from_3)
                | ({BITS{is_behind}} & behind_does);

    always @* begin
        next_d = does[`FN_OPTION_NEXT];
        if (inside && last)  next_d[{1'b0, skip[1:0]}] = 1'b1;
        if (inside && !last) next_d[`FN_OPTION_INSIDE] = 1'b1;
        if (!valid)          next_d = next;
    end

    assign skip_d = !valid ? skip : inside ? {skip[5:2] - 4'd1, skip[1:0]}
                                           : does[`FN_OPTION_SKIP];
    assign kind_class_d = valid ? last_class : kind_class;

endmodule

`default_nettype wire
