// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_access - private to the driver: registers by name, records by table

#ifndef FN_DRIVER_ACCESS_H
#define FN_DRIVER_ACCESS_H

#include "fn_driver.h"
#include "fn_registers.h"

enum { FN_DEVICE_MAGIC = 0x464e4456 };

// FN_PUT(FLOW_PORTS_SOURCE, port): a value at the place of its field.
#define FN_PUT(field, value) \
    (((uint32_t)(value) << FN_REG_##field##_LSB) & FN_REG_##field##_MASK)
#define FN_GET(field, word) (((word) & FN_REG_##field##_MASK) >> FN_REG_##field##_LSB)

uint32_t fn_read_register(const struct fn_device *device, uint32_t offset);
void     fn_write_register(const struct fn_device *device, uint32_t offset, uint32_t value);
bool     fn_is_ready(const struct fn_device *device);
unsigned fn_max_polls(const struct fn_device *device);

// Reads until the bits of mask have the value, at most max_polls times.
enum fn_status fn_await(const struct fn_device *device, uint32_t offset, uint32_t mask,
                        uint32_t value);

// Commands of the tables: of flows, of multicast addresses, of counters.  Their registers are
// locked while one is under way, so what did not end in time is waited for before they are written.
enum fn_status fn_await_late(struct fn_device *device);
enum fn_status fn_command(struct fn_device *device, uint32_t offset, uint32_t value);

// Bits of bytes, the first one in bit 0 of byte 0.  To put a value they must be 0 before, and
// it must fit.
uint64_t fn_get_bits(const uint8_t *bytes, unsigned lsb, unsigned bits);
void     fn_put_bits(uint8_t *bytes, unsigned lsb, unsigned bits, uint64_t value);

// One char per bit: offsetof() in such a struct is the first bit of a field.
#define FN_CHARS_OF(name, bits, type) char name[bits];

#endif
