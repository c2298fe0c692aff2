// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals - a segment joins the intervals received beyond receive-next
//
// Intervals [start, end) count from receive-next: sorted, disjoint, not touching, none at 0;
// s_begin < s_end.  The answer comes 4 cycles after its request, one request per cycle, in
// order.  What then begins at 0 leaves the list: m_advance is its end, and the list counts
// from there.  m_overflow: more than COUNT intervals would be needed; the list stays as it
// was.  m_new: a byte of the segment was missing.  Places beyond m_count are 0.

`default_nettype none

module fn_intervals #(
    parameter COUNT = 4,  // intervals, from 2 to 8
    parameter WIDTH = 19  // of an offset
) (
    input  wire                   clk,
    input  wire                   rst,

    // request: the list, the first interval in the low bits; the segment
    input  wire                   s_valid,
    input  wire [COUNT*WIDTH-1:0] s_starts,
    input  wire [COUNT*WIDTH-1:0] s_ends,
    input  wire [3:0]             s_count,
    input  wire [WIDTH-1:0]       s_begin,
    input  wire [WIDTH-1:0]       s_end,

    // answer: the list with the segment
    output wire                   m_valid,
    output wire [COUNT*WIDTH-1:0] m_starts,
    output wire [COUNT*WIDTH-1:0] m_ends,
    output wire [3:0]             m_count,
    output wire                   m_overflow,
    output wire [WIDTH-1:0]       m_advance,
    output wire                   m_new
);
    localparam ALL = COUNT * WIDTH;

    generate
        if (COUNT < 2 || COUNT > 8) begin : g_bad_parameter
            ERROR_fn_intervals_COUNT_must_be_2_to_8 u_error ();
        end
    endgenerate

    // ---- 1: where each interval lies: before the segment, behind it, or touching it ----
    reg             valid_1_q;
    reg [ALL-1:0]   starts_1_q, ends_1_q;
    reg [WIDTH-1:0] begin_1_q, end_1_q;
    reg             next_1_q;    // the segment begins at receive-next
    reg [COUNT-1:0] there_1_q;
    reg [COUNT-1:0] before_1_q;
    reg [COUNT-1:0] behind_1_q;  // or not there
    reg [COUNT-1:0] later_1_q;   // begins later than the segment
    reg [COUNT-1:0] sooner_1_q;  // ends sooner

    always @(posedge clk) begin : place
        integer i;

        starts_1_q <= s_starts;
        ends_1_q   <= s_ends;
        begin_1_q  <= s_begin;
        end_1_q    <= s_end;
        next_1_q   <= s_begin == {WIDTH{1'b0}};
        for (i = 0; i < COUNT; i = i + 1) begin
            there_1_q[i]  <= i[3:0] < s_count;
            before_1_q[i] <= i[3:0] < s_count && s_ends[i*WIDTH +: WIDTH] < s_begin;
            behind_1_q[i] <= i[3:0] >= s_count || s_starts[i*WIDTH +: WIDTH] > s_end;
            later_1_q[i]  <= s_starts[i*WIDTH +: WIDTH] > s_begin;
            sooner_1_q[i] <= s_ends[i*WIDTH +: WIDTH] < s_end;
        end
        valid_1_q <= s_valid;
        if (rst) valid_1_q <= 1'b0;
    end

    // ---- 2: the segment grows over all it touches; who goes to which place ----
    // Those behind move by what the segment swallows, less the place it needs itself.
    wire [COUNT-1:0] touch    = ~before_1_q & ~behind_1_q;
    wire [COUNT-1:0] from     = touch & ~(touch << 1) & ~later_1_q;   // whose start it takes
    wire [COUNT-1:0] to       = touch & ~(touch >> 1) & ~sooner_1_q;  // whose end
    wire             overflow = touch == {COUNT{1'b0}} && there_1_q[COUNT-1] && !next_1_q;

    reg                   valid_2_q;
    reg [ALL-1:0]         starts_2_q, ends_2_q;
    reg [WIDTH-1:0]       start_2_q, end_2_q;  // of the grown segment
    reg                   next_2_q;
    reg                   overflow_2_q;
    reg                   new_2_q;
    reg [COUNT-1:0]       here_2_q;            // the segment's place
    reg [COUNT*COUNT-1:0] take_2_q;            // [COUNT * p + i]: place p takes interval i
    reg [WIDTH-1:0]       start_d, end_d;
    reg [3:0]             swallowed;

    always @* begin : grow
        integer i;

        start_d   = from == {COUNT{1'b0}} ? begin_1_q : {WIDTH{1'b0}};
        end_d     = to == {COUNT{1'b0}} ? end_1_q : {WIDTH{1'b0}};
        swallowed = {3'd0, next_1_q};
        for (i = 0; i < COUNT; i = i + 1) begin
            start_d   = start_d | (starts_1_q[i*WIDTH +: WIDTH] & {WIDTH{from[i]}});
            end_d     = end_d | (ends_1_q[i*WIDTH +: WIDTH] & {WIDTH{to[i]}});
            swallowed = swallowed + {3'd0, touch[i]};
        end
    end

    always @(posedge clk) begin : choose
        integer i, p;

        starts_2_q   <= starts_1_q;
        ends_2_q     <= ends_1_q;
        start_2_q    <= start_d;
        end_2_q      <= end_d;
        next_2_q     <= next_1_q;
        overflow_2_q <= overflow;
        new_2_q      <= (touch & ~later_1_q & ~sooner_1_q) == {COUNT{1'b0}};
        here_2_q     <= ~before_1_q & ((before_1_q << 1) | {{COUNT-1{1'b0}}, 1'b1})
                      & {COUNT{!next_1_q && !overflow}};
        for (p = 0; p < COUNT; p = p + 1)
            for (i = 0; i < COUNT; i = i + 1)
                take_2_q[COUNT*p + i] <= there_1_q[i]
                    && (before_1_q[i] || overflow ? i == p
                        : behind_1_q[i] && i + 1 >= p && {28'd0, swallowed} == i + 1 - p);
        valid_2_q <= valid_1_q;
        if (rst) valid_2_q <= 1'b0;
    end

    // ---- 3: the new list; 4: as it counts from the new receive-next ----
    reg             valid_3_q;
    reg [ALL-1:0]   starts_3_q, ends_3_q;
    reg [COUNT-1:0] used_3_q;
    reg [WIDTH-1:0] advance_3_q;
    reg             overflow_3_q;
    reg             new_3_q;
    reg [ALL-1:0]   starts_3_d, ends_3_d;
    reg [COUNT-1:0] used_3_d;

    always @* begin : move
        integer i, p;

        for (p = 0; p < COUNT; p = p + 1) begin
            starts_3_d[p*WIDTH +: WIDTH] = start_2_q & {WIDTH{here_2_q[p]}};
            ends_3_d[p*WIDTH +: WIDTH]   = end_2_q & {WIDTH{here_2_q[p]}};
            used_3_d[p]                  = here_2_q[p];
            for (i = 0; i < COUNT; i = i + 1) begin
                starts_3_d[p*WIDTH +: WIDTH] = starts_3_d[p*WIDTH +: WIDTH]
                    | (starts_2_q[i*WIDTH +: WIDTH] & {WIDTH{take_2_q[COUNT*p + i]}});
                ends_3_d[p*WIDTH +: WIDTH] = ends_3_d[p*WIDTH +: WIDTH]
                    | (ends_2_q[i*WIDTH +: WIDTH] & {WIDTH{take_2_q[COUNT*p + i]}});
                used_3_d[p] = used_3_d[p] | take_2_q[COUNT*p + i];
            end
        end
    end

    reg             m_valid_q;
    reg [ALL-1:0]   m_starts_q, m_ends_q;
    reg [3:0]       m_count_q;
    reg             m_overflow_q;
    reg [WIDTH-1:0] m_advance_q;
    reg             m_new_q;
    reg [3:0]       m_count_d;

    always @* begin : number
        integer i;

        m_count_d = 4'd0;
        for (i = 0; i < COUNT; i = i + 1)
            m_count_d = m_count_d + {3'd0, used_3_q[i]};
    end

    always @(posedge clk) begin : give
        integer p;

        starts_3_q   <= starts_3_d;
        ends_3_q     <= ends_3_d;
        used_3_q     <= used_3_d;
        advance_3_q  <= next_2_q ? end_2_q : {WIDTH{1'b0}};
        overflow_3_q <= overflow_2_q;
        new_3_q      <= new_2_q;
        for (p = 0; p < COUNT; p = p + 1) begin
            m_starts_q[p*WIDTH +: WIDTH] <= starts_3_q[p*WIDTH +: WIDTH] - advance_3_q;
            m_ends_q[p*WIDTH +: WIDTH]   <= ends_3_q[p*WIDTH +: WIDTH] - advance_3_q;
            if (!used_3_q[p]) m_starts_q[p*WIDTH +: WIDTH] <= {WIDTH{1'b0}};
            if (!used_3_q[p]) m_ends_q[p*WIDTH +: WIDTH]   <= {WIDTH{1'b0}};
        end
        m_count_q    <= m_count_d;
        m_overflow_q <= overflow_3_q;
        m_advance_q  <= advance_3_q;
        m_new_q      <= new_3_q;
        valid_3_q    <= valid_2_q;
        m_valid_q    <= valid_3_q;
        if (rst) valid_3_q <= 1'b0;
        if (rst) m_valid_q <= 1'b0;
    end

    assign m_valid    = m_valid_q;
    assign m_starts   = m_starts_q;
    assign m_ends     = m_ends_q;
    assign m_count    = m_count_q;
    assign m_overflow = m_overflow_q;
    assign m_advance  = m_advance_q;
    assign m_new      = m_new_q;

`ifdef FORMAL
    `include "fn_intervals_properties.vh"
`endif
endmodule

`default_nettype wire
