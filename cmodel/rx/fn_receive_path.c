// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_path - see fn_receive_path.h

#include "rx/fn_receive_path.h"

#define IN  struct fn_receive_path_in
#define OUT struct fn_receive_path_out

const struct fn_port fn_receive_path_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_filter_address), FN_PORT(IN, s_filter_promiscuous),
    FN_PORT(IN, s_filter_broadcast), FN_PORT(IN, s_filter_all_multicast),
    FN_PORT(IN, s_multicast_valid), FN_PORT(IN, s_multicast_index),
    FN_PORT(IN, s_multicast_enable), FN_PORT(IN, s_multicast_address),
    FN_PORT(IN, s_axis_tvalid), FN_PORT(IN, s_axis_tdata), FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast), FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, s_parity_break), FN_PORT(IN, s_write_valid), FN_PORT(IN, s_write_index),
    FN_PORT(IN, s_write_enable),
    FN_PORT_RECORD(IN, s_write_key, &fn_flow_key_record), FN_PORT(IN, s_write_mask),
    FN_PORT_RECORD(IN, s_write_info, &fn_flow_info_record), FN_PORT(IN, s_hold_all),
    FN_PORT(IN, s_keep_bad_checksum), FN_PORT(IN, m_packet_ready), FN_PORT(IN, m_record_ready),
    FN_PORT(IN, m_axis_tready), FN_PORT(IN, m_received_ready), { 0 }
};

const struct fn_port fn_receive_path_outputs[] = {
    FN_PORT(OUT, s_axis_tready), FN_PORT(OUT, s_write_ready), FN_PORT(OUT, m_packet_valid),
    FN_PORT_RECORD(OUT, m_packet_record, &fn_packet_record_record), FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record), FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata), FN_PORT(OUT, m_axis_tkeep), FN_PORT(OUT, m_axis_tlast),
    FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record), FN_PORT(OUT, m_received_valid),
    { 0 }
};

void fn_receive_path_reset(struct fn_receive_path *path, unsigned num_entries)
{
    fn_rx_parser_reset(&path->parser.twin);
    fn_flow_table_reset(&path->table.twin, num_entries);
    fn_rx_fifo_reset(&path->fifo.twin);
    fn_rx_checksum_reset(&path->checksum.twin);
    fn_rx_verdict_reset(&path->verdict.twin);
}

static void configure(struct fn_receive_path *path, const struct fn_receive_path_in *in)
{
    path->parser.in.rst = path->table.in.rst = path->fifo.in.rst = in->rst;
    path->checksum.in.rst = path->verdict.in.rst = in->rst;
    path->parser.in.s_filter_address = in->s_filter_address;
    path->parser.in.s_filter_promiscuous = in->s_filter_promiscuous;
    path->parser.in.s_filter_broadcast = in->s_filter_broadcast;
    path->parser.in.s_filter_all_multicast = in->s_filter_all_multicast;
    path->parser.in.s_multicast_valid = in->s_multicast_valid;
    path->parser.in.s_multicast_index = in->s_multicast_index;
    path->parser.in.s_multicast_enable = in->s_multicast_enable;
    path->parser.in.s_multicast_address = in->s_multicast_address;
    path->fifo.in.s_hold_all = in->s_hold_all;
    path->verdict.in.s_keep_bad_checksum = in->s_keep_bad_checksum;
    path->table.in.s_break = in->s_parity_break;
    path->table.in.s_write_valid = in->s_write_valid;
    if (in->s_write_valid) {
        path->table.in.s_write_index = in->s_write_index;
        path->table.in.s_write_enable = in->s_write_enable;
        path->table.in.s_write_key = in->s_write_key;
        path->table.in.s_write_mask = in->s_write_mask;
        path->table.in.s_write_info = in->s_write_info;
    }
}

static void wire(struct fn_receive_path *path, const struct fn_receive_path_in *in)
{
    configure(path, in);
    FN_ENTER_STREAM(in, s_axis, path->parser);
    path->parser.in.s_axis_tuser = (struct fn_packet_status){
        .reason = in->s_axis_tuser.reason
    };
    FN_STREAM(path->parser, m_axis, path->fifo, s_axis);
    FN_CHANNEL(path->parser, m_record, path->fifo, s_record, data);
    FN_CHANNEL(path->parser, m_key, path->table, s_key, data);
    FN_HANDSHAKE(path->table, m_match, path->fifo, s_match);
    path->fifo.in.s_match_hit = path->table.twin.out.m_match_hit;
    path->fifo.in.s_match_index = path->table.twin.out.m_match_index;
    path->fifo.in.s_match_info = path->table.twin.out.m_match_info;
    path->fifo.in.s_match_error = path->table.twin.out.m_match_error;
    path->fifo.in.m_packet_ready = in->m_packet_ready;
    FN_CHANNEL(path->fifo, m_record, path->checksum, s_record, data);
    FN_STREAM(path->fifo, m_axis, path->checksum, s_axis);
    FN_CHANNEL(path->checksum, m_record, path->verdict, s_record, data);
    FN_STREAM(path->checksum, m_axis, path->verdict, s_axis);
    path->verdict.in.m_record_ready = in->m_record_ready;
    path->verdict.in.m_axis_tready = in->m_axis_tready;
    path->verdict.in.m_received_ready = in->m_received_ready;
}

static void publish(struct fn_receive_path *path)
{
    path->out.s_axis_tready = path->parser.twin.out.s_axis_tready;
    path->out.s_write_ready = path->table.twin.out.s_write_ready;
    path->out.m_received_valid = path->verdict.twin.out.m_received_valid;
    path->out.m_packet_valid = path->fifo.twin.out.m_packet_valid;
    if (path->out.m_packet_valid)
        path->out.m_packet_record = path->fifo.twin.out.m_packet_record;
    path->out.m_record_valid = path->verdict.twin.out.m_record_valid;
    if (path->out.m_record_valid)
        path->out.m_record_data = path->verdict.twin.out.m_record_data;
    FN_LEAVE_STREAM(path->out, m_axis, path->verdict);
}

void fn_receive_path_tick(struct fn_receive_path *path, const struct fn_receive_path_in *in)
{
    wire(path, in);
    fn_rx_parser_tick(&path->parser.twin, &path->parser.in);
    fn_flow_table_tick(&path->table.twin, &path->table.in);
    fn_rx_fifo_tick(&path->fifo.twin, &path->fifo.in);
    fn_rx_checksum_tick(&path->checksum.twin, &path->checksum.in);
    fn_rx_verdict_tick(&path->verdict.twin, &path->verdict.in);
    publish(path);
}
