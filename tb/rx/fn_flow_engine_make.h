// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_make - contexts and packets that meet at their edges, for the engine's test

#ifndef FN_FLOW_ENGINE_MAKE_H
#define FN_FLOW_ENGINE_MAKE_H

#include <string.h>

#include "functional/fn_flow_context.h"
#include "functional/fn_packet_record.h"
#include "functional/fn_tcp.h"
#include "lockstep.h"

static inline bool make_is_rtp(const struct fn_context *context)
{
    return context->udp && context->rtp;
}

static inline unsigned make_slot_bits(const struct fn_context *context)
{
    return 8u + context->slot_size;
}

// A few more or less: -2 to 2, seldom anything.
static inline uint32_t make_near(struct lockstep *bench, uint32_t number)
{
    uint32_t any;
    if (lockstep_below(bench, 16) == 0) {
        lockstep_bytes(bench, &any, sizeof any);
        return any;
    }
    return number + lockstep_below(bench, 5) - 2;
}

// Steps of one size each: bytes, or segments, or pages.
static inline uint32_t make_step(struct lockstep *bench)
{
    static const uint32_t steps[] = { 4, 4, 16, 1500, 5000, 20000 };
    return 1 + lockstep_below(bench, steps[lockstep_below(bench, 6)]);
}

static inline void make_intervals(struct lockstep *bench, struct fn_context *context)
{
    struct fn_intervals list = { 0 };
    const unsigned count = lockstep_below(bench, 3) ? lockstep_below(bench, 5) : 0;
    const unsigned bits = make_is_rtp(context) ? make_slot_bits(context) : 0;
    uint32_t at = 0;

    while (list.count < count) {
        list.at[list.count].start = at + (bits ? (1 + lockstep_below(bench, 4)) << bits
                                               : make_step(bench));
        at = list.at[list.count].start + (bits ? (1 + lockstep_below(bench, 4)) << bits
                                               : make_step(bench));
        list.at[list.count++].end = at;
    }
    if (context->udp && !context->rtp)
        list.count = 0;
    // Once it has begun no interval lies beyond the pages.
    if (!bits && at > fn_context_limit(context) && lockstep_below(bench, 16))
        context->page_count = (uint8_t)(1 + (at + context->page_offset) / 4096);
    while (list.count && list.at[list.count - 1].end > fn_context_limit(context)
           && context->state != FN_STATE_MONITOR)
        list.count--;
    fn_context_set_intervals(context, &list);
}

// Started with intervals: their pages end with the last one, or a byte before it or behind it.
static inline void make_last_page(struct lockstep *bench, struct fn_context *context)
{
    const struct fn_intervals list = fn_context_intervals(context);
    const uint32_t end = list.count ? list.at[list.count - 1].end : 0;
    const uint32_t pages = (end + 4095) / 4096;

    if (context->state != FN_STATE_MONITOR || !list.count || pages > FN_PAGES)
        return;
    context->page_count = (uint8_t)pages;
    context->page_offset = (uint16_t)(pages * 4096 - end + lockstep_below(bench, 3) - 1) % 4096;
}

// An offset at which something happens.
static inline uint32_t make_edge(struct lockstep *bench, const struct fn_context *context)
{
    const struct fn_intervals list = fn_context_intervals(context);
    const unsigned i = lockstep_below(bench, FN_CONTEXT_INTERVALS);

    switch (lockstep_below(bench, 16)) {
    case 0:
    case 1:
    case 2:  return 0;
    case 3:  return (uint32_t)-1;
    case 4:  return fn_context_window(context);
    case 5:  return fn_context_limit(context);
    case 6:  return 4096u - context->page_offset;
    case 7:  return context->fin_sequence - context->receive_next;
    case 8:
    case 9:
    case 10: return list.at[i].start;
    case 11:
    case 12: return list.at[i].end;
    case 13: return lockstep_below(bench, 3000);
    default: return make_near(bench, lockstep_below(bench, 2) ? list.at[i].start : 0);
    }
}

