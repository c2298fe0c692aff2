// SPDX-License-Identifier: Apache-2.0
//
// vector_file - see vector_file.h

#include "vector_file.h"

#include <string.h>

// Fields begin at whole digits, so that each can be read by itself.
static unsigned digits_of(unsigned bits)
{
    return (bits + 3) / 4;
}

// ---- Header ----

static void put_field(FILE *file, const char *kind, const char *name, unsigned bits,
                      unsigned *lsb)
{
    *lsb -= 4 * digits_of(bits);
    fprintf(file, "// %-7s %-24s %5u %5u\n", kind, name, bits, *lsb);
}

static void put_header(FILE *file, const struct vector_ports *ports)
{
    unsigned lsb = 4 * (digits_of(ports->num_clocks) + digits_of(ports->num_outputs));
    for (unsigned b = 0; b < ports->num_inputs; b++)
        lsb += 4 * digits_of(ports->inputs[b].dut->bits);
    for (unsigned b = 0; b < ports->num_outputs; b++)
        lsb += 4 * digits_of(ports->outputs[b].dut->bits);

    fprintf(file, "// SPDX-License-Identifier: Apache-2.0\n"
            "// flownic vectors, written by the C model: see vectors/README.md\n"
            "// run     %s\n// seed    %u\n// word    %u\n", ports->run, ports->seed, lsb);
    fprintf(file, "// kind    name                      bits   lsb\n");
    put_field(file, "edges", "edges", ports->num_clocks, &lsb);
    for (unsigned b = 0; b < ports->num_inputs; b++)
        put_field(file, "input", ports->inputs[b].dut->name, ports->inputs[b].dut->bits, &lsb);
    for (unsigned b = 0; b < ports->num_outputs; b++)
        put_field(file, "output", ports->outputs[b].dut->name, ports->outputs[b].dut->bits, &lsb);
    put_field(file, "counts", "counts", ports->num_outputs, &lsb);
    for (unsigned c = 0; c < ports->num_clocks; c++)
        fprintf(file, "// clock   %-24s     1 %5u\n", ports->clocks[c]->name, c);
}

// ---- Words ----

static void put_hex(FILE *file, const uint8_t *bytes, unsigned bits)
{
    for (unsigned digit = digits_of(bits); digit-- > 0;)
        putc("0123456789abcdef"[bytes[digit / 2] >> digit % 2 * 4 & 0xf], file);
}

static bool is_set(const struct vector_ports *ports, const struct dut_port *output,
                   const void *outputs)
{
    uint8_t value[PORT_BINDING_MAX_BYTES];
    for (unsigned b = 0; b < ports->num_outputs; b++)
        if (ports->outputs[b].dut == output) {
            port_pack(&ports->outputs[b], outputs, value);
            return value[0] & 1;
        }
    return true;
}

void vector_file_write(struct vector_file *vectors, unsigned edges, const void *inputs,
                       const void *outputs)
{
    const struct vector_ports *ports = &vectors->ports;
    const uint8_t edge_bytes[] = { (uint8_t)edges };
    uint8_t value[PORT_BINDING_MAX_BYTES], counts[(PORT_BINDING_MAX + 7) / 8] = { 0 };

    if (vectors->file == NULL)
        return;
    put_hex(vectors->file, edge_bytes, ports->num_clocks);
    for (unsigned b = 0; b < ports->num_inputs; b++) {
        port_pack(&ports->inputs[b], inputs, value);
        putc('_', vectors->file);
        put_hex(vectors->file, value, ports->inputs[b].dut->bits);
    }
    for (unsigned b = 0; b < ports->num_outputs; b++) {
        const struct port_binding *binding = &ports->outputs[b];
        memset(value, 0, binding->dut->size);
        if (binding->valid == NULL || is_set(ports, binding->valid, outputs)) {
            counts[b / 8] |= (uint8_t)(1u << b % 8);
            port_pack(binding, outputs, value);
        }
        putc('_', vectors->file);
        put_hex(vectors->file, value, binding->dut->bits);
    }
    putc('_', vectors->file);
    put_hex(vectors->file, counts, ports->num_outputs);
    putc('\n', vectors->file);
}

// ---- The file ----

bool vector_file_open(struct vector_file *vectors, const char *path,
                      const struct vector_ports *ports)
{
    *vectors = (struct vector_file){ fopen(path, "w"), *ports };
    if (vectors->file == NULL)
        return false;
    put_header(vectors->file, ports);
    return true;
}

bool vector_file_close(struct vector_file *vectors)
{
    if (vectors->file == NULL)
        return true;
    const bool is_written = !ferror(vectors->file);
    const bool is_closed = fclose(vectors->file) == 0;
    vectors->file = NULL;
    return is_written && is_closed;
}
