// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_channels - twin of rtl/host/fn_dma_channels.v, which states the contract

#ifndef FN_DMA_CHANNELS_H
#define FN_DMA_CHANNELS_H

#include <stdbool.h>

#include "common/fn_record.h"
#include "functional/fn_pool.h"

enum { FN_DMA_CHANNELS_PACKETS = 256 };

struct fn_dma_channels_in {
    bool     rst;
    bool     s_packet_valid, s_packet_place;
    uint16_t s_packet_index;
    bool     s_done_valid;
    uint8_t  s_channel_index;
};

struct fn_dma_channels_out {
    uint8_t  m_packet_channel;
    bool     m_channel_owned, m_channel_shared;
    uint16_t m_channel_flow;
};

struct fn_dma_channels {
    struct fn_dma_channels_out out;
    struct fn_pool             pool;
    uint8_t                    given[FN_DMA_CHANNELS_PACKETS];  // to packets, in order
    unsigned                   put, get;                        // of them, counted for ever

    // what has come in the cycle before
    bool                       begins, is_placed, is_done;
    uint16_t                   flow;
    struct fn_pool_choice      choice;
    struct fn_pool_channel     shown;
};

extern const struct fn_port fn_dma_channels_inputs[], fn_dma_channels_outputs[];

void fn_dma_channels_reset(struct fn_dma_channels *x);
void fn_dma_channels_tick(struct fn_dma_channels *x, const struct fn_dma_channels_in *in);

#endif
