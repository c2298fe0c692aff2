// SPDX-License-Identifier: Apache-2.0
//
// fn_reader - see fn_reader.h

#include "host/fn_reader.h"

bool fn_reader_take(const struct lockstep *bench, struct fn_reader *reader, uint64_t address,
                    unsigned length, unsigned word_bytes, unsigned latency)
{
    const uint64_t first = address / word_bytes, last = (address + length - 1) / word_bytes;

    reader->requests[reader->put++ % FN_READER_REQUESTS] = (struct fn_reader_request){
        first * word_bytes, (unsigned)(last - first) + 1, 0, bench->cycle + latency
    };
    reader->taken = bench->cycle;
    return reader->put - reader->get <= FN_READER_REQUESTS;
}

void fn_reader_answer(struct lockstep *bench, struct fn_reader *reader, fn_reader_memory *memory,
                      unsigned word_bytes, bool fast, bool tready, bool *tvalid, uint8_t *tdata,
                      bool *tlast, bool *tuser)
{
    struct fn_reader_request *request = &reader->requests[reader->get % FN_READER_REQUESTS];
    const bool due = reader->get != reader->put && request->due <= bench->cycle;

    if (!reader->source.is_refused && !due) {
        *tvalid = false;
        return;
    }
    if (lockstep_offer(bench, &reader->source, tvalid, tready) && fast) {
        *tvalid = true;
        reader->source.is_refused = !tready;
    }
    if (!*tvalid)
        return;
    *tuser = !memory(request->address + request->done * word_bytes, word_bytes, tdata);
    *tlast = request->done + 1 == request->words;
    if (tready) {
        request->done++;
        reader->get += *tlast;
    }
}
