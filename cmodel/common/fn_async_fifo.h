// SPDX-License-Identifier: Apache-2.0
//
// fn_async_fifo - twin of rtl/common/fn_async_fifo.v, which states the contract
//
// A tick takes the clocks that rise; rising together, each side sees the other as it
// was before.

#ifndef FN_ASYNC_FIFO_H
#define FN_ASYNC_FIFO_H

#include "common/fn_fifo.h"

enum { FN_ASYNC_FIFO_S_CLK = 1, FN_ASYNC_FIFO_M_CLK = 2, FN_ASYNC_FIFO_MAX_DEPTH = 512 };

struct fn_async_fifo_in {
    bool                s_rst;
    bool                s_valid;
    struct fn_fifo_beat s_data;
    bool                m_rst;
    bool                m_ready;
};

struct fn_async_fifo_out {
    bool                s_ready;
    bool                m_valid;
    struct fn_fifo_beat m_data;
};

struct fn_async_fifo {
    struct fn_async_fifo_out out;
    unsigned                 depth;  // parameter DEPTH
    struct fn_fifo_beat      beats[FN_ASYNC_FIFO_MAX_DEPTH];
    unsigned                 taken, shown;  // beats, counted since reset
    unsigned                 taken_seen[3];  // by m: one, two, three edges ago
    unsigned                 shown_seen[2];  // by s: one, two edges ago
};

extern const struct fn_port fn_async_fifo_inputs[], fn_async_fifo_outputs[];

void fn_async_fifo_reset(struct fn_async_fifo *fifo, unsigned depth);
void fn_async_fifo_tick(struct fn_async_fifo *fifo, const struct fn_async_fifo_in *in,
                        unsigned edges);

#endif
