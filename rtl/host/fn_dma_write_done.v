// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_done - part of fn_dma_write: write responses become done pulses
//
// Remembers of each burst of a packet that was issued whether it is the packet's last.
// Packets are id 0, records id 1; a record is one burst and needs no memory.  From
// DEPTH - 4 bursts on s_issued_ready goes, two cycles later.

`default_nettype none

module fn_dma_write_done #(
    parameter DEPTH = 128  // bursts of packets in flight, a power of two
) (
    input  wire       clk,
    input  wire       rst,

    // issued: a burst of a packet; ready: there may be one more
    input  wire       s_issued_valid,
    output wire       s_issued_ready,
    input  wire       s_issued_last,

    // write responses, always taken
    input  wire       s_response_valid,
    input  wire       s_response_id,
    input  wire       s_response_error,

    // done, record done
    output wire       m_done_valid,
    output wire       m_done_error,
    output wire       m_record_done_valid,
    output wire       m_record_done_error
);
    localparam BITS = $clog2(DEPTH);

    reg            memory_q [0:DEPTH-1];
    reg [BITS-1:0] put_q;
    reg [BITS-1:0] get_q;
    reg [BITS-1:0] inside_q;
    reg            issued_q;
    reg            issued_last_q;
    reg            s_issued_ready_q;
    reg            failed_q;  // one of the packet's bursts up to now
    reg            m_done_valid_q;
    reg            m_done_error_q;
    reg            m_record_done_valid_q;
    reg            m_record_done_error_q;

    wire          response = s_response_valid && !s_response_id;
    wire          is_last  = memory_q[get_q];
    wire          failed   = failed_q || s_response_error;

    always @(posedge clk) begin
        issued_q      <= s_issued_valid;
        issued_last_q <= s_issued_last;
        if (issued_q) memory_q[put_q] <= issued_last_q;
        put_q                 <= put_q + {{BITS-1{1'b0}}, issued_q};
        get_q                 <= get_q + {{BITS-1{1'b0}}, response};
        inside_q              <= inside_q + {{BITS-1{1'b0}}, issued_q} - {{BITS-1{1'b0}}, response};
        s_issued_ready_q      <= !(&inside_q[BITS-1:2]);
        if (response) failed_q <= failed && !is_last;
        m_done_valid_q        <= response && is_last;
        m_done_error_q        <= failed;
        m_record_done_valid_q <= s_response_valid && s_response_id;
        m_record_done_error_q <= s_response_error;
        if (rst) begin
            put_q                 <= {BITS{1'b0}};
            get_q                 <= {BITS{1'b0}};
            inside_q              <= {BITS{1'b0}};
            issued_q              <= 1'b0;
            s_issued_ready_q      <= 1'b1;
            failed_q              <= 1'b0;
            m_done_valid_q        <= 1'b0;
            m_record_done_valid_q <= 1'b0;
        end
    end

    assign s_issued_ready      = s_issued_ready_q;
    assign m_done_valid        = m_done_valid_q;
    assign m_done_error        = m_done_error_q;
    assign m_record_done_valid = m_record_done_valid_q;
    assign m_record_done_error = m_record_done_error_q;

`ifdef FORMAL
    `include "fn_dma_write_done_properties.vh"
`endif
endmodule

`default_nettype wire
