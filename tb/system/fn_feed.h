// SPDX-License-Identifier: Apache-2.0
//
// fn_feed - what is put on the wire: a capture, or what senders send, some of it spoilt

#ifndef FN_FEED_H
#define FN_FEED_H

#include "fn_reasons.h"
#include "system/fn_senders.h"
#include "wire/fn_capture.h"
#include "wire/fn_gmii.h"

enum fn_feed_timing { FN_FEED_LINE_RATE, FN_FEED_CAPTURE_CLOCK };

struct fn_feed {
    const struct fn_capture *capture;  // NULL: the senders'
    struct fn_senders       *senders;
    enum fn_feed_timing      timing;
    unsigned                 fault_percent;  // frames spoilt
    uint64_t                 random;
    uint64_t                 num_fed, num_total;  // packets; of senders at most
    bool                     is_over;
};

struct fn_feed_packet {
    const uint8_t       *bytes;
    size_t               length;
    struct fn_gmii_fault fault;
    enum fn_reason       wire;  // that the fault gives it, or DELIVERED
};

// Spoils a frame in one of 4 ways at one of its bytes; what the wire says of it then.
enum { FN_FEED_FAULTS = 4 };
enum fn_reason fn_feed_spoil(struct fn_gmii_fault *fault, unsigned way, unsigned at);

// The next packet, if it is time: picoseconds since the start.  False if not.
bool fn_feed_next(struct fn_feed *feed, uint64_t picoseconds, struct fn_feed_packet *packet);

#endif
