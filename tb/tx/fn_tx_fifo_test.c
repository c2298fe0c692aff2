// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_fifo_test - rtl/tx/fn_tx_fifo.v against its twin

#include "lockstep.h"
#include "tx/fn_transmit_gaps.h"
#include "tx/fn_tx_fifo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PACKETS = 4096, LONG_AT = 2000, LONG_FOR = 12000 };

// Beats are made of the number of their packet and their own: no packet need be kept.
struct packet {
    unsigned number, beats;
    uint8_t  last_keep, reason;
};

static struct packet good[PACKETS];  // that must come out
static unsigned      put_good, got_good, at, made;
static struct packet sending;
static bool          is_long;

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_tx_fifo: cycle %lu: %s\n", bench->cycle, what);
    exit(EXIT_FAILURE);
}

static uint64_t beat_data(unsigned packet, unsigned beat)
{
    return ((uint64_t)packet << 32 | beat) * 0x9e3779b97f4a7c15u;
}

static void make_packet(struct lockstep *bench)
{
    sending.number = made++;
    sending.beats = 1 + (lockstep_below(bench, 4) ? lockstep_below(bench, 12)
                                                  : lockstep_below(bench, 200));
    if (lockstep_below(bench, 4) == 0)
        sending.beats = 1;
    sending.last_keep = (uint8_t)((2u << lockstep_below(bench, 8)) - 1);
    sending.reason = 0;
    if (lockstep_below(bench, 4) == 0)
        sending.reason = (uint8_t)(lockstep_below(bench, 2) ? 1u << lockstep_below(bench, 6)
                                                            : lockstep_below(bench, 64));
    if (is_long) {
        static const unsigned beats[4] = { 2048, 2049, 2048, 1127 };
        sending.beats = beats[made % 4] + (made % 4 == 1 ? lockstep_below(bench, 9) : 0);
        sending.reason = made % 4 == 2;
    }
}

static void offer_beat(struct lockstep *bench, struct fn_tx_fifo_in *in)
{
    if (at == 0)
        make_packet(bench);
    in->s_axis_tdata = beat_data(sending.number, at);
    in->s_axis_tlast = ++at == sending.beats;
    in->s_axis_tkeep = in->s_axis_tlast ? sending.last_keep : 0xff;
    in->s_axis_tuser = in->s_axis_tlast ? sending.reason : (uint8_t)lockstep_below(bench, 64);
    lockstep_cover(bench, "packet as large as the memory",
                   in->s_axis_tlast && at == FN_TX_FIFO_BEATS && !sending.reason);
    lockstep_cover(bench, "packet larger than the memory",
                   in->s_axis_tlast && at > FN_TX_FIFO_BEATS && !sending.reason);
    if (in->s_axis_tlast) {
        at = 0;
        if (sending.reason == 0 && sending.beats <= FN_TX_FIFO_BEATS)
            good[put_good++ % PACKETS] = sending;
    }
}

static void receive(struct lockstep *bench, const struct fn_tx_fifo_out *out)
{
    static unsigned received;
    const struct packet *p = &good[got_good % PACKETS];

    if (out == NULL) {
        received = 0;
        return;
    }
    if (got_good == put_good || out->m_axis_tdata != beat_data(p->number, received))
        fail(bench, "another beat than the next one of a good packet");
    received++;
    if (out->m_axis_tlast != (received == p->beats)
            || out->m_axis_tkeep != (out->m_axis_tlast ? p->last_keep : 0xff))
        fail(bench, "another end than its packet's");
    if (out->m_axis_tlast) {
        received = 0;
        got_good++;
    }
}

static void cover(struct lockstep *bench, const struct fn_tx_fifo *twin,
                  const struct fn_tx_fifo_in *in)
{
    const struct fn_tx_fifo_out *out = &twin->out;
    const bool ends = in->s_axis_tvalid && out->s_axis_tready && in->s_axis_tlast;

    lockstep_cover(bench, "empty", twin->stored == twin->shown && !out->m_axis_tvalid);
    lockstep_cover(bench, "full", !out->s_axis_tready);
    lockstep_cover(bench, "bad packet", ends && in->s_axis_tuser != 0);
    lockstep_cover(bench, "bad packet of one beat",
                   ends && in->s_axis_tuser != 0 && twin->stored == twin->released);
    lockstep_cover(bench, "bad packet as the last place is taken", ends && in->s_axis_tuser != 0
                   && twin->stored - twin->read == FN_TX_FIFO_BEATS - 1);
    lockstep_cover(bench, "beat stalled", out->m_axis_tvalid && !in->m_axis_tready);
    lockstep_cover(bench, "packets back to back",
                   out->m_axis_tvalid && out->m_axis_tlast && in->m_axis_tready
                   && twin->read != twin->shown);
    lockstep_cover(bench, "reset in a packet", in->rst && twin->stored != twin->released);
}

int bench_main(int argc, char **argv)
{
    static struct fn_tx_fifo twin;
    struct fn_tx_fifo_in in = { 0 };
    struct lockstep_source source = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_tx_fifo", argc, argv, fn_tx_fifo_inputs, fn_tx_fifo_outputs);
    fn_tx_fifo_reset(&twin);
    do {
        if (in.rst) {
            put_good = got_good = at = 0;
            source.is_refused = false;
            receive(&bench, NULL);
        }
        is_long = bench.cycle % 50000 >= LONG_AT && bench.cycle % 50000 < LONG_AT + LONG_FOR;
        const bool is_blocked = !is_long && bench.cycle % 50000 > 20000
                             && bench.cycle % 10000 < 6000;
        if (is_long || is_blocked)
            bench.offer_eighths = 8;
        in.rst = lockstep_reset(&bench) && !is_long && !is_blocked;
        in.m_axis_tready = is_long      ? lockstep_below(&bench, 100) != 0
                         : is_blocked   ? lockstep_below(&bench, 300) == 0
                         : lockstep_ready(&bench);
        if (lockstep_offer(&bench, &source, &in.s_axis_tvalid, twin.out.s_axis_tready)
                && in.s_axis_tvalid)
            offer_beat(&bench, &in);
        cover(&bench, &twin, &in);
        if (twin.out.m_axis_tvalid && in.m_axis_tready && !in.rst)
            receive(&bench, &twin.out);
        check_gaps(&bench, twin.out.m_axis_tvalid, twin.out.m_axis_tlast, in.rst);
        fn_tx_fifo_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
