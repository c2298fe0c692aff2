// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_model_test - do the rules of core and driver give every stream, byte for byte?
//
// usage: fn_flow_model_test STREAM FLOWS OUT [name=N ...]
// STREAM.pcap arrives at the functional layer (fn_flow_model.h); the software of the system runs
// (fn_applications.h) polls it whenever the dice say so.  Every OUT/flow_HANDLE.bin must be what
// STREAM.sent.csv says that the sender's application wrote.  With senders=BYTES the flows have
// senders that send again what is missing (fn_senders.h), STREAM counts nothing, and every flow
// must come back to zero copy once the faults have stopped.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/fn_applications.h"
#include "system/fn_flow_model.h"
#include "system/fn_oracle.h"
#include "system/fn_senders.h"
#include "wire/fn_capture.h"

enum { MAX_PATH = 4096, POLLS_AT_END = 30000, BUFFER_SIZE = 1792, SPLIT_OFFSET = 256 };

static struct {
    unsigned seed, take_away, errors, parity, misses, damage, senders, packets, lag;
} options = { .seed = 1, .lag = 8, .packets = 10000000 };

static const struct { const char *name; unsigned *value; } names[] = {
    { "seed", &options.seed },      // of everything random
    { "take_away", &options.take_away },  // chance of a flow at each poll, in 65536ths
    { "errors", &options.errors },  // of memory, in 65536ths of the packets to be placed
    { "parity", &options.parity },  // errors, in 65536ths of the packets of flows
    { "misses", &options.misses },  // pages not there when wanted, in 65536ths
    { "damage", &options.damage },  // wrong checksums from senders, in 65536ths
    { "senders", &options.senders },
    { "packets", &options.packets },  // at most, of senders
    { "lag", &options.lag }         // packets between two polls, on the average
};

static struct fn_flow_model model;
static struct fn_applications applications;
static struct fn_senders senders;
static struct fn_flows flows;
static struct fn_capture capture;
static unsigned num_short;  // flows without their end

static bool fault(const char *what)
{
    printf("%s\n", what);
    return false;
}

static bool parse_options(int argc, char **argv)
{
    for (int a = 4; a < argc; a++) {
        bool is_known = false;
        const char *equals = strchr(argv[a], '=');
        for (unsigned n = 0; n < sizeof names / sizeof names[0] && equals != NULL; n++)
            if (strncmp(argv[a], names[n].name, (size_t)(equals - argv[a])) == 0) {
                *names[n].value = (unsigned)strtoul(equals + 1, NULL, 0);
                is_known = true;
            }
        if (!is_known)
            return fault(argv[a]);
    }
    return argc >= 4 || fault("usage: fn_flow_model_test STREAM FLOWS OUT [name=N ...]");
}

static bool open_test(char **argv, uint8_t **memory)
{
    static struct fn_oracle oracle;
    char path[MAX_PATH];

    snprintf(path, sizeof path, "%s.pcap", argv[1]);
    if (!fn_flows_read(&flows, argv[2]))
        return fault(flows.fault);
    if (options.senders == 0 && !fn_capture_read(&capture, path))
        return fault(capture.fault);
    fn_capture_pad(&capture);
    fn_oracle_open(&oracle, &flows, FN_FLOWS_MAX, BUFFER_SIZE, SPLIT_OFFSET);
    model.receive = oracle.receive;
    model.random = options.seed;
    model.error_rate = options.errors;
    model.parity_rate = options.parity;
    applications.paging.calls = &fn_flow_model_calls;
    applications.paging.device = &model.device;
    applications.paging.random = options.seed;
    applications.paging.take_away = options.take_away;
    applications.paging.miss_rate = options.misses;
    *memory = aligned_alloc(FN_POOL_PAGE, (fn_applications_pages(&flows) + 1) * FN_POOL_PAGE);
    if (*memory == NULL || !fn_applications_open(&applications, &flows, argv[3], *memory))
        return fault("cannot be opened");
    senders.damage = options.damage;
    return options.senders == 0
        || fn_senders_open(&senders, &flows, &applications, options.senders, options.seed)
        || fault("the flows cannot have senders");
}

static void poll(void)
{
    struct fn_flow_model_record record;

    while (fn_flow_model_poll(&model, &record))
        fn_applications_take(&applications, &record.record, record.frame);
    fn_applications_poll(&applications);
}

static const uint8_t *next_packet(size_t *length)
{
    if (options.senders > 0)
        return model.packets == options.packets ? NULL : fn_senders_next(&senders, length);
    if (model.packets == capture.num_packets)
        return NULL;
    *length = capture.packets[model.packets].length;
    return capture.packets[model.packets].bytes;
}

static void run(void)
{
    const uint8_t *packet;
    size_t length;

    while ((packet = next_packet(&length)) != NULL) {
        fn_flow_model_feed(&model, packet, length);
        if (fn_paging_random(&applications.paging, options.lag) == 0)
            poll();
        if (model.packets % 16 == 0)
            fn_flow_model_tick(&model);
        if (senders.is_calm)
            model.error_rate = model.parity_rate = applications.paging.take_away
                             = applications.paging.miss_rate = 0;
    }
    poll();
    fn_applications_end(&applications);
    for (unsigned n = 0; n < POLLS_AT_END && !fn_applications_are_back(&applications); n++)
        poll();
    if (options.senders > 0)
        fn_senders_check(&senders, &applications.paging);
    fn_applications_close(&applications);
}

// ---- What came of it ----

