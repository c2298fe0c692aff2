// SPDX-License-Identifier: Apache-2.0
//
// fn_tcp_rules_test - what becomes of a TCP segment: rows from the RFCs
//
// Each row with receive-next 0, and where it wraps or changes its sign inside the row; what is
// placed is sent once more.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_flow_operation.h"
#include "functional/fn_flow_packet.h"
#include "functional/fn_tcp.h"

enum {
    A = FN_TCP_ACK, F = FN_TCP_FIN, S = FN_TCP_SYN, R = FN_TCP_RST, U = FN_TCP_URG, P = FN_TCP_PSH,
    UNA = 5000, NXT = 6000, PEER = 2000,  // SND.UNA, SND.NXT, MAX.SND.WND
    RECENT = 77, NO_STAMP = -1, PLAIN = -2
};

// ANSWERS: dropped, and acknowledged at once
enum outcome { TO_SOFTWARE, GIVES_UP, PLACES, DROPS, ANSWERS };

struct row {
    const char  *source;
    int          offset;            // SEG.SEQ - RCV.NXT
    unsigned     length, window;    // SEG.LEN without SYN and FIN, RCV.WND
    unsigned     flags;
    unsigned     acknowledgment;
    long         stamp;             // PLAIN: timestamps were not negotiated
    enum outcome outcome;
    unsigned     which;             // sync or reason; PLACES: the first byte
    unsigned     end;               // PLACES: behind the last byte
    bool         fin;               // its place is kept
};

