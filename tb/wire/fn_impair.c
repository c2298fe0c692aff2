// SPDX-License-Identifier: Apache-2.0
//
// fn_impair - see fn_impair.h

#include "wire/fn_impair.h"

enum { MANY = 1 << 20 };

struct fn_impair_options fn_impair_defaults(void)
{
    return (struct fn_impair_options){
#define F(name, value, text) .name = value,
        FN_IMPAIR_OPTIONS(F)
#undef F
    };
}

static uint64_t fold(uint64_t offset, uint64_t size)
{
    return size == 0 ? 0 : offset % size;
}

// Where SEQ is to wrap: the first data packet at or behind offset, else where it says.
static void place_wrap(struct fn_impair *impair, struct fn_impair_flow *flow)
{
    const struct fn_impair_options *options = &impair->options;
    const struct fn_recording *recording = impair->recording;
    const uint64_t size = flow->recorded->size, hole = fold(options->wrap_hole, size);
    const uint64_t boundary = fold(options->wrap_boundary, size);

    if (options->wrap != FN_IMPAIR_NEVER)
        flow->first = (uint32_t)-fold(options->wrap, size);
    for (size_t p = recording->num_packets; p-- > 0; ) {
        const struct fn_recording_packet *packet = &recording->packets[p];
        const uint64_t length = packet->segment.length;
        if (packet->flow != (size_t)(flow - impair->flows) || length < 2)
            continue;
        if (options->wrap_boundary != FN_IMPAIR_NEVER && packet->offset >= boundary)
            flow->first = (uint32_t)-packet->offset;
        if (options->wrap_hole != FN_IMPAIR_NEVER && packet->offset + length > hole) {
            flow->first = (uint32_t)-(packet->offset + length / 2);
            flow->forced = packet;
        }
    }
}

static void open_flow(struct fn_impair *impair, unsigned f)
{
    const struct fn_recording *recording = impair->recording;
    struct fn_impair_flow *flow = &impair->flows[f];
    unsigned num_data = 0;

    flow->recorded = &recording->flows[f];
    flow->first = flow->recorded->syn.sequence + 1;
    flow->ts_newest = flow->ts_recent = flow->recorded->syn.ts_value;
    flow->receiver.window = impair->options.window;
    flow->receiver.max_intervals = (unsigned)impair->options.intervals;
    place_wrap(impair, flow);
    for (size_t p = recording->num_packets; p-- > 0; ) {
        const struct fn_recording_packet *packet = &recording->packets[p];
        if (packet->flow != f)
            continue;
        num_data += packet->segment.length != 0;
        if (num_data == 3 && impair->options.fin != 0 && flow->last_lost == NULL)
            flow->last_lost = packet;
        if (impair->options.ts_wrap != 0 && p >= recording->num_packets / 2)
            flow->ts_shift = (uint32_t)-packet->segment.ts_value;
    }
}

static void send_later(struct fn_impair *impair, struct fn_impair_flow *flow,
                       enum fn_impair_kind kind, const struct fn_recording_packet *packet,
                       uint64_t after)
{
    if (flow->num_pending == FN_IMPAIR_PENDING)  // sooner, then
        fn_impair_send(impair, flow, kind, packet, packet->offset, packet->segment.length);
    else
        flow->pending[flow->num_pending++] = (struct fn_impair_pending){
            .kind = kind, .packet = packet, .from = packet->offset,
            .length = packet->segment.length, .due = flow->clock + after
        };
}

// In two to four pieces.  A piece in the middle that comes first makes one hole two.
static void send_pieces(struct fn_impair *impair, struct fn_impair_flow *flow,
                        enum fn_impair_kind kind, uint64_t from, uint64_t length, bool in_order)
{
    uint64_t cuts[5] = { from };
    unsigned num_cuts = 1;
    const unsigned num_pieces = 2 + (unsigned)fn_impair_random(impair, 3);

    while (num_cuts < num_pieces && cuts[num_cuts - 1] + 1 < from + length) {
        const uint64_t left = from + length - 1 - cuts[num_cuts - 1];
        cuts[num_cuts] = cuts[num_cuts - 1] + 1 + fn_impair_random(impair, left);
        num_cuts++;
    }
    cuts[num_cuts] = from + length;
    const unsigned start = in_order ? 0 : (unsigned)fn_impair_random(impair, num_cuts);
    for (unsigned c = 0; c < num_cuts; c++) {
        const unsigned piece = (start + c) % num_cuts;
        fn_impair_send(impair, flow, kind, NULL, cuts[piece], cuts[piece + 1] - cuts[piece]);
    }
}

// From there to at least end, beginning earlier by chance, in the longest segments.
static void send_shifted(struct fn_impair *impair, struct fn_impair_flow *flow,
                         enum fn_impair_kind kind, uint64_t from, uint64_t end)
{
    const uint64_t longest = flow->recorded->longest;
    const uint64_t early = fn_impair_random(impair, longest);
    uint64_t at = fn_impair_chance(impair, 300) ? from : from > early ? from - early : 0;

