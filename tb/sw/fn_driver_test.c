// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_test - see fn_driver_test.h; rings: fn_driver_rings_test.c

#include <string.h>

#include "fn_driver_test.h"

struct fake fake;
struct fn_device device;
unsigned num_checks;
static struct fn_config config;

void open_device(void)
{
    fake_open(&fake);
    config = (struct fn_config){
        .hal = &fake.hal, .buffer_ring = fake.memory, .completion_ring = fake.memory + COMPLETIONS,
        .transmit_ring = fake.memory + DESCRIPTORS, .buffer_ring_size = RING,
        .completion_ring_size = RING, .transmit_ring_size = RING, .buffers = fake.memory + BUFFERS,
        .buffers_bytes = NUM_BUFFERS * BUFFER, .buffer_size = BUFFER, .buffer_low_water = 4,
        .split_offset = 128, .frame_maximum = 1518,
        .millisecond_cycles = 125000, .mac = { 2, 0x11, 0x22, 0x33, 0x44, 0x55 }
    };
    memset(fake.memory, 0xff, sizeof fake.memory);
    CHECK(fn_init(&device, &config) == FN_OK);
}

// ---- Initialisation ----

static void test_config(void)
{
    open_device();
    REFUSED(FN_ARGUMENT, fn_init(NULL, &config));
    REFUSED(FN_ARGUMENT, fn_init(&device, NULL));
#define REFUSE_WITH(status, member, bad)                \
    do {                                                \
        struct fn_config worse = config;                \
        worse.member = bad;                             \
        REFUSED(status, fn_init(&device, &worse));      \
    } while (0)
    REFUSE_WITH(FN_ARGUMENT, hal, NULL);
    REFUSE_WITH(FN_ARGUMENT, buffer_ring, NULL);
    REFUSE_WITH(FN_ARGUMENT, completion_ring, NULL);
    REFUSE_WITH(FN_ARGUMENT, transmit_ring, NULL);
    REFUSE_WITH(FN_ARGUMENT, buffers, NULL);
    REFUSE_WITH(FN_ARGUMENT, buffer_ring_size, FN_MIN_RING_SIZE - 1);
    REFUSE_WITH(FN_ARGUMENT, completion_ring_size, FN_MAX_RING_SIZE + 1);
    REFUSE_WITH(FN_ARGUMENT, transmit_ring_size, 0);
    REFUSE_WITH(FN_ARGUMENT, buffers_bytes, BUFFER - 1);
    REFUSE_WITH(FN_ARGUMENT, buffer_size, FN_MIN_BUFFER_BYTES - 1);
    REFUSE_WITH(FN_ARGUMENT, buffer_low_water, ENTRIES + 1);
    REFUSE_WITH(FN_ARGUMENT, split_offset, BUFFER);
    REFUSE_WITH(FN_ARGUMENT, frame_maximum, FN_MIN_FRAME_BYTES - 1);
    REFUSE_WITH(FN_ARGUMENT, millisecond_cycles, 1 << 20);
    REFUSE_WITH(FN_ARGUMENT, mac[0], 1);
    REFUSE_WITH(FN_ALIGNMENT, buffer_ring, fake.memory + 4);
    REFUSE_WITH(FN_ALIGNMENT, completion_ring, fake.memory + COMPLETIONS + 32);
    REFUSE_WITH(FN_ALIGNMENT, transmit_ring, fake.memory + DESCRIPTORS + 16);

#define REFUSE_WITHOUT(function)                        \
    do {                                                \
        struct fn_hal hal = fake.hal;                   \
        hal.function = NULL;                            \
        REFUSE_WITH(FN_ARGUMENT, hal, &hal);            \
    } while (0)
    REFUSE_WITHOUT(read32);
    REFUSE_WITHOUT(write32);
    REFUSE_WITHOUT(barrier);
    REFUSE_WITHOUT(bus_address);
    REFUSE_WITHOUT(time_ns);
}

static void test_limits(void)
{
    static _Alignas(64) uint8_t large[FN_COMPLETION_BYTES << FN_MAX_RING_SIZE];

    open_device();
#define ACCEPT_WITH(member, good)                       \
    do {                                                \
        struct fn_config other = config;                \
        other.completion_ring = large;                  \
        other.member = good;                            \
        CHECK(fn_init(&device, &other) == FN_OK);       \
    } while (0)
    ACCEPT_WITH(completion_ring_size, FN_MAX_RING_SIZE);
    ACCEPT_WITH(buffer_ring_size, FN_MIN_RING_SIZE);
    ACCEPT_WITH(buffers_bytes, BUFFER);
    ACCEPT_WITH(buffer_low_water, ENTRIES);
    ACCEPT_WITH(split_offset, BUFFER - 1);
    ACCEPT_WITH(frame_maximum, FN_MIN_FRAME_BYTES);
}

