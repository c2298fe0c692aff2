// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_store - part of fn_dma_write: memory of words, in order, in block RAM
//
// To its user the same as fn_dma_write_words: m_data is the oldest word, from two cycles
// after it was taken on; the user knows when that is and takes it by m_next.  s_ready is 1
// while fewer than LIMIT are inside, a word leaving only one cycle after m_next.

`default_nettype none

module fn_dma_write_store #(
    parameter WIDTH = 64,
    parameter DEPTH = 512,   // a power of two
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

    (* no_rw_check *)  // never read where it is written
    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [WIDTH-1:0] read_q;
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg [BITS-1:0]  after_q;   // get_q + 1
    reg             unread_q;  // put_q is ahead of get_q
    reg [HIGH-1:0]  inside_q;  // modulo LIMIT
    reg             left_q;
    reg             s_ready_q;

    wire          room;
    wire          take     = s_valid && s_ready_q;
    wire          read     = unread_q && room;
    wire          is_next  = &inside_q;  // LIMIT - 1

    // Where put_q stands there is no word, or, in a full memory, one that was read ahead.
    always @(posedge clk) begin
        memory_q[put_q] <= s_data;
        read_q          <= memory_q[get_q];
    end

    always @(posedge clk) begin
        if (take) put_q <= put_q + 1'b1;
        if (read) begin
            get_q   <= after_q;
            after_q <= after_q + 1'b1;
        end
        unread_q  <= take || (read ? put_q != after_q : unread_q);
        left_q    <= m_next;
        if (take != left_q) inside_q <= take ? inside_q + 1'b1 : inside_q - 1'b1;
        s_ready_q <= left_q || (s_ready_q && !(is_next && take));
        if (rst) begin
            put_q     <= {BITS{1'b0}};
            get_q     <= {BITS{1'b0}};
            after_q   <= {{BITS-1{1'b0}}, 1'b1};
            unread_q  <= 1'b0;
            left_q    <= 1'b0;
            inside_q  <= {HIGH{1'b0}};
            s_ready_q <= 1'b1;
        end
    end

    wire unused_some;  // the user knows

    fn_fifo_ahead #(.WIDTH(WIDTH)) u_ahead (
        .clk(clk), .rst(rst),
        .s_room(room), .s_read(read), .s_data(read_q),
        .m_valid(unused_some), .m_data(m_data), .pop(m_next)
    );

    assign s_ready = s_ready_q;

`ifdef FORMAL
    `include "fn_dma_write_store_properties.vh"
`endif
endmodule

`default_nettype wire
