// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion_slots - part of fn_dma_completion: hands out the slots of the ring
//
// One token waits at each client, given in turns, at most one every 3 cycles.  A slot is
// used from the moment its token is shown until the consumer is beyond it.  Counts for
// each client the tokens it took and did not spend; disabling forgets them all.

`default_nettype none

module fn_dma_completion_slots (
    input  wire        clk,
    input  wire        rst,

    input  wire        s_enable,
    input  wire [3:0]  s_ring_size,
    input  wire [15:0] s_consumer,

    // slots for receive, transmit, request, report
    output wire [3:0]  m_slot_valid,
    input  wire [3:0]  m_slot_ready,

    // tokens: has the client some left?  spend: it uses one
    output wire [3:0]  m_tokens,
    input  wire [3:0]  s_spend
);
    reg [15:0] given_q;
    reg [15:3] used_q;
    reg [15:3] beyond_q;  // bits that no used_q of a ring that is not full has
    reg        free_q;
    reg [1:0]  step_q;    // since the last was given: free_q is old
    reg [1:0]  last_q;    // who got it
    reg [3:0]  slot_valid_q;

    // The one behind the last first.
    wire [3:0] want  = ~slot_valid_q;
    wire [1:0] first = want[last_q + 2'd1] ? last_q + 2'd1 : want[last_q + 2'd2] ? last_q + 2'd2
                     : want[last_q + 2'd3] ? last_q + 2'd3 : last_q;
    wire [15:0] used   = given_q - s_consumer;
    wire [15:0] beyond = 16'hffff << s_ring_size;
    wire        give   = free_q && step_q == 2'b00 && want != 4'b0000;

    always @(posedge clk) begin
        beyond_q     <= beyond[15:3];
        used_q       <= used[15:3];
        free_q       <= (used_q & beyond_q) == 13'd0;
        step_q       <= {step_q[0], give};
        slot_valid_q <= (slot_valid_q & ~m_slot_ready) | ({3'b000, give} << first);
        given_q      <= given_q + {15'd0, give};
        if (give) last_q <= first;
        if (rst || !s_enable) begin
            given_q      <= 16'd0;
            free_q       <= 1'b0;
            step_q       <= 2'b11;
            last_q       <= 2'd3;
            slot_valid_q <= 4'b0000;
        end
    end

    assign m_slot_valid = slot_valid_q;

    wire unused = &{1'b0, used[2:0], beyond[2:0]};

    genvar client;
    generate
        for (client = 0; client < 4; client = client + 1) begin : g_client
            reg [7:0]  tokens_q;
            reg        some_q;
            wire       take     = slot_valid_q[client] && m_slot_ready[client];
            wire       spend    = s_spend[client];

            always @(posedge clk) begin
                tokens_q <= tokens_q + {7'd0, take} - {7'd0, spend};
                some_q   <= take || tokens_q != 8'd0;  // the next spend is 2 cycles away
                if (rst || !s_enable) tokens_q <= 8'd0;
                if (rst || !s_enable) some_q   <= 1'b0;
            end

            assign m_tokens[client] = some_q;
        end
    endgenerate

endmodule

`default_nettype wire
