// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_rings_test - packet buffers, completion records
//
// The places of the fields are written down here once more, by byte.

#include <string.h>

#include "fn_driver_test.h"

static uint8_t *buffer(unsigned n)
{
    return fake.memory + BUFFERS + n * BUFFER;
}

static void store(uint8_t *bytes, uint64_t value, unsigned count)
{
    for (unsigned b = 0; b < count; b++)
        bytes[b] = (uint8_t)(value >> 8 * b);
}

// ---- Packet buffers ----

static void test_buffers(void)
{
    void *posted[ENTRIES + 1];

    open_device();
    for (unsigned b = 0; b <= ENTRIES; b++)
        posted[b] = buffer(b);
    REFUSED(FN_ARGUMENT, fn_post_buffers(&device, NULL, 1));
    REFUSED(FN_ARGUMENT, fn_post_buffers(&device, posted, 0));
    CHECK(fn_post_buffers(&device, posted, ENTRIES + 1) == FN_FULL && fake_writes(&fake) == 0);
    posted[1] = fake.memory;  // not where packet buffers lie
    REFUSED(FN_ARGUMENT, fn_post_buffers(&device, posted, 2));
    posted[1] = buffer(NUM_BUFFERS) - BUFFER + 1;
    REFUSED(FN_ARGUMENT, fn_post_buffers(&device, posted, 2));
    posted[1] = buffer(NUM_BUFFERS - 1);

    fake_forget(&fake);
    CHECK(fn_post_buffers(&device, posted, ENTRIES) == FN_OK);
    CHECK(load(fake.memory, 8) == FAKE_BUS_BASE + BUFFERS);
    CHECK(load(fake.memory + 8, 8) == FAKE_BUS_BASE + BUFFERS + (NUM_BUFFERS - 1) * BUFFER);
    CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == ENTRIES);
    CHECK(fake_ends_behind_barrier(&fake, FN_REG_BUFFER_RING_PRODUCER));

    CHECK(fn_post_buffers(&device, posted, 1) == FN_FULL);
    fake.value[FN_REG_BUFFER_RING_CONSUMER / 4] = 2;  // fetched: still with the device
    CHECK(fn_post_buffers(&device, posted, 1) == FN_FULL);
    device.buffer_consumer = 2;  // came back
    CHECK(fn_post_buffers(&device, posted + 2, 2) == FN_OK);
    CHECK(load(fake.memory, 8) == FAKE_BUS_BASE + BUFFERS + 2 * BUFFER);
    CHECK(fn_post_buffers(&device, posted, 1) == FN_FULL);

    // Counts go round at 65,536.
    device.buffer_producer = device.buffer_consumer = 0xffff;
    CHECK(fn_post_buffers(&device, posted, 2) == FN_OK);
    CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == 1);
    CHECK(load(fake.memory + 8 * (ENTRIES - 1), 8) == FAKE_BUS_BASE + BUFFERS);
}

// ---- Completion records ----

static uint8_t *completion(unsigned count)
{
    return fake.memory + COMPLETIONS + FN_COMPLETION_BYTES * (count % ENTRIES);
}

// As the core writes it: everything random but what decides about the record's way.
static void complete(unsigned count, uint64_t address, unsigned kind)
{
    uint8_t *const bytes = completion(count);
    for (unsigned b = 0; b < FN_COMPLETION_BYTES; b++)
        bytes[b] = (uint8_t)rand();
    store(bytes, address, 8);
    bytes[63] = (uint8_t)(kind | (count / ENTRIES % 2 == 0 ? 0x80u : 0));
}

