// SPDX-License-Identifier: Apache-2.0
//
// fn_random - the same numbers for the same seed, on every machine

#ifndef FN_RANDOM_H
#define FN_RANDOM_H

#include <stdint.h>

// The next state; its upper half is the random one.
static inline uint64_t fn_random_next(uint64_t *state)
{
    return *state = *state * 6364136223846793005u + 1442695040888963407u;
}

// 0 to limit - 1.
static inline unsigned fn_random_below(uint64_t *state, unsigned limit)
{
    return (unsigned)((fn_random_next(state) >> 33) * limit >> 31);
}

#endif
