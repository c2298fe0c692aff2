// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_window - cuts beats into the words of the headers
//
// Every header behind the Ethernet addresses begins 2 bytes off a multiple of 4.  Two
// cycles after a beat, two words leave: the last 2 bytes of the beat before and the
// first 2 of this one, then the next 4; first byte on top.  Takes a beat every cycle,
// never waits.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_window (
    input  wire        clk,
    input  wire        rst,

    // beats that arrive
    input  wire        s_valid,
    input  wire        s_first,
    input  wire        s_last,
    input  wire [63:0] s_data,
    input  wire [7:0]  s_keep,

    // window: two words; here: all of its bytes are in the packet
    output reg         m_valid,
    output reg         m_first,
    output reg         m_last,
    output reg  [3:0]  m_tail,       // bytes in the beat
    output reg  [31:0] m_low,
    output reg  [31:0] m_high,
    output reg         m_low_here,
    output reg         m_high_here,
    output reg  [3:0]  m_low_type,   // one bit a FN_TYPE
    output reg  [3:0]  m_high_type,
    output reg  [7:0]  m_cut_byte    // first byte of the first word that is not here, 0 if none
);
    reg        valid_q;
    reg        first_q;
    reg        last_q;
    reg [63:0] data_q;
    reg [7:0]  keep_q;
    reg [15:0] carry_q;  // the last 2 bytes of the beat before

    wire [31:0] low  = {carry_q, data_q[7:0], data_q[15:8]};
    wire [31:0] high = {data_q[23:16], data_q[31:24], data_q[39:32], data_q[47:40]};

    // IEEE 802.3: up to 1500 it is a length.  802.1Q, 802.1ad, and 0x9100 from before that.
    function [3:0] type_of(input [15:0] ethertype);
        begin
            type_of[`FN_TYPE_LLC]  = ethertype <= 16'd1500;
            type_of[`FN_TYPE_IPV4] = ethertype == 16'h0800;
            type_of[`FN_TYPE_IPV6] = ethertype == 16'h86dd;
            type_of[`FN_TYPE_VLAN] = ethertype == 16'h8100 || ethertype == 16'h88a8
                                  || ethertype == 16'h9100;
        end
    endfunction

    integer i;
    reg [3:0] tail;

    always @* begin
        tail = 4'd0;
        for (i = 0; i < 8; i = i + 1)
            if (keep_q[i]) tail = i[3:0] + 4'd1;
    end

    always @(posedge clk) begin
        valid_q <= s_valid;
        first_q <= s_first;
        last_q  <= s_last;
        data_q  <= s_data;
        keep_q  <= s_keep;
        if (valid_q) carry_q <= {data_q[55:48], data_q[63:56]};

        m_valid     <= valid_q;
        m_first     <= first_q;
        m_last      <= last_q;
        m_tail      <= tail;
        m_low       <= low;
        m_high      <= high;
        m_low_here  <= keep_q[1];
        m_high_here <= keep_q[5];
        m_low_type  <= type_of(low[15:0]);
        m_high_type <= type_of(high[15:0]);
        m_cut_byte  <= !keep_q[1] ? low[31:24]
                     : !keep_q[5] ? high[31:24] & {8{keep_q[2]}}
                                  : data_q[55:48] & {8{keep_q[6]}};
        if (rst) valid_q <= 1'b0;
        if (rst) m_valid <= 1'b0;
    end

endmodule

`default_nettype wire
