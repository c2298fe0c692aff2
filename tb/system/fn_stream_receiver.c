// SPDX-License-Identifier: Apache-2.0
//
// fn_stream_receiver - see fn_stream_receiver.h

#include "system/fn_stream_receiver.h"

#include <string.h>

enum {
    FIN = 0x01, SYN = 0x02, RST = 0x04, ACK = 0x10, TCP_HEADER = 20, MAX_SHIFT = 14,
    OPTION_END = 0, OPTION_NOP = 1, OPTION_SEGMENT = 2, OPTION_SCALE = 3, OPTION_TIMESTAMPS = 8
};

typedef struct fn_stream_receiver receiver_t;
typedef struct fn_completion_record record_t;

struct options {
    bool     has_timestamp;
    uint32_t timestamp;
    uint8_t  shift;
    uint16_t segment_maximum;
};

static struct options read_options(const record_t *record, const uint8_t *frame)
{
    struct options options = { 0 };
    const uint8_t *option = frame + record->l4_offset + TCP_HEADER;
    const uint8_t *end = frame + record->payload_offset;

    while (option < end && *option != OPTION_END) {
        if (*option == OPTION_NOP) {
            option++;
            continue;
        }
        if (option[0] == OPTION_TIMESTAMPS) {
            options.has_timestamp = true;
            options.timestamp = (uint32_t)option[2] << 24 | (uint32_t)option[3] << 16
                              | (uint32_t)option[4] << 8 | option[5];
        }
        if (option[0] == OPTION_SCALE)
            options.shift = option[2] > MAX_SHIFT ? MAX_SHIFT : option[2];
        if (option[0] == OPTION_SEGMENT)
            options.segment_maximum = (uint16_t)(option[2] << 8 | option[3]);
        option += option[1];
    }
    return options;
}

int64_t fn_stream_receiver_place(const receiver_t *receiver, uint32_t sequence)
{
    const uint32_t next = fn_stream_receiver_sequence(receiver, receiver->next);
    return (int64_t)receiver->next + (int32_t)(sequence - next);
}

bool fn_stream_receiver_is_closed(const receiver_t *receiver)
{
    return receiver->is_reset || (receiver->has_fin && receiver->next >= receiver->fin);
}

// ---- The store ----

void fn_stream_receiver_put(receiver_t *receiver, uint64_t place, const uint8_t *bytes,
                            size_t length)
{
    const uint64_t end = receiver->next + FN_STREAM_STORE;
    const uint64_t to = place + length < end ? place + length : end;
    struct fn_byte_range part = { 0, place < receiver->next ? receiver->next : place };

    while (fn_byte_ranges_missing(&receiver->have, part.to, to, &part)) {
        if (!fn_byte_ranges_add(&receiver->have, part.from, part.to))
            return;
        for (uint64_t p = part.from; p < part.to; p++)
            receiver->store[p % FN_STREAM_STORE] = bytes[p - place];
    }
}

void fn_stream_receiver_copy(const receiver_t *receiver, uint64_t place, uint8_t *bytes,
                             size_t length)
{
    for (size_t b = 0; b < length; b++)
        bytes[b] = receiver->store[(place + b) % FN_STREAM_STORE];
}

void fn_stream_receiver_skip(receiver_t *receiver, uint64_t next)
{
    receiver->next = next;
    fn_byte_ranges_cut(&receiver->have, next);
}

void fn_stream_receiver_deliver(receiver_t *receiver)
{
    const struct fn_byte_ranges *have = &receiver->have;

    while (have->count > 0 && have->at[0].from == receiver->next) {
        const size_t at = receiver->next % FN_STREAM_STORE;
        const uint64_t length = have->at[0].to - receiver->next;
        const uint64_t room = FN_STREAM_STORE - at;
        const uint64_t part = length < room ? length : room;
        receiver->deliver(receiver->context, receiver->store + at, part);
        fn_stream_receiver_skip(receiver, receiver->next + part);
    }
}

// ---- Segments ----

static void open_connection(receiver_t *receiver, const record_t *record,
                            const struct options *options)
{
    receiver->is_open = true;
    receiver->first = record->sequence + 1;
    receiver->timestamps = options->has_timestamp;
    receiver->timestamp_recent = options->timestamp;
    receiver->peer_shift = options->shift;
    receiver->segment_maximum = options->segment_maximum;
    receiver->peer_window_maximum = record->window;
}

// RFC 9293 section 3.10.7.4, the checks in front of what the segment carries.
static bool is_acceptable(receiver_t *receiver, const record_t *record,
                          const struct options *options, int64_t place)
{
    const int64_t next = (int64_t)receiver->next;
    const uint32_t window = (uint32_t)record->window << receiver->peer_shift;

    if (receiver->timestamps && !(record->tcp_flags & RST)
            && (!options->has_timestamp
                || (int32_t)(options->timestamp - receiver->timestamp_recent) < 0))
        return false;
    if (place + record->payload_length < next || place >= next + FN_STREAM_STORE)
        return false;
    if (record->tcp_flags & RST) {
        receiver->is_reset |= place == next && !receiver->is_held && !receiver->ignores_resets;
        return false;
    }
    if (record->tcp_flags & SYN || !(record->tcp_flags & ACK))
        return false;
    if (!receiver->has_station) {
        receiver->has_station = true;
        receiver->station = record->acknowledgment;
    }
    if (receiver->check_acknowledgment && record->acknowledgment - receiver->station > 1)
        return false;
    if (window > receiver->peer_window_maximum)
        receiver->peer_window_maximum = window;
    return true;
}

void fn_stream_receiver_take(receiver_t *receiver, const record_t *record, const uint8_t *frame)
{
    const struct options options = read_options(record, frame);
    const uint8_t *payload = frame + record->payload_offset;
    size_t length = record->payload_length;

    if (!receiver->is_open) {
        if ((record->tcp_flags & (SYN | ACK | RST | FIN)) == SYN)
            open_connection(receiver, record, &options);
        return;
    }
    int64_t place = fn_stream_receiver_place(receiver, record->sequence);
    if (!is_acceptable(receiver, record, &options, place))
        return;
    if (place <= (int64_t)receiver->next && options.has_timestamp)
        receiver->timestamp_recent = options.timestamp;
    if (record->tcp_flags & FIN) {
        receiver->has_fin = true;
        receiver->fin = (uint64_t)(place + (int64_t)length);
    }
    if (place < (int64_t)receiver->next) {
        const size_t old = (size_t)((int64_t)receiver->next - place);
        if (old >= length)
            return;
        payload += old;
        length -= old;
        place += (int64_t)old;
    }
    fn_stream_receiver_put(receiver, (uint64_t)place, payload, length);
    if (!receiver->is_held)
        fn_stream_receiver_deliver(receiver);
}
