// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo - holds packets until it is known whose they are (106)
//
// Joins each packet with its record and the answer of fn_flow_table: the record leaves
// first, with hit, flow_index, handle, context, association, state, split and hold
// filled in if the packet is a candidate and hit; its beats follow.  A packet whose
// flow says hold, or any if s_hold_all, leaves only after its last beat has arrived;
// the others cut through.  Room for one packet of 9,018 bytes and for 16 records.

`default_nettype none
`include "fn_records.vh"

module fn_rx_fifo (
    input  wire             clk,
    input  wire             rst,

    // configuration, quasi-static
    input  wire s_hold_all,

    // packets that arrive
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // record of each packet
    input  wire s_record_valid,
    output wire s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // match: the answer for each packet
    input  wire s_match_valid,
    output wire s_match_ready,
    input  wire s_match_hit,
    input  wire [7:0] s_match_index,
    input  wire [`FN_FLOW_INFO_BITS-1:0] s_match_info,

    // record of each packet, before its first beat
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
