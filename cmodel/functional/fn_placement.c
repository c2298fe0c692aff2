// SPDX-License-Identifier: Apache-2.0
//
// fn_placement - see fn_placement.h

#include "functional/fn_placement.h"

unsigned fn_intervals_missing(const struct fn_intervals *list, uint32_t begin, uint32_t end,
                              struct fn_interval missing[FN_INTERVALS_MAX + 1])
{
    unsigned count = 0;

    for (unsigned i = 0; i < list->count && begin < end; i++) {
        const struct fn_interval there = list->at[i];
        if (there.end <= begin)
            continue;
        if (there.start >= end)
            break;
        if (begin < there.start)
            missing[count++] = (struct fn_interval){ begin, there.start };
        begin = there.end;
    }
    if (begin < end)
        missing[count++] = (struct fn_interval){ begin, end };
    return count;
}

bool fn_intervals_insert(struct fn_intervals *list, unsigned maximum, uint32_t begin,
                         uint32_t end, uint32_t *advance)
{
    struct fn_interval merged[FN_INTERVALS_MAX + 1];
    unsigned           count = 0, i = 0;

    while (i < list->count && list->at[i].end < begin)
        merged[count++] = list->at[i++];
    for (; i < list->count && list->at[i].start <= end; i++) {
        if (list->at[i].start < begin)
            begin = list->at[i].start;
        if (list->at[i].end > end)
            end = list->at[i].end;
    }
    const bool is_next = begin == 0;
    if (!is_next)
        merged[count++] = (struct fn_interval){ begin, end };
    while (i < list->count)
        merged[count++] = list->at[i++];
    if (count > maximum)
        return false;

    *advance = is_next ? end : 0;
    list->count = count;
    for (i = 0; i < count; i++)
        list->at[i] = (struct fn_interval){ merged[i].start - *advance, merged[i].end - *advance };
    return true;
}
