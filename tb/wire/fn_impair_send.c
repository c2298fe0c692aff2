// SPDX-License-Identifier: Apache-2.0
//
// fn_impair_send - the packets of fn_impair: headers, receiver, capture

#include "wire/fn_impair.h"

#include "wire/fn_stream.h"

enum { LINE_OVERHEAD = 24, NANOSECONDS_A_BYTE = 8 };

uint64_t fn_impair_random(struct fn_impair *impair, uint64_t below)
{
    return fn_stream_word(impair->options.seed << 32, impair->num_random++) % below;
}

bool fn_impair_chance(struct fn_impair *impair, uint64_t rate)
{
    return rate != 0 && fn_impair_random(impair, 1000) < rate;
}

const char *fn_impair_kind_name(enum fn_impair_kind kind)
{
    static const char *const names[] = {
#define F(name, text) text,
        FN_IMPAIR_KINDS(F)
#undef F
    };
    return names[kind];
}

// One altered byte is always seen: SEQ, ACK, timestamps or payload.
static void damage(struct fn_impair *impair, const struct fn_segment *segment, uint8_t *frame)
{
    const unsigned in_payload = segment->payload
                                + (unsigned)fn_impair_random(impair, segment->length + 1u);
    const unsigned in_numbers = segment->tcp + 4 + (unsigned)fn_impair_random(impair, 8);
    const bool is_number = segment->length == 0 || fn_impair_chance(impair, 200);
    unsigned at = is_number ? in_numbers : in_payload;

    if (!is_number && at == segment->payload + segment->length)
        at--;
    frame[at] ^= (uint8_t)(1 + fn_impair_random(impair, 255));
}

void fn_impair_put(struct fn_impair *impair, struct fn_impair_flow *flow,
                   enum fn_impair_kind kind, struct fn_segment *segment, int64_t offset,
                   const uint8_t *payload)
{
    static uint8_t frame[FN_SEGMENT_BYTES];
    const unsigned f = (unsigned)(flow - impair->flows);

    segment->sequence = flow->first + (uint32_t)offset;
    segment->ts_value += flow->ts_shift;
    const size_t length = fn_segment_write(segment, payload, frame);
    if (kind == FN_IMPAIR_DAMAGED)
        damage(impair, segment, frame);
    fn_capture_writer_put(impair->capture, impair->time, frame, length);
    impair->time += (length + LINE_OVERHEAD) * NANOSECONDS_A_BYTE;
    impair->num_packets++;
    impair->counts[kind]++;
    fprintf(impair->events, "%llu,%u,%s,%lld,%u,%d\n", (unsigned long long)impair->num_packets,
            f + 1, fn_impair_kind_name(kind), (long long)offset, segment->length,
            kind >= FN_IMPAIR_KEEPALIVE);
}

// TS.Recent follows (RFC 7323 4.3).
void fn_impair_stamp(struct fn_impair_flow *flow, struct fn_segment *segment, uint64_t from,
                     bool is_own)
{
    const struct fn_receiver *receiver = &flow->receiver;
    const bool is_old = from + segment->length <= receiver->next;

    if (segment->timestamps == 0)
        return;
    if (!is_own || (!is_old && fn_segment_before(segment->ts_value, flow->ts_recent)))
        segment->ts_value = flow->ts_newest;
    if (fn_segment_before(flow->ts_newest, segment->ts_value))
        flow->ts_newest = segment->ts_value;
    if (from <= receiver->next && fn_segment_before(flow->ts_recent, segment->ts_value))
        flow->ts_recent = segment->ts_value;
}

static void learn(struct fn_impair *impair, struct fn_impair_flow *flow,
                  enum fn_receiver_answer answer)
{
    if (flow->receiver.num_intervals > impair->most_intervals)
        impair->most_intervals = flow->receiver.num_intervals;
    if (answer != FN_RECEIVER_NO_ROOM)
        return;
    impair->num_no_room++;
    for (unsigned p = 0; p < flow->num_pending; p++)
        if (flow->pending[p].kind == FN_IMPAIR_REPAIR)
            return;
    if (flow->num_pending < FN_IMPAIR_PENDING)
        flow->pending[flow->num_pending++] = (struct fn_impair_pending){
            .kind = FN_IMPAIR_REPAIR, .due = flow->clock + 2 * impair->options.delay
        };
}

static void send_next_gap(struct fn_impair *impair, struct fn_impair_flow *flow, uint64_t target)
{
    const struct fn_receiver *receiver = &flow->receiver;
    uint64_t end = receiver->next + flow->recorded->longest;

    if (end > target)
        end = target;
    if (receiver->num_intervals != 0 && end > receiver->intervals[0].from)
        end = receiver->intervals[0].from;
    fn_impair_send(impair, flow, FN_IMPAIR_REPAIR, NULL, receiver->next, end - receiver->next);
}

void fn_impair_repair(struct fn_impair *impair, struct fn_impair_flow *flow, uint64_t target)
{
    while (flow->receiver.next < target)
        send_next_gap(impair, flow, target);
}

void fn_impair_send(struct fn_impair *impair, struct fn_impair_flow *flow,
                    enum fn_impair_kind kind, const struct fn_recording_packet *packet,
                    uint64_t from, uint64_t length)
{
    static uint8_t payload[FN_SEGMENT_BYTES];
    struct fn_receiver *receiver = &flow->receiver;
    const uint64_t size = flow->recorded->size;
    struct fn_segment segment = packet != NULL ? packet->segment : flow->latest->segment;

    while (from + length > receiver->next + receiver->window)
        send_next_gap(impair, flow, from);
    segment.length = (uint16_t)length;
    if (packet == NULL)
        segment.flags = FN_SEGMENT_ACK | (from + length == size ? FN_SEGMENT_PSH : 0);
    fn_impair_stamp(flow, &segment, from, packet != NULL);
    fn_stream_bytes(flow->recorded->seed, from, payload, length);
    fn_impair_put(impair, flow, kind, &segment, (int64_t)from, payload);
    learn(impair, flow, fn_receiver_take(receiver, from, length));
    if (from + length > flow->sent)
        flow->sent = from + length;
    if (segment.flags & FN_SEGMENT_FIN && receiver->next == size)
        flow->has_fin = true;
}
