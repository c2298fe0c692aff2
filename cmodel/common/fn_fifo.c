// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo - see fn_fifo.h

#include "common/fn_fifo.h"

#define IN  struct fn_fifo_in
#define OUT struct fn_fifo_out

const struct fn_port fn_fifo_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_valid), FN_PORT(IN, s_data), FN_PORT(IN, m_ready), { 0 }
};

const struct fn_port fn_fifo_outputs[] = {
    FN_PORT(OUT, s_ready), FN_PORT(OUT, m_valid), FN_PORT(OUT, m_data), { 0 }
};

void fn_fifo_reset(struct fn_fifo *fifo, unsigned depth)
{
    fifo->depth = depth;
    fifo->taken = fifo->shown = fifo->given = 0;
    fifo->out.s_ready = true;
    fifo->out.m_valid = false;
}

void fn_fifo_tick(struct fn_fifo *fifo, const struct fn_fifo_in *in)
{
    const bool take = in->s_valid && fifo->out.s_ready;
    const bool give = fifo->out.m_valid && in->m_ready;

    if (in->rst) {
        fn_fifo_reset(fifo, fifo->depth);
        return;
    }
    fifo->given += give;
    // The beat taken in this cycle cannot be shown yet.
    if (fifo->shown == fifo->given && fifo->shown != fifo->taken)
        fifo->out.m_data = fifo->beats[fifo->shown++ % fifo->depth];
    fifo->out.m_valid = fifo->shown != fifo->given;
    if (take)
        fifo->beats[fifo->taken++ % fifo->depth] = in->s_data;
    fifo->out.s_ready = fifo->taken - fifo->given < fifo->depth;
}
