// SPDX-License-Identifier: Apache-2.0
//
// fn_senders - see fn_senders.h

#include "system/fn_senders.h"

#include <stdlib.h>

#include "system/fn_random.h"

enum { LAST_BYTES = 4096 };

unsigned fn_senders_below(struct fn_senders *senders, unsigned limit)
{
    return fn_random_below(&senders->random, limit);
}

bool fn_senders_chance(struct fn_senders *senders, unsigned percent)
{
    return fn_senders_below(senders, 100) < percent;
}

// ---- Opening ----

bool fn_senders_open(struct fn_senders *senders, const struct fn_flows *flows,
                     const struct fn_applications *applications, uint64_t size, uint64_t seed)
{
    senders->applications = applications;
    senders->size = size;
    senders->random = seed;
    senders->frames = malloc(sizeof senders->frames[0] * FN_SENDERS_FRAMES);
    if (senders->frames == NULL)
        return false;
    for (unsigned s = 0; s < applications->num_flows; s++)
        if (!(fn_senders_receiver(senders, s)->is_udp
                  ? fn_senders_open_datagrams(senders, s, flows)
                  : fn_senders_open_segments(senders, s, flows)))
            return false;
    return true;
}

void fn_senders_close(struct fn_senders *senders)
{
    free(senders->frames);
    senders->frames = NULL;
}

// ---- Sending ----

const struct fn_paged_flow *fn_senders_receiver(const struct fn_senders *senders, unsigned s)
{
    return &senders->applications->flows[s].flow;
}

uint64_t fn_senders_limit(const struct fn_senders *senders)
{
    return senders->is_calm ? senders->size : senders->size / 4 * 3;
}

static bool has_work(const struct fn_senders *senders, unsigned s)
{
    const struct fn_paged_flow *flow = fn_senders_receiver(senders, s);
    const struct fn_sender *sender = &senders->senders[s];

    if (flow->is_udp)
        return sender->index < fn_senders_limit(senders) / FN_SENDERS_DATAGRAM
            || (senders->is_calm
                && (flow->counts.zero_copied < sender->before_calm + LAST_BYTES
                    || sender->index < sender->calm_index + 2 * FN_SENDERS_LAST_DATAGRAMS));
    return !flow->receiver.is_open
        || senders->applications->flows[s].num_bytes < fn_senders_limit(senders)
        || (senders->is_calm && !fn_paged_flow_is_closed(flow));
}

// A sender with something to send; the number of flows if there is none.
static unsigned choose(struct fn_senders *senders)
{
    const unsigned count = senders->applications->num_flows;
    const unsigned first = fn_senders_below(senders, count);

    for (unsigned n = 0; n < count; n++)
        if (has_work(senders, (first + n) % count))
            return (first + n) % count;
    return count;
}

static void become_calm(struct fn_senders *senders)
{
    senders->is_calm = true;
    for (unsigned s = 0; s < senders->applications->num_flows; s++) {
        senders->senders[s].before_calm = fn_senders_receiver(senders, s)->counts.zero_copied;
        senders->senders[s].calm_index = senders->senders[s].index;
    }
}

const uint8_t *fn_senders_next(struct fn_senders *senders, size_t *length)
{
    unsigned s = choose(senders);
    uint8_t *frame = senders->frames[senders->num_packets % FN_SENDERS_FRAMES];

    if (s == senders->applications->num_flows && !senders->is_calm) {
        become_calm(senders);
        s = choose(senders);
    }
    if (s == senders->applications->num_flows)
        return NULL;
    *length = fn_senders_receiver(senders, s)->is_udp
            ? fn_senders_send_datagram(senders, s, frame)
            : fn_senders_send_segment(senders, s, frame);
    senders->num_packets++;
    return frame;
}

// ---- The end ----

void fn_senders_check(const struct fn_senders *senders, struct fn_paging *paging)
{
    for (unsigned s = 0; s < senders->applications->num_flows; s++) {
        const struct fn_paged_flow *flow = fn_senders_receiver(senders, s);
        if (flow->is_udp)
            fn_senders_check_datagrams(senders, s, paging);
        else
            fn_senders_check_stream(senders, s, paging);
        if (!flow->is_udp && !fn_paged_flow_is_closed(flow))
            fn_paging_fault(paging, "handle %u: not closed", flow->flow.handle);
        if (flow->counts.zero_copied == senders->senders[s].before_calm)
            fn_paging_fault(paging, "handle %u: did not come back to zero copy",
                            flow->flow.handle);
    }
}
