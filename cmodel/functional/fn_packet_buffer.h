// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_buffer - how a received packet lies in its packet buffer (302)
//
// What rtl/host/fn_dma_receive.v must do with it, and tell the driver, without a clock.

#ifndef FN_PACKET_BUFFER_H
#define FN_PACKET_BUFFER_H

#include <stdbool.h>

#include "functional/fn_host_record.h"
#include "functional/fn_packet_record.h"

// Bytes of its header if the packet is to be split: the rest begins at split_offset.  0: it is not.
unsigned fn_packet_split(const struct fn_packet_record *record, unsigned buffer_size,
                         unsigned split_offset);

// State of its flow (Fig. 11): IDLE without a hit, GET_NEXT_BUFF1 if monitored and buffers are low.
uint8_t fn_packet_state(const struct fn_packet_record *record, bool buffers_low);

// The completion record; split_offset is 0 if the packet was not split.
struct fn_completion fn_packet_completion(const struct fn_packet_record *record,
                                          struct fn_packet_status status, uint64_t buffer,
                                          unsigned frame_length, unsigned split_offset);

#endif
