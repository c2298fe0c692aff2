// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_properties - included by rtl/host/fn_dma_write.v
//
// Rules of an AXI4 master that writes.  The bus answers each burst after it took its
// address and its last word, any order between ids.  fn_dma_write_done may say anything; what it
// relies on is asserted.

localparam LINE = 256 / BYTES;  // words of 256 bytes

reg         started = 1'b0;
reg         aw_refused, w_refused;
reg [75:0]  aw_offered;
reg [DATA_BITS+BYTES:0] w_offered;

wire [75:0] aw_offer = {m_axi_awid, m_axi_awaddr, m_axi_awlen};
wire [DATA_BITS+BYTES:0] w_offer = {m_axi_wdata, m_axi_wstrb, m_axi_wlast};
wire        aw_taken = m_axi_awvalid && m_axi_awready;
wire        w_taken  = m_axi_wvalid && m_axi_wready;
wire        w_ended  = w_taken && m_axi_wlast;
wire        aw_new   = m_axi_awvalid && !aw_refused;  // offered for the first time

// Bursts that were offered and have not given their last word: awlen of the oldest two.
reg  [1:0]  open;
reg  [7:0]  len_0, len_1;
reg  [7:0]  given;     // words of the oldest
wire [1:0]  open_now = open + aw_new;
wire [7:0]  len_now  = open == 0 ? m_axi_awlen : len_0;
wire [7:0]  next_now = open == 1 ? m_axi_awlen : len_1;

// Of one id: bursts whose address, whose last word was taken, and that were not answered.
wire [3:0]  new_id = pick ? 4'd0 : wait_first ? channel : channel_q;
reg  [3:0]  burst_id;  // of the burst whose words leave
reg         burst_drop;
reg  [3:0]  w_id;      // of the word that is offered
reg         w_drop;
(* anyconst *) reg [3:0] which;  // any one id: what holds of it holds of all
reg  [7:0]  aw_open;
reg  [7:0]  w_open;
reg  [7:0]  flight;    // bursts that fn_dma_write_done knows of
reg  [1:0]  rooms, record_rooms;        // in the cycles before
reg  [2:0]  since_piece, since_record;  // cycles since one was issued, 4 for more
reg  [63:8] expected;  // where a piece goes on
reg         placed;    // there was one
reg  [2:0]  word;      // of the record that arrives
reg  [2:0]  since;     // cycles since a burst arrived, 4 for more

always @(posedge clk) begin
    started    <= 1'b1;
    aw_refused <= m_axi_awvalid && !m_axi_awready && !rst;
    w_refused  <= m_axi_wvalid && !m_axi_wready && !rst;
    aw_offered <= aw_offer;
    w_offered  <= w_offer;
    open       <= rst ? 2'd0 : open_now - w_ended;
    len_0      <= w_ended ? next_now : len_now;
    len_1      <= next_now;
    if (w_taken) given        <= m_axi_wlast ? 8'd0 : given + 8'd1;
    if (rst) given            <= 8'd0;
    if (issue) burst_id       <= new_id;
    if (issue) burst_drop     <= !pick && wait_drop;
    if (move) w_id            <= issue ? new_id : burst_id;
    if (move) w_drop          <= issue ? !pick && wait_drop : burst_drop;
    rooms        <= rst ? 2'd0 : {rooms[0], room};
    record_rooms <= rst ? 2'd0 : {record_rooms[0], record_room};
    since_piece  <= rst ? 3'd4 : issue_q && !is_record_q ? 3'd1 : since_piece + !since_piece[2];
    since_record <= rst ? 3'd4 : issue_q && is_record_q ? 3'd1 : since_record + !since_record[2];
    if (issue_piece) expected <= (wait_first ? address[63:8] : next_q) + 1'b1;
    if (issue_piece) placed   <= 1'b1;
    if (rst) placed           <= 1'b0;
    if (s_record_axis_tvalid && s_record_axis_tready)
        word <= s_record_axis_tlast ? 3'd0 : word + 3'd1;
    if (rst) word <= 3'd0;
    since      <= rst ? 3'd4 : burst_valid ? 3'd1 : since + !since[2];
    flight  <= rst ? 8'd0 : flight + (issue_q && awid_q == which)
                          - (m_axi_bvalid && m_axi_bid == which);
    aw_open <= rst ? 8'd0 : aw_open + (aw_taken && m_axi_awid == which)
                          - (m_axi_bvalid && m_axi_bid == which);
    w_open  <= rst ? 8'd0 : w_open + (w_ended && w_id == which)
                          - (m_axi_bvalid && m_axi_bid == which);
