// SPDX-License-Identifier: Apache-2.0
//
// fn_streams - zero-copied flows through a controller of any top level, for its unit test
//
// Senders, the applications that read what they send, and the stack between them.  Every
// stream must come through whole, a quarter of all bytes by pages.  The owner steps its clocks.

#ifndef FN_STREAMS_H
#define FN_STREAMS_H

#include "system/fn_computer.h"
#include "system/fn_senders.h"
#include "system/fn_stack.h"

struct fn_streams {
    struct fn_flows        flows;
    struct fn_applications applications;
    struct fn_senders      senders;
    struct fn_stack        stack;
    struct fn_computer    *computer;
    const uint64_t        *cycle;  // of the owner's engine
    uint64_t               next_poll, idle_since, size, num_packets;
    uint64_t               num_before;  // packets that had a verdict when it began
    bool                   is_over, is_ending;
};

// Reads the flows; false if that fails.  The computer needs fn_applications_pages() of them.
bool fn_streams_read(struct fn_streams *streams, const char *path);

// The controller begins anew, with these flows; size: bytes of each.
bool fn_streams_start(struct fn_streams *streams, struct fn_computer *computer,
                      const uint64_t *cycle, uint64_t size, unsigned seed);

// The next packet: its length, 0 if there is none now.
size_t fn_streams_next(struct fn_streams *streams, const uint8_t **bytes);

// After each step: the software's turn.  False when all is over and quiet.
bool fn_streams_poll(struct fn_streams *streams);

// The verdict; prints it.  The exit status.  Before the owner closes.
int fn_streams_close(struct fn_streams *streams, const char *module);

#endif
