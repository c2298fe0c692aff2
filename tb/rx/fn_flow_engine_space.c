// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_space - see fn_flow_engine_space.h

#include "rx/fn_flow_engine_space.h"

#include <stdio.h>
#include <stdlib.h>

#include "functional/fn_tcp.h"

void fn_space_find(struct fn_space *space, const struct fn_small_flow *flow)
{
    const unsigned long numbers = FN_SMALL_SPACE * flow->is_waiting + flow->receive_next;
    const unsigned long key = ((numbers * (FN_SMALL_PAGES + 1) + flow->pages) << space->window)
                            | flow->set;

    if (space->is_found[key / 8] >> key % 8 & 1)
        return;
    space->is_found[key / 8] |= (uint8_t)(1u << key % 8);
    space->flows[space->num_flows++] = *flow;
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL) {
        fprintf(stderr, "fn_flow_engine_space: no memory for %zu contexts\n", count);
        exit(EXIT_FAILURE);
    }
    return memory;
}

// What START may be given: holes, but no page yet; around the wrap, once at each byte of a page.
static void find_started(struct fn_space *space)
{
    struct fn_small_flow flow = { .window = (uint8_t)space->window, .is_waiting = true };

    for (unsigned at = 0; at < FN_SMALL_PAGE; at++)
        for (flow.set = 0; flow.set < 1u << space->window; flow.set += 2)
            if (fn_small_runs(flow.set) <= FN_SMALL_INTERVALS) {
                flow.receive_next = (uint8_t)((FN_SMALL_SPACE - 6 + at) % FN_SMALL_SPACE);
                fn_space_find(space, &flow);
            }
}

void fn_space_open(struct fn_space *space, unsigned long cycles)
{
    *space = (struct fn_space){ 0 };
    space->window = cycles >= 10000000 ? 12 : cycles >= 100000 ? 8 : 3;
    space->longest = space->window + 2;
    space->is_all = cycles >= 1000000;
    const size_t keys = (size_t)2 * FN_SMALL_SPACE * (FN_SMALL_PAGES + 1) << space->window;
    space->flows = allocate(keys, sizeof *space->flows);
    space->is_found = allocate(keys / 8 + 1, 1);
    fn_space_find(space, &(struct fn_small_flow){ .window = (uint8_t)space->window });
    if (space->window >= FN_SMALL_PAGE)
        find_started(space);
}

// ---- The next segment of the context that is looked at ----
enum { PLAIN, FIN, RST, SYN, KINDS, FLAGS_EACH = 8 };

// Unless all are asked for: of those that begin far from the window the shortest and the
// longest, and flags with each eighth context.
static unsigned next_length(const struct fn_space *space)
{
    const unsigned start = space->start, length = space->length, kind = space->kind;
    const bool is_near = start <= space->window + 1 || start + space->longest >= FN_SMALL_SPACE;

    if (kind == RST || kind == SYN)
        return length == 0 && (is_near || space->is_all) ? 1 : space->longest + 1;
    if (space->is_all || (is_near && kind == PLAIN))
        return length + 1;
    if (kind == FIN && is_near)
        return length < 2 ? length + 1 : length + 3;
    return length < space->longest ? space->longest : length + 1;
}

bool fn_space_segment(struct fn_space *space, struct fn_small_segment *segment)
{
    static const uint16_t flags[KINDS] = { 0, FN_TCP_FIN, FN_TCP_RST, FN_TCP_SYN };
    const struct fn_small_flow *flow = &space->flows[space->at];

    if (space->kind == KINDS)
        return false;
    segment->sequence = (uint8_t)((flow->receive_next + space->start) % FN_SMALL_SPACE);
    segment->length = (uint8_t)space->length;
    segment->flags = FN_TCP_ACK | flags[space->kind];
    space->length = next_length(space);
    if (space->length > space->longest) {
        space->length = 0;
        space->start++;
    }
    if (space->start == FN_SMALL_SPACE) {
        space->start = 0;
        space->kind = space->is_all || space->at % FLAGS_EACH == 0 ? space->kind + 1 : KINDS;
    }
    return true;
}

bool fn_space_is_done(const struct fn_space *space)
{
    return space->kind == KINDS;
}

void fn_space_advance(struct fn_space *space)
{
    space->at++;
    space->start = space->length = space->kind = 0;
}

void fn_space_close(struct fn_space *space)
{
    free(space->flows);
    free(space->is_found);
}
