// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_ring - twin of rtl/host/fn_dma_ring.v, which states the contract

#ifndef FN_DMA_RING_H
#define FN_DMA_RING_H

#include <stdbool.h>

#include "functional/fn_host_record.h"

enum { FN_DMA_RING_STORE = 32, FN_DMA_RING_GROUP = 8, FN_DMA_RING_FLIGHTS = 4 };

struct fn_dma_ring_in {
    bool     rst;
    bool     s_enable;
    uint64_t s_ring_base;
    uint8_t  s_ring_size;
    uint16_t s_low_water, s_producer;
    bool     m_read_ready;
    bool     s_read_axis_tvalid;
    uint64_t s_read_axis_tdata[2];
    bool     s_read_axis_tlast, s_read_axis_tuser;
    bool     m_buffer_ready, s_slot_valid, m_request_ready;
};

struct fn_dma_ring_out {
    uint16_t             m_consumer;
    bool                 m_read_valid;
    uint64_t             m_read_address;
    uint16_t             m_read_length;
    bool                 s_read_axis_tready;
    bool                 m_buffer_valid;
    uint64_t             m_buffer_address;
    bool                 s_slot_ready, m_request_valid;
    struct fn_completion m_request_data;
    bool                 m_buffers_low, m_low_water_event, m_bus_error_event;
};

struct fn_dma_ring_entry {
    uint64_t address;
    bool     is_bad;
};

struct fn_dma_ring {
    struct fn_dma_ring_out   out;
    unsigned                 words_per_beat;  // DATA_BITS / 64
    bool                     is_active;
    uint16_t                 asked, arrived, used;     // entries
    struct fn_dma_ring_entry store[FN_DMA_RING_STORE];
    struct fn_dma_ring_entry arriving[2];              // one of them a cycle
    unsigned                 num_arriving;
    struct { unsigned next, end; } flights[FN_DMA_RING_FLIGHTS];  // indices in the ring
    unsigned                 num_flights;
    // as of one cycle ago, or two
    uint16_t                 posted, unused;
    bool                     has_room, is_below, was_below, wants_slot;
};

extern const struct fn_port fn_dma_ring_inputs[], fn_dma_ring_outputs[];

void fn_dma_ring_reset(struct fn_dma_ring *ring, unsigned data_bits);
void fn_dma_ring_tick(struct fn_dma_ring *ring, const struct fn_dma_ring_in *in);

#endif
