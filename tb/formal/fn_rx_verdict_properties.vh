// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_verdict_properties - included by rtl/rx/fn_rx_verdict.v
//
// While its outputs are taken, no input waits longer than STALL cycles: a beat whose record
// was offered, and a record whose turn it is.

localparam STALL = 1;

reg       started = 1'b0;
reg [1:0] records;       // taken, their packet not ended
reg [3:0] beat_waits;
reg [3:0] record_waits;

wire beat_waits_now   = s_axis_tvalid && !s_axis_tready;
wire record_waits_now = s_record_valid && !s_record_ready && records == 2'd0;

always @(posedge clk) begin
    started      <= 1'b1;
    records      <= records + load - ends;
    beat_waits   <= beat_waits_now ? beat_waits + 1'b1 : 4'd0;
    record_waits <= record_waits_now ? record_waits + 1'b1 : 4'd0;
    if (rst) records      <= 2'd0;
    if (rst) beat_waits   <= 4'd0;
    if (rst) record_waits <= 4'd0;
end

always @* begin
    if (!started) assume (rst);
    assume (m_record_ready && m_axis_tready && m_received_ready);
    if (s_axis_tvalid) assume (records != 2'd0 || s_record_valid);

    if (started) begin
        assert (beat_waits <= STALL);
        assert (record_waits <= STALL);
        assert (records == this_q + next_q && (this_q || !next_q));
        assert (!skid_valid_q && received_q < 2'd3);
        cover (beat_waits == STALL);
    end
end
