// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_align - part of fn_dma_write: pieces become bus words and bursts
//
// Shifts each piece to its address, packs it into bus words with byte strobes (bytes
// without are 0) and says where a burst ends: at each 256-byte-aligned address and at
// the end of the piece.  A beat becomes part of a word one cycle after it was taken.  A piece's
// first beat may come with its command, not before.  A last beat that reaches into the next
// 8 bytes costs one more cycle, its flush.

`default_nettype none

module fn_dma_write_align #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire                   clk,
    input  wire                   rst,

    // command: low address bits of the next piece; issued: one more is out of the way
    input  wire                   s_command_valid,
    output wire                   s_command_ready,
    input  wire [7:0]             s_command_address,
    input  wire                   s_issued,

    // pieces; tuser: the last of its packet, {drop, 1}: which turned bad
    input  wire                   s_axis_tvalid,
    output wire                   s_axis_tready,
    input  wire [63:0]            s_axis_tdata,
    input  wire [7:0]             s_axis_tkeep,
    input  wire                   s_axis_tlast,
    input  wire [1:0]             s_axis_tuser,

    // room: words and bursts behind have room for a few more
    input  wire                   s_room,

    // words, always taken
    output wire                   m_word_valid,
    output wire [DATA_BITS-1:0]   m_word_data,
    output wire [DATA_BITS/8-1:0] m_word_strobe,

    // bursts, always taken, one cycle before their last word; len: words less one; more: valid
    // and of 3 words or more
    output wire                   m_burst_valid,
    output wire                   m_burst_more,
    output wire [4:0]             m_burst_len,
    output wire                   m_burst_first,
    output wire [1:0]             m_burst_last
);
    // ---- Commands: the one under way and the next ----
    reg  [1:0] count_q;
    reg        idle_q;    // it is 0
    reg  [4:0] pieces_q;  // taken, but no burst of theirs issued
    reg        issued_q;
    reg        s_command_ready_q;
    reg  [7:0] next_q;
    wire       piece_end;

    wire       command    = s_command_valid && s_command_ready_q;
    wire       load       = piece_end || idle_q;
    wire [7:0] start      = count_q[1] ? next_q : s_command_address;
    wire [1:0] count_d    = count_q + {1'b0, command} - {1'b0, piece_end};
    wire [4:0] pieces_d   = pieces_q + {4'd0, command} - {4'd0, issued_q};

    always @(posedge clk) begin
        if (command) next_q <= s_command_address;
        issued_q            <= s_issued;
        count_q             <= count_d;
        idle_q              <= count_d == 2'd0;
        pieces_q            <= pieces_d;
        s_command_ready_q   <= !count_d[1] && !pieces_d[4];
        if (rst) begin
            count_q           <= 2'd0;
            idle_q            <= 1'b1;
            pieces_q          <= 5'd0;
            issued_q          <= 1'b0;
            s_command_ready_q <= 1'b1;
        end
    end

    assign s_command_ready = s_command_ready_q;

    // ---- Beats as they arrive; while idle only one that comes with its command ----
    reg        s_axis_tready_q;
    reg        flush_q;       // the rest of the last beat goes to the next 8 bytes now
    reg  [1:0] user_q;        // its tuser
    reg  [2:0] shift_q;       // address of the piece modulo 8
    reg  [7:1] reach_q;       // reach(shift_q): shift_q has a load of its own, all over the beat
    reg  [4:0] position_q;    // of this beat in 256 bytes, in units of 8
    reg  [4:0] len_q;         // word of the burst
    reg        first_beat_q;
    reg        first_burst_q;

    // Lane of the beat that is the first in the next 8 bytes, if any.
    function [7:1] reach(input [2:0] shift_by);
        reach = {shift_by == 3'd1, shift_by == 3'd2, shift_by == 3'd3, shift_by == 3'd4,
                 shift_by == 3'd5, shift_by == 3'd6, shift_by == 3'd7};
    endfunction

    wire [2:0] shift      = idle_q ? s_command_address[2:0] : shift_q;
    wire [4:0] position   = idle_q ? s_command_address[7:3] : position_q;
    wire [4:0] len        = idle_q ? 5'd0 : len_q;
    wire       first_beat = idle_q || first_beat_q;
    wire       reaches    = |(s_axis_tkeep[7:1] & reach_q);
    wire       straddles  = idle_q ? |(s_axis_tkeep[7:1] & reach(s_command_address[2:0])) : reaches;
    wire       taken      = s_axis_tvalid && s_axis_tready_q;
    wire       beat       = taken || flush_q;
    wire       flush_d    = taken && s_axis_tlast && straddles;
    wire       burst_end  = piece_end || (beat && position == 5'd31);

    assign piece_end      = flush_q || (taken && s_axis_tlast && !straddles);

    always @(posedge clk) begin
        flush_q         <= flush_d;
        s_axis_tready_q <= (count_d != 2'd0 || !pieces_d[4]) && !flush_d && s_room;
        if (taken) user_q        <= s_axis_tuser;
        if (load) shift_q        <= start[2:0];
        if (load) reach_q        <= reach(start[2:0]);
        position_q <= piece_end ? start[7:3] : position + {4'd0, beat};
        len_q      <= burst_end ? 5'd0 : len + {4'd0, beat && (DATA_BITS == 64 || position[0])};
        first_beat_q  <= piece_end || (first_beat && !beat);
        first_burst_q <= piece_end || ((idle_q || first_burst_q) && !burst_end);
        if (rst) flush_q         <= 1'b0;
        if (rst) s_axis_tready_q <= 1'b1;
    end

    assign s_axis_tready = s_axis_tready_q;
    assign m_burst_valid = burst_end;
    assign m_burst_len   = len;
    // The first beat while idle ends no such burst: what idle_q chooses need not be waited for.
    assign m_burst_more  = !idle_q && len_q[4:1] != 4'd0
                        && (flush_q
                            || (taken && (position_q == 5'd31 || (s_axis_tlast && !reaches))));
    assign m_burst_first = idle_q || first_burst_q;
    assign m_burst_last  = {2{piece_end}} & (flush_q ? user_q : s_axis_tuser);

    // ---- One cycle later: merged with the beat before ----
    reg         valid_q;
    reg         first_q;
    reg         rest_q;     // the flush
    reg         odd_q;      // upper half of 16 bytes
    reg         last_q;     // of the piece
    reg  [6:0]  below_q;    // lanes that belong to the beat before, never the last
    reg  [7:0]  keep_q;
    reg  [63:0] data_q;     // shifted around
    reg  [63:0] before_q;   // the same of the beat before

    wire [7:0]  below = {1'b0, below_q};

    always @(posedge clk) begin
        if (beat) before_q <= data_q;
        below_q            <= ~(7'h7f << shift);
        valid_q            <= beat;
        first_q            <= first_beat;
        rest_q             <= flush_q;
        odd_q              <= position[0];
        last_q             <= piece_end;
        if (rst) valid_q   <= 1'b0;
    end

    wire [7:0]  strobe = (keep_q & (rest_q ? below : ~below))
                       | (below & {8{!rest_q && !first_q}});
    wire [63:0] merged;

    genvar lane;
    generate
        for (lane = 0; lane < 8; lane = lane + 1) begin : g_lane
            wire [2:0] source = lane[2:0] - shift;

            always @(posedge clk) begin
                if (taken) data_q[lane*8 +: 8] <= s_axis_tdata[{source, 3'd0} +: 8];
                if (taken) keep_q[lane]        <= s_axis_tkeep[source];
            end

            assign merged[lane*8 +: 8] = (below[lane] ? before_q[lane*8 +: 8]
                                                        : data_q[lane*8 +: 8]) & {8{strobe[lane]}};
        end

        if (DATA_BITS == 128) begin : g_pack
            reg [63:0] low_q;  // 0 where nothing is waiting
            reg [7:0]  low_strobe_q;

            always @(posedge clk) begin
                if (valid_q) low_q        <= m_word_valid ? 64'd0 : merged;
                if (valid_q) low_strobe_q <= m_word_valid ? 8'd0 : strobe;
                if (rst) low_q            <= 64'd0;
                if (rst) low_strobe_q     <= 8'd0;
            end

            assign m_word_valid  = valid_q && (odd_q || last_q);
            assign m_word_data   = {merged & {64{odd_q}}, odd_q ? low_q : merged};
            assign m_word_strobe = {strobe & {8{odd_q}}, odd_q ? low_strobe_q : strobe};
        end else begin : g_straight
            wire unused = &{1'b0, odd_q, last_q};
            assign m_word_valid  = valid_q;
            assign m_word_data   = merged;
            assign m_word_strobe = strobe;
        end
    endgenerate

`ifdef FORMAL
    `include "fn_dma_write_align_properties.vh"
`endif
endmodule

`default_nettype wire
