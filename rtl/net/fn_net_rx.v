// SPDX-License-Identifier: Apache-2.0
//
// fn_net_rx - GMII frames (90, 96) become packets of the core's clock
//
// Removes preamble, start frame delimiter and frame check sequence; tuser on the last
// beat says OVERRUN, PREAMBLE, RX_ER, RUNT, OVERSIZE, FCS or nothing.  Every carrier
// event gives exactly one packet: one of which no byte is left (too short, or no room)
// is a marker, a single beat of one byte 0 with its reason.  Never stalls the wire.
// The frame begins behind the first byte D5 of the carrier, whatever is before it.
// A packet that meets a full FIFO ends there with a marker for its end, OVERRUN; up to
// 65,535 such ends are owed, and until they are paid no packet enters.  An oversize one
// keeps its first s_frame_maximum - 4 bytes.  Bytes without tkeep are 0.
// s_enable and s_frame_maximum (bytes with FCS, from 64 on) count as they are where the
// carrier begins; quasi-static: one that begins within 4 cycles of a change may see a
// mixture.  Disabled, the wire is ignored from the next frame on; a carrier that is on
// when reset ends is ignored too.
// The last beat is at m five edges of clk behind the second edge of gmii_rx_clk after the
// one that samples the frame's last byte.  FIFO_DEPTH beats of room: 512 are 32 us of a
// full wire.  Resets: as for fn_async_fifo.

`default_nettype none
`include "fn_records.vh"

