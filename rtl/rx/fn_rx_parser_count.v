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
    /* verilator lint_off UNUSEDSIGNAL */  // lengths alone count
    input  wire [31:0]               s_low,
    input  wire [31:0]               s_high,
    input  wire [`FN_HINT_BITS-1:0]  s_low_hint,
    input  wire [`FN_HINT_BITS-1:0]  s_high_hint,
    input  wire [`FN_NAMED_BITS-1:0] s_named,
    /* verilator lint_on UNUSEDSIGNAL */

    // where the walk stands: the header of the low word
    input  wire                      s_ethernet,   // and nothing begins in this window
    input  wire                      s_before_ip,  // IP may begin with the high word
    input  wire                      s_ipv4,
    input  wire                      s_ipv6,
    input  wire                      s_chain,
    input  wire                      s_ah,
    input  wire                      s_tcp,
    input  wire                      s_udp,
    input  wire                      s_start,      // what is named begins with the low word
    input  wire                      s_ends,       // or with the high one
    input  wire                      s_ends_soon,  // it does and ends with the next low word

    output reg  [9:0]                m_index,      // of the word in its header, one bit each, ...
    output reg                       m_index_5,    // ... or more
    output reg                       m_odd,
    output reg                       m_rest_1,     // words left in it, with this one
    output reg                       m_rest_2,
    output reg                       m_ends        // a header of IP or of the chain has one left
);
    // Words left with the low one: 2 windows_q + odd_rest_q, and one if more_q.
    reg [7:0] windows_q;
    reg       odd_rest_q;
    reg       more_q;

    wire low_vlan  = s_low_hint[`FN_HINT_VLAN];
    wire low_0     = s_low_hint[`FN_HINT_LENGTH_0];
    wire low_1     = s_low_hint[`FN_HINT_LENGTH_1];
    wire low_2     = s_low_hint[`FN_HINT_LENGTH_2];
    wire high_0    = s_high_hint[`FN_HINT_LENGTH_0];
    wire high_1    = s_high_hint[`FN_HINT_LENGTH_1];
    wire ah_named  = s_named[`FN_NAMED_AH];
    wire two_named = s_named[`FN_NAMED_FRAGMENT];  // of two words
    wire var_named = s_named[`FN_NAMED_OPTIONS] || s_named[`FN_NAMED_ROUTING];

    wire [3:0] offset_low  = s_low[31:28];
    wire [3:0] offset_high = s_high[31:28];

    // The count of words starts anew with each header, and with the TCP data offset.  IPv6 has
    // 10 words; of UDP, with what may be RTP, 5 count.
    wire [3:0] ihl     = s_ipv4 ? s_low[27:24] : s_high[27:24];
    wire [3:0] ihl_5   = ihl < 4'd5 ? 4'd5 : ihl;
    wire [7:0] length  = s_start ? s_low[23:16] : s_high[23:16];
    wire       header  = (s_ipv4 && !m_index[0]) || s_chain || s_ah;
    wire       counts  = header || (s_tcp && (m_index[4] || m_index_5));
    wire       at_3    = windows_q == 8'd1 && odd_rest_q != more_q;
    wire       at_4    = more_q ? windows_q == 8'd1 && odd_rest_q
                                : windows_q == 8'd2 && !odd_rest_q;
    wire       tcp_2    = s_tcp && m_index[2];
    wire       tcp_3    = s_tcp && m_index[3];
    wire [3:0] offset  = m_index[2] ? offset_high : offset_low;
    wire       restarts = s_first || s_ethernet || s_before_ip || s_start || s_ends;

    reg  [7:0] windows_d;
    reg        odd_rest_d;

    always @* begin
        windows_d  = windows_q - 8'd1;
        odd_rest_d = odd_rest_q;
        if (tcp_2 || tcp_3) begin
            windows_d  = {5'd0, offset[3:1]} - (tcp_2 ? 8'd2 : 8'd3);
            odd_rest_d = offset[0];
        end
        if (s_before_ip || (s_ipv4 && m_index[0])) begin
            windows_d  = {5'd0, ihl_5[3:1]} - 8'd1;
            odd_rest_d = ihl_5[0];
        end
        if (s_start || s_ends) begin
            windows_d  = ah_named ? {1'b0, length[7:1]} : length;
            odd_rest_d = ah_named && length[0];
        end
    end

    always @(posedge clk) begin
        if (s_valid) begin
            m_index   <= {m_index[7:0], 2'd0};
            m_index_5 <= m_index[3] || m_index[4] || m_index_5;
            if (restarts) begin
                m_index   <= {7'd0, s_start, s_ends || (s_before_ip && !low_vlan),
                              s_ethernet || (s_before_ip && low_vlan)};
                m_index_5 <= 1'b0;
                m_odd     <= s_ends || (s_before_ip && !low_vlan);
            end

            windows_q  <= windows_d;
            odd_rest_q <= odd_rest_d;
            if (restarts || tcp_2 || tcp_3 || (s_ipv4 && m_index[0]))
                more_q <= s_before_ip || s_ends || tcp_3;

            m_rest_1 <= (counts && at_3) || (s_ipv6 && m_index[7]) || (s_udp && m_index[2])
                     || (tcp_2 && offset_high <= 4'd5) || (tcp_3 && offset_low == 4'd6)
                     || (s_start && ah_named && (low_0 || low_1))
                     || (s_ends && (two_named || (var_named && high_0)));
            m_rest_2 <= (counts && at_4) || (s_ipv6 && m_index[6]) || (s_udp && m_index[1])
                     || (tcp_2 && offset_high == 4'd6) || (tcp_3 && offset_low == 4'd7)
                     || (s_start && ((ah_named && low_2) || (var_named && low_1)))
                     || (s_ends && ah_named && (high_0 || high_1));
            m_ends   <= !s_first && ((header && at_3) || (s_ipv6 && m_index[7]) || s_ends_soon);
        end
    end

endmodule

`default_nettype wire
