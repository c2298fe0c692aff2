// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context - memory of the contexts of flows (112: 113, 115) and of their pages (304)
//
// FLOWS contexts and one more, the staged one, number FLOWS; PAGES page addresses a flow.
// The answer to a read comes 2 cycles after it and stays until the next one, its parity check
// 1 cycle later; their valid, once 1, stay 1 until reset.  A read sees the writes of the cycles
// before its own.  What is read in the cycle of its write, or was never written, is not defined.
// After reset the contexts become 0, one a cycle, FLOWS + 1 cycles rounded up to a power of two,
// and 8 more: writes then are lost.
// Parity: one bit for each word of a context, four for a page address.  s_break: one of them is
// written wrong, word index % 32 of a context (if it has so many), one of a page address.

`default_nettype none
`include "fn_records.vh"

module fn_flow_context #(
    parameter FLOWS = 64,  // up to 1024
    parameter PAGES = 64   // of each flow: a power of two up to 64
) (
    input  wire                        clk,
    input  wire                        rst,

    input  wire                        s_break,

    // read a context
    input  wire                        s_read_valid,
    input  wire [10:0]                 s_read_index,
    output wire                        m_read_valid,
    output wire [`FN_CONTEXT_BITS-1:0] m_read_context,
    output wire                        m_check_valid,
    output wire                        m_check_error,

    // write one
    input  wire                        s_write_valid,
    input  wire [10:0]                 s_write_index,
    input  wire [`FN_CONTEXT_BITS-1:0] s_write_context,

    // read a page address, bits 63:12
    input  wire                        s_page_read_valid,
    input  wire [9:0]                  s_page_read_index,
    input  wire [5:0]                  s_page_read_place,
    output wire                        m_page_read_valid,
    output wire [51:0]                 m_page_read_address,
    output wire                        m_page_check_valid,
    output wire                        m_page_check_error,

    // write one
    input  wire                        s_page_write_valid,
    input  wire [9:0]                  s_page_write_index,
    input  wire [5:0]                  s_page_write_place,
    input  wire [51:0]                 s_page_write_address
);
    localparam ROW_BITS   = $clog2(FLOWS + 1);
    localparam FLOW_BITS  = $clog2(FLOWS);
    localparam PLACE_BITS = $clog2(PAGES);
    localparam BITS       = `FN_CONTEXT_BITS;

    wire unused = &{1'b0, s_read_index, s_write_index, s_page_read_index, s_page_read_place,
                    s_page_write_index, s_page_write_place};

    generate
        if (BITS % 32 != 0 || FLOWS > 1024 || PAGES > 64 || PAGES != (1 << PLACE_BITS))
        begin : g_bad_parameter
            ERROR_fn_flow_context_FLOWS_must_be_at_most_1024_and_PAGES_a_power_of_two_to_64
                u_error ();
        end
    endgenerate

    // One flag for some words each, as the memories stand far apart: they fall one after another.
    localparam FLAGS = 8;
    localparam WORDS = (BITS / 32 + FLAGS - 1) / FLAGS;  // of a flag

    reg  [ROW_BITS:0] cleared_q;  // rows
    reg  [FLAGS-1:0]  clear_q;
    wire              clearing = !cleared_q[ROW_BITS];
    wire [BITS/32-1:0] clear;
    wire [BITS/32-1:0] break_word;
    wire [3:0]         break_page;

    always @(posedge clk) begin
        if (clearing) cleared_q <= cleared_q + 1'b1;
        clear_q <= {clear_q[FLAGS-2:0], clearing};
        if (rst) cleared_q <= {ROW_BITS+1{1'b0}};
        if (rst) clear_q   <= {FLAGS{1'b1}};
    end

    genvar w;
    generate
        for (w = 0; w < BITS / 32; w = w + 1) begin : g_word
            assign clear[w]      = clear_q[w/WORDS];
            assign break_word[w] = s_break && s_write_index[4:0] == w;
        end
    endgenerate

    assign break_page = {3'd0, s_break} << s_page_write_place[1:0];

    fn_flow_context_memory #(.GROUPS(BITS / 32), .GROUP_BITS(32), .ROW_BITS(ROW_BITS))
    u_contexts (
        .clk(clk), .rst(rst), .s_break(break_word), .s_clear(clear),
        .s_write_valid(clearing || (s_write_valid && !clear_q[FLAGS-1])),
        .s_write_row(clearing ? cleared_q[ROW_BITS-1:0] : s_write_index[ROW_BITS-1:0]),
        .s_write_data(s_write_context),
        .s_read_valid(s_read_valid), .s_read_row(s_read_index[ROW_BITS-1:0]),
        .m_data_valid(m_read_valid), .m_data(m_read_context),
        .m_error_valid(m_check_valid), .m_error(m_check_error)
    );

    fn_flow_context_memory #(.GROUPS(4), .GROUP_BITS(13), .ROW_BITS(FLOW_BITS + PLACE_BITS))
    u_pages (
        .clk(clk), .rst(rst), .s_break(break_page), .s_clear(4'd0),
        .s_write_valid(s_page_write_valid),
        .s_write_row({s_page_write_index[FLOW_BITS-1:0], s_page_write_place[PLACE_BITS-1:0]}),
        .s_write_data(s_page_write_address),
        .s_read_valid(s_page_read_valid),
        .s_read_row({s_page_read_index[FLOW_BITS-1:0], s_page_read_place[PLACE_BITS-1:0]}),
        .m_data_valid(m_page_read_valid), .m_data(m_page_read_address),
        .m_error_valid(m_page_check_valid), .m_error(m_page_check_error)
    );

endmodule

`default_nettype wire
