// SPDX-License-Identifier: Apache-2.0
//
// fn_channel - the channels of the DMA (131), ids of the memory bus

#ifndef FN_CHANNEL_H
#define FN_CHANNEL_H

// Channel 0 is the stack's and of records; the others are a pool for the packets of flows.
enum { FN_CHANNELS = 16 };

enum fn_channel_state {
    FN_CHANNEL_FREE,    // nothing is in flight
    FN_CHANNEL_ACTIVE,
    FN_CHANNEL_RESET    // among what is in flight is a packet that turned bad (205, 207, 209)
};

#endif
