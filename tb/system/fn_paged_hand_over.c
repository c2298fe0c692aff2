// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_hand_over - part of fn_paged_flow: from software to the core and back

#include <string.h>

#include "system/fn_paged_rtp.h"

enum {
    MAX_DELAY = 64,
    MAX_MISSING = 48  // looks for a record, as many polls apart; then it is lost
};

// The core is told of the first pieces of the store as it starts, of the other ones later.
bool fn_paged_is_ready(const struct fn_paged_flow *flow)
{
    const struct fn_stream_receiver *receiver = &flow->receiver;

    return receiver->is_open && !fn_paged_flow_is_closed(flow)
        && (flow->has_entry || receiver->have.count == 0)
        && (!flow->config.check_acknowledgment || receiver->has_station);
}

// ---- To the core ----

// Our own sequence number: what the peer can acknowledge, and the FIN that may follow.
static uint32_t send_next(const struct fn_stream_receiver *receiver)
{
    return receiver->station + 1;
}

static bool begin(struct fn_paged_flow *flow, uint32_t page_offset)
{
    const struct fn_paged_flow_config *config = &flow->config;
    struct fn_stream_receiver *receiver = &flow->receiver;
    const uint32_t sequence = fn_stream_receiver_sequence(receiver, receiver->next);
    const struct fn_zero_copy_setup start = {
        .handle = flow->flow.handle, .epoch = fn_next_epoch(flow->epoch), .udp = flow->is_udp,
        .slot_bytes = config->slot_bytes, .page_offset = (uint16_t)page_offset,
        .sequence = flow->rtp != NULL ? fn_paged_rtp_next(flow) : sequence,
        .page_low_water = (uint8_t)config->low_water, .report_push = config->report_push,
        .surrender_options = config->surrender_options,
        .surrender_link = config->surrender_link,
        .window_edge = sequence + config->window, .follow_pages = config->window == 0,
        .timestamps = receiver->timestamps, .timestamp_recent = receiver->timestamp_recent,
        .acknowledge = config->acknowledge, .segment_maximum = receiver->segment_maximum,
        .check_acknowledgment = config->check_acknowledgment,
        .send_unacknowledged = receiver->station, .send_next = send_next(receiver),
        .send_window_maximum = receiver->peer_window_maximum,
        .window_shift = receiver->peer_shift
    };
    const enum fn_status status = flow->paging->calls->start(flow->paging, flow->index,
                                                             &start);
    if (status == FN_REFUSED) {  // a parity error of what was written
        flow->delay = MAX_DELAY;
        return false;
    }
    flow->epoch = start.epoch;
    flow->window_edge = start.window_edge;
    return fn_paging_is_done(flow->paging, status);
}

static bool enter(struct fn_paged_flow *flow)
{
    if (flow->has_entry)
        return true;
    flow->has_entry = true;
    flow->flow.context = (uint16_t)flow->index;
    return fn_paging_is_done(flow->paging,
                             flow->paging->calls->zero_copy_flow(flow->paging,
                                                                 flow->entry, &flow->flow));
}

static void hold(struct fn_paged_flow *flow)
{
    flow->mode = FN_PAGED_CORE;
    flow->lost_before = flow->paging->num_lost;
    flow->is_placing = false;
    flow->receiver.is_held = true;
}

// ---- With a store that has holes ----

static void add_interval(struct fn_context_record *context, uint32_t start, uint32_t end)
{
    switch (context->intervals++) {
    case 0: context->start_0 = start, context->end_0 = end; break;
    case 1: context->start_1 = start, context->end_1 = end; break;
    case 2: context->start_2 = start, context->end_2 = end; break;
    default: context->start_3 = start, context->end_3 = end;
    }
}

// What the pages have room for, of the store and in the context.
static void add_store(struct fn_paged_flow *flow, struct fn_context_record *context)
{
    const struct fn_stream_receiver *receiver = &flow->receiver;

    context->intervals = 0;
    for (unsigned i = 0; i < receiver->have.count && i < FN_FLOW_INTERVALS; i++) {
        const struct fn_byte_range range = receiver->have.at[i];
        if (range.to > fn_paged_limit(flow))
            break;
        fn_paged_fill(flow, range);
        fn_byte_ranges_add(&flow->accepted, range.from, range.to);
        add_interval(context, (uint32_t)(range.from - receiver->next),
                     (uint32_t)(range.to - receiver->next));
    }
}

