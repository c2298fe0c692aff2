// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_report - twin of rtl/rx/fn_flow_report.v, which states the contract

#ifndef FN_FLOW_REPORT_H
#define FN_FLOW_REPORT_H

#include <stdbool.h>

#include "functional/fn_flow_change.h"
#include "rx/fn_flow_context.h"

enum { FN_FLOW_REPORT_ENTRIES = 256, FN_FLOW_REPORT_ROOM = 16 };

struct fn_flow_report_in {
    bool             rst;
    bool             s_ring_enable;
    bool             s_entry_valid;
    bool             s_entry_placed;
    bool             s_entry_good;
    bool             s_entry_reported;
    bool             s_entry_answered;
    bool             s_entry_begins;
    struct fn_report s_entry_data;
    bool             s_end_valid;
    bool             s_end_written;
    bool             s_done_valid;
    bool             s_done_error;
    bool             s_slot_valid;
    bool             m_report_ready;
    bool             m_delivery_ready;
    bool             m_acknowledge_ready;
    bool             m_failed_ready;
};

struct fn_flow_report_out {
    bool             s_entry_ready;
    bool             m_room;
    bool             s_end_ready;
    bool             s_slot_ready;
    bool             m_report_valid;
    struct fn_report m_report_data;
    bool             m_delivery_valid;
    uint16_t         m_delivery_context;
    uint8_t          m_delivery_reason;
    bool             m_acknowledge_valid;
    uint16_t         m_acknowledge_index;
    uint32_t         m_acknowledge_number;
    bool             m_failed_valid;
    uint16_t         m_failed_index;
    uint8_t          m_failed_epoch;
    uint32_t         m_failed_confirmed;
};

struct fn_flow_report_entry {
    bool             placed, good, reported, answered, begins;
    struct fn_report report;
};

// Counted for ever; what is taken can be seen 2 cycles later, and 1 after the one before left.
struct fn_flow_report_queue {
    unsigned taken, seen, left;
};

struct fn_flow_report {
    struct fn_flow_report_out   out;
    unsigned                    flows;   // parameter FLOWS
    unsigned                    cycles;  // since reset
    struct fn_flow_report_queue entries, ends, dones;
    struct fn_flow_report_entry entry[FN_FLOW_REPORT_ENTRIES];
    bool                        written[FN_FLOW_REPORT_ENTRIES], error[FN_FLOW_REPORT_ENTRIES];
    struct { bool has_failed; uint32_t confirmed; } flow[FN_FLOW_CONTEXT_FLOWS_MAX];

    // The entry under way.
    enum {
        FN_FLOW_REPORT_LOOKS, FN_FLOW_REPORT_WAITS, FN_FLOW_REPORT_JUDGES, FN_FLOW_REPORT_ACTS
    } step;
    struct fn_flow_report_entry now;
    bool                        is_lost;  // its writes failed
    bool                        has_slot;
};

extern const struct fn_port fn_flow_report_inputs[], fn_flow_report_outputs[];

void fn_flow_report_reset(struct fn_flow_report *report, unsigned flows);
void fn_flow_report_tick(struct fn_flow_report *report, const struct fn_flow_report_in *in);

#endif
