// SPDX-License-Identifier: Apache-2.0
//
// fn_parse_transport - TCP, UDP and what is known inside UDP: the end of fn_parse
//
// Private to fn_parse.

#ifndef FN_PARSE_TRANSPORT_H
#define FN_PARSE_TRANSPORT_H

#include "functional/fn_parse.h"

struct fn_parser {
    const uint8_t           *frame;
    size_t                   length, end;  // of the frame; of the datagram, as it says itself
    size_t                   read;         // behind the last word that was looked at
    struct fn_packet_record *record;
    struct fn_flow_key      *key;
    enum fn_reason           reason;
    bool                     is_routed;    // segments left: not its final destination
};

// What a word of the frame holds, big-endian; 0 if the frame ends inside the word.  Words
// begin 2 bytes off multiples of 4, as everything behind an Ethernet header does.
uint32_t fn_parser_word(const struct fn_parser *parser, size_t at);

// Of several reasons the one with the lowest number stays.
void fn_parser_blame(struct fn_parser *parser, enum fn_reason reason);

// May a header of so many bytes begin here?  Its reason, if the datagram is too short; false
// as well if the frame ends before the first word.
bool fn_parser_begins(struct fn_parser *parser, size_t at, size_t bytes, enum fn_reason reason);

// The outermost association counts.
void fn_parser_security(struct fn_parser *parser, enum fn_security security, uint32_t spi,
                        uint32_t sequence);

// The header that record->protocol names, behind the chain of IP headers.
void fn_parse_transport(struct fn_parser *parser, size_t at);

#endif
