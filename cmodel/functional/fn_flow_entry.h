// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_entry - the fields of a flow key (140) and of a flow's info (141)
//
// The one table of both records: the structs below, the port layouts of
// fn_record.h and rtl/common/fn_records.vh are made from it.  The first field
// sits in bit 0; bytes keep wire order, the first one lowest.  Numbers, ports
// too, are numbers: the parser has turned them.  spi: of ESP or AH, or RTP's SSRC.

#ifndef FN_FLOW_ENTRY_H
#define FN_FLOW_ENTRY_H

#include <stdint.h>

#include "common/fn_record.h"
#include "fn_completion.h"

struct fn_address {
    uint8_t byte[16];  // IPv4 uses the first four, the others are 0
};

// ip_version: 0 none, 1 IPv4, 2 IPv6.  ports_present is 0 in fragments: they have no ports.
//    field                bits  type
#define FN_FLOW_KEY_FIELDS(F)                        \
    F(destination_address, 128,  struct fn_address)  \
    F(source_address,      128,  struct fn_address)  \
    F(spi,                  32,  uint32_t)           \
    F(destination_port,     16,  uint16_t)           \
    F(source_port,          16,  uint16_t)           \
    F(protocol,              8,  uint8_t)            \
    F(association,           8,  uint8_t)            \
    F(vlan_id,              12,  uint16_t)           \
    F(vlan_present,          1,  uint8_t)            \
    F(security,              2,  uint8_t)            \
    F(ip_version,            2,  uint8_t)            \
    F(ports_present,         1,  uint8_t)            \
    F(rtp,                   1,  uint8_t)

#define FN_FLOW_INFO_FIELDS(F)                       \
    F(handle,               16,  uint16_t)           \
    F(context,              10,  uint16_t)           \
    F(association,           8,  uint8_t)            \
    F(state,                 3,  uint8_t)            \
    F(split,                 1,  uint8_t)            \
    F(hold,                  1,  uint8_t)

FN_RECORD(fn_flow_key, FN_FLOW_KEY_FIELDS);
FN_RECORD(fn_flow_info, FN_FLOW_INFO_FIELDS);

#endif
