// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine - twin of rtl/rx/fn_flow_engine.v, which states the contract

#ifndef FN_FLOW_ENGINE_H
#define FN_FLOW_ENGINE_H

#include <stdbool.h>

#include "functional/fn_flow_operation.h"
#include "functional/fn_flow_packet.h"

enum fn_request { FN_REQUEST_PACKET, FN_REQUEST_FAILED, FN_REQUEST_OPERATION, FN_REQUEST_TIME };

struct fn_flow_engine_in {
    bool                    rst;
    uint16_t                s_milliseconds;
    bool                    s_packet_valid;
    struct fn_packet_record s_packet_record;
    bool                    m_decision_ready;
    bool                    m_command_ready;
    bool                    s_verdict_valid;
    bool                    s_verdict_good;
    bool                    s_verdict_link;
    bool                    s_operation_valid;
    uint8_t                 s_operation_code;
    uint16_t                s_operation_index;
    uint64_t                s_operation_argument;
    bool                    s_failed_valid;
    uint16_t                s_failed_index;
    uint8_t                 s_failed_epoch;
    uint32_t                s_failed_confirmed;
    struct fn_context       s_read_context;
    bool                    s_read_error;
    uint64_t                s_page_read_address;
    bool                    s_page_read_error;
    bool                    m_report_ready;
    bool                    s_report_room;
};

struct fn_flow_engine_out {
    bool              s_packet_ready;
    bool              m_decision_valid;
    uint8_t           m_decision_fate;
    uint8_t           m_decision_reason;
    uint8_t           m_decision_sync;
    uint8_t           m_decision_epoch;
    bool              m_command_valid;
    uint16_t          m_command_skip;
    uint16_t          m_command_length;
    uint64_t          m_command_address;
    uint16_t          m_command_index;
    bool              m_command_last;
    bool              s_verdict_ready;
    bool              s_operation_ready;
    bool              m_answer_valid;
    bool              m_answer_refused;
    uint32_t          m_answer_value;
    bool              s_failed_ready;
    bool              m_read_valid;
    uint16_t          m_read_index;
    bool              m_write_valid;
    uint16_t          m_write_index;
    struct fn_context m_write_context;
    bool              m_page_read_valid;
    uint16_t          m_page_read_index;
    uint8_t           m_page_read_place;
    bool              m_page_write_valid;
    uint16_t          m_page_write_index;
    uint8_t           m_page_write_place;
    uint64_t          m_page_write_address;
    bool              m_report_valid;
    bool              m_report_placed;
    bool              m_report_good;
    bool              m_report_reported;
    bool              m_report_answered;
    bool              m_report_begins;
    struct fn_report  m_report_data;
};

struct fn_flow_engine {
    struct fn_flow_engine_out out;
    unsigned                  flows;  // parameter FLOWS
    uint64_t                  cycle;

    // What waits: an operation, a failure, a verdict; the sweep through all contexts.
    struct {
        uint8_t  code;
        uint16_t index;
        uint64_t argument;
    } operation;
    struct {
        uint16_t index;
        uint8_t  epoch;
        uint32_t confirmed;
    } failed;
    bool     has_operation, has_failed;
    bool     has_verdict, is_good, is_link;
    uint64_t judged;            // the cycle in which the verdict was taken
    bool     could_report;      // in the cycle before
    bool     is_sweeping;
    unsigned sweep;             // the context that is next
    uint16_t swept;             // the time for which it was begun
    uint16_t milliseconds;      // of the cycle before
    bool     is_open;           // the next request may be taken
    unsigned patience;          // packets taken while others wait

    // The next request, while its context is read, and the one that is worked on.
    struct fn_flow_engine_request {
        bool                    is_there;
        enum fn_request         kind;
        unsigned                index;      // of the flow
        bool                    is_beyond;  // there is no such flow
        uint64_t                taken;
        struct fn_packet_record record;
        bool                    is_broken;  // parity
    } next, now;

    struct fn_context     context;   // of now, or of the packet before
    bool                  is_broken, was_packet, was_kept;
    unsigned              home;      // the row that context was read from
    uint16_t              time;
    uint64_t              loaded, decided, committed;  // cycles
    bool                  is_decided, is_committed, is_denied, is_second_write;
    enum fn_fate          fate;
    struct fn_flow_packet packet;

    // Commands of a placed packet.
    struct {
        struct fn_flow_command list[FN_FLOW_COMMANDS_MAX];
        unsigned               count, given;
        uint64_t               due, read;   // cycles: first to give in; the page read shows
        uint64_t               address;
        bool                   is_broken;
        bool                   is_done, was_done, had_done;  // two cycles ago
    } commands;
};

extern const struct fn_port fn_flow_engine_inputs[], fn_flow_engine_outputs[];

void fn_flow_engine_reset(struct fn_flow_engine *engine, unsigned flows);
void fn_flow_engine_tick(struct fn_flow_engine *engine, const struct fn_flow_engine_in *in);

#endif
