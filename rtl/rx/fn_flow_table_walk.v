// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_walk - rewrites one bit in every row of the match memories
//
// A write holds its entry and walks over 128 rows: two steps each, read and write, each in
// a slot while m_walking.  The cycle after a slot is none: then the row that was read is
// merged, or the next row comes.  m_disable follows every read, m_complete the last step.

`default_nettype none
`include "fn_records.vh"

module fn_flow_table_walk #(
    parameter INDEX_BITS = 6
) (
    input  wire                           clk,
    input  wire                           rst,

    // write: one whole entry
    input  wire                           s_write_valid,
    output wire                           s_write_ready,
    input  wire [INDEX_BITS-1:0]          s_write_index,
    input  wire                           s_write_enable,
    input  wire [`FN_FLOW_KEY_BITS-1:0]   s_write_key,
    input  wire [`FN_FLOW_KEY_FIELDS-1:0] s_write_mask,
    input  wire [`FN_FLOW_INFO_BITS-1:0]  s_write_info,

    // step: its row and what is done with it
    output wire                           m_walking,      // slots are asked for
    input  wire                           slot,
    output wire [6:0]                     m_row,
    output wire                           m_row_write,
    output wire                           m_row_merge,    // it was read in the last cycle

    // entry: that is written
    output wire                           m_disable,
    output wire                           m_complete,
    output wire [INDEX_BITS-1:0]          m_index,
    output wire                           m_enable,
    output wire [`FN_FLOW_KEY_BITS-1:0]   m_key,
    output wire [`FN_FLOW_KEY_FIELDS-1:0] m_mask,
    output wire [`FN_FLOW_INFO_BITS-1:0]  m_info
);
    reg [INDEX_BITS-1:0]          index_q;
    reg                           enable_q;
    reg [`FN_FLOW_KEY_BITS-1:0]   key_q;
    reg [`FN_FLOW_KEY_FIELDS-1:0] mask_q;
    reg [`FN_FLOW_INFO_BITS-1:0]  info_q;
    reg                           ready_q;
    reg                           walking_q;
    reg                           is_write_q;  // the next step writes the row
    reg                           was_read_q;
    reg [6:0]                     row_q;
    reg                           complete_q;

    wire       take      = s_write_valid && ready_q;
    wire       row_write = slot && is_write_q;
    wire       last_step = row_write && row_q == 7'h7f;

    always @(posedge clk) begin
        if (take) begin
            index_q  <= s_write_index;
            enable_q <= s_write_enable;
            key_q    <= s_write_key;
            mask_q   <= s_write_mask;
            info_q   <= s_write_info;
        end
        ready_q    <= (ready_q && !take) || complete_q;
        walking_q  <= take || (walking_q && !last_step);
        is_write_q <= is_write_q ^ slot;
        was_read_q <= slot && !is_write_q;
        row_q      <= row_q + {6'd0, row_write};
        complete_q <= last_step;
        if (rst) begin
            ready_q    <= 1'b1;
            walking_q  <= 1'b0;
            is_write_q <= 1'b0;
            was_read_q <= 1'b0;
            row_q      <= 7'd0;
            complete_q <= 1'b0;
        end
    end

    assign s_write_ready = ready_q;
    assign m_walking     = walking_q;
    assign m_row         = row_q;
    assign m_row_write   = row_write;
    assign m_row_merge   = was_read_q;
    assign m_disable     = was_read_q;
    assign m_complete    = complete_q;
    assign m_index       = index_q;
    assign m_enable      = enable_q;
    assign m_key         = key_q;
    assign m_mask        = mask_q;
    assign m_info        = info_q;

endmodule

`default_nettype wire
