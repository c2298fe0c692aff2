// SPDX-License-Identifier: Apache-2.0
//
// fn_verdict - see fn_verdict.h

#include "functional/fn_verdict.h"

uint8_t fn_verdict(const struct fn_packet_record *record, const struct fn_packet_status *status,
                   bool keep_bad_checksum)
{
    // Of a flow in ZERO_COPY they would be taken for the stream's.
    const bool keeps = keep_bad_checksum && record->state != FN_STATE_ZERO_COPY;
    const bool l4_bad = status->l4_checksum == FN_CHECKSUM_BAD && !keeps;

    if (status->reason != FN_REASON_DELIVERED)
        return status->reason;
    if (status->ip_checksum == FN_CHECKSUM_BAD)
        return FN_REASON_IPV4_CHECKSUM;
    if (!record->mac_accept)
        return FN_REASON_MAC_FILTER;
    if (l4_bad && record->tcp)
        return FN_REASON_TCP_CHECKSUM;
    if (l4_bad && record->udp)
        return FN_REASON_UDP_CHECKSUM;
    return FN_REASON_DELIVERED;
}
