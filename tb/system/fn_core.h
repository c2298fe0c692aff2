// SPDX-License-Identifier: Apache-2.0
//
// fn_core - a computer with one flownic_core in it: packets at its stream ports, not at a wire
//
// Packets enter as fast as the core takes them, or at gaps of the caller's choice.

#ifndef FN_CORE_H
#define FN_CORE_H

#include "engine.h"
#include "flownic_core.h"
#include "system/fn_computer.h"

enum { FN_CORE_MAX_PACKET = 9216, FN_CORE_BURSTS = 512 };

struct fn_core_config {
    enum engine_kind engine;
    unsigned         seed;
    unsigned         num_entries, data_bits, num_flows;  // parameters of the core
    unsigned         latency;                 // of memory, cycles
    bool             is_unkind;
    unsigned         error_rate;
    uint16_t         frame_maximum;
    size_t           num_pages;               // of host memory: fn_computer.pages
    uint8_t          mac[FN_MAC_BYTES];
    const struct bench_arguments *arguments;  // of a unit test, NULL: none
};

// A write burst: addresses and data go their own ways, in the same order.
struct fn_core_burst {
    uint64_t address;
    uint64_t cycle;  // in which its last beat was taken
};

// A packet as it arrives; reason: what the wire says of it.
struct fn_core_packet {
    const uint8_t *bytes;
    size_t         length;
    uint8_t        reason;
    uint8_t        checksums;  // what nobody has checked yet: two fields of two bits
};

struct fn_core {
    struct engine           engine;
    struct flownic_core     twin;
    struct flownic_core_in  in;
    struct flownic_core_out out;
    struct fn_computer      computer;
    uint64_t                released;   // the first cycle without reset

    // Asked before every cycle in which no packet is under way; false: none now.
    bool                  (*next)(void *context, struct fn_core_packet *packet);
    // A packet has left.
    void                  (*sent)(void *context, const uint8_t *bytes, size_t length);
    // After each cycle; may set is_held and in.s_underrun_event for the next one.
    void                  (*watch)(void *context);
    // A write burst has left, its address and all of its data.
    void                  (*written)(void *context, const struct fn_core_burst *burst);
    void                   *context;
    bool                    is_held;    // no beat leaves

    struct fn_core_packet   packet;
    size_t                  at;         // first byte of the beat that is offered
    bool                    is_offered;
    uint64_t                first_beat, last_beat;  // cycle of the newest one taken
    struct fn_core_burst    bursts[FN_CORE_BURSTS];  // on their way
    uint64_t                num_addresses, num_bursts, num_written;  // counted for ever
    uint8_t                 leaving[FN_CORE_MAX_PACKET];
    size_t                  left;
};

bool fn_core_open(struct fn_core *core, const struct fn_core_config *config);
bool fn_core_step(struct fn_core *core);
void fn_core_close(struct fn_core *core);

#endif
