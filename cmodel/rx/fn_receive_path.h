// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_path - twin of rtl/rx/fn_receive_path.v, which states the contract

#ifndef FN_RECEIVE_PATH_H
#define FN_RECEIVE_PATH_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "rx/fn_flow_table.h"
#include "rx/fn_rx_checksum.h"
#include "rx/fn_rx_fifo.h"
#include "rx/fn_rx_parser.h"
#include "rx/fn_rx_verdict.h"

struct fn_receive_path_in {
    bool                    rst;
    uint64_t                s_filter_address;
    bool                    s_filter_promiscuous;
    bool                    s_filter_broadcast;
    bool                    s_filter_all_multicast;
    bool                    s_multicast_valid;
    uint8_t                 s_multicast_index;
    bool                    s_multicast_enable;
    uint64_t                s_multicast_address;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    s_parity_break;
    bool                    s_write_valid;
    uint8_t                 s_write_index;
    bool                    s_write_enable;
    struct fn_flow_key      s_write_key;
    uint16_t                s_write_mask;
    struct fn_flow_info     s_write_info;
    bool                    s_hold_all;
    bool                    s_keep_bad_checksum;
    bool                    m_packet_ready;
    bool                    m_record_ready;
    bool                    m_axis_tready;
    bool                    m_received_ready;
};

struct fn_receive_path_out {
    bool                    s_axis_tready;
    bool                    s_write_ready;
    bool                    m_packet_valid;
    struct fn_packet_record m_packet_record;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
    bool                    m_received_valid;
};

struct fn_receive_path {
    struct fn_receive_path_out out;
    FN_BLOCK(fn_rx_parser, parser);
    FN_BLOCK(fn_flow_table, table);
    FN_BLOCK(fn_rx_fifo, fifo);
    FN_BLOCK(fn_rx_checksum, checksum);
    FN_BLOCK(fn_rx_verdict, verdict);
};

extern const struct fn_port fn_receive_path_inputs[], fn_receive_path_outputs[];

void fn_receive_path_reset(struct fn_receive_path *path, unsigned num_entries);
void fn_receive_path_tick(struct fn_receive_path *path, const struct fn_receive_path_in *in);

#endif
