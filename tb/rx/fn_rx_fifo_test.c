// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo_test - rtl/rx/fn_rx_fifo.v against its twin
//
// Beats, records and matches of the same packets arrive each at its own pace.  The first
// packets come without pauses or resets: long ones that hold, among them a jumbo frame and
// one longer than the memory, then a memory full of single beats.  Every beat has its
// number, so that order and loss show without the twin, and no beat of a packet that holds
// may be seen before its last was taken.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fn_context.h"
#include "lockstep.h"
#include "rx/fn_rx_fifo.h"

enum { PACKETS = 4096, JUMBO_BEATS = 1128 };
enum { LONG_PACKETS = 5, FIRST_PACKETS = LONG_PACKETS + 2100, QUIET_CYCLES = 13000 };

static struct packet {
    unsigned                beats;
    bool                    holds;
    struct fn_packet_record record;
    struct fn_flow_match    match;
} packets[PACKETS];

static struct {
    unsigned made, beat_packet, record_packet, match_packet;  // counted since the reset
    unsigned record_lead, match_lead;
    unsigned beat;                                            // of beat_packet
    uint64_t number, seen;                                    // beats in and out
    unsigned out_packet, out_record, out_asked;
    bool     is_first;  // the next beat out is the first of out_packet
    struct lockstep_source beats, records, matches;
    unsigned ever;  // packets made since the start
} at;

static void fail(const char *what)
{
    fprintf(stderr, "fn_rx_fifo: %s\n", what);
    exit(EXIT_FAILURE);
}

static unsigned random_beats(struct lockstep *bench)
{
    static const unsigned first[LONG_PACKETS] = { 2, JUMBO_BEATS, 2100, 1, 2048 };
    if (at.ever < FIRST_PACKETS)
        return at.ever < LONG_PACKETS ? first[at.ever] : 1;
    switch (lockstep_below(bench, 16)) {
    case 0:  return 1 + lockstep_below(bench, 190);
    case 1:  return 8;
    case 2:
    case 3:  return 1;
    default: return 1 + lockstep_below(bench, 12);
    }
}

static void make_packet(struct lockstep *bench)
{
    struct packet *packet = &packets[at.made++ % PACKETS];
    const bool is_first = at.ever < FIRST_PACKETS;
    const unsigned kind = lockstep_below(bench, 8);

    packet->beats = random_beats(bench);
    lockstep_record(bench, &packet->record, &fn_packet_record_record);
    lockstep_bytes(bench, &packet->match.index, 1);
    lockstep_record(bench, &packet->match.info, &fn_flow_info_record);
    packet->record.candidate = is_first || (kind != 1 && kind != 2);
    packet->match.hit = is_first || (kind != 0 && kind != 2);
    packet->match.error = !packet->match.hit && lockstep_below(bench, 2) == 0;
    if (!packet->match.hit) {  // fn_flow_table's contract
        packet->match.index = 0;
        packet->match.info = (struct fn_flow_info){ 0 };
    }
    if (packet->match.hit && lockstep_below(bench, 2) == 0)
        packet->match.info.state = FN_STATE_ZERO_COPY;
    packet->match.info.hold |= packet->match.hit && (at.ever < LONG_PACKETS || at.ever % 2 != 0);
    packet->holds = packet->record.candidate && packet->match.hit && packet->match.info.hold;
    at.ever++;
}

static struct packet *packet_at(struct lockstep *bench, unsigned number)
{
    while (at.made <= number)
        make_packet(bench);
    return &packets[number % PACKETS];
}

static uint64_t data_of(uint64_t number)
{
    return (number + 1) * 0x9e3779b97f4a7c15u;
}

static void next_beat(struct lockstep *bench, struct fn_rx_fifo_in *in)
{
    const struct packet *packet = packet_at(bench, at.beat_packet);
    in->s_axis_tlast = at.beat + 1 == packet->beats;
    in->s_axis_tdata = data_of(at.number);
    in->s_axis_tkeep = (uint8_t)(in->s_axis_tlast ? 0xff >> lockstep_below(bench, 8) : 0xff);
    in->s_axis_tuser = (struct fn_packet_status){ 0 };
    if (in->s_axis_tlast)
        lockstep_record(bench, &in->s_axis_tuser, &fn_packet_status_record);
}

static bool is_quiet(const struct lockstep *bench)
{
    return bench->cycle < QUIET_CYCLES && at.out_packet < FIRST_PACKETS;
}

// Records and matches may be many packets ahead, or come behind the last beat of their own.
static unsigned random_lead(struct lockstep *bench)
{
    return is_quiet(bench) ? 1 : lockstep_below(bench, 4) == 0 ? 20 : lockstep_below(bench, 2);
}