static const struct row rows[] = {
    // RFC 9293 3.4, table: length 0, window 0
    { "length 0, window 0", 0, 0, 0, A, NXT, PLAIN, TO_SOFTWARE, FN_SYNC_NONE, 0, false },
    { "length 0, window 0", 1, 0, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    { "length 0, window 0", -1, 0, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_PROBE, 0, false },
    { "length 0, window 0", -2, 0, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, false },
    // length 0, window not 0; the edge itself is let in, too: see fn_segment_check.c
    { "length 0, window > 0", 0, 0, 1000, A, NXT, PLAIN, TO_SOFTWARE, FN_SYNC_NONE, 0, false },
    { "length 0, window > 0", 999, 0, 1000, A, NXT, PLAIN, TO_SOFTWARE, FN_SYNC_NONE, 0, false },
    { "at the edge", 1000, 0, 1000, A, NXT, PLAIN, TO_SOFTWARE, FN_SYNC_NONE, 0, false },
    { "length 0, window > 0", 1001, 0, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    { "length 0, window > 0", -2, 0, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, false },
    // length not 0, window 0: not acceptable
    { "RFC 9293 3.8.6.1 probe", 0, 1, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_PROBE, 0, false },
    { "length > 0, window 0", 0, 900, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_PROBE, 0, false },
    { "length > 0, window 0", 1, 1, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    { "length > 0, window 0", -5, 5, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, false },
    { "length > 0, window 0", -5, 6, 0, A, NXT, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    // length not 0, window not 0: the first byte or the last one lies in it
    { "length > 0, window > 0", 0, 10, 1000, A, NXT, PLAIN, PLACES, 0, 10, false },
    { "length > 0, window > 0", 0, 1000, 1000, A | P, NXT, PLAIN, PLACES, 0, 1000, false },
    { "the last in the window", 999, 1, 1000, A, NXT, PLAIN, PLACES, 999, 1000, false },
    { "trimmed behind", 999, 100, 1000, A, NXT, PLAIN, PLACES, 999, 1000, false },
    { "trimmed before", -10, 11, 1000, A, NXT, PLAIN, PLACES, 0, 1, false },
    { "at the edge", 1000, 1, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    { "all of it before", -10, 10, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, false },
    { "neither is", -10, 1011, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    { "the last is the edge", -10, 1010, 1000, A, NXT, PLAIN, PLACES, 0, 1000, false },
    { "RFC 9293 3.8.4 keepalive", -1, 1, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_PROBE, 0, false },
    { "RFC 9293 3.8.4 keepalive", -1, 0, 1000, A, NXT, PLAIN, ANSWERS, FN_REASON_PROBE, 0, false },
    // RFC 5961 3.2
    { "RST at RCV.NXT", 0, 0, 1000, R, 0, PLAIN, GIVES_UP, FN_SYNC_RST, 0, false },
    { "RST at RCV.NXT", 0, 0, 0, R | A, 0, PLAIN, GIVES_UP, FN_SYNC_RST, 0, false },
    { "RST in the window", 1, 0, 1000, R, 0, PLAIN, ANSWERS, FN_REASON_CHALLENGE, 0, false },
    { "RST in the window", 999, 0, 1000, R, 0, PLAIN, ANSWERS, FN_REASON_CHALLENGE, 0, false },
    { "RST outside", 1001, 0, 1000, R, 0, PLAIN, DROPS, FN_REASON_WINDOW, 0, false },
    { "RST outside", -2, 0, 1000, R, 0, PLAIN, DROPS, FN_REASON_DUPLICATE, 0, false },
    // RFC 5961 4.2: a challenge whatever the number; at RCV.NXT the stack's
    { "SYN in the window", 500, 0, 1000, S, 0, PLAIN, ANSWERS, FN_REASON_CHALLENGE, 0, false },
    { "SYN outside", 5000, 0, 1000, S, 0, PLAIN, ANSWERS, FN_REASON_WINDOW, 0, false },
    { "SYN outside", -5000, 0, 1000, S | A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, false },
    { "SYN at RCV.NXT", 0, 0, 1000, S, 0, PLAIN, GIVES_UP, FN_SYNC_SYN, 0, false },
    // RFC 9293 3.10.7.4, fifth; RFC 5961 5.2: SND.UNA - MAX.SND.WND <= SEG.ACK <= SND.NXT
    { "no ACK", 0, 10, 1000, P, NXT, PLAIN, DROPS, FN_REASON_ACKNOWLEDGMENT, 0, false },
    { "SND.NXT", 0, 10, 1000, A, NXT, PLAIN, PLACES, 0, 10, false },
    { "beyond SND.NXT", 0, 10, 1000, A, NXT + 1, PLAIN, ANSWERS, FN_REASON_ACKNOWLEDGMENT, 0,
      false },
    { "oldest", 0, 10, 1000, A, UNA - PEER, PLAIN, PLACES, 0, 10, false },
    { "too old", 0, 10, 1000, A, UNA - PEER - 1, PLAIN, ANSWERS, FN_REASON_ACKNOWLEDGMENT, 0,
      false },
    { "far away", 0, 10, 1000, A, 0x80000000u + NXT, PLAIN, ANSWERS, FN_REASON_ACKNOWLEDGMENT, 0,
      false },
    // RFC 9293 3.10.7.4, sixth and eighth
    { "URG", 0, 10, 1000, A | U, NXT, PLAIN, GIVES_UP, FN_SYNC_URGENT, 0, false },
    { "FIN at RCV.NXT", 0, 0, 1000, A | F, NXT, PLAIN, GIVES_UP, FN_SYNC_FIN, 0, false },
    { "FIN behind its bytes", 0, 10, 1000, A | F, NXT, PLAIN, GIVES_UP, FN_SYNC_FIN, 0, false },
    { "FIN behind old bytes", -10, 10, 1000, A | F, NXT, PLAIN, GIVES_UP, FN_SYNC_FIN, 0, false },
    { "old FIN", -10, 9, 1000, A | F, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, false },
    { "FIN beyond a hole", 5, 0, 1000, A | F, NXT, PLAIN, ANSWERS, FN_REASON_FIN_WAITS, 0, true },
    { "FIN beyond a hole", 5, 10, 1000, A | F, NXT, PLAIN, PLACES, 5, 15, true },
    { "FIN is the last", 5, 994, 1000, A | F, NXT, PLAIN, PLACES, 5, 999, true },
    { "FIN is outside", 5, 995, 1000, A | F, NXT, PLAIN, PLACES, 5, 1000, false },
    // RFC 7323 3.2 and 5.3
    { "RFC 7323 5.3 R1", 0, 10, 1000, A, NXT, RECENT - 1, ANSWERS, FN_REASON_TIMESTAMP, 0, false },
    { "RFC 7323 5.3 R1", 2000, 10, 1000, A, NXT, RECENT - 1, ANSWERS, FN_REASON_TIMESTAMP, 0,
      false },
    { "half of all before", 0, 10, 1000, A, NXT, RECENT + 0x80000001L, ANSWERS,
      FN_REASON_TIMESTAMP, 0, false },
    { "half of all after", 0, 10, 1000, A, NXT, RECENT + 0x7fffffffL, PLACES, 0, 10, false },
    { "the same", 0, 10, 1000, A, NXT, RECENT, PLACES, 0, 10, false },
    { "missing", 0, 10, 1000, A, NXT, NO_STAMP, DROPS, FN_REASON_TIMESTAMP, 0, false },
    { "RST without", 0, 0, 1000, R, 0, NO_STAMP, GIVES_UP, FN_SYNC_RST, 0, false },
    { "RST with an old one", 0, 0, 1000, R, 0, RECENT - 1, GIVES_UP, FN_SYNC_RST, 0, false },
};

static const uint32_t places[] = { 0, 1, 1000, 0xffffffff, 0xfffffff8, 0xfffffc18, 0x7ffffff8,
                                   0x80000000, 0x12345678 };

static unsigned num_checks, num_wrong;

static struct fn_context context_of(const struct row *row, uint32_t next)
{
    return (struct fn_context){
        .state = FN_STATE_ZERO_COPY, .epoch = 3, .acknowledge = 1, .check_acknowledgment = 1,
        .timestamps = row->stamp != PLAIN, .timestamp_recent = RECENT, .receive_next = next,
        .window_edge = next + row->window, .page_count = 2, .page_offset = 100,
        .last_acknowledgment = next, .send_unacknowledged = UNA, .send_next = NXT,
        .send_window_maximum = PEER, .acknowledge_packets = 15, .acknowledge_timeout = 40,
        .segment_maximum = 1460
    };
}

static struct fn_packet_record record_of(const struct row *row, uint32_t next)
{
    return (struct fn_packet_record){
        .tcp = 1, .sequence = next + (uint32_t)row->offset, .tcp_flags = (uint16_t)row->flags,
        .payload_length = (uint16_t)row->length, .acknowledgment = row->acknowledgment,
        .timestamps_present = row->stamp >= 0, .timestamp_value = (uint32_t)row->stamp
    };
}

static bool is_right(const struct row *row, uint32_t next, const struct fn_flow_packet *packet)
{
    const struct fn_context *after = &packet->change.next;
    const bool is_kept = after->fin_pending
        && after->fin_sequence == next + (uint32_t)row->offset + row->length;

    if (is_kept != row->fin || after->fin_pending != row->fin)
        return false;
    switch (row->outcome) {
    case TO_SOFTWARE:
    case GIVES_UP:
        return packet->fate == FN_FATE_SOFTWARE && packet->change.sync == row->which
            && packet->change.surrendered == (row->outcome == GIVES_UP)
            && after->receive_next == next
            && packet->epoch == (row->outcome == GIVES_UP ? 4 : 3);
    case DROPS:
    case ANSWERS:
        return packet->fate == FN_FATE_DROP && packet->reason == row->which
            && packet->change.answered == (row->outcome == ANSWERS)
            && after->receive_next == next && after->intervals == 0;
    case PLACES:  // RFC 5681 4.2: at once only if it is out of order
        return packet->fate == FN_FATE_PLACE && packet->num_pieces == 1
            && packet->piece[0].start == row->which && packet->piece[0].end == row->end
            && packet->change.answered == (row->which > 0)
            && after->receive_next == next + (row->which > 0 ? 0 : row->end)
            && after->intervals == (row->which > 0);
    }
    return false;
}

static void expect(bool is_true, const struct row *row, uint32_t next, const char *what)
{
    num_checks++;
    if (is_true)
        return;
    num_wrong++;
    fprintf(stderr, "%s, offset %d, length %u, window %u, flags 0x%x, receive-next 0x%x: %s\n",
            row->source, row->offset, row->length, row->window, row->flags, next, what);
}

// What was placed, sent once more, has no byte that is missing; nothing is placed twice.
static void check_again(const struct row *row, uint32_t next, const struct fn_context *after)
{
    const struct fn_packet_record record = record_of(row, next);
    struct fn_flow_packet packet;

    fn_flow_packet(after, &record, 0, &packet);
    expect(packet.fate == FN_FATE_DROP && packet.change.answered
           && packet.reason == (row->which == 0 && row->length == 1 ? FN_REASON_PROBE
                                                                    : FN_REASON_DUPLICATE),
           row, next, "again");
}

static void check_row(const struct row *row, uint32_t next)
{
    const struct fn_context context = context_of(row, next);
    const struct fn_packet_record record = record_of(row, next);
    struct fn_flow_packet packet;

    fn_flow_packet(&context, &record, 0, &packet);
    expect(is_right(row, next, &packet), row, next, "another outcome");
    if (row->outcome != PLACES && row->outcome != TO_SOFTWARE)
        expect(packet.change.next.timestamp_recent == RECENT, row, next, "TS.Recent has moved");
    if (row->outcome != PLACES)
        return;
    // RFC 7323 4.3: only from what Last.ACK.sent lies in, or is behind.
    const uint32_t recent = row->stamp >= 0 && row->offset <= 0 ? (uint32_t)row->stamp : RECENT;
    expect(packet.change.next.timestamp_recent == recent, row, next, "TS.Recent");
    if (row->end < row->window)  // else the window is closed then
        check_again(row, next, &packet.change.next);
}

// ---- With a FIN that waits, with an interval, in MONITOR ----

enum { WINDOW = 1000, HOLES = 4 };

struct scene {
    struct row  row;            // fin: one waits afterwards
    int         pending;        // before: its offset, 0 if none does
    unsigned    from, to;       // an interval; HOLES: as many as there may be, a byte each
    int         fin;            // after: its offset
    bool        ends;           // PLACES: and the flow is surrendered, FIN
};

static const struct scene scenes[] = {
    // RFC 9293 3.10.7.4, seventh: text behind a FIN is ignored; eighth: so is another FIN
    { { "up to the FIN", 10, 10, WINDOW, A, NXT, PLAIN, PLACES, 10, 20, true },
      20, 0, 0, 20, false },
    { { "cut at the FIN", 10, 20, WINDOW, A, NXT, PLAIN, PLACES, 10, 20, true },
      20, 0, 0, 20, false },
    { { "from the FIN on", 20, 10, WINDOW, A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, true },
      20, 0, 0, 20, false },
    { { "behind the FIN", 30, 10, WINDOW, A, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0, true },
      20, 0, 0, 20, false },
    { { "over the FIN", 0, 30, WINDOW, A, NXT, PLAIN, PLACES, 0, 20, true },
      20, 0, 0, 20, true },
    { { "over the FIN, from before", -5, 30, WINDOW, A, NXT, PLAIN, PLACES, 0, 20, true },
      20, 0, 0, 20, true },
    { { "meets the FIN", 0, 20, WINDOW, A, NXT, PLAIN, PLACES, 0, 20, true },
      20, 0, 0, 20, true },
    { { "closes the hole", 0, 30, WINDOW, A, NXT, PLAIN, PLACES, 0, 10, true },
      20, 10, 20, 20, true },
    { { "the same FIN", 20, 0, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_FIN_WAITS, 0, true },
      20, 0, 0, 20, false },
    { { "the same FIN", 10, 10, WINDOW, A | F, NXT, PLAIN, PLACES, 10, 20, true },
      20, 0, 0, 20, false },
    { { "a FIN behind it", 21, 0, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0,
        true }, 20, 0, 0, 20, false },
    { { "a FIN behind it", 10, 20, WINDOW, A | F, NXT, PLAIN, PLACES, 10, 20, true },
      20, 0, 0, 20, false },
    { { "a FIN behind it", 20, 1, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0,
        true }, 20, 0, 0, 20, false },
    { { "a FIN before it", 15, 0, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_FIN_WAITS, 0,
        true }, 20, 0, 0, 15, false },
    { { "a FIN before it", 5, 10, WINDOW, A | F, NXT, PLAIN, PLACES, 5, 15, true },
      20, 0, 0, 15, false },
    { { "ACK behind the FIN", 21, 0, WINDOW, A, NXT, PLAIN, TO_SOFTWARE, FN_SYNC_NONE, 0, true },
      20, 0, 0, 20, false },
    { { "RST behind the FIN", 21, 0, WINDOW, R, 0, PLAIN, ANSWERS, FN_REASON_CHALLENGE, 0, true },
      20, 0, 0, 20, false },
    // its bytes say that there is no FIN, or its FIN that there are no bytes: software judges
    { { "FIN inside an interval", 15, 0, WINDOW, A | F, NXT, PLAIN, GIVES_UP, FN_SYNC_FIN, 0,
        false }, 0, 10, 20, 0, false },
    { { "FIN before an interval", 5, 0, WINDOW, A | F, NXT, PLAIN, GIVES_UP, FN_SYNC_FIN, 0,
        false }, 0, 10, 20, 0, false },
    { { "FIN behind text, inside", 5, 10, WINDOW, A | F, NXT, PLAIN, GIVES_UP, FN_SYNC_FIN, 0,
        false }, 0, 10, 20, 0, false },
    { { "FIN at its end", 20, 0, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_FIN_WAITS, 0, true },
      0, 10, 20, 20, false },
    // a FIN behind bytes that are there is news all the same
    { { "FIN behind old bytes", 12, 8, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_FIN_WAITS, 0,
        true }, 0, 10, 20, 20, false },
    { { "the same FIN again", 10, 10, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0,
        true }, 20, 10, 20, 20, false },
    { { "a FIN before it", 10, 10, WINDOW, A | F, NXT, PLAIN, ANSWERS, FN_REASON_FIN_WAITS, 0,
        true }, 30, 10, 20, 20, false },
    { { "old bytes, FIN outside", 10, 10, 20, A | F, NXT, PLAIN, ANSWERS, FN_REASON_DUPLICATE, 0,
        false }, 0, 10, 20, 0, false },
    { { "FIN behind text, at its end", 5, 15, WINDOW, A | F, NXT, PLAIN, PLACES, 5, 10, true },
      0, 10, 20, 20, false },
};

// design.md section 5 and the issue: MONITOR is passive.  Each would be dropped in ZERO_COPY.
static const struct scene monitored[] = {
    { { "RFC 7323 5.3 R1", 0, 10, WINDOW, A, NXT, RECENT - 1, ANSWERS, 0, 0, false },
      0, 0, 0, 0, false },
    { { "RFC 7323 3.2", 0, 10, WINDOW, A, NXT, NO_STAMP, DROPS, 0, 0, false }, 0, 0, 0, 0, false },
    { { "RFC 5961 5.2", 0, 10, WINDOW, A, NXT + 1, PLAIN, ANSWERS, 0, 0, false },
      0, 0, 0, 0, false },
    { { "RFC 9293 3.10.7.4, fifth", 0, 10, WINDOW, P, NXT, PLAIN, DROPS, 0, 0, false },
      0, 0, 0, 0, false },
    { { "duplicate", 12, 5, WINDOW, A, NXT, PLAIN, ANSWERS, 0, 0, false }, 0, 10, 20, 0, false },
    { { "one hole too many", 12, 5, WINDOW, A, NXT, PLAIN, ANSWERS, 0, 0, false },
      0, HOLES, HOLES, 0, false },
    { { "behind a FIN", 20, 5, WINDOW, A, NXT, PLAIN, ANSWERS, 0, 0, true }, 20, 0, 0, 20, false },
};

static struct fn_context scene_context(const struct scene *scene, uint32_t next)
{
    struct fn_context context = context_of(&scene->row, next);

    context.fin_pending = scene->pending != 0;
    context.fin_sequence = scene->pending ? next + (uint32_t)scene->pending : 0;
    context.intervals = scene->from == HOLES ? HOLES : scene->to > 0;
    context.start_0 = scene->from == HOLES ? 1 : scene->from;
    context.end_0 = scene->from == HOLES ? 2 : scene->to;
    if (scene->from == HOLES) {
        context.start_1 = 3;
        context.end_1 = 4;
        context.start_2 = 5;
        context.end_2 = 6;
        context.start_3 = 7;
        context.end_3 = 8;
    }
    return context;
}

static void check_scene(const struct scene *scene, uint32_t next)
{
    const struct row *row = &scene->row;
    const struct fn_context context = scene_context(scene, next);
    const struct fn_packet_record record = record_of(row, next);
    struct fn_flow_packet packet;

    fn_flow_packet(&context, &record, 0, &packet);
    const struct fn_context *after = &packet.change.next;
    const struct fn_report *report = &packet.change.report;
    const bool is_placed = row->outcome == PLACES, is_software = packet.fate == FN_FATE_SOFTWARE;
    const bool is_dropped = row->outcome == DROPS || row->outcome == ANSWERS;
    expect(after->fin_pending == row->fin
           && (!row->fin || after->fin_sequence == next + (uint32_t)scene->fin),
           row, next, "the FIN that waits");
    expect(packet.change.surrendered == (scene->ends || row->outcome == GIVES_UP)
           && report->fin == scene->ends, row, next, "surrendered");
    expect((packet.fate == FN_FATE_PLACE) == is_placed
           && (packet.fate == FN_FATE_DROP) == is_dropped, row, next, "fate");
    expect(!is_dropped || (packet.reason == row->which
                           && packet.change.answered == (row->outcome == ANSWERS)),
           row, next, "reason");
    expect(!is_software || packet.change.sync == row->which, row, next, "sync");
    expect(!is_placed || (packet.num_pieces == 1 && packet.piece[0].start == row->which
                          && packet.piece[0].end == row->end), row, next, "what is placed");
    // No byte behind the FIN is the stream's.
    expect(after->receive_next == (scene->ends ? next + (uint32_t)scene->fin : next),
           row, next, "receive-next");
}

// The same in ZERO_COPY and in MONITOR, where it is as if it had not come.
static void check_monitored(const struct scene *scene, uint32_t next)
{
    const struct row *row = &scene->row;
    struct fn_context context = scene_context(scene, next);
    const struct fn_packet_record record = record_of(row, next);
    struct fn_flow_packet packet;

    fn_flow_packet(&context, &record, 0, &packet);
    expect(packet.fate == FN_FATE_DROP && packet.change.answered == (row->outcome == ANSWERS),
           row, next, "not dropped in ZERO_COPY");
    context.state = FN_STATE_MONITOR;
    fn_flow_packet(&context, &record, 0, &packet);
    expect(packet.fate == FN_FATE_SOFTWARE && packet.change.sync == FN_SYNC_BEFORE
           && packet.epoch == context.epoch - 1, row, next, "dropped in MONITOR");
    expect(!packet.change.reported && !packet.change.answered, row, next, "told in MONITOR");
    context.software_packets++;
    expect(memcmp(&packet.change.next, &context, sizeof context) == 0, row, next,
           "changed in MONITOR");
}

// Software may say that it has bytes behind the FIN: that does not make it wait for ever.
static void check_accepted(uint32_t next)
{
    const struct scene scene = { .row = { .source = "ACCEPT", .window = WINDOW, .stamp = PLAIN },
                                 .pending = 20 };
    const struct fn_context context = scene_context(&scene, next);
    struct fn_flow_operation operation;

    for (uint32_t end = 19; end < 22; end++) {
        fn_flow_operation(&context, &context, FN_OPERATION_ACCEPT,
                          (uint64_t)(next + end) << 32 | next, 0, &operation);
        expect(!operation.refused && operation.change.next.receive_next == next + end
               && operation.change.surrendered == (end >= 20)
               && operation.change.report.fin == (end >= 20), &scene.row, next, "the FIN's end");
    }
}

#define COUNT(array) (unsigned)(sizeof(array) / sizeof *(array))

int main(void)
{
    for (unsigned p = 0; p < COUNT(places); p++) {
        for (unsigned r = 0; r < COUNT(rows); r++)
            check_row(&rows[r], places[p]);
        for (unsigned s = 0; s < COUNT(scenes); s++)
            check_scene(&scenes[s], places[p]);
        for (unsigned m = 0; m < COUNT(monitored); m++)
            check_monitored(&monitored[m], places[p]);
        check_accepted(places[p]);
    }
    printf("%u rows, %u checks, %u wrong\n", COUNT(rows) + COUNT(scenes) + COUNT(monitored),
           num_checks, num_wrong);
    return num_wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
