// SPDX-License-Identifier: Apache-2.0
//
// fn_dma - twin of rtl/host/fn_dma.v, which states the contract

#ifndef FN_DMA_H
#define FN_DMA_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "host/fn_dma_channels.h"
#include "host/fn_dma_completion.h"
#include "host/fn_dma_merge.h"
#include "host/fn_dma_place.h"
#include "host/fn_dma_read.h"
#include "host/fn_dma_receive.h"
#include "host/fn_dma_ring.h"
#include "host/fn_dma_transmit.h"
#include "host/fn_dma_write.h"

struct fn_dma_in {
    bool                    rst;
    uint16_t                s_buffer_size;
    uint16_t                s_split_offset;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    s_place_command_valid;
    uint16_t                s_place_command_skip;
    uint16_t                s_place_command_length;
    uint64_t                s_place_command_address;
    uint16_t                s_place_command_index;
    bool                    s_place_command_last;
    bool                    s_place_axis_tvalid;
    uint64_t                s_place_axis_tdata;
    uint8_t                 s_place_axis_tkeep;
    bool                    s_place_axis_tlast, s_place_axis_tuser;
    bool                    m_end_ready;
    bool                    m_report_slot_ready;
    bool                    s_report_valid;
    struct fn_report        s_report_data;
    bool                    m_drop_ready;
    bool                    s_buffer_ring_enable;
    uint64_t                s_buffer_ring_base;
    uint8_t                 s_buffer_ring_size;
    uint16_t                s_buffer_low_water;
    uint16_t                s_buffer_ring_producer;
    bool                    m_axi_awready;
    bool                    m_axi_wready;
    bool                    m_axi_bvalid;
    uint8_t                 m_axi_bid;
    uint8_t                 m_axi_bresp;
    bool                    s_completion_ring_enable;
    uint64_t                s_completion_ring_base;
    uint8_t                 s_completion_ring_size;
    uint16_t                s_completion_ring_consumer;
    bool                    m_delivery_ready;
    bool                    s_transmit_ring_enable;
    uint64_t                s_transmit_ring_base;
    uint8_t                 s_transmit_ring_size;
    uint16_t                s_transmit_ring_producer;
    bool                    m_record_ready;
    bool                    m_axis_tready;
    bool                    m_outcome_ready;
    bool                    m_axi_arready;
    bool                    m_axi_rvalid;
    uint8_t                 m_axi_rid;
    uint8_t                 m_axi_rdata[16];
    uint8_t                 m_axi_rresp;
    bool                    m_axi_rlast;
    uint8_t                 s_channel_index;
};

struct fn_dma_out {
    bool                      s_record_ready;
    bool                      s_axis_tready;
    bool                      s_place_command_ready;
    bool                      s_place_axis_tready;
    bool                      m_end_valid;
    bool                      m_end_written;
    bool                      m_place_done_valid;
    bool                      m_place_done_error;
    bool                      m_report_slot_valid;
    bool                      s_report_ready;
    bool                      m_drop_valid;
    uint8_t                   m_drop_reason;
    uint16_t                  m_buffer_ring_consumer;
    bool                      m_low_water_event;
    bool                      m_axi_awvalid;
    uint8_t                   m_axi_awid;
    uint64_t                  m_axi_awaddr;
    uint8_t                   m_axi_awlen;
    uint8_t                   m_axi_awsize;
    uint8_t                   m_axi_awburst;
    bool                      m_axi_awlock;
    uint8_t                   m_axi_awcache;
    uint8_t                   m_axi_awprot;
    bool                      m_axi_wvalid;
    uint8_t                   m_axi_wdata[16];
    uint16_t                  m_axi_wstrb;
    bool                      m_axi_wlast;
    bool                      m_axi_bready;
    uint16_t                  m_completion_ring_producer;
    bool                      m_delivery_valid;
    uint8_t                   m_delivery_reason;
    bool                      m_completion_event;
    uint16_t                  m_transmit_ring_consumer;
    bool                      m_record_valid;
    struct fn_transmit_record m_record_data;
    bool                      m_axis_tvalid;
    uint64_t                  m_axis_tdata;
    uint8_t                   m_axis_tkeep;
    bool                      m_axis_tlast;
    uint8_t                   m_axis_tuser;
    bool                      m_outcome_valid;
    uint8_t                   m_outcome_reason;
    bool                      m_axi_arvalid;
    uint8_t                   m_axi_arid;
    uint64_t                  m_axi_araddr;
    uint8_t                   m_axi_arlen;
    uint8_t                   m_axi_arsize;
    uint8_t                   m_axi_arburst;
    bool                      m_axi_arlock;
    uint8_t                   m_axi_arcache;
    uint8_t                   m_axi_arprot;
    bool                      m_axi_rready;
    bool                      m_bus_error_event;
    uint8_t                   m_channel_in_flight;
    uint8_t                   m_channel_state;
    bool                      m_channel_owned, m_channel_shared;
    uint16_t                  m_channel_flow;
};

struct fn_dma {
    struct fn_dma_out out;
    bool                 holds, held_discard;  // a completion on its way
    struct fn_completion held;
    FN_BLOCK(fn_dma_receive, receive);
    FN_BLOCK(fn_dma_ring, ring);
    FN_BLOCK(fn_dma_place, place);
    FN_BLOCK(fn_dma_merge, merge);
    FN_BLOCK(fn_dma_channels, channels);
    FN_BLOCK(fn_dma_write, write);
    FN_BLOCK(fn_dma_completion, completion);
    FN_BLOCK(fn_dma_transmit, transmit);
    FN_BLOCK(fn_dma_read, read);
};

extern const struct fn_port fn_dma_inputs[], fn_dma_outputs[];

// data_bits: parameter DATA_BITS.
void fn_dma_reset(struct fn_dma *dma, unsigned data_bits);
void fn_dma_tick(struct fn_dma *dma, const struct fn_dma_in *in);

#endif
