// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_checksum_test - rtl/tx/fn_tx_checksum.v against its twin

#include "functional/fn_insert_checksum.h"
#include "functional/fn_ones_complement.h"
#include "lockstep.h"
#include "tx/fn_transmit_packets.h"
#include "tx/fn_tx_checksum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_AT = 2000, LONG_FOR = 10000 };

static bool    is_clear, is_long;
static uint8_t receiving[MAX_LENGTH + 8];

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_tx_checksum: cycle %lu: %s\n", bench->cycle, what);
    exit(EXIT_FAILURE);
}

// ---- Packets ----

// Offsets that fit, most of the time.
static void make_record(struct lockstep *bench, struct packet *p)
{
    struct fn_transmit_record *r = &p->record;
    const unsigned kind = lockstep_below(bench, 8);
    const unsigned vlan = 4 * lockstep_below(bench, 3);
    const bool is_ipv6 = kind & 1;
    const unsigned ihl = 5 + (lockstep_below(bench, 2) ? lockstep_below(bench, 11) : 0);
    const unsigned header = is_ipv6 ? 40 : 4 * ihl;

    *r = (struct fn_transmit_record){ .ip_version = is_ipv6 ? 2 : 1, .ipv4_checksum = !is_ipv6 };
    r->tcp_checksum = kind & 2 ? 1 : 0;
    r->udp_checksum = kind & 4 ? 1 : 0;
    r->ip_offset = (uint8_t)(14 + vlan);
    if (lockstep_below(bench, 4) == 0)
        r->ip_offset = (uint8_t)(lockstep_below(bench, 128) * 2);
    r->l4_offset = (uint16_t)(r->ip_offset + header);
    if (r->ip_offset < p->length)
        p->byte[r->ip_offset] = (uint8_t)(is_ipv6 ? 0x60 : 0x40 | ihl);
    r->l4_length = (uint16_t)(p->length > r->l4_offset ? p->length - r->l4_offset : 0);
    switch (lockstep_below(bench, 18)) {
    case 0: r->l4_length = (uint16_t)(r->l4_length - lockstep_below(bench, 12)); break;
    case 1: r->l4_length = (uint16_t)(r->l4_length + lockstep_below(bench, 3)); break;
    case 2: r->l4_length = (uint16_t)(7 + lockstep_below(bench, 15)); break;
    case 3: r->l4_offset = (uint16_t)(r->l4_offset + lockstep_below(bench, 8) - 4); break;
    case 4: r->ip_offset ^= 1; break;
    case 5: p->byte[r->ip_offset] ^= (uint8_t)lockstep_below(bench, 16); break;
    case 6: lockstep_record(bench, r, &fn_transmit_record_record); break;
    case 7: r->ip_version = (uint8_t)lockstep_below(bench, 4); break;
    case 8: r->l4_offset = (uint16_t)lockstep_below(bench, p->length + 8); break;
    case 10: r->l4_length = (uint16_t)(r->l4_length + (lockstep_below(bench, 4) << 14)); break;
    case 11: r->l4_offset = (uint16_t)(r->l4_offset + (lockstep_below(bench, 4) << 14)); break;
    case 9: case 12: case 13: {  // a sum of 0, so that UDP must send 0xffff
        struct fn_transmit_record copy = *r;
        uint8_t *const last = p->byte + (p->length & ~1u) - 2;
        const unsigned field = r->l4_offset + (r->tcp_checksum ? 16 : 6);
        if (field + 10 >= p->length || r->l4_offset % 2 != 0)
            break;
        last[0] = last[1] = 0;
        fn_insert_checksum(p->byte, p->length, &copy);
        memcpy(last, p->byte + field, 2);
    }
    }
}

static void make_packet(struct lockstep *bench)
{
    struct packet *p = &packets[made++ % PACKETS];

    switch (lockstep_below(bench, 8)) {
    case 0:  p->length = 1 + lockstep_below(bench, 40); break;
    case 1:  p->length = 60; break;
    case 2:  p->length = 1 + lockstep_below(bench, 600); break;
    default: p->length = 40 + lockstep_below(bench, 100);
    }
    if (is_clear)
        p->length = 60;
    if (is_long)
        p->length = made % 3 == 0 ? 9014 : 16352 + 32 * (made % 3 - 1) + lockstep_below(bench, 33);
    lockstep_bytes(bench, p->byte, p->length + 8);
    if (lockstep_below(bench, 4) == 0)
        memset(p->byte, lockstep_below(bench, 2) ? 0xff : 0x00, p->length);
    p->reason = (uint8_t)(lockstep_below(bench, 8) == 0 ? lockstep_below(bench, 64) : 0);
    make_record(bench, p);
}

