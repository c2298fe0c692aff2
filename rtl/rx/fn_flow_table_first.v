// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_first - the lowest entry that matches, over the groups of a lookup
//
// Two cycles after s_match of a group m_hit and m_index tell of it and of the groups
// before; s_begin comes one cycle after s_match of the first group, s_wrong one cycle after
// that of its own group.  m_error: one of them was wrong; m_hit is 0 then, m_index anything.

`default_nettype none

module fn_flow_table_first #(
    parameter WIDTH      = 16,  // entries of a group
    parameter INDEX_BITS = 6
) (
    input  wire                  clk,

    input  wire [WIDTH-1:0]      s_match,
    input  wire                  s_begin,
    input  wire                  s_wrong,
    output wire                  m_hit,
    output wire                  m_error,
    output wire [INDEX_BITS-1:0] m_index
);
    localparam STEP       = WIDTH > 16 ? 8 : 4;
    localparam STEP_BITS  = $clog2(STEP);
    localparam STEPS      = WIDTH / STEP;
    localparam PLACE_BITS = $clog2(WIDTH);

    function [STEP_BITS-1:0] lowest(input [STEP-1:0] bits);
        integer n;
        begin
            lowest = {STEP_BITS{1'b0}};
            for (n = STEP - 1; n >= 0; n = n - 1) if (bits[n]) lowest = n[STEP_BITS-1:0];
        end
    endfunction

    // ---- The first one of every few ----
    reg [STEPS-1:0]           some_q;
    reg [STEPS*STEP_BITS-1:0] lowest_q;

    genvar s;
    generate
        for (s = 0; s < STEPS; s = s + 1) begin : g_step
            always @(posedge clk) begin
                some_q[s]                          <= |s_match[s*STEP +: STEP];
                lowest_q[s*STEP_BITS +: STEP_BITS] <= lowest(s_match[s*STEP +: STEP]);
            end
        end
    endgenerate

    // ---- The first of these ----
    reg [PLACE_BITS-1:0] place_d;
    integer              i;

    always @* begin
        place_d = {PLACE_BITS{1'b0}};
        for (i = STEPS - 1; i >= 0; i = i - 1)
            if (some_q[i]) place_d = {i[PLACE_BITS-STEP_BITS-1:0],
                                      lowest_q[i*STEP_BITS +: STEP_BITS]};
    end

    // ---- Groups: the first hit stays ----
    reg                   hit_q;
    reg                   any_q;    // a hit, wrong or not
    reg                   error_q;
    reg  [INDEX_BITS-1:0] index_q;
    wire [INDEX_BITS-1:0] index;
    wire                  any_d   = |some_q || (any_q && !s_begin);
    wire                  error_d = s_wrong || (error_q && !s_begin);

    assign index[PLACE_BITS-1:0] = place_d;

    generate
        if (INDEX_BITS > PLACE_BITS) begin : g_group
            localparam BITS = INDEX_BITS - PLACE_BITS;
            reg [BITS-1:0] group_q;  // of the next cycle, if it goes on
            assign index[INDEX_BITS-1 -: BITS] = s_begin ? {BITS{1'b0}} : group_q;
            always @(posedge clk) group_q <= index[INDEX_BITS-1 -: BITS] + 1'b1;
        end
    endgenerate

    always @(posedge clk) begin
        any_q   <= any_d;
        error_q <= error_d;
        hit_q   <= any_d && !error_d;
        if (s_begin || !any_q) index_q <= |some_q ? index : {INDEX_BITS{1'b0}};
    end

    assign m_hit   = hit_q;
    assign m_error = error_q;
    assign m_index = index_q;

endmodule

`default_nettype wire
