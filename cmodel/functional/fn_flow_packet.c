// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_packet - see fn_flow_packet.h

#include "functional/fn_flow_packet.h"

#include <string.h>

#include "functional/fn_rtp_slot.h"
#include "functional/fn_segment_check.h"
#include "functional/fn_tcp.h"

typedef struct fn_flow_packet packet_t;

static bool is_before(uint32_t a, uint32_t b)  // RFC 9293 section 3.4; all 32 bits, always
{
    return (int32_t)(a - b) < 0;
}

static void to_software(packet_t *packet, enum fn_sync sync)
{
    packet->fate = FN_FATE_SOFTWARE;
    packet->change.sync = sync;
    packet->change.next.software_packets++;
}

static void dropped(packet_t *packet, enum fn_reason reason, bool answer)
{
    packet->fate = FN_FATE_DROP;
    packet->reason = reason;
    packet->change.next.dropped_packets++;
    if (answer && packet->change.next.acknowledge)
        fn_change_acknowledge(&packet->change);
}

// RFC 9293 section 3.10.7.4, fifth: the window of the segment that was sent last.  One that
// acknowledges more was sent later; of those that acknowledge the same, one that begins behind
// all that has been received.  (SND.WL2 is never beyond SND.UNA, so it says nothing more; for
// SND.WL1 stands the end of what has been received.)
static bool is_window_new(const struct fn_context *context, const struct fn_packet_record *record)
{
    const int32_t offset = fn_sequence_beyond(record->sequence, context->receive_next);

    return is_before(context->send_unacknowledged, record->acknowledgment)
        || (context->send_unacknowledged == record->acknowledgment && offset >= 0
            && (uint32_t)offset >= fn_context_received(context));
}

// What the segment says of the other direction; true if that is news.
static bool take_acknowledgment(struct fn_context *next, const struct fn_packet_record *record,
                                bool takes_window)
{
    const uint32_t window = (uint32_t)record->window << next->window_shift;
    bool           news = takes_window && record->window != next->send_window;

    if (is_before(next->send_unacknowledged, record->acknowledgment)) {
        next->send_unacknowledged = record->acknowledgment;
        news = true;
    }
    if (!takes_window)
        return news;
    next->send_window = record->window;
    if (window > next->send_window_maximum)
        next->send_window_maximum = window;
    return news;
}

// RFC 7323 section 4.3.  If software acknowledges without being asked nobody tells Last.ACK.sent:
// it is not beyond receive-next, which must do, or TS.Recent would stay until all is older.
static void take_timestamp(struct fn_context *next, const struct fn_packet_record *record)
{
    const uint32_t last = next->acknowledge ? next->last_acknowledgment : next->receive_next;

    if (next->timestamps && record->timestamps_present
        && fn_sequence_beyond(last, record->sequence) >= 0)
        next->timestamp_recent = record->timestamp_value;
}

// RFC 5681 section 4.2: at once for what is out of order or fills a hole; else every so many
// packets, or for two full segments, or when the time is over.
static bool is_acknowledgment_due(struct fn_context *next, bool at_once, uint32_t bytes,
                                  uint16_t now)
{
    if (!next->acknowledge)
        return false;
    if (!next->owed_packets)
        next->deadline = (uint16_t)(now + next->acknowledge_timeout);
    next->owed_packets++;
    next->owed_bytes += bytes;
    return at_once || next->owed_packets >= next->acknowledge_packets
        || next->owed_bytes >= 2u * next->segment_maximum;
}

// The pieces go to memory; receive-next moves by advance.
static void place(packet_t *packet, uint32_t advance, bool at_once, uint16_t now)
{
    struct fn_context *next = &packet->change.next;
    uint32_t           bytes = 0;

    packet->fate = FN_FATE_PLACE;
    for (unsigned i = 0; i < packet->num_pieces; i++)
        bytes += packet->piece[i].end - packet->piece[i].start;
    next->placed_packets++;
    next->unreported++;
    next->placed_bytes += bytes;
    packet->change.report.at_once = at_once;
    packet->change.report.start = packet->change.sync == FN_SYNC_START;
    const bool is_due = is_acknowledgment_due(next, at_once, bytes, now);
    fn_change_move(&packet->change, advance);
    if (is_due)
        fn_change_acknowledge(&packet->change);
}

