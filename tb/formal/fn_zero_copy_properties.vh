// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy_properties - included by rtl/rx/fn_zero_copy.v
//
// While outputs are taken a beat whose record was taken is taken within BEAT cycles, the first
// beat of a packet, its record being offered, within FIRST; not counted is the time in which the
// fate of a packet is missing though all packets before it have come in: the engine, which waits
// for their verdicts, gives it then.  Taken or not: each packet asked about has one verdict, each
// packet leaves by its last beat, what is offered stays.
//
// The memories, of beats and of where payloads begin, may give anything in which the last
// beats inside are as many as went in.

localparam BEAT  = 3;
localparam FIRST = 40;

reg        started = 1'b0;
reg [2:0]  tails;            // last beats in the memory
reg [2:0]  beat_waits;
reg [6:0]  first_waits;
reg [3:0]  valid, ready;     // of the outputs, a cycle before
reg [26:0] stays;
reg [3:0]  verdicts;         // packets asked about, without verdict
reg [6:0]  work;             // cycles until all inside has left and a record is taken, at most

wire [2:0] payloads = payload_put_q - payload_get_q;
wire [4:0] jump     = payload - get_q;
wire       waits    = asking_q && !next_q && !s_decision_valid;
wire       taken    = m_verdict_ready && m_record_ready && m_axis_tready && m_place_axis_tready
                      && m_unplaced_ready;

always @(posedge clk) begin
    started <= 1'b1;
    tails   <= tails + (store && s_axis_tlast) - (unload && last);
    beat_waits  <= s_axis_tvalid && !s_axis_tready && this_q && taken && !waits
                   ? beat_waits + 1'b1 : 3'd0;
    first_waits <= s_axis_tvalid && !this_q && taken && !waits ? first_waits + 1'b1 : 7'd0;
    valid <= {m_verdict_valid, m_record_valid, m_axis_tvalid || m_place_axis_tvalid,
              m_unplaced_valid};
    ready <= {m_verdict_ready, m_record_ready,
              (!m_axis_tvalid || m_axis_tready) && (!m_place_axis_tvalid || m_place_axis_tready),
              m_unplaced_ready};
    stays <= {m_unplaced_software, m_unplaced_context, m_verdict_good, m_verdict_link, m_axis_tvalid, m_axis_tdata[5:0], m_axis_tlast,
              m_unplaced_reason};
    verdicts <= verdicts + (load && asks) - (m_verdict_valid && m_verdict_ready);
    if (rst) begin
        tails       <= 3'd0;
        beat_waits  <= 3'd0;
        first_waits <= 7'd0;
        valid       <= 4'd0;
        verdicts    <= 4'd0;
    end
end

always @* begin
    work = {1'b0, left} + {4'd0, fates_q} - {6'd0, found_q} + {5'd0, {2{asking_q}}}
         + {6'd0, record_valid_q};

    if (!started) assume (rst);
    if (s_axis_tvalid && !this_q) assume (s_record_valid);
    if (stored_q && tails == 0) assume (!last);
    if (stored_q && tails == left) assume (last);
    if (find) assume (jump < left && jump + {3'd0, tails} <= left);

    if (started) begin
        assert (beat_waits <= BEAT);
        assert (first_waits <= FIRST);

        assert (!valid[3] || ready[3] || (m_verdict_valid
                                          && {m_verdict_good, m_verdict_link} == stays[15:14]));
        assert (!valid[2] || ready[2] || m_record_valid);
        assert (!valid[1] || ready[1]
                || (m_axis_tvalid == stays[13] && m_place_axis_tvalid == !stays[13]
                    && {m_axis_tdata[5:0], m_axis_tlast} == stays[12:6]));
        assert (!valid[0] || ready[0] || (m_unplaced_valid
                                          && m_unplaced_reason == stays[5:0]
                                          && {m_unplaced_software, m_unplaced_context}
                                             == stays[26:16]));
        assert (verdicts == 4'd0 + m_verdict_valid + (this_q && this_asks_q)
                            + (next_q && next_asks_q));

        // Each packet inside has a fate or waits for it; all but two are here to the end.
        assert (4'd0 + fates_q + asking_q == 4'd0 + tails + this_q + next_q);
        assert (fates_q <= 4 && fate_put_q == fate_get_q + fates_q[1:0]);
        assert (!next_q || this_q);
        assert (!in_payload_q || this_q);
        assert (!(software_valid_q && place_valid_q));
        assert (s_record_ready_q == (!asking_q && !record_valid_q && fates_q < 4 && !next_q));
        assert (decision_ready_q == asking_q && !(asking_q && (record_valid_q || fates_q == 4)));
        assert (!s_axis_tready_q || (this_q && !(verdict_valid_q && this_asks_q) && left < 32));

        // Beats are between get_q and put_q.
        assert (inside_q <= 32 && {1'b0, passed_q} <= inside_q && tails <= left);
        assert (put_q == get_q + left[4:0] && stored_q == (left != 0));
        assert (passed_q == 0 || found_q);
        assert (4'd0 + payloads == 4'd0 + tails + in_payload_q);
        assert (!found_q || (known && fate[1:0] == PLACE && payloads != 0));
        assert (this_q || first_waits == 0 || first_waits + work < FIRST);
        cover (find && jump == 2 && tails == 2);
        cover (tails == 3 && first_waits == 2);
        cover (beat_waits == 1);
    end
end
