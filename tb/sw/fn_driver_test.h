// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_test - the driver of sw/ against a register file that records its accesses
//
// Arguments are refused before anything is touched, the command is the last write, memory
// is written before the count that tells of it, nothing is awaited for ever.

#ifndef FN_DRIVER_TEST_H
#define FN_DRIVER_TEST_H

#include <stdio.h>
#include <stdlib.h>

#include "fn_fake_device.h"
#include "fn_registers.h"

enum {
    RING = 4, ENTRIES = 1 << RING, BUFFER = 512, NUM_BUFFERS = 64,
    COMPLETIONS = 0x1000, DESCRIPTORS = 0x2000, BUFFERS = 0x4000  // in fake.memory
};

#define CHECK(condition)                                                            \
    do {                                                                            \
        num_checks++;                                                               \
        if (!(condition)) {                                                         \
            fprintf(stderr, "FAIL %s:%d: %s\n", __FILE__, __LINE__, #condition);    \
            exit(EXIT_FAILURE);                                                     \
        }                                                                           \
    } while (0)

// Refused (or without effect), and no register was touched.
#define REFUSED(status, call)           \
    do {                                \
        fake_forget(&fake);             \
        CHECK((call) == (status));      \
        CHECK(fake.num_accesses == 0);  \
    } while (0)

extern struct fake fake;
extern struct fn_device device;
extern unsigned num_checks;

// A fresh device, initialised.
void open_device(void);

// A number as it lies in memory, low byte first.
static inline uint64_t load(const uint8_t *bytes, unsigned count)
{
    uint64_t value = 0;
    while (count-- > 0)
        value = value << 8 | bytes[count];
    return value;
}

void test_rings(void);
void test_sending(void);
void test_channels(void);
void test_statistics(void);
void test_counters(void);
void test_flows(void);
void test_rtp(void);
void test_receive_rtp(void);
void test_receive(void);
void test_echo(void);

#endif
