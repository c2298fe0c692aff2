// SPDX-License-Identifier: Apache-2.0
//
// lockstep - see lockstep.h

#include "lockstep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PHASE_CYCLES = 64, CYCLES_PER_RESET = 1000, MAX_PORT_BYTES = 256 };

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

// The input by which tb/harness/mutate.py chooses what is broken; other builds have none.
static const char mutant_port[] = "mutsel";

static const struct dut_port *seek_port(const struct lockstep *bench, const char *name)
{
    unsigned num_ports;
    const struct dut_port *port = dut_ports(bench->dut, &num_ports);
    for (unsigned p = 0; p < num_ports; p++)
        if (strcmp(port[p].name, name) == 0)
            return &port[p];
    return NULL;
}

static const struct dut_port *find_port(const struct lockstep *bench, const char *name)
{
    const struct dut_port *port = seek_port(bench, name);
    if (port == NULL)
        refuse(bench, "the RTL has no such port", name);
    return port;
}

static bool is_valid_port(const struct dut_port *port)
{
    const size_t length = strlen(port->name);
    return port->is_output && length >= 5 && strcmp(port->name + length - 5, "valid") == 0;
}

// The output ...valid with the longest name that, up to there, begins this one's:
// m_axi_awvalid for m_axi_awaddr, but m_record_axis_tvalid for m_record_axis_tdata.
static const struct dut_port *channel_valid(struct dut *dut, const struct dut_port *output)
{
    unsigned num_ports;
    const struct dut_port *port = dut_ports(dut, &num_ports), *found = NULL;
    for (unsigned p = 0; p < num_ports && !is_valid_port(output); p++)
        if (is_valid_port(&port[p])
                && strncmp(port[p].name, output->name, strlen(port[p].name) - 5) == 0
                && (found == NULL || strlen(port[p].name) > strlen(found->name)))
            found = &port[p];
    return found;
}

static unsigned bind(struct lockstep *bench, struct lockstep_binding *bindings,
                     const struct fn_port *twin, bool is_output)
{
    unsigned n = 0;
    for (; twin[n].name != NULL; n++) {
        const struct dut_port *port = find_port(bench, twin[n].name);
        if (n == LOCKSTEP_MAX_PORTS || port->size > MAX_PORT_BYTES)
            refuse(bench, "too many ports, or too wide", port->name);
        if (port->is_output != is_output)
            refuse(bench, "the RTL has it in the other direction", port->name);
        if (twin[n].record != NULL) {
            if (port->bits != fn_record_bits(twin[n].record))
                refuse(bench, "the record has another width in the RTL", port->name);
        } else if (port->bits > 8 * twin[n].size) {
            refuse(bench, "wider than the twin's member", port->name);
        }
        bindings[n] = (struct lockstep_binding){
            &twin[n], port, is_output ? channel_valid(bench->dut, port) : NULL
        };
    }
    return n;
}

static void refuse_unbound(const struct lockstep *bench)
{
    unsigned num_ports;
    const struct dut_port *port = dut_ports(bench->dut, &num_ports);
    for (unsigned p = 0; p < num_ports; p++) {
        bool is_bound = strcmp(port[p].name, mutant_port) == 0;
        for (unsigned c = 0; c < bench->num_clocks; c++)
            is_bound |= bench->clocks[c].port == &port[p];
        for (unsigned b = 0; b < bench->num_inputs; b++)
            is_bound |= bench->inputs[b].dut == &port[p];
        for (unsigned b = 0; b < bench->num_outputs; b++)
            is_bound |= bench->outputs[b].dut == &port[p];
        if (!is_bound)
            refuse(bench, "the twin has no such port", port[p].name);
    }
}

static void select_mutant(struct lockstep *bench, unsigned mutant)
{
    unsigned num_ports;
    const struct dut_port *port = dut_ports(bench->dut, &num_ports);
    for (unsigned p = 0; p < num_ports; p++)
        if (strcmp(port[p].name, mutant_port) == 0)
            memcpy(port[p].value, &mutant, port[p].size);
}

void lockstep_add_clock(struct lockstep *bench, const char *name, unsigned period)
{
    if (bench->num_clocks == DUT_MAX_CLOCKS)
        refuse(bench, "too many clocks", name);
    const struct dut_port *port = find_port(bench, name);
    memset(port->value, 0, port->size);  // so that the first step is an edge
    bench->clocks[bench->num_clocks++] = (struct lockstep_clock){
        port, period, LOCKSTEP_PERIOD
    };
}

