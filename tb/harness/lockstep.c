// SPDX-License-Identifier: Apache-2.0
//
// lockstep - see lockstep.h

#include "lockstep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PHASE_CYCLES = 64, CYCLES_PER_RESET = 1000 };

static _Noreturn void refuse(const struct lockstep *bench, const char *reason, const char *name)
{
    fprintf(stderr, "FAIL %s: seed=%u: %s: %s\n", bench->module, bench->seed, reason, name);
    exit(EXIT_FAILURE);
}

// ---- Random inputs ----

static uint64_t next_random(struct lockstep *bench)
{
    uint64_t x = bench->random += 0x9e3779b97f4a7c15u;  // splitmix64
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

unsigned lockstep_below(struct lockstep *bench, unsigned limit)
{
    return (unsigned)((next_random(bench) >> 32) * limit >> 32);
}

// Busy, slow and blocked stretches take turns: full and empty buffers come up by themselves.
static void begin_phase(struct lockstep *bench)
{
    bench->offer_eighths = 1 + lockstep_below(bench, 8);
    bench->ready_eighths = 1 + lockstep_below(bench, 8);
}

void lockstep_bytes(struct lockstep *bench, void *bytes, size_t size)
{
    for (size_t done = 0; done < size; done += sizeof(uint64_t)) {
        const uint64_t x = next_random(bench);
        memcpy((uint8_t *)bytes + done, &x, size - done < sizeof x ? size - done : sizeof x);
    }
}

void lockstep_record(struct lockstep *bench, void *record, const struct fn_record *layout)
{
    for (unsigned f = 0; f < layout->num_fields; f++) {
        const struct fn_field *field = &layout->field[f];
        uint8_t *const member = (uint8_t *)record + field->offset;
        lockstep_bytes(bench, member, field->size);
        for (unsigned bit = field->bits; bit < 8 * field->size; bit++)
            member[bit / 8] &= (uint8_t)~(1u << bit % 8);
    }
}

bool lockstep_reset(struct lockstep *bench)
{
    return bench->cycle == 0 || lockstep_below(bench, CYCLES_PER_RESET) == 0;
}

bool lockstep_ready(struct lockstep *bench)
{
    return lockstep_below(bench, 8) < bench->ready_eighths;
}

bool lockstep_offer(struct lockstep *bench, struct lockstep_source *source,
                    bool *valid, bool ready)
{
    const bool is_new = !source->is_refused;
    if (is_new)
        *valid = lockstep_below(bench, 8) < bench->offer_eighths;
    source->is_refused = *valid && !ready;
    return is_new;
}

// ---- Binding ----

static const struct dut_port *find_port(const struct lockstep *bench, const char *name)
{
    const struct dut_port *port = port_find(bench->dut, name);
    if (port == NULL)
        refuse(bench, "the RTL has no such port", name);
    return port;
}

static unsigned bind(const struct lockstep *bench, struct port_binding *bindings,
                     const struct fn_port *twin, bool is_output)
{
    unsigned num_bindings;
    const char *name;
    const char *fault = port_bind(bench->dut, twin, is_output, bindings, &num_bindings, &name);
    if (fault != NULL)
        refuse(bench, fault, name);
    return num_bindings;
}

static void refuse_unbound(const struct lockstep *bench)
{
    unsigned num_ports;
    const struct dut_port *port = dut_ports(bench->dut, &num_ports);
    for (unsigned p = 0; p < num_ports; p++) {
        bool is_bound = strcmp(port[p].name, bench_mutant_port) == 0;
        for (unsigned c = 0; c < bench->clocks.num_clocks; c++)
            is_bound |= bench->clocks.clocks[c].port == &port[p];
        for (unsigned b = 0; b < bench->num_inputs; b++)
            is_bound |= bench->inputs[b].dut == &port[p];
        for (unsigned b = 0; b < bench->num_outputs; b++)
            is_bound |= bench->outputs[b].dut == &port[p];
        if (!is_bound)
            refuse(bench, "the twin has no such port", port[p].name);
    }
}

void lockstep_add_clock(struct lockstep *bench, const char *name, unsigned period)
{
    if (!clock_set_add(&bench->clocks, find_port(bench, name), period))
        refuse(bench, "too many clocks", name);
}

void lockstep_open(struct lockstep *bench, const char *module, int argc, char **argv,
                   const struct fn_port *inputs, const struct fn_port *outputs)
{
    *bench = (struct lockstep){ .module = module };
    const char *unknown = bench_arguments_read(&bench->arguments, module, argc, argv);
    if (unknown != NULL)
        refuse(bench, "unknown argument", unknown);
    bench->random = bench->seed = bench->arguments.seed;
    bench->num_cycles = bench->arguments.cycles;
    begin_phase(bench);
    bench->dut = dut_open(bench->seed);
    if (port_find(bench->dut, "clk") != NULL)
        lockstep_add_clock(bench, "clk", LOCKSTEP_PERIOD);
    bench->num_inputs = bind(bench, bench->inputs, inputs, false);
    bench->num_outputs = bind(bench, bench->outputs, outputs, true);
    const char *fault = bench_arguments_begin(&bench->arguments, bench->dut);
    if (fault != NULL)
        refuse(bench, fault, bench->arguments.trace);
}

// ---- One clock edge ----

unsigned lockstep_edges(const struct lockstep *bench)
{
    return clock_set_edges(&bench->clocks);
}

static void print_hex(const char *label, const uint8_t *bytes, unsigned bits)
{
    fprintf(stderr, "%s", label);
    for (unsigned b = (bits + 7) / 8; b-- > 0;)
        fprintf(stderr, "%02x", bytes[b]);
}

static void compare(struct lockstep *bench, const struct port_binding *binding,
                    const void *outputs)
{
    const struct dut_port *port = binding->dut;
    uint8_t expected[PORT_BINDING_MAX_BYTES];

    if (!port_differs(bench->dut, binding, outputs, expected))
        return;
    if (!bench->has_failed) {
        fprintf(stderr, "%s: cycle %lu: %s: ", bench->module, bench->cycle, port->name);
        print_hex("expected ", expected, port->bits);
        print_hex(", got ", port->value, port->bits);
        fprintf(stderr, "%s\n", dut_is_unknown(bench->dut, port) ? ", with X" : "");
    }
    bench->has_failed = true;
}

static void open_vectors(struct lockstep *bench)
{
    struct vector_ports ports = {
        .run = bench->arguments.run, .seed = bench->seed,
        .num_clocks = bench->clocks.num_clocks,
        .inputs = bench->inputs, .num_inputs = bench->num_inputs,
        .outputs = bench->outputs, .num_outputs = bench->num_outputs
    };
    for (unsigned c = 0; c < ports.num_clocks; c++)
        ports.clocks[c] = bench->clocks.clocks[c].port;
    if (!vector_file_open(&bench->vectors, bench->arguments.vectors, &ports))
        refuse(bench, "cannot be written", bench->arguments.vectors);
}

bool lockstep_step(struct lockstep *bench, const void *inputs, const void *outputs)
{
    if (bench->cycle == 0) {
        refuse_unbound(bench);
        if (bench->arguments.vectors != NULL)
            open_vectors(bench);
    }
    vector_file_write(&bench->vectors, lockstep_edges(bench), inputs, outputs);
    for (unsigned b = 0; b < bench->num_inputs; b++)
        port_pack(&bench->inputs[b], inputs, bench->inputs[b].dut->value);
    clock_set_step(&bench->clocks, bench->dut);
    for (unsigned b = 0; b < bench->num_outputs; b++)
        compare(bench, &bench->outputs[b], outputs);
    bench->cycle++;
    if (bench->cycle % PHASE_CYCLES == 0)
        begin_phase(bench);
    return !bench->has_failed && bench->cycle < bench->num_cycles;
}

// ---- Verdict ----

unsigned lockstep_bits(const struct lockstep *bench, const char *port)
{
    return find_port(bench, port)->bits;
}

// A run is called MODULE-NAME-VALUE-NAME-VALUE...
unsigned lockstep_run_parameter(const char *run, const char *name)
{
    const size_t length = strlen(name);
    for (const char *dash = strchr(run, '-'); dash != NULL; dash = strchr(dash + 1, '-'))
        if (strncmp(dash + 1, name, length) == 0 && dash[1 + length] == '-')
            return (unsigned)strtoul(dash + 1 + length + 1, NULL, 0);
    return 0;
}

void lockstep_cover(struct lockstep *bench, const char *name, bool happened)
{
    unsigned c = 0;
    while (c < bench->num_covers && bench->covers[c].name != name)
        c++;
    if (c == LOCKSTEP_MAX_COVERS)
        refuse(bench, "too many covers", name);
    if (c == bench->num_covers)
        bench->covers[bench->num_covers++].name = name;
    bench->covers[c].count += happened;
}

void lockstep_check(struct lockstep *bench, const char *name, bool holds)
{
    if (!holds && !bench->has_failed)
        fprintf(stderr, "%s: cycle %lu: does not hold: %s\n", bench->module, bench->cycle, name);
    bench->has_failed |= !holds;
}

int lockstep_close(struct lockstep *bench)
{
    const double seconds = (double)clock() / CLOCKS_PER_SEC;
    const char *fault = bench_arguments_end(&bench->arguments, bench->dut);

    if (fault != NULL)
        refuse(bench, fault, bench->arguments.coverage);
    for (unsigned c = 0; c < bench->num_covers && !bench->has_failed; c++) {
        printf("  %-40s %lu\n", bench->covers[c].name, bench->covers[c].count);
        if (bench->covers[c].count == 0 && bench->arguments.vectors == NULL)
            refuse(bench, "never happened", bench->covers[c].name);
    }
    if (!vector_file_close(&bench->vectors))
        refuse(bench, "cannot be written", bench->arguments.vectors);
    dut_close(bench->dut);
    printf("%s %s: seed=%u cycles=%lu, %.3f Mcycle/s\n", bench->has_failed ? "FAIL" : "PASS",
           bench->module, bench->seed, bench->cycle, (double)bench->cycle / seconds / 1e6);
    return bench->has_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
