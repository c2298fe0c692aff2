// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo_properties - included by rtl/rx/fn_rx_fifo.v
//
// While its outputs are taken and record and match of the oldest packet are offered, no
// beat waits longer than STALL cycles, whether packets are held or not.

localparam STALL = 3;

reg       started = 1'b0;
reg       record_refused, match_refused;  // these stay
reg [3:0] beat_waits;

(* hierconn *) wire [4:0] \u_records.inside , \u_matches.inside ;
(* hierconn *) wire [11:0] \u_memory.owed ;

wire beat_waits_now = s_axis_tvalid && !s_axis_tready;

always @(posedge clk) begin
    started        <= 1'b1;
    record_refused <= s_record_valid && !s_record_ready && !rst;
    match_refused  <= s_match_valid && !s_match_ready && !rst;
    beat_waits     <= beat_waits_now && !rst ? beat_waits + 1'b1 : 4'd0;
end

always @* begin
    if (!started) assume (rst);
    assume (m_record_ready && m_packet_ready && m_axis_tready);
    if (record_refused) assume (s_record_valid);
    if (match_refused) assume (s_match_valid);
    if (beat_waits_now && !open_q) assume (record_some || s_record_valid);
    if (beat_waits_now && !open_q) assume (match_some || s_match_valid);

    if (started) begin
        assert (idle_q == !(open_q || m_record_valid_q || m_packet_valid_q));
        assert (beat_waits <= STALL);
        assert (\u_memory.owed == 0);
        assert (s_record_ready_q == (\u_records.inside < 16));
        assert (s_match_ready_q == (\u_matches.inside < 16));
    end
end
