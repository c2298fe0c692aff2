// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_operation - see fn_flow_operation.h

#include "functional/fn_flow_operation.h"

#include <string.h>

typedef struct fn_flow_operation operation_t;

static bool is_placed(const struct fn_context *context)
{
    return context->state == FN_STATE_ZERO_COPY || context->state == FN_STATE_GET_NEXT_BUFF2;
}

static void follow_pages(struct fn_context *next)
{
    const uint32_t edge = fn_sequence_at(next->receive_next, fn_context_limit(next));

    if (next->follow_pages && fn_sequence_beyond(edge, next->window_edge) > 0)
        next->window_edge = edge;
}

static void start(operation_t *operation, const struct fn_context *staged)
{
    operation->refused = staged->intervals > fn_flow_size.intervals
        || (staged->udp && !staged->rtp && staged->intervals);
    if (operation->refused)
        return;
    operation->change.next = *staged;
    operation->change.next.state = FN_STATE_MONITOR;
    operation->change.next.page_head = 0;
    operation->change.next.page_count = 0;
    operation->change.next.owed_packets = 0;
    operation->change.next.owed_bytes = 0;
    operation->change.next.unreported = 0;
}

static void post_page(operation_t *operation)
{
    struct fn_context *next = &operation->change.next;

    operation->refused = next->state == FN_STATE_IDLE || next->page_count == FN_PAGES;
    if (operation->refused)
        return;
    operation->posts = true;
    operation->place = (next->page_head + next->page_count) % FN_PAGES;
    const bool was_closed = fn_context_window(next) == 0;
    next->page_count++;
    if (next->state == FN_STATE_GET_NEXT_BUFF2 && next->page_count > next->page_low_water)
        next->state = FN_STATE_ZERO_COPY;
    follow_pages(next);
    if (was_closed && fn_context_window(next) && is_placed(next) && next->acknowledge)
        fn_change_acknowledge(&operation->change);  // RFC 9293 section 3.8.6: window update
}

// Software wrote the bytes [from, to) into the pages itself.
static void accept(operation_t *operation, uint32_t from, uint32_t to)
{
    struct fn_context  *next = &operation->change.next;
    const int32_t       offset = fn_sequence_beyond(from, next->receive_next);
    const int32_t       end = fn_sequence_beyond(to, next->receive_next);
    const uint32_t      begin = offset < 0 ? 0 : (uint32_t)offset;
    struct fn_intervals list = fn_context_intervals(next);
    uint32_t            advance = 0;

    operation->refused = !is_placed(next) || (next->udp && !next->rtp)
        || end <= 0 || (uint32_t)end <= begin || (uint32_t)end > fn_context_limit(next)
        || !fn_intervals_insert(&list, fn_flow_size.intervals, begin, (uint32_t)end, &advance);
    if (operation->refused)
        return;
    fn_context_set_intervals(next, &list);
    operation->change.report.push = next->udp;  // RTP: how far its packets are in order now
    fn_change_move(&operation->change, advance);
}

void fn_flow_operation(const struct fn_context *context, const struct fn_context *staged,
                       enum fn_operation code, uint64_t argument, unsigned context_index,
                       struct fn_flow_operation *operation)
{
    const uint32_t     low = (uint32_t)argument, high = (uint32_t)(argument >> 32);
    struct fn_context *next = &operation->change.next;

    memset(operation, 0, sizeof *operation);
    fn_change_begin(&operation->change, context);
    operation->is_staged = code == FN_OPERATION_STOP || code == FN_OPERATION_EXPORT;
    switch (code) {
    case FN_OPERATION_START:
        start(operation, staged);
        break;
    case FN_OPERATION_STOP:
        if (context->state != FN_STATE_IDLE)
            fn_change_surrender(&operation->change, FN_SYNC_STOP);
        break;
    case FN_OPERATION_EXPORT:
        break;
    case FN_OPERATION_POST_PAGE:
        post_page(operation);
        break;
    case FN_OPERATION_ACCEPT:
        accept(operation, low, high);
        break;
    case FN_OPERATION_SENT:
        next->send_next = low;
        if (!next->follow_pages)
            next->window_edge = high;
        break;
    default:
        operation->refused = true;
    }
    fn_change_end(&operation->change, context_index);
    if (operation->is_staged)
        operation->staged = *next;
}

bool fn_flow_timeout(const struct fn_context *context, uint16_t now, unsigned context_index,
                     struct fn_flow_change *change)
{
    if (!is_placed(context) || !context->owed_packets
        || (int16_t)(uint16_t)(now - context->deadline) < 0)
        return false;
    fn_change_begin(change, context);
    fn_change_acknowledge(change);
    fn_change_end(change, context_index);
    return true;
}

bool fn_flow_failed(const struct fn_context *context, uint8_t epoch, uint32_t confirmed,
                    unsigned context_index, struct fn_flow_change *change)
{
    const struct fn_intervals none = { 0, { { 0, 0 } } };
    struct fn_context *next = &change->next;
    const uint32_t in_list = context->page_offset + (confirmed - context->receive_next);
    const uint32_t pages = in_list / fn_flow_size.page_bytes;  // modulo 128

    if (context->state == FN_STATE_IDLE || context->epoch != epoch)
        return false;
    fn_change_begin(change, context);
    next->owed_packets = 0;  // what was owed is not promised any more
    next->owed_bytes = 0;
    next->receive_next = confirmed;
    next->page_offset = in_list % fn_flow_size.page_bytes;
    next->page_head = (next->page_head + pages) % FN_PAGES;
    next->page_count = (next->page_count - pages) % 128;
    fn_context_set_intervals(next, &none);
    fn_change_surrender(change, FN_SYNC_BUS);
    fn_change_end(change, context_index);
    return true;
}

bool fn_flow_link_error(const struct fn_context *context, unsigned context_index,
                        struct fn_flow_change *change)
{
    if (!context->surrender_link || context->state == FN_STATE_IDLE)
        return false;
    fn_change_begin(change, context);
    fn_change_surrender(change, FN_SYNC_LINK);
    fn_change_end(change, context_index);
    return true;
}

void fn_flow_parity(const struct fn_context *context, unsigned context_index,
                    struct fn_flow_change *change)
{
    const struct fn_context unknown = { .handle = context->handle, .epoch = context->epoch };

    fn_change_begin(change, &unknown);
    fn_change_surrender(change, FN_SYNC_PARITY);
    fn_change_end(change, context_index);
}

void fn_flow_page_parity(const struct fn_context *context, unsigned context_index,
                         struct fn_flow_change *change)
{
    fn_change_begin(change, context);
    fn_change_surrender(change, FN_SYNC_PARITY);
    fn_change_end(change, context_index);
}
