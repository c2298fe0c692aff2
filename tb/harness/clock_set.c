// SPDX-License-Identifier: Apache-2.0
//
// clock_set - see clock_set.h

#include "clock_set.h"

#include <string.h>

bool clock_set_add(struct clock_set *set, const struct dut_port *port, unsigned period)
{
    if (set->num_clocks == DUT_MAX_CLOCKS)
        return false;
    if (port != NULL)
        memset(port->value, 0, port->size);  // so that the first step is an edge
    set->clocks[set->num_clocks].port = port;
    set->clocks[set->num_clocks].period = period;
    set->clocks[set->num_clocks++].next = CLOCK_SET_FIRST;
    return true;
}

static uint64_t next_edge(const struct clock_set *set)
{
    uint64_t next = set->clocks[0].next;
    for (unsigned c = 1; c < set->num_clocks; c++)
        if (set->clocks[c].next < next)
            next = set->clocks[c].next;
    return next;
}

unsigned clock_set_edges(const struct clock_set *set)
{
    const uint64_t next = next_edge(set);
    unsigned edges = 0;
    for (unsigned c = 0; c < set->num_clocks; c++)
        edges |= (unsigned)(set->clocks[c].next == next) << c;
    return edges;
}

void clock_set_step(struct clock_set *set, struct dut *dut)
{
    const struct dut_port *rising[DUT_MAX_CLOCKS];
    const uint64_t next = next_edge(set);
    unsigned num_rising = 0;

    for (unsigned c = 0; c < set->num_clocks; c++)
        if (set->clocks[c].next == next) {
            rising[num_rising++] = set->clocks[c].port;
            set->clocks[c].next += set->clocks[c].period;
        }
    if (dut != NULL)
        dut_step(dut, rising, num_rising, (unsigned)(next - set->time));
    set->time = next;
}
