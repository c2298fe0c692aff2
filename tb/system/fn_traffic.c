// SPDX-License-Identifier: Apache-2.0
//
// fn_traffic - see fn_traffic.h

#include "system/fn_traffic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_CYCLES = 16, QUIET_CYCLES = 6000, LONG_RUN = 100000 };

unsigned fn_traffic_below(struct fn_traffic *traffic, unsigned limit)
{
    traffic->random = traffic->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((traffic->random >> 33) * limit >> 31);
}

// ---- Packets ----

size_t fn_traffic_make(struct fn_traffic *traffic, const uint8_t **bytes)
{
    uint8_t *packet = traffic->bytes[traffic->num_packets % FN_TRAFFIC_PACKETS];

    if (*traffic->cycle - traffic->start > traffic->num_cycles
            || fn_traffic_below(traffic, 8) == 0)
        return 0;
    *bytes = packet;
    return fn_packet_maker_next(&traffic->maker, packet);
}

void fn_traffic_expect(struct fn_traffic *traffic, const uint8_t *bytes, size_t length,
                       enum fn_reason wire)
{
    struct fn_received received;
    traffic->num_packets++;
    traffic->idle_since = *traffic->cycle;
    fn_oracle_expect(&traffic->oracle, bytes, length, wire, &received);
}

void fn_traffic_check_sent(struct fn_traffic *traffic, const uint8_t *bytes, size_t length)
{
    traffic->idle_since = *traffic->cycle;
    fn_oracle_check_sent(&traffic->oracle, bytes, length);
}

static void take(void *context, const struct fn_completion_record *record, const uint8_t *packet)
{
    struct fn_traffic *traffic = context;
    traffic->idle_since = *traffic->cycle;
    if (record->kind == FN_KIND_PACKET)
        fn_oracle_check_record(&traffic->oracle, record, packet);
}

static void sending(void *context, const struct fn_stack_echo *echo,
                    const struct fn_packet *packet)
{
    struct fn_traffic *traffic = context;
    fn_oracle_expect_sent(&traffic->oracle, echo, packet, traffic->shortest);
}

// ---- Set-up ----

bool fn_traffic_open(struct fn_traffic *traffic, const char *path, unsigned num_entries)
{
    unsigned kept = 0;
    memset(traffic, 0, sizeof *traffic);
    if (!fn_flows_read(&traffic->flows, path)) {
        fprintf(stderr, "FAIL %s\n", traffic->flows.fault);
        return false;
    }
    for (unsigned f = 0; f < traffic->flows.num_flows; f++)
        if (traffic->flows.flows[f].entry < num_entries)
            traffic->flows.flows[kept++] = traffic->flows.flows[f];
    traffic->flows.num_flows = kept;
    traffic->num_entries = num_entries;
    return true;
}

static enum fn_status set_up(struct fn_traffic *traffic)
{
    struct fn_device *device = &traffic->computer->device;
    const struct fn_flows *flows = &traffic->flows;
    enum fn_status status = fn_set_filters(device, &flows->filters);

    for (unsigned m = 0; m < flows->num_multicast && status == FN_OK; m++)
        status = fn_add_multicast(device, flows->multicast[m]);
    for (unsigned f = 0; f < flows->num_flows && status == FN_OK; f++) {
        status = fn_add_flow(device, flows->flows[f].entry, &flows->flows[f].flow);
        traffic->stack.is_echo[flows->flows[f].flow.handle] |= flows->flows[f].echo;
    }
    return status == FN_OK ? fn_start(device) : status;
}

bool fn_traffic_start(struct fn_traffic *traffic, const struct bench_arguments *arguments,
                      struct fn_computer *computer, const uint64_t *cycle)
{
    struct fn_device *device = &computer->device;

    traffic->computer = computer;
    traffic->cycle = cycle;
    traffic->num_cycles = arguments->cycles;
    traffic->random = arguments->seed;
    fn_oracle_open(&traffic->oracle, &traffic->flows, traffic->num_entries,
                   computer->buffer_size, device->config.split_offset);
    fn_stack_open(&traffic->stack, device, computer->scratch);
    traffic->stack.take = take;
    traffic->stack.sending = sending;
    traffic->stack.context = traffic;
    const enum fn_status status = set_up(traffic);
    fn_packet_maker_open(&traffic->maker, arguments->seed);
    traffic->maker.longest_payload = 400;
    traffic->maker.corrupt = traffic->maker.cut = traffic->maker.wrong_length = 32;
    traffic->start = traffic->idle_since = traffic->next_poll = *cycle;
    return status == FN_OK
        || fn_computer_fail(computer, "driver: %s", fn_status_text(status));
}

bool fn_traffic_poll(struct fn_traffic *traffic)
{
    if (*traffic->cycle < traffic->next_poll)
        return true;
    const enum fn_status status = fn_stack_poll(&traffic->stack);
    if (status != FN_OK)
        fn_computer_fail(traffic->computer, "driver: %s", fn_status_text(status));
    traffic->next_poll = *traffic->cycle + POLL_CYCLES;
    return *traffic->cycle - traffic->idle_since < QUIET_CYCLES;
}

// ---- Verdict ----

// What a run must have seen to count.
static unsigned count_missing(const struct fn_oracle *oracle, bool is_long)
{
    const struct { const char *name; uint64_t count; } covers[] = {
        { "packets delivered", oracle->num_delivered },
        { "packets echoed", is_long ? oracle->num_sent : 1 },
        { "packets for others", oracle->reasons[FN_REASON_MAC_FILTER] },
        { "packets with a wrong frame check sequence", oracle->reasons[FN_REASON_FCS] },
        { "malformed packets", is_long ? oracle->reasons[FN_REASON_IP_LENGTH] : 1 }
    };
    unsigned missing = 0;
    for (unsigned c = 0; c < sizeof covers / sizeof covers[0]; c++) {
        printf("  %-44s %llu\n", covers[c].name, (unsigned long long)covers[c].count);
        missing += covers[c].count == 0;
    }
    return missing;
}

int fn_traffic_close(struct fn_traffic *traffic, const char *module)
{
    const struct fn_oracle *oracle = &traffic->oracle;
    const char *fault = traffic->computer->fault;
    unsigned missing = 0;

    if (fault[0] == '\0') {
        fn_oracle_check_counters(&traffic->oracle, &traffic->computer->device);
        missing = count_missing(oracle, traffic->num_cycles >= LONG_RUN);
    }
    for (uint64_t d = 0; d < oracle->num_differences && d < FN_ORACLE_DIFFERENCES; d++)
        fprintf(stderr, "%s: %s\n", module, oracle->differences[d]);
    if (fault[0] != '\0')
        fprintf(stderr, "%s: %s\n", module, fault);
    const bool is_good = oracle->num_differences == 0 && missing == 0 && fault[0] == '\0';
    printf("%s %s: cycles=%llu packets=%llu\n", is_good ? "PASS" : "FAIL", module,
           (unsigned long long)*traffic->cycle, (unsigned long long)traffic->num_packets);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
