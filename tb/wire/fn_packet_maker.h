// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_maker - random frames of every kind that the parser knows, and damaged ones
//
// Ethernet II and 802.3, VLAN tags, IPv4 and IPv6 with everything in front of TCP, UDP, RTP,
// RTCP, ESP, AH, ESP in UDP, ICMP; ARP; unknown types.  Without damage lengths and checksums
// are right.  The same seed and settings give the same frames.

#ifndef FN_PACKET_MAKER_H
#define FN_PACKET_MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "functional/fn_flow_entry.h"

enum { FN_PACKET_MAKER_BYTES = 9216 };

struct fn_packet_maker {
    uint64_t random;

    // settings
    uint8_t  address[6];                         // of this station: 5 of 8 frames are for it
    uint64_t salt;                               // of the flows' addresses, ports and SPIs
    unsigned num_flows;                          // 3 of 4 IP packets belong to one; 0: none
    unsigned shortest_payload, longest_payload;  // of TCP, UDP and others, where it fits
    unsigned longest_option;                     // of an IPv6 header of options, in 8 bytes, less 1
    uint8_t  favourite;                          // protocol of 3 of 4 datagrams; 0: none
    bool     pad;                                // to 60 bytes
    unsigned corrupt, cut, wrong_length, wrong_checksum;  // of 1,024 packets

    // of the last frame
    bool     is_damaged;
};

// The settings of a seed: 02:00:00:00:00:0b, 8 flows, payloads of 0 to 256, pad, no damage.
void fn_packet_maker_open(struct fn_packet_maker *maker, uint64_t seed);

// Gives the length of the next frame, at least 1.
size_t fn_packet_maker_next(struct fn_packet_maker *maker, uint8_t *bytes);

// IPv4 if index is even, else IPv6.  The SPI is that of its ESP and AH packets.
struct fn_packet_flow {
    uint8_t           ip_version;  // 1, 2
    struct fn_address source_address, destination_address;
    uint16_t          source_port, destination_port;
    uint32_t          spi;
};

// With a salt they are of that salt, without one 10.0.x.x and fd00::.  With a salt half of
// the VLAN tags are of one VLAN, too.
struct fn_packet_flow fn_packet_maker_flow(uint64_t salt, unsigned index);
unsigned fn_packet_maker_vlan(uint64_t salt);

#endif
