// SPDX-License-Identifier: Apache-2.0
//
// fn_senders - see fn_senders.h

#include "system/fn_senders.h"

#include <stdlib.h>
#include <string.h>

#include "wire/fn_stream.h"

enum {
    IP = 14, IPV4 = 20, IPV6 = 40, TCP = 20, TIMESTAMPS = 12, PROTOCOL_TCP = 6,
    STATION = 0x1000000, WINDOW = 100000, LEAST_WINDOW = 3000, PATIENCE = 24, AHEAD = 3000, SMALL = 150, MIDDLE = 600, LARGE = 1448, TINY = 6,
    PACKETS_PER_TICK = 16, LARGEST_FRAME = 1514,
    DATAGRAM = 128, LATEST = 12, LAST_DATAGRAMS = 16, LAST_BYTES = 4096, FAR = 600000
};

static unsigned below(struct fn_senders *senders, unsigned limit)
{
    senders->random = senders->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((senders->random >> 33) * limit >> 31);
}

static bool chance(struct fn_senders *senders, unsigned percent)
{
    return below(senders, 100) < percent;
}

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

static bool open_sender(struct fn_senders *senders, unsigned s, const struct fn_flows *flows)
{
    const struct fn_paged_flow *paged = &senders->applications->flows[s].flow;
    const struct fn_flow *flow = &paged->flow;
    struct fn_sender *sender = &senders->senders[s];
    const uint64_t size = senders->size;

    // Half of them wrap on their way.
    if (paged->is_udp)
        return fn_datagrams_open(&sender->datagrams, flow, flows->mac, paged->config.slot_bytes,
                                 (uint16_t)(s % 2 == 0 ? 0u - size / DATAGRAM / 2
                                                       : below(senders, 1u << 15)));
    sender->first = s % 2 == 0 ? (uint32_t)(0 - size / 64 * (1 + below(senders, 64)))
                               : below(senders, 1u << 30);
    sender->seed = fn_stream_seed(flow->source_port, flow->destination_port);
    return make_headers(sender, flow, flows->mac, s % 3 != 0);
}

bool fn_senders_open(struct fn_senders *senders, const struct fn_flows *flows,
                     const struct fn_applications *applications, uint64_t size, uint64_t seed)
{
    senders->applications = applications;
    senders->size = size;
    senders->random = seed;
    senders->frames = malloc(sizeof senders->frames[0] * FN_SENDERS_FRAMES);
    if (senders->frames == NULL)
        return false;
    for (unsigned s = 0; s < applications->num_flows; s++)
        if (!open_sender(senders, s, flows))
            return false;
    return true;
}

void fn_senders_close(struct fn_senders *senders)
{
    free(senders->frames);
    senders->frames = NULL;
}

// ---- Sending ----

static const struct fn_paged_flow *receiver_of(const struct fn_senders *senders, unsigned s)
{
    return &senders->applications->flows[s].flow;
}

static uint64_t limit_of(const struct fn_senders *senders)
{
    return senders->is_calm ? senders->size : senders->size / 4 * 3;
}

static bool has_work(const struct fn_senders *senders, unsigned s)
{
    const struct fn_paged_flow *flow = receiver_of(senders, s);
    const struct fn_sender *sender = &senders->senders[s];

    if (flow->is_udp)
        return sender->index < limit_of(senders) / DATAGRAM
            || (senders->is_calm
                && flow->counts.zero_copied < sender->before_calm + LAST_BYTES);
    return !flow->receiver.is_open
        || senders->applications->flows[s].num_bytes < limit_of(senders)
        || (senders->is_calm && !fn_paged_flow_is_closed(flow));
}

// A sender with something to send; the number of flows if there is none.
static unsigned choose(struct fn_senders *senders)
{
    const unsigned count = senders->applications->num_flows;
    const unsigned first = below(senders, count);

    for (unsigned n = 0; n < count; n++)
        if (has_work(senders, (first + n) % count))
            return (first + n) % count;
    return count;
}

