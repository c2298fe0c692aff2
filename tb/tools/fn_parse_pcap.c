// SPDX-License-Identifier: Apache-2.0
//
// fn_parse_pcap - what fn_parse, fn_checksum and fn_verdict say of every packet of a capture
//
// usage: fn_parse_pcap CAPTURE PARSED.CSV CHECKSUMS.CSV
//        fn_parse_pcap make=N seed=N damage=N CAPTURE    writes N made packets
//        fn_parse_pcap robust=N seed=N damage=N          parses N of them, each alone on the heap
//        fn_parse_pcap speed=N                           parses 64-byte packets N times
//
// damage: how many of 1,024 get each kind of damage.  Robust fails if a reason never occurred.
// The filter is that of vectors/captures/example.flows.

#define _DEFAULT_SOURCE

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "functional/fn_checksum.h"
#include "functional/fn_parse.h"
#include "functional/fn_verdict.h"
#include "wire/fn_capture.h"
#include "wire/fn_packet_maker.h"
#include "wire/fn_parsed_csv.h"

static const struct fn_filter filter = {
    .address = { 2, 0, 0, 0, 0, 0x0b }, .broadcast = true, .all_multicast = true
};

struct parsed {
    struct fn_packet_record record;
    struct fn_flow_key      key;
    enum fn_reason          reason;
};

static void parse(struct parsed *parsed, const uint8_t *frame, size_t length)
{
    fn_parse(frame, length, &filter, &parsed->record, &parsed->key, &parsed->reason);
}

static int parse_capture(const char *path, FILE *parsed_csv, FILE *checksums_csv)
{
    struct fn_capture capture;
    const bool is_read = fn_capture_read(&capture, path);

    if (!is_read)
        fprintf(stderr, "%s\n", capture.fault);
    fn_parsed_csv_header(parsed_csv);
    fputs("frame.number,ip_checksum,l4_checksum\n", checksums_csv);
    for (size_t p = 0; p < capture.num_packets; p++) {
        const struct fn_capture_packet *packet = &capture.packets[p];
        struct parsed parsed;
        parse(&parsed, packet->bytes, packet->length);
        const struct fn_checksum_results results
            = fn_checksum_verify(packet->bytes, packet->length, &parsed.record);
        const struct fn_packet_status status = { (uint8_t)parsed.reason, results.ip, results.l4 };
        fn_parsed_csv_line(parsed_csv, (unsigned)p + 1, packet->length, &parsed.record,
                           &parsed.key, fn_verdict(&parsed.record, &status, false));
        fprintf(checksums_csv, "%zu,%u,%u\n", p + 1, results.ip, results.l4);
    }
    fn_capture_close(&capture);
    return is_read ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int make_capture(const char *path, struct fn_packet_maker *maker, unsigned long num_packets)
{
    static uint8_t frame[FN_PACKET_MAKER_BYTES];
    struct fn_capture_writer *writer = fn_capture_writer_open(path);

    if (writer == NULL) {
        perror(path);
        return EXIT_FAILURE;
    }
    for (unsigned long p = 0; p < num_packets; p++) {
        const size_t length = fn_packet_maker_next(maker, frame);
        fn_capture_writer_put(writer, p * 1000, frame, length);
    }
    fn_capture_writer_close(writer);
    return EXIT_SUCCESS;
}

// For a build with -fsanitize=address,undefined.
static int parse_made(struct fn_packet_maker *maker, unsigned long num_packets)
{
    static uint8_t bytes[FN_PACKET_MAKER_BYTES];
    unsigned long counts[FN_REASON_TOTAL] = { 0 };
    int status = EXIT_SUCCESS;

    for (unsigned long p = 0; p < num_packets; p++) {
        const size_t length = fn_packet_maker_next(maker, bytes);
        uint8_t *frame = malloc(length);
        struct parsed parsed;
        memcpy(frame, bytes, length);
        parse(&parsed, frame, length);
        fn_checksum_verify(frame, length, &parsed.record);
        free(frame);
        counts[parsed.reason]++;
    }
    for (unsigned r = FN_REASON_ETHERNET_TRUNCATED; r <= FN_REASON_UDP_LENGTH; r++)
        if (counts[r] == 0) {
            printf("reason %u never occurred\n", r);
            status = EXIT_FAILURE;
        }
    printf("%lu packets, %lu without a reason\n", num_packets, counts[FN_REASON_DELIVERED]);
    return status;
}

static int measure_speed(struct fn_packet_maker *maker, unsigned long num_packets)
{
    enum { NUM_FRAMES = 1024 };
    static uint8_t bytes[FN_PACKET_MAKER_BYTES], frames[NUM_FRAMES][64];
    unsigned long num_delivered = 0;
    struct timespec start, end;

    for (unsigned f = 0; f < NUM_FRAMES; )
        if (fn_packet_maker_next(maker, bytes) <= 64)
            memcpy(frames[f++], bytes, 64);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (unsigned long p = 0; p < num_packets; p++) {
        struct parsed parsed;
        parse(&parsed, frames[p % NUM_FRAMES], 64);
        num_delivered += parsed.reason == FN_REASON_DELIVERED;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    const double seconds = (double)(end.tv_sec - start.tv_sec)
                         + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
    printf("%.1f M packets/s of 64 bytes, %lu of %lu delivered\n",
           (double)num_packets / seconds * 1e-6, num_delivered, num_packets);
    return EXIT_SUCCESS;
}

// The number behind name= among the arguments, else 0.
static unsigned long argument(int argc, char **argv, const char *name)
{
    const size_t length = strlen(name);
    for (int a = 1; a < argc; a++)
        if (strncmp(argv[a], name, length) == 0 && argv[a][length] == '=')
            return strtoul(argv[a] + length + 1, NULL, 10);
    return 0;
}

int main(int argc, char **argv)
{
    const unsigned long num_made = argument(argc, argv, "make");
    const unsigned long num_timed = argument(argc, argv, "speed");
    const unsigned long num_robust = argument(argc, argv, "robust");
    struct fn_packet_maker maker;

    fn_packet_maker_open(&maker, argument(argc, argv, "seed"));
    maker.corrupt = maker.cut = maker.wrong_length = maker.wrong_checksum
        = (unsigned)argument(argc, argv, "damage");
    if (num_timed > 0)
        return measure_speed(&maker, num_timed);
    if (num_robust > 0)
        return parse_made(&maker, num_robust);
    if (num_made > 0)
        return make_capture(argv[argc - 1], &maker, num_made);
    FILE *parsed = argc == 4 ? fopen(argv[2], "w") : NULL;
    FILE *checksums = argc == 4 ? fopen(argv[3], "w") : NULL;
    if (parsed == NULL || checksums == NULL) {
        fputs("usage: fn_parse_pcap CAPTURE PARSED.CSV CHECKSUMS.CSV\n", stderr);
        return EXIT_FAILURE;
    }
    const int status = parse_capture(argv[1], parsed, checksums);
    fclose(parsed);
    fclose(checksums);
    return status;
}