static inline void make_numbers(struct lockstep *bench, struct fn_context *context,
                                const struct fn_packet_record *near)
{
    const uint32_t limit = fn_context_limit(context);

    if (make_is_rtp(context)) {
        const unsigned bits = make_slot_bits(context);
        const uint32_t edge = lockstep_below(bench, 3) ? make_edge(bench, context)
                                                       : context->start_0;
        const uint32_t number = lockstep_below(bench, 4) ? edge >> bits : 0u - (edge >> bits);
        context->receive_next = ((lockstep_below(bench, 65536) << 16 | (near->sequence & 0xffff))
                                 - number - lockstep_below(bench, 2)) << bits;
        if (lockstep_below(bench, 16) == 0)
            context->receive_next += lockstep_below(bench, 1u << bits);
        return;
    }
    context->receive_next = near->sequence - make_edge(bench, context);
    if (lockstep_below(bench, 3) == 0)
        context->receive_next += near->payload_length;
    context->window_edge = context->receive_next
        + (lockstep_below(bench, 2) ? limit : lockstep_below(bench, 8)
           ? make_near(bench, lockstep_below(bench, 4) ? make_edge(bench, context) : 0)
           : make_near(bench, 0x7ffffffe));
    context->fin_sequence = context->receive_next + lockstep_below(bench, 6) + 1;
    if (lockstep_below(bench, 2))
        context->fin_sequence = context->receive_next + context->start_0;
    if (lockstep_below(bench, 3) == 0)
        context->fin_sequence = make_near(bench, near->sequence + (lockstep_below(bench, 2)
                                                                   ? near->payload_length : 0));
    context->timestamp_recent = make_near(bench, near->timestamp_value);
    context->last_acknowledgment = make_near(bench, near->sequence);
    context->send_unacknowledged = make_near(bench, near->acknowledgment);
    context->send_next = make_near(bench, near->acknowledgment + 1);
    context->send_window_maximum = make_near(bench, lockstep_below(bench, 2) ? 2
                                             : (uint32_t)near->window << context->window_shift);
    if (lockstep_below(bench, 2))
        context->send_window = near->window;
}

// All intervals are taken, and the packet reaches over them, or joins none of them.
static inline void make_full(struct lockstep *bench, struct fn_context *context,
                             const struct fn_packet_record *near)
{
    struct fn_intervals list = { 0 };
    uint32_t at = 0;

    while (list.count < FN_CONTEXT_INTERVALS) {
        list.at[list.count].start = at + 1 + lockstep_below(bench, 4);
        at = list.at[list.count].start + 1 + lockstep_below(bench, 4);
        list.at[list.count++].end = at;
    }
    if (lockstep_below(bench, 3) == 0)  // as far as pages go
        list.at[FN_CONTEXT_INTERVALS - 1].end += lockstep_below(bench, 250000);
    context->state = lockstep_below(bench, 6) ? FN_STATE_ZERO_COPY : FN_STATE_MONITOR;
    context->udp = context->timestamps = 0;
    context->page_count = 64;
    fn_context_set_intervals(context, &list);
    context->receive_next = near->sequence;
    if (near->payload_length < 4096 && lockstep_below(bench, 3))
        context->receive_next -= at + 1;
    context->window_edge = context->receive_next + fn_context_limit(context);
}

// The same by slots.
static inline void make_full_slots(struct lockstep *bench, struct fn_context *context,
                                   const struct fn_packet_record *near)
{
    const unsigned bits = make_slot_bits(context);
    struct fn_intervals list = { 0 };

    for (uint32_t at = 3; list.count < FN_CONTEXT_INTERVALS; at += 4)
        list.at[list.count++] = (struct fn_interval){ at << bits, (at + 1) << bits };
    context->state = lockstep_below(bench, 4) ? FN_STATE_ZERO_COPY : FN_STATE_MONITOR;
    context->page_count = 64;
    fn_context_set_intervals(context, &list);
    context->receive_next = (near->sequence - lockstep_below(bench, 20)) << bits;
}

// Started with intervals, and the packet may be the first.
static inline void make_waiting(struct lockstep *bench, struct fn_context *context,
                                const struct fn_packet_record *near)
{
    const uint32_t before = near->sequence - lockstep_below(bench, 3);

    if (context->state != FN_STATE_MONITOR || context->intervals == 0)
        return;
    context->receive_next = make_is_rtp(context) ? before << make_slot_bits(context) : before;
    if (!context->udp)
        context->window_edge = context->receive_next + fn_context_limit(context);
}

