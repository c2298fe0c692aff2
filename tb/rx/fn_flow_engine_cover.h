// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_cover - what the engine's test claims to reach

#ifndef FN_FLOW_ENGINE_COVER_H
#define FN_FLOW_ENGINE_COVER_H

#include "fn_flow_engine_seen.h"
#include "functional/fn_tcp.h"
#include "lockstep.h"
#include "rx/fn_flow_engine.h"

enum { LONG_RUN = 100000 };

static inline void cover_packet(struct lockstep *bench, const struct fn_flow_engine *twin,
                                const struct fn_flow_engine_in *in)
{
    static const char *const reasons[64] = {
        [FN_REASON_NO_COMPLETION] = "drop: no completion", [FN_REASON_WINDOW] = "drop: window",
        [FN_REASON_DUPLICATE] = "drop: duplicate", [FN_REASON_TIMESTAMP] = "drop: timestamp",
        [FN_REASON_ACKNOWLEDGMENT] = "drop: acknowledgment", [FN_REASON_HOLES] = "drop: holes",
        [FN_REASON_CHALLENGE] = "drop: challenge", [FN_REASON_PROBE] = "drop: probe",
        [FN_REASON_FIN_WAITS] = "drop: FIN waits"
    };
    static const char *const syncs[16] = {
        "software: none", "", "software: before", "software: no page", "software: RST",
        "software: SYN", "software: URG", "software: FIN", "software: options", "",
        "software: parity", "", "", "software: no slot"
    };
    const struct fn_flow_engine_out *out = &twin->out;

    for (unsigned r = 0; r < 64; r++)
        if (reasons[r] != NULL)
            lockstep_cover(bench, reasons[r], out->m_decision_valid
                           && out->m_decision_fate == FN_FATE_DROP && out->m_decision_reason == r);
    for (unsigned y = 0; y < 14; y++)
        if (syncs[y][0])
            lockstep_cover(bench, syncs[y], out->m_decision_valid && out->m_decision_sync == y
                           && out->m_decision_fate == FN_FATE_SOFTWARE);
    for (unsigned n = 1; n <= (bench->num_cycles < LONG_RUN ? 2 : 5); n++) {  // more are rare
        static const char *const pieces[] = { "", "1 piece", "2 pieces", "3 pieces", "4 pieces",
                                              "5 pieces" };
        lockstep_cover(bench, pieces[n], seen.is_there && twin->packet.num_pieces == n);
    }
    lockstep_cover(bench, "of the flow before", out->m_decision_valid && !twin->is_committed
                   && out->m_decision_fate == FN_FATE_SOFTWARE && !out->m_decision_sync
                   && twin->now.kind == FN_REQUEST_PACKET && twin->context.state != FN_STATE_IDLE
                   && twin->now.record.handle != twin->context.handle);
    lockstep_cover(bench, "commands held up", out->m_command_valid && !in->m_command_ready);
    lockstep_cover(bench, "a decision held up", out->m_decision_valid && !in->m_decision_ready);
    lockstep_cover(bench, "page parity, first", out->m_command_valid && !out->m_command_length
                   && twin->commands.given == 1);
    lockstep_cover(bench, "page parity, later", out->m_command_valid && !out->m_command_length
                   && twin->commands.given > 1);
}

// It would be the first, were the pages of all intervals there.
static inline void cover_waiting(struct lockstep *bench, const struct fn_flow_engine *twin)
{
    const struct fn_flow_engine_out *out = &twin->out;
    const struct fn_intervals none = { 0 };
    struct fn_context bare = twin->context;
    struct fn_flow_packet first;

    if (!out->m_decision_valid || out->m_decision_fate != FN_FATE_SOFTWARE
            || out->m_decision_sync != FN_SYNC_BEFORE || twin->is_committed)
        return;
    fn_context_set_intervals(&bare, &none);
    fn_flow_packet(&bare, &twin->now.record, twin->time, &first);
    const bool waits = first.fate != FN_FATE_SOFTWARE || first.change.sync != FN_SYNC_BEFORE;
    if (bench->num_cycles < LONG_RUN)
        return;
    lockstep_cover(bench, "intervals wait for pages", waits && !bare.udp);
    lockstep_cover(bench, "RTP: intervals wait for pages", waits && bare.udp);
}

