// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo - twin of rtl/common/fn_fifo.v, which states the contract

#ifndef FN_FIFO_H
#define FN_FIFO_H

#include <stdbool.h>

#include "common/fn_record.h"

enum { FN_FIFO_MAX_DEPTH = 2048, FN_FIFO_MAX_BYTES = 16 };

struct fn_fifo_beat {
    uint8_t byte[FN_FIFO_MAX_BYTES];  // parameter WIDTH says how many bits count
};

struct fn_fifo_in {
    bool                rst;
    bool                s_valid;
    struct fn_fifo_beat s_data;
    bool                m_ready;
};

struct fn_fifo_out {
    bool                s_ready;
    bool                m_valid;
    struct fn_fifo_beat m_data;
};

struct fn_fifo {
    struct fn_fifo_out  out;
    unsigned            depth;  // parameter DEPTH
    struct fn_fifo_beat beats[FN_FIFO_MAX_DEPTH];
    unsigned            taken, shown, given;  // beats, counted for ever
};

extern const struct fn_port fn_fifo_inputs[], fn_fifo_outputs[];

void fn_fifo_reset(struct fn_fifo *fifo, unsigned depth);
void fn_fifo_tick(struct fn_fifo *fifo, const struct fn_fifo_in *in);

#endif
