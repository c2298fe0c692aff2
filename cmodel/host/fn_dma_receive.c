// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive - see fn_dma_receive.h

#include "host/fn_dma_receive.h"

#include <string.h>

#define IN  struct fn_dma_receive_in
#define OUT struct fn_dma_receive_out

const struct fn_port fn_dma_receive_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_buffer_size),
    FN_PORT(IN, s_split_offset),
    FN_PORT(IN, s_buffer_enable),
    FN_PORT(IN, s_slot_enable),
    FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, s_buffer_valid),
    FN_PORT(IN, s_buffer_address),
    FN_PORT(IN, s_buffers_low),
    FN_PORT(IN, s_slot_valid),
    FN_PORT(IN, m_command_ready),
    FN_PORT(IN, m_axis_tready),
    FN_PORT(IN, m_completion_ready),
    FN_PORT(IN, m_drop_ready),
    { 0 }
};

const struct fn_port fn_dma_receive_outputs[] = {
    FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, s_buffer_ready),
    FN_PORT(OUT, s_slot_ready),
    FN_PORT(OUT, m_command_valid),
    FN_PORT(OUT, m_command_address),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT(OUT, m_axis_tuser),
    FN_PORT(OUT, m_completion_valid),
    FN_PORT_RECORD(OUT, m_completion_data, &fn_completion_record),
    FN_PORT(OUT, m_completion_discard),
    FN_PORT(OUT, m_drop_valid),
    FN_PORT(OUT, m_drop_reason),
    { 0 }
};

static void show_ready(struct fn_dma_receive *receive)
{
    receive->out.s_record_ready = !receive->has_record;
    receive->out.s_axis_tready = receive->num_beats < FN_DMA_RECEIVE_AHEAD;
    receive->out.s_buffer_ready = receive->num_buffers + receive->has_spent_buffer
                                < FN_DMA_RECEIVE_AHEAD;
    receive->out.s_slot_ready = receive->num_slots + receive->has_spent_slot
                              < FN_DMA_RECEIVE_AHEAD;
}

void fn_dma_receive_reset(struct fn_dma_receive *receive)
{
    receive->num_beats = receive->num_buffers = receive->num_slots = 0;
    receive->has_record = receive->is_open = false;
    receive->has_spent_buffer = receive->has_spent_slot = false;
    receive->out.m_command_valid = receive->out.m_axis_tvalid = false;
    receive->out.m_completion_valid = receive->out.m_drop_valid = false;
    show_ready(receive);
}

static uint8_t why_homeless(const struct fn_dma_receive *receive)
{
    return receive->num_buffers == 0 ? FN_REASON_NO_BUFFER
         : receive->buffer_size == 0 ? FN_REASON_BUFFER_SIZE
         : receive->num_slots == 0   ? FN_REASON_NO_COMPLETION : FN_REASON_DELIVERED;
}

static void open_packet(struct fn_dma_receive *receive)
{
    const struct fn_dma_receive_beat *first = &receive->beats[0];
    const bool is_known_bad = first->last && first->status.reason != FN_REASON_DELIVERED;

    receive->is_open = receive->owns_buffer = receive->owns_slot = true;
    receive->has_record = false;
    receive->packet = receive->record;
    receive->fate = why_homeless(receive);
    receive->is_sent = receive->is_passing = !receive->fate && !is_known_bad;
    receive->begins_piece = receive->is_passing;
    receive->has_ended = receive->is_split = false;
    receive->length = receive->num_bytes = 0;
    receive->room = receive->buffer_size;
    receive->header_left = receive->record_header;
    receive->limit = receive->buffer_size
                   - (receive->header_left ? receive->split_offset - receive->header_left : 0);
    memset(receive->bytes, 0, sizeof receive->bytes);
    receive->buffer = receive->piece_address = receive->buffers[0];
}

static void take_beat(struct fn_dma_receive *receive)
{
    const struct fn_dma_receive_beat *beat = &receive->beats[0];

    memcpy(receive->bytes + receive->num_bytes, &beat->data, 8);
    receive->num_bytes += beat->bytes;
    receive->length += beat->bytes;
    receive->status = beat->status;
    receive->has_ended = beat->last;
    receive->beats[0] = receive->beats[1];
    receive->num_beats--;
}

static void send_beat(struct fn_dma_receive *receive)
{
    const unsigned at_hand = receive->num_bytes;
    const unsigned header = receive->header_left;
    // The header has an end only if something follows it.
    const bool cut = header != 0 && header <= at_hand && (header < at_hand || !receive->has_ended);
    unsigned count = cut ? header : at_hand < 8 ? at_hand : 8;
    const bool ends = cut || (receive->has_ended && count == at_hand);
    const bool over = ends ? count > receive->room : receive->room <= 8;

    if (receive->begins_piece) {
        receive->out.m_command_valid = true;
        receive->out.m_command_address = receive->piece_address;
    }
    receive->begins_piece = cut;
    if (over) {
        count = count < receive->room ? count : receive->room;
        receive->is_passing = false;
    }
    receive->out.m_axis_tvalid = true;
    memcpy(&receive->out.m_axis_tdata, receive->bytes, 8);
    receive->out.m_axis_tkeep = (uint8_t)((1u << count) - 1);
    receive->out.m_axis_tlast = ends || over;
    receive->out.m_axis_tuser = 0;
    if (receive->out.m_axis_tlast && !cut)
        receive->out.m_axis_tuser = receive->has_ended
                                 && receive->status.reason != FN_REASON_DELIVERED ? 3 : 1;

    memmove(receive->bytes, receive->bytes + count, sizeof receive->bytes - count);
    memset(receive->bytes + sizeof receive->bytes - count, 0, count);
    receive->num_bytes -= count;
    receive->room -= count;
    receive->header_left -= header != 0 ? count : 0;
    if (cut) {
        receive->is_split = true;
        receive->room = receive->buffer_size - receive->split_offset;
        receive->piece_address = receive->buffer + receive->split_offset;
    }
}

