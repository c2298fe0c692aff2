// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_parity - which lookups cannot be trusted?
//
// m_wrong of a group of a lookup comes two cycles after its number, with s_wrong of its rows:
// one of these is wrong or the group is, and the group has an enabled entry.  A row that a
// write reads, s_wrong two cycles after row_read, makes its group wrong until no entry of it
// is enabled: the write merges what may be false and gives the row good parity.

`default_nettype none

module fn_flow_table_parity #(
    parameter GROUPS = 4
) (
    input  wire              clk,

    // lookup
    input  wire [1:0]        group,
    input  wire              enables,    // a cycle later: the group has an enabled entry

    // walk
    input  wire [GROUPS-1:0] enabled,    // groups with an enabled entry
    input  wire              row_read,
    input  wire [1:0]        row_group,  // stays

    // rows
    input  wire              s_wrong,
    output wire              m_wrong
);
    reg  [1:0]        group_q;
    reg  [1:0]        group_late_q;
    reg               enables_q;
    reg               read_q;
    reg               read_late_q;
    reg  [GROUPS-1:0] wrong_q;
    reg               group_wrong;
    integer           g, h;

    // Nothing is enabled after reset: that is reset enough.
    always @(posedge clk) begin
        group_q      <= group;
        group_late_q <= group_q;
        enables_q    <= enables;
        read_q       <= row_read;
        read_late_q  <= read_q;
        for (g = 0; g < GROUPS; g = g + 1)
            wrong_q[g] <= enabled[g]
                       && (wrong_q[g] || (read_late_q && s_wrong && row_group == g[1:0]));
    end

    always @* begin
        group_wrong = 1'b0;
        for (h = 0; h < GROUPS; h = h + 1)
            if (group_late_q == h[1:0]) group_wrong = group_wrong || wrong_q[h];
    end

    assign m_wrong = enables_q && (s_wrong || group_wrong);

endmodule

`default_nettype wire