static bool offer_led(struct lockstep *bench, struct lockstep_source *source, bool *valid,
                      bool ready, bool is_allowed)
{
    if (is_allowed || source->is_refused)
        return lockstep_offer(bench, source, valid, ready);
    return *valid = false;
}

// The packets of one beat find no matches until the memory is full of them, and nothing
// comes behind them until it is empty.
static bool is_filling(const struct lockstep *bench)
{
    static bool was_full;
    was_full |= at.number - at.seen >= FN_RX_FIFO_BEATS && at.match_packet == LONG_PACKETS;
    return is_quiet(bench) && at.match_packet == LONG_PACKETS && !was_full;
}

static void offer(struct lockstep *bench, struct fn_rx_fifo_in *in, const struct fn_rx_fifo *twin)
{
    if (offer_led(bench, &at.beats, &in->s_axis_tvalid, twin->out.s_axis_tready,
                  at.beat_packet < FIRST_PACKETS || !is_quiet(bench))) {
        if (is_quiet(bench))
            at.beats.is_refused = (in->s_axis_tvalid = true) && !twin->out.s_axis_tready;
        next_beat(bench, in);
    }
    if (bench->cycle % 128 == 0) {
        at.record_lead = random_lead(bench);
        at.match_lead = random_lead(bench);
    }
    if (offer_led(bench, &at.records, &in->s_record_valid, twin->out.s_record_ready,
                  at.record_packet < at.beat_packet + at.record_lead))
        in->s_record_data = packet_at(bench, at.record_packet)->record;
    if (offer_led(bench, &at.matches, &in->s_match_valid, twin->out.s_match_ready,
                  at.match_packet < at.beat_packet + at.match_lead && !is_filling(bench))) {
        const struct fn_flow_match *match = &packet_at(bench, at.match_packet)->match;
        in->s_match_hit = match->hit;
        in->s_match_index = match->index;
        in->s_match_info = match->info;
        in->s_match_error = match->error;
    }
}

static void check_record(const struct fn_packet_record *record, const struct packet *packet)
{
    const bool claimed = packet->record.candidate && packet->match.hit;

    if (record->timestamp != packet->record.timestamp
            || record->sequence != packet->record.sequence)
        fail("a record is not of the packet");
    if (record->hit != claimed || record->hold != packet->holds
            || record->flow_index != (claimed ? packet->match.index : 0)
            || record->handle != (claimed ? packet->match.info.handle : 0)
            || record->context != (claimed ? packet->match.info.context : 0))
        fail("a record is not joined with the packet's match");
    if (record->sync != (packet->record.candidate && packet->match.error ? FN_SYNC_PARITY : 0))
        fail("a parity error is not told");
}

static bool is_zero_copy(const struct packet *packet)
{
    return packet->record.candidate && packet->match.hit
        && packet->match.info.state == FN_STATE_ZERO_COPY;
}

// What leaves in this cycle.
static void check(const struct fn_rx_fifo_in *in, const struct fn_rx_fifo_out *out)
{
    const struct packet *packet = &packets[at.out_packet % PACKETS];

    if (out->m_axis_tvalid) {
        if (at.out_record + out->m_record_valid <= at.out_packet)
            fail("a beat before its record");
        if (out->m_axis_tdata != data_of(at.seen))
            fail("a beat is lost or twice");
        if ((packet->holds || in->s_hold_all) && at.is_first
                && at.beat_packet <= at.out_packet && at.number - at.seen < FN_RX_FIFO_BEATS)
            fail("a packet did not hold");
        at.is_first = out->m_axis_tlast && in->m_axis_tready;
        at.seen += in->m_axis_tready;
        at.out_packet += at.is_first;
    }
    if (out->m_record_valid && in->m_record_ready)
        check_record(&out->m_record_data, &packets[at.out_record++ % PACKETS]);
    if (out->m_packet_valid && in->m_packet_ready) {
        while (!is_zero_copy(&packets[at.out_asked % PACKETS]))
            at.out_asked++;
        check_record(&out->m_packet_record, &packets[at.out_asked++ % PACKETS]);
    }
}

static void advance(const struct fn_rx_fifo_in *in, const struct fn_rx_fifo_out *out)
{
    if (in->s_axis_tvalid && out->s_axis_tready) {
        at.number++;
        at.beat = in->s_axis_tlast ? 0 : at.beat + 1;
        at.beat_packet += in->s_axis_tlast;
    }
    at.record_packet += in->s_record_valid && out->s_record_ready;
    at.match_packet += in->s_match_valid && out->s_match_ready;
}

