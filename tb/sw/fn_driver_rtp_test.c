// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_rtp_test - RTP flows: slots, numbers across the wrap, giving up, packets by hand

#include <string.h>

#include "fn_driver_test.h"

enum { INDEX = 3, SLOT = 512, FIRST = 65534, SSRC = 0xcafe, UDP_HEADER = 8, RTP_HEADER = 12 };

static const struct fn_zero_copy_setup sample = {
    .handle = 0x1234, .epoch = 7, .udp = true, .slot_bytes = SLOT, .sequence = FIRST,
    .page_offset = 3 * SLOT, .page_low_water = 1
};

static const struct fn_context *model(void) { return &fake.flows.context[INDEX]; }

static uint8_t *page(unsigned n)
{
    return fake.memory + 0x20000 + n * FN_FLOW_PAGE_BYTES;
}

static const uint8_t *slot(unsigned n)
{
    const unsigned at = n * SLOT + sample.page_offset;
    return page(at / FN_FLOW_PAGE_BYTES) + at % FN_FLOW_PAGE_BYTES;
}

// UDP and RTP header and so many bytes.
static void make(uint8_t *datagram, uint16_t sequence, unsigned length)
{
    const unsigned all = UDP_HEADER + RTP_HEADER + length;
    const uint8_t head[UDP_HEADER + RTP_HEADER] = {
        0x9c, 0x44, 0x13, 0x8c, (uint8_t)(all >> 8), (uint8_t)all, 0, 0,
        0x80, 96 | 0x80, (uint8_t)(sequence >> 8), (uint8_t)sequence, 1, 2, 3, 4,
        0, 0, SSRC >> 8, SSRC & 0xff
    };
    memcpy(datagram, head, sizeof head);
    for (unsigned b = 0; b < length; b++)
        datagram[sizeof head + b] = (uint8_t)(sequence * 7 + b);
}

static void receive(uint16_t sequence, unsigned length)
{
    uint8_t bytes[34 + 2048] = { 0 };
    struct fn_packet_record record = {
        .udp = 1, .rtp = 1, .context = INDEX, .sequence = sequence, .l4_offset = 34,
        .l4_length = (uint16_t)(UDP_HEADER + RTP_HEADER + length),
        .payload_offset = 34 + UDP_HEADER + RTP_HEADER, .payload_length = (uint16_t)length
    };
    make(bytes + 34, sequence, length);
    fake_receive(&fake, &record, bytes);
}

static struct fn_report_record report(void)
{
    struct fn_completion_record record;
    CHECK(fn_poll(&device, &record) == FN_OK && record.kind == FN_KIND_ZERO_COPY);
    return record.report;
}

static bool holds(unsigned n, uint16_t sequence, unsigned length)
{
    struct fn_rtp_packet packet;
    uint8_t expected[UDP_HEADER + RTP_HEADER + 2048];

    make(expected, sequence, length);
    return fn_rtp_read(slot(n), SLOT, &packet) && packet.sequence == sequence && packet.marker
        && packet.payload_type == 96 && packet.timestamp == 0x01020304 && packet.ssrc == SSRC
        && packet.payload_length == length && packet.payload == slot(n) + 20
        && memcmp(slot(n), expected, UDP_HEADER + RTP_HEADER + length) == 0;
}

static void test_arguments(void)
{
    static const uint16_t wrong[] = { 1, 128, 255, 257, 511, 3000, 4096 };
    struct fn_zero_copy_setup start = sample;

    open_device();
    for (unsigned n = 0; n < sizeof wrong / sizeof wrong[0]; n++) {
        start.slot_bytes = wrong[n];
        REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, INDEX, &start));
    }
    start = sample;
    start.udp = false;
    REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, INDEX, &start));
    start = sample;
    start.page_offset = SLOT / 2;
    REFUSED(FN_ARGUMENT, fn_flow_zero_copy_start(&device, INDEX, &start));
    start = sample;
    start.page_offset = 0;
    for (unsigned size = 0; size < 4; size++) {
        start.slot_bytes = (uint16_t)(256 << size);
        CHECK(fn_flow_zero_copy_start(&device, INDEX, &start) == FN_OK);
        CHECK(model()->udp && model()->rtp && model()->slot_size == size);
        CHECK(model()->receive_next == FIRST * (256u << size));
    }
    start.slot_bytes = 0;
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &start) == FN_OK);
    CHECK(model()->udp && !model()->rtp && model()->receive_next == FIRST);
    REFUSED(FN_ARGUMENT, fn_flow_give_up(&device, FAKE_CONTEXTS, SLOT, FIRST));
}

static void test_numbers(void)
{
    CHECK(fn_rtp_number(FIRST * SLOT, SLOT) == FIRST);
    CHECK(fn_rtp_number(0xfffffe00, SLOT) == 0x7fffff);
    CHECK(fn_rtp_near(FIRST, 65535, SLOT) == 65535 && fn_rtp_near(FIRST, 0, SLOT) == 65536);
    CHECK(fn_rtp_near(FIRST, 65530, SLOT) == 65530 && fn_rtp_near(FIRST, FIRST, SLOT) == FIRST);
    CHECK(fn_rtp_near(65536 + 2, 65535, SLOT) == 65535);
    CHECK(fn_rtp_near(10, 10 + 0x7fff, SLOT) == 10 + 0x7fff);
    CHECK(fn_rtp_near(0x20000, 0x8000, SLOT) == 0x18000);
    CHECK(fn_rtp_near(0x7fffff, 0, SLOT) == 0 && fn_rtp_near(0, 0xffff, SLOT) == 0x7fffff);
}

