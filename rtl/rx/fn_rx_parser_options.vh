// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_options - what a word of TCP options does to who reads them

`ifndef FN_RX_PARSER_OPTIONS_VH
`define FN_RX_PARSER_OPTIONS_VH

`define FN_OPTION_SKIP    7:0    // bytes of the next words that belong to the last option
`define FN_OPTION_END     8      // the end-of-options option
`define FN_OPTION_BAD     9      // a length that cannot be
`define FN_OPTION_PENDING 10     // the last byte is a kind, its length follows
`define FN_OPTION_CLASS   12:11  // of that kind
`define FN_OPTION_OTHER   13     // an option that is neither timestamps nor SACK
`define FN_OPTION_SACK    16:14  // blocks of a SACK option, 0: none
`define FN_OPTION_STAMP   17     // timestamps: their value begins in this word ...
`define FN_OPTION_PLACE   19:18  // ... at byte 1 to 4, coded 0 to 3
`define FN_OPTION_BITS    20

`define FN_CLASS_OTHER    2'd0
`define FN_CLASS_SACK     2'd1
`define FN_CLASS_STAMPS   2'd2

`endif
