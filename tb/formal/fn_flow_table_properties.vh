// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_properties - included by rtl/rx/fn_flow_table.v
//
// While matches are taken no key waits longer than STALL cycles, and its match, of a key that
// the solver chooses, comes within ANSWER, whatever came before and whether entries are
// written or not.  No answer is lost or doubled, taken or not.  A write takes WRITE cycles at
// most, whatever is looked up.

localparam STALL  = GROUPS == 1 ? 3 : GROUPS;
localparam ANSWER = GROUPS + 4;
localparam WRITE  = 256 * (GROUPS + 1) + 2;

(* anyseq *) reg choose;
reg        started = 1'b0;
reg [3:0]  key_waits;
reg        watched;     // a key was taken and has no match yet
reg [2:0]  ahead;       // so many before it
reg [3:0]  answer_waits;
reg [10:0] write_age;   // cycles since a write was taken
reg [2:0]  step_waits;  // since its last step
reg [3:0]  flying;
integer    f;

(* hierconn *) wire [6:0] \u_walk.row_q ;
(* hierconn *) wire \u_walk.is_write_q , \u_walk.was_read_q , \u_walk.complete_q ;

wire [PLACE_BITS-1:0] stored = put_q - get_q;
wire [8:0]            steps  = {\u_walk.row_q , \u_walk.is_write_q };
wire [STAGES-1:0]     more   = flight_q & MORE[STAGES-1:0];  // rows are being read

always @(posedge clk) begin
    started      <= 1'b1;
    key_waits    <= s_key_valid && !key_ready_q && m_match_ready && !rst ? key_waits + 1'b1 : 0;
    answer_waits <= m_match_ready ? answer_waits + 1'b1 : 4'd0;
    if (give && watched) ahead <= ahead - 1'b1;
    if (give && watched && ahead == 0) watched <= 1'b0;
    if (!watched || (give && ahead == 0)) begin
        watched      <= take && choose;
        ahead        <= in_flight_q - give;
        answer_waits <= 4'd1;  // the cycle after it was taken
    end
    write_age  <= s_write_ready ? 11'd0 : write_age + 1'b1;
    step_waits <= walking && !slot_q && !rst ? step_waits + 1'b1 : 3'd0;
    if (rst) answer_waits <= 4'd0;
    if (rst) watched      <= 1'b0;
    if (rst) write_age    <= 11'd0;
end

always @* begin
    flying = 4'd0;
    for (f = 0; f < STAGES; f = f + 1)
        flying = flying + flight_q[f];

    if (!started) assume (rst);

    if (started) begin
        assert (key_waits <= STALL);
        assert (answer_waits <= ANSWER);
        assert (write_age <= WRITE);

        assert (in_flight_q == flying + stored + match_valid_q && in_flight_q <= 4);
        assert (some_q == (stored != 0) && (!some_q || match_valid_q));
        assert (key_ready_q == (!slot_q && more == 0 && in_flight_q < 4));
        assert (!slot_q || more == 0);
        for (f = 1; f < GROUPS; f = f + 1)
            assert ((flight_q & flight_q >> f) == 0);
        if (watched) assert (ahead < in_flight_q);

        assert (!slot_q || walking);
        assert (walking + s_write_ready + \u_walk.complete_q == 1);
        assert (walking || steps == 0);
        assert (step_waits <= GROUPS);
        if (walking) assert (write_age <= steps * (GROUPS + 1) + step_waits);
        cover (key_waits == STALL);
        cover (answer_waits == ANSWER);
        cover (step_waits == GROUPS);
    end
end
