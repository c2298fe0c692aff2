// SPDX-License-Identifier: Apache-2.0
//
// fn_transmit_packets - what tests of the transmit path send: records and packets, in order
//
// Each is made by the test's own make_packet when the first of the two is offered.

#ifndef FN_TRANSMIT_PACKETS_H
#define FN_TRANSMIT_PACKETS_H

#include <string.h>

#include "functional/fn_host_record.h"
#include "lockstep.h"

enum { PACKETS = 512, MAX_LENGTH = 17000 };

struct packet {
    struct fn_transmit_record record;
    unsigned                  length;
    uint8_t                   reason;
    uint8_t                   byte[MAX_LENGTH + 8];
};

static struct packet packets[PACKETS];
static unsigned made, num_records, num_sent, num_received, at, received;

static void make_packet(struct lockstep *bench);

static void offer_record(struct lockstep *bench, struct fn_transmit_record *record)
{
    if (num_records == made)
        make_packet(bench);
    *record = packets[num_records++ % PACKETS].record;
}

static void offer_beat(struct lockstep *bench, uint64_t *data, uint8_t *keep, bool *last,
                       uint8_t *reason)
{
    if (num_sent == made)
        make_packet(bench);
    const struct packet *p = &packets[num_sent % PACKETS];
    const unsigned left = p->length - at;

    *last = left <= 8;
    *keep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
    memcpy(data, p->byte + at, 8);
    *reason = *last ? p->reason : 0;
    at = *last ? 0 : at + 8;
    num_sent += *last;
}

static void begin_anew(void)
{
    made = num_records = num_sent = num_received = at = received = 0;
}

#endif
