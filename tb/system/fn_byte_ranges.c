// SPDX-License-Identifier: Apache-2.0
//
// fn_byte_ranges - see fn_byte_ranges.h

#include "system/fn_byte_ranges.h"

#include <string.h>

static uint64_t lower(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t higher(uint64_t a, uint64_t b) { return a > b ? a : b; }

bool fn_byte_ranges_add(struct fn_byte_ranges *ranges, uint64_t from, uint64_t to)
{
    unsigned first = 0, last;

    if (from >= to)
        return true;
    while (first < ranges->count && ranges->at[first].to < from)
        first++;
    for (last = first; last < ranges->count && ranges->at[last].from <= to; last++) {
        from = lower(from, ranges->at[last].from);
        to = higher(to, ranges->at[last].to);
    }
    if (last == first && ranges->count == FN_BYTE_RANGES_MAX)
        return false;
    memmove(&ranges->at[first + 1], &ranges->at[last],
            (ranges->count - last) * sizeof ranges->at[0]);
    ranges->at[first] = (struct fn_byte_range){ from, to };
    ranges->count = ranges->count + 1 - (last - first);
    return true;
}

void fn_byte_ranges_cut(struct fn_byte_ranges *ranges, uint64_t below)
{
    unsigned gone = 0;

    while (gone < ranges->count && ranges->at[gone].to <= below)
        gone++;
    ranges->count -= gone;
    memmove(&ranges->at[0], &ranges->at[gone], ranges->count * sizeof ranges->at[0]);
    if (ranges->count > 0)
        ranges->at[0].from = higher(ranges->at[0].from, below);
}

bool fn_byte_ranges_missing(const struct fn_byte_ranges *ranges, uint64_t from, uint64_t to,
                            struct fn_byte_range *missing)
{
    for (unsigned i = 0; i < ranges->count && from < to; i++) {
        if (ranges->at[i].to <= from)
            continue;
        if (ranges->at[i].from > from) {
            *missing = (struct fn_byte_range){ from, lower(to, ranges->at[i].from) };
            return true;
        }
        from = ranges->at[i].to;
    }
    *missing = (struct fn_byte_range){ from, to };
    return from < to;
}

uint64_t fn_byte_ranges_covered(const struct fn_byte_ranges *ranges, uint64_t from, uint64_t to)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < ranges->count; i++) {
        const uint64_t begin = higher(from, ranges->at[i].from);
        const uint64_t end = lower(to, ranges->at[i].to);
        sum += end > begin ? end - begin : 0;
    }
    return sum;
}
