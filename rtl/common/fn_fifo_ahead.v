// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_ahead - the beats of a block RAM, read ahead into two places
//
// A mechanism inside a block with a FIFO in block RAM.  s_read, which must be 0 while s_room
// is 0, says that the memory reads a beat at this edge: it is at m in the next cycle, in
// which it must be at s_data.  pop, which must be 0 while m_valid is 0, takes the beat at m.
// One beat per cycle: the places are what the memory has read before s_room can know of a
// stall.  So the memory needs no enable, and pop, which comes late, meets only bits that
// stand beside it: block RAMs are spread over the device.  Reset empties it.

`default_nettype none

module fn_fifo_ahead #(
    parameter WIDTH = 64
) (
    input  wire             clk,
    input  wire             rst,

    // s: a beat was read; s_data is the memory's output
    output wire             s_room,
    input  wire             s_read,
    input  wire [WIDTH-1:0] s_data,

    // m: the oldest
    output wire             m_valid,
    output wire [WIDTH-1:0] m_data,
    input  wire             pop
);
    reg [WIDTH-1:0] place_0_q, place_1_q;
    reg             put_q, get_q;  // places in turns
    reg             fresh_q;       // s_data is a beat
    reg             direct_q;      // and the oldest
    reg             some_q, two_q; // beats here, that in s_data included

    always @(posedge clk) begin
        if (fresh_q && !put_q) place_0_q <= s_data;
        if (fresh_q && put_q)  place_1_q <= s_data;
        put_q    <= put_q ^ fresh_q;
        get_q    <= get_q ^ pop;
        fresh_q  <= s_read;
        direct_q <= s_read && (pop || !some_q);
        some_q   <= s_read || two_q || (some_q && !pop);
        two_q    <= !pop && (two_q || (some_q && s_read));
        if (rst) begin
            put_q   <= 1'b0;
            get_q   <= 1'b0;
            fresh_q <= 1'b0;
            some_q  <= 1'b0;
            two_q   <= 1'b0;
        end
    end

    assign s_room = !two_q;
    assign m_valid = some_q;
    assign m_data = direct_q ? s_data : get_q ? place_1_q : place_0_q;

`ifdef FORMAL
    `include "fn_fifo_ahead_properties.vh"
`endif
endmodule

`default_nettype wire
