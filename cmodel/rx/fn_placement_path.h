// SPDX-License-Identifier: Apache-2.0
//
// fn_placement_path - twin of rtl/rx/fn_placement_path.v, which states the contract

#ifndef FN_PLACEMENT_PATH_H
#define FN_PLACEMENT_PATH_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "rx/fn_flow_context.h"
#include "rx/fn_flow_engine.h"
#include "rx/fn_flow_report.h"
#include "rx/fn_zero_copy.h"

struct fn_placement_path_in {
    bool                    rst;
    bool                    s_parity_break;
    bool                    s_ring_enable;
    uint16_t                s_milliseconds;
    bool                    s_packet_valid;
    struct fn_packet_record s_packet_record;
    bool                    s_record_valid;
    struct fn_packet_record s_record_data;
    bool                    s_axis_tvalid;
    uint64_t                s_axis_tdata;
    uint8_t                 s_axis_tkeep;
    bool                    s_axis_tlast;
    struct fn_packet_status s_axis_tuser;
    bool                    s_operation_valid;
    uint8_t                 s_operation_code;
    uint16_t                s_operation_index;
    uint64_t                s_operation_argument;
    bool                    m_record_ready;
    bool                    m_axis_tready;
    bool                    m_place_command_ready;
    bool                    m_place_axis_tready;
    bool                    s_end_valid;
    bool                    s_end_written;
    bool                    s_done_valid;
    bool                    s_done_error;
    bool                    s_slot_valid;
    bool                    m_report_ready;
    bool                    m_unplaced_ready;
    bool                    m_delivery_ready;
    bool                    m_acknowledge_ready;
};

struct fn_placement_path_out {
    bool                    s_packet_ready;
    bool                    s_record_ready;
    bool                    s_axis_tready;
    bool                    s_operation_ready;
    bool                    m_answer_valid;
    bool                    m_answer_refused;
    uint32_t                m_answer_value;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
    bool                    m_place_command_valid;
    uint16_t                m_place_command_skip;
    uint16_t                m_place_command_length;
    uint64_t                m_place_command_address;
    uint16_t                m_place_command_index;
    bool                    m_place_command_last;
    bool                    m_place_axis_tvalid;
    uint64_t                m_place_axis_tdata;
    uint8_t                 m_place_axis_tkeep;
    bool                    m_place_axis_tlast, m_place_axis_tuser;
    bool                    s_end_ready;
    bool                    s_slot_ready;
    bool                    m_report_valid;
    struct fn_report        m_report_data;
    bool                    m_unplaced_valid;
    uint16_t                m_unplaced_context;
    uint8_t                 m_unplaced_reason;
    bool                    m_unplaced_software;
    bool                    m_delivery_valid;
    uint16_t                m_delivery_context;
    uint8_t                 m_delivery_reason;
    bool                    m_acknowledge_valid;
    uint16_t                m_acknowledge_index;
    uint32_t                m_acknowledge_number;
};

struct fn_placement_path {
    struct fn_placement_path_out out;
    FN_BLOCK(fn_zero_copy, zero_copy);
    FN_BLOCK(fn_flow_engine, engine);
    FN_BLOCK(fn_flow_context, context);
    FN_BLOCK(fn_flow_report, report);
};

extern const struct fn_port fn_placement_path_inputs[], fn_placement_path_outputs[];

// flows: parameter FLOWS
void fn_placement_path_reset(struct fn_placement_path *path, unsigned flows);
void fn_placement_path_tick(struct fn_placement_path *path,
                            const struct fn_placement_path_in *in);

#endif