    while (at < end) {
        uint64_t length = flow->recorded->size - at < longest ? flow->recorded->size - at
                                                              : longest;
        const uint64_t room = flow->receiver.next + flow->receiver.window - at;
        if (at + length > end && length > room)
            length = end - at;  // no need to reach behind the window
        fn_impair_send(impair, flow, kind, NULL, at, length);
        at += length;
    }
}

static unsigned open_holes(const struct fn_impair_flow *flow)
{
    unsigned num_open = 0;

    for (unsigned p = 0; p < flow->num_pending; p++)
        num_open += flow->pending[p].kind != FN_IMPAIR_COPY;
    return num_open;
}

static bool may_open(const struct fn_impair *impair, const struct fn_impair_flow *flow,
                     unsigned num_holes)
{
    const uint64_t holes = impair->options.holes;
    return open_holes(flow) + num_holes <= (holes != 0 ? holes : impair->options.intervals);
}

static void send_pending(struct fn_impair *impair, struct fn_impair_flow *flow, unsigned p,
                         bool is_last)
{
    const struct fn_impair_options *options = &impair->options;
    const struct fn_impair_pending pending = flow->pending[p];

    flow->pending[p] = flow->pending[--flow->num_pending];
    if (pending.kind == FN_IMPAIR_REPAIR) {
        fn_impair_repair(impair, flow, flow->sent);
    } else if (pending.kind != FN_IMPAIR_AGAIN) {
        fn_impair_send(impair, flow, pending.kind, pending.packet, pending.from, pending.length);
    } else if (!is_last && fn_impair_chance(impair, options->again)) {
        impair->num_lost++;
        send_later(impair, flow, FN_IMPAIR_AGAIN, pending.packet, 2 * options->delay);
    } else if (!fn_impair_chance(impair, options->other)) {
        fn_impair_send(impair, flow, FN_IMPAIR_AGAIN, NULL, pending.from, pending.length);
    } else if (fn_impair_chance(impair, 500)) {
        send_pieces(impair, flow, FN_IMPAIR_OTHER, pending.from, pending.length,
                    !may_open(impair, flow, 2));
    } else {
        send_shifted(impair, flow, FN_IMPAIR_OTHER, pending.from, pending.from + pending.length);
    }
}

// What is due up to time, the earliest first.
static void send_due(struct fn_impair *impair, struct fn_impair_flow *flow, uint64_t time)
{
    for (;;) {
        unsigned first = 0;
        for (unsigned p = 1; p < flow->num_pending; p++)
            if (flow->pending[p].due < flow->pending[first].due)
                first = p;
        if (flow->num_pending == 0 || flow->pending[first].due > time)
            return;
        send_pending(impair, flow, first, time == UINT64_MAX);
    }
}

// All bytes up to target are there after it.
static void complete(struct fn_impair *impair, struct fn_impair_flow *flow, uint64_t target)
{
    send_due(impair, flow, UINT64_MAX);
    fn_impair_repair(impair, flow, target);
}

static void finish(struct fn_impair *impair, struct fn_impair_flow *flow)
{
    const uint64_t size = flow->recorded->size;

    complete(impair, flow, size);
    if (flow->has_fin)
        return;
    struct fn_recording_packet again = *flow->latest;
    again.segment.flags = FN_SEGMENT_FIN | FN_SEGMENT_ACK;
    again.segment.ts_value = flow->ts_newest;
    fn_impair_send(impair, flow, FN_IMPAIR_AGAIN, &again, size, 0);
}

// Begins earlier, ends later, or both, in segments as long as the longest.
static void send_overlapping(struct fn_impair *impair, struct fn_impair_flow *flow,
                             const struct fn_recording_packet *packet)
{
    const uint64_t end = packet->offset + packet->segment.length, size = flow->recorded->size;
    uint64_t early = fn_impair_random(impair, flow->recorded->longest);
    uint64_t late = fn_impair_random(impair, flow->recorded->longest);

    if (early > packet->offset)
        early = packet->offset;
    if (late > size - end)
        late = size - end;
    const uint64_t from = packet->offset - early;
    while (late > 0 && end + late > flow->receiver.next + flow->receiver.window)
        late /= 2;
    for (uint64_t at = from; at < end + late; at += flow->recorded->longest) {
        const uint64_t left = end + late - at;
        fn_impair_send(impair, flow, FN_IMPAIR_OVERLAP, NULL, at,
                       left < flow->recorded->longest ? left : flow->recorded->longest);
    }
}