void lockstep_open(struct lockstep *bench, const char *module, int argc, char **argv,
                   const struct fn_port *inputs, const struct fn_port *outputs)
{
    const char *trace = NULL;
    unsigned mutant = 0;
    *bench = (struct lockstep){ .module = module, .seed = 1, .num_cycles = 20000 };
    for (int a = 1; a < argc; a++) {
        if (strncmp(argv[a], "seed=", 5) == 0)
            bench->seed = (unsigned)strtoul(argv[a] + 5, NULL, 0);
        else if (strncmp(argv[a], "cycles=", 7) == 0)
            bench->num_cycles = strtoul(argv[a] + 7, NULL, 0);
        else if (strncmp(argv[a], "trace=", 6) == 0)
            trace = argv[a] + 6;
        else if (strncmp(argv[a], "mutant=", 7) == 0)
            mutant = (unsigned)strtoul(argv[a] + 7, NULL, 0);
        else if (strncmp(argv[a], "coverage=", 9) == 0)
            bench->coverage_path = argv[a] + 9;
        else
            refuse(bench, "unknown argument", argv[a]);
    }
    bench->random = bench->seed;
    begin_phase(bench);
    bench->dut = dut_open(bench->seed);
    if (seek_port(bench, "clk") != NULL)
        lockstep_add_clock(bench, "clk", LOCKSTEP_PERIOD);
    bench->num_inputs = bind(bench, bench->inputs, inputs, false);
    bench->num_outputs = bind(bench, bench->outputs, outputs, true);
    select_mutant(bench, mutant);
    if (trace != NULL && !dut_trace(bench->dut, trace))
        refuse(bench, "this engine was built without traces", trace);
}

// ---- One clock edge ----

static uint64_t next_edge(const struct lockstep *bench)
{
    uint64_t next = bench->clocks[0].next;
    for (unsigned c = 1; c < bench->num_clocks; c++)
        if (bench->clocks[c].next < next)
            next = bench->clocks[c].next;
    return next;
}

unsigned lockstep_edges(const struct lockstep *bench)
{
    const uint64_t next = next_edge(bench);
    unsigned edges = 0;
    for (unsigned c = 0; c < bench->num_clocks; c++)
        edges |= (unsigned)(bench->clocks[c].next == next) << c;
    return edges;
}

static void step_clocks(struct lockstep *bench)
{
    const struct dut_port *rising[DUT_MAX_CLOCKS];
    const uint64_t next = next_edge(bench);
    unsigned num_rising = 0;

    for (unsigned c = 0; c < bench->num_clocks; c++)
        if (bench->clocks[c].next == next) {
            rising[num_rising++] = bench->clocks[c].port;
            bench->clocks[c].next += bench->clocks[c].period;
        }
    dut_step(bench->dut, rising, num_rising, (unsigned)(next - bench->time));
    bench->time = next;
}

static void pack(const struct lockstep_binding *binding, const void *structure, uint8_t *port)
{
    const uint8_t *member = (const uint8_t *)structure + binding->twin->offset;
    const struct fn_record *record = binding->twin->record;

    memset(port, 0, binding->dut->size);
    if (record == NULL)
        fn_record_deposit(port, 0, binding->dut->bits, member);
    else
        fn_record_pack(record, member, port);
}

static void print_hex(const char *label, const uint8_t *bytes, unsigned bits)
{
    fprintf(stderr, "%s", label);
    for (unsigned b = (bits + 7) / 8; b-- > 0;)
        fprintf(stderr, "%02x", bytes[b]);
}

static void compare(struct lockstep *bench, const struct lockstep_binding *binding,
                    const void *outputs)
{
    const struct dut_port *port = binding->dut;
    const bool is_unknown = dut_is_unknown(bench->dut, port);
    uint8_t expected[MAX_PORT_BYTES];

    if (binding->valid != NULL && !*(const uint8_t *)binding->valid->value)
        return;
    pack(binding, outputs, expected);
    if (!is_unknown && memcmp(expected, port->value, port->size) == 0)
        return;
    if (!bench->has_failed) {
        fprintf(stderr, "%s: cycle %lu: %s: ", bench->module, bench->cycle, port->name);
        print_hex("expected ", expected, port->bits);
        print_hex(", got ", port->value, port->bits);
        fprintf(stderr, "%s\n", is_unknown ? ", with X" : "");
    }
    bench->has_failed = true;
}

bool lockstep_step(struct lockstep *bench, const void *inputs, const void *outputs)
{
    if (bench->cycle == 0)
        refuse_unbound(bench);
    for (unsigned b = 0; b < bench->num_inputs; b++)
        pack(&bench->inputs[b], inputs, bench->inputs[b].dut->value);
    step_clocks(bench);
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

    for (unsigned c = 0; c < bench->num_covers && !bench->has_failed; c++) {
        printf("  %-40s %lu\n", bench->covers[c].name, bench->covers[c].count);
        if (bench->covers[c].count == 0)
            refuse(bench, "never happened", bench->covers[c].name);
    }
    if (bench->coverage_path != NULL && !dut_coverage(bench->dut, bench->coverage_path))
        refuse(bench, "this engine was built without coverage", bench->coverage_path);
    dut_close(bench->dut);
    printf("%s %s: seed=%u cycles=%lu, %.3f Mcycle/s\n", bench->has_failed ? "FAIL" : "PASS",
           bench->module, bench->seed, bench->cycle, (double)bench->cycle / seconds / 1e6);
    return bench->has_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