// A FIN waits inside the packet, which has another one perhaps, or about its end.
static inline void make_pending(struct lockstep *bench, struct fn_context *context,
                                const struct fn_packet_record *near)
{
    const uint32_t inside = lockstep_below(bench, near->payload_length + 1u);

    context->state = FN_STATE_ZERO_COPY;
    context->udp = context->timestamps = context->check_acknowledgment = 0;
    context->page_count = 64;
    context->receive_next = near->sequence - lockstep_below(bench, 3);
    context->window_edge = context->receive_next + fn_context_limit(context);
    context->fin_pending = 1;
    context->fin_sequence = near->sequence + inside;
    if (lockstep_below(bench, 2))
        context->fin_sequence = near->sequence + near->payload_length + lockstep_below(bench, 6);
    if (lockstep_below(bench, 2))
        context->intervals = 0;
    const uint32_t place = context->fin_sequence - context->receive_next;
    if (lockstep_below(bench, 3) == 0)
        context->window_edge = context->fin_sequence + lockstep_below(bench, 5) - 2;
    if (context->intervals || place > 200000 || lockstep_below(bench, 2))
        return;
    context->page_count = (uint8_t)(1 + place / 4096);  // about the end of the pages
    context->page_offset = (uint16_t)(4096 - place % 4096 + lockstep_below(bench, 3) - 1) % 4096;
}

static inline void make_context(struct lockstep *bench, struct fn_context *context,
                                const struct fn_packet_record *near, uint16_t now)
{
    lockstep_record(bench, context, &fn_context_record);
    context->state = (uint8_t)(lockstep_below(bench, 8) ? 3 + lockstep_below(bench, 2)
                                                        : lockstep_below(bench, 5));
    if (lockstep_below(bench, 8) == 0)
        context->state = FN_STATE_MONITOR;
    context->udp = lockstep_below(bench, 4) == 0 || (near->udp && lockstep_below(bench, 2));
    context->rtp = lockstep_below(bench, 6) != 0;
    while (make_is_rtp(context) && near->l4_length > 256u << context->slot_size
           && context->slot_size < 3 && lockstep_below(bench, 8))
        context->slot_size++;  // the packet fits
    context->acknowledge = (uint8_t)lockstep_below(bench, 3);
    if (lockstep_below(bench, 32))
        context->handle = near->handle;
    context->timestamps = lockstep_below(bench, 4) == 0;
    context->check_acknowledgment = lockstep_below(bench, 3) == 0;
    context->surrender_options = lockstep_below(bench, 3) == 0;
    context->page_count = (uint8_t)(lockstep_below(bench, 2) ? lockstep_below(bench, 4)
                                                             : lockstep_below(bench, 65));
    if (lockstep_below(bench, 8) == 0 || (make_is_rtp(context) && lockstep_below(bench, 4)))
        context->page_count = 64;
    if (lockstep_below(bench, 2))
        context->page_offset = (uint16_t)(4096 - make_step(bench)) % 4096;
    if (make_is_rtp(context) && lockstep_below(bench, 2))
        context->page_offset = (uint16_t)(context->page_offset >> make_slot_bits(context)
                                          << make_slot_bits(context));
    context->page_low_water = (uint8_t)(context->page_count + lockstep_below(bench, 4)) % 65;
    if (lockstep_below(bench, 2))
        context->page_low_water = 0;
    context->fin_pending = lockstep_below(bench, 6) == 0;
    context->window_shift = (uint8_t)lockstep_below(bench, 15);
    make_intervals(bench, context);
    if (lockstep_below(bench, 4))
        make_last_page(bench, context);
    context->owed_packets = (uint8_t)lockstep_below(bench, 3);
    context->acknowledge_packets = (uint8_t)(context->owed_packets + lockstep_below(bench, 4)) % 16;
    context->owed_bytes = context->segment_maximum == 0 ? 0
        : lockstep_below(bench, 2u * context->segment_maximum);
    if (lockstep_below(bench, 2)) {
        context->segment_maximum = (uint16_t)(1 + lockstep_below(bench, 8));
        context->owed_bytes = lockstep_below(bench, 2u * context->segment_maximum);
    } else if (context->segment_maximum >= 32 && lockstep_below(bench, 2)) {  // almost two
        context->owed_bytes = 2u * context->segment_maximum - lockstep_below(bench, 64);
    }
    context->deadline = (uint16_t)(lockstep_below(bench, 2) ? make_near(bench, now)
                                   : now - (1u << lockstep_below(bench, 16)));
    make_numbers(bench, context, near);
    if (lockstep_below(bench, 4) == 0)
        make_full(bench, context, near);
    else if (make_is_rtp(context) && lockstep_below(bench, 4) == 0)
        make_full_slots(bench, context, near);
    else if (lockstep_below(bench, 9) == 0)
        make_pending(bench, context, near);
    else if (lockstep_below(bench, 2))
        make_waiting(bench, context, near);
}

