// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_maker - see fn_packet_maker.h

#include "wire/fn_packet_maker.h"

#include <string.h>

#include "wire/fn_packet_datagram.h"

enum {
    IPV4 = FN_MAKER_IPV4, IPV6 = FN_MAKER_IPV6, MAX_LLC_PAYLOAD = 1000,
    MAX_PAYLOAD = FN_PACKET_MAKER_BYTES - 600
};

// ---- Ethernet ----

static void put_addresses(struct fn_maker_packet *packet)
{
    static const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };
    static const uint8_t multicast[6] = { 0x33, 0x33, 0, 0, 0, 0 };
    const unsigned kind = fn_maker_below(packet, 8);

    fn_maker_put(packet, kind == 0 ? broadcast : kind == 1 ? multicast : packet->maker->address, 6);
    if (kind <= 2)
        packet->bytes[fn_maker_below(packet, 6)] ^= (uint8_t)(fn_maker_below(packet, 4) << 1);
    fn_maker_put8(packet, 2);
    fn_maker_put_random(packet, 5);
}

// Gives the EtherType, 0 for LLC that is not SNAP.
static unsigned put_type(struct fn_maker_packet *packet)
{
    static const uint16_t tags[] = { 0x8100, 0x8100, 0x88a8, 0x9100 };
    static const uint16_t types[] = { 0x0806, 0x88f7, 0x0600, 0xffff, 0x8847 };
    const unsigned kind = fn_maker_below(packet, 16);
    const unsigned type = kind < 2 ? types[fn_maker_below(packet, 5)] : kind % 2 ? 0x0800 : 0x86dd;
    const bool is_llc = fn_maker_below(packet, 12) == 0, is_tagged = fn_maker_below(packet, 4) == 0;

    for (unsigned t = is_tagged ? 1 + fn_maker_below(packet, 2) : 0; t > 0; t--) {
        fn_maker_put16(packet, tags[fn_maker_below(packet, 4)]);
        if (packet->maker->salt != 0 && fn_maker_below(packet, 2))
            fn_maker_put16(packet, fn_packet_maker_vlan(packet->maker->salt));
        else
            fn_maker_put_random(packet, 2);
    }
    if (!is_llc) {
        fn_maker_put16(packet, type);
        return type;
    }
    fn_maker_note_length(packet, 2);
    fn_maker_put16(packet, 0);
    packet->llc = packet->at;
    packet->max_payload = MAX_LLC_PAYLOAD;
    if (fn_maker_below(packet, 4) == 0) {  // spanning tree
        fn_maker_put32(packet, 0x42420300);
        return 0;
    }
    fn_maker_put32(packet, 0xaaaa0300);
    fn_maker_put16(packet, 0);
    fn_maker_put16(packet, type);
    return type;
}

static void choose_flow(struct fn_maker_packet *packet, uint8_t ip_version)
{
    const unsigned num_flows = packet->maker->num_flows;
    struct fn_packet_flow *flow = &packet->flow;

    const unsigned pairs = num_flows < 2 ? 1 : num_flows / 2;
    const unsigned index = 2 * fn_maker_below(packet, pairs) + ip_version - 1;
    *flow = fn_packet_maker_flow(packet->maker->salt, index);
    if (index >= num_flows || fn_maker_below(packet, 4) == 0) {
        *flow = fn_packet_maker_flow(packet->maker->salt,
                                     2 * fn_maker_below(packet, 128) + ip_version - 1);
        flow->source_address.byte[3] = (uint8_t)fn_maker_below(packet, 256);
        flow->source_port = (uint16_t)fn_maker_below(packet, 65536);
        flow->spi = 256 + fn_maker_below(packet, 1 << 30);
    }
}

// ---- Damage ----

static bool happens(struct fn_maker_packet *packet, unsigned of_1024)
{
    return fn_maker_below(packet, 1024) < of_1024;
}

