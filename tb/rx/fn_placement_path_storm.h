// SPDX-License-Identifier: Apache-2.0
//
// fn_placement_path_storm - long runs: many flows whose writes fail while reports have no room
//
// Small packets in order, as fast as they can come, and a memory that answers all until many flows
// have been started, then nothing until packets are dropped for want of room, and then refuses
// everything.  Each flow that fails waits for fn_flow_engine, and the reports behind it wait for
// that: room must come, whoever fails.

#ifndef FN_PLACEMENT_PATH_STORM_H
#define FN_PLACEMENT_PATH_STORM_H

#include "lockstep.h"
#include "rx/fn_placement_path.h"

enum { STORM_RUN = 100000, STORM_BEGINS = 10000, STORM_SILENT = 20000, STORM_PERIOD = 40000,
       CALM_FLOWS = 4, STORM_FLOWS = 12, LONGEST_WAIT = 3000 };

struct storm {
    bool     is_there, is_silent, is_loud;
    unsigned waited;  // for the answer to an operation
};

static inline void storm_next(struct lockstep *bench, struct storm *storm,
                              const struct fn_placement_path_out *out)
{
    const unsigned at = bench->cycle % STORM_PERIOD;

    storm->is_there = bench->num_cycles >= STORM_RUN && at >= STORM_BEGINS;
    storm->is_silent = storm->is_there && (at == STORM_SILENT || storm->is_silent);
    storm->is_loud = storm->is_there && storm->is_loud;
    if (storm->is_silent && out->m_unplaced_valid
            && out->m_unplaced_reason == FN_REASON_NO_COMPLETION) {
        storm->is_silent = false;
        storm->is_loud = true;
    }
    if (storm->is_there)
        bench->offer_eighths = bench->ready_eighths = 8;
}

static inline bool storm_allows_reset(const struct lockstep *bench, const struct storm *storm)
{
    return !storm->is_there && bench->cycle % 10000 > 9500;
}

static inline unsigned storm_flows(const struct storm *storm)
{
    return storm->is_there ? STORM_FLOWS : CALM_FLOWS;
}

// Where a flow's context lies: of the first each bit of the number is now 0, now 1.
static inline unsigned storm_place(unsigned flow, unsigned num_contexts)
{
    static const unsigned numbers[STORM_FLOWS] = { 0, 0x155, 0x2aa, 0x3ff, 1, 2, 3, 4, 5, 6, 7,
                                                   8 };
    return numbers[flow] % num_contexts;
}

// Memory's answer to a placed packet, if it owes one.
static inline bool storm_done(struct lockstep *bench, const struct storm *storm, bool *error)
{
    *error = storm->is_there ? storm->is_loud : lockstep_below(bench, 12) == 0;
    return !storm->is_silent && lockstep_below(bench, storm->is_there ? 4 : 30) == 0;
}

// An operation is answered, however many flows have failed.
static inline void storm_watch(struct lockstep *bench, struct storm *storm, bool is_asked,
                               const struct fn_placement_path_in *in)
{
    storm->waited = is_asked && in->s_ring_enable && !storm->is_silent ? storm->waited + 1 : 0;
    lockstep_check(bench, "reports get room again", storm->waited < LONGEST_WAIT);
    if (bench->num_cycles >= STORM_RUN)
        lockstep_cover(bench, "all flows failed without room", storm->is_loud);
}

#endif
