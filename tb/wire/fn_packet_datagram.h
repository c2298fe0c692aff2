// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_datagram - IP datagrams for fn_packet_maker
//
// Private to fn_packet_maker.

#ifndef FN_PACKET_DATAGRAM_H
#define FN_PACKET_DATAGRAM_H

#include "wire/fn_packet_maker.h"

enum { FN_MAKER_IPV4 = 1, FN_MAKER_IPV6 = 2, FN_MAKER_LENGTH_FIELDS = 32 };

struct fn_maker_packet {
    struct fn_packet_maker *maker;
    uint8_t                *bytes;
    size_t                  at, next_header;     // behind what is written; where its type belongs
    size_t                  llc, ip, l4, checksum;  // 0: there is none
    bool                    is_fragment, more_fragments;
    unsigned                max_payload;
    uint8_t                 protocol;
    struct fn_packet_flow   flow;
    size_t                  length_fields[FN_MAKER_LENGTH_FIELDS];
    unsigned                num_length_fields;
};

unsigned fn_maker_below(struct fn_maker_packet *packet, unsigned limit);

// Each writes behind what is written.
void fn_maker_put(struct fn_maker_packet *packet, const void *bytes, size_t length);
void fn_maker_put8(struct fn_maker_packet *packet, unsigned value);
void fn_maker_put16(struct fn_maker_packet *packet, unsigned value);
void fn_maker_put32(struct fn_maker_packet *packet, uint32_t value);
void fn_maker_put_random(struct fn_maker_packet *packet, size_t length);
void fn_maker_put_zeros(struct fn_maker_packet *packet, size_t length);
void fn_maker_patch16(struct fn_maker_packet *packet, size_t at, unsigned value);

// The next bytes say a length: material for damage.
void fn_maker_note_length(struct fn_maker_packet *packet, unsigned bytes);

// Half of the payloads are short.
size_t fn_maker_payload_length(struct fn_maker_packet *packet);

// From packet->ip to the end, with lengths and checksums; and the IPv4 checksum alone.
void fn_maker_put_datagram(struct fn_maker_packet *packet);
void fn_maker_checksum_ipv4(struct fn_maker_packet *packet);

#endif
