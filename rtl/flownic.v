// SPDX-License-Identifier: Apache-2.0
//
// flownic - the network controller (52): GMII, AXI4, AXI4-Lite, irq
//
//   GMII -> fn_net_rx -> flownic_core -> m_axi      GMII <- fn_net_tx <-'  ^- s_axil
//
// Wiring only.  Three clocks: clk, gmii_rx_clk, gmii_tx_clk; each reset is synchronous to
// its own and must hold all three domains at once for a few cycles of the slowest.

`default_nettype none
`include "fn_records.vh"

module flownic #(
    parameter ENTRIES   = 64,   // of the flow table: a power of two, 16 to 256
    parameter DATA_BITS = 128,  // of the AXI4 bus: 64 or 128
    parameter FLOWS     = 64    // flow contexts: 16 to 1024
) (
    input  wire                   clk,
    input  wire                   rst,

    // GMII receive, of gmii_rx_clk
    input  wire                   gmii_rx_clk,
    input  wire                   gmii_rx_rst,
    input  wire [7:0]             gmii_rxd,
    input  wire                   gmii_rx_dv,
    input  wire                   gmii_rx_er,

    // AXI4 write channels
    output wire                   m_axi_awvalid,
    input  wire                   m_axi_awready,
    output wire [3:0]             m_axi_awid,
    output wire [63:0]            m_axi_awaddr,
    output wire [7:0]             m_axi_awlen,
    output wire [2:0]             m_axi_awsize,
    output wire [1:0]             m_axi_awburst,
    output wire                   m_axi_awlock,
    output wire [3:0]             m_axi_awcache,
    output wire [2:0]             m_axi_awprot,
    output wire                   m_axi_wvalid,
    input  wire                   m_axi_wready,
    output wire [DATA_BITS-1:0]   m_axi_wdata,
    output wire [DATA_BITS/8-1:0] m_axi_wstrb,
    output wire                   m_axi_wlast,
    input  wire                   m_axi_bvalid,
    output wire                   m_axi_bready,
    input  wire [3:0]             m_axi_bid,
    input  wire [1:0]             m_axi_bresp,

    // AXI4 read channels
    output wire                   m_axi_arvalid,
    input  wire                   m_axi_arready,
    output wire [3:0]             m_axi_arid,
    output wire [63:0]            m_axi_araddr,
    output wire [7:0]             m_axi_arlen,
    output wire [2:0]             m_axi_arsize,
    output wire [1:0]             m_axi_arburst,
    output wire                   m_axi_arlock,
    output wire [3:0]             m_axi_arcache,
    output wire [2:0]             m_axi_arprot,
    input  wire                   m_axi_rvalid,
    output wire                   m_axi_rready,
    input  wire [3:0]             m_axi_rid,
    input  wire [DATA_BITS-1:0]   m_axi_rdata,
    input  wire [1:0]             m_axi_rresp,
    input  wire                   m_axi_rlast,

    // AXI4-Lite
    input  wire                   s_axil_awvalid,
    output wire                   s_axil_awready,
    input  wire [15:0]            s_axil_awaddr,
    input  wire [2:0]             s_axil_awprot,
    input  wire                   s_axil_wvalid,
    output wire                   s_axil_wready,
    input  wire [31:0]            s_axil_wdata,
    input  wire [3:0]             s_axil_wstrb,
    output wire                   s_axil_bvalid,
    input  wire                   s_axil_bready,
    output wire [1:0]             s_axil_bresp,
    input  wire                   s_axil_arvalid,
    output wire                   s_axil_arready,
    input  wire [15:0]            s_axil_araddr,
    input  wire [2:0]             s_axil_arprot,
    output wire                   s_axil_rvalid,
    input  wire                   s_axil_rready,
    output wire [31:0]            s_axil_rdata,
    output wire [1:0]             s_axil_rresp,

    // level
    output wire                   irq,

    // GMII transmit, of gmii_tx_clk
    input  wire                   gmii_tx_clk,
    input  wire                   gmii_tx_rst,
    output wire [7:0]             gmii_txd,
    output wire                   gmii_tx_en,
    output wire                   gmii_tx_er
);
    wire                              rx_enable;
    wire [15:0]                       frame_maximum;
    wire                              rx_axis_tvalid;
    wire                              rx_axis_tready;
    wire [63:0]                       rx_axis_tdata;
    wire [7:0]                        rx_axis_tkeep;
    wire                              rx_axis_tlast;
    wire [`FN_PACKET_STATUS_BITS-1:0] rx_axis_tuser;
    wire                              tx_axis_tvalid;
    wire                              tx_axis_tready;
    wire [63:0]                       tx_axis_tdata;
    wire [7:0]                        tx_axis_tkeep;
    wire                              tx_axis_tlast;
    wire                              underrun_event;

    fn_net_rx u_net_rx (
        .clk(clk), .rst(rst),
        .gmii_rx_clk(gmii_rx_clk), .gmii_rx_rst(gmii_rx_rst), .gmii_rxd(gmii_rxd),
        .gmii_rx_dv(gmii_rx_dv), .gmii_rx_er(gmii_rx_er),
        .s_enable(rx_enable),
        .s_frame_maximum(frame_maximum),
        .m_axis_tvalid(rx_axis_tvalid), .m_axis_tready(rx_axis_tready),
        .m_axis_tdata(rx_axis_tdata), .m_axis_tkeep(rx_axis_tkeep), .m_axis_tlast(rx_axis_tlast),
        .m_axis_tuser(rx_axis_tuser)
    );

    flownic_core #(.ENTRIES(ENTRIES), .DATA_BITS(DATA_BITS), .FLOWS(FLOWS)) u_core (
        .clk(clk), .rst(rst),
        .s_axis_tvalid(rx_axis_tvalid), .s_axis_tready(rx_axis_tready),
        .s_axis_tdata(rx_axis_tdata), .s_axis_tkeep(rx_axis_tkeep), .s_axis_tlast(rx_axis_tlast),
        .s_axis_tuser(rx_axis_tuser),
        .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready), .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst), .m_axi_awlock(m_axi_awlock),
        .m_axi_awcache(m_axi_awcache), .m_axi_awprot(m_axi_awprot),
        .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
        .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp),
        .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready), .m_axi_arid(m_axi_arid),
        .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst), .m_axi_arlock(m_axi_arlock),
        .m_axi_arcache(m_axi_arcache), .m_axi_arprot(m_axi_arprot),
        .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready), .m_axi_rid(m_axi_rid),
        .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast),
        .m_axis_tvalid(tx_axis_tvalid), .m_axis_tready(tx_axis_tready),
        .m_axis_tdata(tx_axis_tdata), .m_axis_tkeep(tx_axis_tkeep), .m_axis_tlast(tx_axis_tlast),
        .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
        .s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(s_axil_awprot),
        .s_axil_wvalid(s_axil_wvalid), .s_axil_wready(s_axil_wready),
        .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb),
        .s_axil_bvalid(s_axil_bvalid), .s_axil_bready(s_axil_bready),
        .s_axil_bresp(s_axil_bresp),
        .s_axil_arvalid(s_axil_arvalid), .s_axil_arready(s_axil_arready),
        .s_axil_araddr(s_axil_araddr), .s_axil_arprot(s_axil_arprot),
        .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(s_axil_rready),
        .s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp),
        .irq(irq),
        .m_rx_enable(rx_enable),
        .m_frame_maximum(frame_maximum),
        .s_underrun_event(underrun_event)
    );

    fn_net_tx u_net_tx (
        .clk(clk), .rst(rst),
        .s_axis_tvalid(tx_axis_tvalid), .s_axis_tready(tx_axis_tready),
        .s_axis_tdata(tx_axis_tdata), .s_axis_tkeep(tx_axis_tkeep), .s_axis_tlast(tx_axis_tlast),
        .gmii_tx_clk(gmii_tx_clk), .gmii_tx_rst(gmii_tx_rst), .gmii_txd(gmii_txd),
        .gmii_tx_en(gmii_tx_en), .gmii_tx_er(gmii_tx_er),
        .m_underrun_event(underrun_event)
    );

endmodule

`default_nettype wire
