// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_fifo - holds a packet until it is whole (122)
//
// So that the wire never waits for memory.  A packet with a reason on its last beat is
// dropped.  Room for 16 KB; one beat per cycle.

`default_nettype none
`include "fn_records.vh"

module fn_tx_fifo (
    input  wire             clk,
    input  wire             rst,

    // packets that arrive
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    input  wire [7:0] s_axis_tkeep,
    input  wire s_axis_tlast,
    input  wire [5:0] s_axis_tuser,

    // whole packets
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0] m_axis_tkeep,
    output wire m_axis_tlast
);
endmodule

`default_nettype wire
