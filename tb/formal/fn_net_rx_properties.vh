// SPDX-License-Identifier: Apache-2.0
//
// fn_net_rx_properties - included by rtl/net/fn_net_rx.v
//
// Whatever the wire does and whether the FIFO has room or not: each carrier event that ends
// has put exactly one last beat into the FIFO or is owed one marker, and nothing else enters
// before the markers.  While there is room each cycle pays one; a frame that begins when none
// is owed, with room until its end, enters whole: after an overrun all goes on.

reg        started = 1'b0;
reg        reset;      // a cycle before
reg [15:0] ended;      // carrier events
reg [15:0] lasts;      // last beats in the FIFO
reg        clear_way;  // since the carrier began none was owed, and there was room
reg [16:0] octets;     // of the frame, up to 65,536
reg [15:0] entered;    // beats of the frame in the FIFO
reg        stalled;    // m was not taken
reg [64:0] stays;
reg [3:0]  kept;       // bytes in pack_q
integer    f;

wire        enter  = (due || owing_q) && ready;
wire [16:0] longest = octets < maximum_q ? octets : maximum_q;
wire [16:0] bytes   = octets < 4 ? 17'd0 : longest - 17'd4;

always @(posedge gmii_rx_clk) begin
    started   <= 1'b1;
    reset     <= gmii_rx_rst;
    ended     <= ended + finish;
    lasts     <= lasts + (enter && is_last);
    clear_way <= follow && (active_q ? clear_way : !owing_q) && ready;
    octets    <= octet ? octets + !octets[16] : 17'd0;
    entered   <= octet ? entered + (enter && !owing_q) : 16'd0;
    stalled   <= m_axis_tvalid && !m_axis_tready && !rst;
    stays     <= {m_axis_tlast, m_axis_tdata};
    if (gmii_rx_rst) begin
        ended     <= 16'd0;
        lasts     <= 16'd0;
        clear_way <= 1'b0;
    end
end

always @* begin
    kept = 4'd0;
    for (f = 0; f < 8; f = f + 1)
        kept = kept + keep_q[f];

    if (!started) assume (gmii_rx_rst && rst);
    assume (owed_q != 16'hffff);
    assume (maximum_q >= 64);

    if (started) begin
        assert (owed_q + lasts == ended + (lost_q && active_q));
        assert (owing_q == (owed_q != 16'd0));
        if (owing_q) assert (kept == 0 && is_last);
        if (owing_q && ready) assert (enter);
        if (finish && clear_way && ready) begin
            assert (enter && is_last && !owing_q && reason != `FN_REASON_OVERRUN);
            assert ({entered, 3'd0} + kept == bytes);
        end
        if (stalled) assert (m_axis_tvalid && {m_axis_tlast, m_axis_tdata} == stays);

        assert (!active_q || carrier_q);
        assert (!inside_q || active_q);
        assert (!reset || !active_q);
        assert (kept == 0 || (inside_q && deep_q) || reset);
        assert (!clear_way || (active_q && !owing_q && !lost_q));
        if (!reset) begin
            assert (inside_q || octets == 0);
            assert (deep_q == (octets >= 4) && over_q == (octets >= maximum_q));
            if (!over_q) assert (length_q == octets[15:0] + 16'd1);
            if (clear_way) assert ({entered, 3'd0} + kept == bytes);
            if (clear_way && entered != 0) assert (kept != 0);
            if (kept != 0) assert (top_lane == kept - 4'd1);
            assert ((keep_q & (keep_q + 8'd1)) == 0);
        end
        cover (finish && clear_way && octets == 17'd9 && ended == 16'd2 && lasts == 16'd2);
        cover (owed_q == 16'd2);
    end
end
