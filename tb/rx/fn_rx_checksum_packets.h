// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_packets - the packets of fn_rx_checksum_test
//
// Their checksums come from a plain sum modulo 65535, then often one bit is flipped: what
// must come out follows from that, without fn_checksum.  Words of all zeros and all ones
// reach the carry corners.  Some records lie: then only the twin is asked.  The first
// packet fills a 65,535-byte IPv6 payload with ones, the second is a jumbo frame.

#ifndef FN_RX_CHECKSUM_PACKETS_H
#define FN_RX_CHECKSUM_PACKETS_H

#include <string.h>

#include "functional/fn_checksum.h"
#include "lockstep.h"

enum { FRAME_BYTES = 66000, LONG_PACKETS = 2 };
enum { TCP = 6, UDP = 17, UDP_LITE = 136, IP_FIRST = 14 };

struct packet {
    uint8_t                 frame[FRAME_BYTES];
    unsigned                length, ip, l4;
    struct fn_packet_record record;
};

struct expectation {
    bool                       lies;
    struct fn_checksum_results results;
    uint64_t                   hash;  // of the beats
    unsigned long              ip_sum, checksum;
};

static unsigned num_made;  // since the start; the first LONG_PACKETS are long

static void store_be16(uint8_t *bytes, unsigned long value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

// As the RFCs write it: without the end-around carry.
static unsigned long plain_sum(const uint8_t *bytes, unsigned length)
{
    unsigned long sum = 0;
    for (unsigned at_byte = 0; at_byte < length; at_byte++)
        sum += at_byte % 2 ? bytes[at_byte] : 256ul * bytes[at_byte];
    return sum;
}

static unsigned long l4_sum(const struct packet *packet)
{
    const bool is_ipv4 = packet->record.ip_version == 1;
    return plain_sum(packet->frame + packet->ip + (is_ipv4 ? 12 : 8), is_ipv4 ? 8 : 32)
         + packet->record.protocol + packet->record.l4_length
         + plain_sum(packet->frame + packet->l4, packet->record.l4_length);
}

static unsigned long checksum_of(unsigned long sum)
{
    return (65535 - sum % 65535) % 65535;
}

// Puts the checksum at field; if free_word is not 0, the word there is chosen to make it 0.
static void checksum_ip(struct packet *packet, unsigned field, unsigned free_word)
{
    uint8_t *frame = packet->frame;
    store_be16(frame + field, 0);
    if (free_word != 0)
        store_be16(frame + free_word, 0);
    for (unsigned pass = free_word == 0; pass < 2; pass++)
        store_be16(frame + (pass ? field : free_word),
                   checksum_of(plain_sum(frame + packet->ip, packet->record.ipv4_header_length)));
}

static void checksum_l4(struct packet *packet, unsigned field, unsigned free_word)
{
    uint8_t *frame = packet->frame;
    store_be16(frame + field, 0);
    if (free_word != 0)
        store_be16(frame + free_word, 0);
    for (unsigned pass = free_word == 0; pass < 2; pass++)
        store_be16(frame + (pass ? field : free_word), checksum_of(l4_sum(packet)));
    if (packet->record.udp && frame[field] == 0 && frame[field + 1] == 0)
        store_be16(frame + field, 0xffff);
}

static void make_ip(struct lockstep *bench, struct packet *packet)
{
    struct fn_packet_record *record = &packet->record;
    uint8_t *ip = packet->frame + packet->ip;
    const unsigned some = lockstep_below(bench, 4) == 0;

    if (record->ip_version == 1) {
        record->ipv4_header_length = (uint8_t)(20 + some * 4 * lockstep_below(bench, 11));
        packet->l4 = packet->ip + record->ipv4_header_length;
        ip[0] = (uint8_t)(0x40 + record->ipv4_header_length / 4);
        store_be16(ip + 2, record->ipv4_header_length + record->l4_length);
        ip[9] = record->protocol;
        checksum_ip(packet, packet->ip + 10, lockstep_below(bench, 8) == 0 ? packet->ip + 4 : 0);
    } else {
        packet->l4 = packet->ip + 40 + some * 8 * lockstep_below(bench, 5);
        ip[0] = 0x60;
        store_be16(ip + 4, record->l4_length);
        ip[6] = record->protocol;
    }
    record->ip_offset = (uint8_t)packet->ip;
    record->l4_offset = (uint16_t)packet->l4;
}

static void make_l4(struct lockstep *bench, struct packet *packet)
{
    struct fn_packet_record *record = &packet->record;
    const unsigned header = record->tcp ? 20 : 8;
    const bool has_free = record->l4_length >= header + 2 && lockstep_below(bench, 8) == 0;
    const unsigned free_word = has_free ? packet->l4 + header : 0;

    if (record->tcp)
        checksum_l4(packet, packet->l4 + 16, free_word);
    else if (record->udp && !record->udp_checksum_zero)
        checksum_l4(packet, packet->l4 + 6, free_word);
    else if (record->udp)
        store_be16(packet->frame + packet->l4 + 6, 0);
}

static unsigned random_payload(struct lockstep *bench)
{
    switch (lockstep_below(bench, 32)) {
    case 0:  return lockstep_below(bench, lockstep_below(bench, 8) ? 1500 : 9000);
    case 1:  return 0;
    default: return lockstep_below(bench, 60);
    }
}

static void choose(struct lockstep *bench, struct fn_packet_record *record)
{
    const unsigned kind = lockstep_below(bench, 16);

    lockstep_record(bench, record, &fn_packet_record_record);
    record->ip_version = kind == 0 ? 0 : (uint8_t)(1 + lockstep_below(bench, 2));
    record->tcp = kind < 8;
    record->udp = kind >= 8 && kind < 14;
    record->protocol = record->tcp ? TCP : record->udp ? UDP : kind == 14 ? UDP_LITE : 1;
    record->udp |= kind == 14;
    if (lockstep_below(bench, 8) == 0)  // a protocol that only looks like TCP or UDP
        record->protocol ^= (uint8_t)(1 << lockstep_below(bench, 8));
    record->udp_checksum_zero = record->udp && lockstep_below(bench, 4) == 0;
    record->udp_encapsulation = record->udp && lockstep_below(bench, 4) == 0;
    record->fragment = lockstep_below(bench, 16) == 0;
    record->checksum_unknown = record->fragment || lockstep_below(bench, 16) == 0;
    record->l4_length = (uint16_t)((record->tcp ? 20 : 8) + random_payload(bench));
    if (num_made < LONG_PACKETS) {
        record->ip_version = (uint8_t)(2 - num_made);
        record->udp_checksum_zero = record->fragment = record->checksum_unknown = 0;
        record->tcp = true;
        record->udp = false;
        record->protocol = TCP;
        record->l4_length = num_made == 0 ? 65535 : 8191;
    }
}

static uint8_t good_if(bool good)
{
    return good ? FN_CHECKSUM_GOOD : FN_CHECKSUM_BAD;
}

// What must come out if bit of the frame is flipped, or none if that is beyond the frame.
static struct fn_checksum_results results_of(const struct packet *packet, unsigned bit)
{
    const struct fn_packet_record *record = &packet->record;
    const bool is_ipv4 = record->ip_version == 1;
    const unsigned byte = bit / 8, addresses = packet->ip + (is_ipv4 ? 12 : 8);
    const bool in_header = byte - packet->ip < record->ipv4_header_length;
    const bool in_sum = byte - addresses < (is_ipv4 ? 8 : 32)
                     || byte - packet->l4 < record->l4_length;
    struct fn_checksum_results results = { FN_CHECKSUM_NONE, FN_CHECKSUM_NONE };

    if (is_ipv4)
        results.ip = good_if(!in_header);
    if (record->ip_version == 0 || record->fragment || record->checksum_unknown)
        return results;
    if (record->udp && record->protocol == UDP && record->udp_checksum_zero)
        results.l4 = is_ipv4 || record->udp_encapsulation ? FN_CHECKSUM_ABSENT : FN_CHECKSUM_BAD;
    else if (record->tcp ? record->protocol == TCP : record->udp && record->protocol == UDP)
        results.l4 = good_if(!in_sum);
    return results;
}

static void lie(struct lockstep *bench, struct packet *packet)
{
    struct fn_packet_record *record = &packet->record;
    switch (lockstep_below(bench, 16)) {
    case 0: record->ip_offset = (uint8_t)lockstep_below(bench, 24); break;
    case 1: record->ip_offset = (uint8_t)lockstep_below(bench, 256); break;
    case 2: record->l4_offset = (uint16_t)lockstep_below(bench, 32); break;
    case 3: record->l4_offset = (uint16_t)lockstep_below(bench, packet->length + 8); break;
    case 4: record->l4_length = (uint16_t)lockstep_below(bench, 128); break;
    case 5: record->l4_length = (uint16_t)lockstep_below(bench, 65536); break;
    case 6: record->ipv4_header_length = (uint8_t)lockstep_below(bench, 64); break;
    case 7: packet->length = 1 + lockstep_below(bench, packet->length); break;
    default: packet->length = 1 + lockstep_below(bench, 12); break;
    }
    if (lockstep_below(bench, 4) == 0)
        record->ip_version = (uint8_t)lockstep_below(bench, 4);
}

static void fill(struct lockstep *bench, struct packet *packet)
{
    const unsigned style = num_made == 0 ? 1 : lockstep_below(bench, 4);
    if (style < 2)
        memset(packet->frame, style ? 0xff : 0, packet->length);
    else
        lockstep_bytes(bench, packet->frame, packet->length);
    for (unsigned b = 0; style == 3 && b < packet->length; b++)
        packet->frame[b] &= 0x3f;
}

static void make_packet(struct lockstep *bench, struct packet *packet,
                        struct expectation *expectation)
{
    static const uint8_t ip_offsets[] = { 14, 14, 18, 22, 26 };

    choose(bench, &packet->record);
    packet->ip = num_made >= LONG_PACKETS && lockstep_below(bench, 4) == 0
               ? IP_FIRST + 2 * lockstep_below(bench, (256 - IP_FIRST) / 2)
               : ip_offsets[lockstep_below(bench, sizeof ip_offsets)];
    packet->length = packet->record.l4_length + packet->ip + 128u;
    fill(bench, packet);
    make_ip(bench, packet);
    make_l4(bench, packet);
    packet->length = packet->l4 + packet->record.l4_length
                   + (lockstep_below(bench, 2) ? 0 : lockstep_below(bench, 24));

    const unsigned bit = lockstep_below(bench, 16 * packet->length)
                       | (num_made < LONG_PACKETS ? 8 * FRAME_BYTES : 0);
    expectation->results = results_of(packet, bit);
    if (bit < 8 * packet->length)
        packet->frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
    expectation->ip_sum = packet->record.ip_version != 1 || expectation->results.ip
        != FN_CHECKSUM_GOOD ? 0 : plain_sum(packet->frame + packet->ip,
                                            packet->record.ipv4_header_length);
    expectation->checksum = packet->frame[packet->l4 + 16] * 256ul + packet->frame[packet->l4 + 17];
    expectation->lies = num_made >= LONG_PACKETS && lockstep_below(bench, 4) == 0;
    if (expectation->lies)
        lie(bench, packet);
    num_made++;
}

#endif
