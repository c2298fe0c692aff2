// SPDX-License-Identifier: Apache-2.0
//
// fn_ethernet_frame - what is around a packet on the wire (IEEE 802.3, clause 3)

#ifndef FN_ETHERNET_FRAME_H
#define FN_ETHERNET_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "fn_reasons.h"

enum {
    FN_ETHERNET_PREAMBLE = 0x55, FN_ETHERNET_DELIMITER = 0xd5,  // bytes
    FN_ETHERNET_PREAMBLE_LENGTH = 7, FN_ETHERNET_GAP = 12,
    FN_ETHERNET_FCS_LENGTH = 4, FN_ETHERNET_MINIMUM = 64,       // of a frame with FCS
    FN_ETHERNET_MAXIMUM = 9018
};

// Appends the frame check sequence, and before it pads.  frame has room; returns its new
// length.
unsigned fn_ethernet_frame_append_fcs(uint8_t *frame, unsigned length);
unsigned fn_ethernet_frame_build(uint8_t *frame, unsigned length);

// What the receiver thinks of one carrier event; length with FCS, as far as it came.
enum fn_reason fn_ethernet_frame_check(const uint8_t *frame, unsigned length,
                                       bool has_delimiter, bool has_error, unsigned maximum);

#endif
