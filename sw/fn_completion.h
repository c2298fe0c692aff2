// SPDX-License-Identifier: Apache-2.0
//
// fn_completion - the completion record: what the core tells the driver
//
// 64 bytes, little-endian, in the completion ring; the first field sits in bit 0
// of byte 0.  The phase bit is the last bit to arrive: it flips from one lap of
// the ring to the next, and starts at 1.  A field means something only under the
// kind and the flags that name it.

#ifndef FN_COMPLETION_H
#define FN_COMPLETION_H

#define FN_KIND_ENUM(K)                                             \
    K(PACKET,          1, "a packet in a packet buffer (302)")      \
    K(TRANSMIT_DONE,   2, "the memory of a sent packet is free")    \
    K(BUFFER_REQUEST,  3, "packet buffers at their low-water mark")  \
    K(ZERO_COPY,       4, "report of a zero-copied flow: fn_report")  \
    K(SURRENDERED,     5, "the flow is IDLE: fn_report")

#define FN_KIND_MEMBER(name, value, text) FN_KIND_##name = value,
enum fn_kind { FN_KIND_ENUM(FN_KIND_MEMBER) };

// State of the packet's flow (Fig. 11).
#define FN_STATE_ENUM(S)                                     \
    S(IDLE,           0, "software, unrecognised")           \
    S(MONITOR,        1, "checked and reported, passive")    \
    S(GET_NEXT_BUFF1, 2, "monitored, packet buffers low")    \
    S(ZERO_COPY,      3, "placed into pages, active")        \
    S(GET_NEXT_BUFF2, 4, "placed into pages, pages low")

#define FN_STATE_MEMBER(name, value, text) FN_STATE_##name = value,
enum fn_state { FN_STATE_ENUM(FN_STATE_MEMBER) };

// Result of a checksum.
#define FN_CHECKSUM_ENUM(C)                                          \
    C(NONE,   0, "there is none, or it cannot be verified here")     \
    C(GOOD,   1, "verified")                                         \
    C(BAD,    2, "wrong")                                            \
    C(ABSENT, 3, "UDP over IPv4 sent without one")

#define FN_CHECKSUM_MEMBER(name, value, text) FN_CHECKSUM_##name = value,
enum fn_checksum { FN_CHECKSUM_ENUM(FN_CHECKSUM_MEMBER) };

// Security header of the packet (150).
#define FN_SECURITY_ENUM(S)          \
    S(CLEAR, 0, "none")              \
    S(ESP,   1, "RFC 4303")          \
    S(AH,    2, "RFC 4302")

#define FN_SECURITY_MEMBER(name, value, text) FN_SECURITY_##name = value,
enum fn_security { FN_SECURITY_ENUM(FN_SECURITY_MEMBER) };

//    field                bits  C type
#define FN_COMPLETION_FIELDS(F)             \
    F(buffer,               64,  uint64_t)  \
    F(timestamp,            48,  uint64_t)  \
    F(handle,               16,  uint16_t)  \
    F(frame_length,         16,  uint16_t)  \
    F(payload_offset,       16,  uint16_t)  \
    F(payload_length,       16,  uint16_t)  \
    F(split_offset,         16,  uint16_t)  \
    F(l4_offset,            16,  uint16_t)  \
    F(ip_offset,             8,  uint8_t)   \
    F(protocol,              8,  uint8_t)   \
    F(vlan_tci,             16,  uint16_t)  \
    F(vlan_inner_tci,       16,  uint16_t)  \
    F(ethertype,            16,  uint16_t)  \
    F(source_port,          16,  uint16_t)  \
    F(destination_port,     16,  uint16_t)  \
    F(window,               16,  uint16_t)  \
    F(sequence,             32,  uint32_t)  \
    F(acknowledgment,       32,  uint32_t)  \
    F(spi,                  32,  uint32_t)  \
    F(cookie,               32,  uint32_t)  \
    F(reason,                6,  uint8_t)   \
    F(ip_checksum,           2,  uint8_t)   \
    F(l4_checksum,           2,  uint8_t)   \
    F(ip_version,            2,  uint8_t)   \
    F(vlan_count,            2,  uint8_t)   \
    F(mac_class,             2,  uint8_t)   \
    F(tcp_flags,            12,  uint16_t)  \
    F(security,              2,  uint8_t)   \
    F(fragment,              1,  uint8_t)   \
    F(ip_options,            1,  uint8_t)   \
    F(rtp,                   1,  uint8_t)   \
    F(udp_encapsulation,     1,  uint8_t)   \
    F(hit,                   1,  uint8_t)   \
    F(split,                 1,  uint8_t)   \
    F(state,                 3,  uint8_t)   \
    F(flow_index,            8,  uint8_t)   \
    F(sync,                  4,  uint8_t)   \
    F(epoch,                 5,  uint8_t)   \
    F(kind,                  7,  uint8_t)   \
    F(phase,                 1,  uint8_t)

#endif
