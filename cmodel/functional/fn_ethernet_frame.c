// SPDX-License-Identifier: Apache-2.0
//
// fn_ethernet_frame - see fn_ethernet_frame.h

#include "functional/fn_ethernet_frame.h"

#include <zlib.h>

enum { MINIMUM_WITHOUT_FCS = FN_ETHERNET_MINIMUM - FN_ETHERNET_FCS_LENGTH };

unsigned fn_ethernet_frame_append_fcs(uint8_t *frame, unsigned length)
{
    const uint32_t fcs = (uint32_t)crc32(0, frame, length);
    for (unsigned b = 0; b < FN_ETHERNET_FCS_LENGTH; b++)
        frame[length++] = (uint8_t)(fcs >> 8 * b);
    return length;
}

unsigned fn_ethernet_frame_build(uint8_t *frame, unsigned length)
{
    while (length < MINIMUM_WITHOUT_FCS)
        frame[length++] = 0;
    return fn_ethernet_frame_append_fcs(frame, length);
}

static bool has_good_fcs(const uint8_t *frame, unsigned length)
{
    const unsigned end = length - FN_ETHERNET_FCS_LENGTH;
    uint32_t fcs = 0;
    for (unsigned b = 0; b < FN_ETHERNET_FCS_LENGTH; b++)
        fcs |= (uint32_t)frame[end + b] << 8 * b;
    return fcs == (uint32_t)crc32(0, frame, end);
}

enum fn_reason fn_ethernet_frame_check(const uint8_t *frame, unsigned length,
                                       bool has_delimiter, bool has_error, unsigned maximum)
{
    if (!has_delimiter)
        return FN_REASON_PREAMBLE;
    if (has_error)
        return FN_REASON_RX_ER;
    if (length < FN_ETHERNET_MINIMUM)
        return FN_REASON_RUNT;
    if (length > maximum)
        return FN_REASON_OVERSIZE;
    return has_good_fcs(frame, length) ? FN_REASON_DELIVERED : FN_REASON_FCS;
}
