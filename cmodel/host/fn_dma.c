// SPDX-License-Identifier: Apache-2.0
//
// fn_dma - see fn_dma.h

#include "host/fn_dma.h"

#define IN  struct fn_dma_in
#define OUT struct fn_dma_out

const struct fn_port fn_dma_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_buffer_size), FN_PORT(IN, s_split_offset),
    FN_PORT(IN, s_record_valid), FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record),
    FN_PORT(IN, s_axis_tvalid), FN_PORT(IN, s_axis_tdata), FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast), FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, s_place_command_valid), FN_PORT(IN, s_place_command_skip),
    FN_PORT(IN, s_place_command_length), FN_PORT(IN, s_place_command_address),
    FN_PORT(IN, s_place_command_index), FN_PORT(IN, s_place_command_last),
    FN_PORT(IN, s_place_axis_tvalid),
    FN_PORT(IN, s_place_axis_tdata), FN_PORT(IN, s_place_axis_tkeep),
    FN_PORT(IN, s_place_axis_tlast), FN_PORT(IN, s_place_axis_tuser), FN_PORT(IN, m_end_ready),
    FN_PORT(IN, m_report_slot_ready),
    FN_PORT(IN, s_report_valid), FN_PORT_RECORD(IN, s_report_data, &fn_report_record),
    FN_PORT(IN, m_drop_ready), FN_PORT(IN, s_buffer_ring_enable),
    FN_PORT(IN, s_buffer_ring_base), FN_PORT(IN, s_buffer_ring_size),
    FN_PORT(IN, s_buffer_low_water), FN_PORT(IN, s_buffer_ring_producer),
    FN_PORT(IN, m_axi_awready), FN_PORT(IN, m_axi_wready), FN_PORT(IN, m_axi_bvalid),
    FN_PORT(IN, m_axi_bid), FN_PORT(IN, m_axi_bresp), FN_PORT(IN, s_completion_ring_enable),
    FN_PORT(IN, s_completion_ring_base), FN_PORT(IN, s_completion_ring_size),
    FN_PORT(IN, s_completion_ring_consumer), FN_PORT(IN, m_delivery_ready),
    FN_PORT(IN, s_transmit_ring_enable), FN_PORT(IN, s_transmit_ring_base),
    FN_PORT(IN, s_transmit_ring_size), FN_PORT(IN, s_transmit_ring_producer),
    FN_PORT(IN, m_record_ready), FN_PORT(IN, m_axis_tready), FN_PORT(IN, m_outcome_ready),
    FN_PORT(IN, m_axi_arready), FN_PORT(IN, m_axi_rvalid), FN_PORT(IN, m_axi_rid),
    FN_PORT(IN, m_axi_rdata), FN_PORT(IN, m_axi_rresp), FN_PORT(IN, m_axi_rlast),
    FN_PORT(IN, s_channel_index), { 0 }
};

const struct fn_port fn_dma_outputs[] = {
    FN_PORT(OUT, s_record_ready), FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, s_place_command_ready), FN_PORT(OUT, s_place_axis_tready),
    FN_PORT(OUT, m_end_valid), FN_PORT(OUT, m_end_written), FN_PORT(OUT, m_place_done_valid),
    FN_PORT(OUT, m_place_done_error), FN_PORT(OUT, m_report_slot_valid),
    FN_PORT(OUT, s_report_ready), FN_PORT(OUT, m_drop_valid),
    FN_PORT(OUT, m_drop_reason), FN_PORT(OUT, m_buffer_ring_consumer),
    FN_PORT(OUT, m_low_water_event), FN_PORT(OUT, m_axi_awvalid), FN_PORT(OUT, m_axi_awid),
    FN_PORT(OUT, m_axi_awaddr), FN_PORT(OUT, m_axi_awlen), FN_PORT(OUT, m_axi_awsize),
    FN_PORT(OUT, m_axi_awburst), FN_PORT(OUT, m_axi_awlock), FN_PORT(OUT, m_axi_awcache),
    FN_PORT(OUT, m_axi_awprot), FN_PORT(OUT, m_axi_wvalid), FN_PORT(OUT, m_axi_wdata),
    FN_PORT(OUT, m_axi_wstrb), FN_PORT(OUT, m_axi_wlast), FN_PORT(OUT, m_axi_bready),
    FN_PORT(OUT, m_completion_ring_producer), FN_PORT(OUT, m_delivery_valid),
    FN_PORT(OUT, m_delivery_reason), FN_PORT(OUT, m_completion_event),
    FN_PORT(OUT, m_transmit_ring_consumer), FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_transmit_record_record), FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata), FN_PORT(OUT, m_axis_tkeep), FN_PORT(OUT, m_axis_tlast),
    FN_PORT(OUT, m_axis_tuser), FN_PORT(OUT, m_outcome_valid), FN_PORT(OUT, m_outcome_reason),
    FN_PORT(OUT, m_axi_arvalid), FN_PORT(OUT, m_axi_arid), FN_PORT(OUT, m_axi_araddr),
    FN_PORT(OUT, m_axi_arlen), FN_PORT(OUT, m_axi_arsize), FN_PORT(OUT, m_axi_arburst),
    FN_PORT(OUT, m_axi_arlock), FN_PORT(OUT, m_axi_arcache), FN_PORT(OUT, m_axi_arprot),
    FN_PORT(OUT, m_axi_rready), FN_PORT(OUT, m_bus_error_event),
    FN_PORT(OUT, m_channel_in_flight), FN_PORT(OUT, m_channel_state),
    FN_PORT(OUT, m_channel_owned), FN_PORT(OUT, m_channel_shared), FN_PORT(OUT, m_channel_flow),
    { 0 }
};

