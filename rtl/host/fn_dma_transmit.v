// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit - transmit ring: descriptors, gather, completion
//
// Fetches descriptors (sw/fn_descriptor.h) ahead, gathers the fragments of a packet, of
// any address and length, into one stream packed from byte 0.  A packet with a read
// error leaves with that reason in tuser; a length of 0, a packet beyond 9,014 bytes, or
// one below 14, is DESCRIPTOR.  Bad packets end early, their fragments are skipped.
// The packet's record leaves before its first beat.  One transmit outcome per packet;
// a record if its last descriptor says complete, when its memory is free, for which a
// slot is taken first.  s_enable 0 stops after the packet and starts anew at 0.

`default_nettype none
`include "fn_records.vh"

module fn_dma_transmit #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire             clk,
    input  wire             rst,

    // configuration: ring of 2^s_ring_size descriptors
    input  wire s_enable,
    input  wire [63:0] s_ring_base,
    input  wire [3:0] s_ring_size,

    // producer: descriptors the driver has written, counted modulo 2^16
    input  wire [15:0] s_producer,

    // consumer: descriptors done, counted modulo 2^16
    output wire [15:0] m_consumer,

    // descriptor reads
    output wire m_descriptor_valid,
    input  wire m_descriptor_ready,
    output wire [63:0] m_descriptor_address,
    output wire [15:0] m_descriptor_length,
    input  wire s_descriptor_axis_tvalid,
    output wire s_descriptor_axis_tready,
    input  wire [DATA_BITS-1:0] s_descriptor_axis_tdata,
    input  wire s_descriptor_axis_tlast,
    input  wire [0:0] s_descriptor_axis_tuser,

    // data reads
    output wire m_data_valid,
    input  wire m_data_ready,
    output wire [63:0] m_data_address,
    output wire [15:0] m_data_length,
    input  wire s_data_axis_tvalid,
    output wire s_data_axis_tready,
    input  wire [DATA_BITS-1:0] s_data_axis_tdata,
    input  wire s_data_axis_tlast,
    input  wire [0:0] s_data_axis_tuser,

    // slot: a free record of the completion ring
    input  wire s_slot_valid,
    output wire s_slot_ready,

    // record of each packet, before its first beat
    output wire m_record_valid,
    input  wire m_record_ready,
    output wire [`FN_TRANSMIT_RECORD_BITS-1:0] m_record_data,

    // packets, tuser: reason on the last beat
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [5:0] m_axis_tuser,

    // completion
    output wire m_completion_valid,
    input  wire m_completion_ready,
    output wire [`FN_COMPLETION_BITS-1:0] m_completion_data,

    // outcome: DELIVERED, BUS_ERROR or DESCRIPTOR
    output wire m_outcome_valid,
    input  wire m_outcome_ready,
    output wire [5:0] m_outcome_reason,

    // event of one cycle
    output wire m_bus_error_event
);
endmodule

`default_nettype wire
