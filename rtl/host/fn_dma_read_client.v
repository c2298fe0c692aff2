// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read_client - one client of fn_dma_read: bursts asked for, answers kept
//
// Cuts a request at multiples of 256 bytes, which keeps every burst inside a page, and
// wants the bus for the next burst as soon as ROOM has a place for each of its words.
// One request at a time: wants it 3 cycles after the request, then 2 after each grant.

`default_nettype none

module fn_dma_read_client #(
    parameter DATA_BITS = 128,
    parameter ROOM      = 256  // words, a power of two that holds a burst of 256 bytes
) (
    input  wire                 clk,
    input  wire                 rst,

    // request
    input  wire                 s_request_valid,
    output wire                 s_request_ready,
    input  wire [63:0]          s_request_address,
    input  wire [15:0]          s_request_length,

    // burst: offered as long as it waits
    output wire                 m_burst_valid,
    input  wire                 m_burst_ready,
    output wire [63:0]          m_burst_address,
    output wire [4:0]           m_burst_beats,    // less one

    // words from the bus: always taken
    input  wire                 s_word_valid,
    input  wire [DATA_BITS-1:0] s_word_data,
    input  wire                 s_word_last,      // of its burst
    input  wire                 s_word_error,

    // answers
    output wire                 m_axis_tvalid,
    input  wire                 m_axis_tready,
    output wire [DATA_BITS-1:0] m_axis_tdata,
    output wire                 m_axis_tlast,
    output wire                 m_axis_tuser
);
    localparam SHIFT = DATA_BITS == 128 ? 4 : 3;
    localparam BEAT  = 8 - SHIFT;   // bits that count the words of 256 bytes
    localparam WORDS = 17 - SHIFT;  // bits that count the words of a request
    localparam BITS  = $clog2(ROOM);

    localparam IDLE = 2'd0, SIZE = 2'd1, CUT = 2'd2, WAIT = 2'd3;

    reg [1:0]       state_q;
    reg             ready_q;
    reg             want_q;
    reg [39:0]      high_q;     // address from bit 24 on
    reg [15:0]      middle_q;   // from bit 8 on
    reg             carry_q;    // high_q is one short
    reg [BEAT-1:0]  beat_q;     // first word in its 256 bytes
    reg [16:0]      reach_q;    // bytes from the first word's first
    reg [WORDS-1:0] words_q;    // not yet asked for
    reg [BEAT:0]    burst_q;    // words of the next burst
    reg             last_q;     // it ends the request
    reg [BITS:0]    free_q;     // words neither here nor asked for
    reg             given_q;

    wire take  = s_request_valid && ready_q;
    wire grant = want_q && m_burst_ready;

    wire [BEAT:0] whole   = {1'b1, {BEAT{1'b0}}} - {1'b0, beat_q};
    wire          fits    = words_q <= {{WORDS-BEAT-1{1'b0}}, whole};
    wire [BITS:0] burst_d = {{BITS-BEAT{1'b0}}, burst_q};
    wire [WORDS-1:0] words;
    wire [SHIFT-1:0] unused_bytes;
    assign {words, unused_bytes} = reach_q + (17'd1 << SHIFT) - 17'd1;

    always @(posedge clk) begin
        if (take) begin
            {high_q, middle_q} <= s_request_address[63:8];
            beat_q             <= s_request_address[7:SHIFT];
            reach_q            <= {1'b0, s_request_length}
                                + {{17-SHIFT{1'b0}}, s_request_address[SHIFT-1:0]};
        end
        if (state_q == SIZE) words_q <= words;
        if (state_q == CUT) begin
            burst_q <= fits ? words_q[BEAT:0] : whole;
            last_q  <= fits;
            high_q  <= high_q + {39'd0, carry_q};
        end
        if (grant) begin
            words_q             <= words_q - {{WORDS-BEAT-1{1'b0}}, burst_q};
            {carry_q, middle_q} <= {1'b0, middle_q} + 17'd1;
            beat_q              <= {BEAT{1'b0}};
        end
        if (take) carry_q <= 1'b0;

        case (state_q)
            IDLE:    if (take) state_q <= SIZE;
            SIZE:    state_q <= CUT;
            CUT:     state_q <= WAIT;
            default: if (grant) state_q <= last_q ? IDLE : CUT;
        endcase
        want_q  <= state_q == WAIT && !grant && free_q >= burst_d;
        ready_q <= (ready_q && !take) || (grant && last_q);
        given_q <= m_axis_tvalid && m_axis_tready;
        free_q  <= free_q + {{BITS{1'b0}}, given_q} - (grant ? burst_d : {BITS+1{1'b0}});
        if (rst) begin
            state_q <= IDLE;
            want_q  <= 1'b0;
            ready_q <= 1'b1;
            given_q <= 1'b0;
            free_q  <= {1'b1, {BITS{1'b0}}};
        end
    end

    // One bit for each burst asked for: it ends a request.
    wire ends;
    wire unused_ends_valid;  // its burst was asked for long ago

    fn_dma_read_store #(.WIDTH(1), .DEPTH(ROOM)) u_ends (
        .clk(clk), .rst(rst),
        .s_valid(grant), .s_data(last_q),
        .m_valid(unused_ends_valid), .m_ready(s_word_valid && s_word_last), .m_data(ends));

    fn_dma_read_store #(.WIDTH(DATA_BITS + 2), .DEPTH(ROOM)) u_words (
        .clk(clk), .rst(rst),
        .s_valid(s_word_valid), .s_data({s_word_error, s_word_last && ends, s_word_data}),
        .m_valid(m_axis_tvalid), .m_ready(m_axis_tready),
        .m_data({m_axis_tuser, m_axis_tlast, m_axis_tdata}));

    wire [BEAT:0] beats = burst_q - {{BEAT{1'b0}}, 1'b1};
    wire unused_beats = beats[BEAT];

    assign s_request_ready = ready_q;
    assign m_burst_valid   = want_q;
    assign m_burst_address = {high_q, middle_q, beat_q, {SHIFT{1'b0}}};
    assign m_burst_beats   = {{5-BEAT{1'b0}}, beats[BEAT-1:0]};

`ifdef FORMAL
    `include "fn_dma_read_client_properties.vh"
`endif
endmodule

`default_nettype wire