// MONITOR: it could be the first, but were it ZERO_COPY it would not be placed.
static inline void cover_passive(struct lockstep *bench, const struct fn_flow_engine *twin)
{
    static const char *const reasons[64] = {
        [FN_REASON_DUPLICATE] = "MONITOR: duplicate", [FN_REASON_HOLES] = "MONITOR: holes",
        [FN_REASON_TIMESTAMP] = "MONITOR: timestamp",
        [FN_REASON_ACKNOWLEDGMENT] = "MONITOR: acknowledgment"
    };
    const struct fn_flow_engine_out *out = &twin->out;
    const struct fn_packet_record *record = &twin->now.record;
    const unsigned special = FN_TCP_SYN | FN_TCP_FIN | FN_TCP_RST | FN_TCP_URG;
    struct fn_context active = twin->context;
    struct fn_flow_packet other;

    if (!out->m_decision_valid || !twin->is_decided || twin->is_committed
            || twin->now.kind != FN_REQUEST_PACKET || twin->is_broken
            || active.state != FN_STATE_MONITOR)
        return;
    lockstep_check(bench, "MONITOR drops nothing", out->m_decision_fate != FN_FATE_DROP
                   || out->m_decision_reason == FN_REASON_NO_COMPLETION);
    const uint32_t ahead = record->sequence - active.receive_next;
    const uint32_t end = ahead + record->payload_length, limit = fn_context_limit(&active);
    const bool     is_near = ahead < 0x40000 && end <= fn_context_window(&active) && end <= limit;
    if (out->m_decision_sync != FN_SYNC_BEFORE || bench->num_cycles < LONG_RUN
            || fn_context_received(&active) > limit || record->tcp_flags & special)
        return;
    active.state = FN_STATE_ZERO_COPY;
    fn_flow_packet(&active, record, twin->time, &other);
    for (unsigned r = 0; r < 64; r++)
        if (reasons[r] != NULL)
            lockstep_cover(bench, reasons[r], is_near && !active.udp && record->payload_length
                           && other.fate == FN_FATE_DROP && other.reason == r);
    lockstep_cover(bench, "MONITOR: RTP, no slot for too many holes",
                   other.change.sync == FN_SYNC_NO_SLOT && record->rtp
                   && record->l4_length <= 256u << active.slot_size);
}

// A FIN that waits, and another one, or bytes that say otherwise; what windows tell.
static inline void cover_fin(struct lockstep *bench, const struct fn_flow_engine *twin)
{
    const struct fn_flow_engine_out *out = &twin->out;
    const struct fn_context *context = &twin->context;
    const struct fn_packet_record *record = &twin->now.record;
    const struct fn_context *next = &twin->packet.change.next;
    const int32_t end = (int32_t)(record->sequence + record->payload_length
                                  - context->receive_next);
    const int32_t more = (int32_t)(record->acknowledgment - context->send_unacknowledged);
    const bool has_fin = record->tcp_flags & FN_TCP_FIN;
    const bool is_there = out->m_decision_valid && twin->now.kind == FN_REQUEST_PACKET
        && twin->is_decided && !twin->is_committed && !twin->is_broken && !context->udp;
    const bool is_placed = is_there && out->m_decision_fate == FN_FATE_PLACE;

    lockstep_cover(bench, "FIN below what is there", is_there && context->intervals
                   && out->m_decision_sync == FN_SYNC_FIN && end > 0
                   && record->sequence != context->receive_next
                   && (uint32_t)end < fn_context_received(context));
    if (bench->num_cycles < LONG_RUN)
        return;
    lockstep_cover(bench, "behind a FIN", is_there && context->fin_pending && !context->intervals
                   && out->m_decision_reason == FN_REASON_DUPLICATE && end > 0);
    lockstep_cover(bench, "FIN behind a FIN", is_placed && has_fin && context->fin_pending
                   && end > (int32_t)(context->fin_sequence - context->receive_next));
    lockstep_cover(bench, "FIN before a FIN", is_placed && has_fin && context->fin_pending
                   && next->fin_sequence != context->fin_sequence);
    lockstep_cover(bench, "beyond the FIN", is_placed && context->fin_pending
                   && next->state == FN_STATE_IDLE && next->receive_next != context->fin_sequence);
    lockstep_cover(bench, "an older window", is_placed && more == 0
                   && record->window != context->send_window
                   && next->send_window == context->send_window);
    lockstep_cover(bench, "a newer window", is_placed && more == 0
                   && next->send_window != context->send_window);
    lockstep_cover(bench, "an older acknowledgment", is_placed && more < 0
                   && record->window != context->send_window);
}

