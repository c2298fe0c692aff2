// SPDX-License-Identifier: Apache-2.0
//
// port_binding - which member of a twin's struct is which port of the dut
//
// Ports are bound by name.  A port that only one side knows, another direction or
// another width is an error: its text is returned, NULL if all is well.

#ifndef PORT_BINDING_H
#define PORT_BINDING_H

#include "common/fn_record.h"
#include "dut.h"

enum { PORT_BINDING_MAX = 96, PORT_BINDING_MAX_BYTES = 256 };

struct port_binding {
    const struct fn_port  *twin;
    const struct dut_port *dut;
    const struct dut_port *valid;  // of an output's channel, NULL: counts always
};

const struct dut_port *port_find(struct dut *dut, const char *name);

// Binds every port of the table; name_of_fault says which one an error is about.
const char *port_bind(struct dut *dut, const struct fn_port *twin, bool is_output,
                      struct port_binding *bindings, unsigned *num_bindings,
                      const char **name_of_fault);

// The same, to any list of ports.
const char *port_bind_to(const struct dut_port *ports, unsigned num_ports,
                         const struct fn_port *twin, bool is_output,
                         struct port_binding *bindings, unsigned *num_bindings,
                         const char **name_of_fault);

// The dut's value of a binding: from and to the member of the struct.
void port_pack(const struct port_binding *binding, const void *structure, uint8_t *value);
void port_unpack(const struct port_binding *binding, void *structure);

// Does the output count, and differ from the struct's or carry X?  expected gets the latter.
bool port_differs(struct dut *dut, const struct port_binding *binding, const void *structure,
                  uint8_t *expected);

// "expected ..., got ...", in hexadecimal; of a record, the first field that differs, too.
void port_describe(const struct port_binding *binding, const uint8_t *expected, char *text,
                   size_t room);

#endif
