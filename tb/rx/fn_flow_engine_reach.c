// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_reach - see fn_flow_engine_space.h

#include "rx/fn_flow_engine_reach.h"

#include <stdio.h>

#include "functional/fn_tcp.h"
#include "rx/fn_flow_engine.h"
#include "rx/fn_flow_engine_item.h"
#include "rx/fn_flow_engine_space.h"

enum { ACKNOWLEDGED = 7000, OLD_WINDOW = 500, NEW_WINDOW = 400 };
enum { IN_FLIGHT = 4, PAYLOAD_OFFSET = 54, PAGE_TAG = 0xabc000, EPOCHS = 32, FIRST_EPOCH = 31 };

static struct fn_flow_engine    twin;
static struct fn_flow_engine_in in;
static struct fn_space          space;
static unsigned long            num_transitions;

// ---- Items: taken from the line, decided, judged and committed in order ----
static struct fn_item   items[IN_FLIGHT];
static unsigned long offered, taken, decided, judged, committed;
static unsigned long read_item, since;
static uint64_t      page_address[3];

static struct fn_item *item(unsigned long number)
{
    return &items[number % IN_FLIGHT];
}

static uint8_t state_of(const struct fn_small_flow *flow)
{
    return flow->is_waiting ? FN_STATE_MONITOR
         : flow->pages ? FN_STATE_ZERO_COPY : FN_STATE_GET_NEXT_BUFF2;
}

static void draw_fin(struct lockstep *bench, struct fn_small_flow *flow)
{
    const unsigned place = 1 + lockstep_below(bench, flow->window + 1u);

    flow->has_fin = lockstep_below(bench, 2) != 0;
    flow->fin_sequence = (uint8_t)((flow->receive_next + place) % FN_SMALL_SPACE);
}

static struct fn_context context_of(struct lockstep *bench, const struct fn_small_flow *flow)
{
    struct fn_context context = {
        .handle = 7, .state = state_of(flow),
        .epoch = FIRST_EPOCH, .report_push = 1, .receive_next = flow->receive_next,
        .window_edge = (uint32_t)(flow->receive_next + flow->window) % FN_SMALL_SPACE,
        .page_head = (uint8_t)lockstep_below(bench, FN_PAGES), .page_count = flow->pages,
        .page_offset = flow->receive_next % FN_SMALL_PAGE,
        .fin_pending = flow->has_fin, .fin_sequence = flow->fin_sequence,
        .send_window = OLD_WINDOW, .send_unacknowledged = ACKNOWLEDGED, .segment_maximum = 1460
    };

    fn_small_set_intervals(&context, flow->set);
    return context;
}

// ---- What comes out ----
static void check_decision(struct lockstep *bench, const struct fn_flow_engine_out *out)
{
    struct fn_item *now = item(decided++);
    const struct fn_small_outcome *outcome = &now->outcome;

    now->at = (now->segment.sequence - now->flow.receive_next - PAYLOAD_OFFSET) % FN_SMALL_SPACE;
    lockstep_check(bench, "fate", out->m_decision_fate == outcome->fate);
    lockstep_check(bench, "reason", outcome->fate != FN_FATE_DROP
                   || out->m_decision_reason == outcome->reason);
    lockstep_check(bench, "sync", outcome->fate != FN_FATE_SOFTWARE
                   || out->m_decision_sync == outcome->sync);
}

static void check_command(struct lockstep *bench, const struct fn_flow_engine_out *out)
{
    struct fn_item *now = item(decided - 1);
    const unsigned page_offset = now->flow.receive_next % FN_SMALL_PAGE;

    now->at = (now->at + out->m_command_skip) % FN_SMALL_SPACE;
    lockstep_check(bench, "a command for a placed packet only", !now->is_done
                   && now->outcome.fate == FN_FATE_PLACE && out->m_command_length > 0
                   && now->at + out->m_command_length <= now->flow.window);
    if (bench->has_failed)
        return;
    for (unsigned n = 0; n < out->m_command_length; n++, now->at++) {
        const unsigned in_list = page_offset + now->at;
        const unsigned page = (now->context.page_head + in_list / FN_SMALL_PAGE) % FN_PAGES;
        lockstep_check(bench, "a missing byte", now->outcome.placed >> now->at & 1);
        lockstep_check(bench, "never a byte twice", !(now->written >> now->at & 1));
        lockstep_check(bench, "at its place of its page", out->m_command_address + n
                       == ((uint64_t)(PAGE_TAG + page) << 12) + in_list % FN_SMALL_PAGE);
        now->written |= UINT32_C(1) << now->at;
    }
    now->is_done = out->m_command_last;
}

