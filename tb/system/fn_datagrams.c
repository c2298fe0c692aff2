// SPDX-License-Identifier: Apache-2.0
//
// fn_datagrams - see fn_datagrams.h

#include "system/fn_datagrams.h"

#include <string.h>

#include "functional/fn_insert_checksum.h"
#include "wire/fn_stream.h"

enum {
    IP = 14, IPV4 = 20, IPV6 = 40, UDP_HEADER = 8, PROTOCOL_UDP = 17, MIN_FRAME = 60,
    RTP_HEADER = 12, RTP_VERSION = 0x80, RTP_TIMESTAMP = 4, INDEX = 4,
    LONGEST = 1400, TOO_LONG_ONE_IN = 40, BYTES_OF_INDEX = 2048
};

static void store16(uint8_t *to, unsigned value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static void store32(uint8_t *to, uint32_t value)
{
    store16(to, value >> 16);
    store16(to + 2, value & 0xffff);
}

static uint32_t load32(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

bool fn_datagrams_open(struct fn_datagrams *datagrams, const struct fn_flow *flow,
                       const uint8_t *mac, unsigned slot_bytes, uint16_t first)
{
    const unsigned needed = FN_MATCH_SOURCE_ADDRESS | FN_MATCH_DESTINATION_ADDRESS
                          | FN_MATCH_SOURCE_PORT | FN_MATCH_DESTINATION_PORT
                          | (slot_bytes ? FN_MATCH_RTP | FN_MATCH_SPI : 0);
    uint8_t *ip = datagrams->headers + IP;

    *datagrams = (struct fn_datagrams){
        .is_ipv6 = flow->ip_version == FN_IPV6, .slot_bytes = slot_bytes, .ssrc = flow->spi,
        .first = first, .seed = fn_stream_seed(flow->source_port, flow->destination_port)
    };
    datagrams->ip_length = datagrams->is_ipv6 ? IPV6 : IPV4;
    memcpy(datagrams->headers, mac, FN_MAC_BYTES);
    datagrams->headers[6] = 2, datagrams->headers[11] = 0x0a;
    store16(ip - 2, datagrams->is_ipv6 ? 0x86dd : 0x0800);
    if (datagrams->is_ipv6) {
        ip[0] = 0x60, ip[6] = PROTOCOL_UDP, ip[7] = 64;
        memcpy(ip + 8, flow->source_address, 16);
        memcpy(ip + 24, flow->destination_address, 16);
    } else {
        ip[0] = 0x45, ip[8] = 64, ip[9] = PROTOCOL_UDP;
        memcpy(ip + 12, flow->source_address, 4);
        memcpy(ip + 16, flow->destination_address, 4);
    }
    store16(ip + datagrams->ip_length, flow->source_port);
    store16(ip + datagrams->ip_length + 2, flow->destination_port);
    return (flow->match & needed) == needed && flow->protocol == PROTOCOL_UDP;
}

// Behind the UDP header.
static size_t payload_of(const struct fn_datagrams *datagrams, uint32_t index, uint8_t *payload)
{
    const uint64_t dice = fn_stream_word(~datagrams->seed, index) >> 8;
    const bool is_rtp = datagrams->slot_bytes != 0;
    const unsigned header = is_rtp ? RTP_HEADER : INDEX;
    const unsigned room = datagrams->slot_bytes - UDP_HEADER;
    const unsigned most = is_rtp && room < LONGEST && dice % TOO_LONG_ONE_IN != 0 ? room : LONGEST;
    const size_t length = header + (dice >> 16) % (most - header + 1);

    fn_stream_bytes(datagrams->seed, (uint64_t)index * BYTES_OF_INDEX, payload, length);
    store32(payload + (is_rtp ? RTP_TIMESTAMP : 0), index);
    if (is_rtp) {
        payload[0] = RTP_VERSION;
        payload[1] = 96;
        store16(payload + 2, (datagrams->first + index) & 0xffff);
        store32(payload + RTP_TIMESTAMP + 4, datagrams->ssrc);
    }
    return length;
}

size_t fn_datagrams_write(const struct fn_datagrams *datagrams, uint32_t index, uint8_t *frame)
{
    const unsigned udp = IP + datagrams->ip_length;
    uint8_t *ip = frame + IP;

    memset(frame, 0, MIN_FRAME);
    memcpy(frame, datagrams->headers, udp + UDP_HEADER);
    const unsigned l4_length = UDP_HEADER
                             + (unsigned)payload_of(datagrams, index, frame + udp + UDP_HEADER);
    const struct fn_transmit_record record = {
        .ip_offset = IP, .l4_offset = (uint16_t)udp, .l4_length = (uint16_t)l4_length,
        .ipv4_checksum = !datagrams->is_ipv6, .udp_checksum = 1,
        .ip_version = datagrams->is_ipv6 ? FN_IPV6 : FN_IPV4
    };
    if (datagrams->is_ipv6)
        store16(ip + 4, l4_length);
    else
        store16(ip + 2, IPV4 + l4_length);
    store16(frame + udp + 4, l4_length);
    fn_insert_checksum(frame, udp + l4_length, &record);
    return udp + l4_length < MIN_FRAME ? MIN_FRAME : udp + l4_length;
}

size_t fn_datagrams_read(const struct fn_datagrams *datagrams, const uint8_t *bytes, size_t length,
                         uint32_t *index)
{
    const bool is_rtp = datagrams->slot_bytes != 0;
    uint8_t payload[LONGEST];

    if (length < (is_rtp ? RTP_HEADER : INDEX))
        return 0;
    *index = load32(bytes + (is_rtp ? RTP_TIMESTAMP : 0));
    const size_t own = payload_of(datagrams, *index, payload);
    return own <= length && memcmp(payload, bytes, own) == 0 ? own : 0;
}
