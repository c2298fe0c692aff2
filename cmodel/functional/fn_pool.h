// SPDX-License-Identifier: Apache-2.0
//
// fn_pool - the pool of DMA channels (131): which one a placed packet of a flow goes through
//
// All that one flow has in flight must be in one channel.  Channel 0 is the stack's.

#ifndef FN_POOL_H
#define FN_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "fn_channel.h"

struct fn_pool_channel {
    unsigned packets;    // in flight
    bool     is_owned;   // by a flow
    bool     is_shared;  // flows whose home it is use it, too
    uint16_t flow;       // who owns it
};

struct fn_pool {
    struct fn_pool_channel channels[FN_CHANNELS];
};

struct fn_pool_choice {
    uint8_t channel;
    bool    takes, shares;  // the flow becomes its owner; it comes to be shared
};

// What the next packet of a flow gets: its own channel, or its home if that is shared, or the
// lowest free one, or its home.
struct fn_pool_choice fn_pool_choose(const struct fn_pool *pool, unsigned flow);

void fn_pool_give(struct fn_pool *pool, struct fn_pool_choice choice, unsigned flow);

// One of the channel's packets is done.
void fn_pool_release(struct fn_pool *pool, unsigned channel);

// The channel of a flow where it has none of its own.
uint8_t fn_pool_home(unsigned flow);

#endif
