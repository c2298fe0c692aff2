// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_transmit - raw packets, one descriptor a fragment

#include "fn_driver_access.h"

enum { IPV4_HEADER = 20, TCP_HEADER = 20, UDP_HEADER = 8 };

struct record_bits { FN_DESCRIPTOR_FIELDS(FN_CHARS_OF) };

struct record { FN_DESCRIPTOR_FIELDS(FN_RECORD_MEMBER_OF) };

_Static_assert(sizeof(struct record_bits) == 8 * FN_DESCRIPTOR_BYTES, "records fill their place");

static unsigned packet_length(const struct fn_packet *packet)
{
    unsigned total = 0;
    for (unsigned f = 0; f < packet->num_fragments; f++) {
        const struct fn_fragment *const fragment = &packet->fragments[f];
        if (fragment->data == NULL || fragment->length == 0 || total > FN_MAX_SEND_BYTES)
            return 0;
        total += fragment->length;
    }
    return total;
}

static bool are_checksums_possible(const struct fn_packet *packet, unsigned total)
{
    const bool l4 = packet->tcp_checksum || packet->udp_checksum;
    const unsigned l4_header = packet->tcp_checksum ? TCP_HEADER : UDP_HEADER;

    if (packet->ip_version > FN_IPV6 || (packet->tcp_checksum && packet->udp_checksum))
        return false;
    if (packet->ipv4_checksum && (packet->ip_version != FN_IPV4
                                  || packet->ip_offset + (unsigned)IPV4_HEADER > total))
        return false;
    return !l4 || (packet->ip_version != FN_IP_NONE && packet->l4_length >= l4_header
                   && packet->l4_offset >= packet->ip_offset + (unsigned)IPV4_HEADER
                   && (unsigned)packet->l4_offset + packet->l4_length <= total);
}

static void write_descriptor(const struct fn_device *device, unsigned count,
                             const struct record *record)
{
    const struct fn_config *const config = &device->config;
    uint8_t bytes[FN_DESCRIPTOR_BYTES] = { 0 };
    volatile uint8_t *const place =
        (volatile uint8_t *)config->transmit_ring
        + (size_t)FN_DESCRIPTOR_BYTES * (count & ((1u << config->transmit_ring_size) - 1));

#define PUT(name, bits, type) \
    fn_put_bits(bytes, offsetof(struct record_bits, name), bits, record->name);
    FN_DESCRIPTOR_FIELDS(PUT)
    for (unsigned b = 0; b < FN_DESCRIPTOR_BYTES; b++)
        place[b] = bytes[b];
}

static void write_packet(struct fn_device *device, const struct fn_packet *packet)
{
    const struct fn_hal *const hal = device->config.hal;
    struct record record = {
        .ip_offset = packet->ip_offset, .l4_offset = packet->l4_offset,
        .l4_length = packet->l4_length, .cookie = packet->cookie,
        .ipv4_checksum = packet->ipv4_checksum, .tcp_checksum = packet->tcp_checksum,
        .udp_checksum = packet->udp_checksum, .ip_version = packet->ip_version
    };
    for (unsigned f = 0; f < packet->num_fragments; f++) {
        record.address = hal->bus_address(hal->context, packet->fragments[f].data);
        record.length = packet->fragments[f].length;
        record.begin = f == 0;
        record.end = f + 1 == packet->num_fragments;
        record.complete = record.end && packet->complete;
        write_descriptor(device, device->transmit_producer++, &record);
    }
}

static unsigned used_entries(struct fn_device *device)
{
    device->transmit_consumer = (uint16_t)fn_read_register(device, FN_REG_TRANSMIT_RING_CONSUMER);
    return (uint16_t)(device->transmit_producer - device->transmit_consumer);
}

enum fn_status fn_send(struct fn_device *device, const struct fn_packet *packet)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    const struct fn_hal *const hal = device->config.hal;
    const unsigned entries = 1u << device->config.transmit_ring_size;
    if (packet == NULL || packet->fragments == NULL || packet->num_fragments == 0
            || packet->num_fragments > entries)
        return FN_ARGUMENT;
    const unsigned total = packet_length(packet);
    if (total < FN_MIN_SEND_BYTES || total > FN_MAX_SEND_BYTES
            || !are_checksums_possible(packet, total))
        return FN_ARGUMENT;
    if (entries - (uint16_t)(device->transmit_producer - device->transmit_consumer)
                < packet->num_fragments
            && entries - used_entries(device) < packet->num_fragments)
        return FN_FULL;

    write_packet(device, packet);
    hal->barrier(hal->context);
    fn_write_register(device, FN_REG_TRANSMIT_RING_PRODUCER, device->transmit_producer);
    return FN_OK;
}

enum fn_status fn_sending(struct fn_device *device, unsigned *num_descriptors)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (num_descriptors == NULL)
        return FN_ARGUMENT;
    *num_descriptors = used_entries(device);
    return FN_OK;
}
