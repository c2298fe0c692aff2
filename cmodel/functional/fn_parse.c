// SPDX-License-Identifier: Apache-2.0
//
// fn_parse - see fn_parse.h

#include "functional/fn_parse.h"

#include <string.h>

#include "functional/fn_parse_transport.h"

enum {
    ADDRESS = 6, ETHERNET_HEADER = 14, VLAN_TAG = 4, LLC_WORD = 4, SNAP_HEADER = 8,
    MAX_LLC_LENGTH = 1500, ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_IPV6 = 0x86dd,
    IPV4_HEADER = 20, IPV6_HEADER = 40, EXTENSION = 8, AH_HEADER = 12, MAX_DATAGRAM = 65535,
    HOP_BY_HOP = 0, ROUTING = 43, FRAGMENT = 44, AH = 51, DESTINATION = 60,
    IPV4 = 1, IPV6 = 2
};

// ---- Shared with fn_parse_transport ----

uint32_t fn_parser_word(const struct fn_parser *parser, size_t at)
{
    const uint8_t *p = parser->frame + at;
    if (at + 4 > parser->length)
        return 0;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

void fn_parser_blame(struct fn_parser *parser, enum fn_reason reason)
{
    if (parser->reason == FN_REASON_DELIVERED || reason < parser->reason)
        parser->reason = reason;
}

bool fn_parser_begins(struct fn_parser *parser, size_t at, size_t bytes, enum fn_reason reason)
{
    if (at + bytes > parser->end)
        fn_parser_blame(parser, reason);
    return at + bytes <= parser->end && at + 4 <= parser->length;
}

void fn_parser_security(struct fn_parser *parser, enum fn_security security, uint32_t spi,
                        uint32_t sequence)
{
    if (parser->record->security != FN_SECURITY_CLEAR)
        return;
    parser->record->security = parser->key->security = (uint8_t)security;
    parser->record->spi = parser->key->spi = spi;
    parser->record->sequence = sequence;
}

// ---- Ethernet ----

static bool is_listed(const struct fn_filter *filter, const uint8_t *address)
{
    for (unsigned m = 0; m < FN_FILTER_MULTICAST; m++)
        if (filter->multicast[m].enable
                && memcmp(filter->multicast[m].address, address, ADDRESS) == 0)
            return true;
    return false;
}

static void parse_address(struct fn_parser *parser, const struct fn_filter *filter)
{
    static const uint8_t broadcast[ADDRESS] = { 255, 255, 255, 255, 255, 255 };
    const uint8_t *address = parser->frame;
    struct fn_packet_record *record = parser->record;
    bool accept;

    if (memcmp(address, broadcast, ADDRESS) == 0) {
        record->mac_class = FN_MAC_CLASS_BROADCAST;
        accept = filter->broadcast;
    } else if (address[0] & 1) {
        record->mac_class = FN_MAC_CLASS_MULTICAST;
        accept = filter->all_multicast || is_listed(filter, address);
    } else {
        accept = memcmp(address, filter->address, ADDRESS) == 0;
        record->mac_class = accept ? FN_MAC_CLASS_OWN : FN_MAC_CLASS_OTHER;
    }
    record->mac_accept = accept || filter->promiscuous;
}

// IEEE 802.3 3.2.6: a length, and LLC behind it; RFC 1042: SNAP.  Gives the payload's offset.
static size_t parse_llc(struct fn_parser *parser, size_t at, unsigned llc_length)
{
    const bool is_snap = llc_length >= SNAP_HEADER && fn_parser_word(parser, at) == 0xaaaa0300;
    const uint32_t word = fn_parser_word(parser, at + LLC_WORD);
    const size_t header = is_snap ? SNAP_HEADER : LLC_WORD;

    parser->read = at + header;
    if (at + llc_length > parser->length)
        fn_parser_blame(parser, FN_REASON_ETHERNET_LENGTH);
    if (at + header > parser->length)
        fn_parser_blame(parser, FN_REASON_ETHERNET_TRUNCATED);
    if (!is_snap || at + SNAP_HEADER > parser->length || word >> 16 != 0)
        return at;
    parser->record->ethertype = (uint16_t)word;
    return at + SNAP_HEADER;
}

static bool is_vlan(unsigned type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100; }

// IEEE 802.1Q.  Gives the offset of what the EtherType says, 0 if the header is cut.
static size_t parse_ethernet(struct fn_parser *parser, const struct fn_filter *filter)
{
    struct fn_packet_record *record = parser->record;
    size_t at = ETHERNET_HEADER;

    if (parser->length >= ADDRESS)
        parse_address(parser, filter);
    unsigned type = fn_parser_word(parser, at - 4) & 0xffff;
    while (is_vlan(type) && record->vlan_count < 2 && at + VLAN_TAG <= parser->length) {
        const uint32_t tag = fn_parser_word(parser, at);
        *(record->vlan_count++ == 0 ? &record->vlan_tci : &record->vlan_inner_tci)
            = (uint16_t)(tag >> 16);
        type = tag & 0xffff;
        at += VLAN_TAG;
    }
    parser->read = at;
    if (at > parser->length || (is_vlan(type) && record->vlan_count < 2)) {
        fn_parser_blame(parser, FN_REASON_ETHERNET_TRUNCATED);
        parser->read = parser->length + ETHERNET_HEADER;
        return 0;
    }
    if (type <= MAX_LLC_LENGTH)
        at = parse_llc(parser, at, type);
    else
        record->ethertype = (uint16_t)type;
    record->ip_offset = (uint8_t)at;
    return at;
}

// ---- IP ----

// RFC 791, RFC 8200 4.5: offset in units of 8 bytes, and whether more follow.
static void parse_fragment(struct fn_parser *parser, size_t at, unsigned offset, bool more)
{
    struct fn_packet_record *record = parser->record;
    const size_t bytes = parser->end - at;

    record->fragment_offset = (uint16_t)offset;
    record->more_fragments = more;
    record->fragment = offset != 0 || more;  // RFC 6946: an atomic fragment is none
    record->checksum_unknown |= record->fragment;
    if (record->fragment && at <= parser->end && at <= parser->length
            && ((more && bytes % 8 != 0) || offset * 8 + bytes > MAX_DATAGRAM))
        fn_parser_blame(parser, FN_REASON_FRAGMENT);
}

// One header of the chain.  Gives its length, 0 if the chain ends here.
static size_t parse_extension(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;
    const unsigned protocol = record->protocol;
    const bool is_ah = protocol == AH;
    const enum fn_reason reason = is_ah ? FN_REASON_AH_LENGTH : FN_REASON_IPV6_EXTENSION;
    const size_t fixed = is_ah ? AH_HEADER : EXTENSION;

    parser->read = at + 4;
    if (!fn_parser_begins(parser, at, fixed, reason))
        return 0;
    const uint32_t word = fn_parser_word(parser, at);
    const unsigned length = word >> 16 & 0xff;
    const size_t bytes = is_ah ? (length + 2) * 4 : protocol == FRAGMENT ? EXTENSION
                                                                         : (length + 1) * 8;
    record->protocol = (uint8_t)(word >> 24);
    if (is_ah)  // RFC 4302 2
        fn_parser_security(parser, FN_SECURITY_AH, fn_parser_word(parser, at + 4),
                           fn_parser_word(parser, at + 8));
    else
        record->ip_options = 1;
    if (protocol == ROUTING && (word & 0xff) != 0)
        record->checksum_unknown = parser->is_routed = 1;
    if (protocol == FRAGMENT)
        parse_fragment(parser, at + EXTENSION, word >> 3 & 0x1fff, word & 1);
    parser->read = at + (bytes > fixed ? bytes : fixed);
    if (bytes < fixed || at + bytes > parser->end) {
        fn_parser_blame(parser, reason);
        return 0;
    }
    return bytes;
}

static bool is_extension(const struct fn_packet_record *record)
{
    const unsigned protocol = record->protocol;
    return protocol == AH
        || (record->ip_version == IPV6 && (protocol == HOP_BY_HOP || protocol == ROUTING
                                           || protocol == FRAGMENT || protocol == DESTINATION));
}

static void parse_chain(struct fn_parser *parser, size_t at)
{
    while (!parser->record->fragment && is_extension(parser->record)) {
        const size_t bytes = parse_extension(parser, at);
        if (bytes == 0)
            return;
        at += bytes;
    }
    fn_parse_transport(parser, at);
}

static void put_address(const struct fn_parser *parser, size_t at, unsigned words,
                        struct fn_address *address)
{
    for (unsigned w = 0; w < words; w++)
        if (at + 4 * w + 4 <= parser->length)
            memcpy(address->byte + 4 * w, parser->frame + at + 4 * w, 4);
}

static void parse_ipv4(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;
    const uint32_t first = fn_parser_word(parser, at), second = fn_parser_word(parser, at + 4);
    const uint32_t third = fn_parser_word(parser, at + 8);
    const unsigned header = (first >> 24 & 0xf) * 4, total = first & 0xffff;

    parser->read = at + (header > IPV4_HEADER ? header : IPV4_HEADER);
    record->ip_version = parser->key->ip_version = IPV4;
    record->ipv4_header_length = (uint8_t)header;
    record->ip_options = header > IPV4_HEADER;
    record->ip_tos = (uint8_t)(first >> 16);
    record->ip_ttl = (uint8_t)(third >> 24);
    record->protocol = (uint8_t)(third >> 16);
    put_address(parser, at + 12, 1, &parser->key->source_address);
    put_address(parser, at + 16, 1, &parser->key->destination_address);
    parser->end = at + total;
    if (at + total > parser->length)
        fn_parser_blame(parser, FN_REASON_IP_LENGTH);
    const bool is_bad = header < IPV4_HEADER || header > total;
    if (is_bad)
        fn_parser_blame(parser, FN_REASON_IPV4_HEADER_LENGTH);
    parse_fragment(parser, is_bad ? parser->length + 1 : at + header, second & 0x1fff,
                   second >> 13 & 1);
    if (!is_bad)
        parse_chain(parser, at + header);
}

static void parse_ipv6(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;
    const uint32_t first = fn_parser_word(parser, at), second = fn_parser_word(parser, at + 4);
    const unsigned payload = second >> 16;

    parser->read = at + IPV6_HEADER;
    record->ip_version = parser->key->ip_version = IPV6;
    record->ip_tos = (uint8_t)(first >> 20);
    record->protocol = (uint8_t)(second >> 8);
    record->ip_ttl = (uint8_t)second;
    put_address(parser, at + 8, 4, &parser->key->source_address);
    put_address(parser, at + 24, 4, &parser->key->destination_address);
    parser->end = at + IPV6_HEADER + payload;
    // A jumbogram (RFC 2675) has length 0 and a hop-by-hop header; no Ethernet carries one.
    if (parser->end > parser->length || (payload == 0 && record->protocol == HOP_BY_HOP))
        fn_parser_blame(parser, FN_REASON_IP_LENGTH);
    if (at + IPV6_HEADER <= parser->length)
        parse_chain(parser, at + IPV6_HEADER);
}

static void parse_ip(struct fn_parser *parser, size_t at, unsigned version)
{
    parser->read = at + 4;
    if (at + 4 > parser->length)
        fn_parser_blame(parser, FN_REASON_IP_LENGTH);
    else if (fn_parser_word(parser, at) >> 28 != version)
        fn_parser_blame(parser, FN_REASON_IP_VERSION);
    else if (version == 4)
        parse_ipv4(parser, at);
    else
        parse_ipv6(parser, at);
}

size_t fn_parse(const uint8_t *frame, size_t length, const struct fn_filter *filter,
                struct fn_packet_record *record, struct fn_flow_key *key, enum fn_reason *reason)
{
    struct fn_parser parser = {
        frame, length, length, 0, record, key, FN_REASON_DELIVERED, false
    };

    memset(record, 0, sizeof *record);
    memset(key, 0, sizeof *key);
    const size_t at = parse_ethernet(&parser, filter);
    if (record->ethertype == ETHERTYPE_IPV4)
        parse_ip(&parser, at, 4);
    else if (record->ethertype == ETHERTYPE_IPV6)
        parse_ip(&parser, at, 6);
    record->candidate = record->ip_version != 0 && record->mac_class == FN_MAC_CLASS_OWN
                     && !parser.is_routed;
    key->vlan_present = record->vlan_count > 0;
    key->vlan_id = record->vlan_tci & 0xfff;
    key->protocol = record->protocol;
    key->ports_present = record->ports_present;
    key->source_port = record->source_port;
    key->destination_port = record->destination_port;
    key->rtp = record->rtp;
    *reason = parser.reason;
    return parser.read;
}
