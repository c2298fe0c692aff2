// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum - twin of rtl/rx/fn_rx_checksum.v, which states the contract

#ifndef FN_RX_CHECKSUM_H
#define FN_RX_CHECKSUM_H

#include <stdbool.h>

#include "functional/fn_packet_record.h"

enum {
    FN_RX_CHECKSUM_BEATS = 16,
    FN_RX_CHECKSUM_BYTES = 131072  // no record points beyond
};

struct fn_rx_checksum_in {
    bool                    rst;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    m_record_ready;
    bool                    m_axis_tready;
};

struct fn_rx_checksum_out {
    bool                    s_record_ready;
    bool                    s_axis_tready;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
};

struct fn_rx_checksum {
    struct fn_rx_checksum_out out;
    uint64_t                  cycle;

    // The packet that comes in.
    bool                    has_record;
    bool                    is_late;  // it was one beat, with its record, in the last cycle
    struct fn_packet_record record;
    uint8_t                 frame[FN_RX_CHECKSUM_BYTES];
    unsigned                length;

    // Beats on their way, counted for ever.
    struct {
        uint64_t                data;
        uint64_t                due;  // the first cycle at whose end it may be shown
        uint8_t                 keep;
        bool                    last;
        struct fn_packet_status status;
    } beats[FN_RX_CHECKSUM_BEATS];
    unsigned taken, shown;
};

extern const struct fn_port fn_rx_checksum_inputs[], fn_rx_checksum_outputs[];

void fn_rx_checksum_reset(struct fn_rx_checksum *checksum);
void fn_rx_checksum_tick(struct fn_rx_checksum *checksum, const struct fn_rx_checksum_in *in);

#endif
