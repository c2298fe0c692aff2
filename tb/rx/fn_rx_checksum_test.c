// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_test - rtl/rx/fn_rx_checksum.v against its twin, and fn_checksum alone

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_checksum.h"
#include "lockstep.h"
#include "rx/fn_rx_checksum.h"
#include "rx/fn_rx_checksum_packets.h"

enum { QUIET_CYCLES = 10000, PACKETS_IN_FLIGHT = 64 };

static struct packet packets[2];
static struct expectation expected[PACKETS_IN_FLIGHT];

static struct {
    unsigned made, record_packet, beat_packet, out_packet;
    unsigned byte;
    uint64_t hash_in, hash_out;
    struct lockstep_source records, beats;
} at;

static void fail(const char *what)
{
    fprintf(stderr, "fn_rx_checksum: %s\n", what);
    exit(EXIT_FAILURE);
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
        if (at.made == at.record_packet) {
            make_packet(bench, &packets[at.made % 2], &expected[at.made % PACKETS_IN_FLIGHT]);
            at.made++;
        }
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
    lockstep_cover(bench, "a datagram of 65,535 bytes", ends && at.byte > 65535);
    lockstep_cover(bench, "more than 2,048 bytes", ends && at.byte > 2048 && at.byte < 9100);
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
        const bool quiet = bench.cycle < QUIET_CYCLES && at.out_packet < LONG_PACKETS;
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
            num_made = bench.cycle == 0 ? 0 : LONG_PACKETS;
        }
        fn_rx_checksum_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
