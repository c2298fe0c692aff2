// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_rtp - RTP (RFC 3550) into pages (304), each packet to the slot of its number
//
// Part of fn_driver.h.  A flow that fn_flow_zero_copy_start was asked for with slot_bytes has a
// slot for each sequence number, one behind the other in its pages.  A slot begins with the
// UDP header of its packet: it tells the length; then follows the RTP packet, as it came.  Behind
// that the slot may hold anything.  Ask for rtp, and for the SSRC as spi, in the entry of
// the flow table: then nothing else comes into a slot.

#ifndef FN_DRIVER_RTP_H
#define FN_DRIVER_RTP_H

#include "fn_driver.h"

enum { FN_RTP_MIN_SLOT = 256, FN_RTP_SLOT_SIZES = 4, FN_RTP_MAX_SOURCES = 15 };

// contiguous of a report, or receive_next, as a number: of the packet that is waited for.  All
// before it are in their slots, or were given up.  Numbers count on beyond 16 bits, modulo
// 2^32 / slot_bytes.
static inline uint32_t fn_rtp_number(uint32_t contiguous, uint16_t slot_bytes)
{
    return contiguous / slot_bytes;
}

// The number whose low 16 bits are sequence, of a packet, that is next to this one.
static inline uint32_t fn_rtp_near(uint32_t number, uint16_t sequence, uint16_t slot_bytes)
{
    const uint32_t ahead = (sequence - number) & 0xffff;
    const uint32_t sum = number + (ahead < 0x8000 ? ahead : ahead - 0x10000);
    return sum & (0xffffffff / slot_bytes);
}

// Nobody waits for this packet any more: what lies in its slot is void.  The flow reports how far
// it is contiguous now.  REFUSED: it has arrived, or as fn_flow_accept says.
enum fn_status fn_flow_give_up(struct fn_device *device, unsigned index, uint16_t slot_bytes,
                               uint32_t number);

struct fn_rtp_packet {
    bool           marker;
    uint8_t        payload_type;
    uint16_t       sequence;
    uint32_t       timestamp, ssrc;
    unsigned       num_sources;
    uint32_t       sources[FN_RTP_MAX_SOURCES];  // CSRC
    const uint8_t *extension;         // behind its own first word; NULL: there is none
    uint16_t       extension_profile, extension_length;
    const uint8_t *payload;
    uint16_t       payload_length;    // without padding
};

// datagram: a slot, or what else begins with the UDP header, in so many bytes.  False if it is not
// a valid RTP packet: lengths, version and padding are checked as RFC 3550 A.1 says.
bool fn_rtp_read(const uint8_t *datagram, size_t bytes, struct fn_rtp_packet *packet);

#endif
