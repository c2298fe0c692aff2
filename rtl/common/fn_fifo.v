// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo - a synchronous first-in first-out memory
//
// One beat per cycle in and out, in order; a beat appears two cycles after it was
// taken.  s_ready is 1 while fewer than DEPTH beats are inside, the one at m
// included.  Both handshakes are registers.  Small ones become LUT RAM, large ones
// block RAM.  Reset empties it.

`default_nettype none

module fn_fifo #(
    parameter WIDTH = 64,
    parameter DEPTH = 16  // a power of two, from 4 on
) (
    input  wire             clk,
    input  wire             rst,

    // s: beats that arrive
    input  wire             s_valid,
    output wire             s_ready,
    input  wire [WIDTH-1:0] s_data,

    // m: the same beats
    output wire             m_valid,
    input  wire             m_ready,
    output wire [WIDTH-1:0] m_data
);
    localparam BITS = $clog2(DEPTH);

    generate
        if (DEPTH < 4 || DEPTH != (1 << BITS)) begin : g_bad_parameter
            ERROR_fn_fifo_DEPTH_must_be_a_power_of_two_from_4_on u_error ();
        end
    endgenerate

    (* no_rw_check *)  // never read where it is written
    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg [BITS-1:0]  after_q;   // get_q + 1
    reg             some_q;    // put_q is ahead of get_q
    reg [BITS-1:0]  inside_q;  // beats in memory and at m, modulo DEPTH
    reg             s_ready_q;
    reg             m_valid_q;
    reg [WIDTH-1:0] m_data_q;

    wire take = s_valid && s_ready_q;
    wire give = m_valid_q && m_ready;
    wire move = some_q && (give || !m_valid_q);

    // give comes late: all that can be is decided without it
    wire more       = put_q != get_q;
    wire more_after = put_q != after_q;
    wire is_next    = &inside_q;  // DEPTH - 1

    always @(posedge clk) begin
        if (s_ready_q) memory_q[put_q] <= s_data;  // a free place: s_valid may come late
        if (move) m_data_q        <= memory_q[get_q];
        if (take) put_q           <= put_q + 1'b1;
        if (move) begin
            get_q   <= after_q;
            after_q <= after_q + 1'b1;
        end
        some_q    <= take || (move ? more_after : more);
        if (take != give) inside_q <= take ? inside_q + 1'b1 : inside_q - 1'b1;
        s_ready_q <= give || (s_ready_q && !(is_next && take));
        m_valid_q <= move || (m_valid_q && !give);
        if (rst) begin
            put_q     <= {BITS{1'b0}};
            get_q     <= {BITS{1'b0}};
            after_q   <= {{BITS-1{1'b0}}, 1'b1};
            some_q    <= 1'b0;
            inside_q  <= {BITS{1'b0}};
            s_ready_q <= 1'b1;
            m_valid_q <= 1'b0;
        end
    end

    assign s_ready = s_ready_q;
    assign m_valid = m_valid_q;
    assign m_data  = m_data_q;

`ifdef FORMAL
    `include "fn_fifo_properties.vh"
`endif
endmodule

`default_nettype wire
