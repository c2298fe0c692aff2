// SPDX-License-Identifier: Apache-2.0
//
// fn_capture - see fn_capture.h

#define _DEFAULT_SOURCE

#include "wire/fn_capture.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>

#include "wire/fn_packet_maker.h"

enum { NANOSECONDS = 1000000000, MAX_PACKET = 65535, MIN_FRAME = 60, MAX_FRAME = 9216 };

static bool fail(struct fn_capture *capture, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(capture->fault, sizeof capture->fault, format, arguments);
    va_end(arguments);
    return false;
}

static bool add(struct fn_capture *capture, uint64_t time, const uint8_t *bytes, size_t length)
{
    const size_t n = capture->num_packets;
    if ((n & (n + 1)) == 0) {  // full at 0, 1, 3, 7, ...
        void *grown = realloc(capture->packets, (2 * n + 1) * sizeof *capture->packets);
        if (grown == NULL)
            return false;
        capture->packets = grown;
    }
    struct fn_capture_packet *packet = &capture->packets[n];
    packet->bytes = calloc(1, length < MIN_FRAME ? MIN_FRAME : length);  // room for padding
    if (packet->bytes == NULL)
        return false;
    memcpy(packet->bytes, bytes, length);
    packet->time = time;
    packet->length = length;
    capture->num_packets++;
    return true;
}

static bool read_all(struct fn_capture *capture, pcap_t *file, const char *path)
{
    struct pcap_pkthdr *header;
    const uint8_t *bytes;
    int status;

    if (pcap_datalink(file) != DLT_EN10MB) {
        const char *name = pcap_datalink_val_to_name(pcap_datalink(file));
        return fail(capture, "%s: link type %d%s%s, not Ethernet: convert the capture first", path,
                    pcap_datalink(file), name != NULL ? ", " : "", name != NULL ? name : "");
    }
    while ((status = pcap_next_ex(file, &header, &bytes)) == 1) {
        if (header->caplen < header->len)
            return fail(capture, "%s: packet %zu: only %u of its %u bytes were captured: "
                        "record whole packets (tcpdump -s 0)", path, capture->num_packets + 1,
                        header->caplen, header->len);
        if (header->caplen > MAX_FRAME)
            return fail(capture, "%s: packet %zu: %u bytes: no Ethernet frame is longer than %d",
                        path, capture->num_packets + 1, header->caplen, MAX_FRAME);
        if (!add(capture, (uint64_t)header->ts.tv_sec * NANOSECONDS
                              + (uint64_t)header->ts.tv_usec, bytes, header->caplen))
            return fail(capture, "%s: packet %zu: no memory", path, capture->num_packets + 1);
    }
    if (status == PCAP_ERROR)
        return fail(capture, "%s: packet %zu: %s", path, capture->num_packets + 1,
                    pcap_geterr(file));
    if (capture->num_packets == 0)
        return fail(capture, "%s: no packets in it", path);
    return true;
}

bool fn_capture_read(struct fn_capture *capture, const char *path)
{
    char error[PCAP_ERRBUF_SIZE];
    *capture = (struct fn_capture){ 0 };
    pcap_t *file = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO,
                                                           error);
    if (file == NULL) {  // libpcap names the file only where the system refused it
        const bool is_named = strstr(error, path) != NULL;
        return fail(capture, "%s%s%s", is_named ? "" : path, is_named ? "" : ": ", error);
    }
    const bool is_good = read_all(capture, file, path);
    pcap_close(file);
    return is_good;
}

void fn_capture_pad(struct fn_capture *capture)
{
    for (size_t p = 0; p < capture->num_packets; p++)
        if (capture->packets[p].length < MIN_FRAME)
            capture->packets[p].length = MIN_FRAME;
}

bool fn_capture_random(struct fn_capture *capture, uint64_t seed, size_t num_packets)
{
    struct fn_packet_maker maker;
    uint8_t bytes[FN_PACKET_MAKER_BYTES];

    *capture = (struct fn_capture){ 0 };
    fn_packet_maker_open(&maker, seed);
    maker.longest_payload = 300;
    maker.corrupt = maker.cut = maker.wrong_length = maker.wrong_checksum = 48;
    for (size_t n = 0; n < num_packets; n++) {
        maker.pad = n % 16 != 0;
        const size_t length = fn_packet_maker_next(&maker, bytes);
        if (!add(capture, 0, bytes, length))
            return fail(capture, "no memory for %zu packets", num_packets);
    }
    return true;
}

void fn_capture_close(struct fn_capture *capture)
{
    for (size_t p = 0; p < capture->num_packets; p++)
        free(capture->packets[p].bytes);
    free(capture->packets);
    *capture = (struct fn_capture){ 0 };
}

struct fn_capture_writer {
    pcap_t        *link;
    pcap_dumper_t *file;
};

struct fn_capture_writer *fn_capture_writer_open(const char *path)
{
    struct fn_capture_writer *writer = malloc(sizeof *writer);
    if (writer == NULL)
        return NULL;
    writer->link = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, MAX_PACKET,
                                                        PCAP_TSTAMP_PRECISION_NANO);
    writer->file = pcap_dump_open(writer->link, path);
    if (writer->file == NULL) {
        pcap_close(writer->link);
        free(writer);
        return NULL;
    }
    return writer;
}

void fn_capture_writer_put(struct fn_capture_writer *writer, uint64_t time, const uint8_t *bytes,
                           size_t length)
{
    const struct pcap_pkthdr header = {
        .ts = { (time_t)(time / NANOSECONDS), (suseconds_t)(time % NANOSECONDS) },
        .caplen = (bpf_u_int32)length, .len = (bpf_u_int32)length
    };
    pcap_dump((u_char *)writer->file, &header, bytes);
}

void fn_capture_writer_close(struct fn_capture_writer *writer)
{
    pcap_dump_close(writer->file);
    pcap_close(writer->link);
    free(writer);
}
