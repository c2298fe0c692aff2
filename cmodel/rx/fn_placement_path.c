// SPDX-License-Identifier: Apache-2.0
//
// fn_placement_path - see fn_placement_path.h

#include "rx/fn_placement_path.h"

#define IN  struct fn_placement_path_in
#define OUT struct fn_placement_path_out

enum { BEAT_BYTES = 8 };

const struct fn_port fn_placement_path_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_parity_break), FN_PORT(IN, s_ring_enable),
    FN_PORT(IN, s_milliseconds), FN_PORT(IN, s_packet_valid),
    FN_PORT_RECORD(IN, s_packet_record, &fn_packet_record_record), FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record), FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata), FN_PORT(IN, s_axis_tkeep), FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record), FN_PORT(IN, s_operation_valid),
    FN_PORT(IN, s_operation_code), FN_PORT(IN, s_operation_index),
    FN_PORT(IN, s_operation_argument), FN_PORT(IN, m_record_ready), FN_PORT(IN, m_axis_tready),
    FN_PORT(IN, m_place_command_ready), FN_PORT(IN, m_place_axis_tready), FN_PORT(IN, s_end_valid),
    FN_PORT(IN, s_end_written), FN_PORT(IN, s_done_valid), FN_PORT(IN, s_done_error),
    FN_PORT(IN, s_slot_valid), FN_PORT(IN, m_report_ready), FN_PORT(IN, m_unplaced_ready),
    FN_PORT(IN, m_delivery_ready), FN_PORT(IN, m_acknowledge_ready), { 0 }
};

const struct fn_port fn_placement_path_outputs[] = {
    FN_PORT(OUT, s_packet_ready), FN_PORT(OUT, s_record_ready), FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, s_operation_ready),
    FN_PORT(OUT, m_answer_valid), FN_PORT(OUT, m_answer_refused), FN_PORT(OUT, m_answer_value),
    FN_PORT(OUT, m_record_valid), FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record),
    FN_PORT(OUT, m_axis_tvalid), FN_PORT(OUT, m_axis_tdata), FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast), FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record),
    FN_PORT(OUT, m_place_command_valid), FN_PORT(OUT, m_place_command_skip),
    FN_PORT(OUT, m_place_command_length), FN_PORT(OUT, m_place_command_address),
    FN_PORT(OUT, m_place_command_index), FN_PORT(OUT, m_place_command_last),
    FN_PORT(OUT, m_place_axis_tvalid),
    FN_PORT(OUT, m_place_axis_tdata), FN_PORT(OUT, m_place_axis_tkeep),
    FN_PORT(OUT, m_place_axis_tlast), FN_PORT(OUT, m_place_axis_tuser), FN_PORT(OUT, s_end_ready),
    FN_PORT(OUT, s_slot_ready),
    FN_PORT(OUT, m_report_valid), FN_PORT_RECORD(OUT, m_report_data, &fn_report_record),
    FN_PORT(OUT, m_unplaced_valid), FN_PORT(OUT, m_unplaced_context),
    FN_PORT(OUT, m_unplaced_reason), FN_PORT(OUT, m_unplaced_software),
    FN_PORT(OUT, m_delivery_valid), FN_PORT(OUT, m_delivery_context),
    FN_PORT(OUT, m_delivery_reason), FN_PORT(OUT, m_acknowledge_valid),
    FN_PORT(OUT, m_acknowledge_index), FN_PORT(OUT, m_acknowledge_number), { 0 }
};

void fn_placement_path_reset(struct fn_placement_path *path, unsigned flows)
{
    fn_zero_copy_reset(&path->zero_copy.twin);
    fn_flow_engine_reset(&path->engine.twin, flows);
    fn_flow_context_reset(&path->context.twin, flows, FN_PAGES);
    fn_flow_report_reset(&path->report.twin, flows);
}

