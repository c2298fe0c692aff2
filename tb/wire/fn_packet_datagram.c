// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_datagram - see fn_packet_datagram.h

#include "wire/fn_packet_datagram.h"

#include <string.h>

#include "functional/fn_checksum.h"

enum {
    IPV4 = FN_MAKER_IPV4, IPV6 = FN_MAKER_IPV6, HOP_BY_HOP = 0, ICMP = 1, TCP = 6, UDP = 17,
    ROUTING = 43, FRAGMENT = 44, ESP = 50, AH = 51, ICMPV6 = 58, DESTINATION = 60, UNKNOWN = 253
};

// ---- Random numbers, and bytes ----

// xorshift64*
static uint32_t next_random(struct fn_packet_maker *maker)
{
    maker->random ^= maker->random >> 12;
    maker->random ^= maker->random << 25;
    maker->random ^= maker->random >> 27;
    return (uint32_t)(maker->random * 0x2545f4914f6cdd1du >> 32);
}

unsigned fn_maker_below(struct fn_maker_packet *packet, unsigned limit)
{
    return next_random(packet->maker) % limit;
}

void fn_maker_put8(struct fn_maker_packet *packet, unsigned value)
{
    packet->bytes[packet->at++] = (uint8_t)value;
}

void fn_maker_put16(struct fn_maker_packet *packet, unsigned value)
{
    fn_maker_put8(packet, value >> 8);
    fn_maker_put8(packet, value);
}

void fn_maker_put32(struct fn_maker_packet *packet, uint32_t value)
{
    fn_maker_put16(packet, value >> 16);
    fn_maker_put16(packet, value);
}

void fn_maker_put(struct fn_maker_packet *packet, const void *bytes, size_t length)
{
    memcpy(packet->bytes + packet->at, bytes, length);
    packet->at += length;
}

void fn_maker_put_random(struct fn_maker_packet *packet, size_t length)
{
    for (size_t b = 0; b < length; b++)
        fn_maker_put8(packet, next_random(packet->maker));
}

void fn_maker_put_zeros(struct fn_maker_packet *packet, size_t length)
{
    memset(packet->bytes + packet->at, 0, length);
    packet->at += length;
}

void fn_maker_patch16(struct fn_maker_packet *packet, size_t at, unsigned value)
{
    packet->bytes[at] = (uint8_t)(value >> 8);
    packet->bytes[at + 1] = (uint8_t)value;
}

void fn_maker_note_length(struct fn_maker_packet *packet, unsigned bytes)
{
    for (unsigned b = 0; b < bytes; b++)
        if (packet->num_length_fields < FN_MAKER_LENGTH_FIELDS)
            packet->length_fields[packet->num_length_fields++] = packet->at + b;
}

size_t fn_maker_payload_length(struct fn_maker_packet *packet)
{
    const unsigned shortest = packet->maker->shortest_payload;
    unsigned longest = packet->maker->longest_payload;
    longest = longest < packet->max_payload ? longest : packet->max_payload;
    if (longest <= shortest)
        return longest;
    const unsigned span = longest - shortest + 1;
    return shortest + fn_maker_below(packet, span > 32 && fn_maker_below(packet, 2) ? 32 : span);
}

// ---- Transport ----

static void put_tcp_option(struct fn_maker_packet *packet, size_t room)
{
    static const struct { uint8_t kind, length; } options[] = {
        { 2, 4 }, { 3, 3 }, { 4, 2 }, { 5, 10 }, { 5, 18 }, { 5, 26 }, { 5, 34 }, { 8, 10 },
        { 8, 10 }, { 8, 10 }, { 19, 18 }, { 34, 10 }, { 253, 6 }
    };
    const unsigned o = fn_maker_below(packet, sizeof options / sizeof *options);

    if (fn_maker_below(packet, 3) == 0 || options[o].length > room) {
        fn_maker_put8(packet, 1);
        return;
    }
    fn_maker_put8(packet, options[o].kind);
    fn_maker_note_length(packet, 1);
    fn_maker_put8(packet, options[o].length);
    fn_maker_put_random(packet, options[o].length - 2u);
}

