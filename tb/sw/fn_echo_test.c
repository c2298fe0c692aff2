// SPDX-License-Identifier: Apache-2.0
//
// fn_echo_test - the example of sw/examples on the recording register file

#include <string.h>

#include "examples/fn_echo.h"
#include "fn_driver_test.h"

enum { IP = 18, L4 = IP + 20, PAYLOAD = 5 };  // behind one VLAN tag

static struct fn_echo echo;
static unsigned count;  // of completion records

// A record of one packet buffer, all else 0; flags: bytes 56 to 60.
static void complete(unsigned kind, unsigned n, uint16_t handle, uint32_t cookie)
{
    uint8_t *const bytes = fake.memory + COMPLETIONS + FN_COMPLETION_BYTES * (count % ENTRIES);
    const uint64_t address = FAKE_BUS_BASE + BUFFERS + n * BUFFER;

    memset(bytes, 0, FN_COMPLETION_BYTES);
    for (unsigned b = 0; b < 8; b++)
        bytes[b] = (uint8_t)(address >> 8 * b);
    bytes[14] = (uint8_t)handle;
    bytes[15] = (uint8_t)(handle >> 8);
    bytes[18] = L4 + 8;
    bytes[20] = PAYLOAD;
    bytes[24] = L4;
    bytes[26] = IP;
    for (unsigned b = 0; b < 4; b++)
        bytes[52 + b] = (uint8_t)(cookie >> 8 * b);
    bytes[57] = FN_CHECKSUM_GOOD | FN_IPV4 << 2;
    bytes[60] = 1 << 2;  // hit
    bytes[63] = (uint8_t)(kind | (count / ENTRIES % 2 == 0 ? 0x80u : 0));
    count++;
}

static void open_echo(void)
{
    struct fn_config config;

    open_device();
    config = device.config;
    count = 0;
    CHECK(fn_echo_open(NULL, &config, 7) == FN_ARGUMENT);
    CHECK(fn_echo_open(&echo, &config, 7) == FN_OK);
    CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == ENTRIES);
    CHECK(fake.value[FN_REG_FLOW_MASK / 4] == 0x28);  // destination port and protocol
    CHECK(fake.value[FN_REG_FLOW_PORTS / 4] == 7 && (fake.value[FN_REG_CONTROL / 4] & 1));
    CHECK(fn_echo_step(&echo) == FN_EMPTY);
}

static void test_packet(void)
{
    uint8_t *const packet = fake.memory + BUFFERS + 3 * BUFFER;
    const uint8_t *const descriptor = fake.memory + DESCRIPTORS;

    for (unsigned b = 0; b < 64; b++)
        packet[b] = (uint8_t)b;
    complete(FN_KIND_PACKET, 3, FN_ECHO_HANDLE, 0);
    for (unsigned lost = 1; lost <= 3; lost++) {  // three buffers before it
        CHECK(fn_echo_step(&echo) == FN_OK && echo.echoed + echo.dropped == 0);
        CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == ENTRIES + lost);
    }
    CHECK(fn_echo_step(&echo) == FN_OK && echo.echoed == 1 && echo.dropped == 0);
    CHECK(packet[0] == 6 && packet[5] == 11 && packet[6] == 0 && packet[11] == 5);
    CHECK(packet[12] == 12 && packet[IP + 8] == 64);
    CHECK(packet[IP + 12] == IP + 16 && packet[IP + 16] == IP + 12 && packet[IP + 19] == IP + 15);
    CHECK(packet[L4] == L4 + 2 && packet[L4 + 3] == L4 + 1 && packet[L4 + 4] == L4 + 4);
    CHECK(descriptor[8] == L4 + 8 + PAYLOAD && descriptor[9] == 0);
    CHECK(descriptor[10] == IP && descriptor[12] == L4 && descriptor[14] == 8 + PAYLOAD);
    CHECK(descriptor[20] == (1 | 2 | 4 | 16 | 32 | 128));  // end, complete, sums, IPv4, begin
    CHECK(descriptor[16] == 0 && descriptor[17] == 0);

    // The buffer goes back when the packet has left.
    for (unsigned done = 0; done < 2; done++) {  // the second one comes late
        complete(FN_KIND_TRANSMIT_DONE, 0, 0, 0);
        CHECK(fn_echo_step(&echo) == FN_OK);
        CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == ENTRIES + 4);
    }
    CHECK(fake.memory[8 * 3 + 1] == (BUFFERS + 3 * BUFFER) / 256);
}

static void test_ipv6(void)
{
    uint8_t *const packet = fake.memory + BUFFERS + 4 * BUFFER;

    for (unsigned b = 0; b < 80; b++)
        packet[b] = (uint8_t)b;
    complete(FN_KIND_PACKET, 4, FN_ECHO_HANDLE, 0);
    uint8_t *const bytes = fake.memory + COMPLETIONS + FN_COMPLETION_BYTES * (count - 1);
    bytes[18] = IP + 40 + 8;
    bytes[24] = IP + 40;
    bytes[57] = FN_CHECKSUM_ABSENT | FN_IPV6 << 2;
    CHECK(fn_echo_step(&echo) == FN_OK && echo.echoed == 2);
    CHECK(packet[IP + 7] == 64 && packet[IP + 8] == IP + 24 && packet[IP + 23] == IP + 39);
    CHECK(packet[IP + 24] == IP + 8 && packet[IP + 39] == IP + 23);
    CHECK(fake.memory[DESCRIPTORS + FN_DESCRIPTOR_BYTES + 20] == (1 | 2 | 16 | 64 | 128));
}

static void test_stranger(void)
{
    complete(FN_KIND_PACKET, 5, FN_ECHO_HANDLE + 1, 0);
    CHECK(fn_echo_step(&echo) == FN_OK && echo.echoed == 2 && echo.dropped == 1);
    CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == ENTRIES + 5);
    complete(FN_KIND_BUFFER_REQUEST, 5, FN_ECHO_HANDLE, 0);
    CHECK(fn_echo_step(&echo) == FN_OK && echo.echoed + echo.dropped == 3);
}

// The record of the packet that test_ipv6 sent never comes.
static void test_lost_done(void)
{
    for (unsigned step = 1; step < 2 * FN_HOLE_POLLS; step++)
        CHECK(fn_echo_step(&echo) == FN_EMPTY);
    fake.value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = 2;
    CHECK(fn_echo_step(&echo) == FN_OK);
    CHECK(fake.value[FN_REG_BUFFER_RING_PRODUCER / 4] == ENTRIES + 6);
    CHECK(fake.memory[8 * 5 + 1] == (BUFFERS + 4 * BUFFER) / 256);
}

void test_echo(void)
{
    open_echo();
    test_packet();
    test_ipv6();
    test_stranger();
    test_lost_done();
}
