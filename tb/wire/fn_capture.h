// SPDX-License-Identifier: Apache-2.0
//
// fn_capture - captures in and out, by libpcap
//
// Reads what libpcap opens (pcap and pcapng, micro- and nanoseconds) if its link type
// is Ethernet; writes pcap with nanoseconds.  A fault is a sentence that names file,
// packet and reason.

#ifndef FN_CAPTURE_H
#define FN_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fn_capture_packet {
    uint64_t time;  // nanoseconds
    uint8_t *bytes;
    size_t   length;
};

struct fn_capture {
    struct fn_capture_packet *packets;
    size_t                    num_packets;
    char                      fault[512];
};

// Reads the whole file; false and fault on an error.  Close it in any case.
bool fn_capture_read(struct fn_capture *capture, const char *path);

// Frames below 60 bytes were captured before they were padded: gives them the padding.
void fn_capture_pad(struct fn_capture *capture);

// Random packets instead of a file's: whole, damaged, short and long ones.
bool fn_capture_random(struct fn_capture *capture, uint64_t seed, size_t num_packets);
void fn_capture_close(struct fn_capture *capture);

struct fn_capture_writer;

// NULL if the file cannot be written.
struct fn_capture_writer *fn_capture_writer_open(const char *path);
void fn_capture_writer_put(struct fn_capture_writer *writer, uint64_t time, const uint8_t *bytes,
                           size_t length);
void fn_capture_writer_close(struct fn_capture_writer *writer);

#endif