static void put_tcp(struct fn_maker_packet *packet)
{
    const unsigned option_words = fn_maker_below(packet, 4) == 0 ? 0 : fn_maker_below(packet, 11);
    const unsigned reserved = fn_maker_below(packet, 4) == 0 ? fn_maker_below(packet, 16) : 0;
    const size_t options = packet->at + 20, end = options + 4 * option_words;

    fn_maker_put16(packet, packet->flow.source_port);
    fn_maker_put16(packet, packet->flow.destination_port);
    fn_maker_put_random(packet, 8);
    fn_maker_note_length(packet, 1);
    fn_maker_put8(packet, (5 + option_words) << 4 | reserved);
    fn_maker_put_random(packet, 3);
    packet->checksum = packet->at;
    fn_maker_put32(packet, 0);
    if (option_words == 3 && fn_maker_below(packet, 2)) {  // RFC 7323 appendix A
        fn_maker_put32(packet, 0x0101080a);
        fn_maker_put_random(packet, 8);
    }
    while (packet->at < end && fn_maker_below(packet, 12) != 0)
        put_tcp_option(packet, end - packet->at);
    if (packet->at < end) {  // end of the list; behind it stands anything
        fn_maker_put8(packet, 0);
        fn_maker_put_random(packet, end - packet->at);
    }
    fn_maker_put_random(packet, fn_maker_payload_length(packet));
}

static void put_esp(struct fn_maker_packet *packet)
{
    fn_maker_put32(packet, packet->flow.spi);
    fn_maker_put_random(packet, 4 + (fn_maker_payload_length(packet) & ~(size_t)3));
}

// RFC 3550 5.1, 6.4
static void put_rtp(struct fn_maker_packet *packet)
{
    static const uint8_t types[] = { 0, 8, 96, 96 | 0x80, 127, 200, 201, 202, 203, 204, 199, 205 };
    const unsigned sources = fn_maker_below(packet, 4) == 0 ? fn_maker_below(packet, 16) : 0;

    fn_maker_put8(packet, 0x80 | fn_maker_below(packet, 4) << 4 | sources);
    fn_maker_put8(packet, types[fn_maker_below(packet, sizeof types)]);
    fn_maker_put_random(packet, 10 + 4 * sources + fn_maker_payload_length(packet));
}

// RFC 3948 2.  Is it ESP?
static bool put_nat_traversal(struct fn_maker_packet *packet)
{
    const unsigned kind = fn_maker_below(packet, 4);

    if (kind == 0) {
        fn_maker_put8(packet, 0xff);
    } else if (kind == 1) {
        fn_maker_put32(packet, 0);
        fn_maker_put_random(packet, fn_maker_payload_length(packet));
    } else {
        put_esp(packet);
    }
    return kind > 1;
}

static void put_udp(struct fn_maker_packet *packet)
{
    const unsigned kind = fn_maker_below(packet, 8), start = (unsigned)packet->at;
    const bool is_nat_traversal = kind >= 6;
    bool is_esp = false;

    fn_maker_put16(packet, is_nat_traversal && kind == 6 ? 4500 : packet->flow.source_port);
    fn_maker_put16(packet, is_nat_traversal ? 4500 : packet->flow.destination_port);
    fn_maker_note_length(packet, 2);
    fn_maker_put16(packet, 0);
    packet->checksum = packet->at;
    fn_maker_put16(packet, 0);
    if (is_nat_traversal)
        is_esp = put_nat_traversal(packet);
    else if (kind >= 3)
        put_rtp(packet);
    else
        fn_maker_put_random(packet, fn_maker_payload_length(packet));
    fn_maker_patch16(packet, start + 4, (unsigned)packet->at - start);
    if ((packet->flow.ip_version == IPV4 || is_esp) && fn_maker_below(packet, 4) == 0)
        packet->checksum = 0;  // sent without one
}

