// SPDX-License-Identifier: Apache-2.0
//
// fn_traffic - random packets for a controller of any top level, and what must become of them
//
// For the unit tests of the tops: packets of fn_packet_maker, echoes back; fn_oracle knows
// every record, byte, packet sent and counter.  Flows and filters are those of a file at
// first; now and then, when all is quiet, addresses, filters and some flows become others.
// The owner steps its clocks.

#ifndef FN_TRAFFIC_H
#define FN_TRAFFIC_H

#include "bench_arguments.h"
#include "system/fn_computer.h"
#include "system/fn_oracle.h"
#include "system/fn_stack.h"
#include "wire/fn_packet_maker.h"

enum { FN_TRAFFIC_PACKETS = 512, FN_TRAFFIC_FLOWS = 6 };

struct fn_traffic {
    struct fn_oracle       oracle;
    struct fn_stack        stack;
    struct fn_flows        flows;
    struct fn_packet_maker maker;
    struct fn_computer    *computer;
    const uint64_t        *cycle;       // of the owner's engine
    unsigned               num_entries;
    size_t                 shortest;    // what a packet that leaves is padded to
    uint64_t               num_cycles;  // then no packets any more
    uint64_t               start, change_at, next_poll, idle_since, num_packets, random;
    uint8_t                multicast[FN_MAC_BYTES];          // the one that changes
    struct fn_flows_entry  changing[FN_TRAFFIC_FLOWS];
    unsigned               num_interrupts, num_changes;
    bool                   is_ahead;                         // packets that nobody gave leave
    uint8_t                bytes[FN_TRAFFIC_PACKETS][FN_PACKET_MAKER_BYTES];  // until settled
};

// Reads the flows, those of a table of num_entries; false if that fails.
bool fn_traffic_open(struct fn_traffic *traffic, const char *path, unsigned num_entries);

// The computer has booted: sets up filters and flows, and begins to receive.
bool fn_traffic_start(struct fn_traffic *traffic, const struct bench_arguments *arguments,
                      struct fn_computer *computer, const uint64_t *cycle);

unsigned fn_traffic_below(struct fn_traffic *traffic, unsigned limit);

// The next packet: its length, 0 if there is none now.
size_t fn_traffic_make(struct fn_traffic *traffic, const uint8_t **bytes);

// It arrives, and the wire says this of it.
void fn_traffic_expect(struct fn_traffic *traffic, const uint8_t *bytes, size_t length,
                       enum fn_reason wire);

// A packet has left; bytes NULL if it is broken.
void fn_traffic_check_sent(struct fn_traffic *traffic, const uint8_t *bytes, size_t length);

// After each step: the software's turn.  False when all is over and quiet.
bool fn_traffic_poll(struct fn_traffic *traffic, bool irq);

// Counters, what must have happened, and the verdict; prints all.  The exit status.  Before
// the owner closes.
int fn_traffic_close(struct fn_traffic *traffic, const char *module);

#endif
