// SPDX-License-Identifier: Apache-2.0
//
// fn_senders - the other ends of zero-copied flows: TCP's send again what has not come through
//
// What they know of acknowledgments is what the application has read.  Each sends in no order and
// with no boundaries, what is new, what is old and what is ahead.  The last quarter comes only when
// all flows have got that far: by then the one who makes faults has stopped (is_calm).  Those of
// UDP and RTP send each datagram once, RTP's some late, twice or never; when it is calm in order,
// and until some have come through pages again.

#ifndef FN_SENDERS_H
#define FN_SENDERS_H

#include "system/fn_applications.h"
#include "system/fn_datagrams.h"
#include "wire/fn_segment.h"

enum { FN_SENDERS_FRAMES = 8192, FN_SENDERS_FRAME = 1600 };

struct fn_sender {
    struct fn_segment segment;
    uint32_t          first;        // sequence number of byte 0
    uint64_t          seed;         // of its bytes: fn_stream.h
    uint64_t          next;         // sent up to there
    uint64_t          acknowledged, window;  // when last looked at; bytes beyond it that are sent
    unsigned          in_vain;      // segments since it moved
    struct fn_datagrams datagrams;  // of a flow of UDP
    uint32_t          index, calm_index;  // of the next datagram; when it became calm
    uint32_t          late, late_at;  // this one when index is there; 0: none is late
    uint64_t          before_calm;  // bytes that had come through pages when it became calm
};

struct fn_senders {
    const struct fn_applications *applications;
    struct fn_sender senders[FN_FLOWS_MAX];  // as the applications
    uint64_t         size;          // bytes of each
    uint64_t         random, num_packets, num_mischief;
    bool             is_calm, is_hasty;  // hasty: short segments, as many as the wire takes
    unsigned         damage;        // chance of a packet to have a wrong checksum, in 65536ths
    unsigned         mischief;      // percent of segments that end zero copy or are refused
    uint8_t        (*frames)[FN_SENDERS_FRAME];  // the last ones
};

// damage and mischief may be set, the rest is 0.  False if there is no memory or a flow is not
// named by addresses and ports.
bool fn_senders_open(struct fn_senders *senders, const struct fn_flows *flows,
                     const struct fn_applications *applications, uint64_t size, uint64_t seed);
void fn_senders_close(struct fn_senders *senders);

// The next packet, NULL if all was sent and has come through.
const uint8_t *fn_senders_next(struct fn_senders *senders, size_t *length);

// At the end, before the applications close: notes what is wrong: streams, and flows that did
// not come back to zero copy.
void fn_senders_check(const struct fn_senders *senders, struct fn_paging *paging);

// ---- parts ----
unsigned fn_senders_below(struct fn_senders *senders, unsigned limit);
bool fn_senders_chance(struct fn_senders *senders, unsigned percent);
const struct fn_paged_flow *fn_senders_receiver(const struct fn_senders *senders, unsigned s);
uint64_t fn_senders_limit(const struct fn_senders *senders);  // bytes that are sent by now

// fn_senders_segments.c
bool fn_senders_open_segments(struct fn_senders *senders, unsigned s, const struct fn_flows *flows);
size_t fn_senders_send_segment(struct fn_senders *senders, unsigned s, uint8_t *frame);
void fn_senders_check_stream(const struct fn_senders *senders, unsigned s,
                             struct fn_paging *paging);

// fn_senders_datagrams.c
enum {
    FN_SENDERS_DATAGRAM = 128,        // bytes that one stands for
    FN_SENDERS_LAST_DATAGRAMS = 16    // must have come through
};
bool fn_senders_open_datagrams(struct fn_senders *senders, unsigned s,
                               const struct fn_flows *flows);
size_t fn_senders_send_datagram(struct fn_senders *senders, unsigned s, uint8_t *frame);
void fn_senders_check_datagrams(const struct fn_senders *senders, unsigned s,
                                struct fn_paging *paging);

#endif
