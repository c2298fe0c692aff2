// SPDX-License-Identifier: Apache-2.0
//
// fn_rtp_bench - the rate of RTP into pages, 64-byte packets, each looked at in its slot

#ifndef FN_RTP_BENCH_H
#define FN_RTP_BENCH_H

#include <stdio.h>

#include "engine.h"

// Lines of name, value and unit to text.  False, and why on stderr, if a slot is wrong.
bool fn_rtp_bench(FILE *text, enum engine_kind engine);

#endif
