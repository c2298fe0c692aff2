// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_deep - see fn_fifo_deep.h

#include "common/fn_fifo_deep.h"

#define IN  struct fn_fifo_deep_in
#define OUT struct fn_fifo_deep_out

const struct fn_port fn_fifo_deep_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_valid), FN_PORT(IN, s_data), FN_PORT(IN, pop),
    FN_PORT(IN, freed), { 0 }
};

const struct fn_port fn_fifo_deep_outputs[] = {
    FN_PORT(OUT, s_ready), FN_PORT(OUT, m_valid), FN_PORT(OUT, m_data), { 0 }
};

void fn_fifo_deep_reset(struct fn_fifo_deep *fifo, unsigned limit)
{
    fifo->limit = limit;
    fifo->taken = fifo->given = fifo->freed = 0;
    fifo->out.s_ready = true;
    fifo->out.m_valid = false;
}

void fn_fifo_deep_tick(struct fn_fifo_deep *fifo, const struct fn_fifo_deep_in *in)
{
    if (in->rst) {
        fn_fifo_deep_reset(fifo, fifo->limit);
        return;
    }
    fifo->given += in->pop;
    fifo->freed += in->freed;
    // The beat taken in this cycle cannot be shown yet.
    fifo->out.m_valid = fifo->taken != fifo->given;
    fifo->out.m_data = fifo->beats[fifo->given % FN_FIFO_DEEP_MAX_DEPTH];
    if (in->s_valid && fifo->out.s_ready)
        fifo->beats[fifo->taken++ % FN_FIFO_DEEP_MAX_DEPTH] = in->s_data;
    fifo->out.s_ready = fifo->taken - fifo->freed < fifo->limit;
}
