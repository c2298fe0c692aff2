// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_option - what one word of TCP options does, for every way to come to it
//
// Options have no alignment.  m_from_i: if a kind stands in byte i of the word; m_behind:
// if the kind was the last byte of the word before.  Two cycles after the word, one after
// s_valid; what is no word of options changes nothing.  A word every cycle.

`default_nettype none
`include "fn_rx_parser_options.vh"

module fn_rx_parser_option #(
    parameter AHEAD = 0  // 1: the counts are about the word behind the next one
) (
    input  wire                       clk,
    input  wire [31:0]                s_word,
    input  wire [`FN_CLASS_BITS-1:0]  s_class,   // of a kind in the last byte of the word before
    output wire [`FN_CLASS_BITS-1:0]  m_class,   // at once: in this word's
    input  wire                       s_valid,   // a cycle later: it is a word of options
    output reg  [`FN_OPTION_BITS-1:0] m_from_0,
    output reg  [`FN_OPTION_BITS-1:0] m_from_1,
    output reg  [`FN_OPTION_BITS-1:0] m_from_2,
    output reg  [`FN_OPTION_BITS-1:0] m_from_3,
    output reg  [`FN_OPTION_BITS-1:0] m_behind
);
    localparam BITS = `FN_OPTION_BITS;

    wire [7:0] byte_0 = s_word[31:24];
    wire [7:0] byte_1 = s_word[23:16];
    wire [7:0] byte_2 = s_word[15:8];
    wire [7:0] byte_3 = s_word[7:0];

    // Neither the end of the list nor no operation.
    wire kind_0 = byte_0[7:1] != 7'd0;
    wire kind_1 = byte_1[7:1] != 7'd0;
    wire kind_2 = byte_2[7:1] != 7'd0;
    wire kind_3 = byte_3[7:1] != 7'd0;
    wire nop_3  = byte_3 == 8'd1;

    function [`FN_CLASS_BITS-1:0] class_of(input [7:0] kind);
        begin
            class_of[`FN_CLASS_SACK]   = kind == 8'd5;
            class_of[`FN_CLASS_STAMPS] = kind == 8'd8;
        end
    endfunction

    // No header holds 64 bytes.
    function bad(input [`FN_CLASS_BITS-1:0] kind_class, input [7:0] length);
        bad = length[7:6] != 2'd0 || length[5:1] == 5'd0
           || (kind_class[`FN_CLASS_STAMPS] && length[5:0] != 6'd10)
           || (kind_class[`FN_CLASS_SACK] && (length[5:3] == 3'd0 || length[2:0] != 3'd2));
    endfunction

    // An option of this class and length whose kind stands room bytes before the word's end,
    // if it does not end before.
    function [BITS-1:0] option(input [`FN_CLASS_BITS-1:0] kind_class, input [7:0] length,
                               input [2:0] room);
        reg [5:0] skip;
        begin
            skip   = length[5:0] - {3'd0, room};
            option = {BITS{1'b0}};
            if (length[5:0] >= {3'd0, room}) begin
                option[`FN_OPTION_AT_0] = skip == 6'd0;
                option[`FN_OPTION_AT_1] = skip == 6'd1;
                option[`FN_OPTION_AT_2] = skip == 6'd2;
                option[`FN_OPTION_AT_3] = skip == 6'd3;
                option[`FN_OPTION_LAST] = skip[5:2] == 4'd1;
                if (skip[5:2] != 4'd0) begin
                    option[`FN_OPTION_TAIL]  = skip[1:0];
                    option[`FN_OPTION_COUNT] = AHEAD != 0 ? skip[5:2] - 4'd1 : skip[5:2];
                end
            end
            option[`FN_OPTION_BAD]    = bad(kind_class, length);
            option[`FN_OPTION_OTHER]  = kind_class == 0;
            option[`FN_OPTION_SACK]   = kind_class[`FN_CLASS_SACK];
            option[`FN_OPTION_STAMPS] = kind_class[`FN_CLASS_STAMPS];
        end
    endfunction

    // ---- First cycle: options that begin in byte 0, 1, 2, or before the word ----
    // With what stands in byte 3, if that comes right behind them.
    reg [BITS-1:0] zero_q, one_q, two_q, before_q;
    reg            kind_3_q, nop_3_q;
    reg            zero_one_q, zero_two_q;      // from byte 0 to byte 1, to byte 2
    reg            one_two_q;
    reg            before_one_q, before_two_q;

    always @(posedge clk) begin
        zero_q   <= option(class_of(byte_0), byte_1, 3'd4);
        one_q    <= option(class_of(byte_1), byte_2, 3'd3);
        two_q    <= option(class_of(byte_2), byte_3, 3'd2);
        before_q <= option(s_class, byte_0, 3'd5);
        if (byte_1 == 8'd3) {zero_q[`FN_OPTION_BEHIND], zero_q[`FN_OPTION_AT_0]} <= {kind_3, nop_3};
        if (byte_2 == 8'd2) {one_q[`FN_OPTION_BEHIND], one_q[`FN_OPTION_AT_0]} <= {kind_3, nop_3};
        if (byte_0 == 8'd4)
            {before_q[`FN_OPTION_BEHIND], before_q[`FN_OPTION_AT_0]} <= {kind_3, nop_3};
        if (!kind_0) zero_q <= {BITS{1'b0}};
        if (!kind_1) one_q  <= {BITS{1'b0}};
        if (!kind_2) two_q  <= {BITS{1'b0}};
        if (byte_2 == 8'd1) {two_q[`FN_OPTION_BEHIND], two_q[`FN_OPTION_AT_0]} <= {kind_3, nop_3};
        kind_3_q     <= kind_3;
        nop_3_q      <= nop_3;
        zero_one_q   <= byte_0 == 8'd1;
        zero_two_q   <= (byte_0 == 8'd1 && byte_1 == 8'd1) || (kind_0 && byte_1 == 8'd2);
        one_two_q    <= byte_1 == 8'd1;
        before_one_q <= byte_0 == 8'd2;
        before_two_q <= (byte_0 == 8'd2 && byte_1 == 8'd1) || byte_0 == 8'd3;
    end

    assign m_class = class_of(byte_3);

    // ---- Second cycle: with those that follow in the word ----
    always @(posedge clk) begin
        m_from_0 <= zero_q | ({BITS{zero_one_q}} & one_q) | ({BITS{zero_two_q}} & two_q);
        m_from_1 <= one_q | ({BITS{one_two_q}} & two_q);
        m_from_2 <= two_q;
        m_from_3 <= {BITS{1'b0}};
        m_from_3[`FN_OPTION_AT_0]   <= nop_3_q;
        m_from_3[`FN_OPTION_BEHIND] <= kind_3_q;
        m_behind <= before_q | ({BITS{before_one_q}} & one_q) | ({BITS{before_two_q}} & two_q);
        if (!s_valid) begin
            m_from_0 <= {{BITS-1{1'b0}}, 1'b1} << `FN_OPTION_AT_0;
            m_from_1 <= {{BITS-1{1'b0}}, 1'b1} << `FN_OPTION_AT_1;
            m_from_2 <= {{BITS-1{1'b0}}, 1'b1} << `FN_OPTION_AT_2;
            m_from_3 <= {{BITS-1{1'b0}}, 1'b1} << `FN_OPTION_AT_3;
            m_behind <= {{BITS-1{1'b0}}, 1'b1} << `FN_OPTION_BEHIND;
        end
    end

endmodule

`default_nettype wire
