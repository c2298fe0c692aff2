// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_ring - fetches posted packet buffers (302) from their ring
//
// The ring holds 2^s_ring_size addresses of 8 bytes.  Reads up to 8 at a time ahead, and
// keeps up to 16.  Below s_low_water posted and unused buffers it asks the driver for
// more by one BUFFER_REQUEST record (GET_NEXT_BUFF1), and again only after the number
// was above it.  A read error drops those entries, counted as bus errors.  s_enable 0
// empties it: consumer starts anew at 0.

`default_nettype none
`include "fn_records.vh"

module fn_dma_ring #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire             clk,
    input  wire             rst,

    // configuration
    input  wire s_enable,
    input  wire [63:0] s_ring_base,
    input  wire [3:0] s_ring_size,
    input  wire [15:0] s_low_water,

    // producer: buffers the driver has posted, counted modulo 2^16
    input  wire [15:0] s_producer,

    // consumer: buffers fetched, counted modulo 2^16
    output wire [15:0] m_consumer,

    // read: to fn_dma_read
    output wire m_read_valid,
    input  wire m_read_ready,
    output wire [63:0] m_read_address,
    output wire [15:0] m_read_length,

    // its data
    input  wire s_read_axis_tvalid,
    output wire s_read_axis_tready,
    input  wire [DATA_BITS-1:0] s_read_axis_tdata,
    input  wire s_read_axis_tlast,
    input  wire [0:0] s_read_axis_tuser,

    // buffer: the next one
    output wire m_buffer_valid,
    input  wire m_buffer_ready,
    output wire [63:0] m_buffer_address,

    // slot: a free record of the completion ring
    input  wire s_slot_valid,
    output wire s_slot_ready,

    // request: the record that asks for buffers
    output wire m_request_valid,
    input  wire m_request_ready,
    output wire [`FN_COMPLETION_BITS-1:0] m_request_data,

    // events of one cycle
    output wire m_low_water_event,
    output wire m_bus_error_event
);
endmodule

`default_nettype wire
