// SPDX-License-Identifier: Apache-2.0
//
// flownic_core - twin of rtl/flownic_core.v, which states the contract

#ifndef FLOWNIC_CORE_H
#define FLOWNIC_CORE_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "host/fn_dma.h"
#include "host/fn_host.h"
#include "rx/fn_placement_path.h"
#include "rx/fn_receive_path.h"
#include "tx/fn_transmit_path.h"

struct flownic_core_in {
    bool                    rst;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    m_axi_awready;
    bool                    m_axi_wready;
    bool                    m_axi_bvalid;
    uint8_t                 m_axi_bid;
    uint8_t                 m_axi_bresp;
    bool                    m_axi_arready;
    bool                    m_axi_rvalid;
    uint8_t                 m_axi_rid;
    uint8_t                 m_axi_rdata[16];
    uint8_t                 m_axi_rresp;
    bool                    m_axi_rlast;
    bool                    m_axis_tready;
    bool                    s_axil_awvalid;
    uint16_t                s_axil_awaddr;
    uint8_t                 s_axil_awprot;
    bool                    s_axil_wvalid;
    uint32_t                s_axil_wdata;
    uint8_t                 s_axil_wstrb;
    bool                    s_axil_bready;
    bool                    s_axil_arvalid;
    uint16_t                s_axil_araddr;
    uint8_t                 s_axil_arprot;
    bool                    s_axil_rready;
    bool                    s_underrun_event;
};

struct flownic_core_out {
    bool     s_axis_tready;
    bool     m_axi_awvalid;
    uint8_t  m_axi_awid;
    uint64_t m_axi_awaddr;
    uint8_t  m_axi_awlen;
    uint8_t  m_axi_awsize;
    uint8_t  m_axi_awburst;
    bool     m_axi_awlock;
    uint8_t  m_axi_awcache;
    uint8_t  m_axi_awprot;
    bool     m_axi_wvalid;
    uint8_t  m_axi_wdata[16];
    uint16_t m_axi_wstrb;
    bool     m_axi_wlast;
    bool     m_axi_bready;
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
    bool     m_axis_tvalid;
    uint64_t m_axis_tdata;
    uint8_t  m_axis_tkeep;
    bool     m_axis_tlast;
    bool     s_axil_awready;
    bool     s_axil_wready;
    bool     s_axil_bvalid;
    uint8_t  s_axil_bresp;
    bool     s_axil_arready;
    bool     s_axil_rvalid;
    uint32_t s_axil_rdata;
    uint8_t  s_axil_rresp;
    bool     irq;
    bool     m_rx_enable;
    uint16_t m_frame_maximum;
};

struct flownic_core {
    struct flownic_core_out out;
    FN_BLOCK(fn_receive_path, receive);
    FN_BLOCK(fn_placement_path, placement);
    FN_BLOCK(fn_dma, dma);
    FN_BLOCK(fn_transmit_path, transmit);
    FN_BLOCK(fn_host, host);
};

extern const struct fn_port flownic_core_inputs[], flownic_core_outputs[];

// Parameters ENTRIES, DATA_BITS and FLOWS.
void flownic_core_reset(struct flownic_core *core, unsigned num_entries, unsigned data_bits,
                        unsigned num_flows);
void flownic_core_tick(struct flownic_core *core, const struct flownic_core_in *in);

#endif
