// SPDX-License-Identifier: Apache-2.0
//
// fn_host_counters - wiring of the statistics: of all packets, of each flow's, of parity errors
//
// What happened to a packet of a flow is taken when both, fn_statistics and fn_flow_counters,
// have room for it; what is given to software counts here for its flow only, and like all others
// where it ends.  m_done: the counter that was asked for stands at m_count, from the next
// cycle on.  Parity errors count modulo 65,536, one cycle after their event.

`default_nettype none

module fn_host_counters #(
    parameter FLOWS        = 64,
    parameter COUNTER_BITS = 64
) (
    input  wire        clk,
    input  wire        rst,

    // packets received, and what became of those that software was to get
    input  wire        s_received_valid,
    output wire        s_received_ready,
    input  wire        s_drop_valid,
    output wire        s_drop_ready,
    input  wire [5:0]  s_drop_reason,
    input  wire        s_delivery_valid,
    output wire        s_delivery_ready,
    input  wire [5:0]  s_delivery_reason,

    // of flows
    input  wire        s_flow_unplaced_valid,
    output wire        s_flow_unplaced_ready,
    input  wire [9:0]  s_flow_unplaced_context,
    input  wire [5:0]  s_flow_unplaced_reason,
    input  wire        s_flow_unplaced_software,
    input  wire        s_flow_delivery_valid,
    output wire        s_flow_delivery_ready,
    input  wire [9:0]  s_flow_delivery_context,
    input  wire [5:0]  s_flow_delivery_reason,

    // packets sent
    input  wire        s_transmit_valid,
    output wire        s_transmit_ready,
    input  wire [5:0]  s_transmit_reason,

    // events of one cycle
    input  wire        s_table_parity_event,
    input  wire        s_context_parity_event,
    output wire [15:0] m_table_parity,
    output wire [15:0] m_context_parity,

    // command to read a counter, until it is done
    input  wire        s_go,
    input  wire        s_flow,     // one of fn_flow_counters
    input  wire [9:0]  s_context,
    input  wire [6:0]  s_index,
    output wire        m_done,
    output wire [63:0] m_count
);
    localparam FLOW_BITS = $clog2(FLOWS);

    // ---- Reads ----
    wire                    read_ready, flow_read_ready;
    wire                    count_valid, flow_count_valid;
    wire [COUNTER_BITS-1:0] count_data, flow_count_data;
    reg                     asked_q;
    reg  [COUNTER_BITS-1:0] count_q;

    wire ask = s_go && !asked_q;

    assign m_done = count_valid || flow_count_valid;

    always @(posedge clk) begin
        if (ask && (s_flow ? flow_read_ready : read_ready)) asked_q <= 1'b1;
        if (m_done) asked_q <= 1'b0;
        if (m_done) count_q <= flow_count_valid ? flow_count_data : count_data;
        if (rst) asked_q <= 1'b0;
        if (rst) count_q <= {COUNTER_BITS{1'b0}};
    end

    generate
        if (COUNTER_BITS < 64) begin : g_count
            assign m_count[63:COUNTER_BITS] = {64-COUNTER_BITS{1'b0}};
        end
    endgenerate
    assign m_count[COUNTER_BITS-1:0] = count_q;

    // ---- Parity errors ----
    reg [15:0] table_parity_q, context_parity_q;

    always @(posedge clk) begin
        if (s_table_parity_event)   table_parity_q   <= table_parity_q + 16'd1;
        if (s_context_parity_event) context_parity_q <= context_parity_q + 16'd1;
        if (rst) table_parity_q   <= 16'd0;
        if (rst) context_parity_q <= 16'd0;
    end

    assign m_table_parity   = table_parity_q;
    assign m_context_parity = context_parity_q;

    // ---- Counters ----
    wire drop_ready, delivery_ready;            // of fn_statistics
    wire flow_unplaced_ready, flow_delivery_ready;

    // An entry of the flow table may lead to a context that there is not.
    wire unplaced_known = {1'b0, s_flow_unplaced_context} < FLOWS[10:0];

    assign s_flow_unplaced_ready = drop_ready && flow_unplaced_ready;
    assign s_flow_delivery_ready   = delivery_ready && flow_delivery_ready;

    fn_statistics #(.COUNTER_BITS(COUNTER_BITS)) u_statistics (
        .clk(clk), .rst(rst),
        .s_received_valid(s_received_valid), .s_received_ready(s_received_ready),
        .s_drop_valid(s_drop_valid), .s_drop_ready(s_drop_ready),
        .s_drop_reason(s_drop_reason),
        .s_delivery_valid(s_delivery_valid), .s_delivery_ready(s_delivery_ready),
        .s_delivery_reason(s_delivery_reason),
        .s_flow_drop_valid(s_flow_unplaced_valid && !s_flow_unplaced_software
                           && flow_unplaced_ready),
        .s_flow_drop_ready(drop_ready), .s_flow_drop_reason(s_flow_unplaced_reason),
        .s_flow_delivery_valid(s_flow_delivery_valid && flow_delivery_ready),
        .s_flow_delivery_ready(delivery_ready), .s_flow_delivery_reason(s_flow_delivery_reason),
        .s_transmit_valid(s_transmit_valid), .s_transmit_ready(s_transmit_ready),
        .s_transmit_reason(s_transmit_reason),
        .s_read_valid(ask && !s_flow), .s_read_ready(read_ready), .s_read_index(s_index),
        .m_count_valid(count_valid), .m_count_data(count_data)
    );

    fn_flow_counters #(.FLOWS(FLOWS), .COUNTER_BITS(COUNTER_BITS)) u_flow_counters (
        .clk(clk), .rst(rst),
        .s_unplaced_valid(s_flow_unplaced_valid && unplaced_known && drop_ready),
        .s_unplaced_ready(flow_unplaced_ready),
        .s_unplaced_context(s_flow_unplaced_context[FLOW_BITS-1:0]),
        .s_unplaced_reason(s_flow_unplaced_reason),
        .s_delivery_valid(s_flow_delivery_valid && delivery_ready),
        .s_delivery_ready(flow_delivery_ready),
        .s_delivery_context(s_flow_delivery_context[FLOW_BITS-1:0]),
        .s_delivery_reason(s_flow_delivery_reason),
        .s_read_valid(ask && s_flow), .s_read_ready(flow_read_ready),
        .s_read_context(s_context[FLOW_BITS-1:0]), .s_read_class(s_index[3:0]),
        .m_count_valid(flow_count_valid), .m_count_data(flow_count_data)
    );

    wire unused = &{1'b0, s_flow_unplaced_context, s_flow_delivery_context, s_context};

endmodule

`default_nettype wire