// ---- What comes out: summed as a receiver does ----

static bool verifies(const struct fn_transmit_record *r)
{
    const uint8_t pseudo[4] = { (uint8_t)(r->l4_length >> 8), (uint8_t)r->l4_length, 0,
                                r->tcp_checksum ? 6 : 17 };
    const unsigned addresses = r->ip_offset + (r->ip_version == 1 ? 12u : 8u);
    uint16_t sum = fn_ones_complement_add(0, pseudo, 4);
    sum = fn_ones_complement_add(sum, receiving + addresses, r->ip_version == 1 ? 8 : 32);
    return fn_ones_complement_add(sum, receiving + r->l4_offset, r->l4_length) == 0xffff;
}

static void check_packet(struct lockstep *bench)
{
    const struct packet *p = &packets[num_received++ % PACKETS];
    const struct fn_transmit_record *r = &p->record;
    const unsigned header = r->ip_version == 1 ? 20 : 40;
    const unsigned ihl = 4 * (p->byte[r->ip_offset] & 15u);
    const bool is_even = (r->ip_offset | r->l4_offset) % 2 == 0;
    const bool is_cut = p->length > 8 * FN_TX_CHECKSUM_BEATS;

    if (received != (is_cut ? 8 * FN_TX_CHECKSUM_BEATS : p->length))
        fail(bench, "another length");
    unsigned changed = 0;
    for (unsigned b = 0; b < received; b++)
        changed += receiving[b] != p->byte[b];
    if (changed > 4 || (is_cut && changed > 0))
        fail(bench, "bytes changed that are no checksums");
    if (is_even && r->ip_version == 1 && r->ipv4_checksum && r->ip_offset + ihl <= received
            && ihl >= 20 && r->l4_offset >= r->ip_offset + ihl && !is_cut) {
        lockstep_cover(bench, "IPv4 header checksum", true);
        if (fn_ones_complement_add(0, receiving + r->ip_offset, ihl) != 0xffff)
            fail(bench, "the IPv4 header checksum is wrong");
    }
    if (is_even && (r->ip_version == 1 || r->ip_version == 2) && !is_cut
            && (r->tcp_checksum || r->udp_checksum)
            && r->l4_length >= (r->tcp_checksum ? 20 : 8)
            && r->l4_offset >= r->ip_offset + (r->ipv4_checksum ? ihl > 20 ? ihl : 20 : header)
            && r->l4_offset >= r->ip_offset + header && r->l4_offset + r->l4_length <= received) {
        lockstep_cover(bench, "TCP over IPv4", r->tcp_checksum && r->ip_version == 1);
        lockstep_cover(bench, "TCP over IPv6", r->tcp_checksum && r->ip_version == 2);
        lockstep_cover(bench, "UDP over IPv4", !r->tcp_checksum && r->ip_version == 1);
        lockstep_cover(bench, "UDP over IPv6", !r->tcp_checksum && r->ip_version == 2);
        lockstep_cover(bench, "odd length", r->l4_length % 2 != 0);
        lockstep_cover(bench, "bytes behind the range", r->l4_offset + r->l4_length < received);
        lockstep_cover(bench, "UDP sum of 0",
                       !r->tcp_checksum && receiving[r->l4_offset + 6] == 0xff
                       && receiving[r->l4_offset + 7] == 0xff);
        lockstep_cover(bench, "TCP sum of 0", r->tcp_checksum && receiving[r->l4_offset + 16] == 0
                       && receiving[r->l4_offset + 17] == 0);
        if (!verifies(r))
            fail(bench, "the TCP or UDP checksum is wrong");
    }
    lockstep_cover(bench, "nothing to do", changed == 0);
    lockstep_cover(bench, "too long", is_cut);
    lockstep_cover(bench, "9,014 bytes", received == 9014);
}

static void receive(struct lockstep *bench, const struct fn_tx_checksum_out *out)
{
    memcpy(receiving + received, &out->m_axis_tdata, 8);
    received += (unsigned)__builtin_popcount(out->m_axis_tkeep);
    if (out->m_axis_tlast) {
        check_packet(bench);
        received = 0;
    }
}

