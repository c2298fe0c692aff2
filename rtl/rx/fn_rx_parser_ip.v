// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_ip - keeps the words of an IP header that key and record need
//
// Two cycles after a word it stands, until two cycles after the next packet's first
// window; 0 where the packet has none.

`default_nettype none

module fn_rx_parser_ip (
    input  wire         clk,

    // words: see fn_rx_parser_chain
    input  wire         s_first,
    input  wire [31:0]  s_low,
    input  wire [31:0]  s_high,
    input  wire [9:0]   s_ip,
    input  wire         s_swap,
    input  wire         s_ipv6,

    output reg          m_seen,
    output reg  [11:0]  m_word_0,      // IHL and type of service, or traffic class
    output reg  [31:0]  m_word_1,
    output reg  [7:0]   m_ttl,
    output wire [127:0] m_source,      // first byte in bits 7:0
    output wire [127:0] m_destination
);
    reg        clear_q;
    reg        ipv6_q;
    reg [9:0]  ip_q;
    reg [31:0] even_q, odd_q;  // words of the header
    reg [31:0] source_q [0:3];
    reg [31:0] target_q [0:3];

    always @(posedge clk) begin
        clear_q <= s_first;
        ipv6_q  <= s_ipv6;
        ip_q    <= s_ip;
        even_q  <= s_swap ? s_high : s_low;
        odd_q   <= s_swap ? s_low : s_high;

        if (ip_q[0]) m_seen   <= 1'b1;
        if (ip_q[0]) m_word_0 <= even_q[27:16];
        if (ip_q[1]) m_word_1 <= odd_q;
        if (ip_q[2] && !ipv6_q) m_ttl <= even_q[31:24];
        if (ip_q[1] && ipv6_q)  m_ttl <= odd_q[7:0];
        if (ip_q[2] && ipv6_q)  source_q[0] <= even_q;
        if (ip_q[3] && !ipv6_q) source_q[0] <= odd_q;
        if (ip_q[3] && ipv6_q)  source_q[1] <= odd_q;
        if (ip_q[4] && ipv6_q)  source_q[2] <= even_q;
        if (ip_q[5] && ipv6_q)  source_q[3] <= odd_q;
        if (ipv6_q ? ip_q[6] : ip_q[4]) target_q[0] <= even_q;
        if (ip_q[7] && ipv6_q)  target_q[1] <= odd_q;
        if (ip_q[8] && ipv6_q)  target_q[2] <= even_q;
        if (ip_q[9] && ipv6_q)  target_q[3] <= odd_q;
        if (clear_q) begin
            m_seen      <= 1'b0;
            m_word_0    <= 12'd0;
            m_word_1    <= 32'd0;
            m_ttl       <= 8'd0;
            source_q[0] <= 32'd0;
            source_q[1] <= 32'd0;
            source_q[2] <= 32'd0;
            source_q[3] <= 32'd0;
            target_q[0] <= 32'd0;
            target_q[1] <= 32'd0;
            target_q[2] <= 32'd0;
            target_q[3] <= 32'd0;
        end
    end

    function [31:0] turned(input [31:0] bytes);
        turned = {bytes[7:0], bytes[15:8], bytes[23:16], bytes[31:24]};
    endfunction

    assign m_source      = {turned(source_q[3]), turned(source_q[2]), turned(source_q[1]),
                            turned(source_q[0])};
    assign m_destination = {turned(target_q[3]), turned(target_q[2]), turned(target_q[1]),
                            turned(target_q[0])};

endmodule

`default_nettype wire
