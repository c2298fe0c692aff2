// SPDX-License-Identifier: Apache-2.0
//
// impair - makes of a recorded stream what a bad network could make of it
//
// usage: impair RECORDING OUT [OPTION=N ...] [words="WORD ..."]
//
// Writes OUT.pcap; OUT.flows for flownic run, words at the end of each flow; OUT.csv, a line
// for each packet; OUT.sent.csv and in OUT.sent/ what each sender's application wrote.  Fails
// if something that was asked for never happened.  No arguments: lists the options.

#define _DEFAULT_SOURCE

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/evp.h>

#include "wire/fn_impair.h"
#include "wire/fn_stream.h"

enum { NAME = 128, PATH = 1024, SHA256 = 32 };

static struct fn_recording recording;
static struct fn_impair    impair;

static void usage(void)
{
    puts("usage: impair RECORDING OUT [OPTION=N ...] [words=\"WORD ...\"]\n");
#define F(name, value, text) \
    printf("  %-14s %s", #name, text);                                           \
    if ((uint64_t)(value) != 0 && (uint64_t)(value) != FN_IMPAIR_NEVER)          \
        printf(" (%ju)", (uintmax_t)(value));                                    \
    puts("");
    FN_IMPAIR_OPTIONS(F)
#undef F
}

static bool set_option(struct fn_impair_options *options, const char *argument)
{
    const char *equals = strchr(argument, '=');
    uint64_t *option = NULL;
    char *end;

    if (equals == NULL)
        return false;
    const size_t length = (size_t)(equals - argument);
#define F(name, value, text)                                                          \
    if (length == strlen(#name) && strncmp(argument, #name, length) == 0)             \
        option = &options->name;
    FN_IMPAIR_OPTIONS(F)
#undef F
    if (option == NULL)
        return false;
    *option = strtoull(equals + 1, &end, 0);
    return *end == '\0' && end != equals + 1;
}

static bool are_possible(const struct fn_impair_options *options)
{
    return options->intervals <= FN_RECEIVER_INTERVALS && options->window >= 1 << 15
        && options->window <= 1 << 30 && options->delay > 0 && options->distance > 0
        && options->burst > 0;
}

static FILE *open_out(const char *format, ...)
{
    char path[PATH];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return file;
}

struct addresses {
    char source[INET6_ADDRSTRLEN], destination[INET6_ADDRSTRLEN];
};

static struct addresses addresses_of(const struct fn_segment *syn)
{
    const int family = syn->is_ipv6 ? AF_INET6 : AF_INET;
    const uint8_t *source = syn->headers + (syn->is_ipv6 ? 22 : 26);
    struct addresses text;

    inet_ntop(family, source, text.source, sizeof text.source);
    inet_ntop(family, source + (syn->is_ipv6 ? 16 : 4), text.destination,
              sizeof text.destination);
    return text;
}

static void write_flows(const char *out, const char *words)
{
    FILE *file = open_out("%s.flows", out);
    const uint8_t *mac = recording.flows[0].syn.headers;

    fprintf(file, "mac %02x:%02x:%02x:%02x:%02x:%02x\n", mac[0], mac[1], mac[2], mac[3], mac[4],
            mac[5]);
    for (unsigned f = 0; f < recording.num_flows; f++) {
        const struct fn_segment *syn = &recording.flows[f].syn;
        const struct addresses text = addresses_of(syn);
        fprintf(file, "flow handle=%u proto=tcp dst=%s src=%s dport=%u sport=%u%s%s\n", f + 1,
                text.destination, text.source, syn->destination_port, syn->source_port,
                words[0] != '\0' ? " " : "", words);
    }
    fclose(file);
}

// What the application of a flow wrote; its line in the list, too.
static void write_stream(const char *out, FILE *list, unsigned f)
{
    const struct fn_recording_flow *flow = &recording.flows[f];
    const struct addresses text = addresses_of(&flow->syn);
    uint8_t digest[SHA256], *bytes = malloc(flow->size);
    char name[NAME];

    if (bytes == NULL)
        exit(EXIT_FAILURE);
    snprintf(name, sizeof name, "%s-%u-%s-%u", text.source, flow->syn.source_port,
             text.destination, flow->syn.destination_port);
    FILE *file = open_out("%s.sent/%s", out, name);
    fn_stream_bytes(flow->seed, 0, bytes, flow->size);
    fwrite(bytes, 1, flow->size, file);
    fclose(file);
    EVP_Digest(bytes, flow->size, digest, NULL, EVP_sha256(), NULL);
    free(bytes);
    fprintf(list, "%u,%s,%u,%s,%u,%" PRIu64 ",", f + 1, text.source, flow->syn.source_port,
            text.destination, flow->syn.destination_port, flow->size);
    for (unsigned b = 0; b < SHA256; b++)
        fprintf(list, "%02x", digest[b]);
    fprintf(list, ",%s\n", name);
}

static void write_streams(const char *out)
{
    char folder[PATH];
    FILE *list = open_out("%s.sent.csv", out);

    snprintf(folder, sizeof folder, "%s.sent", out);
    mkdir(folder, 0777);
    fprintf(list, "handle,src,sport,dst,dport,bytes,sha256,file\n");
    for (unsigned f = 0; f < recording.num_flows; f++)
        write_stream(out, list, f);
    fclose(list);
}

static bool has_happened(const char *what, uint64_t rate, uint64_t count)
{
    if (rate != 0 && count == 0)
        printf("never happened: %s\n", what);
    return rate == 0 || count != 0;
}

static bool have_all_happened(void)
{
    const struct fn_impair_options *asked = &impair.options;
    const uint64_t *counts = impair.counts;

    return has_happened("loss", asked->loss, impair.num_lost)
         & has_happened("other", asked->other, counts[FN_IMPAIR_OTHER])
         & has_happened("reorder", asked->reorder, counts[FN_IMPAIR_LATE])
         & has_happened("duplicate", asked->duplicate, counts[FN_IMPAIR_COPY])
         & has_happened("split", asked->split, counts[FN_IMPAIR_SPLIT])
         & has_happened("overlap", asked->overlap, counts[FN_IMPAIR_OVERLAP])
         & has_happened("probe", asked->probe, counts[FN_IMPAIR_PROBE])
         & has_happened("keepalive", asked->keepalive, counts[FN_IMPAIR_KEEPALIVE])
         & has_happened("damage", asked->damage, counts[FN_IMPAIR_DAMAGED])
         & has_happened("paws", asked->paws, counts[FN_IMPAIR_PAWS])
         & has_happened("reset", asked->reset, counts[FN_IMPAIR_RESET])
         & has_happened("syn", asked->syn, counts[FN_IMPAIR_SYN])
         & has_happened("ack", asked->ack, counts[FN_IMPAIR_ACK])
         & has_happened("outside", asked->outside, counts[FN_IMPAIR_OUTSIDE])
         & has_happened("holes", asked->holes > asked->intervals, impair.num_no_room);
}

static void print_summary(const char *out)
{
    const char *slash = strrchr(out, '/');
    uint64_t size = 0;

    for (unsigned f = 0; f < recording.num_flows; f++)
        size += recording.flows[f].size;
    printf("%-16s seed %ju, %u flows, %ju bytes, %ju packets; %ju lost, %u intervals at most",
           slash != NULL ? slash + 1 : out, (uintmax_t)impair.options.seed, recording.num_flows,
           (uintmax_t)size, (uintmax_t)impair.num_packets, (uintmax_t)impair.num_lost,
           impair.most_intervals);
    if (impair.num_no_room != 0)
        printf(", %ju without room", (uintmax_t)impair.num_no_room);
    for (unsigned k = FN_IMPAIR_RECORDED + 1; k < FN_IMPAIR_NUM_KINDS; k++)
        if (impair.counts[k] != 0)
            printf(", %ju %s", (uintmax_t)impair.counts[k],
                   fn_impair_kind_name((enum fn_impair_kind)k));
    puts("");
}

int main(int num_arguments, char **arguments)
{
    const char *words = "";
    char path[PATH];

    impair.options = fn_impair_defaults();
    for (int a = 3; a < num_arguments; a++) {
        if (strncmp(arguments[a], "words=", 6) == 0) {
            words = arguments[a] + 6;
        } else if (!set_option(&impair.options, arguments[a])) {
            fprintf(stderr, "not an option: %s\n", arguments[a]);
            return 2;
        }
    }
    if (num_arguments < 3 || !are_possible(&impair.options)) {
        usage();
        return 2;
    }
    const char *out = arguments[2];
    if (!fn_recording_read(&recording, arguments[1])) {
        fprintf(stderr, "%s\n", recording.fault);
        return 2;
    }
    snprintf(path, sizeof path, "%s.pcap", out);
    impair.recording = &recording;
    impair.events = open_out("%s.csv", out);
    impair.capture = fn_capture_writer_open(path);
    if (impair.capture == NULL) {
        perror(path);
        return 2;
    }
    fn_impair_run(&impair);
    fn_capture_writer_close(impair.capture);
    fclose(impair.events);
    write_flows(out, words);
    write_streams(out);
    print_summary(out);
    const bool is_good = have_all_happened();
    fn_recording_close(&recording);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
