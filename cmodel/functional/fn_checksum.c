// SPDX-License-Identifier: Apache-2.0
//
// fn_checksum - see fn_checksum.h

#include "functional/fn_checksum.h"

#include <stdbool.h>

enum { IPV4 = 1, IPV6 = 2, TCP = 6, UDP = 17 };
enum { IP_FIRST = 14, L4_FIRST = 16 };  // an IP header begins there or later; TCP or UDP

// Bytes [at, end) of the frame; at is even.
struct part {
    unsigned at, end;
};

static uint16_t fold(uint64_t sum)
{
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)sum;
}

uint16_t fn_checksum_sum(const uint8_t *bytes, size_t length, uint16_t before)
{
    uint64_t sum = before;
    for (size_t at = 0; at < length; at++)
        sum += at % 2 ? bytes[at] : bytes[at] << 8;
    return fold(sum);
}

uint16_t fn_checksum_pseudo(uint8_t protocol, uint16_t length)
{
    return fold((uint64_t)protocol + length);
}

static struct part part_of(unsigned at, unsigned length)
{
    return (struct part){ at, at + length };
}

static uint16_t sum_part(const uint8_t *frame, size_t length, struct part part, uint16_t before)
{
    if (part.at >= part.end || part.at >= length)
        return before;
    return fn_checksum_sum(frame + part.at, (part.end < length ? part.end : length) - part.at,
                           before);
}

// The sum of both parts; what is in both counts once.
static uint16_t sum_parts(const uint8_t *frame, size_t length, struct part a, struct part b,
                          uint16_t before)
{
    const unsigned at = b.at > a.at ? b.at : a.at, end = b.end < a.end ? b.end : a.end;
    uint16_t sum = sum_part(frame, length, b, sum_part(frame, length, a, before));

    if (at < end && at < length) {  // taking away is adding the complement
        const uint16_t twice = sum_part(frame, length, (struct part){ at, end }, 0);
        sum = fold((uint64_t)sum + (uint16_t)~twice);
    }
    return sum;
}

static uint8_t good_if(bool verified)
{
    return verified ? FN_CHECKSUM_GOOD : FN_CHECKSUM_BAD;
}

static uint8_t verify_l4(const uint8_t *frame, size_t length, const struct fn_packet_record *record)
{
    const bool is_tcp = record->tcp && record->protocol == TCP;
    const bool is_udp = record->udp && record->protocol == UDP;
    const bool is_ipv4 = record->ip_version == IPV4;

    if ((!is_ipv4 && record->ip_version != IPV6) || (!is_tcp && !is_udp)
            || record->fragment || record->checksum_unknown)
        return FN_CHECKSUM_NONE;
    if (is_udp && record->udp_checksum_zero)
        return is_ipv4 || record->udp_encapsulation ? FN_CHECKSUM_ABSENT : FN_CHECKSUM_BAD;

    const unsigned ip = record->ip_offset & ~1u, l4 = record->l4_offset & ~1u;
    const struct part addresses = ip < IP_FIRST ? part_of(0, 0)
                                : is_ipv4 ? part_of(ip + 12, 8) : part_of(ip + 8, 32);
    const struct part datagram = l4 < L4_FIRST ? part_of(0, 0) : part_of(l4, record->l4_length);
    const uint16_t pseudo = fn_checksum_pseudo(record->protocol, record->l4_length);
    return good_if(sum_parts(frame, length, addresses, datagram, pseudo) == 0xffff);
}

struct fn_checksum_results fn_checksum_verify(const uint8_t *frame, size_t length,
                                              const struct fn_packet_record *record)
{
    const unsigned ip = record->ip_offset & ~1u;
    const struct part header = part_of(ip, ip < IP_FIRST ? 0 : record->ipv4_header_length & ~3u);
    return (struct fn_checksum_results){
        record->ip_version == IPV4 ? good_if(sum_part(frame, length, header, 0) == 0xffff)
                                   : FN_CHECKSUM_NONE,
        verify_l4(frame, length, record)
    };
}
