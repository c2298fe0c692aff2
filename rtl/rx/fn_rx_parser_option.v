// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_option - what one word of TCP options does, for every way to come to it
//
// Options have no alignment.  m_from_i: if a kind stands in byte i of the word;
// m_behind_c: if the kind, of class c, was the last byte of the word before.  One
// cycle later, a word every cycle.

`default_nettype none
`include "fn_rx_parser_options.vh"

module fn_rx_parser_option (
    input  wire                       clk,
    input  wire [31:0]                s_word,
    output reg  [`FN_OPTION_BITS-1:0] m_from_0,
    output reg  [`FN_OPTION_BITS-1:0] m_from_1,
    output reg  [`FN_OPTION_BITS-1:0] m_from_2,
    output reg  [`FN_OPTION_BITS-1:0] m_from_3,
    output reg  [`FN_OPTION_BITS-1:0] m_behind_other,
    output reg  [`FN_OPTION_BITS-1:0] m_behind_sack,
    output reg  [`FN_OPTION_BITS-1:0] m_behind_stamps
);
    wire [7:0] byte_0 = s_word[31:24];
    wire [7:0] byte_1 = s_word[23:16];
    wire [7:0] byte_2 = s_word[15:8];
    wire [7:0] byte_3 = s_word[7:0];

    function [1:0] class_of(input [7:0] kind);
        class_of = kind == 8'd8 ? `FN_CLASS_STAMPS : kind == 8'd5 ? `FN_CLASS_SACK
                                                                  : `FN_CLASS_OTHER;
    endfunction

    // An option of this class and length whose kind stands 4 - room bytes into the word.
    function [`FN_OPTION_BITS-1:0] option(input [1:0] kind_class, input [7:0] length,
                                          input [2:0] room);
        begin
            option = {`FN_OPTION_BITS{1'b0}};
            option[`FN_OPTION_SKIP]  = length - {5'd0, room};
            option[`FN_OPTION_OTHER] = kind_class == `FN_CLASS_OTHER;
            option[`FN_OPTION_STAMP] = kind_class == `FN_CLASS_STAMPS;
            option[`FN_OPTION_PLACE] = ~room[1:0] + 2'd2;   // room 5, 4, 3, 2: 0, 1, 2, 3
            if (kind_class == `FN_CLASS_SACK) option[`FN_OPTION_SACK] = length[5:3];
            option[`FN_OPTION_BAD] = length < 8'd2
                || (kind_class == `FN_CLASS_STAMPS && length != 8'd10)
                || (kind_class == `FN_CLASS_SACK && (length < 8'd10 || length[2:0] != 3'd2));
        end
    endfunction

    // The same, if it ends inside the word and something follows.
    function [`FN_OPTION_BITS-1:0] then(input [`FN_OPTION_BITS-1:0] next);
        begin
            then = next;
            then[`FN_OPTION_OTHER] = 1'b1;  // no other class is so short
        end
    endfunction

    reg [`FN_OPTION_BITS-1:0] from_0, from_1, from_2, from_3;

    always @* begin
        from_3 = {`FN_OPTION_BITS{1'b0}};
        from_3[`FN_OPTION_END]     = byte_3 == 8'd0;
        from_3[`FN_OPTION_PENDING] = byte_3 > 8'd1;
        from_3[`FN_OPTION_CLASS]   = class_of(byte_3);

        from_2 = option(class_of(byte_2), byte_3, 3'd2);
        if (byte_2 == 8'd1) from_2 = from_3;
        if (byte_2 == 8'd0) from_2 = {`FN_OPTION_BITS{1'b0}};
        if (byte_2 == 8'd0) from_2[`FN_OPTION_END] = 1'b1;

        from_1 = option(class_of(byte_1), byte_2, 3'd3);
        if (byte_2 == 8'd2 && class_of(byte_1) == `FN_CLASS_OTHER) from_1 = then(from_3);
        if (byte_1 == 8'd1) from_1 = from_2;
        if (byte_1 == 8'd0) from_1 = {`FN_OPTION_BITS{1'b0}};
        if (byte_1 == 8'd0) from_1[`FN_OPTION_END] = 1'b1;

        from_0 = option(class_of(byte_0), byte_1, 3'd4);
        if (byte_1 == 8'd2 && class_of(byte_0) == `FN_CLASS_OTHER) from_0 = then(from_2);
        if (byte_1 == 8'd3 && class_of(byte_0) == `FN_CLASS_OTHER) from_0 = then(from_3);
        if (byte_0 == 8'd1) from_0 = from_1;
        if (byte_0 == 8'd0) from_0 = {`FN_OPTION_BITS{1'b0}};
        if (byte_0 == 8'd0) from_0[`FN_OPTION_END] = 1'b1;
    end

    always @(posedge clk) begin
        m_from_0 <= from_0;
        m_from_1 <= from_1;
        m_from_2 <= from_2;
        m_from_3 <= from_3;
        m_behind_sack   <= option(`FN_CLASS_SACK, byte_0, 3'd5);
        m_behind_stamps <= option(`FN_CLASS_STAMPS, byte_0, 3'd5);
        m_behind_other  <= byte_0 == 8'd2 ? then(from_1)
                         : byte_0 == 8'd3 ? then(from_2)
                         : byte_0 == 8'd4 ? then(from_3)
                         : option(`FN_CLASS_OTHER, byte_0, 3'd5);
    end

endmodule

`default_nettype wire
