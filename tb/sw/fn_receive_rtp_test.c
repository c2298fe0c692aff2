// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_rtp_test - the example fn_receive_rtp: packets in order, once, or told as lost
//
// A sender whose packets are lost, late, doubled and too long; bus errors; numbers that jump.

#include <string.h>

#include "examples/fn_receive_rtp.h"
#include "fn_driver_test.h"

enum {
    SLOT = 512, HEADERS = 54, L4_OFFSET = 34, CONTEXT = 3, HANDLE = 0x4321, FIRST = 65000,
    NUM_PAGES = 6, PAGES = 0x20000, PACKETS = 20000, LATE = 6, BYTES = 100
};

static struct {
    uint16_t expected;         // number
    unsigned taken, lost, jumps;
    unsigned long restarts;    // seen
} application;

static struct fn_receive_rtp receive;

static void follow(uint16_t sequence)
{
    CHECK(sequence == application.expected || receive.restarts == application.restarts + 1);
    application.restarts = receive.restarts;
    application.expected = (uint16_t)(sequence + 1);
}

static void take(void *context, const struct fn_rtp_packet *packet)
{
    CHECK(context == &application && packet->payload_length == BYTES);
    for (unsigned b = 0; b < BYTES; b++)
        CHECK(packet->payload[b] == (uint8_t)(packet->sequence * 3 + b));
    follow(packet->sequence);
    application.taken++;
}

static void lose(void *context, uint16_t sequence)
{
    CHECK(context == &application);
    follow(sequence);
    application.lost++;
}

static void send(uint16_t sequence, unsigned length)
{
    uint8_t bytes[HEADERS + SLOT] = { 0 };
    struct fn_packet_record record = {
        .udp = 1, .rtp = 1, .context = CONTEXT, .sequence = sequence, .l4_offset = L4_OFFSET,
        .l4_length = (uint16_t)(20 + length), .payload_offset = HEADERS,
        .payload_length = (uint16_t)length
    };

    bytes[L4_OFFSET + 4] = (uint8_t)((20 + length) >> 8);
    bytes[L4_OFFSET + 5] = (uint8_t)(20 + length);
    bytes[L4_OFFSET + 8] = 0x80;
    bytes[L4_OFFSET + 10] = (uint8_t)(sequence >> 8);
    bytes[L4_OFFSET + 11] = (uint8_t)sequence;
    for (unsigned b = 0; b < length; b++)
        bytes[HEADERS + b] = (uint8_t)(sequence * 3 + b);
    fake_receive(&fake, &record, bytes);
}

static void open_receive(void)
{
    const struct fn_receive_rtp_config rtp = {
        .flow = { .spi = 0xcafe, .rtp = true, .protocol = 17, .handle = HANDLE,
                  .context = CONTEXT, .match = FN_MATCH_SPI | FN_MATCH_RTP | FN_MATCH_PROTOCOL },
        .start = { .slot_bytes = SLOT, .sequence = FIRST, .page_offset = 2 * SLOT, .epoch = 31,
                   .report_push = true, .page_low_water = 1 },
        .pages = fake.memory + PAGES, .num_pages = NUM_PAGES, .patience_ns = 60,
        .context = &application, .take = take, .lose = lose
    };
    struct fn_receive_rtp_config bad = rtp;

    open_device();
    struct fn_config config = device.config;
    config.buffer_size = 700;
    config.buffers_bytes = 16 * 700;
    memset(&application, 0, sizeof application);
    application.expected = FIRST;
    REFUSED(FN_ARGUMENT, fn_receive_rtp_open(&receive, NULL, &rtp));
    bad.start.slot_bytes = 0;
    REFUSED(FN_ARGUMENT, fn_receive_rtp_open(&receive, &config, &bad));
    CHECK(fn_receive_rtp_open(&receive, &config, &rtp) == FN_OK);
    CHECK(fake.flows.context[CONTEXT].rtp && fake.flows.context[CONTEXT].page_count == NUM_PAGES);
}

static void poll_all(void)
{
    enum fn_status status = FN_OK;
    while (status == FN_OK)
        status = fn_receive_rtp_step(&receive);
    CHECK(status == FN_EMPTY);
}

static void run(bool is_rough)
{
    uint16_t late[LATE];
    unsigned num_late = 0, num_lost = 0, number = FIRST;

    open_receive();
    for (unsigned p = 0; p < PACKETS; p++, number++) {
        const unsigned dice = p > 20 ? (unsigned)rand() % 100 : 99;
        if (dice < 2)
            num_lost++;
        else if (dice < 8 && num_late < LATE)
            late[num_late++] = (uint16_t)number;
        else
            send((uint16_t)number, BYTES);
        if (dice == 90)
            send((uint16_t)(number - (unsigned)rand() % 4), BYTES);
        if (dice == 91)
            send((uint16_t)(number + 1), SLOT);  // too long, before the right one
        if (num_late > 0 && rand() % 6 == 0)
            send(late[--num_late], BYTES);
        if (is_rough && rand() % 500 == 0)
            fake_fail(&fake, CONTEXT);
        if (is_rough && rand() % 2000 == 0) {
            number += 5000 + (unsigned)rand() % 50000;
            num_late = 0;
            application.jumps++;
        }
        const unsigned waiting = fake.flows.completions - receive.device.completion_consumer;
        if (rand() % 3 == 0 || waiting > ENTRIES - 6)  // records
            poll_all();
    }
    for (unsigned n = 0; n < 2000; n++)
        poll_all();
    CHECK(receive.taken == application.taken && receive.lost == application.lost);
    CHECK(application.taken > PACKETS / 2 && application.lost > PACKETS / 100);
    if (is_rough)
        CHECK(application.jumps > 0 && receive.restarts > 0);
    else
        CHECK(receive.restarts == 0 && application.lost >= num_lost
              && application.taken + application.lost + 64 > PACKETS);
}

void test_receive_rtp(void)
{
    run(false);
    run(true);
}
