// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals_reach - see fn_intervals_reach.h

#include "rx/fn_intervals_reach.h"

#include <stdio.h>
#include <stdlib.h>

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL) {
        fprintf(stderr, "fn_intervals_reach: no memory for %zu sets\n", count);
        exit(EXIT_FAILURE);
    }
    return memory;
}

static void find(struct fn_reach *reach, uint64_t set)
{
    if (reach->is_found[set / 8] >> set % 8 & 1)
        return;
    reach->is_found[set / 8] |= (uint8_t)(1 << set % 8);
    reach->sets[reach->num_sets++] = set;
}

void fn_reach_open(struct fn_reach *reach, unsigned window, unsigned maximum)
{
    *reach = (struct fn_reach){ .window = window, .maximum = maximum, .end = 1 };
    reach->sets = allocate((size_t)1 << window, sizeof *reach->sets);
    reach->is_found = allocate(((size_t)1 << window) / 8 + 1, 1);
    find(reach, 0);
}

void fn_reach_close(struct fn_reach *reach)
{
    free(reach->sets);
    free(reach->is_found);
}

static unsigned runs(uint64_t set)
{
    return (unsigned)__builtin_popcountll(set & ~(set << 1));
}

uint64_t fn_reach_add(unsigned maximum, uint64_t set, uint32_t begin, uint32_t end,
                      uint32_t *advance, bool *overflow)
{
    uint64_t all = set | ((UINT64_C(1) << end) - (UINT64_C(1) << begin));

    for (*advance = 0; all & 1; all >>= 1)
        ++*advance;
    *overflow = runs(all) > maximum;
    if (*overflow)
        *advance = 0;
    return *overflow ? set : all;
}

bool fn_reach_next(struct fn_reach *reach, uint64_t pair[3])
{
    uint32_t advance;
    bool     overflow;

    if (reach->at == reach->num_sets)
        return false;
    pair[0] = reach->sets[reach->at];
    pair[1] = reach->begin;
    pair[2] = reach->end;
    find(reach, fn_reach_add(reach->maximum, pair[0], reach->begin, reach->end, &advance,
                             &overflow));
    reach->num_transitions++;
    if (++reach->end > reach->window)
        reach->end = ++reach->begin + 1;
    if (reach->begin == reach->window) {
        reach->begin = 0;
        reach->end = 1;
        reach->at++;
    }
    return true;
}

struct fn_intervals fn_reach_list(uint64_t set)
{
    struct fn_intervals list = { 0 };

    for (unsigned i = 1; i < 64; i++) {
        if ((set >> i & 1) && !(set >> (i - 1) & 1))
            list.at[list.count].start = i;
        if (!(set >> i & 1) && (set >> (i - 1) & 1) && i > 1)
            list.at[list.count++].end = i;
    }
    return list;
}

uint64_t fn_reach_set(const struct fn_intervals *list)
{
    uint64_t set = 0;

    for (unsigned i = 0; i < list->count; i++)
        set |= (UINT64_C(1) << list->at[i].end) - (UINT64_C(1) << list->at[i].start);
    return set;
}
