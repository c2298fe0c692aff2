// SPDX-License-Identifier: Apache-2.0
//
// fn_place - which pieces of a packet commands place in memory (262)
//
// Each command skips bytes and sends the next ones to an address.  What a packet does not
// have is not written: a piece may end early, or not be.

#ifndef FN_PLACE_H
#define FN_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct fn_place_command {
    uint16_t skip, length;
    uint64_t address;
    uint16_t index;  // of the flow's context
    bool     last;   // of its packet
};

struct fn_place_piece {
    uint64_t       address;
    const uint8_t *bytes;  // in the packet
    unsigned       length;
    uint16_t       index;
};

// The pieces of a packet, at most one for each command up to the last; how many.
unsigned fn_place(struct fn_place_piece *pieces, const uint8_t *packet, unsigned length,
                  const struct fn_place_command *commands);

#endif