// RFC 9293 3.10.7.4: the window of the newest; an old acknowledgment changes nothing.
static void check_window(struct lockstep *bench, const struct fn_item *now,
                         const struct fn_context *next)
{
    const struct fn_small_outcome *outcome = &now->outcome;
    const bool is_taken = outcome->fate == FN_FATE_PLACE
        || (outcome->fate == FN_FATE_SOFTWARE && outcome->sync == FN_SYNC_NONE);
    const bool is_new = is_taken && (now->more > 0 || (now->more == 0
                        && fn_small_is_newest(&now->flow, &now->segment)));

    lockstep_check(bench, "the window of the newest",
                   next->send_window == (is_new ? NEW_WINDOW : OLD_WINDOW)
                   && next->send_window_maximum == (is_new ? NEW_WINDOW : 0));
    lockstep_check(bench, "the newest acknowledgment", next->send_unacknowledged
                   == (is_taken && now->more > 0 ? ACKNOWLEDGED + 1 : ACKNOWLEDGED));
    lockstep_cover(bench, "an older window", is_taken && now->more == 0 && !is_new);
    lockstep_cover(bench, "an older acknowledgment", is_taken && now->more < 0);
}

// The context that a good segment leaves.
static void check_context(struct lockstep *bench, const struct fn_item *now,
                          const struct fn_context *next)
{
    const struct fn_small_outcome *outcome = &now->outcome;
    const struct fn_context *old = &now->context;
    const bool     is_placed = outcome->fate == FN_FATE_PLACE;
    const bool     has_fin = outcome->next.has_fin;
    const bool     is_idle = outcome->ends || outcome->gives_up;
    const unsigned state = is_idle ? FN_STATE_IDLE : state_of(&outcome->next);
    const bool     is_beyond = outcome->next.set >> fn_small_limit(&outcome->next);

    lockstep_check(bench, "receive_next", next->receive_next == outcome->next.receive_next);
    lockstep_check(bench, "nothing lost, nothing invented",
                   fn_small_is_set(next, outcome->next.set));
    lockstep_check(bench, "pages", next->page_count == outcome->next.pages
                   && next->page_head == (old->page_head + outcome->pages) % FN_PAGES
                   && next->page_offset == outcome->next.receive_next % FN_SMALL_PAGE);
    lockstep_check(bench, "no interval beyond the pages", outcome->next.is_waiting || !is_beyond);
    lockstep_check(bench, "state", next->state == state
                   && next->epoch == (FIRST_EPOCH + is_idle) % EPOCHS);
    lockstep_check(bench, "FIN", next->fin_pending == has_fin
                   && (!has_fin || next->fin_sequence == outcome->next.fin_sequence));
    lockstep_check(bench, "counts", next->placed_packets == is_placed
                   && next->placed_bytes == (unsigned)__builtin_popcount(outcome->placed)
                   && next->dropped_packets == (outcome->fate == FN_FATE_DROP)
                   && next->software_packets == (outcome->fate == FN_FATE_SOFTWARE));
    lockstep_check(bench, "the window stays", next->window_edge == old->window_edge);
    check_window(bench, now, next);
}

