// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_slot - where a packet of an RTP flow belongs, by its sequence number
//
// All inputs stay as they are from step 0 on.  m_begin, m_end and m_behind count from step 1 on,
// the others from step 2 on.  Far is what lies 2^18 bytes or more away from receive-next, as no
// page does; m_begin and m_end are for what is not.

`default_nettype none

module fn_flow_engine_slot #(
    parameter WIDTH = 19
) (
    input  wire             clk,

    input  wire [31:0]      s_receive_next,
    input  wire [1:0]       s_size,      // a slot has 256 << s_size bytes
    input  wire             s_rtp,       // the packet is RTP
    input  wire [15:0]      s_number,
    input  wire [15:0]      s_length,    // of its datagram

    output wire [WIDTH-1:0] m_begin,     // from receive-next; 0 if behind
    output wire [WIDTH-1:0] m_end,
    output wire             m_behind,    // receive-next
    output wire             m_far,       // ahead
    output wire             m_none       // it has no slot
);
    reg [15:0] ahead_q;  // the number less the one that is waited for
    reg [10:0] next_q;   // and one more
    reg        fits_q, far_q, none_q;

    wire [15:0] waited  = s_size[1] ? (s_size[0] ? s_receive_next[26:11] : s_receive_next[25:10])
                                    : (s_size[0] ? s_receive_next[24:9]  : s_receive_next[23:8]);
    wire [8:0]  outside = ahead_q[15:7] & {6'h3f, s_size != 2'd0, s_size[1], s_size == 2'd3};
    wire [8:0]  inside  = ~ahead_q[15:7] & {6'h3f, s_size != 2'd0, s_size[1], s_size == 2'd3};
    wire        behind  = ahead_q[15];

    wire unused = &{1'b0, s_receive_next};

    always @(posedge clk) begin
        ahead_q <= s_number - waited;
        next_q  <= s_number[10:0] - waited[10:0] + 11'd1;
        fits_q  <= s_rtp && s_length <= (16'd256 << s_size);

        far_q   <= !behind && outside != 9'd0;
        none_q  <= !fits_q || (behind && inside != 9'd0);
    end

    wire [WIDTH-1:0] begin_at = {ahead_q[10:0], 8'd0} << s_size;

    assign m_begin  = begin_at & {WIDTH{!behind}};
    assign m_end    = {next_q, 8'd0} << s_size;
    assign m_behind = behind;
    assign m_far    = far_q;
    assign m_none   = none_q;
endmodule

`default_nettype wire
