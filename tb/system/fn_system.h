// SPDX-License-Identifier: Apache-2.0
//
// fn_system - a computer with one flownic in it: wire, controller, host memory, driver
//
// fn_system_step() advances everything by one edge of one or more clocks.

#ifndef FN_SYSTEM_H
#define FN_SYSTEM_H

#include "engine.h"
#include "flownic.h"
#include "system/fn_computer.h"
#include "wire/fn_gmii.h"

// Flow contexts: of build/system-N another number.
#ifndef FN_SYSTEM_FLOWS
#define FN_SYSTEM_FLOWS 64
#endif

enum {
    FN_SYSTEM_ENTRIES = 64, FN_SYSTEM_DATA_BITS = 128,
    FN_SYSTEM_CLK = 6400, FN_SYSTEM_GMII_CLK = 8000  // picoseconds
};

struct fn_system_config {
    enum engine_kind engine;
    unsigned         seed;
    bool             is_unkind;   // memory with random latency, order and back-pressure
    bool             is_cramped;  // few buffers, a small completion ring, and no patience
    unsigned         error_rate;  // of memory, in 65536ths of the bursts
    size_t           num_pages;   // of 4096 bytes of host memory
    uint16_t         frame_maximum;
    uint8_t          mac[FN_MAC_BYTES];
    const char      *vectors;     // file for what happens at the pins, NULL: none
    struct inspection *inspection;  // of the blocks inside, NULL: none
    const struct bench_arguments *arguments;  // of a unit test, NULL: none
};

struct fn_system {
    struct engine         engine;
    struct flownic        twin;
    struct flownic_in     in;
    struct flownic_out    out;
    struct fn_computer    computer;  // its fault is the system's
    struct fn_gmii_source source;
    struct fn_gmii_sink   sink;
    uint64_t              reset_until;  // picoseconds
    uint64_t              released;     // the first cycle without reset

    // Asked at every byte time in which the wire is free: sends a frame to the source or not.
    void                (*feed)(void *context, struct fn_gmii_source *source, uint64_t time);
    // An edge of clk has passed.
    void                (*ticked)(void *context);
    // A frame has left.
    void                (*sent)(void *context, const struct fn_gmii_sink *sink, uint64_t time);
    void                 *context;
};

// Builds and resets the system, initialises the driver and posts all buffers; reception
// starts with fn_start(&system->computer.device).  False and a fault if that fails.
bool fn_system_open(struct fn_system *system, const struct fn_system_config *config);

// False once there is a fault.
bool fn_system_step(struct fn_system *system);
void fn_system_close(struct fn_system *system);

#endif
