// SPDX-License-Identifier: Apache-2.0
//
// fn_core_bench - how fast the core receives: cycles per packet, wire to memory, model, lockstep
//
// Packets of 16 TCP flows that hit, through the stream ports, with lookups, checksums and
// completion records on; every one must be delivered unchanged.  Exit status 1 if not.

#define _GNU_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "functional/fn_insert_checksum.h"
#include "functional/fn_receive.h"
#include "system/fn_core.h"
#include "system/fn_pages_bench.h"
#include "system/fn_rtp_bench.h"

enum {
    FLOWS = 16, HEADERS = 54, SHORTEST = 60, LONGEST = 1514, FCS_BYTES = 4,
    POLL_CYCLES = 4, BATCH = 32, WARM_UP = 300, MAX_SILENCE = 20000,
    SINGLE_PACKETS = 16, PAUSE_CYCLES = 300, MODEL_PACKETS = 2000000
};

static const char usage[] =
"usage: flownic_core_bench FOLDER [model|rtl|lockstep]\n"
"Writes FOLDER/core.txt (name, value, unit), rate.csv, latency.csv.\n";

static const uint8_t mac[FN_MAC_BYTES] = { 2, 0, 0, 0, 0, 0x0b };

struct bench {
    struct fn_core core;
    uint8_t  packets[FLOWS][LONGEST];
    size_t   length;
    uint64_t num_wanted;               // packets that may enter until now
    uint64_t num_sent, num_received;
    uint64_t started_cycle;            // when the warm-up was over
    void    *returned[BATCH];
    unsigned num_returned;
    uint64_t data_cycle, record_cycle; // of the newest write of each kind
};

struct results {
    FILE    *text, *rate, *latency;
    uint64_t cycles;
    double   seconds;
};

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// ---- Packets ----

