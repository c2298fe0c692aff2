// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_rtp - part of fn_paged_flow: the software's side of an RTP flow in zero copy
//
// Packets are called by their index, counted without wrap from the first one that came.  What
// comes to software is kept until its turn; a slot that the core waits for in vain, or that
// software has the packet of, is given up.  Delivered are the RTP packets, in order, as they came.

#ifndef FN_PAGED_RTP_H
#define FN_PAGED_RTP_H

#include "system/fn_paged_flow.h"

enum { FN_PAGED_RTP_PACKETS = 512, FN_PAGED_RTP_BYTES = 2048 };

struct fn_paged_rtp {
    uint32_t first;          // number of index 0
    uint64_t top;            // index behind the highest that has come
    bool     is_giving_up;   // next, and the report is to come
    uint64_t giving_up;
    uint64_t lost, late, other;
    struct {                 // at index % FN_PAGED_RTP_PACKETS
        uint64_t index;
        bool     is_there, is_lost;
        uint16_t length;     // of the datagram
        uint8_t  bytes[FN_PAGED_RTP_BYTES];
    } packets[FN_PAGED_RTP_PACKETS];
};

void fn_paged_rtp_packet(struct fn_paged_flow *flow, const struct fn_completion_record *record,
                         const uint8_t *frame);
void fn_paged_rtp_report(struct fn_paged_flow *flow, const struct fn_report_record *report);
void fn_paged_rtp_advance(struct fn_paged_flow *flow, uint32_t contiguous);

// Gives up what is waited for too long.
void fn_paged_rtp_give_up(struct fn_paged_flow *flow);

// Takes over what lies in slots beyond holes.
void fn_paged_rtp_recover(struct fn_paged_flow *flow, const struct fn_context_record *context);

// The flow is software's again.
void fn_paged_rtp_take_over(struct fn_paged_flow *flow);

// Delivers what is there, and waits no longer.
void fn_paged_rtp_flush(struct fn_paged_flow *flow);

// The number of the packet that comes next.
uint32_t fn_paged_rtp_next(const struct fn_paged_flow *flow);

#endif
