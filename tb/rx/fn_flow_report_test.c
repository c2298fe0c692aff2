// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_report_test - rtl/rx/fn_flow_report.v against its twin
//
// Apart from the twin: a report never promises what memory has not answered for.
//
// runs with: FLOWS=64, FLOWS=16, FLOWS=1024

#include <string.h>

#include "fn_reasons.h"
#include "lockstep.h"
#include "rx/fn_flow_report.h"

enum { PACKETS = 512 };

static struct fn_flow_report    twin;
static struct fn_flow_report_in in;
static unsigned                 flows;

static struct {
    bool     written[PACKETS];        // of placed packets
    unsigned placed, ended, answered; // packets: by entry, by end, those written by done
    unsigned to_answer;               // written and not answered
    unsigned long delivered, good, reports, reported;
    bool     has_lost;                // the ring was not enabled
    struct lockstep_source entry, end, slot;
} at;

static void next_entry(struct lockstep *bench)
{
    const unsigned kind = lockstep_below(bench, 12);

    lockstep_record(bench, &in.s_entry_data, &fn_report_record);
    in.s_entry_data.context = (uint16_t)lockstep_below(bench, lockstep_below(bench, 2) ? 3 : flows);
    in.s_entry_data.reserved_0 = in.s_entry_data.reserved_1 = in.s_entry_data.reserved_3 = 0;
    in.s_entry_data.reserved_2 = 0;
    in.s_entry_data.reserved_4 = in.s_entry_data.reserved_5 = in.s_entry_data.reserved_6 = 0;
    in.s_entry_data.reserved_7 = in.s_entry_data.phase = in.s_entry_data.reason = 0;
    in.s_entry_placed = kind > 2;
    in.s_entry_good = lockstep_below(bench, 4) != 0;
    in.s_entry_begins = kind == 0;
    in.s_entry_reported = lockstep_below(bench, 2);
    in.s_entry_answered = lockstep_below(bench, 2);
}

static void offer(struct lockstep *bench)
{
    const struct fn_flow_report_out *out = &twin.out;

    if (lockstep_offer(bench, &at.entry, &in.s_entry_valid, out->s_entry_ready))
        next_entry(bench);
    // Ends of packets may come before their entry, dones after their end.
    if (at.ended >= at.placed + 8)
        in.s_end_valid = false;
    else if (lockstep_offer(bench, &at.end, &in.s_end_valid, out->s_end_ready))
        in.s_end_written = lockstep_below(bench, 6) != 0;
    in.s_done_valid = at.to_answer && lockstep_below(bench, bench->cycle / 2048 % 2 ? 12 : 3) == 0;
    in.s_done_error = lockstep_below(bench, bench->cycle / 4096 % 2 ? 20 : 2000) == 0;
    lockstep_offer(bench, &at.slot, &in.s_slot_valid, out->s_slot_ready);
    in.m_report_ready = lockstep_ready(bench);
    in.m_delivery_ready = lockstep_ready(bench);
    in.m_acknowledge_ready = lockstep_ready(bench);
    in.m_failed_ready = lockstep_ready(bench);
    if (lockstep_below(bench, 500) == 0)
        in.s_ring_enable = !in.s_ring_enable || lockstep_below(bench, 4);
}

static void follow(struct lockstep *bench)
{
    const struct fn_flow_report_out *out = &twin.out;

    if (in.s_entry_valid && out->s_entry_ready) {
        at.placed += in.s_entry_placed;
        at.good += in.s_entry_placed && in.s_entry_good;
        at.reported += in.s_entry_reported;
    }
    if (in.s_end_valid && out->s_end_ready) {
        at.written[at.ended++ % PACKETS] = in.s_end_written;
        at.to_answer += in.s_end_written;
    }
    at.to_answer -= in.s_done_valid;
    at.delivered += out->m_delivery_valid && in.m_delivery_ready;
    lockstep_check(bench, "not more delivered than good", at.delivered <= at.good);
    at.reports += out->m_report_valid && in.m_report_ready;
    at.has_lost |= !in.s_ring_enable;
    lockstep_check(bench, "a record for each entry reported", at.reports <= at.reported
                   && (at.has_lost || twin.entries.taken != twin.entries.left
                       || twin.step != FN_FLOW_REPORT_LOOKS || out->m_report_valid
                       || in.s_entry_valid || at.reports == at.reported));
}

static void cover(struct lockstep *bench)
{
    const struct fn_flow_report_out *out = &twin.out;
    const bool acts = twin.step == FN_FLOW_REPORT_ACTS;
    const bool had_failed = twin.flow[twin.now.report.context].has_failed;
    const unsigned waiting = twin.entries.taken - twin.entries.left;

    lockstep_cover(bench, "report of what was placed", out->m_report_valid
                   && out->m_report_data.reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "report of a failed flow", out->m_report_valid
                   && out->m_report_data.reason == FN_REASON_BUS_ERROR);
    lockstep_check(bench, "no end where bytes are missing", !out->m_report_valid
                   || !out->m_report_data.fin
                   || out->m_report_data.reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "an end that was not reached", out->m_report_valid && acts
                   && twin.now.report.fin && twin.flow[twin.now.report.context].has_failed);
    lockstep_cover(bench, "the driver acknowledges", acts && twin.now.answered
                   && twin.now.report.acknowledge);
    lockstep_cover(bench, "acknowledgment asked for", out->m_acknowledge_valid);
    lockstep_cover(bench, "failed", out->m_failed_valid);
    lockstep_cover(bench, "more writes of a failed flow fail",
                   acts && twin.is_lost && had_failed);
    lockstep_cover(bench, "a failed flow begins again", acts && had_failed && twin.now.begins);
    lockstep_cover(bench, "a bad packet fails", acts && twin.is_lost && !twin.now.good);
    lockstep_cover(bench, "nothing was written", acts && twin.now.placed && !twin.now.good);
    lockstep_cover(bench, "a bad packet is reported", acts && twin.now.placed
                   && !twin.now.good && twin.now.reported && in.s_ring_enable);
    lockstep_cover(bench, "waits for a slot", acts && twin.now.reported && !twin.has_slot
                   && in.s_ring_enable);
    lockstep_cover(bench, "report without ring", acts && twin.now.reported
                   && !in.s_ring_enable);
    lockstep_cover(bench, "no room", !out->m_room);
    lockstep_cover(bench, "full", waiting == FN_FLOW_REPORT_ENTRIES);
    lockstep_cover(bench, "waits for memory", twin.step == FN_FLOW_REPORT_WAITS
                   && twin.ends.seen != twin.ends.left);
    lockstep_cover(bench, "delivered as BUS_ERROR", out->m_delivery_valid
                   && out->m_delivery_reason == FN_REASON_BUS_ERROR);
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;

    lockstep_open(&bench, "fn_flow_report", argc, argv, fn_flow_report_inputs,
                  fn_flow_report_outputs);
    flows = lockstep_parameter("FLOWS") ? lockstep_parameter("FLOWS") : 64;
    fn_flow_report_reset(&twin, flows);
    do {
        in.rst = lockstep_reset(&bench);
        offer(&bench);
        cover(&bench);
        follow(&bench);
        if (in.rst)
            memset(&at, 0, sizeof at);
        fn_flow_report_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
