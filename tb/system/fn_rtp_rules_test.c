// SPDX-License-Identifier: Apache-2.0
//
// fn_rtp_rules_test - what becomes of the packets of an RTP flow, against a map of numbers
//
// usage: fn_rtp_rules_test [SEED [STEPS]]
// The oracle knows for each number, counted without wrap from the first on, whether it is there:
// no offsets, no intervals, no sequence of 32 bits.  fn_flow_packet and fn_flow_operation are
// asked what they do with the same packets, pages and numbers given up.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_flow_operation.h"
#include "functional/fn_flow_packet.h"
#include "system/fn_random.h"

enum { NUMBERS = 1 << 20, PAGE = 4096, SOURCES = 4, CONTEXT = 9, L4_OFFSET = 34, MAX_RUNS = 4,
       FLOW_STEPS = 30000, KINDS = 12 };

static struct {
    uint8_t  is_there[NUMBERS];  // placed or given up
    unsigned next, top;          // the lowest that is not; behind the highest that is
    unsigned slot, first_number, start;  // bytes; of number 0 in the stream; of it in its page
    unsigned pages;              // posted since the start
    bool     is_started;
} map;

static struct fn_context context;
static uint64_t dice;
static unsigned long counts[KINDS], num_steps;

static unsigned below(unsigned limit)
{
    return fn_random_below(&dice, limit);
}

