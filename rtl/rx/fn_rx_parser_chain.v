// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_chain - walks the headers of a packet, two words a cycle
//
// One cycle after a window its words leave again, with a strobe for each that is kept,
// and with the place of what starts behind the chain.  m_done comes once a packet, with
// the window after which nothing more is read, m_key_done with that or TCP's first word.
// A malformed header leaves its fault, at most one cycle later, until the next packet.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_chain (
    input  wire                      clk,
    input  wire                      rst,

    // window: two words
    input  wire                      s_valid,
    input  wire                      s_first,
    input  wire                      s_last,
    input  wire [3:0]                s_tail,
    input  wire [31:0]               s_low,
    input  wire [31:0]               s_high,
    input  wire                      s_low_here,
    input  wire                      s_high_here,
    input  wire [`FN_HINT_BITS-1:0]  s_low_hint,
    input  wire [`FN_HINT_BITS-1:0]  s_high_hint,
    input  wire [7:0]                s_cut_byte,

    // the same words
    output reg                       m_first,
    output reg                       m_last,
    output wire                      m_done,
    output wire                      m_key_done,
    output reg  [31:0]               m_low,
    output reg  [31:0]               m_high,
    output reg                       m_low_llc,       // hints
    output reg                       m_high_llc,
    output reg  [7:0]                m_cut_byte,

    // what they are
    output reg                       m_tag,           // low
    output reg                       m_inner_tag,     // high
    output reg                       m_low_type,      // with the EtherType, or a length
    output reg                       m_high_type,
    output reg                       m_low_snap,
    output reg                       m_high_snap,
    output reg  [9:0]                m_ip,            // words 0 to 9 of IP ...
    output reg                       m_ip_swap,       // ... even ones are high
    output reg                       m_extension,     // of IPv6: one begins
    output reg                       m_low_fragment,
    output reg                       m_high_fragment,
    output reg                       m_segments_left,
    output reg                       m_ah,            // begins
    output reg                       m_esp,
    output reg                       m_low_spi,
    output reg                       m_high_spi,
    output reg                       m_low_sequence,
    output reg                       m_high_sequence,
    output reg  [4:0]                m_l4,            // words 0 to 4 of TCP or UDP ...
    output reg                       m_l4_swap,       // ... even ones are high
    output reg                       m_low_options,
    output reg                       m_high_options,
    output reg                       m_transport,     // what is behind the chain begins
    output wire [15:0]               m_transport_offset,
    output wire [15:0]               m_transport_length,

    // so far; in: the packet's last words are in or before such a header
    output wire                      m_in_ethernet,
    output wire                      m_in_ip,
    output wire                      m_in_start,      // before the named header
    output wire                      m_in_tcp,
    output wire [`FN_NAMED_BITS-1:0] m_named,
    output reg  [7:0]                m_protocol,
    output reg                       m_ipv6,
    output reg                       m_fragment,
    output reg  [3:0]                m_tcp_offset,

    // faults, until the next packet
    output reg                       m_bad_version,
    output reg                       m_bad_ipv4,
    output reg                       m_bad_extension,
    output reg                       m_bad_ah,
    output reg                       m_too_short,     // no room for the header that is named
    output wire                      m_beyond,        // see fn_rx_parser_lengths
    output wire                      m_llc_beyond
);
    // ---- Where the walk stands: the header of the next window's low word, or none ----
    reg       type_3_q;    // Ethernet, the high word is the fourth: first EtherType
    reg       type_4_q;    // Ethernet behind a tag: one EtherType each
    reg       llc_0_q;
    reg       llc_1_q;
    reg       ipv4_q;
    reg       ipv6_q;
    reg       chain_q;     // an extension header, not its first word
    reg       ah_q;
    reg       tcp_q;
    reg       udp_q;
    reg       esp_q;       // second word
    reg       start_q;     // the first word of what the protocol field named
    reg       short_llc_q;
    reg       bad_q;       // the header is longer than the datagram: nothing behind it counts
    reg       zero_q;      // AH without its fixed part

    wire [9:0] index_q;             // of the word in its header, one bit each, ...
    wire       index_5_q, odd_q;    // ... or more; odd
    wire       rest_1_q, rest_2_q;  // words left in the header, with this one
    wire       ends;                // one, in IP or the chain

    wire low_llc  = s_low_hint[`FN_HINT_LLC],  high_llc  = s_high_hint[`FN_HINT_LLC];
    wire low_ipv4 = s_low_hint[`FN_HINT_IPV4], high_ipv4 = s_high_hint[`FN_HINT_IPV4];
    wire low_ipv6 = s_low_hint[`FN_HINT_IPV6], high_ipv6 = s_high_hint[`FN_HINT_IPV6];
    wire low_vlan = s_low_hint[`FN_HINT_VLAN], high_vlan = s_high_hint[`FN_HINT_VLAN];
    wire low_0 = s_low_hint[`FN_HINT_LENGTH_0], high_0 = s_high_hint[`FN_HINT_LENGTH_0];

    wire index_0 = index_q[0], index_1 = index_q[1], index_2 = index_q[2];
    wire index_3 = index_q[3], index_4 = index_q[4];

    // ---- What the protocol field names, and whether there is room for it ----
    wire below_8_low, below_12_low, below_20_low, below_8_high, below_12_high, below_20_high;
    wire [`FN_NAMED_BITS-1:0] named, fits, kind_d;
    reg  [`FN_NAMED_BITS-1:0] kind_q;  // of m_protocol
    reg  [7:0]                protocol_d;

    fn_rx_parser_named u_named (
        .protocol(protocol_d), .kind(kind_d), .kept_kind(kind_q), .ipv6(m_ipv6),
        .fragment(m_fragment),
        .below_8(start_q ? below_8_low : below_8_high),
        .below_12(start_q ? below_12_low : below_12_high),
        .below_20(start_q ? below_20_low : below_20_high), .named(named), .fits(fits)
    );

    wire ah_named  = named[`FN_NAMED_AH];
    wire var_named = named[`FN_NAMED_OPTIONS] || named[`FN_NAMED_ROUTING];
    wire tcp_fits  = fits[`FN_NAMED_TCP];
    wire udp_fits  = fits[`FN_NAMED_UDP];
    wire esp_fits  = fits[`FN_NAMED_ESP];
    wire ah_fits   = fits[`FN_NAMED_AH];
    wire two_fits  = fits[`FN_NAMED_FRAGMENT];   // of two words
    wire var_fits  = fits[`FN_NAMED_OPTIONS] || fits[`FN_NAMED_ROUTING];
    wire transport = !(ah_named || var_named || named[`FN_NAMED_FRAGMENT]);

    // ---- Two steps ----
    wire stops     = bad_q || zero_q;
    wire start_low = start_q && !stops;
    wire start_high = ends && !stops;
    wire go_on     = !rest_1_q && !rest_2_q;

    wire snap_low      = llc_0_q && s_low_hint[`FN_HINT_SNAP] && !short_llc_q;
    wire snap_high     = type_4_q && low_llc && s_high_hint[`FN_HINT_SNAP]
                      && !s_low_hint[`FN_HINT_SHORT_LLC];
    wire behind_snap   = llc_1_q && s_low_hint[`FN_HINT_NO_OUI];
    wire ipv4_high     = (type_4_q || behind_snap) && low_ipv4;   // begins with the high word
    wire ipv6_high     = (type_4_q || behind_snap) && low_ipv6;
    wire type_high     = type_3_q || (type_4_q && low_vlan);
    wire type_or_snap  = type_high || (snap_low && s_high_hint[`FN_HINT_NO_OUI]);
    wire wrong_low     = index_0 && ((ipv4_q && !s_low_hint[`FN_HINT_VERSION_4])
                                     || (ipv6_q && !s_low_hint[`FN_HINT_VERSION_6]));
    wire right_4_high  = ipv4_high && s_high_hint[`FN_HINT_VERSION_4];
    wire right_6_high  = ipv6_high && s_high_hint[`FN_HINT_VERSION_6];
    wire [3:0] offset_low = s_low[31:28], offset_high = s_high[31:28];

    wire [7:0] length = start_q ? s_low[23:16] : s_high[23:16];
    wire       starts_behind = two_fits || (var_fits && low_0);  // a header of two words

    fn_rx_parser_count u_count (
        .clk(clk), .s_valid(s_valid), .s_first(s_first), .s_low(s_low), .s_high(s_high),
        .s_low_hint(s_low_hint), .s_high_hint(s_high_hint), .s_named(named),
        .s_ethernet(type_3_q || llc_0_q), .s_before_ip(type_4_q || llc_1_q), .s_ipv4(ipv4_q),
        .s_ipv6(ipv6_q), .s_chain(chain_q), .s_ah(ah_q), .s_tcp(tcp_q), .s_udp(udp_q),
        .s_start(start_q), .s_ends(ends),
        .s_ends_soon((start_low && ah_fits && (low_0 || s_low_hint[`FN_HINT_LENGTH_1]))
                     || (start_high && (two_fits || (var_fits && high_0)))),
        .m_index(index_q), .m_index_5(index_5_q), .m_odd(odd_q), .m_rest_1(rest_1_q),
        .m_rest_2(rest_2_q), .m_ends(ends)
    );

    always @(posedge clk) begin
        if (s_valid) begin
            type_3_q <= 1'b0;
            type_4_q <= type_3_q && high_vlan;
            llc_0_q  <= type_high && high_llc;
            llc_1_q  <= snap_high;
            ipv4_q   <= (type_or_snap && high_ipv4) || right_4_high
                     || (ipv4_q && go_on && !wrong_low);
            ipv6_q   <= (type_or_snap && high_ipv6) || right_6_high
                     || (ipv6_q && go_on && !wrong_low);
            start_q  <= (rest_2_q && (ipv4_q || ipv6_q || chain_q || ah_q))
                     || (start_low && starts_behind);
            chain_q  <= (chain_q && go_on) || (start_low && var_fits && !low_0)
                     || (start_high && (var_fits || two_fits));
            ah_q     <= (ah_q && go_on) || ((start_low || start_high) && ah_fits);
            tcp_q    <= (tcp_q && go_on && !(index_3 && offset_low <= 4'd5))
                     || ((start_low || start_high) && tcp_fits);
            udp_q    <= (udp_q && go_on) || ((start_low || start_high) && udp_fits);
            esp_q    <= start_high && esp_fits;
            short_llc_q <= s_high_hint[`FN_HINT_SHORT_LLC];
            if (s_first) begin
                type_3_q <= 1'b1;
                type_4_q <= 1'b0;
                llc_0_q  <= 1'b0;
                llc_1_q  <= 1'b0;
                ipv4_q   <= 1'b0;
                ipv6_q   <= 1'b0;
                start_q  <= 1'b0;
                chain_q  <= 1'b0;
                ah_q     <= 1'b0;
                tcp_q    <= 1'b0;
                udp_q    <= 1'b0;
                esp_q    <= 1'b0;
            end
        end
    end

    // ---- What words tell the walk itself ----
    wire first_low    = ipv4_q && index_0 && s_low_here;   // of IPv4
    wire first_high   = ipv4_high && s_high_here;
    wire second_low   = ipv6_q && index_1 && s_low_here;   // of IPv6
    wire second_high  = ipv6_q && index_0 && !wrong_low && s_high_here;
    wire begin_low    = start_low && s_low_here;
    wire begin_high   = start_high && s_high_here;

    always @* begin
        protocol_d = 8'd0;
        if (ipv4_q && index_1) protocol_d = protocol_d | s_high[23:16];
        if (ipv4_q && index_2) protocol_d = protocol_d | s_low[23:16];
        if (ipv6_q && index_0) protocol_d = protocol_d | s_high[15:8];
        if (ipv6_q && index_1) protocol_d = protocol_d | s_low[15:8];
        if (ends)              protocol_d = protocol_d | s_high[31:24];
        if (start_q)           protocol_d = protocol_d | s_low[31:24];
        if (s_first)           protocol_d = 8'd0;
    end

    always @(posedge clk) begin
        if (s_valid) begin
            if (((begin_low || begin_high) && (ah_fits || two_fits || var_fits))
                    || second_low || second_high || s_first
                    || (ipv4_q && ((index_2 && s_low_here) || (index_1 && s_high_here)))) begin
                m_protocol <= protocol_d;
                kind_q     <= kind_d;
            end
            if (first_low || first_high) m_ipv6 <= 1'b0;
            if ((index_0 && ipv6_q && s_low_here) || (ipv6_high && s_high_here)) m_ipv6 <= 1'b1;
            if (ipv4_q && index_1 && s_low_here) m_fragment <= s_low_hint[`FN_HINT_FRAGMENT_4];
            if (ipv4_q && index_0 && !wrong_low && s_high_here)
                m_fragment <= s_high_hint[`FN_HINT_FRAGMENT_4];
            if (begin_low && two_fits)  m_fragment <= s_low_hint[`FN_HINT_FRAGMENT_6];
            if (begin_high && two_fits) m_fragment <= s_high_hint[`FN_HINT_FRAGMENT_6];
            if (tcp_q && index_3 && s_low_here)  m_tcp_offset <= offset_low;
            if (tcp_q && index_2 && s_high_here) m_tcp_offset <= offset_high;
            if (s_first) begin
                m_ipv6       <= 1'b0;
                m_fragment   <= 1'b0;
                m_tcp_offset <= 4'd0;
            end
        end
    end

    fn_rx_parser_lengths u_lengths (
        .clk(clk), .s_valid(s_valid), .s_first(s_first), .s_last(s_last), .s_tail(s_tail),
        .s_low(s_low), .s_high(s_high), .s_low_ipv4(first_low), .s_high_ipv4(first_high),
        .s_low_ipv6(second_low), .s_high_ipv6(second_high),
        .s_low_llc(type_4_q && low_llc && s_low_here),
        .s_high_llc(type_high && high_llc && s_high_here),
        .s_low_starts(start_q && !(s_low_here && starts_behind)), .s_high_starts(ends),
        .m_low_below_8(below_8_low), .m_low_below_12(below_12_low),
        .m_low_below_20(below_20_low), .m_high_below_8(below_8_high),
        .m_high_below_12(below_12_high), .m_high_below_20(below_20_high),
        .m_offset(m_transport_offset), .m_length(m_transport_length), .m_beyond(m_beyond),
        .m_llc_beyond(m_llc_beyond)
    );

    // ---- A header of the chain against what is left, one cycle later ----
    reg       valid_q;
    reg       given_q, key_given_q;  // m_done, m_key_done
    reg       chain_starts_q, ah_starts_q;
    reg [8:0] size_q;      // its words, less 1

    wire too_long = m_transport_length[15:2] <= {5'd0, size_q};

    always @(posedge clk) begin
        valid_q        <= s_valid;
        chain_starts_q <= s_valid && !s_first && var_fits && ((begin_low && !low_0) || begin_high);
        ah_starts_q    <= s_valid && !s_first && (begin_low || begin_high) && ah_fits;
        size_q         <= ah_named ? {1'b0, length} + 9'd1 : {length, 1'b1};
        if (valid_q) given_q     <= (given_q && !m_first) || m_done;
        if (valid_q) key_given_q <= (key_given_q && !m_first) || m_key_done;

        if (chain_starts_q && too_long) m_bad_extension <= 1'b1;
        if (ah_starts_q && (too_long || zero_q)) m_bad_ah <= 1'b1;
        if ((chain_starts_q || ah_starts_q) && too_long) bad_q <= 1'b1;
        if (s_valid) begin
            zero_q <= zero_q || (((begin_low && low_0) || (begin_high && high_0)) && ah_fits);
            if (first_low && s_low_hint[`FN_HINT_BAD_IPV4]) bad_q <= 1'b1;
            if (first_high && s_high_hint[`FN_HINT_BAD_IPV4]) bad_q <= 1'b1;
            m_bad_ipv4 <= m_bad_ipv4
                       || (first_low && !wrong_low && s_low_hint[`FN_HINT_BAD_IPV4])
                       || (first_high && right_4_high && s_high_hint[`FN_HINT_BAD_IPV4]);
            m_bad_version <= m_bad_version || (wrong_low && s_low_here)
                          || (ipv4_high && !right_4_high && s_high_here)
                          || (ipv6_high && !right_6_high && s_high_here);
            m_too_short <= m_too_short || (named != 0 && fits == 0 && (begin_low || begin_high));
            if (s_first) begin
                zero_q        <= 1'b0;
                bad_q         <= 1'b0;
                m_bad_ipv4    <= 1'b0;
                m_bad_version <= 1'b0;
                m_too_short   <= 1'b0;
            end
        end
        if (m_first) {m_bad_extension, m_bad_ah} <= 2'd0;
        if (rst) valid_q <= 1'b0;
    end

    // ---- Where a packet ends in mid-window: before its low word, or between the two ----
    reg       low_here_q, high_here_q;
    reg [3:0] before_q, between_q;  // Ethernet, IP, start, TCP

    wire [3:0] behind = {type_3_q || type_4_q || llc_0_q || llc_1_q, ipv4_q || ipv6_q,
                         start_low, tcp_q};
    wire [3:0] in     = high_here_q ? behind : low_here_q ? between_q : before_q;
    wire       idle   = behind == 4'd0 && !chain_q && !ah_q && !udp_q && !esp_q;

    assign {m_in_ethernet, m_in_ip, m_in_start, m_in_tcp} = in;
    assign m_named = named;
    assign m_done     = valid_q && (m_first || !given_q) && (m_last || idle);
    assign m_key_done = valid_q && (m_first || !key_given_q)
                     && (m_last || idle || (m_l4[0] && named[`FN_NAMED_TCP]));

    always @(posedge clk) if (s_valid) begin
        low_here_q  <= s_low_here && !s_first;
        high_here_q <= s_high_here && !s_first;
        before_q    <= s_first ? 4'd8 : behind;
        between_q   <= {type_high || snap_low || (type_4_q && low_llc),
                        ipv4_high || ipv6_high
                            || ((ipv4_q || ipv6_q) && !rest_1_q && !wrong_low),
                        start_high, (tcp_q && !rest_1_q) || (start_low && tcp_fits)};
    end

    // ---- Out ----
    integer i;

    wire low  = s_valid && !s_first && s_low_here;
    wire high = s_valid && !s_first && s_high_here;
    wire ip      = ipv4_q || ipv6_q;
    wire ip_high = ipv4_high || ipv6_high;
    wire l4      = tcp_q || udp_q;
    wire l4_fits = tcp_fits || udp_fits;

    always @(posedge clk) begin
        m_first    <= s_valid && s_first;
        m_last     <= s_valid && s_last;
        m_low      <= s_low;
        m_high     <= s_high;
        m_low_llc  <= low_llc;
        m_high_llc <= high_llc;
        if (s_valid) m_cut_byte <= s_cut_byte;

        m_tag       <= low && type_4_q;
        m_inner_tag <= high && type_4_q && low_vlan;
        m_low_type  <= low && type_4_q && !low_vlan;
        m_high_type <= high && ((type_3_q && !high_vlan) || (type_4_q && low_vlan));
        m_low_snap  <= low && llc_1_q;
        m_high_snap <= high && snap_low;

        m_ip[0] <= (low && ip && index_0) || (high && ip_high);
        for (i = 1; i < 10; i = i + 1)
            m_ip[i] <= ip && ((low && index_q[i]) || (high && index_q[i-1] && !wrong_low));
        m_ip_swap <= !ip || odd_q;

        m_extension     <= ((low && start_low) || (high && start_high)) && (two_fits || var_fits);
        m_low_fragment  <= low && start_low && two_fits;
        m_high_fragment <= high && start_high && two_fits;
        m_segments_left <= fits[`FN_NAMED_ROUTING]
                        && ((low && start_low && s_low_hint[`FN_HINT_SEGMENTS])
                            || (high && start_high && s_high_hint[`FN_HINT_SEGMENTS]));
        m_ah            <= ((low && start_low) || (high && start_high)) && ah_fits;
        m_esp           <= ((low && start_low) || (high && start_high)) && esp_fits;
        m_low_spi       <= low && ((ah_q && index_1) || (start_low && esp_fits));
        m_high_spi      <= high && ((start_low && ah_fits) || (start_high && esp_fits));
        m_low_sequence  <= low && ((ah_q && index_2) || esp_q);
        m_high_sequence <= high && ((ah_q && index_1) || (start_low && esp_fits));

        m_l4[0] <= ((low && start_low) || (high && start_high)) && l4_fits;
        m_l4[1] <= (low && l4 && index_1) || (high && start_low && l4_fits);
        m_l4[2] <= l4 && ((low && index_2) || (high && index_1));
        m_l4[3] <= l4 && ((low && index_3) || (high && index_2));
        m_l4[4] <= l4 && ((low && index_4) || (high && index_3));
        m_l4_swap      <= l4 ? odd_q : !start_q;
        m_low_options  <= low && tcp_q && index_5_q;
        m_high_options <= high && tcp_q && !rest_1_q && (index_4 || index_5_q);
        m_transport    <= transport && ((low && start_low) || (high && start_high));
        if (rst) {m_first, m_last, m_transport} <= 3'd0;
    end

endmodule

`default_nettype wire