static void check_record(const struct fn_completion_record *r, const uint8_t *b)
{
    CHECK(r->buffer == load(b, 8) && r->timestamp == load(b + 8, 6));
    CHECK(r->handle == load(b + 14, 2) && r->frame_length == load(b + 16, 2));
    CHECK(r->payload_offset == load(b + 18, 2) && r->payload_length == load(b + 20, 2));
    CHECK(r->split_offset == load(b + 22, 2) && r->l4_offset == load(b + 24, 2));
    CHECK(r->ip_offset == b[26] && r->protocol == b[27]);
    CHECK(r->vlan_tci == load(b + 28, 2) && r->vlan_inner_tci == load(b + 30, 2));
    CHECK(r->ethertype == load(b + 32, 2) && r->source_port == load(b + 34, 2));
    CHECK(r->destination_port == load(b + 36, 2) && r->window == load(b + 38, 2));
    CHECK(r->sequence == load(b + 40, 4) && r->acknowledgment == load(b + 44, 4));
    CHECK(r->spi == load(b + 48, 4) && r->cookie == load(b + 52, 4));
    CHECK(r->reason == (b[56] & 63) && r->ip_checksum == b[56] >> 6);
    CHECK(r->l4_checksum == (b[57] & 3) && r->ip_version == (b[57] >> 2 & 3));
    CHECK(r->vlan_count == (b[57] >> 4 & 3) && r->mac_class == b[57] >> 6);
    CHECK(r->tcp_flags == (load(b + 58, 2) & 0xfff) && r->security == (b[59] >> 4 & 3));
    CHECK(r->fragment == (b[59] >> 6 & 1) && r->ip_options == b[59] >> 7);
    CHECK(r->rtp == (b[60] & 1) && r->udp_encapsulation == (b[60] >> 1 & 1));
    CHECK(r->hit == (b[60] >> 2 & 1) && r->split == (b[60] >> 3 & 1));
    CHECK(r->state == (b[60] >> 4 & 7) && r->flow_index == (load(b + 60, 2) >> 7 & 255));
    CHECK(r->kind == (b[63] & 127) && r->phase == b[63] >> 7);
}

static void post(unsigned n)
{
    void *const posted[] = { buffer(n) };
    CHECK(fn_post_buffers(&device, posted, 1) == FN_OK);
}

static void test_completions(void)
{
    struct fn_completion_record record;
    unsigned told = 0;  // to the device

    open_device();
    REFUSED(FN_ARGUMENT, fn_poll(&device, NULL));
    REFUSED(FN_EMPTY, fn_poll(&device, &record));
    for (unsigned count = 0; count < 5 * ENTRIES; count++) {
        const unsigned n = (unsigned)rand() % NUM_BUFFERS;
        post(n);
        complete(count, FAKE_BUS_BASE + BUFFERS + n * BUFFER, FN_KIND_PACKET);
        fake_forget(&fake);
        CHECK(fn_poll(&device, &record) == FN_OK);
        check_record(&record, completion(count));
        CHECK(record.packet == buffer(n));
        CHECK(fake.log[0].kind == FAKE_BARRIER);
        if (count + 1 - told == ENTRIES / 4) {
            CHECK(fake_writes(&fake) == 1);
            told = count + 1;
        }
        if (count % 7 == 0) {  // an empty ring gives back what was read
            CHECK(fn_poll(&device, &record) == FN_EMPTY);
            told = count + 1;
        }
        CHECK(fake.value[FN_REG_COMPLETION_RING_CONSUMER / 4] == told);
    }
    CHECK(fn_poll(&device, &record) == FN_EMPTY);
    REFUSED(FN_EMPTY, fn_poll(&device, &record));

    // Records without a packet, or with one that the driver never posted.
    complete(5 * ENTRIES, FAKE_BUS_BASE + BUFFERS, FN_KIND_TRANSMIT_DONE);
    CHECK(fn_poll(&device, &record) == FN_OK && record.packet == NULL);
    complete(5 * ENTRIES + 1, FAKE_BUS_BASE + BUFFERS - 1, FN_KIND_PACKET);
    CHECK(fn_poll(&device, &record) == FN_OK && record.packet == NULL);
    complete(5 * ENTRIES + 2, FAKE_BUS_BASE + BUFFERS + (NUM_BUFFERS - 1) * BUFFER + 1,
             FN_KIND_PACKET);
    CHECK(fn_poll(&device, &record) == FN_OK && record.packet == NULL);
}

static void test_wait(void)
{
    struct fn_completion_record record;

    open_device();
    CHECK(fn_wait(&device, &record, 10) == FN_EMPTY && fake.time == 20);
    CHECK(fn_wait(&device, &record, 1000) == FN_EMPTY);
    CHECK(fake.time >= 1000 && fake.time < 1100);
    post(0);
    complete(0, FAKE_BUS_BASE + BUFFERS, FN_KIND_PACKET);
    CHECK(fn_wait(&device, &record, 0) == FN_OK && record.packet == buffer(0));
}

