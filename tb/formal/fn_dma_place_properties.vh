// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_place_properties - included by rtl/host/fn_dma_place.v
//
// While outputs are taken: if there is a beat, and a command for it at hand, next or offered,
// not more than STALL cycles pass before the beat, the command at hand or the next one is
// taken; a beat sees the end of at most 8 commands.  So no beat waits for ever, whatever
// lengths commands and packets have.  Taken or not: what is offered stays, and each packet has
// one end and uses up its commands to the last one, each piece has its command.

localparam STALL = 2;

reg        started = 1'b0;
reg [2:0]  stalls;
reg [3:0]  overs;        // commands that ended in the beat at hand
reg [2:0]  valid, ready; // of the outputs, a cycle before
reg [87:0] stays;        // what was offered
reg [3:0]  ends_owed;    // packets whose last beat was taken, without their end
reg [3:0]  lasts_owed;   // last commands taken less packets that ended: -1 to 3
reg [3:0]  pieces;       // commands taken at m less pieces ended

(* hierconn *) wire [4:0] \u_beat.skid_q ;

wire       lacks = !command_q && !discard_q && s_command_ready && !s_command_valid;
wire       moves = (beat_valid && beat_ready) || over || (s_command_valid && s_command_ready);
wire       free  = m_command_ready && m_axis_tready && m_end_ready;
wire       s_end = s_axis_tvalid && s_axis_tready && s_axis_tlast;

always @(posedge clk) begin
    started    <= 1'b1;
    stalls     <= beat_valid && !moves && !lacks && free ? stalls + 1'b1 : 3'd0;
    overs      <= beat_valid && beat_ready ? 4'd0 : overs + over;
    valid      <= {m_command_valid, m_axis_tvalid, m_end_valid};
    ready      <= {m_command_ready, m_axis_tready, m_end_ready};
    stays      <= {m_command_address[11:0], m_axis_tdata, m_axis_tkeep, m_axis_tlast,
                   m_axis_tuser, m_end_written};
    ends_owed  <= ends_owed + s_end - (m_end_valid && m_end_ready);
    lasts_owed <= lasts_owed + (s_command_valid && s_command_ready && s_command_last) - ending;
    pieces     <= pieces + (m_command_valid && m_command_ready)
                         - (m_axis_tvalid && m_axis_tready && m_axis_tlast);
    if (rst) begin
        stalls     <= 3'd0;
        overs      <= 4'd0;
        valid      <= 3'd0;
        ends_owed  <= 4'd0;
        lasts_owed <= 4'd0;
        pieces     <= 4'd0;
    end
end

always @* begin
    if (!started) assume (rst);
    assume (s_command_length != 16'd0 || s_command_last);

    if (started) begin
        assert (stalls <= STALL);
        assert (overs <= 8);

        assert (!valid[2] || ready[2]
                || (m_command_valid && m_command_address[11:0] == stays[87:76]));
        assert (!valid[1] || ready[1]
                || (m_axis_tvalid && {m_axis_tdata, m_axis_tkeep, m_axis_tlast, m_axis_tuser}
                                     == stays[75:1]));
        assert (!valid[0] || ready[0] || (m_end_valid && m_end_written == stays[0]));
        assert (ends_owed == (beat_valid && beat_last)
                             + (!s_axis_tready && \u_beat.skid_q [3]) + m_end_valid);
        if (ending) assert (end_free);
        assert (lasts_owed == (!s_command_ready && next_last_q) + (command_q && last_q)
                              + discard_q - drain_q);
        assert (pieces + m_command_valid == begun_q + flush_q + hold_q
                                            + (m_axis_tvalid && m_axis_tlast));

        assert (!hold_q || (out_last_q && !out_valid_q && !flush_q));
        assert (!begun_q || (command_q && !discard_q && !empty_q));
        assert (!drain_q || !(command_q || discard_q));
        assert (beat_valid || overs == 0);
        assert (beat_valid || s_axis_tready);
        if (command_q && !empty_q) assert (tail_near_q == (tail_q[17:3] == 0));
        assert (s_command_ready_q || next_total_near_q == (next_total_q < 8));
        assert (s_command_ready_q || next_total_8_q == (next_total_q <= 8));
        assert (s_command_ready_q || !next_empty_q || next_last_q);
        assert (s_command_ready_q || next_empty_q || next_total_q != 0);
        assert (!command_q || !empty_q || last_q);
        if (overs != 0 && command_q && !empty_q)
            assert (tail_q[17:3] != 0 || tail_q[2:0] >= overs);
        if (overs != 0 && !command_q) assert (stay_q && tail_q[2:0] + 4'd1 >= overs);
        cover (stalls == STALL);
        cover (overs == 2);
    end
end
