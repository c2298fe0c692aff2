// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_chain - walks the headers of a packet, two words a cycle
//
// One cycle after a window its words leave again, each with the header that it belongs
// to and its number there, and with the place of what starts behind the chain.  m_done
// comes once a packet, with the window after which nothing more is read.  A malformed
// header leaves its fault, which stays until the next packet.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_chain (
    input  wire        clk,
    input  wire        rst,

    // window: two words
    input  wire        s_valid,
    input  wire        s_first,
    input  wire        s_last,
    input  wire [3:0]  s_tail,
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,
    input  wire        s_low_here,
    input  wire        s_high_here,
    input  wire [3:0]  s_low_type,
    input  wire [3:0]  s_high_type,
    input  wire [7:0]  s_cut_byte,

    // the same words and what they are
    output reg         m_first,
    output reg         m_last,
    output reg         m_done,
    output reg  [31:0] m_low,
    output reg  [31:0] m_high,
    output reg  [3:0]  m_low_kind,
    output reg  [3:0]  m_high_kind,
    output reg  [3:0]  m_low_place,
    output reg  [3:0]  m_high_place,
    output reg         m_low_vlan,
    output reg         m_high_vlan,
    output reg         m_low_llc,
    output reg         m_high_llc,

    // transport: the header behind the chain begins in this window, or would begin behind it
    output reg         m_transport,
    output reg  [15:0] m_transport_offset,  // in the frame
    output reg  [15:0] m_transport_length,  // to the end of the datagram
    output reg  [7:0]  m_cut_byte,

    // so far
    output wire [3:0]  m_state,      // DONE, or what is missing
    output wire [3:0]  m_named,      // the header that would begin in state START
    output wire [7:0]  m_protocol,
    output wire        m_ipv6,
    output wire        m_fragment,
    output wire [3:0]  m_tcp_offset,

    // faults, until the next packet
    output reg         m_bad_version,
    output reg         m_bad_ipv4,
    output reg         m_bad_extension,
    output reg         m_bad_ah,
    output reg         m_too_short,  // no room for the header that is named
    output reg         m_beyond,     // the last window's packet ends before its datagram
    output reg         m_llc_beyond  // or before its 802.3 length
);
    // ---- Where the walk stands: at the low word of the next window ----
    reg [3:0]  state_q;
    reg [3:0]  index_q;
    reg [9:0]  rest_q;
    reg [3:0]  offset_q;
    reg [17:0] left_q;
    reg [14:0] llc_left_q;   // signed, like left_q, of the 802.3 length
    reg [15:0] at_q;         // of the low word in the frame
    reg [7:0]  protocol_q;
    reg        ipv6_q;
    reg        fragment_q;
    reg        short_llc_q;
    reg        bad_header_q;
    reg        done_q;       // m_done was given

    wire [3:0]  low_state  = s_first ? `FN_PARSE_ETHERNET : state_q;
    wire [3:0]  low_index  = s_first ? 4'd0 : index_q;
    wire [3:0]  low_offset = s_first ? 4'd0 : offset_q;
    wire [17:0] high_left  = left_q - 18'd4;
    wire [3:0]  low_kind,  high_kind;
    wire [3:0]  low_place, high_place;
    wire        low_transport, high_transport;
    wire        low_short, high_short;
    wire        low_bad,   high_bad;
    wire [3:0]  low_named;
    // verilator lint_off UNUSEDSIGNAL
    wire [3:0]  high_named;  // what is named behind a window, the low word of the next one tells
    // verilator lint_on UNUSEDSIGNAL
    wire [3:0]  high_state, state_d;
    wire [3:0]  high_index, index_d;
    wire        low_length = low_kind == `FN_PARSE_ETHERNET && low_place >= 4'd3
                          && s_low_type[`FN_TYPE_LLC];
    wire        high_short_llc = low_length ? s_low[10:3] == 8'd0 : short_llc_q;
    wire [9:0]  high_rest,  rest_d;
    wire [3:0]  high_offset, offset_d;

    fn_rx_parser_step u_low (
        .here(s_low_here), .word(s_low), .word_type(s_low_type),
        .state(low_state), .index(low_index), .rest(rest_q), .offset(low_offset),
        .left(left_q),
        .protocol(protocol_q), .ipv6(ipv6_q), .fragment(fragment_q), .short_llc(short_llc_q),
        .bad_header(bad_header_q),
        .kind(low_kind), .place(low_place), .bad(low_bad), .transport(low_transport),
        .too_short(low_short), .first(low_named),
        .state_d(high_state), .index_d(high_index), .rest_d(high_rest), .offset_d(high_offset)
    );

    fn_rx_parser_step u_high (
        .here(s_high_here), .word(s_high), .word_type(s_high_type),
        .state(high_state), .index(high_index), .rest(high_rest), .offset(high_offset),
        .left(high_left),
        .protocol(protocol_q), .ipv6(ipv6_q), .fragment(fragment_q), .short_llc(high_short_llc),
        .bad_header(bad_header_q),
        .kind(high_kind), .place(high_place), .bad(high_bad), .transport(high_transport),
        .too_short(high_short), .first(high_named),
        .state_d(state_d), .index_d(index_d), .rest_d(rest_d), .offset_d(offset_d)
    );

    // ---- What a word tells the walk itself ----
    function is_chain(input [3:0] kind);
        is_chain = kind == `FN_PARSE_EXTENSION || kind == `FN_PARSE_FRAGMENT
                || kind == `FN_PARSE_ROUTING || kind == `FN_PARSE_AH;
    endfunction

    wire low_chain   = is_chain(low_kind) && low_place == 4'd0;
    wire high_chain  = is_chain(high_kind) && high_place == 4'd0;
    wire low_ipv4    = low_kind == `FN_PARSE_IPV4 && low_place == 4'd0;
    wire high_ipv4   = high_kind == `FN_PARSE_IPV4 && high_place == 4'd0;
    wire low_ipv6    = low_kind == `FN_PARSE_IPV6 && low_place == 4'd1;
    wire high_ipv6   = high_kind == `FN_PARSE_IPV6 && high_place == 4'd1;
    wire low_ttl     = low_kind == `FN_PARSE_IPV4 && low_place == 4'd2;
    wire high_ttl    = high_kind == `FN_PARSE_IPV4 && high_place == 4'd2;
    wire high_length = high_kind == `FN_PARSE_ETHERNET && high_place >= 4'd3
                    && s_high_type[`FN_TYPE_LLC];

    reg [17:0] left_d;
    reg [14:0] llc_left_d;
    reg [7:0]  protocol_d;
    reg        fragment_d;

    // A total or payload length counts from the start of its header.  Far beyond the end
    // of the datagram the count stands.
    always @* begin
        left_d = left_q[17] && !(&left_q[16:3]) ? left_q : left_q - 18'd8;
        if (low_ipv4)  left_d = {2'd0, s_low[15:0]}   - 18'd8;
        if (high_ipv4) left_d = {2'd0, s_high[15:0]}  - 18'd4;
        if (low_ipv6)  left_d = {2'd0, s_low[31:16]}  + 18'd28;
        if (high_ipv6) left_d = {2'd0, s_high[31:16]} + 18'd32;
        if (s_first)   left_d = 18'h20000;

        llc_left_d = llc_left_q[14] && !(&llc_left_q[13:3]) ? llc_left_q : llc_left_q - 15'd8;
        if (low_length)  llc_left_d = {4'd0, s_low[10:0]} - 15'd4;
        if (high_length) llc_left_d = {4'd0, s_high[10:0]};
        if (s_first)     llc_left_d = 15'h4000;

        protocol_d = protocol_q;
        if (low_ttl)    protocol_d = s_low[23:16];
        if (high_ttl)   protocol_d = s_high[23:16];
        if (low_ipv6)   protocol_d = s_low[15:8];
        if (high_ipv6)  protocol_d = s_high[15:8];
        if (low_chain)  protocol_d = s_low[31:24];
        if (high_chain) protocol_d = s_high[31:24];
        if (s_first)    protocol_d = 8'd0;

        // RFC 791: more fragments and offset.  RFC 8200: offset, 2 bits, more fragments.
        fragment_d = fragment_q;
        if (low_kind == `FN_PARSE_IPV4 && low_place == 4'd1) fragment_d = s_low[13:0] != 14'd0;
        if (high_kind == `FN_PARSE_IPV4 && high_place == 4'd1) fragment_d = s_high[13:0] != 14'd0;
        if (low_kind == `FN_PARSE_FRAGMENT && low_place == 4'd0)
            fragment_d = s_low[15:3] != 13'd0 || s_low[0];
        if (high_kind == `FN_PARSE_FRAGMENT && high_place == 4'd0)
            fragment_d = s_high[15:3] != 13'd0 || s_high[0];
        if (s_first) fragment_d = 1'b0;
    end

    always @(posedge clk) begin
        if (s_valid) begin
            state_q    <= state_d;
            index_q    <= index_d;
            rest_q     <= rest_d;
            offset_q   <= offset_d;
            left_q     <= left_d;
            llc_left_q <= llc_left_d;
            protocol_q <= protocol_d;
            fragment_q <= fragment_d;
            at_q       <= s_first ? 16'd6 : at_q + 16'd8;
            done_q     <= (!s_first && done_q) || state_d == `FN_PARSE_DONE;
            if (low_ipv4 || high_ipv4 || s_first) ipv6_q <= 1'b0;
            if (low_kind == `FN_PARSE_IPV6 || high_kind == `FN_PARSE_IPV6) ipv6_q <= 1'b1;
            short_llc_q <= high_short_llc;
            if (high_length) short_llc_q <= s_high[10:3] == 8'd0;
            if (low_chain || low_ipv4) bad_header_q <= low_bad;
            if (high_chain || high_ipv4) bad_header_q <= high_bad;
            if (s_first) bad_header_q <= 1'b0;
        end
    end

    // ---- Out ----
    wire low_version  = (low_kind == `FN_PARSE_IPV4 && s_low[31:28] != 4'd4)
                     || (low_kind == `FN_PARSE_IPV6 && s_low[31:28] != 4'd6);
    wire high_version = (high_kind == `FN_PARSE_IPV4 && s_high[31:28] != 4'd4)
                     || (high_kind == `FN_PARSE_IPV6 && s_high[31:28] != 4'd6);
    wire [17:0] past     = left_d + 18'd6;           // beyond this beat, plus its bytes
    wire [14:0] llc_past = llc_left_d + 15'd6;

    always @(posedge clk) begin
        m_first <= s_valid && s_first;
        m_last  <= s_valid && s_last;
        m_done  <= s_valid && (s_first || !done_q) && (s_last || state_d == `FN_PARSE_DONE);
        m_low        <= s_low;
        m_high       <= s_high;
        m_low_kind   <= s_valid ? low_kind : `FN_PARSE_DONE;
        m_high_kind  <= s_valid ? high_kind : `FN_PARSE_DONE;
        m_low_place  <= low_place;
        m_high_place <= high_place;
        m_low_vlan   <= s_low_type[`FN_TYPE_VLAN];
        m_high_vlan  <= s_high_type[`FN_TYPE_VLAN];
        m_low_llc    <= s_low_type[`FN_TYPE_LLC];
        m_high_llc   <= s_high_type[`FN_TYPE_LLC];
        m_transport  <= s_valid && (low_transport || high_transport);
        m_transport_offset <= low_transport || !s_low_here  ? at_q
                            : high_transport || !s_high_here ? at_q + 16'd4 : at_q + 16'd8;
        m_transport_length <= low_transport || !s_low_here  ? left_q[15:0]
                            : high_transport || !s_high_here ? high_left[15:0]
                                                             : left_q[15:0] - 16'd8;
        if (s_valid) m_cut_byte <= s_cut_byte;
        if (s_valid) begin
            m_beyond     <= s_last && !past[17] && past > {14'd0, s_tail};
            m_llc_beyond <= s_last && !llc_past[14] && llc_past > {11'd0, s_tail};
            m_bad_version <= (!s_first && m_bad_version)
                          || (low_version && low_place == 4'd0)
                          || (high_version && high_place == 4'd0);
            m_bad_ipv4   <= (!s_first && m_bad_ipv4) || (low_ipv4 && !low_version && low_bad)
                          || (high_ipv4 && !high_version && high_bad);
            m_too_short  <= (!s_first && m_too_short) || low_short || high_short;
            m_bad_ah     <= (!s_first && m_bad_ah)
                          || (low_chain && low_bad && low_kind == `FN_PARSE_AH)
                          || (high_chain && high_bad && high_kind == `FN_PARSE_AH);
            m_bad_extension <= (!s_first && m_bad_extension)
                          || (low_chain && low_bad && low_kind != `FN_PARSE_AH)
                          || (high_chain && high_bad && high_kind != `FN_PARSE_AH);
        end
        if (rst) begin
            m_first     <= 1'b0;
            m_last      <= 1'b0;
            m_done      <= 1'b0;
            m_transport <= 1'b0;
            m_low_kind  <= `FN_PARSE_DONE;
            m_high_kind <= `FN_PARSE_DONE;
        end
    end

    assign m_state      = state_q;
    assign m_named      = low_named;
    assign m_protocol   = protocol_q;
    assign m_ipv6       = ipv6_q;
    assign m_fragment   = fragment_q;
    assign m_tcp_offset = offset_q;

endmodule

`default_nettype wire
