// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive - twin of rtl/host/fn_dma_receive.v, which states the contract

#ifndef FN_DMA_RECEIVE_H
#define FN_DMA_RECEIVE_H

#include <stdbool.h>

#include "functional/fn_packet_buffer.h"

enum { FN_DMA_RECEIVE_AHEAD = 2 };

struct fn_dma_receive_in {
    bool                    rst;
    uint16_t                s_buffer_size, s_split_offset;
    bool                    s_buffer_enable, s_slot_enable;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    s_buffer_valid;
    uint64_t                s_buffer_address;
    bool                    s_buffers_low;
    bool                    s_slot_valid;
    bool                    m_command_ready, m_axis_tready, m_completion_ready, m_drop_ready;
};

struct fn_dma_receive_out {
    bool                 s_record_ready, s_axis_tready, s_buffer_ready, s_slot_ready;
    bool                 m_command_valid;
    uint64_t             m_command_address;
    bool                 m_axis_tvalid;
    uint64_t             m_axis_tdata;
    uint8_t              m_axis_tkeep;
    bool                 m_axis_tlast;
    uint8_t              m_axis_tuser;
    bool                 m_completion_valid;
    struct fn_completion m_completion_data;
    bool                 m_completion_discard;
    bool                 m_drop_valid;
    uint8_t              m_drop_reason;
};

struct fn_dma_receive_beat {
    uint64_t                data;
    unsigned                bytes;
    bool                    last;
    struct fn_packet_status status;
};

struct fn_dma_receive {
    struct fn_dma_receive_out  out;
    uint16_t                   buffer_size, split_offset;

    // taken ahead
    struct fn_dma_receive_beat beats[FN_DMA_RECEIVE_AHEAD];
    uint64_t                   buffers[FN_DMA_RECEIVE_AHEAD];
    unsigned                   num_beats, num_buffers, num_slots;
    bool                       has_spent_buffer, has_spent_slot;  // room that is free a cycle later
    bool                       has_buffers, has_slots;            // enabled one cycle ago
    bool                       has_record;
    bool                       had_drop;  // offered in this cycle
    struct fn_packet_record    record;
    unsigned                   record_header;  // bytes before its split, 0: none

    // the packet at hand
    bool                       owns_buffer, owns_slot;  // among those taken ahead
    bool                       is_open, is_sent, is_passing, has_ended, begins_piece, is_split;
    uint8_t                    fate;
    struct fn_packet_record    packet;
    struct fn_packet_status    status;
    unsigned                   length, limit, header_left, room;
    uint64_t                   buffer, piece_address;
    uint8_t                    bytes[2 * 8];   // that came and have not left
    unsigned                   num_bytes;
};

extern const struct fn_port fn_dma_receive_inputs[], fn_dma_receive_outputs[];

void fn_dma_receive_reset(struct fn_dma_receive *receive);
void fn_dma_receive_tick(struct fn_dma_receive *receive, const struct fn_dma_receive_in *in);

#endif
