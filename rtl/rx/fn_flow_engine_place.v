// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_place - what of a segment has not arrived: the gaps between the intervals
//
// s_begin, s_end count from step 2 on and stay; m_gaps, m_overflow count from step 3 on, the
// list with the segment (fn_intervals) from step 6 on.  Gap i lies before interval i.
// m_start, m_stop: the first piece of the segment in one of the gaps s_left, in the same cycle.

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

    output wire [COUNT:0]         m_gaps,      // those with bytes of the segment
    output wire                   m_overflow,
    output wire [COUNT*WIDTH-1:0] m_starts,
    output wire [COUNT*WIDTH-1:0] m_ends,
    output wire [2:0]             m_count,
    output wire [WIDTH-1:0]       m_advance,

    input  wire [COUNT:0]         s_left,
    output wire [COUNT:0]         m_left,      // without the first
    output wire [WIDTH-1:0]       m_start,
    output wire [WIDTH-1:0]       m_stop,
    output wire                   m_trimmed    // m_start is behind s_begin
);
    reg [COUNT-1:0] before_start_q, before_end_q;  // the segment begins before it
    reg [COUNT-1:0] above_start_q, above_end_q;    // the segment ends behind it
    reg [COUNT-1:0] apart_q;                       // and they do not even touch
    reg [COUNT-1:0] there_q;
    reg             next_q;
    integer         i;

    always @(posedge clk) begin
        for (i = 0; i < COUNT; i = i + 1) begin
            before_start_q[i] <= s_begin < s_starts[i*WIDTH +: WIDTH];
            before_end_q[i]   <= s_begin < s_ends[i*WIDTH +: WIDTH];
            above_start_q[i]  <= s_starts[i*WIDTH +: WIDTH] < s_end;
            above_end_q[i]    <= s_ends[i*WIDTH +: WIDTH] < s_end;
            // One bit more, or yosys makes both orders of one subtraction with a slow zero test.
            apart_q[i]        <= {s_ends[i*WIDTH +: WIDTH], 1'b1} < {s_begin, 1'b0}
                              || {s_end, 1'b1} < {s_starts[i*WIDTH +: WIDTH], 1'b0};
            there_q[i]        <= i[2:0] < s_count;
        end
        next_q <= s_begin == {WIDTH{1'b0}};
    end

    wire [COUNT:0] below = {1'b1, before_start_q | ~there_q};
    wire [COUNT:0] above = {above_end_q & there_q, 1'b1};
    wire [COUNT:0] there = {there_q, 1'b1};

    assign m_gaps     = below & above & there;
    assign m_overflow = &{there_q, apart_q, !next_q};

    // ---- the first piece of those left ----
    wire [COUNT:0] first = s_left & (~s_left + {{COUNT{1'b0}}, 1'b1});
    reg [WIDTH-1:0] start_d, stop_d;
    reg             from_end, to_start;
    integer         g;

    always @* begin
        start_d  = {WIDTH{1'b0}};
        stop_d   = {WIDTH{1'b0}};
        from_end = 1'b0;
        to_start = 1'b0;
        for (g = 0; g < COUNT; g = g + 1) begin
            if (first[g+1] && before_end_q[g]) start_d = start_d | s_ends[g*WIDTH +: WIDTH];
            if (first[g] && there_q[g] && above_start_q[g])
                stop_d = stop_d | s_starts[g*WIDTH +: WIDTH];
            from_end = from_end | (first[g+1] && before_end_q[g]);
            to_start = to_start | (first[g] && there_q[g] && above_start_q[g]);
        end
    end

    assign m_left  = s_left & ~first;
    assign m_start = from_end ? start_d : s_begin;
    assign m_trimmed = from_end;
    assign m_stop  = to_start ? stop_d : s_end;

    wire unused_valid, unused_overflow, unused_new, unused_count;

    fn_intervals #(.COUNT(COUNT), .WIDTH(WIDTH)) u_intervals (
        .clk(clk), .rst(rst),
        .s_valid(1'b1), .s_starts(s_starts), .s_ends(s_ends), .s_count({1'b0, s_count}),
        .s_begin(s_begin), .s_end(s_end),
        .m_valid(unused_valid), .m_starts(m_starts), .m_ends(m_ends),
        .m_count({unused_count, m_count}), .m_overflow(unused_overflow), .m_advance(m_advance),
        .m_new(unused_new)
    );

    wire unused = &{1'b0, unused_valid, unused_overflow, unused_new, unused_count};
endmodule

`default_nettype wire
