// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion - the completion ring
//
// Hands out free slots, one waiting at each of three clients; queues their records and
// writes them to the ring with the phase bit.  A record of s_receive waits for its
// packet's writes (s_done); if they failed its reason becomes BUS_ERROR.  A discarded
// one consumes its s_done and leaves no record and no slot.  The others do not wait, but
// all leave in the order in which they came in (receive before transmit before request).
// s_enable 0 empties the ring: producer and phase start anew.

`default_nettype none
`include "fn_records.vh"

module fn_dma_completion #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire             clk,
    input  wire             rst,

    // configuration: ring of 2^s_ring_size records at s_ring_base (64-byte aligned)
    input  wire s_enable,
    input  wire [63:0] s_ring_base,
    input  wire [3:0] s_ring_size,

    // consumer: records the driver has taken, counted modulo 2^16
    input  wire [15:0] s_consumer,

    // producer: records written and responded, counted modulo 2^16
    output wire [15:0] m_producer,

    // slots
    output wire m_receive_slot_valid,
    input  wire m_receive_slot_ready,
    output wire m_transmit_slot_valid,
    input  wire m_transmit_slot_ready,
    output wire m_request_slot_valid,
    input  wire m_request_slot_ready,

    // records of received packets
    input  wire s_receive_valid,
    output wire s_receive_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_receive_data,
    input  wire s_receive_discard,

    // records of transmitted packets
    input  wire s_transmit_valid,
    output wire s_transmit_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_transmit_data,

    // buffer requests
    input  wire s_request_valid,
    output wire s_request_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_request_data,

    // from fn_dma_write: done and record done
    input  wire s_done_valid,
    input  wire s_done_error,
    input  wire s_record_done_valid,
    input  wire s_record_done_error,

    // to fn_dma_write: the records
    output wire m_record_valid,
    input  wire m_record_ready,
    output wire [63:0] m_record_address,

    // their words
    output wire m_record_axis_tvalid,
    input  wire m_record_axis_tready,
    output wire [DATA_BITS-1:0] m_record_axis_tdata,
    output wire m_record_axis_tlast,

    // delivery: DELIVERED or BUS_ERROR for each packet not discarded
    output wire m_delivery_valid,
    input  wire m_delivery_ready,
    output wire [5:0] m_delivery_reason,

    // events of one cycle: a record can be read; a write failed
    output wire m_completion_event,
    output wire m_bus_error_event
);
endmodule

`default_nettype wire
