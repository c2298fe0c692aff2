// SPDX-License-Identifier: Apache-2.0
//
// fn_ones_complement - the sum of the Internet checksum (RFC 1071)

#ifndef FN_ONES_COMPLEMENT_H
#define FN_ONES_COMPLEMENT_H

#include <stdint.h>

// Adds bytes as 16-bit words in network order, the last one padded with 0, to sum.
uint16_t fn_ones_complement_add(uint16_t sum, const uint8_t *bytes, unsigned length);

#endif