// ---- Holes: what a bus error lost ----

static void complete_buffer(unsigned count, unsigned n)
{
    complete(count, FAKE_BUS_BASE + BUFFERS + n * BUFFER, FN_KIND_PACKET);
}

static void check_lost(const uint8_t *packet)
{
    struct fn_completion_record record;
    memset(&record, 0xff, sizeof record);
    CHECK(fn_poll(&device, &record) == FN_LOST);
    CHECK(record.packet == packet && record.kind == 0 && record.buffer == 0 && record.phase == 0);
}

static void check_packet(unsigned n)
{
    struct fn_completion_record record;
    CHECK(fn_poll(&device, &record) == FN_OK && record.packet == buffer(n));
}

static void poll_empty(unsigned times)
{
    struct fn_completion_record record;
    while (times-- > 0)
        CHECK(fn_poll(&device, &record) == FN_EMPTY);
}

// Holes: of records that the device could not write.  Each of these goes on from the one before.

static void produce(unsigned count)
{
    fake.value[FN_REG_COMPLETION_RING_PRODUCER / 4] = count;
}

// A record in the middle; the producer is read once in FN_HOLE_POLLS empty polls.
static void test_hole(void)
{
    open_device();
    for (unsigned n = 0; n < 8; n++)
        post(n);
    complete_buffer(0, 0);
    complete_buffer(2, 2);
    produce(3);
    check_packet(0);
    fake_forget(&fake);
    poll_empty(FN_HOLE_POLLS - 1);
    CHECK(fake.num_accesses == 1);  // the consumer was told
    poll_empty(1);
    CHECK(fake.log[1].offset == FN_REG_COMPLETION_RING_PRODUCER);
    check_lost(NULL);       // the record
    check_lost(buffer(1));  // its buffer, found by the next one
    check_packet(2);
    CHECK(device.completion_consumer == 3);

    // a record that comes between its phase bit and the producer is no hole
    produce(4);
    poll_empty(FN_HOLE_POLLS);
    complete_buffer(3, 3);
    check_packet(3);
}

// A BUS_ERROR cause asks at once; several holes, then buffers whose addresses were lost.
static void test_holes(void)
{
    unsigned causes;

    fake.value[FN_REG_INTERRUPT_CAUSE / 4] = FN_CAUSE_BUS_ERROR;
    CHECK(fn_take_causes(&device, &causes) == FN_OK && causes == FN_CAUSE_BUS_ERROR);
    produce(6);
    poll_empty(1);
    check_lost(NULL);
    check_lost(NULL);
    poll_empty(FN_HOLE_POLLS - 1);
    complete_buffer(6, 7);
    produce(7);
    for (unsigned n = 4; n < 7; n++)
        check_lost(buffer(n));
    check_packet(7);
}

// The skipped place holds no record in the next lap, nor in the one after.
static void test_holes_for_laps(void)
{
    struct fn_completion_record record;

    for (unsigned count = 7; count < 4 * ENTRIES; count++) {
        post(count % NUM_BUFFERS);
        produce(count + 1);
        poll_empty(FN_HOLE_POLLS);
        if (count % ENTRIES != 1)
            complete_buffer(count, count % NUM_BUFFERS);
        else
            check_lost(NULL);
        if (count % ENTRIES == 2)
            check_lost(buffer((count - 1) % NUM_BUFFERS));
        if (count % ENTRIES != 1)
            check_packet(count % NUM_BUFFERS);
    }

    // a lost record of a packet that was sent; all buffers stay where they are
    complete(4 * ENTRIES + 1, 0, FN_KIND_TRANSMIT_DONE);
    produce(4 * ENTRIES + 2);
    post(0);
    poll_empty(FN_HOLE_POLLS);
    check_lost(NULL);
    CHECK(fn_poll(&device, &record) == FN_OK && record.kind == FN_KIND_TRANSMIT_DONE);

    // a producer that makes no sense is no hole
    produce(0x8000);
    poll_empty(2 * FN_HOLE_POLLS + 1);
    complete_buffer(4 * ENTRIES + 2, 0);
    check_packet(0);
}

void test_rings(void)
{
    test_buffers();
    test_completions();
    test_wait();
    test_hole();
    test_holes();
    test_holes_for_laps();
}