static const struct fn_application *of_handle(unsigned handle)
{
    for (unsigned f = 0; f < applications.num_flows; f++)
        if (applications.flows[f].flow.flow.handle == handle)
            return &applications.flows[f];
    return NULL;
}

// Is one file the beginning of the other one?
static bool is_beginning(const char *one, const char *other)
{
    FILE *beginning = fopen(one, "r"), *whole = fopen(other, "r");
    bool is_equal = beginning != NULL && whole != NULL;
    int byte;

    while (is_equal && (byte = getc(beginning)) != EOF)
        is_equal = byte == getc(whole);
    if (beginning != NULL)
        fclose(beginning);
    if (whole != NULL)
        fclose(whole);
    return is_equal;
}

// Nothing is sent again in a capture, so what the core has dropped for want of holes, or a bus
// error has taken, is missing, and with it all that follows.
static unsigned compare_flow(char **argv, const struct fn_application *application,
                             unsigned long long bytes, const char *sha256, const char *name)
{
    const bool may_end = options.take_away > 0 || options.errors > 0 || options.parity > 0;
    const unsigned handle = application->flow.flow.handle;
    char got[MAX_PATH], sent[MAX_PATH];

    if (application->num_bytes == bytes && strcmp(application->sha256, sha256) == 0)
        return 0;
    snprintf(got, sizeof got, "%s/flow_%u.bin", argv[3], handle);
    snprintf(sent, sizeof sent, "%s.sent/%s", argv[1], name);
    const bool is_right = is_beginning(got, sent);
    printf("handle %u: %llu of %llu bytes%s%s\n", handle,
           (unsigned long long)application->num_bytes, bytes, is_right ? "" : ", wrong",
           fn_paged_flow_is_closed(&application->flow) ? ", closed" : "");
    num_short++;
    return !is_right || !may_end || fn_paged_flow_is_closed(&application->flow);
}

static unsigned compare_with_sent(char **argv)
{
    char path[MAX_PATH], line[1024], sha256[FN_SHA256_TEXT], name[256];
    unsigned num_bad = 0, handle;
    unsigned long long bytes;

    snprintf(path, sizeof path, "%s.sent.csv", argv[1]);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "%u,%*[^,],%*u,%*[^,],%*u,%llu,%64[0-9a-f],%255[^,\n]", &handle, &bytes,
                   sha256, name) != 4)
            continue;
        if (of_handle(handle) == NULL)
            num_bad += !fault("a flow is missing");
        else
            num_bad += compare_flow(argv, of_handle(handle), bytes, sha256, name);
    }
    if (file == NULL)
        return !fault(path);
    fclose(file);
    return num_bad;
}

static unsigned tell(const char *stream)
{
    const struct fn_paging *paging = &applications.paging;
    struct fn_paged_counts sum = { 0 };
    uint64_t dropped = 0, total = 0;

    for (unsigned f = 0; f < applications.num_flows; f++) {
        const struct fn_paged_counts *counts = &applications.flows[f].flow.counts;
        sum.zero_copied += counts->zero_copied;
        sum.by_software += counts->by_software;
        sum.starts += counts->starts;
        sum.imports += counts->imports;
        sum.stops += counts->stops;
        sum.accepts += counts->accepts;
        sum.refused += counts->refused;
        sum.placed_packets += counts->placed_packets;
    }
    for (unsigned r = 0; r < 64; r++)
        total += model.reasons[r];
    for (unsigned r = FN_REASON_DUPLICATE; r <= FN_REASON_FIN_WAITS; r++)
        dropped += model.reasons[r];
    printf("%s: %llu packets, %llu placed, %llu of flows dropped; bytes: %llu zero copied, %llu by "
           "software; %llu starts, %llu imports, %llu stops, %llu accepted, %llu refused; %u "
           "short; reasons",
           stream, (unsigned long long)model.packets, (unsigned long long)sum.placed_packets,
           (unsigned long long)dropped, (unsigned long long)sum.zero_copied,
           (unsigned long long)sum.by_software, (unsigned long long)sum.starts,
           (unsigned long long)sum.imports, (unsigned long long)sum.stops,
           (unsigned long long)sum.accepts, (unsigned long long)sum.refused, num_short);
    for (unsigned r = FN_REASON_BUS_ERROR; r <= FN_REASON_FIN_WAITS; r++)
        if (model.reasons[r] > 0)
            printf(" %u: %llu", r, (unsigned long long)model.reasons[r]);
    printf("\n");
    for (uint64_t f = 0; f < paging->num_faults && f < FN_PAGING_FAULTS; f++)
        printf("%s\n", paging->faults[f]);
    if (paging->status != FN_OK)
        printf("driver: %s\n", fn_status_text(paging->status));
    if (total != model.packets)
        printf("%llu verdicts\n", (unsigned long long)total);
    if (!fn_applications_are_back(&applications))
        printf("a flow did not come back\n");
    return paging->num_faults > 0 || paging->status != FN_OK || total != model.packets
        || !fn_applications_are_back(&applications);
}

int main(int argc, char **argv)
{
    uint8_t *memory = NULL;

    if (!parse_options(argc, argv) || !open_test(argv, &memory))
        return EXIT_FAILURE;
    run();
    unsigned num_bad = options.senders > 0 ? 0 : compare_with_sent(argv);
    num_bad += tell(argv[1]);
    fn_applications_free(&applications);
    fn_senders_close(&senders);
    fn_capture_close(&capture);
    free(memory);
    return num_bad > 0;
}
