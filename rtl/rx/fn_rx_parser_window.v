// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_window - cuts beats into the words of the headers
//
// Every header behind the Ethernet addresses begins 2 bytes off a multiple of 4.  One
// cycle after a beat, two words leave: the last 2 bytes of the beat before and the
// first 2 of this one, then the next 4; first byte on top; and what each would mean as
// some header's word.  Takes a beat every cycle, never waits.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_window (
    input  wire                     clk,
    input  wire                     rst,

    // beats that arrive
    input  wire                     s_valid,
    input  wire                     s_first,
    input  wire                     s_last,
    input  wire [63:0]              s_data,
    input  wire [7:0]               s_keep,

    // window: two words; here: all of its bytes are in the packet
    output reg                      m_valid,
    output reg                      m_first,
    output reg                      m_last,
    output reg  [3:0]               m_tail,      // bytes in the beat
    output reg  [31:0]              m_low,
    output reg  [31:0]              m_high,
    output reg                      m_low_here,
    output reg                      m_high_here,
    output reg  [`FN_HINT_BITS-1:0] m_low_hint,
    output reg  [`FN_HINT_BITS-1:0] m_high_hint,
    output reg  [7:0]               m_cut_byte   // first byte of the first word not here, or 0
);
    reg [15:0] carry_q;  // the last 2 bytes of the beat before

    wire [31:0] low  = {carry_q, s_data[7:0], s_data[15:8]};
    wire [31:0] high = {s_data[23:16], s_data[31:24], s_data[39:32], s_data[47:40]};

    function [`FN_HINT_BITS-1:0] hint_of(input [31:0] word);
        begin
            // EtherType.  IEEE 802.3: up to 1500 it is a length.  802.1Q, 802.1ad, and
            // 0x9100 from before that.
            hint_of[`FN_HINT_LLC]  = word[15:0] <= 16'd1500;
            hint_of[`FN_HINT_IPV4] = word[15:0] == 16'h0800;
            hint_of[`FN_HINT_IPV6] = word[15:0] == 16'h86dd;
            hint_of[`FN_HINT_VLAN] = word[15:0] == 16'h8100 || word[15:0] == 16'h88a8
                                  || word[15:0] == 16'h9100;
            hint_of[`FN_HINT_SHORT_LLC] = word[10:3] == 8'd0;  // no room for SNAP
            hint_of[`FN_HINT_SNAP]      = word == 32'haaaa0300;
            hint_of[`FN_HINT_NO_OUI]    = word[31:16] == 16'd0;
            hint_of[`FN_HINT_VERSION_4] = word[31:28] == 4'd4;
            hint_of[`FN_HINT_VERSION_6] = word[31:28] == 4'd6;
            // RFC 791: 20 bytes at least, and not beyond the total length.
            hint_of[`FN_HINT_BAD_IPV4]  = word[27:24] < 4'd5
                                       || (word[15:6] == 10'd0 && word[5:2] < word[27:24]);
            // RFC 791: more fragments and offset.  RFC 8200: offset, 2 bits, more fragments.
            hint_of[`FN_HINT_FRAGMENT_4] = word[13:0] != 14'd0;
            hint_of[`FN_HINT_FRAGMENT_6] = word[15:3] != 13'd0 || word[0];
            hint_of[`FN_HINT_LENGTH_0]   = word[23:16] == 8'd0;
            hint_of[`FN_HINT_LENGTH_1]   = word[23:16] == 8'd1;
            hint_of[`FN_HINT_LENGTH_2]   = word[23:16] == 8'd2;
            hint_of[`FN_HINT_SEGMENTS]   = word[7:0] != 8'd0;
        end
    endfunction

    integer i;
    reg [3:0] tail;

    always @* begin
        tail = 4'd0;
        for (i = 0; i < 8; i = i + 1)
            if (s_keep[i]) tail = i[3:0] + 4'd1;
    end

    always @(posedge clk) begin
        if (s_valid) carry_q <= {s_data[55:48], s_data[63:56]};

        m_valid     <= s_valid;
        m_first     <= s_first;
        m_last      <= s_last;
        m_tail      <= tail;
        m_low       <= low;
        m_high      <= high;
        m_low_here  <= s_keep[1];
        m_high_here <= s_keep[5];
        m_low_hint  <= hint_of(low);
        m_high_hint <= hint_of(high);
        m_cut_byte  <= !s_keep[1] ? low[31:24]
                     : !s_keep[5] ? high[31:24] & {8{s_keep[2]}}
                                  : s_data[55:48] & {8{s_keep[6]}};
        if (rst) m_valid <= 1'b0;
    end

endmodule

`default_nettype wire
