// SPDX-License-Identifier: Apache-2.0
//
// fn_net_crc - one byte more in an Ethernet frame check sequence
//
// Combinational, private to fn_net_rx and fn_net_tx.  Bit 0 goes over the wire first:
// the polynomial is mirrored.  sum starts at all ones; behind a frame's last byte ~sum
// is its frame check sequence, and behind a good frame check sequence sum is RESIDUE.
// byte equal to sum[7:0] only shifts sum by a byte.

`default_nettype none

module fn_net_crc (
    input  wire [31:0] sum,
    input  wire [7:0]  data,
    output wire [31:0] next
);
    // What bit number `bit` of data changes in next.
    function [31:0] column(input integer bit_number);
        integer i;
        begin
            column = 32'd1 << bit_number;
            for (i = 0; i < 8; i = i + 1)
                column = column >> 1 ^ (column[0] ? 32'hedb88320 : 32'd0);
        end
    endfunction

    wire [7:0] low = sum[7:0] ^ data;

    assign next = sum >> 8 ^ {32{low[0]}} & column(0) ^ {32{low[1]}} & column(1)
                           ^ {32{low[2]}} & column(2) ^ {32{low[3]}} & column(3)
                           ^ {32{low[4]}} & column(4) ^ {32{low[5]}} & column(5)
                           ^ {32{low[6]}} & column(6) ^ {32{low[7]}} & column(7);

endmodule

`default_nettype wire
