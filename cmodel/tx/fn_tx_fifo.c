// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_fifo - see fn_tx_fifo.h

#include "tx/fn_tx_fifo.h"

#define IN  struct fn_tx_fifo_in
#define OUT struct fn_tx_fifo_out

const struct fn_port fn_tx_fifo_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT(IN, s_axis_tuser),
    FN_PORT(IN, m_axis_tready),
    { 0 }
};

const struct fn_port fn_tx_fifo_outputs[] = {
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    { 0 }
};

void fn_tx_fifo_reset(struct fn_tx_fifo *fifo)
{
    fifo->stored = fifo->released = fifo->read = fifo->shown = 0;
    fifo->is_long = false;
    fifo->out.s_axis_tready = true;
    fifo->out.m_axis_tvalid = false;
}

static struct fn_tx_fifo_beat *place(struct fn_tx_fifo *fifo, unsigned beat)
{
    return &fifo->beats[beat % (2 * FN_TX_FIFO_BEATS)];
}

static void take_beat(struct fn_tx_fifo *fifo, const struct fn_tx_fifo_in *in)
{
    if (!fifo->is_long)
        *place(fifo, fifo->stored++) = (struct fn_tx_fifo_beat){
            in->s_axis_tdata, in->s_axis_tkeep, in->s_axis_tlast
        };
    if (!in->s_axis_tlast && fifo->stored - fifo->released == FN_TX_FIFO_BEATS)
        fifo->is_long = true;
    if (fifo->is_long || (in->s_axis_tlast && in->s_axis_tuser != 0))
        fifo->stored = fifo->released;
    if (in->s_axis_tlast) {
        fifo->released = fifo->stored;
        fifo->is_long = false;
    }
}

static void show_beat(struct fn_tx_fifo *fifo)
{
    const struct fn_tx_fifo_beat *beat = place(fifo, fifo->shown++);

    fifo->out.m_axis_tvalid = true;
    fifo->out.m_axis_tdata = beat->data;
    fifo->out.m_axis_tkeep = beat->keep;
    fifo->out.m_axis_tlast = beat->last;
}

void fn_tx_fifo_tick(struct fn_tx_fifo *fifo, const struct fn_tx_fifo_in *in)
{
    const unsigned read_before = fifo->read;
    const unsigned ahead = fifo->read - fifo->shown;

    if (in->rst) {
        fn_tx_fifo_reset(fifo);
        return;
    }
    // One beat is at m, two on their way there.
    fifo->out.m_axis_tvalid &= !in->m_axis_tready;
    if (fifo->read != fifo->shown && !fifo->out.m_axis_tvalid)
        show_beat(fifo);
    if (ahead < FN_TX_FIFO_AHEAD && fifo->read != fifo->released)
        fifo->read++;
    if (in->s_axis_tvalid && fifo->out.s_axis_tready)
        take_beat(fifo, in);
    // A place is free one cycle after its beat was read.
    fifo->out.s_axis_tready = fifo->stored - read_before < FN_TX_FIFO_BEATS;
}
