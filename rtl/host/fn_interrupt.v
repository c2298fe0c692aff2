// SPDX-License-Identifier: Apache-2.0
//
// fn_interrupt - causes, mask, moderation, one level
//
// A cause bit is set by its event of one cycle, cleared by s_clear (write 1 to clear;
// the event wins).  irq is the OR of causes and mask, held back for completions only:
// until s_moderation_count records are there, or s_moderation_cycles have passed since the
// first one.  0 in both: at once.

`default_nettype none
`include "fn_records.vh"

module fn_interrupt #(
    parameter CAUSES = 8  // cause 0: completion
) (
    input  wire             clk,
    input  wire             rst,

    // events of one cycle
    input  wire [CAUSES-1:0] s_event,

    // registers
    input  wire [CAUSES-1:0] s_clear,
    input  wire [CAUSES-1:0] s_mask,
    input  wire [7:0] s_moderation_count,
    input  wire [23:0] s_moderation_cycles,
    output wire [CAUSES-1:0] m_cause,

    // level
    output wire irq
);
endmodule

`default_nettype wire