static bool damage(struct fn_maker_packet *packet)
{
    struct fn_packet_maker *maker = packet->maker;
    uint8_t *bytes = packet->bytes;
    const bool is_corrupt = happens(packet, maker->corrupt), is_cut = happens(packet, maker->cut);
    const bool is_wrong = packet->num_length_fields > 0 && happens(packet, maker->wrong_length);
    const bool is_sum = packet->ip != 0 && happens(packet, maker->wrong_checksum);

    if (is_wrong) {
        const unsigned f = fn_maker_below(packet, packet->num_length_fields);
        uint8_t *field = bytes + packet->length_fields[f];
        *field = (uint8_t)(fn_maker_below(packet, 2) ? *field + (fn_maker_below(packet, 2) ? 1 : -1)
                                            : *field ^ 1 << fn_maker_below(packet, 8));
        if (packet->ip != 0 && packet->flow.ip_version == IPV4 && fn_maker_below(packet, 2))
            fn_maker_checksum_ipv4(packet);
    }
    if (is_corrupt) {
        const size_t headers = (packet->l4 != 0 ? packet->l4 : packet->at) + 24;
        bytes[fn_maker_below(packet, (unsigned)(headers < packet->at ? headers : packet->at))]
            ^= (uint8_t)(1 + fn_maker_below(packet, 255));
    }
    if (is_sum) {
        const size_t header = packet->flow.ip_version == IPV4 ? packet->ip + 10 : packet->l4;
        const size_t place = fn_maker_below(packet, 2) ? header : packet->at - 1;
        bytes[place] ^= (uint8_t)(1 << fn_maker_below(packet, 8));
    }
    if (is_cut) {
        const size_t most = packet->at < 100 || fn_maker_below(packet, 4) == 0 ? packet->at : 100;
        packet->at = 1 + fn_maker_below(packet, (unsigned)most);
    }
    return is_wrong || is_corrupt || is_sum || is_cut;
}

// ---- Interface ----

void fn_packet_maker_open(struct fn_packet_maker *maker, uint64_t seed)
{
    *maker = (struct fn_packet_maker){
        .random = (seed + 1) * 0x9e3779b97f4a7c15u, .address = { 2, 0, 0, 0, 0, 0x0b },
        .num_flows = 8, .longest_payload = 256, .longest_option = 2, .pad = true
    };
    if (maker->random == 0)
        maker->random = 1;
}

static void add_salt(struct fn_packet_flow *flow, uint64_t salt, unsigned index)
{
    const unsigned bytes = flow->ip_version == IPV4 ? 4 : 16;
    uint64_t random = salt + index;

    for (unsigned b = 1; b < bytes; b++) {  // the first one stays: that of a unicast address
        random = random * 6364136223846793005u + 1442695040888963407u;
        flow->source_address.byte[b] ^= (uint8_t)(random >> 40);
        flow->destination_address.byte[b] ^= (uint8_t)(random >> 48);
    }
    random = random * 6364136223846793005u + 1442695040888963407u;
    flow->source_port ^= (uint16_t)(random >> 16 & 0xfff0);
    flow->destination_port ^= (uint16_t)(random >> 32 & 0xfff0);
    flow->spi ^= (uint32_t)(random >> 32) << 4;
}

struct fn_packet_flow fn_packet_maker_flow(uint64_t salt, unsigned index)
{
    const uint8_t host = (uint8_t)(1 + index / 2 % 4);
    struct fn_packet_flow flow = {
        .ip_version = index % 2 == 0 ? IPV4 : IPV6,
        .source_port = (uint16_t)(40000 + index), .destination_port = (uint16_t)(5001 + index / 2),
        .spi = 0x1000 + index
    };
    if (flow.ip_version == IPV4) {
        memcpy(flow.source_address.byte, (uint8_t[]){ 10, 0, 1, host }, 4);
        memcpy(flow.destination_address.byte, (uint8_t[]){ 10, 0, 0, 2 }, 4);
    } else {
        flow.source_address.byte[0] = flow.destination_address.byte[0] = 0xfd;
        flow.source_address.byte[14] = 1;
        flow.source_address.byte[15] = host;
        flow.destination_address.byte[15] = 2;
    }
    if (salt != 0)
        add_salt(&flow, salt, index);
    return flow;
}

unsigned fn_packet_maker_vlan(uint64_t salt)
{
    return salt >> 40 & 0xfff;
}

size_t fn_packet_maker_next(struct fn_packet_maker *maker, uint8_t *bytes)
{
    struct fn_maker_packet packet = { .maker = maker, .bytes = bytes, .max_payload = MAX_PAYLOAD };

    put_addresses(&packet);
    const unsigned type = put_type(&packet);
    const bool is_ip = type == 0x0800 || type == 0x86dd;
    if (is_ip) {
        choose_flow(&packet, type == 0x0800 ? IPV4 : IPV6);
        fn_maker_put_datagram(&packet);
    } else {
        fn_maker_put_random(&packet, 28 + fn_maker_payload_length(&packet));
    }
    if (packet.llc != 0)
        fn_maker_patch16(&packet, packet.llc - 2, (unsigned)(packet.at - packet.llc));
    const size_t whole = packet.at;
    maker->is_damaged = damage(&packet);
    if (maker->pad && packet.at < 60 && (packet.at == whole || fn_maker_below(&packet, 2)))
        fn_maker_put_zeros(&packet, 60 - packet.at);
    return packet.at;
}
