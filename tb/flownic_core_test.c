// SPDX-License-Identifier: Apache-2.0
//
// flownic_core_test - rtl/flownic_core.v against the model of the whole core
//
// Random packets at the stream ports, flows that hit, echoes back, a memory that
// stalls and reorders; fn_oracle says what must come out, lockstep that it does so at
// the right edge.
//
// runs with: DATA_BITS=128+ENTRIES=16, DATA_BITS=64+ENTRIES=16

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lockstep.h"
#include "system/fn_core.h"
#include "system/fn_oracle.h"
#include "wire/fn_packet_maker.h"

enum { PACKETS = 512, POLL_CYCLES = 16, QUIET_CYCLES = 4000, LONG_RUN = 100000 };

static struct {
    struct fn_core         core;
    struct fn_oracle       oracle;
    struct fn_stack        stack;
    struct fn_flows        flows;
    struct fn_packet_maker maker;
    uint8_t                bytes[PACKETS][FN_PACKET_MAKER_BYTES];  // until they are settled
    uint64_t               num_packets, random, idle_since;
    bool                   is_over;                                // no packets any more
} bench;

static unsigned below(unsigned limit)
{
    bench.random = bench.random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((bench.random >> 33) * limit >> 31);
}

static bool next_packet(void *context, struct fn_core_packet *packet)
{
    struct fn_received received;
    uint8_t *bytes = bench.bytes[bench.num_packets % PACKETS];
    (void)context;

    if (bench.is_over || below(8) == 0)
        return false;
    const size_t length = fn_packet_maker_next(&bench.maker, bytes);
    const enum fn_reason wire = below(20) == 0 ? FN_REASON_FCS
                              : length < 60 ? FN_REASON_RUNT : FN_REASON_DELIVERED;
    bench.num_packets++;
    bench.idle_since = bench.core.engine.cycles;
    fn_oracle_expect(&bench.oracle, bytes, length, wire, &received);
    *packet = (struct fn_core_packet){ bytes, length, (uint8_t)wire };
    return true;
}

static void take(void *context, const struct fn_completion_record *record, const uint8_t *packet)
{
    (void)context;
    bench.idle_since = bench.core.engine.cycles;
    if (record->kind == FN_KIND_PACKET)
        fn_oracle_check_record(&bench.oracle, record, packet);
}

static void sending(void *context, const struct fn_stack_echo *echo,
                    const struct fn_packet *packet)
{
    (void)context;
    fn_oracle_expect_sent(&bench.oracle, echo, packet, 0);
}

static void sent(void *context, const uint8_t *bytes, size_t length)
{
    (void)context;
    fn_oracle_check_sent(&bench.oracle, bytes, length);
}

// ---- Set-up ----

static void open_flows(unsigned num_entries)
{
    unsigned kept = 0;
    if (!fn_flows_read(&bench.flows, "vectors/captures/random.flows")) {
        fprintf(stderr, "FAIL %s\n", bench.flows.fault);
        exit(EXIT_FAILURE);
    }
    for (unsigned f = 0; f < bench.flows.num_flows; f++)
        if (bench.flows.flows[f].entry < num_entries)
            bench.flows.flows[kept++] = bench.flows.flows[f];
    bench.flows.num_flows = kept;
}