static void put16(uint8_t *bytes, unsigned value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static void make_packet(uint8_t *bytes, size_t length, unsigned flow)
{
    static const uint8_t source_mac[FN_MAC_BYTES] = { 2, 0, 0, 0, 0, 0x0a };
    static const uint8_t addresses[8] = { 10, 0, 0, 1, 10, 0, 0, 2 };
    const struct fn_transmit_record record = {
        .ip_offset = 14, .l4_offset = 34, .l4_length = (uint16_t)(length - 34),
        .ipv4_checksum = 1, .tcp_checksum = 1, .ip_version = FN_IPV4
    };

    for (size_t b = 0; b < length; b++)
        bytes[b] = (uint8_t)(b * 7 + flow * 31);
    memset(bytes, 0, HEADERS);
    memcpy(bytes, mac, FN_MAC_BYTES);
    memcpy(bytes + 6, source_mac, FN_MAC_BYTES);
    put16(bytes + 12, 0x0800);
    bytes[14] = 0x45;
    put16(bytes + 16, (unsigned)length - 14);
    bytes[22] = 64;
    bytes[23] = 6;
    memcpy(bytes + 26, addresses, sizeof addresses);
    put16(bytes + 34, 40000 + flow);
    put16(bytes + 36, 5001);
    bytes[46] = 0x50;
    bytes[47] = 0x10;
    put16(bytes + 48, 0xffff);
    fn_insert_checksum(bytes, (unsigned)length, &record);
}

static struct fn_flow flow_of(unsigned flow)
{
    return (struct fn_flow){
        .destination_address = { 10, 0, 0, 2 }, .source_address = { 10, 0, 0, 1 },
        .destination_port = 5001, .source_port = (uint16_t)(40000 + flow), .protocol = 6,
        .ip_version = FN_IPV4, .handle = (uint16_t)(100 + flow), .state = FN_STATE_MONITOR,
        .match = FN_MATCH_DESTINATION_ADDRESS | FN_MATCH_SOURCE_ADDRESS | FN_MATCH_PROTOCOL
               | FN_MATCH_DESTINATION_PORT | FN_MATCH_SOURCE_PORT | FN_MATCH_IP_VERSION
    };
}

static bool next_packet(void *context, struct fn_core_packet *packet)
{
    struct bench *bench = context;

    if (bench->num_sent == WARM_UP)
        bench->started_cycle = bench->core.last_beat;
    if (bench->num_sent == bench->num_wanted)
        return false;
    packet->bytes = bench->packets[bench->num_sent++ % FLOWS];
    packet->length = bench->length;
    packet->reason = 0;
    return true;
}

static void note_write(void *context, const struct fn_core_burst *burst)
{
    struct bench *bench = context;
    const struct fn_computer *computer = &bench->core.computer;
    const uint64_t buffers = computer->hal.bus_address(computer->hal.context, computer->buffers);

    *(burst->address < buffers ? &bench->record_cycle : &bench->data_cycle) = burst->cycle;
}

// ---- Software ----

static bool fail(struct bench *bench, const char *what)
{
    return fn_computer_fail(&bench->core.computer, "packet %llu of %zu bytes: %s",
                            (unsigned long long)bench->num_received, bench->length, what);
}

static bool take_record(struct bench *bench, const struct fn_completion_record *record)
{
    const unsigned flow = bench->num_received % FLOWS;

    if (record->kind == FN_KIND_BUFFER_REQUEST)
        return true;  // from before the first buffers were there
    if (record->reason != FN_REASON_DELIVERED || !record->hit || record->handle != 100 + flow)
        return fail(bench, "not delivered to its flow");
    if (record->frame_length != bench->length
            || memcmp(record->packet, bench->packets[flow], bench->length) != 0)
        return fail(bench, "it was changed, or one before it dropped");
    bench->num_received++;
    bench->returned[bench->num_returned++] = record->packet;
    return true;
}

static bool poll(struct bench *bench)
{
    struct fn_completion_record record;
    struct fn_device *device = &bench->core.computer.device;
    enum fn_status status;

    while ((status = fn_poll(device, &record)) == FN_OK) {
        if (!take_record(bench, &record))
            return false;
        if (bench->num_returned < BATCH)
            continue;
        status = fn_post_buffers(device, bench->returned, BATCH);
        bench->num_returned = 0;
        if (status != FN_OK)
            return fail(bench, "its buffer cannot be given back");
    }
    return status == FN_EMPTY;
}

static bool receive_all(struct bench *bench)
{
    uint64_t next_poll = 0, silent_since = bench->core.engine.cycles, received = 0;

    while (bench->num_received < bench->num_wanted) {
        if (!fn_core_step(&bench->core))
            return false;
        if (bench->core.engine.cycles < next_poll)
            continue;
        next_poll = bench->core.engine.cycles + POLL_CYCLES;
        if (!poll(bench))
            return fail(bench, "lost");
        if (bench->num_received != received) {
            received = bench->num_received;
            silent_since = bench->core.engine.cycles;
        }
        if (bench->core.engine.cycles - silent_since > MAX_SILENCE)
            return fail(bench, "it does not come");
    }
    return true;
}

static bool open_bench(struct bench *bench, enum engine_kind engine, size_t length,
                       unsigned latency)
{
    struct fn_core_config config = {
        .engine = engine, .seed = 1, .num_entries = 64, .data_bits = 128,
        .num_flows = 64, .latency = latency,
        .frame_maximum = 1518
    };
    struct fn_device *device = &bench->core.computer.device;
    enum fn_status status = FN_OK;

    memset(bench, 0, sizeof *bench);
    memcpy(config.mac, mac, sizeof config.mac);
    bench->length = length;
    for (unsigned f = 0; f < FLOWS; f++)
        make_packet(bench->packets[f], length, f);
    if (!fn_core_open(&bench->core, &config))
        return false;
    bench->core.next = next_packet;
    bench->core.written = note_write;
    bench->core.context = bench;
    for (unsigned f = 0; f < FLOWS && status == FN_OK; f++) {
        const struct fn_flow flow = flow_of(f);
        status = fn_add_flow(device, f, &flow);
    }
    if (status == FN_OK)
        status = fn_start(device);
    return status == FN_OK || fn_computer_fail(&bench->core.computer, "driver: %s",
                                               fn_status_text(status));
}

// ---- What is measured ----

// Prints what went wrong and adds up the time.
static bool close_bench(struct bench *bench, struct results *results, bool is_good, double start)
{
    if (!is_good)
        fprintf(stderr, "flownic_core_bench: %s\n", bench->core.computer.fault);
    results->cycles += bench->core.engine.cycles;
    results->seconds += cpu_seconds() - start;
    fn_core_close(&bench->core);
    return is_good;
}

static bool measure_rate(struct results *results, enum engine_kind engine, size_t length,
                         unsigned latency, double *cycles_per_packet)
{
    static struct bench bench;
    const unsigned count = length == SHORTEST ? 3000 : 600;
    const double start = cpu_seconds();
    bool is_good = open_bench(&bench, engine, length, latency);

    bench.num_wanted = WARM_UP + count;
    is_good = is_good && receive_all(&bench);
    *cycles_per_packet = (double)(bench.core.last_beat - bench.started_cycle) / count;
    fprintf(results->rate, "%zu,%u,%.3f,%.3f\n", length + FCS_BYTES, latency, *cycles_per_packet,
            (double)(length + FCS_BYTES + 20) / 8);
    return close_bench(&bench, results, is_good, start);
}

static bool measure_latency(struct results *results, enum engine_kind engine, size_t length,
                            uint64_t *to_memory, uint64_t *to_record)
{
    static struct bench bench;
    const double start = cpu_seconds();
    bool is_good = open_bench(&bench, engine, length, 1);

    *to_memory = *to_record = 0;
    for (unsigned p = 0; p < SINGLE_PACKETS && is_good; p++) {
        // Pauses of any length, so that no phase of anything periodic is preferred.
        for (unsigned c = 0; c < PAUSE_CYCLES + 7 * p && is_good; c++)
            is_good = fn_core_step(&bench.core);
        bench.num_wanted++;
        is_good = is_good && receive_all(&bench);
        const uint64_t data = bench.data_cycle - bench.core.last_beat;
        const uint64_t record = bench.record_cycle - bench.core.last_beat;
        *to_memory = data > *to_memory ? data : *to_memory;
        *to_record = record > *to_record ? record : *to_record;
    }
    fprintf(results->latency, "%zu,%llu,%llu\n", length + FCS_BYTES,
            (unsigned long long)*to_memory, (unsigned long long)*to_record);
    return close_bench(&bench, results, is_good, start);
}

static double model_rate(void)
{
    static struct fn_receive receive;
    static uint8_t packets[FLOWS][SHORTEST];
    struct fn_received received;
    unsigned delivered = 0;

    receive = (struct fn_receive){
        .frame_maximum = 1518, .buffer_size = 2048, .split_offset = 256, .num_entries = FLOWS
    };
    memcpy(receive.filter.address, mac, sizeof mac);
    for (unsigned f = 0; f < FLOWS; f++) {
        struct fn_flow_entry *entry = &receive.entries[f];
        const struct fn_flow flow = flow_of(f);
        make_packet(packets[f], SHORTEST, f);
        entry->enable = true;
        entry->mask = (uint16_t)(flow.match | 1u << 11);
        memcpy(entry->key.destination_address.byte, flow.destination_address, FN_ADDRESS_BYTES);
        memcpy(entry->key.source_address.byte, flow.source_address, FN_ADDRESS_BYTES);
        entry->key.destination_port = flow.destination_port;
        entry->key.source_port = flow.source_port;
        entry->key.protocol = flow.protocol;
        entry->key.ip_version = flow.ip_version;
        entry->key.ports_present = 1;
    }
    const double start = cpu_seconds();
    for (unsigned p = 0; p < MODEL_PACKETS; p++) {
        fn_receive(&receive, packets[p % FLOWS], SHORTEST, FN_REASON_DELIVERED, &received);
        delivered += received.reason == FN_REASON_DELIVERED && received.completion.hit;
    }
    const double seconds = cpu_seconds() - start;
    return delivered == MODEL_PACKETS ? MODEL_PACKETS / seconds : 0;
}

// ---- All of it ----

static bool measure_all(struct results *results, enum engine_kind engine)
{
    static const unsigned lengths[] = { 60, 61, 64, 68, 76, 92, 124, 252, 508, 1020, 1514 };
    static const unsigned latencies[] = { 1, 200 };
    bool is_good = true;

    fprintf(results->rate, "frame_length,memory_latency,cycles_per_packet,wire_cycles\n");
    fprintf(results->latency, "frame_length,to_memory,to_record\n");
    for (unsigned m = 0; m < 2; m++)
        for (unsigned l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            double cycles;
            is_good &= measure_rate(results, engine, lengths[l], latencies[m], &cycles);
            if (lengths[l] == SHORTEST)
                fprintf(results->text, "rx_cycles_per_64B_packet%s %.3f cycles\n",
                        m == 0 ? "" : "_memory_latency_200", cycles);
        }
    for (unsigned l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        uint64_t to_memory, to_record;
        is_good &= measure_latency(results, engine, lengths[l], &to_memory, &to_record);
        if (lengths[l] == SHORTEST)
            fprintf(results->text, "wire_to_memory_cycles %llu cycles\n"
                    "wire_to_record_cycles %llu cycles\n", (unsigned long long)to_memory,
                    (unsigned long long)to_record);
    }
    is_good &= fn_pages_bench(results->text, engine);
    is_good &= fn_rtp_bench(results->text, engine);
    fprintf(results->text, "%s_cycles_per_s %.0f cycles/s\nmodel_packets_per_s %.0f packets/s\n",
            engine == ENGINE_MODEL ? "model" : engine == ENGINE_RTL ? "rtl" : "lockstep",
            (double)results->cycles / results->seconds, model_rate());
    return is_good;
}

static FILE *open_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        perror(path);
    return file;
}

int bench_main(int argc, char **argv)
{
    static const char *const engines[] = { "model", "rtl", "lockstep" };
    enum engine_kind engine = ENGINE_LOCKSTEP;
    struct results results = { 0 };

    if (argc < 2 || argc > 3) {
        fputs(usage, stderr);
        return 2;
    }
    for (unsigned e = 0; argc == 3 && e < 3; e++)
        if (strcmp(argv[2], engines[e]) == 0)
            engine = (enum engine_kind)e;
    results.text = open_file(argv[1], "core.txt");
    results.rate = open_file(argv[1], "rate.csv");
    results.latency = open_file(argv[1], "latency.csv");
    const bool is_open = results.text != NULL && results.rate != NULL && results.latency != NULL;
    const bool is_good = is_open && measure_all(&results, engine);
    if (results.text != NULL)
        fclose(results.text);
    if (results.rate != NULL)
        fclose(results.rate);
    if (results.latency != NULL)
        fclose(results.latency);
    return !is_open ? 2 : is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
