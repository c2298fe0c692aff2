// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context_memory - rows with a parity bit for each group of bits
//
// The answer comes 2 cycles after the read and stays until the next one, its error 1 cycle
// later; their valid, once 1, stay 1 until reset.  A write is seen by reads of the next cycle on.
// s_break: these groups are written with a wrong parity bit.  s_clear: these are written as 0,
// with a right one.

`default_nettype none

module fn_flow_context_memory #(
    parameter GROUPS     = 4,
    parameter GROUP_BITS = 8,
    parameter ROW_BITS   = 6
) (
    input  wire                         clk,
    input  wire                         rst,

    input  wire [GROUPS-1:0]            s_break,
    input  wire [GROUPS-1:0]            s_clear,

    // write
    input  wire                         s_write_valid,
    input  wire [ROW_BITS-1:0]          s_write_row,
    input  wire [GROUPS*GROUP_BITS-1:0] s_write_data,

    // read
    input  wire                         s_read_valid,
    input  wire [ROW_BITS-1:0]          s_read_row,
    output wire                         m_data_valid,
    output wire [GROUPS*GROUP_BITS-1:0] m_data,
    output wire                         m_error_valid,
    output wire                         m_error
);
    localparam DATA_BITS = GROUPS * GROUP_BITS;

    (* no_rw_check *)  // what is read in the cycle of its write is not defined
    reg [DATA_BITS+GROUPS-1:0] memory_q [0:(1<<ROW_BITS)-1];
    reg [DATA_BITS+GROUPS-1:0] row_q;
    reg                        row_valid_q;
    reg [DATA_BITS-1:0]        data_q;
    reg [GROUPS-1:0]           bad_q;
    reg                        error_q;
    reg                        data_valid_q;
    reg                        error_valid_q;
    wire [DATA_BITS-1:0]       data;
    wire [GROUPS-1:0]          parity;
    wire [GROUPS-1:0]          bad;

    genvar g;
    generate
        for (g = 0; g < GROUPS; g = g + 1) begin : g_group
            assign data[g*GROUP_BITS +: GROUP_BITS] = s_write_data[g*GROUP_BITS +: GROUP_BITS]
                                                    & {GROUP_BITS{!s_clear[g]}};
            assign parity[g] = !s_clear[g] && (^s_write_data[g*GROUP_BITS +: GROUP_BITS]
                                               ^ s_break[g]);
            assign bad[g]    = ^row_q[g*GROUP_BITS +: GROUP_BITS] ^ row_q[DATA_BITS+g];
        end
    endgenerate

    always @(posedge clk) begin
        if (s_write_valid) memory_q[s_write_row] <= {parity, data};
        if (s_read_valid) row_q <= memory_q[s_read_row];
        if (row_valid_q) data_q <= row_q[DATA_BITS-1:0];
        if (row_valid_q) bad_q  <= bad;
        error_q       <= |bad_q;
        row_valid_q   <= s_read_valid;
        data_valid_q  <= data_valid_q || row_valid_q;
        error_valid_q <= data_valid_q;
        if (rst) begin
            row_valid_q   <= 1'b0;
            data_valid_q  <= 1'b0;
            error_valid_q <= 1'b0;
        end
    end

    assign m_data_valid  = data_valid_q;
    assign m_data        = data_q;
    assign m_error_valid = error_valid_q;
    assign m_error       = error_q;

endmodule

`default_nettype wire
