// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_properties - included by rtl/rx/fn_flow_engine.v
//
// While outputs are taken, no request waits for ever, whatever contexts and requests say.  Not
// counted are cycles in which the work is held: it waits for the packet's verdict or until its
// commands are given.  A packet is taken within PACKET cycles, a bus failure, room or
// not, within OTHER; while there is room an operation within OTHER less the failures, a step of
// time within OTHER less both.  What is taken is worked on after AFTER_PACKET cycles at most, for WORK.
// Each packet has one decision, each operation one answer.

localparam AFTER_PACKET = 10;  // from taking it to when another may be
localparam AFTER_OTHER  = 21;
localparam PACKET = AFTER_PACKET + AFTER_OTHER + 2;
localparam OTHER  = AFTER_OTHER + 1 + 2 * (AFTER_PACKET + 1);
localparam WORK   = 10;

reg       started = 1'b0;
reg [5:0] age;         // since the last was taken, until another may be
reg       last_other;  // that was no packet
reg [5:0] work;        // on one
reg [5:0] packet_waits;
reg       overtaken;   // by another that is no packet
reg [9:0] waits  [0:2];  // a failure, an operation, a step of time
reg [5:0] passed [0:2];  // packets, meanwhile
reg [2:0] decisions;     // owed, the one at m included
reg [2:0] answers_owed;
reg [2:0] verdict_waits;
reg       placing;     // commands were begun, their end is not seen
reg [3:0] stage;
reg [5:0] soonest;     // cycles until the next is worked on
reg [5:0] rest;        // until another may be taken, at most
integer   f;

(* hierconn *) wire \u_line.there_q , \u_line.open_q , \u_line.packet_ready_q ;
(* hierconn *) wire \u_line.read_q , \u_line.read_2_q , \u_line.here_q , \u_line.sweeping_q ;
(* hierconn *) wire \u_line.packet , \u_line.failed , \u_line.operation , \u_line.sweep ;
(* hierconn *) wire [1:0] \u_line.patience_q ;

wire       taken  = \u_line.packet || \u_line.failed || \u_line.operation || \u_line.sweep ;
wire       other  = taken && !\u_line.packet ;
wire       held   = at_q[7] && packet_q && !(settled_q && (!placed || done));
wire       ahead_failed    = \u_line.there_q && next_failed;
wire       ahead_operation = \u_line.there_q && next_operation;
wire       work_failed     = busy_q && failed_q && at_q[8:0] != 0;
wire       work_operation  = busy_q && operation_q && at_q[8:0] != 0;
wire [2:0] waiting_one = {\u_line.sweeping_q ,
                          !s_operation_ready && !ahead_operation && !work_operation,
                          !s_failed_ready && !ahead_failed && !work_failed};
