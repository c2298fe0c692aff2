// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_bytes - part of fn_paged_flow: what is in the pages

#include <string.h>

#include "system/fn_paged_rtp.h"

enum { PART = 4096 };

uint64_t fn_paged_limit(const struct fn_paged_flow *flow)
{
    const int64_t limit = flow->base + (int64_t)flow->num_pages * FN_POOL_PAGE;
    return limit < 0 ? 0 : (uint64_t)limit;  // the first page may begin before the stream
}

static uint8_t *at_place(const struct fn_paged_flow *flow, uint64_t place, size_t *room)
{
    const uint64_t offset = (uint64_t)((int64_t)place - flow->base);

    *room = FN_POOL_PAGE - offset % FN_POOL_PAGE;
    return flow->pages[offset / FN_POOL_PAGE] + offset % FN_POOL_PAGE;
}

void fn_paged_read(const struct fn_paged_flow *flow, uint64_t place, uint8_t *bytes,
                   size_t length)
{
    while (length > 0) {
        size_t room;
        const uint8_t *from = at_place(flow, place, &room);
        const size_t part = length < room ? length : room;
        memcpy(bytes, from, part);
        place += part, bytes += part, length -= part;
    }
}

void fn_paged_write(struct fn_paged_flow *flow, uint64_t place, const uint8_t *bytes,
                    size_t length)
{
    while (length > 0) {
        size_t room;
        uint8_t *to = at_place(flow, place, &room);
        const size_t part = length < room ? length : room;
        memcpy(to, bytes, part);
        place += part, bytes += part, length -= part;
    }
}

// ---- Pages ----

// One that may be missing.
static uint8_t *get_page(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;
    const bool is_missing = fn_paging_random(paging, 65536) < paging->miss_rate;
    uint8_t *page = is_missing ? NULL : fn_page_pool_get(&paging->pool);

    flow->is_short = page == NULL;
    paging->num_missing += is_missing;
    return page;
}

void fn_paged_collect(struct fn_paged_flow *flow)
{
    uint8_t *page;

    while (flow->num_pages < flow->config.pages && (page = get_page(flow)) != NULL)
        flow->pages[flow->num_pages++] = page;
}

// Those of an imported flow; if it has time some wait for the next poll.
static bool post_collected(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;

    for (; flow->unposted > 0; flow->unposted--) {
        uint8_t *page = flow->pages[flow->num_pages - flow->unposted];
        flow->is_short = flow->is_slow && fn_paging_random(paging, 2) == 0;
        if (flow->is_short)
            return false;
        const enum fn_status status = paging->calls->post_page(paging, flow->index, page);
        if (status == FN_REFUSED || !fn_paging_is_done(paging, status))
            return false;  // refused: surrendered, the record will come
    }
    return true;
}

void fn_paged_post(struct fn_paged_flow *flow)
{
    struct fn_paging *paging = flow->paging;

    flow->is_short = false;
    if (flow->mode != FN_PAGED_CORE || !post_collected(flow))
        return;
    while (flow->num_pages < flow->config.pages) {
        uint8_t *page = get_page(flow);
        if (page == NULL)
            return;
        const enum fn_status status = paging->calls->post_page(paging, flow->index, page);
        if (status == FN_OK) {
            flow->pages[flow->num_pages++] = page;
            continue;
        }
        fn_page_pool_put(&paging->pool, page);
        if (status != FN_REFUSED)  // surrendered: the record will come
            fn_paging_is_done(paging, status);
        return;
    }
}

// The first page: what was delivered of it must still be there.
void fn_paged_check(struct fn_paged_flow *flow)
{
    const int64_t end = (int64_t)flow->shadow_to - flow->base;

    for (int64_t b = (int64_t)flow->shadow_from - flow->base; b < end && b < FN_POOL_PAGE; b++)
        if (flow->pages[0][b] != flow->shadow[b]) {
            fn_paging_fault(flow->paging, "handle %u: byte %llu of the stream has changed",
                            flow->flow.handle, (unsigned long long)(flow->base + b));
            return;
        }
}

static void release_first(struct fn_paged_flow *flow)
{
    fn_paged_check(flow);
    fn_page_pool_put(&flow->paging->pool, flow->pages[0]);
    flow->num_pages--;
    memmove(&flow->pages[0], &flow->pages[1], flow->num_pages * sizeof flow->pages[0]);
    flow->base += FN_POOL_PAGE;
    flow->shadow_from = flow->shadow_from < (uint64_t)flow->base ? (uint64_t)flow->base
                                                                 : flow->shadow_from;
}

void fn_paged_release(struct fn_paged_flow *flow)
{
    while (flow->num_pages > 0)
        release_first(flow);
    flow->unposted = 0;
}

