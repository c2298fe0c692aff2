// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_fields - keeps the words of a packet's headers and makes its record
//
// Takes the walk of fn_rx_parser_chain.  Two cycles after the window with m_key_done the key
// stands, three after that with m_done the record, s_done, both until the fourth one after the
// first window of the next packet; four cycles after a packet's last window the reason stands.

`default_nettype none
`include "fn_records.vh"
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_fields (
    input  wire        clk,

    // the walk: see fn_rx_parser_chain
    input  wire        s_first,
    input  wire        s_last,
    input  wire        s_done,
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,
    input  wire        s_low_llc,
    input  wire        s_high_llc,
    input  wire [7:0]  s_cut_byte,
    input  wire        s_tag,
    input  wire        s_inner_tag,
    input  wire        s_low_type,
    input  wire        s_high_type,
    input  wire        s_low_snap,
    input  wire        s_high_snap,
    input  wire [9:0]  s_ip,
    input  wire        s_ip_swap,
    input  wire        s_extension,
    input  wire        s_low_fragment,
    input  wire        s_high_fragment,
    input  wire        s_segments_left,
    input  wire        s_ah,
    input  wire        s_esp,
    input  wire        s_low_spi,
    input  wire        s_high_spi,
    input  wire        s_low_sequence,
    input  wire        s_high_sequence,
    input  wire [4:0]  s_l4,
    input  wire        s_l4_swap,
    input  wire        s_transport,
    input  wire [15:0] s_transport_offset,
    input  wire [15:0] s_transport_length,
    input  wire        s_in_ethernet,
    input  wire        s_in_ip,
    input  wire        s_in_start,
    input  wire        s_in_tcp,
    input  wire [`FN_NAMED_BITS-1:0] s_named,
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

    // what the other parts found; of the address: one cycle after s_first
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
    output wire [5:0]                        m_reason
);
    // ---- Words: 0 where the packet has none ----
    wire         ip_seen;
    wire [11:0]  ip_0;
    wire [31:0]  ip_1;
    wire [7:0]   ttl;
    wire [127:0] source_address, destination_address;

    fn_rx_parser_ip u_ip (
        .clk(clk), .s_first(s_first), .s_low(s_low), .s_high(s_high), .s_ip(s_ip),
        .s_swap(s_ip_swap), .s_ipv6(s_ipv6),
        .m_seen(ip_seen), .m_word_0(ip_0), .m_word_1(ip_1), .m_ttl(ttl),
        .m_source(source_address), .m_destination(destination_address)
    );

    reg [15:0] tag_q, inner_tag_q;
    reg [31:0] snap_q;
    reg [13:0] fragment_q;      // offset, more fragments
    reg [31:0] spi_q, sequence_q;
    reg [31:0] l4_0_q, l4_1_q, l4_2_q, l4_3_q, l4_4_q;
    reg        tag_seen_q, inner_tag_seen_q, snap_seen_q, spi_seen_q, sequence_seen_q;
    reg [2:0]  l4_seen_q;

    wire [31:0] l4_even = s_l4_swap ? s_high : s_low;
    wire [31:0] l4_odd  = s_l4_swap ? s_low : s_high;

    always @(posedge clk) begin
        if (s_tag)           tag_q       <= s_low[31:16];
        if (s_inner_tag)     inner_tag_q <= s_high[31:16];
        if (s_low_snap || s_high_snap) snap_q <= s_high_snap ? s_high : s_low;
        if (s_low_fragment || s_high_fragment)
            fragment_q <= s_high_fragment ? {s_high[15:3], s_high[0]} : {s_low[15:3], s_low[0]};
        // The outermost association counts.
        if ((s_low_spi || s_high_spi) && !spi_seen_q) spi_q <= s_high_spi ? s_high : s_low;
        if ((s_low_sequence || s_high_sequence) && !sequence_seen_q)
            sequence_q <= s_high_sequence ? s_high : s_low;
        if (s_l4[0]) l4_0_q <= l4_even;
        if (s_l4[1]) l4_1_q <= l4_odd;
        if (s_l4[2]) l4_2_q <= l4_even;
        if (s_l4[3]) l4_3_q <= l4_odd;
        if (s_l4[4]) l4_4_q <= l4_even;
        tag_seen_q       <= tag_seen_q || s_tag;
        inner_tag_seen_q <= inner_tag_seen_q || s_inner_tag;
        snap_seen_q      <= snap_seen_q || s_low_snap || s_high_snap;
        spi_seen_q       <= spi_seen_q || s_low_spi || s_high_spi;
        sequence_seen_q  <= sequence_seen_q || s_low_sequence || s_high_sequence;
        l4_seen_q        <= l4_seen_q | s_l4[2:0];
        if (s_first) begin
            tag_q            <= 16'd0;
            inner_tag_q      <= 16'd0;
            fragment_q       <= 14'd0;
            spi_q            <= 32'd0;
            sequence_q       <= 32'd0;
            l4_0_q           <= 32'd0;
            l4_1_q           <= 32'd0;
            l4_2_q           <= 32'd0;
            l4_3_q           <= 32'd0;
            l4_4_q           <= 32'd0;
            tag_seen_q       <= 1'b0;
            inner_tag_seen_q <= 1'b0;
            snap_seen_q      <= 1'b0;
            spi_seen_q       <= 1'b0;
            sequence_seen_q  <= 1'b0;
            l4_seen_q        <= 3'd0;
        end
    end

    // ---- What is not a word ----
    reg [15:0] type_q;
    reg        typed_q;      // the EtherType is known
    reg        llc_q;
    reg        extension_q;  // an IPv6 extension header
    reg        routed_q;     // a routing header with segments left
    reg [1:0]  security_q;
    reg [15:0] l4_offset_q, l4_length_q;
    reg [47:0] timestamp_q;
    reg        first_q;
    reg [1:0]  mac_class_q;
    reg        mac_accept_q;

    wire extension_named = s_named[`FN_NAMED_OPTIONS] || s_named[`FN_NAMED_ROUTING]
                        || s_named[`FN_NAMED_FRAGMENT];

    // An empty datagram, or a short one, may end with the frame: its first word is missing.
    wire transport = s_transport || (s_last && s_in_start && !s_named[`FN_NAMED_AH]
                                     && !extension_named);

    always @(posedge clk) begin
        if (s_low_type || s_high_type) type_q <= s_high_type ? s_high[15:0] : s_low[15:0];
        if (s_low_type || s_high_type) llc_q  <= s_high_type ? s_high_llc : s_low_llc;
        if (s_low_type || s_high_type) typed_q <= 1'b1;
        if (s_extension)     extension_q <= 1'b1;
        if (s_segments_left) routed_q    <= 1'b1;
        if (security_q == `FN_SECURITY_CLEAR) begin
            if (s_esp) security_q <= `FN_SECURITY_ESP;
            if (s_ah)  security_q <= `FN_SECURITY_AH;
        end
        if (transport) l4_offset_q <= s_transport_offset;
        if (transport) l4_length_q <= s_transport_length;
        first_q <= s_first;
        if (first_q) mac_class_q  <= s_mac_class;
        if (first_q) mac_accept_q <= s_mac_accept;
        if (s_first) begin
            timestamp_q  <= s_timestamp;
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
    reg [7:0]   protocol_q;    // of the walk, which may go on with the next packet
    reg         ipv6_q;
    reg         fragmented_q;
    reg [3:0]   tcp_offset_q;
    reg         bad_version_q;
    wire [15:0] udp_length = l4_1_q[31:16];
    wire [15:0] source     = l4_0_q[31:16];
    wire [15:0] target     = l4_0_q[15:0];
    wire [15:0] fragment_end = {ipv6_q ? fragment_q[13:1] : ip_1[12:0], 3'd0};
    reg        tcp_q, udp_q, esp_q;
    reg        other_q;      // no header that is known
    reg        missing_tcp_q, missing_udp_q, missing_esp_q, missing_ah_q, missing_extension_q;
    reg        tcp_bad_q, udp_bad_q, udp_good_q;
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

    wire       missing = s_too_short || s_in_start;

    always @(posedge clk) begin
        protocol_q    <= s_protocol;
        ipv6_q        <= s_ipv6;
        fragmented_q  <= s_fragment;
        tcp_offset_q  <= s_tcp_offset;
        bad_version_q <= s_bad_version;
        tcp_q   <= l4_seen_q[0] && s_named[`FN_NAMED_TCP];
        udp_q   <= l4_seen_q[0] && s_named[`FN_NAMED_UDP];
        esp_q   <= s_named[`FN_NAMED_ESP];
        other_q <= s_named == 0;
        missing_tcp_q <= missing && s_named[`FN_NAMED_TCP];
        missing_udp_q <= missing && s_named[`FN_NAMED_UDP];
        missing_esp_q <= missing && s_named[`FN_NAMED_ESP];
        missing_ah_q  <= missing && s_named[`FN_NAMED_AH];
        missing_extension_q <= missing && extension_named;
        tcp_bad_q  <= s_tcp_offset < 4'd5 || {10'd0, s_tcp_offset, 2'd0} > l4_length_q;
        udp_bad_q  <= l4_seen_q[1] && (udp_length < 16'd8 || udp_length > l4_length_q);
        udp_good_q <= l4_seen_q[1] && udp_length >= 16'd8 && udp_length <= l4_length_q;
        nat_q      <= source == 16'd4500 || target == 16'd4500;
        one_q      <= udp_length == 16'd9;
        four_q     <= udp_length >= 16'd12;
        eight_q    <= udp_length >= 16'd16;
        marker_q   <= l4_2_q == 32'd0;
        rtp_q      <= l4_2_q[31:30] == 2'd2 && l4_2_q[23:21] != 3'b110  // RFC 5761: RTCP
                   && ((!source[0] && source[15:10] != 6'd0)
                       || (!target[0] && target[15:10] != 6'd0))
                   && udp_length >= 16'd20 + {10'd0, l4_2_q[27:24], 2'd0};
        rtp_header_q   <= 7'd20 + {1'b0, l4_2_q[27:24], 2'd0};
        fragment_bad_q <= fragmented_q && l4_offset_q != 16'd0
                       && (fragment_beyond || (l4_length_q[2:0] != 3'd0
                           && (ipv6_q ? fragment_q[0] : ip_1[13])));
    end

    wire udp_good  = udp_q && udp_good_q;
    wire nat_esp   = udp_good && nat_q && eight_q && !marker_q;
    wire rtp       = udp_good && !nat_q && rtp_q;
    wire tcp_good  = tcp_q && !tcp_bad_q;
    wire esp_good  = esp_q && !missing_esp_q && l4_offset_q != 16'd0;
    wire ip        = ip_seen && !bad_version_q;
    wire outer     = security_q != `FN_SECURITY_CLEAR;  // an association outside UDP

    // ---- One more cycle: lengths; the reason, the lowest number counts ----
    reg [6:0]  header_q;      // bytes of the transport header and what belongs to it
    reg        has_payload_q;
    reg [15:0] length_q;
    reg        keepalive_q;
    reg        options_q;     // TCP, with all of its header
    reg [5:0]  reason_q;      // but for TCP options and what the packet's end tells

    always @(posedge clk) begin
        header_q <= 7'd0;
        if (tcp_q) header_q <= {1'b0, tcp_offset_q, 2'd0};
        if (esp_q) header_q <= 7'd8;
        if (udp_q) header_q <= nat_esp ? 7'd16 : rtp ? rtp_header_q : 7'd8;
        has_payload_q <= tcp_good || udp_good || esp_good || (other_q && l4_offset_q != 16'd0);
        length_q      <= udp_q ? udp_length : l4_length_q;
        keepalive_q   <= udp_good && nat_q && one_q
                      && (l4_seen_q[2] ? l4_2_q[31:24] : s_cut_byte) == 8'hff;
        options_q     <= tcp_good && !s_in_tcp;

        reason_q <= `FN_REASON_DELIVERED;
        if (missing_udp_q || (udp_q && udp_bad_q))
            reason_q <= `FN_REASON_UDP_LENGTH;
        if (missing_tcp_q || (tcp_q && tcp_bad_q))
            reason_q <= `FN_REASON_TCP_HEADER_LENGTH;
        if (missing_esp_q || (udp_good && nat_q && four_q && !eight_q && !marker_q))
            reason_q <= `FN_REASON_ESP_LENGTH;
        if (s_bad_ah || missing_ah_q) reason_q <= `FN_REASON_AH_LENGTH;
        if (fragment_bad_q) reason_q <= `FN_REASON_FRAGMENT;
        if (s_bad_extension || missing_extension_q) reason_q <= `FN_REASON_IPV6_EXTENSION;
        if (s_in_ip || (s_ipv6 && ip_1[31:8] == 24'd0))
            reason_q <= `FN_REASON_IP_LENGTH;
        if (s_bad_ipv4) reason_q <= `FN_REASON_IPV4_HEADER_LENGTH;
        if (s_bad_version) reason_q <= `FN_REASON_IP_VERSION;
        if (s_in_ethernet) reason_q <= `FN_REASON_ETHERNET_TRUNCATED;
    end

    wire options = options_q && s_options_good;

    fn_rx_parser_reason u_reason (
        .clk(clk), .s_done(s_done), .s_reason(reason_q),
        .s_bad_options(options_q && !s_options_good), .s_beyond(s_beyond),
        .s_llc_beyond(s_llc_beyond), .m_reason(m_reason)
    );

    // ---- Record ----
    wire       snap     = llc_q && snap_seen_q && snap_q[31:16] == 16'd0;
    wire       ipv4     = ip && !ipv6_q;
    wire       ipv6     = ip && ipv6_q;
    wire [1:0] tags     = {1'b0, tag_seen_q} + {1'b0, inner_tag_seen_q};

    assign m_record[`FN_PACKET_RECORD_TIMESTAMP]      = timestamp_q;
    assign m_record[`FN_PACKET_RECORD_MAC_CLASS]      = mac_class_q;
    assign m_record[`FN_PACKET_RECORD_MAC_ACCEPT]     = mac_accept_q;
    assign m_record[`FN_PACKET_RECORD_ETHERTYPE]      = !typed_q ? 16'd0 : !llc_q ? type_q
                                                      : snap ? snap_q[15:0] : 16'd0;
    assign m_record[`FN_PACKET_RECORD_VLAN_COUNT]     = tags;
    assign m_record[`FN_PACKET_RECORD_VLAN_TCI]       = tag_q;
    assign m_record[`FN_PACKET_RECORD_VLAN_INNER_TCI] = inner_tag_q;
    assign m_record[`FN_PACKET_RECORD_IP_VERSION]     = {ipv6, ipv4};
    assign m_record[`FN_PACKET_RECORD_IP_OFFSET]      =
        typed_q ? 8'd14 + {4'd0, tags, 2'd0} + {4'd0, snap, 3'd0} : 8'd0;
    assign m_record[`FN_PACKET_RECORD_IP_TOS]         = ipv4 ? ip_0[7:0]
                                                      : ipv6 ? ip_0[11:4] : 8'd0;
    assign m_record[`FN_PACKET_RECORD_IP_TTL]         = ttl;
    assign m_record[`FN_PACKET_RECORD_IP_OPTIONS]     = extension_q
                                                     || (ipv4 && ip_0[11:8] > 4'd5);
    assign m_record[`FN_PACKET_RECORD_IPV4_HEADER_LENGTH] =
        ipv4 ? {ip_0[11:8], 2'd0} : 6'd0;
    assign m_record[`FN_PACKET_RECORD_FRAGMENT]       = fragmented_q;
    assign m_record[`FN_PACKET_RECORD_MORE_FRAGMENTS] = ipv6_q ? fragment_q[0]
                                                               : ip_1[13];
    assign m_record[`FN_PACKET_RECORD_FRAGMENT_OFFSET] = fragment_end[15:3];
    assign m_record[`FN_PACKET_RECORD_CHECKSUM_UNKNOWN] = fragmented_q || routed_q;
    assign m_record[`FN_PACKET_RECORD_PROTOCOL]       = protocol_q;
    assign m_record[`FN_PACKET_RECORD_L4_OFFSET]      = l4_offset_q;
    assign m_record[`FN_PACKET_RECORD_L4_LENGTH]      = udp_good ? udp_length : l4_length_q;
    assign m_record[`FN_PACKET_RECORD_PAYLOAD_OFFSET] =
        has_payload_q ? l4_offset_q + {9'd0, header_q} : 16'd0;
    assign m_record[`FN_PACKET_RECORD_PAYLOAD_LENGTH] =
        has_payload_q ? length_q - {9'd0, header_q} : 16'd0;
    assign m_record[`FN_PACKET_RECORD_PORTS_PRESENT]  = tcp_q || udp_q;
    assign m_record[`FN_PACKET_RECORD_SOURCE_PORT]    = source;
    assign m_record[`FN_PACKET_RECORD_DESTINATION_PORT] = target;
    assign m_record[`FN_PACKET_RECORD_TCP]            = tcp_q;
    assign m_record[`FN_PACKET_RECORD_UDP]            = udp_q;
    assign m_record[`FN_PACKET_RECORD_RTP]            = rtp;
    assign m_record[`FN_PACKET_RECORD_SECURITY]       = nat_esp && !outer ? `FN_SECURITY_ESP
                                                                          : security_q;
    assign m_record[`FN_PACKET_RECORD_UDP_ENCAPSULATION] = nat_esp;
    assign m_record[`FN_PACKET_RECORD_NAT_KEEPALIVE]  = keepalive_q;
    assign m_record[`FN_PACKET_RECORD_SPI]            = outer ? spi_q : nat_esp ? l4_2_q
                                                      : rtp ? l4_4_q : 32'd0;
    assign m_record[`FN_PACKET_RECORD_SEQUENCE]       =
        tcp_q ? l4_1_q : rtp ? {16'd0, l4_2_q[15:0]}
            : nat_esp && !outer ? l4_3_q : sequence_q;
    assign m_record[`FN_PACKET_RECORD_ACKNOWLEDGMENT] = tcp_q ? l4_2_q : 32'd0;
    assign m_record[`FN_PACKET_RECORD_WINDOW]         = tcp_q ? l4_3_q[15:0] : 16'd0;
    assign m_record[`FN_PACKET_RECORD_TCP_FLAGS]      = tcp_q ? l4_3_q[27:16] : 12'd0;
    assign m_record[`FN_PACKET_RECORD_TIMESTAMPS_PRESENT] = options && s_stamps;
    assign m_record[`FN_PACKET_RECORD_TIMESTAMP_VALUE] =
        options && s_stamps ? s_stamp_value : 32'd0;
    assign m_record[`FN_PACKET_RECORD_TIMESTAMP_ECHO] =
        options && s_stamps ? s_stamp_echo : 32'd0;
    assign m_record[`FN_PACKET_RECORD_SACK_BLOCKS]    = options ? s_sack_blocks : 3'd0;
    assign m_record[`FN_PACKET_RECORD_OTHER_TCP_OPTIONS] = options && s_options_other;
    assign m_record[`FN_PACKET_RECORD_UDP_CHECKSUM_ZERO] =
        udp_q && l4_seen_q[1] && l4_1_q[15:0] == 16'd0;
    assign m_record[`FN_PACKET_RECORD_CANDIDATE]      = ip && mac_class_q == 2'd0 && !routed_q;

    // What fn_rx_fifo adds.
    assign m_record[`FN_PACKET_RECORD_HIT]            = 1'b0;
    assign m_record[`FN_PACKET_RECORD_FLOW_INDEX]     = 8'd0;
    assign m_record[`FN_PACKET_RECORD_SYNC]           = 4'd0;
    assign m_record[`FN_PACKET_RECORD_EPOCH]          = 5'd0;
    assign m_record[`FN_PACKET_RECORD_HANDLE]         = 16'd0;
    assign m_record[`FN_PACKET_RECORD_CONTEXT]        = 10'd0;
    assign m_record[`FN_PACKET_RECORD_ASSOCIATION]    = 8'd0;
    assign m_record[`FN_PACKET_RECORD_STATE]          = 3'd0;
    assign m_record[`FN_PACKET_RECORD_SPLIT]          = 1'b0;
    assign m_record[`FN_PACKET_RECORD_HOLD]           = 1'b0;

    // ---- Key ----
    assign m_key[`FN_FLOW_KEY_SOURCE_ADDRESS]      = source_address;
    assign m_key[`FN_FLOW_KEY_DESTINATION_ADDRESS] = destination_address;
    assign m_key[`FN_FLOW_KEY_SPI]              = m_record[`FN_PACKET_RECORD_SPI];
    assign m_key[`FN_FLOW_KEY_DESTINATION_PORT] = target;
    assign m_key[`FN_FLOW_KEY_SOURCE_PORT]      = source;
    assign m_key[`FN_FLOW_KEY_PROTOCOL]         = protocol_q;
    assign m_key[`FN_FLOW_KEY_ASSOCIATION]      = 8'd0;
    assign m_key[`FN_FLOW_KEY_VLAN_ID]          = tag_q[11:0];
    assign m_key[`FN_FLOW_KEY_VLAN_PRESENT]     = tag_seen_q;
    assign m_key[`FN_FLOW_KEY_SECURITY]         = m_record[`FN_PACKET_RECORD_SECURITY];
    assign m_key[`FN_FLOW_KEY_IP_VERSION]       = {ipv6, ipv4};
    assign m_key[`FN_FLOW_KEY_PORTS_PRESENT]    = tcp_q || udp_q;
    assign m_key[`FN_FLOW_KEY_RTP]              = rtp;

endmodule

`default_nettype wire
