// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_merge_properties - included by rtl/host/fn_dma_merge.v
//
// [0] stack, [1] place.  While outputs are taken a source whose packet is open waits no cycle
// longer than STALL; one that asks waits for one packet of the other at most.  Taken or not:
// beats and commands carry their numbers, so any loss, doubling or change of order shows at m;
// packets do not mix; each piece has its command, no later than its first beat, and its flow; of
// a packet's commands one is its first, and not of two placed ones in two cycles on end.

localparam STALL = 1;

reg       started = 1'b0;
reg [2:0] beat_waits    [0:1];
reg [2:0] command_waits [0:1];
reg [1:0] overtaken     [0:1];
reg [5:0] beats_in      [0:1];
reg [5:0] beats_out     [0:1];
reg [5:0] commands_in   [0:1];
reg [5:0] commands_out  [0:1];
reg [5:0] told          [0:1];  // commands less the pieces whose first beat has left
reg       in_packet;     // at m
reg       in_piece;
reg       owner;
reg [2:0] firsts;        // such commands taken at m less packets that ended there
reg       after_placed;  // a placed one was in the cycle before

wire [1:0] s_beat         = {s_place_axis_tvalid, s_stack_axis_tvalid};
wire [1:0] s_beat_ready   = {s_place_axis_tready, s_stack_axis_tready};
wire [1:0] s_command      = {s_place_command_valid, s_stack_command_valid};
wire [1:0] s_command_free = {s_place_command_ready, s_stack_command_ready};
wire [1:0] own            = {open_q && place_q, open_q && !place_q};
wire       free           = m_command_ready && m_axis_tready;
wire       m_place        = m_axis_tdata[6];
wire       m_beat         = m_axis_tvalid && m_axis_tready;
wire       m_command      = m_command_valid && m_command_ready;

// At the registers of m: a piece has begun and not ended, a packet.
wire       begun = m_axis_tvalid ? !m_axis_tlast : in_piece;
wire       open  = m_axis_tvalid ? !(m_axis_tlast && m_axis_tuser[0]) : in_packet;

integer    s, t;
reg [5:0]  shown;  // told, and the command at m

always @(posedge clk) begin
    started <= 1'b1;
    firsts  <= firsts + (m_command && m_command_first)
                      - (m_beat && m_axis_tlast && m_axis_tuser[0]);
    after_placed <= m_command && m_command_first && m_command_place;
    for (s = 0; s < 2; s = s + 1) begin
        beat_waits[s] <= free && s_beat[s] && !s_beat_ready[s] && own[s]
                         && (given_q || command_valid[s]) ? beat_waits[s] + 1'b1 : 3'd0;
        command_waits[s] <= free && s_command[s] && !s_command_free[s] && own[s] && !given_q
                            ? command_waits[s] + 1'b1 : 3'd0;
        overtaken[s] <= !asks[s] || own[s] || (begins && place == s) ? 2'd0
                        : overtaken[s] + begins;
        beats_in[s]     <= beats_in[s] + (s_beat[s] && s_beat_ready[s]);
        commands_in[s]  <= commands_in[s] + (s_command[s] && s_command_free[s]);
        beats_out[s]    <= beats_out[s] + (m_beat && m_place == s);
        commands_out[s] <= commands_out[s] + (m_command && m_command_address[6] == s);
        told[s]         <= told[s] + (m_command && m_command_address[6] == s)
                                   - (m_beat && !in_piece && m_place == s);
        if (rst) begin
            beat_waits[s]    <= 3'd0;
            command_waits[s] <= 3'd0;
            overtaken[s]     <= 2'd0;
            beats_in[s]      <= 6'd0;
            beats_out[s]     <= 6'd0;
            commands_in[s]   <= 6'd0;
            commands_out[s]  <= 6'd0;
            told[s]          <= 6'd0;
        end
    end
    if (m_beat) begin
        in_piece  <= !m_axis_tlast;
        in_packet <= !(m_axis_tlast && m_axis_tuser[0]);
        owner     <= m_place;
    end
    if (rst) begin
        in_piece     <= 1'b0;
        in_packet    <= 1'b0;
        firsts       <= 3'd0;
        after_placed <= 1'b0;
    end
end

always @* begin
    if (!started) assume (rst);
    assume (s_stack_axis_tdata[6:0] == {1'b0, beats_in[0]});
    assume (s_place_axis_tdata[6:0] == {1'b1, beats_in[1]});
    assume (s_stack_command_address[6:0] == {1'b0, commands_in[0]});
    assume (s_place_command_address[6:0] == {1'b1, commands_in[1]});
    assume (s_place_command_index == s_place_command_address[16:7]);

    if (started) begin
        for (t = 0; t < 2; t = t + 1) begin
            assert (beat_waits[t] <= STALL);
            assert (command_waits[t] <= STALL);
            assert (overtaken[t] <= 1);
            if (overtaken[t]) assert (place_q != t);
            if (free && asks[t] && !open_q) assert (begins);
            if (m_axis_tvalid && m_place == t)
                assert (m_axis_tdata[5:0] == beats_out[t]);
            if (m_command_valid && m_command_address[6] == t)
                assert (m_command_address[5:0] == commands_out[t]);
            assert (beats_in[t] == beats_out[t] + !s_beat_ready[t]
                                   + (m_axis_tvalid && m_place == t));
            assert (commands_in[t] == commands_out[t] + !s_command_free[t]
                                      + (m_command_valid && m_command_address[6] == t));
            shown = told[t] + (m_command_valid && m_command_address[6] == t);
            if (m_axis_tvalid && !in_piece && m_place == t) assert (shown != 0);
            assert (shown == (own[t] && given_q && !begun)
                             + (m_axis_tvalid && !in_piece && m_place == t));
        end
        if (!s_beat_ready[0]) assert (stack_beat[6:0] == {1'b0, beats_in[0] - 6'd1});
        if (!s_beat_ready[1]) assert (place_beat[6:0] == {1'b1, beats_in[1] - 6'd1});
        if (!s_command_free[0]) assert (stack_address[6:0] == {1'b0, commands_in[0] - 6'd1});
        if (!s_command_free[1]) assert (place_address[6:0] == {1'b1, commands_in[1] - 6'd1});

        if (in_packet && m_axis_tvalid) assert (m_place == owner);
        if (m_command_valid) assert (m_command_place == m_command_address[6]);
        if (m_command_valid) assert (m_command_index
                                     == (m_command_place ? m_command_address[16:7] : 10'd0));
        if (!s_command_free[1]) assert (place_index == place_address[16:7]);
        assert (firsts + (m_command_valid && m_command_first)
                == open_q + (m_axis_tvalid && m_axis_tlast && m_axis_tuser[0]));
        if (after_placed)
            assert (!(m_command_valid && m_command_first && m_command_place));
        assert (open_q == open);
        assert (!begun || given_q);
        assert (!given_q || open_q);
        if (open_q) assert (place_q == (m_axis_tvalid ? m_place : owner));
        cover (beat_waits[0] == STALL);
        cover (overtaken[0] == 1);
        cover (overtaken[1] == 1);
    end
end
