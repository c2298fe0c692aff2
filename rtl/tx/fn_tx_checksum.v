// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_checksum - inserts IPv4 header, TCP and UDP checksums (120)
//
// As its record asks, from the offsets there.  The checksum fields may hold anything:
// they count as 0.  A UDP sum of 0 is sent as 0xFFFF.  Stores a packet while it sums,
// then sends it; the next one is stored meanwhile.  Offsets that do not fit the packet
// leave it unchanged.  One beat per cycle.

`default_nettype none
`include "fn_records.vh"

module fn_tx_checksum (
    input  wire             clk,
    input  wire             rst,

    // record of each packet, before its first beat
    input  wire s_record_valid,
    output wire s_record_ready,
    input  wire [`FN_TRANSMIT_RECORD_BITS-1:0] s_record_data,

    // packets that arrive
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,
    input  wire [5:0] s_axis_tuser,

    // the same packets
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [5:0] m_axis_tuser
);
endmodule

`default_nettype wire
