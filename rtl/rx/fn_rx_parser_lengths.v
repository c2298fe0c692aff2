// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_lengths - counts what is left of the datagram while fn_rx_parser_chain walks
//
// m_room_*: whether a header that starts in the next window fits, right from the second
// window behind the word with the datagram's length.  m_beyond and m_llc_beyond come one
// cycle after the walk's own outputs and stay until the next packet.

`default_nettype none

module fn_rx_parser_lengths (
    input  wire        clk,

    // window: two words, and what the walk finds in them
    input  wire        s_valid,
    input  wire        s_first,
    input  wire        s_last,
    input  wire [3:0]  s_tail,
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,
    input  wire        s_low_ipv4,     // first word
    input  wire        s_high_ipv4,
    input  wire        s_low_ipv6,     // second word
    input  wire        s_high_ipv6,
    input  wire        s_low_llc,      // an 802.3 length
    input  wire        s_high_llc,
    input  wire        s_low_starts,   // behind IP: a header starts with the low word,
    input  wire        s_high_starts,  // with the high one, or else behind the window

    // less than 8, 12, 20 bytes for what starts with the next window's low, high word
    output reg         m_low_below_8,
    output reg         m_low_below_12,
    output reg         m_low_below_20,
    output reg         m_high_below_8,
    output reg         m_high_below_12,
    output reg         m_high_below_20,

    // of what starts
    output reg  [15:0] m_offset,       // in the frame
    output reg  [15:0] m_length,       // to the end of the datagram

    // the last window's packet ends before its datagram, or its 802.3 length
    output reg         m_beyond,
    output reg         m_llc_beyond
);
    // Signed: from the low word of the next window to the end.  Far beyond the end, 32,768 bytes,
    // 4,096 for LLC, the counts stand.
    reg [17:0] left_q;
    reg [14:0] llc_left_q;
    reg [12:0] at_q;        // the low word's offset: 8 at_q + 6
    reg        valid_q;
    reg        last_q;
    reg [3:0]  short_q;     // tail - 5, signed

    // A total length counts from the first word, a payload length from the eleventh.
    reg [17:0] base, more;
    reg [14:0] llc_left_d;

    always @* begin
        base = left_q;
        more = left_q[17] && !(&left_q[16:15]) ? 18'd0 : -18'd8;
        if (s_low_ipv4)  begin base = {2'd0, s_low[15:0]};   more = -18'd8; end
        if (s_high_ipv4) begin base = {2'd0, s_high[15:0]};  more = -18'd4; end
        if (s_low_ipv6)  begin base = {2'd0, s_low[31:16]};  more = 18'd28; end
        if (s_high_ipv6) begin base = {2'd0, s_high[31:16]}; more = 18'd32; end

        llc_left_d = llc_left_q[14] && !(&llc_left_q[13:12]) ? llc_left_q : llc_left_q - 15'd8;
        if (s_low_llc)  llc_left_d = {4'd0, s_low[10:0]} - 15'd4;
        if (s_high_llc) llc_left_d = {4'd0, s_high[10:0]};
    end

    wire        ended    = left_q[17];
    wire        below_32 = left_q[16:5] == 12'd0;
    wire [12:0] next     = at_q + 13'd1;

    // Is more than nothing left behind this beat?
    wire beyond     = $signed(left_q) >= $signed({{14{short_q[3]}}, short_q});
    wire llc_beyond = $signed(llc_left_q) >= $signed({{11{short_q[3]}}, short_q});

    always @(posedge clk) begin
        valid_q <= s_valid;
        last_q  <= s_last;
        short_q <= s_tail - 4'd5;
        if (s_valid) begin
            left_q     <= s_first ? 18'h30000 : base + more;
            llc_left_q <= s_first ? 15'h6000 : llc_left_d;
            at_q       <= s_first ? 13'd0 : next;
            m_low_below_8   <= ended || (below_32 && !left_q[4]);
            m_low_below_12  <= ended || (below_32 && left_q[4:2] < 3'd5);
            m_low_below_20  <= ended || (below_32 && left_q[4:2] < 3'd7);
            m_high_below_8  <= ended || (below_32 && left_q[4:2] < 3'd5);
            m_high_below_12 <= ended || (below_32 && left_q[4:2] < 3'd6);
            m_high_below_20 <= ended || below_32;
        end
        m_offset <= {s_low_starts ? at_q : next, !s_high_starts || s_low_starts, 2'd2};
        m_length <= left_q[15:0] - (s_low_starts ? 16'd0 : s_high_starts ? 16'd4 : 16'd8);
        if (valid_q) m_beyond     <= last_q && beyond;
        if (valid_q) m_llc_beyond <= last_q && llc_beyond;
    end

endmodule

`default_nettype wire
