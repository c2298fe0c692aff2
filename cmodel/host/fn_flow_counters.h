// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_counters - twin of rtl/host/fn_flow_counters.v, which states the contract

#ifndef FN_FLOW_COUNTERS_H
#define FN_FLOW_COUNTERS_H

#include <stdbool.h>

#include "common/fn_record.h"
#include "fn_flow_class.h"

enum { FN_FLOW_COUNTERS_FLOWS = 1024 };

struct fn_flow_counters_in {
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

struct fn_flow_counters_out {
    bool     s_unplaced_ready;
    bool     s_delivery_ready;
    bool     s_read_ready;
    bool     m_count_valid;
    uint64_t m_count_data;
};

// What waits for its turn, and the counter it is for.
struct fn_flow_counters_event {
    bool     waits;
    unsigned context, class;
};

struct fn_flow_counters {
    struct fn_flow_counters_out   out;
    unsigned                      flows, counter_bits;  // parameters
    uint64_t                      counters[FN_FLOW_COUNTERS_FLOWS][FN_FLOW_CLASSES];
    struct fn_flow_counters_event unplaced, delivery, read;
    unsigned                      rows;       // of counters: FLOWS, or more
    unsigned                      to_clear;   // counters, after reset
    unsigned                      turn, answers_in;  // cycles; answers_in 0: nothing is asked
};

extern const struct fn_port fn_flow_counters_inputs[], fn_flow_counters_outputs[];

void fn_flow_counters_reset(struct fn_flow_counters *counters, unsigned flows,
                            unsigned counter_bits);
void fn_flow_counters_tick(struct fn_flow_counters *counters,
                           const struct fn_flow_counters_in *in);

#endif
