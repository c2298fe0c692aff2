// SPDX-License-Identifier: Apache-2.0
//
// fn_queue - twin of rtl/common/fn_queue.v, which states the contract

#ifndef FN_QUEUE_H
#define FN_QUEUE_H

#include <stdbool.h>

#include "common/fn_record.h"

enum { FN_QUEUE_MAX_DEPTH = 16, FN_QUEUE_MAX_BYTES = 16 };

struct fn_queue_entry {
    uint8_t byte[FN_QUEUE_MAX_BYTES];  // parameter WIDTH says how many bits count
};

struct fn_queue_in {
    bool                  rst;
    bool                  put;
    struct fn_queue_entry s_data;
    bool                  pop;
};

struct fn_queue_out {
    bool                  full_d;  // for put and pop as they are
    bool                  m_valid;
    struct fn_queue_entry m_data;
};

struct fn_queue {
    struct fn_queue_out   out;
    unsigned              depth;  // parameter DEPTH
    struct fn_queue_entry entries[FN_QUEUE_MAX_DEPTH];
    unsigned              taken, given;  // counted for ever
};

extern const struct fn_port fn_queue_inputs[], fn_queue_outputs[];

void fn_queue_reset(struct fn_queue *queue, unsigned depth);
void fn_queue_tick(struct fn_queue *queue, const struct fn_queue_in *in);

#endif
