// SPDX-License-Identifier: Apache-2.0
//
// fn_strain - software and packets of which only lockstep knows what is right
//
// In turns, each with other settings of every register: rings, buffers and pages anywhere in 64
// bits of address, flows of any context, descriptors and packets good and bad, accesses to
// registers that crowd or go nowhere, bus errors, parity errors; at last one turn as long as a
// producer takes to go round.  What comes of it nobody checks but whoever compares the controller
// with its model at each edge.

#ifndef FN_STRAIN_H
#define FN_STRAIN_H

#include "functional/fn_flow_entry.h"
#include "system/fn_computer.h"
#include "wire/fn_packet_maker.h"

enum { FN_STRAIN_FLOWS = 24, FN_STRAIN_PACKET = 2 * FN_PACKET_MAKER_BYTES };

struct fn_strain {
    struct fn_computer    *computer;
    const uint64_t        *cycle;  // of the owner's engine
    unsigned               num_entries, num_flows;
    struct fn_packet_maker maker;
    uint64_t               random;
    uint8_t               *transmit_ring, *buffer_ring, *elsewhere;
    unsigned               transmit_size, buffer_size;  // of rings: logarithms
    uint16_t               contexts[FN_STRAIN_FLOWS];  // that are started
    unsigned               num_contexts, turn;
    bool                   is_crowded;                 // more flows than channels
    uint32_t               control;
    bool                   is_receiving, is_marathon;
    uint64_t               num_packets, num_errors, num_crowded, num_operations;
    uint8_t                bytes[2][FN_STRAIN_PACKET];
};

// The controller is idle, and what lay in its memory is not wanted any more.  Returns when all
// is over; false after a fault of the computer.
bool fn_strain_run(struct fn_strain *strain, struct fn_computer *computer, const uint64_t *cycle,
                   unsigned num_entries, unsigned num_flows, unsigned seed);

unsigned fn_strain_below(struct fn_strain *strain, unsigned limit);

// The next packet: its length, 0 if there is none now.
size_t fn_strain_next(struct fn_strain *strain, const uint8_t **bytes);

// ---- fn_strain_registers.c ----

// Any access, its channels in any order; an error is counted.  Gives what was read.
uint32_t fn_strain_access(struct fn_strain *strain, bool is_write, unsigned offset,
                          uint32_t value, unsigned strobe);
void     fn_strain_write(struct fn_strain *strain, unsigned offset, uint32_t value);
uint32_t fn_strain_read(struct fn_strain *strain, unsigned offset);
void     fn_strain_await(struct fn_strain *strain, unsigned offset, uint32_t mask);  // be 0

// More accesses than there is room for before the first one's answer is taken.
void     fn_strain_crowd(struct fn_strain *strain);

// ---- fn_strain_flows.c ----

// One flow of those to come; its context is started, if it has one.
void     fn_strain_add_flow(struct fn_strain *strain, unsigned f);
void     fn_strain_operate(struct fn_strain *strain, unsigned operation, unsigned context,
                           uint64_t argument);

#endif
