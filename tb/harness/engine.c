// SPDX-License-Identifier: Apache-2.0
//
// engine - see engine.h

#include "engine.h"

#include <stdio.h>
#include <string.h>

static const char *bind_all(struct engine *engine)
{
    const char *name = "";
    const char *fault = port_bind(engine->dut, engine->top.inputs, false, engine->inputs,
                                  &engine->num_inputs, &name);
    if (fault == NULL)
        fault = port_bind(engine->dut, engine->top.outputs, true, engine->outputs,
                          &engine->num_outputs, &name);
    for (unsigned c = 0; c < engine->num_clocks && fault == NULL; c++) {
        name = engine->top.clock_names[c];
        engine->clocks[c] = port_find(engine->dut, name);
        if (engine->clocks[c] == NULL)
            fault = "the RTL has no such clock";
        else
            *(uint8_t *)engine->clocks[c]->value = 0;  // low at first: the first edge counts
    }
    if (fault != NULL)
        snprintf(engine->difference, sizeof engine->difference, "%s: %s", name, fault);
    return fault == NULL ? NULL : engine->difference;
}

const char *engine_open(struct engine *engine, enum engine_kind kind, const struct engine_top *top,
                        unsigned seed)
{
    *engine = (struct engine){ .kind = kind, .top = *top };
    while (top->clock_names[engine->num_clocks] != NULL) {
        engine->next[engine->num_clocks++] = top->periods[0];
    }
    if (kind == ENGINE_MODEL)
        return NULL;
    engine->dut = dut_open(seed);
    memset(engine->driven, 0xa5, sizeof engine->driven);
    return bind_all(engine);
}

bool engine_write_vectors(struct engine *engine, const char *path, const char *run, unsigned seed)
{
    struct vector_ports ports = {
        .run = run, .seed = seed, .num_clocks = engine->num_clocks,
        .inputs = engine->inputs, .num_inputs = engine->num_inputs,
        .outputs = engine->outputs, .num_outputs = engine->num_outputs
    };
    memcpy(ports.clocks, engine->clocks, sizeof ports.clocks);
    return engine->kind == ENGINE_LOCKSTEP && vector_file_open(&engine->vectors, path, &ports);
}

const char *engine_inspect(struct engine *engine, struct inspection *inspection)
{
    if (engine->kind != ENGINE_LOCKSTEP)
        return "blocks inside can be compared in lockstep only";
    engine->inspection = inspection;
    return inspection_open(inspection, engine->dut);
}

static uint64_t next_edge(const struct engine *engine)
{
    uint64_t next = engine->next[0];
    for (unsigned c = 1; c < engine->num_clocks; c++)
        if (engine->next[c] < next)
            next = engine->next[c];
    return next;
}

unsigned engine_edges(const struct engine *engine)
{
    const uint64_t next = next_edge(engine);
    unsigned edges = 0;
    for (unsigned c = 0; c < engine->num_clocks; c++)
        edges |= (unsigned)(engine->next[c] == next) << c;
    return edges;
}

// Most inputs keep their value: only what changed is packed.
static void drive(struct engine *engine, const void *inputs)
{
    for (unsigned b = 0; b < engine->num_inputs; b++) {
        const struct port_binding *binding = &engine->inputs[b];
        const uint8_t *member = (const uint8_t *)inputs + binding->twin->offset;
        if (memcmp(engine->driven[b], member, binding->twin->size) == 0)
            continue;
        memcpy(engine->driven[b], member, binding->twin->size);
        port_pack(binding, inputs, binding->dut->value);
    }
}

static void note_difference(struct engine *engine, const struct port_binding *binding,
                            const uint8_t *expected)
{
    char values[sizeof engine->difference];
    port_describe(binding, expected, values, sizeof values);
    snprintf(engine->difference, sizeof engine->difference, "cycle %llu: %s: %.*s",
             (unsigned long long)engine->cycles, binding->dut->name, 600, values);
}

static bool compare(struct engine *engine)
{
    uint8_t expected[PORT_BINDING_MAX_BYTES];
    for (unsigned b = 0; b < engine->num_outputs; b++) {
        const struct port_binding *binding = &engine->outputs[b];
        if (port_differs(engine->dut, binding, engine->top.twin_outputs, expected)) {
            note_difference(engine, binding, expected);
            return false;
        }
    }
    return true;
}

bool engine_step(struct engine *engine, const void *inputs, void *outputs, size_t outputs_size)
{
    const struct dut_port *rising[DUT_MAX_CLOCKS];
    const uint64_t next = next_edge(engine);
    const unsigned edges = engine_edges(engine);
    unsigned num_rising = 0;
    bool is_equal = true;

    for (unsigned c = 0; c < engine->num_clocks; c++)
        if (edges >> c & 1) {
            rising[num_rising++] = engine->clocks[c];
            engine->next[c] += engine->top.periods[c];
        }
    if (engine->kind != ENGINE_MODEL) {
        drive(engine, inputs);
        dut_step(engine->dut, rising, num_rising, (unsigned)(next - engine->time));
    }
    if (engine->kind != ENGINE_RTL) {
        engine->top.tick(engine->top.twin, inputs, edges);
        memcpy(outputs, engine->top.twin_outputs, outputs_size);
    }
    if (engine->kind == ENGINE_RTL)
        for (unsigned b = 0; b < engine->num_outputs; b++)
            port_unpack(&engine->outputs[b], outputs);
    if (engine->kind == ENGINE_LOCKSTEP) {
        vector_file_write(&engine->vectors, edges, inputs, engine->top.twin_outputs);
        is_equal = compare(engine);
        if (engine->inspection != NULL)
            is_equal &= inspection_step(engine->inspection, engine->top.twin, engine->cycles);
    }
    engine->time = next;
    engine->cycles += edges & 1;
    return is_equal;
}

bool engine_close(struct engine *engine)
{
    const bool is_written = vector_file_close(&engine->vectors);
    if (engine->dut != NULL)
        dut_close(engine->dut);
    return is_written;
}
