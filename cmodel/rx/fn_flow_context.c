// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context - see fn_flow_context.h

#include "rx/fn_flow_context.h"

#define IN  struct fn_flow_context_in
#define OUT struct fn_flow_context_out

const struct fn_port fn_flow_context_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_break),
    FN_PORT(IN, s_read_valid),
    FN_PORT(IN, s_read_index),
    FN_PORT(IN, s_write_valid),
    FN_PORT(IN, s_write_index),
    FN_PORT_RECORD(IN, s_write_context, &fn_context_record),
    FN_PORT(IN, s_page_read_valid),
    FN_PORT(IN, s_page_read_index),
    FN_PORT(IN, s_page_read_place),
    FN_PORT(IN, s_page_write_valid),
    FN_PORT(IN, s_page_write_index),
    FN_PORT(IN, s_page_write_place),
    FN_PORT(IN, s_page_write_address),
    { 0 }
};

const struct fn_port fn_flow_context_outputs[] = {
    FN_PORT(OUT, m_read_valid),
    FN_PORT_RECORD(OUT, m_read_context, &fn_context_record),
    FN_PORT(OUT, m_check_valid),
    FN_PORT(OUT, m_check_error),
    FN_PORT(OUT, m_page_read_valid),
    FN_PORT(OUT, m_page_read_address),
    FN_PORT(OUT, m_page_check_valid),
    FN_PORT(OUT, m_page_check_error),
    { 0 }
};

// Writes are lost until then.
static unsigned when_cleared(const struct fn_flow_context *context)
{
    unsigned rows = 1;

    while (rows < context->flows + 1)
        rows *= 2;
    return rows + 8;
}

void fn_flow_context_reset(struct fn_flow_context *context, unsigned flows, unsigned pages)
{
    context->flows = flows;
    context->pages = pages;
    context->cycles = 0;
    context->read = context->page_read = false;
    context->out.m_read_valid = context->out.m_check_valid = false;
    context->out.m_page_read_valid = context->out.m_page_check_valid = false;
}

// What was read a cycle ago is shown, its error one cycle later.
static void show(struct fn_flow_context *context)
{
    struct fn_flow_context_out *out = &context->out;

    out->m_check_error = context->shown_error;
    out->m_check_valid = out->m_read_valid;
    out->m_page_check_error = context->shown_page_error;
    out->m_page_check_valid = out->m_page_read_valid;
    out->m_read_valid |= context->read;
    out->m_page_read_valid |= context->page_read;
    if (context->read) {
        out->m_read_context = context->context;
        context->shown_error = context->read_error;
    }
    if (context->page_read) {
        out->m_page_read_address = context->address;
        context->shown_page_error = context->page_read_error;
    }
}

static void read(struct fn_flow_context *context, const struct fn_flow_context_in *in)
{
    const unsigned flow = in->s_page_read_index, place = in->s_page_read_place;

    context->read = in->s_read_valid;
    if (in->s_read_valid && in->s_read_index <= context->flows) {
        context->context = context->contexts[in->s_read_index];
        context->read_error = context->is_broken[in->s_read_index];
    }
    context->page_read = in->s_page_read_valid;
    if (in->s_page_read_valid) {
        context->address = context->addresses[flow][place % context->pages];
        context->page_read_error = context->is_page_broken[flow][place % context->pages];
    }
}

static void write(struct fn_flow_context *context, const struct fn_flow_context_in *in)
{
    if (context->cycles < when_cleared(context)) {
        if (context->cycles <= context->flows) {
            context->contexts[context->cycles] = (struct fn_context){ 0 };
            context->is_broken[context->cycles] = false;
        }
        if (!in->rst)
            context->cycles++;
    } else if (in->s_write_valid) {
        context->contexts[in->s_write_index] = in->s_write_context;
        context->is_broken[in->s_write_index] = in->s_break
                                             && in->s_write_index % 32 < FN_CONTEXT_WORDS;
    }
    if (in->s_page_write_valid) {
        const unsigned place = in->s_page_write_place % context->pages;
        context->addresses[in->s_page_write_index][place] = in->s_page_write_address;
        context->is_page_broken[in->s_page_write_index][place] = in->s_break;
    }
}

void fn_flow_context_tick(struct fn_flow_context *context, const struct fn_flow_context_in *in)
{
    show(context);
    read(context, in);
    write(context, in);
    if (in->rst)
        fn_flow_context_reset(context, context->flows, context->pages);
}
