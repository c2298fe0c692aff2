// SPDX-License-Identifier: Apache-2.0
//
// dut_none - dut.h without a simulator: the ports are there, and nothing answers at them
//
// For vectors, which are the twin's alone: nothing but its Verilog header is made of a module.
// Linked with --wrap=port_differs, so that what did not answer is not compared.

#include "dut.h"

#include "port_binding.h"

#define PORT(name, bits, is_output) { #name, bits, is_output, (uint32_t[(bits + 31) / 32]){ 0 }, \
                                      (bits + 31) / 32 * sizeof(uint32_t) },
static const struct dut_port ports[] = {
#include "dut_ports.inc"
};
#undef PORT

struct dut { char nothing; };

static struct dut the_dut;

struct dut *dut_open(unsigned seed) { return (void)seed, &the_dut; }
void dut_close(struct dut *dut) { (void)dut; }
bool dut_trace(struct dut *dut, const char *path) { return (void)dut, (void)path, false; }
bool dut_coverage(struct dut *dut, const char *path) { return (void)dut, (void)path, false; }

const struct dut_port *dut_ports(struct dut *dut, unsigned *num_ports)
{
    (void)dut;
    *num_ports = sizeof ports / sizeof ports[0];
    return ports;
}

void dut_step(struct dut *dut, const struct dut_port *const *rising, unsigned num_rising,
              unsigned picoseconds)
{
    (void)dut, (void)rising, (void)num_rising, (void)picoseconds;
}

bool dut_is_unknown(struct dut *dut, const struct dut_port *port)
{
    return (void)dut, (void)port, false;
}

bool dut_probe_open(struct dut *dut, const char *path, struct dut_probe *probe)
{
    return (void)dut, (void)path, (void)probe, false;
}

bool dut_probe_read(const struct dut_probe *probe, uint32_t *value)
{
    return (void)probe, (void)value, false;
}

bool __wrap_port_differs(struct dut *dut, const struct port_binding *binding,
                         const void *structure, uint8_t *expected);

bool __wrap_port_differs(struct dut *dut, const struct port_binding *binding,
                         const void *structure, uint8_t *expected)
{
    return (void)dut, (void)binding, (void)structure, (void)expected, false;
}

int main(int argc, char **argv) { return bench_main(argc, argv); }
