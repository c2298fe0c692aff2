// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals - twin of rtl/rx/fn_intervals.v, which states the contract
//
// struct fn_intervals is the list itself, of functional/fn_placement.h: hence _twin.

#ifndef FN_INTERVALS_H
#define FN_INTERVALS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/fn_record.h"
#include "functional/fn_placement.h"

enum { FN_INTERVALS_LATENCY = 4, FN_INTERVALS_BYTES = FN_INTERVALS_MAX * 4 + 4 };

struct fn_intervals_in {
    bool     rst;
    bool     s_valid;
    uint8_t  s_starts[FN_INTERVALS_BYTES];
    uint8_t  s_ends[FN_INTERVALS_BYTES];
    uint8_t  s_count;
    uint32_t s_begin;
    uint32_t s_end;
};

struct fn_intervals_out {
    bool     m_valid;
    uint8_t  m_starts[FN_INTERVALS_BYTES];
    uint8_t  m_ends[FN_INTERVALS_BYTES];
    uint8_t  m_count;
    bool     m_overflow;
    uint32_t m_advance;
    bool     m_new;
};

struct fn_intervals_twin {
    struct fn_intervals_out out;
    unsigned                maximum, width;  // parameters COUNT, WIDTH
    unsigned                now;
    struct {
        bool                is_due, overflow, is_new;
        struct fn_intervals list;
        uint32_t            advance;
    } answers[FN_INTERVALS_LATENCY];  // by the cycle they are due in
};

extern const struct fn_port fn_intervals_inputs[], fn_intervals_outputs[];

void fn_intervals_reset(struct fn_intervals_twin *twin, unsigned maximum, unsigned width);
void fn_intervals_tick(struct fn_intervals_twin *twin, const struct fn_intervals_in *in);

// The list as the ports carry it: count places of width bits, those not used 0.
void fn_intervals_pack(const struct fn_intervals *list, unsigned width,
                       uint8_t starts[FN_INTERVALS_BYTES], uint8_t ends[FN_INTERVALS_BYTES]);

#endif
