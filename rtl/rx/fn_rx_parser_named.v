// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_named - which header a protocol field names, and whether there is room for it
//
// Combinational.  kind: what a protocol field names in IPv6; a register of the user's keeps
// it.

`default_nettype none
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser_named (
    input  wire [7:0]                protocol,
    output reg  [`FN_NAMED_BITS-1:0] kind,

    input  wire [`FN_NAMED_BITS-1:0] kept_kind,
    input  wire                      ipv6,
    input  wire                      fragment,  // no header follows in a fragment
    input  wire                      below_8,   // bytes are left
    input  wire                      below_12,
    input  wire                      below_20,
    output reg  [`FN_NAMED_BITS-1:0] named,
    output reg  [`FN_NAMED_BITS-1:0] fits
);
    always @* begin
        kind[`FN_NAMED_TCP]      = protocol == 8'd6;
        kind[`FN_NAMED_UDP]      = protocol == 8'd17;
        kind[`FN_NAMED_ESP]      = protocol == 8'd50;
        kind[`FN_NAMED_AH]       = protocol == 8'd51;
        kind[`FN_NAMED_OPTIONS]  = protocol == 8'd0 || protocol == 8'd60;
        kind[`FN_NAMED_ROUTING]  = protocol == 8'd43;
        kind[`FN_NAMED_FRAGMENT] = protocol == 8'd44;

        named = kept_kind;
        if (!ipv6) named[`FN_NAMED_FRAGMENT:`FN_NAMED_OPTIONS] = 3'd0;
        if (fragment) named = {`FN_NAMED_BITS{1'b0}};

        fits = named;
        if (below_8)  fits = {`FN_NAMED_BITS{1'b0}};
        if (below_12) fits[`FN_NAMED_AH]  = 1'b0;
        if (below_20) fits[`FN_NAMED_TCP] = 1'b0;
    end

endmodule

`default_nettype wire
