// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_change - the steps of which every change of a flow is made

#ifndef FN_FLOW_CHANGE_H
#define FN_FLOW_CHANGE_H

#include <stdbool.h>

#include "functional/fn_flow_context.h"
#include "functional/fn_host_record.h"

// A context as it will be, and whom to tell.
struct fn_flow_change {
    struct fn_context next;
    bool              surrendered;  // next.state became IDLE
    bool              reported;     // report is due
    bool              answered;     // an acknowledgment of next.receive_next is due
    enum fn_sync      sync;
    struct fn_report  report;       // phase is 0; fields of a packet, if one made the change
};

// The first one, from which the others go on.
void fn_change_begin(struct fn_flow_change *change, const struct fn_context *context);

// An acknowledgment leaves, or the driver is told to send one.
void fn_change_acknowledge(struct fn_flow_change *change);

// The flow is the stack's; what was owed is flushed first.
void fn_change_surrender(struct fn_flow_change *change, enum fn_sync sync);

// Receive-next moves by so many bytes: pages become full, more may be wanted, the end reached.
void fn_change_move(struct fn_flow_change *change, uint32_t advance);

// Of a report: writes have failed, memory has answered for what is before confirmed only; what
// lies before a FIN is lost.
void fn_report_fail(struct fn_report *report, uint32_t confirmed);

// The last one: whether there is a report, and what it says of the flow.
void fn_change_end(struct fn_flow_change *change, unsigned context_index);

#endif
