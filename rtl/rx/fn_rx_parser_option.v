// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_option - what one word of TCP options does, for every way to come to it
//
// Options have no alignment.  m_from_i: if a kind stands in byte i of the word; m_behind:
// if the kind was the last byte of the word before, and bad for another class than
// those.  One cycle later, a word every cycle.

`default_nettype none
`include "fn_rx_parser_options.vh"

module fn_rx_parser_option (
    input  wire                       clk,
    input  wire [31:0]                s_word,
    output reg  [`FN_OPTION_BITS-1:0] m_from_0,
    output reg  [`FN_OPTION_BITS-1:0] m_from_1,
    output reg  [`FN_OPTION_BITS-1:0] m_from_2,
    output reg  [`FN_OPTION_BITS-1:0] m_from_3,
    output reg  [`FN_OPTION_BITS-1:0] m_behind,
    output reg                        m_behind_bad_sack,
    output reg                        m_behind_bad_stamps,
    output reg  [1:0]                 m_class              // of a kind in the last byte
);
    localparam BITS = `FN_OPTION_BITS;

    wire [7:0] byte_0 = s_word[31:24];
    wire [7:0] byte_1 = s_word[23:16];
    wire [7:0] byte_2 = s_word[15:8];
    wire [7:0] byte_3 = s_word[7:0];

    function [1:0] class_of(input [7:0] kind);
        class_of = kind == 8'd8 ? `FN_CLASS_STAMPS : kind == 8'd5 ? `FN_CLASS_SACK
                                                                  : `FN_CLASS_OTHER;
    endfunction

    // No header holds 64 bytes.
    function bad(input [1:0] kind_class, input [7:0] length);
        bad = length[7:6] != 2'd0 || length[5:1] == 5'd0
           || (kind_class == `FN_CLASS_STAMPS && length[5:0] != 6'd10)
           || (kind_class == `FN_CLASS_SACK && (length[5:3] == 3'd0 || length[2:0] != 3'd2));
    endfunction

    // An option of this class and length whose kind stands room bytes before the word's end.
    function [BITS-1:0] option(input [1:0] kind_class, input [7:0] length, input [2:0] room);
        reg [5:0] skip;
        begin
            skip   = length[5:0] - {3'd0, room};
            option = {BITS{1'b0}};
            option[`FN_OPTION_AT_0]     = length[5:0] == {3'd0, room};
            option[`FN_OPTION_AT_0 + 1] = length[5:0] == {3'd0, room} + 6'd1;
            option[`FN_OPTION_AT_0 + 2] = length[5:0] == {3'd0, room} + 6'd2;
            option[`FN_OPTION_AT_3]     = length[5:0] == {3'd0, room} + 6'd3;
            option[`FN_OPTION_INSIDE]   = skip[5:2] != 4'd0;
            option[`FN_OPTION_SKIP]     = skip;
            option[`FN_OPTION_BAD]      = bad(kind_class, length);
            option[`FN_OPTION_OTHER]    = kind_class == `FN_CLASS_OTHER;
            option[`FN_OPTION_SACK]     = kind_class == `FN_CLASS_SACK;
            option[`FN_OPTION_STAMP]    = kind_class == `FN_CLASS_STAMPS;
            option[`FN_OPTION_PLACE]    = ~room[1:0] + 2'd2;
        end
    endfunction

    // The same, if an option of this class ends inside the word and something follows.
    function [BITS-1:0] then(input [1:0] kind_class, input [BITS-1:0] next);
        begin
            then = next;
            then[`FN_OPTION_OTHER] = 1'b1;  // no other class is so short
            if (kind_class != `FN_CLASS_OTHER) then[`FN_OPTION_BAD] = 1'b1;
        end
    endfunction

    reg [BITS-1:0] from_0, from_1, from_2, from_3;

    always @* begin
        from_3 = {BITS{1'b0}};
        from_3[`FN_OPTION_AT_0]   = byte_3 == 8'd1;
        from_3[`FN_OPTION_BEHIND] = byte_3 > 8'd1;

        from_2 = option(class_of(byte_2), byte_3, 3'd2);
        if (byte_2 == 8'd1) from_2 = from_3;
        if (byte_2 == 8'd0) from_2 = {BITS{1'b0}};

        from_1 = option(class_of(byte_1), byte_2, 3'd3);
        if (byte_2 == 8'd2) from_1 = then(class_of(byte_1), from_3);
        if (byte_1 == 8'd1) from_1 = from_2;
        if (byte_1 == 8'd0) from_1 = {BITS{1'b0}};

        from_0 = option(class_of(byte_0), byte_1, 3'd4);
        if (byte_1 == 8'd2) from_0 = then(class_of(byte_0), from_2);
        if (byte_1 == 8'd3) from_0 = then(class_of(byte_0), from_3);
        if (byte_0 == 8'd1) from_0 = from_1;
        if (byte_0 == 8'd0) from_0 = {BITS{1'b0}};
    end

    always @(posedge clk) begin
        m_from_0 <= from_0;
        m_from_1 <= from_1;
        m_from_2 <= from_2;
        m_from_3 <= from_3;
        m_behind <= byte_0 == 8'd2 ? then(`FN_CLASS_OTHER, from_1)
                  : byte_0 == 8'd3 ? then(`FN_CLASS_OTHER, from_2)
                  : byte_0 == 8'd4 ? then(`FN_CLASS_OTHER, from_3)
                                   : option(`FN_CLASS_OTHER, byte_0, 3'd5);
        m_behind_bad_sack   <= bad(`FN_CLASS_SACK, byte_0);
        m_behind_bad_stamps <= bad(`FN_CLASS_STAMPS, byte_0);
        m_class             <= class_of(byte_3);
    end

endmodule

`default_nettype wire
