// SPDX-License-Identifier: Apache-2.0
//
// fn_async_fifo_properties - included by rtl/common/fn_async_fifo.v
//
// The two clocks have edges when they like, together or not.  Beats carry their numbers: any
// loss, doubling or change of order shows at m.  A Gray pointer changes one bit at a time, so
// that it does not matter which of its two values the other clock sees.  A beat inside is at
// m after M_EDGES of m_clk, a place that is free is taken for one after S_EDGES of s_clk.

localparam M_EDGES = 4;
localparam S_EDGES = 3;

reg             s_started = 1'b0;  // an edge with both resets
reg             m_started = 1'b0;
reg [WIDTH-1:0] taken;
reg [WIDTH-1:0] given;
reg [2:0]       s_waits;
reg [2:0]       m_waits;
reg [BITS:0]    put_meta, put_seen, get_meta, get_seen;  // these were the pointers
reg             before_s, before_m;
integer         f;

wire            started  = s_started && m_started;
wire [BITS:0]   inside   = put_q - get_q;
wire [BITS:0]   in_meta  = put_q - get_meta;  // inside, as seen
wire [BITS:0]   in_seen  = put_q - get_seen;
wire [BITS:0]   put_turn = put_gray_q ^ put_gray_d;
wire [BITS:0]   get_turn = get_gray_q ^ get_gray_d;

always @(posedge s_clk) begin
    s_started <= 1'b1;
    if (take) taken <= taken + 1'b1;
    get_meta <= get_q;
    get_seen <= get_meta;
    s_waits  <= !s_ready && inside < DEPTH ? s_waits + 1'b1 : 3'd0;
    if (s_rst) begin
        taken    <= {WIDTH{1'b0}};
        get_meta <= {BITS+1{1'b0}};
        get_seen <= {BITS+1{1'b0}};
        s_waits  <= 3'd0;
    end
end

always @(posedge m_clk) begin
    m_started <= 1'b1;
    if (m_valid && m_ready) given <= given + 1'b1;
    put_meta <= put_q;
    put_seen <= put_meta;
    m_waits  <= !m_valid && inside != 0 ? m_waits + 1'b1 : 3'd0;
    if (m_rst) begin
        given    <= {WIDTH{1'b0}};
        put_meta <= {BITS+1{1'b0}};
        put_seen <= {BITS+1{1'b0}};
        m_waits  <= 3'd0;
    end
end

// Each reset ends once.
always @($global_clock) begin
    before_s <= started && !s_rst;
    before_m <= started && !m_rst;
end

always @* begin
    if (!started) assume (s_rst && m_rst);
    if (before_s) assume (!s_rst);
    if (before_m) assume (!m_rst);
    assume (s_data == taken);

    if (s_started && s_rst) begin  // as the reset leaves it
        assert ({put_q, put_gray_q, get_meta_q, get_seen_q, get_meta, get_seen} == 0);
        assert (taken == 0 && s_ready_q && s_waits == 0);
    end
    if (m_started && m_rst) begin
        assert ({get_q, get_gray_q, put_meta_q, put_seen_q, put_meta, put_seen} == 0);
        assert (given == 0 && !some_q && !m_valid_q && m_waits == 0);
    end

    if (started) begin
        if (m_valid) assert (m_data == given);
        assert (s_waits <= S_EDGES);
        assert (m_waits <= M_EDGES);
        assert (inside <= DEPTH);
        assert (put_turn != 0 && (put_turn & (put_turn - 1'b1)) == 0);
        assert (get_turn != 0 && (get_turn & (get_turn - 1'b1)) == 0);

        assert (put_q == taken[BITS:0]);
        assert (get_q == given[BITS:0] + m_valid);
        assert (taken - given == inside + m_valid);
        assert (put_gray_q == (put_q ^ put_q >> 1) && get_gray_q == (get_q ^ get_q >> 1));
        assert (put_meta_q == (put_meta ^ put_meta >> 1));
        assert (put_seen_q == (put_seen ^ put_seen >> 1));
        assert (get_meta_q == (get_meta ^ get_meta >> 1));
        assert (get_seen_q == (get_seen ^ get_seen >> 1));
        assert (put_seen - get_q <= put_meta - get_q && put_meta - get_q <= inside);
        assert (in_meta >= inside && in_seen >= in_meta);
        assert (in_seen <= DEPTH);
        assert (!some_q || put_seen != get_q);
        assert (!s_ready_q || in_seen < DEPTH);
        if (!m_valid) begin
            assert (m_waits < 1 || put_meta != get_q);
            assert (m_waits < 2 || put_seen != get_q);
            assert (m_waits < 3 || some_q);
            assert (m_waits < M_EDGES);
        end
        if (!s_ready) begin
            assert (s_waits < 1 || in_meta < DEPTH);
            assert (s_waits < 2 || in_seen < DEPTH);
            assert (s_waits < S_EDGES);
        end
        for (f = 0; f < DEPTH; f = f + 1)
            if (f < inside)
                assert (memory_q[get_q[BITS-1:0] + f[BITS-1:0]]
                        == given + {{WIDTH-1{1'b0}}, m_valid} + f[WIDTH-1:0]);
        cover (!s_ready && given > 3);
        cover (m_waits == M_EDGES);
        cover (s_waits == S_EDGES);
    end
end
