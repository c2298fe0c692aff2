// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_counters - see fn_flow_counters.h

#include "host/fn_flow_counters.h"

#include <string.h>

#include "functional/fn_flow_count.h"

#define IN  struct fn_flow_counters_in
#define OUT struct fn_flow_counters_out

enum { TURNS = 9, READ_LATENCY = 4 };

const struct fn_port fn_flow_counters_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_unplaced_valid), FN_PORT(IN, s_unplaced_context),
    FN_PORT(IN, s_unplaced_reason),
    FN_PORT(IN, s_delivery_valid), FN_PORT(IN, s_delivery_context),
    FN_PORT(IN, s_delivery_reason),
    FN_PORT(IN, s_read_valid), FN_PORT(IN, s_read_context), FN_PORT(IN, s_read_class),
    { 0 }
};

const struct fn_port fn_flow_counters_outputs[] = {
    FN_PORT(OUT, s_unplaced_ready), FN_PORT(OUT, s_delivery_ready), FN_PORT(OUT, s_read_ready),
    FN_PORT(OUT, m_count_valid), FN_PORT(OUT, m_count_data),
    { 0 }
};

typedef struct fn_flow_counters       counters_t;
typedef struct fn_flow_counters_event event_t;

void fn_flow_counters_reset(counters_t *s, unsigned flows, unsigned counter_bits)
{
    s->out = (OUT){ 0 };
    s->flows = flows;
    s->counter_bits = counter_bits;
    for (s->rows = 1; s->rows < flows; s->rows *= 2)
        continue;
    s->to_clear = s->rows * FN_FLOW_CLASSES;
    memset(s->counters, 0, s->rows * sizeof s->counters[0]);
    s->unplaced.waits = s->delivery.waits = s->read.waits = false;
    s->turn = s->answers_in = 0;
}

static void add(counters_t *s, event_t *event)
{
    if (event->waits)
        s->counters[event->context][event->class]++;
    event->waits = false;
}

static void take_turn(counters_t *s)
{
    switch (s->turn) {
    case 0: add(s, &s->unplaced); break;
    case 4: add(s, &s->delivery); break;
    case 8:
        if (s->read.waits) {
            s->out.m_count_data = s->counters[s->read.context][s->read.class]
                                & UINT64_MAX >> (64 - s->counter_bits);
            s->answers_in = READ_LATENCY;
        }
        s->read.waits = false;
    }
    s->turn = (s->turn + 1) % TURNS;
}

static void take(counters_t *s, const IN *in)
{
    if (in->s_unplaced_valid && s->out.s_unplaced_ready)
        s->unplaced = (event_t){ true, in->s_unplaced_context,
                                 fn_flow_class_unplaced(in->s_unplaced_reason) };
    if (in->s_delivery_valid && s->out.s_delivery_ready)
        s->delivery = (event_t){ true, in->s_delivery_context,
                                 fn_flow_class_of_reason(in->s_delivery_reason) };
    if (in->s_read_valid && s->out.s_read_ready)
        s->read = (event_t){ true, in->s_read_context, in->s_read_class };
}

void fn_flow_counters_tick(counters_t *s, const IN *in)
{
    OUT *out = &s->out;

    if (in->rst) {
        if (s->to_clear < s->rows * FN_FLOW_CLASSES)
            fn_flow_counters_reset(s, s->flows, s->counter_bits);
        return;
    }
    take_turn(s);
    take(s, in);
    if (s->to_clear > 0)
        s->to_clear--;
    out->s_unplaced_ready = s->to_clear == 0 && !s->unplaced.waits;
    out->s_delivery_ready = s->to_clear == 0 && !s->delivery.waits;
    out->s_read_ready     = s->to_clear == 0 && !s->read.waits;
    out->m_count_valid    = s->answers_in == 1;
    s->answers_in -= s->answers_in > 0;
}
