// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_done_properties - included by rtl/host/fn_dma_write_done.v
//
// Its part of the proof of fn_dma_write.  A done tells of a packet's last burst and of no
// other: one burst that the solver chooses is watched from its issue to its response.

(* anyseq *) reg choose;
reg             started = 1'b0;
reg [BITS:0]    flight;    // bursts of packets that were issued and not answered
reg             watched;
reg [BITS:0]    ahead;     // bursts before it
reg             last;      // it is its packet's last
reg             answered;  // one of a packet was, in the cycle before
reg             due;       // that was the watched one
reg             fault;     // an error since the last done
reg             record_answered, record_failed;

wire            still_fault = fault && !m_done_valid;

always @(posedge clk) begin
    started         <= 1'b1;
    flight          <= flight + s_issued_valid - response;
    answered        <= response;
    due             <= watched && response && ahead == 0;
    record_answered <= s_response_valid && s_response_id;
    record_failed   <= s_response_error;
    fault           <= still_fault || (response && s_response_error);
    if (watched && response) begin
        ahead <= ahead - 1'b1;
        if (ahead == 0) watched <= 1'b0;
    end
    if (s_issued_valid && choose && !watched && !due) begin
        watched <= 1'b1;
        ahead   <= flight - response;
        last    <= s_issued_last;
    end
    if (rst) begin
        flight          <= 0;
        answered        <= 1'b0;
        due             <= 1'b0;
        watched         <= 1'b0;
        fault           <= 1'b0;
        record_answered <= 1'b0;
    end
end

wire [BITS-1:0] slot = get_q + ahead[BITS-1:0];

always @* if (started) begin
    assert (flight <= DEPTH - 4);
    assert (inside_q + issued_q == flight);
    assert (put_q - get_q == inside_q);
    if (response) assert (inside_q != 0);

    assert (!m_done_valid || answered);
    if (due) assert (m_done_valid == last);
    if (m_done_valid) assert (m_done_error == fault);
    assert (failed_q == still_fault);
    assert (m_record_done_valid == record_answered);
    if (m_record_done_valid) assert (m_record_done_error == record_failed);

    if (watched) assert (!due && ahead < flight);
    if (watched && ahead < inside_q) assert (memory_q[slot] == last);
    if (watched && ahead >= inside_q) assert (issued_q && issued_last_q == last);
end
