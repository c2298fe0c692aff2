// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_class - what became of a flow's packets: the classes in which they are counted
//
// The tables are read by C and, through rtl/common/fn_records.vh, by Verilog.  Each packet for
// which a flow context was asked, because its entry of the flow table says ZERO_COPY, counts in
// one class of that context: by the first reason that speaks against it (enum fn_reason), or
// by its way.  The sum of a context's classes is the number of these packets.
//
// Which flow a packet belongs to is what its headers said before anything was checked: LINK,
// TCP_CHECKSUM, UDP_CHECKSUM and OTHER may be damaged packets of another flow.  SOFTWARE may still
// be dropped for want of a buffer or by a bus error, and counts under that reason with all.

#ifndef FN_FLOW_CLASS_H
#define FN_FLOW_CLASS_H

//     name             value  what happened
#define FN_FLOW_CLASS_ENUM(C)                                                              \
    C(OTHER,            0, "any reason without a class of its own")                        \
    C(PLACED,           1, "placed in pages (304), and memory has answered")               \
    C(SOFTWARE,         2, "given to software as a packet, without a reason against it")   \
    C(LINK,             3, "overrun, bad carrier, runt, oversize, frame check sequence")   \
    C(TCP_CHECKSUM,     4, "TCP checksum wrong")                                           \
    C(UDP_CHECKSUM,     5, "UDP checksum wrong, or zero over IPv6")                        \
    C(NO_COMPLETION,    6, "no room for reports")                                          \
    C(BUS_ERROR,        7, "SLVERR or DECERR for a page, or after one")                    \
    C(DUPLICATE,        8, "every byte had been received before")                          \
    C(WINDOW,           9, "outside the receive window")                                   \
    C(TIMESTAMP,       10, "TCP timestamp missing, or older than the last (PAWS)")         \
    C(ACKNOWLEDGMENT,  11, "acknowledges what was not sent, or nothing")                   \
    C(CHALLENGE,       12, "RST or SYN that may be forged (RFC 5961)")                     \
    C(PROBE,           13, "keepalive or window probe")                                    \
    C(HOLES,           14, "would need one hole more than there are")                      \
    C(FIN_WAITS,       15, "FIN beyond a hole, without new data")

#define FN_FLOW_CLASS_MEMBER(name, value, text) FN_FLOW_CLASS_##name = value,
enum fn_flow_class { FN_FLOW_CLASS_ENUM(FN_FLOW_CLASS_MEMBER) FN_FLOW_CLASSES };

// Of a reason; one without a line is OTHER, the class of value 0.
//     reason           class
#define FN_FLOW_CLASS_OF_REASON(M)          \
    M(DELIVERED,        PLACED)             \
    M(OVERRUN,          LINK)               \
    M(PREAMBLE,         LINK)               \
    M(RX_ER,            LINK)               \
    M(RUNT,             LINK)               \
    M(OVERSIZE,         LINK)               \
    M(FCS,              LINK)               \
    M(TCP_CHECKSUM,     TCP_CHECKSUM)       \
    M(UDP_CHECKSUM,     UDP_CHECKSUM)       \
    M(NO_COMPLETION,    NO_COMPLETION)      \
    M(BUS_ERROR,        BUS_ERROR)          \
    M(DUPLICATE,        DUPLICATE)          \
    M(WINDOW,           WINDOW)             \
    M(TIMESTAMP,        TIMESTAMP)          \
    M(ACKNOWLEDGMENT,   ACKNOWLEDGMENT)     \
    M(CHALLENGE,        CHALLENGE)          \
    M(PROBE,            PROBE)              \
    M(HOLES,            HOLES)              \
    M(FIN_WAITS,        FIN_WAITS)

#endif
