// SPDX-License-Identifier: Apache-2.0
//
// fn_fake_device - a register file that records what the driver does, in order

#ifndef FN_FAKE_DEVICE_H
#define FN_FAKE_DEVICE_H

#include "fn_driver.h"
#include "functional/fn_flow_operation.h"
#include "functional/fn_flow_packet.h"

enum {
    FAKE_REGISTERS = 128, FAKE_LOG = 4096, FAKE_FLOWS = 16, FAKE_MEMORY = 1 << 18,
    FAKE_CONTEXTS = 8
};

#define FAKE_BUS_BASE 0x1234500000000ull  // both halves of an address count

enum fake_kind { FAKE_READ, FAKE_WRITE, FAKE_BARRIER };

struct fake_access {
    enum fake_kind kind;
    uint32_t       offset, value;
};

// Flow contexts: what the model does with the operations that were asked for.
struct fake_flows {
    struct fn_context context[FAKE_CONTEXTS], staged;
    uint64_t          page[FAKE_CONTEXTS][FN_PAGES];
    uint32_t          confirmed[FAKE_CONTEXTS];
    uint16_t          milliseconds;
    bool              is_refused;                        // the last one
    unsigned          operations[FN_OPERATION_WRITE + 1];  // how many were asked for
    unsigned          completions, buffers;              // records written, buffers used
    unsigned          placed, software, dropped;         // packets
    bool              keeps_reports;                     // they are not written: a bus error
    bool              fails_writes;                      // of what is placed
};

struct fake {
    struct fn_hal      hal;
    uint32_t           value[FAKE_REGISTERS];
    struct fake_access log[FAKE_LOG];
    unsigned           num_accesses;   // more than FAKE_LOG are counted, not kept
    unsigned           go_polls;       // reads until go falls
    bool               is_stuck;       // go never falls
    unsigned           polls_left;
    unsigned           refused_writes;
    bool               flow_is_enabled[FAKE_FLOWS], multicast_is_enabled[FN_MULTICAST_ENTRIES];
    uint64_t           counters[FN_STATISTICS];
    uint64_t           flow_counters[FAKE_CONTEXTS][FN_FLOW_CLASSES];
    uint32_t           channels[FN_CHANNELS];  // what CHANNEL says of each
    uint64_t           time;           // grows by 10 at each question
    struct fake_flows  flows;
    _Alignas(4096) uint8_t memory[FAKE_MEMORY];
};

void fake_open(struct fake *fake);
void fake_forget(struct fake *fake);

// The n-th write since fake_forget, counted from 0 or from the end (-1: the last).
const struct fake_access *fake_write(const struct fake *fake, int n);
unsigned fake_writes(const struct fake *fake);

// Does the last write go there, right behind a barrier?
bool fake_ends_behind_barrier(const struct fake *fake, uint32_t offset);

// ---- fn_fake_flows.c ----

// FLOW_CONTEXT_COMMAND was written.
void fake_operate(struct fake *fake, uint32_t command);

// A good packet for a flow context arrives: bytes from its first header on.
void fake_receive(struct fake *fake, struct fn_packet_record *record, const uint8_t *bytes);

// Writes of the flow failed; all that was reported is in memory.
void fake_fail(struct fake *fake, unsigned index);

#endif