// What becomes of packets of RTP flows.
static inline void cover_rtp(struct lockstep *bench, const struct fn_flow_engine *twin)
{
    static const char *const sizes[] = { "RTP: slot of 256", "RTP: slot of 512",
                                         "RTP: slot of 1024", "RTP: slot of 2048" };
    const struct fn_flow_engine_out *out = &twin->out;
    const struct fn_context *context = &twin->context;
    const struct fn_packet_record *record = &twin->now.record;
    const bool is_rtp = out->m_decision_valid && context->udp && context->rtp
                     && twin->now.kind == FN_REQUEST_PACKET && !twin->is_committed
                     && context->state != FN_STATE_IDLE && record->udp && !record->fragment;
    const bool is_placed = is_rtp && out->m_decision_fate == FN_FATE_PLACE;
    const bool is_software = is_rtp && out->m_decision_fate == FN_FATE_SOFTWARE;
    const unsigned slot = 256u << context->slot_size;
    const uint16_t waited = (uint16_t)(context->receive_next / slot);
    const uint16_t ahead = (uint16_t)(record->sequence - waited);
    const bool is_no_slot = is_software && out->m_decision_sync == FN_SYNC_NO_SLOT;

    lockstep_cover(bench, "RTP: next", is_placed && ahead == 0);
    lockstep_cover(bench, "RTP: ahead", is_placed && ahead > 0);
    lockstep_cover(bench, "RTP: late", is_rtp && out->m_decision_reason == FN_REASON_DUPLICATE
                   && ahead >= 0x8000);
    lockstep_cover(bench, "RTP: twice", is_rtp && out->m_decision_reason == FN_REASON_DUPLICATE
                   && ahead < 0x8000);
    lockstep_cover(bench, "RTP: no page", is_software && out->m_decision_sync == FN_SYNC_NO_PAGE);
    lockstep_cover(bench, "RTP: something else", is_no_slot && !record->rtp);
    if (bench->num_cycles < LONG_RUN)
        return;  // what follows is rare
    for (unsigned s = 0; s < 4; s++)
        lockstep_cover(bench, sizes[s], is_placed && context->slot_size == s);
    lockstep_cover(bench, "RTP: across the wrap",
                   is_placed && ahead > 0 && (uint16_t)record->sequence < waited);
    lockstep_cover(bench, "RTP: the first", is_placed && context->state == FN_STATE_MONITOR);
    lockstep_cover(bench, "RTP: whole slot", is_placed && record->l4_length == slot);
    lockstep_cover(bench, "RTP: too long", is_no_slot && record->l4_length == slot + 1);
    lockstep_cover(bench, "RTP: far behind", is_no_slot && record->rtp && record->l4_length <= slot
                   && ahead >= 0x8000);
    lockstep_cover(bench, "RTP: too many holes", is_no_slot && record->rtp
                   && record->l4_length <= slot && ahead < 0x8000);
    lockstep_cover(bench, "RTP: given up", out->m_answer_valid && !out->m_answer_refused
                   && twin->operation.code == FN_OPERATION_ACCEPT && context->udp
                   && out->m_report_valid && out->m_report_reported);
}

