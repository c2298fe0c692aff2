// SPDX-License-Identifier: Apache-2.0
//
// fn_segment - see fn_segment.h

#include "wire/fn_segment.h"

#include <string.h>

#include "functional/fn_checksum.h"

enum { IP = 14, IPV4 = 20, IPV6 = 40, TCP = 20, PROTOCOL_TCP = 6, MIN_FRAME = 60 };
enum { OPTION_END = 0, OPTION_NONE = 1, OPTION_TIMESTAMPS = 8, OPTION_EXPERIMENT = 254 };

static uint16_t load16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t load32(const uint8_t *p)
{
    return (uint32_t)load16(p) << 16 | load16(p + 2);
}

static void store16(uint8_t *p, uint32_t value)
{
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
}

static void store32(uint8_t *p, uint32_t value)
{
    store16(p, value >> 16);
    store16(p + 2, value);
}

static uint8_t find_timestamps(const struct fn_segment *segment)
{
    const uint8_t *bytes = segment->headers;

    for (unsigned at = segment->tcp + TCP; at + 2 <= segment->payload; ) {
        if (bytes[at] == OPTION_END)
            break;
        if (bytes[at] == OPTION_TIMESTAMPS)
            return (uint8_t)(at + 2);
        at += bytes[at] == OPTION_NONE ? 1 : bytes[at + 1] < 2 ? 2 : bytes[at + 1];
    }
    return 0;
}

bool fn_segment_read(struct fn_segment *segment, const uint8_t *bytes, size_t captured)
{
    *segment = (struct fn_segment){ 0 };
    memcpy(segment->headers, bytes, captured < FN_SEGMENT_HEADERS ? captured : FN_SEGMENT_HEADERS);
    segment->is_ipv6 = load16(segment->headers + 12) == 0x86dd;
    bytes = segment->headers;
    segment->tcp = segment->is_ipv6 ? IP + IPV6 : (uint8_t)(IP + (bytes[IP] & 15) * 4);
    const uint8_t *tcp = bytes + segment->tcp;
    segment->payload = (uint8_t)(segment->tcp + (tcp[12] >> 4) * 4);
    if (bytes[segment->is_ipv6 ? IP + 6 : IP + 9] != PROTOCOL_TCP
        || (!segment->is_ipv6 && load16(bytes + 12) != 0x0800)
        || segment->payload < segment->tcp + TCP || captured < segment->payload)
        return false;
    const unsigned end = segment->is_ipv6 ? IP + IPV6 + load16(bytes + IP + 4)
                                          : IP + load16(bytes + IP + 2);
    if (end < segment->payload)
        return false;
    segment->length = (uint16_t)(end - segment->payload);
    segment->source_port = load16(tcp);
    segment->destination_port = load16(tcp + 2);
    segment->sequence = load32(tcp + 4);
    segment->acknowledgment = load32(tcp + 8);
    segment->flags = tcp[13];
    segment->timestamps = find_timestamps(segment);
    if (segment->timestamps != 0)
        segment->ts_value = load32(bytes + segment->timestamps);
    return true;
}

void fn_segment_add_option(struct fn_segment *segment)
{
    static const uint8_t option[] = { OPTION_EXPERIMENT, 4, 0, 0 };

    memcpy(segment->headers + segment->payload, option, sizeof option);
    segment->payload += sizeof option;
    segment->headers[segment->tcp + 12] = (uint8_t)((segment->payload - segment->tcp) / 4 << 4);
}

void fn_segment_strip(struct fn_segment *segment)
{
    segment->payload = segment->tcp + TCP;
    segment->timestamps = 0;
    segment->headers[segment->tcp + 12] = TCP / 4 << 4;
}

size_t fn_segment_write(const struct fn_segment *segment, const uint8_t *payload, uint8_t *frame)
{
    const size_t length = (size_t)segment->payload + segment->length;
    const uint16_t tcp_length = (uint16_t)(length - segment->tcp);
    uint8_t *tcp = frame + segment->tcp;

    memcpy(frame, segment->headers, segment->payload);
    if (segment->length != 0)
        memcpy(frame + segment->payload, payload, segment->length);
    store32(tcp + 4, segment->sequence);
    store32(tcp + 8, segment->acknowledgment);
    tcp[13] = segment->flags;
    if (segment->timestamps != 0)
        store32(frame + segment->timestamps, segment->ts_value);

    if (segment->is_ipv6) {
        store16(frame + IP + 4, tcp_length);
    } else {
        store16(frame + IP + 2, (uint32_t)(length - IP));
        store16(frame + IP + 10, 0);
        store16(frame + IP + 10, (uint16_t)~fn_checksum_sum(frame + IP, segment->tcp - IP, 0));
    }
    const size_t addresses = segment->is_ipv6 ? 32 : 8;
    uint16_t sum = fn_checksum_pseudo(PROTOCOL_TCP, tcp_length);
    sum = fn_checksum_sum(frame + IP + (segment->is_ipv6 ? 8 : 12), addresses, sum);
    store16(tcp + 16, 0);
    store16(tcp + 16, (uint16_t)~fn_checksum_sum(tcp, tcp_length, sum));
    if (length >= MIN_FRAME)
        return length;
    memset(frame + length, 0, MIN_FRAME - length);
    return MIN_FRAME;
}
