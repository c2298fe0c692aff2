// SPDX-License-Identifier: Apache-2.0
//
// fn_completion_ring - where in host memory the n-th completion record lies
//
// n counts from 0 since the ring was enabled, modulo 2^16.

#ifndef FN_COMPLETION_RING_H
#define FN_COMPLETION_RING_H

#include <stdbool.h>
#include <stdint.h>

enum { FN_COMPLETION_BYTES = 64 };

static inline uint64_t fn_completion_address(uint64_t base, unsigned size, uint16_t n)
{
    return (base & ~63ull) + (uint64_t)FN_COMPLETION_BYTES * (n & ((1u << size) - 1));
}

// Of every record of a lap: 1 on the first, 0 on the second, ...
static inline bool fn_completion_phase(unsigned size, uint16_t n)
{
    return (n >> size & 1) == 0;
}

#endif
