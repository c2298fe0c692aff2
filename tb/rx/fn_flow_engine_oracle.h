// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_oracle - what a small flow must do with a segment, told by sets of bytes
//
// Sequence numbers lie on a circle of 64, pages have 8 bytes, 3 intervals are kept.  A set is a
// number: bit n is the byte n beyond receive-next.  Each number that a segment occupies is
// looked at alone: where on the circle is it, is it in the window, was it there?  Nothing here
// subtracts ends of intervals, or knows the functional model.

#ifndef FN_FLOW_ENGINE_ORACLE_H
#define FN_FLOW_ENGINE_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

#include "functional/fn_flow_packet.h"

enum { FN_SMALL_SPACE = 64, FN_SMALL_PAGE = 8, FN_SMALL_PAGES = 2, FN_SMALL_INTERVALS = 3 };

// Byte 0 of a page is a multiple of its size, window bytes from receive_next on are wanted.
// Waiting: in MONITOR.  A FIN that was kept has its number: its place lies in the window's or one
// behind, wherever bytes are.
struct fn_small_flow {
    uint8_t  receive_next, pages, window;
    bool     is_waiting, has_fin;
    uint8_t  fin_sequence;
    uint32_t set;
};

struct fn_small_segment {
    uint8_t  sequence, length;
    uint16_t flags;
};

struct fn_small_outcome {
    enum fn_fate         fate;
    enum fn_reason       reason;
    enum fn_sync         sync;      // of fate SOFTWARE
    bool                 gives_up;  // the flow is the stack's
    bool                 ends;      // it is placed, and receive-next comes to a FIN or beyond it
    uint32_t             placed;    // set, from the old receive_next
    uint8_t              pages;     // done
    struct fn_small_flow next;
};

struct fn_small_outcome fn_small_outcome(const struct fn_small_flow *flow,
                                         const struct fn_small_segment *segment);

// Is all that has been received before this segment?
bool fn_small_is_newest(const struct fn_small_flow *flow, const struct fn_small_segment *segment);

// So many runs of bytes are in a set.
unsigned fn_small_runs(uint32_t set);

// Bytes from receive_next to the end of the posted pages.
unsigned fn_small_limit(const struct fn_small_flow *flow);

// Do the intervals of the context make this set, sorted, without touching each other?
bool fn_small_is_set(const struct fn_context *context, uint32_t set);

void fn_small_set_intervals(struct fn_context *context, uint32_t set);

#endif
