// SPDX-License-Identifier: Apache-2.0
//
// fn_echo - see fn_echo.h

#include "fn_echo.h"

enum {
    UDP = 17, TIME_TO_LIVE = 64,
    IPV4_TIME_TO_LIVE = 8, IPV4_SOURCE = 12, IPV4_ADDRESS = 4,
    IPV6_HOP_LIMIT = 7, IPV6_SOURCE = 8, IPV6_ADDRESS = 16
};

enum fn_status fn_echo_open(struct fn_echo *echo, const struct fn_config *config, uint16_t port)
{
    const struct fn_flow flow = {
        .destination_port = port, .protocol = UDP, .handle = FN_ECHO_HANDLE,
        .match = FN_MATCH_DESTINATION_PORT | FN_MATCH_PROTOCOL, .state = FN_STATE_MONITOR
    };

    if (echo == NULL || config == NULL)
        return FN_ARGUMENT;
    enum fn_status status = fn_init(&echo->device, config);
    if (status != FN_OK)
        return status;
    echo->echoed = echo->dropped = 0;
    echo->next_cookie = echo->oldest_cookie = 0;
    echo->empty_steps = 0;
    status = fn_add_flow(&echo->device, 0, &flow);
    if (status == FN_OK)
        status = fn_give_buffers(&echo->device);
    return status == FN_OK ? fn_start(&echo->device) : status;
}

static void swap(uint8_t *a, uint8_t *b, unsigned length)
{
    while (length-- > 0) {
        const uint8_t x = a[length];
        a[length] = b[length];
        b[length] = x;
    }
}

// Everything a packet says about where it came from and where it goes.
static void turn_round(uint8_t *packet, const struct fn_completion_record *record)
{
    uint8_t *const ip = packet + record->ip_offset;
    uint8_t *const udp = packet + record->l4_offset;

    swap(packet, packet + FN_MAC_BYTES, FN_MAC_BYTES);
    swap(udp, udp + 2, 2);
    if (record->ip_version == FN_IPV4) {
        swap(ip + IPV4_SOURCE, ip + IPV4_SOURCE + IPV4_ADDRESS, IPV4_ADDRESS);
        ip[IPV4_TIME_TO_LIVE] = TIME_TO_LIVE;
    } else {
        swap(ip + IPV6_SOURCE, ip + IPV6_SOURCE + IPV6_ADDRESS, IPV6_ADDRESS);
        ip[IPV6_HOP_LIMIT] = TIME_TO_LIVE;
    }
}

static bool is_ours(const struct fn_completion_record *record)
{
    return record->hit && record->handle == FN_ECHO_HANDLE && !record->split
           && record->security == FN_SECURITY_CLEAR && record->ip_version != FN_IP_NONE
           && (record->l4_checksum == FN_CHECKSUM_GOOD
               || record->l4_checksum == FN_CHECKSUM_ABSENT);
}

static enum fn_status send_back(struct fn_echo *echo, const struct fn_completion_record *record)
{
    const uint16_t end = (uint16_t)(record->payload_offset + record->payload_length);
    const struct fn_fragment whole = { record->packet, end };
    const struct fn_packet packet = {
        .fragments = &whole, .num_fragments = 1, .ip_version = record->ip_version,
        .ip_offset = record->ip_offset, .l4_offset = record->l4_offset,
        .l4_length = (uint16_t)(end - record->l4_offset),
        .ipv4_checksum = record->ip_version == FN_IPV4, .udp_checksum = true, .complete = true,
        .cookie = echo->next_cookie
    };

    turn_round(record->packet, record);
    const enum fn_status status = fn_send(&echo->device, &packet);
    if (status == FN_OK)
        echo->sending[echo->next_cookie++ % FN_EXAMPLE_BUFFERS] = record->packet;
    return status;
}

// The buffers of all packets sent before this cookie: a bus error may have lost records.
static enum fn_status post_sent(struct fn_echo *echo, uint32_t end)
{
    enum fn_status status = FN_OK;

    if (end - echo->oldest_cookie > echo->next_cookie - echo->oldest_cookie)
        return FN_OK;  // it came late
    while (status == FN_OK && echo->oldest_cookie != end) {
        uint8_t *const packet = echo->sending[echo->oldest_cookie++ % FN_EXAMPLE_BUFFERS];
        status = fn_give_back(&echo->device, packet);
    }
    return status;
}

static enum fn_status look_for_sent(struct fn_echo *echo)
{
    unsigned num_descriptors;

    if (echo->oldest_cookie == echo->next_cookie || ++echo->empty_steps < FN_HOLE_POLLS)
        return FN_EMPTY;
    echo->empty_steps = 0;
    const enum fn_status status = fn_sending(&echo->device, &num_descriptors);
    return status != FN_OK ? status
         : num_descriptors != 0 ? FN_EMPTY : post_sent(echo, echo->next_cookie);
}

enum fn_status fn_echo_step(struct fn_echo *echo)
{
    struct fn_completion_record record;
    enum fn_status status = fn_poll(&echo->device, &record);

    if (status == FN_EMPTY)
        return look_for_sent(echo);
    if (status != FN_OK && status != FN_LOST)
        return status;
    if (record.kind == FN_KIND_TRANSMIT_DONE)
        return post_sent(echo, record.cookie + 1);
    if (record.packet == NULL)
        return FN_OK;
    if (status == FN_OK && is_ours(&record) && send_back(echo, &record) == FN_OK) {
        echo->echoed++;
        return FN_OK;
    }
    echo->dropped += status == FN_OK;
    return fn_give_back(&echo->device, record.packet);
}
