// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_count - counts the words of a header while fn_rx_parser_chain walks
//
// The outputs are about the low word of the next window.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_count (
    input  wire                      clk,

    // window: two words, hints of fn_rx_parser_window
    input  wire                      s_valid,
    input  wire                      s_first,
    // verilator lint_off UNUSEDSIGNAL
    input  wire [31:0]               s_low,        // lengths alone count
    input  wire [31:0]               s_high,
    input  wire [`FN_HINT_BITS-1:0]  s_low_hint,
    input  wire [`FN_HINT_BITS-1:0]  s_high_hint,
    input  wire [`FN_NAMED_BITS-1:0] s_named,
    // verilator lint_on UNUSEDSIGNAL

    // where the walk stands: the header of the low word
    input  wire                      s_ethernet,   // and nothing begins in this window
    input  wire                      s_before_ip,  // IP may begin with the high word
    input  wire                      s_ipv4,
    input  wire                      s_ipv6,
    input  wire                      s_other,
    input  wire                      s_tcp,
    input  wire                      s_start,      // what is named begins with the low word
    input  wire                      s_ends,       // or with the high one

    output reg  [3:0]                m_index,      // of the word in its header
    output reg                       m_rest_1,     // words left in it, with this one
    output reg                       m_rest_2
);
    reg [8:0] rest_q;

    wire low_vlan  = s_low_hint[`FN_HINT_VLAN];
    wire low_ipv6  = s_low_hint[`FN_HINT_IPV6];
    wire low_0     = s_low_hint[`FN_HINT_LENGTH_0];
    wire low_1     = s_low_hint[`FN_HINT_LENGTH_1];
    wire low_2     = s_low_hint[`FN_HINT_LENGTH_2];
    wire high_0    = s_high_hint[`FN_HINT_LENGTH_0];
    wire high_1    = s_high_hint[`FN_HINT_LENGTH_1];
    wire udp_named = s_named[`FN_NAMED_UDP];
    wire ah_named  = s_named[`FN_NAMED_AH];
    wire two_named = s_named[`FN_NAMED_FRAGMENT];  // of two words
    wire var_named = s_named[`FN_NAMED_OPTIONS] || s_named[`FN_NAMED_ROUTING];
    wire index_0   = m_index == 4'd0;
    wire index_2   = m_index == 4'd2;
    wire index_3   = m_index == 4'd3;

    wire [3:0] offset_low  = s_low[31:28];
    wire [3:0] offset_high = s_high[31:28];

    // The count of words starts anew with each header, and with the TCP data offset.
    wire [3:0] ihl     = s_ipv4 ? s_low[27:24] : s_high[27:24];
    wire [3:0] ihl_5   = ihl < 4'd5 ? 4'd5 : ihl;
    wire [7:0] length  = s_start ? s_low[23:16] : s_high[23:16];
    wire       counts  = ((s_ipv4 || s_ipv6) && !index_0) || s_other || s_tcp;
    wire       at_3    = counts && !m_rest_1 && rest_q == 9'd3;
    wire       at_4    = counts && !m_rest_1 && rest_q == 9'd4;


    reg [8:0] rest_d;
    reg [3:0] index_d;

    always @* begin
        rest_d = rest_q - 9'd2;
        if (s_tcp && index_2)          rest_d = {5'd0, offset_high} - 9'd4;
        if (s_tcp && index_3)          rest_d = {5'd0, offset_low} - 9'd5;
        if (s_ipv4 && index_0)         rest_d = {5'd0, ihl_5} - 9'd2;
        if (s_ipv6 && index_0)         rest_d = 9'd8;
        if (s_before_ip)       rest_d = low_ipv6 ? 9'd9 : {5'd0, ihl_5} - 9'd1;
        if (s_start || s_ends) begin
            rest_d = {9{1'b1}};  // TCP: not known yet
            if (udp_named) rest_d = s_start ? 9'd3 : 9'd4;
            if (ah_named)  rest_d = {1'b0, length} + {8'd0, s_ends};
            if (var_named) rest_d = {length, s_ends};
            if (two_named) rest_d = 9'd1;
        end

        index_d = m_index + 4'd2;
        if (s_ends) index_d = 4'd1;
        if (s_start) index_d = 4'd2;
        if (s_ethernet || s_first) index_d = 4'd0;
        if (s_before_ip) index_d = {3'd0, !low_vlan};
    end

    always @(posedge clk) begin
        if (s_valid) begin
            m_index  <= index_d;
            rest_q   <= rest_d;
            m_rest_1 <= at_3 || (s_tcp && index_2 && offset_high <= 4'd5)
                     || (s_tcp && index_3 && offset_low == 4'd6)
                     || (s_start && ah_named && (low_0 || low_1))
                     || (s_ends && (two_named || (var_named && high_0)));
            m_rest_2 <= at_4 || (s_tcp && index_2 && offset_high == 4'd6)
                     || (s_tcp && index_3 && offset_low == 4'd7)
                     || (s_start && ((ah_named && low_2) || (var_named && low_1)))
                     || (s_ends && ah_named && (high_0 || high_1));
        end
    end

endmodule

`default_nettype wire
