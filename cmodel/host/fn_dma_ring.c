// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_ring - see fn_dma_ring.h

#include "host/fn_dma_ring.h"

#include <string.h>

#define IN  struct fn_dma_ring_in
#define OUT struct fn_dma_ring_out

const struct fn_port fn_dma_ring_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_enable),
    FN_PORT(IN, s_ring_base),
    FN_PORT(IN, s_ring_size),
    FN_PORT(IN, s_low_water),
    FN_PORT(IN, s_producer),
    FN_PORT(IN, m_read_ready),
    FN_PORT(IN, s_read_axis_tvalid),
    FN_PORT(IN, s_read_axis_tdata),
    FN_PORT(IN, s_read_axis_tlast),
    FN_PORT(IN, s_read_axis_tuser),
    FN_PORT(IN, m_buffer_ready),
    FN_PORT(IN, s_slot_valid),
    FN_PORT(IN, m_request_ready),
    { 0 }
};

const struct fn_port fn_dma_ring_outputs[] = {
    FN_PORT(OUT, m_consumer),
    FN_PORT(OUT, m_read_valid),
    FN_PORT(OUT, m_read_address),
    FN_PORT(OUT, m_read_length),
    FN_PORT(OUT, s_read_axis_tready),
    FN_PORT(OUT, m_buffer_valid),
    FN_PORT(OUT, m_buffer_address),
    FN_PORT(OUT, s_slot_ready),
    FN_PORT(OUT, m_request_valid),
    FN_PORT_RECORD(OUT, m_request_data, &fn_completion_record),
    FN_PORT(OUT, m_buffers_low),
    FN_PORT(OUT, m_low_water_event),
    FN_PORT(OUT, m_bus_error_event),
    { 0 }
};

void fn_dma_ring_reset(struct fn_dma_ring *ring, unsigned data_bits)
{
    memset(ring, 0, sizeof *ring);
    ring->words_per_beat = data_bits / 64;
    ring->unused = UINT16_MAX;
    ring->out.s_read_axis_tready = true;
    ring->out.m_request_data.kind = FN_KIND_BUFFER_REQUEST;
    ring->out.m_request_data.state = FN_STATE_GET_NEXT_BUFF1;
}

// From one entry to the end of its group, of the ring or of what is posted.
static void ask(struct fn_dma_ring *ring, const struct fn_dma_ring_in *in)
{
    const unsigned entries = 1u << in->s_ring_size;
    const unsigned index = ring->asked % entries;
    unsigned end = index / FN_DMA_RING_GROUP * FN_DMA_RING_GROUP + FN_DMA_RING_GROUP;

    if (end > entries)
        end = entries;
    if (end > index + ring->posted)
        end = index + ring->posted;
    ring->flights[ring->num_flights].next = index;
    ring->flights[ring->num_flights++].end = end;
    ring->asked = (uint16_t)(ring->asked + end - index);
    ring->out.m_read_valid = true;
    ring->out.m_read_address = (in->s_ring_base & ~UINT64_C(63)) + 8 * index;
    ring->out.m_read_length = (uint16_t)(8 * (end - index));
}

static void take_word(struct fn_dma_ring *ring, const struct fn_dma_ring_in *in)
{
    unsigned next = ring->flights[0].next;
    const unsigned end = ring->flights[0].end;

    if (ring->is_active) {
        do
            ring->arriving[ring->num_arriving++] = (struct fn_dma_ring_entry){
                in->s_read_axis_tdata[next % ring->words_per_beat], in->s_read_axis_tuser
            };
        while (++next % ring->words_per_beat != 0 && next < end);
        ring->out.m_bus_error_event = in->s_read_axis_tuser;
    }
    ring->flights[0].next = next;
    if (in->s_read_axis_tlast) {
        memmove(ring->flights, ring->flights + 1, sizeof ring->flights - sizeof *ring->flights);
        ring->num_flights--;
    }
}

static void show_buffer(struct fn_dma_ring *ring)
{
    const struct fn_dma_ring_entry *entry = &ring->store[ring->used++ % FN_DMA_RING_STORE];
    ring->out.m_buffer_address = entry->address;
    ring->out.m_buffer_valid = !entry->is_bad;
}

static void watch_low_water(struct fn_dma_ring *ring, const struct fn_dma_ring_in *in)
{
    const bool falls = ring->is_below && !ring->was_below;
    const bool takes_slot = in->s_slot_valid && ring->out.s_slot_ready;

    ring->wants_slot = ring->is_active && (falls || (ring->wants_slot && !takes_slot));
    ring->out.m_request_valid = takes_slot || (ring->out.m_request_valid && !in->m_request_ready);
    ring->out.s_slot_ready = ring->wants_slot && !ring->out.m_request_valid;
    ring->out.m_low_water_event = falls;
    ring->was_below = ring->is_active && ring->is_below;
    ring->is_below = ring->is_active && ring->unused < in->s_low_water;
    ring->out.m_buffers_low = ring->is_below;
    ring->unused = ring->is_active ? (uint16_t)(in->s_producer - ring->used) : UINT16_MAX;
}

static void empty(struct fn_dma_ring *ring)
{
    ring->asked = ring->arrived = ring->used = ring->posted = 0;
    ring->num_arriving = 0;
    ring->out.m_buffer_valid = false;
}

void fn_dma_ring_tick(struct fn_dma_ring *ring, const struct fn_dma_ring_in *in)
{
    const bool asks = ring->is_active && !ring->out.m_read_valid && ring->posted != 0
                   && ring->has_room && ring->num_flights < FN_DMA_RING_FLIGHTS;
    const bool takes_word = in->s_read_axis_tvalid && ring->out.s_read_axis_tready;
    const bool is_idle = ring->num_flights == 0 && ring->num_arriving == 0;
    const uint16_t posted = (uint16_t)(in->s_producer - ring->asked);
    const unsigned num_stored = (uint16_t)(ring->arrived - ring->used);

    if (in->rst) {
        fn_dma_ring_reset(ring, 64 * ring->words_per_beat);
        return;
    }
    watch_low_water(ring, in);
    ring->has_room = (uint16_t)(ring->asked - ring->used) + FN_DMA_RING_GROUP <= FN_DMA_RING_STORE;
    ring->out.m_bus_error_event = false;
    ring->out.m_read_valid &= !in->m_read_ready;
    ring->out.m_buffer_valid &= !in->m_buffer_ready;
    if (num_stored > 0 && !ring->out.m_buffer_valid)
        show_buffer(ring);
    if (ring->num_arriving > 0) {
        ring->store[ring->arrived++ % FN_DMA_RING_STORE] = ring->arriving[0];
        ring->arriving[0] = ring->arriving[1];
        ring->num_arriving--;
    }
    if (takes_word)
        take_word(ring, in);
    if (asks)
        ask(ring, in);
    ring->out.s_read_axis_tready = ring->num_arriving < 2;
    ring->posted = posted;
    if (!ring->is_active)
        empty(ring);
    ring->out.m_consumer = ring->is_active ? ring->arrived
                         : in->s_enable ? 0 : (uint16_t)ring->num_flights;
    ring->is_active = in->s_enable && (ring->is_active || is_idle);
}