void fn_dma_reset(struct fn_dma *dma, unsigned data_bits)
{
    fn_dma_receive_reset(&dma->receive.twin);
    fn_dma_ring_reset(&dma->ring.twin, data_bits);
    fn_dma_place_reset(&dma->place.twin);
    fn_dma_merge_reset(&dma->merge.twin);
    fn_dma_channels_reset(&dma->channels.twin);
    fn_dma_write_reset(&dma->write.twin, data_bits);
    fn_dma_completion_reset(&dma->completion.twin, data_bits);
    fn_dma_transmit_reset(&dma->transmit.twin, data_bits);
    fn_dma_read_reset(&dma->read.twin, data_bits);
    dma->out.m_bus_error_event = dma->holds = false;
}

static void configure(struct fn_dma *dma, const struct fn_dma_in *in)
{
    dma->receive.in.rst = dma->ring.in.rst = dma->write.in.rst = in->rst;
    dma->place.in.rst = dma->merge.in.rst = dma->channels.in.rst = in->rst;
    dma->completion.in.rst = dma->transmit.in.rst = dma->read.in.rst = in->rst;
    dma->receive.in.s_buffer_size = in->s_buffer_size;
    dma->receive.in.s_split_offset = in->s_split_offset;
    dma->receive.in.s_buffer_enable = in->s_buffer_ring_enable;
    dma->receive.in.s_slot_enable = in->s_completion_ring_enable;
    dma->ring.in.s_enable = in->s_buffer_ring_enable;
    dma->ring.in.s_ring_base = in->s_buffer_ring_base;
    dma->ring.in.s_ring_size = in->s_buffer_ring_size;
    dma->ring.in.s_low_water = in->s_buffer_low_water;
    dma->ring.in.s_producer = in->s_buffer_ring_producer;
    dma->completion.in.s_enable = in->s_completion_ring_enable;
    dma->completion.in.s_ring_base = in->s_completion_ring_base;
    dma->completion.in.s_ring_size = in->s_completion_ring_size;
    dma->completion.in.s_consumer = in->s_completion_ring_consumer;
    dma->transmit.in.s_enable = in->s_transmit_ring_enable;
    dma->transmit.in.s_ring_base = in->s_transmit_ring_base;
    dma->transmit.in.s_ring_size = in->s_transmit_ring_size;
    dma->transmit.in.s_producer = in->s_transmit_ring_producer;
}

// Received packets, from the verdict to memory.
static void wire_receive(struct fn_dma *dma, const struct fn_dma_in *in)
{
    FN_ENTER(in, s_record, dma->receive, s_record, data);
    FN_ENTER_STREAM(in, s_axis, dma->receive);
    FN_CHANNEL(dma->ring, m_buffer, dma->receive, s_buffer, address);
    dma->receive.in.s_buffers_low = dma->ring.twin.out.m_buffers_low;
    FN_HANDSHAKE(dma->completion, m_receive_slot, dma->receive, s_slot);
    FN_CHANNEL(dma->receive, m_command, dma->merge, s_stack_command, address);
    FN_STREAM(dma->receive, m_axis, dma->merge, s_stack_axis);
    dma->receive.in.m_completion_ready = !dma->holds;
    dma->completion.in.s_receive_valid = dma->holds;
    if (dma->holds) {
        dma->completion.in.s_receive_data = dma->held;
        dma->completion.in.s_receive_discard = dma->held_discard;
    }
    dma->receive.in.m_drop_ready = in->m_drop_ready;

    dma->completion.in.s_done_valid = dma->write.twin.out.m_stack_done_valid;
    dma->completion.in.s_done_error = dma->write.twin.out.m_stack_done_error;
    dma->completion.in.s_record_done_valid = dma->write.twin.out.m_record_done_valid;
    dma->completion.in.s_record_done_error = dma->write.twin.out.m_record_done_error;
    FN_CHANNEL(dma->completion, m_record, dma->write, s_record, address);
    FN_STREAM_WORDS(dma->completion, m_record_axis, dma->write, s_record_axis);
    dma->completion.in.m_delivery_ready = in->m_delivery_ready;
    FN_AXI_WRITE_INPUTS(dma->write.in, *in);
}

