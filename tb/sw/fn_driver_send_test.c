// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_send_test - transmit descriptors
//
// The places of the fields are written down here once more, by byte.

#include "fn_driver_test.h"

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

void test_sending(void)
{
    test_send_arguments();
    test_send();
}
