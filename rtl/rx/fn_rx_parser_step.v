// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_step - which header a word belongs to, and what comes behind it
//
// Combinational: fn_rx_parser_chain walks two words a cycle with two of these.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_step (
    input  wire        here,
    input  wire [31:0] word,
    input  wire [3:0]  word_type,   // one bit a FN_TYPE, of its lower half
    input  wire [3:0]  state,
    input  wire [3:0]  index,       // of the word in its header, saturating
    input  wire [9:0]  rest,        // words left in an IPv4 or extension header, with this one
    input  wire [3:0]  offset,      // TCP data offset
    input  wire [17:0] left,        // bytes from this word to the end of the datagram, signed

    // from words before
    input  wire [7:0]  protocol,
    input  wire        ipv6,
    input  wire        fragment,
    input  wire        short_llc,   // no room for SNAP
    input  wire        bad_header,  // nothing is read behind this header

    output wire [3:0]  kind,        // DONE: nothing is to be read from this word
    output wire [3:0]  place,       // its number in the header
    output wire        bad,         // the header that starts here is longer than the datagram
    output wire        transport,   // it is the first one behind the chain
    output wire        too_short,   // the datagram has no room for the header that starts here
    output wire [3:0]  first,       // the kind that protocol names
    output reg  [3:0]  state_d,
    output reg  [3:0]  index_d,
    output reg  [9:0]  rest_d,
    output wire [3:0]  offset_d
);
    // ---- What does the protocol field name? ----
    reg [3:0] named;

    always @* begin
        named = `FN_PARSE_OTHER;
        case (protocol)
            8'd6:    named = `FN_PARSE_TCP;
            8'd17:   named = `FN_PARSE_UDP;
            8'd50:   named = `FN_PARSE_ESP;
            8'd51:   named = `FN_PARSE_AH;
            8'd0:    if (ipv6) named = `FN_PARSE_EXTENSION;
            8'd60:   if (ipv6) named = `FN_PARSE_EXTENSION;
            8'd43:   if (ipv6) named = `FN_PARSE_ROUTING;
            8'd44:   if (ipv6) named = `FN_PARSE_FRAGMENT;
            default: named = `FN_PARSE_OTHER;
        endcase
        if (fragment) named = `FN_PARSE_OTHER;
    end

    wire starts   = state == `FN_PARSE_START;
    wire below_8  = left[17] || left[16:3] == 14'd0;
    wire below_12 = left[17] || (left[16:4] == 13'd0 && left[3:2] != 2'd3);
    wire below_20 = left[17] || (left[16:5] == 12'd0 && !(left[4] && left[3:2] != 2'd0));

    reg short;

    always @* begin
        case (named)
            `FN_PARSE_OTHER: short = 1'b0;
            `FN_PARSE_AH:    short = below_12;
            `FN_PARSE_TCP:   short = below_20;
            default:         short = below_8;
        endcase
    end

    assign first     = named;
    assign too_short = here && starts && short;
    assign transport = here && starts && (named == `FN_PARSE_OTHER || named == `FN_PARSE_TCP
                                          || named == `FN_PARSE_UDP || named == `FN_PARSE_ESP);
    assign kind      = !here || (starts && short) ? `FN_PARSE_DONE : starts ? named : state;

    assign place     = starts ? 4'd0 : index;

    // ---- What comes behind this word? ----
    wire [3:0] ihl   = word[27:24];
    wire [9:0] words = named == `FN_PARSE_FRAGMENT ? 10'd2
                     : named != `FN_PARSE_AH       ? {1'b0, word[23:16], 1'b0} + 10'd2
                     : word[23:16] == 8'd0         ? 10'd3 : {2'd0, word[23:16]} + 10'd2;
    wire       ends  = rest == 10'd1;

    // RFC 791: 20 bytes at least, and not beyond the total length.  RFC 4302: 12 at least.
    wire bad_ipv4  = ihl < 4'd5 || (word[15:6] == 10'd0 && word[5:2] < ihl);
    wire bad_chain = {6'd0, words, 2'd0} > left || (named == `FN_PARSE_AH && word[23:16] == 8'd0);

    assign bad = starts ? bad_chain : bad_ipv4;

    reg [3:0] behind_type;  // behind the word with the EtherType

    always @* begin
        behind_type = `FN_PARSE_DONE;
        if (word_type[`FN_TYPE_IPV4]) behind_type = `FN_PARSE_IPV4;
        if (word_type[`FN_TYPE_IPV6]) behind_type = `FN_PARSE_IPV6;
    end

    assign offset_d = kind == `FN_PARSE_TCP && index == 4'd3 && !starts ? word[31:28] : offset;

    always @* begin
        state_d = state;
        index_d = &index ? index : index + 4'd1;
        rest_d  = rest - 10'd1;
        case (state)
            `FN_PARSE_ETHERNET: if (index >= 4'd3) begin
                state_d = behind_type;
                if (word_type[`FN_TYPE_LLC]) state_d = `FN_PARSE_LLC;
                if (word_type[`FN_TYPE_VLAN] && index != 4'd5) state_d = `FN_PARSE_ETHERNET;
                if (state_d != `FN_PARSE_ETHERNET) index_d = 4'd0;
            end
            `FN_PARSE_LLC:
                if (index == 4'd0) begin
                    if (word != 32'haaaa0300 || short_llc) state_d = `FN_PARSE_DONE;
                end else begin
                    state_d = word[31:16] == 16'd0 ? behind_type : `FN_PARSE_DONE;
                    index_d = 4'd0;
                end
            `FN_PARSE_IPV4:
                if (index == 4'd0) begin
                    rest_d = ihl < 4'd5 ? 10'd4 : {6'd0, ihl} - 10'd1;
                    if (word[31:28] != 4'd4) state_d = `FN_PARSE_DONE;
                end else if (ends) begin
                    state_d = bad_header ? `FN_PARSE_DONE : `FN_PARSE_START;
                end
            `FN_PARSE_IPV6:
                if (index == 4'd0 && word[31:28] != 4'd6) state_d = `FN_PARSE_DONE;
                else if (index == 4'd9) state_d = `FN_PARSE_START;
            `FN_PARSE_START: begin
                state_d = short || named == `FN_PARSE_OTHER ? `FN_PARSE_DONE : named;
                index_d = 4'd1;
                rest_d  = words - 10'd1;
            end
            `FN_PARSE_EXTENSION, `FN_PARSE_FRAGMENT, `FN_PARSE_ROUTING, `FN_PARSE_AH:
                if (ends) state_d = bad_header ? `FN_PARSE_DONE : `FN_PARSE_START;
            `FN_PARSE_TCP:
                if (index >= 4'd4 && (offset <= 4'd5 || index_d >= offset))
                    state_d = `FN_PARSE_DONE;
            `FN_PARSE_UDP: if (index == 4'd3) state_d = `FN_PARSE_DONE;
            `FN_PARSE_ESP: state_d = `FN_PARSE_DONE;
            default:       state_d = `FN_PARSE_DONE;
        endcase
        if (!here) state_d = state;
        if (!here) index_d = index;
        if (!here) rest_d  = rest;
    end

endmodule

`default_nettype wire
