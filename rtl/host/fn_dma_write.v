// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write - AXI4 write master: packet pieces and completion records
//
// Pieces: any address, any length from 1 byte, aligned to the bus with byte strobes and
// cut into bursts of at most 256 bytes that never cross 4 KB; a burst is asked for when
// all of its data are here.  Records: 64 bytes, aligned, one burst.  Bursts of both take
// turns.  Pieces have id 0, records id 1; many of each are in flight.  m_done answers
// once per packet, in order, when all its responses have come; error: SLVERR or DECERR
// among them.  m_record_done the same for each record.

`default_nettype none
`include "fn_records.vh"

module fn_dma_write #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire             clk,
    input  wire             rst,

    // command: where the next piece goes
    input  wire s_command_valid,
    output wire s_command_ready,
    input  wire [63:0] s_command_address,

    // the pieces; tuser on tlast: the last of its packet
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,
    input  wire [0:0] s_axis_tuser,

    // record command: where the next record goes
    input  wire s_record_valid,
    output wire s_record_ready,
    input  wire [63:0] s_record_address,

    // the records: 64 bytes each, whole words
    input  wire s_record_axis_tvalid,
    output wire s_record_axis_tready,
    input  wire [DATA_BITS-1:0] s_record_axis_tdata,
    input  wire s_record_axis_tlast,

    // done: one cycle long, always taken
    output wire m_done_valid,
    output wire m_done_error,

    // record done: one cycle long, always taken
    output wire m_record_done_valid,
    output wire m_record_done_error,

    // AXI4 write address
    output wire m_axi_awvalid,
    input  wire m_axi_awready,
    output wire [3:0] m_axi_awid,
    output wire [63:0] m_axi_awaddr,
    output wire [7:0] m_axi_awlen,
    output wire [2:0] m_axi_awsize,
    output wire [1:0] m_axi_awburst,
    output wire m_axi_awlock,
    output wire [3:0] m_axi_awcache,
    output wire [2:0] m_axi_awprot,

    // AXI4 write data
    output wire m_axi_wvalid,
    input  wire m_axi_wready,
    output wire [DATA_BITS-1:0] m_axi_wdata,
    output wire [DATA_BITS/8-1:0] m_axi_wstrb,
    output wire m_axi_wlast,

    // AXI4 write response
    input  wire m_axi_bvalid,
    output wire m_axi_bready,
    input  wire [3:0] m_axi_bid,
    input  wire [1:0] m_axi_bresp
);
endmodule

`default_nettype wire
