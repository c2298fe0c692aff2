// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_place - twin of rtl/host/fn_dma_place.v, which states the contract

#ifndef FN_DMA_PLACE_H
#define FN_DMA_PLACE_H

#include "common/fn_record.h"
#include "functional/fn_place.h"

enum { FN_DMA_PLACE_AHEAD = 2 };

struct fn_dma_place_in {
    bool     rst;
    bool     s_command_valid;
    uint16_t s_command_skip, s_command_length;
    uint64_t s_command_address;
    uint16_t s_command_index;
    bool     s_command_last;
    bool     s_axis_tvalid;
    uint64_t s_axis_tdata;
    uint8_t  s_axis_tkeep;
    bool     s_axis_tlast, s_axis_tuser;
    bool     m_command_ready, m_axis_tready, m_end_ready;
};

struct fn_dma_place_out {
    bool     s_command_ready, s_axis_tready;
    bool     m_command_valid;
    uint64_t m_command_address;
    uint16_t m_command_index;
    bool     m_axis_tvalid;
    uint64_t m_axis_tdata;
    uint8_t  m_axis_tkeep;
    bool     m_axis_tlast;
    uint8_t  m_axis_tuser;
    bool     m_end_valid, m_end_written;
};

struct fn_dma_place_beat {
    uint64_t data;
    unsigned bytes;
    bool     last, bad;
};

struct fn_dma_place {
    struct fn_dma_place_out  out;
    struct fn_dma_place_beat beats[FN_DMA_PLACE_AHEAD];
    unsigned                 num_beats;
    struct fn_place_command  next;             // taken ahead
    bool                     has_next;

    // the command at hand; positions from the first byte of the beat at hand
    struct fn_place_command  command;
    bool                     has_command;
    unsigned                 at;               // where the next command begins to skip
    unsigned                 begin, end;       // of the command's bytes

    // the packet
    bool                     is_discarded;     // its last command is done
    bool                     is_draining;      // it is over, its last command did not come yet
    bool                     is_written;
    bool                     is_begun;         // the piece of the command at hand

    // bytes of a piece that have not left
    uint8_t                  bytes[2 * 8];
    unsigned                 num_bytes;
    bool                     is_tail;          // they end their piece
    bool                     is_final;         // and the packet's pieces
    bool                     is_bad;           // as was known then
};

extern const struct fn_port fn_dma_place_inputs[], fn_dma_place_outputs[];

void fn_dma_place_reset(struct fn_dma_place *x);
void fn_dma_place_tick(struct fn_dma_place *x, const struct fn_dma_place_in *in);

#endif
