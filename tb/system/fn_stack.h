// SPDX-License-Identifier: Apache-2.0
//
// fn_stack - the software above the driver: takes packets, gives buffers back, echoes
//
// Packets of an echo flow go back with MAC addresses, IP addresses and ports swapped:
// their headers from memory of our own, their payload from where it was received, the
// checksums left to the controller.  A bus error may lose the record that says that one is
// sent: it is, when a later one is, or when nothing is being sent any more.

#ifndef FN_STACK_H
#define FN_STACK_H

#include "fn_driver.h"

enum { FN_STACK_ECHOES = 16, FN_STACK_HEADER = 256, FN_STACK_WAITING = 1024 };

// What was read of the completion ring and still has to be looked at.
struct fn_stack_waiting {
    enum fn_status              status;  // OK or LOST
    struct fn_completion_record record;
};

// A packet that is on its way out again.
struct fn_stack_echo {
    bool     is_busy;
    uint32_t cookie;  // counts
    uint8_t *buffer;  // its packet buffer
    uint8_t *header;  // FN_STACK_HEADER bytes of host memory
    unsigned header_length, payload_length;
    const uint8_t *payload;
};

struct fn_stack {
    struct fn_device    *device;
    bool                 is_echo[65536];  // by handle
    struct fn_stack_echo echoes[FN_STACK_ECHOES];
    uint32_t             next_cookie;
    unsigned             num_idle_polls;
    struct fn_stack_waiting waiting[FN_STACK_WAITING];
    unsigned             first_waiting, num_waiting;
    uint64_t             num_lost_records, num_lost_buffers;
    uint64_t             num_echoed, num_echo_refused, num_returned, num_requests;

    // Every completion record; frame: the packet as it was on the wire, if it is one.
    void               (*take)(void *context, const struct fn_completion_record *record,
                               const uint8_t *frame);
    // A packet handed to the driver, without checksums.
    void               (*sending)(void *context, const struct fn_stack_echo *echo,
                                  const struct fn_packet *packet);
    void                *context;
};

// header_memory: FN_STACK_ECHOES * FN_STACK_HEADER bytes of host memory.
void fn_stack_open(struct fn_stack *stack, struct fn_device *device, uint8_t *header_memory);

// Makes room in the completion ring, for a driver's call that needs it: what is read waits for the
// next fn_stack_poll.
enum fn_status fn_stack_collect(struct fn_stack *stack);

// Takes all records there are.
enum fn_status fn_stack_poll(struct fn_stack *stack);

// Packets that are still being sent.
unsigned fn_stack_sending(const struct fn_stack *stack);

#endif
