// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion_queue - part of fn_dma_completion: takes records in, word by word
//
// One source at a time, in turns: receive, transmit, request, report.  Its words go to memory
// while it offers, ready comes with the last.  A discarded record takes one cycle and no words,
// but a place as the others do.  An entry follows each, in order.

`default_nettype none
`include "fn_records.vh"

module fn_dma_completion_queue #(
    parameter DATA_BITS = 128,
    parameter RECORDS   = 64  // places
) (
    input  wire                           clk,
    input  wire                           rst,

    // sources
    input  wire                           s_receive_valid,
    output wire                           s_receive_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_receive_data,
    input  wire                           s_receive_discard,
    input  wire                           s_transmit_valid,
    output wire                           s_transmit_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_transmit_data,
    input  wire                           s_request_valid,
    output wire                           s_request_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_request_data,
    input  wire                           s_report_valid,
    output wire                           s_report_ready,
    input  wire [`FN_REPORT_BITS-1:0]     s_report_data,

    // tokens: has the source, in that order, a slot for its record?
    input  wire [3:0]                     s_tokens,
    output wire [3:0]                     m_spend,

    // entries: the oldest
    output wire                           m_valid,
    input  wire                           m_ready,
    output wire                           m_is_receive,
    output wire                           m_is_discarded,
    output wire                           m_has_slot,
    output wire [$clog2(RECORDS)-1:0]     m_place,
    output wire [$clog2(RECORDS)-1:0]     m_inside,     // entries

    // words of the records: the one at next_word after each edge
    input  wire [$clog2(RECORDS * 512 / DATA_BITS)-1:0] s_next_word,
    output wire [DATA_BITS-1:0]           m_word
);
    localparam WORDS      = 512 / DATA_BITS;
    localparam WORD_BITS  = $clog2(WORDS);
    localparam PLACE_BITS = $clog2(RECORDS);
    localparam [WORD_BITS-1:0] LAST = {WORD_BITS{1'b1}};

    // ---- Which source ----
    reg                  serving_q;
    reg  [3:0]           source_q;  // one bit
    reg  [3:0]           behind_q;  // sources behind it in the turn
    reg  [3:0]           ready_q;
    reg  [WORD_BITS-1:0] word_q;
    reg  [PLACE_BITS-1:0] inside_q;
    reg                  room_q;

    wire                 ends     = ready_q != 4'd0;
    wire [3:0]           valid    = {s_report_valid, s_request_valid, s_transmit_valid,
                                     s_receive_valid} & ~ready_q;
    wire [3:0]           behind   = valid & behind_q;
    wire [3:0]           choice   = behind != 4'd0 ? behind & ~(behind - 4'd1)
                                                   : valid & ~(valid - 4'd1);
    wire                 choose   = !serving_q || ends;
    wire                 start    = choose && room_q && valid != 4'd0;
    wire                 discard  = choice[0] && s_receive_discard;
    wire                 has_slot = (source_q & s_tokens) != 4'd0;
    wire                 is_discarded = source_q[0] && s_receive_discard;

    assign m_inside = inside_q;

    always @(posedge clk) begin
        serving_q          <= start || !choose;
        word_q             <= !choose ? word_q + 1'b1 : {WORD_BITS{1'b0}};
        if (choose) source_q <= choice;
        if (start) behind_q  <= {|choice[2:0], |choice[1:0], choice[0], 1'b0};
        ready_q            <= start && discard ? 4'b0001
                            : !choose && word_q == LAST - 1'b1 ? source_q : 4'b0000;
        inside_q           <= inside_q + {{PLACE_BITS-1{1'b0}}, ends}
                            - {{PLACE_BITS-1{1'b0}}, m_valid && m_ready};
        room_q             <= !(&inside_q[PLACE_BITS-1:3]);  // 2 more may be read still
        if (rst) begin
            serving_q <= 1'b0;
            behind_q  <= 4'b0000;
            ready_q   <= 4'b0000;
            inside_q  <= {PLACE_BITS{1'b0}};
            room_q    <= 1'b1;
        end
    end

    assign {s_report_ready, s_request_ready, s_transmit_ready, s_receive_ready} = ready_q;
    assign m_spend = ready_q & s_tokens & {4{!is_discarded}};

    // ---- Its words, one cycle later ----
    (* no_rw_check *)  // a word is never used that was read while it was written
    reg [DATA_BITS-1:0]            memory_q [0:RECORDS*WORDS-1];
    reg [DATA_BITS-1:0]            data_q;
    reg [DATA_BITS-1:0]            m_word_q;
    reg [PLACE_BITS+WORD_BITS-1:0] put_word_q;
    reg [PLACE_BITS-1:0]           put_q;
    reg [PLACE_BITS-1:0]           get_q;
    reg [DATA_BITS-1:0]            data;

    // A loop, not an index: the same 16 to 1 for every bit.
    integer w;
    always @* begin
        data = {DATA_BITS{1'b0}};
        for (w = 0; w < WORDS; w = w + 1)
            data = data
                 | (s_receive_data[w*DATA_BITS +: DATA_BITS]
                    & {DATA_BITS{source_q[0] && word_q == w[WORD_BITS-1:0]}})
                 | (s_transmit_data[w*DATA_BITS +: DATA_BITS]
                    & {DATA_BITS{source_q[1] && word_q == w[WORD_BITS-1:0]}})
                 | (s_request_data[w*DATA_BITS +: DATA_BITS]
                    & {DATA_BITS{source_q[2] && word_q == w[WORD_BITS-1:0]}})
                 | (s_report_data[w*DATA_BITS +: DATA_BITS]
                    & {DATA_BITS{source_q[3] && word_q == w[WORD_BITS-1:0]}});
    end

    always @(posedge clk) begin
        data_q               <= data;
        put_word_q           <= {put_q, word_q};
        memory_q[put_word_q] <= data_q;
        m_word_q             <= memory_q[s_next_word];
        put_q                <= put_q + {{PLACE_BITS-1{1'b0}}, ends};
        get_q                <= get_q + {{PLACE_BITS-1{1'b0}}, m_valid && m_ready};
        if (rst) put_q <= {PLACE_BITS{1'b0}};
        if (rst) get_q <= {PLACE_BITS{1'b0}};
    end

    assign m_word  = m_word_q;
    assign m_place = get_q;

    // ---- Entries ----
    wire unused_ready;

    fn_fifo #(.WIDTH(3), .DEPTH(RECORDS)) u_entries (
        .clk(clk), .rst(rst),
        .s_valid(ends), .s_ready(unused_ready), .s_data({source_q[0], is_discarded, has_slot}),
        .m_valid(m_valid), .m_ready(m_ready), .m_data({m_is_receive, m_is_discarded, m_has_slot})
    );

    wire unused = &{1'b0, unused_ready};

endmodule

`default_nettype wire
