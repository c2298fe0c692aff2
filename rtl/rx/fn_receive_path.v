// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_path - the receive path (92) up to the verdict: wiring
//
//   s_axis -> fn_rx_parser -> fn_rx_fifo -> fn_rx_checksum -> fn_rx_verdict -> m_axis
//              `- key -> fn_flow_table -^ `-> m_packet
//
// Each block states its contract.

`default_nettype none
`include "fn_records.vh"

module fn_receive_path #(
    parameter ENTRIES    = 64,             // of the flow table
    parameter INDEX_BITS = $clog2(ENTRIES) // derived, do not override
) (
    input  wire                              clk,
    input  wire                              rst,

    // filter, quasi-static; addresses with the first byte of the wire in bits 7:0
    input  wire [47:0]                       s_filter_address,
    input  wire                              s_filter_promiscuous,
    input  wire                              s_filter_broadcast,
    input  wire                              s_filter_all_multicast,

    // multicast: writes one of 16 list entries, always taken
    input  wire                              s_multicast_valid,
    input  wire [3:0]                        s_multicast_index,
    input  wire                              s_multicast_enable,
    input  wire [47:0]                       s_multicast_address,

    // packets that arrive
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    /* verilator lint_off UNUSED */  // only its reason: checksums are not known yet
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,
    /* verilator lint_on UNUSED */

    // test of parity: the flow table's
    input  wire                              s_parity_break,

    // write: one entry of the flow table
    input  wire                              s_write_valid,
    output wire                              s_write_ready,
    input  wire [INDEX_BITS-1:0]             s_write_index,
    input  wire                              s_write_enable,
    input  wire [`FN_FLOW_KEY_BITS-1:0]      s_write_key,
    input  wire [`FN_FLOW_KEY_FIELDS-1:0]    s_write_mask,
    input  wire [`FN_FLOW_INFO_BITS-1:0]     s_write_info,

    // configuration, quasi-static
    input  wire                              s_hold_all,
    input  wire                              s_keep_bad_checksum,

    // packet whose fate is asked for: of those at m_record, ahead of it
    output wire                              m_packet_valid,
    input  wire                              m_packet_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_packet_record,

    // record of each packet, before its first beat
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // the same packets, with their verdict on the last beat
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // received: one for each packet, at its last beat
    output wire                              m_received_valid,
    input  wire                              m_received_ready
);
    wire                              parser_axis_tvalid;
    wire                              parser_axis_tready;
    wire [63:0]                       parser_axis_tdata;
    wire [7:0]                        parser_axis_tkeep;
    wire                              parser_axis_tlast;
    wire [`FN_PACKET_STATUS_BITS-1:0] parser_axis_tuser;
    wire                              key_valid;
    wire                              key_ready;
    wire [`FN_FLOW_KEY_BITS-1:0]      key_data;
    wire                              parser_record_valid;
    wire                              parser_record_ready;
    wire [`FN_PACKET_RECORD_BITS-1:0] parser_record_data;
    wire                              match_valid;
    wire                              match_ready;
    wire                              match_hit;
    wire [INDEX_BITS-1:0]             match_index;
    wire [`FN_FLOW_INFO_BITS-1:0]     match_info;
    wire                              match_error;
    wire [7:0]                        match_flow_index;
    wire                              fifo_record_valid;
    wire                              fifo_record_ready;
    wire [`FN_PACKET_RECORD_BITS-1:0] fifo_record_data;
    wire                              fifo_axis_tvalid;
    wire                              fifo_axis_tready;
    wire [63:0]                       fifo_axis_tdata;
    wire [7:0]                        fifo_axis_tkeep;
    wire                              fifo_axis_tlast;
    wire [`FN_PACKET_STATUS_BITS-1:0] fifo_axis_tuser;
    wire                              checksum_record_valid;
    wire                              checksum_record_ready;
    wire [`FN_PACKET_RECORD_BITS-1:0] checksum_record_data;
    wire                              checksum_axis_tvalid;
    wire                              checksum_axis_tready;
    wire [63:0]                       checksum_axis_tdata;
    wire [7:0]                        checksum_axis_tkeep;
    wire                              checksum_axis_tlast;
    wire [`FN_PACKET_STATUS_BITS-1:0] checksum_axis_tuser;

    wire [`FN_PACKET_STATUS_BITS-1:0] arrived = {{`FN_PACKET_STATUS_BITS-6{1'b0}},
                                                 s_axis_tuser[`FN_PACKET_STATUS_REASON]};

    fn_rx_parser u_rx_parser (
        .clk(clk), .rst(rst),
        .s_filter_address(s_filter_address),
        .s_filter_promiscuous(s_filter_promiscuous), .s_filter_broadcast(s_filter_broadcast),
        .s_filter_all_multicast(s_filter_all_multicast),
        .s_multicast_valid(s_multicast_valid), .s_multicast_index(s_multicast_index),
        .s_multicast_enable(s_multicast_enable), .s_multicast_address(s_multicast_address),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(arrived),
        .m_axis_tvalid(parser_axis_tvalid), .m_axis_tready(parser_axis_tready),
        .m_axis_tdata(parser_axis_tdata), .m_axis_tkeep(parser_axis_tkeep),
        .m_axis_tlast(parser_axis_tlast), .m_axis_tuser(parser_axis_tuser),
        .m_key_valid(key_valid), .m_key_ready(key_ready), .m_key_data(key_data),
        .m_record_valid(parser_record_valid), .m_record_ready(parser_record_ready),
        .m_record_data(parser_record_data)
    );

    fn_flow_table #(.ENTRIES(ENTRIES)) u_flow_table (
        .clk(clk), .rst(rst),
        .s_break(s_parity_break),
        .s_write_valid(s_write_valid), .s_write_ready(s_write_ready),
        .s_write_index(s_write_index), .s_write_enable(s_write_enable),
        .s_write_key(s_write_key), .s_write_mask(s_write_mask), .s_write_info(s_write_info),
        .s_key_valid(key_valid), .s_key_ready(key_ready), .s_key_data(key_data),
        .m_match_valid(match_valid), .m_match_ready(match_ready), .m_match_hit(match_hit),
        .m_match_index(match_index), .m_match_info(match_info), .m_match_error(match_error)
    );

    fn_rx_fifo u_rx_fifo (
        .clk(clk), .rst(rst),
        .s_hold_all(s_hold_all),
        .s_axis_tvalid(parser_axis_tvalid), .s_axis_tready(parser_axis_tready),
        .s_axis_tdata(parser_axis_tdata), .s_axis_tkeep(parser_axis_tkeep),
        .s_axis_tlast(parser_axis_tlast), .s_axis_tuser(parser_axis_tuser),
        .s_record_valid(parser_record_valid), .s_record_ready(parser_record_ready),
        .s_record_data(parser_record_data),
        .s_match_valid(match_valid), .s_match_ready(match_ready), .s_match_hit(match_hit),
        .s_match_index(match_flow_index), .s_match_info(match_info), .s_match_error(match_error),
        .m_record_valid(fifo_record_valid), .m_record_ready(fifo_record_ready),
        .m_record_data(fifo_record_data),
        .m_packet_valid(m_packet_valid), .m_packet_ready(m_packet_ready),
        .m_packet_record(m_packet_record),
        .m_axis_tvalid(fifo_axis_tvalid), .m_axis_tready(fifo_axis_tready),
        .m_axis_tdata(fifo_axis_tdata), .m_axis_tkeep(fifo_axis_tkeep),
        .m_axis_tlast(fifo_axis_tlast), .m_axis_tuser(fifo_axis_tuser)
    );

    fn_rx_checksum u_rx_checksum (
        .clk(clk), .rst(rst),
        .s_record_valid(fifo_record_valid), .s_record_ready(fifo_record_ready),
        .s_record_data(fifo_record_data),
        .s_axis_tvalid(fifo_axis_tvalid), .s_axis_tready(fifo_axis_tready),
        .s_axis_tdata(fifo_axis_tdata), .s_axis_tkeep(fifo_axis_tkeep),
        .s_axis_tlast(fifo_axis_tlast), .s_axis_tuser(fifo_axis_tuser),
        .m_record_valid(checksum_record_valid), .m_record_ready(checksum_record_ready),
        .m_record_data(checksum_record_data),
        .m_axis_tvalid(checksum_axis_tvalid), .m_axis_tready(checksum_axis_tready),
        .m_axis_tdata(checksum_axis_tdata), .m_axis_tkeep(checksum_axis_tkeep),
        .m_axis_tlast(checksum_axis_tlast), .m_axis_tuser(checksum_axis_tuser)
    );

    fn_rx_verdict u_rx_verdict (
        .clk(clk), .rst(rst),
        .s_keep_bad_checksum(s_keep_bad_checksum),
        .s_record_valid(checksum_record_valid), .s_record_ready(checksum_record_ready),
        .s_record_data(checksum_record_data),
        .s_axis_tvalid(checksum_axis_tvalid), .s_axis_tready(checksum_axis_tready),
        .s_axis_tdata(checksum_axis_tdata), .s_axis_tkeep(checksum_axis_tkeep),
        .s_axis_tlast(checksum_axis_tlast), .s_axis_tuser(checksum_axis_tuser),
        .m_record_valid(m_record_valid), .m_record_ready(m_record_ready),
        .m_record_data(m_record_data),
        .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready),
        .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast),
        .m_axis_tuser(m_axis_tuser),
        .m_received_valid(m_received_valid), .m_received_ready(m_received_ready)
    );

    assign match_flow_index = {{8-INDEX_BITS{1'b0}}, match_index};

endmodule

`default_nettype wire
