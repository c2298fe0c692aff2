// SPDX-License-Identifier: Apache-2.0
//
// flownic_core - see flownic_core.h

#include "flownic_core.h"

#define IN  struct flownic_core_in
#define OUT struct flownic_core_out

const struct fn_port flownic_core_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_axis_tvalid), FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep), FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record), FN_PORT(IN, m_axi_awready),
    FN_PORT(IN, m_axi_wready), FN_PORT(IN, m_axi_bvalid), FN_PORT(IN, m_axi_bid),
    FN_PORT(IN, m_axi_bresp), FN_PORT(IN, m_axi_arready), FN_PORT(IN, m_axi_rvalid),
    FN_PORT(IN, m_axi_rid), FN_PORT(IN, m_axi_rdata), FN_PORT(IN, m_axi_rresp),
    FN_PORT(IN, m_axi_rlast), FN_PORT(IN, m_axis_tready), FN_PORT(IN, s_axil_awvalid),
    FN_PORT(IN, s_axil_awaddr), FN_PORT(IN, s_axil_awprot), FN_PORT(IN, s_axil_wvalid),
    FN_PORT(IN, s_axil_wdata), FN_PORT(IN, s_axil_wstrb), FN_PORT(IN, s_axil_bready),
    FN_PORT(IN, s_axil_arvalid), FN_PORT(IN, s_axil_araddr), FN_PORT(IN, s_axil_arprot),
    FN_PORT(IN, s_axil_rready), FN_PORT(IN, s_underrun_event), { 0 }
};

const struct fn_port flownic_core_outputs[] = {
    FN_PORT(OUT, s_axis_tready), FN_PORT(OUT, m_axi_awvalid), FN_PORT(OUT, m_axi_awid),
    FN_PORT(OUT, m_axi_awaddr), FN_PORT(OUT, m_axi_awlen), FN_PORT(OUT, m_axi_awsize),
    FN_PORT(OUT, m_axi_awburst), FN_PORT(OUT, m_axi_awlock), FN_PORT(OUT, m_axi_awcache),
    FN_PORT(OUT, m_axi_awprot), FN_PORT(OUT, m_axi_wvalid), FN_PORT(OUT, m_axi_wdata),
    FN_PORT(OUT, m_axi_wstrb), FN_PORT(OUT, m_axi_wlast), FN_PORT(OUT, m_axi_bready),
    FN_PORT(OUT, m_axi_arvalid), FN_PORT(OUT, m_axi_arid), FN_PORT(OUT, m_axi_araddr),
    FN_PORT(OUT, m_axi_arlen), FN_PORT(OUT, m_axi_arsize), FN_PORT(OUT, m_axi_arburst),
    FN_PORT(OUT, m_axi_arlock), FN_PORT(OUT, m_axi_arcache), FN_PORT(OUT, m_axi_arprot),
    FN_PORT(OUT, m_axi_rready), FN_PORT(OUT, m_axis_tvalid), FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep), FN_PORT(OUT, m_axis_tlast), FN_PORT(OUT, s_axil_awready),
    FN_PORT(OUT, s_axil_wready), FN_PORT(OUT, s_axil_bvalid), FN_PORT(OUT, s_axil_bresp),
    FN_PORT(OUT, s_axil_arready), FN_PORT(OUT, s_axil_rvalid), FN_PORT(OUT, s_axil_rdata),
    FN_PORT(OUT, s_axil_rresp), FN_PORT(OUT, irq), FN_PORT(OUT, m_rx_enable),
    FN_PORT(OUT, m_frame_maximum), { 0 }
};

static void publish(struct flownic_core *core);

void flownic_core_reset(struct flownic_core *core, unsigned num_entries, unsigned data_bits,
                        unsigned num_flows)
{
    fn_receive_path_reset(&core->receive.twin, num_entries);
    fn_placement_path_reset(&core->placement.twin, num_flows);
    fn_dma_reset(&core->dma.twin, data_bits);
    fn_transmit_path_reset(&core->transmit.twin);
    fn_host_reset(&core->host.twin, num_entries, data_bits, num_flows, 64);
    publish(core);
}