// Packets: in, their fate, out.
static void wire_packets(struct fn_placement_path *path, const IN *in)
{
    struct fn_zero_copy_in           *zero_copy = &path->zero_copy.in;
    const struct fn_flow_engine_out  *engine = &path->engine.twin.out;
    struct fn_packet_record          *record = &path->engine.in.s_packet_record;

    FN_ENTER(in, s_record, path->zero_copy, s_record, data);
    FN_ENTER_STREAM(in, s_axis, path->zero_copy);
    FN_ENTER(in, s_packet, path->engine, s_packet, record);
    // fn_zero_copy passes the beats in front over.  No header behind UDP's has 128 bytes.
    record->payload_offset = (record->payload_offset
        - (record->udp ? record->l4_offset : record->payload_offset) / BEAT_BYTES * BEAT_BYTES)
        % 128u;
    record->l4_offset %= BEAT_BYTES;
    FN_HANDSHAKE(path->engine, m_decision, path->zero_copy, s_decision);
    zero_copy->s_decision_fate = engine->m_decision_fate;
    zero_copy->s_decision_reason = engine->m_decision_reason;
    zero_copy->s_decision_sync = engine->m_decision_sync;
    zero_copy->s_decision_epoch = engine->m_decision_epoch;
    FN_HANDSHAKE(path->zero_copy, m_verdict, path->engine, s_verdict);
    path->engine.in.s_verdict_good = path->zero_copy.twin.out.m_verdict_good;
    path->engine.in.s_verdict_link = path->zero_copy.twin.out.m_verdict_link;
    zero_copy->m_record_ready = in->m_record_ready;
    zero_copy->m_axis_tready = in->m_axis_tready;
    zero_copy->m_place_axis_tready = in->m_place_axis_tready;
    zero_copy->m_unplaced_ready = in->m_unplaced_ready;
    path->engine.in.m_command_ready = in->m_place_command_ready;
}

static void wire_context(struct fn_placement_path *path, const IN *in)
{
    struct fn_flow_engine_in         *engine = &path->engine.in;
    struct fn_flow_context_in        *context = &path->context.in;
    const struct fn_flow_engine_out  *asks = &path->engine.twin.out;
    const struct fn_flow_context_out *answers = &path->context.twin.out;

    context->s_break = in->s_parity_break;
    context->s_read_valid = asks->m_read_valid;
    context->s_read_index = asks->m_read_index;
    context->s_write_valid = asks->m_write_valid;
    context->s_write_index = asks->m_write_index;
    if (asks->m_write_valid)
        context->s_write_context = asks->m_write_context;
    context->s_page_read_valid = asks->m_page_read_valid;
    context->s_page_read_index = asks->m_page_read_index;
    context->s_page_read_place = asks->m_page_read_place;
    context->s_page_write_valid = asks->m_page_write_valid;
    context->s_page_write_index = asks->m_page_write_index;
    context->s_page_write_place = asks->m_page_write_place;
    context->s_page_write_address = asks->m_page_write_address;
    engine->s_read_context = answers->m_read_context;
    engine->s_read_error = answers->m_check_error;
    engine->s_page_read_address = answers->m_page_read_address;
    engine->s_page_read_error = answers->m_page_check_error;
}

static void wire_report(struct fn_placement_path *path, const IN *in)
{
    struct fn_flow_report_in        *report = &path->report.in;
    struct fn_flow_engine_in        *engine = &path->engine.in;
    const struct fn_flow_engine_out *entry = &path->engine.twin.out;

    report->s_ring_enable = in->s_ring_enable;
    FN_HANDSHAKE(path->engine, m_report, path->report, s_entry);
    if (entry->m_report_valid) {
        report->s_entry_placed = entry->m_report_placed;
        report->s_entry_good = entry->m_report_good;
        report->s_entry_reported = entry->m_report_reported;
        report->s_entry_answered = entry->m_report_answered;
        report->s_entry_begins = entry->m_report_begins;
        report->s_entry_data = entry->m_report_data;
    }
    engine->s_report_room = path->report.twin.out.m_room;
    FN_CHANNEL(path->report, m_failed, path->engine, s_failed, index);
    engine->s_failed_epoch = path->report.twin.out.m_failed_epoch;
    engine->s_failed_confirmed = path->report.twin.out.m_failed_confirmed;
    FN_ENTER(in, s_end, path->report, s_end, written);
    report->s_done_valid = in->s_done_valid;
    report->s_done_error = in->s_done_error;
    report->s_slot_valid = in->s_slot_valid;
    report->m_report_ready = in->m_report_ready;
    report->m_delivery_ready = in->m_delivery_ready;
    report->m_acknowledge_ready = in->m_acknowledge_ready;
    FN_ENTER(in, s_operation, path->engine, s_operation, argument);
    engine->s_operation_code = in->s_operation_code;
    engine->s_operation_index = in->s_operation_index;
    engine->s_milliseconds = in->s_milliseconds;
}

