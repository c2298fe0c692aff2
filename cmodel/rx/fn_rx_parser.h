// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser - twin of rtl/rx/fn_rx_parser.v, which states the contract

#ifndef FN_RX_PARSER_H
#define FN_RX_PARSER_H

#include <stdbool.h>

#include "functional/fn_parse.h"

enum {
    FN_RX_PARSER_BEATS       = 16,     // inside
    FN_RX_PARSER_LATENCY     = 8,      // cycles of a beat
    FN_RX_PARSER_KEY         = 5,      // of a key
    FN_RX_PARSER_RECORD      = 6,      // of a record
    FN_RX_PARSER_GAP         = 2,      // cycles without a beat behind a packet ...
    FN_RX_PARSER_WALK        = 3,      // ... that ends sooner behind what it is parsed from
    FN_RX_PARSER_ANSWERS     = 4,
    FN_RX_PARSER_MAX_BYTES   = 65536   // of a packet; what is beyond is not looked at
};

struct fn_rx_parser_in {
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
    bool                    m_axis_tready;
    bool                    m_key_ready;
    bool                    m_record_ready;
};

struct fn_rx_parser_out {
    bool                    s_axis_tready;
    bool                    m_axis_tvalid;
    uint64_t                m_axis_tdata;
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
    bool                    m_key_valid;
    struct fn_flow_key      m_key_data;
    bool                    m_record_valid;
    struct fn_packet_record m_record_data;
};

struct fn_rx_parser {
    struct fn_rx_parser_out out;
    struct fn_filter        filter, packet_filter;  // as it is, as it was at the first beat
    uint64_t                cycle;
    unsigned                gap;

    // The packet under way.
    uint8_t  bytes[FN_RX_PARSER_MAX_BYTES];
    size_t   length;
    uint64_t began;
    bool     is_middle, has_key, is_answered;
    uint64_t walked;  // when the record was complete

    // Beats and answers on their way: taken, shown and given, counted for ever.
    struct {
        uint64_t                data, due;  // the first cycle at whose end it may be shown
        uint8_t                 keep;
        bool                    last;
        struct fn_packet_status status;
    } beats[FN_RX_PARSER_BEATS];
    unsigned beats_taken, beats_shown, beats_given;
    struct {
        struct fn_flow_key      key;
        struct fn_packet_record record;
        uint64_t                key_due, record_due;
    } answers[FN_RX_PARSER_ANSWERS];
    unsigned packets, keys, answered, keys_shown, keys_given, records_shown, records_given;
};

extern const struct fn_port fn_rx_parser_inputs[], fn_rx_parser_outputs[];

void fn_rx_parser_reset(struct fn_rx_parser *parser);
void fn_rx_parser_tick(struct fn_rx_parser *parser, const struct fn_rx_parser_in *in);

#endif
