// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table - the flow tuple CAM (100): which flow does a key belong to?
//
// An entry matches if it is enabled and every field whose mask bit is set equals
// the key's.  Lowest index wins; on a miss index and info are 0.  Two lookups in ten
// cycles for ever, in order, fixed latency when not stalled.  A write takes many cycles:
// s_write_ready is 0 meanwhile, the entry matches nothing until it is complete, then at
// once; other entries are not disturbed.  Reset disables all.

`default_nettype none
`include "fn_records.vh"

module fn_flow_table #(
    parameter ENTRIES    = 64,              // a power of two, 16 to 256
    parameter INDEX_BITS = $clog2(ENTRIES)  // derived, do not override
) (
    input  wire             clk,
    input  wire             rst,

    // write: one whole entry
    input  wire s_write_valid,
    output wire s_write_ready,
    input  wire [INDEX_BITS-1:0] s_write_index,
    input  wire s_write_enable,
    input  wire [`FN_FLOW_KEY_BITS-1:0] s_write_key,
    input  wire [`FN_FLOW_KEY_FIELDS-1:0] s_write_mask,
    input  wire [`FN_FLOW_INFO_BITS-1:0] s_write_info,

    // key: one lookup
    input  wire s_key_valid,
    output wire s_key_ready,
    input  wire [`FN_FLOW_KEY_BITS-1:0] s_key_data,

    // match: its answer
    output wire m_match_valid,
    input  wire m_match_ready,
    output wire m_match_hit,
    output wire [INDEX_BITS-1:0] m_match_index,
    output wire [`FN_FLOW_INFO_BITS-1:0] m_match_info
);
endmodule

`default_nettype wire
