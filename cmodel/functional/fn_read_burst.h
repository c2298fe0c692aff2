// SPDX-License-Identifier: Apache-2.0
//
// fn_read_burst - how fn_dma_read cuts a read request into AXI4 bursts
//
// A burst ends where 256 bytes end in memory, so none crosses 4 KB (A3.4.1), and
// is made of whole bus words.

#ifndef FN_READ_BURST_H
#define FN_READ_BURST_H

#include <stdbool.h>
#include <stdint.h>

enum { FN_READ_BURST_BYTES = 256 };

struct fn_read_burst {
    uint64_t address;  // of its first word
    unsigned words;
    bool     last;     // nothing of the request is left
};

// Cuts the first burst off the bytes at address, and moves address and bytes on.
struct fn_read_burst fn_read_burst(uint64_t *address, uint32_t *bytes, unsigned word_bytes);

#endif
