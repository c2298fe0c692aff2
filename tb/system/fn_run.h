// SPDX-License-Identifier: Apache-2.0
//
// fn_run - the main job: a capture through flownic, checked against the golden model
//
// Every frame's fate is foretold by the functional model (fn_receive); every record,
// every delivered byte, every frame that leaves and, at the end, every counter is held
// against it, whatever engine runs.

#ifndef FN_RUN_H
#define FN_RUN_H

#include "functional/fn_receive.h"
#include "system/fn_flows.h"
#include "system/fn_outputs.h"
#include "system/fn_stack.h"
#include "system/fn_system.h"
#include "wire/fn_capture.h"

enum fn_run_timing { FN_RUN_LINE_RATE, FN_RUN_CAPTURE_CLOCK };

struct fn_run_options {
    const char        *engine_name;
    enum engine_kind   engine;
    enum fn_run_timing timing;
    unsigned           seed;
    bool               is_unkind;      // memory that stalls and reorders
    unsigned           fault_percent;  // frames spoilt on the wire
    unsigned           error_rate;     // SLVERR from memory, in 65536ths of the bursts
    unsigned           repeat;         // the capture so many times
    bool               show_progress;
};

enum { FN_RUN_PENDING = 4096, FN_RUN_SENDS = 64, FN_RUN_DIFFERENCES = 10 };

// A frame on its way, and what must become of it.
struct fn_run_expected {
    const uint8_t       *frame;
    size_t               length;
    uint64_t             number;  // of the packet, from 1 on
    struct fn_completion completion;
};

struct fn_run {
    struct fn_run_options  options;
    const struct fn_flows *flows;
    const struct fn_capture *capture;
    struct fn_outputs     *outputs;
    struct fn_system       system;
    struct fn_stack        stack;
    struct fn_receive      receive;

    uint64_t num_fed, num_total, start;        // packets; picoseconds
    uint64_t first_cycle;
    uint64_t random;
    uint64_t expected_reasons[64];
    struct fn_run_expected pending[FN_RUN_PENDING];
    uint64_t num_pending, num_settled;         // counted for ever
    uint64_t num_lost;                         // good frames for which there was no room
    struct { uint8_t bytes[FN_RUN_SENDS][9216]; size_t length[FN_RUN_SENDS]; } sends;
    uint64_t num_sends, num_sent;
    uint64_t idle_since;                       // cycle of the last record or frame

    struct fn_summary summary;
    char              differences[FN_RUN_DIFFERENCES][256];
};

// False if the run could not go on; then summary.fault says why.
bool fn_run(struct fn_run *run, const struct fn_run_options *options,
            const struct fn_flows *flows, const struct fn_capture *capture,
            struct fn_outputs *outputs);

#endif