static inline void make_flags(struct lockstep *bench, struct fn_packet_record *record)
{
    static const uint16_t ending[] = { FN_TCP_SYN, FN_TCP_RST, FN_TCP_URG };
    uint16_t any;

    record->tcp_flags = FN_TCP_ACK;
    if (lockstep_below(bench, 4) == 0)
        record->tcp_flags |= FN_TCP_PSH;
    if (lockstep_below(bench, record->payload_length ? 5 : 2) == 0)
        record->tcp_flags |= FN_TCP_FIN;
    if (lockstep_below(bench, 5) == 0)
        record->tcp_flags |= (uint16_t)(1u << lockstep_below(bench, 6));
    if (lockstep_below(bench, 12) == 0)
        record->tcp_flags |= ending[lockstep_below(bench, 3)];
    if (lockstep_below(bench, 64) == 0) {
        lockstep_bytes(bench, &any, sizeof any);
        record->tcp_flags = any & 0xfff;
    }
}

// An RTP packet: in a slot at an edge, or near 2^15 numbers or 2^18 bytes away.
static inline void make_rtp(struct lockstep *bench, struct fn_packet_record *record,
                            const struct fn_context *context, uint32_t edge)
{
    const unsigned bits = make_slot_bits(context), far = (1u << 18) >> bits;
    const uint32_t waited = context->receive_next >> bits;
    const uint32_t number = edge >> bits & 0xffff, other = lockstep_below(bench, 3) - 1;

    record->sequence = waited + number;
    switch (lockstep_below(bench, 16)) {
    case 0: record->sequence = waited - far + other; break;
    case 1: record->sequence = waited + (far << lockstep_below(bench, 2)) + other; break;
    case 2: record->sequence = waited + 0x8000 + other; break;
    case 3: record->sequence = waited - lockstep_below(bench, 4); break;
    case 4: record->sequence = waited + lockstep_below(bench, 12); break;
    case 5: record->sequence = waited + (fn_context_limit(context) >> bits) + other; break;
    case 6: record->sequence = lockstep_below(bench, 4); break;  // behind the wrap
    case 7: record->sequence = waited + 30 + lockstep_below(bench, 30); break;  // of all else
    default: break;
    }
    if (lockstep_below(bench, 4))
        record->sequence &= 0xffff;
    record->l4_offset %= 256;
    record->l4_length = (uint16_t)(20 + lockstep_below(bench, (1u << bits) - 20));
    if (lockstep_below(bench, 8) == 0)
        record->l4_length = (uint16_t)((1u << bits) + other);
}

// A packet of a flow that had this context lately.
static inline void make_packet(struct lockstep *bench, struct fn_packet_record *record,
                               const struct fn_context *context, unsigned index)
{
    const uint32_t edge = make_edge(bench, context), other = make_edge(bench, context);
    const uint32_t length = other - edge;

    lockstep_record(bench, record, &fn_packet_record_record);
    record->context = (uint16_t)index;
    record->handle = context->handle;
    if (lockstep_below(bench, 16) == 0)  // of a flow that had this context before
        record->handle ^= (uint16_t)(1u << lockstep_below(bench, 16));
    record->payload_offset %= lockstep_below(bench, 4) ? 256 : 40000;
    record->sequence = context->receive_next + edge;
    record->payload_length = (uint16_t)(length < 9000 ? length : make_step(bench));
    if (lockstep_below(bench, 4) == 0)
        record->payload_length = (uint16_t)(10 + lockstep_below(bench, 30));
    if (lockstep_below(bench, 16) == 0)
        record->payload_length = (uint16_t)(4096 + lockstep_below(bench, 5000));
    if (lockstep_below(bench, 8) == 0)
        record->payload_length = 0;
    if (lockstep_below(bench, 16) == 0)
        record->sequence -= record->payload_length;
    record->rtp = lockstep_below(bench, 10) != 0;
    if (make_is_rtp(context))
        make_rtp(bench, record, context, edge);
    record->acknowledgment = make_near(bench, context->send_unacknowledged);
    record->timestamp_value = make_near(bench, context->timestamp_recent);
    if (lockstep_below(bench, 2))
        record->window = context->send_window;
    record->timestamps_present = lockstep_below(bench, 4) != 0;
    record->fragment = lockstep_below(bench, 32) == 0;
    record->other_tcp_options = lockstep_below(bench, 8) == 0;
    record->ip_options = lockstep_below(bench, 16) == 0;
    record->udp = context->udp;
    record->tcp = !context->udp;
    if (lockstep_below(bench, 32) == 0) {
        record->tcp = lockstep_below(bench, 2) != 0;
        record->udp = lockstep_below(bench, 2) != 0;
    }
    make_flags(bench, record);
}

#endif
