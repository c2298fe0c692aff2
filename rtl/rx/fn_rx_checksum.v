// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum - verifies IPv4 header, TCP and UDP checksums (108)
//
// Sums while the packet passes, from the offsets in its record, which arrives before
// its first beat and leaves before it too.  The results leave in tuser of the last beat:
// ip_checksum and l4_checksum.  One beat per cycle; only the last beat waits for its sum.

`default_nettype none
`include "fn_records.vh"

module fn_rx_checksum (
    input  wire             clk,
    input  wire             rst,

    // record of each packet, before its first beat
    input  wire s_record_valid,
    output wire s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // packets that arrive
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // record
    output wire m_record_valid,
    input  wire m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // the same packets
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser
);
endmodule

`default_nettype wire
