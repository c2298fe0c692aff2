// SPDX-License-Identifier: Apache-2.0
//
// fn_reader - a client of fn_dma_read, as the block that reads sees it
//
// Takes requests, and answers each after its latency with the whole bus words around its
// bytes.

#ifndef FN_READER_H
#define FN_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "lockstep.h"

enum { FN_READER_REQUESTS = 256 };

struct fn_reader_request {
    uint64_t      address;
    unsigned      words, done;
    unsigned long due;
};

struct fn_reader {
    struct lockstep_source   source;
    struct fn_reader_request requests[FN_READER_REQUESTS];
    unsigned                 put, get;
    unsigned long            taken;  // the cycle of the last request
};

// Memory: false where a read answers with an error.
typedef bool fn_reader_memory(uint64_t address, unsigned bytes, uint8_t *to);

// False if too many are in flight.
bool fn_reader_take(const struct lockstep *bench, struct fn_reader *reader, uint64_t address,
                    unsigned length, unsigned word_bytes, unsigned latency);

// Chooses the stream's signals for a cycle whose tready is known; fast: without gaps.
void fn_reader_answer(struct lockstep *bench, struct fn_reader *reader, fn_reader_memory *memory,
                      unsigned word_bytes, bool fast, bool tready, bool *tvalid, uint8_t *tdata,
                      bool *tlast, bool *tuser);

#endif
