// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_queue - part of fn_dma_write: bursts that wait to be issued
//
// In order; what arrives at an empty queue is at m in the next cycle.  The user keeps it
// from overflowing.  Reset empties it.

`default_nettype none

module fn_dma_write_queue #(
    parameter WIDTH = 7,
    parameter DEPTH = 64  // a power of two
) (
    input  wire             clk,
    input  wire             rst,

    // s: arrives, always taken
    input  wire             s_valid,
    input  wire [WIDTH-1:0] s_data,

    // m: the oldest
    output wire             m_valid,
    input  wire             m_ready,
    output wire [WIDTH-1:0] m_data
);
    localparam BITS = $clog2(DEPTH);

    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg             some_q;   // in memory
    reg             m_valid_q;
    reg [WIDTH-1:0] m_data_q;

    wire            move   = m_ready || !m_valid_q;
    wire            store  = s_valid && (some_q || !move);
    wire            fetch  = some_q && move;
    wire [BITS-1:0] after  = get_q + {{BITS-1{1'b0}}, 1'b1};

    always @(posedge clk) begin
        memory_q[put_q] <= s_data;  // a free place: s_valid may come late
        if (move) m_data_q         <= some_q ? memory_q[get_q] : s_data;
        if (move) m_valid_q        <= some_q || s_valid;
        if (store) put_q           <= put_q + {{BITS-1{1'b0}}, 1'b1};
        if (fetch) get_q           <= after;
        some_q                     <= store || (fetch ? put_q != after : some_q);
        if (rst) begin
            put_q     <= {BITS{1'b0}};
            get_q     <= {BITS{1'b0}};
            some_q    <= 1'b0;
            m_valid_q <= 1'b0;
        end
    end

    assign m_valid = m_valid_q;
    assign m_data  = m_data_q;

`ifdef FORMAL
    `include "fn_dma_write_queue_properties.vh"
`endif
endmodule

`default_nettype wire
