// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_model - driver and core as functions, without a clock: packets in, records out
//
// The functional layer (fn_receive, fn_flow_packet, fn_flow_operation) behind the calls of
// fn_paging.  A packet and the report that it causes come in either order; an entry of the
// flow table matches nothing for a few packets after it was written; and memory may fail.

#ifndef FN_FLOW_MODEL_H
#define FN_FLOW_MODEL_H

#include "functional/fn_flow_operation.h"
#include "functional/fn_flow_packet.h"
#include "functional/fn_receive.h"
#include "system/fn_paging.h"

enum { FN_FLOW_MODEL_CONTEXTS = 64, FN_FLOW_MODEL_RECORDS = 512 };

struct fn_flow_model_record {
    struct fn_completion_record record;
    const uint8_t              *frame;  // kind PACKET
};

struct fn_flow_model {
    struct fn_device  device;           // for fn_paging; nothing in it is used
    struct fn_receive receive;
    struct fn_context contexts[FN_FLOW_MODEL_CONTEXTS];
    uint8_t          *pages[FN_FLOW_MODEL_CONTEXTS][FN_PAGES];
    struct fn_flow_model_record records[FN_FLOW_MODEL_RECORDS];  // a ring
    uint64_t          num_written, num_read;
    uint64_t          packets, reasons[64], placed;
    uint16_t          now;              // milliseconds
    uint64_t          random;
    unsigned          error_rate;       // of packets to be placed, in 65536ths
    unsigned          parity_rate;      // of packets of flows, likewise
    unsigned          num_blind;        // packets until blind_entry matches again
    unsigned          blind_entry;
};

extern const struct fn_paging_calls fn_flow_model_calls;

// A packet arrives.  Its bytes stay where they are until its record was read.
void fn_flow_model_feed(struct fn_flow_model *model, const uint8_t *frame, size_t length);

// A millisecond more.
void fn_flow_model_tick(struct fn_flow_model *model);

// The next record; false if there is none.
bool fn_flow_model_poll(struct fn_flow_model *model, struct fn_flow_model_record *record);

#endif
