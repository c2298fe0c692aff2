// SPDX-License-Identifier: Apache-2.0
//
// fn_paged_flow - the software's side of a flow in zero copy: pages, reports, hand-over
//
// Until the handshake was seen, and whenever the core has surrendered the flow, packets come to
// software and fn_stream_receiver delivers.  Between that the core fills pages: what lies
// before `contiguous` of a report is delivered from there, and bytes that come to software
// nevertheless are copied into the pages and the core is told (ACCEPT).

#ifndef FN_PAGED_FLOW_H
#define FN_PAGED_FLOW_H

#include "system/fn_paging.h"
#include "system/fn_stream_receiver.h"

struct fn_paged_flow_config {
    bool     has_sequence;          // byte 0 is known without a SYN
    uint32_t sequence;
    unsigned pages;                 // posted ahead
    unsigned low_water;             // 0: each page that is full is followed by another one
    uint32_t window;                // bytes; 0: as many as pages
    uint16_t slot_bytes;            // RTP by its number, else 0
    enum fn_acknowledge acknowledge;
    bool     check_acknowledgment, report_push, surrender_options, surrender_link;
};

enum fn_paged_mode {
    FN_PAGED_SOFTWARE,  // the core does not place
    FN_PAGED_CORE,      // it does, or will
    FN_PAGED_STOPPING   // it was told to stop; its SURRENDERED is still to come
};

struct fn_paged_rtp;
struct fn_paged_early;  // a packet that came before the SURRENDERED that it belongs behind

struct fn_paged_counts {
    uint64_t zero_copied, by_software;  // bytes
    uint64_t starts, imports, stops, accepts, refused, acknowledgments, placed_packets;
    uint64_t syncs[16];                 // SURRENDERED, by their code
    uint64_t returns[16];               // placed again afterwards; 0: for the first time
};

struct fn_paged_flow {
    struct fn_paged_flow_config config;
    struct fn_paging           *paging;
    unsigned                    index;   // of the context
    unsigned                    entry;   // of the flow table
    struct fn_flow              flow;
    bool                        is_udp, has_entry;
    struct fn_paged_rtp        *rtp;     // NULL: none

    enum fn_paged_mode          mode;
    uint8_t                     epoch;
    enum fn_sync                left_by;     // why it was surrendered last
    bool                        is_placing;  // since the report with start
    bool                        is_short;    // pages are still wanted
    unsigned                    delay;       // polls until zero copy starts again
    unsigned                    stopping;    // polls since STOP
    uint64_t                    lost_before; // records lost until the core got it
    unsigned                    missing;     // looks for the last SURRENDERED record, in vain
    struct fn_stream_receiver   receiver;
    struct fn_byte_ranges       accepted;    // of the store: the core knows them to be in pages
    struct fn_byte_ranges       recovered;   // of the store: taken from pages at a hand-over

    uint8_t *pages[FN_MAX_FLOW_PAGES];       // posted, in order
    unsigned num_pages;
    unsigned unposted;                       // the last of them, which are still to be posted
    bool     is_slow;                        // not at once
    int64_t  base;                           // place of byte 0 of pages[0]
    uint8_t  shadow[FN_POOL_PAGE];           // what was delivered of pages[0]
    uint64_t shadow_from, shadow_to;
    uint32_t window_edge;
    struct fn_paged_early *early, **last_early;

    struct fn_paged_counts counts;
    void   (*deliver)(void *context, struct fn_paged_flow *flow, const uint8_t *bytes,
                      size_t length);
    void    *context;
};

// index, entry, flow, config, paging, deliver and context are set, the rest is 0.  False if
// there is no memory.
bool fn_paged_flow_open(struct fn_paged_flow *flow);
void fn_paged_flow_close(struct fn_paged_flow *flow);

// A packet of the flow that came to software; frame: as it was on the wire.
void fn_paged_flow_packet(struct fn_paged_flow *flow, const struct fn_completion_record *record,
                          const uint8_t *frame);
void fn_paged_flow_report(struct fn_paged_flow *flow, const struct fn_report_record *report);

// Time passes.
void fn_paged_flow_poll(struct fn_paged_flow *flow);

// Takes the flow back.
void fn_paged_flow_stop(struct fn_paged_flow *flow);

// Its stream has ended.
bool fn_paged_flow_is_closed(const struct fn_paged_flow *flow);

// ---- parts: fn_paged_hand_over.c ----
bool fn_paged_is_ready(const struct fn_paged_flow *flow);
void fn_paged_start(struct fn_paged_flow *flow);
void fn_paged_surrendered(struct fn_paged_flow *flow, const struct fn_report_record *report);

// ---- parts: fn_paged_bytes.c ----
void fn_paged_post(struct fn_paged_flow *flow);
void fn_paged_collect(struct fn_paged_flow *flow);  // pages that are not posted yet
void fn_paged_fill(struct fn_paged_flow *flow, struct fn_byte_range range);  // from the store
void fn_paged_release(struct fn_paged_flow *flow);  // all pages
void fn_paged_advance(struct fn_paged_flow *flow, uint32_t contiguous);
void fn_paged_pass(struct fn_paged_flow *flow, size_t length);  // delivered; within a page
void fn_paged_offer(struct fn_paged_flow *flow);
void fn_paged_check(struct fn_paged_flow *flow);  // what was delivered of the first page

// Counts bytes that are about to be delivered, from the store or from pages.
void fn_paged_count(struct fn_paged_flow *flow, uint64_t length, bool is_store);

// Copies between the pages and bytes; the places are within the pages.
void fn_paged_read(const struct fn_paged_flow *flow, uint64_t place, uint8_t *bytes,
                   size_t length);
void fn_paged_write(struct fn_paged_flow *flow, uint64_t place, const uint8_t *bytes,
                    size_t length);

// Places from there on are not within the pages.
uint64_t fn_paged_limit(const struct fn_paged_flow *flow);

#endif
