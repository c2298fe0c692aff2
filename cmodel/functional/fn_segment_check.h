// SPDX-License-Identifier: Apache-2.0
//
// fn_segment_check - may a TCP segment be placed, and what is wrong with it if not
//
// RFC 9293 section 3.10.7.4 in its order, with the checks of RFC 7323 section 5 (PAWS) and
// RFC 5961 sections 3 to 5 (blind attacks).

#ifndef FN_SEGMENT_CHECK_H
#define FN_SEGMENT_CHECK_H

#include <stdbool.h>

#include "fn_reasons.h"
#include "functional/fn_flow_context.h"
#include "functional/fn_packet_record.h"

struct fn_segment_verdict {
    enum fn_reason reason;     // DELIVERED: goes on
    bool           answer;     // dropped, but an acknowledgment is due at once
    enum fn_sync   surrender;  // not NONE: the flow is the stack's from this segment on
};

struct fn_segment_verdict fn_segment_check(const struct fn_context *context,
                                           const struct fn_packet_record *record);

#endif
