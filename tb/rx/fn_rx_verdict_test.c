// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_verdict_test - rtl/rx/fn_rx_verdict.v against its twin

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_verdict.h"
#include "lockstep.h"
#include "rx/fn_rx_verdict.h"

enum { NONE = FN_CHECKSUM_NONE, GOOD = FN_CHECKSUM_GOOD, BAD = FN_CHECKSUM_BAD,
       ABSENT = FN_CHECKSUM_ABSENT };

static struct {
    unsigned record_packet, beat_packet;  // taken since the reset
    unsigned beats_left;                  // of the packet that comes in
    unsigned long packets_in, packets_out, events;
    struct lockstep_source records, beats;
} at;

static void fail(const char *what)
{
    fprintf(stderr, "fn_rx_verdict: %s\n", what);
    exit(EXIT_FAILURE);
}

// Order of trust: design.md section 3, rule 7; the order of sw/fn_reasons.h.
static void check_rows(void)
{
    static const struct {
        uint8_t arrived, ip, l4;
        bool    mac_accept, tcp, udp, keep;
        uint8_t verdict, state;
    } rows[] = {
        { 0, GOOD, GOOD, 1, 1, 0, 0, FN_REASON_DELIVERED, 0 },
        { 0, NONE, NONE, 1, 0, 0, 0, FN_REASON_DELIVERED, 0 },
        { 0, GOOD, ABSENT, 1, 0, 1, 0, FN_REASON_DELIVERED, 0 },
        { 0, GOOD, BAD, 1, 1, 0, 0, FN_REASON_TCP_CHECKSUM, 0 },
        { 0, NONE, BAD, 1, 0, 1, 0, FN_REASON_UDP_CHECKSUM, 0 },
        { 0, GOOD, BAD, 1, 1, 0, 1, FN_REASON_DELIVERED, 0 },
        { 0, GOOD, BAD, 1, 0, 1, 1, FN_REASON_DELIVERED, 0 },
        { 0, GOOD, BAD, 1, 1, 0, 1, FN_REASON_DELIVERED, FN_STATE_MONITOR },
        { 0, GOOD, BAD, 1, 1, 0, 1, FN_REASON_TCP_CHECKSUM, FN_STATE_ZERO_COPY },
        { 0, GOOD, BAD, 1, 0, 1, 1, FN_REASON_UDP_CHECKSUM, FN_STATE_ZERO_COPY },
        { 0, GOOD, BAD, 0, 1, 0, 0, FN_REASON_MAC_FILTER, 0 },
        { 0, BAD, BAD, 0, 1, 0, 1, FN_REASON_IPV4_CHECKSUM, 0 },
        { FN_REASON_FCS, BAD, BAD, 0, 1, 0, 0, FN_REASON_FCS, 0 },
        { FN_REASON_UDP_LENGTH, BAD, BAD, 1, 0, 1, 0, FN_REASON_UDP_LENGTH, 0 },
    };
    for (unsigned r = 0; r < sizeof rows / sizeof *rows; r++) {
        const struct fn_packet_record record = {
            .mac_accept = rows[r].mac_accept, .tcp = rows[r].tcp, .udp = rows[r].udp,
            .state = rows[r].state
        };
        const struct fn_packet_status status = { rows[r].arrived, rows[r].ip, rows[r].l4 };
        if (fn_verdict(&record, &status, rows[r].keep) != rows[r].verdict)
            fail("a row of the order of trust");
    }
}

static void next_record(struct lockstep *bench, struct fn_packet_record *record)
{
    lockstep_record(bench, record, &fn_packet_record_record);
    record->mac_accept = lockstep_below(bench, 4) != 0;
    if (lockstep_below(bench, 4) == 0)
        record->state = FN_STATE_ZERO_COPY;
}

static void next_beat(struct lockstep *bench, struct fn_rx_verdict_in *in)
{
    if (at.beats_left == 0)
        at.beats_left = 1 + lockstep_below(bench, lockstep_below(bench, 4) ? 4 : 20);
    lockstep_bytes(bench, &in->s_axis_tdata, sizeof in->s_axis_tdata);
    in->s_axis_tlast = at.beats_left == 1;
    in->s_axis_tkeep = (uint8_t)(in->s_axis_tlast ? 0xff >> lockstep_below(bench, 8) : 0xff);
    in->s_axis_tuser = (struct fn_packet_status){ 0 };
    if (in->s_axis_tlast) {
        lockstep_record(bench, &in->s_axis_tuser, &fn_packet_status_record);
        if (lockstep_below(bench, 4) != 0)
            in->s_axis_tuser.reason = FN_REASON_DELIVERED;
        else if (lockstep_below(bench, 2) == 0)
            in->s_axis_tuser.reason = (uint8_t)(1 << lockstep_below(bench, 6));
    }
}

