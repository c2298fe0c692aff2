// SPDX-License-Identifier: Apache-2.0
//
// fn_transmit_gaps - the line never waits: from a packet's first beat to its last valid stays 1

#ifndef FN_TRANSMIT_GAPS_H
#define FN_TRANSMIT_GAPS_H

#include "lockstep.h"

static void check_gaps(struct lockstep *bench, bool valid, bool last, bool is_reset)
{
    static bool is_inside;

    lockstep_check(bench, "no gap inside a packet", valid || !is_inside);
    if (valid)
        is_inside = !last;
    if (is_reset)
        is_inside = false;
}

#endif
