// SPDX-License-Identifier: Apache-2.0
//
// fn_statistics - the 64-bit counters of received and transmitted packets
//
// Counter r of 0 to 62 counts received packets of reason r (0: delivered), 63 all of
// them, 64 to 127 the same for transmitted ones.  A read answers with the 64 bits of
// one moment.  Channels wait their turn: lowest first below, reads last but within a
// bounded time.  Reset sets all to 0, which takes 128 cycles; s_ ready is 0 meanwhile.

`default_nettype none
`include "fn_records.vh"

module fn_statistics (
    input  wire             clk,
    input  wire             rst,

    // received: a packet has arrived
    input  wire s_received_valid,
    output wire s_received_ready,

    // drop: a received packet was not delivered
    input  wire s_drop_valid,
    output wire s_drop_ready,
    input  wire [5:0] s_drop_reason,

    // delivery: a received packet is in memory, or met a bus error
    input  wire s_delivery_valid,
    output wire s_delivery_ready,
    input  wire [5:0] s_delivery_reason,

    // transmit: a packet was sent, or not
    input  wire s_transmit_valid,
    output wire s_transmit_ready,
    input  wire [5:0] s_transmit_reason,

    // read: one counter
    input  wire s_read_valid,
    output wire s_read_ready,
    input  wire [6:0] s_read_index,

    // count: its answer, one cycle long
    output wire m_count_valid,
    output wire [63:0] m_count_data
);
endmodule

`default_nettype wire
