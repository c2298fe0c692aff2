// SPDX-License-Identifier: Apache-2.0
//
// fn_placement_path - wiring of zero copy: from the verdict to software or to pages
//
//   s_axis ---> fn_zero_copy -> m_axis (software), m_place_axis (pages)
//        verdict |  ^ fate
//                v  |
//   s_packet -> fn_flow_engine -> m_place_command        <- operations, time
//                |  ^     `-> fn_flow_report -> reports, deliveries, acknowledgments
//                v  |            ^ ends and dones of what was placed
//             fn_flow_context
//
// s_packet runs ahead of s_record, or behind it: the same packets, of flows in ZERO_COPY only.
// What leaves at m_place_axis begins with the first beat of payload, or of a UDP header:
// commands count from there.

`default_nettype none
`include "fn_records.vh"

module fn_placement_path #(
    parameter FLOWS = 64
) (
    input  wire                              clk,
    input  wire                              rst,

    // configuration, quasi-static; milliseconds: the time
    input  wire                              s_parity_break,
    input  wire                              s_ring_enable,
    input  wire [15:0]                       s_milliseconds,

    // packet whose fate is asked for
    input  wire                              s_packet_valid,
    output wire                              s_packet_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_packet_record,

    // record of each packet, before its first beat
    input  wire                              s_record_valid,
    output wire                              s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // packets that arrive, with their verdict on the last beat
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // operations of the driver, and the answer to each
    input  wire                              s_operation_valid,
    output wire                              s_operation_ready,
    input  wire [2:0]                        s_operation_code,
    input  wire [9:0]                        s_operation_index,
    input  wire [63:0]                       s_operation_argument,
    output wire                              m_answer_valid,
    output wire                              m_answer_refused,
    output wire [31:0]                       m_answer_value,

    // record of each packet for software
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // packets for software
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // command: what becomes of the next bytes of a packet to be placed
    output wire                              m_place_command_valid,
    input  wire                              m_place_command_ready,
    output wire [15:0]                       m_place_command_skip,
    output wire [15:0]                       m_place_command_length,
    output wire [63:0]                       m_place_command_address,
    output wire [9:0]                        m_place_command_index,
    output wire                              m_place_command_last,

    // packets to be placed
    output wire                              m_place_axis_tvalid,
    input  wire                              m_place_axis_tready,
    output wire [63:0]                       m_place_axis_tdata,
    output wire [7:0]                        m_place_axis_tkeep,
    output wire                              m_place_axis_tlast,
    output wire [0:0]                        m_place_axis_tuser,

    // end of each of them; if something was written its done follows
    input  wire                              s_end_valid,
    output wire                              s_end_ready,
    input  wire                              s_end_written,
    input  wire                              s_done_valid,
    input  wire                              s_done_error,

    // reports of flows, and slots for them
    input  wire                              s_slot_valid,
    output wire                              s_slot_ready,
    output wire                              m_report_valid,
    input  wire                              m_report_ready,
    output wire [`FN_REPORT_BITS-1:0]        m_report_data,

    // unplaced: each packet of a flow that is not placed; delivery: each good one that is
    output wire                              m_unplaced_valid,
    input  wire                              m_unplaced_ready,
    output wire [9:0]                        m_unplaced_context,
    output wire [5:0]                        m_unplaced_reason,
    output wire                              m_unplaced_software,
    output wire                              m_delivery_valid,
    input  wire                              m_delivery_ready,
    output wire [9:0]                        m_delivery_context,
    output wire [5:0]                        m_delivery_reason,

    // acknowledgment that is due (270)
    output wire                              m_acknowledge_valid,
    input  wire                              m_acknowledge_ready,
    output wire [9:0]                        m_acknowledge_index,
    output wire [31:0]                       m_acknowledge_number
);
    reg  [`FN_PACKET_RECORD_BITS-1:0] packet_record;
    wire                              decision_valid;
    wire                              decision_ready;
    wire [1:0]                        decision_fate;
    wire [5:0]                        decision_reason;
    wire [3:0]                        decision_sync;
    wire [4:0]                        decision_epoch;
    wire                              verdict_valid;
    wire                              verdict_ready;
    wire                              verdict_good;
    wire                              verdict_link;
    wire                              failed_valid;
    wire                              failed_ready;
    wire [9:0]                        failed_index;
    wire [4:0]                        failed_epoch;
    wire [31:0]                       failed_confirmed;
    wire                              entry_valid;
    wire                              entry_ready;
    wire                              entry_placed;
    wire                              entry_good;
    wire                              entry_reported;
    wire                              entry_answered;
    wire                              entry_begins;
    wire [`FN_REPORT_BITS-1:0]        entry_data;
    wire                              room;
    wire                              read_valid;
    wire [10:0]                       read_index;
    wire [`FN_CONTEXT_BITS-1:0]       read_context;
    wire                              read_error;
    wire                              write_valid;
    wire [10:0]                       write_index;
    wire [`FN_CONTEXT_BITS-1:0]       write_context;
    wire                              page_read_valid;
    wire [9:0]                        page_read_index;
    wire [5:0]                        page_read_place;
    wire [51:0]                       page_read_address;
    wire                              page_read_error;
    wire                              page_write_valid;
    wire [9:0]                        page_write_index;
    wire [5:0]                        page_write_place;
    wire [51:0]                       page_write_address;
    wire [3:0]                        unused_valid;

    wire [15:0] payload_offset = s_packet_record[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
    wire [15:0] l4_offset      = s_packet_record[`FN_PACKET_RECORD_L4_OFFSET];
    wire        udp            = s_packet_record[`FN_PACKET_RECORD_UDP];
    wire [3:0]  headers        = udp ? l4_offset[6:3] : payload_offset[6:3];  // whole beats

    always @* begin
        packet_record = s_packet_record;
        packet_record[`FN_PACKET_RECORD_L4_OFFSET]      = {13'd0, l4_offset[2:0]};
        packet_record[`FN_PACKET_RECORD_PAYLOAD_OFFSET] =
            {9'd0, payload_offset[6:3] - headers, payload_offset[2:0]};
    end

    fn_zero_copy u_zero_copy (
        .clk(clk), .rst(rst),
        .s_record_valid(s_record_valid), .s_record_ready(s_record_ready),
        .s_record_data(s_record_data),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser),
        .s_decision_valid(decision_valid), .s_decision_ready(decision_ready),
        .s_decision_fate(decision_fate), .s_decision_reason(decision_reason),
        .s_decision_sync(decision_sync), .s_decision_epoch(decision_epoch),
        .m_verdict_valid(verdict_valid), .m_verdict_ready(verdict_ready),
        .m_verdict_good(verdict_good), .m_verdict_link(verdict_link),
        .m_record_valid(m_record_valid), .m_record_ready(m_record_ready),
        .m_record_data(m_record_data),
        .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready),
        .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast),
        .m_axis_tuser(m_axis_tuser),
        .m_place_axis_tvalid(m_place_axis_tvalid), .m_place_axis_tready(m_place_axis_tready),
        .m_place_axis_tdata(m_place_axis_tdata), .m_place_axis_tkeep(m_place_axis_tkeep),
        .m_place_axis_tlast(m_place_axis_tlast), .m_place_axis_tuser(m_place_axis_tuser),
        .m_unplaced_valid(m_unplaced_valid), .m_unplaced_ready(m_unplaced_ready),
        .m_unplaced_context(m_unplaced_context), .m_unplaced_reason(m_unplaced_reason),
        .m_unplaced_software(m_unplaced_software)
    );

    fn_flow_engine #(.FLOWS(FLOWS)) u_flow_engine (
        .clk(clk), .rst(rst),
        .s_milliseconds(s_milliseconds),
        .s_packet_valid(s_packet_valid), .s_packet_ready(s_packet_ready),
        .s_packet_record(packet_record),
        .m_decision_valid(decision_valid), .m_decision_ready(decision_ready),
        .m_decision_fate(decision_fate), .m_decision_reason(decision_reason),
        .m_decision_sync(decision_sync), .m_decision_epoch(decision_epoch),
        .m_command_valid(m_place_command_valid), .m_command_ready(m_place_command_ready),
        .m_command_skip(m_place_command_skip), .m_command_length(m_place_command_length),
        .m_command_address(m_place_command_address), .m_command_index(m_place_command_index),
        .m_command_last(m_place_command_last),
        .s_verdict_valid(verdict_valid), .s_verdict_ready(verdict_ready),
        .s_verdict_good(verdict_good), .s_verdict_link(verdict_link),
        .s_operation_valid(s_operation_valid), .s_operation_ready(s_operation_ready),
        .s_operation_code(s_operation_code), .s_operation_index(s_operation_index),
        .s_operation_argument(s_operation_argument),
        .m_answer_valid(m_answer_valid), .m_answer_refused(m_answer_refused),
        .m_answer_value(m_answer_value),
        .s_failed_valid(failed_valid), .s_failed_ready(failed_ready),
        .s_failed_index(failed_index), .s_failed_epoch(failed_epoch),
        .s_failed_confirmed(failed_confirmed),
        .m_read_valid(read_valid), .m_read_index(read_index),
        .s_read_context(read_context), .s_read_error(read_error),
        .m_write_valid(write_valid), .m_write_index(write_index),
        .m_write_context(write_context),
        .m_page_read_valid(page_read_valid), .m_page_read_index(page_read_index),
        .m_page_read_place(page_read_place),
        .s_page_read_address(page_read_address), .s_page_read_error(page_read_error),
        .m_page_write_valid(page_write_valid), .m_page_write_index(page_write_index),
        .m_page_write_place(page_write_place), .m_page_write_address(page_write_address),
        .m_report_valid(entry_valid), .m_report_ready(entry_ready),
        .m_report_placed(entry_placed), .m_report_good(entry_good),
        .m_report_reported(entry_reported), .m_report_answered(entry_answered),
        .m_report_begins(entry_begins), .m_report_data(entry_data),
        .s_report_room(room)
    );

    fn_flow_context #(.FLOWS(FLOWS)) u_flow_context (
        .clk(clk), .rst(rst),
        .s_break(s_parity_break),
        .s_read_valid(read_valid), .s_read_index(read_index),
        .m_read_valid(unused_valid[0]), .m_read_context(read_context),
        .m_check_valid(unused_valid[1]), .m_check_error(read_error),
        .s_write_valid(write_valid), .s_write_index(write_index),
        .s_write_context(write_context),
        .s_page_read_valid(page_read_valid), .s_page_read_index(page_read_index),
        .s_page_read_place(page_read_place),
        .m_page_read_valid(unused_valid[2]), .m_page_read_address(page_read_address),
        .m_page_check_valid(unused_valid[3]), .m_page_check_error(page_read_error),
        .s_page_write_valid(page_write_valid), .s_page_write_index(page_write_index),
        .s_page_write_place(page_write_place), .s_page_write_address(page_write_address)
    );

    fn_flow_report #(.FLOWS(FLOWS)) u_flow_report (
        .clk(clk), .rst(rst),
        .s_ring_enable(s_ring_enable),
        .s_entry_valid(entry_valid), .s_entry_ready(entry_ready),
        .s_entry_placed(entry_placed), .s_entry_good(entry_good),
        .s_entry_reported(entry_reported), .s_entry_answered(entry_answered),
        .s_entry_begins(entry_begins), .s_entry_data(entry_data),
        .m_room(room),
        .s_end_valid(s_end_valid), .s_end_ready(s_end_ready), .s_end_written(s_end_written),
        .s_done_valid(s_done_valid), .s_done_error(s_done_error),
        .s_slot_valid(s_slot_valid), .s_slot_ready(s_slot_ready),
        .m_report_valid(m_report_valid), .m_report_ready(m_report_ready),
        .m_report_data(m_report_data),
        .m_delivery_valid(m_delivery_valid), .m_delivery_ready(m_delivery_ready),
        .m_delivery_context(m_delivery_context), .m_delivery_reason(m_delivery_reason),
        .m_acknowledge_valid(m_acknowledge_valid), .m_acknowledge_ready(m_acknowledge_ready),
        .m_acknowledge_index(m_acknowledge_index), .m_acknowledge_number(m_acknowledge_number),
        .m_failed_valid(failed_valid), .m_failed_ready(failed_ready),
        .m_failed_index(failed_index), .m_failed_epoch(failed_epoch),
        .m_failed_confirmed(failed_confirmed)
    );

    wire unused = &{1'b0, unused_valid, l4_offset[15:7], payload_offset[15:7]};

endmodule

`default_nettype wire
