// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_reason - the packet's reason: what its headers say, then where it ends
//
// s_reason is taken with s_done and kept: the next packet's headers may follow before this
// one's last beat leaves.  s_beyond and s_llc_beyond come a cycle after a packet's last window,
// m_reason 3 cycles later.

`default_nettype none
`include "fn_records.vh"

module fn_rx_parser_reason (
    input  wire       clk,

    // what the headers say
    input  wire       s_done,
    input  wire [5:0] s_reason,
    input  wire       s_bad_options,  // TCP options, if there is no other reason

    // the packet ends before its datagram, or its 802.3 length
    input  wire       s_beyond,
    input  wire       s_llc_beyond,

    output reg  [5:0] m_reason
);
    reg [5:0] known_q;
    reg       early_q;     // it comes before IP_LENGTH ...
    reg       earliest_q;  // ... and before ETHERNET_LENGTH
    reg [1:0] beyond_q, llc_beyond_q;

    wire [5:0] told  = s_bad_options && s_reason == `FN_REASON_DELIVERED ? `FN_REASON_TCP_OPTIONS
                                                                         : s_reason;
    wire [5:0] known    = s_done ? told : known_q;
    wire       early    = s_done ? s_reason != `FN_REASON_DELIVERED
                                   && s_reason < `FN_REASON_IP_LENGTH : early_q;
    wire       earliest = s_done ? s_reason == `FN_REASON_ETHERNET_TRUNCATED : earliest_q;

    always @(posedge clk) begin
        known_q      <= known;
        early_q      <= early;
        earliest_q   <= earliest;
        beyond_q     <= {beyond_q[0], s_beyond};
        llc_beyond_q <= {llc_beyond_q[0], s_llc_beyond};
        m_reason     <= known;
        if (beyond_q[1] && !early)        m_reason <= `FN_REASON_IP_LENGTH;
        if (llc_beyond_q[1] && !earliest) m_reason <= `FN_REASON_ETHERNET_LENGTH;
    end

endmodule

`default_nettype wire
