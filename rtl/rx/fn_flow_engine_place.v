// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_place - what of a segment has not arrived: the gaps between the intervals
//
// The list counts from step 0 on, s_begin and s_end from step 2 on, and they stay; m_missing and
// m_overflow count from step 3 on, the list with the segment (fn_intervals) from step 6 on.
// Gap i lies before interval i.  m_start, m_stop: the first piece of the segment in one of its
// gaps if s_first, else in one of s_left, which came the cycle before or earlier.

`default_nettype none

module fn_flow_engine_place #(
    parameter COUNT = 4,
    parameter WIDTH = 19
) (
    input  wire                   clk,
    input  wire                   rst,

    input  wire [COUNT*WIDTH-1:0] s_starts,
    input  wire [COUNT*WIDTH-1:0] s_ends,
    input  wire [2:0]             s_count,
    input  wire [WIDTH-1:0]       s_begin,
    input  wire [WIDTH-1:0]       s_end,

    output wire                   m_missing,   // bytes
    output wire                   m_overflow,
    output wire [COUNT*WIDTH-1:0] m_starts,
    output wire [COUNT*WIDTH-1:0] m_ends,
    output wire [2:0]             m_count,
    output wire [WIDTH-1:0]       m_advance,

    input  wire                   s_first,
    input  wire [COUNT:0]         s_left,
    output wire [COUNT:0]         m_left,      // without the first
    output wire [WIDTH-1:0]       m_start,
    output wire [WIDTH-1:0]       m_stop
);
    reg [COUNT*WIDTH-1:0] starts_q, ends_q;   // behind everything where there is none
    reg [2:0]             count_q;
    reg [COUNT-1:0]       later, sooner;
    reg [COUNT-1:0]       later_q;    // starts behind the begin of the segment
    reg [COUNT-1:0]       sooner_q;   // ends before the end of the segment
    reg [COUNT-1:0]       before_q;   // ends before the segment
    reg [COUNT-1:0]       behind_q;   // starts behind the segment
    reg                   full_q, next_q;

    // Compared in the words of fn_intervals, so that synthesis makes one circuit of both; what
    // follows from two of them waits for the next cycle.
    always @* begin : compare
        integer i;

        for (i = 0; i < COUNT; i = i + 1) begin
            later[i]  = starts_q[i*WIDTH +: WIDTH] > s_begin;
            sooner[i] = ends_q[i*WIDTH +: WIDTH] < s_end;
        end
    end

    always @(posedge clk) begin : remember
        integer i;

        starts_q <= s_starts;
        ends_q   <= s_ends;
        count_q  <= s_count;
        for (i = 0; i < COUNT; i = i + 1) begin
            if (i[2:0] >= s_count) starts_q[i*WIDTH +: WIDTH] <= {WIDTH{1'b1}};
            if (i[2:0] >= s_count) ends_q[i*WIDTH +: WIDTH]   <= {WIDTH{1'b1}};
            before_q[i] <= ends_q[i*WIDTH +: WIDTH] < s_begin;
            behind_q[i] <= starts_q[i*WIDTH +: WIDTH] > s_end;
        end
        later_q  <= later;
        sooner_q <= sooner;
        full_q   <= count_q >= COUNT[2:0];
        next_q   <= s_begin == {WIDTH{1'b0}};
    end

    wire [COUNT:0] gaps = {1'b1, later_q} & {sooner_q, 1'b1};  // those with bytes of the segment

    assign m_missing  = gaps != {COUNT+1{1'b0}};
    assign m_overflow = full_q && &(before_q | behind_q) && !next_q;

    // ---- the first piece of those left ----
    // Intervals are sorted: the first gap lies before the first that starts later.
    wire [COUNT:0]  first_gap = {1'b1, later_q} & ~{later_q, 1'b0};
    reg [COUNT:0]   first, first_left, first_left_q;
    reg [COUNT-1:0] from, to;          // it begins at the end of this one, ends at its start
    reg [WIDTH-1:0] start_d, stop_d;

    always @* begin : choose
        integer i;

        for (i = 0; i <= COUNT; i = i + 1)
            first_left[i] = s_left[i] && (s_left & ~({COUNT+1{1'b1}} << i)) == {COUNT+1{1'b0}};
        first   = s_first ? first_gap : first_left_q;
        from    = first[COUNT:1] & ~before_q;
        to      = first[COUNT-1:0] & ~behind_q;
        start_d = s_begin & {WIDTH{from == {COUNT{1'b0}}}};
        stop_d  = s_end & {WIDTH{to == {COUNT{1'b0}}}};
        for (i = 0; i < COUNT; i = i + 1) begin
            start_d = start_d | (ends_q[i*WIDTH +: WIDTH] & {WIDTH{from[i]}});
            stop_d  = stop_d | (starts_q[i*WIDTH +: WIDTH] & {WIDTH{to[i]}});
        end
    end

    always @(posedge clk) first_left_q <= first_left;

    assign m_left  = (s_first ? gaps : s_left) & ~first;
    assign m_start = start_d;
    assign m_stop  = stop_d;

    wire unused_valid, unused_overflow, unused_new, unused_count;

    fn_intervals #(.COUNT(COUNT), .WIDTH(WIDTH)) u_intervals (
        .clk(clk), .rst(rst),
        .s_valid(1'b1), .s_starts(starts_q), .s_ends(ends_q), .s_count({1'b0, count_q}),
        .s_begin(s_begin), .s_end(s_end),
        .m_valid(unused_valid), .m_starts(m_starts), .m_ends(m_ends),
        .m_count({unused_count, m_count}), .m_overflow(unused_overflow), .m_advance(m_advance),
        .m_new(unused_new)
    );

    wire unused = &{1'b0, unused_valid, unused_overflow, unused_new, unused_count};
`ifdef FORMAL
    `include "fn_flow_engine_place_properties.vh"
`endif
endmodule

`default_nettype wire
