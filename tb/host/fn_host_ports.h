// SPDX-License-Identifier: Apache-2.0
//
// fn_host_ports - which field of which register stands at which port of fn_host

#ifndef FN_HOST_PORTS_H
#define FN_HOST_PORTS_H

#include <stddef.h>
#include <stdint.h>

#include "fn_registers.h"
#include "host/fn_host.h"

static const struct port_of_register {
    uint16_t offset;
    uint8_t  lsb, bits;  // in the register
    uint16_t member, member_lsb, size;
} ports[] = {
#define PORT(offset, lsb, bits, member, member_lsb)                              \
    { FN_REG_##offset, lsb, bits, offsetof(struct fn_host_out, member), member_lsb, \
      sizeof ((struct fn_host_out *)0)->member }
    PORT(CONTROL, 0, 1, m_rx_enable, 0), PORT(CONTROL, 1, 1, m_filter_promiscuous, 0),
    PORT(CONTROL, 2, 1, m_filter_broadcast, 0), PORT(CONTROL, 3, 1, m_filter_all_multicast, 0),
    PORT(CONTROL, 4, 1, m_hold_all, 0), PORT(CONTROL, 5, 1, m_keep_bad_checksum, 0),
    PORT(CONTROL, 6, 1, m_buffer_ring_enable, 0),
    PORT(CONTROL, 7, 1, m_completion_ring_enable, 0),
    PORT(CONTROL, 8, 1, m_transmit_ring_enable, 0), PORT(CONTROL, 9, 1, m_parity_break, 0),
    PORT(FRAME_MAXIMUM, 0, 16, m_frame_maximum, 0),
    PORT(BUFFER_RING_BASE_LOW, 0, 32, m_buffer_ring_base, 0),
    PORT(BUFFER_RING_BASE_HIGH, 0, 32, m_buffer_ring_base, 32),
    PORT(BUFFER_RING_SIZE, 0, 4, m_buffer_ring_size, 0),
    PORT(BUFFER_RING_PRODUCER, 0, 16, m_buffer_ring_producer, 0),
    PORT(BUFFER_SIZE, 0, 16, m_buffer_size, 0),
    PORT(BUFFER_LOW_WATER, 0, 16, m_buffer_low_water, 0),
    PORT(SPLIT_OFFSET, 0, 16, m_split_offset, 0),
    PORT(COMPLETION_RING_BASE_LOW, 0, 32, m_completion_ring_base, 0),
    PORT(COMPLETION_RING_BASE_HIGH, 0, 32, m_completion_ring_base, 32),
    PORT(COMPLETION_RING_SIZE, 0, 4, m_completion_ring_size, 0),
    PORT(COMPLETION_RING_CONSUMER, 0, 16, m_completion_ring_consumer, 0),
    PORT(TRANSMIT_RING_BASE_LOW, 0, 32, m_transmit_ring_base, 0),
    PORT(TRANSMIT_RING_BASE_HIGH, 0, 32, m_transmit_ring_base, 32),
    PORT(TRANSMIT_RING_SIZE, 0, 4, m_transmit_ring_size, 0),
    PORT(TRANSMIT_RING_PRODUCER, 0, 16, m_transmit_ring_producer, 0),
    PORT(CHANNEL, 0, 4, m_channel_index, 0),
};
#undef PORT

#endif
