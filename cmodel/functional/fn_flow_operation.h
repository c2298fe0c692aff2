// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_operation - what else changes the context of a flow: the driver, time, a bus error
//
// Operations and packets come one after the other, so each sees and leaves a whole context.

#ifndef FN_FLOW_OPERATION_H
#define FN_FLOW_OPERATION_H

#include "functional/fn_flow_change.h"

struct fn_flow_operation {
    bool                  refused;    // nothing was changed
    struct fn_flow_change change;
    bool                  is_staged;  // staged becomes what READ reads
    struct fn_context     staged;
    bool                  posts;      // the address becomes page `place` of the flow
    unsigned              place;
};

// START, STOP, EXPORT, POST_PAGE, ACCEPT, SENT.  argument: low half first; see fn_context.h.
// Refused: START with more than 4 intervals, or any for UDP but RTP; POST_PAGE to a full list or
// to a flow that is IDLE; ACCEPT without effect or beyond the pages, and to a flow that is not
// placed, or UDP but not RTP; unknown.  An RTP flow reports what ACCEPT has made of it.
void fn_flow_operation(const struct fn_context *context, const struct fn_context *staged,
                       enum fn_operation code, uint64_t argument, unsigned context_index,
                       struct fn_flow_operation *operation);

// The owed acknowledgment's time is over: false if there is none, or not yet.
bool fn_flow_timeout(const struct fn_context *context, uint16_t now, unsigned context_index,
                     struct fn_flow_change *change);

// Writes of packets of this epoch failed; all before confirmed lies in the pages.  False if the
// flow has gone on to another epoch.
bool fn_flow_failed(const struct fn_context *context, uint8_t epoch, uint32_t confirmed,
                    unsigned context_index, struct fn_flow_change *change);

// A packet of the flow had a data link error: false if that does not surrender it.
bool fn_flow_link_error(const struct fn_context *context, unsigned context_index,
                        struct fn_flow_change *change);

// What was read of the context has a parity error: nothing but handle and epoch is kept.
void fn_flow_parity(const struct fn_context *context, unsigned context_index,
                    struct fn_flow_change *change);

// The address of a page has one: what the packet wrote before it only filled holes.
void fn_flow_page_parity(const struct fn_context *context, unsigned context_index,
                         struct fn_flow_change *change);

#endif
