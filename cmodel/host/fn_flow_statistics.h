// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_statistics - twin of rtl/host/fn_flow_statistics.v, which states the contract

#ifndef FN_FLOW_STATISTICS_H
#define FN_FLOW_STATISTICS_H

#include <stdbool.h>

#include "common/fn_record.h"
#include "fn_flow_class.h"

enum { FN_FLOW_STATISTICS_FLOWS = 1024 };

struct fn_flow_statistics_in {
    bool     rst;
    bool     s_unplaced_valid;
    uint16_t s_unplaced_context;
    uint8_t  s_unplaced_reason;
    bool     s_delivery_valid;
    uint16_t s_delivery_context;
    uint8_t  s_delivery_reason;
    bool     s_read_valid;
    uint16_t s_read_context;
    uint8_t  s_read_class;
};

struct fn_flow_statistics_out {
    bool     s_unplaced_ready;
    bool     s_delivery_ready;
    bool     s_read_ready;
    bool     m_count_valid;
    uint64_t m_count_data;
};

// What waits for its turn, and the counter it is for.
struct fn_flow_statistics_event {
    bool     waits;
    unsigned context, class;
};

struct fn_flow_statistics {
    struct fn_flow_statistics_out   out;
    unsigned                        flows, counter_bits;  // parameters
    uint64_t                        counters[FN_FLOW_STATISTICS_FLOWS][FN_FLOW_CLASSES];
    struct fn_flow_statistics_event unplaced, delivery, read;
    unsigned                        rows;       // of counters: FLOWS, or more
    unsigned                        to_clear;   // counters, after reset
    unsigned                        turn, answers_in;  // cycles; answers_in 0: nothing is asked
};

extern const struct fn_port fn_flow_statistics_inputs[], fn_flow_statistics_outputs[];

void fn_flow_statistics_reset(struct fn_flow_statistics *statistics, unsigned flows,
                              unsigned counter_bits);
void fn_flow_statistics_tick(struct fn_flow_statistics *statistics,
                             const struct fn_flow_statistics_in *in);

#endif
