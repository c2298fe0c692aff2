// SPDX-License-Identifier: Apache-2.0
//
// fn_async_fifo - see fn_async_fifo.h

#include "common/fn_async_fifo.h"

#define IN  struct fn_async_fifo_in
#define OUT struct fn_async_fifo_out

const struct fn_port fn_async_fifo_inputs[] = {
    FN_PORT(IN, s_rst), FN_PORT(IN, s_valid), FN_PORT(IN, s_data),
    FN_PORT(IN, m_rst), FN_PORT(IN, m_ready), { 0 }
};

const struct fn_port fn_async_fifo_outputs[] = {
    FN_PORT(OUT, s_ready), FN_PORT(OUT, m_valid), FN_PORT(OUT, m_data), { 0 }
};

static void reset_s(struct fn_async_fifo *fifo)
{
    fifo->taken = fifo->shown_seen[0] = fifo->shown_seen[1] = 0;
    fifo->out.s_ready = true;
}

static void reset_m(struct fn_async_fifo *fifo)
{
    fifo->shown = fifo->taken_seen[0] = fifo->taken_seen[1] = fifo->taken_seen[2] = 0;
    fifo->out.m_valid = false;
}

void fn_async_fifo_reset(struct fn_async_fifo *fifo, unsigned depth)
{
    fifo->depth = depth;
    reset_s(fifo);
    reset_m(fifo);
}

static void tick_s(struct fn_async_fifo *fifo, const struct fn_async_fifo_in *in, unsigned shown)
{
    if (in->s_valid && fifo->out.s_ready)
        fifo->beats[fifo->taken++ % fifo->depth] = in->s_data;
    fifo->out.s_ready = fifo->taken - fifo->shown_seen[1] < fifo->depth;
    fifo->shown_seen[1] = fifo->shown_seen[0];
    fifo->shown_seen[0] = shown;
}

static void tick_m(struct fn_async_fifo *fifo, const struct fn_async_fifo_in *in, unsigned taken)
{
    if (!fifo->out.m_valid || in->m_ready) {
        fifo->out.m_valid = fifo->shown != fifo->taken_seen[2];
        if (fifo->out.m_valid)
            fifo->out.m_data = fifo->beats[fifo->shown++ % fifo->depth];
    }
    fifo->taken_seen[2] = fifo->taken_seen[1];
    fifo->taken_seen[1] = fifo->taken_seen[0];
    fifo->taken_seen[0] = taken;
}

void fn_async_fifo_tick(struct fn_async_fifo *fifo, const struct fn_async_fifo_in *in,
                        unsigned edges)
{
    const unsigned taken = fifo->taken, shown = fifo->shown;

    if (edges & FN_ASYNC_FIFO_S_CLK)
        tick_s(fifo, in, shown);
    if (edges & FN_ASYNC_FIFO_M_CLK)
        tick_m(fifo, in, taken);
    if ((edges & FN_ASYNC_FIFO_S_CLK) && in->s_rst)
        reset_s(fifo);
    if ((edges & FN_ASYNC_FIFO_M_CLK) && in->m_rst)
        reset_m(fifo);
}
