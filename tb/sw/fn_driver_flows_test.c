// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_flows_test - zero copy: arguments, contexts word by word, hand-over
//
// The places of some fields are written down here once more, by bit; what operations do to
// the context is the model's answer.

#include <string.h>

#include "fn_driver_test.h"
#include "functional/fn_host_record.h"

#define X 0xfffff000u  // where the stream begins: it wraps

enum { INDEX = 5 };

static const struct fn_zero_copy_setup sample = {
    .handle = 0xbeef, .epoch = 31, .sequence = X, .page_offset = 4095, .page_low_water = 3,
    .report_push = true, .surrender_options = true, .window_edge = X + 5000,
    .timestamps = true, .timestamp_recent = 0x01020304, .acknowledge = FN_ACKNOWLEDGE_CORE,
    .acknowledge_packets = 15, .acknowledge_timeout = 500, .segment_maximum = 1448,
    .check_acknowledgment = true, .send_unacknowledged = 0x11111111, .send_next = 0x22222222,
    .send_window_maximum = 0x33333333, .window_shift = 14
};

static const struct fn_context *model(void)
{
    return &fake.flows.context[INDEX];
}

static uint8_t *page(unsigned n)
{
    return fake.memory + 0x20000 + n * FN_FLOW_PAGE_BYTES;
}

static void test_start_arguments(void)
{
    struct fn_zero_copy_setup start;

    open_device();
    CHECK(fn_num_flow_contexts(&device) == FAKE_CONTEXTS && fn_num_flow_contexts(NULL) == 0);
    CHECK(fake.flows.operations[FN_OPERATION_STOP] == FAKE_CONTEXTS);  // by fn_init
    REFUSED(FN_STATE, fn_flow_zero_copy_start(NULL, 0, &sample));
    REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, FAKE_CONTEXTS, &sample));
    REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, 0, NULL));
#define REFUSE_START(member, worse)                                           \
    do {                                                                      \
        start = sample;                                                       \
        start.member = worse;                                                 \
        REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, 0, &start));    \
    } while (0)
    REFUSE_START(epoch, FN_FLOW_EPOCHS);
    REFUSE_START(page_offset, FN_FLOW_PAGE_BYTES);
    REFUSE_START(page_low_water, FN_MAX_FLOW_PAGES + 1);
    REFUSE_START(window_edge, X - 1);
    REFUSE_START(window_edge, X + (1u << 30) + 1);
    REFUSE_START(window_shift, FN_MAX_WINDOW_SHIFT + 1);
    REFUSE_START(acknowledge, FN_ACKNOWLEDGE_CORE + 1);
    REFUSE_START(acknowledge_packets, FN_MAX_ACKNOWLEDGE_PACKETS + 1);
    REFUSE_START(acknowledge_timeout, FN_MAX_ACKNOWLEDGE_TIMEOUT + 1);
    REFUSE_START(udp, true);  // acknowledges nothing
    start.acknowledge = FN_ACKNOWLEDGE_NONE;
    REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, 0, &start));
    start.timestamps = false;
    REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, 0, &start));
    start.check_acknowledgment = false;
    CHECK(fn_flow_zero_copy_start(&device, 0, &start) == FN_OK);
    start = sample;
    start.window_edge = X + (1u << 30);
    start.page_low_water = FN_MAX_FLOW_PAGES;
    CHECK(fn_flow_zero_copy_start(&device, 0, &start) == FN_OK);
    fake.is_stuck = true;
    CHECK(fn_flow_zero_copy_start(&device, 0, &sample) == FN_TIMEOUT);
}

