// SPDX-License-Identifier: Apache-2.0
//
// fn_host - see fn_host.h

#include "host/fn_host.h"

#define IN  struct fn_host_in
#define OUT struct fn_host_out

const struct fn_port fn_host_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_axil_awvalid), FN_PORT(IN, s_axil_awaddr),
    FN_PORT(IN, s_axil_awprot), FN_PORT(IN, s_axil_wvalid), FN_PORT(IN, s_axil_wdata),
    FN_PORT(IN, s_axil_wstrb), FN_PORT(IN, s_axil_bready), FN_PORT(IN, s_axil_arvalid),
    FN_PORT(IN, s_axil_araddr), FN_PORT(IN, s_axil_arprot), FN_PORT(IN, s_axil_rready),
    FN_PORT(IN, s_buffer_ring_consumer), FN_PORT(IN, s_completion_ring_producer),
    FN_PORT(IN, s_transmit_ring_consumer), FN_PORT(IN, m_write_ready),
    FN_PORT(IN, m_operation_ready), FN_PORT(IN, s_answer_valid), FN_PORT(IN, s_answer_refused),
    FN_PORT(IN, s_answer_value), FN_PORT(IN, s_channel_in_flight), FN_PORT(IN, s_channel_state),
    FN_PORT(IN, s_channel_owned), FN_PORT(IN, s_channel_shared), FN_PORT(IN, s_channel_flow),
    FN_PORT(IN, s_flow_unplaced_valid), FN_PORT(IN, s_flow_unplaced_context),
    FN_PORT(IN, s_flow_unplaced_reason), FN_PORT(IN, s_flow_unplaced_software),
    FN_PORT(IN, s_flow_delivery_valid), FN_PORT(IN, s_flow_delivery_context),
    FN_PORT(IN, s_flow_delivery_reason),
    FN_PORT(IN, s_received_valid), FN_PORT(IN, s_drop_valid), FN_PORT(IN, s_drop_reason),
    FN_PORT(IN, s_delivery_valid), FN_PORT(IN, s_delivery_reason), FN_PORT(IN, s_transmit_valid),
    FN_PORT(IN, s_transmit_reason), FN_PORT(IN, s_completion_event),
    FN_PORT(IN, s_low_water_event), FN_PORT(IN, s_bus_error_event),
    FN_PORT(IN, s_underrun_event), FN_PORT(IN, s_table_parity_event),
    FN_PORT(IN, s_context_parity_event), { 0 }
};

const struct fn_port fn_host_outputs[] = {
    FN_PORT(OUT, s_axil_awready), FN_PORT(OUT, s_axil_wready), FN_PORT(OUT, s_axil_bvalid),
    FN_PORT(OUT, s_axil_bresp), FN_PORT(OUT, s_axil_arready), FN_PORT(OUT, s_axil_rvalid),
    FN_PORT(OUT, s_axil_rdata), FN_PORT(OUT, s_axil_rresp), FN_PORT(OUT, irq),
    FN_PORT(OUT, m_rx_enable), FN_PORT(OUT, m_frame_maximum), FN_PORT(OUT, m_filter_address),
    FN_PORT(OUT, m_filter_promiscuous), FN_PORT(OUT, m_filter_broadcast),
    FN_PORT(OUT, m_filter_all_multicast), FN_PORT(OUT, m_hold_all),
    FN_PORT(OUT, m_keep_bad_checksum), FN_PORT(OUT, m_buffer_size), FN_PORT(OUT, m_split_offset),
    FN_PORT(OUT, m_buffer_ring_enable), FN_PORT(OUT, m_buffer_ring_base),
    FN_PORT(OUT, m_buffer_ring_size), FN_PORT(OUT, m_buffer_low_water),
    FN_PORT(OUT, m_buffer_ring_producer), FN_PORT(OUT, m_completion_ring_enable),
    FN_PORT(OUT, m_completion_ring_base), FN_PORT(OUT, m_completion_ring_size),
    FN_PORT(OUT, m_completion_ring_consumer), FN_PORT(OUT, m_transmit_ring_enable),
    FN_PORT(OUT, m_transmit_ring_base), FN_PORT(OUT, m_transmit_ring_size),
    FN_PORT(OUT, m_transmit_ring_producer), FN_PORT(OUT, m_multicast_valid),
    FN_PORT(OUT, m_multicast_index), FN_PORT(OUT, m_multicast_enable),
    FN_PORT(OUT, m_multicast_address), FN_PORT(OUT, m_write_valid), FN_PORT(OUT, m_write_index),
    FN_PORT(OUT, m_write_enable), FN_PORT_RECORD(OUT, m_write_key, &fn_flow_key_record),
    FN_PORT(OUT, m_write_mask), FN_PORT_RECORD(OUT, m_write_info, &fn_flow_info_record),
    FN_PORT(OUT, m_operation_valid), FN_PORT(OUT, m_operation_code),
    FN_PORT(OUT, m_operation_index), FN_PORT(OUT, m_operation_argument),
    FN_PORT(OUT, m_milliseconds), FN_PORT(OUT, m_parity_break), FN_PORT(OUT, m_channel_index),
    FN_PORT(OUT, s_received_ready), FN_PORT(OUT, s_drop_ready), FN_PORT(OUT, s_delivery_ready),
    FN_PORT(OUT, s_flow_unplaced_ready), FN_PORT(OUT, s_flow_delivery_ready),
    FN_PORT(OUT, s_transmit_ready), { 0 }
};

