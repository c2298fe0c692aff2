// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_checksum - twin of rtl/tx/fn_tx_checksum.v, which states the contract

#ifndef FN_TX_CHECKSUM_H
#define FN_TX_CHECKSUM_H

#include <stdbool.h>

#include "functional/fn_host_record.h"

enum {
    FN_TX_CHECKSUM_BEATS = 2048,
    FN_TX_CHECKSUM_PACKETS = 16,
    FN_TX_CHECKSUM_AHEAD = 2,
    FN_TX_CHECKSUM_WAY = 2,      // beats between the memory and m
    FN_TX_CHECKSUM_LATENCY = 7   // from the last beat's way into the memory to the first's out
};

struct fn_tx_checksum_beat {
    uint64_t data;
    uint8_t  keep;
    bool     last;
    uint8_t  user;
};

struct fn_tx_checksum_in {
    bool                      rst;
    bool                      s_record_valid;
    struct fn_transmit_record s_record_data;
    bool                      s_axis_tvalid;
    uint64_t                  s_axis_tdata;
    uint8_t                   s_axis_tkeep;
    bool                      s_axis_tlast;
    uint8_t                   s_axis_tuser;
    bool                      m_axis_tready;
};

struct fn_tx_checksum_out {
    bool     s_record_ready, s_axis_tready;
    bool     m_axis_tvalid;
    uint64_t m_axis_tdata;
    uint8_t  m_axis_tkeep;
    bool     m_axis_tlast;
    uint8_t  m_axis_tuser;
};

struct fn_tx_checksum {
    struct fn_tx_checksum_out  out;
    unsigned long              cycle;
    struct fn_tx_checksum_beat ahead[FN_TX_CHECKSUM_AHEAD];
    unsigned                   num_ahead;
    bool                       has_next, has_record;  // of the next packet, of the one at hand
    struct fn_transmit_record  next, record;

    // the packet at hand
    uint8_t                    bytes[8 * FN_TX_CHECKSUM_BEATS];
    unsigned                   num_beats;             // of it that are stored
    bool                       is_inside, is_long;

    // the memory; counters of beats run for ever
    struct fn_tx_checksum_beat beats[2 * FN_TX_CHECKSUM_BEATS];  // more are on their way out
    unsigned                   stored, released, read, shown;
    struct { unsigned end; unsigned long due; } packets[FN_TX_CHECKSUM_PACKETS];
    unsigned                   begun, summed, due, gone;  // packets
    bool                       has_beat_room, has_packet_room;  // as of the last cycle
};

extern const struct fn_port fn_tx_checksum_inputs[], fn_tx_checksum_outputs[];

void fn_tx_checksum_reset(struct fn_tx_checksum *checksum);
void fn_tx_checksum_tick(struct fn_tx_checksum *checksum, const struct fn_tx_checksum_in *in);

#endif
