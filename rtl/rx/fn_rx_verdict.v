// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_verdict - end-of-packet checks: one verdict per packet (204, 205)
//
// tuser.reason of the last beat becomes the first that holds, in the order of trust:
// what arrived in it, IPV4_CHECKSUM, MAC_FILTER, TCP_CHECKSUM, UDP_CHECKSUM, or
// DELIVERED.  s_keep_bad_checksum lets packets with a wrong TCP or UDP checksum pass
// as delivered: software sees l4_checksum.  Counts one received event per packet.

`default_nettype none
`include "fn_records.vh"

module fn_rx_verdict (
    input  wire             clk,
    input  wire             rst,

    // configuration, quasi-static
    input  wire s_keep_bad_checksum,

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

    // the same packets, with their verdict on the last beat
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // received: one for each packet, at its last beat
    output wire m_received_valid,
    input  wire m_received_ready
);
endmodule

`default_nettype wire