static void test_identity(void)
{
    open_device();
    fake_forget(&fake);
    fake.value[FN_REG_ID / 4] = 0xffffffff;
    CHECK(fn_init(&device, &config) == FN_NO_DEVICE && fake_writes(&fake) == 0);
    fake.value[FN_REG_ID / 4] = FN_REG_ID_RESET;
    fake.value[FN_REG_VERSION / 4] += 1u << FN_REG_VERSION_MAJOR_LSB;
    CHECK(fn_init(&device, &config) == FN_VERSION && fake_writes(&fake) == 0);
    REFUSED(FN_STATE, fn_start(&device));
    fake.value[FN_REG_VERSION / 4] = FN_REG_VERSION_RESET + 7;  // a newer minor will do
    CHECK(fn_init(&device, &config) == FN_OK);
}

static void test_init(void)
{
    static const struct { uint32_t offset, value; } after[] = {
        { FN_REG_BUFFER_RING_BASE_LOW, (uint32_t)FAKE_BUS_BASE },
        { FN_REG_BUFFER_RING_BASE_HIGH, FAKE_BUS_BASE >> 32 },
        { FN_REG_BUFFER_RING_SIZE, RING }, { FN_REG_BUFFER_RING_PRODUCER, 0 },
        { FN_REG_BUFFER_SIZE, BUFFER }, { FN_REG_BUFFER_LOW_WATER, 4 },
        { FN_REG_SPLIT_OFFSET, 128 }, { FN_REG_FRAME_MAXIMUM, 1518 },
        { FN_REG_MILLISECOND_CYCLES, 125000 },
        { FN_REG_COMPLETION_RING_BASE_LOW, (uint32_t)FAKE_BUS_BASE + COMPLETIONS },
        { FN_REG_COMPLETION_RING_BASE_HIGH, FAKE_BUS_BASE >> 32 },
        { FN_REG_COMPLETION_RING_SIZE, RING }, { FN_REG_COMPLETION_RING_CONSUMER, 0 },
        { FN_REG_TRANSMIT_RING_BASE_LOW, (uint32_t)FAKE_BUS_BASE + DESCRIPTORS },
        { FN_REG_TRANSMIT_RING_BASE_HIGH, FAKE_BUS_BASE >> 32 },
        { FN_REG_TRANSMIT_RING_SIZE, RING }, { FN_REG_TRANSMIT_RING_PRODUCER, 0 },
        { FN_REG_MAC_LOW, 0x33221102 }, { FN_REG_MAC_HIGH, 0x5544 },
        { FN_REG_INTERRUPT_MASK, 0 }, { FN_REG_STATISTICS_COMMAND, FN_REASON_TOTAL },
        { FN_REG_CONTROL, FN_REG_CONTROL_BUFFER_RING_ENABLE_MASK
                          | FN_REG_CONTROL_COMPLETION_RING_ENABLE_MASK
                          | FN_REG_CONTROL_TRANSMIT_RING_ENABLE_MASK }
    };

    open_device();
    for (unsigned r = 0; r < sizeof after / sizeof *after; r++)
        CHECK(fake.value[after[r].offset / 4] == after[r].value);
    CHECK((fake.value[FN_REG_INTERRUPT_CAUSE / 4] & 0xff) == 0);
    for (unsigned f = 0; f < FAKE_FLOWS; f++)
        CHECK(!fake.flow_is_enabled[f]);
    for (unsigned m = 0; m < FN_MULTICAST_ENTRIES; m++)
        CHECK(!fake.multicast_is_enabled[m]);
    for (unsigned b = 0; b < (unsigned)FN_COMPLETION_BYTES << RING; b++)
        CHECK(fake.memory[COMPLETIONS + b] == 0);
    fake_forget(&fake);
    CHECK(fn_init(&device, &config) == FN_OK);
    CHECK(fake_write(&fake, 0)->offset == FN_REG_CONTROL && fake_write(&fake, 0)->value == 0);
    CHECK(fake_write(&fake, 1)->offset == FN_REG_INTERRUPT_MASK);
    CHECK(fake_write(&fake, -1)->offset == FN_REG_CONTROL);

    // A ring that does not come to rest, a command that does not end: not for ever.
    static const uint32_t counts[] = {
        FN_REG_BUFFER_RING_CONSUMER, FN_REG_COMPLETION_RING_PRODUCER,
        FN_REG_TRANSMIT_RING_CONSUMER
    };
    for (unsigned c = 0; c < 3; c++) {
        fake.value[counts[c] / 4] = 1;
        CHECK(fn_init(&device, &config) == FN_TIMEOUT);
        fake.value[counts[c] / 4] = 0;
    }
    fake.is_stuck = true;
    CHECK(fn_init(&device, &config) == FN_TIMEOUT);
}

