// SPDX-License-Identifier: Apache-2.0
//
// fn_run - the main job: a capture through flownic, checked against the golden model
//
// Whatever engine runs, fn_oracle says what must come out.

#ifndef FN_RUN_H
#define FN_RUN_H

#include "system/fn_applications.h"
#include "system/fn_fault_coverage.h"
#include "system/fn_feed.h"
#include "system/fn_flow_log.h"
#include "system/fn_oracle.h"
#include "system/fn_outputs.h"
#include "system/fn_stack.h"
#include "system/fn_system.h"
#include "system/fn_troubles.h"
#include "wire/fn_capture.h"

struct fn_run_options {
    const char        *engine_name;
    enum engine_kind   engine;
    enum fn_feed_timing timing;
    unsigned           seed;
    bool               is_unkind;      // memory that stalls and reorders
    unsigned           fault_percent;  // frames spoilt on the wire
    unsigned           error_rate;     // SLVERR from memory, in 65536ths of the bursts
    unsigned           take_away;      // chance of a zero-copied flow to be taken back, each poll
    unsigned           repeat;         // the capture so many times
    unsigned           senders;        // bytes that each zero-copied flow has a sender for; or 0
    bool               has_troubles;   // see fn_troubles.h
    bool               covers_faults;  // see fn_fault_coverage.h
    bool               show_progress;
    const char        *vectors;        // file for what happens at the pins, NULL: none
    struct inspection *inspection;     // of the blocks inside, NULL: none
};

struct fn_run {
    struct fn_run_options    options;
    const struct fn_flows   *flows;
    struct fn_feed           feed;
    struct fn_senders        senders;
    struct fn_troubles       troubles;
    struct fn_fault_coverage coverage;
    struct fn_outputs       *outputs;
    struct fn_system         system;
    struct fn_stack          stack;
    struct fn_oracle         oracle;
    struct fn_applications   applications;
    struct fn_flow_log       log;
    bool                     is_refused;          // it was asked what cannot be done
    bool                     is_calm;             // faults have stopped
    bool                     is_ending;           // zero-copied flows were taken back
    uint64_t                 num_lost_seen;       // lost records that flows were told of
    uint64_t                 start;               // picoseconds
    uint64_t                 first_cycle;
    uint64_t                 idle_since;          // cycle of the last record or frame
    uint64_t                 fed_before, delivered_before;  // a difference inside
    struct fn_summary        summary;
};

// False if the run could not go on, or begin (is_refused); then summary.fault says why.
bool fn_run(struct fn_run *run, const struct fn_run_options *options,
            const struct fn_flows *flows, const struct fn_capture *capture,
            struct fn_outputs *outputs);

// Once its summary was written.
void fn_run_free(struct fn_run *run);

#endif
