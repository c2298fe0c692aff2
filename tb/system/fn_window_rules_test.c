// SPDX-License-Identifier: Apache-2.0
//
// fn_window_rules_test - whose window counts, and whose timestamp: rows, and the rules against
// RFC 9293's own
//
// The RFC remembers in SND.WL1 and SND.WL2 which segment its window is from; a context has no room
// for them.  A peer sends segments, each with a window of its own; some are lost, some come
// late or twice.  What a segment changes is held against the RFC's rule, and against the order in
// which the peer sent them.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_flow_packet.h"
#include "functional/fn_tcp.h"

enum { TRIALS = 20000, SEGMENTS = 48, LATEST = 12, OLD = 100, UNA = 5000 };

static unsigned num_checks, num_wrong;

static void expect(bool is_true, const char *what, const char *source)
{
    num_checks++;
    if (is_true)
        return;
    num_wrong++;
    fprintf(stderr, "%s: %s\n", source, what);
}

// ---- Rows: receive-next 0, perhaps an interval beyond it ----
struct row {
    const char *source;
    unsigned    from, to;    // interval
    int         offset;      // SEG.SEQ - RCV.NXT
    unsigned    length;      // SEG.LEN
    int         more;        // SEG.ACK - SND.UNA
    bool        is_taken;    // its window
};

static const struct row rows[] = {
    // RFC 9293 3.10.7.4, fifth: SND.WL1 < SEG.SEQ, or equal and SND.WL2 =< SEG.ACK
    { "in order", 0, 0, 0, 10, 0, true },
    { "in order, acknowledges more", 0, 0, 0, 10, 1, true },
    { "beyond a hole", 0, 0, 5, 10, 0, true },
    { "behind the last interval", 10, 20, 20, 10, 0, true },
    { "beyond the last interval", 10, 20, 25, 10, 0, true },
    { "pure ACK in order", 0, 0, 0, 0, 0, true },
    { "pure ACK behind the last interval", 10, 20, 20, 0, 0, true },
    { "fills the hole, older", 10, 20, 0, 10, 0, false },
    { "a piece of the hole, older", 10, 20, 5, 2, 0, false },
    { "pure ACK, older", 10, 20, 0, 0, 0, false },
    { "pure ACK, a byte older", 10, 20, 19, 0, 0, false },
    { "begins before RCV.NXT", 0, 0, -5, 10, 0, false },
    { "over the interval", 10, 20, 5, 30, 0, false },
    // only a segment that was sent later acknowledges more
    { "fills the hole, acknowledges more", 10, 20, 0, 10, 1, true },
    { "pure ACK acknowledges more", 10, 20, 0, 0, 1, true },
    { "sent again, acknowledges more", 0, 0, -5, 10, 1, true },
    // SND.UNA =< SEG.ACK
    { "in order, acknowledges less", 0, 0, 0, 10, -1, false },
    { "beyond a hole, acknowledges less", 10, 20, 25, 10, -1, false },
    { "pure ACK acknowledges less", 0, 0, 0, 0, -1, false },
    { "half of all before", 0, 0, 0, 10, (int)0x80000001, false }
};

static const uint32_t places[] = { 0, 1000, 0xfffffff8, 0x7ffffff8, 0x12345678 };

static struct fn_context context_at(uint32_t next)
{
    return (struct fn_context){
        .state = FN_STATE_ZERO_COPY, .receive_next = next, .window_edge = next + 200000,
        .page_count = 64, .last_acknowledgment = next, .send_unacknowledged = UNA,
        .send_window = OLD, .send_window_maximum = OLD << 2, .window_shift = 2,
        .segment_maximum = 1460
    };
}

static struct fn_packet_record segment(uint32_t sequence, unsigned length, uint32_t acknowledgment,
                                       uint16_t window)
{
    return (struct fn_packet_record){
        .tcp = 1, .tcp_flags = FN_TCP_ACK, .sequence = sequence, .window = window,
        .payload_length = (uint16_t)length, .acknowledgment = acknowledgment
    };
}

static void check_row(const struct row *row, uint32_t next, uint16_t window)
{
    struct fn_context context = context_at(next);
    const struct fn_packet_record record = segment(next + (uint32_t)row->offset, row->length,
                                                   UNA + (uint32_t)row->more, window);
    struct fn_flow_packet packet;

    if (row->to) {
        context.intervals = 1;
        context.start_0 = row->from;
        context.end_0 = row->to;
    }
    fn_flow_packet(&context, &record, 0, &packet);
    const struct fn_context *after = &packet.change.next;
    const uint32_t scaled = (uint32_t)(row->is_taken && window > OLD ? window : OLD) << 2;
    const uint32_t una = UNA + (row->more > 0 ? (uint32_t)row->more : 0);
    expect(packet.fate == (row->length ? FN_FATE_PLACE : FN_FATE_SOFTWARE), "fate", row->source);
    expect(after->send_window == (row->is_taken ? window : OLD), "SND.WND", row->source);
    expect(after->send_window_maximum == scaled, "MAX.SND.WND", row->source);
    expect(after->send_unacknowledged == una, "SND.UNA", row->source);
    expect(packet.change.report.peer == (row->length && row->is_taken), "report", row->source);
}

