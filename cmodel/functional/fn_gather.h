// SPDX-License-Identifier: Apache-2.0
//
// fn_gather - what packet the descriptors of the transmit ring make
//
// A descriptor makes no sense if its length is 0, if the packet would be longer than
// 9,014 bytes or if the packet ends below 14; nor without begin as the first, or with it
// behind.  The bytes before it leave, marked bad; those behind it, up to the end, are skipped.
// A descriptor that cannot be read ends its packet: what follows of it makes no sense.
// BUS_ERROR wins over DESCRIPTOR.

#ifndef FN_GATHER_H
#define FN_GATHER_H

#include <stdbool.h>
#include <stdint.h>

#include "fn_reasons.h"
#include "functional/fn_host_record.h"

enum { FN_GATHER_MINIMUM = 14, FN_GATHER_MAXIMUM = 9014, FN_GATHER_DESCRIPTOR = 32 };

// The packet so far; all 0 between packets.
struct fn_gather {
    bool                      inside;  // not at its first descriptor
    bool                      leaves;  // has bytes
    uint8_t                   reason;  // of enum fn_reason
    uint16_t                  length;
    uint32_t                  cookie;
    struct fn_transmit_record record;
};

// The packet with the descriptor, and what to do.
struct fn_gather_step {
    struct fn_gather packet;
    bool             read;      // the descriptor's bytes belong to the packet
    bool             first;     // they are the first of it
    bool             end;       // of the packet
    bool             complete;  // a record is asked for
};

struct fn_gather_step fn_gather_step(struct fn_gather *packet,
                                     const struct fn_descriptor *descriptor, bool error);

// Host memory: false where a read answers with an error.
typedef bool fn_gather_read(uint64_t address, unsigned bytes, uint8_t *to);

// A whole packet: reads descriptors of a ring from consumer on.  False, if producer comes
// before its end.
struct fn_gather_packet {
    struct fn_gather_step last;
    uint16_t              consumer;  // behind it
    uint8_t               bytes[FN_GATHER_MAXIMUM];
};

bool fn_gather_packet(struct fn_gather_packet *packet, fn_gather_read *read, uint64_t ring_base,
                      unsigned ring_size, uint16_t consumer, uint16_t producer);

#endif
