// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_deep - a first-in first-out memory in block RAM whose head is there at once
//
// A mechanism inside a block.  A beat is at m two cycles after it was taken, then one per
// cycle.  pop, which must be 0 while m_valid is 0, takes the beat at m.  s_ready is 1 while
// fewer than LIMIT beats are inside: freed, one for each pop, in the same cycle or later,
// says that one is no longer.  Reset empties it.

`default_nettype none

module fn_fifo_deep #(
    parameter WIDTH = 64,
    parameter DEPTH = 512,   // a power of two
    parameter LIMIT = DEPTH  // beats that may be inside, a power of two
) (
    input  wire             clk,
    input  wire             rst,

    // s: beats that arrive
    input  wire             s_valid,
    output wire             s_ready,
    input  wire [WIDTH-1:0] s_data,

    // m: the oldest
    output wire             m_valid,
    output wire [WIDTH-1:0] m_data,
    input  wire             pop,
    input  wire             freed
);
    localparam BITS = $clog2(DEPTH);
    localparam HIGH = $clog2(LIMIT);

    (* no_rw_check *)  // what is written is read a cycle later at the earliest
    reg [WIDTH-1:0] memory_q [0:DEPTH-1];
    reg [WIDTH-1:0] read_q;
    reg [BITS-1:0]  put_q;
    reg [BITS-1:0]  get_q;
    reg [BITS-1:0]  after_q;   // get_q + 1
    reg             unread_q;  // put_q is ahead of get_q
    reg [HIGH-1:0]  inside_q;  // modulo LIMIT
    reg             s_ready_q;

    wire room;
    wire take = s_valid && s_ready_q;
    wire read = unread_q && room;

    // pop and freed come late: all that can be is decided without them
    wire more_after = put_q != after_q;
    wire is_next    = &inside_q;  // LIMIT - 1

    // No enables, for the sake of the block RAMs' distance: where put_q stands there is no
    // beat, or, in a full memory, one that was read ahead.
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
        if (take != freed) inside_q <= take ? inside_q + 1'b1 : inside_q - 1'b1;
        unread_q  <= take || (unread_q && (!read || more_after));
        s_ready_q <= freed || (s_ready_q && !(is_next && take));
        if (rst) begin
            put_q     <= {BITS{1'b0}};
            get_q     <= {BITS{1'b0}};
            after_q   <= {{BITS-1{1'b0}}, 1'b1};
            unread_q  <= 1'b0;
            inside_q  <= {HIGH{1'b0}};
            s_ready_q <= 1'b1;
        end
    end

    fn_fifo_ahead #(.WIDTH(WIDTH)) u_ahead (
        .clk(clk), .rst(rst),
        .s_room(room), .s_read(read), .s_data(read_q),
        .m_valid(m_valid), .m_data(m_data), .pop(pop)
    );

    assign s_ready = s_ready_q;

`ifdef FORMAL
    `include "fn_fifo_deep_properties.vh"
`endif
endmodule

`default_nettype wire
