// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_seen - what the commands of placed packets write, against sets of bytes
//
// Knows nothing of fn_placement: a byte of the stream was there or was not.  No command may
// touch one that was, all that were missing must be written, each to its place in its page,
// and the context must then be the runs of what is there.

#ifndef FN_FLOW_ENGINE_SEEN_H
#define FN_FLOW_ENGINE_SEEN_H

#include <string.h>

#include "functional/fn_flow_packet.h"
#include "lockstep.h"

enum { SEEN_BYTES = 1 << 19 };

static struct seen {
    bool                    is_there, is_done, is_lost;
    struct fn_context       context;  // before
    struct fn_packet_record record;
    uint64_t                page[FN_PAGES];
    uint32_t                begin, end;  // of the segment in window
    uint32_t                at;          // offset of the next byte of the packet
    uint32_t                written;     // bytes
    uint32_t                high;        // nothing is at or beyond it
    bool                    are[SEEN_BYTES + 1];
} seen;

static inline void seen_set(bool *bytes, uint32_t from, uint32_t to, bool value)
{
    memset(bytes + from, value, to - from);
}

static inline void seen_cut(struct lockstep *bench, int32_t fin)
{
    lockstep_check(bench, "a byte before the FIN", fin > 0 && seen.begin < (uint32_t)fin);
    lockstep_cover(bench, "cut at a FIN", seen.end > (uint32_t)fin);
    if (seen.end > (uint32_t)fin)
        seen.end = (uint32_t)fin;
}

static inline void seen_begin(struct lockstep *bench, const struct fn_context *context,
                              const struct fn_packet_record *record, const uint64_t *pages)
{
    const uint32_t start[] = { context->start_0, context->start_1, context->start_2,
                               context->start_3 };
    const uint32_t end[] = { context->end_0, context->end_1, context->end_2, context->end_3 };
    const bool     is_rtp = context->udp && context->rtp;
    const uint32_t slot = 256u << context->slot_size;
    const uint16_t ahead = (uint16_t)(record->sequence - context->receive_next / slot);
    const uint32_t offset = is_rtp ? (ahead - (ahead & 0x8000 ? 0x10000u : 0)) * slot
                          : context->udp ? 0 : record->sequence - context->receive_next;
    const int64_t  window = (int32_t)(context->window_edge - context->receive_next);

    seen.is_there = true;
    seen.is_done = seen.is_lost = false;
    seen.context = *context;
    seen.record = *record;
    memcpy(seen.page, pages, sizeof seen.page);
    seen.at = offset - (is_rtp ? record->l4_offset : record->payload_offset);
    seen.written = 0;
    seen.begin = (int32_t)offset < 0 ? 0 : offset;
    seen.end = offset + (is_rtp ? slot : record->payload_length);
    lockstep_check(bench, "it fits into its slot", !is_rtp || record->l4_length <= slot);
    if (!context->udp && seen.end > window)
        seen.end = (uint32_t)window;
    if (!context->udp && context->fin_pending)  // RFC 9293: nothing comes behind a FIN
        seen_cut(bench, (int32_t)(context->fin_sequence - context->receive_next));
    seen.high = seen.end + 1;
    if (context->intervals && end[context->intervals - 1] >= seen.high)
        seen.high = end[context->intervals - 1] + 1;
    lockstep_check(bench, "a segment within reach", seen.high < SEEN_BYTES);
    if (bench->has_failed)
        return;
    seen_set(seen.are, 0, seen.high + 1, false);
    for (unsigned i = 0; i < context->intervals; i++)
        seen_set(seen.are, start[i], end[i], true);
}

static inline void seen_command(struct lockstep *bench, uint16_t skip, uint16_t length,
                                uint64_t address, bool last)
{
    const struct fn_context *context = &seen.context;

    seen.at += skip;
    const uint32_t in_list = context->page_offset + seen.at;
    lockstep_check(bench, "a command without its packet", seen.is_there && !seen.is_done);
    if (length) {
        lockstep_check(bench, "inside the segment",
                       seen.at >= seen.begin && seen.at + length <= seen.end
                       && seen.at + length <= SEEN_BYTES);
        if (bench->has_failed)
            return;
        for (unsigned i = 0; i < length; i++)
            lockstep_check(bench, "never a byte twice", !seen.are[seen.at + i]);
        seen_set(seen.are, seen.at, seen.at + length, true);
        lockstep_check(bench, "at its place of its page",
                       address == (seen.page[(context->page_head + in_list / 4096) % 64] << 12)
                                  + in_list % 4096);
        lockstep_check(bench, "in a posted page", in_list / 4096 < context->page_count);
        lockstep_check(bench, "not beyond a page", in_list % 4096 + length <= 4096);
    }
    seen.at += length;
    seen.written += length;
    seen.is_done = last;
    seen.is_lost = length == 0;
}

// After a bus failure, too, a byte of the stream lies where it lay in the list of pages; none is
// lost from the end of that.
static inline void seen_failed(struct lockstep *bench, const struct fn_context *old,
                               const struct fn_context *next)
{
    const uint32_t lay = old->page_head * 4096u + old->page_offset - old->receive_next;
    const uint32_t lies = next->page_head * 4096u + next->page_offset - next->receive_next;

    lockstep_check(bench, "where bytes lay before the failure", (lay - lies) % (1 << 18) == 0);
    lockstep_check(bench, "the end of the pages", (next->page_head + next->page_count) % 64u
                   == (old->page_head + old->page_count) % 64u);
}

// The packet's writes are all known.
static inline void seen_end(struct lockstep *bench)
{
    lockstep_check(bench, "its last command", seen.is_done);
    for (uint32_t i = seen.begin; i < seen.end && !seen.is_lost; i++)
        lockstep_check(bench, "every missing byte is written", seen.are[i]);
    seen.is_there = false;
}

// The context that was written for it.
static inline void seen_context(struct lockstep *bench, const struct fn_context *next)
{
    const uint32_t start[] = { next->start_0, next->start_1, next->start_2, next->start_3 };
    const uint32_t end[] = { next->end_0, next->end_1, next->end_2, next->end_3 };
    uint32_t at = 0;
    unsigned count = 0;

    while (seen.are[at])
        at++;
    lockstep_check(bench, "receive_next is before the first missing byte",
                   next->receive_next == seen.context.receive_next + at);
    lockstep_check(bench, "bytes are counted",
                   next->placed_bytes == seen.context.placed_bytes + seen.written);
    for (uint32_t i = at; i < seen.high; i++) {
        if (!seen.are[i] || (i > at && seen.are[i - 1]))
            continue;
        uint32_t stop = i;
        while (seen.are[stop])
            stop++;
        lockstep_check(bench, "an interval is a run of bytes", count < 4
                       && start[count % 4] == i - at && end[count % 4] == stop - at);
        count++;
    }
    lockstep_check(bench, "intervals are all runs", count == next->intervals);
}

#endif
