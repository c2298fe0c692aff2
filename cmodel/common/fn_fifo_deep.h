// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_deep - twin of rtl/common/fn_fifo_deep.v, which states the contract

#ifndef FN_FIFO_DEEP_H
#define FN_FIFO_DEEP_H

#include <stdbool.h>

#include "common/fn_record.h"

enum { FN_FIFO_DEEP_MAX_DEPTH = 512, FN_FIFO_DEEP_MAX_BYTES = 24 };

struct fn_fifo_deep_beat {
    uint8_t byte[FN_FIFO_DEEP_MAX_BYTES];  // parameter WIDTH says how many bits count
};

struct fn_fifo_deep_in {
    bool                     rst;
    bool                     s_valid;
    struct fn_fifo_deep_beat s_data;
    bool                     pop, freed;
};

struct fn_fifo_deep_out {
    bool                     s_ready;
    bool                     m_valid;
    struct fn_fifo_deep_beat m_data;
};

struct fn_fifo_deep {
    struct fn_fifo_deep_out  out;
    unsigned                 limit;  // parameter LIMIT
    struct fn_fifo_deep_beat beats[FN_FIFO_DEEP_MAX_DEPTH];
    unsigned                 taken, given, freed;  // beats, counted for ever
};

extern const struct fn_port fn_fifo_deep_inputs[], fn_fifo_deep_outputs[];

void fn_fifo_deep_reset(struct fn_fifo_deep *fifo, unsigned limit);
void fn_fifo_deep_tick(struct fn_fifo_deep *fifo, const struct fn_fifo_deep_in *in);

#endif
