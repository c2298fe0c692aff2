// SPDX-License-Identifier: Apache-2.0
//
// fn_fault_coverage - has everything happened that a fault run is there for?
//
// Faults of the wire and of memory, full and empty rings, every synchronisation code, and after
// each surrender, whatever its cause, the way back to zero copy.

#ifndef FN_FAULT_COVERAGE_H
#define FN_FAULT_COVERAGE_H

#include "flownic.h"
#include "system/fn_applications.h"

enum { FN_FAULT_COVERAGE_NAME = 64, FN_FAULT_COVERAGE_CASES = 64 };

struct fn_fault_case {
    char     name[FN_FAULT_COVERAGE_NAME];
    uint64_t count;
};

struct fn_fault_coverage {
    bool     is_on;
    uint64_t syncs[16];                 // in records of packets and in reports
    uint64_t full_for_software, full_for_flows;  // packets: no room in the completion ring
    struct fn_fault_case cases[FN_FAULT_COVERAGE_CASES];
    unsigned num_cases;
};

// After each edge of clk: from inside, since both are counted under one reason.
void fn_fault_coverage_tick(struct fn_fault_coverage *coverage, const struct flownic *twin);
void fn_fault_coverage_record(struct fn_fault_coverage *coverage,
                              const struct fn_completion_record *record);

// At the end: the cases; one with count 0 has not happened.
void fn_fault_coverage_close(struct fn_fault_coverage *coverage, const uint64_t *reasons,
                             const struct fn_applications *applications);

#endif
