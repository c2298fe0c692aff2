// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit_gather - fragments at any address become one packed stream
//
// A cycle for each aligned 64-bit piece of a fragment and one for the end of a packet:
// one to eight bytes are always held back until it is known whether more follow.  A
// piece is rotated to its place, then merged with what is held.  Its beat appears four
// cycles after the piece was taken.  m_end tells that all of a packet's data were read.
//
// A command is laid out in fn_dma_transmit_descriptor.

`default_nettype none
`include "fn_records.vh"

module fn_dma_transmit_gather #(
    parameter DATA_BITS    = 128,
    parameter COMMAND_BITS = 135
) (
    input  wire                                clk,
    input  wire                                rst,

    // commands
    input  wire                                s_command_valid,
    output wire                                s_command_ready,
    input  wire [COMMAND_BITS-1:0]             s_command_data,

    // data
    input  wire                                s_axis_tvalid,
    output wire                                s_axis_tready,
    input  wire [DATA_BITS-1:0]                s_axis_tdata,
    input  wire                                s_axis_tuser,

    // record of each packet that leaves
    output wire                                m_record_valid,
    input  wire                                m_record_ready,
    output wire [`FN_TRANSMIT_RECORD_BITS-1:0] m_record_data,

    // packets
    output wire                                m_axis_tvalid,
    input  wire                                m_axis_tready,
    output wire [63:0]                         m_axis_tdata,
    output wire [7:0]                          m_axis_tkeep,
    output wire                                m_axis_tlast,
    output wire [5:0]                          m_axis_tuser,

    // end of a packet: one cycle long, while s_end_ready is 1
    output wire                                m_end_valid,
    input  wire                                s_end_ready,
    output wire                                m_end_bad,
    output wire                                m_end_bus,
    output wire                                m_end_complete,
    output wire [15:0]                         m_end_consumer,
    output wire [13:0]                         m_end_length,
    output wire [31:0]                         m_end_cookie
);
    localparam HALVES = DATA_BITS / 64;
    localparam ROOM   = 16;  // beats kept

    // ---- Words ----
    wire                 word_valid;
    wire [DATA_BITS-1:0] word;
    wire                 word_error;
    wire                 word_done;

    fn_skid_buffer #(.WIDTH(DATA_BITS + 1)) u_words (
        .clk(clk), .rst(rst),
        .s_valid(s_axis_tvalid), .s_ready(s_axis_tready), .s_data({s_axis_tuser, s_axis_tdata}),
        .m_valid(word_valid), .m_ready(word_done), .m_data({word_error, word}));

    // ---- One piece of the command, or the end of the packet, in each cycle ----
    reg         run_q;       // there is a command
    reg         ending_q;    // all its pieces are taken
    reg         first_q;     // the next piece is its first
    reg         last_q;      // the next piece is its last
    reg         half_q;      // the next piece is the upper half of the word
    reg [10:0]  pieces_q;
    reg [2:0]   start_q;     // byte of the first piece
    reg [2:0]   first_len_q; // bytes of the first piece less one
    reg [2:0]   last_len_q;
    reg         ends_q, leaves_q, bad_q, bus_q, complete_q;
    reg [15:0]  consumer_q;
    reg [13:0]  length_q;
    reg [31:0]  cookie_q;
    reg         error_q;     // in reading the packet's data
    reg [3:0]   fill_q;      // bytes held, 0 to 8
    reg         room_q;      // for all that is on its way

    // The command behind it: a register between block RAM and logic.
    reg                    next_valid_q;
    reg [COMMAND_BITS-1:0] next_q;

    // Its record, a cycle later: load comes late, and commands begin two cycles apart.
    reg                                record_q;
    reg [`FN_TRANSMIT_RECORD_BITS-1:0] record_data_q;
    wire                               record_ready;

    wire piece  = run_q && !ending_q && word_valid && room_q;
    wire finish = run_q && ending_q && s_end_ready && room_q;
    wire done   = finish || (piece && last_q && !ends_q);
    wire load   = (done || !run_q) && next_valid_q && (record_ready || !next_q[22]);

    wire [2:0] bytes    = first_q ? first_len_q : last_q ? last_len_q : 3'd7;
    wire [4:0] fill_sum = {1'b0, fill_q} + {2'd0, bytes} + 5'd1;
    wire       over     = fill_sum > 5'd8;

    assign word_done = piece && (last_q || half_q || HALVES == 1);

    always @(posedge clk) begin
        if (done) run_q <= 1'b0;
        if (piece) begin
            pieces_q <= pieces_q - 11'd1;
            first_q  <= 1'b0;
            last_q   <= pieces_q == 11'd2;
            half_q   <= !half_q;
            ending_q <= last_q;
            error_q  <= error_q || word_error;
            fill_q   <= over ? fill_sum[3:0] - 4'd8 : fill_sum[3:0];
        end
        if (finish) begin
            error_q <= 1'b0;
            fill_q  <= 4'd0;
        end
        if (load) begin
            run_q       <= 1'b1;
            first_q     <= 1'b1;
            pieces_q    <= next_q[10:0];
            last_q      <= next_q[10:0] == 11'd1;
            start_q     <= next_q[14:12];
            half_q      <= next_q[15];
            last_len_q  <= next_q[18:16];
            first_len_q <= next_q[21:19];
            leaves_q    <= next_q[23];
            ends_q      <= next_q[24];
            bad_q       <= next_q[25];
            ending_q    <= next_q[25];
            bus_q       <= next_q[26];
            complete_q  <= next_q[27];
            consumer_q  <= next_q[43:28];
            length_q    <= next_q[57:44];
            cookie_q    <= next_q[89:58];
        end
        record_q      <= load && next_q[22];
        record_data_q <= next_q[90 +: `FN_TRANSMIT_RECORD_BITS];
        if (!next_valid_q) next_q <= s_command_data;
        next_valid_q <= next_valid_q ? !load : s_command_valid;
        if (rst) begin
            run_q        <= 1'b0;
            next_valid_q <= 1'b0;
            record_q     <= 1'b0;
            error_q      <= 1'b0;
            fill_q       <= 4'd0;
        end
    end

    fn_fifo #(.WIDTH(`FN_TRANSMIT_RECORD_BITS), .DEPTH(4)) u_records (
        .clk(clk), .rst(rst),
        .s_valid(record_q), .s_ready(record_ready), .s_data(record_data_q),
        .m_valid(m_record_valid), .m_ready(m_record_ready), .m_data(m_record_data));

    // ---- Rotate, merge ----
    reg [63:0] piece_q;
    reg [2:0]  turn_q;             // bytes to rotate by
    reg [7:0]  below0_q, below1_q; // lanes held
    reg        hold0_q, hold1_q;   // a piece
    reg        emit0_q, emit1_q;   // a beat leaves
    reg        tlast0_q, tlast1_q;
    reg        bad0_q, bad1_q;
    reg        bus0_q, bus1_q;
    reg [63:0] turned_q;
    reg [63:0] held_q;

    wire [63:0] turned1 = turn_q[0] ? {piece_q[55:0], piece_q[63:56]} : piece_q;
    wire [63:0] turned2 = turn_q[1] ? {turned1[47:0], turned1[63:48]} : turned1;
    wire [63:0] turned  = turn_q[2] ? {turned2[31:0], turned2[63:32]} : turned2;
    wire [63:0] merged;

    genvar b;
    generate
        for (b = 0; b < 8; b = b + 1) begin : g_lane
            assign merged[8*b +: 8] = below1_q[b] ? held_q[8*b +: 8] : turned_q[8*b +: 8];
        end
    endgenerate

    always @(posedge clk) begin
        piece_q  <= half_q && HALVES == 2 ? word[DATA_BITS-1 -: 64] : word[63:0];
        turn_q   <= fill_q[2:0] - (first_q ? start_q : 3'd0);
        below0_q <= ~(8'hff << fill_q);
        hold0_q  <= piece;
        emit0_q  <= (piece && over) || (finish && leaves_q);
        tlast0_q <= ending_q;
        bad0_q   <= bad_q || error_q;
        bus0_q   <= bus_q || error_q;

        turned_q <= tlast0_q ? 64'd0 : turned;
        below1_q <= below0_q;
        hold1_q  <= hold0_q;
        emit1_q  <= emit0_q;
        tlast1_q <= tlast0_q;
        bad1_q   <= bad0_q;
        bus1_q   <= bus0_q;

        if (hold1_q) held_q <= emit1_q ? turned_q : merged;
        if (rst) begin
            hold0_q <= 1'b0;
            hold1_q <= 1'b0;
            emit0_q <= 1'b0;
            emit1_q <= 1'b0;
        end
    end

    // ---- Beats that leave; a place for each piece on its way is kept free ----
    reg  [4:0] inside_q;
    wire       unused_ready;
    wire       give = m_axis_tvalid && m_axis_tready;
    wire       bad, descriptor;

    always @(posedge clk) begin
        inside_q <= inside_q + {4'd0, emit1_q} - {4'd0, give};
        room_q   <= inside_q < ROOM - 4;
        if (rst) begin
            inside_q <= 5'd0;
            room_q   <= 1'b1;
        end
    end

    fn_fifo #(.WIDTH(75), .DEPTH(ROOM)) u_beats (
        .clk(clk), .rst(rst),
        .s_valid(emit1_q), .s_ready(unused_ready),
        .s_data({tlast1_q && bad1_q, tlast1_q && bad1_q && !bus1_q, tlast1_q,
                 tlast1_q ? below1_q : 8'hff, merged}),
        .m_valid(m_axis_tvalid), .m_ready(m_axis_tready),
        .m_data({bad, descriptor, m_axis_tlast, m_axis_tkeep, m_axis_tdata}));

    wire unused_command = next_q[11];

    // BUS_ERROR is 26, DESCRIPTOR 27.
    assign m_axis_tuser    = {1'b0, bad, bad, 1'b0, bad, descriptor};
    assign s_command_ready = !next_valid_q;
    assign m_end_valid     = finish;
    assign m_end_bad       = bad_q || error_q;
    assign m_end_bus       = bus_q || error_q;
    assign m_end_complete  = complete_q;
    assign m_end_consumer  = consumer_q;
    assign m_end_length    = length_q;
    assign m_end_cookie    = cookie_q;

endmodule

`default_nettype wire