// Of a packet's bytes, `offset` from receive-next up to `end`, those that are not there yet become
// its pieces and count as received; or else its fate is another.  What would leave too many holes
// is sent again (TCP), or is not lost: software gets it (RTP).  Moves receive-next's *advance.
static bool receive(packet_t *packet, int32_t offset, uint32_t end, uint32_t *advance,
                    bool *at_once)
{
    struct fn_context  *next = &packet->change.next;
    struct fn_intervals list = fn_context_intervals(next);
    const uint32_t      begin = offset < 0 ? 0 : (uint32_t)offset;

    if (end > fn_context_limit(next)) {
        to_software(packet, FN_SYNC_NO_PAGE);
        return false;
    }
    *at_once = begin > 0 || list.count > 0;
    packet->num_pieces = fn_intervals_missing(&list, begin, end, packet->piece);
    if (!packet->num_pieces) {
        dropped(packet, FN_REASON_DUPLICATE, true);
        return false;
    }
    packet->skip = packet->piece[0].start - (uint32_t)offset;
    if (!fn_intervals_insert(&list, fn_flow_size.intervals, begin, end, advance)) {
        if (fn_rtp_is_flow(next))
            to_software(packet, FN_SYNC_NO_SLOT);
        else
            dropped(packet, FN_REASON_HOLES, true);
        return false;
    }
    fn_context_set_intervals(next, &list);
    return true;
}

static void keep_fin(struct fn_context *next, const struct fn_packet_record *record)
{
    next->fin_pending = 1;
    next->fin_sequence = fn_sequence_at(record->sequence, record->payload_length);
}

static void place_segment(packet_t *packet, const struct fn_packet_record *record, uint16_t now)
{
    struct fn_context *next = &packet->change.next;
    const int32_t      offset = fn_sequence_beyond(record->sequence, next->receive_next);
    const uint32_t     window = fn_context_window(next);
    const uint32_t     whole = (uint32_t)offset + record->payload_length;
    const uint32_t     last = fn_context_end(next);  // of the stream
    const uint32_t     edge = window < last ? window : last;
    const bool         is_window_taken = is_window_new(next, record);
    const bool         has_fin = record->tcp_flags & FN_TCP_FIN && whole < window && whole < last;
    uint32_t           advance;
    bool               at_once;

    if (!receive(packet, offset, whole > edge ? edge : whole, &advance, &at_once)) {
        if (has_fin && packet->reason == FN_REASON_DUPLICATE) {  // it is news, its bytes are not
            packet->reason = FN_REASON_FIN_WAITS;
            keep_fin(next, record);
        }
        return;
    }
    if (has_fin)
        keep_fin(next, record);
    take_timestamp(next, record);
    packet->change.report.peer = take_acknowledgment(next, record, is_window_taken);
    packet->change.report.push = next->report_push && record->tcp_flags & FN_TCP_PSH;
    place(packet, advance, at_once, now);
}

static void tcp(packet_t *packet, const struct fn_packet_record *record, uint16_t now)
{
    struct fn_context              *next = &packet->change.next;
    const struct fn_segment_verdict verdict = fn_segment_check(next, record);

    if (verdict.surrender != FN_SYNC_NONE) {
        to_software(packet, verdict.surrender);
        fn_change_surrender(&packet->change, verdict.surrender);
    } else if (verdict.reason != FN_REASON_DELIVERED) {
        dropped(packet, verdict.reason, verdict.answer);
    } else if (record->payload_length) {
        place_segment(packet, record, now);
    } else if (record->tcp_flags & FN_TCP_FIN) {
        keep_fin(next, record);
        dropped(packet, FN_REASON_FIN_WAITS, true);
    } else {
        take_timestamp(next, record);
        take_acknowledgment(next, record, is_window_new(next, record));
        to_software(packet, FN_SYNC_NONE);
    }
}

// Datagram after datagram; each is reported, or the driver could not tell them apart.
static void udp(packet_t *packet, const struct fn_packet_record *record, uint16_t now)
{
    const uint32_t length = record->payload_length;

    if (!length || length > fn_context_limit(&packet->change.next)) {
        to_software(packet, length ? FN_SYNC_NO_PAGE : FN_SYNC_NONE);
        return;
    }
    packet->piece[0] = (struct fn_interval){ 0, length };
    packet->num_pieces = 1;
    packet->change.report.push = 1;
    place(packet, length, false, now);
}

// Each to the slot of its number: the whole slot is taken, whatever of it the packet fills.
static void rtp(packet_t *packet, const struct fn_packet_record *record, uint16_t now)
{
    const struct fn_rtp_slot slot = fn_rtp_slot(&packet->change.next, record);
    uint32_t                 advance;
    bool                     at_once;

    if (!slot.is_there) {
        to_software(packet, FN_SYNC_NO_SLOT);
        return;
    }
    if (slot.offset < 0) {
        dropped(packet, FN_REASON_DUPLICATE, true);
        return;
    }
    if (!receive(packet, slot.offset, (uint32_t)slot.offset + slot.size, &advance, &at_once))
        return;
    packet->change.report.push = packet->change.next.report_push || at_once;
    place(packet, advance, at_once, now);
}

// Intervals that the flow was started with count as received: what joins them uses up their pages.
static bool has_pages(const struct fn_context *context)
{
    return fn_context_received(context) <= fn_context_limit(context);
}