enum { MILLISECOND_LIMIT = 1 << 20 };

static void publish(struct fn_host *host);

static void reset_commands(struct fn_host *host)
{
    host->is_asked = host->is_writing = host->is_operating = false;
    host->count = 0;
    host->table_parity = host->context_parity = 0;
    host->is_refused = false;
    host->value = 0;
    host->elapsed = 0;
    host->is_over = false;
    host->limit = MILLISECOND_LIMIT;
    host->out.m_milliseconds = 0;
}

void fn_host_reset(struct fn_host *host, unsigned num_entries, unsigned data_bits,
                   unsigned num_flows, unsigned counter_bits)
{
    fn_registers_reset(&host->registers.twin);
    fn_interrupt_reset(&host->interrupt.twin);
    fn_statistics_reset(&host->statistics.twin, counter_bits);
    fn_flow_counters_reset(&host->flow_counters.twin, num_flows, counter_bits);
    host->registers.in.s_parameters_flow_entries = (uint16_t)num_entries;
    host->registers.in.s_parameters_axi_data_bits = (uint16_t)data_bits;
    host->registers.in.s_flow_parameters_contexts = (uint16_t)num_flows;
    reset_commands(host);
    publish(host);
}

static void wire_registers(struct fn_host *host, const struct fn_host_in *in)
{
    struct fn_registers_in *registers = &host->registers.in;
    const struct fn_registers_out *out = &host->registers.twin.out;

    registers->rst = in->rst;
    FN_AXIL_INPUTS(*registers, *in);
    registers->s_interrupt_cause = host->interrupt.twin.out.m_cause;
    registers->s_buffer_ring_consumer = in->s_buffer_ring_consumer;
    registers->s_completion_ring_producer = in->s_completion_ring_producer;
    registers->s_transmit_ring_consumer = in->s_transmit_ring_consumer;
    registers->s_multicast_command_go_clear = true;
    registers->s_flow_command_go_clear = host->is_writing && in->m_write_ready;
    registers->s_statistics_command_go_clear = host->statistics.twin.out.m_count_valid
                                            || host->flow_counters.twin.out.m_count_valid;
    registers->s_statistics_low = (uint32_t)host->count;
    registers->s_statistics_high = (uint32_t)(host->count >> 32);
    registers->s_flow_context_command_refused = host->is_refused;
    registers->s_flow_context_command_go_clear = host->is_operating && in->s_answer_valid;
    registers->s_flow_context_value = host->value;
    registers->s_channel_in_flight = in->s_channel_in_flight;
    registers->s_channel_state = in->s_channel_state;
    registers->s_channel_owned = in->s_channel_owned;
    registers->s_channel_shared = in->s_channel_shared;
    registers->s_channel_flow = in->s_channel_flow;
    registers->s_parity_errors_flow_table = host->table_parity;
    registers->s_parity_errors_contexts = host->context_parity;

    host->interrupt.in.rst = in->rst;
    host->interrupt.in.s_event = (uint8_t)(in->s_completion_event | in->s_low_water_event << 1
                                           | in->s_bus_error_event << 2
                                           | in->s_underrun_event << 3);
    host->interrupt.in.s_clear = out->m_interrupt_cause_clear;
    host->interrupt.in.s_mask = out->m_interrupt_mask;
    host->interrupt.in.s_moderation_count = out->m_interrupt_moderation_count;
    host->interrupt.in.s_moderation_cycles = out->m_interrupt_moderation_cycles;
}

