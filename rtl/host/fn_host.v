// SPDX-License-Identifier: Apache-2.0
//
// fn_host - what the driver sees: registers, interrupt, statistics
//
// Wiring of fn_registers, fn_interrupt and the counters; turns the registers into
// the channels and the configuration of the blocks.  An entry of the flow table that
// compares a port also demands that there are ports: fragments never match.  The go
// of a command falls when it is done: the entry is in the table, the 64 bits of the
// counter are in the STATISTICS registers, the flow context has answered.  m_milliseconds
// counts every MILLISECOND_CYCLES cycles from reset on, one cycle later.

`default_nettype none
`include "fn_records.vh"

module fn_host #(
    parameter ENTRIES      = 64,              // of the flow table
    parameter INDEX_BITS   = $clog2(ENTRIES), // derived, do not override
    parameter DATA_BITS    = 128,             // of the AXI4 bus
    parameter FLOWS        = 64,              // flow contexts
    parameter COUNTER_BITS = 64               // of the statistics, even, up to 64
) (
    input  wire                           clk,
    input  wire                           rst,

    // AXI4-Lite
    input  wire                           s_axil_awvalid,
    output wire                           s_axil_awready,
    input  wire [15:0]                    s_axil_awaddr,
    input  wire [2:0]                     s_axil_awprot,
    input  wire                           s_axil_wvalid,
    output wire                           s_axil_wready,
    input  wire [31:0]                    s_axil_wdata,
    input  wire [3:0]                     s_axil_wstrb,
    output wire                           s_axil_bvalid,
    input  wire                           s_axil_bready,
    output wire [1:0]                     s_axil_bresp,
    input  wire                           s_axil_arvalid,
    output wire                           s_axil_arready,
    input  wire [15:0]                    s_axil_araddr,
    input  wire [2:0]                     s_axil_arprot,
    output wire                           s_axil_rvalid,
    input  wire                           s_axil_rready,
    output wire [31:0]                    s_axil_rdata,
    output wire [1:0]                     s_axil_rresp,

    // level
    output wire                           irq,

    // configuration of reception, quasi-static
    output wire                           m_rx_enable,
    output wire [15:0]                    m_frame_maximum,
    output wire [47:0]                    m_filter_address,
    output wire                           m_filter_promiscuous,
    output wire                           m_filter_broadcast,
    output wire                           m_filter_all_multicast,
    output wire                           m_hold_all,
    output wire                           m_keep_bad_checksum,
    output wire [15:0]                    m_buffer_size,
    output wire [15:0]                    m_split_offset,

    // rings
    output wire                           m_buffer_ring_enable,
    output wire [63:0]                    m_buffer_ring_base,
    output wire [3:0]                     m_buffer_ring_size,
    output wire [15:0]                    m_buffer_low_water,
    output wire [15:0]                    m_buffer_ring_producer,
    input  wire [15:0]                    s_buffer_ring_consumer,
    output wire                           m_completion_ring_enable,
    output wire [63:0]                    m_completion_ring_base,
    output wire [3:0]                     m_completion_ring_size,
    output wire [15:0]                    m_completion_ring_consumer,
    input  wire [15:0]                    s_completion_ring_producer,
    output wire                           m_transmit_ring_enable,
    output wire [63:0]                    m_transmit_ring_base,
    output wire [3:0]                     m_transmit_ring_size,
    output wire [15:0]                    m_transmit_ring_producer,
    input  wire [15:0]                    s_transmit_ring_consumer,

    // multicast: one entry of the list, always taken
    output wire                           m_multicast_valid,
    output wire [3:0]                     m_multicast_index,
    output wire                           m_multicast_enable,
    output wire [47:0]                    m_multicast_address,

    // write: one entry of the flow table
    output wire                           m_write_valid,
    input  wire                           m_write_ready,
    output wire [INDEX_BITS-1:0]          m_write_index,
    output wire                           m_write_enable,
    output wire [`FN_FLOW_KEY_BITS-1:0]   m_write_key,
    output wire [`FN_FLOW_KEY_FIELDS-1:0] m_write_mask,
    output wire [`FN_FLOW_INFO_BITS-1:0]  m_write_info,

    // operation on a flow context (113, 115)
    output wire                           m_operation_valid,
    input  wire                           m_operation_ready,
    output wire [2:0]                     m_operation_code,
    output wire [9:0]                     m_operation_index,
    output wire [63:0]                    m_operation_argument,

    // its answer, one for each operation, behind it; always taken
    input  wire                           s_answer_valid,
    input  wire                           s_answer_refused,
    input  wire [31:0]                    s_answer_value,

    // of flow contexts: time, test of parity
    output wire [15:0]                    m_milliseconds,
    output wire                           m_parity_break,

    // state of a DMA channel, 2 cycles after its index
    output wire [3:0]                     m_channel_index,
    input  wire [6:0]                     s_channel_in_flight,
    input  wire [1:0]                     s_channel_state,
    input  wire                           s_channel_owned,
    input  wire                           s_channel_shared,
    input  wire [9:0]                     s_channel_flow,

    // statistics
    input  wire                           s_received_valid,
    output wire                           s_received_ready,
    input  wire                           s_drop_valid,
    output wire                           s_drop_ready,
    input  wire [5:0]                     s_drop_reason,
    input  wire                           s_delivery_valid,
    output wire                           s_delivery_ready,
    input  wire [5:0]                     s_delivery_reason,
    input  wire                           s_flow_unplaced_valid,
    output wire                           s_flow_unplaced_ready,
    input  wire [9:0]                     s_flow_unplaced_context,
    input  wire [5:0]                     s_flow_unplaced_reason,
    input  wire                           s_flow_unplaced_software,
    input  wire                           s_flow_delivery_valid,
    output wire                           s_flow_delivery_ready,
    input  wire [9:0]                     s_flow_delivery_context,
    input  wire [5:0]                     s_flow_delivery_reason,
    input  wire                           s_transmit_valid,
    output wire                           s_transmit_ready,
    input  wire [5:0]                     s_transmit_reason,

    // events of one cycle
    input  wire                           s_completion_event,
    input  wire                           s_low_water_event,
    input  wire                           s_bus_error_event,
    input  wire                           s_underrun_event,
    input  wire                           s_table_parity_event,
    input  wire                           s_context_parity_event
);
    localparam CAUSES = 8;

    // ---- Interrupt ----
    wire [CAUSES-1:0] cause;
    wire [CAUSES-1:0] cause_clear;
    wire [CAUSES-1:0] mask;
    wire [7:0]        moderation_count;
    wire [23:0]       moderation_cycles;

    fn_interrupt #(.CAUSES(CAUSES)) u_interrupt (
        .clk(clk), .rst(rst),
        .s_event({4'd0, s_underrun_event, s_bus_error_event, s_low_water_event,
                  s_completion_event}),
        .s_clear(cause_clear), .s_mask(mask), .s_moderation_count(moderation_count),
        .s_moderation_cycles(moderation_cycles), .m_cause(cause), .irq(irq)
    );

    // ---- Statistics ----
    wire        statistics_go;
    wire        statistics_flow;
    wire [9:0]  statistics_context;
    wire [6:0]  statistics_index;
    wire        statistics_done;
    wire [63:0] count;
    wire [15:0] table_parity;
    wire [15:0] context_parity;

    fn_host_counters #(.FLOWS(FLOWS), .COUNTER_BITS(COUNTER_BITS)) u_counters (
        .clk(clk), .rst(rst),
        .s_received_valid(s_received_valid), .s_received_ready(s_received_ready),
        .s_drop_valid(s_drop_valid), .s_drop_ready(s_drop_ready),
        .s_drop_reason(s_drop_reason),
        .s_delivery_valid(s_delivery_valid), .s_delivery_ready(s_delivery_ready),
        .s_delivery_reason(s_delivery_reason),
        .s_flow_unplaced_valid(s_flow_unplaced_valid),
        .s_flow_unplaced_ready(s_flow_unplaced_ready),
        .s_flow_unplaced_context(s_flow_unplaced_context),
        .s_flow_unplaced_reason(s_flow_unplaced_reason),
        .s_flow_unplaced_software(s_flow_unplaced_software),
        .s_flow_delivery_valid(s_flow_delivery_valid),
        .s_flow_delivery_ready(s_flow_delivery_ready),
        .s_flow_delivery_context(s_flow_delivery_context),
        .s_flow_delivery_reason(s_flow_delivery_reason),
        .s_transmit_valid(s_transmit_valid), .s_transmit_ready(s_transmit_ready),
        .s_transmit_reason(s_transmit_reason),
        .s_table_parity_event(s_table_parity_event),
        .s_context_parity_event(s_context_parity_event),
        .m_table_parity(table_parity), .m_context_parity(context_parity),
        .s_go(statistics_go), .s_flow(statistics_flow), .s_context(statistics_context),
        .s_index(statistics_index), .m_done(statistics_done), .m_count(count)
    );

    // ---- Flow window: its command is finished when the table is ready again ----
    wire flow_go;
    reg  writing_q;

    always @(posedge clk) begin
        writing_q <= m_write_valid ? m_write_ready : writing_q && !m_write_ready;
        if (rst) writing_q <= 1'b0;
    end

    assign m_write_valid = flow_go && !writing_q;

    wire [10:0]                    field_mask;
    wire                           rtp_mask;
    wire [7:0]                     write_index;
    wire [127:0]                   destination_address;
    wire [127:0]                   source_address;

    // The bits of the mask stand in the order of the key's fields.
    wire   has_port     = field_mask[3] || field_mask[4];  // then ports_present counts
    assign m_write_mask = {rtp_mask, has_port, field_mask};
    assign m_write_key[`FN_FLOW_KEY_DESTINATION_ADDRESS] = destination_address;
    assign m_write_key[`FN_FLOW_KEY_SOURCE_ADDRESS]      = source_address;
    assign m_write_key[`FN_FLOW_KEY_PORTS_PRESENT]       = 1'b1;

    generate
        if (INDEX_BITS < 8) begin : g_index
            // the rest of the register's index
            /* verilator lint_off UNUSEDSIGNAL */  // a smaller table has a shorter one
            wire [7-INDEX_BITS:0] unused_index = write_index[7:INDEX_BITS];
            /* verilator lint_on UNUSEDSIGNAL */
        end
    endgenerate
    assign m_write_index = write_index[INDEX_BITS-1:0];

    // ---- Flow contexts: the command is finished when the answer is there ----
    wire        context_go;
    reg         operating_q;
    reg         refused_q;
    reg  [31:0] value_q;

    assign m_operation_valid = context_go && !operating_q;

    always @(posedge clk) begin
        operating_q <= m_operation_valid ? m_operation_ready : operating_q && !s_answer_valid;
        if (s_answer_valid) refused_q <= s_answer_refused;
        if (s_answer_valid) value_q   <= s_answer_value;
        if (rst) begin
            operating_q <= 1'b0;
            refused_q   <= 1'b0;
            value_q     <= 32'd0;
        end
    end

    // ---- Time ----
    wire [19:0] millisecond_cycles;
    reg  [19:0] last_q;    // cycle of a millisecond
    reg  [19:0] cycles_q;
    reg         over_q;
    reg  [15:0] milliseconds_q;

    wire over = cycles_q >= last_q;

    always @(posedge clk) begin
        last_q   <= millisecond_cycles - 20'd1;
        cycles_q <= over ? 20'd0 : cycles_q + 20'd1;
        over_q   <= over;
        if (over_q) milliseconds_q <= milliseconds_q + 16'd1;
        if (rst) begin
            last_q         <= ~20'd0;
            cycles_q       <= 20'd0;
            over_q         <= 1'b0;
            milliseconds_q <= 16'd0;
        end
    end

    assign m_milliseconds = milliseconds_q;

    // ---- Registers ----
    fn_registers u_registers (
        .clk(clk), .rst(rst), .s_parameters_flow_entries(ENTRIES[15:0]),
        .s_parameters_axi_data_bits(DATA_BITS[15:0]), .m_control_rx_enable(m_rx_enable),
        .m_control_promiscuous(m_filter_promiscuous), .m_control_broadcast(m_filter_broadcast),
        .m_control_all_multicast(m_filter_all_multicast), .m_control_hold_all(m_hold_all),
        .m_control_keep_bad_checksum(m_keep_bad_checksum),
        .m_control_buffer_ring_enable(m_buffer_ring_enable),
        .m_control_completion_ring_enable(m_completion_ring_enable),
        .m_control_transmit_ring_enable(m_transmit_ring_enable),
        .m_control_parity_test(m_parity_break), .m_millisecond_cycles(millisecond_cycles),
        .s_flow_parameters_contexts(FLOWS[15:0]), .m_frame_maximum(m_frame_maximum),
        .m_mac_low(m_filter_address[31:0]),
        .m_mac_high(m_filter_address[47:32]), .m_multicast_low(m_multicast_address[31:0]),
        .m_multicast_high(m_multicast_address[47:32]),
        .m_multicast_command_index(m_multicast_index),
        .m_multicast_command_enable(m_multicast_enable),
        .m_multicast_command_go(m_multicast_valid), .s_multicast_command_go_clear(1'b1),
        .s_interrupt_cause(cause), .m_interrupt_cause_clear(cause_clear),
        .m_interrupt_mask(mask), .m_interrupt_moderation_count(moderation_count),
        .m_interrupt_moderation_cycles(moderation_cycles),
        .m_buffer_ring_base_low(m_buffer_ring_base[31:0]),
        .m_buffer_ring_base_high(m_buffer_ring_base[63:32]),
        .m_buffer_ring_size(m_buffer_ring_size), .m_buffer_ring_producer(m_buffer_ring_producer),
        .s_buffer_ring_consumer(s_buffer_ring_consumer), .m_buffer_size(m_buffer_size),
        .m_buffer_low_water(m_buffer_low_water), .m_split_offset(m_split_offset),
        .m_completion_ring_base_low(m_completion_ring_base[31:0]),
        .m_completion_ring_base_high(m_completion_ring_base[63:32]),
        .m_completion_ring_size(m_completion_ring_size),
        .m_completion_ring_consumer(m_completion_ring_consumer),
        .s_completion_ring_producer(s_completion_ring_producer),
        .m_transmit_ring_base_low(m_transmit_ring_base[31:0]),
        .m_transmit_ring_base_high(m_transmit_ring_base[63:32]),
        .m_transmit_ring_size(m_transmit_ring_size),
        .m_transmit_ring_producer(m_transmit_ring_producer),
        .s_transmit_ring_consumer(s_transmit_ring_consumer),
        .m_flow_destination_address_0(destination_address[0 +: 32]),
        .m_flow_destination_address_1(destination_address[32 +: 32]),
        .m_flow_destination_address_2(destination_address[64 +: 32]),
        .m_flow_destination_address_3(destination_address[96 +: 32]),
        .m_flow_source_address_0(source_address[0 +: 32]),
        .m_flow_source_address_1(source_address[32 +: 32]),
        .m_flow_source_address_2(source_address[64 +: 32]),
        .m_flow_source_address_3(source_address[96 +: 32]),
        .m_flow_spi(m_write_key[`FN_FLOW_KEY_SPI]),
        .m_flow_ports_destination(m_write_key[`FN_FLOW_KEY_DESTINATION_PORT]),
        .m_flow_ports_source(m_write_key[`FN_FLOW_KEY_SOURCE_PORT]),
        .m_flow_attributes_protocol(m_write_key[`FN_FLOW_KEY_PROTOCOL]),
        .m_flow_attributes_security(m_write_key[`FN_FLOW_KEY_SECURITY]),
        .m_flow_attributes_ip_version(m_write_key[`FN_FLOW_KEY_IP_VERSION]),
        .m_flow_attributes_vlan_present(m_write_key[`FN_FLOW_KEY_VLAN_PRESENT]),
        .m_flow_attributes_rtp(m_write_key[`FN_FLOW_KEY_RTP]),
        .m_flow_attributes_vlan_id(m_write_key[`FN_FLOW_KEY_VLAN_ID]),
        .m_flow_association(m_write_key[`FN_FLOW_KEY_ASSOCIATION]),
        .m_flow_mask_destination_address(field_mask[0]),
        .m_flow_mask_source_address(field_mask[1]), .m_flow_mask_spi(field_mask[2]),
        .m_flow_mask_destination_port(field_mask[3]), .m_flow_mask_source_port(field_mask[4]),
        .m_flow_mask_protocol(field_mask[5]), .m_flow_mask_association(field_mask[6]),
        .m_flow_mask_vlan_id(field_mask[7]), .m_flow_mask_vlan_present(field_mask[8]),
        .m_flow_mask_security(field_mask[9]), .m_flow_mask_ip_version(field_mask[10]),
        .m_flow_mask_rtp(rtp_mask),
        .m_flow_info_0_handle(m_write_info[`FN_FLOW_INFO_HANDLE]),
        .m_flow_info_0_context(m_write_info[`FN_FLOW_INFO_CONTEXT]),
        .m_flow_info_1_association(m_write_info[`FN_FLOW_INFO_ASSOCIATION]),
        .m_flow_info_1_state(m_write_info[`FN_FLOW_INFO_STATE]),
        .m_flow_info_1_split(m_write_info[`FN_FLOW_INFO_SPLIT]),
        .m_flow_info_1_hold(m_write_info[`FN_FLOW_INFO_HOLD]),
        .m_flow_command_index(write_index), .m_flow_command_enable(m_write_enable),
        .m_flow_command_go(flow_go), .s_flow_command_go_clear(writing_q && m_write_ready),
        .m_statistics_command_index(statistics_index),
        .m_statistics_command_flow(statistics_flow),
        .m_statistics_command_context(statistics_context),
        .m_statistics_command_go(statistics_go),
        .s_statistics_command_go_clear(statistics_done), .s_statistics_low(count[31:0]),
        .s_statistics_high(count[63:32]),
        .m_flow_context_argument_low(m_operation_argument[31:0]),
        .m_flow_context_argument_high(m_operation_argument[63:32]),
        .m_flow_context_command_index(m_operation_index),
        .m_flow_context_command_operation(m_operation_code),
        .s_flow_context_command_refused(refused_q), .m_flow_context_command_go(context_go),
        .s_flow_context_command_go_clear(operating_q && s_answer_valid),
        .s_flow_context_value(value_q), .m_channel_index(m_channel_index),
        .s_channel_in_flight(s_channel_in_flight), .s_channel_state(s_channel_state),
        .s_channel_owned(s_channel_owned), .s_channel_shared(s_channel_shared),
        .s_channel_flow(s_channel_flow),
        .s_parity_errors_flow_table(table_parity), .s_parity_errors_contexts(context_parity),
        .s_axil_awaddr(s_axil_awaddr),
        .s_axil_awprot(s_axil_awprot), .s_axil_arprot(s_axil_arprot),
        .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
        .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid),
        .s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp),
        .s_axil_bvalid(s_axil_bvalid), .s_axil_bready(s_axil_bready),
        .s_axil_araddr(s_axil_araddr), .s_axil_arvalid(s_axil_arvalid),
        .s_axil_arready(s_axil_arready), .s_axil_rdata(s_axil_rdata),
        .s_axil_rresp(s_axil_rresp), .s_axil_rvalid(s_axil_rvalid),
        .s_axil_rready(s_axil_rready)
    );

endmodule

`default_nettype wire
