// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals_reach - every list of intervals that segments can lead to, and every segment
//
// A list is the set of its bytes: a number, bit n the byte n beyond receive-next.  From the
// empty set all segments of a window are added, to each set that comes of it again, until
// no new one comes.

#ifndef FN_INTERVALS_REACH_H
#define FN_INTERVALS_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "functional/fn_placement.h"

enum { FN_REACH_WINDOW_MAX = 24 };

struct fn_reach {
    unsigned  window, maximum;  // bytes, intervals
    uint64_t *sets;             // those found
    uint8_t  *is_found;         // by set, a bit each
    unsigned  num_sets, at;
    unsigned  begin, end;       // the next segment of set `at`
    unsigned long num_transitions;
};

void fn_reach_open(struct fn_reach *reach, unsigned window, unsigned maximum);
void fn_reach_close(struct fn_reach *reach);

// The next pair {set, begin, end}: false when there is none any more.
bool fn_reach_next(struct fn_reach *reach, uint64_t pair[3]);

// The set that comes of a set and a segment, relative to the new receive-next, and by how
// many bytes that moved; the set itself if more than maximum intervals would be needed.
uint64_t fn_reach_add(unsigned maximum, uint64_t set, uint32_t begin, uint32_t end,
                      uint32_t *advance, bool *overflow);

// Between a list and its set, of offsets up to 63: every run of ones is an interval.
struct fn_intervals fn_reach_list(uint64_t set);
uint64_t            fn_reach_set(const struct fn_intervals *list);

#endif
