// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_hand_over - part of fn_paged_flow: from software to the core and back

#include <string.h>

#include "system/fn_paged_flow.h"

enum { MAX_DELAY = 64 };

// With a hole open it could come to one too many in the core, until it was told of the store.
bool fn_paged_is_ready(const struct fn_paged_flow *flow)
{
    const struct fn_stream_receiver *receiver = &flow->receiver;

    return receiver->is_open && !fn_paged_flow_is_closed(flow) && receiver->have.count == 0
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
        .sequence = sequence, .page_offset = (uint16_t)page_offset,
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
    flow->epoch = start.epoch;
    flow->window_edge = start.window_edge;
    return fn_paging_is_done(flow->paging,
                             flow->paging->calls->start(flow->paging->device, flow->index,
                                                        &start));
}

static bool enter(struct fn_paged_flow *flow)
{
    if (flow->has_entry)
        return true;
    flow->has_entry = true;
    flow->flow.context = (uint16_t)flow->index;
    return fn_paging_is_done(flow->paging,
                             flow->paging->calls->zero_copy_flow(flow->paging->device,
                                                                 flow->entry, &flow->flow));
}

static void hold(struct fn_paged_flow *flow)
{
    flow->mode = FN_PAGED_CORE;
    flow->is_placing = false;
    flow->receiver.is_held = true;
    flow->accepted.count = 0;
}

void fn_paged_start(struct fn_paged_flow *flow)
{
    const uint32_t page_offset = fn_paging_random(flow->paging, FN_POOL_PAGE);

    flow->base = (int64_t)flow->receiver.next - page_offset;
    flow->shadow_from = flow->shadow_to = flow->receiver.next;
    flow->counts.starts++;
    if (!begin(flow, page_offset))
        return;
    hold(flow);
    fn_paged_post(flow);
    enter(flow);
}

// Software has the flow; its pages are still there, and hold what follows: straight back.
static void hand_back(struct fn_paged_flow *flow, struct fn_context_record *context)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    struct fn_paging *paging = flow->paging;
    const uint64_t limit = fn_paged_limit(flow);
    uint32_t starts[FN_FLOW_INTERVALS] = { 0 }, ends[FN_FLOW_INTERVALS] = { 0 };
    unsigned count = 0;

    hold(flow);
    for (unsigned i = 0; i < receiver->have.count && count < FN_FLOW_INTERVALS; i++) {
        const struct fn_byte_range range = receiver->have.at[i];
        if (range.to > limit)
            break;
        for (uint64_t p = range.from; p < range.to; p++) {
            uint8_t byte;
            fn_stream_receiver_copy(receiver, p, &byte, 1);
            fn_paged_write(flow, p, &byte, 1);
        }
        fn_byte_ranges_add(&flow->accepted, range.from, range.to);
        starts[count] = (uint32_t)(range.from - receiver->next);
        ends[count++] = (uint32_t)(range.to - receiver->next);
    }
    context->intervals = (uint8_t)count;
    context->start_0 = starts[0], context->end_0 = ends[0];
    context->start_1 = starts[1], context->end_1 = ends[1];
    context->start_2 = starts[2], context->end_2 = ends[2];
    context->start_3 = starts[3], context->end_3 = ends[3];
    context->receive_next = fn_stream_receiver_sequence(receiver, receiver->next);
    context->page_offset = (uint16_t)((int64_t)receiver->next - flow->base);
    context->timestamp_recent = receiver->timestamp_recent;
    context->fin_pending = receiver->has_fin;
    context->fin_sequence = fn_stream_receiver_sequence(receiver, receiver->fin);
    flow->epoch = fn_next_epoch(context->epoch);
    flow->counts.imports++;
    if (!fn_paging_is_done(paging, paging->calls->import(paging->device, flow->index, context)))
        return;
    for (unsigned p = 0; p < flow->num_pages; p++)
        if (!fn_paging_is_done(paging, paging->calls->post_page(paging->device, flow->index,
                                                                flow->pages[p])))
            return;
    fn_paged_post(flow);
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
                      const struct fn_context_record *context)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    const bool is_whole = report->reason == FN_REASON_DELIVERED && !flow->is_udp;

    if (is_whole && context->receive_next != report->contiguous)
        fn_paging_fault(flow->paging, "handle %u: receive_next is not contiguous",
                        flow->flow.handle);
    else if (is_whole && report->sync != FN_SYNC_PARITY)
        recover(flow, context);
    receiver->is_held = false;
    if (flow->is_udp)
        return;
    if (receiver->timestamps
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
    struct fn_context_record context;

    if (!fn_paging_is_done(paging, paging->calls->export(paging->device, flow->index, &context)))
        return;
    if (context.state != FN_STATE_IDLE)
        fn_paging_fault(paging, "handle %u: surrendered, but in state %u", flow->flow.handle,
                        context.state);
    flow->counts.syncs[report->sync]++;
    flow->mode = FN_PAGED_SOFTWARE;
    flow->epoch = report->epoch;
    take_over(flow, report, &context);

    const struct fn_stream_receiver *receiver = &flow->receiver;
    const bool is_same_page = (int64_t)receiver->next < flow->base + FN_POOL_PAGE;
    flow->delay = fn_paging_random(paging, MAX_DELAY);
    if (report->sync == FN_SYNC_STOP && report->reason == FN_REASON_DELIVERED
            && flow->num_pages > 0 && is_same_page && !paging->is_ending && !flow->is_udp
            && !fn_paged_flow_is_closed(flow) && fn_paging_random(paging, 2) == 0) {
        fn_paged_check(flow);
        flow->shadow_from = flow->shadow_to = receiver->next;
        hand_back(flow, &context);
    } else {
        fn_paged_release(flow);
    }
}
