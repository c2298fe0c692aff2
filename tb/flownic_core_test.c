// SPDX-License-Identifier: Apache-2.0
//
// flownic_core_test - rtl/flownic_core.v against the model of the whole core
//
// Random packets at the stream ports, flows that hit, echoes back, a memory that
// stalls and reorders; fn_oracle says what must come out, lockstep that it does so at
// the right edge.  A long run goes on with zero-copied flows, whose streams must come through,
// and ends with fn_strain.
//
// runs with: DATA_BITS=128+ENTRIES=32+FLOWS=1024, DATA_BITS=64+ENTRIES=16+FLOWS=16

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lockstep.h"
#include "system/fn_core.h"
#include "system/fn_strain.h"
#include "system/fn_streams.h"
#include "system/fn_traffic.h"

enum { FRAME_MAXIMUM = 1518, LONG_RUN = 100000, CYCLES_PER_BYTE = 8,
       STREAMS_RING = 6, WAKE_CYCLES = 9000, SLEEP_CYCLES = 3000 };  // ring: a logarithm

static struct fn_core    core;
static struct fn_traffic traffic;
static struct fn_streams streams;
static struct fn_strain  strain;

static bool next_packet(void *context, struct fn_core_packet *packet)
{
    const uint8_t *bytes;
    const size_t length = fn_traffic_make(&traffic, &bytes);
    (void)context;

    if (length == 0)
        return false;
    const enum fn_reason wire = fn_traffic_below(&traffic, 20) == 0 ? FN_REASON_FCS
                              : length < 60 ? FN_REASON_RUNT
                              : length > FRAME_MAXIMUM - 4 ? FN_REASON_OVERSIZE
                              : FN_REASON_DELIVERED;
    fn_traffic_expect(&traffic, bytes, length, wire);
    *packet = (struct fn_core_packet){ bytes, length, (uint8_t)wire, 0 };
    return true;
}

static void sent(void *context, const uint8_t *bytes, size_t length)
{
    (void)context;
    fn_traffic_check_sent(&traffic, bytes, length);
}

static bool boot(const struct bench_arguments *arguments)
{
    struct fn_core_config config = {
        .engine = ENGINE_LOCKSTEP, .seed = arguments->seed, .arguments = arguments,
        .num_entries = lockstep_parameter("ENTRIES"),
        .data_bits = lockstep_parameter("DATA_BITS"),
        .num_flows = lockstep_parameter("FLOWS"), .is_unkind = true,
        .frame_maximum = FRAME_MAXIMUM
    };

    if (!fn_traffic_open(&traffic, "vectors/captures/random.flows", config.num_entries)
            || !fn_streams_read(&streams, "vectors/captures/zero_copy.flows"))
        exit(EXIT_FAILURE);
    config.num_pages = fn_applications_pages(&streams.flows);
    memcpy(config.mac, traffic.flows.mac, sizeof config.mac);
    if (!fn_core_open(&core, &config)
            || !fn_traffic_start(&traffic, arguments, &core.computer, &core.engine.cycles))
        return false;
    core.next = next_packet;
    core.sent = sent;
    return true;
}

// ---- Coverage: each of these bits between the blocks has been 0, and 1 ----

enum { FLOW_BITS = 0x3ff };  // of so many flows as there are, bit 0 too

#define HOST(name, mask) { "bits of " #name, &core.twin.host.twin.out.name, NULL, \
                      sizeof core.twin.host.twin.out.name, mask, 0, 0 }
#define RING(name, mask) { "bits of " #name, &core.twin.dma.twin.out.name, NULL, \
                      sizeof core.twin.dma.twin.out.name, mask, 0, 0 }
#define PLACE(name, mask){ "bits of a command's " #name, \
                      &core.twin.placement.twin.out.m_place_command_##name, \
                      &core.twin.placement.twin.out.m_place_command_valid, \
                      sizeof core.twin.placement.twin.out.m_place_command_##name, mask, 0, 0 }

static struct { const char *name; const void *value; const bool *valid; size_t size;
                uint64_t mask, ones, zeros; } watched[] = {
    HOST(m_buffer_size, 0xffff), HOST(m_split_offset, 0xffff), HOST(m_buffer_low_water, 0xffff),
    HOST(m_milliseconds, 0xffff), HOST(m_frame_maximum, 0xffff),
    HOST(m_buffer_ring_base, ~UINT64_C(63)), HOST(m_completion_ring_base, ~UINT64_C(63)),
    HOST(m_transmit_ring_base, ~UINT64_C(31)), HOST(m_buffer_ring_producer, 0xffff),
    HOST(m_completion_ring_consumer, 0xffff), HOST(m_transmit_ring_producer, 0xffff),
    HOST(m_filter_address, 0xfffffffffffe), HOST(m_multicast_address, 0xffffffffffff),
    HOST(m_channel_index, 0xf), HOST(m_operation_index, 0x3ff),
    HOST(m_operation_argument, UINT64_MAX), RING(m_buffer_ring_consumer, 0xffff),
    RING(m_completion_ring_producer, 0xffff), RING(m_transmit_ring_consumer, 0xffff),
    RING(m_channel_flow, FLOW_BITS), RING(m_channel_in_flight, 0x7f), RING(m_axi_awid, 0xf),
    RING(m_axi_awaddr, ~UINT64_C(15)), RING(m_axi_araddr, ~UINT64_C(15)),
    PLACE(address, UINT64_MAX), PLACE(index, FLOW_BITS), PLACE(skip, 0x3ff),
    PLACE(length, 0x1fff)
};

