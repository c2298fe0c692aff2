// SPDX-License-Identifier: Apache-2.0
//
// fn_impair_disturb - packets that must change nothing: old, blind, damaged

#include "wire/fn_impair.h"

#include "wire/fn_stream.h"

enum { FAR = 1 << 30 };

// Every byte differs from the stream's.
static const uint8_t *wrong_bytes(const struct fn_impair_flow *flow, int64_t offset,
                                  size_t length)
{
    static uint8_t bytes[FN_SEGMENT_BYTES];

    fn_stream_bytes(flow->recorded->seed, (uint64_t)offset, bytes, length);
    for (size_t b = 0; b < length; b++)
        bytes[b] = (uint8_t)~bytes[b];
    return bytes;
}

static struct fn_segment data_segment(const struct fn_impair_flow *flow, uint16_t length)
{
    struct fn_segment segment = flow->latest->segment;

    segment.flags = FN_SEGMENT_ACK;
    segment.ts_value = flow->ts_newest;
    segment.length = length;
    return segment;
}

static void put_wrong_bytes(struct fn_impair *impair, struct fn_impair_flow *flow,
                            enum fn_impair_kind kind, struct fn_segment *segment, int64_t offset)
{
    fn_impair_put(impair, flow, kind, segment, offset,
                  wrong_bytes(flow, offset, segment->length));
}

// Around receive-next, mostly where bytes are missing.
static int64_t some_offset(struct fn_impair *impair, const struct fn_impair_flow *flow,
                           const struct fn_recording_packet *packet)
{
    const int64_t next = (int64_t)flow->receiver.next;

    switch (fn_impair_random(impair, 4)) {
    case 0:  return next;
    case 1:  return next + (int64_t)fn_impair_random(impair, flow->receiver.window / 2);
    case 2:  return next - (int64_t)fn_impair_random(impair, 2u * flow->recorded->longest);
    default: return (int64_t)packet->offset;
    }
}

// RFC 9293 3.8.4: SEQ is SND.NXT - 1.
static void keepalive(struct fn_impair *impair, struct fn_impair_flow *flow)
{
    struct fn_segment segment = data_segment(flow, (uint16_t)fn_impair_random(impair, 2));

    put_wrong_bytes(impair, flow, FN_IMPAIR_KEEPALIVE, &segment,
                    (int64_t)flow->receiver.next - 1);
}

// In the window (a challenge ACK is due, RFC 5961 3.2 and 4.2) or outside; not at receive-next,
// nor at the end of an interval, which Linux takes for a good RST.
static int64_t blind_offset(struct fn_impair *impair, const struct fn_impair_flow *flow)
{
    const struct fn_receiver *receiver = &flow->receiver;
    const int64_t next = (int64_t)receiver->next;
    const int64_t far = (int64_t)fn_impair_random(impair, FAR);
    int64_t offset = next + 1 + (int64_t)fn_impair_random(impair, receiver->window - 2);

    for (unsigned i = 0; i < receiver->num_intervals; i++)
        if (offset == (int64_t)receiver->intervals[i].to)
            offset = next + 1;
    switch (fn_impair_random(impair, 4)) {
    case 0:  return next - 1 - far;
    case 1:  return next + FAR + far;
    default: return offset;
    }
}

static void blind(struct fn_impair *impair, struct fn_impair_flow *flow, enum fn_impair_kind kind)
{
    struct fn_segment segment = data_segment(flow, 0);
    int64_t offset = blind_offset(impair, flow);

    segment.flags = kind == FN_IMPAIR_SYN ? FN_SEGMENT_SYN : FN_SEGMENT_RST;
    if (kind == FN_IMPAIR_SYN && fn_impair_chance(impair, 250)) {
        segment = flow->recorded->syn;
        offset = -1;
    } else {
        fn_segment_strip(&segment);
    }
    fn_impair_put(impair, flow, kind, &segment, offset, NULL);
}

static void paws(struct fn_impair *impair, struct fn_impair_flow *flow,
                 const struct fn_recording_packet *packet)
{
    struct fn_segment segment = data_segment(flow, packet->segment.length);

    if (segment.timestamps == 0)
        return;
    segment.ts_value = flow->recorded->syn.ts_value - 1000
                       - (uint32_t)fn_impair_random(impair, FAR);
    put_wrong_bytes(impair, flow, FN_IMPAIR_PAWS, &segment, some_offset(impair, flow, packet));
}

void fn_impair_send_damaged(struct fn_impair *impair, struct fn_impair_flow *flow)
{
    struct fn_segment segment = data_segment(flow, flow->recorded->longest);

    put_wrong_bytes(impair, flow, FN_IMPAIR_DAMAGED, &segment, (int64_t)flow->receiver.next);
}

void fn_impair_disturb(struct fn_impair *impair, struct fn_impair_flow *flow,
                       const struct fn_recording_packet *packet)
{
    const struct fn_impair_options *options = &impair->options;
    struct fn_segment segment = data_segment(flow, packet->segment.length);
    const int64_t next = (int64_t)flow->receiver.next;

    if (fn_impair_chance(impair, options->keepalive))
        keepalive(impair, flow);
    if (fn_impair_chance(impair, options->damage))
        put_wrong_bytes(impair, flow, FN_IMPAIR_DAMAGED, &segment,
                        some_offset(impair, flow, packet));
    if (fn_impair_chance(impair, options->paws))
        paws(impair, flow, packet);
    if (fn_impair_chance(impair, options->reset))
        blind(impair, flow, FN_IMPAIR_RESET);
    if (fn_impair_chance(impair, options->syn))
        blind(impair, flow, FN_IMPAIR_SYN);
    segment = data_segment(flow, packet->segment.length);
    if (fn_impair_chance(impair, options->outside))
        put_wrong_bytes(impair, flow, FN_IMPAIR_OUTSIDE, &segment,
                        next + (fn_impair_chance(impair, 500) ? FAR : -2 * (int64_t)FAR)
                             + (int64_t)fn_impair_random(impair, FAR - 10000));
    segment = data_segment(flow, packet->segment.length);
    segment.acknowledgment += FAR + (uint32_t)fn_impair_random(impair, 2u * FAR);
    if (fn_impair_chance(impair, options->ack))
        put_wrong_bytes(impair, flow, FN_IMPAIR_ACK, &segment, some_offset(impair, flow, packet));
}
