// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_properties - included by rtl/rx/fn_rx_checksum.v
//
// While its outputs are taken, no input waits longer than STALL cycles: a beat whose record
// was offered, and a record when no packet is inside.  No more than one beat is inside
// then, and its result comes in time.

localparam STALL = 1;

reg       started = 1'b0;
reg       offered;       // a record was refused: it stays
reg [3:0] beat_waits;
reg [3:0] record_waits;

(* hierconn *) wire [4:0]           \u_results.inside ;
(* hierconn *) wire [4:0]           \u_beats.inside ;

wire beat_waits_now   = s_axis_tvalid && !s_axis_tready;
wire record_waits_now = s_record_valid && !s_record_ready && !has_record_q;

always @(posedge clk) begin
    started      <= 1'b1;
    offered      <= s_record_valid && !s_record_ready && !rst;
    beat_waits   <= beat_waits_now ? beat_waits + 1'b1 : 4'd0;
    record_waits <= record_waits_now ? record_waits + 1'b1 : 4'd0;
    if (rst) beat_waits   <= 4'd0;
    if (rst) record_waits <= 4'd0;
end

always @* begin
    if (!started) assume (rst);
    assume (m_record_ready && m_axis_tready);
    if (offered) assume (s_record_valid);
    if (s_axis_tvalid) assume (has_record_q || s_record_valid);

    if (started) begin
        assert (beat_waits <= STALL);
        assert (record_waits <= STALL);
        assert (\u_beats.inside <= 1 && \u_results.inside == 0);
        if (beat_some) assert (beat_last == (result_comes_q || late_q));
        if (result_comes_q || late_q) assert (beat_some);
        assert (!(result_comes_q && late_q));
        assert (!(m_record_valid_q && s_record_ready_q));
        assert (s_record_ready_q == (!has_record_q && !m_record_valid_q));
        assert (!late_q || (has_record_q && !s_axis_tready_q));
        if (s_axis_tready_q) assert (has_record_q || s_record_ready_q);
        cover (beat_waits == 1);
    end
end
