// SPDX-License-Identifier: Apache-2.0
//
// fn_stream_receiver - the receiving half of TCP as software does it, for one connection
//
// RFC 9293, with PAWS (RFC 7323) and the checks of RFC 5961.  Nothing is answered.  Bytes are
// called by their place in the stream, counted from 0.  While is_held, another one
// delivers, out of pages: what arrives here stays in the store, to be taken from there.

#ifndef FN_STREAM_RECEIVER_H
#define FN_STREAM_RECEIVER_H

#include <stddef.h>

#include "fn_driver.h"
#include "system/fn_byte_ranges.h"

enum { FN_STREAM_STORE = 1 << 19 };  // bytes beyond next, a power of 2

struct fn_stream_receiver {
    bool     check_acknowledgment;  // this side sends no data: handshake and FIN only
    bool     ignores_resets;        // a peer that goes on afterwards
    bool     is_held;

    bool     is_open;               // first is known
    uint32_t first;                 // sequence number of byte 0
    uint64_t next;                  // delivered up to there
    bool     timestamps;            // negotiated
    uint32_t timestamp_recent;      // TS.Recent
    bool     has_station;
    uint32_t station;               // our own sequence number behind the handshake
    uint32_t peer_window_maximum;
    uint8_t  peer_shift;
    uint16_t segment_maximum;       // 0: the peer did not say
    bool     has_fin, is_reset;
    uint64_t fin;                   // place of the FIN

    struct fn_byte_ranges have;     // of the store
    uint8_t *store;                 // byte at place p: store[p % FN_STREAM_STORE]

    void   (*deliver)(void *context, const uint8_t *bytes, size_t length);
    void    *context;
};

// A packet of the connection; frame: as it was on the wire.
void fn_stream_receiver_take(struct fn_stream_receiver *receiver,
                             const struct fn_completion_record *record, const uint8_t *frame);

// Bytes known to be right: what the store has not got goes there.
void fn_stream_receiver_put(struct fn_stream_receiver *receiver, uint64_t place,
                            const uint8_t *bytes, size_t length);

// Delivers what is in order.
void fn_stream_receiver_deliver(struct fn_stream_receiver *receiver);

// Somebody else has delivered up to there.
void fn_stream_receiver_skip(struct fn_stream_receiver *receiver, uint64_t next);

// No byte will come any more.
bool fn_stream_receiver_is_closed(const struct fn_stream_receiver *receiver);

// Copies bytes of the store.
void fn_stream_receiver_copy(const struct fn_stream_receiver *receiver, uint64_t place,
                             uint8_t *bytes, size_t length);

// Sequence numbers near next, and back.
int64_t fn_stream_receiver_place(const struct fn_stream_receiver *receiver, uint32_t sequence);

static inline uint32_t fn_stream_receiver_sequence(const struct fn_stream_receiver *receiver,
                                                   uint64_t place)
{
    return receiver->first + (uint32_t)place;
}

#endif