static bool boot(unsigned seed)
{
    const unsigned num_entries = lockstep_parameter("ENTRIES");
    const unsigned data_bits = lockstep_parameter("DATA_BITS");
    struct fn_core *core = &bench.core;
    struct fn_device *device = &core->computer.device;
    struct fn_core_config config = {
        .engine = ENGINE_LOCKSTEP, .seed = seed, .num_entries = num_entries,
        .data_bits = data_bits, .is_unkind = true, .frame_maximum = 1518
    };

    open_flows(num_entries);
    memcpy(config.mac, bench.flows.mac, sizeof config.mac);
    if (!fn_core_open(core, &config))
        return false;
    fn_oracle_open(&bench.oracle, &bench.flows, num_entries, core->computer.buffer_size,
                   device->config.split_offset);
    fn_stack_open(&bench.stack, device, core->computer.scratch);
    bench.stack.take = take;
    bench.stack.sending = sending;

    enum fn_status status = fn_set_filters(device, &bench.flows.filters);
    for (unsigned m = 0; m < bench.flows.num_multicast && status == FN_OK; m++)
        status = fn_add_multicast(device, bench.flows.multicast[m]);
    for (unsigned f = 0; f < bench.flows.num_flows && status == FN_OK; f++) {
        status = fn_add_flow(device, bench.flows.flows[f].entry, &bench.flows.flows[f].flow);
        bench.stack.is_echo[bench.flows.flows[f].flow.handle] |= bench.flows.flows[f].echo;
    }
    if (status == FN_OK)
        status = fn_start(device);
    fn_packet_maker_open(&bench.maker, seed);
    bench.maker.longest_payload = 400;
    bench.maker.corrupt = bench.maker.cut = bench.maker.wrong_length = 32;
    bench.random = seed;
    core->next = next_packet;
    core->sent = sent;
    return status == FN_OK
        || fn_computer_fail(&core->computer, "driver: %s", fn_status_text(status));
}

static void run(uint64_t num_cycles)
{
    const uint64_t start = bench.core.engine.cycles;
    uint64_t next_poll = start;

    bench.idle_since = start;
    while (bench.core.engine.cycles - bench.idle_since < QUIET_CYCLES
           && fn_core_step(&bench.core)) {
        bench.is_over = bench.core.engine.cycles - start > num_cycles;
        if (bench.core.engine.cycles < next_poll)
            continue;
        const enum fn_status status = fn_stack_poll(&bench.stack);
        if (status != FN_OK)
            fn_computer_fail(&bench.core.computer, "driver: %s", fn_status_text(status));
        next_poll = bench.core.engine.cycles + POLL_CYCLES;
    }
}

// What a run must have seen to count.
static unsigned count_missing(bool is_long)
{
    const struct { const char *name; uint64_t count; } covers[] = {
        { "packets delivered", bench.oracle.num_delivered },
        { "packets echoed", is_long ? bench.oracle.num_sent : 1 },
        { "packets for others", bench.oracle.reasons[FN_REASON_MAC_FILTER] },
        { "packets with a wrong frame check sequence", bench.oracle.reasons[FN_REASON_FCS] },
        { "malformed packets", is_long ? bench.oracle.reasons[FN_REASON_IP_LENGTH] : 1 }
    };
    unsigned missing = 0;
    for (unsigned c = 0; c < sizeof covers / sizeof covers[0]; c++) {
        printf("  %-44s %llu\n", covers[c].name, (unsigned long long)covers[c].count);
        missing += covers[c].count == 0;
    }
    return missing;
}

int bench_main(int argc, char **argv)
{
    uint64_t num_cycles = 20000;
    unsigned seed = 1;

    for (int a = 1; a < argc; a++) {
        if (strncmp(argv[a], "seed=", 5) == 0)
            seed = (unsigned)strtoul(argv[a] + 5, NULL, 0);
        else if (strncmp(argv[a], "cycles=", 7) == 0)
            num_cycles = strtoull(argv[a] + 7, NULL, 0);
    }
    if (boot(seed)) {
        run(num_cycles);
        fn_oracle_check_counters(&bench.oracle, &bench.core.computer.device);
    }
    const unsigned missing = count_missing(num_cycles >= LONG_RUN);
    for (uint64_t d = 0; d < bench.oracle.num_differences && d < FN_ORACLE_DIFFERENCES; d++)
        fprintf(stderr, "flownic_core: %s\n", bench.oracle.differences[d]);
    if (bench.core.computer.fault[0] != '\0')
        fprintf(stderr, "flownic_core: %s\n", bench.core.computer.fault);
    const bool is_good = bench.oracle.num_differences == 0 && missing == 0
                      && bench.core.computer.fault[0] == '\0';
    printf("%s flownic_core: seed=%u cycles=%llu packets=%llu\n", is_good ? "PASS" : "FAIL", seed,
           (unsigned long long)bench.core.engine.cycles, (unsigned long long)bench.num_packets);
    fn_core_close(&bench.core);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
