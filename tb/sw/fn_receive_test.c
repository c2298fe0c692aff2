// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_test - the example fn_receive_pages: every byte of a stream, in order, once
//
// The peer of fake_receive sends a stream that loses, reorders, repeats and cuts otherwise, until
// all of it was acknowledged; now and then URG, a bus error, or a lost record interferes.

#include <string.h>

#include "examples/fn_receive_pages.h"
#include "fn_driver_test.h"
#include "functional/fn_tcp.h"

enum {
    STREAM = 200000, MAX_SEGMENT = 1000, HEADERS = 54, CONTEXT = 3, HANDLE = 0x1234,
    NUM_PAGES = 12, PAGES = 0x20000,  // in fake.memory
    MAX_STEPS = 400000
};

static struct {
    uint8_t  bytes[STREAM], got[STREAM];
    uint32_t first, acknowledged;  // sequence numbers
    unsigned taken;
    unsigned errors, losses, urgents;
} peer;

static struct fn_receive receive;

static void take(void *context, const uint8_t *bytes, unsigned length)
{
    CHECK(context == &peer && peer.taken + length <= STREAM);
    memcpy(peer.got + peer.taken, bytes, length);
    peer.taken += length;
}

static void acknowledge(void *context, uint32_t sequence)
{
    CHECK(context == &peer && (int32_t)(sequence - peer.acknowledged) >= 0);
    peer.acknowledged = sequence;
}

static void open_receive(uint32_t first, uint16_t page_offset)
{
    struct fn_config config;
    const struct fn_receive_config stream = {
        .flow = { .destination_port = 80, .protocol = 6, .handle = HANDLE, .context = CONTEXT,
                  .match = FN_MATCH_DESTINATION_PORT | FN_MATCH_PROTOCOL },
        .start = { .sequence = first, .page_offset = page_offset, .page_low_water = 2,
                   .report_push = true, .epoch = 30 },
        .pages = fake.memory + PAGES, .num_pages = NUM_PAGES, .context = &peer,
        .take = take, .acknowledge = acknowledge
    };
    struct fn_receive_config bad = stream;

    open_device();
    config = device.config;
    config.buffer_size = 1200;
    config.buffers_bytes = 16 * 1200;
    memset(&peer, 0, sizeof peer);
    for (unsigned b = 0; b < STREAM; b++)
        peer.bytes[b] = (uint8_t)rand();
    peer.first = peer.acknowledged = first;
    REFUSED(FN_ARGUMENT, fn_receive_open(&receive, NULL, &stream));
    REFUSED(FN_ARGUMENT, fn_receive_open(&receive, &config, NULL));
    bad.num_pages = 1;
    REFUSED(FN_ARGUMENT, fn_receive_open(&receive, &config, &bad));
    CHECK(fn_receive_open(&receive, &config, &stream) == FN_OK);
    CHECK(fake.value[FN_REG_FLOW_INFO_0 / 4] == (CONTEXT << 16 | HANDLE));
    CHECK(fake.value[FN_REG_FLOW_INFO_1 / 4] == FN_STATE_ZERO_COPY << 8);
    CHECK(fake.flows.context[CONTEXT].page_count == NUM_PAGES);
    CHECK(fn_receive_step(&receive) == FN_EMPTY);
}

// Bytes of the stream from `at` on; the last of all carries FIN.
static void send(unsigned at, unsigned length, unsigned flags)
{
    uint8_t bytes[HEADERS + MAX_SEGMENT];
    struct fn_packet_record record = {
        .tcp = 1, .context = CONTEXT, .sequence = peer.first + at, .acknowledgment = 1,
        .payload_offset = HEADERS, .payload_length = (uint16_t)length, .window = 1000,
        .tcp_flags = (uint16_t)(FN_TCP_ACK | flags | (at + length == STREAM ? FN_TCP_FIN : 0))
    };
    memcpy(bytes + HEADERS, peer.bytes + at, length);
    fake_receive(&fake, &record, bytes);
}

static void send_something(void)
{
    const unsigned window = NUM_PAGES * FN_FLOW_PAGE_BYTES / 2;
    const unsigned done = peer.acknowledged - peer.first;
    const unsigned back = done < 2000 ? done : 2000;
    unsigned at = rand() % 3 ? done : done - back + (unsigned)rand() % (window + back);
    unsigned length = 1 + (unsigned)rand() % MAX_SEGMENT;

    if (at > STREAM)
        at = STREAM;
    if (length > STREAM - at)
        length = STREAM - at;
    const bool is_urgent = rand() % 100 == 0;
    peer.urgents += is_urgent;
    send(at, length, (rand() % 4 ? 0 : FN_TCP_PSH) | (is_urgent ? FN_TCP_URG : 0));
}