// Numbers 65534 to 5: 65535 comes last, 1 never.
static void test_holes(void)
{
    struct fn_report_record told;
    struct fn_context_record context;
    struct fn_flow_interval intervals[FN_FLOW_INTERVALS];
    struct fn_completion_record record;

    open_device();
    CHECK(fn_flow_zero_copy_start(&device, INDEX, &sample) == FN_OK);
    for (unsigned n = 0; n < 4; n++)
        CHECK(fn_flow_post_page(&device, INDEX, page(n)) == FN_OK);
    CHECK(fn_flow_give_up(&device, INDEX, SLOT, FIRST) == FN_REFUSED);  // nothing was placed yet
    receive(65534, 100);
    told = report();
    CHECK(told.start && !told.at_once && fn_rtp_number(told.contiguous, SLOT) == 65535);
    receive(0, 300);
    told = report();
    CHECK(told.push && told.at_once && told.sequence == 0 && told.payload_length == 300);
    CHECK(fn_rtp_number(told.contiguous, SLOT) == 65535);
    receive(2, SLOT - 20);
    receive(3, 0);
    receive(65535, 5);
    CHECK(report().sequence == 2 && report().sequence == 3);
    told = report();
    CHECK(told.sequence == 65535 && fn_rtp_number(told.contiguous, SLOT) == 65536 + 1);
    CHECK(holds(0, 65534, 100) && holds(1, 65535, 5) && holds(2, 0, 300) && holds(5, 3, 0));
    CHECK(holds(4, 2, SLOT - 20));

    CHECK(fn_flow_export(&device, INDEX, &context) == FN_OK);
    CHECK(fn_flow_intervals(&context, intervals) == 1);
    CHECK(fn_rtp_number(intervals[0].sequence, SLOT) == 65536 + 2
          && fn_rtp_number(intervals[0].end, SLOT) == 65536 + 4);
    CHECK(fn_flow_give_up(&device, INDEX, SLOT, 65536) == FN_REFUSED);  // it is there
    CHECK(fn_flow_give_up(&device, INDEX, SLOT, 65536 + 1) == FN_OK);
    told = report();
    CHECK(told.push && !told.at_once && fn_rtp_number(told.contiguous, SLOT) == 65536 + 4);
    receive(1, 5);  // too late
    CHECK(fake.flows.dropped == 1 && fake.flows.placed == 5);

    receive(4, SLOT - 20 + 1);  // longer than its slot
    CHECK(fake.flows.software == 1);
    receive(40, 10);  // beyond the pages
    CHECK(fake.flows.software == 2);
    receive(4, 7);    // in order, without holes: no report
    CHECK(holds(6, 4, 7) && fake.flows.placed == 6);
    CHECK(fn_flow_import(&device, INDEX, &context) == FN_OK && model()->intervals == 1);
    while (fn_poll(&device, &record) == FN_OK)
        CHECK(record.kind != FN_KIND_ZERO_COPY);
}

// RFC 3550 5.1, 5.3.1 and A.1, by hand.
static void test_read(void)
{
    uint8_t datagram[64];
    struct fn_rtp_packet packet;

    make(datagram, 9, 20);
    REFUSED(false, fn_rtp_read(NULL, 64, &packet));
    REFUSED(false, fn_rtp_read(datagram, 64, NULL));
    REFUSED(false, fn_rtp_read(datagram, 19, &packet));
    REFUSED(false, fn_rtp_read(datagram, 39, &packet));
    CHECK(fn_rtp_read(datagram, 40, &packet) && packet.extension == NULL);
    datagram[8] = 0x40;  // version 1
    REFUSED(false, fn_rtp_read(datagram, 64, &packet));
    datagram[8] = 0x82;  // two sources
    CHECK(fn_rtp_read(datagram, 64, &packet) && packet.num_sources == 2);
    CHECK(packet.sources[1] == (uint32_t)(datagram[24] << 24 | datagram[25] << 16
                                          | datagram[26] << 8 | datagram[27]));
    CHECK(packet.payload == datagram + 28 && packet.payload_length == 12);
    datagram[8] = 0x85;
    CHECK(fn_rtp_read(datagram, 64, &packet) && packet.payload_length == 0);
    datagram[8] = 0x86;
    REFUSED(false, fn_rtp_read(datagram, 64, &packet));
    datagram[8] = 0x95;  // no room for the extension's first word
    REFUSED(false, fn_rtp_read(datagram, 64, &packet));
    datagram[8] = 0x91;  // one source, an extension of 2 words
    memcpy(datagram + 24, "\xbe\xde\0\2", 4);
    CHECK(fn_rtp_read(datagram, 64, &packet) && packet.extension == datagram + 28);
    CHECK(packet.extension_profile == 0xbede && packet.extension_length == 8);
    CHECK(packet.payload == datagram + 36 && packet.payload_length == 4);
    datagram[27] = 4;
    REFUSED(false, fn_rtp_read(datagram, 64, &packet));
    datagram[8] = 0xa0;  // padding
    datagram[39] = 0;
    REFUSED(false, fn_rtp_read(datagram, 64, &packet));
    datagram[39] = 20;
    CHECK(fn_rtp_read(datagram, 64, &packet) && packet.payload_length == 0);
    datagram[39] = 21;
    REFUSED(false, fn_rtp_read(datagram, 64, &packet));
    datagram[39] = 4;
    CHECK(fn_rtp_read(datagram, 64, &packet) && packet.payload_length == 16);
}

void test_rtp(void)
{
    test_arguments();
    test_numbers();
    test_holes();
    test_read();
}
