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
    for (unsigned c = 0; engine->top.clock_names[c] != NULL && fault == NULL; c++) {
        name = engine->top.clock_names[c];
        const struct dut_port *port = port_find(engine->dut, name);
        if (port == NULL)
            fault = "the RTL has no such clock";
        else
            clock_set_add(&engine->clocks, port, engine->top.periods[c]);
    }
    if (fault != NULL)
        snprintf(engine->difference, sizeof engine->difference, "%s: %s", name, fault);
    return fault == NULL ? NULL : engine->difference;
}

const char *engine_open(struct engine *engine, enum engine_kind kind, const struct engine_top *top,
                        unsigned seed)
{
    *engine = (struct engine){ .kind = kind, .top = *top };
    if (kind == ENGINE_MODEL) {
        for (unsigned c = 0; top->clock_names[c] != NULL; c++)
            clock_set_add(&engine->clocks, NULL, top->periods[c]);
        return NULL;
    }
    engine->dut = dut_open(seed);
    memset(engine->driven, 0xa5, sizeof engine->driven);
    return bind_all(engine);
}

bool engine_write_vectors(struct engine *engine, const char *path, const char *run, unsigned seed)
{
    struct vector_ports ports = {
        .run = run, .seed = seed, .num_clocks = engine->clocks.num_clocks,
        .inputs = engine->inputs, .num_inputs = engine->num_inputs,
        .outputs = engine->outputs, .num_outputs = engine->num_outputs
    };
    for (unsigned c = 0; c < ports.num_clocks; c++)
        ports.clocks[c] = engine->clocks.clocks[c].port;
    return engine->kind == ENGINE_LOCKSTEP && vector_file_open(&engine->vectors, path, &ports);
}

const char *engine_begin_test(struct engine *engine, const struct bench_arguments *arguments)
{
    engine->arguments = *arguments;
    if (arguments->vectors != NULL
            && !engine_write_vectors(engine, arguments->vectors, arguments->run, arguments->seed))
        return "the vectors cannot be written";
    return engine->dut == NULL ? NULL : bench_arguments_begin(arguments, engine->dut);
}

const char *engine_inspect(struct engine *engine, struct inspection *inspection)
{
    if (engine->kind != ENGINE_LOCKSTEP)
        return "blocks inside can be compared in lockstep only";
    engine->inspection = inspection;
    return inspection_open(inspection, engine->dut);
}

unsigned engine_edges(const struct engine *engine)
{
    return clock_set_edges(&engine->clocks);
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
    const unsigned edges = engine_edges(engine);
    bool is_equal = true;

    if (engine->kind != ENGINE_MODEL)
        drive(engine, inputs);
    clock_set_step(&engine->clocks, engine->dut);
    if (engine->kind != ENGINE_RTL) {
        engine->top.tick(engine->top.twin, inputs, edges);
        memcpy(outputs, engine->top.twin_outputs, outputs_size);
    }
    if (engine->kind == ENGINE_RTL)
        for (unsigned b = 0; b < engine->num_outputs; b++)
            port_unpack(&engine->outputs[b], outputs);
    if (engine->kind == ENGINE_LOCKSTEP) {
        if (engine->arguments.vectors == NULL || engine->steps < engine->arguments.cycles)
            vector_file_write(&engine->vectors, edges, inputs, engine->top.twin_outputs);
        is_equal = compare(engine);
        if (engine->inspection != NULL)
            is_equal &= inspection_step(engine->inspection, engine->top.twin, engine->cycles);
    }
    engine->cycles += edges & 1;
    engine->steps++;
    return is_equal;
}

bool engine_close(struct engine *engine)
{
    bool is_written = vector_file_close(&engine->vectors);
    if (engine->dut != NULL) {
        is_written &= bench_arguments_end(&engine->arguments, engine->dut) == NULL;
        dut_close(engine->dut);
    }
    return is_written;
}
