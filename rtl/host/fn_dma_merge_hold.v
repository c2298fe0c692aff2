// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_merge_hold - part of fn_dma_merge: a channel that may be taken at once
//
// m shows what s offers in the same cycle, if s_ready is 1; what is not taken then is kept,
// and s_ready is 0 until the cycle after it is taken.  Reset empties it.

`default_nettype none

module fn_dma_merge_hold #(
    parameter WIDTH = 64
) (
    input  wire             clk,
    input  wire             rst,

    // s: beats that arrive
    input  wire             s_valid,
    output wire             s_ready,
    input  wire [WIDTH-1:0] s_data,

    // m: the same beats; taken only while valid
    output wire             m_valid,
    input  wire             m_taken,
    output wire [WIDTH-1:0] m_data
);
    reg             s_ready_q;  // 0: kept_q holds a beat
    reg [WIDTH-1:0] kept_q;

    always @(posedge clk) begin
        if (s_ready_q) kept_q <= s_data;
        s_ready_q <= m_taken || !m_valid;
        if (rst) s_ready_q <= 1'b1;
    end

    assign s_ready = s_ready_q;
    assign m_valid = s_valid || !s_ready_q;
    assign m_data  = s_ready_q ? s_data : kept_q;

endmodule

`default_nettype wire
