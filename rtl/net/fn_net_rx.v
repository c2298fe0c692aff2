// SPDX-License-Identifier: Apache-2.0
//
// fn_net_rx - GMII frames (90, 96) become packets of the core's clock
//
// Removes preamble, start frame delimiter and frame check sequence; tuser on the last
// beat says OVERRUN, PREAMBLE, RX_ER, RUNT, OVERSIZE, FCS or nothing.  Every carrier
// event gives exactly one packet: one of which no byte is left (too short, or no room)
// is a marker, a single beat of one byte 0 with its reason.  Never stalls the wire.
// s_enable and s_frame_maximum (bytes with FCS) are quasi-static; disabled, the wire is
// ignored from the next frame on.

`default_nettype none
`include "fn_records.vh"

module fn_net_rx (
    input  wire             clk,
    input  wire             rst,

    // GMII, of gmii_rx_clk
    input  wire gmii_rx_clk,
    input  wire gmii_rx_rst,
    input  wire [7:0] gmii_rxd,
    input  wire gmii_rx_dv,
    input  wire gmii_rx_er,

    // configuration, of clk
    input  wire s_enable,
    input  wire [15:0] s_frame_maximum,

    // packets, of clk
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser
);
endmodule

`default_nettype wire
