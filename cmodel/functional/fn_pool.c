// SPDX-License-Identifier: Apache-2.0
//
// fn_pool - see fn_pool.h

#include "functional/fn_pool.h"

uint8_t fn_pool_home(unsigned flow)
{
    return (uint8_t)(flow % 16 != 0 ? flow % 16 : 8 + flow / 16 % 8);
}

struct fn_pool_choice fn_pool_choose(const struct fn_pool *pool, unsigned flow)
{
    const uint8_t home = fn_pool_home(flow);

    for (uint8_t c = 1; c < FN_CHANNELS; c++)
        if (pool->channels[c].is_owned && pool->channels[c].flow == flow)
            return (struct fn_pool_choice){ .channel = c };
    for (uint8_t c = 1; c < FN_CHANNELS && !pool->channels[home].is_shared; c++)
        if (!pool->channels[c].is_owned)
            return (struct fn_pool_choice){ .channel = c, .takes = true };
    return (struct fn_pool_choice){ .channel = home, .shares = true };
}

void fn_pool_give(struct fn_pool *pool, struct fn_pool_choice choice, unsigned flow)
{
    struct fn_pool_channel *channel = &pool->channels[choice.channel];

    channel->packets++;
    channel->is_owned = true;
    channel->is_shared |= choice.shares;
    if (choice.takes)
        channel->flow = (uint16_t)flow;
}

void fn_pool_release(struct fn_pool *pool, unsigned channel)
{
    if (--pool->channels[channel].packets == 0)
        pool->channels[channel].is_owned = pool->channels[channel].is_shared = false;
}
