// SPDX-License-Identifier: Apache-2.0
//
// fn_rtp_slot - where a packet of an RTP flow belongs, by its sequence number (RFC 3550)
//
// A slot takes the UDP header and what follows it: so it tells its own length, and nothing of
// RTP's header is lost.  Of the 2^16 numbers the half before receive-next is behind, the other
// half ahead.

#ifndef FN_RTP_SLOT_H
#define FN_RTP_SLOT_H

#include "functional/fn_flow_context.h"
#include "functional/fn_packet_record.h"

struct fn_rtp_slot {
    bool     is_there;  // it has one: it is RTP, is not too long, and is not too far behind
    int32_t  offset;    // from receive-next
    uint32_t size;
};

// Is the flow placed by RTP's sequence number?
bool fn_rtp_is_flow(const struct fn_context *context);

struct fn_rtp_slot fn_rtp_slot(const struct fn_context *context,
                               const struct fn_packet_record *record);

#endif
