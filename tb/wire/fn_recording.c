// SPDX-License-Identifier: Apache-2.0
//
// fn_recording - see fn_recording.h

#define _DEFAULT_SOURCE

#include "wire/fn_recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>
#include <zlib.h>

#include "wire/fn_stream.h"

enum { NANOSECONDS = 1000000000, MAX_FILE = 1 << 24 };

static const char *add(struct fn_recording *recording, uint64_t time,
                       const struct fn_segment *segment)
{
    const size_t n = recording->num_packets;
    unsigned f = 0;

    while (f < recording->num_flows
           && (recording->flows[f].syn.source_port != segment->source_port
               || recording->flows[f].syn.destination_port != segment->destination_port))
        f++;
    if (f == recording->num_flows) {
        if (f == FN_RECORDING_FLOWS)
            return "too many flows";
        if (!(segment->flags & FN_SEGMENT_SYN))
            return "a flow without SYN";
        recording->num_flows++;
        recording->flows[f].syn = *segment;
        recording->flows[f].seed = fn_stream_seed(segment->source_port,
                                                  segment->destination_port);
    }
    if ((n & (n + 1)) == 0) {  // full at 0, 1, 3, 7, ...
        void *grown = realloc(recording->packets, (2 * n + 1) * sizeof *recording->packets);
        if (grown == NULL)
            return "no memory";
        recording->packets = grown;
    }
    struct fn_recording_flow *flow = &recording->flows[f];
    struct fn_recording_packet *packet = &recording->packets[n];
    packet->flow = f;
    packet->segment = *segment;
    packet->offset = segment->flags & FN_SEGMENT_SYN
                         ? 0 : (uint32_t)(segment->sequence - flow->syn.sequence - 1);
    packet->time = time;
    recording->num_packets++;
    if (segment->length > flow->longest)
        flow->longest = segment->length;
    if (segment->flags & FN_SEGMENT_FIN)
        flow->size = packet->offset + segment->length;
    return NULL;
}

// Is it the genuine packet?  Its checksums say so.
static bool is_genuine(const struct fn_recording *recording, uint32_t wire_length)
{
    static uint8_t payload[UINT16_MAX], frame[FN_SEGMENT_HEADERS + UINT16_MAX];
    const struct fn_recording_packet *packet = &recording->packets[recording->num_packets - 1];
    const struct fn_segment *segment = &packet->segment;

    fn_stream_bytes(recording->flows[packet->flow].seed, packet->offset, payload,
                    segment->length);
    return fn_segment_write(segment, payload, frame) == wire_length
        && memcmp(frame, segment->headers, segment->payload) == 0;
}

static const char *read_packets(struct fn_recording *recording, pcap_t *file)
{
    struct pcap_pkthdr *header;
    const uint8_t *bytes;
    uint64_t start = 0;

    while (pcap_next_ex(file, &header, &bytes) == 1) {
        struct fn_segment segment;
        const uint64_t time = (uint64_t)header->ts.tv_sec * NANOSECONDS
                            + (uint64_t)header->ts.tv_usec;
        if (recording->num_packets == 0)
            start = time;
        if (!fn_segment_read(&segment, bytes, header->caplen))
            return "not TCP";
        const char *fault = add(recording, time - start, &segment);
        if (fault != NULL)
            return fault;
        if (!is_genuine(recording, header->len))
            return "its checksums are not those of the stream";
    }
    for (unsigned f = 0; f < recording->num_flows; f++)
        if (recording->flows[f].size == 0)
            return "a flow without FIN before it";
    return recording->num_packets == 0 ? "no packets" : NULL;
}

bool fn_recording_read(struct fn_recording *recording, const char *path)
{
    static uint8_t unpacked[MAX_FILE];
    char error[PCAP_ERRBUF_SIZE] = "cannot be read";
    const char *fault = error;

    *recording = (struct fn_recording){ 0 };
    gzFile packed = gzopen(path, "rb");  // reads what is not packed, too
    const int length = packed == NULL ? -1 : gzread(packed, unpacked, sizeof unpacked);
    if (packed != NULL)
        gzclose(packed);
    FILE *file = length > 0 ? fmemopen(unpacked, (size_t)length, "rb") : NULL;
    pcap_t *link = file == NULL ? NULL : pcap_fopen_offline_with_tstamp_precision(
                                             file, PCAP_TSTAMP_PRECISION_NANO, error);
    if (link != NULL) {
        fault = read_packets(recording, link);
        pcap_close(link);
    } else if (file != NULL) {
        fclose(file);
    }
    if (fault != NULL)
        snprintf(recording->fault, sizeof recording->fault, "%s: packet %zu: %s", path,
                 recording->num_packets, fault);
    return fault == NULL;
}

void fn_recording_close(struct fn_recording *recording)
{
    free(recording->packets);
    *recording = (struct fn_recording){ 0 };
}
