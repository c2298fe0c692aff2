// SPDX-License-Identifier: Apache-2.0
//
// fn_bursts - how bytes from an address on are cut into AXI bursts
//
// At each 256-byte-aligned address, hence never across 4 KB (A3.4.1).

#ifndef FN_BURSTS_H
#define FN_BURSTS_H

#include <stdint.h>

enum { FN_BURST_BYTES = 256 };

// Bytes of the first burst; the next begins behind it.
static inline unsigned fn_burst_length(uint64_t address, unsigned length)
{
    const unsigned most = FN_BURST_BYTES - (unsigned)(address % FN_BURST_BYTES);
    return length < most ? length : most;
}

// Words of a bus that the bytes of a burst touch.
static inline unsigned fn_burst_words(uint64_t address, unsigned length, unsigned bus_bytes)
{
    return (unsigned)(address % bus_bytes + length + bus_bytes - 1) / bus_bytes;
}

#endif