wire [2:0] may_wait = {{2{s_report_room}}, 1'b1};
wire [2:0] yields = {other, \u_line.failed || \u_line.operation , \u_line.failed };

always @(posedge clk) begin
    started <= 1'b1;
    if (taken) age <= 6'd0;
    else if (!held && !\u_line.open_q ) age <= age + 1'b1;
    if (taken) last_other <= other;
    packet_waits <= s_packet_valid && !s_packet_ready ? packet_waits + !held : 6'd0;
    overtaken    <= s_packet_valid && !s_packet_ready && (overtaken || other);
    work <= !busy_q || ends ? 6'd0 : work + !held;
    decisions     <= decisions + \u_line.packet - (m_decision_valid && m_decision_ready);
    answers_owed  <= answers_owed + (s_operation_valid && s_operation_ready) - m_answer_valid;
    verdict_waits <= at_q[7] && packet_q && !settled_q && s_verdict_valid ? verdict_waits + 1'b1
                                                                          : 3'd0;
    placing <= place_now || (placing && !(at_q[7] && done));
    for (f = 0; f < 3; f = f + 1) begin
        waits[f]  <= waiting_one[f] && may_wait[f] && !yields[f] ? waits[f] + !held : 10'd0;
        passed[f] <= waiting_one[f] && may_wait[f] && !yields[f]
                     ? passed[f] + \u_line.packet : 6'd0;
        if (rst) waits[f]  <= 10'd0;
        if (rst) passed[f] <= 6'd0;
    end
    if (rst) begin
        age          <= 6'd0;
        last_other   <= 1'b0;
        packet_waits <= 6'd0;
        overtaken    <= 1'b0;
        work         <= 6'd0;
        decisions     <= 3'd0;
        answers_owed  <= 3'd0;
        verdict_waits <= 3'd0;
        placing       <= 1'b0;
    end
end

always @* begin
    stage = 4'd0;
    for (f = 0; f < 11; f = f + 1)
        if (at_q[f]) stage = f;
    soonest = busy_q && stage < 9 ? 6'd9 - stage : 6'd0;
    if (\u_line.read_q && soonest == 0) soonest = 6'd1;
    if (\u_line.open_q )
        rest = 6'd0;
    else if (\u_line.there_q )
        rest = (loads_q ? 6'd0 : soonest + 6'd1) + (next_packet ? 6'd1 : 6'd12);
    else
        rest = 6'd11 - stage;

    if (!started) assume (rst);
    assume (m_decision_ready && m_command_ready && m_report_ready);

    if (started) begin
        assert (packet_waits <= PACKET);
        for (f = 0; f < 3; f = f + 1)
            assert (waits[f] <= OTHER);
        assert (work <= WORK);
        assert (verdict_waits <= 2);
        // as fn_flow_engine_commands is told: one packet after the other
        assert (!placing || (busy_q && packet_q && placed && at_q[7:4] != 0 && !at_q[3]));
        assert (decisions == (\u_line.there_q && next_packet) + (packet_q && at_q[3:0] != 0)
                             + m_decision_valid);
        assert (answers_owed == !s_operation_ready + m_answer_valid);

        assert (age + rest <= (last_other ? AFTER_OTHER : AFTER_PACKET));
        assert ((at_q & (at_q - 11'd1)) == 0 && busy_q == (at_q != 0));
        assert (!loads_q || (\u_line.there_q && (!busy_q || (at_q[9] && !twice_q) || at_q[10])));
        assert (!loads_q || !\u_line.read_q );
        assert (!\u_line.there_q || \u_line.read_q || \u_line.read_2_q || \u_line.here_q );
        assert (\u_line.there_q || !(\u_line.read_q || \u_line.read_2_q || \u_line.here_q ));
        assert (!(\u_line.open_q && (\u_line.there_q || (busy_q && !packet_q))));
        assert (\u_line.open_q || \u_line.there_q || (busy_q && !packet_q));
        assert (\u_line.packet_ready_q == (\u_line.open_q && !\u_line.patience_q [1]));
        assert (\u_line.patience_q <= 2);
        assert (!\u_line.there_q || !busy_q || packet_q);
        assert (!busy_q || work == stage);
        assert (!busy_q || packet_q + failed_q + operation_q <= 1);
        assert (!\u_line.there_q || next_packet + next_failed + next_operation <= 1);
        assert (!busy_q || packet_q || at_q[0] || settled_q);
        if (\u_line.there_q ) assert (last_other == !next_packet);

        assert (packet_waits <= (overtaken ? AFTER_PACKET + 1 : \u_line.patience_q == 0) + age + 1);
        assert (!overtaken || (\u_line.patience_q == 0 && last_other));
        assert (!\u_line.patience_q [1] || !last_other);
        assert (!ahead_failed || !s_failed_ready);
        assert (!ahead_operation || !s_operation_ready);
        assert (!work_failed || !s_failed_ready);
        assert (!work_operation || !s_operation_ready);
        for (f = 0; f < 3; f = f + 1) begin
            assert (passed[f] <= \u_line.patience_q );
            assert (passed[f] == 0 || !last_other);
            assert (waits[f] <= age + 1 + (passed[f] == 0 ? 0 : AFTER_OTHER + 1
                                           + (passed[f] - 1) * (AFTER_PACKET + 1)));
        end
        cover (packet_waits == 8);
        cover (m_answer_valid);
    end
end
