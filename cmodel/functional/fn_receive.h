// SPDX-License-Identifier: Apache-2.0
//
// fn_receive - the whole receive path without a clock: a frame and its verdict
//
// Parse, look up, verify, judge, lay out: what the core must do with a frame if memory
// and rings have room.  The oracle of the system runs.

#ifndef FN_RECEIVE_H
#define FN_RECEIVE_H

#include "functional/fn_flow_match.h"
#include "functional/fn_host_record.h"
#include "functional/fn_parse.h"
#include "fn_reasons.h"

enum { FN_RECEIVE_ENTRIES = 256 };

struct fn_receive {
    struct fn_filter     filter;
    bool                 keep_bad_checksum;
    uint16_t             frame_maximum;  // bytes with frame check sequence
    uint16_t             buffer_size, split_offset;
    struct fn_flow_entry entries[FN_RECEIVE_ENTRIES];
    unsigned             num_entries;
    bool                 table_is_wrong;  // its memory has parity errors wherever one looks
};

struct fn_received {
    enum fn_reason          reason;
    struct fn_packet_record record;
    struct fn_flow_key      key;
    struct fn_completion    completion;  // if delivered; buffer, timestamp, phase are 0
};

// frame: without frame check sequence; wire: the reason the wire itself gives, or DELIVERED.
void fn_receive(const struct fn_receive *receive, const uint8_t *frame, size_t length,
                enum fn_reason wire, struct fn_received *received);

#endif