// Each of the 25 words: argument, then the command, waited for; START last.
static void check_start_writes(void)
{
    CHECK(FN_CONTEXT_WORDS == 25);
    CHECK(fake_writes(&fake) == 3 * (FN_CONTEXT_WORDS + 1));
    for (unsigned w = 0; w < FN_CONTEXT_WORDS; w++) {
        CHECK(fake_write(&fake, (int)(3 * w))->offset == FN_REG_FLOW_CONTEXT_ARGUMENT_LOW);
        CHECK(fake_write(&fake, (int)(3 * w))->value == w);
        CHECK(fake_write(&fake, (int)(3 * w) + 1)->offset == FN_REG_FLOW_CONTEXT_ARGUMENT_HIGH);
        CHECK(fake_write(&fake, (int)(3 * w) + 2)->offset == FN_REG_FLOW_CONTEXT_COMMAND);
        CHECK(fake_write(&fake, (int)(3 * w) + 2)->value == (0x80007000u | INDEX));
    }
    CHECK(fake_write(&fake, -1)->value == (0x80000000u | INDEX));
    CHECK(fake.num_accesses == (3 + 4) * (FN_CONTEXT_WORDS + 1));  // go is 1 three times, then 0
    // 0: handle, state 0, epoch, udp 0, acknowledge, push, timestamps, options, link 0, check
    CHECK(fake_write(&fake, 1)->value == (0xbeefu | 31u << 19 | 2u << 25 | 7u << 27 | 1u << 31));
    CHECK(fake_write(&fake, 3 * 1 + 1)->value == X);
    CHECK(fake_write(&fake, 3 * 2 + 1)->value == X + 5000);
    CHECK(fake_write(&fake, 3 * 4 + 1)->value == (4095u << 13 | 3u << 25));
    CHECK(fake_write(&fake, 3 * 5 + 1)->value == (14u << 24 | 15u << 28));
    CHECK(fake_write(&fake, 3 * 6 + 1)->value == 500u << 19);
    CHECK(fake_write(&fake, 3 * 13 + 1)->value == 0x01020304);
    CHECK(fake_write(&fake, 3 * 14 + 1)->value == X);  // Last.ACK.sent
    CHECK(fake_write(&fake, 3 * 15 + 1)->value == 0x11111111);
    CHECK(fake_write(&fake, 3 * 16 + 1)->value == 0x22222222);
    CHECK(fake_write(&fake, 3 * 17 + 1)->value == 0x33333333);
    CHECK(fake_write(&fake, 3 * 18 + 1)->value == 1448u << 16);
}

static void test_start(void)
{
    struct fn_zero_copy_setup start = { .sequence = 9, .window_edge = 9, .follow_pages = true };

    open_device();
    fake_forget(&fake);
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &sample) == FN_OK);
    check_start_writes();
    CHECK(model()->state == FN_STATE_MONITOR && model()->handle == 0xbeef);
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &start) == FN_OK);  // the defaults
    CHECK(model()->acknowledge_packets == 2 && model()->acknowledge_timeout == 40
          && model()->segment_maximum == 536 && model()->follow_pages);

    // Pages: the window follows them; 64 and no more.
    REFUSED(FN_ARGUMENT, fn_flow_post_page(&device, FAKE_CONTEXTS, page(0)));
    REFUSED(FN_ARGUMENT, fn_flow_post_page(&device, INDEX, NULL));
    REFUSED(FN_ALIGNMENT, fn_flow_post_page(&device, INDEX, page(0) + 64));
    for (unsigned n = 0; n < FN_MAX_FLOW_PAGES; n++)
        CHECK(fn_flow_post_page(&device, INDEX, page(n % 16)) == FN_OK);
    CHECK(fn_flow_post_page(&device, INDEX, page(0)) == FN_REFUSED);
    CHECK(model()->window_edge == 9 + 64 * 4096 && model()->page_count == 64);
    CHECK(fake.flows.page[INDEX][17] == FAKE_BUS_BASE + 0x21000);
    CHECK(fn_flow_post_page(&device, INDEX + 1, page(0)) == FN_REFUSED);  // IDLE
}

