// SPDX-License-Identifier: Apache-2.0
//
// fn_checksum - the Internet checksum of IPv4, TCP and UDP
//
// RFC 1071 (the sum), 791 (IPv4), 9293 3.1 (TCP), 768 (UDP), 8200 8.1 (pseudo header of
// IPv6, and no UDP without a checksum there).  No clocks.

#ifndef FN_CHECKSUM_H
#define FN_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#include "functional/fn_packet_record.h"

// One's-complement sum of 16-bit big-endian words and what was summed before: 0 to 0xffff.
// An odd last byte is the upper one of its word.  The sum over what includes its own
// checksum is 0xffff if that is right; the checksum to send is the complement of the sum.
uint16_t fn_checksum_sum(const uint8_t *bytes, size_t length, uint16_t before);

// Sum of protocol and length in the pseudo header: all of it but the addresses.
uint16_t fn_checksum_pseudo(uint8_t protocol, uint16_t length);

struct fn_checksum_results {
    uint8_t ip, l4;  // enum fn_checksum
};

// What the headers say that record describes.  NONE for ip if it is not IPv4; for l4 if it is
// neither TCP nor UDP (UDP-Lite is not), a fragment, or record says checksum_unknown.  A UDP
// checksum of zero is ABSENT over IPv4 and, as RFC 6935 and RFC 3948 have it, in front of
// ESP; else it is BAD over IPv6.
//
// If the record lies: what does not exist in the frame counts as zero, what is both address
// and datagram counts once, an odd offset is one less, an IPv4 header is of whole 32-bit
// words, and what cannot begin so early is empty: IP before byte 14, TCP or UDP before 16.
struct fn_checksum_results fn_checksum_verify(const uint8_t *frame, size_t length,
                                              const struct fn_packet_record *record);

#endif
