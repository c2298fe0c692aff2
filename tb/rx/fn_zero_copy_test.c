// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy_test - rtl/rx/fn_zero_copy.v against its twin
//
// The test stands for fn_flow_engine: it decides on one packet at a time at random, perhaps
// before its record comes, and takes the verdict before or after.  Apart from the twin it knows
// where each packet must end, and which beats are to be placed.

#include <string.h>

#include "lockstep.h"
#include "rx/fn_zero_copy.h"

enum { PACKETS = 16, LONGEST = 350 };

static struct fn_zero_copy    twin;
static struct fn_zero_copy_in in;

static struct {
    struct {
        bool     asks, is_decided;
        uint16_t context;
        uint8_t  reason, decided;  // by its verdict, by its decision
        uint8_t  fate;
        unsigned headers, beats;   // beats in front of the payload, beats taken
        uint64_t data[LONGEST];
    } packets[PACKETS];
    unsigned placed, placed_beat;  // the packet and the beat of it that is placed next
    unsigned records, ends;        // packets by their record, by their last beat
    unsigned beats_left;           // of the packet that comes in
    unsigned asked, judged;        // where the engine is: see below; whether it has the verdict
    unsigned told;                 // the packet that m_unplaced tells next, or a later one
    unsigned long to_software, to_pages, unplaced, taken;
    struct lockstep_source record, beat, decision;
} at;

static void next_beat(struct lockstep *bench)
{
    if (!at.beats_left) {
        at.beats_left = lockstep_below(bench, 6) ? 1 + lockstep_below(bench, 10)
                                                 : 30 + lockstep_below(bench, 40);
        if (at.beats_left == 69)
            at.beats_left = 250 + lockstep_below(bench, 100);
    }
    lockstep_bytes(bench, &in.s_axis_tdata, sizeof in.s_axis_tdata);
    in.s_axis_tlast = at.beats_left == 1;
    in.s_axis_tkeep = (uint8_t)(in.s_axis_tlast ? 0xff >> lockstep_below(bench, 8) : 0xff);
    in.s_axis_tuser = (struct fn_packet_status){ 0 };
    if (in.s_axis_tlast) {
        lockstep_record(bench, &in.s_axis_tuser, &fn_packet_status_record);
        if (lockstep_below(bench, 3))
            in.s_axis_tuser.reason = FN_REASON_DELIVERED;
        else if (lockstep_below(bench, 2))
            in.s_axis_tuser.reason = (uint8_t)lockstep_below(bench, FN_REASON_FCS + 3);
    }
}

// Headers, mostly of the usual length; longer than the memory; longer than any packet.
static uint16_t random_offset(struct lockstep *bench)
{
    switch (lockstep_below(bench, 8)) {
    case 0:  return (uint16_t)(lockstep_below(bench, 8192) * 8);
    case 1:  return (uint16_t)lockstep_below(bench, 640);
    case 2:  return (uint16_t)(2048 + lockstep_below(bench, 700));
    default: return (uint16_t)lockstep_below(bench, 100);
    }
}

static void offer(struct lockstep *bench)
{
    const struct fn_zero_copy_out *out = &twin.out;

    if (lockstep_offer(bench, &at.record, &in.s_record_valid, out->s_record_ready)) {
        lockstep_record(bench, &in.s_record_data, &fn_packet_record_record);
        if (lockstep_below(bench, 3))
            in.s_record_data.hit = 1;
        if (lockstep_below(bench, 3))
            in.s_record_data.state = FN_STATE_ZERO_COPY;
        in.s_record_data.payload_offset = random_offset(bench);
        in.s_record_data.l4_offset = random_offset(bench);
    }
    if (at.records + in.s_record_valid <= at.ends)  // not before its record
        in.s_axis_tvalid = false;
    else if (lockstep_offer(bench, &at.beat, &in.s_axis_tvalid, out->s_axis_tready))
        next_beat(bench);
    if (at.asked == 0)
        at.asked = lockstep_ready(bench);
    in.m_verdict_ready = at.judged == 0 && lockstep_ready(bench);
    if (at.asked != 1)
        in.s_decision_valid = false;
    else if (lockstep_offer(bench, &at.decision, &in.s_decision_valid, out->s_decision_ready)) {
        in.s_decision_fate = (uint8_t)lockstep_below(bench, 3);
        in.s_decision_reason = (uint8_t)(in.s_decision_fate != FN_FATE_DROP ? FN_REASON_DELIVERED
                                         : 28 + lockstep_below(bench, 8));
        in.s_decision_sync = (uint8_t)lockstep_below(bench, 13);
        in.s_decision_epoch = (uint8_t)lockstep_below(bench, 32);
    }
}

