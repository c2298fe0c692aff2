// SPDX-License-Identifier: Apache-2.0
//
// fn_datagrams - what the sender of a UDP or RTP flow sends: its datagrams, called by their index
//
// The index stands in each of them, in RTP's timestamp or the first four bytes, and flow and index
// make its length and all its bytes: so whatever was delivered can be told, and held against
// what was sent.

#ifndef FN_DATAGRAMS_H
#define FN_DATAGRAMS_H

#include "fn_driver.h"

enum { FN_DATAGRAMS_HEADERS = 62, FN_DATAGRAMS_BYTES = 1500 };

struct fn_datagrams {
    uint8_t  headers[FN_DATAGRAMS_HEADERS];  // up to UDP's
    unsigned ip_length;
    bool     is_ipv6;
    unsigned slot_bytes;  // RTP, mostly no longer than that; 0: UDP
    uint32_t ssrc;
    uint16_t first;       // RTP's sequence number of index 0
    uint64_t seed;
};

// False if the flow is not named by addresses and ports, and an SSRC if it is RTP's.
bool fn_datagrams_open(struct fn_datagrams *datagrams, const struct fn_flow *flow,
                       const uint8_t *mac, unsigned slot_bytes, uint16_t first);

// Writes the frame; gives its length.
size_t fn_datagrams_write(const struct fn_datagrams *datagrams, uint32_t index, uint8_t *frame);

// The one that lies at the front of what was delivered: its index and length; 0: it is none.
size_t fn_datagrams_read(const struct fn_datagrams *datagrams, const uint8_t *bytes, size_t length,
                         uint32_t *index);

#endif
