// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_ahead - twin of rtl/common/fn_fifo_ahead.v, which states the contract

#ifndef FN_FIFO_AHEAD_H
#define FN_FIFO_AHEAD_H

#include <stdbool.h>

#include "common/fn_record.h"

enum { FN_FIFO_AHEAD_PLACES = 2, FN_FIFO_AHEAD_MAX_BYTES = 16 };

struct fn_fifo_ahead_beat {
    uint8_t byte[FN_FIFO_AHEAD_MAX_BYTES];  // parameter WIDTH says how many bits count
};

struct fn_fifo_ahead_in {
    bool                      rst;
    bool                      s_read;
    struct fn_fifo_ahead_beat s_data;
    bool                      pop;
};

struct fn_fifo_ahead_out {
    bool                      s_room;
    bool                      m_valid;
    struct fn_fifo_ahead_beat m_data;  // while s_data is as it is
};

struct fn_fifo_ahead {
    struct fn_fifo_ahead_out  out;
    struct fn_fifo_ahead_beat beats[FN_FIFO_AHEAD_PLACES];
    unsigned                  read, kept, given;  // beats, counted for ever
};

extern const struct fn_port fn_fifo_ahead_inputs[], fn_fifo_ahead_outputs[];

void fn_fifo_ahead_reset(struct fn_fifo_ahead *ahead);
void fn_fifo_ahead_tick(struct fn_fifo_ahead *ahead, const struct fn_fifo_ahead_in *in);

#endif