static bool is_lost(struct fn_impair *impair, struct fn_impair_flow *flow,
                    const struct fn_recording_packet *packet)
{
    const struct fn_impair_options *options = &impair->options;

    if (packet == flow->forced)
        return true;
    if (flow->burst_left > 0) {
        flow->burst_left--;
        return true;
    }
    if (!may_open(impair, flow, 1) || !fn_impair_chance(impair, options->loss))
        return false;
    flow->burst_left = options->burst - 1;
    return true;
}

static void treat(struct fn_impair *impair, struct fn_impair_flow *flow,
                  const struct fn_recording_packet *packet)
{
    const struct fn_impair_options *options = &impair->options;
    const uint64_t length = packet->segment.length;

    if (packet == flow->last_lost || is_lost(impair, flow, packet)) {
        impair->num_lost++;
        send_later(impair, flow, FN_IMPAIR_AGAIN, packet, packet == flow->last_lost ? MANY
                   : 1 + fn_impair_random(impair, options->delay));
        return;
    }
    if (may_open(impair, flow, 1) && fn_impair_chance(impair, options->reorder)) {
        send_later(impair, flow, FN_IMPAIR_LATE, packet,
                   1 + fn_impair_random(impair, options->distance));
        return;
    }
    if (fn_impair_chance(impair, options->split))
        send_pieces(impair, flow, FN_IMPAIR_SPLIT, packet->offset, length,
                    !may_open(impair, flow, 2));
    else if (fn_impair_chance(impair, options->overlap))
        send_overlapping(impair, flow, packet);
    else
        fn_impair_send(impair, flow, FN_IMPAIR_RECORDED, packet, packet->offset, length);
    if (fn_impair_chance(impair, options->duplicate))
        send_later(impair, flow, FN_IMPAIR_COPY, packet,
                   fn_impair_random(impair, options->distance + 1));
}

static void handle(struct fn_impair *impair, const struct fn_recording_packet *packet)
{
    struct fn_impair_flow *flow = &impair->flows[packet->flow];
    const bool has_fin = (packet->segment.flags & FN_SEGMENT_FIN) != 0;

    flow->latest = packet;
    if (packet->offset > flow->recorded->size)
        finish(impair, flow);
    if (packet->segment.flags & FN_SEGMENT_SYN || packet->offset > flow->recorded->size
        || (packet->segment.length == 0 && !has_fin)) {
        const int64_t offset = packet->segment.flags & FN_SEGMENT_SYN ? -1
                                                                      : (int64_t)packet->offset;
        struct fn_segment segment = packet->segment;
        fn_impair_stamp(flow, &segment, packet->offset, true);
        fn_impair_put(impair, flow, FN_IMPAIR_RECORDED, &segment, offset, NULL);
        return;
    }
    flow->clock++;
    send_due(impair, flow, flow->clock);
    if (has_fin) {
        if (flow->last_lost == NULL)
            complete(impair, flow, packet->offset);
        fn_impair_send(impair, flow, FN_IMPAIR_RECORDED, packet, packet->offset,
                       packet->segment.length);
    } else if (flow->has_fin || packet->offset < impair->options.calm) {
        fn_impair_send(impair, flow, FN_IMPAIR_RECORDED, packet, packet->offset,
                       packet->segment.length);
    } else {
        if (fn_impair_chance(impair, impair->options.probe))
            fn_impair_send(impair, flow, FN_IMPAIR_PROBE, NULL, flow->receiver.next, 1);
        fn_impair_disturb(impair, flow, packet);
        treat(impair, flow, packet);
    }
}

static bool is_handshake(const struct fn_recording_packet *packet)
{
    return (packet->segment.flags & FN_SEGMENT_SYN) != 0
        || (packet->offset == 0 && packet->segment.length == 0
            && !(packet->segment.flags & FN_SEGMENT_FIN));
}

// All handshakes, and time to hand the flows over.
static void lead(struct fn_impair *impair)
{
    const struct fn_recording *recording = impair->recording;

    for (size_t p = 0; p < recording->num_packets; p++)
        if (is_handshake(&recording->packets[p]))
            handle(impair, &recording->packets[p]);
    for (uint64_t n = 0; n < impair->options.lead; n++)
        fn_impair_send_damaged(impair, &impair->flows[n % recording->num_flows]);
}

void fn_impair_run(struct fn_impair *impair)
{
    const struct fn_recording *recording = impair->recording;
    const bool has_lead = impair->options.lead != 0;

    fprintf(impair->events, "frame.number,handle,kind,offset,length,void\n");
    for (unsigned f = 0; f < recording->num_flows; f++)
        open_flow(impair, f);
    if (has_lead)
        lead(impair);
    for (size_t p = 0; p < recording->num_packets; p++) {
        if (impair->time < recording->packets[p].time)
            impair->time = recording->packets[p].time;
        if (!has_lead || !is_handshake(&recording->packets[p]))
            handle(impair, &recording->packets[p]);
    }
    for (unsigned f = 0; f < recording->num_flows; f++)
        finish(impair, &impair->flows[f]);
}
