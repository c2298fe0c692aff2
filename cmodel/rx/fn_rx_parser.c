// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser - see fn_rx_parser.h

#include "rx/fn_rx_parser.h"

#include <string.h>

#define IN  struct fn_rx_parser_in
#define OUT struct fn_rx_parser_out

enum { BEAT_BYTES = 8, ADDRESS_BYTES = 6, CARRIED_BYTES = 2, PORTS_BYTES = 4 };

const struct fn_port fn_rx_parser_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_filter_address), FN_PORT(IN, s_filter_promiscuous),
    FN_PORT(IN, s_filter_broadcast), FN_PORT(IN, s_filter_all_multicast),
    FN_PORT(IN, s_multicast_valid), FN_PORT(IN, s_multicast_index),
    FN_PORT(IN, s_multicast_enable), FN_PORT(IN, s_multicast_address),
    FN_PORT(IN, s_axis_tvalid), FN_PORT(IN, s_axis_tdata), FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast), FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, m_axis_tready), FN_PORT(IN, m_key_ready), FN_PORT(IN, m_record_ready), { 0 }
};

const struct fn_port fn_rx_parser_outputs[] = {
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, m_axis_tvalid), FN_PORT(OUT, m_axis_tdata), FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast), FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record),
    FN_PORT(OUT, m_key_valid), FN_PORT_RECORD(OUT, m_key_data, &fn_flow_key_record),
    FN_PORT(OUT, m_record_valid), FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record),
    { 0 }
};

void fn_rx_parser_reset(struct fn_rx_parser *parser)
{
    for (unsigned m = 0; m < FN_FILTER_MULTICAST; m++)
        parser->filter.multicast[m].enable = false;
    parser->cycle = parser->began = 0;
    parser->gap = 0;
    parser->length = 0;
    parser->is_middle = parser->is_answered = parser->has_key = false;
    parser->beats_taken = parser->beats_shown = parser->beats_given = 0;
    parser->packets = parser->keys = parser->answered = 0;
    parser->keys_shown = parser->keys_given = 0;
    parser->records_shown = parser->records_given = 0;
    parser->out.s_axis_tready = true;
    parser->out.m_axis_tvalid = parser->out.m_key_valid = parser->out.m_record_valid = false;
}

static void put_address(uint8_t *address, uint64_t number)
{
    for (unsigned b = 0; b < ADDRESS_BYTES; b++)
        address[b] = (uint8_t)(number >> 8 * b);
}

static void begin_packet(struct fn_rx_parser *parser, const struct fn_rx_parser_in *in)
{
    parser->packet_filter = parser->filter;
    put_address(parser->packet_filter.address, in->s_filter_address);
    parser->packet_filter.promiscuous = in->s_filter_promiscuous;
    parser->packet_filter.broadcast = in->s_filter_broadcast;
    parser->packet_filter.all_multicast = in->s_filter_all_multicast;
    parser->began = parser->cycle;
    parser->length = 0;
    parser->is_answered = parser->has_key = false;
    parser->packets++;
}

// Parses what is there so far: key and record leave once nothing more can change them.
static enum fn_reason parse(struct fn_rx_parser *parser, size_t whole, bool is_last)
{
    struct fn_packet_record record;
    struct fn_flow_key key;
    enum fn_reason reason;

    if (parser->is_answered && !is_last)
        return FN_REASON_DELIVERED;
    const size_t read = fn_parse(parser->bytes, parser->length, &parser->packet_filter, &record,
                                 &key, &reason);
    const size_t read_for_key = record.tcp ? (size_t)record.l4_offset + PORTS_BYTES : read;
    if (!parser->has_key && (is_last || read_for_key + CARRIED_BYTES <= whole)) {
        const unsigned place = parser->keys++ % FN_RX_PARSER_ANSWERS;
        parser->has_key = true;
        parser->answers[place].key = key;
        parser->answers[place].key_due = parser->cycle + FN_RX_PARSER_KEY;
    }
    if (!parser->is_answered && (is_last || read + CARRIED_BYTES <= whole)) {
        const unsigned place = parser->answered++ % FN_RX_PARSER_ANSWERS;
        parser->is_answered = true;
        parser->walked = parser->cycle;
        record.timestamp = parser->began;
        parser->answers[place].record = record;
        parser->answers[place].record_due = parser->cycle + FN_RX_PARSER_RECORD;
    }
    return reason;
}

