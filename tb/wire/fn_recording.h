// SPDX-License-Identifier: Apache-2.0
//
// fn_recording - streams of a real TCP, recorded without payload by record_streams.py
//
// Each packet is put together with the payload of fn_stream.h; its checksums and its length
// on the wire must come out as recorded.

#ifndef FN_RECORDING_H
#define FN_RECORDING_H

#include <stdbool.h>

#include "wire/fn_segment.h"

enum { FN_RECORDING_FLOWS = 64 };

struct fn_recording_flow {
    struct fn_segment syn;
    uint64_t          seed;
    uint64_t          size;     // bytes up to the FIN
    uint16_t          longest;  // payload
};

struct fn_recording_packet {
    uint64_t          time;    // nanoseconds from the first packet
    uint64_t          offset;  // of its SEQ, in the stream
    unsigned          flow;
    struct fn_segment segment;
};

struct fn_recording {
    struct fn_recording_flow    flows[FN_RECORDING_FLOWS];
    unsigned                    num_flows;
    struct fn_recording_packet *packets;
    size_t                      num_packets;
    char                        fault[512];
};

// False and fault on an error.  Close it in any case.
bool fn_recording_read(struct fn_recording *recording, const char *path);
void fn_recording_close(struct fn_recording *recording);

#endif
