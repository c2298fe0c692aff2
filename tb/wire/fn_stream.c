// SPDX-License-Identifier: Apache-2.0
//
// fn_stream - see fn_stream.h

#include "wire/fn_stream.h"

uint64_t fn_stream_seed(uint16_t source_port, uint16_t destination_port)
{
    return (uint64_t)source_port << 48 | (uint64_t)destination_port << 32;
}

uint64_t fn_stream_word(uint64_t seed, uint64_t n)
{
    uint64_t mixed = seed + (n + 1) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

void fn_stream_bytes(uint64_t seed, uint64_t offset, uint8_t *bytes, size_t length)
{
    uint64_t word = fn_stream_word(seed, offset / 8) >> offset % 8 * 8;

    for (size_t b = 0; b < length; b++, word >>= 8) {
        if ((offset + b) % 8 == 0)
            word = fn_stream_word(seed, (offset + b) / 8);
        bytes[b] = (uint8_t)word;
    }
}
