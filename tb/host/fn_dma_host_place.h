// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_host_place - packets to be placed, and reports of flows, for the test of fn_dma
//
// Each packet has a place of its own in the pages; when its done comes without an error its
// bytes must be there.

#ifndef FN_DMA_HOST_PLACE_H
#define FN_DMA_HOST_PLACE_H

#include "host/fn_dma_host.h"

// After fn_dma_host_open.
void fn_dma_host_place_open(struct fn_dma_host *host);

// Behind fn_dma_host_start, while nothing is placed: a new region, some of it without memory.
void fn_dma_host_place_start(struct lockstep *bench, struct fn_dma_host *host);

// Offers packets, commands and reports while traffic lasts, else only what was begun.
void fn_dma_host_place_offer(struct lockstep *bench, const struct fn_dma_host *host,
                             struct fn_dma_in *in, const struct fn_dma_out *out, bool is_over);

// Ends, dones and reports of this cycle.
void fn_dma_host_place_check(struct lockstep *bench, const struct fn_dma_in *in,
                             const struct fn_dma_out *out);

// Has every packet come to its end?
bool fn_dma_host_place_is_idle(void);

// Traffic is over: all has come to its end.
void fn_dma_host_place_end(const struct lockstep *bench);

void fn_dma_host_place_forget(struct fn_dma_in *in);

#endif
