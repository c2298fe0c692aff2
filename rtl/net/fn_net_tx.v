// SPDX-License-Identifier: Apache-2.0
//
// fn_net_tx - packets of the core's clock become GMII frames (128, 90)
//
// Adds preamble, start frame delimiter, padding to 60 bytes, frame check sequence and
// an inter-frame gap of 12 bytes: a packet of 60 bytes every 84 cycles, for ever.  A
// frame begins on the wire 3 cycles of gmii_tx_clk after its first beat has crossed; its
// beats must follow at no less than the wire's rate, FIFO_DEPTH of them may be ahead.
// A packet whose beats come too late is spoilt: one byte 0 and a wrong frame check
// sequence, all with tx_er; the rest of it is dropped.  Resets: as for fn_async_fifo,
// a frame in progress ends at once.

`default_nettype none
`include "fn_records.vh"

module fn_net_tx #(
    parameter FIFO_DEPTH = 16  // a power of two, from 4 on
) (
    input  wire        clk,
    input  wire        rst,

    // packets, of clk
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    /* verilator lint_off UNUSED */  // bit 0 is always 1
    input  wire [7:0]  s_axis_tkeep,
    /* verilator lint_on UNUSED */
    input  wire        s_axis_tlast,

    // GMII, of gmii_tx_clk
    input  wire        gmii_tx_clk,
    input  wire        gmii_tx_rst,
    output wire [7:0]  gmii_txd,
    output wire        gmii_tx_en,
    output wire        gmii_tx_er,

    // one pulse of clk for each frame spoilt by underrun
    output wire        m_underrun_event
);
    `include "fn_keep.vh"

    // ---- to the wire's clock ----
    wire [2:0]  s_top = last_byte(s_axis_tkeep);
    wire        valid;
    wire        take;
    wire [63:0] data;
    wire [2:0]  top;   // lane of the beat's last byte
    wire        last;

    fn_async_fifo #(
        .WIDTH(68), .DEPTH(FIFO_DEPTH)
    ) fifo (
        .s_clk  (clk),
        .s_rst  (rst),
        .s_valid(s_axis_tvalid),
        .s_ready(s_axis_tready),
        .s_data ({s_axis_tlast, s_top, s_axis_tdata}),
        .m_clk  (gmii_tx_clk),
        .m_rst  (gmii_tx_rst),
        .m_valid(valid),
        .m_ready(take),
        .m_data ({last, top, data})
    );

    // ---- one symbol a cycle ----
    // Bit 2: tx_en; bit 1: of the packet and its padding.
    localparam [2:0] IDLE     = 3'b000, GAP = 3'b001,
                     PREAMBLE = 3'b100, FCS = 3'b101, DATA = 3'b110, PAD = 3'b111;

    reg  [2:0]  state_q;
    reg  [2:0]  state_d;
    reg  [5:0]  count_q;   // symbols in this state; those of PAD go on from DATA
    reg         enough_q;  // this byte is the 60th, or beyond
    reg         drop_q;    // the rest of a spoilt packet
    reg         spoilt_q;

    wire [2:0]  lane   = count_q[2:0];
    wire        finish = lane == top && last;
    wire        late   = state_q == DATA && !valid;

    assign take = drop_q || (state_q == DATA && (lane == 3'd7 || finish));

    always @* begin
        state_d = state_q;
        case (state_q)
            IDLE:     if (valid && !drop_q)  state_d = PREAMBLE;
            PREAMBLE: if (lane == 3'd7)      state_d = DATA;
            DATA:     if (late || finish)    state_d[1:0] = {!late && !enough_q, 1'b1};  // PAD, FCS
            PAD:      if (enough_q)          state_d[1] = 1'b0;                          // FCS
            FCS:      if (lane == 3'd3)      state_d = GAP;
            default:  if (count_q[3:0] == 4'd10) state_d = IDLE;  // IDLE is the twelfth
        endcase
    end

    always @(posedge gmii_tx_clk) begin
        state_q  <= state_d;
        count_q  <= state_q == IDLE || (state_d != state_q && state_d != PAD)
                    ? 6'd0 : count_q + 6'd1;
        enough_q <= state_q[1] && (enough_q || count_q == 6'd58);
        drop_q   <= late || (drop_q && !(valid && last));
        spoilt_q <= late || (spoilt_q && state_q == FCS);
        if (gmii_tx_rst) state_q <= IDLE;
        if (gmii_tx_rst) drop_q  <= 1'b0;
    end

    // ---- the symbol, then with its frame check sequence ----
    reg  [7:0]  byte_q;
    reg         enable_q;
    reg         sum_on_q;  // byte_q counts
    reg         fcs_q;
    reg         error_q;
    reg  [31:0] sum_q;
    reg  [7:0]  txd_q;
    reg         tx_en_q;
    reg         tx_er_q;
    wire [31:0] sum_d;

    fn_net_crc crc (.sum(sum_q), .data(fcs_q ? sum_q[7:0] : byte_q), .next(sum_d));

    always @(posedge gmii_tx_clk) begin
        byte_q   <= ({lane == 3'd7, 7'h55}  & {8{state_q == PREAMBLE}})
                  | (data[8*lane +: 8]      & {8{state_q == DATA && valid}});
        enable_q <= state_q[2];
        sum_on_q <= state_q[1] || state_q == FCS;
        fcs_q    <= state_q == FCS;
        error_q  <= late || (state_q == FCS && spoilt_q);
        sum_q    <= sum_on_q ? sum_d : 32'hffffffff;
        txd_q    <= fcs_q ? sum_q[7:0] ^ {8{!error_q}} : byte_q;
        tx_en_q  <= enable_q;
        tx_er_q  <= error_q;
        if (gmii_tx_rst) begin
            byte_q   <= 8'd0;
            enable_q <= 1'b0;
            fcs_q    <= 1'b0;
            error_q  <= 1'b0;
            txd_q    <= 8'd0;
            tx_en_q  <= 1'b0;
            tx_er_q  <= 1'b0;
        end
    end

    // ---- underruns, back to the core's clock ----
    reg         underruns_q;  // changes with each
    reg         meta_q;
    reg         seen_q;
    reg         before_q;
    reg         event_q;

    always @(posedge gmii_tx_clk) begin
        underruns_q <= underruns_q ^ late;
        if (gmii_tx_rst) underruns_q <= 1'b0;
    end

    always @(posedge clk) begin
        meta_q   <= underruns_q;
        seen_q   <= meta_q;
        before_q <= seen_q;
        event_q  <= seen_q != before_q;
        if (rst) {meta_q, seen_q, before_q, event_q} <= 4'd0;
    end

    assign gmii_txd         = txd_q;
    assign gmii_tx_en       = tx_en_q;
    assign gmii_tx_er       = tx_er_q;
    assign m_underrun_event = event_q;

endmodule

`default_nettype wire
