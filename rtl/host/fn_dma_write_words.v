// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_words - part of fn_dma_write: memory of words, in order
//
// m_data is the oldest word, from two cycles after it was taken on; the user knows when
// that is and takes it by m_next.  s_ready is 1 while fewer than LIMIT are inside, a word
// leaving only one cycle after m_next.  Reset empties it.

`default_nettype none

module fn_dma_write_words #(
    parameter WIDTH = 64,
    parameter DEPTH = 16,    // a power of two: 512 becomes block RAM
    parameter LIMIT = DEPTH  // words that may be inside, a power of two
) (
    input  wire             clk,
    input  wire             rst,

    // s: words that arrive
    input  wire             s_valid,
    output wire             s_ready,
    input  wire [WIDTH-1:0] s_data,

    // m: the same
    input  wire             m_next,
    output wire [WIDTH-1:0] m_data
);
    localparam BITS = $clog2(DEPTH);
    localparam HIGH = $clog2(LIMIT);
    localparam [BITS-1:0] ONE = 1;

    (* no_rw_check *)  // a word is never used that was read while it was written
    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [WIDTH-1:0] m_data_q;
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg [BITS-1:0]  after_q;  // get_q + 1
    reg [HIGH-1:0]  inside_q;  // modulo LIMIT
    reg             left_q;
    reg             s_ready_q;

    wire            take     = s_valid && s_ready_q;
    wire [BITS-1:0] get_d    = m_next ? after_q : get_q;
    wire            is_next  = &inside_q;  // LIMIT - 1

    always @(posedge clk) begin
        if (take) memory_q[put_q] <= s_data;
        m_data_q                  <= memory_q[get_d];
        put_q                     <= put_q + {{BITS-1{1'b0}}, take};
        get_q                     <= get_d;
        if (m_next) after_q       <= after_q + ONE;
        left_q                    <= m_next;
        if (take != left_q) inside_q <= take ? inside_q + 1'b1 : inside_q - 1'b1;
        s_ready_q                 <= left_q || (s_ready_q && !(is_next && take));
        if (rst) begin
            put_q     <= {BITS{1'b0}};
            get_q     <= {BITS{1'b0}};
            after_q   <= ONE;
            left_q    <= 1'b0;
            inside_q  <= {HIGH{1'b0}};
            s_ready_q <= 1'b1;
        end
    end

    assign s_ready = s_ready_q;
    assign m_data  = m_data_q;

`ifdef FORMAL
    `include "fn_dma_write_words_properties.vh"
`endif
endmodule

`default_nettype wire