// ---- Bytes ----

void fn_paged_count(struct fn_paged_flow *flow, uint64_t length, bool is_store)
{
    const uint64_t from = flow->receiver.next, to = from + length;
    const uint64_t recovered = fn_byte_ranges_covered(&flow->recovered, from, to);
    const uint64_t known = is_store ? length
                         : fn_byte_ranges_covered(&flow->accepted, from, to);
    const uint64_t by_software = known > recovered ? known - recovered : 0;

    flow->counts.by_software += by_software;
    flow->counts.zero_copied += length - by_software;
    fn_byte_ranges_cut(&flow->recovered, to);
    fn_byte_ranges_cut(&flow->accepted, to);
}

void fn_paged_pass(struct fn_paged_flow *flow, size_t length)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    size_t room;
    const uint8_t *bytes = at_place(flow, receiver->next, &room);

    memcpy(flow->shadow + FN_POOL_PAGE - room, bytes, length);
    fn_stream_receiver_skip(receiver, receiver->next + length);
    flow->shadow_to = receiver->next;
    if ((int64_t)receiver->next == flow->base + FN_POOL_PAGE)
        release_first(flow);
}

static void deliver_part(struct fn_paged_flow *flow, size_t length)
{
    size_t room;
    const uint8_t *bytes = at_place(flow, flow->receiver.next, &room);

    fn_paged_count(flow, length, false);
    flow->deliver(flow->context, flow, bytes, length);
    fn_paged_pass(flow, length);
}

// Until a report tells that they are the stream's a damaged packet may have written over them.
static void fill_accepted(struct fn_paged_flow *flow, uint64_t to)
{
    const uint64_t next = flow->receiver.next;

    for (unsigned i = 0; i < flow->accepted.count; i++) {
        struct fn_byte_range part = flow->accepted.at[i];
        part.from = part.from < next ? next : part.from;
        part.to = part.to > to ? to : part.to;
        if (part.from < part.to)
            fn_paged_fill(flow, part);
    }
}

void fn_paged_advance(struct fn_paged_flow *flow, uint32_t contiguous)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    const int64_t to = fn_stream_receiver_place(receiver, contiguous);

    if (flow->rtp != NULL) {
        fn_paged_rtp_advance(flow, contiguous);
        return;
    }
    if (to < (int64_t)receiver->next || (uint64_t)to > fn_paged_limit(flow)) {
        if (to != (int64_t)receiver->next)
            fn_paging_fault(flow->paging, "handle %u: contiguous goes from %llu to %lld, pages end "
                            "at %llu", flow->flow.handle, (unsigned long long)receiver->next,
                            (long long)to, (unsigned long long)fn_paged_limit(flow));
        return;
    }
    fill_accepted(flow, (uint64_t)to);
    while ((int64_t)receiver->next < to) {
        const uint64_t room = (uint64_t)(flow->base + FN_POOL_PAGE) - receiver->next;
        const uint64_t left = (uint64_t)to - receiver->next;
        deliver_part(flow, left < room ? left : room);
    }
}

void fn_paged_fill(struct fn_paged_flow *flow, struct fn_byte_range range)
{
    uint8_t bytes[PART];

    for (uint64_t p = range.from; p < range.to; p += PART) {
        const size_t length = range.to - p < PART ? range.to - p : PART;
        fn_stream_receiver_copy(&flow->receiver, p, bytes, length);
        fn_paged_write(flow, p, bytes, length);
    }
}

// Bytes of the store that the core does not know of.
void fn_paged_offer(struct fn_paged_flow *flow)
{
    struct fn_stream_receiver *receiver = &flow->receiver;
    struct fn_paging *paging = flow->paging;
    const uint64_t limit = fn_paged_limit(flow);

    for (unsigned i = 0; i < receiver->have.count && flow->is_placing; i++) {
        const struct fn_byte_range range = receiver->have.at[i];
        const uint64_t end = range.to < limit ? range.to : limit;
        struct fn_byte_range part = { 0, range.from };
        while (fn_byte_ranges_missing(&flow->accepted, part.to, end, &part)) {
            const enum fn_status status = paging->calls->accept(
                paging, flow->index, fn_stream_receiver_sequence(receiver, part.from),
                fn_stream_receiver_sequence(receiver, part.to));
            if (status == FN_OK)
                fn_byte_ranges_add(&flow->accepted, part.from, part.to);
            else if (status != FN_REFUSED)
                fn_paging_is_done(paging, status);
            flow->counts.accepts += status == FN_OK;
            flow->counts.refused += status == FN_REFUSED;
        }
    }
}
