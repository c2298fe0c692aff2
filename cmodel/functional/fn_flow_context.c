// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context - see fn_flow_context.h

#include "functional/fn_flow_context.h"

#include <string.h>

#define CONTEXT_FIELD(name, bits, type) FN_FIELD(fn_context, name, bits, type)

FN_RECORD_TABLE(fn_context, FN_CONTEXT_FIELDS(CONTEXT_FIELD))

struct fn_flow_size fn_flow_size = { FN_SEQUENCE_BITS, FN_PAGE_BYTES, FN_CONTEXT_INTERVALS };

int32_t fn_sequence_beyond(uint32_t sequence, uint32_t other)
{
    const unsigned unused = 32 - fn_flow_size.sequence_bits;

    return (int32_t)((sequence - other) << unused) / (1 << unused);
}

uint32_t fn_sequence_at(uint32_t other, uint32_t beyond)
{
    return (other + beyond) & UINT32_MAX >> (32 - fn_flow_size.sequence_bits);
}

struct fn_intervals fn_context_intervals(const struct fn_context *context)
{
    return (struct fn_intervals){
        context->intervals,
        { { context->start_0, context->end_0 }, { context->start_1, context->end_1 },
          { context->start_2, context->end_2 }, { context->start_3, context->end_3 } }
    };
}

void fn_context_set_intervals(struct fn_context *context, const struct fn_intervals *intervals)
{
    struct fn_interval at[FN_CONTEXT_INTERVALS] = { { 0, 0 } };  // beyond count

    memcpy(at, intervals->at, intervals->count * sizeof *at);
    context->intervals = (uint8_t)intervals->count;
    context->start_0 = at[0].start;
    context->end_0 = at[0].end;
    context->start_1 = at[1].start;
    context->end_1 = at[1].end;
    context->start_2 = at[2].start;
    context->end_2 = at[2].end;
    context->start_3 = at[3].start;
    context->end_3 = at[3].end;
}

uint32_t fn_context_limit(const struct fn_context *context)
{
    return context->page_count ? (uint32_t)context->page_count * fn_flow_size.page_bytes
                                 - context->page_offset : 0;
}

uint32_t fn_context_window(const struct fn_context *context)
{
    const int32_t window = fn_sequence_beyond(context->window_edge, context->receive_next);

    return window < 0 ? 0 : (uint32_t)window;
}

uint32_t fn_context_received(const struct fn_context *context)
{
    const struct fn_intervals list = fn_context_intervals(context);

    return list.count ? list.at[list.count - 1].end : 0;
}

uint32_t fn_context_end(const struct fn_context *context)
{
    const int32_t fin = fn_sequence_beyond(context->fin_sequence, context->receive_next);

    return !context->fin_pending ? UINT32_MAX : fin < 0 ? 0 : (uint32_t)fin;
}

unsigned fn_context_page(const struct fn_context *context, uint32_t offset)
{
    const uint32_t in_list = context->page_offset + offset;

    return (context->page_head + in_list / fn_flow_size.page_bytes) % FN_PAGES;
}
