// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_record - what is known of a received packet, and travels beside it
//
// fn_rx_parser fills it, fn_rx_fifo adds the answer of fn_flow_table, fn_zero_copy sync and
// epoch.  A field
// that the packet does not have is 0.  Offsets count from the first byte of the
// frame.  fn_packet_status is the tuser of every receive stream: it counts on the
// last beat, and is 0 before.

#ifndef FN_PACKET_RECORD_H
#define FN_PACKET_RECORD_H

#include <stdint.h>

#include "common/fn_record.h"
#include "fn_completion.h"
#include "fn_reasons.h"

// mac_class: 0 own, 1 other unicast, 2 multicast, 3 broadcast
// ethertype: of the payload, behind VLAN tags and LLC/SNAP; 0 for other LLC
// ip_offset: of the IP header, or of what the EtherType says
// protocol: of the header at l4_offset; l4_length: bytes from there to the end of the datagram
// sequence: of TCP; if there is none of RTP, ESP or AH
// spi: of the outermost ESP or AH; if there is none RTP's SSRC
// payload_offset, payload_length: of what is behind the TCP, UDP, RTP or ESP header (SPI, sequence)
// checksum_unknown: IPv6 routing header with segments left, or any fragment
// candidate: unicast IP for this station, no segments left, so that a flow may claim it
//    field                bits  type
#define FN_PACKET_RECORD_FIELDS(F)           \
    F(timestamp,            48,  uint64_t)   \
    F(mac_class,             2,  uint8_t)    \
    F(mac_accept,            1,  uint8_t)    \
    F(ethertype,            16,  uint16_t)   \
    F(vlan_count,            2,  uint8_t)    \
    F(vlan_tci,             16,  uint16_t)   \
    F(vlan_inner_tci,       16,  uint16_t)   \
    F(ip_version,            2,  uint8_t)    \
    F(ip_offset,             8,  uint8_t)    \
    F(ip_tos,                8,  uint8_t)    \
    F(ip_ttl,                8,  uint8_t)    \
    F(ip_options,            1,  uint8_t)    \
    F(ipv4_header_length,    6,  uint8_t)    \
    F(fragment,              1,  uint8_t)    \
    F(more_fragments,        1,  uint8_t)    \
    F(fragment_offset,      13,  uint16_t)   \
    F(checksum_unknown,      1,  uint8_t)    \
    F(protocol,              8,  uint8_t)    \
    F(l4_offset,            16,  uint16_t)   \
    F(l4_length,            16,  uint16_t)   \
    F(payload_offset,       16,  uint16_t)   \
    F(payload_length,       16,  uint16_t)   \
    F(ports_present,         1,  uint8_t)    \
    F(source_port,          16,  uint16_t)   \
    F(destination_port,     16,  uint16_t)   \
    F(tcp,                   1,  uint8_t)    \
    F(udp,                   1,  uint8_t)    \
    F(rtp,                   1,  uint8_t)    \
    F(security,              2,  uint8_t)    \
    F(udp_encapsulation,     1,  uint8_t)    \
    F(nat_keepalive,         1,  uint8_t)    \
    F(spi,                  32,  uint32_t)   \
    F(sequence,             32,  uint32_t)   \
    F(acknowledgment,       32,  uint32_t)   \
    F(window,               16,  uint16_t)   \
    F(tcp_flags,            12,  uint16_t)   \
    F(timestamps_present,    1,  uint8_t)    \
    F(timestamp_value,      32,  uint32_t)   \
    F(timestamp_echo,       32,  uint32_t)   \
    F(sack_blocks,           3,  uint8_t)    \
    F(other_tcp_options,     1,  uint8_t)    \
    F(udp_checksum_zero,     1,  uint8_t)    \
    F(candidate,             1,  uint8_t)    \
    F(hit,                   1,  uint8_t)    \
    F(flow_index,            8,  uint8_t)    \
    F(handle,               16,  uint16_t)   \
    F(context,              10,  uint16_t)   \
    F(association,           8,  uint8_t)    \
    F(state,                 3,  uint8_t)    \
    F(split,                 1,  uint8_t)    \
    F(hold,                  1,  uint8_t)    \
    F(sync,                  4,  uint8_t)    \
    F(epoch,                 5,  uint8_t)

#define FN_PACKET_STATUS_FIELDS(F)           \
    F(reason,                6,  uint8_t)    \
    F(ip_checksum,           2,  uint8_t)    \
    F(l4_checksum,           2,  uint8_t)

FN_RECORD(fn_packet_record, FN_PACKET_RECORD_FIELDS);
FN_RECORD(fn_packet_status, FN_PACKET_STATUS_FIELDS);

#endif
