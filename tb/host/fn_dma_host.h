// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_host - the host that fn_dma works for: three rings, buffers and data in AXI4 memory
//
// The driver side of a test: posts buffers and descriptors, takes completion records and
// says what must come of them.  Errors of the bus are at fixed places, so that each
// outcome is known.  Packets received carry their number in sequence; their bytes follow
// from it (fn_dma_host_word).

#ifndef FN_DMA_HOST_H
#define FN_DMA_HOST_H

#include "functional/fn_gather.h"
#include "host/fn_axi_memory.h"
#include "host/fn_dma.h"
#include "lockstep.h"

enum {
    FN_DMA_HOST_MAX_RING = 6, FN_DMA_HOST_BUFFERS = 48, FN_DMA_HOST_BUFFER_BYTES = 512,
    FN_DMA_HOST_DATA_BYTES = 65536, FN_DMA_HOST_DATA_GOOD = 0xe000,
    FN_DMA_HOST_RECEIVED = 1024, FN_DMA_HOST_SENT = 256
};

struct fn_dma_host_packet {  // received
    unsigned                number, length;
    uint8_t                 reason;
    bool                    is_recorded;
};

struct fn_dma_host {
    struct fn_axi_memory      memory;
    bool                      has_errors, is_cut;  // is_cut: disabled inside the traffic

    uint64_t                  buffer_base, completion_base, transmit_base;
    unsigned                  buffer_size, completion_size, transmit_size;  // logarithms
    unsigned                  bad_buffer;
    bool                      is_posted[FN_DMA_HOST_BUFFERS];
    uint16_t                  buffers_posted, consumer, written;
    uint64_t                  lost_record;  // its address; 0: none
    unsigned                  num_lost;

    // received packets, and what was heard of them
    struct fn_dma_host_packet received[FN_DMA_HOST_RECEIVED];
    unsigned                  num_received, next_recorded;
    unsigned                  delivered_records, bus_error_records, requests;

    // packets to send
    struct fn_gather_packet   sent[FN_DMA_HOST_SENT];
    unsigned                  num_sent, complete_at;
};

void     fn_dma_host_open(struct lockstep *bench, struct fn_dma_host *host, unsigned data_bits);

// New rings at new places, enabled; nothing may be in flight.
void     fn_dma_host_start(struct lockstep *bench, struct fn_dma_host *host,
                           struct fn_dma_in *in);

// Forgets what was received and sent so far.
void     fn_dma_host_forget(struct fn_dma_host *host);

void     fn_dma_host_post_buffers(struct lockstep *bench, struct fn_dma_host *host,
                                  struct fn_dma_in *in, const struct fn_dma_out *out);
void     fn_dma_host_write_packet(struct lockstep *bench, struct fn_dma_host *host,
                                  const struct fn_dma_out *out);
void     fn_dma_host_take_records(struct lockstep *bench, struct fn_dma_host *host,
                                  struct fn_dma_in *in, const struct fn_dma_out *out);

// Packet at *at or behind that leaves, or that asks for a record; at moves behind it.
const struct fn_gather_packet *fn_dma_host_next(const struct fn_dma_host *host, unsigned *at,
                                                bool leaves, bool complete);

// The 8 bytes of a received packet from a multiple of 8 on.
uint64_t fn_dma_host_word(unsigned number, unsigned at);

void     fn_dma_host_tick(struct fn_dma_host *host, const struct fn_dma_out *out, bool rst);
void     fn_dma_host_pins(const struct fn_dma_host *host, struct fn_dma_in *in);

_Noreturn void fn_dma_host_fail(const struct lockstep *bench, const char *what);

#endif
