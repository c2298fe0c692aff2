// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_properties - included by rtl/rx/fn_rx_parser.v
//
// While its outputs are taken no beat waits longer than STALL cycles, whatever is in the
// packets.  Each that began is in the window's registers, in the chain, or done.

localparam STALL = 3;

reg       started = 1'b0;
reg [4:0] beat_waits;
reg       open;        // the chain has seen a packet's first window and not its last
reg       beat_taken;  // by the memory of beats, in the cycle before
integer   f;

(* hierconn *) wire \u_chain.valid_q , \u_chain.given_q , \u_chain.key_given_q ;
(* hierconn *) wire [3:0] \u_beats.inside_q , \u_beats.put_q , \u_beats.get_q , \u_beats.after_q ;
(* hierconn *) wire \u_beats.some_q , \u_beats.s_ready_q ;

// Between packets or in one: before the chain, the window's registers, the input.
wire open_3 = open;
wire open_2 = \u_chain.valid_q ? !c_last : open_3;
wire open_1 = w_valid ? !w_last : open_2;

// Packets that began and have no key, no record yet.
wire       starts     = \u_chain.valid_q && c_first;
wire       keyless    = starts || (open_3 && !\u_chain.key_given_q );
wire       recordless = starts || (open_3 && !\u_chain.given_q );
wire [4:0] beats  = {!\u_beats.s_ready_q , \u_beats.inside_q };  // in the memory and at m
wire [4:0] stored = beats - m_axis_tvalid;
reg  [4:0] moving;

always @(posedge clk) begin
    started    <= 1'b1;
    beat_waits <= s_axis_tvalid && !s_axis_tready && !rst ? beat_waits + 1'b1 : 5'd0;
    open       <= !rst && open_2;
    beat_taken <= valid_q[WAIT-1] && !rst;
end

always @* begin
    moving = 5'd0;
    for (f = 0; f < WAIT; f = f + 1)
        moving = moving + valid_q[f];

    if (!started) assume (rst);
    assume (m_axis_tready && m_key_ready && m_record_ready);

    if (started) begin
        assert (beat_waits <= STALL);

        assert (!\u_chain.valid_q || c_first == !open_3);
        assert (!w_valid || w_first == !open_2);
        assert (middle_q == open_1);
        assert (keys_q == 3'd0 + (w_valid && w_first) + keyless + key_done_q[0] + key_done_q[1]
                          + key_waits_q + key_valid_q);
        assert (records_q == 3'd0 + (w_valid && w_first) + recordless + done_q[0] + done_q[1]
                             + done_q[2] + record_waits_q + record_valid_q);
        assert (!open_3 || !\u_chain.given_q || \u_chain.key_given_q );
        if (walked_q) assert (\u_chain.given_q && \u_chain.key_given_q && !starts
                              && !(w_valid && w_first));
        assert (keys_q < 3 && records_q < 3);
        assert (key_waits_q == 0 && record_waits_q == 0);

        assert (inside_q == moving + beats && inside_q <= DEPTH);
        assert (beats <= DEPTH && beats >= m_axis_tvalid);
        assert (\u_beats.after_q == ((\u_beats.get_q + 1) % DEPTH));
        assert (\u_beats.put_q == ((\u_beats.get_q + stored) % DEPTH));
        assert (\u_beats.some_q == (stored != 0) && stored < DEPTH);
        assert (m_axis_tvalid || stored == 0 || (stored == 1 && beat_taken));
        cover (beat_waits == 3);
    end
end
