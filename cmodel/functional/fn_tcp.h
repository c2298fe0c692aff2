// SPDX-License-Identifier: Apache-2.0
//
// fn_tcp - the flags of RFC 9293 section 3.1, as in tcp_flags

#ifndef FN_TCP_H
#define FN_TCP_H

enum {
    FN_TCP_FIN = 0x01,
    FN_TCP_SYN = 0x02,
    FN_TCP_RST = 0x04,
    FN_TCP_PSH = 0x08,
    FN_TCP_ACK = 0x10,
    FN_TCP_URG = 0x20
};

#endif
