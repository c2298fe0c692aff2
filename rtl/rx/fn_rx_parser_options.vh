// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_options - what a word of TCP options does to who reads them

`ifndef FN_RX_PARSER_OPTIONS_VH
`define FN_RX_PARSER_OPTIONS_VH

// How the next word is come to, one bit each; none of them: the options have ended, or all of
// the word belongs to the last option.
`define FN_OPTION_AT      3:0    // a kind stands in its byte 0 to 3
`define FN_OPTION_AT_0    0
`define FN_OPTION_AT_1    1
`define FN_OPTION_AT_2    2
`define FN_OPTION_AT_3    3
`define FN_OPTION_BEHIND  4      // the kind was the last byte, its length follows
`define FN_OPTION_LAST    5      // the last word that belongs to the last option as a whole ...
`define FN_OPTION_TAIL    7:6    // ... and the bytes of the word behind that do so, too
`define FN_OPTION_COUNT   11:8   // such words, 0 to 9: see fn_rx_parser_option
`define FN_OPTION_BAD     12     // a length that cannot be: nothing else counts any more
`define FN_OPTION_OTHER   13     // an option that is neither timestamps nor SACK
`define FN_OPTION_SACK    14     // the last option is SACK ...
`define FN_OPTION_STAMPS  15     // ... or timestamps
`define FN_OPTION_BITS    16

// Of an option's kind: neither of them is another.
`define FN_CLASS_SACK     0
`define FN_CLASS_STAMPS   1
`define FN_CLASS_BITS     2

`endif
