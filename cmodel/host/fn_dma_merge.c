// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_merge - see fn_dma_merge.h

#include "host/fn_dma_merge.h"

#include <string.h>

#define IN    struct fn_dma_merge_in
#define OUT   struct fn_dma_merge_out
#define STACK FN_DMA_MERGE_STACK
#define PLACE FN_DMA_MERGE_PLACE

const struct fn_port fn_dma_merge_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_stack_command_valid),
    FN_PORT(IN, s_stack_command_address),
    FN_PORT(IN, s_stack_axis_tvalid),
    FN_PORT(IN, s_stack_axis_tdata),
    FN_PORT(IN, s_stack_axis_tkeep),
    FN_PORT(IN, s_stack_axis_tlast),
    FN_PORT(IN, s_stack_axis_tuser),
    FN_PORT(IN, s_place_command_valid),
    FN_PORT(IN, s_place_command_address),
    FN_PORT(IN, s_place_command_index),
    FN_PORT(IN, s_place_axis_tvalid),
    FN_PORT(IN, s_place_axis_tdata),
    FN_PORT(IN, s_place_axis_tkeep),
    FN_PORT(IN, s_place_axis_tlast),
    FN_PORT(IN, s_place_axis_tuser),
    FN_PORT(IN, m_command_ready),
    FN_PORT(IN, m_axis_tready),
    { 0 }
};

const struct fn_port fn_dma_merge_outputs[] = {
    FN_PORT(OUT, s_stack_command_ready),
    FN_PORT(OUT, s_stack_axis_tready),
    FN_PORT(OUT, s_place_command_ready),
    FN_PORT(OUT, s_place_axis_tready),
    FN_PORT(OUT, m_command_valid),
    FN_PORT(OUT, m_command_address),
    FN_PORT(OUT, m_command_first),
    FN_PORT(OUT, m_command_place),
    FN_PORT(OUT, m_command_index),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT(OUT, m_axis_tuser),
    { 0 }
};

static void show_ready(struct fn_dma_merge *x)
{
    x->out.s_stack_command_ready = !x->has_command[STACK];
    x->out.s_stack_axis_tready = !x->has_beat[STACK];
    x->out.s_place_command_ready = !x->has_command[PLACE];
    x->out.s_place_axis_tready = !x->has_beat[PLACE];
}

void fn_dma_merge_reset(struct fn_dma_merge *x)
{
    memset(x, 0, sizeof *x);
    x->source = PLACE;
    show_ready(x);
}

static void take(struct fn_dma_merge *x, const struct fn_dma_merge_in *in)
{
    if (in->s_stack_command_valid && x->out.s_stack_command_ready) {
        x->has_command[STACK] = true;
        x->address[STACK] = in->s_stack_command_address;
    }
    if (in->s_place_command_valid && x->out.s_place_command_ready) {
        x->has_command[PLACE] = true;
        x->address[PLACE] = in->s_place_command_address;
        x->index = in->s_place_command_index;
    }
    if (in->s_stack_axis_tvalid && x->out.s_stack_axis_tready) {
        x->has_beat[STACK] = true;
        x->beat[STACK] = (struct fn_dma_merge_beat){
            in->s_stack_axis_tdata, in->s_stack_axis_tkeep, in->s_stack_axis_tlast,
            in->s_stack_axis_tuser
        };
    }
    if (in->s_place_axis_tvalid && x->out.s_place_axis_tready) {
        x->has_beat[PLACE] = true;
        x->beat[PLACE] = (struct fn_dma_merge_beat){
            in->s_place_axis_tdata, in->s_place_axis_tkeep, in->s_place_axis_tlast,
            in->s_place_axis_tuser
        };
    }
}

static void begin_packet(struct fn_dma_merge *x, bool was_placed)
{
    const bool asks[] = { x->has_command[STACK] && x->has_beat[STACK],
                          x->has_command[PLACE] && x->has_beat[PLACE] && !was_placed };

    if ((!asks[STACK] && !asks[PLACE]) || x->out.m_command_valid || x->out.m_axis_tvalid)
        return;
    x->source = asks[STACK] && asks[PLACE] ? (x->source == STACK ? PLACE : STACK)
                                           : (asks[STACK] ? STACK : PLACE);
    x->is_open = x->has_begun = true;
    x->is_commanded = false;
}

static void give(struct fn_dma_merge *x)
{
    const struct fn_dma_merge_beat *beat = &x->beat[x->source];

    if (x->has_command[x->source] && !x->is_commanded && !x->out.m_command_valid) {
        x->out.m_command_valid = x->is_commanded = true;
        x->out.m_command_address = x->address[x->source];
        x->out.m_command_first = x->has_begun;
        x->out.m_command_place = x->source == PLACE;
        x->out.m_command_index = x->source == PLACE ? x->index : 0;
        x->has_command[x->source] = false;
    }
    if (x->has_beat[x->source] && x->is_commanded && !x->out.m_axis_tvalid) {
        x->out.m_axis_tvalid = true;
        x->out.m_axis_tdata = beat->data;
        x->out.m_axis_tkeep = beat->keep;
        x->out.m_axis_tlast = beat->last;
        x->out.m_axis_tuser = beat->user;
        x->is_commanded = !beat->last;
        x->is_open = !(beat->last && beat->user & 1);
        x->has_beat[x->source] = false;
    }
}

void fn_dma_merge_tick(struct fn_dma_merge *x, const struct fn_dma_merge_in *in)
{
    if (in->rst) {
        fn_dma_merge_reset(x);
        return;
    }
    const bool was_placed = x->out.m_command_valid && x->out.m_command_place;
    x->out.m_command_valid &= !in->m_command_ready;
    x->out.m_axis_tvalid &= !in->m_axis_tready;
    take(x, in);
    x->has_begun = false;
    if (!x->is_open)
        begin_packet(x, was_placed);
    if (x->is_open)
        give(x);
    show_ready(x);
}
