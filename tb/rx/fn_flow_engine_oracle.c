// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_oracle - see fn_flow_engine_oracle.h

#include "rx/fn_flow_engine_oracle.h"

#include "functional/fn_tcp.h"

typedef struct fn_small_outcome outcome_t;

static unsigned place_of(const struct fn_small_flow *flow, unsigned sequence)
{
    return (sequence - flow->receive_next) % FN_SMALL_SPACE;
}

static bool is_before(unsigned place)
{
    return place >= FN_SMALL_SPACE / 2;
}

unsigned fn_small_limit(const struct fn_small_flow *flow)
{
    return flow->pages ? (unsigned)(flow->pages * FN_SMALL_PAGE
                                    - flow->receive_next % FN_SMALL_PAGE) : 0;
}

static outcome_t drop(outcome_t outcome, enum fn_reason reason)
{
    outcome.fate = FN_FATE_DROP;
    outcome.reason = reason;
    return outcome;
}

static outcome_t give_up(outcome_t outcome, enum fn_sync sync)
{
    outcome.sync = sync;
    outcome.gives_up = true;
    return outcome;
}

unsigned fn_small_runs(uint32_t set)
{
    return (unsigned)__builtin_popcount(set & ~(set << 1));
}

// Behind the FIN that waits nothing is the stream's.
static bool is_behind_fin(const struct fn_small_flow *flow, unsigned place)
{
    return flow->has_fin && place >= place_of(flow, flow->fin_sequence);
}

static outcome_t keep_fin(outcome_t outcome, unsigned sequence)
{
    outcome.next.has_fin = true;
    outcome.next.fin_sequence = (uint8_t)(sequence % FN_SMALL_SPACE);
    return outcome;
}

static outcome_t unacceptable(outcome_t outcome, unsigned window, unsigned first, unsigned last,
                              unsigned numbers)
{
    if ((window == 0 && first == 0) || (first == FN_SMALL_SPACE - 1 && numbers <= 1))
        return drop(outcome, FN_REASON_PROBE);
    return drop(outcome, is_before(first) && (numbers == 0 || is_before(last))
                         ? FN_REASON_DUPLICATE : FN_REASON_WINDOW);
}

static outcome_t place(outcome_t outcome, const struct fn_small_flow *flow,
                       const struct fn_small_segment *segment)
{
    const unsigned end = place_of(flow, segment->sequence + segment->length);
    const bool has_fin = segment->flags & FN_TCP_FIN && end < flow->window
        && !is_behind_fin(flow, end);
    uint32_t bytes = 0;

    for (unsigned n = 0; n < segment->length; n++) {
        const unsigned at = place_of(flow, segment->sequence + n);
        if (at < flow->window && !is_behind_fin(flow, at))
            bytes |= UINT32_C(1) << at;
    }
    if (bytes >> fn_small_limit(flow)) {
        outcome.sync = FN_SYNC_NO_PAGE;
        return outcome;
    }
    uint32_t all = flow->set | bytes;
    unsigned advance = 0;
    while (all >> advance & 1)
        advance++;
    all >>= advance;
    if (all == flow->set && advance == 0)
        return has_fin ? drop(keep_fin(outcome, segment->sequence + segment->length),
                              FN_REASON_FIN_WAITS) : drop(outcome, FN_REASON_DUPLICATE);
    if (fn_small_runs(all) > FN_SMALL_INTERVALS)
        return drop(outcome, FN_REASON_HOLES);
    outcome.fate = FN_FATE_PLACE;
    outcome.next.is_waiting = false;
    outcome.placed = bytes & ~flow->set;
    if (has_fin)
        outcome = keep_fin(outcome, segment->sequence + segment->length);
    outcome.ends = outcome.next.has_fin && advance >= place_of(flow, outcome.next.fin_sequence);
    outcome.pages = (uint8_t)((flow->receive_next % FN_SMALL_PAGE + advance) / FN_SMALL_PAGE);
    outcome.next.receive_next = (uint8_t)((flow->receive_next + advance) % FN_SMALL_SPACE);
    outcome.next.pages = (uint8_t)(flow->pages - outcome.pages);
    outcome.next.set = all;
    return outcome;
}

