// SPDX-License-Identifier: Apache-2.0
//
// fn_read_burst - see fn_read_burst.h

#include "functional/fn_read_burst.h"

struct fn_read_burst fn_read_burst(uint64_t *address, uint32_t *bytes, unsigned word_bytes)
{
    const uint32_t whole = FN_READ_BURST_BYTES - (uint32_t)(*address % FN_READ_BURST_BYTES);
    const uint32_t here = *bytes < whole ? *bytes : whole;
    const uint64_t first = *address / word_bytes;
    const uint64_t last = (*address + here - 1) / word_bytes;
    const struct fn_read_burst burst = {
        first * word_bytes, (unsigned)(last - first) + 1, here == *bytes
    };

    *address += here;
    *bytes -= here;
    return burst;
}
