// SPDX-License-Identifier: Apache-2.0
//
// fn_page_ring - see fn_page_ring.h

#include "fn_page_ring.h"

// REFUSED: the flow is IDLE, SURRENDERED is on its way; the page is posted again at the start.
static enum fn_status post_page(struct fn_page_ring *ring, unsigned n)
{
    const unsigned place = (ring->oldest + n) % ring->num_pages;
    const enum fn_status status = fn_flow_post_page(ring->device, ring->context, ring->pages
                                                    + (size_t)place * FN_FLOW_PAGE_BYTES);
    return status == FN_REFUSED ? FN_OK : status;
}

enum fn_status fn_page_ring_start(struct fn_page_ring *ring,
                                  const struct fn_zero_copy_setup *start, uint32_t base)
{
    enum fn_status status = fn_flow_zero_copy_start(ring->device, ring->context, start);

    ring->base = base;
    for (unsigned n = 0; n < ring->num_pages && status == FN_OK; n++)
        status = post_page(ring, n);
    return status;
}

bool fn_page_ring_holds(const struct fn_page_ring *ring, uint32_t place)
{
    return place - ring->base <= ring->num_pages * FN_FLOW_PAGE_BYTES;
}

const uint8_t *fn_page_ring_at(const struct fn_page_ring *ring, uint32_t place)
{
    return ring->pages + (size_t)ring->oldest * FN_FLOW_PAGE_BYTES + (place - ring->base);
}

enum fn_status fn_page_ring_turn(struct fn_page_ring *ring)
{
    ring->base += FN_FLOW_PAGE_BYTES;
    ring->oldest = (ring->oldest + 1) % ring->num_pages;
    return post_page(ring, ring->num_pages - 1);
}
