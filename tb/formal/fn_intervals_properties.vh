// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals_properties - included by rtl/rx/fn_intervals.v
//
// The request that an answer belongs to is kept until then.  Sets are compared at one
// offset that the solver chooses: what holds there holds at all.  Nothing here knows how
// the list is made.

localparam LATENCY = 4;
localparam REQUEST = 2 * ALL + 4 + 2 * WIDTH;

reg               started = 1'b0;
reg [LATENCY-1:0] asked;
reg [REQUEST-1:0] request [0:LATENCY-1];
integer           f;

always @(posedge clk) begin
    started    <= 1'b1;
    asked      <= rst ? {LATENCY{1'b0}} : {asked[LATENCY-2:0], s_valid};
    request[0] <= {s_starts, s_ends, s_count, s_begin, s_end};
    for (f = 1; f < LATENCY; f = f + 1)
        request[f] <= request[f-1];
end

// Sorted, disjoint, not touching, none at 0.
function is_list(input [ALL-1:0] starts, input [ALL-1:0] ends, input [3:0] count);
    integer n;
    begin
        is_list = count <= COUNT && starts[0 +: WIDTH] != {WIDTH{1'b0}};
        if (count == 4'd0) is_list = 1'b1;
        for (n = 0; n < COUNT; n = n + 1)
            if (n < count && starts[n*WIDTH +: WIDTH] >= ends[n*WIDTH +: WIDTH])
                is_list = 1'b0;
        for (n = 0; n + 1 < COUNT; n = n + 1)
            if (n + 1 < count && ends[n*WIDTH +: WIDTH] >= starts[(n+1)*WIDTH +: WIDTH])
                is_list = 1'b0;
    end
endfunction

function is_in(input [WIDTH-1:0] at, input [ALL-1:0] starts, input [ALL-1:0] ends,
               input [3:0] count);
    integer n;
    begin
        is_in = 1'b0;
        for (n = 0; n < COUNT; n = n + 1)
            if (n < count && starts[n*WIDTH +: WIDTH] <= at && at < ends[n*WIDTH +: WIDTH])
                is_in = 1'b1;
    end
endfunction

wire [ALL-1:0]   old_starts, old_ends;
wire [3:0]       old_count;
wire [WIDTH-1:0] from_x, to_x;

assign {old_starts, old_ends, old_count, from_x, to_x} = request[LATENCY-1];

(* anyconst *) reg [WIDTH-1:0] x;

wire was_in = is_in(x, old_starts, old_ends, old_count);
wire joins  = from_x <= x && x < to_x;
wire now_in = x < m_advance || is_in(x - m_advance, m_starts, m_ends, m_count);

// A run of the union beyond 0 begins where an interval or the segment begins and no byte
// of the other is just before; where both begin it is one.
reg [3:0] needed;
reg       missing;  // some byte of the segment: its first, or one where an interval ends

always @* begin
    needed  = {3'd0, from_x != {WIDTH{1'b0}}
                     && !is_in(from_x - 1'b1, old_starts, old_ends, old_count)
                     && !is_in(from_x, old_starts, old_ends, old_count)};
    missing = !is_in(from_x, old_starts, old_ends, old_count);
    for (f = 0; f < COUNT; f = f + 1)
        if (f < old_count) begin
            if (!(from_x < old_starts[f*WIDTH +: WIDTH] && old_starts[f*WIDTH +: WIDTH] <= to_x))
                needed = needed + 4'd1;
            if (from_x <= old_ends[f*WIDTH +: WIDTH] && old_ends[f*WIDTH +: WIDTH] < to_x)
                missing = 1'b1;
        end
end

always @* begin
    if (!started) assume (rst);
    if (s_valid) assume (is_list(s_starts, s_ends, s_count));
    if (s_valid) assume (s_begin < s_end);

    if (started) begin
        assert (m_valid == asked[LATENCY-1]);
        if (m_valid) begin
            assert (is_list(m_starts, m_ends, m_count));
            assert (m_overflow == (needed > COUNT));
            assert (m_new == missing);
            if (joins && !was_in) assert (m_new);
            if (m_overflow) begin
                assert (m_advance == {WIDTH{1'b0}} && m_count == old_count);
                assert (now_in == was_in);
            end else begin
                assert (now_in == (was_in || joins));  // nothing lost, nothing invented
                assert (m_count == needed);
            end
        end
        cover (m_valid && m_overflow);
        cover (m_valid && m_advance != 0 && m_count == COUNT);
        cover (m_valid && !m_new && m_count == COUNT);
        cover (m_valid && m_new && old_count == COUNT && m_count == 1 && m_advance == 0);
    end
end