static void wire_statistics(struct fn_host *host, const struct fn_host_in *in)
{
    struct fn_statistics_in *statistics = &host->statistics.in;
    const struct fn_registers_out *registers = &host->registers.twin.out;

    statistics->rst = in->rst;
    statistics->s_received_valid = in->s_received_valid;
    statistics->s_drop_valid = in->s_drop_valid;
    statistics->s_drop_reason = in->s_drop_reason;
    statistics->s_delivery_valid = in->s_delivery_valid;
    statistics->s_delivery_reason = in->s_delivery_reason;
    statistics->s_flow_drop_valid = in->s_flow_unplaced_valid && host->out.s_flow_unplaced_ready
                                 && !in->s_flow_unplaced_software;
    statistics->s_flow_drop_reason = in->s_flow_unplaced_reason;
    statistics->s_flow_delivery_valid = in->s_flow_delivery_valid
                                     && host->out.s_flow_delivery_ready;
    statistics->s_flow_delivery_reason = in->s_flow_delivery_reason;
    statistics->s_transmit_valid = in->s_transmit_valid;
    statistics->s_transmit_reason = in->s_transmit_reason;
    statistics->s_read_valid = registers->m_statistics_command_go && !host->is_asked
                            && !registers->m_statistics_command_flow;
    statistics->s_read_index = registers->m_statistics_command_index;
}

// What happened to a packet of a flow is taken when all that count it have room.  An entry of the
// flow table may lead to a context that there is not.
static void wire_flow_counters(struct fn_host *host, const struct fn_host_in *in)
{
    struct fn_flow_counters_in *counters = &host->flow_counters.in;
    const struct fn_registers_out *registers = &host->registers.twin.out;
    const unsigned mask = host->flow_counters.twin.rows - 1;

    counters->rst = in->rst;
    counters->s_unplaced_valid = in->s_flow_unplaced_valid && host->out.s_flow_unplaced_ready
        && in->s_flow_unplaced_context < host->flow_counters.twin.flows;
    counters->s_unplaced_context = in->s_flow_unplaced_context & mask;
    counters->s_unplaced_reason = in->s_flow_unplaced_reason;
    counters->s_delivery_valid = in->s_flow_delivery_valid && host->out.s_flow_delivery_ready;
    counters->s_delivery_context = in->s_flow_delivery_context & mask;
    counters->s_delivery_reason = in->s_flow_delivery_reason;
    counters->s_read_valid = registers->m_statistics_command_go && !host->is_asked
                            && registers->m_statistics_command_flow;
    counters->s_read_context = registers->m_statistics_command_context & mask;
    counters->s_read_class = registers->m_statistics_command_index % FN_FLOW_CLASSES;
    host->table_parity += in->s_table_parity_event;
    host->context_parity += in->s_context_parity_event;
}

