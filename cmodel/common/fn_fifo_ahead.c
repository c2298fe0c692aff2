// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_ahead - see fn_fifo_ahead.h

#include "common/fn_fifo_ahead.h"

#define IN  struct fn_fifo_ahead_in
#define OUT struct fn_fifo_ahead_out

const struct fn_port fn_fifo_ahead_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_read), FN_PORT(IN, s_data), FN_PORT(IN, pop), { 0 }
};

const struct fn_port fn_fifo_ahead_outputs[] = {
    FN_PORT(OUT, s_room), FN_PORT(OUT, m_valid), FN_PORT(OUT, m_data), { 0 }
};

void fn_fifo_ahead_reset(struct fn_fifo_ahead *ahead)
{
    ahead->read = ahead->kept = ahead->given = 0;
    ahead->out.s_room = true;
    ahead->out.m_valid = false;
}

void fn_fifo_ahead_tick(struct fn_fifo_ahead *ahead, const struct fn_fifo_ahead_in *in)
{
    if (in->rst) {
        fn_fifo_ahead_reset(ahead);
        return;
    }
    if (ahead->kept != ahead->read)
        ahead->beats[ahead->kept++ % FN_FIFO_AHEAD_PLACES] = in->s_data;
    ahead->read += in->s_read;
    ahead->given += in->pop;
    ahead->out.s_room = ahead->read - ahead->given < FN_FIFO_AHEAD_PLACES;
    ahead->out.m_valid = ahead->read != ahead->given;
    ahead->out.m_data = ahead->given == ahead->kept
                      ? in->s_data : ahead->beats[ahead->given % FN_FIFO_AHEAD_PLACES];
}