static void test_close(void)
{
    open_device();
    CHECK(fn_start(&device) == FN_OK);
    fake.value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = 1;  // of none that were sent
    CHECK(fn_close(&device) == FN_TIMEOUT);
    fake.value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = 0;
    fake.value[FN_REG_COMPLETION_RING_PRODUCER / 4] = 1;  // a write under way
    CHECK(fn_close(&device) == FN_TIMEOUT);
    fake.value[FN_REG_COMPLETION_RING_PRODUCER / 4] = 0;
    const uint64_t start = fake.time;
    fake_forget(&fake);
    CHECK(fn_close(&device) == FN_OK && fake.time - start >= FN_FRAME_NS);
    CHECK(fake_write(&fake, 0)->offset == FN_REG_CONTROL);
    CHECK(fake_write(&fake, 0)->value == FN_REG_CONTROL_TRANSMIT_RING_ENABLE_MASK);
    CHECK(fake_write(&fake, 1)->offset == FN_REG_CONTROL && fake_write(&fake, 1)->value == 0);
    CHECK(fake.value[FN_REG_CONTROL / 4] == 0);
    REFUSED(FN_STATE, fn_start(&device));
    REFUSED(FN_STATE, fn_close(&device));
    CHECK(fn_init(&device, &config) == FN_OK);
}

static void test_state(void)
{
    struct fn_completion_record record;
    struct fn_filters filters = { 0 };
    struct fn_flow flow = { 0 };
    struct fn_packet packet = { 0 };
    void *buffer = fake.memory + BUFFERS;
    unsigned number;
    uint64_t value;

    open_device();
    memset(&device, 0, sizeof device);
    REFUSED(FN_STATE, fn_start(NULL));
    REFUSED(FN_STATE, fn_stop(&device));
    REFUSED(FN_STATE, fn_close(&device));
    REFUSED(FN_STATE, fn_set_mac(&device, config.mac));
    REFUSED(FN_STATE, fn_set_filters(&device, &filters));
    REFUSED(FN_STATE, fn_add_multicast(&device, config.mac));
    REFUSED(FN_STATE, fn_remove_multicast(&device, config.mac));
    REFUSED(FN_STATE, fn_add_flow(&device, 0, &flow));
    REFUSED(FN_STATE, fn_remove_flow(&device, 0));
    REFUSED(FN_STATE, fn_monitor_flow(&device, 0, &flow));
    REFUSED(FN_STATE, fn_post_buffers(&device, &buffer, 1));
    REFUSED(FN_STATE, fn_poll(&device, &record));
    REFUSED(FN_STATE, fn_wait(&device, &record, 1));
    REFUSED(FN_STATE, fn_send(&device, &packet));
    REFUSED(FN_STATE, fn_sending(&device, &number));
    REFUSED(FN_STATE, fn_read_statistic(&device, 0, &value));
    REFUSED(FN_STATE, fn_enable_interrupts(&device, 0));
    REFUSED(FN_STATE, fn_take_causes(&device, &number));
    REFUSED(FN_STATE, fn_moderate_interrupts(&device, 0, 0));
    for (unsigned s = 0; s <= FN_STATUS_END; s++)
        CHECK(strlen(fn_status_text((enum fn_status)s)) > 3);
}

// ---- Filters ----

