// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_sum - one's-complement sum of the masked bytes of a packet
//
// Private to fn_rx_checksum.  Words are big-endian.  A beat in cycle T counts in m_verified
// from T + 1 on.  clear starts again, 2 cycles later too, from the s_init of the cycle between.
//
// Modulo 65535 a carry out of bit 15 is one into bit 0: sum and carry, added bit by bit, need
// no carry chain.  Neither becomes 0 unless all words were, and both are 0xffff only if they
// were before, which s_init is not.  So a multiple of 65535 leaves one the complement of the
// other, or all words were 0: these are not verified.

`default_nettype none

module fn_rx_checksum_sum (
    input  wire        clk,

    input  wire        clear,
    input  wire [16:0] s_init,
    input  wire        s_valid,
    input  wire [63:0] s_data,
    input  wire [7:0]  s_mask,

    output wire        m_verified  // the sum is 0xffff
);
    // {carry, sum} of three words
    function [31:0] add;
        input [15:0] a, b, c;
        reg   [15:0] carry;
        begin
            carry = (a & b) | (a & c) | (b & c);
            add   = {carry[14:0], carry[15], a ^ b ^ c};
        end
    endfunction

    reg        clear_q;
    reg [31:0] beat_q;
    reg [31:0] total_q;

    reg [63:0] masked;
    integer    i;

    always @* begin
        for (i = 0; i < 8; i = i + 1)
            masked[8*i +: 8] = s_data[8*(i^1) +: 8] & {8{s_mask[i^1]}};
    end

    wire [31:0] three   = add(masked[15:0], masked[31:16], masked[47:32]);
    wire [31:0] with_1  = add(total_q[15:0], total_q[31:16], beat_q[15:0]);
    wire [31:0] total_d = add(with_1[15:0], with_1[31:16], beat_q[31:16]);

    always @(posedge clk) begin
        clear_q <= clear;
        beat_q  <= add(three[15:0], three[31:16], masked[63:48]);
        total_q <= total_d;
        if (!s_valid) beat_q <= 32'd0;
        if (clear_q) total_q <= {15'd0, s_init};
    end

    assign m_verified = (total_d[31:16] ^ total_d[15:0]) == 16'hffff;

endmodule

`default_nettype wire