module fn_net_rx #(
    parameter FIFO_DEPTH = 512  // a power of two, from 4 on
) (
    input  wire                              clk,
    input  wire                              rst,

    // GMII, of gmii_rx_clk
    input  wire                              gmii_rx_clk,
    input  wire                              gmii_rx_rst,
    input  wire [7:0]                        gmii_rxd,
    input  wire                              gmii_rx_dv,
    input  wire                              gmii_rx_er,

    // configuration, of clk
    input  wire                              s_enable,
    input  wire [15:0]                       s_frame_maximum,

    // packets, of clk
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser
);
    localparam [31:0] RESIDUE = 32'hdebb20e3;

    // ---- gmii_rx_clk: the carrier ----
    reg  [7:0]  rxd_q;
    reg         dv_q;
    reg         er_q;
    reg  [16:0] config_meta_q;
    reg         enable_q;
    reg  [15:0] maximum_q;
    reg         carrier_q;  // dv_q, one cycle before
    reg         active_q;   // and it was not to be ignored
    reg         inside_q;   // behind the start frame delimiter

    wire        follow = dv_q && (carrier_q ? active_q : enable_q);
    wire        finish = active_q && !dv_q;
    wire        octet  = inside_q && dv_q;  // rxd_q is a byte of the frame

    always @(posedge gmii_rx_clk) begin
        rxd_q         <= gmii_rxd;
        dv_q          <= gmii_rx_dv;
        er_q          <= gmii_rx_er;
        config_meta_q <= {s_enable, s_frame_maximum};
        if (!dv_q) enable_q  <= config_meta_q[16];
        if (!dv_q) maximum_q <= config_meta_q[15:0];
        carrier_q     <= dv_q;
        active_q      <= follow;
        inside_q      <= follow && (inside_q || rxd_q == 8'hd5);
        if (gmii_rx_rst) begin
            carrier_q <= 1'b1;
            active_q  <= 1'b0;
            inside_q  <= 1'b0;
        end
    end

    // ---- what the frame is ----
    reg  [15:0] length_q;  // number of the byte in rxd_q, from 1 on
    reg  [31:0] sum_q;
    reg         deep_q;    // from byte 5 on: late_q[31:24] is not of the FCS
    reg         long_q;    // 64 bytes were there
    reg         over_q;    // from byte maximum_q + 1 on
    reg         exceed_q;  // and there was one
    reg         error_q;
    reg         lost_q;    // for want of room; a marker is owed already
    wire [31:0] sum_d;

    fn_net_crc crc (.sum(sum_q), .data(rxd_q), .next(sum_d));

    reg         owing_q;   // markers are owed
    wire        spoil;
    /* verilator lint_off UNUSED */  // the reasons of this block have three bits
    wire [5:0]  reason = owing_q          ? `FN_REASON_OVERRUN
                       : !inside_q        ? `FN_REASON_PREAMBLE
                       : error_q          ? `FN_REASON_RX_ER
                       : !long_q          ? `FN_REASON_RUNT
                       : exceed_q         ? `FN_REASON_OVERSIZE
                       : sum_q != RESIDUE ? `FN_REASON_FCS : `FN_REASON_DELIVERED;
    /* verilator lint_on UNUSED */

    always @(posedge gmii_rx_clk) begin
        error_q  <= follow && (er_q || (active_q && error_q));
        length_q <= octet ? length_q + 16'd1 : 16'd1;
        sum_q    <= octet ? sum_d : 32'hffffffff;
        deep_q   <= octet && (deep_q || length_q[2]);
        long_q   <= octet && (long_q || length_q[6]);
        over_q   <= octet && (over_q || length_q == maximum_q);
        exceed_q <= octet && (exceed_q || over_q);
        lost_q   <= octet && (lost_q || spoil);
        if (gmii_rx_rst) deep_q <= 1'b0;
    end

    // ---- bytes become beats ----
    reg  [31:0] late_q;  // the last four bytes, which may be the FCS
    reg  [63:0] pack_q;
    reg  [7:0]  keep_q;  // which bytes of pack_q are filled
    reg  [15:0] owed_q;  // markers; while there are any, pack_q is empty
    wire        ready;

    wire        push  = deep_q && dv_q && !over_q && !lost_q;
    wire        last  = finish && !lost_q;
    wire        due   = last || (push && keep_q[7]);
    wire        paid  = owing_q && ready;
    wire        first = push && (keep_q[7] || !keep_q[0]);
    wire        clear = !octet || spoil || owing_q;
    assign      spoil = owing_q ? push || last : due && !ready;

    integer lane;

    always @(posedge gmii_rx_clk) begin
        late_q <= {late_q[23:0], rxd_q};
        for (lane = 1; lane < 8; lane = lane + 1) begin
            if (push && keep_q[lane-1] && !keep_q[lane]) begin
                pack_q[8*lane +: 8] <= late_q[31:24];
                keep_q[lane]        <= 1'b1;
            end
            if (first || clear) begin
                pack_q[8*lane +: 8] <= 8'd0;
                keep_q[lane]        <= 1'b0;
            end
        end
        if (first) pack_q[7:0] <= late_q[31:24];
        if (first) keep_q[0]   <= 1'b1;
        if (clear) pack_q[7:0] <= 8'd0;
        if (clear) keep_q[0]   <= 1'b0;
        owed_q  <= owed_q + {16{paid}} + {15'd0, spoil};
        owing_q <= spoil || (owing_q && !(paid && owed_q == 16'd1));
        if (gmii_rx_rst) owed_q  <= 16'd0;
        if (gmii_rx_rst) owing_q <= 1'b0;
    end

    // ---- to the core's clock ----
    wire [2:0]  top_lane = {keep_q[4], keep_q[4] ? keep_q[6] : keep_q[2],
                            keep_q[7] || (keep_q[5] && !keep_q[6])
                            || (keep_q[3] && !keep_q[4]) || (keep_q[1] && !keep_q[2])};
    wire        is_last  = owing_q || last;
    wire        valid;
    wire        take = !m_axis_tvalid || m_axis_tready;
    wire [70:0] beat;

    fn_async_fifo #(
        .WIDTH(71), .DEPTH(FIFO_DEPTH)
    ) fifo (
        .s_clk  (gmii_rx_clk),
        .s_rst  (gmii_rx_rst),
        .s_valid(due || owing_q),
        .s_ready(ready),
        .s_data ({reason[2:0], is_last, top_lane, pack_q}),
        .m_clk  (clk),
        .m_rst  (rst),
        .m_valid(valid),
        .m_ready(take),
        .m_data (beat)
    );

    reg         valid_q;
    reg  [63:0] data_q;
    reg  [7:0]  keep_out_q;
    reg         last_q;
    reg  [2:0]  reason_q;

    always @(posedge clk) begin
        if (take) valid_q    <= valid;
        if (take) data_q     <= beat[63:0];
        if (take) keep_out_q <= ~(8'hfe << beat[66:64]);
        if (take) last_q     <= beat[67];
        if (take) reason_q   <= beat[67] ? beat[70:68] : 3'd0;
        if (rst)  valid_q    <= 1'b0;
    end

    assign m_axis_tvalid = valid_q;
    assign m_axis_tdata  = data_q;
    assign m_axis_tkeep  = keep_out_q;
    assign m_axis_tlast  = last_q;
    assign m_axis_tuser  = {{`FN_PACKET_STATUS_BITS-3{1'b0}}, reason_q};

`ifdef FORMAL
    `include "fn_net_rx_properties.vh"
`endif
endmodule

`default_nettype wire
