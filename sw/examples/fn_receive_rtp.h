// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_rtp - receives one RTP flow straight into pages (304), and hands it out in order
//
// The device puts each packet into the slot of its sequence number.  What is in order is taken
// at each report; a packet that others have passed is waited for so long, and then given up.
// What comes to software (longer than a slot, no RTP, out of pages) is lost here; if nothing else
// comes any more the sender has begun anew (RFC 3550 A.1), and so does this.

#ifndef FN_RECEIVE_RTP_H
#define FN_RECEIVE_RTP_H

#include "fn_page_ring.h"

enum { FN_RECEIVE_RTP_STRAYS = 8 };

struct fn_receive_rtp_config {
    struct fn_flow            flow;       // with rtp, and the SSRC as spi; handle, context
    struct fn_zero_copy_setup start;      // slot_bytes; sequence: the number that is awaited
    uint8_t                  *pages;      // num_pages of FN_FLOW_PAGE_BYTES, aligned to that
    unsigned                  num_pages;  // at most FN_MAX_FLOW_PAGES
    uint64_t                  patience_ns;
    void                     *context;    // the application's

    // The next packet; its bytes may be overwritten afterwards.
    void (*take)(void *context, const struct fn_rtp_packet *packet);
    void (*lose)(void *context, uint16_t sequence);
};

struct fn_receive_rtp {
    struct fn_device             device;
    struct fn_receive_rtp_config config;
    uint32_t                     next;        // number: all before was taken, or is lost
    struct fn_page_ring          ring;
    bool                         is_placing, is_waiting, is_given_up;  // is_given_up: next
    uint64_t                     waiting_since;
    unsigned                     strays;      // packets of the flow to software in a row
    uint32_t                     stray;       // number of the last one
    unsigned long                taken, lost, others, restarts;
};

// Uses entry 0 of the flow table.
enum fn_status fn_receive_rtp_open(struct fn_receive_rtp *receive, const struct fn_config *config,
                                   const struct fn_receive_rtp_config *rtp);

// Handles one completion record, and what time demands; EMPTY if there is no record.
enum fn_status fn_receive_rtp_step(struct fn_receive_rtp *receive);

#endif
