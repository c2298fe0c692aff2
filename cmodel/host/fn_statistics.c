// SPDX-License-Identifier: Apache-2.0
//
// fn_statistics - see fn_statistics.h

#include "host/fn_statistics.h"

#include "fn_reasons.h"

#define IN  struct fn_statistics_in
#define OUT struct fn_statistics_out

enum { CLEAR_CYCLES = 128, TURNS = 9, READ_LATENCY = 4 };

const struct fn_port fn_statistics_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_received_valid),
    FN_PORT(IN, s_drop_valid), FN_PORT(IN, s_drop_reason),
    FN_PORT(IN, s_delivery_valid), FN_PORT(IN, s_delivery_reason),
    FN_PORT(IN, s_flow_drop_valid), FN_PORT(IN, s_flow_drop_reason),
    FN_PORT(IN, s_flow_delivery_valid), FN_PORT(IN, s_flow_delivery_reason),
    FN_PORT(IN, s_transmit_valid), FN_PORT(IN, s_transmit_reason),
    FN_PORT(IN, s_read_valid), FN_PORT(IN, s_read_index),
    { 0 }
};

const struct fn_port fn_statistics_outputs[] = {
    FN_PORT(OUT, s_received_ready), FN_PORT(OUT, s_drop_ready), FN_PORT(OUT, s_delivery_ready),
    FN_PORT(OUT, s_flow_drop_ready), FN_PORT(OUT, s_flow_delivery_ready),
    FN_PORT(OUT, s_transmit_ready), FN_PORT(OUT, s_read_ready),
    FN_PORT(OUT, m_count_valid), FN_PORT(OUT, m_count_data),
    { 0 }
};

void fn_statistics_reset(struct fn_statistics *statistics, unsigned counter_bits)
{
    *statistics = (struct fn_statistics){ .counter_bits = counter_bits };
}

static void add(struct fn_statistics *statistics, struct fn_statistics_event *event)
{
    if (event->waits)
        statistics->counters[event->counter]++;
    event->waits = false;
}

static void take_turn(struct fn_statistics *statistics)
{
    switch (statistics->cycle % TURNS) {
    case 0: add(statistics, &statistics->drop); break;
    case 1:
        statistics->total.waits = statistics->transmit.waits;
        add(statistics, &statistics->transmit);
        break;
    case 2: add(statistics, &statistics->delivery); break;
    case 3: add(statistics, &statistics->received); break;
    case 4: add(statistics, &statistics->flow_drop); break;
    case 5: add(statistics, &statistics->total); break;
    case 6: add(statistics, &statistics->flow_delivery); break;
    case 8:
        if (statistics->read.waits) {
            statistics->out.m_count_data = statistics->counters[statistics->read.counter]
                                         & UINT64_MAX >> (64 - statistics->counter_bits);
            statistics->count_due = statistics->cycle + READ_LATENCY;
        }
        statistics->read.waits = false;
        break;
    }
}

static void take(struct fn_statistics_event *event, bool valid, bool ready, unsigned counter)
{
    if (valid && ready)
        *event = (struct fn_statistics_event){ true, counter };
}

void fn_statistics_tick(struct fn_statistics *statistics, const struct fn_statistics_in *in)
{
    struct fn_statistics_out *const out = &statistics->out;

    if (in->rst) {
        fn_statistics_reset(statistics, statistics->counter_bits);
        return;
    }
    take_turn(statistics);
    take(&statistics->received, in->s_received_valid, out->s_received_ready, FN_REASON_TOTAL);
    take(&statistics->drop, in->s_drop_valid, out->s_drop_ready, in->s_drop_reason);
    take(&statistics->delivery, in->s_delivery_valid, out->s_delivery_ready,
         in->s_delivery_reason);
    take(&statistics->flow_drop, in->s_flow_drop_valid, out->s_flow_drop_ready,
         in->s_flow_drop_reason);
    take(&statistics->flow_delivery, in->s_flow_delivery_valid, out->s_flow_delivery_ready,
         in->s_flow_delivery_reason);
    take(&statistics->transmit, in->s_transmit_valid, out->s_transmit_ready,
         FN_STATISTICS_TRANSMITTED + in->s_transmit_reason);
    take(&statistics->read, in->s_read_valid, out->s_read_ready, in->s_read_index);
    statistics->total.counter = FN_STATISTICS_TRANSMITTED + FN_REASON_TOTAL;

    statistics->cycle++;
    const bool clear = statistics->cycle >= CLEAR_CYCLES;
    out->s_received_ready = clear && !statistics->received.waits;
    out->s_drop_ready     = clear && !statistics->drop.waits;
    out->s_delivery_ready = clear && !statistics->delivery.waits;
    out->s_flow_drop_ready     = clear && !statistics->flow_drop.waits;
    out->s_flow_delivery_ready = clear && !statistics->flow_delivery.waits;
    out->s_transmit_ready = clear && !statistics->transmit.waits;
    out->s_read_ready     = clear && !statistics->read.waits;
    out->m_count_valid    = statistics->count_due == statistics->cycle;
}
