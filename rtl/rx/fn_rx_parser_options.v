// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_options - reads TCP options (RFC 9293 3.1, 7323, 2018), two words a cycle
//
// Three cycles after a word its effect is in the outputs.  m_good: every option so far
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

    output reg         m_good,
    output reg         m_other,
    output wire [2:0]  m_sack_blocks,
    output reg         m_stamps,
    output wire [31:0] m_stamp_value,
    output wire [31:0] m_stamp_echo
);
    // ---- First cycle: each word for itself ----
    wire [`FN_OPTION_BITS-1:0] low_from_0, low_from_1, low_from_2, low_from_3, low_behind;
    wire                       low_bad_sack, low_bad_stamps;
    wire [1:0]                 low_class;

    fn_rx_parser_option u_low (
        .clk(clk), .s_word(s_low), .m_from_0(low_from_0), .m_from_1(low_from_1),
        .m_from_2(low_from_2), .m_from_3(low_from_3), .m_behind(low_behind),
        .m_behind_bad_sack(low_bad_sack), .m_behind_bad_stamps(low_bad_stamps),
        .m_class(low_class)
    );

    wire [`FN_OPTION_BITS-1:0] high_from_0, high_from_1, high_from_2, high_from_3, high_behind;
    wire                       high_bad_sack, high_bad_stamps;
    wire [1:0]                 high_class;

    fn_rx_parser_option u_high (
        .clk(clk), .s_word(s_high), .m_from_0(high_from_0), .m_from_1(high_from_1),
        .m_from_2(high_from_2), .m_from_3(high_from_3), .m_behind(high_behind),
        .m_behind_bad_sack(high_bad_sack), .m_behind_bad_stamps(high_bad_stamps),
        .m_class(high_class)
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
    reg  [5:0] next_q;
    reg  [5:0] skip_q;
    reg  [1:0] class_q;

    wire [5:0] middle_next, next_d;
    wire [5:0] middle_skip, skip_d;
    wire [1:0] middle_class, class_d;

    // verilator lint_off UNUSEDSIGNAL
    wire [`FN_OPTION_BITS-1:0] low_does, high_does;  // next and skip go their own way
    reg  [`FN_OPTION_BITS-1:0] low_does_q, high_does_q;
    // verilator lint_on UNUSEDSIGNAL

    fn_rx_parser_enter u_enter_low (
        .valid(low_valid_q), .next(next_q), .skip(skip_q), .kind_class(class_q),
        .from_0(low_from_0), .from_1(low_from_1), .from_2(low_from_2), .from_3(low_from_3),
        .behind(low_behind), .behind_bad_sack(low_bad_sack), .behind_bad_stamps(low_bad_stamps),
        .last_class(low_class), .next_d(middle_next), .skip_d(middle_skip),
        .kind_class_d(middle_class), .does(low_does)
    );

    fn_rx_parser_enter u_enter_high (
        .valid(high_valid_q), .next(middle_next), .skip(middle_skip), .kind_class(middle_class),
        .from_0(high_from_0), .from_1(high_from_1), .from_2(high_from_2), .from_3(high_from_3),
        .behind(high_behind), .behind_bad_sack(high_bad_sack), .behind_bad_stamps(high_bad_stamps),
        .last_class(high_class), .next_d(next_d), .skip_d(skip_d),
        .kind_class_d(class_d), .does(high_does)
    );

    always @(posedge clk) begin
        next_q  <= next_d;
        skip_q  <= skip_d;
        class_q <= class_d;
        if (clear_q) next_q <= 6'd1;
    end

    // ---- Third cycle: what it does ----
    reg        clear_late_q;
    reg        low_late_valid_q, high_late_valid_q;
    reg [31:0] low_late_q, high_late_q;

    always @(posedge clk) begin
        clear_late_q      <= clear_q;
        low_late_valid_q  <= low_valid_q;
        high_late_valid_q <= high_valid_q;
        low_does_q        <= low_does;
        high_does_q       <= high_does;
        low_late_q        <= low_q;
        high_late_q       <= high_q;
    end

    reg       bad_q;
    reg [2:0] eights_q;   // in a SACK option's skip ...
    reg       eight_q;    // ... and one more

    // Timestamps: three words hold their 8 bytes.
    reg [23:0] first_q;    // its last 3 bytes
    reg [31:0] second_q, third_q;
    reg [1:0]  place_q;
    reg [1:0]  missing_q;  // words

    wire low_stamp  = low_late_valid_q && low_does_q[`FN_OPTION_STAMP];
    wire high_stamp = high_late_valid_q && high_does_q[`FN_OPTION_STAMP];
    wire [1:0] middle_missing = low_stamp ? 2'd2
                              : low_late_valid_q && missing_q != 2'd0 ? missing_q - 2'd1
                                                                      : missing_q;

    wire bad = bad_q || (low_late_valid_q && low_does_q[`FN_OPTION_BAD])
                     || (high_late_valid_q && high_does_q[`FN_OPTION_BAD]);

    always @(posedge clk) begin
        m_good   <= !bad && next_q[5:1] == 5'd0;
        bad_q    <= bad;
        m_other  <= m_other || (low_late_valid_q && low_does_q[`FN_OPTION_OTHER])
                            || (high_late_valid_q && high_does_q[`FN_OPTION_OTHER]);
        m_stamps <= m_stamps || low_stamp || high_stamp;
        // An option of 10, 18, 26 or 34 bytes has 1 to 4 blocks.
        if (low_late_valid_q && low_does_q[`FN_OPTION_SACK]) begin
            eights_q <= low_does_q[`FN_OPTION_EIGHTS];
            eight_q  <= low_does_q[`FN_OPTION_PLACE] != 2'd3;
        end
        if (high_late_valid_q && high_does_q[`FN_OPTION_SACK]) begin
            eights_q <= high_does_q[`FN_OPTION_EIGHTS];
            eight_q  <= high_does_q[`FN_OPTION_PLACE] != 2'd3;
        end

        if (low_stamp) first_q <= low_late_q[23:0];
        if (low_stamp) place_q <= low_does_q[`FN_OPTION_PLACE];
        if (low_late_valid_q && missing_q == 2'd2) second_q <= low_late_q;
        if (low_late_valid_q && missing_q == 2'd1) third_q  <= low_late_q;
        if (high_stamp) first_q <= high_late_q[23:0];
        if (high_stamp) place_q <= high_does_q[`FN_OPTION_PLACE];
        if (high_late_valid_q && middle_missing == 2'd2) second_q <= high_late_q;
        if (high_late_valid_q && middle_missing == 2'd1) third_q  <= high_late_q;
        missing_q <= high_stamp ? 2'd2
                   : high_late_valid_q && middle_missing != 2'd0 ? middle_missing - 2'd1
                                                                 : middle_missing;
        if (clear_late_q) begin
            bad_q         <= 1'b0;
            m_other       <= 1'b0;
            m_stamps      <= 1'b0;
            eights_q      <= 3'd0;
            eight_q       <= 1'b0;
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

    assign m_sack_blocks = eights_q + {2'd0, eight_q};
    assign {m_stamp_value, m_stamp_echo} = stamps;

endmodule

`default_nettype wire