// The completion ring is full: no operation ends until software has read some of it.
static void test_full_ring(void)
{
    const unsigned *const operations = fake.flows.operations;
    struct fn_context_record context;

    open_device();
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &sample) == FN_OK);
    fake.is_stuck = true;
    CHECK(fn_flow_post_page(&device, INDEX, page(0)) == FN_TIMEOUT);
    fake_forget(&fake);
    CHECK(fn_flow_post_page(&device, INDEX, page(0)) == FN_TIMEOUT);
    CHECK(fn_flow_post_page(&device, INDEX, page(1)) == FN_TIMEOUT);
    CHECK(fn_flow_export(&device, INDEX, &context) == FN_TIMEOUT);
    CHECK(fake_writes(&fake) == 0 && operations[FN_OPERATION_POST_PAGE] == 1);
    fake.is_stuck = false;
    CHECK(fn_flow_post_page(&device, INDEX, page(0)) == FN_OK);  // that one
    CHECK(operations[FN_OPERATION_POST_PAGE] == 1 && model()->page_count == 1);
    CHECK(fn_flow_post_page(&device, INDEX, page(0)) == FN_OK);  // once more
    CHECK(operations[FN_OPERATION_POST_PAGE] == 2 && model()->page_count == 2);

    fake.is_stuck = true;
    CHECK(fn_flow_accept(&device, INDEX, X, X + 10) == FN_TIMEOUT);
    fake.is_stuck = false;
    CHECK(fn_flow_export(&device, INDEX, &context) == FN_OK && context.page_count == 2);
    fake.is_stuck = true;
    CHECK(fn_flow_accept(&device, INDEX, X, X + 10) == FN_TIMEOUT);
    fake.is_stuck = false;
    CHECK(fn_flow_accept(&device, INDEX, X, X + 10) == FN_REFUSED);  // nothing was placed yet
    CHECK(operations[FN_OPERATION_ACCEPT] == 2);

    fake.is_stuck = true;
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &sample) == FN_TIMEOUT);
    fake.is_stuck = false;
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &sample) == FN_OK && model()->page_count == 0);
    CHECK(fake.refused_writes == 0);

    // So long it looks, and no longer.
    struct fn_config impatient = device.config;
    impatient.max_polls = 7;
    CHECK(fn_init(&device, &impatient) == FN_OK);
    fake.is_stuck = true;
    fake_forget(&fake);
    CHECK(fn_flow_zero_copy_stop(&device, INDEX, NULL) == FN_TIMEOUT);
    CHECK(fake.num_accesses == fake_writes(&fake) + 7);
    fake.is_stuck = false;
}

static void test_table(void)
{
    struct fn_flow flow = { .state = FN_STATE_ZERO_COPY, .context = FAKE_CONTEXTS };

    open_device();
    REFUSED(FN_ARGUMENT, fn_add_flow(&device, 0, &flow));
    REFUSED(FN_ARGUMENT, fn_zero_copy_flow(&device, 0, &flow));
    REFUSED(FN_ARGUMENT, fn_zero_copy_flow(&device, 0, NULL));
    flow.context = INDEX;
    flow.state = FN_STATE_MONITOR;
    CHECK(fn_zero_copy_flow(&device, 2, &flow) == FN_OK && flow.state == FN_STATE_ZERO_COPY);
    CHECK(fake.value[FN_REG_FLOW_INFO_0 / 4] == INDEX << 16);
    CHECK(fake.value[FN_REG_FLOW_INFO_1 / 4] == FN_STATE_ZERO_COPY << 8);
    flow.state = FN_STATE_GET_NEXT_BUFF2;
    REFUSED(FN_ARGUMENT, fn_add_flow(&device, 0, &flow));
}

// ---- Placed segments ----

static void place(uint32_t sequence, unsigned length)
{
    static const uint8_t bytes[5000];
    struct fn_packet_record record = {
        .tcp = 1, .context = INDEX, .sequence = sequence, .payload_length = (uint16_t)length,
        .tcp_flags = 0x10, .window = 77
    };
    fake_receive(&fake, &record, bytes);
}

// Two holes: [X + 100, X + 150) and [X + 250, X + 300) are missing.
static void place_with_holes(void)
{
    struct fn_zero_copy_setup start = sample;

    open_device();
    start.check_acknowledgment = start.timestamps = false;
    start.acknowledge = FN_ACKNOWLEDGE_DRIVER;
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &start) == FN_OK);
    for (unsigned n = 0; n < 4; n++)
        CHECK(fn_flow_post_page(&device, INDEX, page(n)) == FN_OK);
    CHECK(fn_flow_accept(&device, INDEX, X, X + 10) == FN_REFUSED);  // nothing was placed yet
    place(X, 100);
    place(X + 150, 100);
    place(X + 300, 50);
}

static bool is_equal(const struct fn_context_record *record, const struct fn_context *context)
{
    bool equal = true;
#define EQUAL(name, bits, type) equal = equal && record->name == context->name;
    FN_CONTEXT_FIELDS(EQUAL)
    return equal;
}

