// SPDX-License-Identifier: Apache-2.0
//
// fn_host - twin of rtl/host/fn_host.v, which states the contract

#ifndef FN_HOST_H
#define FN_HOST_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "functional/fn_flow_entry.h"
#include "host/fn_flow_counters.h"
#include "host/fn_interrupt.h"
#include "host/fn_registers.h"
#include "host/fn_statistics.h"

struct fn_host_in {
    bool     rst;
    bool     s_axil_awvalid;
    uint16_t s_axil_awaddr;
    uint8_t  s_axil_awprot;
    bool     s_axil_wvalid;
    uint32_t s_axil_wdata;
    uint8_t  s_axil_wstrb;
    bool     s_axil_bready;
    bool     s_axil_arvalid;
    uint16_t s_axil_araddr;
    uint8_t  s_axil_arprot;
    bool     s_axil_rready;
    uint16_t s_buffer_ring_consumer;
    uint16_t s_completion_ring_producer;
    uint16_t s_transmit_ring_consumer;
    bool     m_write_ready;
    bool     m_operation_ready;
    bool     s_answer_valid;
    bool     s_answer_refused;
    uint32_t s_answer_value;
    uint8_t  s_channel_in_flight;
    uint8_t  s_channel_state;
    bool     s_channel_owned, s_channel_shared;
    uint16_t s_channel_flow;
    bool     s_received_valid;
    bool     s_drop_valid;
    uint8_t  s_drop_reason;
    bool     s_delivery_valid;
    uint8_t  s_delivery_reason;
    bool     s_flow_unplaced_valid;
    uint16_t s_flow_unplaced_context;
    uint8_t  s_flow_unplaced_reason;
    bool     s_flow_unplaced_software;
    bool     s_flow_delivery_valid;
    uint16_t s_flow_delivery_context;
    uint8_t  s_flow_delivery_reason;
    bool     s_transmit_valid;
    uint8_t  s_transmit_reason;
    bool     s_completion_event;
    bool     s_low_water_event;
    bool     s_bus_error_event;
    bool     s_underrun_event;
    bool     s_table_parity_event;
    bool     s_context_parity_event;
};

struct fn_host_out {
    bool                s_axil_awready;
    bool                s_axil_wready;
    bool                s_axil_bvalid;
    uint8_t             s_axil_bresp;
    bool                s_axil_arready;
    bool                s_axil_rvalid;
    uint32_t            s_axil_rdata;
    uint8_t             s_axil_rresp;
    bool                irq;
    bool                m_rx_enable;
    uint16_t            m_frame_maximum;
    uint64_t            m_filter_address;
    bool                m_filter_promiscuous;
    bool                m_filter_broadcast;
    bool                m_filter_all_multicast;
    bool                m_hold_all;
    bool                m_keep_bad_checksum;
    uint16_t            m_buffer_size;
    uint16_t            m_split_offset;
    bool                m_buffer_ring_enable;
    uint64_t            m_buffer_ring_base;
    uint8_t             m_buffer_ring_size;
    uint16_t            m_buffer_low_water;
    uint16_t            m_buffer_ring_producer;
    bool                m_completion_ring_enable;
    uint64_t            m_completion_ring_base;
    uint8_t             m_completion_ring_size;
    uint16_t            m_completion_ring_consumer;
    bool                m_transmit_ring_enable;
    uint64_t            m_transmit_ring_base;
    uint8_t             m_transmit_ring_size;
    uint16_t            m_transmit_ring_producer;
    bool                m_multicast_valid;
    uint8_t             m_multicast_index;
    bool                m_multicast_enable;
    uint64_t            m_multicast_address;
    bool                m_write_valid;
    uint8_t             m_write_index;
    bool                m_write_enable;
    struct fn_flow_key  m_write_key;
    uint16_t            m_write_mask;
    struct fn_flow_info m_write_info;
    bool                m_operation_valid;
    uint8_t             m_operation_code;
    uint16_t            m_operation_index;
    uint64_t            m_operation_argument;
    uint16_t            m_milliseconds;
    bool                m_parity_break;
    uint8_t             m_channel_index;
    bool                s_received_ready;
    bool                s_drop_ready;
    bool                s_delivery_ready;
    bool                s_flow_unplaced_ready;
    bool                s_flow_delivery_ready;
    bool                s_transmit_ready;
};

struct fn_host {
    struct fn_host_out out;
    FN_BLOCK(fn_registers, registers);
    FN_BLOCK(fn_interrupt, interrupt);
    FN_BLOCK(fn_statistics, statistics);
    FN_BLOCK(fn_flow_counters, flow_counters);
    uint16_t table_parity, context_parity;  // errors
    bool     is_asked, is_writing, is_operating;
    uint64_t count;
    bool     is_refused;      // what the last answer said
    uint32_t value;
    uint32_t elapsed, limit;  // cycles of this millisecond
    bool     is_over;         // it has just ended
};

extern const struct fn_port fn_host_inputs[], fn_host_outputs[];

// Parameters ENTRIES, DATA_BITS, FLOWS and COUNTER_BITS.
void fn_host_reset(struct fn_host *host, unsigned num_entries, unsigned data_bits,
                   unsigned num_flows, unsigned counter_bits);
void fn_host_tick(struct fn_host *host, const struct fn_host_in *in);

#endif
