// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_report - see fn_flow_report.h

#include "rx/fn_flow_report.h"

#include <string.h>

#include "fn_reasons.h"

#define IN  struct fn_flow_report_in
#define OUT struct fn_flow_report_out

const struct fn_port fn_flow_report_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_ring_enable),
    FN_PORT(IN, s_entry_valid),
    FN_PORT(IN, s_entry_placed),
    FN_PORT(IN, s_entry_good),
    FN_PORT(IN, s_entry_reported),
    FN_PORT(IN, s_entry_answered),
    FN_PORT(IN, s_entry_begins),
    FN_PORT_RECORD(IN, s_entry_data, &fn_report_record),
    FN_PORT(IN, s_end_valid),
    FN_PORT(IN, s_end_written),
    FN_PORT(IN, s_done_valid),
    FN_PORT(IN, s_done_error),
    FN_PORT(IN, s_slot_valid),
    FN_PORT(IN, m_report_ready),
    FN_PORT(IN, m_delivery_ready),
    FN_PORT(IN, m_acknowledge_ready),
    FN_PORT(IN, m_failed_ready),
    { 0 }
};

const struct fn_port fn_flow_report_outputs[] = {
    FN_PORT(OUT, s_entry_ready),
    FN_PORT(OUT, m_room),
    FN_PORT(OUT, s_end_ready),
    FN_PORT(OUT, s_slot_ready),
    FN_PORT(OUT, m_report_valid),
    FN_PORT_RECORD(OUT, m_report_data, &fn_report_record),
    FN_PORT(OUT, m_delivery_valid),
    FN_PORT(OUT, m_delivery_context),
    FN_PORT(OUT, m_delivery_reason),
    FN_PORT(OUT, m_acknowledge_valid),
    FN_PORT(OUT, m_acknowledge_index),
    FN_PORT(OUT, m_acknowledge_number),
    FN_PORT(OUT, m_failed_valid),
    FN_PORT(OUT, m_failed_index),
    FN_PORT(OUT, m_failed_epoch),
    FN_PORT(OUT, m_failed_confirmed),
    { 0 }
};

typedef struct fn_flow_report_queue queue_t;

void fn_flow_report_reset(struct fn_flow_report *r, unsigned flows)
{
    r->flows = flows;
    r->cycles = 0;
    r->entries = r->ends = r->dones = (queue_t){ 0, 0, 0 };
    memset(r->flow, 0, sizeof r->flow);
    r->step = FN_FLOW_REPORT_LOOKS;
    r->has_slot = false;
    r->out = (OUT){ .s_entry_ready = true, .m_room = true, .s_end_ready = true };
}

static void pass(queue_t *queue, bool leaves, bool takes)
{
    queue->left += leaves;
    if (queue->seen == queue->left && queue->seen != queue->taken)
        queue->seen++;
    queue->taken += takes;
}

static bool shows(const queue_t *queue)
{
    return queue->seen != queue->left;
}

static unsigned head(const queue_t *queue)
{
    return queue->left % FN_FLOW_REPORT_ENTRIES;
}

// Flags of the entry at the head that has waited for its writes.
static bool is_answered(const struct fn_flow_report *r)
{
    return shows(&r->ends) && (!r->written[head(&r->ends)] || shows(&r->dones));
}

// The entry comes true if all outputs that it needs are free: false if one is not.
static bool act(struct fn_flow_report *r, bool ring_enable)
{
    OUT                              *out = &r->out;
    const struct fn_flow_report_entry *now = &r->now;
    const unsigned                    index = now->report.context;
    const bool had_failed = r->flow[index].has_failed && !now->begins;
    const bool has_failed = had_failed || (now->placed && now->good && r->is_lost);
    const bool counts = now->good || !now->placed || now->reported;
    const bool reports = now->reported && ring_enable;
    const bool delivers = now->placed && now->good;
    const bool asks = counts && now->answered && !now->report.acknowledge && !has_failed;
    const bool fails = has_failed && !had_failed;
    const bool is_blind = now->report.sync == FN_SYNC_PARITY;  // the context was lost
    const uint32_t confirmed = has_failed || is_blind ? r->flow[index].confirmed
                                                      : now->report.contiguous;
    const uint8_t  reason = has_failed ? FN_REASON_BUS_ERROR : FN_REASON_DELIVERED;

    if ((reports && (!r->has_slot || out->m_report_valid))
        || (delivers && out->m_delivery_valid) || (asks && out->m_acknowledge_valid)
        || (fails && out->m_failed_valid))
        return false;
    if (reports) {
        out->m_report_data = now->report;
        out->m_report_data.contiguous = confirmed;
        out->m_report_data.reason = FN_REASON_DELIVERED;
        if (has_failed)
            fn_report_fail(&out->m_report_data, confirmed);
        r->has_slot = false;
    }
    out->m_report_valid |= reports;
    out->m_delivery_valid |= delivers;
    if (delivers) {
        out->m_delivery_context = (uint16_t)index;
        out->m_delivery_reason = reason;
    }
    out->m_acknowledge_valid |= asks;
    if (asks) {
        out->m_acknowledge_index = (uint16_t)index;
        out->m_acknowledge_number = confirmed;
    }
    out->m_failed_valid |= fails;
    if (fails) {
        out->m_failed_index = (uint16_t)index;
        out->m_failed_epoch = now->report.epoch;
        out->m_failed_confirmed = confirmed;
    }
    if (counts) {
        r->flow[index].has_failed = has_failed;
        r->flow[index].confirmed = confirmed;
    }
    return true;
}

