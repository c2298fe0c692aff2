// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo - twin of rtl/rx/fn_rx_fifo.v, which states the contract

#ifndef FN_RX_FIFO_H
#define FN_RX_FIFO_H

#include <stdbool.h>

#include "functional/fn_flow_match.h"
#include "functional/fn_packet_record.h"

enum { FN_RX_FIFO_BEATS = 2048, FN_RX_FIFO_PACKETS = 16 };

struct fn_rx_fifo_in {
    bool                    rst;
    bool                    s_hold_all;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_match_valid;
    bool                    s_match_hit;
    uint8_t                 s_match_index;
    struct fn_flow_info     s_match_info;
    bool                    s_match_error;
    bool                    m_record_ready;
    bool                    m_packet_ready;
    bool                    m_axis_tready;
};

struct fn_rx_fifo_out {
    bool                    s_axis_tready;
    bool                    s_record_ready;
    bool                    s_match_ready;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
    bool                    m_packet_valid;
    struct fn_packet_record m_packet_record;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
};

struct fn_rx_fifo {
    struct fn_rx_fifo_out out;
    uint64_t              cycle;

    // What was taken and what has left, counted for ever.
    struct {
        uint64_t                data;
        uint64_t                due;  // the first cycle at whose end it may be shown
        uint8_t                 keep;
        bool                    last;
        struct fn_packet_status status;
    } beats[FN_RX_FIFO_BEATS];
    struct fn_packet_record records[FN_RX_FIFO_PACKETS];
    struct fn_flow_match    matches[FN_RX_FIFO_PACKETS];
    unsigned beats_taken, beats_shown;
    unsigned records_taken, matches_taken;
    unsigned packets_taken;      // whole: their last beat was taken
    unsigned packets_started;    // their record was shown
    unsigned packets_shown;      // their last beat was shown
    bool     was_full;           // a cycle ago
};

extern const struct fn_port fn_rx_fifo_inputs[], fn_rx_fifo_outputs[];

void fn_rx_fifo_reset(struct fn_rx_fifo *fifo);
void fn_rx_fifo_tick(struct fn_rx_fifo *fifo, const struct fn_rx_fifo_in *in);

#endif
