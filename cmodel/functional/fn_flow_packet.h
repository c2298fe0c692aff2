// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_packet - what happens to a packet of a zero-copy flow (Figs. 10 and 12)
//
// Everything is decided when the headers are known; it comes true only if the packet's
// verdict is DELIVERED: then the flow's context becomes change.next, and the report and the
// acknowledgment are due, once memory has answered.  A packet that turns bad changes nothing.

#ifndef FN_FLOW_PACKET_H
#define FN_FLOW_PACKET_H

#include "fn_reasons.h"
#include "functional/fn_flow_change.h"
#include "functional/fn_packet_record.h"

enum fn_fate {
    FN_FATE_SOFTWARE,  // to a packet buffer (302), with sync and epoch in its record
    FN_FATE_PLACE,     // to pages (304)
    FN_FATE_DROP       // counted under reason
};

struct fn_flow_packet {
    enum fn_fate          fate;
    enum fn_reason        reason;
    uint8_t               epoch;   // for the record of a packet that goes to software
    struct fn_flow_change change;  // sync: for that record, too

    // Fate PLACE: bytes of the payload that go to memory, as offsets from the old receive_next.
    uint32_t              skip;    // bytes of the payload (RTP: of UDP) before the first piece
    unsigned              num_pieces;
    struct fn_interval    piece[FN_INTERVALS_MAX + 1];
};

// What fn_dma_place is told: skip so many bytes of the packet, then write length bytes, or what
// the packet has of them, to byte `offset` of the page at `place` of the flow's list.
struct fn_flow_command {
    uint16_t skip, length;
    unsigned place, offset;
};

enum { FN_FLOW_COMMANDS_MAX = FN_INTERVALS_MAX + 1 + 17 };  // a page crossed each 4096 of 65,535

// now: milliseconds, modulo 2^16.
void fn_flow_packet(const struct fn_context *context, const struct fn_packet_record *record,
                    uint16_t now, struct fn_flow_packet *packet);

// Of a packet that may be placed: its first byte, or the end of its part that came before, as
// an offset from receive-next.
uint32_t fn_flow_begin(const struct fn_context *context, const struct fn_packet_record *record);

// Of a packet with fate PLACE: its pieces, cut at the ends of pages.  Returns their number.
unsigned fn_flow_commands(const struct fn_context *context,
                          const struct fn_packet_record *record,
                          const struct fn_flow_packet *packet,
                          struct fn_flow_command command[FN_FLOW_COMMANDS_MAX]);

#endif
