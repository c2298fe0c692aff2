// SPDX-License-Identifier: Apache-2.0
//
// fn_page_ring - the pages (304) of one flow, in a circle: posted again when they were taken

#ifndef FN_PAGE_RING_H
#define FN_PAGE_RING_H

#include "fn_driver.h"

struct fn_page_ring {
    struct fn_device *device;
    unsigned          context;
    uint8_t          *pages;      // num_pages of FN_FLOW_PAGE_BYTES, aligned to that
    unsigned          num_pages;  // 2 to FN_MAX_FLOW_PAGES
    unsigned          oldest;     // the first of those posted
    uint32_t          base;       // of the stream: its first byte
};

// Starts zero copy with all pages; `base` of the stream is the first byte of the oldest.
enum fn_status fn_page_ring_start(struct fn_page_ring *ring,
                                  const struct fn_zero_copy_setup *start, uint32_t base);

// Are all bytes before this place in posted pages, or taken?
bool fn_page_ring_holds(const struct fn_page_ring *ring, uint32_t place);

// A place of the stream in the oldest page.
const uint8_t *fn_page_ring_at(const struct fn_page_ring *ring, uint32_t place);

// The oldest page was taken: it is the last one now.
enum fn_status fn_page_ring_turn(struct fn_page_ring *ring);

#endif
