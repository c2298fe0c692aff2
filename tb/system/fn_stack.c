// SPDX-License-Identifier: Apache-2.0
//
// fn_stack - see fn_stack.h

#include "system/fn_stack.h"

#include <string.h>

enum { ETHERNET_ADDRESSES = 12, IPV4_SOURCE = 12, IPV6_SOURCE = 8, UDP = 17, UDP_HEADER = 8,
       MAX_FRAME = 9216, IDLE_POLLS = 64 };

void fn_stack_open(struct fn_stack *stack, struct fn_device *device, uint8_t *header_memory)
{
    memset(stack, 0, sizeof *stack);
    stack->device = device;
    for (unsigned e = 0; e < FN_STACK_ECHOES; e++)
        stack->echoes[e].header = header_memory + (size_t)e * FN_STACK_HEADER;
}

static void swap(uint8_t *one, uint8_t *other, size_t length)
{
    for (size_t b = 0; b < length; b++) {
        const uint8_t byte = one[b];
        one[b] = other[b];
        other[b] = byte;
    }
}

static bool can_echo(const struct fn_stack *stack, const struct fn_completion_record *record)
{
    return record->hit && stack->is_echo[record->handle] && record->protocol == UDP
        && !record->fragment && !record->ip_options
        && record->l4_offset + UDP_HEADER <= FN_STACK_HEADER
        && (!record->split || record->payload_offset == record->l4_offset + UDP_HEADER);
}

static void turn_round(const struct fn_completion_record *record, uint8_t *header)
{
    const unsigned ip = record->ip_offset, udp = record->l4_offset;
    const unsigned length = record->ip_version == FN_IPV4 ? 4 : 16;
    const unsigned source = ip + (record->ip_version == FN_IPV4 ? IPV4_SOURCE : IPV6_SOURCE);

    swap(header, header + ETHERNET_ADDRESSES / 2, ETHERNET_ADDRESSES / 2);
    swap(header + source, header + source + length, length);
    swap(header + udp, header + udp + 2, 2);
}

static bool echo_packet(struct fn_stack *stack, const struct fn_completion_record *record)
{
    unsigned e = 0;
    while (e < FN_STACK_ECHOES && stack->echoes[e].is_busy)
        e++;
    if (e == FN_STACK_ECHOES)
        return false;

    struct fn_stack_echo *echo = &stack->echoes[e];
    const uint8_t *udp = record->packet + record->l4_offset;
    const unsigned udp_length = (unsigned)udp[4] << 8 | udp[5];
    echo->buffer = record->packet;
    echo->header_length = record->l4_offset + UDP_HEADER;
    echo->payload = record->packet + (record->split ? record->split_offset
                                                    : echo->header_length);
    echo->payload_length = udp_length - UDP_HEADER;
    memcpy(echo->header, record->packet, echo->header_length);
    turn_round(record, echo->header);

    const struct fn_fragment fragments[] = {
        { echo->header, (uint16_t)echo->header_length },
        { echo->payload, (uint16_t)echo->payload_length }
    };
    const struct fn_packet packet = {
        .fragments = fragments, .num_fragments = echo->payload_length > 0 ? 2 : 1,
        .ip_version = record->ip_version, .ip_offset = record->ip_offset,
        .l4_offset = record->l4_offset, .l4_length = (uint16_t)udp_length,
        .ipv4_checksum = record->ip_version == FN_IPV4, .udp_checksum = true,
        .complete = true, .cookie = stack->next_cookie
    };
    if (fn_send(stack->device, &packet) != FN_OK)
        return false;
    echo->is_busy = true;
    echo->cookie = stack->next_cookie++;
    if (stack->sending != NULL)
        stack->sending(stack->context, echo, &packet);
    return true;
}

static enum fn_status give_back(struct fn_stack *stack, uint8_t *buffer)
{
    void *const buffers[] = { buffer };
    stack->num_returned++;
    return fn_post_buffers(stack->device, buffers, 1);
}

// A split packet in one piece again, for whoever looks at it.
static const uint8_t *whole_frame(const struct fn_completion_record *record)
{
    static uint8_t frame[MAX_FRAME];
    if (!record->split)
        return record->packet;
    memcpy(frame, record->packet, record->payload_offset);
    memcpy(frame + record->payload_offset, record->packet + record->split_offset,
           record->frame_length - record->payload_offset);
    return frame;
}

