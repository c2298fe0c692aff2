// SPDX-License-Identifier: Apache-2.0
//
// lockstep - drives a module and its C twin with the same random inputs
//
// After every clock edge every output must be equal and free of X; the payload
// of a channel (m_match_hit) counts only while its valid (m_match_valid) is 1.
// Ports are bound by name: one that only one side knows stops the test at once.
//
// A module with one clock, clk, needs no more than open, step and close.  One with
// several names the others after open, one without clk all of them; lockstep_edges()
// tells which rise next, and only the inputs of those may change.  At the first step
// all rise together.

#ifndef LOCKSTEP_H
#define LOCKSTEP_H

#include <stdint.h>

#include "bench_arguments.h"
#include "clock_set.h"
#include "port_binding.h"
#include "vector_file.h"

enum { LOCKSTEP_MAX_COVERS = 128, LOCKSTEP_PERIOD = CLOCK_SET_FIRST };

struct lockstep {
    const char             *module;
    struct dut             *dut;
    struct bench_arguments  arguments;
    struct clock_set        clocks;
    struct port_binding     inputs[PORT_BINDING_MAX], outputs[PORT_BINDING_MAX];
    unsigned                num_inputs, num_outputs;
    unsigned long           cycle, num_cycles;
    unsigned                seed;
    uint64_t                random;
    unsigned                offer_eighths, ready_eighths;  // of the present phase
    struct vector_file      vectors;
    bool                    has_failed;
    struct { const char *name; unsigned long count; } covers[LOCKSTEP_MAX_COVERS];
    unsigned                num_covers;
};

// Arguments: those of bench_arguments.h.
void lockstep_open(struct lockstep *bench, const char *module, int argc, char **argv,
                   const struct fn_port *inputs, const struct fn_port *outputs);

// Another clock, of a period in picoseconds.
void lockstep_add_clock(struct lockstep *bench, const char *name, unsigned period);

// Which clocks rise at the next step: bit 0 clk if there is one, then those added.
unsigned lockstep_edges(const struct lockstep *bench);

// Clocks the module with inputs, compares it with the ticked twin's outputs; false at the end.
bool lockstep_step(struct lockstep *bench, const void *inputs, const void *outputs);

// The exit status: a difference is a failure, and so is a cover that stayed at zero,
// but for a run that writes vectors.
int lockstep_close(struct lockstep *bench);

// Width of a port, for tests that follow a parameter.
unsigned lockstep_bits(const struct lockstep *bench, const char *port);

// Value of a parameter of this run, for those that no width tells; 0 if it has none.
#define lockstep_parameter(name) lockstep_run_parameter(DUT_RUN, name)
unsigned lockstep_run_parameter(const char *run, const char *name);

// Random inputs.  The rates of offers and of ready change from phase to phase.
unsigned lockstep_below(struct lockstep *bench, unsigned limit);
void     lockstep_bytes(struct lockstep *bench, void *bytes, size_t size);
void     lockstep_record(struct lockstep *bench, void *record, const struct fn_record *layout);
bool     lockstep_reset(struct lockstep *bench);
bool     lockstep_ready(struct lockstep *bench);

// One source of a valid/ready channel: holds its offer while it is refused.
struct lockstep_source {
    bool is_refused;
};

// Chooses valid for a cycle whose ready is known; true if new payload is due.
bool lockstep_offer(struct lockstep *bench, struct lockstep_source *source,
                    bool *valid, bool ready);

void lockstep_cover(struct lockstep *bench, const char *name, bool happened);

// What the test knows without the twin: where it does not hold, the test fails.
void lockstep_check(struct lockstep *bench, const char *name, bool holds);

#endif