static void offer(struct lockstep *bench, struct fn_rx_verdict_in *in,
                  const struct fn_rx_verdict_out *out)
{
    if (lockstep_offer(bench, &at.records, &in->s_record_valid, out->s_record_ready))
        next_record(bench, &in->s_record_data);
    if (at.record_packet + in->s_record_valid <= at.beat_packet)  // not before its record
        in->s_axis_tvalid = false;
    else if (lockstep_offer(bench, &at.beats, &in->s_axis_tvalid, out->s_axis_tready))
        next_beat(bench, in);
}

static void advance(const struct fn_rx_verdict_in *in, const struct fn_rx_verdict_out *out)
{
    at.record_packet += in->s_record_valid && out->s_record_ready;
    at.events += out->m_received_valid && in->m_received_ready;
    at.packets_out += out->m_axis_tvalid && in->m_axis_tready && out->m_axis_tlast;
    if (in->s_axis_tvalid && out->s_axis_tready) {
        at.beats_left--;
        at.beat_packet += in->s_axis_tlast;
    }
    if (at.events > at.beat_packet || at.packets_out > at.beat_packet
            || at.beat_packet - at.events > FN_RX_VERDICT_EVENTS)
        fail("received events and packets do not agree");
}

static void cover(struct lockstep *bench, const struct fn_rx_verdict *twin,
                  const struct fn_rx_verdict_in *in)
{
    static const struct { uint8_t reason; const char *name; } verdicts[] = {
        { FN_REASON_DELIVERED, "delivered" },
        { FN_REASON_IPV4_CHECKSUM, "IPv4 checksum" },
        { FN_REASON_MAC_FILTER, "MAC filter" },
        { FN_REASON_TCP_CHECKSUM, "TCP checksum" },
        { FN_REASON_UDP_CHECKSUM, "UDP checksum" },
        { FN_REASON_FCS, "a reason that arrived" },
    };
    const struct fn_rx_verdict_out *out = &twin->out;
    const bool ends = out->m_axis_tvalid && out->m_axis_tlast;
    const unsigned records = twin->records_taken - twin->packets_taken;

    for (unsigned v = 0; v < sizeof verdicts / sizeof *verdicts; v++)
        lockstep_cover(bench, verdicts[v].name,
                       ends && out->m_axis_tuser.reason == verdicts[v].reason);
    lockstep_cover(bench, "bad TCP or UDP checksum kept", ends && in->s_keep_bad_checksum
                   && out->m_axis_tuser.l4_checksum == BAD
                   && out->m_axis_tuser.reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "of a flow in zero copy not kept", ends && in->s_keep_bad_checksum
                   && (out->m_axis_tuser.reason == FN_REASON_TCP_CHECKSUM
                       || out->m_axis_tuser.reason == FN_REASON_UDP_CHECKSUM));
    lockstep_cover(bench, "one beat", in->s_axis_tvalid && out->s_axis_tready && in->s_axis_tlast
                   && at.beats_left == 1 && twin->beats_taken == twin->beats_given);
    lockstep_cover(bench, "two records wait", records == FN_RX_VERDICT_RECORDS);
    lockstep_cover(bench, "two beats wait",
                   twin->beats_taken - twin->beats_given == FN_RX_VERDICT_BEATS);
    lockstep_cover(bench, "three events wait",
                   twin->packets_taken - twin->events_given == FN_RX_VERDICT_EVENTS);
    lockstep_cover(bench, "a packet behind the other", in->s_axis_tvalid && out->s_axis_tready
                   && in->s_axis_tlast && records == FN_RX_VERDICT_RECORDS);
    lockstep_cover(bench, "reset inside a packet", in->rst && at.beats_left > 1 && records > 0);
}

int bench_main(int argc, char **argv)
{
    static struct fn_rx_verdict twin;
    struct fn_rx_verdict_in in = { 0 };
    struct lockstep bench;

    check_rows();
    lockstep_open(&bench, "fn_rx_verdict", argc, argv,
                  fn_rx_verdict_inputs, fn_rx_verdict_outputs);
    fn_rx_verdict_reset(&twin);
    do {
        in.rst = lockstep_reset(&bench);
        in.m_record_ready = lockstep_ready(&bench);
        in.m_axis_tready = lockstep_ready(&bench);
        in.m_received_ready = lockstep_ready(&bench);
        if (bench.cycle % 64 == 0)
            in.s_keep_bad_checksum = lockstep_below(&bench, 4) == 0;
        offer(&bench, &in, &twin.out);
        cover(&bench, &twin, &in);
        advance(&in, &twin.out);
        if (in.rst)
            memset(&at, 0, sizeof at);
        fn_rx_verdict_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