// The flow's pages are software's still, and become the core's.
static void hand_over(struct fn_paged_flow *flow, struct fn_context_record *context)
{
    const struct fn_stream_receiver *receiver = &flow->receiver;
    struct fn_paging *paging = flow->paging;

    flow->accepted.count = 0;
    add_store(flow, context);
    context->receive_next = fn_stream_receiver_sequence(receiver, receiver->next);
    context->page_offset = (uint16_t)((int64_t)receiver->next - flow->base);
    context->timestamp_recent = receiver->timestamp_recent;
    context->fin_pending = receiver->has_fin;
    context->fin_sequence = fn_stream_receiver_sequence(receiver, receiver->fin);
    flow->window_edge = context->window_edge;
    flow->shadow_from = flow->shadow_to = receiver->next;
    const enum fn_status status = paging->calls->import(paging, flow->index, context);
    if (status == FN_REFUSED) {  // a parity error of what was written
        flow->delay = MAX_DELAY;
        fn_paged_release(flow);
        return;
    }
    flow->epoch = fn_next_epoch(context->epoch);
    flow->counts.imports++;
    hold(flow);
    if (!fn_paging_is_done(paging, status))
        return;
    flow->unposted = flow->num_pages;
    flow->is_slow = fn_paging_random(paging, 4) == 0;
    fn_paged_post(flow);
}

static struct fn_context_record make_context(const struct fn_paged_flow *flow)
{
    const struct fn_paged_flow_config *config = &flow->config;
    const struct fn_stream_receiver *receiver = &flow->receiver;
    const uint32_t sequence = fn_stream_receiver_sequence(receiver, receiver->next);

    return (struct fn_context_record){
        .handle = flow->flow.handle, .epoch = flow->epoch,
        .acknowledge = (uint8_t)config->acknowledge, .report_push = config->report_push,
        .timestamps = receiver->timestamps, .surrender_options = config->surrender_options,
        .surrender_link = config->surrender_link,
        .check_acknowledgment = config->check_acknowledgment,
        .window_edge = sequence + config->window, .page_low_water = (uint8_t)config->low_water,
        .follow_pages = config->window == 0, .window_shift = receiver->peer_shift,
        .acknowledge_packets = FN_DEFAULT_ACKNOWLEDGE_PACKETS,
        .acknowledge_timeout = FN_DEFAULT_ACKNOWLEDGE_TIMEOUT, .last_acknowledgment = sequence,
        .send_unacknowledged = receiver->station, .send_next = send_next(receiver),
        .send_window_maximum = receiver->peer_window_maximum,
        .segment_maximum = receiver->segment_maximum ? receiver->segment_maximum
                                                     : FN_DEFAULT_SEGMENT_MAXIMUM
    };
}

// The next epoch is that behind the context's: parity errors of the IDLE one count on.  Their
// records come first, if none is lost: those of half the epochs would look newer than the start.
static bool learn_epoch(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;
    struct fn_context_record context;

    if (!flow->has_entry)
        return true;
    const enum fn_status status = paging->calls->export(paging, flow->index, &context);
    if (status == FN_REFUSED || !fn_paging_is_done(paging, status))
        return false;
    if (context.epoch != flow->epoch && flow->missing < MAX_MISSING) {
        flow->missing += !paging->is_deaf;
        flow->delay = MAX_DELAY;
        return false;
    }
    flow->missing = 0;
    flow->epoch = context.epoch;
    return true;
}

void fn_paged_start(struct fn_paged_flow *flow)
{
    const unsigned slot = flow->rtp != NULL ? flow->config.slot_bytes : 1;
    const uint32_t page_offset = fn_paging_random(flow->paging, FN_POOL_PAGE / slot) * slot;

    if (!learn_epoch(flow))
        return;
    flow->base = (int64_t)flow->receiver.next - page_offset;
    flow->shadow_from = flow->shadow_to = flow->receiver.next;
    if (flow->receiver.have.count > 0) {
        struct fn_context_record context = make_context(flow);
        fn_paged_collect(flow);
        hand_over(flow, &context);
        return;
    }
    if (!begin(flow, page_offset))
        return;
    flow->counts.starts++;
    flow->accepted.count = 0;
    hold(flow);
    fn_paged_post(flow);
    enter(flow);
}

