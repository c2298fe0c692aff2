// SPDX-License-Identifier: Apache-2.0
//
// fn_flows - the file that says how flownic is to be set up: addresses, filters, flows
//
// One statement a line, # begins a comment:
//
//   mac 02:00:00:00:00:0b          own address
//   multicast 33:33:00:00:00:01    one more address of the list
//   promiscuous, broadcast, all-multicast, keep-bad-checksum, hold-all
//   frame-maximum 9018             bytes with frame check sequence
//   flow WORD ...                  an entry of the flow table, the first one wins:
//
// handle=N (needed) entry=N proto=tcp|udp|esp|ah|N src=IP dst=IP sport=N dport=N spi=N
// vlan=N untagged security=clear|esp|ah rtp split hold, and echo: the software sends
// the flow's UDP packets back; zero_copy: its payload goes to pages, with sequence=N pages=N
// low_water=N window=N slot=N ack=none|driver|core check_ack report_push
// surrender_options surrender_link.  Addresses and ports as the received packet has them.

#ifndef FN_FLOWS_H
#define FN_FLOWS_H

#include "fn_driver.h"
#include "system/fn_paged_flow.h"

enum { FN_FLOWS_MAX = 64 };

struct fn_flows_entry {
    struct fn_flow flow;
    unsigned       entry;  // of the flow table
    bool           echo;
    bool           zero_copy;
    struct fn_paged_flow_config paging;
};

struct fn_flows {
    uint8_t               mac[FN_MAC_BYTES];
    struct fn_filters     filters;
    uint8_t               multicast[FN_MULTICAST_ENTRIES][FN_MAC_BYTES];
    unsigned              num_multicast;
    uint16_t              frame_maximum;
    struct fn_flows_entry flows[FN_FLOWS_MAX];
    unsigned              num_flows;
    char                  fault[512];  // file:line: reason
};

// False and fault if the file cannot be read or says something that cannot be done.
bool fn_flows_read(struct fn_flows *flows, const char *path);

#endif