static void put_fragment(struct fn_maker_packet *packet)
{
    const size_t length = fn_maker_payload_length(packet);
    fn_maker_put_random(packet, packet->more_fragments ? 8 + (length & ~(size_t)7) : 1 + length);
}

static void put_transport(struct fn_maker_packet *packet)
{
    static const uint8_t protocols[16] = { TCP, TCP, TCP, TCP, TCP, TCP, UDP, UDP, UDP, UDP, UDP,
                                           UDP, ESP, ICMP, ICMPV6, UNKNOWN };
    packet->protocol = protocols[fn_maker_below(packet, sizeof protocols)];
    if (packet->maker->favourite != 0 && fn_maker_below(packet, 4) != 0)
        packet->protocol = packet->maker->favourite;
    packet->bytes[packet->next_header] = packet->protocol;
    packet->l4 = packet->at;
    if (packet->is_fragment)
        put_fragment(packet);
    else if (packet->protocol == TCP)
        put_tcp(packet);
    else if (packet->protocol == UDP)
        put_udp(packet);
    else if (packet->protocol == ESP)
        put_esp(packet);
    else
        fn_maker_put_random(packet, 4 + fn_maker_payload_length(packet));
}

// ---- IP ----

static void begin_header(struct fn_maker_packet *packet, unsigned protocol)
{
    packet->bytes[packet->next_header] = (uint8_t)protocol;
    packet->next_header = packet->at;
    fn_maker_put8(packet, 0);
}

// RFC 4302 2.2: the length in words, less 2.
static void put_ah(struct fn_maker_packet *packet)
{
    const unsigned words = fn_maker_below(packet, 2) ? 6 : 8;

    begin_header(packet, AH);
    fn_maker_note_length(packet, 1);
    fn_maker_put8(packet, words - 2);
    fn_maker_put16(packet, 0);
    fn_maker_put32(packet, packet->flow.spi);
    fn_maker_put_random(packet, 4 * words - 8);
}

// RFC 8200 4.3, 4.4, 4.6: a PadN option, or a routing type for experiments.
static void put_options(struct fn_maker_packet *packet, unsigned protocol)
{
    const unsigned units = fn_maker_below(packet, packet->maker->longest_option + 1);

    begin_header(packet, protocol);
    fn_maker_note_length(packet, 1);
    fn_maker_put8(packet, units);
    fn_maker_put8(packet, protocol == ROUTING ? 253 : 1);
    fn_maker_put8(packet, protocol == ROUTING ? fn_maker_below(packet, 2) : 4 + 8 * units);
    fn_maker_put_zeros(packet, 4 + 8 * units);
}

static unsigned fragment_field(struct fn_maker_packet *packet)
{
    const unsigned offset = fn_maker_below(packet, 3) == 0 ? 0 : fn_maker_below(packet, 6000);
    packet->more_fragments = fn_maker_below(packet, 2);
    packet->is_fragment = packet->more_fragments || offset != 0;
    return offset;
}

static void put_chain(struct fn_maker_packet *packet)
{
    const unsigned some = fn_maker_below(packet, 4) == 0 ? 2 : 12;  // 1 of how many

    if (fn_maker_below(packet, some) == 0)
        put_options(packet, HOP_BY_HOP);
    if (fn_maker_below(packet, some) == 0)
        put_options(packet, DESTINATION);
    if (fn_maker_below(packet, some) == 0)
        put_options(packet, ROUTING);
    if (fn_maker_below(packet, some) == 0) {
        begin_header(packet, FRAGMENT);
        fn_maker_put8(packet, 0);
        const unsigned offset = fragment_field(packet);
        fn_maker_put16(packet, offset << 3 | packet->more_fragments);
        fn_maker_put_random(packet, 4);
    }
    if (!packet->is_fragment && fn_maker_below(packet, some) == 0)
        put_ah(packet);
    if (!packet->is_fragment && fn_maker_below(packet, some) == 0)
        put_options(packet, DESTINATION);
}

