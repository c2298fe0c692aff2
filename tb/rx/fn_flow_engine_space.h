// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_space - the contexts that were found to be reached, and the segments for each

#ifndef FN_FLOW_ENGINE_SPACE_H
#define FN_FLOW_ENGINE_SPACE_H

#include "rx/fn_flow_engine_oracle.h"

struct fn_space {
    unsigned              window, longest;
    bool                  is_all;       // segments far from the window, too
    struct fn_small_flow *flows;        // those found
    uint8_t              *is_found;     // by key, a bit each
    unsigned long         num_flows, at;
    unsigned              start, length, kind;  // the next segment of flow `at`
};

// cycles: the larger, the more.
void fn_space_open(struct fn_space *space, unsigned long cycles);
void fn_space_close(struct fn_space *space);

void fn_space_find(struct fn_space *space, const struct fn_small_flow *flow);

// The next segment of the flow that is looked at: false if it has no more, and is done.
bool fn_space_segment(struct fn_space *space, struct fn_small_segment *segment);
bool fn_space_is_done(const struct fn_space *space);

void fn_space_advance(struct fn_space *space);

#endif