static void configure(struct flownic_core *core)
{
    const struct fn_host_out *host = &core->host.twin.out;
    struct fn_receive_path_in *receive = &core->receive.in;
    struct fn_dma_in *dma = &core->dma.in;

    receive->s_filter_address = host->m_filter_address;
    receive->s_filter_promiscuous = host->m_filter_promiscuous;
    receive->s_filter_broadcast = host->m_filter_broadcast;
    receive->s_filter_all_multicast = host->m_filter_all_multicast;
    receive->s_hold_all = host->m_hold_all;
    receive->s_keep_bad_checksum = host->m_keep_bad_checksum;
    receive->s_multicast_valid = host->m_multicast_valid;
    receive->s_multicast_index = host->m_multicast_index;
    receive->s_multicast_enable = host->m_multicast_enable;
    receive->s_multicast_address = host->m_multicast_address;
    dma->s_buffer_size = host->m_buffer_size;
    dma->s_split_offset = host->m_split_offset;
    receive->s_parity_break = core->placement.in.s_parity_break = host->m_parity_break;
    core->placement.in.s_ring_enable = host->m_completion_ring_enable;
    core->placement.in.s_milliseconds = host->m_milliseconds;
    dma->s_buffer_low_water = host->m_buffer_low_water;
#define RING(ring, driver)                                       \
    dma->s_##ring##_ring_enable = host->m_##ring##_ring_enable;  \
    dma->s_##ring##_ring_base = host->m_##ring##_ring_base;      \
    dma->s_##ring##_ring_size = host->m_##ring##_ring_size;      \
    dma->s_##ring##_ring_##driver = host->m_##ring##_ring_##driver
    RING(buffer, producer);
    RING(completion, consumer);
    RING(transmit, producer);
#undef RING
}

// A packet is given to software because the flow table had a parity error.
static bool is_table_parity(const struct fn_placement_path_out *placement,
                            const struct fn_dma_out *dma)
{
    return placement->m_record_valid && dma->s_record_ready && !placement->m_record_data.hit
        && placement->m_record_data.sync == FN_SYNC_PARITY;
}

static void wire_host(struct flownic_core *core, const struct flownic_core_in *in)
{
    struct fn_host_in *host = &core->host.in;
    const struct fn_dma_out *dma = &core->dma.twin.out;

    FN_AXIL_INPUTS(*host, *in);
    host->s_buffer_ring_consumer = dma->m_buffer_ring_consumer;
    host->s_completion_ring_producer = dma->m_completion_ring_producer;
    host->s_transmit_ring_consumer = dma->m_transmit_ring_consumer;
    host->s_completion_event = dma->m_completion_event;
    host->s_low_water_event = dma->m_low_water_event;
    host->s_bus_error_event = dma->m_bus_error_event;
    host->s_underrun_event = in->s_underrun_event;
    host->s_answer_valid = core->placement.twin.out.m_answer_valid;
    host->s_answer_refused = core->placement.twin.out.m_answer_refused;
    host->s_answer_value = core->placement.twin.out.m_answer_value;
    host->s_channel_in_flight = core->dma.twin.out.m_channel_in_flight;
    host->s_channel_state = core->dma.twin.out.m_channel_state;
    host->s_channel_owned = core->dma.twin.out.m_channel_owned;
    host->s_channel_shared = core->dma.twin.out.m_channel_shared;
    host->s_channel_flow = core->dma.twin.out.m_channel_flow;
    core->dma.in.s_channel_index = core->host.twin.out.m_channel_index;
    FN_CHANNEL(core->host, m_operation, core->placement, s_operation, argument);
    core->placement.in.s_operation_code = core->host.twin.out.m_operation_code;
    core->placement.in.s_operation_index = core->host.twin.out.m_operation_index;
    FN_CHANNEL(core->placement, m_unplaced, core->host, s_flow_unplaced, reason);
    host->s_flow_unplaced_context = core->placement.twin.out.m_unplaced_context;
    host->s_flow_unplaced_software = core->placement.twin.out.m_unplaced_software;
    FN_CHANNEL(core->placement, m_delivery, core->host, s_flow_delivery, reason);
    host->s_flow_delivery_context = core->placement.twin.out.m_delivery_context;
    host->s_table_parity_event = is_table_parity(&core->placement.twin.out, &core->dma.twin.out);
    host->s_context_parity_event = core->placement.twin.out.m_report_valid
                                && core->dma.twin.out.s_report_ready
                                && core->placement.twin.out.m_report_data.sync == FN_SYNC_PARITY;
    FN_HANDSHAKE(core->receive, m_received, core->host, s_received);
    FN_CHANNEL(core->dma, m_drop, core->host, s_drop, reason);
    FN_CHANNEL(core->dma, m_delivery, core->host, s_delivery, reason);
    FN_CHANNEL(core->dma, m_outcome, core->host, s_transmit, reason);
    FN_CHANNEL(core->host, m_write, core->receive, s_write, key);
    if (core->host.twin.out.m_write_valid) {
        core->receive.in.s_write_index = core->host.twin.out.m_write_index;
        core->receive.in.s_write_enable = core->host.twin.out.m_write_enable;
        core->receive.in.s_write_mask = core->host.twin.out.m_write_mask;
        core->receive.in.s_write_info = core->host.twin.out.m_write_info;
    }
}

