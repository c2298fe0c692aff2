// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_span - which bytes of each beat belong to bytes [start, end) of a packet
//
// Private to fn_rx_checksum.  load takes a new span whose mask for beat 1 is given; beat 0
// has none.  m_mask is that of the beat to come; advance, at every beat from 1 on, moves
// it to the next.  Beat numbers wrap: a span passes once.

`default_nettype none

module fn_rx_checksum_span #(
    parameter BITS = 14  // of a beat number
) (
    input  wire            clk,

    input  wire            load,
    input  wire [BITS+2:1] s_start,
    input  wire [BITS+2:0] s_end,
    input  wire            s_none,  // the span is empty
    input  wire            s_begun, // it begins in beat 1
    input  wire [7:0]      s_mask,  // of beat 1
    input  wire            advance,
    input  wire [BITS-1:0] number,  // of the beat behind the one to come

    output wire [7:0]      m_mask
);
    reg [BITS+2:1] start_q;
    reg [BITS+2:0] end_q;
    reg            begun_q;
    reg            ended_q;
    reg [7:0]      mask_q;

    wire begins = start_q[BITS+2:3] == number;
    wire ends   = end_q[BITS+2:3] == number;

    wire [7:0] from_start = 8'hff << {start_q[2:1], 1'b0};
    wire [7:0] from_end   = 8'hff << end_q[2:0];
    wire [7:0] mask_d     = (from_start | {8{begun_q}}) & {8{begun_q || begins}}
                          & ~(from_end & {8{ends}}) & {8{!ended_q}};

    always @(posedge clk) begin
        if (advance) begin
            mask_q  <= mask_d;
            begun_q <= begun_q || begins;
            ended_q <= ended_q || ends;
        end
        if (load) begin
            start_q <= s_start;
            end_q   <= s_end;
            mask_q  <= s_mask;
            begun_q <= s_begun;
            ended_q <= s_none;
        end
    end

    assign m_mask = mask_q;

endmodule

`default_nettype wire
