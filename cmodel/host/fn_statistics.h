// SPDX-License-Identifier: Apache-2.0
//
// fn_statistics - twin of rtl/host/fn_statistics.v, which states the contract

#ifndef FN_STATISTICS_H
#define FN_STATISTICS_H

#include <stdbool.h>

#include "common/fn_record.h"

enum { FN_STATISTICS_COUNTERS = 128, FN_STATISTICS_TRANSMITTED = 64 };

struct fn_statistics_in {
    bool    rst;
    bool    s_received_valid;
    bool    s_drop_valid;
    uint8_t s_drop_reason;
    bool    s_delivery_valid;
    uint8_t s_delivery_reason;
    bool    s_flow_drop_valid;
    uint8_t s_flow_drop_reason;
    bool    s_flow_delivery_valid;
    uint8_t s_flow_delivery_reason;
    bool    s_transmit_valid;
    uint8_t s_transmit_reason;
    bool    s_read_valid;
    uint8_t s_read_index;
};

struct fn_statistics_out {
    bool     s_received_ready;
    bool     s_drop_ready;
    bool     s_delivery_ready;
    bool     s_flow_drop_ready;
    bool     s_flow_delivery_ready;
    bool     s_transmit_ready;
    bool     s_read_ready;
    bool     m_count_valid;
    uint64_t m_count_data;
};

// An event that waits for its turn, and the counter it is for.
struct fn_statistics_event {
    bool     waits;
    unsigned counter;
};

struct fn_statistics {
    struct fn_statistics_out   out;
    unsigned                   counter_bits;  // parameter COUNTER_BITS
    uint64_t                   counters[FN_STATISTICS_COUNTERS];
    struct fn_statistics_event received, drop, delivery, flow_drop, flow_delivery, transmit, total,
                               read;
    unsigned                   cycle;       // since reset
    unsigned                   count_due;   // cycle in which m_count shows an answer
};

extern const struct fn_port fn_statistics_inputs[], fn_statistics_outputs[];

void fn_statistics_reset(struct fn_statistics *statistics, unsigned counter_bits);
void fn_statistics_tick(struct fn_statistics *statistics, const struct fn_statistics_in *in);

#endif