// MONITOR: zero copy was asked for from receive_next on, or greater.
static bool is_first(const struct fn_context *context, const struct fn_packet_record *record)
{
    const int32_t  offset = fn_sequence_beyond(record->sequence, context->receive_next);
    const uint32_t end = (uint32_t)offset + record->payload_length;
    const unsigned special = FN_TCP_SYN | FN_TCP_FIN | FN_TCP_RST | FN_TCP_URG;

    if (fn_rtp_is_flow(context)) {
        const struct fn_rtp_slot slot = fn_rtp_slot(context, record);
        return slot.is_there && slot.offset >= 0 && has_pages(context)
            && (uint32_t)slot.offset + slot.size <= fn_context_limit(context);
    }
    if (!record->payload_length)
        return false;
    if (context->udp)
        return record->payload_length <= fn_context_limit(context);
    return !(record->tcp_flags & special) && offset >= 0 && end <= fn_context_limit(context)
        && end <= fn_context_window(context) && has_pages(context);
}

// MONITOR is passive: what zero copy cannot begin with is software's, and changes nothing.
static void before(packet_t *packet, const struct fn_context *context)
{
    fn_change_begin(&packet->change, context);
    packet->epoch = (context->epoch + FN_FLOW_EPOCHS - 1) % FN_FLOW_EPOCHS;
    to_software(packet, FN_SYNC_BEFORE);
}

static void decide(packet_t *packet, const struct fn_context *context,
                   const struct fn_packet_record *record, uint16_t now)
{
    // Another handle: it was on its way when another flow got the context.
    if (context->state == FN_STATE_IDLE || record->fragment || record->handle != context->handle
        || !(context->udp ? record->udp : record->tcp)) {
        to_software(packet, FN_SYNC_NONE);
        return;
    }
    const bool is_waiting = context->state == FN_STATE_MONITOR;
    if (is_waiting && !is_first(context, record)) {
        before(packet, context);
        return;
    }
    if (is_waiting) {
        packet->change.next.state = FN_STATE_ZERO_COPY;
        packet->change.sync = FN_SYNC_START;
    }
    if (fn_rtp_is_flow(context))
        rtp(packet, record, now);
    else if (context->udp)
        udp(packet, record, now);
    else
        tcp(packet, record, now);
    if (is_waiting && packet->fate != FN_FATE_PLACE && !packet->change.surrendered)
        before(packet, context);
}

void fn_flow_packet(const struct fn_context *context, const struct fn_packet_record *record,
                    uint16_t now, struct fn_flow_packet *packet)
{
    memset(packet, 0, sizeof *packet);
    fn_change_begin(&packet->change, context);
    packet->epoch = context->epoch;
    decide(packet, context, record, now);
    if (packet->change.surrendered)
        packet->epoch = packet->change.next.epoch;
    packet->change.report.timestamp = record->timestamp;
    packet->change.report.sequence = context->udp && !context->rtp ? context->receive_next
                                                                   : record->sequence;
    packet->change.report.payload_length = record->payload_length;
    packet->change.report.acknowledgment = record->acknowledgment;
    packet->change.report.window = record->window;
    packet->change.report.tcp_flags = record->tcp_flags;
    fn_change_end(&packet->change, record->context);
}

uint32_t fn_flow_begin(const struct fn_context *context, const struct fn_packet_record *record)
{
    const int32_t offset = fn_rtp_is_flow(context) ? fn_rtp_slot(context, record).offset
                         : fn_sequence_beyond(record->sequence, context->receive_next);

    return (context->udp && !context->rtp) || offset < 0 ? 0 : (uint32_t)offset;
}

unsigned fn_flow_commands(const struct fn_context *context,
                          const struct fn_packet_record *record,
                          const struct fn_flow_packet *packet,
                          struct fn_flow_command command[FN_FLOW_COMMANDS_MAX])
{
    unsigned count = 0;
    uint32_t skip = (fn_rtp_is_flow(context) ? record->l4_offset : record->payload_offset)
                  + packet->skip;

    for (unsigned i = 0; i < packet->num_pieces; i++) {
        uint32_t offset = packet->piece[i].start;
        if (i)
            skip = offset - packet->piece[i - 1].end;
        while (offset < packet->piece[i].end) {
            const uint32_t in_page = (context->page_offset + offset) % fn_flow_size.page_bytes;
            const uint32_t left = packet->piece[i].end - offset;
            const uint32_t room = fn_flow_size.page_bytes - in_page;
            const uint32_t length = left < room ? left : room;
            command[count++] = (struct fn_flow_command){
                (uint16_t)skip, (uint16_t)length, fn_context_page(context, offset), in_page
            };
            offset += length;
            skip = 0;
        }
    }
    return count;
}
