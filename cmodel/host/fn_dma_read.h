// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read - twin of rtl/host/fn_dma_read.v, which states the contract

#ifndef FN_DMA_READ_H
#define FN_DMA_READ_H

#include <stdbool.h>

#include "common/fn_record.h"
#include "functional/fn_read_burst.h"

enum { FN_DMA_READ_CLIENTS = 3, FN_DMA_READ_WORDS = 256, FN_DMA_READ_BYTES = 16 };

struct fn_dma_read_in {
    bool     rst;
    bool     s_buffer_valid;
    uint64_t s_buffer_address;
    uint16_t s_buffer_length;
    bool     m_buffer_axis_tready;
    bool     s_descriptor_valid;
    uint64_t s_descriptor_address;
    uint16_t s_descriptor_length;
    bool     m_descriptor_axis_tready;
    bool     s_data_valid;
    uint64_t s_data_address;
    uint16_t s_data_length;
    bool     m_data_axis_tready;
    bool     m_axi_arready;
    bool     m_axi_rvalid;
    uint8_t  m_axi_rid;
    uint8_t  m_axi_rdata[FN_DMA_READ_BYTES];
    uint8_t  m_axi_rresp;
    bool     m_axi_rlast;
};

struct fn_dma_read_out {
    bool     s_buffer_ready;
    bool     m_buffer_axis_tvalid;
    uint8_t  m_buffer_axis_tdata[FN_DMA_READ_BYTES];
    bool     m_buffer_axis_tlast;
    bool     m_buffer_axis_tuser;
    bool     s_descriptor_ready;
    bool     m_descriptor_axis_tvalid;
    uint8_t  m_descriptor_axis_tdata[FN_DMA_READ_BYTES];
    bool     m_descriptor_axis_tlast;
    bool     m_descriptor_axis_tuser;
    bool     s_data_ready;
    bool     m_data_axis_tvalid;
    uint8_t  m_data_axis_tdata[FN_DMA_READ_BYTES];
    bool     m_data_axis_tlast;
    bool     m_data_axis_tuser;
    bool     m_axi_arvalid;
    uint8_t  m_axi_arid;
    uint64_t m_axi_araddr;
    uint8_t  m_axi_arlen;
    uint8_t  m_axi_arsize;
    uint8_t  m_axi_arburst;
    bool     m_axi_arlock;
    uint8_t  m_axi_arcache;
    uint8_t  m_axi_arprot;
    bool     m_axi_rready;
};

struct fn_dma_read_word {
    uint8_t  data[FN_DMA_READ_BYTES];
    bool     last, error;
    uint64_t due;  // the edge after which it may be shown
};

struct fn_dma_read_client {
    bool                    busy;       // with a request
    bool                    wants;      // the bus for burst
    uint64_t                wants_due;
    uint64_t                address;    // what of the request is behind burst
    uint32_t                bytes;
    struct fn_read_burst    burst;
    unsigned                free;       // words of room
    bool                    given;      // a word left at the edge before
    bool                    ends[FN_DMA_READ_WORDS];  // burst ends a request
    unsigned                asked, answered;          // bursts, counted for ever
    struct fn_dma_read_word words[FN_DMA_READ_WORDS];
    unsigned                came, shown;              // words, counted for ever
};

struct fn_dma_read {
    struct fn_dma_read_out    out;
    unsigned                  word_bytes;  // parameter DATA_BITS / 8
    uint64_t                  cycle;
    unsigned                  turn;        // client of the last burst
    struct fn_dma_read_client client[FN_DMA_READ_CLIENTS];
};

extern const struct fn_port fn_dma_read_inputs[], fn_dma_read_outputs[];

void fn_dma_read_reset(struct fn_dma_read *dma, unsigned data_bits);
void fn_dma_read_tick(struct fn_dma_read *dma, const struct fn_dma_read_in *in);

#endif