// Memory is cleared first, a row a cycle, as many as a power of two.
static bool is_cleared(const struct fn_flow_report *r)
{
    unsigned rows = 1;

    while (rows < r->flows)
        rows *= 2;
    return r->cycles >= rows;
}

static void step(struct fn_flow_report *r, const IN *in)
{
    const struct fn_flow_report_entry *first = &r->entry[head(&r->entries)];
    bool leaves = false, was_written = false, is_placed = first->placed;

    switch (r->step) {
    case FN_FLOW_REPORT_LOOKS:
        if (shows(&r->entries) && is_cleared(r))
            r->step = FN_FLOW_REPORT_WAITS;
        break;
    case FN_FLOW_REPORT_WAITS:
        leaves = !is_placed || is_answered(r);
        if (!leaves)
            break;
        was_written = is_placed && r->written[head(&r->ends)];
        r->now = *first;
        r->is_lost = was_written && r->error[head(&r->dones)];
        r->step = FN_FLOW_REPORT_JUDGES;
        break;
    case FN_FLOW_REPORT_JUDGES:
        r->step = FN_FLOW_REPORT_ACTS;
        break;
    case FN_FLOW_REPORT_ACTS:
        if (act(r, in->s_ring_enable))
            r->step = FN_FLOW_REPORT_LOOKS;
    }
    pass(&r->entries, leaves, in->s_entry_valid && r->out.s_entry_ready);
    pass(&r->ends, leaves && is_placed, in->s_end_valid && r->out.s_end_ready);
    pass(&r->dones, was_written, in->s_done_valid);
}

static void take(struct fn_flow_report *r, const IN *in)
{
    if (in->s_entry_valid && r->out.s_entry_ready)
        r->entry[r->entries.taken % FN_FLOW_REPORT_ENTRIES] = (struct fn_flow_report_entry){
            in->s_entry_placed, in->s_entry_good, in->s_entry_reported, in->s_entry_answered,
            in->s_entry_begins, in->s_entry_data
        };
    if (in->s_end_valid && r->out.s_end_ready)
        r->written[r->ends.taken % FN_FLOW_REPORT_ENTRIES] = in->s_end_written;
    if (in->s_done_valid)
        r->error[r->dones.taken % FN_FLOW_REPORT_ENTRIES] = in->s_done_error;
}

void fn_flow_report_tick(struct fn_flow_report *r, const IN *in)
{
    OUT *out = &r->out;

    if (in->rst) {
        fn_flow_report_reset(r, r->flows);
        return;
    }
    out->m_room = r->entries.taken - r->entries.left + FN_FLOW_REPORT_ROOM
               <= FN_FLOW_REPORT_ENTRIES;
    if (in->m_report_ready)
        out->m_report_valid = false;
    if (in->m_delivery_ready)
        out->m_delivery_valid = false;
    if (in->m_acknowledge_ready)
        out->m_acknowledge_valid = false;
    if (in->m_failed_ready)
        out->m_failed_valid = false;
    take(r, in);
    step(r, in);
    if (in->s_slot_valid && out->s_slot_ready)
        r->has_slot = true;
    if (!in->s_ring_enable)
        r->has_slot = false;
    out->s_slot_ready = in->s_ring_enable && !r->has_slot;

    out->s_entry_ready = r->entries.taken - r->entries.left < FN_FLOW_REPORT_ENTRIES;
    out->s_end_ready = r->ends.taken - r->ends.left < FN_FLOW_REPORT_ENTRIES;
    r->cycles++;
}
