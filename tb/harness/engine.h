// SPDX-License-Identifier: Apache-2.0
//
// engine - a top level behind one interface: the C model, the RTL, or both in lockstep
//
// The bench fills the struct of inputs and reads the struct of outputs; who computes
// them it does not see.  In lockstep every output is compared at every edge of every
// clock, as in lockstep.h; all rise together at the first step.  Under vvp the RTL is
// Icarus', else Verilator's.

#ifndef ENGINE_H
#define ENGINE_H

#include "bench_arguments.h"
#include "clock_set.h"
#include "inspection.h"
#include "port_binding.h"
#include "vector_file.h"

enum engine_kind { ENGINE_MODEL, ENGINE_RTL, ENGINE_LOCKSTEP };

// A top level: its ports, its clocks (ended by NULL) and its twin.
struct engine_top {
    const struct fn_port *inputs, *outputs;
    const char           *clock_names[DUT_MAX_CLOCKS + 1];
    unsigned              periods[DUT_MAX_CLOCKS];  // picoseconds
    void                 *twin;
    const void           *twin_outputs;
    void                (*tick)(void *twin, const void *inputs, unsigned edges);
};

struct engine {
    enum engine_kind       kind;
    struct engine_top      top;
    struct dut            *dut;
    struct clock_set       clocks;
    uint64_t               cycles;  // edges of the first clock
    uint64_t               steps;
    struct port_binding    inputs[PORT_BINDING_MAX], outputs[PORT_BINDING_MAX];
    unsigned               num_inputs, num_outputs;
    uint8_t                driven[PORT_BINDING_MAX][PORT_BINDING_MAX_BYTES];
    char                   difference[768];  // the first one, empty if there is none
    struct inspection     *inspection;       // NULL: only the pins are compared
    struct vector_file     vectors;
    struct bench_arguments arguments;        // of a unit test, else all is 0
};

// NULL, or what is wrong with the binding.
const char *engine_open(struct engine *engine, enum engine_kind kind, const struct engine_top *top,
                        unsigned seed);

// Writes what goes in and what the twin answers, from the next step on: in lockstep only.
// run: the module and its parameters, as in vector_file.h.  False if that cannot be.
bool engine_write_vectors(struct engine *engine, const char *path, const char *run, unsigned seed);

// Does what a unit test is told by its arguments: mutant, trace, coverage, and vectors of as
// many steps as there are to be cycles.  NULL, or what is wrong.
const char *engine_begin_test(struct engine *engine, const struct bench_arguments *arguments);

// Compares the blocks inside too, from the next step on: in lockstep only.  Their first
// difference stops the run some cycles later.  NULL, or what is wrong.
const char *engine_inspect(struct engine *engine, struct inspection *inspection);

// Which clocks rise at the next step, bit 0 the first; only their inputs may change.
unsigned engine_edges(const struct engine *engine);

// One step; false once there is a difference.
bool engine_step(struct engine *engine, const void *inputs, void *outputs, size_t outputs_size);

// False if not all vectors, or not the coverage, could be written.
bool engine_close(struct engine *engine);

#endif
