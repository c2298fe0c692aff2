// SPDX-License-Identifier: Apache-2.0
//
// bench_arguments - what every unit test can be told on its command line
//
//     seed=N cycles=N trace=FILE coverage=FILE mutant=N vectors=FILE run=NAME

#ifndef BENCH_ARGUMENTS_H
#define BENCH_ARGUMENTS_H

#include "dut.h"

struct bench_arguments {
    unsigned      seed, mutant;
    unsigned long cycles;
    const char   *trace, *coverage, *vectors;  // files, NULL: none
    const char   *run;                         // by which the vectors are called
};

// The input by which tb/harness/mutate.py chooses what is broken; other builds have none.
extern const char bench_mutant_port[];

// NULL, or the word that is none of them.
const char *bench_arguments_read(struct bench_arguments *arguments, const char *run, int argc,
                                 char **argv);

// Chooses the mutant and opens the trace; before the first step.  NULL, or what is wrong.
const char *bench_arguments_begin(const struct bench_arguments *arguments, struct dut *dut);

// Writes the coverage, before the dut is closed.  NULL, or what is wrong.
const char *bench_arguments_end(const struct bench_arguments *arguments, struct dut *dut);

#endif