static void test_filters(void)
{
    const uint8_t group[FN_MAC_BYTES] = { 1, 0, 0x5e, 0, 0, 9 };
    uint8_t other[FN_MAC_BYTES] = { 0x33, 0x33, 0, 0, 0, 0 };
    const struct fn_filters filters = { .broadcast = true, .hold_all = true };
    const struct fn_filters all = { true, true, true, true, true };

    open_device();
    CHECK(fn_start(&device) == FN_OK && fn_set_filters(&device, &all) == FN_OK);
    CHECK((fake.value[FN_REG_CONTROL / 4] & 0x3f) == 0x3f);
    CHECK(fn_set_filters(&device, &filters) == FN_OK);
    CHECK((fake.value[FN_REG_CONTROL / 4] & 0x3f)
          == (FN_REG_CONTROL_RX_ENABLE_MASK | FN_REG_CONTROL_BROADCAST_MASK
              | FN_REG_CONTROL_HOLD_ALL_MASK));
    CHECK(fn_stop(&device) == FN_OK);
    CHECK((fake.value[FN_REG_CONTROL / 4] & 1) == 0 && fake.value[FN_REG_CONTROL / 4] >> 6 == 7);
    REFUSED(FN_ARGUMENT, fn_set_filters(&device, NULL));
    REFUSED(FN_ARGUMENT, fn_set_mac(&device, group));
    REFUSED(FN_ARGUMENT, fn_add_multicast(&device, config.mac));
    REFUSED(FN_ARGUMENT, fn_add_multicast(&device, NULL));
    REFUSED(FN_ARGUMENT, fn_remove_multicast(&device, config.mac));
    REFUSED(FN_NOT_FOUND, fn_remove_multicast(&device, group));

    fake_forget(&fake);
    CHECK(fn_set_mac(&device, config.mac) == FN_OK && fake_writes(&fake) == 2);
    CHECK(fake_write(&fake, 0)->offset == FN_REG_MAC_LOW);  // the high half makes both count
    CHECK(fake_write(&fake, 1)->offset == FN_REG_MAC_HIGH);

    fake_forget(&fake);
    CHECK(fn_add_multicast(&device, group) == FN_OK && fake_writes(&fake) == 3);
    CHECK(fake_write(&fake, 0)->value == 0x005e0001 && fake_write(&fake, 1)->value == 0x0900);
    CHECK(fake_write(&fake, 2)->offset == FN_REG_MULTICAST_COMMAND);
    CHECK(fake_write(&fake, 2)->value == 0x80000100);
    REFUSED(FN_OK, fn_add_multicast(&device, group));  // it is there already
    for (unsigned m = 1; m < FN_MULTICAST_ENTRIES; m++) {
        other[5] = (uint8_t)m;
        CHECK(fn_add_multicast(&device, other) == FN_OK);
        CHECK(fake_write(&fake, -1)->value == (0x80000100 | m));
    }
    other[5] = 0;
    REFUSED(FN_FULL, fn_add_multicast(&device, other));
    CHECK(fn_remove_multicast(&device, group) == FN_OK);
    CHECK(fake_write(&fake, -1)->value == 0x80000000);
    CHECK(fn_add_multicast(&device, other) == FN_OK);
    CHECK(fake_write(&fake, -1)->value == 0x80000100);

    fake.is_stuck = true;
    CHECK(fn_remove_multicast(&device, other) == FN_TIMEOUT);
    other[5] = 1;
    CHECK(fn_remove_multicast(&device, other) == FN_TIMEOUT);
    fake.is_stuck = false;
    CHECK(fn_remove_multicast(&device, other) == FN_OK && fake.refused_writes == 0);
    CHECK(!fake.multicast_is_enabled[0] && !fake.multicast_is_enabled[1]);
}

// ---- Flows ----

static const struct fn_flow sample = {
    .destination_address = { 10, 0, 0, 1 }, .source_address = { 10, 0, 0, 2 }, .spi = 0x01020304,
    .destination_port = 5000, .source_port = 6000, .protocol = 17, .association = 0x21,
    .vlan_id = 0x123, .vlan_present = true, .security = FN_SECURITY_ESP, .ip_version = FN_IPV4,
    .rtp = true, .match = FN_MATCH_ALL, .handle = 0xbeef, .context = 0x2a5,
    .info_association = 0x43, .state = FN_STATE_MONITOR, .split = true
};

