#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes dut.h's Verilator engine and the port table of the VPI engine.

usage: gen_dut.py FOLDER

FOLDER/Vdut.h is Verilator's header of the top module; its VL_IN and VL_OUT lines
have been the same since Verilator 4.  Writes FOLDER/dut_ports.inc, one line
PORT(name, bits, is_output) a port, and FOLDER/dut_verilator.cpp.  DUT_INSIDE=1, for a
module built with --vpi --public-flat-rw, lets it read signals inside.
"""
import pathlib
import re
import sys

PORT = re.compile(r"VL_(IN|OUT)(?:8|16|64|W|)\(&(\w+),(\d+),(\d+)")

GLUE = """\
// SPDX-License-Identifier: Apache-2.0
#include "Vdut.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#if DUT_INSIDE
#include "verilated_vpi.h"
#endif
#if VM_COVERAGE
#include "verilated_cov.h"
#endif
extern "C" {
#include "dut.h"
}

struct dut {
    VerilatedContext context;
    Vdut *top;
#if VM_TRACE
    VerilatedFstC trace;
#endif
    dut_port ports[PORT_COUNT];
    CData *high[DUT_MAX_CLOCKS];
    unsigned num_high;
};

static void settle(dut *d)
{
    d->top->eval();
#if VM_TRACE
    if (d->trace.isOpen()) d->trace.dump(d->context.time());
#endif
}

extern "C" dut *dut_open(unsigned seed)
{
    dut *d = new dut;
    d->context.randReset(2);
    d->context.randSeed(static_cast<int>(seed));
    d->context.traceEverOn(true);
    d->top = new Vdut(&d->context);
    d->num_high = 0;
    dut_port *port = d->ports;
#define PORT(name, bits, is_output) \\
    *port++ = { #name, bits, is_output, &d->top->name, sizeof d->top->name };
#include "dut_ports.inc"
    return d;
}

extern "C" const dut_port *dut_ports(dut *d, unsigned *num_ports)
{
    *num_ports = PORT_COUNT;
    return d->ports;
}

extern "C" void dut_step(dut *d, const dut_port *const *rising, unsigned num_rising,
                         unsigned picoseconds)
{
    for (unsigned c = 0; c < d->num_high; c++) *d->high[c] = 0;
    d->context.timeInc(picoseconds / 2);
    settle(d);
    for (unsigned c = 0; c < num_rising; c++) {
        d->high[c] = static_cast<CData *>(rising[c]->value);
        *d->high[c] = 1;
    }
    d->num_high = num_rising;
    d->context.timeInc(picoseconds - picoseconds / 2);
    settle(d);
}

extern "C" bool dut_is_unknown(dut *, const dut_port *) { return false; }

extern "C" bool dut_trace(dut *d, const char *path)
{
#if VM_TRACE
    d->top->trace(&d->trace, 99);
    d->trace.open(path);
#endif
    (void)d, (void)path;
    return VM_TRACE;
}

extern "C" bool dut_coverage(dut *d, const char *path)
{
#if VM_COVERAGE
    d->context.coveragep()->write(path);
#endif
    (void)d, (void)path;
    return VM_COVERAGE;
}

extern "C" bool dut_probe_open(dut *d, const char *path, dut_probe *probe)
{
    probe->handle = nullptr;
#if DUT_INSIDE
    Verilated::threadContextp(&d->context);
    vpiHandle top = vpi_scan(vpi_iterate(vpiModule, nullptr));
    std::string name = std::string("TOP.") + vpi_get_str(vpiFullName, top) + "." + path;
    probe->handle = vpi_handle_by_name(&name[0], nullptr);
    if (probe->handle)
        probe->bits = vpi_get(vpiSize, static_cast<vpiHandle>(probe->handle));
#endif
    (void)d, (void)path;
    return probe->handle != nullptr;
}

extern "C" bool dut_probe_read(const dut_probe *probe, uint32_t *value)
{
#if DUT_INSIDE
    s_vpi_value vector;
    vector.format = vpiVectorVal;
    vpi_get_value(static_cast<vpiHandle>(probe->handle), &vector);
    for (unsigned w = 0; w < (probe->bits + 31) / 32; w++)
        value[w] = static_cast<uint32_t>(vector.value.vector[w].aval);
#endif
    (void)probe, (void)value;
    return true;
}

extern "C" void dut_close(dut *d)
{
    d->top->final();
#if VM_TRACE
    d->trace.close();
#endif
    delete d->top;
    delete d;
}

int main(int argc, char **argv) { return bench_main(argc, argv); }
"""


def main():
    folder = pathlib.Path(sys.argv[1])
    ports = PORT.findall((folder / "Vdut.h").read_text())
    lines = [f"PORT({name}, {int(msb) - int(lsb) + 1}, {'true' if way == 'OUT' else 'false'})\n"
             for way, name, msb, lsb in ports]
    (folder / "dut_ports.inc").write_text("".join(lines))
    (folder / "dut_verilator.cpp").write_text(GLUE.replace("PORT_COUNT", str(len(ports))))


main()
