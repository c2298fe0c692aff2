// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_pages - receives one TCP stream straight into pages (304)
//
// Of an established connection, whose handshake and sending are done elsewhere.  The device
// places the payload; reports say how far the stream reaches, then the application gets it from
// the pages, and pages go back in order.  When the flow is surrendered (RST, URG, FIN, a bus
// error, ...) the packets take over in software, and zero copy starts again behind them.

#ifndef FN_RECEIVE_PAGES_H
#define FN_RECEIVE_PAGES_H

#include "fn_page_ring.h"

enum { FN_RECEIVE_MAX_HELD = 16 };

struct fn_receive_config {
    struct fn_flow      flow;        // the connection; handle and context say which
    struct fn_zero_copy_setup start;       // sequence: the next byte; epoch: any
    uint8_t            *pages;       // num_pages of FN_FLOW_PAGE_BYTES, aligned to that
    unsigned            num_pages;   // at most FN_MAX_FLOW_PAGES
    void               *context;     // the application's

    // The next bytes of the stream; they may be overwritten afterwards.
    void (*take)(void *context, const uint8_t *bytes, unsigned length);

    // All before this sequence number is to be acknowledged now.
    void (*acknowledge)(void *context, uint32_t sequence);
};

enum fn_receive_state {
    FN_RECEIVE_PAGES,     // the device places
    FN_RECEIVE_SOFTWARE,  // packets only, until zero copy can start again
    FN_RECEIVE_ENDED,     // FIN: the whole stream was taken
    FN_RECEIVE_ABORTED    // RST or SYN
};

struct fn_receive {
    struct fn_device         device;
    struct fn_receive_config config;
    enum fn_receive_state    state;
    uint32_t                 next;        // of the stream: all before was taken
    struct fn_page_ring      ring;
    unsigned                 num_held;    // packets that came before SURRENDERED
    struct fn_completion_record held[FN_RECEIVE_MAX_HELD];
    unsigned long            placed_bytes, software_bytes, surrenders;
};

// Uses entry 0 of the flow table.
enum fn_status fn_receive_open(struct fn_receive *receive, const struct fn_config *config,
                               const struct fn_receive_config *stream);

// Handles one completion record; EMPTY if there is none.
enum fn_status fn_receive_step(struct fn_receive *receive);

#endif
