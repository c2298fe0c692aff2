// SPDX-License-Identifier: Apache-2.0
//
// flownic_core_test - rtl/flownic_core.v against the model of the whole core
//
// Random packets at the stream ports, flows that hit, echoes back, a memory that
// stalls and reorders; fn_oracle says what must come out, lockstep that it does so at
// the right edge.  A long run goes on with zero-copied flows, whose streams must come through.
//
// runs with: DATA_BITS=128+ENTRIES=32+FLOWS=1024, DATA_BITS=64+ENTRIES=16+FLOWS=16

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lockstep.h"
#include "system/fn_core.h"
#include "system/fn_streams.h"
#include "system/fn_traffic.h"

enum { FRAME_MAXIMUM = 1518, LONG_RUN = 100000, CYCLES_PER_BYTE = 8,
       STREAMS_RING = 6, WAKE_CYCLES = 9000, SLEEP_CYCLES = 3000 };  // ring: a logarithm

static struct fn_core    core;
static struct fn_traffic traffic;
static struct fn_streams streams;

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
    *packet = (struct fn_core_packet){ bytes, length, (uint8_t)wire };
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
    streams.applications.first_context = lockstep_parameter("FLOWS") - streams.flows.num_flows;
    if (fn_streams_start(&streams, &core.computer, &core.engine.cycles,
                         arguments->cycles / CYCLES_PER_BYTE, arguments->seed))
        while (fn_streams_poll(&streams) && fn_core_step(&core))
            sleep_now_and_then();
    return fn_streams_close(&streams, "flownic_core");
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
    fn_core_close(&core);
    return core.computer.fault[0] == '\0' ? status : EXIT_FAILURE;
}
