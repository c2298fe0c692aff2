// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum_sums - the two sums of a packet: IPv4 header, TCP or UDP datagram
//
// Private to fn_rx_checksum.  load, in the last cycle before a packet's beat 1, takes what
// is to be summed.  s_valid marks the beats from 1 on; results are there 1 cycle after the last.

`default_nettype none

module fn_rx_checksum_sums (
    input  wire        clk,

    input  wire        load,
    // an IPv4 header is a number of whole 32-bit words
    /* verilator lint_off UNUSEDSIGNAL */  // low bits of offsets and of its length are 0
    input  wire [7:0]  s_ip_offset,
    input  wire [5:0]  s_ip_length,
    input  wire        s_is_ipv4,
    input  wire [15:0] s_l4_offset,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [15:0] s_l4_length,
    input  wire [7:0]  s_protocol,

    input  wire        s_valid,
    input  wire [63:0] s_data,
    input  wire [7:0]  s_keep,

    output wire        m_ip_verified,
    output wire        m_l4_verified
);
    // EtherType IPv4 without a tag: the header begins with the last two bytes of beat 1.
    wire       ip_none   = s_ip_offset[7:1] < 7'd7;
    wire       ip_begun  = s_ip_offset[7:1] == 7'd7 && s_ip_length[5:2] != 4'd0;
    wire       l4_none   = s_l4_offset[15:4] == 12'd0;
    wire [7:1] ip_start  = s_ip_offset[7:1];
    wire [8:0] ip_end    = {1'b0, ip_start, 1'b0} + {3'd0, s_ip_length[5:2], 2'd0};
    wire [8:1] ad_start  = {1'b0, ip_start} + (s_is_ipv4 ? 8'd6 : 8'd4);
    wire [8:1] ad_end    = {1'b0, ip_start} + (s_is_ipv4 ? 8'd10 : 8'd20);
    wire [16:0] l4_end   = {1'b0, s_l4_offset[15:1], 1'b0} + {1'b0, s_l4_length};

    reg [13:0] number_q;  // of the beat behind the one to come
    reg [16:0] pseudo_q;  // protocol and length of the pseudo header

    always @(posedge clk) begin
        if (load)    pseudo_q <= {1'b0, s_l4_length} + {9'd0, s_protocol};
        if (s_valid) number_q <= number_q + 1'b1;
        if (load)    number_q <= 14'd2;
    end

    wire [7:0] ip_mask;
    wire [7:0] ad_mask;
    wire [7:0] l4_mask;

    fn_rx_checksum_span #(.BITS(6)) u_ip_span (
        .clk(clk), .load(load), .s_start({1'b0, ip_start}), .s_end(ip_end),
        .s_none(ip_none || s_ip_length[5:2] == 4'd0), .s_begun(ip_begun),
        .s_mask({{2{ip_begun}}, 6'd0}),
        .advance(s_valid), .number(number_q[5:0]), .m_mask(ip_mask)
    );

    // addresses
    fn_rx_checksum_span #(.BITS(6)) u_ad_span (
        .clk(clk), .load(load), .s_start(ad_start), .s_end({ad_end, 1'b0}),
        .s_none(ip_none), .s_begun(1'b0), .s_mask(8'd0),
        .advance(s_valid), .number(number_q[5:0]), .m_mask(ad_mask)
    );

    fn_rx_checksum_span #(.BITS(14)) u_l4_span (
        .clk(clk), .load(load), .s_start({1'b0, s_l4_offset[15:1]}), .s_end(l4_end),
        .s_none(l4_none), .s_begun(1'b0), .s_mask(8'd0),
        .advance(s_valid), .number(number_q), .m_mask(l4_mask)
    );

    fn_rx_checksum_sum u_ip_sum (
        .clk(clk), .clear(load), .s_init(17'd0),
        .s_valid(s_valid), .s_data(s_data), .s_mask(s_keep & ip_mask),
        .m_verified(m_ip_verified)
    );

    fn_rx_checksum_sum u_l4_sum (
        .clk(clk), .clear(load), .s_init(pseudo_q),
        .s_valid(s_valid), .s_data(s_data), .s_mask(s_keep & (l4_mask | ad_mask)),
        .m_verified(m_l4_verified)
    );

endmodule

`default_nettype wire
