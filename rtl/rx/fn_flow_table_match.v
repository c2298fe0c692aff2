// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_match - which entries of one group does a key match?
//
// The key is cut into chunks of 7 bits; a row of match memory holds, for one value of
// one chunk in one group of entries, one bit per entry: this value fits.  A key's row
// has one row per chunk and group; groups follow one another cycle by cycle, and the
// AND over all chunks is the answer.  Between lookups port a rewrites rows: read, merge
// the bit of one entry, write.

`default_nettype none
`include "fn_records.vh"

module fn_flow_table_match #(
    parameter WIDTH = 16  // entries of a group
) (
    input  wire                           clk,

    // lookup: a key that is loaded is looked up from the next cycle on, and while held
    input  wire                           load,
    input  wire [`FN_FLOW_KEY_BITS-1:0]   load_key,
    input  wire                           hold,
    input  wire [1:0]                     group,         // in the cycle of its rows
    input  wire [WIDTH-1:0]               enables,       // of the group, two cycles later
    output wire [WIDTH-1:0]               m_match,       // three cycles later

    // walk: the row of the next cycle if there is no lookup, and of this one
    input  wire [7:0]                     row_next,
    input  wire [7:0]                     row,
    input  wire                           row_write,
    input  wire                           row_merge,     // in the cycle after it was read
    input  wire [WIDTH-1:0]               entry_select,  // the entry that is written, one-hot
    input  wire [`FN_FLOW_KEY_BITS-1:0]   entry_key,
    input  wire [`FN_FLOW_KEY_FIELDS-1:0] entry_mask
);
    localparam KEY_BITS = `FN_FLOW_KEY_BITS;
    localparam FIELDS   = `FN_FLOW_KEY_FIELDS;
    localparam [32*(FIELDS+1)-1:0] LSBS = `FN_FLOW_KEY_LSBS;

    localparam CHUNK    = 7;
    localparam CHUNKS   = (KEY_BITS + CHUNK - 1) / CHUNK;
    localparam MEMORIES = (CHUNKS + 1) / 2;
    localparam PADDED   = 2 * CHUNK * MEMORIES;
    localparam PARTS    = 7;
    localparam PER_PART = (MEMORIES + PARTS - 1) / PARTS;

    wire [PADDED-1:0] load_padded  = {{PADDED-KEY_BITS{1'b0}}, load_key};
    wire [PADDED-1:0] entry_padded = {{PADDED-KEY_BITS{1'b0}}, entry_key};
    wire [PADDED-1:0] care_padded;  // bits of the entry that must be equal

    assign care_padded[PADDED-1:KEY_BITS] = {PADDED-KEY_BITS{1'b0}};

    genvar f;
    generate
        for (f = 0; f < FIELDS; f = f + 1) begin : g_field
            localparam LSB  = LSBS[32*f +: 32];
            localparam BITS = LSBS[32*(f+1) +: 32] - LSB;
            assign care_padded[LSB +: BITS] = {BITS{entry_mask[f]}};
        end
    endgenerate

    reg half_q;  // chunk of a memory whose row port a has: 0 in a lookup

    always @(posedge clk) if (load || !hold) half_q <= !load && row_next[CHUNK];

    // ---- Memories of two chunks each; all chunks of a part must fit ----
    wire [PARTS*WIDTH-1:0] parts;

    genvar p, m;
    generate
        for (p = 0; p < PARTS; p = p + 1) begin : g_part
            localparam FIRST = p * PER_PART;
            localparam COUNT = FIRST + PER_PART < MEMORIES ? PER_PART : MEMORIES - FIRST;

            wire [2*COUNT*WIDTH-1:0] answers;
            reg  [WIDTH-1:0]         part_q;

            for (m = 0; m < COUNT; m = m + 1) begin : g_memory
                localparam A = 2 * CHUNK * (FIRST + m);
                localparam B = A + CHUNK;

                reg  [CHUNK-1:0] a_value_q;
                reg  [CHUNK-1:0] b_value_q;
                reg              fits_q;
                reg  [WIDTH-1:0] merged_q;
                wire [WIDTH-1:0] a_answer;
                wire [WIDTH-1:0] b_answer;
                wire [CHUNK-1:0] key  = row[CHUNK] ? entry_padded[B +: CHUNK]
                                                   : entry_padded[A +: CHUNK];
                wire [CHUNK-1:0] care = row[CHUNK] ? care_padded[B +: CHUNK]
                                                   : care_padded[A +: CHUNK];

                always @(posedge clk) begin
                    if (load || !hold) a_value_q <= load ? load_padded[A +: CHUNK]
                                                         : row_next[CHUNK-1:0];
                    if (load) b_value_q <= load_padded[B +: CHUNK];
                    fits_q <= ((row[CHUNK-1:0] ^ key) & care) == {CHUNK{1'b0}};
                    if (row_merge) merged_q <= (a_answer & ~entry_select)
                                               | (entry_select & {WIDTH{fits_q}});
                end

                fn_flow_table_memory #(.WIDTH(WIDTH)) u_memory (
                    .clk      (clk),
                    .a_write  (row_write),
                    .a_row    ({group, half_q, a_value_q}),
                    .a_data   (merged_q),
                    .a_answer (a_answer),
                    .b_row    ({group, 1'b1, b_value_q}),
                    .b_answer (b_answer)
                );

                assign answers[2*m*WIDTH +: 2*WIDTH] = {b_answer, a_answer};
            end

            // Evaluated once per clock edge: fast in simulation.
            function [WIDTH-1:0] all_fit(input [2*COUNT*WIDTH-1:0] bits);
                integer c;
                begin
                    all_fit = {WIDTH{1'b1}};
                    for (c = 0; c < 2*COUNT; c = c + 1) all_fit = all_fit & bits[c*WIDTH +: WIDTH];
                end
            endfunction

            always @(posedge clk) part_q <= all_fit(answers);

            assign parts[p*WIDTH +: WIDTH] = part_q;
        end
    endgenerate

    reg [WIDTH-1:0] match_d;
    reg [WIDTH-1:0] match_q;
    integer         i;

    always @* begin
        match_d = enables;
        for (i = 0; i < PARTS; i = i + 1) match_d = match_d & parts[i*WIDTH +: WIDTH];
    end
    always @(posedge clk) match_q <= match_d;

    assign m_match = match_q;

endmodule

`default_nettype wire
