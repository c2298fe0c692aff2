// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive_properties - included by rtl/host/fn_dma_receive.v
//
// While its outputs are taken no beat whose record was offered waits longer than STALL
// cycles, whether there are buffers and slots or not; nor does a record whose packet is next.

localparam STALL = 2;

reg       started = 1'b0;
reg       record_refused;  // it stays
reg [3:0] beat_waits;
reg [3:0] record_waits;

wire beat_waits_now   = s_axis_tvalid && !s_axis_tready;
wire record_waits_now = s_record_valid && !s_record_ready && beat_valid;

always @(posedge clk) begin
    started        <= 1'b1;
    record_refused <= s_record_valid && !s_record_ready && !rst;
    beat_waits     <= beat_waits_now && !rst ? beat_waits + 1'b1 : 4'd0;
    record_waits   <= record_waits_now && start && !rst ? record_waits + 1'b1 : 4'd0;
end

always @* begin
    if (!started) assume (rst);
    assume (m_command_ready && m_axis_tready && m_completion_ready && m_drop_ready);
    if (record_refused) assume (s_record_valid);
    if (beat_valid && start && record_ready_q) assume (s_record_valid);

    if (started) begin
        assert (beat_waits <= STALL);
        assert (record_waits <= STALL);
        assert (!flush_q || inside_q);
        assert (s_axis_tready || beat_valid);
        cover (beat_waits == STALL);
    end
end