// Packets of 60 bytes with nothing in their way.
static void check_rate(struct lockstep *bench, const struct fn_tx_checksum_out *out, bool is_reset)
{
    static unsigned long since;
    static unsigned      count;
    const bool ends = out->m_axis_tvalid && out->m_axis_tlast;

    if (!is_clear || bench->cycle % 4096 < 500 || is_reset)
        count = 0;
    else if (ends && count++ == 0)
        since = bench->cycle;
    lockstep_cover(bench, "20 packets at full rate", count == 21);
    if (count == 21) {
        if (bench->cycle - since > 20 * 8)
            fail(bench, "a packet of 60 bytes took more than 8 cycles");
        count = 0;
    }
}

// ---- Directed rows ----

static void check_rows(struct lockstep *bench)
{
    // RFC 1071, section 3: sum ddf2
    static const uint8_t words[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 };
    // An IPv4 header with checksum b861, of UDP from 192.168.0.1 to 192.168.0.199
    static const uint8_t header[] = {
        0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xb8, 0x61,
        0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8, 0x00, 0xc7
    };
    const struct fn_transmit_record record = { .ipv4_checksum = 1, .ip_version = 1 };
    uint8_t packet[sizeof header];

    memcpy(packet, header, sizeof packet);
    packet[10] = packet[11] = 0xaa;
    fn_insert_checksum(packet, sizeof packet, &record);
    if (fn_ones_complement_add(0, words, sizeof words) != 0xddf2
            || memcmp(packet, header, sizeof packet) != 0)
        fail(bench, "a directed row");
}

static void cover(struct lockstep *bench, const struct fn_tx_checksum *twin,
                  const struct fn_tx_checksum_in *in)
{
    const struct fn_tx_checksum_out *out = &twin->out;

    lockstep_cover(bench, "16 packets inside", !twin->has_packet_room);
    lockstep_cover(bench, "memory full", !twin->has_beat_room);
    lockstep_cover(bench, "beat refused", in->s_axis_tvalid && !out->s_axis_tready);
    lockstep_cover(bench, "record refused", in->s_record_valid && !out->s_record_ready);
    lockstep_cover(bench, "beat stalled", out->m_axis_tvalid && !in->m_axis_tready);
    lockstep_cover(bench, "bad packet", out->m_axis_tvalid && out->m_axis_tuser != 0);
    lockstep_cover(bench, "reset in a packet", in->rst && twin->is_inside);
}

int bench_main(int argc, char **argv)
{
    static struct fn_tx_checksum twin;
    static struct fn_tx_checksum_in in;
    struct lockstep_source records = { 0 }, beats = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_tx_checksum", argc, argv, fn_tx_checksum_inputs,
                  fn_tx_checksum_outputs);
    check_rows(&bench);
    fn_tx_checksum_reset(&twin);
    do {
        if (in.rst) {
            begin_anew();
            records.is_refused = beats.is_refused = false;
        }
        is_long = bench.cycle % 100000 >= LONG_AT && bench.cycle % 100000 < LONG_AT + LONG_FOR;
        is_clear = !is_long && bench.cycle % 4096 < 900;
        if (is_clear || is_long)
            bench.offer_eighths = bench.ready_eighths = 8;
        in.rst = lockstep_reset(&bench) && !is_long;
        in.m_axis_tready = is_long ? lockstep_below(&bench, 100) != 0
                         : lockstep_ready(&bench) && (is_clear || bench.cycle % 2048 > 300);
        if (lockstep_offer(&bench, &records, &in.s_record_valid, twin.out.s_record_ready)
                && in.s_record_valid)
            offer_record(&bench, &in.s_record_data);
        if (lockstep_offer(&bench, &beats, &in.s_axis_tvalid, twin.out.s_axis_tready)
                && in.s_axis_tvalid)
            offer_beat(&bench, &in.s_axis_tdata, &in.s_axis_tkeep, &in.s_axis_tlast,
                       &in.s_axis_tuser);
        cover(&bench, &twin, &in);
        if (twin.out.m_axis_tvalid && in.m_axis_tready && !in.rst)
            receive(&bench, &twin.out);
        check_rate(&bench, &twin.out, in.rst);
        fn_tx_checksum_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
