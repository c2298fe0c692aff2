// SPDX-License-Identifier: Apache-2.0
//
// fn_senders_segments - part of fn_senders: those of TCP

#include <stdlib.h>
#include <string.h>

#include "system/fn_senders.h"
#include "wire/fn_stream.h"

enum {
    IP = 14, IPV4 = 20, IPV6 = 40, TCP = 20, TIMESTAMPS = 12, PROTOCOL_TCP = 6,
    STATION = 0x1000000, WINDOW = 100000, LEAST_WINDOW = 3000, PATIENCE = 24, AHEAD = 3000,
    SMALL = 150, MIDDLE = 600, LARGE = 1448, TINY = 6, FAR = 600000,
    PACKETS_PER_TICK = 16, LARGEST_FRAME = 1514
};

// ---- Opening ----

static void store16(uint8_t *to, unsigned value)
{
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static void make_ip(const struct fn_flow *flow, uint8_t *frame)
{
    if (flow->ip_version == FN_IPV6) {
        store16(frame + IP - 2, 0x86dd);
        frame[IP] = 0x60, frame[IP + 6] = PROTOCOL_TCP, frame[IP + 7] = 64;
        memcpy(frame + IP + 8, flow->source_address, 16);
        memcpy(frame + IP + 24, flow->destination_address, 16);
    } else {
        store16(frame + IP - 2, 0x0800);
        frame[IP] = 0x45, frame[IP + 8] = 64, frame[IP + 9] = PROTOCOL_TCP;
        memcpy(frame + IP + 12, flow->source_address, 4);
        memcpy(frame + IP + 16, flow->destination_address, 4);
    }
}

static bool make_headers(struct fn_sender *sender, const struct fn_flow *flow,
                         const uint8_t *mac, bool timestamps)
{
    const unsigned needed = FN_MATCH_SOURCE_ADDRESS | FN_MATCH_DESTINATION_ADDRESS
                          | FN_MATCH_SOURCE_PORT | FN_MATCH_DESTINATION_PORT;
    const unsigned tcp = IP + (flow->ip_version == FN_IPV6 ? IPV6 : IPV4);
    const unsigned options = timestamps ? TIMESTAMPS : 0;
    uint8_t frame[FN_SEGMENT_HEADERS] = { 0 };

    memcpy(frame, mac, FN_MAC_BYTES);
    frame[6] = 2, frame[11] = 0x0a;
    make_ip(flow, frame);
    store16(frame + IP + (flow->ip_version == FN_IPV6 ? 4 : 2),
            flow->ip_version == FN_IPV6 ? TCP + options : IPV4 + TCP + options);
    store16(frame + tcp, flow->source_port);
    store16(frame + tcp + 2, flow->destination_port);
    frame[tcp + 12] = (uint8_t)((TCP + options) / 4 << 4);
    memset(frame + tcp + 14, 0xff, 2);
    if (timestamps)
        memcpy(frame + tcp + TCP, (const uint8_t[]){ 1, 1, 8, 10 }, 4);
    return (flow->match & needed) == needed && flow->protocol == PROTOCOL_TCP
        && fn_segment_read(&sender->segment, frame, tcp + TCP + options);
}

bool fn_senders_open_segments(struct fn_senders *senders, unsigned s, const struct fn_flows *flows)
{
    const struct fn_flow *flow = &fn_senders_receiver(senders, s)->flow;
    struct fn_sender *sender = &senders->senders[s];
    const uint64_t size = senders->size;

    // Half of them wrap on their way.
    sender->first = s % 2 == 0 ? (uint32_t)(0 - size / 64 * (1 + fn_senders_below(senders, 64)))
                               : fn_senders_below(senders, 1u << 30);
    sender->seed = fn_stream_seed(flow->source_port, flow->destination_port);
    return make_headers(sender, flow, flows->mac, s % 3 != 0);
}

// ---- Sending ----

static uint64_t choose_place(struct fn_senders *senders, const struct fn_sender *sender,
                             uint64_t acknowledged)
{
    const unsigned dice = fn_senders_below(senders, 100);
    const uint64_t next = sender->next > acknowledged ? sender->next : acknowledged;

    if (dice < 68)
        return next;
    if (dice < 83)
        return acknowledged;
    if (dice < 97)
        return acknowledged + fn_senders_below(senders, (unsigned)(next - acknowledged) + 1);
    return next + fn_senders_below(senders, AHEAD);
}

static unsigned choose_length(struct fn_senders *senders)
{
    const unsigned dice = fn_senders_below(senders, 100);
    const unsigned most = senders->is_hasty ? TINY : dice < 60 ? SMALL : dice < 95 ? MIDDLE : LARGE;

    return 1 + fn_senders_below(senders, most);
}

// RFC 5681, roughly: what is lost makes the window small, what comes through makes it large.
// Where the driver does not acknowledge, the application may hear of whole pages only.
static uint64_t window_of(struct fn_senders *senders, unsigned s, uint64_t acknowledged)
{
    struct fn_sender *sender = &senders->senders[s];
    const bool     is_silent = fn_senders_receiver(senders, s)->config.acknowledge
                            != FN_ACKNOWLEDGE_DRIVER;
    const uint64_t least = LEAST_WINDOW + (is_silent ? FN_FLOW_PAGE_BYTES : 0);

    if (acknowledged != sender->acknowledged || sender->window == 0) {
        sender->window += acknowledged - sender->acknowledged + least;
        sender->in_vain = 0;
    } else if (++sender->in_vain == PATIENCE) {
        sender->window /= 2;
        sender->in_vain = 0;
        sender->next = acknowledged;
    }
    sender->acknowledged = acknowledged;
    sender->window = sender->window > WINDOW ? WINDOW
                   : sender->window < least ? least : sender->window;
    return sender->window;
}

// The last bytes are those of a flow that is back in zero copy, or may be at once.
static uint64_t end_of(const struct fn_senders *senders, unsigned s)
{
    const struct fn_paged_flow *flow = fn_senders_receiver(senders, s);

    if (!senders->is_calm || flow->mode == FN_PAGED_CORE
            || flow->counts.zero_copied != senders->senders[s].before_calm)
        return fn_senders_limit(senders);
    return fn_senders_limit(senders) / 8 * 7;
}

static void choose_data(struct fn_senders *senders, unsigned s, uint64_t *place)
{
    struct fn_sender *sender = &senders->senders[s];
    const uint64_t acknowledged = senders->applications->flows[s].num_bytes;
    const uint64_t window = acknowledged + window_of(senders, s, acknowledged);
    const uint64_t limit = end_of(senders, s);
    const uint64_t end = window < limit ? window : limit;
    const uint64_t room = LARGEST_FRAME - sender->segment.payload;
    uint64_t length = choose_length(senders);

    length = length > room ? room : length;
    *place = choose_place(senders, sender, acknowledged);
    if (*place >= end)
        *place = acknowledged < end ? acknowledged : end;
    length = *place + length > end ? end - *place : length;
    sender->segment.length = (uint16_t)length;
    sender->segment.flags |= fn_senders_chance(senders, 20) ? FN_SEGMENT_PSH : 0;
    if (*place + length == senders->size && (length == 0 || fn_senders_chance(senders, 50)))
        sender->segment.flags |= FN_SEGMENT_FIN;
    if (*place + length > sender->next)
        sender->next = *place + length;
}

// What a receiver refuses, and what ends zero copy.
static void misbehave(struct fn_senders *senders, unsigned s, uint64_t *place)
{
    const uint64_t acknowledged = senders->applications->flows[s].num_bytes;
    struct fn_segment *segment = &senders->senders[s].segment;
    const uint64_t near = acknowledged
                        + (fn_senders_chance(senders, 20) ? fn_senders_below(senders, AHEAD) : 0);

    switch (senders->num_mischief++ % 8) {
    case 0:
        segment->flags = FN_SEGMENT_RST, segment->length = 0, *place = near;
        break;
    case 1:
        segment->flags = FN_SEGMENT_SYN, segment->length = 0, *place = near;
        break;
    case 2:
        segment->flags |= FN_SEGMENT_URG;
        break;
    case 3:
        segment->ts_value -= FAR;
        break;
    case 4:
        segment->acknowledgment += FAR;
        break;
    case 5:
        segment->length = 0, *place = acknowledged - 1;  // a keepalive
        break;
    case 6:
        segment->length = 1, *place = acknowledged + FAR;
        break;
    default:
        if (segment->length + segment->payload + 4u <= LARGEST_FRAME)
            fn_segment_add_option(segment);
    }
}

// Whom the receiver knows already.
static bool is_mischievous(struct fn_senders *senders, unsigned s)
{
    return !senders->is_calm && !senders->is_hasty && senders->mischief > 0
        && fn_senders_receiver(senders, s)->receiver.has_station
        && fn_senders_chance(senders, senders->mischief);
}

size_t fn_senders_send_segment(struct fn_senders *senders, unsigned s, uint8_t *frame)
{
    struct fn_sender *sender = &senders->senders[s];
    struct fn_segment *segment = &sender->segment;
    const struct fn_segment usual = *segment;
    uint8_t payload[LARGE];
    uint64_t place = 0;

    segment->ts_value = (uint32_t)(0u - 1000 + senders->num_packets / PACKETS_PER_TICK);
    segment->flags = FN_SEGMENT_SYN;
    segment->length = 0;
    segment->acknowledgment = 0;
    segment->sequence = sender->first - 1;
    if (fn_senders_receiver(senders, s)->receiver.is_open) {
        segment->flags = FN_SEGMENT_ACK;
        segment->acknowledgment = STATION;
        choose_data(senders, s, &place);
        if (is_mischievous(senders, s))
            misbehave(senders, s, &place);
        segment->sequence = sender->first + (uint32_t)place;
        fn_stream_bytes(sender->seed, place, payload, segment->length);
    }
    const size_t length = fn_segment_write(segment, payload, frame);
    if (!senders->is_calm && fn_senders_below(senders, 65536) < senders->damage)
        frame[segment->payload - 1 + fn_senders_below(senders, segment->length + 1u)] ^= 0x10;
    *segment = usual;
    return length;
}

// ---- The end ----

void fn_senders_check_stream(const struct fn_senders *senders, unsigned s,
                             struct fn_paging *paging)
{
    const unsigned handle = fn_senders_receiver(senders, s)->flow.handle;
    FILE *file = senders->applications->flows[s].stream;
    uint8_t want[4096], got[4096];
    uint64_t place = 0;
    size_t length;

    rewind(file);
    while ((length = fread(got, 1, sizeof got, file)) > 0) {
        fn_stream_bytes(senders->senders[s].seed, place, want, length);
        if (memcmp(want, got, length) != 0) {
            fn_paging_fault(paging, "handle %u: wrong bytes at %llu", handle,
                            (unsigned long long)place);
            break;
        }
        place += length;
    }
    if (place != senders->size)
        fn_paging_fault(paging, "handle %u: %llu bytes of %llu", handle,
                        (unsigned long long)place, (unsigned long long)senders->size);
}
