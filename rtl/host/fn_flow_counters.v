// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_counters - what became of each flow's packets, counted by class
//
// A counter for each flow context and class (FN_FLOW_CLASS).  The class of an event is that of its
// reason; unplaced without a reason against it is SOFTWARE.  Each channel takes one event and
// holds it for its turn: one in nine cycles is unplaced's, four later delivery's, four later
// read's.  So none waits more than 9 cycles, and a read sees all that had its turn before.  The
// answer comes 4 cycles after read's turn, which comes 1 to 9 after the handshake; both halves
// are of one moment.  Counters wrap.  Reset sets all to 0, which takes 16 cycles for each context
// (FLOWS, rounded up to a power of two); s_ ready is 0 meanwhile.

`default_nettype none
`include "fn_records.vh"

module fn_flow_counters #(
    parameter FLOWS        = 64,             // flow contexts: 16 to 1,024
    parameter COUNTER_BITS = 64,             // even; tests reach every carry of small ones
    parameter FLOW_BITS    = $clog2(FLOWS)   // derived, do not override
) (
    input  wire                      clk,
    input  wire                      rst,

    // unplaced: a packet that a context was asked about was dropped, or is software's
    input  wire                      s_unplaced_valid,
    output wire                      s_unplaced_ready,
    input  wire [FLOW_BITS-1:0]      s_unplaced_context,
    input  wire [5:0]                s_unplaced_reason,

    // delivery: one was placed, or met a bus error
    input  wire                      s_delivery_valid,
    output wire                      s_delivery_ready,
    input  wire [FLOW_BITS-1:0]      s_delivery_context,
    input  wire [5:0]                s_delivery_reason,

    // read: one counter
    input  wire                      s_read_valid,
    output wire                      s_read_ready,
    input  wire [FLOW_BITS-1:0]      s_read_context,
    input  wire [3:0]                s_read_class,

    // count: its answer, one cycle long
    output wire                      m_count_valid,
    output wire [COUNTER_BITS-1:0]   m_count_data
);
    // Turns: an addition is in memory when the read of the one four behind it begins.
    localparam UNPLACED = 0, DELIVERY = 4, READ = 8;
    localparam HALF       = COUNTER_BITS / 2;
    localparam INDEX_BITS = FLOW_BITS + 4;
    localparam [255:0] CLASS_OF = `FN_FLOW_CLASS_OF_REASON;

    // ---- Clear: a walk over all counters ----
    reg                  clearing_q;
    reg [INDEX_BITS-1:0] clear_index_q;
    wire                 cleared = &clear_index_q;

    always @(posedge clk) begin
        clear_index_q <= clear_index_q + 1'b1;
        if (cleared) clearing_q <= 1'b0;
        if (rst) clear_index_q <= {INDEX_BITS{1'b0}};
        if (rst) clearing_q    <= 1'b1;
    end

    // ---- Channels: one event each, until its turn ----
    reg [8:0]            turn_q;  // one-hot
    reg                  unplaced_valid_q, delivery_valid_q, read_valid_q;
    reg                  unplaced_ready_q, delivery_ready_q, read_ready_q;
    reg [FLOW_BITS-1:0]  unplaced_context_q, delivery_context_q;
    reg [5:0]            unplaced_reason_q, delivery_reason_q;
    reg [INDEX_BITS-1:0] read_index_q;

    wire unplaced_valid_d = unplaced_ready_q ? s_unplaced_valid
                                             : unplaced_valid_q && !turn_q[UNPLACED];
    wire delivery_valid_d = delivery_ready_q ? s_delivery_valid
                                             : delivery_valid_q && !turn_q[DELIVERY];
    wire read_valid_d     = read_ready_q ? s_read_valid : read_valid_q && !turn_q[READ];
    wire ready_d          = !clearing_q || cleared;

    always @(posedge clk) begin
        turn_q           <= {turn_q[7:0], turn_q[8]};
        unplaced_valid_q <= unplaced_valid_d;
        delivery_valid_q <= delivery_valid_d;
        read_valid_q     <= read_valid_d;
        unplaced_ready_q <= ready_d && !unplaced_valid_d;
        delivery_ready_q <= ready_d && !delivery_valid_d;
        read_ready_q     <= ready_d && !read_valid_d;
        if (unplaced_ready_q) {unplaced_context_q, unplaced_reason_q}
                                  <= {s_unplaced_context, s_unplaced_reason};
        if (delivery_ready_q) {delivery_context_q, delivery_reason_q}
                                  <= {s_delivery_context, s_delivery_reason};
        if (read_ready_q) read_index_q <= {s_read_context, s_read_class};
        if (rst) begin  // what else waits has its turn while the counters become 0
            turn_q           <= 9'd1;
            read_valid_q     <= 1'b0;
            unplaced_ready_q <= 1'b0;
            delivery_ready_q <= 1'b0;
            read_ready_q     <= 1'b0;
        end
    end

    // ---- The operation of a turn ----
    wire                  add_d = (turn_q[UNPLACED] && unplaced_valid_q)
                               || (turn_q[DELIVERY] && delivery_valid_q);
    wire                  to_software = unplaced_reason_q == `FN_REASON_DELIVERED;
    wire [3:0]            unplaced_class = to_software ? `FN_FLOW_CLASS_SOFTWARE
                                                       : CLASS_OF[{unplaced_reason_q, 2'd0} +: 4];
    wire [3:0]            delivery_class = CLASS_OF[{delivery_reason_q, 2'd0} +: 4];
    wire [INDEX_BITS-1:0] index_d =
          ({INDEX_BITS{turn_q[UNPLACED]}} & {unplaced_context_q, unplaced_class})
        | ({INDEX_BITS{turn_q[DELIVERY]}} & {delivery_context_q, delivery_class})
        | ({INDEX_BITS{turn_q[READ]}}     & read_index_q);
    reg                   add_q, add_sum_q, add_high_q, add_end_q;  // it adds one; along the stages
    reg                   read_q, read_sum_q, read_high_q, count_valid_q;
    reg  [INDEX_BITS-1:0] index_q;
    reg  [INDEX_BITS-1:0] add_index_q;  // until its sum is in memory

    // ---- Low half, then with its carry the high half, then back to memory ----
    (* no_rw_check *) reg [HALF-1:0] low_memory_q  [0:(1<<INDEX_BITS)-1];
    (* no_rw_check *) reg [HALF-1:0] high_memory_q [0:(1<<INDEX_BITS)-1];
    reg  [HALF-1:0]       low_q, low_sum_q, low_late_q, high_q, high_late_q, high_sum_q;
    reg                   carry_q;

    always @(posedge clk) begin
        {add_q, index_q}     <= {add_d, index_d};
        read_q               <= turn_q[READ] && read_valid_q;

        low_q                <= low_memory_q[index_q];
        high_q               <= high_memory_q[index_q];
        if (add_q) add_index_q <= index_q;
        {add_sum_q, read_sum_q} <= {add_q, read_q};

        {carry_q, low_sum_q} <= {1'b0, low_q} + {{HALF{1'b0}}, add_sum_q};
        high_late_q          <= high_q;
        {add_high_q, read_high_q} <= {add_sum_q, read_sum_q};

        high_sum_q           <= high_late_q + {{HALF-1{1'b0}}, carry_q};
        low_late_q           <= low_sum_q;
        {add_end_q, count_valid_q} <= {add_high_q, read_high_q};
        if (rst) begin
            add_q         <= 1'b0;
            read_q        <= 1'b0;
            read_sum_q    <= 1'b0;
            read_high_q   <= 1'b0;
            count_valid_q <= 1'b0;
        end
    end

    wire [INDEX_BITS-1:0] write_index = clearing_q ? clear_index_q : add_index_q;

    always @(posedge clk) begin
        if (clearing_q || add_end_q) begin
            low_memory_q[write_index]  <= low_late_q & {HALF{!clearing_q}};
            high_memory_q[write_index] <= high_sum_q & {HALF{!clearing_q}};
        end
    end

    assign s_unplaced_ready = unplaced_ready_q;
    assign s_delivery_ready = delivery_ready_q;
    assign s_read_ready     = read_ready_q;
    assign m_count_valid    = count_valid_q;
    assign m_count_data     = {high_sum_q, low_late_q};

`ifdef FORMAL
    `include "fn_flow_counters_properties.vh"
`endif
endmodule

`default_nettype wire
