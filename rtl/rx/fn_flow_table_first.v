// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_first - the lowest entry that matches, over the groups of a lookup
//
// Two cycles after s_match of a group m_hit and m_index tell of it and of the groups
// before; s_begin comes one cycle after s_match of the first group.

`default_nettype none

module fn_flow_table_first #(
    parameter WIDTH      = 16,  // entries of a group
    parameter INDEX_BITS = 6
) (
    input  wire                  clk,

    input  wire [WIDTH-1:0]      s_match,
    input  wire                  s_begin,
    output wire                  m_hit,
    output wire [INDEX_BITS-1:0] m_index
);
    localparam QUADS     = WIDTH / 4;
    localparam QUAD_BITS = $clog2(QUADS);

    // ---- The first one of every four ----
    reg [QUADS-1:0] some_q;
    reg [QUADS-1:0] first_1_q;  // bit 1 and 0 of where it is
    reg [QUADS-1:0] first_0_q;

    genvar q;
    generate
        for (q = 0; q < QUADS; q = q + 1) begin : g_quad
            wire [3:0] four = s_match[4*q +: 4];
            always @(posedge clk) begin
                some_q[q]    <= |four;
                first_1_q[q] <= !four[0] && !four[1];
                first_0_q[q] <= !four[0] && (four[1] || !four[2]);
            end
        end
    endgenerate

    // ---- The first of these ----
    reg [QUAD_BITS-1:0] quad_d;
    integer             i;

    always @* begin
        quad_d = {QUAD_BITS{1'b0}};
        for (i = QUADS - 1; i >= 0; i = i - 1)
            if (some_q[i]) quad_d = i[QUAD_BITS-1:0];
    end

    // ---- Groups: the first hit stays ----
    reg                   hit_q;
    reg  [INDEX_BITS-1:0] index_q;
    wire [INDEX_BITS-1:0] index;

    assign index[QUAD_BITS+1:0] = {quad_d, first_1_q[quad_d], first_0_q[quad_d]};

    generate
        if (INDEX_BITS > QUAD_BITS + 2) begin : g_group
            localparam BITS = INDEX_BITS - QUAD_BITS - 2;
            reg [BITS-1:0] group_q;  // of the next cycle, if it goes on
            assign index[INDEX_BITS-1 -: BITS] = s_begin ? {BITS{1'b0}} : group_q;
            always @(posedge clk) group_q <= index[INDEX_BITS-1 -: BITS] + 1'b1;
        end
    endgenerate

    always @(posedge clk) begin
        hit_q <= |some_q || (hit_q && !s_begin);
        if (s_begin || !hit_q) index_q <= |some_q ? index : {INDEX_BITS{1'b0}};
    end

    assign m_hit   = hit_q;
    assign m_index = index_q;

endmodule

`default_nettype wire
