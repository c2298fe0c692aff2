// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_place_properties - included by rtl/rx/fn_flow_engine_place.v
//
// What fn_flow_engine_commands relies on, for every list as fn_intervals gives it and every
// segment of which a byte is missing: the pieces lie in it, in order, none is empty, and each
// takes its gap from those left.  The second and later ones are asked for at any time, but not
// in the cycle after the one before.

(* anyconst *) reg [COUNT*WIDTH-1:0] starts, ends;
(* anyconst *) reg [2:0]             count;
(* anyconst *) reg [WIDTH-1:0]       lower, upper;
(* anyseq *)   reg                   turn;    // the next piece is taken

reg [2:0]       there = 3'd0;  // list and segment, for so many cycles
reg             begun;         // the first piece was taken
reg             fresh;         // in the cycle before, one was
reg [COUNT:0]   rest;          // as fn_flow_engine_commands keeps them
reg [WIDTH-1:0] stop;          // of the last piece
integer         f;

wire takes = s_first || (turn && begun && rest != 0);

always @(posedge clk) begin
    there <= there[2] ? there : there + 3'd1;
    begun <= there[2] && (s_first || begun);
    fresh <= takes;
    if (takes) rest <= m_left;
    if (takes) stop <= m_stop;
end

always @* begin
    assume (s_starts == starts && s_ends == ends && s_count == count);
    assume (s_begin == lower && s_end == upper && lower < upper);
    assume (count <= COUNT);
    for (f = 0; f < COUNT; f = f + 1)
        if (f < count) begin
            assume (starts[f*WIDTH +: WIDTH] < ends[f*WIDTH +: WIDTH]);
            assume (ends[f*WIDTH +: WIDTH] < {WIDTH{1'b1}});
            if (f == 0) assume (starts[0 +: WIDTH] != 0);
            else assume (ends[(f-1)*WIDTH +: WIDTH] < starts[f*WIDTH +: WIDTH]);
        end
    assume (upper < {WIDTH{1'b1}});
    assume (s_left == rest);
    if (s_first) assume (there[2] && m_missing);
    if (turn) assume (!fresh && !s_first);

    if (there[2]) begin
        if (s_first) begin
            assert (s_begin <= m_start && m_start < m_stop && m_stop <= s_end);
            assert (m_left != {COUNT+1{1'b1}});
        end else if (takes) begin
            assert (stop <= m_start && m_start < m_stop && m_stop <= s_end);
            assert ((m_left & ~rest) == 0 && m_left != rest);
        end
        if (begun) begin
            assert ((rest & ~gaps) == 0 && !rest[0]);
            for (f = 0; f < COUNT; f = f + 1)
                if (rest[f+1]) assert (stop <= ends_q[f*WIDTH +: WIDTH]);
        end
        cover (begun && m_stop == s_end && s_begin < starts[0 +: WIDTH] && count == COUNT
               && takes && !s_first && rest[COUNT] && !(|rest[COUNT-1:0]) && !(|before_q));
    end
    if (there[1] || there[2])
        for (f = 0; f < COUNT; f = f + 1) begin
            assert (starts_q[f*WIDTH +: WIDTH] == (f < count ? starts[f*WIDTH +: WIDTH]
                                                             : {WIDTH{1'b1}}));
            assert (ends_q[f*WIDTH +: WIDTH] == (f < count ? ends[f*WIDTH +: WIDTH]
                                                           : {WIDTH{1'b1}}));
        end
    if (there[2])
        for (f = 0; f < COUNT; f = f + 1) begin
            assert (later_q[f] == (starts_q[f*WIDTH +: WIDTH] > lower));
            assert (before_q[f] == (ends_q[f*WIDTH +: WIDTH] < lower));
            assert (behind_q[f] == (starts_q[f*WIDTH +: WIDTH] > upper));
        end
    if (there[2]) assert (gaps == ({1'b1, later} & {sooner, 1'b1}));
    if (there[2] && begun && !fresh) assert (first_left_q == first_left);
end
