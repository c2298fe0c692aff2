// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_verdict - twin of rtl/rx/fn_rx_verdict.v, which states the contract

#ifndef FN_RX_VERDICT_H
#define FN_RX_VERDICT_H

#include <stdbool.h>

#include "functional/fn_packet_record.h"

enum { FN_RX_VERDICT_RECORDS = 2, FN_RX_VERDICT_BEATS = 2, FN_RX_VERDICT_EVENTS = 3 };

struct fn_rx_verdict_in {
    bool                    rst;
    bool                    s_keep_bad_checksum;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    m_record_ready;
    bool                    m_axis_tready;
    bool                    m_received_ready;
};

struct fn_rx_verdict_out {
    bool                    s_record_ready;
    bool                    s_axis_tready;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
    bool                    m_received_valid;
};

struct fn_rx_verdict {
    struct fn_rx_verdict_out out;

    // Counted for ever.
    struct fn_packet_record records[FN_RX_VERDICT_RECORDS];
    unsigned                records_taken, packets_taken;  // the latter by their last beat
    struct {
        uint64_t                data;
        uint8_t                 keep;
        bool                    last;
        struct fn_packet_status status;
    } beats[FN_RX_VERDICT_BEATS];
    unsigned beats_taken, beats_given;
    unsigned events_given;
};

extern const struct fn_port fn_rx_verdict_inputs[], fn_rx_verdict_outputs[];

void fn_rx_verdict_reset(struct fn_rx_verdict *verdict);
void fn_rx_verdict_tick(struct fn_rx_verdict *verdict, const struct fn_rx_verdict_in *in);

#endif
