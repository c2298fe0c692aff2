// SPDX-License-Identifier: Apache-2.0
//
// fn_difference - the report of a first difference between model and RTL
//
// Runs the same again, with a program that looks inside the RTL: first to find the block
// that differs first, then once more for its waveform.

#ifndef FN_DIFFERENCE_H
#define FN_DIFFERENCE_H

#include <stdbool.h>
#include <stdint.h>

struct fn_difference {
    const char *program;    // this one's file; beside it lies, once made, PROGRAM-debug
    char      **arguments;  // of this run, ended by NULL
    const char *out;        // its folder: gets difference.fst, and difference/ of the second run
    bool        is_icarus;  // which looks inside without help, but leaves no waveform
    uint64_t    cycle;      // in which a pin differed
};

// Prints what it finds, or why it finds nothing.
void fn_difference_report(const struct fn_difference *difference);

// The file in the second run's folder from which the first takes it.
#define FN_DIFFERENCE_FILE "difference.txt"

#endif