static enum fn_status take_packet(struct fn_stack *stack,
                                  const struct fn_completion_record *record)
{
    stack->take(stack->context, record, whole_frame(record));
    if (record->reason == FN_REASON_DELIVERED && can_echo(stack, record)) {
        if (echo_packet(stack, record)) {
            stack->num_echoed++;
            return FN_OK;
        }
        stack->num_echo_refused++;
    }
    return give_back(stack, record->packet);
}

// All echoes that were sent before this cookie; of a record that comes late there are none.
static enum fn_status free_echoes(struct fn_stack *stack, uint32_t cookie)
{
    enum fn_status status = FN_OK;

    for (unsigned e = 0; e < FN_STACK_ECHOES && status == FN_OK; e++) {
        struct fn_stack_echo *echo = &stack->echoes[e];
        if (!echo->is_busy || (int32_t)(echo->cookie - cookie) >= 0)
            continue;
        echo->is_busy = false;
        status = give_back(stack, echo->buffer);
    }
    return status;
}

static enum fn_status take_record(struct fn_stack *stack,
                                  const struct fn_completion_record *record)
{
    if (record->kind == FN_KIND_PACKET)
        return take_packet(stack, record);
    stack->take(stack->context, record, NULL);
    if (record->kind == FN_KIND_TRANSMIT_DONE)
        return free_echoes(stack, record->cookie + 1);
    // Buffers go back as packets are read; of zero-copied flows others take care.
    stack->num_requests += record->kind == FN_KIND_BUFFER_REQUEST;
    return FN_OK;
}

static enum fn_status take_loss(struct fn_stack *stack, const struct fn_completion_record *record)
{
    if (record->packet != NULL) {
        stack->num_lost_buffers++;
        return give_back(stack, record->packet);
    }
    stack->num_lost_records++;
    stack->num_idle_polls = IDLE_POLLS;  // it may have been one of a sent packet
    return FN_OK;
}

static enum fn_status free_unrecorded(struct fn_stack *stack)
{
    unsigned num_descriptors;

    if (fn_stack_sending(stack) == 0 || ++stack->num_idle_polls < IDLE_POLLS)
        return FN_OK;
    stack->num_idle_polls = 0;
    const enum fn_status status = fn_sending(stack->device, &num_descriptors);
    return status != FN_OK || num_descriptors != 0 ? status
         : free_echoes(stack, stack->next_cookie);
}

enum fn_status fn_stack_collect(struct fn_stack *stack)
{
    enum fn_status status = FN_OK;

    while (stack->num_waiting < FN_STACK_WAITING && (status == FN_OK || status == FN_LOST)) {
        struct fn_stack_waiting *last =
            &stack->waiting[(stack->first_waiting + stack->num_waiting) % FN_STACK_WAITING];
        status = last->status = fn_poll(stack->device, &last->record);
        stack->num_waiting += status == FN_OK || status == FN_LOST;
    }
    return status == FN_EMPTY || status == FN_LOST ? FN_OK : status;
}

static enum fn_status next_record(struct fn_stack *stack, struct fn_completion_record *record)
{
    const struct fn_stack_waiting *first = &stack->waiting[stack->first_waiting];

    if (stack->num_waiting == 0)
        return fn_poll(stack->device, record);
    stack->first_waiting = (stack->first_waiting + 1) % FN_STACK_WAITING;
    stack->num_waiting--;
    *record = first->record;
    return first->status;
}

enum fn_status fn_stack_poll(struct fn_stack *stack)
{
    struct fn_completion_record record;
    enum fn_status status = FN_OK;

    while (status == FN_OK) {
        status = next_record(stack, &record);
        if (status == FN_OK)
            status = take_record(stack, &record);
        else if (status == FN_LOST)
            status = take_loss(stack, &record);
    }
    return status == FN_EMPTY ? free_unrecorded(stack) : status;
}

unsigned fn_stack_sending(const struct fn_stack *stack)
{
    unsigned count = 0;
    for (unsigned e = 0; e < FN_STACK_ECHOES; e++)
        count += stack->echoes[e].is_busy;
    return count;
}
