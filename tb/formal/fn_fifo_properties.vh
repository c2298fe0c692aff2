// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_properties - included by rtl/common/fn_fifo.v
//
// Beats carry their numbers: any loss, doubling or change of order shows at m.

reg             started = 1'b0;
reg [WIDTH-1:0] taken;
reg [WIDTH-1:0] given;
reg             fresh;  // one was taken in the cycle before

wire [WIDTH-1:0] inside = taken - given;
wire [WIDTH-1:0] stored = taken - given - {{WIDTH-1{1'b0}}, m_valid};  // in memory

always @(posedge clk) begin
    started <= 1'b1;
    fresh   <= take && !rst;
    if (take) taken <= taken + 1'b1;
    if (give) given <= given + 1'b1;
    if (rst) taken <= {WIDTH{1'b0}};
    if (rst) given <= {WIDTH{1'b0}};
end

integer f;

always @* begin
    if (!started) assume (rst);
    assume (s_data == taken);
    if (started) begin
        assert (inside_q == inside[BITS-1:0]);
        assert (inside <= DEPTH);
        assert (s_ready == (inside != DEPTH));
        assert (after_q == get_q + {{BITS-1{1'b0}}, 1'b1});
        assert (stored < DEPTH);
        assert (put_q - get_q == stored[BITS-1:0]);
        assert (some_q == (stored != 0));
        assert (m_valid || stored == 0 || (stored == 1 && fresh));
        if (m_valid) assert (m_data == given);
        for (f = 0; f < DEPTH; f = f + 1)
            if (f < stored)
                assert (memory_q[get_q + f[BITS-1:0]]
                        == given + {{WIDTH-1{1'b0}}, m_valid} + f[WIDTH-1:0]);
        cover (!s_ready && given > 3);
    end
end
