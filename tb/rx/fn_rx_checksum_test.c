// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_test - rtl/rx/fn_rx_checksum.v against its twin
//
// Packets are built here with checksums from a plain sum modulo 65535, then often one bit is
// flipped: what must come out follows from that, without fn_checksum.  Words of all zeros and
// all ones reach the carry corners.  Some records lie: then only the twin is asked.  The
// first packet fills a 65,535-byte IPv6 payload with ones.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_checksum.h"
#include "lockstep.h"
#include "rx/fn_rx_checksum.h"

enum { FRAME_BYTES = 66000, QUIET_CYCLES = 8400, PACKETS_IN_FLIGHT = 64 };
enum { TCP = 6, UDP = 17, UDP_LITE = 136, IP_FIRST = 14 };

static struct packet {
    uint8_t                 frame[FRAME_BYTES];
    unsigned                length, ip, l4;
    struct fn_packet_record record;
} packets[2];

static struct expectation {
    bool                       lies;
    struct fn_checksum_results results;
    uint64_t                   hash;  // of the beats
    unsigned long              ip_sum, checksum;
} expected[PACKETS_IN_FLIGHT];

static struct {
    unsigned made, record_packet, beat_packet, out_packet;
    unsigned byte;
    uint64_t hash_in, hash_out;
    struct lockstep_source records, beats;
} at;

static bool had_long;

static void fail(const char *what)
{
    fprintf(stderr, "fn_rx_checksum: %s\n", what);
    exit(EXIT_FAILURE);
}

// ---- Packets ----

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

// Puts the checksum at field; if free is not 0, the word there is chosen to make it 0.
static void checksum_ip(struct packet *packet, unsigned field, unsigned free_word)
{
    uint8_t *frame = packet->frame;
    store_be16(frame + field, 0);
    for (unsigned pass = free_word == 0; pass < 2; pass++)
        store_be16(frame + (pass ? field : free_word),
                   checksum_of(plain_sum(frame + packet->ip, packet->record.ipv4_header_length)));
}