static void become_calm(struct fn_senders *senders)
{
    senders->is_calm = true;
    for (unsigned s = 0; s < senders->applications->num_flows; s++)
        senders->senders[s].before_calm = receiver_of(senders, s)->counts.zero_copied;
}

static uint64_t choose_place(struct fn_senders *senders, const struct fn_sender *sender,
                             uint64_t acknowledged)
{
    const unsigned dice = below(senders, 100);
    const uint64_t next = sender->next > acknowledged ? sender->next : acknowledged;

    if (dice < 68)
        return next;
    if (dice < 83)
        return acknowledged;
    if (dice < 97)
        return acknowledged + below(senders, (unsigned)(next - acknowledged) + 1);
    return next + below(senders, AHEAD);
}

static unsigned choose_length(struct fn_senders *senders)
{
    const unsigned dice = below(senders, 100);
    return 1 + below(senders, senders->is_hasty ? TINY : dice < 60 ? SMALL : dice < 95 ? MIDDLE : LARGE);
}

// RFC 5681, roughly: what is lost makes the window small, what comes through makes it large.
static uint64_t window_of(struct fn_sender *sender, uint64_t acknowledged)
{
    if (acknowledged != sender->acknowledged || sender->window == 0) {
        sender->window += acknowledged - sender->acknowledged + LEAST_WINDOW;
        sender->in_vain = 0;
    } else if (++sender->in_vain == PATIENCE) {
        sender->window /= 2;
        sender->in_vain = 0;
        sender->next = acknowledged;
    }
    sender->acknowledged = acknowledged;
    sender->window = sender->window > WINDOW ? WINDOW
                   : sender->window < LEAST_WINDOW ? LEAST_WINDOW : sender->window;
    return sender->window;
}

static void choose_data(struct fn_senders *senders, unsigned s, uint64_t *place)
{
    struct fn_sender *sender = &senders->senders[s];
    const uint64_t acknowledged = senders->applications->flows[s].num_bytes;
    const uint64_t window = acknowledged + window_of(sender, acknowledged);
    const uint64_t limit = limit_of(senders);
    const uint64_t end = window < limit ? window : limit;
    const uint64_t room = LARGEST_FRAME - sender->segment.payload;
    uint64_t length = choose_length(senders);

    length = length > room ? room : length;
    *place = choose_place(senders, sender, acknowledged);
    if (*place >= end)
        *place = acknowledged;
    length = *place + length > end ? end - *place : length;
    sender->segment.length = (uint16_t)length;
    sender->segment.flags |= chance(senders, 20) ? FN_SEGMENT_PSH : 0;
    if (*place + length == senders->size && (length == 0 || chance(senders, 50)))
        sender->segment.flags |= FN_SEGMENT_FIN;
    if (*place + length > sender->next)
        sender->next = *place + length;
}

// What a receiver refuses, and what ends zero copy.
static void misbehave(struct fn_senders *senders, unsigned s, uint64_t *place)
{
    const uint64_t acknowledged = senders->applications->flows[s].num_bytes;
    struct fn_segment *segment = &senders->senders[s].segment;
    const uint64_t near = acknowledged + (chance(senders, 20) ? below(senders, AHEAD) : 0);

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
        && receiver_of(senders, s)->receiver.has_station && chance(senders, senders->mischief);
}

static size_t send_segment(struct fn_senders *senders, unsigned s, uint8_t *frame)
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
    if (receiver_of(senders, s)->receiver.is_open) {
        segment->flags = FN_SEGMENT_ACK;
        segment->acknowledgment = STATION;
        choose_data(senders, s, &place);
        if (is_mischievous(senders, s))
            misbehave(senders, s, &place);
        segment->sequence = sender->first + (uint32_t)place;
        fn_stream_bytes(sender->seed, place, payload, segment->length);
    }
    const size_t length = fn_segment_write(segment, payload, frame);
    if (!senders->is_calm && below(senders, 65536) < senders->damage)
        frame[segment->payload - 1 + below(senders, segment->length + 1u)] ^= 0x10;
    *segment = usual;
    return length;
}

