// SPDX-License-Identifier: Apache-2.0
//
// fn_receiver - what a receiver with few intervals and a bounded window keeps of a stream
//
// Bytes before next and behind next + window are cut off.  What then begins at next moves
// next; else it is kept as an interval, joined with those that it overlaps or touches.  If
// that would be one interval too many, the whole segment is dropped.

#ifndef FN_RECEIVER_H
#define FN_RECEIVER_H

#include <stdint.h>

enum { FN_RECEIVER_INTERVALS = 16 };

struct fn_receiver {
    uint64_t next, window;
    struct {
        uint64_t from, to;
    } intervals[FN_RECEIVER_INTERVALS];
    unsigned num_intervals, max_intervals;
};

enum fn_receiver_answer {
    FN_RECEIVER_TAKEN,    // at least a byte is new
    FN_RECEIVER_OLD,      // nothing is new, or nothing is in it
    FN_RECEIVER_BEYOND,   // behind the window
    FN_RECEIVER_NO_ROOM   // no interval free
};

enum fn_receiver_answer fn_receiver_take(struct fn_receiver *receiver, uint64_t from,
                                         uint64_t length);

#endif
