// SPDX-License-Identifier: Apache-2.0
//
// fn_transmit_path_test - rtl/tx/fn_transmit_path.v against its twin
//
// What leaves is also compared with fn_insert_checksum, packet after packet: those with
// a reason and those too long are missing, all others are there, whole, without a gap.

#include "functional/fn_insert_checksum.h"
#include "lockstep.h"
#include "tx/fn_transmit_gaps.h"
#include "tx/fn_transmit_packets.h"
#include "tx/fn_transmit_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIMIT = 8 * FN_TX_FIFO_BEATS, LONG_RUN = 100000,
    PERIOD = 25000, LONG_AT = 2000, LONG_UNTIL = 11000, BLOCKED_AT = 11000, BLOCKED_UNTIL = 21000
};

static bool    is_long, is_blocked;
static uint8_t expected[MAX_LENGTH];

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_transmit_path: cycle %lu: %s\n", bench->cycle, what);
    exit(EXIT_FAILURE);
}

// ---- Packets in ----

static void make_packet(struct lockstep *bench)
{
    struct packet *p = &packets[made++ % PACKETS];
    struct fn_transmit_record *r = &p->record;
    const bool is_ipv6 = lockstep_below(bench, 2);
    const unsigned layer4 = lockstep_below(bench, 3);
    const unsigned offset = 14 + 4 * lockstep_below(bench, 3);

    p->length = lockstep_below(bench, 8) == 0 ? 1 + lockstep_below(bench, 600)
                                              : 40 + lockstep_below(bench, 120);
    if (is_long)
        p->length = made % 3 == 0 ? 9014 : made % 3 == 1 ? LIMIT - lockstep_below(bench, 8)
                  : LIMIT + 1 + lockstep_below(bench, 24);
    lockstep_bytes(bench, p->byte, p->length + 8);
    p->reason = (uint8_t)(!is_long && lockstep_below(bench, 6) == 0
                          ? lockstep_below(bench, 64) : 0);
    *r = (struct fn_transmit_record){
        .ip_version = is_ipv6 ? 2 : 1, .ip_offset = (uint8_t)offset,
        .l4_offset = (uint16_t)(offset + (is_ipv6 ? 40 : 20)), .ipv4_checksum = !is_ipv6,
        .tcp_checksum = layer4 == 1, .udp_checksum = layer4 == 2
    };
    r->l4_length = (uint16_t)(p->length > r->l4_offset ? p->length - r->l4_offset : 0);
    p->byte[offset] = is_ipv6 ? 0x60 : 0x45;
    if (lockstep_below(bench, 16) == 0)
        lockstep_record(bench, r, &fn_transmit_record_record);
}

// ---- Packets out ----

// The packet whose first beat leaves: the next one that is not lost.
static void expect(struct lockstep *bench)
{
    const struct packet *p;

    for (;; num_received++) {
        if (num_received == num_sent)
            fail(bench, "a packet out that did not come in");
        p = &packets[num_received % PACKETS];
        lockstep_cover(bench, "packet with a reason lost", p->reason != 0 && p->length <= LIMIT);
        lockstep_cover(bench, "packet too long lost", p->reason == 0 && p->length > LIMIT);
        if (p->reason == 0 && p->length <= LIMIT)
            break;
    }
    memcpy(expected, p->byte, p->length);
    fn_insert_checksum(expected, p->length, &p->record);
    lockstep_cover(bench, "checksum inserted", memcmp(expected, p->byte, p->length) != 0);
    lockstep_cover(bench, "packet as large as the memory", p->length > LIMIT - 8);
    lockstep_cover(bench, "9,014 bytes", p->length == 9014);
}

static void receive(struct lockstep *bench, const struct fn_transmit_path_out *out)
{
    if (received == 0)
        expect(bench);
    const unsigned length = packets[num_received % PACKETS].length;
    const unsigned bytes = (unsigned)__builtin_popcount(out->m_axis_tkeep);

    if (received + bytes > length || memcmp(expected + received, &out->m_axis_tdata, bytes) != 0)
        fail(bench, "another packet than fn_insert_checksum makes of it");
    received += bytes;
    if (out->m_axis_tlast != (received == length))
        fail(bench, "another length");
    if (out->m_axis_tlast) {
        received = 0;
        num_received++;
    }
}

static void cover(struct lockstep *bench, const struct fn_transmit_path *twin,
                  const struct fn_transmit_path_in *in)
{
    const struct fn_transmit_path_out *out = &twin->out;
    const struct fn_tx_checksum_out *summed = &twin->checksum.twin.out;

    lockstep_cover(bench, "record refused", in->s_record_valid && !out->s_record_ready);
    lockstep_cover(bench, "beat refused", in->s_axis_tvalid && !out->s_axis_tready);
    lockstep_cover(bench, "beat stalled", out->m_axis_tvalid && !in->m_axis_tready);
    lockstep_cover(bench, "checksum waits for the fifo",
                   summed->m_axis_tvalid && !twin->fifo.twin.out.s_axis_tready);
    lockstep_cover(bench, "everything full", in->s_axis_tvalid && !out->s_axis_tready
                   && !twin->fifo.twin.out.s_axis_tready);
    if (bench->num_cycles >= LONG_RUN)  // rare
        lockstep_cover(bench, "reset with a packet on its way out",
                       in->rst && out->m_axis_tvalid && !out->m_axis_tlast);
}

static void choose_phase(struct lockstep *bench)
{
    const unsigned long t = bench->cycle % PERIOD;

    is_long = t >= LONG_AT && t < LONG_UNTIL;
    is_blocked = t >= BLOCKED_AT && t < BLOCKED_UNTIL;
    if (is_long || is_blocked)
        bench->offer_eighths = 8;
}

int bench_main(int argc, char **argv)
{
    static struct fn_transmit_path twin;
    static struct fn_transmit_path_in in;
    struct lockstep_source records = { 0 }, beats = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_transmit_path", argc, argv, fn_transmit_path_inputs,
                  fn_transmit_path_outputs);
    fn_transmit_path_reset(&twin);
    do {
        if (in.rst) {
            begin_anew();
            records.is_refused = beats.is_refused = false;
        }
        choose_phase(&bench);
        const bool has_room = made - num_received < PACKETS - 2;
        in.rst = lockstep_reset(&bench) && !is_long && !is_blocked;
        in.m_axis_tready = is_long    ? lockstep_below(&bench, 100) != 0
                         : is_blocked ? bench.cycle / 1500 % 4 == 0
                         : lockstep_ready(&bench);
        if (!records.is_refused && !has_room)
            in.s_record_valid = false;
        else if (lockstep_offer(&bench, &records, &in.s_record_valid, twin.out.s_record_ready)
                 && in.s_record_valid)
            offer_record(&bench, &in.s_record_data);
        if (!beats.is_refused && !has_room)
            in.s_axis_tvalid = false;
        else if (lockstep_offer(&bench, &beats, &in.s_axis_tvalid, twin.out.s_axis_tready)
                 && in.s_axis_tvalid)
            offer_beat(&bench, &in.s_axis_tdata, &in.s_axis_tkeep, &in.s_axis_tlast,
                       &in.s_axis_tuser);
        cover(&bench, &twin, &in);
        if (twin.out.m_axis_tvalid && in.m_axis_tready && !in.rst)
            receive(&bench, &twin.out);
        check_gaps(&bench, twin.out.m_axis_tvalid, twin.out.m_axis_tlast, in.rst);
        fn_transmit_path_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
