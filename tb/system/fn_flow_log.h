// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_log - what happened to the zero-copied flows, and when: reports.csv, flow_HANDLE.csv
//
// A line of flow_HANDLE.csv: cycle, event, two sequence numbers.
//
//   arrived      the first bit of a good segment is on the wire: its bytes
//   spoilt       so, but of a bad one
//   software     bytes that came to software
//   contiguous   a report has come: lies in pages up to there
//   surrendered  so, and the flow is software's

#ifndef FN_FLOW_LOG_H
#define FN_FLOW_LOG_H

#include <stdio.h>

#include "functional/fn_receive.h"
#include "system/fn_flows.h"

struct fn_flow_log {
    FILE *reports;
    FILE *files[FN_FLOWS_MAX];  // by entry of the flow table
    char  fault[512];
};

// False and fault if a file cannot be written.
bool fn_flow_log_open(struct fn_flow_log *log, const char *folder, const struct fn_flows *flows);
void fn_flow_log_close(struct fn_flow_log *log);

void fn_flow_log_arrived(struct fn_flow_log *log, uint64_t cycle,
                         const struct fn_received *received);
void fn_flow_log_record(struct fn_flow_log *log, uint64_t cycle,
                        const struct fn_completion_record *record, const struct fn_flows *flows);

#endif