static void check_report(struct lockstep *bench, const struct fn_item *now,
                         const struct fn_flow_engine_out *out)
{
    const struct fn_small_outcome *outcome = &now->outcome;
    const struct fn_report *report = &out->m_report_data;

    lockstep_check(bench, "a placed packet is reported to the writes", out->m_report_valid
                   && out->m_report_placed && out->m_report_good == now->is_good);
    if (!now->is_good)
        return;
    lockstep_check(bench, "page done", report->page_done == (outcome->pages > 0)
                   && report->pages == outcome->pages
                   && (!outcome->pages || out->m_report_reported));
    lockstep_check(bench, "contiguous", report->contiguous == outcome->next.receive_next);
    lockstep_check(bench, "push", report->push == !!(now->segment.flags & FN_TCP_PSH));
    lockstep_check(bench, "start", report->start == now->flow.is_waiting);
}

static void check_commit(struct lockstep *bench, const struct fn_flow_engine_out *out)
{
    const struct fn_item *now = item(committed++);

    lockstep_check(bench, "all missing bytes are written", now->written == now->outcome.placed
                   && now->is_done == (now->outcome.fate == FN_FATE_PLACE));
    lockstep_check(bench, "a bad one changes nothing", out->m_write_valid == now->is_good);
    if (now->is_good && !bench->has_failed)
        check_context(bench, now, &out->m_write_context);
    if (now->outcome.fate == FN_FATE_PLACE)
        check_report(bench, now, out);
    if (space.window >= FN_SMALL_PAGE)
        cover_item(bench, now);
    num_transitions++;
}

static void check_posted(struct lockstep *bench, const struct fn_flow_engine_out *out)
{
    const struct fn_item *now = item(committed++);
    const struct fn_context *next = &out->m_write_context;

    lockstep_check(bench, "a page more", out->m_write_valid && !out->m_answer_refused
                   && next->page_count == now->flow.pages + 1
                   && next->state == state_of(&now->outcome.next)
                   && next->receive_next == now->flow.receive_next
                   && fn_small_is_set(next, now->flow.set));
    lockstep_check(bench, "behind the others", out->m_page_write_valid
                   && out->m_page_write_place == (now->context.page_head + now->flow.pages) % 64u
                   && out->m_page_write_address == PAGE_TAG);
    decided++;
    judged++;
    num_transitions++;
}

// ---- What goes in ----
static void offer_packet(struct lockstep *bench)
{
    struct fn_item *next = item(offered);
    struct fn_packet_record *record = &in.s_packet_record;

    *next = (struct fn_item){ .flow = space.flows[space.at] };
    if (!fn_space_segment(&space, &next->segment))
        return;
    if (lockstep_below(bench, 2))
        next->segment.flags |= FN_TCP_PSH;
    next->flow.has_fin = false;
    next->outcome = fn_small_outcome(&next->flow, &next->segment);
    fn_space_find(&space, &next->outcome.next);
    draw_fin(bench, &next->flow);
    next->outcome = fn_small_outcome(&next->flow, &next->segment);
    fn_space_find(&space, &next->outcome.next);
    next->context = context_of(bench, &next->flow);
    next->is_good = lockstep_below(bench, 16) != 0;
    next->more = (int)lockstep_below(bench, 3) - 1;
    // Not the flow of the packet before, whose context would be kept.
    *record = (struct fn_packet_record){
        .context = offered % 2, .handle = next->context.handle, .tcp = 1,
        .tcp_flags = next->segment.flags, .window = NEW_WINDOW,
        .acknowledgment = (uint32_t)(ACKNOWLEDGED + next->more),
        .sequence = next->segment.sequence, .payload_length = next->segment.length,
        .payload_offset = PAYLOAD_OFFSET
    };
    in.s_packet_valid = true;
    offered++;
}

static void offer_page(struct lockstep *bench)
{
    struct fn_item *next = item(offered);

    *next = (struct fn_item){ .flow = space.flows[space.at], .is_post = true };
    next->context = context_of(bench, &next->flow);
    next->outcome.next = next->flow;
    next->outcome.next.pages++;
    fn_space_find(&space, &next->outcome.next);
    in.s_operation_valid = true;
    in.s_operation_code = FN_OPERATION_POST_PAGE;
    in.s_operation_index = offered % 2;
    in.s_operation_argument = (uint64_t)PAGE_TAG << 12;
    offered++;
}

