// SPDX-License-Identifier: Apache-2.0
//
// fn_pages_bench - how fast the core places: cycles per segment, wire to pages, holes open or not
//
// TCP segments of zero-copied flows, in order, through the stream ports; the driver posts pages
// as they become full.  Every byte must lie in its page, and no packet may go to software.

#ifndef FN_PAGES_BENCH_H
#define FN_PAGES_BENCH_H

#include <stdio.h>

#include "engine.h"

// Lines of name, value and unit to text.  False, and why on stderr, if a byte is wrong.
bool fn_pages_bench(FILE *text, enum engine_kind engine);

#endif
