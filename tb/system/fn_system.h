// SPDX-License-Identifier: Apache-2.0
//
// fn_system - a computer with one flownic in it: wire, controller, host memory, driver
//
// fn_system_step() advances everything by one edge.  The driver's HAL steps the system
// until its access is answered: driver calls look instantaneous to their caller while
// packets go on moving; feed is asked for the next frame meanwhile.

#ifndef FN_SYSTEM_H
#define FN_SYSTEM_H

#include "engine.h"
#include "flownic.h"
#include "fn_driver.h"
#include "host/fn_axi_memory.h"
#include "host/fn_axil_master.h"
#include "wire/fn_gmii.h"

enum {
    FN_SYSTEM_ENTRIES   = 64, FN_SYSTEM_DATA_BITS = 128,
    FN_SYSTEM_BUFFERS   = 256, FN_SYSTEM_RING = 9,  // buffers; records, as a logarithm
    FN_SYSTEM_SENDS     = 6,                        // descriptors, as a logarithm
    FN_SYSTEM_CLK       = 6400, FN_SYSTEM_GMII_CLK = 8000  // picoseconds
};

struct fn_system_config {
    enum engine_kind engine;
    unsigned         seed;
    bool             is_unkind;    // memory with random latency, order and back-pressure
    unsigned         error_rate;   // of memory, in 65536ths of the bursts
    uint16_t         frame_maximum;
    uint8_t          mac[FN_MAC_BYTES];

    // Asked at every byte time in which the wire is free: sends a frame to the source or not.
    void           (*feed)(void *context, struct fn_gmii_source *source, uint64_t picoseconds);
    // A frame has left.
    void           (*sent)(void *context, const struct fn_gmii_sink *sink, uint64_t picoseconds);
    void            *context;
};

struct fn_system {
    struct fn_system_config config;
    struct engine           engine;
    struct flownic          twin;
    struct flownic_in       in;
    struct flownic_out      out;
    struct fn_axi_memory    memory;
    struct fn_axil_master   axil;
    struct fn_gmii_source   source;
    struct fn_gmii_sink     sink;
    struct fn_hal           hal;
    struct fn_device        device;
    uint8_t                *bytes;        // host memory
    size_t                  num_bytes;
    uint8_t                *buffers, *scratch;  // packet buffers; free for the caller
    uint16_t                buffer_size;
    uint64_t                reset_until;  // picoseconds
    uint64_t                released;     // the first cycle without reset
    char                    fault[640];   // why the run cannot go on; empty: all is well
};

enum { FN_SYSTEM_SCRATCH = 1 << 20, FN_SYSTEM_BASE_HIGH = 1 };

// Builds the system, resets it, initialises the driver and posts all buffers.
// False and fault if that fails.  Reception starts with fn_start(&system->device).
bool fn_system_open(struct fn_system *system, const struct fn_system_config *config);

// One edge of one or more clocks; false once there is a fault.
bool fn_system_step(struct fn_system *system);

void fn_system_close(struct fn_system *system);

#endif
