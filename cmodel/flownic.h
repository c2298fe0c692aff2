// SPDX-License-Identifier: Apache-2.0
//
// flownic - twin of rtl/flownic.v, which states the contract

#ifndef FLOWNIC_H
#define FLOWNIC_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "flownic_core.h"
#include "net/fn_net_rx.h"
#include "net/fn_net_tx.h"

struct flownic_in {
    bool     rst;
    bool     gmii_rx_rst;
    uint8_t  gmii_rxd;
    bool     gmii_rx_dv;
    bool     gmii_rx_er;
    bool     m_axi_awready;
    bool     m_axi_wready;
    bool     m_axi_bvalid;
    uint8_t  m_axi_bid;
    uint8_t  m_axi_bresp;
    bool     m_axi_arready;
    bool     m_axi_rvalid;
    uint8_t  m_axi_rid;
    uint8_t  m_axi_rdata[16];
    uint8_t  m_axi_rresp;
    bool     m_axi_rlast;
    bool     s_axil_awvalid;
    uint16_t s_axil_awaddr;
    uint8_t  s_axil_awprot;
    bool     s_axil_wvalid;
    uint32_t s_axil_wdata;
    uint8_t  s_axil_wstrb;
    bool     s_axil_bready;
    bool     s_axil_arvalid;
    uint16_t s_axil_araddr;
    uint8_t  s_axil_arprot;
    bool     s_axil_rready;
    bool     gmii_tx_rst;
};

struct flownic_out {
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
    bool     s_axil_awready;
    bool     s_axil_wready;
    bool     s_axil_bvalid;
    uint8_t  s_axil_bresp;
    bool     s_axil_arready;
    bool     s_axil_rvalid;
    uint32_t s_axil_rdata;
    uint8_t  s_axil_rresp;
    bool     irq;
    uint8_t  gmii_txd;
    bool     gmii_tx_en;
    bool     gmii_tx_er;
};

struct flownic {
    struct flownic_out out;
    FN_BLOCK(fn_net_rx, net_rx);
    FN_BLOCK(flownic_core, core);
    FN_BLOCK(fn_net_tx, net_tx);
};

extern const struct fn_port flownic_inputs[], flownic_outputs[];

// The clocks, as bits of edges.
enum { FLOWNIC_CLK = 1, FLOWNIC_GMII_RX_CLK = 2, FLOWNIC_GMII_TX_CLK = 4 };

// Parameters ENTRIES, DATA_BITS and FLOWS.
void flownic_reset(struct flownic *flownic, unsigned num_entries, unsigned data_bits,
                   unsigned num_flows);

// edges: which clocks rise together; every domain sees the others as before.
void flownic_tick(struct flownic *flownic, const struct flownic_in *in, unsigned edges);

#endif
