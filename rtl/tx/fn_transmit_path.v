// SPDX-License-Identifier: Apache-2.0
//
// fn_transmit_path - the transmit path (94) from the DMA engine to the wire: wiring
//
//   s_axis -> fn_tx_checksum -> fn_tx_fifo -> m_axis
//
// Each block states its contract.

`default_nettype none
`include "fn_records.vh"

module fn_transmit_path (
    input  wire                                clk,
    input  wire                                rst,

    // record of each packet, before its first beat
    input  wire                                s_record_valid,
    output wire                                s_record_ready,
    input  wire [`FN_TRANSMIT_RECORD_BITS-1:0] s_record_data,

    // packets from the DMA engine, tuser: reason on the last beat
    input  wire                                s_axis_tvalid,
    output wire                                s_axis_tready,
    input  wire [63:0]                         s_axis_tdata,
    input  wire [7:0]                          s_axis_tkeep,
    input  wire                                s_axis_tlast,
    input  wire [5:0]                          s_axis_tuser,

    // whole packets
    output wire                                m_axis_tvalid,
    input  wire                                m_axis_tready,
    output wire [63:0]                         m_axis_tdata,
    output wire [7:0]                          m_axis_tkeep,
    output wire                                m_axis_tlast
);
    wire        summed_axis_tvalid;
    wire        summed_axis_tready;
    wire [63:0] summed_axis_tdata;
    wire [7:0]  summed_axis_tkeep;
    wire        summed_axis_tlast;
    wire [5:0]  summed_axis_tuser;

    fn_tx_checksum u_tx_checksum (
        .clk(clk), .rst(rst),
        .s_record_valid(s_record_valid), .s_record_ready(s_record_ready),
        .s_record_data(s_record_data),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser),
        .m_axis_tvalid(summed_axis_tvalid), .m_axis_tready(summed_axis_tready),
        .m_axis_tdata(summed_axis_tdata), .m_axis_tkeep(summed_axis_tkeep),
        .m_axis_tlast(summed_axis_tlast), .m_axis_tuser(summed_axis_tuser)
    );

    fn_tx_fifo u_tx_fifo (
        .clk(clk), .rst(rst),
        .s_axis_tvalid(summed_axis_tvalid), .s_axis_tready(summed_axis_tready),
        .s_axis_tdata(summed_axis_tdata), .s_axis_tkeep(summed_axis_tkeep),
        .s_axis_tlast(summed_axis_tlast), .s_axis_tuser(summed_axis_tuser),
        .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready),
        .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast)
    );

endmodule

`default_nettype wire
