// SPDX-License-Identifier: Apache-2.0
//
// flownic_test - rtl/flownic.v against the model of the whole controller
//
// Random frames at the GMII pins, some spoilt on the wire, flows that hit, echoes back, a
// memory that stalls and reorders; fn_oracle says what must come out, lockstep that it does
// so at the right edge of each clock.  Captures are replayed by `make test`'s system runs.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/fn_feed.h"
#include "system/fn_system.h"
#include "system/fn_traffic.h"

static struct fn_system  fn_system;
static struct fn_traffic traffic;

static enum fn_reason spoil(size_t length, struct fn_gmii_fault *fault)
{
    if (length < 60 || length + 4 > traffic.flows.frame_maximum)
        return FN_REASON_DELIVERED;  // what the wire finds first is another matter
    const unsigned way = fn_traffic_below(&traffic, 32);
    return way >= FN_FEED_FAULTS ? FN_REASON_DELIVERED
         : fn_feed_spoil(fault, way, fn_traffic_below(&traffic, (unsigned)length));
}

static void feed(void *context, struct fn_gmii_source *source, uint64_t time)
{
    struct fn_gmii_fault fault = { FN_GMII_NO_FAULT, 0 };
    const uint8_t *bytes;
    const size_t length = fn_traffic_make(&traffic, &bytes);
    (void)context;
    (void)time;

    if (length == 0)
        return;
    fn_traffic_expect(&traffic, bytes, length, spoil(length, &fault));
    fn_gmii_source_send(source, bytes, length, fault);
}

static void sent(void *context, const struct fn_gmii_sink *sink, uint64_t time)
{
    (void)context;
    (void)time;
    fn_traffic_check_sent(&traffic, sink->is_good ? fn_gmii_sink_frame(sink) : NULL,
                          sink->frame_length);
}

static bool boot(const struct bench_arguments *arguments)
{
    struct fn_system_config config = {
        .engine = ENGINE_LOCKSTEP, .seed = arguments->seed, .arguments = arguments,
        .is_unkind = true
    };

    if (!fn_traffic_open(&traffic, "vectors/captures/random.flows", FN_SYSTEM_ENTRIES))
        exit(EXIT_FAILURE);
    config.frame_maximum = traffic.flows.frame_maximum;
    memcpy(config.mac, traffic.flows.mac, sizeof config.mac);
    if (!fn_system_open(&fn_system, &config)
            || !fn_traffic_start(&traffic, arguments, &fn_system.computer,
                                 &fn_system.engine.cycles))
        return false;
    traffic.shortest = 60;
    fn_system.feed = feed;
    fn_system.sent = sent;
    return true;
}

int bench_main(int argc, char **argv)
{
    struct bench_arguments arguments;
    const char *unknown = bench_arguments_read(&arguments, "flownic", argc, argv);

    if (unknown != NULL) {
        fprintf(stderr, "FAIL flownic: unknown argument: %s\n", unknown);
        return EXIT_FAILURE;
    }
    if (boot(&arguments))
        while (fn_traffic_poll(&traffic, fn_system.out.irq) && fn_system_step(&fn_system))
            ;
    const int status = fn_traffic_close(&traffic, "flownic");
    fn_system_close(&fn_system);
    return fn_system.computer.fault[0] == '\0' ? status : EXIT_FAILURE;
}