// The segments of one context, then a page more if it may have one, then the next context.
static void offer(struct lockstep *bench)
{
    if (in.s_packet_valid || in.s_operation_valid || space.at == space.num_flows)
        return;
    if (offered - committed < IN_FLIGHT && !fn_space_is_done(&space))
        offer_packet(bench);
    if (!fn_space_is_done(&space) || in.s_packet_valid || offered != committed)
        return;
    const bool is_posted = offered && item(offered - 1)->is_post;
    if (space.flows[space.at].pages < FN_SMALL_PAGES && !is_posted) {
        offer_page(bench);
        return;
    }
    fn_space_advance(&space);
}

static void answer_reads(void)
{
    if (since == 2)
        in.s_read_context = item(read_item)->context;
    in.s_page_read_address = page_address[2];
}

// Was this output's payload loaded at this edge?
static bool is_new(bool valid, bool was_valid, bool ready)
{
    return valid && !(was_valid && !ready);
}

// After the edge: what was taken, what shows.
static void watch(struct lockstep *bench, const struct fn_flow_engine_out *was)
{
    const struct fn_flow_engine_out *out = &twin.out;

    if ((in.s_packet_valid && was->s_packet_ready)
            || (in.s_operation_valid && was->s_operation_ready)) {
        in.s_packet_valid = in.s_operation_valid = false;
        taken++;
    }
    if (in.s_verdict_valid)
        judged++;
    since++;
    if (out->m_read_valid) {
        read_item = taken - 1;
        since = 0;
    }
    page_address[2] = page_address[1];
    page_address[1] = page_address[0];
    page_address[0] = PAGE_TAG + out->m_page_read_place;
    if (is_new(out->m_decision_valid, was->m_decision_valid, in.m_decision_ready))
        check_decision(bench, out);
    if (is_new(out->m_command_valid, was->m_command_valid, in.m_command_ready))
        check_command(bench, out);
    if (out->s_verdict_ready && !was->s_verdict_ready)
        check_commit(bench, out);
    if (out->m_answer_valid)
        check_posted(bench, out);
}

static void make_inputs(struct lockstep *bench)
{
    const bool is_even = lockstep_below(bench, 8) != 0;

    offer(bench);
    answer_reads();
    in.s_verdict_valid = twin.out.s_verdict_ready && judged < taken && !item(judged)->is_post;
    in.s_verdict_good = item(judged)->is_good;
    in.m_decision_ready = is_even || lockstep_below(bench, 2);
    in.m_command_ready = is_even || lockstep_below(bench, 2);
    in.m_report_ready = is_even || lockstep_below(bench, 2);
    in.s_report_room = true;
}

void fn_flow_engine_reach(struct lockstep *bench, unsigned flows)
{
    struct fn_flow_engine_out was;
    bool is_running, is_whole;

    fn_flow_size = (struct fn_flow_size){ 6, FN_SMALL_PAGE, FN_SMALL_INTERVALS };
    fn_space_open(&space, bench->num_cycles);
    is_whole = bench->num_cycles >= 100000;
    if (is_whole)
        bench->num_cycles = ~0ul;
    fn_flow_engine_reset(&twin, flows);
    in.rst = true;
    fn_flow_engine_tick(&twin, &in);
    is_running = lockstep_step(bench, &in, &twin.out);
    in.rst = false;
    while (is_running && (space.at < space.num_flows || offered != committed)) {
        was = twin.out;
        make_inputs(bench);
        fn_flow_engine_tick(&twin, &in);
        is_running = lockstep_step(bench, &in, &twin.out);
        watch(bench, &was);
        is_running = is_running && !bench->has_failed;
    }
    printf("fn_flow_engine: window of %u bytes, pages of %d, %d intervals, %d numbers: "
           "%lu states, %lu transitions, %s\n", space.window, FN_SMALL_PAGE,
           FN_SMALL_INTERVALS, FN_SMALL_SPACE, space.num_flows, num_transitions,
           space.at == space.num_flows ? "all" : "the first");
    fn_space_close(&space);
}