static void checksum_l4(struct packet *packet, unsigned field, unsigned free_word)
{
    uint8_t *frame = packet->frame;
    store_be16(frame + field, 0);
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
    case 0:  return lockstep_below(bench, 1500);
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
    if (!had_long) {
        record->ip_version = 2;
        record->udp_checksum_zero = record->fragment = record->checksum_unknown = 0;
        record->tcp = true;
        record->udp = false;
        record->protocol = TCP;
        record->l4_length = 65535;
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
    switch (lockstep_below(bench, 9)) {
    case 0: record->ip_offset = (uint8_t)lockstep_below(bench, 24); break;
    case 1: record->ip_offset = (uint8_t)lockstep_below(bench, 256); break;
    case 2: record->l4_offset = (uint16_t)lockstep_below(bench, 32); break;
    case 3: record->l4_offset = (uint16_t)lockstep_below(bench, packet->length + 8); break;
    case 4: record->l4_length = (uint16_t)lockstep_below(bench, 128); break;
    case 5: record->l4_length = (uint16_t)lockstep_below(bench, 65536); break;
    case 6: record->ipv4_header_length = (uint8_t)lockstep_below(bench, 64); break;
    case 7: packet->length = 1 + lockstep_below(bench, 16); break;
    default: packet->length = 1 + lockstep_below(bench, packet->length); break;
    }
    if (lockstep_below(bench, 4) == 0)
        record->ip_version = (uint8_t)lockstep_below(bench, 4);
}

static void fill(struct lockstep *bench, struct packet *packet)
{
    const unsigned style = had_long ? lockstep_below(bench, 4) : 1;
    if (style < 2)
        memset(packet->frame, style ? 0xff : 0, packet->length);
    else
        lockstep_bytes(bench, packet->frame, packet->length);
    for (unsigned b = 0; style == 3 && b < packet->length; b++)
        packet->frame[b] &= 0x3f;
}

static void make_packet(struct lockstep *bench)
{
    static const uint8_t ip_offsets[] = { 14, 14, 18, 22, 26 };
    struct packet *packet = &packets[at.made % 2];
    struct expectation *expectation = &expected[at.made % PACKETS_IN_FLIGHT];

    choose(bench, &packet->record);
    packet->ip = had_long && lockstep_below(bench, 4) == 0
               ? IP_FIRST + 2 * lockstep_below(bench, (256 - IP_FIRST) / 2)
               : ip_offsets[lockstep_below(bench, sizeof ip_offsets)];
    packet->length = packet->record.l4_length + packet->ip + 128u;
    fill(bench, packet);
    make_ip(bench, packet);
    make_l4(bench, packet);
    packet->length = packet->l4 + packet->record.l4_length
                   + (lockstep_below(bench, 2) ? 0 : lockstep_below(bench, 24));

    const unsigned bit = lockstep_below(bench, 16 * packet->length);
    expectation->results = results_of(packet, bit);
    if (bit < 8 * packet->length)
        packet->frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
    expectation->ip_sum = packet->record.ip_version != 1 || expectation->results.ip
        != FN_CHECKSUM_GOOD ? 0 : plain_sum(packet->frame + packet->ip,
                                            packet->record.ipv4_header_length);
    expectation->checksum = packet->frame[packet->l4 + 16] * 256ul + packet->frame[packet->l4 + 17];
    expectation->lies = had_long && lockstep_below(bench, 8) == 0;
    if (expectation->lies)
        lie(bench, packet);
    had_long = true;
    at.made++;
}

// ---- Streams ----

static void next_beat(struct lockstep *bench, struct fn_rx_checksum_in *in)
{
    const struct packet *packet = &packets[at.beat_packet % 2];
    const unsigned left = packet->length - at.byte;

    lockstep_bytes(bench, &in->s_axis_tdata, sizeof in->s_axis_tdata);
    memcpy(&in->s_axis_tdata, packet->frame + at.byte, left < 8 ? left : 8);
    in->s_axis_tlast = left <= 8;
    in->s_axis_tkeep = (uint8_t)(left < 8 ? 0xff >> (8 - left) : 0xff);
    in->s_axis_tuser = (struct fn_packet_status){ 0 };
    if (in->s_axis_tlast && lockstep_below(bench, 2) == 0)
        in->s_axis_tuser.reason = (uint8_t)lockstep_below(bench, 64);
}

static void offer(struct lockstep *bench, struct fn_rx_checksum_in *in,
                  const struct fn_rx_checksum_out *out)
{
    if (at.record_packet > at.beat_packet + 1) {  // no room for a third packet here
        in->s_record_valid = false;
    } else if (lockstep_offer(bench, &at.records, &in->s_record_valid, out->s_record_ready)) {
        if (at.made == at.record_packet)
            make_packet(bench);
        in->s_record_data = packets[at.record_packet % 2].record;
    }
    if (at.record_packet + in->s_record_valid <= at.beat_packet)  // not before its record
        in->s_axis_tvalid = false;
    else if (lockstep_offer(bench, &at.beats, &in->s_axis_tvalid, out->s_axis_tready))
        next_beat(bench, in);
}

static void check(const struct fn_rx_checksum_in *in, const struct fn_rx_checksum_out *out)
{
    const struct expectation *expectation = &expected[at.out_packet % PACKETS_IN_FLIGHT];

    if (!out->m_axis_tvalid || !in->m_axis_tready)
        return;
    at.hash_out = (at.hash_out ^ out->m_axis_tdata) * 0x9e3779b97f4a7c15u + out->m_axis_tkeep;
    if (!out->m_axis_tlast)
        return;
    if (at.hash_out != expectation->hash)
        fail("a packet did not leave as it came");
    if (!expectation->lies && (out->m_axis_tuser.ip_checksum != expectation->results.ip
                               || out->m_axis_tuser.l4_checksum != expectation->results.l4))
        fail("not the result that the packet was made for");
    at.hash_out = 0;
    at.out_packet++;
}

static void advance(const struct fn_rx_checksum_in *in, const struct fn_rx_checksum_out *out)
{
    at.record_packet += in->s_record_valid && out->s_record_ready;
    if (!in->s_axis_tvalid || !out->s_axis_tready)
        return;
    at.byte += 8;
    at.hash_in = (at.hash_in ^ in->s_axis_tdata) * 0x9e3779b97f4a7c15u + in->s_axis_tkeep;
    if (in->s_axis_tlast) {
        expected[at.beat_packet % PACKETS_IN_FLIGHT].hash = at.hash_in;
        at.beat_packet++;
        at.byte = 0;
        at.hash_in = 0;
    }
}

static void cover_results(struct lockstep *bench, const struct fn_packet_status *status,
                          const struct expectation *expectation)
{
    static const char *const ip_sums[] = {
        "IPv4 header sum 0x0ffff", "IPv4 header sum 0x1fffe", "IPv4 header sum 0x2fffd",
        "IPv4 header sum 0x3fffc", "IPv4 header sum 0x4fffb", "IPv4 header sum 0x5fffa",
        "IPv4 header sum 0x6fff9", "IPv4 header sum above"
    };
    static const char *const ip_results[] = {
        "IPv4 checksum none", "IPv4 checksum good", "IPv4 checksum bad", NULL
    };
    static const char *const l4_results[] = {
        "TCP, UDP checksum none", "TCP, UDP checksum good", "TCP, UDP checksum bad",
        "TCP, UDP checksum absent"
    };
    const unsigned long k = expectation->ip_sum / 65535;

    for (unsigned s = 0; s < 8; s++)
        lockstep_cover(bench, ip_sums[s], s < 7 ? k == s + 1 : k > 7);
    for (unsigned r = 0; r < 3; r++)
        lockstep_cover(bench, ip_results[r], status->ip_checksum == r);
    for (unsigned r = 0; r < 4; r++)
        lockstep_cover(bench, l4_results[r], status->l4_checksum == r);
    lockstep_cover(bench, "checksum 0x0000 is good",
                   expectation->checksum == 0 && status->l4_checksum == FN_CHECKSUM_GOOD);
    lockstep_cover(bench, "checksum 0xffff is good",
                   expectation->checksum == 0xffff && status->l4_checksum == FN_CHECKSUM_GOOD);
    lockstep_cover(bench, "a record lies", expectation->lies);
}

static void cover(struct lockstep *bench, const struct fn_rx_checksum *twin,
                  const struct fn_rx_checksum_in *in)
{
    const struct fn_rx_checksum_out *out = &twin->out;
    const struct fn_packet_record *record = &packets[at.beat_packet % 2].record;
    const bool ends = in->s_axis_tvalid && out->s_axis_tready && in->s_axis_tlast;

    if (out->m_axis_tvalid && in->m_axis_tready && out->m_axis_tlast)
        cover_results(bench, &out->m_axis_tuser, &expected[at.out_packet % PACKETS_IN_FLIGHT]);
    lockstep_cover(bench, "odd length", ends && record->l4_length % 2);
    lockstep_cover(bench, "65,535 bytes", ends && at.byte > 65535);
    lockstep_cover(bench, "one beat with its record",
                   ends && in->s_record_valid && out->s_record_ready);
    lockstep_cover(bench, "one beat behind its record", ends && at.byte == 0 && twin->has_record);
    lockstep_cover(bench, "first beat with its record", in->s_record_valid && out->s_record_ready
                   && in->s_axis_tvalid && out->s_axis_tready && !in->s_axis_tlast);
    lockstep_cover(bench, "record waits for the end of the packet before",
                   in->s_record_valid && !out->s_record_ready && at.byte != 0);
    lockstep_cover(bench, "16 beats wait", twin->taken - twin->shown == FN_RX_CHECKSUM_BEATS);
    lockstep_cover(bench, "reset inside a packet", in->rst && at.byte != 0);
}

// ---- fn_checksum alone ----

static void check_rows(void)
{
    static const struct { const char *source; uint8_t bytes[20]; unsigned length, sum; } rows[] = {
        { "RFC 1071, section 3", { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 }, 8, 0xddf2 },
        { "RFC 1071, section 1: an odd last byte is padded with zero on the right",
          { 0x12, 0x34, 0x56 }, 3, 0x6834 },
        { "RFC 791, 3.1: a header whose words sum to 0x2fffd",
          { 0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xb8, 0x61,
            0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8, 0x00, 0xc7 }, 20, 0xffff },
        { "all zero", { 0 }, 20, 0 },
    };
    for (unsigned r = 0; r < sizeof rows / sizeof *rows; r++)
        if (fn_checksum_sum(rows[r].bytes, rows[r].length, 0) != rows[r].sum)
            fail(rows[r].source);

    // Every word after every sum at the corners: 0 stays 0, else it is the residue, or 0xffff.
    for (unsigned long word = 0; word < 65536; word++)
        for (unsigned long before = 0; before < 65536; before += before == 8 ? 65520 : 1) {
            const unsigned long sum = word + before;
            uint8_t bytes[2];
            store_be16(bytes, word);
            if (fn_checksum_sum(bytes, 2, (uint16_t)before)
                    != (sum == 0 ? 0 : (sum - 1) % 65535 + 1))
                fail("end-around carry");
        }
}

int bench_main(int argc, char **argv)
{
    static struct fn_rx_checksum twin;
    struct fn_rx_checksum_in in = { 0 };
    struct lockstep bench;

    check_rows();
    lockstep_open(&bench, "fn_rx_checksum", argc, argv,
                  fn_rx_checksum_inputs, fn_rx_checksum_outputs);
    fn_rx_checksum_reset(&twin);
    do {
        const bool quiet = bench.cycle < QUIET_CYCLES && at.out_packet == 0;
        if (quiet)
            bench.offer_eighths = bench.ready_eighths = 8;
        in.rst = lockstep_reset(&bench) && (!quiet || bench.cycle == 0);
        in.m_record_ready = lockstep_ready(&bench);
        in.m_axis_tready = lockstep_ready(&bench);
        offer(&bench, &in, &twin.out);
        cover(&bench, &twin, &in);
        check(&in, &twin.out);
        advance(&in, &twin.out);
        if (in.rst) {
            memset(&at, 0, sizeof at);
            had_long = bench.cycle != 0;
        }
        fn_rx_checksum_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