end

always @* begin
    if (!started) assume (rst);
    if (s_axis_tvalid) assume (s_axis_tkeep != 0);
    if (s_axis_tvalid) assume ((s_axis_tkeep & (s_axis_tkeep + 8'd1)) == 0);
    if (s_axis_tvalid && !s_axis_tlast) assume (s_axis_tkeep == 8'hff);
    if (s_record_axis_tvalid) assume (s_record_axis_tlast == (word == RECORD));
    if (m_axi_bvalid && m_axi_bid == which) assume (aw_open != 0 && w_open != 0);
    assume (flight < 128);  // proved of fn_dma_write_done

    // What fn_dma_write_align tells of each piece, kept in order by queue and memory.
    if (wait_valid) assume (wait_len < LINE);
    if (wait_valid && wait_first) assume (address[7:SIZE] + wait_len < LINE);
    if (burst_valid) assume (since[2] || since > burst[7:3]);
    assume (burst_more == (burst_valid && burst[7:3] >= 5'd2));

    if (started) begin
        // what is offered stays
        if (aw_refused) assert (m_axi_awvalid && aw_offer == aw_offered);
        if (w_refused) assert (m_axi_wvalid && w_offer == w_offered);
        assert (m_axi_bready);

        // a burst: whole words, rising addresses, inside 256 bytes
        if (m_axi_awvalid) begin
            assert (m_axi_awsize == SIZE && m_axi_awburst == 2'b01);
            assert (m_axi_awaddr[SIZE-1:0] == 0);
            assert (m_axi_awlen < LINE);
            assert (m_axi_awaddr[7:SIZE] + m_axi_awlen < LINE);
        end

        // as many words as it says, wlast on the last, none before the burst is offered
        if (m_axi_wvalid) assert (open_now != 0);
        if (m_axi_wvalid) assert (m_axi_wlast == (given == len_now));
        assert (open_now == busy_q + (wvalid_q && wlast_q));
        if (wvalid_q && !wlast_q) assert (busy_q);
        assert (open + aw_new < 3);
        if (busy_q && !(wvalid_q && wlast_q)) assert (given + wvalid_q + left_q == len_now);
        if (busy_q && wvalid_q && wlast_q) assert (left_q == next_now);
        if (open_now == 0) assert (given == 0);
        if (busy_q && wvalid_q && !wlast_q) assert (w_id == burst_id && w_drop == burst_drop);
        if (busy_q) assert (drop_q == burst_drop && (!is_record_q || burst_id == 0 && !burst_drop));
        if (busy_q && awvalid_q) assert (awid_q == burst_id);
        if (wvalid_q && w_drop) assert (m_axi_wstrb == 0);

        // no burst meets one that was held back
        assert (!(is_held_1_q && burst_more) && !(is_held_2_q && is_2));
        assert (!is_held_2_q || since == 1);
        assert (!is_held_1_q || since == 1 || since == 2);

        // each burst is answered once, each id counted by itself
        assert ({1'b0, flight} == {1'b0, aw_open} + (awvalid_q && awid_q == which && !issue_q));
        assert ({1'b0, aw_open} + (awvalid_q && awid_q == which)
                == {1'b0, w_open} + (busy_q && burst_id == which)
                   + (wvalid_q && wlast_q && w_id == which));
        if (m_axi_bvalid && m_axi_bid == which) assert (flight != 0);

        // what fn_dma_write_done is told
        if (issue_q) assert (awvalid_q && awid_q == burst_id && (!is_record_q || burst_id == 0));
        if (issue_q && !is_record_q) assert (rooms[1] && since_piece[2]);
        if (issue_q && is_record_q) assert (record_rooms[1] && since_record[2] && awid_q == 0);

        // a piece goes on where its burst before ended
        if (placed) begin
            if (step_q == 3'd0) assert (next_q == expected);
            if (step_q[0]) assert (next_q + 1'b1 == expected);
            if (step_q[1]) assert ({next_q[63:27] + carry_q, next_q[26:8]} == expected);
            if (step_q[2]) assert ({next_q[63:46] + carry_q, next_q[45:8]} == expected);
        end
        assert (step_q == 0 || step_q == 1 || step_q == 2 || step_q == 4);
        if (step_q[0] || step_q[1]) assert (!may_piece_q);
        cover (which == 4'd3 && aw_open == 3);
        cover (m_axi_wvalid && open == 2 && given == 3);
    end
end
