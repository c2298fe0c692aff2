// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context - the context of a flow (113, 115) and what it is made of

#ifndef FN_FLOW_CONTEXT_H
#define FN_FLOW_CONTEXT_H

#include "common/fn_record.h"
#include "fn_completion.h"
#include "fn_context.h"
#include "functional/fn_placement.h"

FN_RECORD(fn_context, FN_CONTEXT_FIELDS);

enum {
    FN_CONTEXT_INTERVALS = 4,
    FN_PAGE_BYTES = 4096,
    FN_PAGES = 64,  // per flow
    FN_SEQUENCE_BITS = 32
};

// As above, and smaller where a small build is checked exhaustively.
extern struct fn_flow_size {
    unsigned sequence_bits, page_bytes, intervals;
} fn_flow_size;

// RFC 9293 section 3.4: how far a sequence number is beyond another one, and the one that is.
int32_t  fn_sequence_beyond(uint32_t sequence, uint32_t other);
uint32_t fn_sequence_at(uint32_t other, uint32_t beyond);

struct fn_intervals fn_context_intervals(const struct fn_context *context);
void fn_context_set_intervals(struct fn_context *context, const struct fn_intervals *intervals);

// Bytes from receive-next to the end of the last posted page.
uint32_t fn_context_limit(const struct fn_context *context);

// Bytes from receive-next to the edge of the window (RFC 9293 RCV.WND).
uint32_t fn_context_window(const struct fn_context *context);

// Bytes from receive-next to the end of all that has been received.
uint32_t fn_context_received(const struct fn_context *context);

// Bytes from receive-next to the FIN that waits beyond a hole: of more the stream has none.
uint32_t fn_context_end(const struct fn_context *context);

// Places the page of an offset from receive-next in the flow's list of pages, 0 to 63.
unsigned fn_context_page(const struct fn_context *context, uint32_t offset);

#endif
