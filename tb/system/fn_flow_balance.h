// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_balance - the counters of flows, held against those of all packets and what was seen
//
// At the end of a run: what only packets of flows can come to adds up, class by class, to the
// counters by reason; placed packets are those that no record tells of, and, flow by flow,
// those in reports; packets given to software have come as records, or there was no room.
// Parity errors are no fewer than records and reports tell.

#ifndef FN_FLOW_BALANCE_H
#define FN_FLOW_BALANCE_H

#include "system/fn_applications.h"
#include "system/fn_oracle.h"

// Behind fn_oracle_check_counters.  Keeps the counters in the applications.
void fn_flow_balance_check(struct fn_applications *applications, struct fn_oracle *oracle,
                           struct fn_device *device);

#endif