// ---- RFC 7323 4.3: whose timestamp becomes TS.Recent ----
struct stamped {
    const char *source;
    unsigned    acknowledge;
    int         offset;    // SEG.SEQ - RCV.NXT
    int         last;      // Last.ACK.sent - RCV.NXT
    bool        is_taken;
};

static const struct stamped stamped[] = {
    { "SEG.SEQ is Last.ACK.sent", 1, 0, 0, true },
    { "SEG.SEQ is Last.ACK.sent", 1, -5, -5, true },
    { "behind what was acknowledged", 1, 0, -5, false },
    { "out of order", 1, 5, 0, false },
    // Software acknowledges, nobody knows what; not beyond RCV.NXT
    { "software acknowledges, in order", 0, 0, -5, true },
    { "software acknowledges, long ago", 0, 0, -0x10000000, true },
    { "software acknowledges, from before", 0, -5, -0x10000000, true },
    { "software acknowledges, out of order", 0, 5, -5, false },
    { "software acknowledges, half of all ago", 0, 5, 0x70000000, false }
};

static void check_stamped(const struct stamped *row, uint32_t next, unsigned length)
{
    struct fn_context context = context_at(next);
    struct fn_packet_record record = segment(next + (uint32_t)row->offset, length, UNA, OLD);
    struct fn_flow_packet packet;

    if (length == 0 && row->offset < 0)
        return;
    context.timestamps = record.timestamps_present = 1;
    context.timestamp_recent = 0xfffffff0;
    record.timestamp_value = 7;
    context.acknowledge = (uint8_t)row->acknowledge;
    context.acknowledge_packets = 9;
    context.last_acknowledgment = next + (uint32_t)row->last;
    fn_flow_packet(&context, &record, 0, &packet);
    expect(packet.fate == (length ? FN_FATE_PLACE : FN_FATE_SOFTWARE), "fate", row->source);
    expect(packet.change.next.timestamp_recent == (row->is_taken ? 7 : 0xfffffff0), "TS.Recent",
           row->source);
}

// A stream for which the peer's clock goes round: no segment is too old.
static void check_long_stream(unsigned acknowledge)
{
    struct fn_context context = context_at(0);
    struct fn_flow_packet packet;

    context.timestamps = 1;
    context.acknowledge = (uint8_t)acknowledge;
    context.acknowledge_packets = 2;
    for (uint32_t n = 0; n < 64; n++) {
        struct fn_packet_record record = segment(1000 * n, 1000, UNA, OLD);
        record.timestamps_present = 1;
        record.timestamp_value = 0x08000000 * n;
        fn_flow_packet(&context, &record, 0, &packet);
        expect(packet.fate == FN_FATE_PLACE, "PAWS", "a clock that goes round");
        context = packet.change.next;
        context.page_count = 64;
    }
}

// ---- A peer, and the way to here ----
struct sent {
    uint32_t sequence, acknowledgment;
    unsigned length, number, due;
    uint16_t window;
};

static uint64_t random_state = 1;

static unsigned below(unsigned limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 16) % limit;
}

// In the order in which they are sent; due: when they come.  Returns how many come.
static unsigned make_sent(struct sent *sent, uint32_t first, bool sends_again)
{
    uint32_t next = first, acknowledgment = UNA;
    unsigned count = 0;

    for (unsigned n = 0; n < SEGMENTS; n++) {
        const unsigned length = below(3) ? 1 + below(60) : 0;
        const bool     is_again = sends_again && next != first && below(4) == 0;
        const uint32_t sequence = is_again ? next - 1 - below(next - first) : next;
        acknowledgment += below(3) ? 0 : 1 + below(50);
        if (!is_again)
            next += length;
        if (below(12) == 0)
            continue;
        for (unsigned copies = below(10) ? 1 : 2; copies > 0; copies--)
            sent[count++] = (struct sent){
                sequence, acknowledgment, is_again && !length ? 1 : length, n,
                n * 2 + (below(2) ? 0 : below(LATEST)), (uint16_t)(1000 + (n * 77 + 31) % 512)
            };
    }
    return count;
}

static int compare(const void *a, const void *b)
{
    const struct sent *x = a, *y = b;

    return x->due != y->due ? (x->due > y->due) - (x->due < y->due)
                            : (x->number > y->number) - (x->number < y->number);
}

// RFC 9293 section 3.10.7.4, fifth, to the letter; true: the window was updated.
struct rfc {
    uint32_t una, wl1, wl2;
    uint16_t wnd;
};

static bool rfc_acknowledge(struct rfc *rfc, const struct sent *segment)
{
    if ((int32_t)(segment->acknowledgment - rfc->una) > 0)
        rfc->una = segment->acknowledgment;
    if ((int32_t)(segment->acknowledgment - rfc->una) < 0)
        return false;
    if (!((int32_t)(segment->sequence - rfc->wl1) > 0
          || (segment->sequence == rfc->wl1
              && (int32_t)(segment->acknowledgment - rfc->wl2) >= 0)))
        return false;
    rfc->wnd = segment->window;
    rfc->wl1 = segment->sequence;
    rfc->wl2 = segment->acknowledgment;
    return true;
}

