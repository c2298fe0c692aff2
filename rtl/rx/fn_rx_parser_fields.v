// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_fields - keeps the words of a packet's headers and makes its record
//
// Takes the walk of fn_rx_parser_chain.  Two cycles after the window with m_done the
// record and the key stand, until the third one after the first window of the next
// packet; one later than that window's last the reason stands too.

`default_nettype none
`include "fn_records.vh"
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_fields (
    input  wire        clk,

    // the walk: see fn_rx_parser_chain
    input  wire        s_first,
    input  wire        s_last,
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,
    input  wire [3:0]  s_low_kind,
    input  wire [3:0]  s_high_kind,
    input  wire [3:0]  s_low_place,
    input  wire [3:0]  s_high_place,
    input  wire        s_low_vlan,
    input  wire        s_high_vlan,
    input  wire        s_low_llc,
    input  wire        s_high_llc,
    input  wire        s_transport,
    input  wire [15:0] s_transport_offset,
    input  wire [15:0] s_transport_length,
    input  wire [7:0]  s_cut_byte,
    input  wire [3:0]  s_state,
    input  wire [3:0]  s_named,
    input  wire [7:0]  s_protocol,
    input  wire        s_ipv6,
    input  wire        s_fragment,
    input  wire [3:0]  s_tcp_offset,
    input  wire        s_bad_version,
    input  wire        s_bad_ipv4,
    input  wire        s_bad_extension,
    input  wire        s_bad_ah,
    input  wire        s_too_short,
    input  wire        s_beyond,
    input  wire        s_llc_beyond,

    // what the other parts found
    input  wire [47:0] s_timestamp,
    input  wire [1:0]  s_mac_class,
    input  wire        s_mac_accept,
    input  wire        s_options_good,
    input  wire        s_options_other,
    input  wire [2:0]  s_sack_blocks,
    input  wire        s_stamps,
    input  wire [31:0] s_stamp_value,
    input  wire [31:0] s_stamp_echo,

    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record,
    output wire [`FN_FLOW_KEY_BITS-1:0]      m_key,
    output reg  [5:0]                        m_reason
);
    // ---- Words: kind and place, of another header or the same ----
    localparam WORDS = 21;
    localparam [16*WORDS-1:0] TABLE = {
        `FN_PARSE_TCP,      4'd3, `FN_PARSE_UDP,      4'd3,  // 20
        `FN_PARSE_TCP,      4'd2, `FN_PARSE_UDP,      4'd2,
        `FN_PARSE_TCP,      4'd1, `FN_PARSE_UDP,      4'd1,
        `FN_PARSE_TCP,      4'd0, `FN_PARSE_UDP,      4'd0,
        `FN_PARSE_AH,       4'd2, `FN_PARSE_ESP,      4'd1,
        `FN_PARSE_AH,       4'd1, `FN_PARSE_ESP,      4'd0,  // 15
        `FN_PARSE_FRAGMENT, 4'd0, `FN_PARSE_FRAGMENT, 4'd0,
        `FN_PARSE_IPV6,     4'd9, `FN_PARSE_IPV6,     4'd9,
        `FN_PARSE_IPV6,     4'd8, `FN_PARSE_IPV6,     4'd8,
        `FN_PARSE_IPV6,     4'd7, `FN_PARSE_IPV6,     4'd7,
        `FN_PARSE_IPV4,     4'd4, `FN_PARSE_IPV6,     4'd6,  // 10
        `FN_PARSE_IPV6,     4'd5, `FN_PARSE_IPV6,     4'd5,
        `FN_PARSE_IPV6,     4'd4, `FN_PARSE_IPV6,     4'd4,
        `FN_PARSE_IPV6,     4'd3, `FN_PARSE_IPV6,     4'd3,
        `FN_PARSE_IPV4,     4'd3, `FN_PARSE_IPV6,     4'd2,
        `FN_PARSE_IPV4,     4'd2, `FN_PARSE_IPV4,     4'd2,  // 5
        `FN_PARSE_IPV4,     4'd1, `FN_PARSE_IPV6,     4'd1,
        `FN_PARSE_IPV4,     4'd0, `FN_PARSE_IPV6,     4'd0,
        `FN_PARSE_LLC,      4'd1, `FN_PARSE_LLC,      4'd1,
        `FN_PARSE_ETHERNET, 4'd5, `FN_PARSE_ETHERNET, 4'd5,
        `FN_PARSE_ETHERNET, 4'd4, `FN_PARSE_ETHERNET, 4'd4   // 0
    };
    localparam TAG = 0, INNER_TAG = 1, SNAP = 2, IP_0 = 3, IP_1 = 4, IP_2 = 5, SOURCE = 6,
               DESTINATION = 10, FRAGMENT = 14, SPI = 15, SEQUENCE = 16, L4_0 = 17, L4_1 = 18,
               L4_2 = 19, L4_3 = 20;

    wire [31:0]      word [0:WORDS-1];
    wire [WORDS-1:0] seen;

    genvar w;
    generate
        for (w = 0; w < WORDS; w = w + 1) begin : g_word
            fn_rx_parser_word #(
                .KIND(TABLE[16*w+12 +: 4]), .PLACE(TABLE[16*w+8 +: 4]),
                .OTHER_KIND(TABLE[16*w+4 +: 4]), .OTHER_PLACE(TABLE[16*w +: 4]),
                .FIRST(w == SPI || w == SEQUENCE)  // the outermost association counts
            ) u_word (
                .clk(clk), .s_clear(s_first), .s_low(s_low), .s_high(s_high),
                .s_low_kind(s_low_kind), .s_high_kind(s_high_kind), .s_low_place(s_low_place),
                .s_high_place(s_high_place), .m_word(word[w]), .m_seen(seen[w])
            );
        end
    endgenerate

    // ---- What is not a word ----
    reg [15:0] type_q;
    reg        typed_q;      // the EtherType is known
    reg        llc_q;
    reg        extension_q;  // an IPv6 extension header
    reg        routed_q;     // a routing header with segments left
    reg [1:0]  security_q;
    reg [15:0] l4_offset_q;
    reg [15:0] l4_length_q;
    reg [47:0] timestamp_q;
    reg [1:0]  mac_class_q;
    reg        mac_accept_q;

    wire low_type  = s_low_kind == `FN_PARSE_ETHERNET && s_low_place >= 4'd3
                  && (!s_low_vlan || s_low_place == 4'd5);
    wire high_type = s_high_kind == `FN_PARSE_ETHERNET && s_high_place >= 4'd3
                  && (!s_high_vlan || s_high_place == 4'd5);

    function is_extension(input [3:0] kind);
        is_extension = kind == `FN_PARSE_EXTENSION || kind == `FN_PARSE_FRAGMENT
                    || kind == `FN_PARSE_ROUTING;
    endfunction

    // An empty datagram, or a short one, may end with the frame: its first word is missing.
    wire transport = s_transport
                  || (s_last && s_state == `FN_PARSE_START
                      && (s_named == `FN_PARSE_OTHER || s_named == `FN_PARSE_TCP
                          || s_named == `FN_PARSE_UDP || s_named == `FN_PARSE_ESP));

    wire low_starts  = s_low_place == 4'd0;
    wire high_starts = s_high_place == 4'd0;

    always @(posedge clk) begin
        if (low_type || high_type) type_q <= high_type ? s_high[15:0] : s_low[15:0];
        if (low_type)  llc_q <= s_low_llc;
        if (high_type) llc_q <= s_high_llc;
        if (low_type || high_type) typed_q <= 1'b1;
        if ((low_starts && is_extension(s_low_kind)) || (high_starts && is_extension(s_high_kind)))
            extension_q <= 1'b1;
        if ((low_starts && s_low_kind == `FN_PARSE_ROUTING && s_low[7:0] != 8'd0)
                || (high_starts && s_high_kind == `FN_PARSE_ROUTING && s_high[7:0] != 8'd0))
            routed_q <= 1'b1;
        if (security_q == `FN_SECURITY_CLEAR) begin
            if ((low_starts && s_low_kind == `FN_PARSE_ESP)
                    || (high_starts && s_high_kind == `FN_PARSE_ESP))
                security_q <= `FN_SECURITY_ESP;
            if ((low_starts && s_low_kind == `FN_PARSE_AH)
                    || (high_starts && s_high_kind == `FN_PARSE_AH))
                security_q <= `FN_SECURITY_AH;
        end
        if (transport) l4_offset_q <= s_transport_offset;
        if (transport) l4_length_q <= s_transport_length;
        if (s_first) begin
            timestamp_q  <= s_timestamp;
            mac_class_q  <= s_mac_class;
            mac_accept_q <= s_mac_accept;
            typed_q      <= 1'b0;
            llc_q        <= 1'b0;
            extension_q  <= 1'b0;
            routed_q     <= 1'b0;
            security_q   <= `FN_SECURITY_CLEAR;
            l4_offset_q  <= 16'd0;
            l4_length_q  <= 16'd0;
        end
    end

    // ---- One cycle later: what the transport header says of itself ----
    wire        tcp        = seen[L4_0] && s_named == `FN_PARSE_TCP;
    wire        udp        = seen[L4_0] && s_named == `FN_PARSE_UDP;
    wire [15:0] udp_length = word[L4_1][31:16];
    wire [15:0] source     = word[L4_0][31:16];
    wire [15:0] target     = word[L4_0][15:0];
    wire [15:0] fragment_end = {s_ipv6 ? word[FRAGMENT][15:3] : word[IP_1][12:0], 3'd0};

    reg        tcp_bad_q;
    reg        udp_bad_q;
    reg        udp_good_q;
    reg        nat_q;        // a port of NAT traversal
    reg        one_q;        // one byte of payload
    reg        four_q;       // four or more
    reg        eight_q;
    reg        marker_q;     // the payload begins with the non-ESP marker
    reg        rtp_q;
    reg [6:0]  rtp_header_q;
    reg        fragment_bad_q;

    // RFC 791: no datagram is longer than 65,535 bytes.
    wire       fragment_beyond = l4_length_q > ~fragment_end;

    always @(posedge clk) begin
        tcp_bad_q  <= s_tcp_offset < 4'd5 || {10'd0, s_tcp_offset, 2'd0} > l4_length_q;
        udp_bad_q  <= seen[L4_1] && (udp_length < 16'd8 || udp_length > l4_length_q);
        udp_good_q <= seen[L4_1] && udp_length >= 16'd8 && udp_length <= l4_length_q;
        nat_q      <= source == 16'd4500 || target == 16'd4500;
        one_q      <= udp_length == 16'd9;
        four_q     <= udp_length >= 16'd12;
        eight_q    <= udp_length >= 16'd16;
        marker_q   <= word[L4_2] == 32'd0;
        rtp_q      <= word[L4_2][31:30] == 2'd2 && word[L4_2][23:21] != 3'b110  // RFC 5761: RTCP
                   && ((!source[0] && source[15:10] != 6'd0)
                       || (!target[0] && target[15:10] != 6'd0))
                   && udp_length >= 16'd20 + {10'd0, word[L4_2][27:24], 2'd0};
        rtp_header_q   <= 7'd20 + {1'b0, word[L4_2][27:24], 2'd0};
        fragment_bad_q <= s_fragment && l4_offset_q != 16'd0
                       && (fragment_beyond || (l4_length_q[2:0] != 3'd0
                           && (s_ipv6 ? word[FRAGMENT][0] : word[IP_1][13])));
    end

    wire missing   = s_too_short || s_state == `FN_PARSE_START;
    wire udp_good  = udp && udp_good_q;
    wire keepalive = udp_good && nat_q && one_q
                    && (seen[L4_2] ? word[L4_2][31:24] : s_cut_byte) == 8'hff;
    wire nat_esp   = udp_good && nat_q && eight_q && !marker_q;
    wire rtp       = udp_good && !nat_q && rtp_q;
    wire tcp_good  = tcp && !tcp_bad_q;
    wire esp       = s_named == `FN_PARSE_ESP;
    wire esp_good  = esp && !missing && l4_offset_q != 16'd0;
    wire options   = tcp_good && s_state == `FN_PARSE_DONE && s_options_good;
    wire other     = s_named == `FN_PARSE_OTHER;
    wire ip        = seen[IP_0] && !s_bad_version;
    wire outer     = security_q != `FN_SECURITY_CLEAR;  // an association outside UDP

    reg [6:0] header;  // bytes of the transport header and what belongs to it

    always @* begin
        header = 7'd0;
        if (tcp)      header = {1'b0, s_tcp_offset, 2'd0};
        if (esp)      header = 7'd8;
        if (udp)      header = nat_esp ? 7'd16 : rtp ? rtp_header_q : 7'd8;
    end

    wire        has_payload = tcp_good || udp_good || esp_good || (other && l4_offset_q != 16'd0);
    wire [15:0] length      = udp ? udp_length : l4_length_q;

    // ---- Reason: the lowest number counts ----
    always @(posedge clk) begin
        m_reason <= `FN_REASON_DELIVERED;
        if ((missing && s_named == `FN_PARSE_UDP) || (udp && udp_bad_q))
            m_reason <= `FN_REASON_UDP_LENGTH;
        if (tcp_good && s_state == `FN_PARSE_DONE && !s_options_good)
            m_reason <= `FN_REASON_TCP_OPTIONS;
        if ((missing && s_named == `FN_PARSE_TCP) || (tcp && tcp_bad_q))
            m_reason <= `FN_REASON_TCP_HEADER_LENGTH;
        if ((missing && esp) || (udp_good && nat_q && four_q && !eight_q && !marker_q))
            m_reason <= `FN_REASON_ESP_LENGTH;
        if (s_bad_ah || (missing && s_named == `FN_PARSE_AH)) m_reason <= `FN_REASON_AH_LENGTH;
        if (fragment_bad_q) m_reason <= `FN_REASON_FRAGMENT;
        if (s_bad_extension || (missing && is_extension(s_named)))
            m_reason <= `FN_REASON_IPV6_EXTENSION;
        if (s_beyond || s_state == `FN_PARSE_IPV4 || s_state == `FN_PARSE_IPV6
                || (s_ipv6 && word[IP_1][31:8] == 24'd0)) m_reason <= `FN_REASON_IP_LENGTH;
        if (s_bad_ipv4) m_reason <= `FN_REASON_IPV4_HEADER_LENGTH;
        if (s_bad_version) m_reason <= `FN_REASON_IP_VERSION;
        if (s_llc_beyond) m_reason <= `FN_REASON_ETHERNET_LENGTH;
        if (s_state == `FN_PARSE_ETHERNET || s_state == `FN_PARSE_LLC)
            m_reason <= `FN_REASON_ETHERNET_TRUNCATED;
    end

    // ---- Record ----
    function [31:0] turned(input [31:0] bytes);  // first byte in bits 7:0
        turned = {bytes[7:0], bytes[15:8], bytes[23:16], bytes[31:24]};
    endfunction

    wire       snap     = llc_q && seen[SNAP] && word[SNAP][31:16] == 16'd0;
    wire       ipv4     = ip && !s_ipv6;
    wire       ipv6     = ip && s_ipv6;
    wire [1:0] tags     = {1'b0, seen[TAG]} + {1'b0, seen[INNER_TAG]};

    assign m_record[`FN_PACKET_RECORD_TIMESTAMP]      = timestamp_q;
    assign m_record[`FN_PACKET_RECORD_MAC_CLASS]      = mac_class_q;
    assign m_record[`FN_PACKET_RECORD_MAC_ACCEPT]     = mac_accept_q;
    assign m_record[`FN_PACKET_RECORD_ETHERTYPE]      = !typed_q ? 16'd0 : !llc_q ? type_q
                                                      : snap ? word[SNAP][15:0] : 16'd0;
    assign m_record[`FN_PACKET_RECORD_VLAN_COUNT]     = tags;
    assign m_record[`FN_PACKET_RECORD_VLAN_TCI]       = word[TAG][31:16];
    assign m_record[`FN_PACKET_RECORD_VLAN_INNER_TCI] = word[INNER_TAG][31:16];
    assign m_record[`FN_PACKET_RECORD_IP_VERSION]     = {ipv6, ipv4};
    assign m_record[`FN_PACKET_RECORD_IP_OFFSET]      =
        typed_q ? 8'd14 + {4'd0, tags, 2'd0} + {4'd0, snap, 3'd0} : 8'd0;
    assign m_record[`FN_PACKET_RECORD_IP_TOS]         = ipv4 ? word[IP_0][23:16]
                                                      : ipv6 ? word[IP_0][27:20] : 8'd0;
    assign m_record[`FN_PACKET_RECORD_IP_TTL]         = ipv6 ? word[IP_1][7:0]
                                                             : word[IP_2][31:24];
    assign m_record[`FN_PACKET_RECORD_IP_OPTIONS]     = extension_q
                                                     || (ipv4 && word[IP_0][27:24] > 4'd5);
    assign m_record[`FN_PACKET_RECORD_IPV4_HEADER_LENGTH] =
        ipv4 ? {word[IP_0][27:24], 2'd0} : 6'd0;
    assign m_record[`FN_PACKET_RECORD_FRAGMENT]       = s_fragment;
    assign m_record[`FN_PACKET_RECORD_MORE_FRAGMENTS] = s_ipv6 ? word[FRAGMENT][0]
                                                               : word[IP_1][13];
    assign m_record[`FN_PACKET_RECORD_FRAGMENT_OFFSET] = fragment_end[15:3];
    assign m_record[`FN_PACKET_RECORD_CHECKSUM_UNKNOWN] = s_fragment || routed_q;
    assign m_record[`FN_PACKET_RECORD_PROTOCOL]       = s_protocol;
    assign m_record[`FN_PACKET_RECORD_L4_OFFSET]      = l4_offset_q;
    assign m_record[`FN_PACKET_RECORD_L4_LENGTH]      = udp_good ? udp_length : l4_length_q;
    assign m_record[`FN_PACKET_RECORD_PAYLOAD_OFFSET] =
        has_payload ? l4_offset_q + {9'd0, header} : 16'd0;
    assign m_record[`FN_PACKET_RECORD_PAYLOAD_LENGTH] =
        has_payload ? length - {9'd0, header} : 16'd0;
    assign m_record[`FN_PACKET_RECORD_PORTS_PRESENT]  = tcp || udp;
    assign m_record[`FN_PACKET_RECORD_SOURCE_PORT]    = source;
    assign m_record[`FN_PACKET_RECORD_DESTINATION_PORT] = target;
    assign m_record[`FN_PACKET_RECORD_TCP]            = tcp;
    assign m_record[`FN_PACKET_RECORD_UDP]            = udp;
    assign m_record[`FN_PACKET_RECORD_RTP]            = rtp;
    assign m_record[`FN_PACKET_RECORD_SECURITY]       = nat_esp && !outer ? `FN_SECURITY_ESP
                                                                          : security_q;
    assign m_record[`FN_PACKET_RECORD_UDP_ENCAPSULATION] = nat_esp;
    assign m_record[`FN_PACKET_RECORD_NAT_KEEPALIVE]  = keepalive;
    assign m_record[`FN_PACKET_RECORD_SPI]            = nat_esp && !outer ? word[L4_2] : word[SPI];
    assign m_record[`FN_PACKET_RECORD_SEQUENCE]       =
        tcp ? word[L4_1] : rtp ? {16'd0, word[L4_2][15:0]}
            : nat_esp && !outer ? word[L4_3] : word[SEQUENCE];
    assign m_record[`FN_PACKET_RECORD_ACKNOWLEDGMENT] = tcp ? word[L4_2] : 32'd0;
    assign m_record[`FN_PACKET_RECORD_WINDOW]         = tcp ? word[L4_3][15:0] : 16'd0;
    assign m_record[`FN_PACKET_RECORD_TCP_FLAGS]      = tcp ? word[L4_3][27:16] : 12'd0;
    assign m_record[`FN_PACKET_RECORD_TIMESTAMPS_PRESENT] = options && s_stamps;
    assign m_record[`FN_PACKET_RECORD_TIMESTAMP_VALUE] =
        options && s_stamps ? s_stamp_value : 32'd0;
    assign m_record[`FN_PACKET_RECORD_TIMESTAMP_ECHO] =
        options && s_stamps ? s_stamp_echo : 32'd0;
    assign m_record[`FN_PACKET_RECORD_SACK_BLOCKS]    = options ? s_sack_blocks : 3'd0;
    assign m_record[`FN_PACKET_RECORD_OTHER_TCP_OPTIONS] = options && s_options_other;
    assign m_record[`FN_PACKET_RECORD_UDP_CHECKSUM_ZERO] =
        udp && seen[L4_1] && word[L4_1][15:0] == 16'd0;
    assign m_record[`FN_PACKET_RECORD_CANDIDATE]      = ip && mac_class_q == 2'd0;

    // What fn_rx_fifo adds.
    assign m_record[`FN_PACKET_RECORD_HIT]            = 1'b0;
    assign m_record[`FN_PACKET_RECORD_FLOW_INDEX]     = 8'd0;
    assign m_record[`FN_PACKET_RECORD_HANDLE]         = 16'd0;
    assign m_record[`FN_PACKET_RECORD_CONTEXT]        = 10'd0;
    assign m_record[`FN_PACKET_RECORD_ASSOCIATION]    = 8'd0;
    assign m_record[`FN_PACKET_RECORD_STATE]          = 3'd0;
    assign m_record[`FN_PACKET_RECORD_SPLIT]          = 1'b0;
    assign m_record[`FN_PACKET_RECORD_HOLD]           = 1'b0;

    // ---- Key ----
    assign m_key[`FN_FLOW_KEY_SOURCE_ADDRESS] =
        {turned(word[SOURCE+3]), turned(word[SOURCE+2]), turned(word[SOURCE+1]),
         turned(word[SOURCE])};
    assign m_key[`FN_FLOW_KEY_DESTINATION_ADDRESS] =
        {turned(word[DESTINATION+3]), turned(word[DESTINATION+2]), turned(word[DESTINATION+1]),
         turned(word[DESTINATION])};
    assign m_key[`FN_FLOW_KEY_SPI]              = m_record[`FN_PACKET_RECORD_SPI];
    assign m_key[`FN_FLOW_KEY_DESTINATION_PORT] = target;
    assign m_key[`FN_FLOW_KEY_SOURCE_PORT]      = source;
    assign m_key[`FN_FLOW_KEY_PROTOCOL]         = s_protocol;
    assign m_key[`FN_FLOW_KEY_ASSOCIATION]      = 8'd0;
    assign m_key[`FN_FLOW_KEY_VLAN_ID]          = word[TAG][27:16];
    assign m_key[`FN_FLOW_KEY_VLAN_PRESENT]     = seen[TAG];
    assign m_key[`FN_FLOW_KEY_SECURITY]         = m_record[`FN_PACKET_RECORD_SECURITY];
    assign m_key[`FN_FLOW_KEY_IP_VERSION]       = {ipv6, ipv4};
    assign m_key[`FN_FLOW_KEY_PORTS_PRESENT]    = tcp || udp;
    assign m_key[`FN_FLOW_KEY_RTP]              = rtp;

endmodule

`default_nettype wire
