// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion - twin of rtl/host/fn_dma_completion.v, which states the contract

#ifndef FN_DMA_COMPLETION_H
#define FN_DMA_COMPLETION_H

#include <stdbool.h>

#include "functional/fn_host_record.h"

enum {
    FN_DMA_COMPLETION_PLACES = 64, FN_DMA_COMPLETION_DONES = 128, FN_DMA_COMPLETION_WORD = 16,
    FN_DMA_COMPLETION_FATES = 128,
    FN_DMA_COMPLETION_RECORD = 64  // bytes
};

enum fn_dma_completion_client {
    FN_DMA_COMPLETION_RECEIVE, FN_DMA_COMPLETION_TRANSMIT, FN_DMA_COMPLETION_REQUEST,
    FN_DMA_COMPLETION_REPORT,
    FN_DMA_COMPLETION_CLIENTS
};

struct fn_dma_completion_in {
    bool                 rst;
    bool                 s_enable;
    uint64_t             s_ring_base;
    uint8_t              s_ring_size;
    uint16_t             s_consumer;
    bool                 m_receive_slot_ready;
    bool                 m_transmit_slot_ready;
    bool                 m_request_slot_ready;
    bool                 m_report_slot_ready;
    bool                 s_receive_valid;
    struct fn_completion s_receive_data;
    bool                 s_receive_discard;
    bool                 s_transmit_valid;
    struct fn_completion s_transmit_data;
    bool                 s_request_valid;
    struct fn_completion s_request_data;
    bool                 s_report_valid;
    struct fn_report     s_report_data;
    bool                 s_done_valid;
    bool                 s_done_error;
    bool                 s_record_done_valid;
    bool                 s_record_done_error;
    bool                 m_record_ready;
    bool                 m_record_axis_tready;
    bool                 m_delivery_ready;
};

struct fn_dma_completion_out {
    uint16_t m_producer;
    bool     m_receive_slot_valid;
    bool     m_transmit_slot_valid;
    bool     m_request_slot_valid;
    bool     m_report_slot_valid;
    bool     s_receive_ready;
    bool     s_transmit_ready;
    bool     s_request_ready;
    bool     s_report_ready;
    bool     m_record_valid;
    uint64_t m_record_address;
    bool     m_record_axis_tvalid;
    uint8_t  m_record_axis_tdata[FN_DMA_COMPLETION_WORD];
    bool     m_record_axis_tlast;
    bool     m_delivery_valid;
    uint8_t  m_delivery_reason;
    bool     m_completion_event;
    bool     m_bus_error_event;
};

struct fn_dma_completion_entry {
    uint8_t       bytes[FN_DMA_COMPLETION_RECORD];
    bool          is_receive, is_discarded, has_slot;
    unsigned long due;
};

// What left, or the response to a record.
struct fn_dma_completion_fate {
    bool          delivers, is_written, has_failed;
    unsigned long due;
};

struct fn_dma_completion {
    struct fn_dma_completion_out   out;
    unsigned                       bus;  // bytes: parameter DATA_BITS / 8
    unsigned long                  cycle;

    // the source that is served: -1 none; ready comes after left more cycles
    int                            source;
    unsigned                       left, last_source;
    bool                           room;

    // entries and responses of packets, counted for ever
    struct fn_dma_completion_entry entries[FN_DMA_COMPLETION_PLACES];
    unsigned                       put, get, stale;
    struct { bool error; unsigned long due; } dones[FN_DMA_COMPLETION_DONES];
    unsigned                       dones_put, dones_get;
    unsigned long                  last_take;
    bool                           is_free;  // the next entry may leave

    // ring
    uint16_t                       next;
    unsigned                       written, ignored;  // records without a response
    bool                           is_enabled;        // in the last cycle
    struct fn_dma_completion_fate  fates[FN_DMA_COMPLETION_FATES];
    struct fn_dma_completion_fate  responses[FN_DMA_COMPLETION_FATES];
    unsigned                       fates_put, fates_get, responses_put, responses_get;

    // words: of the record that leaves, and of the next
    uint8_t                        leaving[FN_DMA_COMPLETION_RECORD];
    uint8_t                        waiting[FN_DMA_COMPLETION_RECORD];
    unsigned                       sent;  // bytes
    bool                           is_leaving, is_waiting, has_skipped;

    // slots
    uint16_t                       given, used;
    bool                           is_slot_free;
    unsigned                       slot_pause;
    unsigned                       last_client;
    uint16_t                       tokens[FN_DMA_COMPLETION_CLIENTS];
};

extern const struct fn_port fn_dma_completion_inputs[], fn_dma_completion_outputs[];

void fn_dma_completion_reset(struct fn_dma_completion *x, unsigned data_bits);
void fn_dma_completion_tick(struct fn_dma_completion *x, const struct fn_dma_completion_in *in);

#endif