static void close_packet(struct fn_dma_receive *receive)
{
    struct fn_packet_status status = receive->status;

    if (status.reason == FN_REASON_DELIVERED)
        status.reason = receive->fate;
    if (status.reason == FN_REASON_DELIVERED && receive->length > receive->limit)
        status.reason = FN_REASON_BUFFER_SIZE;
    if (receive->is_sent) {
        receive->out.m_completion_valid = true;
        receive->out.m_completion_discard = status.reason != FN_REASON_DELIVERED;
        receive->out.m_completion_data = fn_packet_completion(
            &receive->packet, status, receive->buffer, receive->length,
            receive->is_split ? receive->split_offset : 0);
    }
    if (status.reason != FN_REASON_DELIVERED) {
        receive->out.m_drop_valid = true;
        receive->out.m_drop_reason = status.reason;
    } else {
        if (receive->owns_buffer) {
            receive->buffers[0] = receive->buffers[1];
            receive->num_buffers--;
            receive->has_spent_buffer = true;
        }
        receive->num_slots -= receive->owns_slot;
        receive->has_spent_slot = receive->owns_slot;
    }
}

// At most one beat comes and one leaves.
static void work(struct fn_dma_receive *receive)
{
    const struct fn_dma_receive_out *out = &receive->out;

    if (!receive->is_open) {
        if (receive->num_beats == 0 || !receive->has_record || out->m_command_valid
                || out->m_axis_tvalid || out->m_completion_valid || receive->had_drop)
            return;
        open_packet(receive);
    } else {
        if (receive->num_beats == 0 && !receive->has_ended)
            return;
        if (receive->is_passing
                && (out->m_axis_tvalid || (receive->begins_piece && out->m_command_valid)))
            return;
    }
    const bool ends = !receive->has_ended && receive->beats[0].last;
    if (!receive->has_ended)
        take_beat(receive);
    if (receive->is_passing)
        send_beat(receive);
    if (ends)
        close_packet(receive);
    if (!receive->is_passing)
        receive->num_bytes = 0;
    receive->is_open = !receive->has_ended || receive->num_bytes > 0;
}

// What was taken ahead from a ring that is disabled.
static void forget(struct fn_dma_receive *receive)
{
    if (!receive->has_buffers) {
        receive->num_buffers = 0;
        receive->owns_buffer = receive->has_spent_buffer = false;
    }
    if (!receive->has_slots) {
        receive->num_slots = 0;
        receive->owns_slot = receive->has_spent_slot = false;
    }
}

void fn_dma_receive_tick(struct fn_dma_receive *receive, const struct fn_dma_receive_in *in)
{
    const bool takes_record = in->s_record_valid && receive->out.s_record_ready;
    const bool takes_beat = in->s_axis_tvalid && receive->out.s_axis_tready;
    const bool takes_buffer = in->s_buffer_valid && receive->out.s_buffer_ready;
    const bool takes_slot = in->s_slot_valid && receive->out.s_slot_ready;

    if (in->rst) {
        fn_dma_receive_reset(receive);
        receive->buffer_size = in->s_buffer_size;
        receive->split_offset = in->s_split_offset;
        receive->has_buffers = in->s_buffer_enable;
        receive->has_slots = in->s_slot_enable;
        return;
    }
    receive->out.m_command_valid &= !in->m_command_ready;
    receive->out.m_axis_tvalid &= !in->m_axis_tready;
    receive->out.m_completion_valid &= !in->m_completion_ready;
    receive->had_drop = receive->out.m_drop_valid;
    receive->out.m_drop_valid &= !in->m_drop_ready;
    receive->has_spent_buffer = receive->has_spent_slot = false;
    work(receive);
    receive->buffer_size = in->s_buffer_size;
    receive->split_offset = in->s_split_offset;
    if (takes_beat)
        receive->beats[receive->num_beats++] = (struct fn_dma_receive_beat){
            in->s_axis_tdata, (unsigned)__builtin_popcount(in->s_axis_tkeep),
            in->s_axis_tlast, in->s_axis_tuser
        };
    if (takes_record) {
        receive->has_record = true;
        receive->record = in->s_record_data;
        receive->record.state = fn_packet_state(&receive->record, in->s_buffers_low);
        receive->record_header = fn_packet_split(&receive->record, receive->buffer_size,
                                                 receive->split_offset);
    }
    if (takes_buffer)
        receive->buffers[receive->num_buffers++] = in->s_buffer_address;
    receive->num_slots += takes_slot;
    forget(receive);
    receive->has_buffers = in->s_buffer_enable;
    receive->has_slots = in->s_slot_enable;
    show_ready(receive);
}
