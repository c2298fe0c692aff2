// SPDX-License-Identifier: Apache-2.0
//
// fn_ones_complement - see fn_ones_complement.h

#include "functional/fn_ones_complement.h"

uint16_t fn_ones_complement_add(uint16_t sum, const uint8_t *bytes, unsigned length)
{
    uint32_t total = sum;
    for (unsigned b = 0; b < length; b++)
        total += b % 2 == 0 ? (uint32_t)bytes[b] << 8 : bytes[b];
    while (total > 0xffff)
        total = (total & 0xffff) + (total >> 16);
    return (uint16_t)total;
}
