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
        _Static_assert(sizeof((to).to_member) == sizeof((from).from_member), "not the same"); \
        memcpy(&(to).to_member, &(from).from_member, sizeof((to).to_member));               \
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

// ---- Through the boundary of a parent: from and to are its structs ----

// A channel that enters at s of the parent, or leaves at m, with one payload member.
#define FN_ENTER_HANDSHAKE(from, s, sink, sink_s)                               \
    ((sink).in.sink_s##_valid = (from)->s##_valid)

#define FN_ENTER(from, s, sink, sink_s, payload)                                \
    do {                                                                        \
        FN_ENTER_HANDSHAKE(from, s, sink, sink_s);                              \
        if ((from)->s##_valid)                                                  \
            FN_WIRE((sink).in, sink_s##_##payload, *(from), s##_##payload);     \
    } while (0)

#define FN_ENTER_STREAM(from, s, sink)                                          \
    do {                                                                        \
        (sink).in.s_axis_tvalid = (from)->s##_tvalid;                           \
        FN_WIRE((sink).in, s_axis_tdata, *(from), s##_tdata);                   \
        (sink).in.s_axis_tkeep = (from)->s##_tkeep;                             \
        (sink).in.s_axis_tlast = (from)->s##_tlast;                             \
        FN_WIRE((sink).in, s_axis_tuser, *(from), s##_tuser);                   \
    } while (0)

#define FN_LEAVE_BYTES(to, m, source)                                           \
    do {                                                                        \
        (to).m##_tvalid = (source).twin.out.m_axis_tvalid;                      \
        FN_WIRE(to, m##_tdata, (source).twin.out, m_axis_tdata);                \
        (to).m##_tkeep = (source).twin.out.m_axis_tkeep;                        \
        (to).m##_tlast = (source).twin.out.m_axis_tlast;                        \
    } while (0)

#define FN_LEAVE_STREAM(to, m, source)                                          \
    do {                                                                        \
        FN_LEAVE_BYTES(to, m, source);                                          \
        FN_WIRE(to, m##_tuser, (source).twin.out, m_axis_tuser);                \
    } while (0)

// The pins of the buses, from struct to struct.
#define FN_AXI_WRITE_OUTPUTS(to, from)                                                      \
    do {                                                                                    \
        (to).m_axi_awvalid = (from).m_axi_awvalid, (to).m_axi_awid    = (from).m_axi_awid;    \
        (to).m_axi_awaddr  = (from).m_axi_awaddr,  (to).m_axi_awlen   = (from).m_axi_awlen;   \
        (to).m_axi_awsize  = (from).m_axi_awsize,  (to).m_axi_awburst = (from).m_axi_awburst; \
        (to).m_axi_awlock  = (from).m_axi_awlock,  (to).m_axi_awcache = (from).m_axi_awcache; \
        (to).m_axi_awprot  = (from).m_axi_awprot,  (to).m_axi_wvalid  = (from).m_axi_wvalid;  \
        (to).m_axi_wstrb   = (from).m_axi_wstrb,   (to).m_axi_wlast   = (from).m_axi_wlast;   \
        (to).m_axi_bready  = (from).m_axi_bready;                                             \
        FN_WIRE(to, m_axi_wdata, from, m_axi_wdata);                                          \
    } while (0)

#define FN_AXI_READ_OUTPUTS(to, from)                                                       \
    do {                                                                                    \
        (to).m_axi_arvalid = (from).m_axi_arvalid, (to).m_axi_arid    = (from).m_axi_arid;    \
        (to).m_axi_araddr  = (from).m_axi_araddr,  (to).m_axi_arlen   = (from).m_axi_arlen;   \
        (to).m_axi_arsize  = (from).m_axi_arsize,  (to).m_axi_arburst = (from).m_axi_arburst; \
        (to).m_axi_arlock  = (from).m_axi_arlock,  (to).m_axi_arcache = (from).m_axi_arcache; \
        (to).m_axi_arprot  = (from).m_axi_arprot,  (to).m_axi_rready  = (from).m_axi_rready;  \
    } while (0)

#define FN_AXI_WRITE_INPUTS(to, from)                                                       \
    do {                                                                                    \
        (to).m_axi_awready = (from).m_axi_awready, (to).m_axi_wready = (from).m_axi_wready;   \
        (to).m_axi_bvalid  = (from).m_axi_bvalid,  (to).m_axi_bid    = (from).m_axi_bid;      \
        (to).m_axi_bresp   = (from).m_axi_bresp;                                              \
    } while (0)

#define FN_AXI_READ_INPUTS(to, from)                                                        \
    do {                                                                                    \
        (to).m_axi_arready = (from).m_axi_arready, (to).m_axi_rvalid = (from).m_axi_rvalid;   \
        (to).m_axi_rid     = (from).m_axi_rid,     (to).m_axi_rresp  = (from).m_axi_rresp;    \
        (to).m_axi_rlast   = (from).m_axi_rlast;                                              \
        FN_WIRE(to, m_axi_rdata, from, m_axi_rdata);                                          \
    } while (0)

#define FN_AXIL_OUTPUTS(to, from)                                                           \
    do {                                                                                    \
        (to).s_axil_awready = (from).s_axil_awready, (to).s_axil_wready = (from).s_axil_wready;   \
        (to).s_axil_bvalid  = (from).s_axil_bvalid,  (to).s_axil_bresp  = (from).s_axil_bresp;    \
        (to).s_axil_arready = (from).s_axil_arready, (to).s_axil_rvalid = (from).s_axil_rvalid;   \
        (to).s_axil_rdata   = (from).s_axil_rdata,   (to).s_axil_rresp  = (from).s_axil_rresp;    \
    } while (0)

#define FN_AXIL_INPUTS(to, from)                                                            \
    do {                                                                                    \
        (to).s_axil_awvalid = (from).s_axil_awvalid, (to).s_axil_awaddr  = (from).s_axil_awaddr;  \
        (to).s_axil_awprot  = (from).s_axil_awprot,  (to).s_axil_wvalid  = (from).s_axil_wvalid;  \
        (to).s_axil_wdata   = (from).s_axil_wdata,   (to).s_axil_wstrb   = (from).s_axil_wstrb;   \
        (to).s_axil_bready  = (from).s_axil_bready,  (to).s_axil_arvalid = (from).s_axil_arvalid; \
        (to).s_axil_araddr  = (from).s_axil_araddr,  (to).s_axil_arprot  = (from).s_axil_arprot;  \
        (to).s_axil_rready  = (from).s_axil_rready;                                           \
    } while (0)

#endif
