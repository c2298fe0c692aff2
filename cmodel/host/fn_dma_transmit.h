// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit - twin of rtl/host/fn_dma_transmit.v, which states the contract

#ifndef FN_DMA_TRANSMIT_H
#define FN_DMA_TRANSMIT_H

#include <stdbool.h>

#include "functional/fn_gather.h"

enum {
    FN_DMA_TRANSMIT_BYTES = 16, FN_DMA_TRANSMIT_COMMANDS = 64, FN_DMA_TRANSMIT_RECORDS = 4,
    FN_DMA_TRANSMIT_BEATS = 16, FN_DMA_TRANSMIT_WORDS = 2
};

struct fn_dma_transmit_in {
    bool     rst;
    bool     s_enable;
    uint64_t s_ring_base;
    uint8_t  s_ring_size;
    uint16_t s_producer;
    bool     m_descriptor_ready;
    bool     s_descriptor_axis_tvalid;
    uint8_t  s_descriptor_axis_tdata[FN_DMA_TRANSMIT_BYTES];
    bool     s_descriptor_axis_tlast;
    bool     s_descriptor_axis_tuser;
    bool     m_data_ready;
    bool     s_data_axis_tvalid;
    uint8_t  s_data_axis_tdata[FN_DMA_TRANSMIT_BYTES];
    bool     s_data_axis_tlast;
    bool     s_data_axis_tuser;
    bool     s_slot_valid;
    bool     m_record_ready;
    bool     m_axis_tready;
    bool     m_completion_ready;
    bool     m_outcome_ready;
};

struct fn_dma_transmit_out {
    uint16_t                  m_consumer;
    bool                      m_descriptor_valid;
    uint64_t                  m_descriptor_address;
    uint16_t                  m_descriptor_length;
    bool                      s_descriptor_axis_tready;
    bool                      m_data_valid;
    uint64_t                  m_data_address;
    uint16_t                  m_data_length;
    bool                      s_data_axis_tready;
    bool                      s_slot_ready;
    bool                      m_record_valid;
    struct fn_transmit_record m_record_data;
    bool                      m_axis_tvalid;
    uint64_t                  m_axis_tdata;
    uint8_t                   m_axis_tkeep;
    bool                      m_axis_tlast;
    uint8_t                   m_axis_tuser;
    bool                      m_completion_valid;
    struct fn_completion      m_completion_data;
    bool                      m_outcome_valid;
    uint8_t                   m_outcome_reason;
    bool                      m_bus_error_event;
};

// Requests for descriptors.
struct fn_dma_transmit_fetch {
    bool     busy;         // with a request
    uint64_t due;          // when it is offered
    unsigned count;        // its descriptors
    uint16_t fetched;
    uint16_t available;    // as seen one edge ago
    unsigned inside;       // requests not yet answered
};

// The descriptor that arrives, then waits.
struct fn_dma_transmit_descriptor {
    uint8_t               bytes[FN_GATHER_DESCRIPTOR];
    unsigned              num_bytes;
    bool                  error;
    struct fn_descriptor  descriptor;
    struct fn_gather      packet;
    struct fn_gather_step step;
    bool                  waits;    // for its turn, at due
    uint64_t              due;
    uint16_t              index;    // descriptors taken
    bool                  stop, clear;
};

struct fn_dma_transmit_command {
    struct fn_gather_step step;
    uint16_t              consumer;  // when it is done
    uint16_t              length;
    uint8_t               offset;    // of its first byte in a word
};

struct fn_dma_transmit_word {
    uint8_t byte[FN_DMA_TRANSMIT_BYTES];
    bool    error;
};

struct fn_dma_transmit_beat {
    uint64_t data;
    uint8_t  keep, reason;
    bool     last;
    uint64_t due;  // the edge after which it may be shown
};

// A queue by counts of all that ever happened; what came at an edge is shown after the next.
struct fn_dma_transmit_queue {
    unsigned came, shown, gone;
};

// The command at work.
struct fn_dma_transmit_run {
    bool                           busy;
    struct fn_dma_transmit_command command;
    unsigned                       left;      // bytes not yet taken
    unsigned                       at;        // byte in the word
    bool                           error;     // in the packet's data
    uint8_t                        held[16];
    unsigned                       num_held;
    bool                           room;      // for its beat
};

struct fn_dma_transmit {
    struct fn_dma_transmit_out        out;
    unsigned                          word_bytes;  // parameter DATA_BITS / 8
    uint64_t                          cycle;
    struct fn_dma_transmit_fetch      fetch;
    struct fn_dma_transmit_descriptor check;
    struct fn_dma_transmit_command    commands[2 * FN_DMA_TRANSMIT_COMMANDS];
    struct fn_dma_transmit_queue      command;
    bool                              is_next;  // the last one gone waits to be begun
    struct fn_dma_transmit_word       words[FN_DMA_TRANSMIT_WORDS];
    unsigned                          words_in, words_out;  // counted for ever
    struct fn_dma_transmit_run        run;
    struct fn_transmit_record         records[FN_DMA_TRANSMIT_RECORDS];
    struct fn_dma_transmit_queue      record;
    bool                              is_record_due;
    struct fn_dma_transmit_beat       beats[2 * FN_DMA_TRANSMIT_BEATS];
    unsigned                          beats_made, beats_kept, beats_shown, beats_gone;
};

extern const struct fn_port fn_dma_transmit_inputs[], fn_dma_transmit_outputs[];

void fn_dma_transmit_reset(struct fn_dma_transmit *dma, unsigned data_bits);
void fn_dma_transmit_tick(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in);

#endif