static size_t send_datagram(struct fn_senders *senders, unsigned s, uint8_t *frame)
{
    struct fn_sender *sender = &senders->senders[s];
    const bool is_steady = senders->is_calm || sender->datagrams.slot_bytes == 0;
    uint32_t index = sender->index;

    if (sender->late != 0 && (senders->is_calm || sender->late_at <= index)) {
        index = sender->late;
        sender->late = 0;
    } else if (!is_steady && index > LATEST && chance(senders, 4)) {
        index -= 1 + below(senders, LATEST);  // a second time
    } else {
        if (!is_steady && chance(senders, 3))
            sender->index++;                  // never
        if (!is_steady && sender->late == 0 && sender->index > 0 && chance(senders, 6)) {
            sender->late = sender->index++;
            sender->late_at = sender->index + 1 + below(senders, LATEST);
        }
        index = sender->index++;
    }
    const size_t length = fn_datagrams_write(&sender->datagrams, index, frame);
    if (!senders->is_calm && below(senders, 65536) < senders->damage)
        frame[length - 1 - below(senders, 8)] ^= 0x10;  // of padding nobody cares
    return length;
}

const uint8_t *fn_senders_next(struct fn_senders *senders, size_t *length)
{
    unsigned s = choose(senders);
    uint8_t *frame = senders->frames[senders->num_packets % FN_SENDERS_FRAMES];

    if (s == senders->applications->num_flows && !senders->is_calm) {
        become_calm(senders);
        s = choose(senders);
    }
    if (s == senders->applications->num_flows)
        return NULL;
    *length = receiver_of(senders, s)->is_udp ? send_datagram(senders, s, frame)
                                              : send_segment(senders, s, frame);
    senders->num_packets++;
    return frame;
}

// ---- The end ----

static void check_stream(const struct fn_senders *senders, unsigned s, struct fn_paging *paging)
{
    const unsigned handle = receiver_of(senders, s)->flow.handle;
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

// Each is one that was sent, none came twice, RTP's are in order, and the last ones are there.
static void check_datagrams(const struct fn_senders *senders, unsigned s, struct fn_paging *paging)
{
    const struct fn_paged_flow *flow = receiver_of(senders, s);
    const struct fn_sender *sender = &senders->senders[s];
    FILE *file = senders->applications->flows[s].stream;
    uint8_t *seen = calloc(sender->index + 1u, 1), bytes[FN_DATAGRAMS_BYTES];
    uint32_t index = 0, last = 0, num_last = 0;
    size_t length, own = 0;
    const char *wrong = seen == NULL ? "no memory" : NULL;

    rewind(file);
    while (wrong == NULL && (length = fread(bytes, 1, sizeof bytes, file)) > 0) {
        own = fn_datagrams_read(&sender->datagrams, bytes, length, &index);
        wrong = own == 0 || index >= sender->index ? "wrong bytes"
              : seen[index] ? "delivered twice"
              : flow->rtp != NULL && index < last ? "not in order" : NULL;
        if (wrong != NULL)
            break;
        seen[index] = true;
        last = index;
        num_last += index + LAST_DATAGRAMS >= sender->index;
        fseek(file, (long)own - (long)length, SEEK_CUR);
    }
    if (wrong == NULL && num_last != LAST_DATAGRAMS)
        wrong = "the last datagrams are missing";
    if (wrong != NULL)
        fn_paging_fault(paging, "handle %u: at datagram %u: %s", flow->flow.handle, index, wrong);
    free(seen);
}

void fn_senders_check(const struct fn_senders *senders, struct fn_paging *paging)
{
    for (unsigned s = 0; s < senders->applications->num_flows; s++) {
        const struct fn_paged_flow *flow = receiver_of(senders, s);
        if (flow->is_udp)
            check_datagrams(senders, s, paging);
        else
            check_stream(senders, s, paging);
        if (!flow->is_udp && !fn_paged_flow_is_closed(flow))
            fn_paging_fault(paging, "handle %u: not closed", flow->flow.handle);
        if (flow->counts.zero_copied == senders->senders[s].before_calm)
            fn_paging_fault(paging, "handle %u: did not come back to zero copy",
                            flow->flow.handle);
    }
}
