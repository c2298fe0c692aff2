// SPDX-License-Identifier: Apache-2.0
//
// fn_wire - connects twins as the Verilog wiring connects modules
//
// A wired block is a member {in, twin} of its parent, twin.out being its outputs.
// All wires are set from outputs before any block ticks: outputs are registers, so
// the order does not matter.  from and to are structs of inputs or outputs.

#ifndef FN_WIRE_H
#define FN_WIRE_H

#include <string.h>

// A block inside its parent: struct fn_x_in in; struct fn_x twin.
#define FN_BLOCK(x, name)      \
    struct {                   \
        struct x##_in in;      \
        struct x      twin;    \
    } name

// One member; the two may have different types of the same size.
#define FN_WIRE(to, to_member, from, from_member)                                         \
    do {                                                                                  \
        _Static_assert(sizeof(to).to_member == sizeof(from).from_member, "not the same"); \
        memcpy(&(to).to_member, &(from).from_member, sizeof(to).to_member);               \
    } while (0)

// valid and ready of a channel from the m side's block to the s side's.
#define FN_HANDSHAKE(source, m, sink, s)                        \
    do {                                                        \
        (sink).in.s##_valid   = (source).twin.out.m##_valid;    \
        (source).in.m##_ready = (sink).twin.out.s##_ready;      \
    } while (0)

// The same and one payload member, copied only while it counts.
#define FN_CHANNEL(source, m, sink, s, payload)                                       \
    do {                                                                              \
        FN_HANDSHAKE(source, m, sink, s);                                             \
        if ((source).twin.out.m##_valid)                                              \
            FN_WIRE((sink).in, s##_##payload, (source).twin.out, m##_##payload);      \
    } while (0)

// An AXI4-Stream without tkeep and tuser, with tkeep, with both.
#define FN_STREAM_WORDS(source, m, sink, s)                          \
    do {                                                             \
        (sink).in.s##_tvalid   = (source).twin.out.m##_tvalid;       \
        (source).in.m##_tready = (sink).twin.out.s##_tready;         \
        FN_WIRE((sink).in, s##_tdata, (source).twin.out, m##_tdata); \
        (sink).in.s##_tlast    = (source).twin.out.m##_tlast;        \
    } while (0)

#define FN_STREAM_BYTES(source, m, sink, s)                   \
    do {                                                      \
        FN_STREAM_WORDS(source, m, sink, s);                  \
        (sink).in.s##_tkeep = (source).twin.out.m##_tkeep;    \
    } while (0)

#define FN_STREAM(source, m, sink, s)                                \
    do {                                                             \
        FN_STREAM_BYTES(source, m, sink, s);                         \
        FN_WIRE((sink).in, s##_tuser, (source).twin.out, m##_tuser); \
    } while (0)

#endif
