// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_operation - what the driver, time and a bus failure do to a flow, and whether
//
// All inputs stay as they are from step 0 on, s_overflow from step 3 on; all outputs count
// from step 5 on.  They are for an unbroken context of a flow that there is.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine_operation #(
    parameter WIDTH         = 19,
    parameter INTERVALS     = 4,
    parameter SEQUENCE_BITS = 32,
    parameter PAGE_BITS     = 12
) (
    input  wire                        clk,

    input  wire [`FN_CONTEXT_BITS-1:0] s_context,
    input  wire                        s_operation,  // else failed or time
    input  wire                        s_failed,
    input  wire [2:0]                  s_code,
    input  wire [15:0]                 s_now,
    input  wire [4:0]                  s_epoch,      // that failed
    input  wire                        s_empty,      // ACCEPT: of nothing new
    input  wire                        s_beyond,     // the pages
    input  wire                        s_overflow,

    output wire                        m_applies,
    output wire                        m_follows,    // the window goes up to m_edge
    output wire [31:0]                 m_edge,
    output wire                        m_opens,      // the window was closed
    output wire                        m_filled,     // pages are enough again
    output wire [5:0]                  m_place       // of the posted page
);
    wire [2:0] state  = s_context[`FN_CONTEXT_STATE];
    wire [6:0] pages  = s_context[`FN_CONTEXT_PAGE_COUNT];
    wire [2:0] count  = s_context[`FN_CONTEXT_INTERVALS];
    wire       plain  = s_context[`FN_CONTEXT_UDP] && !s_context[`FN_CONTEXT_RTP];
    wire       placed = state == `FN_STATE_ZERO_COPY || state == `FN_STATE_GET_NEXT_BUFF2;

    reg [WIDTH-1:0] limit_q;     // with one page more
    reg [31:0]      edge_q, window_q, ahead_q;
    reg [15:0]      late_q;      // since the deadline
    reg             follows_q, opens_q, closed_q, filled_q, placed_q, applies_q;
    reg [5:0]       place_q;
    reg             may_d;

    wire unused = &{1'b0, s_context, late_q, window_q, ahead_q};

    always @* case (s_code)
        `FN_OPERATION_START:     may_d = count <= INTERVALS[2:0]
                                         && !(plain && count != 3'd0);
        `FN_OPERATION_POST_PAGE: may_d = state != `FN_STATE_IDLE && pages != 7'd64;
        `FN_OPERATION_ACCEPT:    may_d = placed_q && !plain
                                         && !s_empty && !s_beyond && !s_overflow;
        `FN_OPERATION_READ,
        `FN_OPERATION_WRITE:     may_d = 1'b0;
        default:                 may_d = 1'b1;
    endcase

    always @(posedge clk) begin
        limit_q   <= ({{WIDTH-7{1'b0}}, pages + 7'd1} << PAGE_BITS)
                   - {{WIDTH-12{1'b0}}, s_context[`FN_CONTEXT_PAGE_OFFSET]};
        window_q  <= s_context[`FN_CONTEXT_WINDOW_EDGE] - s_context[`FN_CONTEXT_RECEIVE_NEXT];
        late_q    <= s_now - s_context[`FN_CONTEXT_DEADLINE];
        filled_q  <= pages + 7'd1 > s_context[`FN_CONTEXT_PAGE_LOW_WATER];
        place_q   <= s_context[`FN_CONTEXT_PAGE_HEAD] + pages[5:0];
        placed_q  <= placed;

        edge_q    <= (s_context[`FN_CONTEXT_RECEIVE_NEXT] + {{32-WIDTH{1'b0}}, limit_q})
                   & 32'hffffffff >> 32 - SEQUENCE_BITS;
        closed_q  <= window_q[SEQUENCE_BITS-1:0] == {SEQUENCE_BITS{1'b0}}
                  || window_q[SEQUENCE_BITS-1];
        ahead_q   <= edge_q - s_context[`FN_CONTEXT_WINDOW_EDGE];
        follows_q <= s_context[`FN_CONTEXT_FOLLOW_PAGES]
                  && !ahead_q[SEQUENCE_BITS-1]
                  && ahead_q[SEQUENCE_BITS-1:0] != {SEQUENCE_BITS{1'b0}};
        opens_q   <= follows_q && closed_q && placed_q
                  && s_context[`FN_CONTEXT_ACKNOWLEDGE] != 2'd0;
        applies_q <= s_operation ? may_d
                   : s_failed ? state != `FN_STATE_IDLE && s_context[`FN_CONTEXT_EPOCH] == s_epoch
                   : placed_q && s_context[`FN_CONTEXT_OWED_PACKETS] != 4'd0 && !late_q[15];
    end

    assign m_applies = applies_q;
    assign m_follows = follows_q;
    assign m_edge    = edge_q;
    assign m_opens   = opens_q;
    assign m_filled  = filled_q;
    assign m_place   = place_q;
endmodule

`default_nettype wire
