// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit_descriptor - checks descriptors, asks for their data
//
// One command for each good descriptor, whose data are asked for, and one at the end of
// a packet that went wrong.  A command three cycles after the last word of its
// descriptor; the next one is taken when the data request was.
//
// A command, from bit 0 on: see the concatenation at m_command_data.

`default_nettype none
`include "fn_records.vh"

module fn_dma_transmit_descriptor #(
    parameter DATA_BITS    = 128,
    parameter COMMAND_BITS = 135
) (
    input  wire                    clk,
    input  wire                    rst,

    // control
    input  wire                    s_enable,
    input  wire                    s_drained,  // all that was asked for has come and gone
    output wire                    m_stop,     // between packets, and s_enable was 0
    output wire                    m_clear,    // start anew at 0
    output wire [15:0]             m_index,    // descriptors taken, those ahead

    // descriptors
    input  wire                    s_axis_tvalid,
    output wire                    s_axis_tready,
    input  wire [DATA_BITS-1:0]    s_axis_tdata,
    input  wire                    s_axis_tuser,

    // data reads
    output wire                    m_data_valid,
    input  wire                    m_data_ready,
    output wire [63:0]             m_data_address,
    output wire [15:0]             m_data_length,

    // commands of fn_dma_transmit_gather
    output wire                    m_command_valid,
    input  wire                    m_command_ready,
    output wire [COMMAND_BITS-1:0] m_command_data
);
    localparam WORDS = 256 / DATA_BITS;
    localparam BITS  = $clog2(WORDS);

    localparam MINIMUM = 17'd14;    // a MAC header
    localparam MAXIMUM = 17'd9014;  // a jumbo frame of 9,000 bytes behind it

    localparam TAKE = 3'd0, SUM = 3'd1, CHECK = 3'd2, ISSUE = 3'd3, HOLD = 3'd4;

    reg [2:0]                           state_q;
    reg                                 ready_q;    // state_q is TAKE
    reg                                 valid_q;    // state_q is HOLD
    reg                                 stop_q;
    reg                                 clear_q;
    reg [BITS-1:0]                      word_q;
    reg [`FN_DESCRIPTOR_BITS-1:0]       descriptor_q;
    reg                                 error_q;    // in reading it
    reg [15:0]                          index_q;

    // of the packet
    reg                                 inside_q;   // not its first descriptor
    reg                                 leaves_q;   // some bytes of it
    reg                                 bad_q;
    reg                                 bus_q;      // bad by a bus error
    reg [13:0]                          sum_q;
    reg [`FN_TRANSMIT_RECORD_BITS-1:0]  record_q;
    reg [31:0]                          cookie_q;

    // of the descriptor
    reg [16:0]                          total_q;    // the packet's bytes with it
    reg [16:0]                          reach_q;    // its bytes from an aligned address, and 7

    wire [15:0] length = descriptor_q[`FN_DESCRIPTOR_LENGTH];
    wire [3:0]  offset = descriptor_q[3:0];

    wire at_start = ready_q && word_q == {BITS{1'b0}} && !inside_q;
    wire discard  = at_start && (!s_enable || stop_q);
    wire take     = s_axis_tvalid && ready_q && !discard;
    wire taken    = take && word_q == {BITS{1'b1}};

    wire ends  = descriptor_q[`FN_DESCRIPTOR_END] || error_q;
    wire lost  = descriptor_q[`FN_DESCRIPTOR_BEGIN] == inside_q;
    wire wrong = lost || length == 16'd0 || total_q > MAXIMUM || (ends && total_q < MINIMUM);
    wire issue = state_q == ISSUE && (m_command_ready || (bad_q && !ends));

    wire [`FN_TRANSMIT_RECORD_BITS-1:0] record_d;
    assign record_d[`FN_TRANSMIT_RECORD_IP_OFFSET] = descriptor_q[`FN_DESCRIPTOR_IP_OFFSET];
    assign record_d[`FN_TRANSMIT_RECORD_L4_OFFSET] = descriptor_q[`FN_DESCRIPTOR_L4_OFFSET];
    assign record_d[`FN_TRANSMIT_RECORD_L4_LENGTH] = descriptor_q[`FN_DESCRIPTOR_L4_LENGTH];
    assign record_d[`FN_TRANSMIT_RECORD_IPV4_CHECKSUM] = descriptor_q[`FN_DESCRIPTOR_IPV4_CHECKSUM];
    assign record_d[`FN_TRANSMIT_RECORD_TCP_CHECKSUM] = descriptor_q[`FN_DESCRIPTOR_TCP_CHECKSUM];
    assign record_d[`FN_TRANSMIT_RECORD_UDP_CHECKSUM] = descriptor_q[`FN_DESCRIPTOR_UDP_CHECKSUM];
    assign record_d[`FN_TRANSMIT_RECORD_IP_VERSION] = descriptor_q[`FN_DESCRIPTOR_IP_VERSION];

    integer w;
    always @(posedge clk) begin
        for (w = 0; w < WORDS; w = w + 1)
            if (take && word_q == w[BITS-1:0])
                descriptor_q[DATA_BITS*w +: DATA_BITS] <= s_axis_tdata;
        if (take) error_q <= s_axis_tuser || (error_q && word_q != {BITS{1'b0}});
        if (state_q == SUM) begin
            total_q <= {3'd0, sum_q} + {1'b0, length};
            reach_q <= {14'd0, offset[2:0]} + {1'b0, length} + 17'd7;
            if (!inside_q) begin
                record_q <= record_d;
                cookie_q <= descriptor_q[`FN_DESCRIPTOR_COOKIE];
            end
        end
        if (state_q == CHECK) begin
            bad_q <= bad_q || error_q || wrong;
            bus_q <= bus_q || error_q;
        end
        if (issue) begin
            inside_q <= !ends;
            leaves_q <= !ends && (leaves_q || !bad_q);
            bad_q    <= !ends && bad_q;
            bus_q    <= 1'b0;
            if (!bad_q) sum_q <= total_q[13:0];
            if (ends)   sum_q <= 14'd0;
            index_q  <= index_q + 16'd1;
        end
        if (take) word_q <= word_q + {{BITS-1{1'b0}}, 1'b1};

        case (state_q)
            TAKE:    if (taken) state_q <= SUM;
            SUM:     state_q <= CHECK;
            CHECK:   state_q <= ISSUE;
            ISSUE:   if (issue) state_q <= bad_q ? TAKE : HOLD;
            default: if (m_data_ready) state_q <= TAKE;
        endcase
        ready_q <= (ready_q && !taken) || (issue && bad_q) || (valid_q && m_data_ready);
        valid_q <= (issue && !bad_q) || (valid_q && !m_data_ready);
        stop_q  <= stop_q ? !(clear_q && s_enable) : at_start && !s_enable;
        clear_q <= stop_q && s_drained && !(clear_q && s_enable);
        if (rst || clear_q) index_q <= 16'd0;
        if (rst) begin
            state_q  <= TAKE;
            ready_q  <= 1'b1;
            valid_q  <= 1'b0;
            stop_q   <= 1'b1;
            clear_q  <= 1'b0;
            word_q   <= {BITS{1'b0}};
            inside_q <= 1'b0;
            leaves_q <= 1'b0;
            bad_q    <= 1'b0;
            bus_q    <= 1'b0;
            sum_q    <= 14'd0;
        end
    end

    wire unused_descriptor = &{1'b0, descriptor_q[`FN_DESCRIPTOR_RESERVED_0],
                               descriptor_q[`FN_DESCRIPTOR_RESERVED_1],
                               descriptor_q[`FN_DESCRIPTOR_RESERVED_2], reach_q[16:14]};

    assign m_stop          = stop_q;
    assign m_clear         = clear_q;
    assign m_index         = index_q;
    assign s_axis_tready   = ready_q;
    assign m_data_valid    = valid_q;
    assign m_data_address  = descriptor_q[`FN_DESCRIPTOR_ADDRESS];
    assign m_data_length   = length;
    assign m_command_valid = state_q == ISSUE && (ends || !bad_q);
    assign m_command_data  = {
        record_q,                                           // 90: of the packet
        cookie_q,                                           // 58
        bad_q ? sum_q : total_q[13:0],                      // 44: bytes of the packet so far
        index_q + 16'd1,                                    // 28: consumer when it is done
        descriptor_q[`FN_DESCRIPTOR_COMPLETE] && !error_q,  // 27: of the last descriptor
        bus_q,                                              // 26: bad by a bus error
        bad_q,                                              // 25: no data
        ends,                                               // 24: of the packet
        leaves_q || !bad_q,                                 // 23: it leaves
        !leaves_q && !bad_q,                                // 22: first to leave
        reach_q[13:3] == 11'd1 ? length[2:0] - 3'd1 : ~offset[2:0],  // 19: bytes of first piece - 1
        reach_q[2:0],                                       // 16: bytes of the last piece - 1
        offset,                                             // 12: of the first byte
        1'b0,
        reach_q[13:3]                                       // 0: pieces of 64 bits
    };

endmodule

`default_nettype wire
