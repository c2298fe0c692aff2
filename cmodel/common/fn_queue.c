// SPDX-License-Identifier: Apache-2.0
//
// fn_queue - see fn_queue.h

#include "common/fn_queue.h"

#define IN  struct fn_queue_in
#define OUT struct fn_queue_out

const struct fn_port fn_queue_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, put), FN_PORT(IN, s_data), FN_PORT(IN, pop), { 0 }
};

const struct fn_port fn_queue_outputs[] = {
    FN_PORT(OUT, full_d), FN_PORT(OUT, m_valid), FN_PORT(OUT, m_data), { 0 }
};

void fn_queue_reset(struct fn_queue *queue, unsigned depth)
{
    queue->depth = depth;
    queue->taken = queue->given = 0;
    queue->out.full_d = queue->out.m_valid = false;
}

void fn_queue_tick(struct fn_queue *queue, const struct fn_queue_in *in)
{
    if (in->rst) {
        fn_queue_reset(queue, queue->depth);
        return;
    }
    if (in->put)
        queue->entries[queue->taken++ % queue->depth] = in->s_data;
    queue->given += in->pop;
    queue->out.full_d = !in->pop && queue->taken + in->put - queue->given >= queue->depth;
    queue->out.m_valid = queue->taken != queue->given;
    queue->out.m_data = queue->entries[queue->given % queue->depth];
}
