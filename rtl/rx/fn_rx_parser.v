// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser - reads the headers of every packet (98)
//
// The packet passes through untouched.  Each gives, in order, exactly one key, as soon
// as its ports or SPI are known, and exactly one record, as soon as its headers are
// read, at the latest with its last beat.  What is malformed adds its reason to tuser
// on the last beat, unless there is one already.  One beat per cycle, a packet of any
// number of beats, one included.

`default_nettype none
`include "fn_records.vh"

module fn_rx_parser (
    input  wire             clk,
    input  wire             rst,

    // filter: addresses with the first byte of the wire in bits 7:0, quasi-static
    input  wire [47:0] s_filter_address,
    input  wire s_filter_promiscuous,
    input  wire s_filter_broadcast,
    input  wire s_filter_all_multicast,

    // multicast: writes one of 16 list entries, always taken
    input  wire s_multicast_valid,
    input  wire [3:0] s_multicast_index,
    input  wire s_multicast_enable,
    input  wire [47:0] s_multicast_address,

    // packets that arrive
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // the same packets
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // key: what fn_flow_table is asked
    output wire m_key_valid,
    input  wire m_key_ready,
    output wire [`FN_FLOW_KEY_BITS-1:0] m_key_data,

    // record: what was parsed
    output wire m_record_valid,
    input  wire m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data
);
endmodule

`default_nettype wire