// The three ways in which the rules may differ.
enum { LATER, SAME_BYTES, BEHIND_BYTES, WAYS };
static const char *const ways[WAYS] = {
    "sent again with a later acknowledgment: taken, not by the RFC",
    "the same acknowledgment, behind SND.WL1, bytes of it are there: the RFC's alone",
    "the same acknowledgment, nothing of it there, before SND.WL1: taken, not by the RFC"
};
static unsigned long num_same, num_other[WAYS];

static int way_of(const struct fn_context *context, const struct rfc *rfc,
                  const struct sent *segment)
{
    const uint32_t end = context->receive_next + fn_context_received(context);
    const int32_t  more = (int32_t)(segment->acknowledgment - context->send_unacknowledged);
    const bool     is_behind = (int32_t)(segment->sequence - end) >= 0;
    const bool     is_wl1 = (int32_t)(segment->sequence - rfc->wl1) >= 0;

    return more > 0 && !is_wl1 ? LATER
         : more == 0 && is_wl1 && !is_behind ? SAME_BYTES
         : more == 0 && !is_wl1 && is_behind ? BEHIND_BYTES : WAYS;
}

// SND.WND is from the segment `number`; is_same: and so is the RFC's.
struct held {
    unsigned number;
    bool     is_same;
};

static void arrive(struct fn_context *context, struct rfc *rfc, struct held *held,
                   const struct sent *sent, bool sends_again)
{
    const struct fn_packet_record record = segment(sent->sequence, sent->length,
                                                   sent->acknowledgment, sent->window);
    const int way = way_of(context, rfc, sent);
    const uint16_t before = context->send_window;
    struct fn_flow_packet packet;

    fn_flow_packet(context, &record, 0, &packet);
    *context = packet.change.next;
    if (packet.fate == FN_FATE_DROP) {
        expect(context->send_window == before, "what is dropped says nothing", "peer");
        return;
    }
    const bool is_rfc = rfc_acknowledge(rfc, sent);
    // Twice the same shows nothing.
    const bool is_ours = before == sent->window ? is_rfc : context->send_window == sent->window;
    expect(is_ours || context->send_window == before, "no other window", "peer");
    expect(context->send_unacknowledged == rfc->una, "SND.UNA", "peer");
    expect(is_ours == is_rfc || way != WAYS, "differs where it must not", "peer");
    expect(!is_ours || is_rfc || way != LATER || sent->number > held->number,
           "acknowledges more, but was sent earlier", "peer");
    // Of a peer that sends nothing again what differs is the RFC's fault, or is the smaller window
    // of a peer that keeps its right edge.
    expect(sends_again || is_ours == is_rfc || way == BEHIND_BYTES
           || (way == SAME_BYTES && sent->number < held->number), "not the newest", "peer");
    if (is_ours != is_rfc)
        num_other[way % WAYS]++;
    if (is_ours != is_rfc || (is_ours && is_rfc))
        held->is_same = is_ours == is_rfc;
    if (is_ours)
        held->number = sent->number;
    num_same += held->is_same;
    expect(!held->is_same || context->send_window == rfc->wnd, "SND.WND", "peer");
}

static void try_peer(bool sends_again)
{
    const uint32_t first = below(4) ? below(1000) - 500u : 0x7fffff00u + below(500);
    struct sent sent[2 * SEGMENTS];
    const unsigned count = make_sent(sent, first, sends_again);
    struct fn_context context = context_at(first);
    struct rfc  rfc = { UNA, first - 1, UNA, OLD };
    struct held held = { 0, true };

    qsort(sent, count, sizeof *sent, compare);
    for (unsigned n = 0; n < count; n++)
        arrive(&context, &rfc, &held, &sent[n], sends_again);
}

int main(void)
{
    for (unsigned r = 0; r < sizeof rows / sizeof *rows; r++)
        for (unsigned p = 0; p < sizeof places / sizeof *places; p++) {
            check_row(&rows[r], places[p], OLD / 2);
            check_row(&rows[r], places[p], OLD * 2);
        }
    for (unsigned r = 0; r < sizeof stamped / sizeof *stamped; r++)
        for (unsigned p = 0; p < sizeof places / sizeof *places; p++) {
            check_stamped(&stamped[r], places[p], 10);
            check_stamped(&stamped[r], places[p], 0);
        }
    for (unsigned acknowledge = 0; acknowledge < 3; acknowledge++)
        check_long_stream(acknowledge);
    for (unsigned t = 0; t < TRIALS; t++)
        try_peer(t % 2);
    for (unsigned w = 0; w < WAYS; w++) {
        printf("%s: %lu\n", ways[w], num_other[w]);
        expect(num_other[w] > 0, "never came", ways[w]);
    }
    printf("%zu rows, %d peers: the RFC's window %lu times, %u checks, %u wrong\n",
           sizeof rows / sizeof *rows, TRIALS, num_same, num_checks, num_wrong);
    return num_wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
