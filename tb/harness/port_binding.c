// SPDX-License-Identifier: Apache-2.0
//
// port_binding - see port_binding.h

#include "port_binding.h"

#include <stdio.h>
#include <string.h>

static const struct dut_port *find(const struct dut_port *ports, unsigned num_ports,
                                   const char *name)
{
    for (unsigned p = 0; p < num_ports; p++)
        if (strcmp(ports[p].name, name) == 0)
            return &ports[p];
    return NULL;
}

const struct dut_port *port_find(struct dut *dut, const char *name)
{
    unsigned num_ports;
    const struct dut_port *ports = dut_ports(dut, &num_ports);
    return find(ports, num_ports, name);
}

static bool is_valid_port(const struct dut_port *port)
{
    const size_t length = strlen(port->name);
    return port->is_output && length >= 5 && strcmp(port->name + length - 5, "valid") == 0;
}

// The output ...valid with the longest name that, up to there, begins this one's:
// m_axi_awvalid for m_axi_awaddr, but m_record_axis_tvalid for m_record_axis_tdata.
static const struct dut_port *channel_valid(const struct dut_port *ports, unsigned num_ports,
                                            const struct dut_port *output)
{
    const struct dut_port *found = NULL;
    for (unsigned p = 0; p < num_ports && !is_valid_port(output); p++)
        if (is_valid_port(&ports[p])
                && strncmp(ports[p].name, output->name, strlen(ports[p].name) - 5) == 0
                && (found == NULL || strlen(ports[p].name) > strlen(found->name)))
            found = &ports[p];
    return found;
}

const char *port_bind(struct dut *dut, const struct fn_port *twin, bool is_output,
                      struct port_binding *bindings, unsigned *num_bindings,
                      const char **name_of_fault)
{
    unsigned num_ports;
    const struct dut_port *ports = dut_ports(dut, &num_ports);
    return port_bind_to(ports, num_ports, twin, is_output, bindings, num_bindings, name_of_fault);
}

const char *port_bind_to(const struct dut_port *ports, unsigned num_ports,
                         const struct fn_port *twin, bool is_output,
                         struct port_binding *bindings, unsigned *num_bindings,
                         const char **name_of_fault)
{
    for (*num_bindings = 0; twin->name != NULL; twin++) {
        const struct dut_port *port = find(ports, num_ports, twin->name);
        *name_of_fault = twin->name;
        if (port == NULL)
            return "the RTL has no such port";
        if (*num_bindings == PORT_BINDING_MAX || port->size > PORT_BINDING_MAX_BYTES)
            return "too many ports, or too wide";
        if (port->is_output != is_output)
            return "the RTL has it in the other direction";
        if (twin->record != NULL && port->bits != fn_record_bits(twin->record))
            return "the record has another width in the RTL";
        if (twin->record == NULL && port->bits > 8 * twin->size)
            return "wider than the twin's member";
        bindings[(*num_bindings)++] = (struct port_binding){
            twin, port, is_output ? channel_valid(ports, num_ports, port) : NULL
        };
    }
    return NULL;
}

void port_pack(const struct port_binding *binding, const void *structure, uint8_t *value)
{
    const uint8_t *member = (const uint8_t *)structure + binding->twin->offset;
    const unsigned bits = binding->dut->bits;

    memset(value, 0, binding->dut->size);
    if (binding->twin->record != NULL)
        fn_record_pack(binding->twin->record, member, value);
    else if (bits % 8 == 0)
        memcpy(value, member, bits / 8);
    else
        fn_record_deposit(value, 0, bits, member);
}

void port_unpack(const struct port_binding *binding, void *structure)
{
    uint8_t *const member = (uint8_t *)structure + binding->twin->offset;
    const size_t size = binding->twin->size < binding->dut->size ? binding->twin->size
                                                                 : binding->dut->size;
    if (binding->twin->record != NULL) {
        fn_record_unpack(binding->twin->record, binding->dut->value, member);
        return;
    }
    memset(member + size, 0, binding->twin->size - size);
    memcpy(member, binding->dut->value, size);
}

bool port_differs(struct dut *dut, const struct port_binding *binding, const void *structure,
                  uint8_t *expected)
{
    if (binding->valid != NULL && !*(const uint8_t *)binding->valid->value)
        return false;
    port_pack(binding, structure, expected);
    return dut_is_unknown(dut, binding->dut)
        || memcmp(expected, binding->dut->value, binding->dut->size) != 0;
}

static const char *field_at(const struct fn_record *record, unsigned bit)
{
    for (unsigned f = 0; f < record->num_fields; f++)
        if (bit - record->field[f].lsb < record->field[f].bits)
            return record->field[f].name;
    return NULL;
}

void port_describe(const struct port_binding *binding, const uint8_t *expected, char *text,
                   size_t room)
{
    const unsigned bytes = (binding->dut->bits + 7) / 8;
    const uint8_t *got = binding->dut->value;
    char hex[2][2 * PORT_BINDING_MAX_BYTES + 1];
    unsigned bit = 0;

    for (unsigned b = 0; b < bytes; b++) {
        snprintf(hex[0] + 2 * b, 3, "%02x", expected[bytes - 1 - b]);
        snprintf(hex[1] + 2 * b, 3, "%02x", got[bytes - 1 - b]);
    }
    while (bit + 1 < binding->dut->bits
            && ((expected[bit / 8] ^ got[bit / 8]) >> bit % 8 & 1) == 0)
        bit++;
    const char *field = binding->twin->record == NULL ? NULL
                                                      : field_at(binding->twin->record, bit);
    snprintf(text, room, "%s%sexpected %s, got %s", field == NULL ? "" : field,
             field == NULL ? "" : ": ", hex[0], hex[1]);
}
