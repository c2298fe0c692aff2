// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_filter - is a destination address for this station?
//
// Three cycles after the first beat of a packet its answer stands, until the next one's.
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
    // Separate registers, not an array: yosys gives those a clock enable each.
    wire [16*48-1:0] list;
    reg  [15:0]      enable_q;

    genvar g;
    generate
        for (g = 0; g < 16; g = g + 1) begin : g_entry
            reg [47:0] address_q;

            always @(posedge clk)
                if (s_multicast_valid && s_multicast_index == g) address_q <= s_multicast_address;

            assign list[48*g +: 48] = address_q;
        end
    endgenerate

    always @(posedge clk) begin
        if (s_multicast_valid) enable_q[s_multicast_index] <= s_multicast_enable;
        if (rst) enable_q <= 16'd0;
    end

    // Compared in bytes, then in whole: wider compares cost twice the logic.
    reg [1:0]      valid_q, whole_q, group_q;
    reg [5:0]      own_bytes_q, broadcast_bytes_q;
    reg [16*6-1:0] listed_bytes_q;
    reg            own_q;
    reg            broadcast_q;
    reg [15:0]     listed_q;

    integer e, b;

    always @(posedge clk) begin
        valid_q <= {valid_q[0], s_valid};
        whole_q <= {whole_q[0], s_whole};
        group_q <= {group_q[0], s_address[0]};
        for (b = 0; b < 6; b = b + 1) begin
            own_bytes_q[b]       <= s_address[8*b +: 8] == s_filter_address[8*b +: 8];
            broadcast_bytes_q[b] <= &s_address[8*b +: 8];
            for (e = 0; e < 16; e = e + 1)
                listed_bytes_q[6*e+b] <= s_address[8*b +: 8] == list[48*e+8*b +: 8]
                                      && (b != 0 || enable_q[e]);
        end
        own_q       <= &own_bytes_q;
        broadcast_q <= &broadcast_bytes_q;
        for (e = 0; e < 16; e = e + 1) listed_q[e] <= &listed_bytes_q[6*e +: 6];

        if (valid_q[1]) begin
            m_class  <= 2'd0;
            m_accept <= 1'b0;
            if (whole_q[1]) begin
                m_class  <= broadcast_q ? 2'd3 : group_q[1] ? 2'd2 : own_q ? 2'd0 : 2'd1;
                m_accept <= s_filter_promiscuous
                         || (broadcast_q ? s_filter_broadcast
                             : group_q[1] ? s_filter_all_multicast || |listed_q : own_q);
            end
        end
        if (rst) valid_q <= 2'd0;
    end

endmodule

`default_nettype wire
