// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_decide - the fate of a packet, from all that was found out about it
//
// s_now: in this cycle, the answers count; they stay until the next one, m_cause from a cycle
// later on.  m_go: placed, in the same cycle.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_decide (
    input  wire       clk,

    input  wire       s_now,
    input  wire       s_room,       // for the report
    input  wire       s_stranger,   // there is no such flow
    input  wire       s_broken,     // parity
    input  wire [4:0] s_epoch,

    // from fn_flow_engine_check and fn_flow_engine_place
    input  wire       s_foreign,
    input  wire       s_waiting,
    input  wire       s_first,
    input  wire       s_udp,
    input  wire       s_rtp,        // by RTP's number
    input  wire       s_no_slot,
    input  wire       s_gives,
    input  wire [3:0] s_surrender,
    input  wire       s_refuses,
    input  wire [5:0] s_reason,
    input  wire       s_answer,
    input  wire       s_payload,
    input  wire       s_beyond,
    input  wire       s_fin,
    input  wire       s_late,
    input  wire       s_some,       // intervals
    input  wire       s_missing,    // bytes
    input  wire       s_overflow,

    output wire       m_go,

    // the answer to the asker
    output wire [1:0] m_fate,
    output wire [5:0] m_reason,
    output wire [3:0] m_sync,
    output wire [4:0] m_epoch,

    // what it does to the flow
    output wire       m_denied,     // nothing
    output wire       m_place,
    output wire       m_software,
    output wire       m_drop,
    output wire       m_answer,
    output wire       m_surrender,
    output wire       m_fin,
    output wire       m_take,       // acknowledgment, window and timestamp
    output wire       m_start,
    output wire       m_at_once,
    output wire [3:0] m_cause       // of a report
);
    localparam [1:0] SOFTWARE = 2'd0, PLACE = 2'd1, DROP = 2'd2;

    wire fits  = s_missing && !s_overflow;
    wire keeps = !s_udp && s_fin;

    reg [1:0] fate_d;
    reg [5:0] reason_d;
    reg [3:0] sync_d;
    reg [4:0] epoch_d;
    reg       answer_d, surrender_d, fin_d, take_d;

    always @* begin
        fate_d      = SOFTWARE;
        reason_d    = `FN_REASON_DELIVERED;
        sync_d      = `FN_SYNC_NONE;
        epoch_d     = s_epoch;
        answer_d    = 1'b0;
        surrender_d = 1'b0;
        fin_d       = 1'b0;
        take_d      = 1'b0;
        if (!s_room) begin
            fate_d   = DROP;
            reason_d = `FN_REASON_NO_COMPLETION;
        end else if (s_stranger) begin
            epoch_d = 5'd0;
        end else if (s_broken) begin
            sync_d  = `FN_SYNC_PARITY;
            epoch_d = s_epoch + 5'd1;
        end else if (s_foreign) begin
        end else if (s_waiting && (!s_first || s_refuses)) begin
            sync_d  = `FN_SYNC_BEFORE;
            epoch_d = s_epoch - 5'd1;
        end else if (s_no_slot) begin
            sync_d = `FN_SYNC_NO_SLOT;
        end else if (s_gives) begin
            sync_d      = s_surrender;
            epoch_d     = s_epoch + 5'd1;
            surrender_d = 1'b1;
        end else if (s_refuses) begin
            fate_d   = DROP;
            reason_d = s_reason;
            answer_d = s_answer;
        end else if (s_payload) begin
            if (s_beyond)
                sync_d = `FN_SYNC_NO_PAGE;
            else if (fits) begin
                fate_d = PLACE;
                fin_d  = keeps;
                take_d = !s_udp;
            end else if (s_waiting) begin  // MONITOR drops nothing
                sync_d  = `FN_SYNC_BEFORE;
                epoch_d = s_epoch - 5'd1;
            end else if (s_missing && s_rtp)
                sync_d = `FN_SYNC_NO_SLOT;  // nobody sends it again
            else begin
                fate_d   = DROP;
                reason_d = s_missing ? `FN_REASON_HOLES : keeps ? `FN_REASON_FIN_WAITS
                                                                : `FN_REASON_DUPLICATE;
                answer_d = 1'b1;
                fin_d    = !s_missing && keeps;  // behind bytes that are there
            end
        end else if (keeps) begin
            fate_d   = DROP;
            reason_d = `FN_REASON_FIN_WAITS;
            answer_d = 1'b1;
            fin_d    = 1'b1;
        end else
            take_d = !s_udp;
    end

    assign m_go = s_now && fate_d == PLACE;

    reg [1:0] fate_q;
    reg [5:0] reason_q;
    reg [3:0] sync_q, cause_q;
    reg [4:0] epoch_q;
    reg       denied_q, answer_q, surrender_q, fin_q, take_q, start_q, at_once_q;

    always @(posedge clk) if (s_now) begin
        fate_q      <= fate_d;
        reason_q    <= reason_d;
        sync_q      <= sync_d;
        epoch_q     <= epoch_d & {5{fate_d == SOFTWARE}};
        denied_q    <= !s_room;
        answer_q    <= answer_d;
        surrender_q <= surrender_d;
        fin_q       <= fin_d;
        take_q      <= take_d;
        start_q     <= s_waiting;
        at_once_q   <= (!s_udp || s_rtp) && (s_late || s_some);
    end

    always @(posedge clk) cause_q <= m_place && start_q ? `FN_SYNC_START : sync_q;

    assign m_fate      = fate_q;
    assign m_reason    = reason_q;
    assign m_sync      = sync_q;
    assign m_epoch     = epoch_q;
    assign m_denied    = denied_q;
    assign m_place     = fate_q == PLACE;
    assign m_software  = fate_q == SOFTWARE;
    assign m_drop      = fate_q == DROP;
    assign m_answer    = answer_q;
    assign m_surrender = surrender_q;
    assign m_fin       = fin_q;
    assign m_take      = take_q;
    assign m_start     = start_q;
    assign m_at_once   = at_once_q;
    assign m_cause     = cause_q;
endmodule

`default_nettype wire
