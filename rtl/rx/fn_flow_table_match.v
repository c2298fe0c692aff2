// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_match - which entries of one group does a key match?
//
// The key is cut into chunks of 7 bits; a row of match memory holds, for one value of
// one chunk in one group of entries, one bit per entry: this value fits, and one of even
// parity.  A lookup reads one row per chunk, group after group cycle by cycle, and the AND
// over all chunks is the answer, two cycles later; three later m_wrong tells of a row with
// wrong parity.  Between lookups the rows of one value are rewritten in all chunks: read,
// merge the bit of one entry, write.

`default_nettype none
`include "fn_records.vh"

module fn_flow_table_match #(
    parameter WIDTH = 16  // entries of a group
) (
    input  wire                           clk,

    // lookup: a key that is offered while load is 1 is looked up now and from then on
    input  wire                           load,
    input  wire [`FN_FLOW_KEY_BITS-1:0]   load_key,
    input  wire [1:0]                     group,         // in the cycle of its rows
    input  wire [WIDTH-1:0]               enables,       // of the group, two cycles later
    output wire [WIDTH-1:0]               m_match,
    output wire                           m_wrong,       // rows of the walk too

    // walk: what is read or written in the cycle after row_load
    input  wire                           row_load,
    input  wire [6:0]                     row,
    input  wire                           row_write,
    input  wire                           row_merge,     // in the cycle after it was read
    input  wire                           row_break,     // write wrong parity
    input  wire [WIDTH-1:0]               entry_keep,    // entries whose bits count, or 0
    input  wire [WIDTH-1:0]               entry_select,  // the entry that is written, one-hot
    input  wire [`FN_FLOW_KEY_BITS-1:0]   entry_key,
    input  wire [`FN_FLOW_KEY_FIELDS-1:0] entry_mask
);
    localparam KEY_BITS = `FN_FLOW_KEY_BITS;
    localparam FIELDS   = `FN_FLOW_KEY_FIELDS;
    localparam [32*(FIELDS+1)-1:0] LSBS = `FN_FLOW_KEY_LSBS;

    localparam CHUNK    = 7;
    localparam CHUNKS   = 2 * ((KEY_BITS + 2*CHUNK - 1) / (2*CHUNK));
    localparam PADDED   = CHUNK * CHUNKS;
    localparam PARTS    = 7;
    localparam PER_PART = 8;
    localparam ROW      = WIDTH + 1;  // with parity
    localparam SLICE    = WIDTH / 4;  // parity is checked in two cycles

    wire [PADDED-1:0] load_padded  = {{PADDED-KEY_BITS{1'b0}}, load_key};
    wire [PADDED-1:0] entry_padded = {{PADDED-KEY_BITS{1'b0}}, entry_key};
    wire [PADDED-1:0] care;  // bits of the entry that must be equal

    assign care[PADDED-1:KEY_BITS] = {PADDED-KEY_BITS{1'b0}};

    genvar f;
    generate
        for (f = 0; f < FIELDS; f = f + 1) begin : g_field
            localparam LSB  = LSBS[32*f +: 32];
            localparam BITS = LSBS[32*(f+1) +: 32] - LSB;
            assign care[LSB +: BITS] = {BITS{entry_mask[f]}};
        end
    endgenerate

    // ---- Memories of two chunks each; all chunks of a part must fit ----
    wire [PARTS*WIDTH-1:0] parts;
    wire [PARTS-1:0]       wrong;

    genvar p, c;
    generate
        for (p = 0; p < PARTS; p = p + 1) begin : g_part
            localparam FIRST = p * PER_PART;
            localparam COUNT = FIRST + PER_PART < CHUNKS ? PER_PART : CHUNKS - FIRST;

            wire [COUNT*ROW-1:0] answers;
            wire [COUNT*ROW-1:0] merged;
            wire [COUNT*9-1:0]   rows;
            wire [COUNT-1:0]     odd;
            reg  [WIDTH-1:0]     part_q;
            reg                  wrong_q;

            for (c = 0; c < COUNT; c = c + 1) begin : g_chunk
                localparam LSB = CHUNK * (FIRST + c);

                reg  [CHUNK-1:0] value_q;
                reg              fits_q;
                reg  [WIDTH-1:0] merged_q;
                reg  [3:0]       odd_q;
                wire [ROW-1:0]   answer  = answers[c*ROW +: ROW];
                wire [CHUNK-1:0] key     = load_padded[LSB +: CHUNK];
                wire [CHUNK-1:0] unequal = (row ^ entry_padded[LSB +: CHUNK])
                                           & care[LSB +: CHUNK];

                always @(posedge clk) begin
                    if (load || row_load) value_q <= row_load ? row : key;
                    fits_q <= unequal == {CHUNK{1'b0}};
                    if (row_merge) merged_q <= (answer[WIDTH-1:0] & entry_keep & ~entry_select)
                                               | (entry_select & {WIDTH{fits_q}});
                    odd_q <= {^answer[WIDTH -: SLICE+1], ^answer[2*SLICE +: SLICE],
                              ^answer[SLICE +: SLICE], ^answer[0 +: SLICE]};
                end

                assign merged[c*ROW +: ROW] = {^{merged_q, row_break}, merged_q};
                assign rows[c*9 +: 9]       = {group, load ? key : value_q};
                assign odd[c]               = ^odd_q;
            end

            for (c = 0; c < COUNT; c = c + 2) begin : g_memory
                fn_flow_table_memory #(.WIDTH(ROW)) u_memory (
                    .clk      (clk),
                    .write    (row_write),
                    .a_row    (rows[c*9 +: 9]),
                    .a_data   (merged[c*ROW +: ROW]),
                    .a_answer (answers[c*ROW +: ROW]),
                    .b_row    (rows[(c+1)*9 +: 9]),
                    .b_data   (merged[(c+1)*ROW +: ROW]),
                    .b_answer (answers[(c+1)*ROW +: ROW])
                );
            end

            // Evaluated once per clock edge: fast in simulation.
            function [WIDTH-1:0] all_fit(input [COUNT*ROW-1:0] bits);
                integer n;
                begin
                    all_fit = {WIDTH{1'b1}};
                    for (n = 0; n < COUNT; n = n + 1) all_fit = all_fit & bits[n*ROW +: WIDTH];
                end
            endfunction

            always @(posedge clk) begin
                part_q  <= all_fit(answers);
                wrong_q <= |odd;
            end

            assign parts[p*WIDTH +: WIDTH] = part_q;
            assign wrong[p]                = wrong_q;
        end
    endgenerate

    reg [WIDTH-1:0] match;
    integer         i;

    always @* begin
        match = enables;
        for (i = 0; i < PARTS; i = i + 1) match = match & parts[i*WIDTH +: WIDTH];
    end

    assign m_match = match;
    assign m_wrong = |wrong;

endmodule

`default_nettype wire
