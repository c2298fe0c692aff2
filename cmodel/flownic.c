// SPDX-License-Identifier: Apache-2.0
//
// flownic - see flownic.h

#include "flownic.h"

#define IN  struct flownic_in
#define OUT struct flownic_out

const struct fn_port flownic_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, gmii_rx_rst), FN_PORT(IN, gmii_rxd), FN_PORT(IN, gmii_rx_dv),
    FN_PORT(IN, gmii_rx_er), FN_PORT(IN, m_axi_awready), FN_PORT(IN, m_axi_wready),
    FN_PORT(IN, m_axi_bvalid), FN_PORT(IN, m_axi_bid), FN_PORT(IN, m_axi_bresp),
    FN_PORT(IN, m_axi_arready), FN_PORT(IN, m_axi_rvalid), FN_PORT(IN, m_axi_rid),
    FN_PORT(IN, m_axi_rdata), FN_PORT(IN, m_axi_rresp), FN_PORT(IN, m_axi_rlast),
    FN_PORT(IN, s_axil_awvalid), FN_PORT(IN, s_axil_awaddr), FN_PORT(IN, s_axil_awprot),
    FN_PORT(IN, s_axil_wvalid), FN_PORT(IN, s_axil_wdata), FN_PORT(IN, s_axil_wstrb),
    FN_PORT(IN, s_axil_bready), FN_PORT(IN, s_axil_arvalid), FN_PORT(IN, s_axil_araddr),
    FN_PORT(IN, s_axil_arprot), FN_PORT(IN, s_axil_rready), FN_PORT(IN, gmii_tx_rst), { 0 }
};

const struct fn_port flownic_outputs[] = {
    FN_PORT(OUT, m_axi_awvalid), FN_PORT(OUT, m_axi_awid), FN_PORT(OUT, m_axi_awaddr),
    FN_PORT(OUT, m_axi_awlen), FN_PORT(OUT, m_axi_awsize), FN_PORT(OUT, m_axi_awburst),
    FN_PORT(OUT, m_axi_awlock), FN_PORT(OUT, m_axi_awcache), FN_PORT(OUT, m_axi_awprot),
    FN_PORT(OUT, m_axi_wvalid), FN_PORT(OUT, m_axi_wdata), FN_PORT(OUT, m_axi_wstrb),
    FN_PORT(OUT, m_axi_wlast), FN_PORT(OUT, m_axi_bready), FN_PORT(OUT, m_axi_arvalid),
    FN_PORT(OUT, m_axi_arid), FN_PORT(OUT, m_axi_araddr), FN_PORT(OUT, m_axi_arlen),
    FN_PORT(OUT, m_axi_arsize), FN_PORT(OUT, m_axi_arburst), FN_PORT(OUT, m_axi_arlock),
    FN_PORT(OUT, m_axi_arcache), FN_PORT(OUT, m_axi_arprot), FN_PORT(OUT, m_axi_rready),
    FN_PORT(OUT, s_axil_awready), FN_PORT(OUT, s_axil_wready), FN_PORT(OUT, s_axil_bvalid),
    FN_PORT(OUT, s_axil_bresp), FN_PORT(OUT, s_axil_arready), FN_PORT(OUT, s_axil_rvalid),
    FN_PORT(OUT, s_axil_rdata), FN_PORT(OUT, s_axil_rresp), FN_PORT(OUT, irq),
    FN_PORT(OUT, gmii_txd), FN_PORT(OUT, gmii_tx_en), FN_PORT(OUT, gmii_tx_er), { 0 }
};

static void publish(struct flownic *flownic);

void flownic_reset(struct flownic *flownic, unsigned num_entries, unsigned data_bits,
                   unsigned num_flows)
{
    fn_net_rx_reset(&flownic->net_rx.twin, FN_NET_RX_FIFO_DEPTH);
    flownic_core_reset(&flownic->core.twin, num_entries, data_bits, num_flows);
    fn_net_tx_reset(&flownic->net_tx.twin, FN_NET_TX_FIFO_DEPTH);
    publish(flownic);
}

static void wire(struct flownic *flownic, const struct flownic_in *in)
{
    struct fn_net_rx_in *net_rx = &flownic->net_rx.in;
    struct flownic_core_in *core = &flownic->core.in;
    struct fn_net_tx_in *net_tx = &flownic->net_tx.in;

    net_rx->rst = core->rst = net_tx->rst = in->rst;
    net_rx->gmii_rx_rst = in->gmii_rx_rst;
    net_rx->gmii_rxd = in->gmii_rxd;
    net_rx->gmii_rx_dv = in->gmii_rx_dv;
    net_rx->gmii_rx_er = in->gmii_rx_er;
    net_rx->s_enable = flownic->core.twin.out.m_rx_enable;
    net_rx->s_frame_maximum = flownic->core.twin.out.m_frame_maximum;
    FN_STREAM(flownic->net_rx, m_axis, flownic->core, s_axis);
    FN_STREAM_BYTES(flownic->core, m_axis, flownic->net_tx, s_axis);
    net_tx->gmii_tx_rst = in->gmii_tx_rst;
    core->s_underrun_event = flownic->net_tx.twin.out.m_underrun_event;
    FN_AXI_WRITE_INPUTS(*core, *in);
    FN_AXI_READ_INPUTS(*core, *in);
    FN_AXIL_INPUTS(*core, *in);
}

static void publish(struct flownic *flownic)
{
    FN_AXI_WRITE_OUTPUTS(flownic->out, flownic->core.twin.out);
    FN_AXI_READ_OUTPUTS(flownic->out, flownic->core.twin.out);
    FN_AXIL_OUTPUTS(flownic->out, flownic->core.twin.out);
    flownic->out.irq = flownic->core.twin.out.irq;
    flownic->out.gmii_txd = flownic->net_tx.twin.out.gmii_txd;
    flownic->out.gmii_tx_en = flownic->net_tx.twin.out.gmii_tx_en;
    flownic->out.gmii_tx_er = flownic->net_tx.twin.out.gmii_tx_er;
}

void flownic_tick(struct flownic *flownic, const struct flownic_in *in, unsigned edges)
{
    const bool clk = edges & FLOWNIC_CLK;

    wire(flownic, in);
    fn_net_rx_tick(&flownic->net_rx.twin, &flownic->net_rx.in,
                   (unsigned)clk | (edges & FLOWNIC_GMII_RX_CLK));
    if (clk)
        flownic_core_tick(&flownic->core.twin, &flownic->core.in);
    fn_net_tx_tick(&flownic->net_tx.twin, &flownic->net_tx.in,
                   (unsigned)clk | (edges & FLOWNIC_GMII_TX_CLK) >> 1);
    publish(flownic);
}
