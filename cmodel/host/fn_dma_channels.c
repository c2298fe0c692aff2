// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_channels - see fn_dma_channels.h

#include "host/fn_dma_channels.h"

#include <string.h>

#define IN  struct fn_dma_channels_in
#define OUT struct fn_dma_channels_out

const struct fn_port fn_dma_channels_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_packet_valid), FN_PORT(IN, s_packet_place),
    FN_PORT(IN, s_packet_index), FN_PORT(IN, s_done_valid), FN_PORT(IN, s_channel_index), { 0 }
};

const struct fn_port fn_dma_channels_outputs[] = {
    FN_PORT(OUT, m_packet_channel), FN_PORT(OUT, m_channel_owned),
    FN_PORT(OUT, m_channel_shared), FN_PORT(OUT, m_channel_flow), { 0 }
};

void fn_dma_channels_reset(struct fn_dma_channels *x)
{
    memset(x, 0, sizeof *x);
}

static void show(struct fn_dma_channels *x, unsigned index)
{
    x->out.m_channel_owned = x->shown.is_owned;
    x->out.m_channel_shared = x->shown.is_shared;
    x->out.m_channel_flow = x->shown.is_owned ? x->shown.flow : 0;
    x->shown = x->pool.channels[index];
}

// What has come in the cycle before comes true.
static void settle(struct fn_dma_channels *x)
{
    if (x->is_done)
        fn_pool_release(&x->pool, x->given[x->get++ % FN_DMA_CHANNELS_PACKETS]);
    if (x->is_placed) {
        fn_pool_give(&x->pool, x->choice, x->flow);
        x->given[x->put++ % FN_DMA_CHANNELS_PACKETS] = x->choice.channel;
    }
    if (x->begins)
        x->out.m_packet_channel = x->is_placed ? x->choice.channel : 0;
}

void fn_dma_channels_tick(struct fn_dma_channels *x, const struct fn_dma_channels_in *in)
{
    struct fn_pool_choice choice = { 0 };

    if (in->rst) {
        fn_dma_channels_reset(x);
        return;
    }
    if (in->s_packet_valid && in->s_packet_place)
        choice = fn_pool_choose(&x->pool, in->s_packet_index);
    show(x, in->s_channel_index);
    settle(x);
    x->begins = in->s_packet_valid;
    x->is_placed = in->s_packet_valid && in->s_packet_place;
    x->flow = in->s_packet_index;
    x->choice = choice;
    x->is_done = in->s_done_valid;
}
