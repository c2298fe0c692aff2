// SPDX-License-Identifier: Apache-2.0
//
// fn_descriptor - the transmit descriptor: one fragment of a packet
//
// 32 bytes, little-endian, in the transmit ring; the first field sits in bit 0 of
// byte 0.  A packet is one descriptor or several, the first one with begin, the
// last one with end.  The other flags, the offsets and the cookie count in the
// packet's first one, but for complete, which counts in the last.

#ifndef FN_DESCRIPTOR_H
#define FN_DESCRIPTOR_H

//    field                bits  C type
#define FN_DESCRIPTOR_FIELDS(F)             \
    F(address,              64,  uint64_t)  \
    F(length,               16,  uint16_t)  \
    F(ip_offset,             8,  uint8_t)   \
    F(reserved_0,            8,  uint8_t)   \
    F(l4_offset,            16,  uint16_t)  \
    F(l4_length,            16,  uint16_t)  \
    F(cookie,               32,  uint32_t)  \
    F(end,                   1,  uint8_t)   \
    F(complete,              1,  uint8_t)   \
    F(ipv4_checksum,         1,  uint8_t)   \
    F(tcp_checksum,          1,  uint8_t)   \
    F(udp_checksum,          1,  uint8_t)   \
    F(ip_version,            2,  uint8_t)   \
    F(begin,                 1,  uint8_t)   \
    F(reserved_1,           24,  uint32_t)  \
    F(reserved_2,           64,  uint64_t)

// What travels beside a packet on its way out: the flags and offsets of its first descriptor.
#define FN_TRANSMIT_RECORD_FIELDS(F)        \
    F(ip_offset,             8,  uint8_t)   \
    F(l4_offset,            16,  uint16_t)  \
    F(l4_length,            16,  uint16_t)  \
    F(ipv4_checksum,         1,  uint8_t)   \
    F(tcp_checksum,          1,  uint8_t)   \
    F(udp_checksum,          1,  uint8_t)   \
    F(ip_version,            2,  uint8_t)

#endif