static void publish(struct fn_placement_path *path)
{
    OUT                             *out = &path->out;
    const struct fn_zero_copy_out   *zero_copy = &path->zero_copy.twin.out;
    const struct fn_flow_engine_out *engine = &path->engine.twin.out;
    const struct fn_flow_report_out *report = &path->report.twin.out;

    out->s_packet_ready = engine->s_packet_ready;
    out->s_record_ready = zero_copy->s_record_ready;
    out->s_axis_tready = zero_copy->s_axis_tready;
    out->s_operation_ready = engine->s_operation_ready;
    out->m_answer_valid = engine->m_answer_valid;
    out->m_answer_refused = engine->m_answer_refused;
    out->m_answer_value = engine->m_answer_value;
    out->m_record_valid = zero_copy->m_record_valid;
    if (out->m_record_valid)
        out->m_record_data = zero_copy->m_record_data;
    FN_LEAVE_STREAM(*out, m_axis, path->zero_copy);
    out->m_place_command_valid = engine->m_command_valid;
    out->m_place_command_skip = engine->m_command_skip;
    out->m_place_command_length = engine->m_command_length;
    out->m_place_command_address = engine->m_command_address;
    out->m_place_command_index = engine->m_command_index;
    out->m_place_command_last = engine->m_command_last;
    out->m_place_axis_tvalid = zero_copy->m_place_axis_tvalid;
    out->m_place_axis_tdata = zero_copy->m_place_axis_tdata;
    out->m_place_axis_tkeep = zero_copy->m_place_axis_tkeep;
    out->m_place_axis_tlast = zero_copy->m_place_axis_tlast;
    out->m_place_axis_tuser = zero_copy->m_place_axis_tuser;
    out->s_end_ready = report->s_end_ready;
    out->s_slot_ready = report->s_slot_ready;
    out->m_report_valid = report->m_report_valid;
    if (out->m_report_valid)
        out->m_report_data = report->m_report_data;
    out->m_unplaced_valid = zero_copy->m_unplaced_valid;
    out->m_unplaced_context = zero_copy->m_unplaced_context;
    out->m_unplaced_reason = zero_copy->m_unplaced_reason;
    out->m_unplaced_software = zero_copy->m_unplaced_software;
    out->m_delivery_valid = report->m_delivery_valid;
    out->m_delivery_context = report->m_delivery_context;
    out->m_delivery_reason = report->m_delivery_reason;
    out->m_acknowledge_valid = report->m_acknowledge_valid;
    out->m_acknowledge_index = report->m_acknowledge_index;
    out->m_acknowledge_number = report->m_acknowledge_number;
}

void fn_placement_path_tick(struct fn_placement_path *path, const IN *in)
{
    path->zero_copy.in.rst = path->engine.in.rst = in->rst;
    path->context.in.rst = path->report.in.rst = in->rst;
    wire_packets(path, in);
    wire_context(path, in);
    wire_report(path, in);
    fn_zero_copy_tick(&path->zero_copy.twin, &path->zero_copy.in);
    fn_flow_engine_tick(&path->engine.twin, &path->engine.in);
    fn_flow_context_tick(&path->context.twin, &path->context.in);
    fn_flow_report_tick(&path->report.twin, &path->report.in);
    publish(path);
}
