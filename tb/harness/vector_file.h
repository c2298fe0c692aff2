// SPDX-License-Identifier: Apache-2.0
//
// vector_file - a twin's stimulus and expected response as text that $readmemh reads
//
// One word per step: which clocks rise, every input, every expected output, and which
// outputs count.  What comes after the clocks and inputs is the twin's alone.  The
// format is in vectors/README.md, tb/harness/gen_replay.py makes a test bench of it.

#ifndef VECTOR_FILE_H
#define VECTOR_FILE_H

#include <stdio.h>

#include "port_binding.h"

// Tables stay the owner's.  run is called MODULE-PARAMETER-VALUE-PARAMETER-VALUE...
struct vector_ports {
    const char                *run;
    unsigned                   seed;
    const struct dut_port     *clocks[DUT_MAX_CLOCKS];
    const struct port_binding *inputs, *outputs;
    unsigned                   num_clocks, num_inputs, num_outputs;
};

struct vector_file {
    FILE               *file;  // NULL: nothing is written
    struct vector_ports ports;
};

// False if the file cannot be made.
bool vector_file_open(struct vector_file *vectors, const char *path,
                      const struct vector_ports *ports);

// One step; edges as in lockstep_edges(), outputs those after them.
void vector_file_write(struct vector_file *vectors, unsigned edges, const void *inputs,
                       const void *outputs);

// False if anything could not be written.
bool vector_file_close(struct vector_file *vectors);

#endif