// What fn_flow_engine does: asked 0 idle, 1 decides, 2 decided; then the verdict ends it.
static void engine(void)
{
    const struct fn_zero_copy_out *out = &twin.out;

    if (in.s_decision_valid && out->s_decision_ready)
        at.asked = 2;
    if (out->m_verdict_valid && in.m_verdict_ready)
        at.judged = 1;
    if (at.asked == 2 && at.judged)
        at.asked = at.judged = 0;
}

static void follow_in(void)
{
    const struct fn_zero_copy_out *out = &twin.out;

    if (in.s_decision_valid && out->s_decision_ready) {
        at.packets[(at.records - 1) % PACKETS].fate = in.s_decision_fate;
        at.packets[(at.records - 1) % PACKETS].decided = in.s_decision_reason;
        at.packets[(at.records - 1) % PACKETS].is_decided = true;
    }
    if (in.s_record_valid && out->s_record_ready) {
        const unsigned packet = at.records++ % PACKETS;
        at.packets[packet].asks =
            in.s_record_data.hit && in.s_record_data.state == FN_STATE_ZERO_COPY;
        at.packets[packet].is_decided = !at.packets[packet].asks;
        at.packets[packet].context = in.s_record_data.context;
        at.packets[packet].fate = FN_FATE_SOFTWARE;
        at.packets[packet].headers = (in.s_record_data.udp ? in.s_record_data.l4_offset
                                                           : in.s_record_data.payload_offset) / 8;
        at.packets[packet].beats = 0;
    }
    if (in.s_axis_tvalid && out->s_axis_tready) {
        const unsigned packet = at.ends % PACKETS;
        at.packets[packet].data[at.packets[packet].beats++] = in.s_axis_tdata;
        at.packets[packet].reason = in.s_axis_tuser.reason;
        at.beats_left--;
        at.taken += in.s_axis_tlast;
        at.ends += in.s_axis_tlast;
    }
}

// The beats with payload, or the last one, of each packet with that fate, and no other ones.
static void follow_placed(struct lockstep *bench)
{
    const struct fn_zero_copy_out *out = &twin.out;

    while (at.placed < at.records && at.packets[at.placed % PACKETS].is_decided
           && at.packets[at.placed % PACKETS].fate != FN_FATE_PLACE)
        at.placed++;
    if (!out->m_place_axis_tvalid || !in.m_place_axis_tready)
        return;
    const unsigned packet = at.placed % PACKETS, beats = at.packets[packet].beats;
    const bool is_short = at.packets[packet].headers >= beats;
    const unsigned first = is_short ? beats - 1 : at.packets[packet].headers;

    if (at.placed_beat < first)
        at.placed_beat = first;
    lockstep_check(bench, "a packet that is decided to be placed", at.packets[packet].is_decided
                   && at.packets[packet].fate == FN_FATE_PLACE);
    lockstep_check(bench, "the next beat with payload", at.placed_beat < beats
                   && out->m_place_axis_tdata == at.packets[packet].data[at.placed_beat]);
    lockstep_check(bench, "its end", out->m_place_axis_tlast
                   == (at.ends > at.placed && at.placed_beat + 1 == beats));
    lockstep_cover(bench, "placed from the first beat on", first == 0);
    lockstep_cover(bench, "placed without headers", !is_short && at.placed_beat == first && first);
    lockstep_cover(bench, "ends before its payload", is_short);
    at.placed_beat++;
    if (out->m_place_axis_tlast) {
        lockstep_check(bench, "bad as its verdict", out->m_place_axis_tuser
                       == (at.packets[packet].reason != FN_REASON_DELIVERED));
        at.placed_beat = 0;
        at.placed++;
    }
}

// Each packet of a flow that was not placed well, and no other one, in order.
static void follow_unplaced(struct lockstep *bench)
{
    const struct fn_zero_copy_out *out = &twin.out;

    if (!out->m_unplaced_valid || !in.m_unplaced_ready)
        return;
    while (at.told < at.ends
           && (!at.packets[at.told % PACKETS].asks
               || (at.packets[at.told % PACKETS].fate == FN_FATE_PLACE
                   && at.packets[at.told % PACKETS].reason == FN_REASON_DELIVERED)))
        at.told++;
    const unsigned packet = at.told % PACKETS;
    const uint8_t  reason = at.packets[packet].reason;

    lockstep_check(bench, "a packet that was not placed", at.told < at.ends
                   && at.packets[packet].is_decided);
    lockstep_check(bench, "of this flow", out->m_unplaced_context == at.packets[packet].context);
    lockstep_check(bench, "its reason", out->m_unplaced_reason
                   == (reason != FN_REASON_DELIVERED ? reason : at.packets[packet].decided));
    lockstep_check(bench, "to software or not", out->m_unplaced_software
                   == (at.packets[packet].fate == FN_FATE_SOFTWARE));
    lockstep_cover(bench, "bad, to software", out->m_unplaced_software && reason);
    at.told++;
    at.unplaced++;
}

