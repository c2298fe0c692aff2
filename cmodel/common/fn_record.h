// SPDX-License-Identifier: Apache-2.0
//
// fn_record - how members of C structs map to bits of Verilog ports
//
// A record is a struct that travels as one packed port.  Its X-macro table
// R(F), lines F(name, bits, type), gives the struct and its layout; a port
// table says by name which member of a twin's struct is which port.

#ifndef FN_RECORD_H
#define FN_RECORD_H

#include <stddef.h>
#include <stdint.h>

struct fn_field {
    unsigned    lsb, bits;     // in the port
    size_t      offset, size;  // in the struct
    const char *name;
};

struct fn_record {
    const struct fn_field *field;
    unsigned               num_fields;
};

// Tables of ports end with a NULL name.
struct fn_port {
    const char             *name;
    size_t                  offset, size;
    const struct fn_record *record;  // NULL: a plain number or an array of words
};

#define FN_PORT(type, name) FN_PORT_RECORD(type, name, NULL)
#define FN_PORT_RECORD(type, name, record) \
    { #name, offsetof(type, name), sizeof ((type *)0)->name, record }

// The second struct has one char per bit: offsetof() in it is the first bit of a field.
#define FN_RECORD_MEMBER(name, bits, type) type name;
#define FN_RECORD_CHARS(name, bits, type)  char name[bits];
#define FN_RECORD(record, R)                      \
    struct record        { R(FN_RECORD_MEMBER) }; \
    struct record##_bits { R(FN_RECORD_CHARS) };  \
    extern const struct fn_record record##_record

#define FN_FIELD(record, name, bits, type) \
    { offsetof(struct record##_bits, name), bits, offsetof(struct record, name), sizeof(type), \
      #name },

// In the .c file: defines record_record from its table.
#define FN_RECORD_TABLE(record, ...)                                      \
    static const struct fn_field record##_fields[] = { __VA_ARGS__ };     \
    const struct fn_record record##_record = {                            \
        record##_fields, sizeof record##_fields / sizeof *record##_fields \
    };

// Bits of the whole record as a port.
unsigned fn_record_bits(const struct fn_record *record);

// Between a struct and the bytes of its port, bit 0 first.  Packing ORs into bytes
// that are 0 before; unpacking clears the members first.
void fn_record_pack(const struct fn_record *record, const void *structure, uint8_t *bytes);
void fn_record_unpack(const struct fn_record *record, const uint8_t *bytes, void *structure);

// ORs the low bits of a number or byte array into bytes from bit lsb on.
void fn_record_deposit(uint8_t *bytes, unsigned lsb, unsigned bits, const uint8_t *value);

#endif