// A command is under way from when it was taken until it is done.
static void tick_commands(struct fn_host *host, const struct fn_host_in *in)
{
    const struct fn_statistics_out *statistics = &host->statistics.twin.out;
    const struct fn_flow_counters_out *of_flows = &host->flow_counters.twin.out;

    if ((host->statistics.in.s_read_valid && statistics->s_read_ready)
            || (host->flow_counters.in.s_read_valid && of_flows->s_read_ready))
        host->is_asked = true;
    if (statistics->m_count_valid || of_flows->m_count_valid) {
        host->is_asked = false;
        host->count = of_flows->m_count_valid ? of_flows->m_count_data : statistics->m_count_data;
    }
    host->is_writing = host->out.m_write_valid ? in->m_write_ready
                                               : host->is_writing && !in->m_write_ready;
    if (in->s_answer_valid) {
        host->is_operating = false;
        host->is_refused = in->s_answer_refused;
        host->value = in->s_answer_value;
    }
    if (host->out.m_operation_valid && in->m_operation_ready)
        host->is_operating = true;
}

static void tick_time(struct fn_host *host)
{
    const uint32_t cycles = host->registers.twin.out.m_millisecond_cycles;

    host->out.m_milliseconds += host->is_over;
    host->is_over = ++host->elapsed >= host->limit;
    if (host->is_over)
        host->elapsed = 0;
    host->limit = cycles ? cycles : MILLISECOND_LIMIT;
}

static void publish_configuration(struct fn_host *host)
{
    const struct fn_registers_out *from = &host->registers.twin.out;
    struct fn_host_out *out = &host->out;

    out->m_rx_enable = from->m_control_rx_enable;
    out->m_frame_maximum = from->m_frame_maximum;
    out->m_filter_address = from->m_mac_low | (uint64_t)from->m_mac_high << 32;
    out->m_filter_promiscuous = from->m_control_promiscuous;
    out->m_filter_broadcast = from->m_control_broadcast;
    out->m_filter_all_multicast = from->m_control_all_multicast;
    out->m_hold_all = from->m_control_hold_all;
    out->m_parity_break = from->m_control_parity_test;
    out->m_channel_index = from->m_channel_index;
    out->m_keep_bad_checksum = from->m_control_keep_bad_checksum;
    out->m_buffer_size = from->m_buffer_size;
    out->m_split_offset = from->m_split_offset;
    out->m_multicast_valid = from->m_multicast_command_go;
    out->m_multicast_index = from->m_multicast_command_index;
    out->m_multicast_enable = from->m_multicast_command_enable;
    out->m_multicast_address = from->m_multicast_low | (uint64_t)from->m_multicast_high << 32;
}

static void publish_rings(struct fn_host *host)
{
    const struct fn_registers_out *from = &host->registers.twin.out;
    struct fn_host_out *out = &host->out;

#define RING(ring)                                                                          \
    out->m_##ring##_ring_enable = from->m_control_##ring##_ring_enable;                     \
    out->m_##ring##_ring_base = from->m_##ring##_ring_base_low                              \
                              | (uint64_t)from->m_##ring##_ring_base_high << 32;            \
    out->m_##ring##_ring_size = from->m_##ring##_ring_size
    RING(buffer);
    RING(completion);
    RING(transmit);
#undef RING
    out->m_buffer_low_water = from->m_buffer_low_water;
    out->m_buffer_ring_producer = from->m_buffer_ring_producer;
    out->m_completion_ring_consumer = from->m_completion_ring_consumer;
    out->m_transmit_ring_producer = from->m_transmit_ring_producer;
}

static void put_word(uint8_t *byte, uint32_t word)
{
    for (unsigned b = 0; b < 4; b++)
        byte[b] = (uint8_t)(word >> 8 * b);
}