static void watch_bits(void *context)
{
    (void)context;

    for (unsigned w = 0; w < sizeof watched / sizeof watched[0]; w++) {
        uint64_t value = 0;
        memcpy(&value, watched[w].value, watched[w].size);
        if (watched[w].valid == NULL || *watched[w].valid) {
            watched[w].ones |= value;
            watched[w].zeros |= ~value;
        }
    }
}

static unsigned count_still(void)
{
    const uint64_t flow_bits = lockstep_parameter("FLOWS") - 1;
    unsigned missing = 0;

    for (unsigned w = 0; w < sizeof watched / sizeof watched[0]; w++) {
        const uint64_t still = watched[w].mask & ~(watched[w].ones & watched[w].zeros);
        if ((watched[w].mask == FLOW_BITS ? still & flow_bits : still) == 0)
            continue;
        printf("  not both 0 and 1: %s 0x%llx\n", watched[w].name, (unsigned long long)still);
        missing++;
    }
    return missing;
}

// ---- Zero copy ----

static bool next_segment(void *context, struct fn_core_packet *packet)
{
    (void)context;
    *packet = (struct fn_core_packet){ .reason = FN_REASON_DELIVERED };
    packet->length = fn_streams_next(&streams, &packet->bytes);
    return packet->length > 0;
}

// Software that sleeps now and then finds its completion ring full.
static void sleep_now_and_then(void)
{
    static uint64_t asleep;

    if (core.engine.cycles < asleep + WAKE_CYCLES || streams.is_over)
        return;
    asleep = core.engine.cycles;
    streams.next_poll = asleep + SLEEP_CYCLES;
}

static int run_streams(const struct bench_arguments *arguments)
{
    core.computer.completion_ring = STREAMS_RING;
    core.next = next_segment;
    core.watch = watch_bits;
    streams.applications.first_context = lockstep_parameter("FLOWS") - streams.flows.num_flows;
    if (fn_streams_start(&streams, &core.computer, &core.engine.cycles,
                         arguments->cycles / CYCLES_PER_BYTE, arguments->seed))
        while (fn_streams_poll(&streams) && fn_core_step(&core))
            sleep_now_and_then();
    return fn_streams_close(&streams, "flownic_core");
}

// ---- Anything ----

static bool next_of_strain(void *context, struct fn_core_packet *packet)
{
    (void)context;
    *packet = (struct fn_core_packet){
        .reason = fn_strain_below(&strain, 32) ? FN_REASON_DELIVERED
                                               : (uint8_t)fn_strain_below(&strain, FN_REASON_TOTAL),
        .checksums = (uint8_t)fn_strain_below(&strain, 16)
    };
    packet->length = fn_strain_next(&strain, &packet->bytes);
    return packet->length > 0;
}

static void watch_strain(void *context)
{
    watch_bits(context);
    core.is_held = fn_strain_below(&strain, 64) == 0;
    core.in.s_underrun_event = fn_strain_below(&strain, 1024) == 0;
}

static int run_strain(const struct bench_arguments *arguments)
{
    core.next = next_of_strain;
    core.sent = NULL;
    core.watch = watch_strain;
    const bool is_good = fn_strain_run(&strain, &core.computer, &core.engine.cycles,
                                       lockstep_parameter("ENTRIES"), lockstep_parameter("FLOWS"),
                                       arguments->seed)
                      && count_still() == 0;
    printf("%s flownic_core: strain to cycle %llu, %llu packets, %llu operations, "
           "%llu accesses refused, %llu crowded\n", is_good ? "PASS" : "FAIL",
           (unsigned long long)core.engine.cycles, (unsigned long long)strain.num_packets,
           (unsigned long long)strain.num_operations, (unsigned long long)strain.num_errors,
           (unsigned long long)strain.num_crowded);
    if (core.computer.fault[0] != '\0')
        fprintf(stderr, "flownic_core: %s\n", core.computer.fault);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int bench_main(int argc, char **argv)
{
    struct bench_arguments arguments;
    const char *unknown = bench_arguments_read(&arguments, "flownic_core", argc, argv);

    if (unknown != NULL) {
        fprintf(stderr, "FAIL flownic_core: unknown argument: %s\n", unknown);
        return EXIT_FAILURE;
    }
    if (boot(&arguments))
        while (fn_traffic_poll(&traffic, core.out.irq) && fn_core_step(&core))
            ;
    int status = fn_traffic_close(&traffic, "flownic_core");
    if (status == EXIT_SUCCESS && arguments.cycles >= LONG_RUN)
        status = run_streams(&arguments);
    if (status == EXIT_SUCCESS && arguments.cycles >= LONG_RUN)
        status = run_strain(&arguments);
    fn_core_close(&core);
    return core.computer.fault[0] == '\0' ? status : EXIT_FAILURE;
}
