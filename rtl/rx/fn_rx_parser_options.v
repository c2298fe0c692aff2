// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_options - reads TCP options (RFC 9293 3.1, 7323, 2018), two words a cycle
//
// Two cycles after a word its effect is in the outputs.  m_good: every option so far
// was well-formed and none is left unfinished.

`default_nettype none
`include "fn_rx_parser_options.vh"

module fn_rx_parser_options (
    input  wire        clk,
    input  wire        rst,

    // words of options; clear: a new packet
    input  wire        s_clear,
    input  wire        s_low_valid,
    input  wire        s_high_valid,
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,

    output wire        m_good,
    output reg         m_other,
    output reg  [2:0]  m_sack_blocks,
    output reg         m_stamps,
    output wire [31:0] m_stamp_value,
    output wire [31:0] m_stamp_echo
);
    // ---- First cycle: each word for itself ----
    wire [`FN_OPTION_BITS-1:0] low_from_0, low_from_1, low_from_2, low_from_3;
    wire [`FN_OPTION_BITS-1:0] low_other, low_sack, low_stamps;
    wire [`FN_OPTION_BITS-1:0] high_from_0, high_from_1, high_from_2, high_from_3;
    wire [`FN_OPTION_BITS-1:0] high_other, high_sack, high_stamps;

    fn_rx_parser_option u_low (
        .clk(clk), .s_word(s_low), .m_from_0(low_from_0), .m_from_1(low_from_1),
        .m_from_2(low_from_2), .m_from_3(low_from_3), .m_behind_other(low_other),
        .m_behind_sack(low_sack), .m_behind_stamps(low_stamps)
    );

    fn_rx_parser_option u_high (
        .clk(clk), .s_word(s_high), .m_from_0(high_from_0), .m_from_1(high_from_1),
        .m_from_2(high_from_2), .m_from_3(high_from_3), .m_behind_other(high_other),
        .m_behind_sack(high_sack), .m_behind_stamps(high_stamps)
    );

    reg        clear_q;
    reg        low_valid_q;
    reg        high_valid_q;
    reg [31:0] low_q;
    reg [31:0] high_q;

    always @(posedge clk) begin
        clear_q      <= s_clear;
        low_valid_q  <= s_low_valid;
        high_valid_q <= s_high_valid;
        low_q        <= s_low;
        high_q       <= s_high;
        if (rst) begin
            clear_q      <= 1'b0;
            low_valid_q  <= 1'b0;
            high_valid_q <= 1'b0;
        end
    end

    // ---- Second cycle: from where it comes, where it goes ----
    reg  [7:0] skip_q;
    reg        pending_q;
    reg  [1:0] class_q;
    reg        stop_q;    // end of options, or a bad one
    reg        bad_q;

    reg [`FN_OPTION_BITS-1:0] low_does, high_does;

    wire       middle_stop    = stop_q || (low_valid_q && (low_does[`FN_OPTION_END]
                                                          || low_does[`FN_OPTION_BAD]));
    wire [7:0] middle_skip    = low_valid_q ? low_does[`FN_OPTION_SKIP] : skip_q;
    wire       middle_pending = low_valid_q ? low_does[`FN_OPTION_PENDING] : pending_q;
    wire [1:0] middle_class   = low_valid_q ? low_does[`FN_OPTION_CLASS] : class_q;

    always @* begin
        case (skip_q)
            8'd0:    low_does = low_from_0;
            8'd1:    low_does = low_from_1;
            8'd2:    low_does = low_from_2;
            8'd3:    low_does = low_from_3;
            default: low_does = {{`FN_OPTION_BITS-8{1'b0}}, skip_q - 8'd4};
        endcase
        if (pending_q) case (class_q)
            `FN_CLASS_SACK:   low_does = low_sack;
            `FN_CLASS_STAMPS: low_does = low_stamps;
            default:          low_does = low_other;
        endcase
        if (stop_q) low_does = {`FN_OPTION_BITS{1'b0}};
    end

    always @* begin
        case (middle_skip)
            8'd0:    high_does = high_from_0;
            8'd1:    high_does = high_from_1;
            8'd2:    high_does = high_from_2;
            8'd3:    high_does = high_from_3;
            default: high_does = {{`FN_OPTION_BITS-8{1'b0}}, middle_skip - 8'd4};
        endcase
        if (middle_pending) case (middle_class)
            `FN_CLASS_SACK:   high_does = high_sack;
            `FN_CLASS_STAMPS: high_does = high_stamps;
            default:          high_does = high_other;
        endcase
        if (middle_stop) high_does = {`FN_OPTION_BITS{1'b0}};
    end

    // ---- Timestamps: three words hold their 8 bytes ----
    reg [23:0] first_q;    // its last 3 bytes
    reg [31:0] second_q, third_q;
    reg [1:0]  place_q;
    reg [1:0]  missing_q;  // words

    wire low_stamp  = low_valid_q && low_does[`FN_OPTION_STAMP];
    wire high_stamp = high_valid_q && high_does[`FN_OPTION_STAMP];
    wire [1:0] middle_missing = low_stamp ? 2'd2
                              : low_valid_q && missing_q != 2'd0 ? missing_q - 2'd1 : missing_q;

    always @(posedge clk) begin
        if (high_valid_q || low_valid_q) begin
            skip_q    <= high_valid_q ? high_does[`FN_OPTION_SKIP] : middle_skip;
            pending_q <= high_valid_q ? high_does[`FN_OPTION_PENDING] : middle_pending;
            class_q   <= high_valid_q ? high_does[`FN_OPTION_CLASS] : middle_class;
            stop_q    <= middle_stop || (high_valid_q && (high_does[`FN_OPTION_END]
                                                          || high_does[`FN_OPTION_BAD]));
            bad_q     <= bad_q || (low_valid_q && low_does[`FN_OPTION_BAD])
                               || (high_valid_q && high_does[`FN_OPTION_BAD]);
            m_other   <= m_other || (low_valid_q && low_does[`FN_OPTION_OTHER])
                                 || (high_valid_q && high_does[`FN_OPTION_OTHER]);
            m_stamps  <= m_stamps || low_stamp || high_stamp;
            if (low_valid_q && low_does[`FN_OPTION_SACK] != 3'd0)
                m_sack_blocks <= low_does[`FN_OPTION_SACK];
            if (high_valid_q && high_does[`FN_OPTION_SACK] != 3'd0)
                m_sack_blocks <= high_does[`FN_OPTION_SACK];

            if (low_stamp) first_q <= low_q[23:0];
            if (low_stamp) place_q <= low_does[`FN_OPTION_PLACE];
            if (low_valid_q && missing_q == 2'd2) second_q <= low_q;
            if (low_valid_q && missing_q == 2'd1) third_q  <= low_q;
            if (high_stamp) first_q <= high_q[23:0];
            if (high_stamp) place_q <= high_does[`FN_OPTION_PLACE];
            if (high_valid_q && middle_missing == 2'd2) second_q <= high_q;
            if (high_valid_q && middle_missing == 2'd1) third_q  <= high_q;
            missing_q <= high_stamp ? 2'd2
                       : high_valid_q && middle_missing != 2'd0 ? middle_missing - 2'd1
                                                                : middle_missing;
        end
        if (clear_q) begin
            skip_q        <= 8'd0;
            pending_q     <= 1'b0;
            stop_q        <= 1'b0;
            bad_q         <= 1'b0;
            m_other       <= 1'b0;
            m_stamps      <= 1'b0;
            m_sack_blocks <= 3'd0;
            missing_q     <= 2'd0;
        end
    end

    reg [63:0] stamps;

    always @* begin
        case (place_q)
            2'd0:    stamps = {first_q, second_q, third_q[31:24]};
            2'd1:    stamps = {first_q[15:0], second_q, third_q[31:16]};
            2'd2:    stamps = {first_q[7:0], second_q, third_q[31:8]};
            default: stamps = {second_q, third_q};
        endcase
    end

    assign m_good = !bad_q && (stop_q || (skip_q == 8'd0 && !pending_q));
    assign {m_stamp_value, m_stamp_echo} = stamps;

endmodule

`default_nettype wire