static void test_export_import(void)
{
    struct fn_context_record context, worse;
    struct fn_flow_interval intervals[FN_FLOW_INTERVALS];

    place_with_holes();
    REFUSED(FN_ARGUMENT, fn_flow_export(&device, INDEX, NULL));
    REFUSED(FN_ARGUMENT, fn_flow_export(&device, FAKE_CONTEXTS, &context));
    memset(&context, 0xff, sizeof context);
    CHECK(fn_flow_export(&device, INDEX, &context) == FN_OK && is_equal(&context, model()));
    CHECK(context.state == FN_STATE_GET_NEXT_BUFF2 && context.receive_next == X + 100);
    CHECK(fn_flow_intervals(&context, intervals) == 2);
    CHECK(intervals[0].sequence == X + 150 && intervals[0].end == X + 250);
    CHECK(intervals[1].sequence == X + 300 && intervals[1].end == X + 350);

    CHECK(fn_flow_zero_copy_stop(&device, INDEX, NULL) == FN_OK);
    CHECK(model()->state == FN_STATE_IDLE && model()->epoch == 0);
    CHECK(fn_flow_zero_copy_stop(&device, INDEX, &context) == FN_OK);  // IDLE: once more
    CHECK(is_equal(&context, model()) && context.intervals == 2 && context.epoch == 0);

    REFUSED(FN_ARGUMENT, fn_flow_import(&device, INDEX, NULL));
#define REFUSE_IMPORT(member, bad)                                             \
    do {                                                                       \
        worse = context;                                                       \
        worse.member = bad;                                                    \
        REFUSED(FN_ARGUMENT, fn_flow_import(&device, INDEX, &worse));          \
    } while (0)
    REFUSE_IMPORT(intervals, 5);
    REFUSE_IMPORT(udp, 1);
    REFUSE_IMPORT(start_0, 0);
    REFUSE_IMPORT(end_0, context.start_0);
    REFUSE_IMPORT(start_1, context.end_0);
    REFUSE_IMPORT(end_1, 1u << 19);
    REFUSE_IMPORT(epoch, 32);
    REFUSE_IMPORT(page_offset, 4096);
    CHECK(fn_flow_import(&device, INDEX, &context) == FN_OK);
    CHECK(model()->state == FN_STATE_MONITOR && model()->epoch == 1 && model()->intervals == 2);
    CHECK(model()->receive_next == X + 100 && model()->page_count == 0);
    for (unsigned n = 1; n < 4; n++)  // page_offset is in the second page by now
        CHECK(fn_flow_post_page(&device, INDEX, page(n)) == FN_OK);
    place(X + 100, 50);
    CHECK(model()->receive_next == X + 250 && model()->intervals == 1);
}

// A flow that begins again with intervals waits for all their pages: what came before them, even
// if it is just what is missing, is software's.
static void test_import_pages(void)
{
    struct fn_context_record context;

    place_with_holes();
    place(X + 4500, 100);
    CHECK(fn_flow_zero_copy_stop(&device, INDEX, &context) == FN_OK && context.intervals == 3);
    CHECK(fn_flow_import(&device, INDEX, &context) == FN_OK);
    const unsigned software = fake.flows.software;
    place(X + 100, 50);  // closes a hole
    CHECK(fn_flow_post_page(&device, INDEX, page(1)) == FN_OK);
    place(X + 100, 50);
    CHECK(fake.flows.software == software + 2 && model()->state == FN_STATE_MONITOR);
    CHECK(model()->receive_next == X + 100 && model()->intervals == 3);
    CHECK(fn_flow_accept(&device, INDEX, X + 100, X + 150) == FN_REFUSED);
    CHECK(fn_flow_post_page(&device, INDEX, page(2)) == FN_OK);
    place(X + 100, 50);
    CHECK(fake.flows.software == software + 2 && model()->page_count == 2);
    CHECK(model()->receive_next == X + 250 && model()->intervals == 2);
    place(X + 250, 50);
    place(X + 350, 4150);
    CHECK(model()->receive_next == X + 4600 && model()->page_count == 1);

    context.page_offset = 4000;
    context.end_2 = 64 * 4096 - 4000;
    CHECK(fn_flow_import(&device, INDEX, &context) == FN_OK);
    context.end_2++;  // no pages for so much
    REFUSED(FN_ARGUMENT, fn_flow_import(&device, INDEX, &context));
}

