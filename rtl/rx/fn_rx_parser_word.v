// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_word - keeps one word of one header, or of another one in its stead
//
// m_seen says that there was one in this packet; of several the last counts, or with
// FIRST the first.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_word #(
    parameter [3:0] KIND        = `FN_PARSE_DONE,
    parameter [3:0] PLACE       = 4'd0,
    parameter [3:0] OTHER_KIND  = KIND,
    parameter [3:0] OTHER_PLACE = PLACE,
    parameter       FIRST       = 0
) (
    input  wire        clk,
    input  wire        s_clear,      // a new packet
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,
    input  wire [3:0]  s_low_kind,
    input  wire [3:0]  s_high_kind,
    input  wire [3:0]  s_low_place,
    input  wire [3:0]  s_high_place,
    output reg  [31:0] m_word,
    output reg         m_seen
);
    wire low  = (s_low_kind == KIND && s_low_place == PLACE)
             || (s_low_kind == OTHER_KIND && s_low_place == OTHER_PLACE);
    wire high = (s_high_kind == KIND && s_high_place == PLACE)
             || (s_high_kind == OTHER_KIND && s_high_place == OTHER_PLACE);

    always @(posedge clk) begin
        if ((low || high) && !(FIRST != 0 && m_seen)) m_word <= high ? s_high : s_low;
        if (low || high) m_seen <= 1'b1;
        if (s_clear) m_word <= 32'd0;
        if (s_clear) m_seen <= 1'b0;
    end

endmodule

`default_nettype wire