static inline void cover_report(struct lockstep *bench, const struct fn_flow_engine *twin,
                                const struct fn_flow_engine_in *in)
{
    static const char *const syncs[] = {
        "report: none", "report: start", "", "", "report: RST", "report: SYN", "report: URG",
        "report: FIN", "report: options", "report: bus", "report: parity", "report: link",
        "report: stop"
    };
    const struct fn_flow_engine_out *out = &twin->out;
    const struct fn_report *report = &out->m_report_data;
    const bool told = out->m_report_valid && out->m_report_reported;

    for (unsigned y = 0; y < 13; y++)
        if (syncs[y][0])
            lockstep_cover(bench, syncs[y], told && report->sync == y);
    lockstep_cover(bench, "report: page done", told && report->page_done);
    lockstep_cover(bench, "report: push", told && report->push);
    lockstep_cover(bench, "report: peer", told && report->peer);
    lockstep_cover(bench, "report: page request", told && report->page_request);
    lockstep_cover(bench, "report: acknowledge", told && report->acknowledge);
    lockstep_cover(bench, "report: more pages", told && report->pages > 1);
    if (bench->num_cycles >= LONG_RUN)
        lockstep_cover(bench, "report: 64 KB and more", told && report->pages >= 16
                       && out->m_report_placed);
    lockstep_cover(bench, "answered only", out->m_report_valid && out->m_report_answered
                   && !out->m_report_reported);
    lockstep_cover(bench, "placed, bad", out->m_report_valid && out->m_report_placed
                   && !out->m_report_good && !out->m_report_reported);
    lockstep_cover(bench, "placed, link error", out->m_report_valid && out->m_report_placed
                   && !out->m_report_good && out->m_report_reported);
    lockstep_cover(bench, "time is over", told && !out->m_report_placed
                   && twin->now.kind == FN_REQUEST_TIME && report->acknowledge);
    lockstep_cover(bench, "failed", told && twin->now.kind == FN_REQUEST_FAILED
                   && report->sync == FN_SYNC_BUS);
    lockstep_cover(bench, "a report held up", out->m_report_valid && !in->m_report_ready);
}

static inline void cover_rest(struct lockstep *bench, const struct fn_flow_engine *twin,
                                const struct fn_flow_engine_in *in)
{
    static const char *const done[2][8] = {
        { "START", "STOP", "EXPORT", "POST_PAGE", "ACCEPT", "SENT", "READ", "WRITE" },
        { "START refused", "", "", "POST_PAGE refused", "ACCEPT refused", "", "READ refused",
          "WRITE refused" }
    };
    const struct fn_flow_engine_out *out = &twin->out;

    for (unsigned r = 0; r < 2; r++)
        for (unsigned c = 0; c < 8; c++)
            if (done[r][c][0])
                lockstep_cover(bench, done[r][c], out->m_answer_valid
                               && out->m_answer_refused == (r == 1) && twin->operation.code == c);
    lockstep_cover(bench, "window opens", out->m_answer_valid && out->m_report_answered
                   && out->m_report_valid && twin->operation.code == FN_OPERATION_POST_PAGE);
    lockstep_cover(bench, "the context before is kept", twin->now.is_there && twin->was_kept);
    lockstep_cover(bench, "a kept one that is broken", twin->now.is_there && twin->was_kept
                   && twin->is_broken);
    lockstep_cover(bench, "patience is over", twin->patience == 2);
    lockstep_cover(bench, "a verdict before its packet", twin->has_verdict && !twin->now.is_there);
    if (twin->flows < 1024)  // with 1,024 every index is a flow's
        lockstep_cover(bench, "no such flow", twin->now.is_there && twin->now.is_beyond);
    lockstep_cover(bench, "reset while at work", in->rst && twin->now.is_there);
}

#endif
