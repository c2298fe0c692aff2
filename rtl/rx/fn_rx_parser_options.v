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

    // words a cycle ahead: any
    input  wire        s_ahead_valid,
    input  wire [31:0] s_ahead_low,
    input  wire [31:0] s_ahead_high,

    // words of options; clear: a new packet
    input  wire        s_clear,
    input  wire        s_low_valid,
    input  wire        s_high_valid,
    input  wire [31:0] s_low,
    input  wire [31:0] s_high,

    output reg         m_good,
    output reg         m_other,
    output reg  [2:0]  m_sack_blocks,
    output reg         m_stamps,
    output wire [31:0] m_stamp_value,
    output wire [31:0] m_stamp_echo
);
    localparam BITS = `FN_OPTION_BITS;

    // ---- A cycle ahead, and the first one: each word for itself ----
    wire [`FN_CLASS_BITS-1:0] low_class, high_class;
    reg  [`FN_CLASS_BITS-1:0] class_q;  // of the high word before

    always @(posedge clk) if (s_ahead_valid) class_q <= high_class;

    wire [BITS-1:0] low_from_0, low_from_1, low_from_2, low_from_3, low_behind;

    fn_rx_parser_option #(.AHEAD(1)) u_low (
        .clk(clk), .s_word(s_ahead_low), .s_class(class_q), .m_class(low_class),
        .s_valid(s_low_valid), .m_from_0(low_from_0), .m_from_1(low_from_1),
        .m_from_2(low_from_2), .m_from_3(low_from_3), .m_behind(low_behind)
    );

    wire [BITS-1:0] high_from_0, high_from_1, high_from_2, high_from_3, high_behind;

    fn_rx_parser_option #(.AHEAD(0)) u_high (
        .clk(clk), .s_word(s_ahead_high), .s_class(low_class), .m_class(high_class),
        .s_valid(s_high_valid), .m_from_0(high_from_0), .m_from_1(high_from_1),
        .m_from_2(high_from_2), .m_from_3(high_from_3), .m_behind(high_behind)
    );

    reg        clear_q;
    reg        valid_q;       // one word of options, or two
    reg        high_valid_q;
    reg [31:0] low_q;
    reg [31:0] high_q;

    always @(posedge clk) begin
        clear_q      <= s_clear;
        valid_q      <= s_low_valid || s_high_valid;
        high_valid_q <= s_high_valid;
        low_q        <= s_low;
        high_q       <= s_high;
        if (rst) begin
            clear_q <= 1'b0;
            valid_q <= 1'b0;
        end
    end

    // ---- Second cycle: from where it comes, where it goes ----
    // A low word alone is the last one, a high word alone the first one: no option is open then.
    reg [3:0] at_q;      // a kind stands in the next low word's byte 0 to 3
    reg       behind_q;  // it stood before
    reg [3:0] count_q;   // words that belong to the last option as a whole
    reg       last_q;    // the low word is the last one
    reg [1:0] tail_q;    // bytes of the word behind them

    wire [BITS-1:0] low_does  = ({BITS{at_q[0]}} & low_from_0) | ({BITS{at_q[1]}} & low_from_1)
                              | ({BITS{at_q[2]}} & low_from_2) | ({BITS{at_q[3]}} & low_from_3)
                              | ({BITS{behind_q}} & low_behind);
    wire [3:0] low_count = low_does[`FN_OPTION_COUNT];
    wire [3:0] at   = low_does[`FN_OPTION_AT] | ({3'd0, last_q} << tail_q);
    wire       last = low_does[`FN_OPTION_LAST] || count_q == 4'd2;
    wire [1:0] tail = low_does[`FN_OPTION_TAIL] | (tail_q & {2{!last_q}});

    wire [BITS-1:0] high_does = ({BITS{at[0]}} & high_from_0) | ({BITS{at[1]}} & high_from_1)
                              | ({BITS{at[2]}} & high_from_2) | ({BITS{at[3]}} & high_from_3)
                              | ({BITS{low_does[`FN_OPTION_BEHIND]}} & high_behind);

    reg [3:0] low_does_q, high_does_q;  // FN_OPTION_BAD to FN_OPTION_STAMPS
    reg [1:0] low_blocks_q;             // of SACK, less 1
    reg [1:0] low_tail_q;

    always @(posedge clk) begin
        if (valid_q) begin
            at_q     <= high_does[`FN_OPTION_AT] | ({3'd0, last && high_valid_q} << tail);
            behind_q <= high_does[`FN_OPTION_BEHIND] || (last && !high_valid_q);  // unfinished
            count_q  <= high_does[`FN_OPTION_COUNT] | low_count
                      | (count_q < 4'd3 ? 4'd0 : count_q - 4'd2);
            last_q   <= high_does[`FN_OPTION_LAST] || low_count == 4'd1
                     || count_q == 4'd3;
            tail_q   <= high_does[`FN_OPTION_TAIL] | (tail & {2{!last}});
        end
        low_does_q   <= low_does[`FN_OPTION_STAMPS:`FN_OPTION_BAD];
        high_does_q  <= high_does[`FN_OPTION_STAMPS:`FN_OPTION_BAD];
        low_blocks_q <= low_count[2:1];
        low_tail_q   <= low_does[`FN_OPTION_TAIL];
        if (clear_q) begin
            at_q     <= 4'd1;
            behind_q <= 1'b0;
            count_q  <= 4'd0;
            last_q   <= 1'b0;
            tail_q   <= 2'd0;
        end
    end

    // ---- Third cycle: what it does ----
    reg        clear_late_q;
    reg        late_valid_q;
    reg [31:0] low_late_q, high_late_q;

    always @(posedge clk) begin
        clear_late_q <= clear_q;
        late_valid_q <= valid_q;
        low_late_q   <= low_q;
        high_late_q  <= high_q;
    end

    localparam BAD    = 0;
    localparam OTHER  = `FN_OPTION_OTHER - `FN_OPTION_BAD;
    localparam SACK   = `FN_OPTION_SACK - `FN_OPTION_BAD;
    localparam STAMPS = `FN_OPTION_STAMPS - `FN_OPTION_BAD;

    reg bad_q;

    // Timestamps: three words hold their 8 bytes.
    reg [23:0] first_q;    // its last 3 bytes
    reg [31:0] second_q, third_q;
    reg [1:0]  place_q;    // bytes in the third
    reg        one_missing_q, two_missing_q;  // words

    wire low_stamps  = low_does_q[STAMPS];
    wire high_stamps = high_does_q[STAMPS];
    wire bad         = bad_q || low_does_q[BAD] || high_does_q[BAD];

    always @(posedge clk) begin
        m_good   <= !bad && at_q[3:1] == 3'd0 && !behind_q && count_q == 4'd0;
        bad_q    <= bad;
        m_other  <= m_other || low_does_q[OTHER] || high_does_q[OTHER];
        m_stamps <= m_stamps || low_stamps || high_stamps;
        // An option of 10, 18, 26 or 34 bytes has 1 to 4 blocks, and as many times two words in
        // count_q, or one less.
        if (low_does_q[SACK])  m_sack_blocks <= {1'b0, low_blocks_q} + 3'd1;
        if (high_does_q[SACK]) m_sack_blocks <= count_q[3:1] + {2'd0, count_q[0]};

        if (low_stamps || high_stamps) begin
            first_q <= high_stamps ? high_late_q[23:0] : low_late_q[23:0];
            place_q <= high_stamps ? tail_q : low_tail_q;
        end
        if (late_valid_q) begin
            one_missing_q <= low_stamps;
            two_missing_q <= high_stamps;
            if (low_stamps || two_missing_q) second_q <= low_stamps ? high_late_q : low_late_q;
            if (one_missing_q || two_missing_q)
                third_q <= two_missing_q ? high_late_q : low_late_q;
        end
        if (clear_late_q) begin
            bad_q         <= 1'b0;
            m_other       <= 1'b0;
            m_stamps      <= 1'b0;
            m_sack_blocks <= 3'd0;
            one_missing_q <= 1'b0;
            two_missing_q <= 1'b0;
        end
    end

    reg [63:0] stamps;

    always @* begin
        case (place_q)
            2'd1:    stamps = {first_q, second_q, third_q[31:24]};
            2'd2:    stamps = {first_q[15:0], second_q, third_q[31:16]};
            2'd3:    stamps = {first_q[7:0], second_q, third_q[31:8]};
            default: stamps = {second_q, third_q};
        endcase
    end

    assign {m_stamp_value, m_stamp_echo} = stamps;

endmodule

`default_nettype wire