static void test_flow_arguments(void)
{
    struct fn_flow flow = sample;

    open_device();
#define REFUSE_FLOW(member, bad)                            \
    do {                                                    \
        flow = sample;                                      \
        flow.member = bad;                                  \
        REFUSED(FN_ARGUMENT, fn_add_flow(&device, 0, &flow)); \
    } while (0)
    REFUSED(FN_ARGUMENT, fn_add_flow(&device, 0, NULL));
    REFUSED(FN_ARGUMENT, fn_add_flow(&device, FAKE_FLOWS, &flow));
    REFUSED(FN_ARGUMENT, fn_remove_flow(&device, FAKE_FLOWS));
    REFUSED(FN_ARGUMENT, fn_monitor_flow(&device, 0, NULL));
    REFUSE_FLOW(match, 1u << 11);
    REFUSE_FLOW(vlan_id, 4096);
    REFUSE_FLOW(security, 3);
    REFUSE_FLOW(ip_version, 3);
    REFUSE_FLOW(context, 1024);
    REFUSE_FLOW(state, FN_STATE_ZERO_COPY);
    REFUSE_FLOW(destination_address[4], 1);
    REFUSE_FLOW(source_address[15], 1);
    flow = sample;
    CHECK(fn_idle_flow(&device, FAKE_FLOWS, &flow) == FN_ARGUMENT);
    CHECK(flow.state == FN_STATE_MONITOR);
    for (unsigned b = 0; b < FN_ADDRESS_BYTES; b++) {
        flow.destination_address[b] = (uint8_t)(0x10 + b);
        flow.source_address[b] = (uint8_t)(0x80 + b);
    }
    REFUSED(FN_ARGUMENT, fn_add_flow(&device, 0, &flow));
    flow.ip_version = FN_IPV6;
    CHECK(fn_add_flow(&device, 0, &flow) == FN_OK);
    for (uint32_t w = 0; w < 4; w++) {
        CHECK(fake.value[FN_REG_FLOW_DESTINATION_ADDRESS_0 / 4 + w] == 0x13121110 + w * 0x04040404);
        CHECK(fake.value[FN_REG_FLOW_SOURCE_ADDRESS_0 / 4 + w] == 0x83828180 + w * 0x04040404);
    }
}

static void test_flow(void)
{
    struct fn_flow flow = sample;

    open_device();
    fake_forget(&fake);
    CHECK(fn_add_flow(&device, 5, &flow) == FN_OK);
    CHECK(fake_writes(&fake) == 16);
    CHECK(fake_write(&fake, -1)->offset == FN_REG_FLOW_COMMAND);
    CHECK(fake_write(&fake, -1)->value == 0x80000105);
    CHECK(fake.num_accesses == 16 + 4);  // go is 1 three times, then 0
    CHECK(fake.value[FN_REG_FLOW_DESTINATION_ADDRESS_0 / 4] == 0x0100000a);
    CHECK(fake.value[FN_REG_FLOW_SOURCE_ADDRESS_0 / 4] == 0x0200000a);
    CHECK(fake.value[FN_REG_FLOW_SPI / 4] == 0x01020304);
    CHECK(fake.value[FN_REG_FLOW_PORTS / 4] == (6000u << 16 | 5000));
    CHECK(fake.value[FN_REG_FLOW_ATTRIBUTES / 4] == 0x01233511);
    CHECK(fake.value[FN_REG_FLOW_ASSOCIATION / 4] == 0x21);
    CHECK(fake.value[FN_REG_FLOW_MASK / 4] == FN_MATCH_ALL);
    CHECK(fake.value[FN_REG_FLOW_INFO_0 / 4] == 0x02a5beef);
    CHECK(fake.value[FN_REG_FLOW_INFO_1 / 4] == 0x0943);

    CHECK(fn_idle_flow(&device, 5, &flow) == FN_OK && flow.state == FN_STATE_IDLE);
    CHECK(fake.value[FN_REG_FLOW_INFO_1 / 4] == 0x0843);
    CHECK(fn_monitor_flow(&device, 5, &flow) == FN_OK && flow.state == FN_STATE_MONITOR);
    fake_forget(&fake);
    CHECK(fn_remove_flow(&device, 5) == FN_OK && fake_writes(&fake) == 1);
    CHECK(fake_write(&fake, 0)->value == 0x80000005);

    // One that did not end in time is waited for: its window is locked.
    flow.handle = 0xabcd;
    fake.is_stuck = true;
    CHECK(fn_add_flow(&device, 5, &flow) == FN_TIMEOUT);
    CHECK(fn_add_flow(&device, 6, &flow) == FN_TIMEOUT);
    CHECK(fn_remove_flow(&device, 7) == FN_TIMEOUT && fake.refused_writes == 0);
    fake.is_stuck = false;
    flow.handle = 0x1234;
    CHECK(fn_add_flow(&device, 6, &flow) == FN_OK && fake.refused_writes == 0);
    CHECK(fake.flow_is_enabled[5] && fake.flow_is_enabled[6] && !fake.flow_is_enabled[7]);
    CHECK(fake.value[FN_REG_FLOW_INFO_0 / 4] == 0x02a51234);
}

int main(void)
{
    test_config();
    test_limits();
    test_identity();
    test_init();
    test_close();
    test_state();
    test_filters();
    test_flow_arguments();
    test_flow();
    test_statistics();
    test_channels();
    test_counters();
    test_rings();
    test_sending();
    test_echo();
    test_flows();
    test_rtp();
    test_receive();
    test_receive_rtp();
    printf("PASS fn_driver: %u checks\n", num_checks);
    return EXIT_SUCCESS;
}