// What can go wrong beside the wire.
static void interfere(void)
{
    if (rand() % 100 == 0) {
        peer.errors++;
        fake_fail(&fake, CONTEXT);
    }
    if (rand() % 100 == 0) {
        peer.losses++;
        fake.flows.keeps_reports = true;
        fake_fail(&fake, CONTEXT);
        fake.flows.keeps_reports = false;
    }
}

static void poll_some(void)
{
    enum fn_status status = FN_OK;
    for (unsigned n = (unsigned)rand() % 6; n > 0 && status == FN_OK; n--)
        status = fn_receive_step(&receive);
    CHECK(status == FN_OK || status == FN_EMPTY);
}

static void run_stream(uint32_t first, uint16_t page_offset, bool is_rough)
{
    unsigned step;

    open_receive(first, page_offset);
    for (step = 0; step < MAX_STEPS && receive.state != FN_RECEIVE_ENDED; step++) {
        if (fake.flows.completions - receive.device.completion_consumer < ENTRIES - 4)
            send_something();
        if (is_rough)
            interfere();
        fake.flows.milliseconds++;
        poll_some();
    }
    CHECK(receive.state == FN_RECEIVE_ENDED && peer.taken == STREAM);
    CHECK(memcmp(peer.bytes, peer.got, STREAM) == 0);
    CHECK(peer.acknowledged == first + STREAM + 1 && receive.num_held == 0);
    CHECK(receive.placed_bytes + receive.software_bytes == STREAM);
    CHECK(receive.placed_bytes > STREAM / 2 && receive.surrenders > 0);
    CHECK(!is_rough || (peer.errors > 0 && peer.losses > 0 && peer.urgents > 0));
}

// 3: without data; 4: reset
static void test_ends(void)
{
    open_receive(7, 0);
    peer.acknowledged = peer.first;
    struct fn_packet_record record = {
        .tcp = 1, .context = CONTEXT, .sequence = 7, .payload_offset = HEADERS, .window = 1,
        .tcp_flags = FN_TCP_ACK | FN_TCP_FIN
    };
    static const uint8_t bytes[HEADERS];
    fake_receive(&fake, &record, bytes);
    for (unsigned n = 0; n < 4; n++)
        (void)fn_receive_step(&receive);
    CHECK(receive.state == FN_RECEIVE_ENDED && peer.taken == 0 && peer.acknowledged == 8);

    open_receive(0xfffffff0, 100);
    send(0, 500, 0);
    record.sequence = 0xfffffff0u + 500;
    record.tcp_flags = FN_TCP_RST;
    fake_receive(&fake, &record, bytes);
    for (unsigned n = 0; n < 4; n++)
        (void)fn_receive_step(&receive);
    CHECK(receive.state == FN_RECEIVE_ABORTED && peer.taken == 500);
    CHECK(memcmp(peer.bytes, peer.got, 500) == 0);
}

// The last hole before a FIN that waits is filled, but memory refuses the bytes: the stream has
// not ended, the peer sends them again.
static void test_lost_end(void)
{
    const unsigned from = STREAM - 1500;

    open_receive(0xfffffe00, 0);
    peer.first -= from;
    send(from, 500, 0);
    send(from + 1000, 500, 0);
    CHECK(fn_receive_step(&receive) == FN_OK && peer.taken == 500);
    fake.flows.fails_writes = true;
    send(from + 500, 500, 0);
    fake.flows.fails_writes = false;
    CHECK(fake.flows.context[CONTEXT].state == FN_STATE_IDLE);
    for (unsigned n = 0; n < 4; n++)
        (void)fn_receive_step(&receive);
    CHECK(receive.state == FN_RECEIVE_PAGES && peer.taken == 500 && receive.surrenders == 1);
    CHECK(peer.acknowledged == peer.first + from + 500);
    send(from + 500, 1000, 0);
    for (unsigned n = 0; n < 4; n++)
        (void)fn_receive_step(&receive);
    CHECK(receive.state == FN_RECEIVE_ENDED && peer.taken == 1500);
    CHECK(memcmp(peer.bytes + from, peer.got, 1500) == 0);
}

void test_receive(void)
{
    test_lost_end();
    run_stream(1000, 0, false);
    run_stream(0xffff8000, 4095, true);
    run_stream(0x7ffffff0, 17, true);
    test_ends();
}