#define CHECK(condition)                                                                    \
    do {                                                                                    \
        if (!(condition)) {                                                                 \
            fprintf(stderr, "step %lu, next %u: %s\n", num_steps, map.next, #condition);    \
            exit(EXIT_FAILURE);                                                             \
        }                                                                                   \
    } while (0)

// ---- The oracle ----

enum verdict { PLACE, LATE, TWICE, NO_PAGE, NO_SLOT, BEFORE };

static unsigned num_runs(void)
{
    unsigned runs = 0;
    for (unsigned n = map.next + 1; n < map.top; n++)
        runs += map.is_there[n] && !map.is_there[n - 1];
    return runs;
}

static void settle(void)
{
    while (map.is_there[map.next])
        map.next++;
    if (map.top < map.next)
        map.top = map.next;
}

// RFC 3550 A.1: the number with these low bits that is nearest to the one waited for.
static long extend(uint16_t sequence)
{
    const uint16_t ahead = (uint16_t)(sequence - (map.first_number + map.next));
    return (long)map.next + ahead - (ahead < 0x8000 ? 0 : 0x10000);
}

static bool has_page(long number)
{
    return map.start + (unsigned long)(number + 1) * map.slot <= (unsigned long)map.pages * PAGE;
}

static enum verdict judge(uint16_t sequence, unsigned length, bool is_rtp, long *number)
{
    const unsigned behind = 64 * PAGE / map.slot, top = map.top;

    *number = extend(sequence);
    if (!is_rtp || length > map.slot || *number + (long)behind < (long)map.next)
        return map.is_started ? NO_SLOT : BEFORE;
    if (*number < (long)map.next)
        return map.is_started ? LATE : BEFORE;
    if (!has_page(*number))
        return map.is_started ? NO_PAGE : BEFORE;
    if (map.is_there[*number])
        return TWICE;
    map.is_there[*number] = 1;
    map.top = *number >= top ? (unsigned)*number + 1 : top;
    if (*number != map.next && num_runs() > MAX_RUNS) {
        map.is_there[*number] = 0;
        map.top = top;
        return NO_SLOT;
    }
    settle();
    return PLACE;
}

// ---- The model against it ----

static void check_context(void)
{
    const struct fn_intervals list = fn_context_intervals(&context);
    unsigned n = map.next;

    CHECK(context.receive_next == (uint32_t)(map.first_number + map.next) * map.slot);
    CHECK(context.page_count == map.pages - (map.start + map.next * map.slot) / PAGE);
    for (unsigned i = 0; i < list.count; i++) {
        for (; n < map.next + list.at[i].start / map.slot; n++)
            CHECK(!map.is_there[n]);
        for (; n < map.next + list.at[i].end / map.slot; n++)
            CHECK(map.is_there[n]);
        CHECK(list.at[i].start % map.slot == 0 && list.at[i].end % map.slot == 0);
    }
    CHECK(n == map.top);
}

static void check_commands(const struct fn_packet_record *record,
                           const struct fn_flow_packet *packet, unsigned long number)
{
    struct fn_flow_command commands[FN_FLOW_COMMANDS_MAX];
    const unsigned long at = map.start + number * map.slot;

    CHECK(fn_flow_commands(&context, record, packet, commands) == 1);
    CHECK(commands[0].skip == L4_OFFSET && commands[0].length == map.slot);
    CHECK(commands[0].place == at / PAGE % 64 && commands[0].offset == at % PAGE);
}

static void check_packet(uint16_t sequence, unsigned length, bool is_rtp)
{
    const struct fn_packet_record record = {
        .udp = 1, .rtp = is_rtp, .context = CONTEXT, .sequence = is_rtp ? sequence : 0,
        .l4_offset = L4_OFFSET, .l4_length = (uint16_t)length,
        .payload_offset = L4_OFFSET + 20, .payload_length = (uint16_t)(length - 20)
    };
    const bool was_started = map.is_started, was_whole = map.top == map.next;
    struct fn_flow_packet packet;
    long number;

    fn_flow_packet(&context, &record, 0, &packet);
    const unsigned next = map.next;
    const enum verdict verdict = judge(sequence, length, is_rtp, &number);
    const bool has_holes = !was_whole || number != (long)next;
    counts[verdict]++;
    if (verdict == PLACE) {
        CHECK(packet.fate == FN_FATE_PLACE);
        check_commands(&record, &packet, (unsigned long)number);
        map.is_started = true;
        CHECK(packet.change.report.start == !was_started);
        CHECK(packet.change.report.at_once == has_holes);
        CHECK(packet.change.report.push == (has_holes || context.report_push));
        CHECK(!packet.change.report.push || packet.change.reported);
        CHECK(packet.change.report.contiguous == packet.change.next.receive_next);
        CHECK(packet.change.report.sequence == sequence);
    } else if (verdict == LATE || verdict == TWICE) {
        CHECK(packet.fate == FN_FATE_DROP && packet.reason == FN_REASON_DUPLICATE);
    } else {
        CHECK(packet.fate == FN_FATE_SOFTWARE && !packet.change.surrendered);
        CHECK(packet.change.sync == (verdict == NO_PAGE ? FN_SYNC_NO_PAGE
                                     : verdict == NO_SLOT ? FN_SYNC_NO_SLOT : FN_SYNC_BEFORE));
    }
    context = packet.change.next;
}

static void give_up(unsigned from, unsigned to)
{
    const uint32_t begin = (uint32_t)(map.first_number + from) * map.slot;
    const uint32_t end = (uint32_t)(map.first_number + to) * map.slot;
    struct fn_flow_operation operation;
    bool is_new = false;

    for (unsigned n = from; n < to; n++)
        is_new |= n >= map.next && !map.is_there[n];
    fn_flow_operation(&context, &context, FN_OPERATION_ACCEPT, (uint64_t)end << 32 | begin, CONTEXT,
                      &operation);
    if (!map.is_started || !has_page(to - 1) || to <= map.next) {
        CHECK(operation.refused);
        return;
    }
    // What is there already, but not in order, may be told again.
    if (operation.refused) {
        const unsigned top = map.top;
        uint8_t was[64];
        memcpy(was, &map.is_there[from], to - from);
        memset(&map.is_there[from], 1, to - from);
        map.top = to > top ? to : top;
        CHECK(is_new && from > map.next && num_runs() > MAX_RUNS);
        memcpy(&map.is_there[from], was, to - from);
        map.top = top;
        return;
    }
    memset(&map.is_there[from], 1, to - from);
    map.top = to > map.top ? to : map.top;
    settle();
    counts[BEFORE + 1]++;
    context = operation.change.next;
    CHECK(operation.change.reported && operation.change.report.push);
    CHECK(operation.change.report.contiguous == context.receive_next);
}

static void post(void)
{
    struct fn_flow_operation operation;

    fn_flow_operation(&context, &context, FN_OPERATION_POST_PAGE, 0, CONTEXT, &operation);
    const bool is_full = map.pages - (map.start + map.next * map.slot) / PAGE == 64;
    CHECK(operation.refused == is_full);
    if (is_full)
        return;
    CHECK(operation.place == map.pages % 64);
    map.pages++;
    context = operation.change.next;
}

// ---- A flow ----

static void begin(void)
{
    struct fn_flow_operation operation;
    struct fn_context staged = { .udp = 1, .rtp = 1, .slot_size = (uint8_t)below(4) };

    memset(&map, 0, sizeof map);
    map.slot = 256u << staged.slot_size;
    map.start = below(PAGE / map.slot) * map.slot;
    map.first_number = below(2) ? below(0xffffffff / map.slot) : 0u - below(3000);
    staged.page_offset = (uint16_t)map.start;
    staged.receive_next = map.first_number * map.slot;
    staged.report_push = below(2) != 0;
    staged.page_low_water = (uint8_t)below(4);
    fn_flow_operation(&context, &staged, FN_OPERATION_START, 0, CONTEXT, &operation);
    CHECK(!operation.refused && operation.change.next.state == FN_STATE_MONITOR);
    context = operation.change.next;
}

static void step(unsigned reach)
{
    const unsigned number = map.next + below(reach);
    uint16_t sequence = (uint16_t)(map.first_number + number);
    unsigned length = 20 + below(map.slot - 19);

    if (below(8) == 0)
        sequence = (uint16_t)(map.first_number + map.next);
    if (below(10) == 0)
        sequence = (uint16_t)(sequence - below(16));
    if (below(200) == 0)
        sequence = (uint16_t)(sequence - 64 * PAGE / map.slot + below(3));
    if (below(200) == 0)
        sequence = (uint16_t)below(65536);
    if (below(50) == 0)
        length = map.slot + 1 + below(100);
    check_packet(sequence, length, below(50) != 0);
    if (below(12) == 0) {
        const unsigned from = map.next + (below(4) ? 0 : below(8));
        give_up(from, from + 1 + below(3));
    }
    while (below(reach + 4) >= 8 || map.pages == 0)
        post();
    check_context();
    num_steps++;
}

// design.md section 5: MONITOR is passive.  Started with all the holes that there may be, and one
// that is late, is there, or would make one more comes.
static void monitor(void)
{
    static const uint16_t numbers[] = { 0xffff, 1, 9 };
    const struct fn_context waits = {
        .udp = 1, .rtp = 1, .state = FN_STATE_MONITOR, .epoch = 3, .acknowledge = 1,
        .page_count = 64, .intervals = 4, .start_0 = 0x100, .end_0 = 0x200, .start_1 = 0x300,
        .end_1 = 0x400, .start_2 = 0x500, .end_2 = 0x600, .start_3 = 0x700, .end_3 = 0x800
    };

    for (unsigned n = 0; n < sizeof numbers / sizeof *numbers; n++) {
        const struct fn_packet_record record = {
            .udp = 1, .rtp = 1, .sequence = numbers[n], .l4_length = 100
        };
        struct fn_context     after = waits;
        struct fn_flow_packet packet;
        fn_flow_packet(&waits, &record, 0, &packet);
        CHECK(packet.fate == FN_FATE_SOFTWARE && packet.change.sync == FN_SYNC_BEFORE);
        CHECK(packet.epoch == 2 && !packet.change.answered && !packet.change.reported);
        after.software_packets++;
        CHECK(memcmp(&packet.change.next, &after, sizeof after) == 0);
    }
}

int main(int argc, char **argv)
{
    static const char *const names[] = { "placed", "late", "twice", "no page", "no slot", "before",
                                         "given up" };
    const unsigned long steps = argc > 2 ? strtoul(argv[2], NULL, 0) : 1000000;

    dice = argc > 1 ? strtoul(argv[1], NULL, 0) : 1;
    monitor();
    while (num_steps < steps) {
        begin();
        const unsigned reach = below(2) ? 4 + below(12) : 1 + below(200);
        for (unsigned s = 0; s < FLOW_STEPS && map.top + 1000 < NUMBERS; s++)
            step(reach);
    }
    printf("%lu packets:", num_steps);
    for (unsigned v = 0; v <= BEFORE + 1; v++) {
        printf(" %lu %s", counts[v], names[v]);
        CHECK(counts[v] > 0);
    }
    printf("\n");
    return EXIT_SUCCESS;
}
