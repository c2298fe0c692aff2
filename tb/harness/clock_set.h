// SPDX-License-Identifier: Apache-2.0
//
// clock_set - the clocks of a module: which rise next, and stepping them
//
// All rise together at the first step, then each after its own period.

#ifndef CLOCK_SET_H
#define CLOCK_SET_H

#include "dut.h"

enum { CLOCK_SET_FIRST = 6400 };  // picoseconds until the first step

struct clock_set {
    struct {
        const struct dut_port *port;          // NULL without a dut
        uint64_t               period, next;  // picoseconds; next: when it rises
    }        clocks[DUT_MAX_CLOCKS];
    unsigned num_clocks;
    uint64_t time;  // picoseconds
};

// False if there are too many.
bool clock_set_add(struct clock_set *set, const struct dut_port *port, unsigned period);

// Which rise at the next step: bit 0 the first one.
unsigned clock_set_edges(const struct clock_set *set);

// Lets them rise.  dut NULL: only time goes on.
void clock_set_step(struct clock_set *set, struct dut *dut);

#endif
