// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_filter - is a destination address for this station?
//
// Two cycles after the first beat of a packet its answer stands, until the next one's.
// A beat that does not hold the whole address is of class 0 and not accepted.

`default_nettype none

module fn_rx_parser_filter (
    input  wire        clk,

    // filter
    input  wire [47:0] s_filter_address,
    input  wire        s_filter_promiscuous,
    input  wire        s_filter_broadcast,
    input  wire        s_filter_all_multicast,
    input  wire        rst,
    input  wire        s_multicast_valid,
    input  wire [3:0]  s_multicast_index,
    input  wire        s_multicast_enable,
    input  wire [47:0] s_multicast_address,

    // the first beat of a packet
    input  wire        s_valid,
    input  wire        s_whole,      // it holds all of the address
    input  wire [47:0] s_address,

    output reg  [1:0]  m_class,      // 0 own, 1 other, 2 multicast, 3 broadcast
    output reg         m_accept
);
    reg [47:0] list_q [0:15];
    reg [15:0] enable_q;

    always @(posedge clk) begin
        if (s_multicast_valid) list_q[s_multicast_index]   <= s_multicast_address;
        if (s_multicast_valid) enable_q[s_multicast_index] <= s_multicast_enable;
        if (rst) enable_q <= 16'd0;
    end

    reg        valid_q;
    reg        whole_q;
    reg        group_q;
    reg [3:0]  own_q;
    reg [3:0]  broadcast_q;
    reg [15:0] listed_q;

    integer e;

    always @(posedge clk) begin
        valid_q <= s_valid;
        whole_q <= s_whole;
        group_q <= s_address[0];
        for (e = 0; e < 4; e = e + 1) begin
            own_q[e]       <= s_address[12*e +: 12] == s_filter_address[12*e +: 12];
            broadcast_q[e] <= &s_address[12*e +: 12];
        end
        for (e = 0; e < 16; e = e + 1)
            listed_q[e] <= enable_q[e] && s_address == list_q[e];

        if (valid_q) begin
            m_class  <= 2'd0;
            m_accept <= 1'b0;
            if (whole_q) begin
                m_class  <= &broadcast_q ? 2'd3 : group_q ? 2'd2 : &own_q ? 2'd0 : 2'd1;
                m_accept <= s_filter_promiscuous
                         || (&broadcast_q ? s_filter_broadcast
                             : group_q ? s_filter_all_multicast || |listed_q : &own_q);
            end
        end
        if (rst) valid_q <= 1'b0;
    end

endmodule

`default_nettype wire
