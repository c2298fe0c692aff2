// SPDX-License-Identifier: Apache-2.0
//
// fn_segment - a TCP segment over Ethernet and IPv4 or IPv6, taken apart and put together
//
// The headers stay as they were read; what the fields below say replaces what they held.

#ifndef FN_SEGMENT_H
#define FN_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FN_SEGMENT_HEADERS = 128, FN_SEGMENT_BYTES = 9216, FN_SEGMENT_FIN = 1, FN_SEGMENT_SYN = 2,
       FN_SEGMENT_RST = 4, FN_SEGMENT_PSH = 8, FN_SEGMENT_ACK = 16, FN_SEGMENT_URG = 32 };

struct fn_segment {
    uint8_t  headers[FN_SEGMENT_HEADERS];
    uint8_t  tcp, payload;  // offsets from the frame's first byte
    uint8_t  timestamps;    // offset of TSval; 0: no such option
    bool     is_ipv6;

    uint16_t source_port, destination_port;
    uint32_t sequence, acknowledgment, ts_value;
    uint8_t  flags;
    uint16_t length;        // of the payload
};

// Reads the headers alone; false if they are not whole or not TCP.
bool fn_segment_read(struct fn_segment *segment, const uint8_t *bytes, size_t captured);

// One option more behind the others, with which a receiver can do nothing: RFC 6994.
void fn_segment_add_option(struct fn_segment *segment);

// Drops the options.
void fn_segment_strip(struct fn_segment *segment);

// Writes the frame with length bytes of payload, checksums and padding; gives its length.
size_t fn_segment_write(const struct fn_segment *segment, const uint8_t *payload, uint8_t *frame);

// Is one sequence number or timestamp before another?  RFC 9293 3.4.
static inline bool fn_segment_before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

#endif
