// SPDX-License-Identifier: Apache-2.0
//
// fn_statistics - the counters of received and transmitted packets
//
// Counter r of 0 to 62 counts received packets of reason r (0: delivered), 63 all of
// them, 64 to 127 the same for transmitted ones.  Each channel takes one event and holds
// it for its turn: one in nine cycles is drop's, then transmit's, delivery's, received's,
// flow_drop's, two later flow_delivery's and two later read's.  So none waits more than 9
// cycles and a read sees all that had its turn before; the total of a transmitted packet
// follows its reason.  The answer comes 4 cycles after read's turn, which comes 1 to 9 after
// the handshake.  Counters wrap.  Reset sets all to 0, which takes 128 cycles; s_ ready is 0
// meanwhile.

`default_nettype none

module fn_statistics #(
    parameter COUNTER_BITS = 64  // even; tests reach every carry of small ones
) (
    input  wire                      clk,
    input  wire                      rst,

    // received: a packet has arrived
    input  wire                      s_received_valid,
    output wire                      s_received_ready,

    // drop: a received packet was not delivered
    input  wire                      s_drop_valid,
    output wire                      s_drop_ready,
    input  wire [5:0]                s_drop_reason,   // 0 to 62

    // delivery: a received packet is in memory, or met a bus error
    input  wire                      s_delivery_valid,
    output wire                      s_delivery_ready,
    input  wire [5:0]                s_delivery_reason,      // 0 to 62

    // flow_drop: a packet of a zero-copied flow was not placed
    input  wire                      s_flow_drop_valid,
    output wire                      s_flow_drop_ready,
    input  wire [5:0]                s_flow_drop_reason,     // 0 to 62

    // flow_delivery: one was placed, or met a bus error
    input  wire                      s_flow_delivery_valid,
    output wire                      s_flow_delivery_ready,
    input  wire [5:0]                s_flow_delivery_reason,  // 0 to 62

    // transmit: a packet was sent, or not
    input  wire                      s_transmit_valid,
    output wire                      s_transmit_ready,
    input  wire [5:0]                s_transmit_reason,      // 0 to 62

    // read: one counter
    input  wire                      s_read_valid,
    output wire                      s_read_ready,
    input  wire [6:0]                s_read_index,

    // count: its answer, one cycle long
    output wire                      m_count_valid,
    output wire [COUNTER_BITS-1:0]   m_count_data
);
    // Turns: counters that may be the same are two apart or more; an addition takes three, and
    // goes straight into the one two behind it.
    localparam DROP = 0, TRANSMIT = 1, DELIVERY = 2, RECEIVED = 3, FLOW_DROP = 4, TOTAL = 5;
    localparam FLOW_DELIVERY = 6, READ = 8;
    localparam HALF = COUNTER_BITS / 2;

    // ---- Clear: a walk over all counters ----
    reg       clearing_q;
    reg [6:0] clear_index_q;

    always @(posedge clk) begin
        clear_index_q <= clear_index_q + 7'd1;
        if (clear_index_q == 7'd127) clearing_q <= 1'b0;
        if (rst) clear_index_q <= 7'd0;
        if (rst) clearing_q    <= 1'b1;
    end

    // ---- Channels: one event each, until its turn ----
    reg [8:0] turn_q;  // one-hot
    reg       received_valid_q, drop_valid_q, delivery_valid_q, transmit_valid_q, read_valid_q;
    reg       received_ready_q, drop_ready_q, delivery_ready_q, transmit_ready_q, read_ready_q;
    reg       flow_drop_valid_q, flow_delivery_valid_q, flow_drop_ready_q, flow_delivery_ready_q;
    reg       total_valid_q;
    reg [5:0] drop_reason_q, delivery_reason_q, transmit_reason_q;
    reg [5:0] flow_drop_reason_q, flow_delivery_reason_q;
    reg [6:0] read_index_q;

    wire received_valid_d = received_ready_q ? s_received_valid
                                             : received_valid_q && !turn_q[RECEIVED];
    wire drop_valid_d     = drop_ready_q ? s_drop_valid : drop_valid_q && !turn_q[DROP];
    wire delivery_valid_d = delivery_ready_q ? s_delivery_valid
                                             : delivery_valid_q && !turn_q[DELIVERY];
    wire transmit_valid_d = transmit_ready_q ? s_transmit_valid
                                             : transmit_valid_q && !turn_q[TRANSMIT];
    wire flow_drop_valid_d = flow_drop_ready_q ? s_flow_drop_valid
                                               : flow_drop_valid_q && !turn_q[FLOW_DROP];
    wire flow_delivery_valid_d = flow_delivery_ready_q
                               ? s_flow_delivery_valid
                               : flow_delivery_valid_q && !turn_q[FLOW_DELIVERY];
    wire read_valid_d     = read_ready_q ? s_read_valid : read_valid_q && !turn_q[READ];
    wire ready_d          = !clearing_q || clear_index_q == 7'd127;

    always @(posedge clk) begin
        turn_q                <= {turn_q[7:0], turn_q[8]};
        received_valid_q      <= received_valid_d;
        drop_valid_q          <= drop_valid_d;
        delivery_valid_q      <= delivery_valid_d;
        transmit_valid_q      <= transmit_valid_d;
        read_valid_q          <= read_valid_d;
        flow_drop_valid_q     <= flow_drop_valid_d;
        flow_delivery_valid_q <= flow_delivery_valid_d;
        received_ready_q      <= ready_d && !received_valid_d;
        drop_ready_q          <= ready_d && !drop_valid_d;
        delivery_ready_q      <= ready_d && !delivery_valid_d;
        transmit_ready_q      <= ready_d && !transmit_valid_d;
        read_ready_q          <= ready_d && !read_valid_d;
        flow_drop_ready_q     <= ready_d && !flow_drop_valid_d;
        flow_delivery_ready_q <= ready_d && !flow_delivery_valid_d;
        if (drop_ready_q)          drop_reason_q          <= s_drop_reason;
        if (delivery_ready_q)      delivery_reason_q      <= s_delivery_reason;
        if (transmit_ready_q)      transmit_reason_q      <= s_transmit_reason;
        if (read_ready_q)          read_index_q           <= s_read_index;
        if (flow_drop_ready_q)     flow_drop_reason_q     <= s_flow_drop_reason;
        if (flow_delivery_ready_q) flow_delivery_reason_q <= s_flow_delivery_reason;
        if (turn_q[TRANSMIT]) total_valid_q <= transmit_valid_q;
        if (rst) begin  // what else waits has its turn while the counters become 0
            turn_q                <= 9'd1;
            read_valid_q          <= 1'b0;
            received_ready_q      <= 1'b0;
            drop_ready_q          <= 1'b0;
            delivery_ready_q      <= 1'b0;
            transmit_ready_q      <= 1'b0;
            read_ready_q          <= 1'b0;
            flow_drop_ready_q     <= 1'b0;
            flow_delivery_ready_q <= 1'b0;
        end
    end

    // ---- The operation of a turn ----
    wire       add_d   = (turn_q[DROP] && drop_valid_q) || (turn_q[TRANSMIT] && transmit_valid_q)
                         || (turn_q[RECEIVED] && received_valid_q)
                         || (turn_q[DELIVERY] && delivery_valid_q)
                         || (turn_q[FLOW_DROP] && flow_drop_valid_q)
                         || (turn_q[FLOW_DELIVERY] && flow_delivery_valid_q)
                         || (turn_q[TOTAL] && total_valid_q);
    wire [6:0] index_d = ({7{turn_q[DROP]}}       & {1'b0, drop_reason_q})
                         | ({7{turn_q[TRANSMIT]}} & {1'b1, transmit_reason_q})
                         | ({7{turn_q[RECEIVED]}} & 7'd63)
                         | ({7{turn_q[DELIVERY]}} & {1'b0, delivery_reason_q})
                         | ({7{turn_q[FLOW_DROP]}}     & {1'b0, flow_drop_reason_q})
                         | ({7{turn_q[FLOW_DELIVERY]}} & {1'b0, flow_delivery_reason_q})
                         | ({7{turn_q[TOTAL]}}    & 7'd127)
                         | ({7{turn_q[READ]}}     & read_index_q);
    reg        add_q, add_sum_q, add_high_q;     // it adds one; along the stages
    reg        read_q, read_sum_q, read_high_q;
    reg        count_valid_q;
    reg [6:0]  index_q, index_sum_q, index_high_q, index_end_q;

    // ---- Low half, then with its carry the high half one cycle later ----
    (* no_rw_check *) reg [HALF-1:0] low_memory_q  [0:127];
    (* no_rw_check *) reg [HALF-1:0] high_memory_q [0:127];
    reg [HALF-1:0] low_q, low_sum_q, low_late_q, high_q, high_sum_q, high_late_q;
    reg        carry_q;
    reg        again_q, again_high_q;  // the counter of two turns before
    reg        write_low_q, write_high_q;

    always @(posedge clk) begin
        {add_q, index_q} <= {add_d, index_d};
        read_q           <= read_valid_q && turn_q[READ];

        low_q                         <= low_memory_q[index_q];
        {add_sum_q, index_sum_q}      <= {add_q, index_q};
        read_sum_q                    <= read_q;
        again_q                       <= write_low_q && index_high_q == index_q;

        {carry_q, low_sum_q}          <= {1'b0, again_q ? low_late_q : low_q}
                                         + {{HALF{1'b0}}, add_sum_q};
        again_high_q                  <= again_q;
        high_q                        <= high_memory_q[index_sum_q];
        {add_high_q, index_high_q}    <= {add_sum_q, index_sum_q};
        read_high_q                   <= read_sum_q;

        high_sum_q                    <= (again_high_q ? high_late_q : high_q)
                                         + {{HALF-1{1'b0}}, carry_q};
        high_late_q                   <= high_sum_q;
        low_late_q                    <= low_sum_q;
        index_end_q                   <= index_high_q;
        count_valid_q                 <= read_high_q;
        write_low_q                   <= add_sum_q;
        write_high_q                  <= add_high_q;
        if (rst) begin
            add_q         <= 1'b0;
            read_q        <= 1'b0;
            read_sum_q    <= 1'b0;
            read_high_q   <= 1'b0;
            count_valid_q <= 1'b0;
        end
    end

    wire [6:0] low_index  = clearing_q ? clear_index_q : index_high_q;
    wire [6:0] high_index = clearing_q ? clear_index_q : index_end_q;

    always @(posedge clk) begin
        if (clearing_q || write_low_q)
            low_memory_q[low_index]   <= low_sum_q & {HALF{!clearing_q}};
        if (clearing_q || write_high_q)
            high_memory_q[high_index] <= high_sum_q & {HALF{!clearing_q}};
    end

    assign s_received_ready      = received_ready_q;
    assign s_drop_ready          = drop_ready_q;
    assign s_delivery_ready      = delivery_ready_q;
    assign s_transmit_ready      = transmit_ready_q;
    assign s_read_ready          = read_ready_q;
    assign s_flow_drop_ready     = flow_drop_ready_q;
    assign s_flow_delivery_ready = flow_delivery_ready_q;
    assign m_count_valid         = count_valid_q;
    assign m_count_data          = {high_sum_q, low_late_q};

`ifdef FORMAL
    `include "fn_statistics_properties.vh"
`endif
endmodule

`default_nettype wire
