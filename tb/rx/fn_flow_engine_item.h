// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_item - a segment on its way through the small engine, and what it shows

#ifndef FN_FLOW_ENGINE_ITEM_H
#define FN_FLOW_ENGINE_ITEM_H

#include "functional/fn_tcp.h"
#include "lockstep.h"
#include "rx/fn_flow_engine_oracle.h"

// A segment on its way, with what it must do.
struct fn_item {
    struct fn_small_flow    flow;
    struct fn_small_segment segment;
    struct fn_small_outcome outcome;
    struct fn_context       context;
    bool                    is_good, is_post;
    int                     more;     // acknowledged than before
    uint32_t                written;  // set
    unsigned                at;       // next byte of the packet
    bool                    is_done;
};

static inline void cover_fin(struct lockstep *bench, const struct fn_item *now)
{
    const struct fn_small_flow *flow = &now->flow;
    const struct fn_small_outcome *outcome = &now->outcome;
    const unsigned at = (flow->fin_sequence - flow->receive_next) % FN_SMALL_SPACE;
    const unsigned end = (now->segment.sequence + now->segment.length - flow->receive_next)
                         % FN_SMALL_SPACE;
    const bool     is_past = flow->has_fin && end > at && end < FN_SMALL_SPACE / 2;
    const bool     has_fin = now->segment.flags & FN_TCP_FIN;

    lockstep_cover(bench, "the FIN that was awaited", outcome->ends
                   && flow->fin_sequence == outcome->next.receive_next);
    lockstep_cover(bench, "beyond the FIN that was awaited", outcome->ends
                   && flow->fin_sequence != outcome->next.receive_next);
    lockstep_cover(bench, "cut at a FIN", is_past && outcome->fate == FN_FATE_PLACE);
    lockstep_cover(bench, "a FIN behind a FIN", is_past && has_fin
                   && outcome->reason == FN_REASON_DUPLICATE);
    lockstep_cover(bench, "a FIN before a FIN", has_fin && !is_past
                   && flow->has_fin && flow->fin_sequence != outcome->next.fin_sequence);
    lockstep_cover(bench, "a FIN behind old bytes", now->segment.length > 0
                   && outcome->reason == FN_REASON_FIN_WAITS);
    lockstep_cover(bench, "a FIN below what is there", outcome->sync == FN_SYNC_FIN
                   && end > 0 && end < FN_SMALL_SPACE / 2 && !now->flow.is_waiting);
    lockstep_cover(bench, "not for MONITOR", flow->is_waiting
                   && outcome->fate == FN_FATE_SOFTWARE && flow->set && flow->pages);
}

static inline void cover_item(struct lockstep *bench, const struct fn_item *now)
{
    const struct fn_small_outcome *outcome = &now->outcome;
    const uint32_t placed = outcome->placed;
    const bool     is_placed = outcome->fate == FN_FATE_PLACE;
    const unsigned edge = now->flow.receive_next + now->flow.window;
    const unsigned in_page = FN_SMALL_PAGE - now->flow.receive_next % FN_SMALL_PAGE;

    cover_fin(bench, now);
    lockstep_cover(bench, "a fourth interval", outcome->reason == FN_REASON_HOLES);
    lockstep_cover(bench, "no page", outcome->sync == FN_SYNC_NO_PAGE);
    lockstep_cover(bench, "pieces", is_placed && (placed & placed >> 2 & ~(placed >> 1)));
    lockstep_cover(bench, "a page is done", outcome->pages > 0);
    lockstep_cover(bench, "over the end of a page", is_placed && placed >> (in_page - 1) % 32 & 1
                   && placed >> in_page & 1);
    lockstep_cover(bench, "over the end of the numbers", is_placed && edge > FN_SMALL_SPACE
                   && placed >> (FN_SMALL_SPACE - now->flow.receive_next - 1) % 32 & 1);
    lockstep_cover(bench, "a bad verdict", !now->is_good && is_placed);
    lockstep_cover(bench, "the first, among intervals", is_placed && now->flow.is_waiting
                   && now->flow.set);
    lockstep_cover(bench, "intervals wait for pages", now->flow.is_waiting && now->flow.pages
                   && now->flow.set >> fn_small_limit(&now->flow));
}

#endif