static void test_accept_and_sent(void)
{
    struct fn_flow_statistics statistics;

    place_with_holes();
    REFUSED(FN_ARGUMENT, fn_flow_accept(&device, INDEX, X, X));
    REFUSED(FN_ARGUMENT, fn_flow_accept(&device, INDEX, X, X - 1));
    REFUSED(FN_ARGUMENT, fn_flow_accept(&device, INDEX, X, X + 64 * 4096 + 1));
    CHECK(fn_flow_accept(&device, INDEX, X, X + 100) == FN_REFUSED);  // nothing new
    CHECK(fn_flow_accept(&device, INDEX, X, X + 64 * 4096) == FN_REFUSED);  // beyond the pages
    CHECK(fn_flow_accept(&device, INDEX, X + 90, X + 260) == FN_OK);
    CHECK(model()->receive_next == X + 260 && model()->intervals == 1);
    CHECK(fn_flow_sent(&device, INDEX, 0x55555555, X + 9000) == FN_OK);
    CHECK(model()->send_next == 0x55555555 && model()->window_edge == X + 9000);
    REFUSED(FN_ARGUMENT, fn_flow_sent(&device, FAKE_CONTEXTS, 0, 0));

    place(X, 10);  // DUPLICATE
    place(X + 260, 0);  // an acknowledgment: software
    REFUSED(FN_ARGUMENT, fn_read_flow_statistics(&device, INDEX, NULL));
    CHECK(fn_read_flow_statistics(&device, INDEX, &statistics) == FN_OK);
    CHECK(statistics.placed_packets == 3 && statistics.placed_bytes == 250);
    CHECK(statistics.software_packets == 1 && statistics.dropped_packets == 1);
}

// ---- Records ----

static void test_reports(void)
{
    struct fn_completion_record record;

    place_with_holes();
    CHECK(fn_poll(&device, &record) == FN_OK && record.kind == FN_KIND_ZERO_COPY);
    CHECK(record.packet == NULL && record.handle == 0xbeef && record.sync == FN_SYNC_START);
    CHECK(record.report.contiguous == X + 100 && record.report.context == INDEX);
    CHECK(record.report.start && record.report.packets == 1 && record.report.window == 77);
    CHECK(record.report.pages == 1 && record.report.page_request);
    CHECK(record.report.kind == FN_KIND_ZERO_COPY && record.report.epoch == 31);
    CHECK(record.report.payload_length == 100 && record.report.sequence == X);
    CHECK(fn_poll(&device, &record) == FN_OK && record.report.acknowledge
          && record.report.at_once && record.report.contiguous == X + 100);
    CHECK(fn_poll(&device, &record) == FN_OK && record.report.acknowledge);
    CHECK(fn_flow_zero_copy_stop(&device, INDEX, NULL) == FN_OK);
    CHECK(fn_poll(&device, &record) == FN_OK && record.kind == FN_KIND_SURRENDERED);
    CHECK(record.sync == FN_SYNC_STOP && record.report.epoch == 0
          && record.report.state == FN_STATE_IDLE && record.report.contiguous == X + 100);

    // By byte; a packet's record has no report.
    uint8_t *const bytes = fake.memory + COMPLETIONS + 4 * FN_COMPLETION_BYTES;
    for (unsigned b = 0; b < FN_COMPLETION_BYTES; b++)
        bytes[b] = (uint8_t)(3 * b + 1);
    bytes[63] = 0x80 | FN_KIND_ZERO_COPY;
    CHECK(fn_poll(&device, &record) == FN_OK);
    CHECK(record.report.contiguous == 0x3a373431 && record.report.payload_length == 0x403d);
    CHECK(record.report.packets == 0x4643 && record.report.pages == 0x4c49);
    CHECK(record.report.context == 0x524f && record.report.tcp_flags == 0x2af);
    for (unsigned b = 0; b < FN_COMPLETION_BYTES; b++)
        bytes[64 + b] = 0xff;
    bytes[64 + 63] = 0x80 | FN_KIND_TRANSMIT_DONE;
    CHECK(fn_poll(&device, &record) == FN_OK && record.report.contiguous == 0);
}

static void test_early(void)
{
    struct fn_completion_record packet = {
        .kind = FN_KIND_PACKET, .hit = 1, .state = FN_STATE_ZERO_COPY, .epoch = 0
    };

    CHECK(fn_next_epoch(31) == 0 && fn_next_epoch(4) == 5);
    CHECK(fn_is_early(&packet, 31) && !fn_is_early(&packet, 0) && !fn_is_early(&packet, 1));
    packet.state = FN_STATE_MONITOR;
    CHECK(!fn_is_early(&packet, 31));
    packet.state = FN_STATE_ZERO_COPY;
    packet.hit = 0;
    CHECK(!fn_is_early(&packet, 31));
    packet.hit = 1;
    packet.kind = FN_KIND_ZERO_COPY;
    CHECK(!fn_is_early(&packet, 31));
}

void test_flows(void)
{
    test_start_arguments();
    test_start();
    test_full_ring();
    test_table();
    test_export_import();
    test_import_pages();
    test_accept_and_sent();
    test_reports();
    test_early();
}
