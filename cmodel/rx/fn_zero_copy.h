// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy - twin of rtl/rx/fn_zero_copy.v, which states the contract

#ifndef FN_ZERO_COPY_H
#define FN_ZERO_COPY_H

#include <stdbool.h>

#include "functional/fn_flow_packet.h"
#include "functional/fn_packet_record.h"

enum { FN_ZERO_COPY_BEATS = 32, FN_ZERO_COPY_FATES = 4, FN_ZERO_COPY_PACKETS = 8 };

struct fn_zero_copy_in {
    bool                    rst;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    s_decision_valid;
    uint8_t                 s_decision_fate;
    uint8_t                 s_decision_reason;
    uint8_t                 s_decision_sync;
    uint8_t                 s_decision_epoch;
    bool                    m_verdict_ready;
    bool                    m_record_ready;
    bool                    m_axis_tready;
    bool                    m_place_axis_tready;
    bool                    m_unplaced_ready;
};

struct fn_zero_copy_out {
    bool                    s_record_ready;
    bool                    s_axis_tready;
    bool                    s_decision_ready;
    bool                    m_verdict_valid;
    bool                    m_verdict_good;
    bool                    m_verdict_link;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
    bool                    m_place_axis_tvalid;
    uint64_t                m_place_axis_tdata;
    uint8_t                 m_place_axis_tkeep;
    bool                    m_place_axis_tlast, m_place_axis_tuser;
    bool                    m_unplaced_valid;
    uint16_t                m_unplaced_context;
    uint8_t                 m_unplaced_reason;
    bool                    m_unplaced_software;
};

struct fn_zero_copy_beat {
    uint64_t                data;
    uint8_t                 keep;
    bool                    last;
    struct fn_packet_status status;
};

struct fn_zero_copy {
    struct fn_zero_copy_out out;

    // Packets and beats, counted for ever.
    struct {
        bool           asks;
        uint16_t       context;
        unsigned       headers;     // beats in front of the payload
        unsigned       payload;     // the beat with its first byte, or the last one,
        bool           has_payload; // which was taken
        enum fn_fate   fate;
        enum fn_reason reason;  // of fate DROP
    } packets[FN_ZERO_COPY_PACKETS];
    unsigned                 records_taken;  // packets by their record,
    unsigned                 fates_known;    // by their fate,
    unsigned                 packets_taken;  // by their last beat,
    unsigned                 packets_given;  // and by its end
    struct fn_zero_copy_beat beats[FN_ZERO_COPY_BEATS + 1];
    unsigned                 beats_taken, beats_given;
    unsigned                 at;         // beats taken of the packet that comes in
    unsigned                 passed;     // header beats that left just now, without their room
    bool                     is_found;   // the payload of one to be placed, which leaves
    struct fn_packet_record  asked;      // waits for its fate
};

extern const struct fn_port fn_zero_copy_inputs[], fn_zero_copy_outputs[];

void fn_zero_copy_reset(struct fn_zero_copy *zero_copy);
void fn_zero_copy_tick(struct fn_zero_copy *zero_copy, const struct fn_zero_copy_in *in);

#endif
