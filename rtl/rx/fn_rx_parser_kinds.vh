// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_kinds - what the parts of fn_rx_parser tell each other about words

`ifndef FN_RX_PARSER_KINDS_VH
`define FN_RX_PARSER_KINDS_VH

// Hints: what a word would mean if it stood there.
`define FN_HINT_LLC        0   // EtherType in the lower half: a length
`define FN_HINT_IPV4       1
`define FN_HINT_IPV6       2
`define FN_HINT_VLAN       3   // none of the four: unknown
`define FN_HINT_SHORT_LLC  4   // a length without room for SNAP
`define FN_HINT_SNAP       5   // first word of LLC
`define FN_HINT_NO_OUI     6   // second word of SNAP: an EtherType in it
`define FN_HINT_VERSION_4  7   // first word of IP
`define FN_HINT_VERSION_6  8
`define FN_HINT_BAD_IPV4   9   // a header length that cannot be
`define FN_HINT_FRAGMENT_4 10  // second word of IPv4: a fragment
`define FN_HINT_FRAGMENT_6 11  // first word of a fragment header: a fragment
`define FN_HINT_LENGTH_0   12  // first word of an extension header or AH: its length
`define FN_HINT_LENGTH_1   13
`define FN_HINT_LENGTH_2   14
`define FN_HINT_SEGMENTS   15  // first word of a routing header: segments are left
`define FN_HINT_BITS       16

// Headers, one bit each: what the protocol field names; none of them: no header known.
`define FN_NAMED_TCP       0
`define FN_NAMED_UDP       1
`define FN_NAMED_ESP       2
`define FN_NAMED_AH        3
`define FN_NAMED_OPTIONS   4   // hop-by-hop and destination options
`define FN_NAMED_ROUTING   5
`define FN_NAMED_FRAGMENT  6
`define FN_NAMED_BITS      7

`endif
