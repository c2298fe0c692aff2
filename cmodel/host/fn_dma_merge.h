// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_merge - twin of rtl/host/fn_dma_merge.v, which states the contract

#ifndef FN_DMA_MERGE_H
#define FN_DMA_MERGE_H

#include <stdbool.h>

#include "common/fn_record.h"

struct fn_dma_merge_in {
    bool     rst;
    bool     s_stack_command_valid;
    uint64_t s_stack_command_address;
    bool     s_stack_axis_tvalid;
    uint64_t s_stack_axis_tdata;
    uint8_t  s_stack_axis_tkeep;
    bool     s_stack_axis_tlast;
    uint8_t  s_stack_axis_tuser;
    bool     s_place_command_valid;
    uint64_t s_place_command_address;
    uint16_t s_place_command_index;
    bool     s_place_axis_tvalid;
    uint64_t s_place_axis_tdata;
    uint8_t  s_place_axis_tkeep;
    bool     s_place_axis_tlast;
    uint8_t  s_place_axis_tuser;
    bool     m_command_ready, m_axis_tready;
};

struct fn_dma_merge_out {
    bool     s_stack_command_ready, s_stack_axis_tready;
    bool     s_place_command_ready, s_place_axis_tready;
    bool     m_command_valid;
    uint64_t m_command_address;
    bool     m_command_first, m_command_place;
    uint16_t m_command_index;
    bool     m_axis_tvalid;
    uint64_t m_axis_tdata;
    uint8_t  m_axis_tkeep;
    bool     m_axis_tlast;
    uint8_t  m_axis_tuser;
};

enum fn_dma_merge_source { FN_DMA_MERGE_STACK, FN_DMA_MERGE_PLACE, FN_DMA_MERGE_SOURCES };

struct fn_dma_merge_beat {
    uint64_t data;
    uint8_t  keep;
    bool     last;
    uint8_t  user;
};

struct fn_dma_merge {
    struct fn_dma_merge_out  out;

    // of each source: what came and has not left
    bool                     has_command[FN_DMA_MERGE_SOURCES], has_beat[FN_DMA_MERGE_SOURCES];
    uint64_t                 address[FN_DMA_MERGE_SOURCES];
    struct fn_dma_merge_beat beat[FN_DMA_MERGE_SOURCES];
    uint16_t                 index;         // of PLACE

    // the packet that leaves, or the one before
    bool                     is_open, has_begun;  // at this edge
    enum fn_dma_merge_source source;
    bool                     is_commanded;  // the command of its piece has left
};

extern const struct fn_port fn_dma_merge_inputs[], fn_dma_merge_outputs[];

void fn_dma_merge_reset(struct fn_dma_merge *x);
void fn_dma_merge_tick(struct fn_dma_merge *x, const struct fn_dma_merge_in *in);

#endif
