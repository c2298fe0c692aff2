// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_rings_test - packet buffers, completion records, descriptors
//
// The places of the fields are written down here once more, by byte.

#include <string.h>

#include "fn_driver_test.h"

static uint8_t *buffer(unsigned n)
{
    return fake.memory + BUFFERS + n * BUFFER;
}

static uint64_t load(const uint8_t *bytes, unsigned count)
{
    uint64_t value = 0;
    while (count-- > 0)
        value = value << 8 | bytes[count];
    return value;
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

static void test_holes(void)
{
    uint32_t *const producer = &fake.value[FN_REG_COMPLETION_RING_PRODUCER / 4];
    struct fn_completion_record record;
    unsigned causes;

    // 1: a record in the middle; the producer is read once in FN_HOLE_POLLS empty polls
    open_device();
    for (unsigned n = 0; n < 8; n++)
        post(n);
    complete_buffer(0, 0);
    complete_buffer(2, 2);
    *producer = 3;
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

    // 2: a record that comes between its phase bit and the producer is no hole
    *producer = 4;
    poll_empty(FN_HOLE_POLLS);
    complete_buffer(3, 3);
    check_packet(3);

    // 3: a BUS_ERROR cause asks at once; several holes, then buffers whose addresses were lost
    fake.value[FN_REG_INTERRUPT_CAUSE / 4] = FN_CAUSE_BUS_ERROR;
    CHECK(fn_take_causes(&device, &causes) == FN_OK && causes == FN_CAUSE_BUS_ERROR);
    *producer = 6;
    poll_empty(1);
    check_lost(NULL);
    check_lost(NULL);
    poll_empty(FN_HOLE_POLLS - 1);
    complete_buffer(6, 7);
    *producer = 7;
    for (unsigned n = 4; n < 7; n++)
        check_lost(buffer(n));
    check_packet(7);

    // 4: the skipped place holds no record in the next lap, nor in the one after
    for (unsigned count = 7; count < 4 * ENTRIES; count++) {
        post(count % NUM_BUFFERS);
        *producer = count + 1;
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

    // 5: a lost record of a packet that was sent; all buffers stay where they are
    complete(4 * ENTRIES + 1, 0, FN_KIND_TRANSMIT_DONE);
    *producer = 4 * ENTRIES + 2;
    post(0);
    poll_empty(FN_HOLE_POLLS);
    check_lost(NULL);
    CHECK(fn_poll(&device, &record) == FN_OK && record.kind == FN_KIND_TRANSMIT_DONE);

    // 6: a producer that makes no sense is no hole
    *producer = 0x8000;
    poll_empty(2 * FN_HOLE_POLLS + 1);
    complete_buffer(4 * ENTRIES + 2, 0);
    check_packet(0);
}

// ---- Descriptors ----

static void test_send_arguments(void)
{
    static const struct fn_fragment fragments[] = {
        { fake.memory, 34 }, { fake.memory + 100, 26 }
    };
    static const struct fn_packet good = {
        .fragments = fragments, .num_fragments = 2, .ip_version = FN_IPV4, .ip_offset = 14,
        .l4_offset = 34, .l4_length = 26, .ipv4_checksum = true, .tcp_checksum = true
    };
    struct fn_fragment bad[2];
    struct fn_packet packet = good;

    open_device();
#define REFUSE_SEND(member, worse)                        \
    do {                                                  \
        packet = good;                                    \
        packet.member = worse;                            \
        REFUSED(FN_ARGUMENT, fn_send(&device, &packet));  \
    } while (0)
    REFUSED(FN_ARGUMENT, fn_send(&device, NULL));
    REFUSED(FN_ARGUMENT, fn_sending(&device, NULL));
    REFUSE_SEND(fragments, NULL);
    REFUSE_SEND(num_fragments, 0);
    REFUSE_SEND(num_fragments, ENTRIES + 1);
    REFUSE_SEND(ip_version, 3);
    REFUSE_SEND(ip_version, FN_IPV6);  // has no header checksum
    REFUSE_SEND(ip_offset, 41);
    REFUSE_SEND(ip_offset, 15);        // headers overlap
    REFUSE_SEND(udp_checksum, true);   // both
    REFUSE_SEND(l4_length, 19);
    REFUSE_SEND(l4_length, 27);
    REFUSE_SEND(l4_offset, 35);
#define REFUSE_FRAGMENT(first, ...)                       \
    do {                                                  \
        bad[0] = first;                                   \
        bad[1] = (struct fn_fragment)__VA_ARGS__;         \
        packet = (struct fn_packet){ .fragments = bad, .num_fragments = 2 }; \
        REFUSED(FN_ARGUMENT, fn_send(&device, &packet));  \
    } while (0)
    REFUSE_FRAGMENT(fragments[0], { NULL, 10 });
    REFUSE_FRAGMENT(fragments[0], { fake.memory, 0 });
    REFUSE_FRAGMENT(fragments[0], { fake.memory, FN_MAX_SEND_BYTES - 33 });
    REFUSE_FRAGMENT(fragments[0], { fake.memory, 0xffff });
    bad[0] = (struct fn_fragment){ fake.memory, FN_MIN_SEND_BYTES - 1 };
    packet.num_fragments = 1;
    REFUSED(FN_ARGUMENT, fn_send(&device, &packet));
    bad[0].length = FN_MIN_SEND_BYTES;
    CHECK(fn_send(&device, &packet) == FN_OK);
    bad[0].length = FN_MAX_SEND_BYTES;
    CHECK(fn_send(&device, &packet) == FN_OK);
    CHECK(fn_send(&device, &good) == FN_OK);
    packet = good;
    packet.l4_length = 20;
    CHECK(fn_send(&device, &packet) == FN_OK);
    packet = good;
    packet.tcp_checksum = false;
    packet.ip_offset = 40;  // ends with the packet
    CHECK(fn_send(&device, &packet) == FN_OK);
}

static void check_descriptor(unsigned place, const struct fn_fragment *fragment, unsigned flags,
                             uint32_t cookie)
{
    const uint8_t *const b = fake.memory + DESCRIPTORS + FN_DESCRIPTOR_BYTES * place;
    CHECK(load(b, 8) == FAKE_BUS_BASE + (uint64_t)((const uint8_t *)fragment->data - fake.memory));
    CHECK(load(b + 8, 2) == fragment->length && b[10] == 18 && b[11] == 0);
    CHECK(load(b + 12, 2) == 58 && load(b + 14, 2) == 8 + 1000);
    CHECK(load(b + 16, 4) == cookie && b[20] == flags);
    CHECK(load(b + 21, 3) == 0 && load(b + 24, 8) == 0);
}

static void test_send(void)
{
    static const struct fn_fragment fragments[] = {
        { fake.memory + 3, 18 }, { fake.memory + 99, 48 }, { fake.memory + 5000, 1000 }
    };
    struct fn_packet packet = {
        .fragments = fragments, .num_fragments = 3, .ip_version = FN_IPV6, .ip_offset = 18,
        .l4_offset = 58, .l4_length = 1008, .udp_checksum = true, .complete = true,
        .cookie = 0xc0ffee01
    };
    struct fn_fragment many[ENTRIES];
    unsigned number;

    open_device();
    fake_forget(&fake);
    CHECK(fn_send(&device, &packet) == FN_OK);
    check_descriptor(0, &fragments[0], 0xd0, packet.cookie);
    check_descriptor(1, &fragments[1], 0x50, packet.cookie);
    check_descriptor(2, &fragments[2], 0x53, packet.cookie);
    CHECK(fake_writes(&fake) == 1 && fake.value[FN_REG_TRANSMIT_RING_PRODUCER / 4] == 3);
    CHECK(fake_ends_behind_barrier(&fake, FN_REG_TRANSMIT_RING_PRODUCER));
    CHECK(fn_sending(&device, &number) == FN_OK && number == 3);

    packet.complete = false;
    for (unsigned p = 1; p < ENTRIES / 3; p++)
        CHECK(fn_send(&device, &packet) == FN_OK);
    check_descriptor(14, &fragments[2], 0x51, packet.cookie);
    fake_forget(&fake);
    CHECK(fn_send(&device, &packet) == FN_FULL && fake_writes(&fake) == 0);
    fake.value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = 2;
    CHECK(fn_send(&device, &packet) == FN_OK);  // over the end of the ring
    check_descriptor(15, &fragments[0], 0xd0, packet.cookie);
    check_descriptor(0, &fragments[1], 0x50, packet.cookie);
    check_descriptor(1, &fragments[2], 0x51, packet.cookie);
    CHECK(fn_sending(&device, &number) == FN_OK && number == ENTRIES);

    // Counts go round at 65,536; a packet may fill the ring.
    device.transmit_producer = 0x8008;
    fake.value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = device.transmit_consumer = 0x7ff8;
    CHECK(fn_send(&device, &packet) == FN_FULL);
    for (unsigned f = 0; f < ENTRIES; f++)
        many[f] = (struct fn_fragment){ fake.memory + f, 10 };
    device.transmit_producer = fake.value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = 0xfffd;
    packet = (struct fn_packet){ .fragments = many, .num_fragments = ENTRIES };
    CHECK(fn_send(&device, &packet) == FN_OK);
    CHECK(fake.value[FN_REG_TRANSMIT_RING_PRODUCER / 4] == (uint16_t)(0xfffd + ENTRIES));
}

void test_rings(void)
{
    test_buffers();
    test_completions();
    test_wait();
    test_holes();
    test_send_arguments();
    test_send();
}
