// SPDX-License-Identifier: Apache-2.0
//
// fn_net_tx - packets of the core's clock become GMII frames (128, 90)
//
// Adds preamble, start frame delimiter, padding to 60 bytes, frame check sequence and
// an inter-frame gap of 12 bytes.  A packet whose beats come too late is spoilt: tx_er
// and a wrong frame check sequence; the rest of it is dropped.

`default_nettype none
`include "fn_records.vh"

module fn_net_tx (
    input  wire             clk,
    input  wire             rst,

    // packets, of clk
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,

    // GMII, of gmii_tx_clk
    input  wire gmii_tx_clk,
    input  wire gmii_tx_rst,
    output wire [7:0] gmii_txd,
    output wire gmii_tx_en,
    output wire gmii_tx_er,

    // one pulse of clk for each frame spoilt by underrun
    output wire m_underrun_event
);
endmodule

`default_nettype wire
