// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_kinds - the headers that fn_rx_parser knows; a state names the one that a
// word belongs to

`ifndef FN_RX_PARSER_KINDS_VH
`define FN_RX_PARSER_KINDS_VH

`define FN_PARSE_DONE      4'd0   // nothing more is read
`define FN_PARSE_ETHERNET  4'd1
`define FN_PARSE_LLC       4'd2
`define FN_PARSE_IPV4      4'd3
`define FN_PARSE_IPV6      4'd4
`define FN_PARSE_EXTENSION 4'd5   // hop-by-hop and destination options
`define FN_PARSE_FRAGMENT  4'd6
`define FN_PARSE_ROUTING   4'd7
`define FN_PARSE_AH        4'd8
`define FN_PARSE_TCP       4'd9
`define FN_PARSE_UDP       4'd10
`define FN_PARSE_ESP       4'd11
`define FN_PARSE_OTHER     4'd12
`define FN_PARSE_START     4'd13  // the first word of what the protocol field named

// What the lower half of a word says where an EtherType stands; none of them: unknown.
`define FN_TYPE_LLC        0
`define FN_TYPE_IPV4       1
`define FN_TYPE_IPV6       2
`define FN_TYPE_VLAN       3

`endif
