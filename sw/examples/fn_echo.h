// SPDX-License-Identifier: Apache-2.0
//
// fn_echo - sends every UDP packet for one port back to where it came from
//
// RFC 862 on a monitored flow.  Packets of other flows are dropped.

#ifndef FN_ECHO_H
#define FN_ECHO_H

#include "fn_buffers.h"

enum { FN_ECHO_PORT = 7, FN_ECHO_HANDLE = 0x0862 };

struct fn_echo {
    struct fn_device device;
    unsigned long    echoed, dropped;
    uint8_t         *sending[FN_EXAMPLE_BUFFERS];  // by cookie
    uint32_t         next_cookie, oldest_cookie;
    unsigned         empty_steps;                   // while packets are being sent
};

// Uses entry 0 of the flow table for the port at any address.
enum fn_status fn_echo_open(struct fn_echo *echo, const struct fn_config *config, uint16_t port);

// Handles one completion record; EMPTY if there is none.
enum fn_status fn_echo_step(struct fn_echo *echo);

#endif
