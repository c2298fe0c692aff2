// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_report_properties - included by rtl/rx/fn_flow_report.v
//
// While outputs are taken, slots are given, and end and done of the packet whose turn it is
// are here, no entry waits longer than STALL cycles and those inside leave every EACH cycles.
// Whatever is taken: what is offered stays, each good placed packet has one delivery, each
// entry reported one report, and m_room keeps its word.

localparam STALL = 5;
localparam EACH  = 5;

reg        started = 1'b0;
reg [3:0]  entry_waits;
reg [3:0]  head_waits;        // since an entry has left, or came
reg [3:0]  valid, ready;      // of the outputs, a cycle before
reg [2:0]  deliveries;        // owed, those at m included
reg [2:0]  reports_owed;
reg [8:0]  inside_before;
reg [67:0] stays;             // of what was offered
reg        fresh;             // an entry was taken in the cycle before

(* hierconn *) wire [7:0] \u_entries.inside_q , \u_entries.put_q , \u_entries.get_q ;
(* hierconn *) wire [7:0] \u_entries.after_q ;
(* hierconn *) wire       \u_entries.some_q ;

wire [8:0] inside = {!s_entry_ready, \u_entries.inside_q };
wire [8:0] stored = inside - head_valid;
wire       free   = m_report_ready && m_delivery_ready && m_acknowledge_ready && m_failed_ready
                    && (s_slot_valid || !s_slot_ready) && !clearing
                    && (!head_valid || !head_placed || answered);
wire       judges = state_q == JUDGE || state_q == ACT;

always @(posedge clk) begin
    started     <= 1'b1;
    fresh       <= s_take && !rst;
    entry_waits <= s_entry_valid && !s_entry_ready && free && !rst ? entry_waits + 1'b1 : 4'd0;
    head_waits  <= head_valid && !leave && free && !rst ? head_waits + 1'b1 : 4'd0;
    valid       <= rst ? 4'd0 : {m_report_valid, m_delivery_valid, m_acknowledge_valid,
                                 m_failed_valid};
    ready       <= {m_report_ready, m_delivery_ready, m_acknowledge_ready, m_failed_ready};
    stays       <= {m_delivery_context, m_report_data[31:0], m_delivery_reason,
                    m_acknowledge_index, m_failed_index};
    deliveries  <= deliveries + (leave && head_placed && head[KEPT_BITS+3])
                              - (m_delivery_valid && m_delivery_ready);
    reports_owed <= reports_owed
                  + (leave && head[KEPT_BITS+2])
                  - (m_report_valid && m_report_ready)
                  - (act && reports_q && !s_ring_enable);
    inside_before <= rst ? 9'd0 : inside;
    if (rst) deliveries   <= 3'd0;
    if (rst) reports_owed <= 3'd0;
end

always @* begin
    if (!started) assume (rst);

    if (started) begin
        assert (entry_waits <= STALL);
        assert (head_waits <= EACH);

        assert (!valid[3] || ready[3] || (m_report_valid && m_report_data[31:0] == stays[57:26]));
        assert (!valid[2] || ready[2]
                || (m_delivery_valid && m_delivery_reason == stays[25:20]
                    && m_delivery_context == stays[67:58]));
        assert (!valid[1] || ready[1]
                || (m_acknowledge_valid && m_acknowledge_index == stays[19:10]));
        assert (!valid[0] || ready[0] || (m_failed_valid && m_failed_index == stays[9:0]));

        assert (deliveries == (judges && placed && good) + m_delivery_valid);
        assert (reports_owed == (judges && reported) + m_report_valid);
        if (state_q == ACT) assert (delivers_q == (placed && good));
        if (state_q == ACT) assert (reports_q == reported);
        assert (!m_room || inside_before <= 240);

        assert (inside_q == inside && inside <= DEPTH);
        assert (!(slot_q && slot_ready_q));
        assert (\u_entries.after_q == \u_entries.get_q + 8'd1);
        assert (\u_entries.put_q == \u_entries.get_q + stored[7:0] && stored < DEPTH);
        assert (\u_entries.some_q == (stored != 0));
        assert (head_valid || stored == 0 || (stored == 1 && fresh));
        assert (state_q != WAIT || head_valid);
        assert (state_q == FETCH || !clearing);
        cover (head_waits == EACH);
        cover (deliveries == 2);
    end
end