// ---- To software ----

// What lies in pages beyond receive-next.
static void recover(struct fn_paged_flow *flow, const struct fn_context_record *context)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    struct fn_flow_interval intervals[FN_FLOW_INTERVALS];
    const unsigned count = fn_flow_intervals(context, intervals);

    for (unsigned i = 0; i < count; i++) {
        const uint64_t end = (uint64_t)fn_stream_receiver_place(receiver, intervals[i].end);
        struct fn_byte_range part = {
            0, (uint64_t)fn_stream_receiver_place(receiver, intervals[i].sequence)
        };
        if (end > fn_paged_limit(flow)) {
            fn_paging_fault(flow->paging, "handle %u: an interval beyond the pages",
                            flow->flow.handle);
            return;
        }
        while (fn_byte_ranges_missing(&receiver->have, part.to, end, &part)) {
            uint8_t bytes[FN_POOL_PAGE];
            if (part.to - part.from > sizeof bytes)
                part.to = part.from + sizeof bytes;
            const size_t length = part.to - part.from;
            fn_paged_read(flow, part.from, bytes, length);
            fn_stream_receiver_put(receiver, part.from, bytes, length);
            fn_byte_ranges_add(&flow->recovered, part.from, part.to);
        }
    }
}

static void take_over(struct fn_paged_flow *flow, const struct fn_report_record *report,
                      const struct fn_context_record *context, bool is_known)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    const bool is_stream = !flow->is_udp || flow->rtp != NULL;
    const bool is_whole = report->reason == FN_REASON_DELIVERED && is_stream && is_known
                       && report->sync != FN_SYNC_PARITY;

    if (is_whole && context->receive_next != report->contiguous)
        fn_paging_fault(flow->paging, "handle %u: receive_next is not contiguous",
                        flow->flow.handle);
    else if (is_whole && flow->rtp != NULL)
        fn_paged_rtp_recover(flow, context);
    else if (is_whole)
        recover(flow, context);
    receiver->is_held = false;
    if (flow->rtp != NULL)
        fn_paged_rtp_take_over(flow);
    if (flow->is_udp)
        return;
    if (receiver->timestamps && context->timestamps  // 0: lost with the context
            && (int32_t)(context->timestamp_recent - receiver->timestamp_recent) > 0)
        receiver->timestamp_recent = context->timestamp_recent;
    if (context->fin_pending) {
        receiver->has_fin = true;
        receiver->fin = (uint64_t)fn_stream_receiver_place(receiver, context->fin_sequence);
    }
    fn_stream_receiver_deliver(receiver);
}

void fn_paged_surrendered(struct fn_paged_flow *flow, const struct fn_report_record *report)
{
    struct fn_paging *paging = flow->paging;
    struct fn_context_record context = { 0 };
    const enum fn_status status = paging->calls->export(paging, flow->index, &context);

    if (status != FN_REFUSED && !fn_paging_is_done(paging, status))
        return;
    if (context.state != FN_STATE_IDLE)
        fn_paging_fault(paging, "handle %u: surrendered, but in state %u", flow->flow.handle,
                        context.state);
    flow->counts.syncs[report->sync]++;
    flow->left_by = (enum fn_sync)report->sync;
    flow->mode = FN_PAGED_SOFTWARE;
    // Another epoch: a parity error since, of the surrendered context; its record will come.
    const bool is_known = status == FN_OK && context.epoch == report->epoch;
    flow->epoch = report->epoch;
    take_over(flow, report, &context, is_known);

    const struct fn_stream_receiver *receiver = &flow->receiver;
    const bool is_same_page = (int64_t)receiver->next < flow->base + FN_POOL_PAGE;
    flow->delay = fn_paging_random(paging, MAX_DELAY);
    if (report->sync == FN_SYNC_STOP && report->reason == FN_REASON_DELIVERED && is_known
            && flow->num_pages > 0 && is_same_page && !paging->is_ending && !flow->is_udp
            && !fn_paged_flow_is_closed(flow) && fn_paging_random(paging, 2) == 0) {
        fn_paged_check(flow);
        hand_over(flow, &context);  // straight back: its pages hold what they held
    } else {
        fn_paged_release(flow);
    }
}
