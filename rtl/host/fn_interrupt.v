// SPDX-License-Identifier: Apache-2.0
//
// fn_interrupt - causes, mask, moderation, one level
//
// A cause bit follows its event of one cycle, cleared by s_clear (write 1 to clear; the
// event wins).  irq follows the causes whose mask bit is 1, one cycle later.  Cause 0,
// completion, is held back until it is due: s_moderation_count events came since it was
// last 0 or cleared, or s_moderation_cycles passed since the first of them; a setting of
// 0 does not count, 0 in both means at once.  That is seen one cycle after m_cause and
// stays until cleared; an event in the cycle of the clear is the first of the next ones.
// Settings may change at any time.  Reset clears all.

`default_nettype none

module fn_interrupt #(
    parameter CAUSES      = 8,  // cause 0: completion
    parameter CYCLES_BITS = 24  // tests reach the end of small ones
) (
    input  wire                   clk,
    input  wire                   rst,

    // events of one cycle
    input  wire [CAUSES-1:0]      s_event,

    // registers
    input  wire [CAUSES-1:0]      s_clear,
    input  wire [CAUSES-1:0]      s_mask,               // 1: it may raise irq
    input  wire [7:0]             s_moderation_count,
    input  wire [CYCLES_BITS-1:0] s_moderation_cycles,
    output wire [CAUSES-1:0]      m_cause,

    // level
    output wire                   irq
);
    reg [CAUSES-1:0]      cause_q;
    reg [7:0]             count_q;   // events of cause 0; it saturates, as the other
    reg [CYCLES_BITS-1:0] cycles_q;  // since the first of them
    reg                   due_q;
    reg                   irq_q;

    wire restart    = s_clear[0] || !cause_q[0];
    wire no_count   = s_moderation_count == 8'd0;
    wire no_cycles  = s_moderation_cycles == {CYCLES_BITS{1'b0}};
    wire due_count  = !no_count && count_q >= s_moderation_count;
    wire due_cycles = !no_cycles && cycles_q >= s_moderation_cycles;
    wire due        = due_count || due_cycles || (no_count && no_cycles);

    always @(posedge clk) begin
        cause_q  <= (cause_q & ~s_clear) | s_event;
        count_q  <= restart ? {7'd0, s_event[0]} : count_q + {7'd0, s_event[0] && !(&count_q)};
        cycles_q <= restart ? {CYCLES_BITS{1'b0}}
                            : cycles_q + {{CYCLES_BITS-1{1'b0}}, !(&cycles_q)};
        due_q    <= !restart && (due_q || due);
        irq_q    <= |(cause_q & s_mask & {{CAUSES-1{1'b1}}, due_q});
        if (rst) begin
            cause_q <= {CAUSES{1'b0}};
            due_q   <= 1'b0;
            irq_q   <= 1'b0;
        end
    end

    assign m_cause = cause_q;
    assign irq     = irq_q;

endmodule

`default_nettype wire
