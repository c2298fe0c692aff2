// SPDX-License-Identifier: Apache-2.0
//
// dut - a Verilog module under test, behind any simulator
//
// Engines: the Verilator glue made by gen_dut.py, and dut_vpi.c for Icarus.
// The engine owns main() and calls bench_main(), which the test defines.

#ifndef DUT_H
#define DUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dut;

struct dut_port {
    const char *name;
    unsigned    bits;
    bool        is_output;
    void       *value;  // size bytes, bit 0 first: write an input, read an output
    size_t      size;
};

int bench_main(int argc, char **argv);

// Registers start at random values made from seed, or at X where the engine knows X.
struct dut            *dut_open(unsigned seed);
const struct dut_port *dut_ports(struct dut *dut, unsigned *num_ports);

enum { DUT_MAX_CLOCKS = 4 };

// Applies the inputs, lets the clocks rise together, picoseconds after the step before,
// and leaves the settled outputs in their values.
void dut_step(struct dut *dut, const struct dut_port *const *rising, unsigned num_rising,
              unsigned picoseconds);

// Does an output carry X or Z?  Never, on an engine with two states.
bool dut_is_unknown(struct dut *dut, const struct dut_port *port);

// False if the engine was built without.
bool dut_trace(struct dut *dut, const char *path);
bool dut_coverage(struct dut *dut, const char *path);

// A signal inside, by its path below the top module.
struct dut_probe {
    void    *handle;
    unsigned bits;
};

// False if there is no such signal, or the engine was built without.
bool dut_probe_open(struct dut *dut, const char *path, struct dut_probe *probe);

// The settled value in (bits + 31) / 32 words, bit 0 first.  False if it carries X or Z.
bool dut_probe_read(const struct dut_probe *probe, uint32_t *value);

void dut_close(struct dut *dut);

#endif
