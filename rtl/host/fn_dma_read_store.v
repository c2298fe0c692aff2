// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read_store - a first-in first-out memory that is never full
//
// Like fn_fifo, but its user takes care that no more than DEPTH beats are inside: it is
// fn_fifo without the count of what is inside.

`default_nettype none

module fn_dma_read_store #(
    parameter WIDTH = 64,
    parameter DEPTH = 16  // a power of two
) (
    input  wire             clk,
    input  wire             rst,

    // s: beats that arrive
    input  wire             s_valid,
    input  wire [WIDTH-1:0] s_data,

    // m: the same beats, two cycles later at the earliest
    output wire             m_valid,
    input  wire             m_ready,
    output wire [WIDTH-1:0] m_data
);
    localparam BITS = $clog2(DEPTH);

    (* no_rw_check *)  // never read where it is written
    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg [BITS-1:0]  after_q;  // get_q + 1: m_ready comes late
    reg             some_q;
    reg             m_valid_q;
    reg [WIDTH-1:0] m_data_q;

    wire move = some_q && (m_ready || !m_valid_q);

    always @(posedge clk) begin
        if (s_valid) memory_q[put_q] <= s_data;
        if (move)    m_data_q <= memory_q[get_q];
        put_q     <= put_q + {{BITS-1{1'b0}}, s_valid};
        if (move) begin
            get_q   <= after_q;
            after_q <= after_q + 1'b1;
        end
        some_q    <= s_valid || (move ? put_q != after_q : some_q);
        m_valid_q <= move || (m_valid_q && !m_ready);
        if (rst) begin
            put_q     <= {BITS{1'b0}};
            get_q     <= {BITS{1'b0}};
            after_q   <= {{BITS-1{1'b0}}, 1'b1};
            some_q    <= 1'b0;
            m_valid_q <= 1'b0;
        end
    end

    assign m_valid = m_valid_q;
    assign m_data  = m_data_q;

`ifdef FORMAL
    `include "fn_dma_read_store_properties.vh"
`endif
endmodule

`default_nettype wire
