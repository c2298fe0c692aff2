// SPDX-License-Identifier: Apache-2.0
//
// fn_rtp_slot - see fn_rtp_slot.h

#include "functional/fn_rtp_slot.h"

// RFC 3550 A.1, MAX_MISORDER: whoever sends numbers from further behind has begun anew.  As
// many bytes as a flow has pages are 128 slots or more.
enum { SMALLEST_BITS = 8, NUMBER_BITS = 16, MAX_BEHIND = FN_PAGES * FN_PAGE_BYTES };

bool fn_rtp_is_flow(const struct fn_context *context)
{
    return context->udp && context->rtp;
}

struct fn_rtp_slot fn_rtp_slot(const struct fn_context *context,
                               const struct fn_packet_record *record)
{
    const unsigned bits = SMALLEST_BITS + context->slot_size;
    const uint32_t size = 1u << bits, half = 1u << (NUMBER_BITS - 1 + bits);
    const uint32_t ahead = (record->sequence << bits) - context->receive_next;
    const int32_t  offset = (int32_t)(ahead % (2 * half)) - (ahead & half ? (int32_t)(2 * half) : 0);

    return (struct fn_rtp_slot){
        record->rtp && record->l4_length <= size && offset >= -MAX_BEHIND, offset, size
    };
}
