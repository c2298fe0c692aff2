// SPDX-License-Identifier: Apache-2.0
//
// fn_gather - see fn_gather.h

#include "functional/fn_gather.h"

static void begin(struct fn_gather *packet, const struct fn_descriptor *d)
{
    *packet = (struct fn_gather){
        .inside = true, .cookie = d->cookie,
        .record = { d->ip_offset, d->l4_offset, d->l4_length, d->ipv4_checksum, d->tcp_checksum,
                    d->udp_checksum, d->ip_version }
    };
}

struct fn_gather_step fn_gather_step(struct fn_gather *packet,
                                     const struct fn_descriptor *descriptor, bool error)
{
    const unsigned length = packet->length + descriptor->length;
    const bool is_misplaced = descriptor->begin == packet->inside;
    struct fn_gather_step step = { .end = descriptor->end || error };

    if (!packet->inside)
        begin(packet, descriptor);
    if (error)
        packet->reason = FN_REASON_BUS_ERROR;
    else if (packet->reason == FN_REASON_DELIVERED
             && (is_misplaced || descriptor->length == 0 || length > FN_GATHER_MAXIMUM
                 || (step.end && length < FN_GATHER_MINIMUM)))
        packet->reason = FN_REASON_DESCRIPTOR;
    step.read = packet->reason == FN_REASON_DELIVERED;
    step.first = step.read && !packet->leaves;
    step.complete = descriptor->complete && !error;
    if (step.read) {
        packet->leaves = true;
        packet->length = (uint16_t)length;
    }
    step.packet = *packet;
    if (step.end)
        *packet = (struct fn_gather){ 0 };
    return step;
}

bool fn_gather_packet(struct fn_gather_packet *packet, fn_gather_read *read, uint64_t ring_base,
                      unsigned ring_size, uint16_t consumer, uint16_t producer)
{
    struct fn_gather gather = { 0 };
    bool bus_error = false;

    packet->last.end = false;
    while (!packet->last.end && consumer != producer) {
        uint8_t bytes[FN_GATHER_DESCRIPTOR] = { 0 };
        struct fn_descriptor descriptor;
        const uint64_t index = consumer++ & ((1u << ring_size) - 1);
        const unsigned before = gather.length;
        const bool error = !read(ring_base + FN_GATHER_DESCRIPTOR * index, sizeof bytes, bytes);
        fn_record_unpack(&fn_descriptor_record, bytes, &descriptor);
        packet->last = fn_gather_step(&gather, &descriptor, error);
        if (packet->last.read)
            bus_error |= !read(descriptor.address, descriptor.length, packet->bytes + before);
    }
    if (bus_error)
        packet->last.packet.reason = FN_REASON_BUS_ERROR;
    packet->consumer = consumer;
    return packet->last.end;
}
