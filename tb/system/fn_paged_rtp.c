// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_rtp - see fn_paged_rtp.h

#include "system/fn_paged_rtp.h"

#include <string.h>

enum { UDP_HEADER = 8, NUMBER_BITS = 16, PATIENCE = 32 };  // packets that may pass a late one

static uint64_t next_index(const struct fn_paged_flow *flow)
{
    return flow->receiver.next / flow->config.slot_bytes;
}

uint32_t fn_paged_rtp_next(const struct fn_paged_flow *flow)
{
    return flow->rtp->first + (uint32_t)next_index(flow);
}

// The index next to the one that comes next; it may lie before 0.
static int64_t index_of(const struct fn_paged_flow *flow, uint16_t sequence)
{
    return (int64_t)next_index(flow) + (int16_t)(uint16_t)(sequence - fn_paged_rtp_next(flow));
}

static bool is_known(const struct fn_paged_flow *flow, uint64_t index)
{
    const struct fn_paged_rtp *rtp = flow->rtp;
    return rtp->packets[index % FN_PAGED_RTP_PACKETS].is_there
        && rtp->packets[index % FN_PAGED_RTP_PACKETS].index == index;
}

static size_t length_of(const uint8_t *datagram)
{
    return (size_t)datagram[4] << 8 | datagram[5];
}

static void has_come(struct fn_paged_flow *flow, uint64_t index)
{
    if (flow->rtp->top <= index)
        flow->rtp->top = index + 1;
}

static void keep(struct fn_paged_flow *flow, uint64_t index, const uint8_t *datagram,
                 size_t length)
{
    const unsigned place = index % FN_PAGED_RTP_PACKETS;

    flow->rtp->packets[place].is_there = true;
    flow->rtp->packets[place].index = index;
    flow->rtp->packets[place].is_lost = datagram == NULL;
    flow->rtp->packets[place].length = (uint16_t)length;
    if (datagram != NULL)
        memcpy(flow->rtp->packets[place].bytes, datagram, length);
}

static void deliver(struct fn_paged_flow *flow, const uint8_t *datagram, size_t length)
{
    flow->deliver(flow->context, flow, datagram + UDP_HEADER, length - UDP_HEADER);
}

// The packet that comes next, if software has it, or knows that it is lost.
static bool deliver_kept(struct fn_paged_flow *flow)
{
    struct fn_paged_rtp *rtp = flow->rtp;
    const uint64_t index = next_index(flow);
    const unsigned place = index % FN_PAGED_RTP_PACKETS;

    if (!is_known(flow, index))
        return false;
    rtp->packets[place].is_there = false;
    rtp->lost += rtp->packets[place].is_lost;
    if (!rtp->packets[place].is_lost) {
        flow->counts.by_software += rtp->packets[place].length - UDP_HEADER;
        deliver(flow, rtp->packets[place].bytes, rtp->packets[place].length);
    }
    return true;
}

static void skip(struct fn_paged_flow *flow)
{
    fn_stream_receiver_skip(&flow->receiver, flow->receiver.next + flow->config.slot_bytes);
}

static void deliver_by_software(struct fn_paged_flow *flow, unsigned patience)
{
    while (next_index(flow) < flow->rtp->top) {
        if (!deliver_kept(flow)) {
            if (flow->rtp->top - next_index(flow) <= patience)
                return;
            flow->rtp->lost++;
        }
        skip(flow);
    }
}

// ---- Packets that come to software ----

void fn_paged_rtp_packet(struct fn_paged_flow *flow, const struct fn_completion_record *record,
                         const uint8_t *frame)
{
    struct fn_paged_rtp *rtp = flow->rtp;
    const uint8_t *datagram = frame + record->l4_offset;
    struct fn_rtp_packet packet;

    if (!fn_rtp_read(datagram, (size_t)(record->frame_length - record->l4_offset), &packet)) {
        rtp->other++;
        return;
    }
    if (!flow->receiver.is_open) {
        flow->receiver.is_open = true;
        rtp->first = fn_paging_random(flow->paging, 1 << NUMBER_BITS) << NUMBER_BITS
                   | packet.sequence;
        flow->receiver.first = rtp->first * flow->config.slot_bytes;
    }
    const int64_t index = index_of(flow, packet.sequence);
    const uint64_t next = next_index(flow);
    if (index < (int64_t)next || (uint64_t)index >= next + FN_PAGED_RTP_PACKETS
            || (is_known(flow, (uint64_t)index)
                && !rtp->packets[index % FN_PAGED_RTP_PACKETS].is_lost)) {
        rtp->late++;
        return;
    }
    keep(flow, (uint64_t)index, datagram, length_of(datagram));
    has_come(flow, (uint64_t)index);
    if (flow->mode == FN_PAGED_SOFTWARE)
        deliver_by_software(flow, PATIENCE);
    else if (rtp->top - next > FN_PAGED_RTP_PACKETS / 2)
        fn_paged_flow_stop(flow);  // the core is out of pages, or waits for ever
}