static void put_ipv4(struct fn_maker_packet *packet)
{
    const unsigned options = fn_maker_below(packet, 6) == 0 ? fn_maker_below(packet, 11) : 0;
    const unsigned offset = fn_maker_below(packet, 10) == 0 ? fragment_field(packet) : 0;

    fn_maker_note_length(packet, 1);
    fn_maker_put8(packet, 0x45 + options);
    fn_maker_put_random(packet, 1);
    fn_maker_note_length(packet, 2);
    fn_maker_put16(packet, 0);
    fn_maker_put_random(packet, 2);
    fn_maker_put16(packet, (unsigned)packet->more_fragments << 13 | offset);
    fn_maker_put8(packet, 1 + fn_maker_below(packet, 255));
    packet->next_header = packet->at;
    fn_maker_put_zeros(packet, 3);
    fn_maker_put(packet, packet->flow.source_address.byte, 4);
    fn_maker_put(packet, packet->flow.destination_address.byte, 4);
    for (unsigned o = 0; o < options; o++)
        fn_maker_put32(packet, o + 1 == options ? 0 : 0x01010101);  // RFC 791: no operation, end
    if (!packet->is_fragment && fn_maker_below(packet, 16) == 0)
        put_ah(packet);
    put_transport(packet);
}

static void put_ipv6(struct fn_maker_packet *packet)
{
    fn_maker_put32(packet, 0x60000000 | (next_random(packet->maker) & 0x0fffffff));
    fn_maker_note_length(packet, 2);
    fn_maker_put16(packet, 0);
    packet->next_header = packet->at;
    fn_maker_put8(packet, 0);
    fn_maker_put8(packet, 1 + fn_maker_below(packet, 255));
    fn_maker_put(packet, packet->flow.source_address.byte, 16);
    fn_maker_put(packet, packet->flow.destination_address.byte, 16);
    put_chain(packet);
    put_transport(packet);
}

void fn_maker_checksum_ipv4(struct fn_maker_packet *packet)
{
    const uint8_t *ip = packet->bytes + packet->ip;
    const size_t written = packet->at - packet->ip, says = ip[0] % 16 * 4u;
    fn_maker_patch16(packet, packet->ip + 10, 0);
    fn_maker_patch16(packet, packet->ip + 10,
                     0xffffu ^ fn_checksum_sum(ip, says < written ? says : written, 0));
}

static void finish_ip(struct fn_maker_packet *packet)
{
    uint8_t *bytes = packet->bytes;
    const bool is_ipv4 = packet->flow.ip_version == IPV4;
    const size_t ip = packet->ip, l4_length = packet->at - packet->l4;
    const size_t length = packet->at - ip - (is_ipv4 ? 0 : 40);

    fn_maker_patch16(packet, ip + (is_ipv4 ? 2 : 4), (unsigned)length);
    if (is_ipv4)
        fn_maker_checksum_ipv4(packet);
    if (packet->checksum == 0)
        return;
    const uint16_t pseudo = fn_checksum_pseudo(packet->protocol, (uint16_t)l4_length);
    const uint16_t addresses = fn_checksum_sum(bytes + ip + (is_ipv4 ? 12 : 8),
                                               is_ipv4 ? 8 : 32, pseudo);
    const unsigned checksum = 0xffffu ^ fn_checksum_sum(bytes + packet->l4, l4_length, addresses);
    const bool is_ones = packet->protocol == UDP && checksum == 0;  // RFC 768
    fn_maker_patch16(packet, packet->checksum, is_ones ? 0xffff : checksum);
}

void fn_maker_put_datagram(struct fn_maker_packet *packet)
{
    packet->ip = packet->at;
    if (packet->flow.ip_version == IPV4)
        put_ipv4(packet);
    else
        put_ipv6(packet);
    finish_ip(packet);
}
