// SPDX-License-Identifier: Apache-2.0
//
// fn_outputs - the files of a run: summary.json, stack.pcap, tx.pcap, completions.csv,
// parsed.csv

#ifndef FN_OUTPUTS_H
#define FN_OUTPUTS_H

#include <stdio.h>

#include "functional/fn_receive.h"
#include "fn_driver.h"
#include "system/fn_applications.h"
#include "system/fn_fault_coverage.h"
#include "wire/fn_capture.h"

enum { FN_LATENCY_BINS = 64, FN_LATENCY_BIN = 32 };

struct fn_summary {
    uint64_t    packets_in, delivered, packets_out;
    uint64_t    reasons[64];           // counters of received packets
    uint64_t    transmit_reasons[64];
    uint64_t    flow_hits[65536];      // by handle
    uint64_t    placed;                // packets
    const struct fn_applications *applications;  // closed, or NULL
    const struct fn_fault_coverage *coverage;    // closed, or NULL
    struct fn_parity_errors parity;
    uint64_t    cycles, mismatches, seed;
    uint64_t    simulated;             // cycles, with those of the set-up
    uint64_t    num_latencies, latency_sum, latency_max, latencies[FN_LATENCY_BINS];  // cycles
    double      seconds;
    const char *engine;
    char        fault[640];
};

struct fn_outputs {
    const char               *folder;
    struct fn_capture_writer *stack, *tx;
    FILE                     *completions, *parsed;
    char                      fault[512];
};

// Makes the folder if need be; false and fault if a file cannot be written.
bool fn_outputs_open(struct fn_outputs *outputs, const char *folder);

void fn_outputs_completion(struct fn_outputs *outputs, uint64_t cycle,
                           const struct fn_completion_record *record);
void fn_outputs_parsed(struct fn_outputs *outputs, uint64_t number, size_t length,
                       const struct fn_received *received);
bool fn_outputs_close(struct fn_outputs *outputs, const struct fn_summary *summary);

#endif
