// SPDX-License-Identifier: Apache-2.0
//
// fn_rtp_slot - see fn_rtp_slot.h

#include "functional/fn_rtp_slot.h"

// RFC 3550 A.1, MAX_MISORDER: whoever sends numbers from further behind has begun anew.  As
// many bytes as a flow has pages are 128 slots or more.
enum { SMALLEST_BITS = 8, MAX_BEHIND = FN_PAGES * FN_PAGE_BYTES };

bool fn_rtp_is_flow(const struct fn_context *context)
{
    return context->udp && context->rtp;
}

struct fn_rtp_slot fn_rtp_slot(const struct fn_context *context,
                               const struct fn_packet_record *record)
{
    const unsigned bits = SMALLEST_BITS + context->slot_size;
    const int32_t  size = 1 << bits;
    const uint16_t waited = (uint16_t)(context->receive_next >> bits);
    const int32_t  offset = (int16_t)(uint16_t)(record->sequence - waited) * size;

    return (struct fn_rtp_slot){
        record->rtp && record->l4_length <= size && offset >= -MAX_BEHIND, offset, (uint32_t)size
    };
}