static void take(struct fn_rx_parser *parser, const struct fn_rx_parser_in *in)
{
    const unsigned place = parser->beats_taken++ % FN_RX_PARSER_BEATS;

    if (!parser->is_middle)
        begin_packet(parser, in);
    for (unsigned b = 0; b < BEAT_BYTES && in->s_axis_tkeep >> b & 1; b++)
        if (parser->length < FN_RX_PARSER_MAX_BYTES)
            parser->bytes[parser->length++] = (uint8_t)(in->s_axis_tdata >> 8 * b);
    const size_t whole = (parser->length + BEAT_BYTES - 1) / BEAT_BYTES * BEAT_BYTES;
    const enum fn_reason reason = parse(parser, whole, in->s_axis_tlast);

    parser->beats[place].data = in->s_axis_tdata;
    parser->beats[place].keep = in->s_axis_tkeep;
    parser->beats[place].last = in->s_axis_tlast;
    parser->beats[place].status = in->s_axis_tuser;
    parser->beats[place].due = parser->cycle + FN_RX_PARSER_LATENCY;
    if (in->s_axis_tlast && in->s_axis_tuser.reason == FN_REASON_DELIVERED)
        parser->beats[place].status.reason = (uint8_t)reason;
    parser->is_middle = !in->s_axis_tlast;
    if (in->s_axis_tlast && parser->cycle < parser->walked + FN_RX_PARSER_WALK)
        parser->gap = FN_RX_PARSER_GAP + 1;
}

static void show_beat(struct fn_rx_parser *parser)
{
    const unsigned place = parser->beats_shown % FN_RX_PARSER_BEATS;

    parser->out.m_axis_tvalid = parser->beats_shown != parser->beats_taken
                             && parser->beats[place].due <= parser->cycle + 1;
    if (!parser->out.m_axis_tvalid)
        return;
    parser->out.m_axis_tdata = parser->beats[place].data;
    parser->out.m_axis_tkeep = parser->beats[place].keep;
    parser->out.m_axis_tlast = parser->beats[place].last;
    parser->out.m_axis_tuser = parser->beats[place].status;
    parser->beats_shown++;
}

static void show_key(struct fn_rx_parser *parser)
{
    const unsigned place = parser->keys_shown % FN_RX_PARSER_ANSWERS;

    parser->out.m_key_valid = parser->keys_shown != parser->keys
                           && parser->answers[place].key_due <= parser->cycle + 1;
    if (parser->out.m_key_valid) {
        parser->out.m_key_data = parser->answers[place].key;
        parser->keys_shown++;
    }
}

static void show_record(struct fn_rx_parser *parser)
{
    const unsigned place = parser->records_shown % FN_RX_PARSER_ANSWERS;

    parser->out.m_record_valid = parser->records_shown != parser->answered
                              && parser->answers[place].record_due <= parser->cycle + 1;
    if (parser->out.m_record_valid) {
        parser->out.m_record_data = parser->answers[place].record;
        parser->records_shown++;
    }
}

void fn_rx_parser_tick(struct fn_rx_parser *parser, const struct fn_rx_parser_in *in)
{
    if (in->rst) {
        fn_rx_parser_reset(parser);
        return;
    }
    parser->beats_given += parser->out.m_axis_tvalid && in->m_axis_tready;
    parser->keys_given += parser->out.m_key_valid && in->m_key_ready;
    parser->records_given += parser->out.m_record_valid && in->m_record_ready;
    if (in->s_axis_tvalid && parser->out.s_axis_tready)
        take(parser, in);
    if (parser->gap > 0)
        parser->gap--;
    if (in->s_multicast_valid) {  // after the beat, which sees the old list
        parser->filter.multicast[in->s_multicast_index].enable = in->s_multicast_enable;
        put_address(parser->filter.multicast[in->s_multicast_index].address,
                    in->s_multicast_address);
    }
    if (parser->beats_shown == parser->beats_given)
        show_beat(parser);
    if (parser->keys_shown == parser->keys_given)
        show_key(parser);
    if (parser->records_shown == parser->records_given)
        show_record(parser);
    parser->out.s_axis_tready = parser->beats_taken - parser->beats_given < FN_RX_PARSER_BEATS
        && parser->gap == 0
        && (parser->is_middle || (parser->packets - parser->keys_given < 2
                                  && parser->packets - parser->records_given < 2));
    parser->cycle++;
}
