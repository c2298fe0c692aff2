// SPDX-License-Identifier: Apache-2.0
//
// fn_stream - what the applications of the recorded streams write
//
// The ports of a connection make its seed, seed and place make each byte: a recording needs no
// payload.  SplitMix64 as a counter: word n holds bytes 8n to 8n + 7, the first one lowest.
// tb/wire/fn_stream.py is the same for Python.

#ifndef FN_STREAM_H
#define FN_STREAM_H

#include <stddef.h>
#include <stdint.h>

uint64_t fn_stream_seed(uint16_t source_port, uint16_t destination_port);
uint64_t fn_stream_word(uint64_t seed, uint64_t n);
void     fn_stream_bytes(uint64_t seed, uint64_t offset, uint8_t *bytes, size_t length);

#endif