// Packets to be placed, and what both kinds share.
static void wire_place(struct fn_dma *dma, const struct fn_dma_in *in)
{
    struct fn_dma_place_in *place = &dma->place.in;

    FN_ENTER(in, s_place_command, dma->place, s_command, address);
    place->s_command_skip = in->s_place_command_skip;
    place->s_command_length = in->s_place_command_length;
    place->s_command_index = in->s_place_command_index;
    place->s_command_last = in->s_place_command_last;
    place->s_axis_tvalid = in->s_place_axis_tvalid;
    place->s_axis_tdata = in->s_place_axis_tdata;
    place->s_axis_tkeep = in->s_place_axis_tkeep;
    place->s_axis_tlast = in->s_place_axis_tlast;
    place->s_axis_tuser = in->s_place_axis_tuser;
    place->m_end_ready = in->m_end_ready;
    FN_CHANNEL(dma->place, m_command, dma->merge, s_place_command, address);
    FN_STREAM(dma->place, m_axis, dma->merge, s_place_axis);
    FN_CHANNEL(dma->merge, m_command, dma->write, s_command, address);
    FN_STREAM(dma->merge, m_axis, dma->write, s_axis);
    dma->merge.in.s_place_command_index = dma->place.twin.out.m_command_index;
    dma->channels.in.s_packet_valid = dma->merge.twin.out.m_command_valid
                                   && dma->merge.twin.out.m_command_first
                                   && dma->write.twin.out.s_command_ready;
    dma->channels.in.s_packet_place = dma->merge.twin.out.m_command_place;
    dma->channels.in.s_packet_index = dma->merge.twin.out.m_command_index;
    dma->channels.in.s_done_valid = dma->write.twin.out.m_place_done_valid;
    dma->write.in.s_piece_channel = dma->channels.twin.out.m_packet_channel;
    dma->channels.in.s_channel_index = dma->write.in.s_channel_index = in->s_channel_index;
    dma->completion.in.m_report_slot_ready = in->m_report_slot_ready;
    FN_ENTER(in, s_report, dma->completion, s_report, data);
}