// ---- Slots ----

static void deliver_slot(struct fn_paged_flow *flow)
{
    uint8_t datagram[FN_PAGED_RTP_BYTES];
    struct fn_rtp_packet packet;

    fn_paged_read(flow, flow->receiver.next, datagram, flow->config.slot_bytes);
    if (!fn_rtp_read(datagram, flow->config.slot_bytes, &packet)
            || packet.sequence != (uint16_t)fn_paged_rtp_next(flow)) {
        fn_paging_fault(flow->paging, "handle %u: the slot of %u holds something else",
                        flow->flow.handle, fn_paged_rtp_next(flow));
        return;
    }
    flow->counts.zero_copied += length_of(datagram) - UDP_HEADER;
    deliver(flow, datagram, length_of(datagram));
}

void fn_paged_rtp_advance(struct fn_paged_flow *flow, uint32_t contiguous)
{
    const int64_t to = fn_stream_receiver_place(&flow->receiver, contiguous);

    if (to == (int64_t)flow->receiver.next)
        return;  // there may be no page yet
    if (to < (int64_t)flow->receiver.next || (uint64_t)to > fn_paged_limit(flow)
            || to % flow->config.slot_bytes != 0) {
        fn_paging_fault(flow->paging, "handle %u: contiguous goes from %llu to %lld, pages end at "
                        "%llu", flow->flow.handle, (unsigned long long)flow->receiver.next,
                        (long long)to, (unsigned long long)fn_paged_limit(flow));
        return;
    }
    while ((int64_t)flow->receiver.next < to) {
        has_come(flow, next_index(flow));
        if (!deliver_kept(flow))
            deliver_slot(flow);
        fn_paged_pass(flow, flow->config.slot_bytes);
    }
}

void fn_paged_rtp_report(struct fn_paged_flow *flow, const struct fn_report_record *report)
{
    if (report->at_once) {
        const int64_t index = index_of(flow, (uint16_t)report->sequence);
        if (index >= (int64_t)next_index(flow))
            has_come(flow, (uint64_t)index);
    }
    fn_paged_rtp_give_up(flow);
}

void fn_paged_rtp_give_up(struct fn_paged_flow *flow)
{
    struct fn_paged_rtp *rtp = flow->rtp;
    struct fn_paging *paging = flow->paging;
    const uint64_t index = next_index(flow);
    const bool is_known_there = is_known(flow, index);

    if (flow->mode != FN_PAGED_CORE || !flow->is_placing
            || (rtp->is_giving_up && rtp->giving_up == index)
            || (!is_known_there && rtp->top <= index + PATIENCE))
        return;
    const uint64_t limit = fn_paged_limit(flow) / flow->config.slot_bytes;
    uint64_t end = index + 1;
    while (is_known_there && end < limit && is_known(flow, end))
        end++;
    const enum fn_status status = paging->calls->accept(
        paging, flow->index,
        fn_stream_receiver_sequence(&flow->receiver, flow->receiver.next),
        fn_stream_receiver_sequence(&flow->receiver, end * flow->config.slot_bytes));
    flow->counts.accepts += status == FN_OK;
    flow->counts.refused += status == FN_REFUSED;
    rtp->is_giving_up = status == FN_OK;
    rtp->giving_up = index;
    if (status == FN_OK && !is_known_there)
        keep(flow, index, NULL, 0);
    else if (status != FN_REFUSED)
        fn_paging_is_done(paging, status);
}

// ---- Back to software ----

void fn_paged_rtp_recover(struct fn_paged_flow *flow, const struct fn_context_record *context)
{
    struct fn_flow_interval intervals[FN_FLOW_INTERVALS];
    const unsigned count = fn_flow_intervals(context, intervals);
    const unsigned slot = flow->config.slot_bytes;

    for (unsigned i = 0; i < count; i++) {
        const uint64_t end = (uint64_t)fn_stream_receiver_place(&flow->receiver, intervals[i].end);
        uint64_t at = (uint64_t)fn_stream_receiver_place(&flow->receiver, intervals[i].sequence);
        if (end > fn_paged_limit(flow)) {
            fn_paging_fault(flow->paging, "handle %u: an interval beyond the pages",
                            flow->flow.handle);
            return;
        }
        for (; at < end; at += slot) {
            uint8_t datagram[FN_PAGED_RTP_BYTES];
            fn_paged_read(flow, at, datagram, slot);
            has_come(flow, at / slot);
            if (!is_known(flow, at / slot))
                keep(flow, at / slot, datagram, length_of(datagram));
        }
    }
}

void fn_paged_rtp_take_over(struct fn_paged_flow *flow)
{
    flow->rtp->is_giving_up = false;
    deliver_by_software(flow, PATIENCE);
}

void fn_paged_rtp_flush(struct fn_paged_flow *flow)
{
    if (flow->rtp != NULL)
        deliver_by_software(flow, 0);
}