static void restart(struct lockstep *bench, struct fn_rx_fifo_in *in)
{
    const unsigned ever = at.ever;
    memset(&at, 0, sizeof at);
    at.is_first = true;
    at.ever = ever;
    at.record_lead = at.match_lead = 1;
    in->s_hold_all = ever != 0 && lockstep_below(bench, 4) == 0;
}

static void cover(struct lockstep *bench, const struct fn_rx_fifo *twin,
                  const struct fn_rx_fifo_in *in)
{
    const struct fn_rx_fifo_out *out = &twin->out;
    const struct packet *packet = &packets[at.out_packet % PACKETS];
    const bool first = out->m_axis_tvalid && at.is_first;
    const bool whole = at.beat_packet > at.out_packet;

    lockstep_cover(bench, "memory full", !out->s_axis_tready);
    lockstep_cover(bench, "16 records", !out->s_record_ready);
    lockstep_cover(bench, "16 matches", !out->s_match_ready);
    lockstep_cover(bench, "claimed, holds", first && packet->holds);
    lockstep_cover(bench, "claimed, does not hold",
                   first && packet->record.candidate && packet->match.hit && !packet->holds);
    lockstep_cover(bench, "hit, but no candidate", first && !packet->record.candidate
                   && packet->match.hit && packet->match.info.hold);
    lockstep_cover(bench, "parity error", first && packet->record.candidate
                   && packet->match.error);
    lockstep_cover(bench, "parity error, but no candidate",
                   first && !packet->record.candidate && packet->match.error);
    lockstep_cover(bench, "all hold", first && in->s_hold_all && !packet->holds);
    lockstep_cover(bench, "cuts through", first && !whole);
    lockstep_cover(bench, "whole packets wait for their record",
                   at.record_packet + 2 < at.beat_packet && at.record_packet < at.match_packet);
    lockstep_cover(bench, "whole packets wait for their match",
                   at.match_packet + 2 < at.beat_packet && at.match_packet < at.record_packet);
    lockstep_cover(bench, "2,048 packets", at.beat_packet - at.out_packet >= FN_RX_FIFO_BEATS);
    lockstep_cover(bench, "a match that does not wait",
                   in->s_match_valid && twin->matches_taken == twin->packets_started
                   && twin->records_taken != twin->packets_started
                   && twin->packets_started == twin->packets_shown && !out->m_record_valid);
    lockstep_cover(bench, "jumbo frame holds",
                   first && packet->holds && packet->beats == JUMBO_BEATS && whole);
    lockstep_cover(bench, "released, too long to hold", first && packet->holds && !whole);
    lockstep_cover(bench, "one beat", first && packet->beats == 1);
    lockstep_cover(bench, "beat waits for its record to be taken",
                   out->m_axis_tvalid && out->m_record_valid && !in->m_axis_tready);
    lockstep_cover(bench, "record of the next packet while the last beat waits",
                   at.out_record + out->m_record_valid > at.out_packet + 1);
    lockstep_cover(bench, "fate asked for after the record was taken",
                   out->m_packet_valid && !out->m_record_valid);
    lockstep_cover(bench, "packet waits until the one before is asked about",
                   out->m_packet_valid && !out->m_record_valid && at.out_packet == at.out_record
                   && twin->records_taken > at.out_packet);
    lockstep_cover(bench, "hit, but no candidate, under zero copy", first
                   && !packet->record.candidate && packet->match.hit
                   && packet->match.info.state == FN_STATE_ZERO_COPY);
    lockstep_cover(bench, "reset inside a packet", in->rst && at.beat != 0 && !at.is_first);
}

int bench_main(int argc, char **argv)
{
    static struct fn_rx_fifo twin;
    struct fn_rx_fifo_in in = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_rx_fifo", argc, argv, fn_rx_fifo_inputs, fn_rx_fifo_outputs);
    fn_rx_fifo_reset(&twin);
    do {
        const bool quiet = is_quiet(&bench);
        in.rst = lockstep_reset(&bench) && (!quiet || bench.cycle == 0);
        in.m_record_ready = lockstep_ready(&bench);
        in.m_packet_ready = lockstep_ready(&bench) || (quiet && lockstep_below(&bench, 8) != 0);
        in.m_axis_tready = lockstep_ready(&bench) || (quiet && lockstep_below(&bench, 8) != 0);
        offer(&bench, &in, &twin);
        cover(&bench, &twin, &in);
        check(&in, &twin.out);
        advance(&in, &twin.out);
        if (in.rst)
            restart(&bench, &in);
        fn_rx_fifo_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