// Packets to be placed, and what comes back of them.
static void wire_placed(struct flownic_core *core)
{
    const struct fn_placement_path_out *placement = &core->placement.twin.out;
    struct fn_dma_in                   *dma = &core->dma.in;

    FN_CHANNEL(core->placement, m_place_command, core->dma, s_place_command, address);
    dma->s_place_command_skip = placement->m_place_command_skip;
    dma->s_place_command_length = placement->m_place_command_length;
    dma->s_place_command_index = placement->m_place_command_index;
    dma->s_place_command_last = placement->m_place_command_last;
    FN_STREAM(core->placement, m_place_axis, core->dma, s_place_axis);
    FN_CHANNEL(core->dma, m_end, core->placement, s_end, written);
    core->placement.in.s_done_valid = core->dma.twin.out.m_place_done_valid;
    core->placement.in.s_done_error = core->dma.twin.out.m_place_done_error;
    FN_HANDSHAKE(core->dma, m_report_slot, core->placement, s_slot);
    FN_CHANNEL(core->placement, m_report, core->dma, s_report, data);
    core->placement.in.m_acknowledge_ready = true;  // (270): of the transmit parser
}

static void wire_packets(struct flownic_core *core, const struct flownic_core_in *in)
{
    FN_ENTER_STREAM(in, s_axis, core->receive);
    FN_CHANNEL(core->receive, m_packet, core->placement, s_packet, record);
    FN_CHANNEL(core->receive, m_record, core->placement, s_record, data);
    FN_STREAM(core->receive, m_axis, core->placement, s_axis);
    FN_CHANNEL(core->placement, m_record, core->dma, s_record, data);
    FN_STREAM(core->placement, m_axis, core->dma, s_axis);
    wire_placed(core);
    FN_CHANNEL(core->dma, m_record, core->transmit, s_record, data);
    FN_STREAM(core->dma, m_axis, core->transmit, s_axis);
    core->transmit.in.m_axis_tready = in->m_axis_tready;
    FN_AXI_WRITE_INPUTS(core->dma.in, *in);
    FN_AXI_READ_INPUTS(core->dma.in, *in);
}

static void publish(struct flownic_core *core)
{
    core->out.s_axis_tready = core->receive.twin.out.s_axis_tready;
    FN_LEAVE_BYTES(core->out, m_axis, core->transmit);
    FN_AXI_WRITE_OUTPUTS(core->out, core->dma.twin.out);
    FN_AXI_READ_OUTPUTS(core->out, core->dma.twin.out);
    FN_AXIL_OUTPUTS(core->out, core->host.twin.out);
    core->out.irq = core->host.twin.out.irq;
    core->out.m_rx_enable = core->host.twin.out.m_rx_enable;
    core->out.m_frame_maximum = core->host.twin.out.m_frame_maximum;
}

void flownic_core_tick(struct flownic_core *core, const struct flownic_core_in *in)
{
    core->placement.in.rst = in->rst;
    core->receive.in.rst = core->dma.in.rst = core->transmit.in.rst = core->host.in.rst = in->rst;
    configure(core);
    wire_host(core, in);
    wire_packets(core, in);
    fn_receive_path_tick(&core->receive.twin, &core->receive.in);
    fn_placement_path_tick(&core->placement.twin, &core->placement.in);
    fn_dma_tick(&core->dma.twin, &core->dma.in);
    fn_transmit_path_tick(&core->transmit.twin, &core->transmit.in);
    fn_host_tick(&core->host.twin, &core->host.in);
    publish(core);
}