static void follow(struct lockstep *bench)
{
    const struct fn_zero_copy_out *out = &twin.out;

    follow_placed(bench);
    follow_unplaced(bench);
    follow_in();
    at.to_software += out->m_axis_tvalid && in.m_axis_tready && out->m_axis_tlast;
    at.to_pages += out->m_place_axis_tvalid && in.m_place_axis_tready && out->m_place_axis_tlast;
    lockstep_check(bench, "a packet leaves software or pages once",
                   at.to_software + at.to_pages <= at.taken && at.unplaced <= at.taken);
}

static void cover(struct lockstep *bench)
{
    const struct fn_zero_copy_out *out = &twin.out;
    const unsigned inside = twin.beats_taken - twin.beats_given;

    lockstep_cover(bench, "software, not asked", out->m_axis_tvalid && out->m_axis_tlast
                   && !twin.packets[(twin.packets_given - 1) % FN_ZERO_COPY_PACKETS].asks);
    lockstep_cover(bench, "software, as decided", out->m_axis_tvalid && out->m_axis_tlast
                   && twin.packets[(twin.packets_given - 1) % FN_ZERO_COPY_PACKETS].asks);
    lockstep_cover(bench, "placed", out->m_place_axis_tvalid && out->m_place_axis_tlast);
    lockstep_cover(bench, "placed, bad verdict", out->m_place_axis_tvalid
                   && out->m_place_axis_tlast && out->m_unplaced_valid);
    lockstep_cover(bench, "dropped as decided", out->m_unplaced_valid
                   && out->m_unplaced_reason >= 28);
    lockstep_cover(bench, "given to software as decided", out->m_unplaced_valid
                   && out->m_unplaced_software && !out->m_unplaced_reason);
    lockstep_cover(bench, "memory full", inside == FN_ZERO_COPY_BEATS);
    lockstep_cover(bench, "memory passed by", inside == 0 && in.s_axis_tvalid
                   && out->s_axis_tready);
    lockstep_cover(bench, "four fates", twin.fates_known - twin.packets_given == 4);
    lockstep_cover(bench, "verdict before the decision", at.asked != 2 && at.judged);
    lockstep_cover(bench, "decision before the record",
                   in.s_decision_valid && twin.fates_known == twin.records_taken);
    lockstep_cover(bench, "headers longer than the memory", twin.packets[twin.packets_given
                   % FN_ZERO_COPY_PACKETS].fate == FN_FATE_PLACE && twin.at > FN_ZERO_COPY_BEATS
                   && !twin.is_found && twin.packets_given == twin.packets_taken
                   && twin.fates_known != twin.packets_given);
    lockstep_cover(bench, "verdict refused", out->m_verdict_valid && !in.m_verdict_ready);
    lockstep_cover(bench, "beats wait for the verdict before", out->m_verdict_valid
                   && !out->s_axis_tready && inside < FN_ZERO_COPY_BEATS
                   && twin.records_taken != twin.packets_taken);
    lockstep_cover(bench, "record of the next packet waits",
                   twin.records_taken - twin.packets_taken == 2);
    lockstep_cover(bench, "bad for the data link layer",
                   out->m_verdict_valid && out->m_verdict_link);
    lockstep_cover(bench, "bad above it", out->m_verdict_valid && !out->m_verdict_link
                   && !out->m_verdict_good);
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;

    lockstep_open(&bench, "fn_zero_copy", argc, argv, fn_zero_copy_inputs,
                  fn_zero_copy_outputs);
    fn_zero_copy_reset(&twin);
    do {
        in.rst = lockstep_reset(&bench);
        in.m_record_ready = lockstep_ready(&bench);
        in.m_axis_tready = lockstep_ready(&bench);
        in.m_place_axis_tready = lockstep_ready(&bench);
        in.m_unplaced_ready = lockstep_ready(&bench);
        offer(&bench);
        cover(&bench);
        follow(&bench);
        engine();
        if (in.rst)
            memset(&at, 0, sizeof at);
        fn_zero_copy_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