// All of it, from receive-next on, inside window and pages, and inside these is all that there is.
static bool may_begin(const struct fn_small_flow *flow, const struct fn_small_segment *segment)
{
    const unsigned end = place_of(flow, segment->sequence) + segment->length;
    const unsigned limit = fn_small_limit(flow);

    return segment->length > 0 && !(segment->flags & (FN_TCP_SYN | FN_TCP_FIN | FN_TCP_RST))
        && end <= flow->window && end <= limit && !(flow->set >> limit);
}

// A byte is there that its FIN says there is none of.
static bool is_fin_belied(const struct fn_small_flow *flow, const struct fn_small_segment *segment)
{
    const unsigned end = place_of(flow, segment->sequence + segment->length);

    return !is_before(end) && flow->set >> end;
}

static outcome_t decide(const struct fn_small_flow *flow, const struct fn_small_segment *segment)
{
    const bool     syn = segment->flags & FN_TCP_SYN, fin = segment->flags & FN_TCP_FIN;
    const unsigned numbers = segment->length + syn + fin;
    const unsigned first = place_of(flow, segment->sequence);
    const unsigned last = place_of(flow, segment->sequence + numbers - 1);
    outcome_t      outcome = { .fate = FN_FATE_SOFTWARE, .next = *flow };

    if (numbers ? first >= flow->window && last >= flow->window : first > flow->window)
        return unacceptable(outcome, flow->window, first, last, numbers);
    if (segment->flags & (FN_TCP_RST | FN_TCP_SYN))
        return first ? drop(outcome, FN_REASON_CHALLENGE)
                     : give_up(outcome, segment->flags & FN_TCP_RST ? FN_SYNC_RST : FN_SYNC_SYN);
    if (fin && (first == 0 || is_before(first) || is_fin_belied(flow, segment)))
        return give_up(outcome, FN_SYNC_FIN);
    if (segment->length)
        return place(outcome, flow, segment);
    if (!fin)
        return outcome;
    if (is_behind_fin(flow, first) && segment->sequence != flow->fin_sequence)
        return drop(outcome, FN_REASON_DUPLICATE);
    return drop(keep_fin(outcome, segment->sequence), FN_REASON_FIN_WAITS);
}

// MONITOR: what is not placed is software's, and as if it had not come.
outcome_t fn_small_outcome(const struct fn_small_flow *flow,
                           const struct fn_small_segment *segment)
{
    const outcome_t outcome = decide(flow, segment);
    const outcome_t before = { .fate = FN_FATE_SOFTWARE, .sync = FN_SYNC_BEFORE, .next = *flow };

    if (!flow->is_waiting || (may_begin(flow, segment) && outcome.fate == FN_FATE_PLACE))
        return outcome;
    return before;
}

bool fn_small_is_newest(const struct fn_small_flow *flow, const struct fn_small_segment *segment)
{
    const unsigned first = place_of(flow, segment->sequence);

    return !is_before(first) && flow->set >> first == 0;
}

bool fn_small_is_set(const struct fn_context *context, uint32_t set)
{
    const uint32_t start[] = { context->start_0, context->start_1, context->start_2,
                               context->start_3 };
    const uint32_t end[] = { context->end_0, context->end_1, context->end_2, context->end_3 };
    uint32_t       are = 0;

    if (context->intervals > FN_SMALL_INTERVALS || context->intervals != fn_small_runs(set))
        return false;
    for (unsigned i = 0; i < 4; i++) {
        const bool is_there = i < context->intervals;
        if (is_there ? start[i] == 0 || start[i] >= end[i] || end[i] > 31
                     : start[i] != 0 || end[i] != 0)
            return false;
        if (is_there && i > 0 && end[i - 1] >= start[i])
            return false;
        for (uint32_t at = start[i]; at < end[i]; at++)
            are |= UINT32_C(1) << at;
    }
    return are == set;
}

void fn_small_set_intervals(struct fn_context *context, uint32_t set)
{
    struct fn_intervals list = { 0 };

    for (unsigned n = 1; n < 32; n++) {
        const bool is = set >> n & 1, was = set >> (n - 1) & 1;
        if (is && !was)
            list.at[list.count].start = n;
        if (!is && was)
            list.at[list.count++].end = n;
    }
    fn_context_set_intervals(context, &list);
}
