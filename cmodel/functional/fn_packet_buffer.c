// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_buffer - see fn_packet_buffer.h

#include "functional/fn_packet_buffer.h"

unsigned fn_packet_split(const struct fn_packet_record *record, unsigned buffer_size,
                         unsigned split_offset)
{
    const unsigned header = record->payload_offset;
    const bool is_wanted = record->hit && record->split && record->payload_length > 0;
    const bool fits = header <= split_offset
                   && split_offset + record->payload_length <= buffer_size;
    return is_wanted && fits ? header : 0;
}

uint8_t fn_packet_state(const struct fn_packet_record *record, bool buffers_low)
{
    if (!record->hit)
        return FN_STATE_IDLE;
    return record->state == FN_STATE_MONITOR && buffers_low ? FN_STATE_GET_NEXT_BUFF1
                                                            : record->state;
}

struct fn_completion fn_packet_completion(const struct fn_packet_record *record,
                                          struct fn_packet_status status, uint64_t buffer,
                                          unsigned frame_length, unsigned split_offset)
{
    return (struct fn_completion){
        .buffer = buffer,
        .timestamp = record->timestamp,
        .handle = record->handle,
        .frame_length = (uint16_t)frame_length,
        .payload_offset = record->payload_offset,
        .payload_length = record->payload_length,
        .split_offset = (uint16_t)split_offset,
        .l4_offset = record->l4_offset,
        .ip_offset = record->ip_offset,
        .protocol = record->protocol,
        .vlan_tci = record->vlan_tci,
        .vlan_inner_tci = record->vlan_inner_tci,
        .ethertype = record->ethertype,
        .source_port = record->source_port,
        .destination_port = record->destination_port,
        .window = record->window,
        .sequence = record->sequence,
        .acknowledgment = record->acknowledgment,
        .spi = record->spi,
        .reason = status.reason,
        .ip_checksum = status.ip_checksum,
        .l4_checksum = status.l4_checksum,
        .ip_version = record->ip_version,
        .vlan_count = record->vlan_count,
        .mac_class = record->mac_class,
        .tcp_flags = record->tcp_flags,
        .security = record->security,
        .fragment = record->fragment,
        .ip_options = record->ip_options,
        .rtp = record->rtp,
        .udp_encapsulation = record->udp_encapsulation,
        .hit = record->hit,
        .split = split_offset != 0,
        .state = fn_packet_state(record, false),
        .flow_index = record->flow_index,
        .sync = record->sync,
        .epoch = record->epoch,
        .kind = FN_KIND_PACKET,
    };
}
