// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_sum - one's-complement sum of the masked bytes of a packet
//
// Private to fn_rx_checksum.  Words are big-endian.  A beat in cycle T counts in m_verified
// from T + 2 on.  clear starts again, 2 cycles later too, from the s_init of the cycle between.
//
// The sum S = 65536 h + l = 65535 h + (h + l) is a multiple of 65535 if h + l is, and
// 0 < h + l < 131070 leaves h + l = 65535 only: l is the complement of h.  No folding.

`default_nettype none

module fn_rx_checksum_sum #(
    parameter BITS = 32  // 65535 times all words must fit, and h + l be below 131070
) (
    input  wire        clk,

    input  wire        clear,
    input  wire [16:0] s_init,
    input  wire        s_valid,
    input  wire [63:0] s_data,
    input  wire [7:0]  s_mask,

    output wire        m_verified  // the sum is 0xffff
);
    reg [16:0]     pair_0_q;
    reg [16:0]     pair_1_q;
    reg [BITS-1:0] total_q;
    reg            clear_q;
    reg            valid_q;

    reg [63:0] masked;
    integer    i;

    always @* begin
        for (i = 0; i < 8; i = i + 1)
            masked[8*i +: 8] = s_data[8*i +: 8] & {8{s_mask[i]}};
    end

    always @(posedge clk) begin
        pair_0_q <= {1'b0, masked[7:0], masked[15:8]} + {1'b0, masked[23:16], masked[31:24]};
        pair_1_q <= {1'b0, masked[39:32], masked[47:40]} + {1'b0, masked[55:48], masked[63:56]};
        clear_q  <= clear;
        valid_q  <= s_valid;
        if (valid_q) total_q <= total_q + {{BITS-17{1'b0}}, pair_0_q} + {{BITS-17{1'b0}}, pair_1_q};
        if (clear_q) total_q <= {{BITS-17{1'b0}}, s_init};
    end

    wire [15:0] high = {{32-BITS{1'b0}}, total_q[BITS-1:16]};

    assign m_verified = (high ^ total_q[15:0]) == 16'hffff;

endmodule

`default_nettype wire
