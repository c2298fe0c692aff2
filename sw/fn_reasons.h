// SPDX-License-Identifier: Apache-2.0
//
// fn_reasons - the one verdict that every packet gets
//
// The table is read by C and, through rtl/common/fn_records.vh, by Verilog.  The
// order is the order of trust: where several hold, the one further up counts.
// The value is also the number of its counter: received packets at 0 to 63,
// transmitted packets 64 higher, the sum of all under FN_REASON_TOTAL.

#ifndef FN_REASONS_H
#define FN_REASONS_H

//     name                value  what happened
#define FN_REASON_ENUM(R)                                                                  \
    R(DELIVERED,               0, "delivered")                                             \
    R(OVERRUN,                 1, "no room between the wire and the core")                 \
    R(PREAMBLE,                2, "carrier without a start frame delimiter")               \
    R(RX_ER,                   3, "receive error signalled inside the frame")              \
    R(RUNT,                    4, "shorter than 64 bytes")                                 \
    R(OVERSIZE,                5, "longer than the programmed maximum")                    \
    R(FCS,                     6, "frame check sequence wrong")                            \
    R(ETHERNET_TRUNCATED,      7, "ends inside the Ethernet, VLAN or LLC header")          \
    R(ETHERNET_LENGTH,         8, "802.3 length field beyond the end of the frame")        \
    R(IP_VERSION,              9, "version field is not the one of the EtherType")         \
    R(IPV4_HEADER_LENGTH,     10, "IPv4 header length below 20 or beyond the datagram")    \
    R(IP_LENGTH,              11, "IP length beyond the end of the frame, or too short")   \
    R(IPV6_EXTENSION,         12, "IPv6 extension header ends beyond the datagram")        \
    R(FRAGMENT,               13, "fragment beyond 65,535 bytes, or length not 8 n")       \
    R(AH_LENGTH,              14, "authentication header ends beyond the datagram")        \
    R(ESP_LENGTH,             15, "no room for the ESP header")                            \
    R(TCP_HEADER_LENGTH,      16, "TCP data offset below 20 or beyond the datagram")       \
    R(TCP_OPTIONS,            17, "TCP option of a wrong length, or beyond the header")    \
    R(UDP_LENGTH,             18, "UDP length below 8 or beyond the datagram")             \
    R(IPV4_CHECKSUM,          19, "IPv4 header checksum wrong")                            \
    R(MAC_FILTER,             20, "destination MAC address is not for this station")       \
    R(TCP_CHECKSUM,           21, "TCP checksum wrong")                                    \
    R(UDP_CHECKSUM,           22, "UDP checksum wrong, or zero over IPv6")                 \
    R(NO_BUFFER,              23, "no packet buffer (302) posted")                         \
    R(BUFFER_SIZE,            24, "longer than a packet buffer (302)")                     \
    R(NO_COMPLETION,          25, "no room in the completion ring")                        \
    R(BUS_ERROR,              26, "SLVERR or DECERR from host memory")                     \
    R(DESCRIPTOR,             27, "transmit descriptor that makes no sense")               \
    R(DUPLICATE,              28, "every byte had been received before")                   \
    R(WINDOW,                 29, "outside the receive window")                            \
    R(TIMESTAMP,              30, "TCP timestamp missing, or older than the last (PAWS)")  \
    R(ACKNOWLEDGMENT,         31, "acknowledges what was not sent, or nothing")            \
    R(CHALLENGE,              32, "RST or SYN that may be forged (RFC 5961)")              \
    R(PROBE,                  33, "keepalive or window probe")                             \
    R(HOLES,                  34, "would need one hole more than there are")               \
    R(FIN_WAITS,              35, "FIN beyond a hole, without new data")                   \
    R(TOTAL,                  63, "all of them")

#define FN_REASON_MEMBER(name, value, text) FN_REASON_##name = value,
enum fn_reason { FN_REASON_ENUM(FN_REASON_MEMBER) };

#endif
