// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_reach - a small engine, exhaustively: every context that can be reached, with
// every segment
//
// A build with sequence numbers of 6 bits, pages of 8 bytes and 3 intervals.  From a flow without
// a page on, and from flows that were started with holes and no page, breadth first: each context
// {state, receive_next, intervals, posted pages}, with each segment {sequence, length, flags} and
// with one page more, goes through engine and twin in lockstep, and what comes out is held
// against fn_flow_engine_oracle: fate and reason, the bytes that the commands write, to which
// place of which page, the context that follows, the pages that are done.  What follows is a
// context to reach.
//
// A window of 8 bytes, segments of up to 10.  Of those that begin more than 10 bytes before it or
// more than 1 behind it the shortest and the longest are sent; FIN, RST and SYN with each eighth
// context.  cycles=N from 1,000,000 on: all with all; from 10,000,000 on: a window of 12.
// Below 100,000, for Icarus: the first of a window of 3.
//
// Held constant, or drawn anew for each segment: the window is always as many bytes from
// receive_next on; no acknowledgments are due, timestamps, options and urgent data do not
// occur; whether a FIN is awaited and where (perhaps where bytes are), what is acknowledged (a
// byte less, the same, a byte more), a bad verdict, PSH, the first page's place in the list of
// 64, pace and gaps of the memories' clients are drawn.  Operations but POST_PAGE are the
// business of the other runs.

#ifndef FN_FLOW_ENGINE_REACH_H
#define FN_FLOW_ENGINE_REACH_H

#include "lockstep.h"

void fn_flow_engine_reach(struct lockstep *bench, unsigned flows);

#endif
