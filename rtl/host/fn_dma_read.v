// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read - AXI4 read master for three clients
//
// A request is an address and a length in bytes, 1 to 65,535; it is cut into bursts of at
// most 256 bytes that never cross 4 KB.  Answers of a client are whole bus words as they
// lie in memory, in order, tlast at the end of a request, tuser on each word that
// came with SLVERR or DECERR.  Client 0, 1, 2 has id 0, 1, 2: their answers may come
// in any order and interleaved.  A burst is asked for only if there is room for its
// data: m_axi_rready is always 1.  Bursts of the clients take turns.

`default_nettype none
`include "fn_records.vh"

module fn_dma_read #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire             clk,
    input  wire             rst,

    // client 0: packet buffer ring
    input  wire s_buffer_valid,
    output wire s_buffer_ready,
    input  wire [63:0] s_buffer_address,
    input  wire [15:0] s_buffer_length,
    output wire m_buffer_axis_tvalid,
    input  wire m_buffer_axis_tready,
    output wire [DATA_BITS-1:0] m_buffer_axis_tdata,
    output wire m_buffer_axis_tlast,
    output wire [0:0] m_buffer_axis_tuser,

    // client 1: transmit descriptors
    input  wire s_descriptor_valid,
    output wire s_descriptor_ready,
    input  wire [63:0] s_descriptor_address,
    input  wire [15:0] s_descriptor_length,
    output wire m_descriptor_axis_tvalid,
    input  wire m_descriptor_axis_tready,
    output wire [DATA_BITS-1:0] m_descriptor_axis_tdata,
    output wire m_descriptor_axis_tlast,
    output wire [0:0] m_descriptor_axis_tuser,

    // client 2: packet data
    input  wire s_data_valid,
    output wire s_data_ready,
    input  wire [63:0] s_data_address,
    input  wire [15:0] s_data_length,
    output wire m_data_axis_tvalid,
    input  wire m_data_axis_tready,
    output wire [DATA_BITS-1:0] m_data_axis_tdata,
    output wire m_data_axis_tlast,
    output wire [0:0] m_data_axis_tuser,

    // AXI4 read address
    output wire m_axi_arvalid,
    input  wire m_axi_arready,
    output wire [3:0] m_axi_arid,
    output wire [63:0] m_axi_araddr,
    output wire [7:0] m_axi_arlen,
    output wire [2:0] m_axi_arsize,
    output wire [1:0] m_axi_arburst,
    output wire m_axi_arlock,
    output wire [3:0] m_axi_arcache,
    output wire [2:0] m_axi_arprot,

    // AXI4 read data
    input  wire m_axi_rvalid,
    output wire m_axi_rready,
    input  wire [3:0] m_axi_rid,
    input  wire [DATA_BITS-1:0] m_axi_rdata,
    input  wire [1:0] m_axi_rresp,
    input  wire m_axi_rlast
);
endmodule

`default_nettype wire
