// SPDX-License-Identifier: Apache-2.0
//
// fn_byte_ranges - a set of bytes of a stream, by their places in it

#ifndef FN_BYTE_RANGES_H
#define FN_BYTE_RANGES_H

#include <stdbool.h>
#include <stdint.h>

enum { FN_BYTE_RANGES_MAX = 512 };

struct fn_byte_range {
    uint64_t from, to;  // not including to
};

struct fn_byte_ranges {
    unsigned             count;
    struct fn_byte_range at[FN_BYTE_RANGES_MAX];  // sorted, not touching each other
};

// False, and nothing was added, if there is no room for one more.
bool fn_byte_ranges_add(struct fn_byte_ranges *ranges, uint64_t from, uint64_t to);

// Forgets what is below.
void fn_byte_ranges_cut(struct fn_byte_ranges *ranges, uint64_t below);

// The first part of [from, to) that is not in the set: false if there is none.
bool fn_byte_ranges_missing(const struct fn_byte_ranges *ranges, uint64_t from, uint64_t to,
                            struct fn_byte_range *missing);

// How many bytes of [from, to) are in the set.
uint64_t fn_byte_ranges_covered(const struct fn_byte_ranges *ranges, uint64_t from, uint64_t to);

#endif
