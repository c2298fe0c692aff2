// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_flow - see fn_paged_flow.h

#include "system/fn_paged_rtp.h"

#include <stdlib.h>
#include <string.h>

enum {
    STUCK_BYTES = 32768,    // in order, in the store, while the core waits for its first segment
    STOPPING_POLLS = 3000   // then the record with SURRENDERED is lost
};

struct fn_paged_early {
    struct fn_paged_early      *next;
    struct fn_completion_record record;
    uint8_t                     frame[];
};

static void deliver_store(void *context, const uint8_t *bytes, size_t length)
{
    struct fn_paged_flow *flow = context;

    fn_paged_count(flow, length, true);
    flow->deliver(flow->context, flow, bytes, length);
}

bool fn_paged_flow_open(struct fn_paged_flow *flow)
{
    struct fn_stream_receiver *receiver = &flow->receiver;

    flow->last_early = &flow->early;
    receiver->check_acknowledgment = flow->config.check_acknowledgment;
    receiver->deliver = deliver_store;
    receiver->context = flow;
    receiver->is_open = (flow->is_udp && !flow->config.slot_bytes) || flow->config.has_sequence;
    receiver->first = flow->config.sequence;
    receiver->store = malloc(FN_STREAM_STORE);
    if (flow->config.slot_bytes)
        flow->rtp = calloc(1, sizeof *flow->rtp);
    return receiver->store != NULL && (flow->rtp != NULL || !flow->config.slot_bytes);
}

void fn_paged_flow_close(struct fn_paged_flow *flow)
{
    while (flow->early != NULL) {
        struct fn_paged_early *early = flow->early;
        flow->early = early->next;
        free(early);
    }
    free(flow->receiver.store);
    free(flow->rtp);
}

bool fn_paged_flow_is_closed(const struct fn_paged_flow *flow)
{
    return !flow->is_udp && fn_stream_receiver_is_closed(&flow->receiver);
}

void fn_paged_flow_stop(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;

    if (flow->mode != FN_PAGED_CORE)
        return;
    flow->mode = FN_PAGED_STOPPING;
    flow->stopping = 0;
    flow->counts.stops++;
    const enum fn_status status = paging->calls->stop(paging, flow->index, NULL);
    if (status != FN_REFUSED)  // a parity error: the record will come
        fn_paging_is_done(paging, status);
}

// ---- Packets ----

static void keep_early(struct fn_paged_flow *flow, const struct fn_completion_record *record,
                       const uint8_t *frame)
{
    struct fn_paged_early *early = malloc(sizeof *early + record->frame_length);

    if (early == NULL) {
        fn_paging_fault(flow->paging, "no memory");
        return;
    }
    early->next = NULL;
    early->record = *record;
    memcpy(early->frame, frame, record->frame_length);
    *flow->last_early = early;
    flow->last_early = &early->next;
}

static void take_datagram(struct fn_paged_flow *flow, const struct fn_completion_record *record,
                          const uint8_t *frame)
{
    flow->counts.by_software += record->payload_length;
    flow->deliver(flow->context, flow, frame + record->payload_offset, record->payload_length);
}

// What came to software may end zero copy, or show that it waits in vain.
static void look_for_end(struct fn_paged_flow *flow)
{
    const struct fn_stream_receiver *receiver = &flow->receiver;
    const struct fn_byte_ranges *have = &receiver->have;
    const uint64_t in_order = have->count > 0 && have->at[0].from == receiver->next
                            ? have->at[0].to : receiver->next;

    if (flow->mode != FN_PAGED_CORE)
        return;
    if ((receiver->has_fin && (flow->is_placing ? receiver->next : in_order) >= receiver->fin)
            || (!flow->is_placing && in_order - receiver->next >= STUCK_BYTES))
        fn_paged_flow_stop(flow);
}

void fn_paged_flow_packet(struct fn_paged_flow *flow, const struct fn_completion_record *record,
                          const uint8_t *frame)
{
    if (flow->mode != FN_PAGED_SOFTWARE && record->hit && record->state == FN_STATE_ZERO_COPY
            && fn_is_early(record, flow->epoch)) {
        keep_early(flow, record, frame);
        return;
    }
    if (flow->rtp != NULL) {
        fn_paged_rtp_packet(flow, record, frame);
        return;
    }
    if (flow->is_udp) {
        take_datagram(flow, record, frame);
        return;
    }
    fn_stream_receiver_take(&flow->receiver, record, frame);
    if (flow->mode == FN_PAGED_CORE && record->payload_length > 0)
        fn_paged_offer(flow);
    look_for_end(flow);
}

// ---- Reports ----

static void move_window(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;
    const struct fn_stream_receiver *receiver = &flow->receiver;
    const uint32_t edge = fn_stream_receiver_sequence(receiver, receiver->next)
                        + flow->config.window;

    if (flow->config.window == 0 || (int32_t)(edge - flow->window_edge) < FN_POOL_PAGE)
        return;
    flow->window_edge = edge;
    const enum fn_status status = paging->calls->sent(paging, flow->index, receiver->station + 1,
                                                      edge);
    if (status != FN_REFUSED)  // a parity error: the record will come
        fn_paging_is_done(paging, status);
}

