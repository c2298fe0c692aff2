// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_options - what a word of TCP options does to who reads them

`ifndef FN_RX_PARSER_OPTIONS_VH
`define FN_RX_PARSER_OPTIONS_VH

// How the next word is come to, one bit each; none of them: the options have ended.
`define FN_OPTION_AT_0    0      // a kind stands in its byte 0 to 3
`define FN_OPTION_AT_3    3
`define FN_OPTION_BEHIND  4      // the kind was the last byte, its length follows
`define FN_OPTION_INSIDE  5      // all of it belongs to the last option
`define FN_OPTION_NEXT    5:0
`define FN_OPTION_SKIP    11:6   // bytes of the next words that belong to the last option
`define FN_OPTION_EIGHTS  11:9   // ... as far as they fill eights
`define FN_OPTION_BAD     12     // a length that cannot be: nothing else counts any more
`define FN_OPTION_OTHER   13     // an option that is neither timestamps nor SACK
`define FN_OPTION_SACK    14     // the last option is SACK ...
`define FN_OPTION_STAMP   15     // ... or timestamps, and its kind stands ...
`define FN_OPTION_PLACE   17:16  // ... 5 to 2 bytes before the word's end, coded 0 to 3
`define FN_OPTION_BITS    18

`define FN_CLASS_OTHER    2'd0
`define FN_CLASS_SACK     2'd1
`define FN_CLASS_STAMPS   2'd2

`endif
