// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive - takes verdict and packet to a packet buffer (302)
//
// For each packet: one buffer and one slot of the completion ring, or it is dropped and
// counted (NO_BUFFER, NO_COMPLETION, BUFFER_SIZE).  Writes while the packet arrives; at
// a bad verdict buffer and slot are kept for the next packet (205, 207, 209).  A flow
// with split has its payload put at s_split_offset of the buffer if its header is no
// longer than that.

`default_nettype none
`include "fn_records.vh"

module fn_dma_receive (
    input  wire             clk,
    input  wire             rst,

    // configuration, quasi-static
    input  wire [15:0] s_buffer_size,
    input  wire [15:0] s_split_offset,

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

    // buffer: the next posted packet buffer
    input  wire s_buffer_valid,
    output wire s_buffer_ready,
    input  wire [63:0] s_buffer_address,

    // slot: a free record of the completion ring
    input  wire s_slot_valid,
    output wire s_slot_ready,

    // command: where the next piece of a packet goes, before its first beat
    output wire m_command_valid,
    input  wire m_command_ready,
    output wire [63:0] m_command_address,

    // the pieces, each packed from byte 0 and ended by tlast; tuser there: the last of its packet
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast,
    output wire [0:0] m_axis_tuser,

    // completion: one for each packet that sent a command; discard: no record, just awaits the writes
    output wire m_completion_valid,
    input  wire m_completion_ready,
    output wire [`FN_COMPLETION_BITS-1:0] m_completion_data,
    output wire m_completion_discard,

    // drop: reason of each packet that is not delivered
    output wire m_drop_valid,
    input  wire m_drop_ready,
    output wire [5:0] m_drop_reason
);
endmodule

`default_nettype wire
