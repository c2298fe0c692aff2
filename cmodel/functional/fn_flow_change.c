// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_change - see fn_flow_change.h

#include "functional/fn_flow_change.h"

#include <string.h>

#include "fn_reasons.h"

enum { TELL_DRIVER = 1 };

void fn_change_begin(struct fn_flow_change *change, const struct fn_context *context)
{
    memset(change, 0, sizeof *change);
    change->next = *context;
}

void fn_change_acknowledge(struct fn_flow_change *change)
{
    change->answered = true;
    change->next.owed_packets = 0;
    change->next.owed_bytes = 0;
    change->next.last_acknowledgment = change->next.receive_next;
}

void fn_change_surrender(struct fn_flow_change *change, enum fn_sync sync)
{
    if (change->next.owed_packets)
        fn_change_acknowledge(change);
    change->next.state = FN_STATE_IDLE;
    change->next.epoch = (change->next.epoch + 1) % FN_FLOW_EPOCHS;
    change->surrendered = true;
    change->sync = sync;
}

void fn_change_move(struct fn_flow_change *change, uint32_t advance)
{
    struct fn_context *next = &change->next;
    const unsigned     pages = (next->page_offset + advance) / fn_flow_size.page_bytes;

    next->receive_next = fn_sequence_at(next->receive_next, advance);
    next->page_offset = (next->page_offset + advance) % fn_flow_size.page_bytes;
    next->page_head = (next->page_head + pages) % FN_PAGES;
    next->page_count = (next->page_count - pages) % 128;  // no fewer than 0 in a sound context
    change->report.pages = (uint16_t)pages;
    change->report.page_done = pages > 0;
    if (next->page_count <= next->page_low_water && next->state == FN_STATE_ZERO_COPY) {
        next->state = FN_STATE_GET_NEXT_BUFF2;
        change->report.page_request = 1;
    }
    // Beyond it only if the driver says so: with ACCEPT, or in the context that it started with.
    if (next->fin_pending && fn_sequence_beyond(next->receive_next, next->fin_sequence) >= 0) {
        change->report.fin = 1;
        fn_change_surrender(change, FN_SYNC_FIN);
    }
}

void fn_report_fail(struct fn_report *report, uint32_t confirmed)
{
    report->contiguous = confirmed;
    report->reason = FN_REASON_BUS_ERROR;
    report->fin = 0;
}

void fn_change_end(struct fn_flow_change *change, unsigned context_index)
{
    struct fn_report *report = &change->report;

    report->acknowledge = change->answered && change->next.acknowledge == TELL_DRIVER;
    change->reported = change->surrendered || report->page_done || report->push
                    || report->start || report->peer || report->page_request
                    || report->acknowledge;
    if (change->reported) {
        report->packets = change->next.unreported;
        change->next.unreported = 0;
    }
    report->handle = change->next.handle;
    report->context = (uint16_t)context_index;
    report->contiguous = change->next.receive_next;
    report->state = change->next.state;
    report->sync = (uint8_t)change->sync;
    report->epoch = change->next.epoch;
    report->kind = change->surrendered ? FN_KIND_SURRENDERED : FN_KIND_ZERO_COPY;
}
