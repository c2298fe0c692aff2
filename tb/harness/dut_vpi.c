// SPDX-License-Identifier: Apache-2.0
//
// dut_vpi - dut.h for Icarus, as a VPI module inside vvp
//
// bench_main() runs on a stack of its own: dut_step() swaps to the simulator,
// whose callbacks swap back when the outputs have settled.

#define _XOPEN_SOURCE 700

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include <vpi_user.h>

#include "dut.h"

enum { MAX_WORDS = 64, STACK_BYTES = 1 << 20, MAX_ARGS = 64 };

#define PORT(name, bits, is_output) { #name, bits, is_output, (uint32_t[(bits + 31) / 32]){ 0 }, \
                                      (bits + 31) / 32 * sizeof(uint32_t) },
static const struct dut_port ports[] = {
#include "dut_ports.inc"
};
enum { NUM_PORTS = sizeof ports / sizeof ports[0] };
#undef PORT

struct dut {
    vpiHandle handle[NUM_PORTS];
    uint32_t  driven[NUM_PORTS][MAX_WORDS];  // what the simulator has already
    bool      is_driven[NUM_PORTS];
    bool      is_unknown[NUM_PORTS];

    const struct dut_port *high[DUT_MAX_CLOCKS];
    unsigned               num_high;
};

static struct dut the_dut;
static ucontext_t simulator, bench;

static void drive_inputs(void)
{
    for (unsigned p = 0; p < NUM_PORTS; p++) {
        if (ports[p].is_output)
            continue;
        if (the_dut.is_driven[p] && memcmp(the_dut.driven[p], ports[p].value, ports[p].size) == 0)
            continue;
        s_vpi_vecval vector[MAX_WORDS] = { { 0, 0 } };
        s_vpi_value value = { .format = vpiVectorVal, .value.vector = vector };
        memcpy(the_dut.driven[p], ports[p].value, ports[p].size);
        for (unsigned w = 0; w < ports[p].size / sizeof(uint32_t); w++)
            vector[w].aval = (PLI_INT32)the_dut.driven[p][w];
        vpi_put_value(the_dut.handle[p], &value, NULL, vpiNoDelay);
        the_dut.is_driven[p] = true;
    }
}

static void read_outputs(void)
{
    for (unsigned p = 0; p < NUM_PORTS; p++) {
        if (!ports[p].is_output)
            continue;
        s_vpi_value value = { .format = vpiVectorVal };
        uint32_t *word = ports[p].value;
        vpi_get_value(the_dut.handle[p], &value);
        the_dut.is_unknown[p] = false;
        for (unsigned w = 0; w < ports[p].size / sizeof(uint32_t); w++) {
            word[w] = (uint32_t)value.value.vector[w].aval;
            the_dut.is_unknown[p] |= value.value.vector[w].bval != 0;
        }
    }
}

static void call_back(PLI_INT32 reason, unsigned delay, PLI_INT32 (*routine)(p_cb_data))
{
    s_vpi_time time = { .type = vpiSimTime, .low = delay };
    s_cb_data data = { .reason = reason, .cb_rtn = routine, .time = &time };
    vpi_register_cb(&data);
}

static PLI_INT32 on_settled(p_cb_data data)
{
    (void)data;
    read_outputs();
    swapcontext(&simulator, &bench);
    return 0;
}

static PLI_INT32 on_time(p_cb_data data)
{
    (void)data;
    drive_inputs();
    call_back(cbReadOnlySynch, 0, on_settled);
    return 0;
}

static void settle(unsigned picoseconds)
{
    call_back(cbAfterDelay, picoseconds, on_time);
    swapcontext(&bench, &simulator);
}

struct dut *dut_open(unsigned seed)
{
    vpiHandle top = vpi_scan(vpi_iterate(vpiModule, NULL));
    (void)seed;  // registers start at X
    for (unsigned p = 0; p < NUM_PORTS; p++)
        the_dut.handle[p] = vpi_handle_by_name(ports[p].name, top);
    return &the_dut;
}

const struct dut_port *dut_ports(struct dut *dut, unsigned *num_ports)
{
    (void)dut;
    *num_ports = NUM_PORTS;
    return ports;
}

void dut_step(struct dut *dut, const struct dut_port *const *rising, unsigned num_rising,
              unsigned picoseconds)
{
    for (unsigned c = 0; c < dut->num_high; c++)
        *(uint32_t *)dut->high[c]->value = 0;
    settle(picoseconds / 2);
    for (unsigned c = 0; c < num_rising; c++) {
        dut->high[c] = rising[c];
        *(uint32_t *)rising[c]->value = 1;
    }
    dut->num_high = num_rising;
    settle(picoseconds - picoseconds / 2);
}

bool dut_is_unknown(struct dut *dut, const struct dut_port *port)
{
    return dut->is_unknown[port - ports];
}

// Traces and coverage are Verilator's business.
bool dut_trace(struct dut *dut, const char *path) { return (void)dut, (void)path, false; }
bool dut_coverage(struct dut *dut, const char *path) { return (void)dut, (void)path, false; }
void dut_close(struct dut *dut) { (void)dut; }

bool dut_probe_open(struct dut *dut, const char *path, struct dut_probe *probe)
{
    char name[256];
    (void)dut;
    snprintf(name, sizeof name, "%s.%s", vpi_get_str(vpiFullName, vpi_scan(
             vpi_iterate(vpiModule, NULL))), path);
    probe->handle = vpi_handle_by_name(name, NULL);
    probe->bits = probe->handle == NULL ? 0 : (unsigned)vpi_get(vpiSize, probe->handle);
    return probe->handle != NULL;
}

bool dut_probe_read(const struct dut_probe *probe, uint32_t *value)
{
    s_vpi_value vector = { .format = vpiVectorVal };
    bool is_known = true;
    vpi_get_value(probe->handle, &vector);
    for (unsigned w = 0; w < (probe->bits + 31) / 32; w++) {
        value[w] = (uint32_t)vector.value.vector[w].aval;
        is_known &= vector.value.vector[w].bval == 0;
    }
    return is_known;
}

// vvp hands over its +arguments; the bench sees them without the plus.
static void run_bench(void)
{
    s_vpi_vlog_info info;
    char *argv[MAX_ARGS + 1] = { "bench" };
    int argc = 1;
    vpi_get_vlog_info(&info);
    for (int a = 0; a < info.argc && argc < MAX_ARGS; a++)
        if (info.argv[a][0] == '+')
            argv[argc++] = info.argv[a] + 1;
    exit(bench_main(argc, argv));  // vvp's own exit status is always 0
}

static PLI_INT32 on_start(p_cb_data data)
{
    (void)data;
    getcontext(&bench);
    bench.uc_stack.ss_sp = malloc(STACK_BYTES);
    bench.uc_stack.ss_size = STACK_BYTES;
    makecontext(&bench, run_bench, 0);
    swapcontext(&simulator, &bench);
    return 0;
}

static void startup(void)
{
    call_back(cbStartOfSimulation, 0, on_start);
}

void (*vlog_startup_routines[])(void) = { startup, NULL };