// A reader and its client of fn_dma_read.
#define READS(client, m_read, s_axis, s_read, m_axis)                             \
    do {                                                                          \
        FN_CHANNEL(client, m_read, dma->read, s_read, address);                   \
        dma->read.in.s_read##_length = (client).twin.out.m_read##_length;         \
        FN_STREAM_WORDS(dma->read, m_axis, client, s_axis);                       \
        FN_WIRE((client).in, s_axis##_tuser, dma->read.twin.out, m_axis##_tuser); \
    } while (0)

static void wire_reads(struct fn_dma *dma, const struct fn_dma_in *in)
{
    READS(dma->ring, m_read, s_read_axis, s_buffer, m_buffer_axis);
    READS(dma->transmit, m_descriptor, s_descriptor_axis, s_descriptor, m_descriptor_axis);
    READS(dma->transmit, m_data, s_data_axis, s_data, m_data_axis);
    FN_AXI_READ_INPUTS(dma->read.in, *in);
}

static void wire_transmit(struct fn_dma *dma, const struct fn_dma_in *in)
{
    FN_HANDSHAKE(dma->completion, m_request_slot, dma->ring, s_slot);
    FN_CHANNEL(dma->ring, m_request, dma->completion, s_request, data);
    FN_HANDSHAKE(dma->completion, m_transmit_slot, dma->transmit, s_slot);
    dma->transmit.in.s_slot_valid |= !in->s_completion_ring_enable;
    FN_CHANNEL(dma->transmit, m_completion, dma->completion, s_transmit, data);
    dma->transmit.in.m_record_ready = in->m_record_ready;
    dma->transmit.in.m_axis_tready = in->m_axis_tready;
    dma->transmit.in.m_outcome_ready = in->m_outcome_ready;
}

// The completion between fn_dma_receive and fn_dma_completion, from their outputs.
static void hold_completion(struct fn_dma *dma, bool rst)
{
    const struct fn_dma_receive_out *receive = &dma->receive.twin.out;

    if (dma->holds) {
        dma->holds = !dma->completion.twin.out.s_receive_ready;
    } else if (receive->m_completion_valid) {
        dma->holds = true;
        dma->held = receive->m_completion_data;
        dma->held_discard = receive->m_completion_discard;
    }
    dma->holds &= !rst;
}

static void publish(struct fn_dma *dma)
{
    const struct fn_dma_transmit_out *transmit = &dma->transmit.twin.out;

    dma->out.s_record_ready = dma->receive.twin.out.s_record_ready;
    dma->out.s_axis_tready = dma->receive.twin.out.s_axis_tready;
    dma->out.s_place_command_ready = dma->place.twin.out.s_command_ready;
    dma->out.s_place_axis_tready = dma->place.twin.out.s_axis_tready;
    dma->out.m_end_valid = dma->place.twin.out.m_end_valid;
    dma->out.m_end_written = dma->place.twin.out.m_end_written;
    dma->out.m_place_done_valid = dma->write.twin.out.m_place_done_valid;
    dma->out.m_place_done_error = dma->write.twin.out.m_place_done_error;
    dma->out.m_channel_in_flight = dma->write.twin.out.m_channel_in_flight;
    dma->out.m_channel_state = dma->write.twin.out.m_channel_state;
    dma->out.m_channel_owned = dma->channels.twin.out.m_channel_owned;
    dma->out.m_channel_shared = dma->channels.twin.out.m_channel_shared;
    dma->out.m_channel_flow = dma->channels.twin.out.m_channel_flow;
    dma->out.m_report_slot_valid = dma->completion.twin.out.m_report_slot_valid;
    dma->out.s_report_ready = dma->completion.twin.out.s_report_ready;
    dma->out.m_drop_valid = dma->receive.twin.out.m_drop_valid;
    dma->out.m_drop_reason = dma->receive.twin.out.m_drop_reason;
    dma->out.m_buffer_ring_consumer = dma->ring.twin.out.m_consumer;
    dma->out.m_low_water_event = dma->ring.twin.out.m_low_water_event;
    dma->out.m_completion_ring_producer = dma->completion.twin.out.m_producer;
    dma->out.m_delivery_valid = dma->completion.twin.out.m_delivery_valid;
    dma->out.m_delivery_reason = dma->completion.twin.out.m_delivery_reason;
    dma->out.m_completion_event = dma->completion.twin.out.m_completion_event;
    dma->out.m_transmit_ring_consumer = transmit->m_consumer;
    dma->out.m_record_valid = transmit->m_record_valid;
    dma->out.m_record_data = transmit->m_record_data;
    FN_LEAVE_STREAM(dma->out, m_axis, dma->transmit);
    dma->out.m_outcome_valid = transmit->m_outcome_valid;
    dma->out.m_outcome_reason = transmit->m_outcome_reason;
    FN_AXI_WRITE_OUTPUTS(dma->out, dma->write.twin.out);
    FN_AXI_READ_OUTPUTS(dma->out, dma->read.twin.out);
}

void fn_dma_tick(struct fn_dma *dma, const struct fn_dma_in *in)
{
    configure(dma, in);
    wire_receive(dma, in);
    wire_place(dma, in);
    wire_reads(dma, in);
    wire_transmit(dma, in);
    hold_completion(dma, in->rst);
    dma->out.m_bus_error_event = !in->rst && (dma->ring.twin.out.m_bus_error_event
                                              || dma->completion.twin.out.m_bus_error_event
                                              || dma->transmit.twin.out.m_bus_error_event);
    fn_dma_receive_tick(&dma->receive.twin, &dma->receive.in);
    fn_dma_ring_tick(&dma->ring.twin, &dma->ring.in);
    fn_dma_place_tick(&dma->place.twin, &dma->place.in);
    fn_dma_merge_tick(&dma->merge.twin, &dma->merge.in);
    fn_dma_channels_tick(&dma->channels.twin, &dma->channels.in);
    fn_dma_write_tick(&dma->write.twin, &dma->write.in);
    fn_dma_completion_tick(&dma->completion.twin, &dma->completion.in);
    fn_dma_transmit_tick(&dma->transmit.twin, &dma->transmit.in);
    fn_dma_read_tick(&dma->read.twin, &dma->read.in);
    publish(dma);
}
