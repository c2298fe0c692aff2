// SPDX-License-Identifier: Apache-2.0
//
// fn_parse - reads the headers of a frame (98): packet record, flow key, reason
//
// What rtl/rx/fn_rx_parser.v must answer, without a clock; the oracle of everything
// behind it.  Three rules settle what a malformed frame leaves behind: of several
// reasons the one with the lowest number stays; of a frame that is cut the whole words
// count, what is missing reads as 0; a header for whose fixed part the datagram has no
// room is not read at all, one whose own length is wrong ends the chain.

#ifndef FN_PARSE_H
#define FN_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "functional/fn_flow_entry.h"
#include "functional/fn_packet_record.h"

enum { FN_FILTER_MULTICAST = 16, FN_MAC_CLASS_OWN = 0, FN_MAC_CLASS_OTHER = 1,
       FN_MAC_CLASS_MULTICAST = 2, FN_MAC_CLASS_BROADCAST = 3 };

struct fn_filter {
    uint8_t address[6];  // wire order
    bool    promiscuous, broadcast, all_multicast;
    struct {
        bool    enable;
        uint8_t address[6];
    } multicast[FN_FILTER_MULTICAST];
};

// frame: without frame check sequence, length bytes.  The timestamp stays 0.  Gives the
// offset behind the last header word that had to be looked at; it may lie beyond the frame.
size_t fn_parse(const uint8_t *frame, size_t length, const struct fn_filter *filter,
                struct fn_packet_record *record, struct fn_flow_key *key, enum fn_reason *reason);

#endif
