// SPDX-License-Identifier: Apache-2.0
//
// fn_async_fifo - a first-in first-out memory between two clocks
//
// One beat per cycle in and out, in order, from DEPTH 16 on; DEPTH + 1 beats fit, the
// one at m included.  A beat taken is at m from the fourth edge of m_clk after on, its
// place free from the third edge of s_clk after on.  Both handshakes are registers.
// Pointers cross in Gray code through two registers: a false path, no longer than a
// cycle of the faster clock.  The two resets are held together for at least one edge of
// both clocks, and begin together; each may end when it likes.  Reset empties it.

`default_nettype none

module fn_async_fifo #(
    parameter WIDTH = 72,
    parameter DEPTH = 512  // a power of two, from 4 on
) (
    // s: beats that arrive, of s_clk
    input  wire             s_clk,
    input  wire             s_rst,
    input  wire             s_valid,
    output wire             s_ready,
    input  wire [WIDTH-1:0] s_data,

    // m: the same beats, of m_clk
    input  wire             m_clk,
    input  wire             m_rst,
    output wire             m_valid,
    input  wire             m_ready,
    output wire [WIDTH-1:0] m_data
);
    localparam BITS = $clog2(DEPTH);

    generate
        if (DEPTH < 4 || DEPTH != (1 << BITS)) begin : g_bad_parameter
            ERROR_fn_async_fifo_DEPTH_must_be_a_power_of_two_from_4_on u_error ();
        end
    endgenerate

    // Pointers have one bit more than an address: ahead by DEPTH is full, equal is empty.
    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [BITS:0]    put_q;
    reg [BITS:0]    put_gray_q;
    reg [BITS:0]    get_q;
    reg [BITS:0]    get_gray_q;

    // ---- s_clk ----
    reg [BITS:0]    get_meta_q;
    reg [BITS:0]    get_seen_q;
    reg             s_ready_q;

    wire            take       = s_valid && s_ready_q;
    wire [BITS:0]   put_next   = put_q + 1'b1;
    wire [BITS:0]   put_gray_d = put_next ^ put_next >> 1;
    wire [BITS:0]   full_mark  = get_seen_q ^ {2'b11, {BITS-1{1'b0}}};

    always @(posedge s_clk) begin
        if (take) memory_q[put_q[BITS-1:0]] <= s_data;
        if (take) put_q      <= put_next;
        if (take) put_gray_q <= put_gray_d;
        get_meta_q <= get_gray_q;
        get_seen_q <= get_meta_q;
        s_ready_q  <= take ? put_gray_d != full_mark : put_gray_q != full_mark;
        if (s_rst) begin
            put_q      <= {BITS+1{1'b0}};
            put_gray_q <= {BITS+1{1'b0}};
            get_meta_q <= {BITS+1{1'b0}};
            get_seen_q <= {BITS+1{1'b0}};
            s_ready_q  <= 1'b1;
        end
    end

    // ---- m_clk ----
    reg [BITS:0]    put_meta_q;
    reg [BITS:0]    put_seen_q;
    reg             some_q;  // get_q is behind put_seen_q
    reg             m_valid_q;
    reg [WIDTH-1:0] m_data_q;

    wire            move       = some_q && (m_ready || !m_valid_q);
    wire [BITS:0]   get_next   = get_q + 1'b1;
    wire [BITS:0]   get_gray_d = get_next ^ get_next >> 1;

    always @(posedge m_clk) begin
        if (move) m_data_q   <= memory_q[get_q[BITS-1:0]];
        if (move) get_q      <= get_next;
        if (move) get_gray_q <= get_gray_d;
        put_meta_q <= put_gray_q;
        put_seen_q <= put_meta_q;
        some_q     <= move ? get_gray_d != put_seen_q : get_gray_q != put_seen_q;
        m_valid_q  <= move || (m_valid_q && !m_ready);
        if (m_rst) begin
            get_q      <= {BITS+1{1'b0}};
            get_gray_q <= {BITS+1{1'b0}};
            put_meta_q <= {BITS+1{1'b0}};
            put_seen_q <= {BITS+1{1'b0}};
            some_q     <= 1'b0;
            m_valid_q  <= 1'b0;
        end
    end

    assign s_ready = s_ready_q;
    assign m_valid = m_valid_q;
    assign m_data  = m_data_q;

`ifdef FORMAL
    `include "fn_async_fifo_properties.vh"
`endif
endmodule

`default_nettype wire
