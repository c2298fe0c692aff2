// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_rtp - see fn_driver_rtp.h

#include "fn_driver_access.h"

enum {
    UDP_HEADER = 8, UDP_LENGTH = 4, RTP_HEADER = 12, VERSION = 2, WORD = 4,
    SOURCES_MASK = 0x0f, EXTENSION_BIT = 0x10, PADDING_BIT = 0x20, MARKER_BIT = 0x80
};

enum fn_status fn_flow_give_up(struct fn_device *device, unsigned index, uint16_t slot_bytes,
                               uint32_t number)
{
    return fn_flow_accept(device, index, number * slot_bytes, (number + 1) * slot_bytes);
}

static uint16_t load_16(const uint8_t *bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }

static uint32_t load_32(const uint8_t *bytes)
{
    return (uint32_t)load_16(bytes) << 16 | load_16(bytes + 2);
}

bool fn_rtp_read(const uint8_t *datagram, size_t bytes, struct fn_rtp_packet *packet)
{
    if (datagram == NULL || packet == NULL || bytes < UDP_HEADER + RTP_HEADER)
        return false;
    const uint8_t *const rtp = datagram + UDP_HEADER;
    const size_t length = load_16(datagram + UDP_LENGTH);
    const bool is_extended = rtp[0] & EXTENSION_BIT;
    size_t at = UDP_HEADER + RTP_HEADER + (size_t)WORD * (rtp[0] & SOURCES_MASK);

    if (length > bytes || at + (is_extended ? WORD : 0) > length || rtp[0] >> 6 != VERSION)
        return false;
    *packet = (struct fn_rtp_packet){
        .marker = rtp[1] & MARKER_BIT, .payload_type = rtp[1] & 0x7f,
        .sequence = load_16(rtp + 2), .timestamp = load_32(rtp + 4), .ssrc = load_32(rtp + 8),
        .num_sources = rtp[0] & SOURCES_MASK
    };
    for (unsigned s = 0; s < packet->num_sources; s++)
        packet->sources[s] = load_32(rtp + RTP_HEADER + (size_t)WORD * s);
    if (is_extended) {
        packet->extension_profile = load_16(datagram + at);
        packet->extension_length = (uint16_t)(WORD * load_16(datagram + at + 2));
        packet->extension = datagram + at + WORD;
        at += WORD + (size_t)WORD * load_16(datagram + at + 2);
    }
    if (at > length)
        return false;
    const size_t padding = rtp[0] & PADDING_BIT ? datagram[length - 1] : 0;
    if ((rtp[0] & PADDING_BIT && padding == 0) || at + padding > length)
        return false;
    packet->payload = datagram + at;
    packet->payload_length = (uint16_t)(length - at - padding);
    return true;
}