static void publish_flow(struct fn_host *host)
{
    const struct fn_registers_out *from = &host->registers.twin.out;
    struct fn_flow_key *key = &host->out.m_write_key;
    const bool has_port = from->m_flow_mask_destination_port || from->m_flow_mask_source_port;

    put_word(key->destination_address.byte, from->m_flow_destination_address_0);
    put_word(key->destination_address.byte + 4, from->m_flow_destination_address_1);
    put_word(key->destination_address.byte + 8, from->m_flow_destination_address_2);
    put_word(key->destination_address.byte + 12, from->m_flow_destination_address_3);
    put_word(key->source_address.byte, from->m_flow_source_address_0);
    put_word(key->source_address.byte + 4, from->m_flow_source_address_1);
    put_word(key->source_address.byte + 8, from->m_flow_source_address_2);
    put_word(key->source_address.byte + 12, from->m_flow_source_address_3);
    key->spi = from->m_flow_spi;
    key->destination_port = from->m_flow_ports_destination;
    key->source_port = from->m_flow_ports_source;
    key->protocol = from->m_flow_attributes_protocol;
    key->association = from->m_flow_association;
    key->vlan_id = from->m_flow_attributes_vlan_id;
    key->vlan_present = from->m_flow_attributes_vlan_present;
    key->security = from->m_flow_attributes_security;
    key->ip_version = from->m_flow_attributes_ip_version;
    key->ports_present = 1;
    key->rtp = from->m_flow_attributes_rtp;
    host->out.m_write_mask = (uint16_t)(
        from->m_flow_mask_destination_address | from->m_flow_mask_source_address << 1
        | from->m_flow_mask_spi << 2 | from->m_flow_mask_destination_port << 3
        | from->m_flow_mask_source_port << 4 | from->m_flow_mask_protocol << 5
        | from->m_flow_mask_association << 6 | from->m_flow_mask_vlan_id << 7
        | from->m_flow_mask_vlan_present << 8 | from->m_flow_mask_security << 9
        | from->m_flow_mask_ip_version << 10 | has_port << 11 | from->m_flow_mask_rtp << 12);
    host->out.m_write_info = (struct fn_flow_info){
        .handle = from->m_flow_info_0_handle, .context = from->m_flow_info_0_context,
        .association = from->m_flow_info_1_association, .state = from->m_flow_info_1_state,
        .split = from->m_flow_info_1_split, .hold = from->m_flow_info_1_hold
    };
    host->out.m_write_index = (uint8_t)(from->m_flow_command_index
                                        % host->registers.in.s_parameters_flow_entries);
    host->out.m_write_enable = from->m_flow_command_enable;
}

static void publish_operation(struct fn_host *host)
{
    const struct fn_registers_out *from = &host->registers.twin.out;
    struct fn_host_out *out = &host->out;

    out->m_operation_valid = from->m_flow_context_command_go && !host->is_operating;
    out->m_operation_code = from->m_flow_context_command_operation;
    out->m_operation_index = from->m_flow_context_command_index;
    out->m_operation_argument = from->m_flow_context_argument_low
                              | (uint64_t)from->m_flow_context_argument_high << 32;
}

static void publish(struct fn_host *host)
{
    struct fn_host_out *out = &host->out;

    publish_configuration(host);
    publish_rings(host);
    FN_AXIL_OUTPUTS(*out, host->registers.twin.out);
    out->irq = host->interrupt.twin.out.irq;
    out->m_write_valid = host->registers.twin.out.m_flow_command_go && !host->is_writing;
    if (out->m_write_valid)
        publish_flow(host);
    publish_operation(host);
    out->s_received_ready = host->statistics.twin.out.s_received_ready;
    out->s_drop_ready = host->statistics.twin.out.s_drop_ready;
    out->s_delivery_ready = host->statistics.twin.out.s_delivery_ready;
    out->s_flow_unplaced_ready = host->statistics.twin.out.s_flow_drop_ready
                              && host->flow_counters.twin.out.s_unplaced_ready;
    out->s_flow_delivery_ready = host->statistics.twin.out.s_flow_delivery_ready
                              && host->flow_counters.twin.out.s_delivery_ready;
    out->s_transmit_ready = host->statistics.twin.out.s_transmit_ready;
}

void fn_host_tick(struct fn_host *host, const struct fn_host_in *in)
{
    wire_registers(host, in);
    wire_statistics(host, in);
    wire_flow_counters(host, in);
    tick_commands(host, in);
    tick_time(host);
    if (in->rst)
        reset_commands(host);
    fn_registers_tick(&host->registers.twin, &host->registers.in);
    fn_interrupt_tick(&host->interrupt.twin, &host->interrupt.in);
    fn_statistics_tick(&host->statistics.twin, &host->statistics.in);
    fn_flow_counters_tick(&host->flow_counters.twin, &host->flow_counters.in);
    publish(host);
}
