// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_answer - what the driver hears of its operation, in the cycle after s_commit
//
// A broken staged context cannot be read, but written: that mends it word by word.  Of s_context
// READ leaves nothing but its word, 2 cycles ahead.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_answer (
    input  wire                        clk,
    input  wire                        rst,

    input  wire                        s_commit,
    input  wire                        s_stranger,
    input  wire                        s_broken,
    input  wire                        s_reads,
    input  wire                        s_writes,
    input  wire [4:0]                  s_word,
    input  wire                        s_applies,
    input  wire [`FN_CONTEXT_BITS-1:0] s_context,

    output wire                        m_answer_valid,
    output wire                        m_answer_refused,
    output wire [31:0]                 m_answer_value
);
    wire          is_word = {27'd0, s_word} < `FN_CONTEXT_BITS / 32;
    reg           valid_q, refuse_q, refused_q;
    reg [31:0]    word_d, word_q, value_q;
    integer       w;

    always @* begin
        word_d = 32'd0;
        for (w = 0; w < `FN_CONTEXT_BITS / 32; w = w + 1)
            word_d = word_d | s_context[32*w +: 32];
    end

    always @(posedge clk) begin
        refuse_q  <= s_stranger || (s_reads || s_writes ? !is_word || (s_reads && s_broken)
                                                        : s_broken || !s_applies);
        word_q    <= word_d;
        valid_q   <= s_commit;
        refused_q <= refuse_q;
        value_q   <= s_reads && !refuse_q ? word_q : 32'd0;
        if (rst) valid_q <= 1'b0;
    end

    assign m_answer_valid   = valid_q;
    assign m_answer_refused = refused_q;
    assign m_answer_value   = value_q;
endmodule

`default_nettype wire