static void take_early(struct fn_paged_flow *flow)
{
    struct fn_paged_early *early = flow->early;

    flow->early = NULL;
    flow->last_early = &flow->early;
    while (early != NULL) {
        struct fn_paged_early *next = early->next;
        fn_paged_flow_packet(flow, &early->record, early->frame);
        free(early);
        early = next;
    }
}

// Of a context with a parity error only the flow's name is left, and what memory had answered
// for: contiguous is 0 if that is nothing.  The context may have been IDLE, and have been written
// again since: then it is over, or the record is older than the start.
static void take_parity_error(struct fn_paged_flow *flow, const struct fn_report_record *report)
{
    struct fn_paging *paging = flow->paging;
    struct fn_context_record context;

    if ((unsigned)(report->epoch - flow->epoch - 1) % FN_FLOW_EPOCHS >= FN_FLOW_EPOCHS / 2)
        return;
    if (flow->mode == FN_PAGED_SOFTWARE) {
        flow->epoch = report->epoch;
        return;
    }
    const enum fn_status status = paging->calls->export(paging, flow->index, &context);
    if (status != FN_REFUSED && !fn_paging_is_done(paging, status))
        return;
    if (status == FN_OK && context.state != FN_STATE_IDLE)
        return;
    flow->counts.placed_packets += report->packets;
    if (fn_stream_receiver_place(&flow->receiver, report->contiguous)
            > (int64_t)flow->receiver.next && report->contiguous != 0)
        fn_paged_advance(flow, report->contiguous);
    fn_paged_surrendered(flow, report);
    take_early(flow);
}

void fn_paged_flow_report(struct fn_paged_flow *flow, const struct fn_report_record *report)
{
    if (report->sync == FN_SYNC_PARITY) {
        take_parity_error(flow, report);
        return;
    }
    if (flow->mode == FN_PAGED_SOFTWARE) {
        fn_paging_fault(flow->paging, "handle %u: kind %u, sync %u, epoch %u, reason %u, but in "
                        "epoch %u the flow is software's", flow->flow.handle, report->kind,
                        report->sync, report->epoch, report->reason, flow->epoch);
        return;
    }
    const bool is_last = report->kind == FN_KIND_SURRENDERED;
    const uint8_t epoch = is_last ? fn_next_epoch(flow->epoch) : flow->epoch;
    if (report->epoch != epoch)
        fn_paging_fault(flow->paging, "handle %u: epoch %u, not %u", flow->flow.handle,
                        report->epoch, epoch);
    flow->counts.placed_packets += report->packets;
    flow->counts.acknowledgments += report->acknowledge;
    flow->is_placing |= report->start;
    flow->counts.returns[flow->left_by] += report->start;
    fn_paged_advance(flow, report->contiguous);
    if (is_last) {
        fn_paged_surrendered(flow, report);
        take_early(flow);
        return;
    }
    // Not at page_request alone: what was posted then may have been too few already.
    if (report->state == FN_STATE_GET_NEXT_BUFF2
            || (flow->config.low_water == 0 && report->page_done))
        fn_paged_post(flow);
    if (flow->rtp != NULL)
        fn_paged_rtp_report(flow, report);
    else if (flow->mode == FN_PAGED_CORE) {
        move_window(flow);
        fn_paged_offer(flow);
    }
    look_for_end(flow);
}

// ---- Time ----

// A bus error has lost the record.  Only what the reports before have told is sure: receive-next
// does not know of a write that failed since the flow is IDLE.
static void go_on_without(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;
    struct fn_context_record context;
    struct fn_report_record report = {
        .reason = FN_REASON_BUS_ERROR, .sync = FN_SYNC_STOP, .epoch = fn_next_epoch(flow->epoch)
    };
    const enum fn_status status = paging->calls->export(paging, flow->index, &context);

    if (status != FN_REFUSED && !fn_paging_is_done(paging, status))
        return;
    if (paging->num_lost == flow->lost_before)
        fn_paging_fault(paging, "handle %u: no SURRENDERED record has come, and none is lost",
                        flow->flow.handle);
    if (status == FN_OK)
        report.epoch = context.epoch;
    fn_paged_surrendered(flow, &report);
    take_early(flow);
}

void fn_paged_flow_poll(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;

    if (flow->mode == FN_PAGED_STOPPING && !paging->is_deaf && ++flow->stopping == STOPPING_POLLS)
        go_on_without(flow);
    if (flow->mode == FN_PAGED_CORE && fn_paging_random(paging, 65536) < paging->take_away)
        fn_paged_flow_stop(flow);
    if (flow->is_short) {
        fn_paged_post(flow);
        if (flow->mode == FN_PAGED_CORE && flow->rtp == NULL)
            fn_paged_offer(flow);
    }
    if (flow->rtp != NULL)
        fn_paged_rtp_give_up(flow);
    if (flow->mode != FN_PAGED_SOFTWARE || paging->is_ending || !fn_paged_is_ready(flow))
        return;
    if (flow->delay > 0)
        flow->delay--;
    else
        fn_paged_start(flow);
}
