// SPDX-License-Identifier: Apache-2.0
//
// inspection - see inspection.h

#include "inspection.h"

#include <stdio.h>
#include <string.h>

// ---- Opening ----

static const char *fail(struct inspection *inspection, const struct inspection_block *block,
                        const char *name, const char *what)
{
    snprintf(inspection->fault, sizeof inspection->fault, "%s.%s: %s", block->path, name, what);
    return inspection->fault;
}

static const char *open_block(struct inspection *inspection, const struct inspection_block *block)
{
    const unsigned first = inspection->num_ports;
    const char *name = "";
    unsigned num_bindings;
    char path[256];

    for (const struct fn_port *twin = block->outputs; twin->name != NULL; twin++) {
        const unsigned p = inspection->num_ports;
        struct dut_probe *probe = &inspection->probes[p];
        snprintf(path, sizeof path, "%s.%s", block->path, twin->name);
        if (p == INSPECTION_MAX_PORTS || !dut_probe_open(inspection->dut, path, probe))
            return fail(inspection, block, twin->name, "this program cannot look inside");
        inspection->ports[inspection->num_ports++] = (struct dut_port){
            twin->name, probe->bits, true, inspection->values[p],
            (probe->bits + 31) / 32 * sizeof(uint32_t)
        };
    }
    const char *fault = port_bind_to(inspection->ports + first, inspection->num_ports - first,
                                     block->outputs, true, inspection->bindings + first,
                                     &num_bindings, &name);
    return fault == NULL ? NULL : fail(inspection, block, name, fault);
}

const char *inspection_open(struct inspection *inspection, struct dut *dut)
{
    const char *fault = NULL;
    inspection->dut = dut;
    for (const struct inspection_block *block = inspection->blocks;
            block->path != NULL && fault == NULL; block++) {
        if (inspection->num_blocks == INSPECTION_MAX_BLOCKS)
            return fail(inspection, block, "", "too many blocks");
        fault = open_block(inspection, block);
        inspection->first[++inspection->num_blocks] = inspection->num_ports;
    }
    return fault;
}

// ---- Comparing ----

static void note(struct inspection *inspection, const struct inspection_block *block,
                 const struct port_binding *binding, const uint8_t *expected, bool is_known)
{
    char values[600];
    port_describe(binding, expected, values, sizeof values);
    snprintf(inspection->difference, sizeof inspection->difference, "%s.%s (%s): %s%s",
             block->path, binding->twin->name, block->module, values,
             is_known ? "" : " with X");
}

// Handshakes and what counts always first, for payload depends on its valid.
static bool compare_block(struct inspection *inspection, unsigned b, const void *twin)
{
    const struct inspection_block *block = &inspection->blocks[b];
    const void *outputs = (const uint8_t *)twin + block->offset;
    uint8_t expected[PORT_BINDING_MAX_BYTES];

    for (unsigned is_payload = 0; is_payload < 2; is_payload++)
        for (unsigned p = inspection->first[b]; p < inspection->first[b + 1]; p++) {
            const struct port_binding *binding = &inspection->bindings[p];
            if ((binding->valid != NULL) != is_payload
                    || (is_payload && !*(const uint8_t *)binding->valid->value))
                continue;
            const bool is_known = dut_probe_read(&inspection->probes[p], inspection->values[p]);
            port_pack(binding, outputs, expected);
            if (is_known && memcmp(expected, inspection->values[p], binding->dut->size) == 0)
                continue;
            note(inspection, block, binding, expected, is_known);
            return false;
        }
    return true;
}

bool inspection_step(struct inspection *inspection, const void *twin, uint64_t cycle)
{
    if (inspection->trace != NULL && !inspection->is_tracing && cycle >= inspection->trace_from)
        inspection->is_tracing = dut_trace(inspection->dut, inspection->trace);
    if (inspection->difference[0] != '\0')
        return cycle < inspection->cycle + INSPECTION_TAIL;
    for (unsigned b = 0; b < inspection->num_blocks && cycle >= inspection->from; b++)
        if (!compare_block(inspection, b, twin)) {
            inspection->cycle = cycle;
            break;
        }
    return true;
}
