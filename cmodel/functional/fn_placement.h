// SPDX-License-Identifier: Apache-2.0
//
// fn_placement - what of a byte stream has arrived beyond receive-next
//
// A list of intervals [start, end) in bytes beyond receive-next: sorted, disjoint, not even
// touching each other, none at 0.  Between them are the holes, the reserved regions (308)
// of the seed.  Offsets are small numbers, so the wrap of the sequence number at 2^32 is
// behind whoever subtracts receive-next.

#ifndef FN_PLACEMENT_H
#define FN_PLACEMENT_H

#include <stdbool.h>
#include <stdint.h>

enum { FN_INTERVALS_MAX = 8 };

struct fn_interval {
    uint32_t start, end;
};

struct fn_intervals {
    unsigned           count;
    struct fn_interval at[FN_INTERVALS_MAX];
};

// The parts of [begin, end) that have not arrived, in order, at most count + 1: how many.
unsigned fn_intervals_missing(const struct fn_intervals *list, uint32_t begin, uint32_t end,
                              struct fn_interval missing[FN_INTERVALS_MAX + 1]);

// Adds [begin, end), begin < end.  What then begins at 0 leaves the list: *advance bytes have
// become contiguous, and the list counts from there.  False, and nothing is changed, if more
// than maximum intervals would be needed.
bool fn_intervals_insert(struct fn_intervals *list, unsigned maximum, uint32_t begin,
                         uint32_t end, uint32_t *advance);

#endif
