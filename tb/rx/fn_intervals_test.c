// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals_test - rtl/rx/fn_intervals.v against its twin, and that against sets of bytes
//
// runs with: COUNT=4, COUNT=3+WIDTH=6, COUNT=8+WIDTH=16, COUNT=3+WIDTH=5
//
// The run with WIDTH=5 is exhaustive: every list that segments can lead to, with every
// segment, in a window of 16 bytes, two pages of a build with pages of 8 (cycles=N from
// 1,000,000 on: of 24 bytes; below 100,000: of 8), against sets of bytes.

#include <string.h>

#include "lockstep.h"
#include "rx/fn_intervals.h"
#include "rx/fn_intervals_reach.h"

#include <stdio.h>

enum { EXHAUSTIVE_WIDTH = 5, SET_WIDTH = 6 };  // up to here a set of offsets is a number

static unsigned maximum, width;

// A list of small steps, or of steps that fill the space: all of them begin beyond 0.
static void make_list(struct lockstep *bench, struct fn_intervals *list)
{
    const uint32_t end = width == 32 ? UINT32_MAX : (1u << width) - 1;
    const unsigned steps = 1u << (1 + lockstep_below(bench, width - 3));
    const unsigned count = lockstep_below(bench, 3) ? lockstep_below(bench, maximum + 1) : maximum;
    uint32_t at = 0;

    for (list->count = 0; list->count < count; list->count++) {
        const uint32_t start = at + 1 + lockstep_below(bench, steps);
        at = start + 1 + lockstep_below(bench, steps);
        if (at > end)
            return;
        list->at[list->count] = (struct fn_interval){ start, at };
    }
    if (count > 0 && lockstep_below(bench, 16) == 0)
        list->at[count - 1].end = end;
}

// An offset: an edge of an interval or beside it, or any.
static uint32_t make_offset(struct lockstep *bench, const struct fn_intervals *list)
{
    const uint32_t all = (uint32_t)((UINT64_C(1) << width) - 1);
    const unsigned kind = lockstep_below(bench, 8);

    if (kind == 0)
        return 0;
    if (kind == 1 || list->count == 0)
        return lockstep_below(bench, all + 1);
    const struct fn_interval *interval = &list->at[lockstep_below(bench, list->count)];
    const uint32_t edge = lockstep_below(bench, 2) ? interval->start : interval->end;
    return (edge + lockstep_below(bench, 3) - 1) & all;
}

static void make_request(struct lockstep *bench, struct fn_intervals_in *in,
                         struct fn_intervals *list)
{
    make_list(bench, list);
    fn_intervals_pack(list, width, in->s_starts, in->s_ends);
    in->s_count = (uint8_t)list->count;
    if (list->count < maximum && lockstep_below(bench, 2)) {  // what is not there may be anything
        const uint32_t any = lockstep_below(bench, 1u << width);
        fn_record_deposit(in->s_starts, list->count * width, width, (const uint8_t *)&any);
        fn_record_deposit(in->s_ends, (maximum - 1) * width, width, (const uint8_t *)&any);
    }
    do {
        in->s_begin = make_offset(bench, list);
        in->s_end = make_offset(bench, list);
    } while (in->s_begin >= in->s_end);
}

static void check_sets(struct lockstep *bench, const struct fn_intervals *list,
                       uint32_t begin, uint32_t end)
{
    const struct fn_intervals segment = { 1, { { begin, end } } };
    const uint64_t before = fn_reach_set(list);
    struct fn_intervals got = *list;
    struct fn_interval missing[FN_INTERVALS_MAX + 1];
    uint32_t advance = 0, moved;
    bool overflow;

    const uint64_t after = fn_reach_add(maximum, before, begin, end, &moved, &overflow);
    lockstep_check(bench, "the list is the runs of its set",
                   fn_reach_list(before).count == list->count);
    const bool is_done = fn_intervals_insert(&got, maximum, begin, end, &advance);
    lockstep_check(bench, "overflow", is_done == !overflow);
    lockstep_check(bench, "advance", !is_done || advance == moved);
    lockstep_check(bench, "union, or unchanged", fn_reach_set(&got) == after
                   && got.count == fn_reach_list(after).count);
    lockstep_check(bench, "new", (fn_intervals_missing(list, begin, end, missing) > 0)
                   == ((before | fn_reach_set(&segment)) != before));
}

static void cover(struct lockstep *bench, const struct fn_intervals_in *in,
                  const struct fn_intervals *list)
{
    const struct fn_interval *at = list->at;
    const unsigned n = list->count;
    bool touches = false;

    for (unsigned i = 0; i < n; i++)
        touches = touches || (at[i].start <= in->s_end && at[i].end >= in->s_begin);
    lockstep_cover(bench, "overflow", n == maximum && !touches && in->s_begin > 0);
    lockstep_cover(bench, "full, next and none touched", n == maximum && !touches
                   && in->s_begin == 0);
    lockstep_cover(bench, "in order, empty list", n == 0 && in->s_begin == 0);
    lockstep_cover(bench, "first hole", n == 0 && in->s_begin > 0);
    lockstep_cover(bench, "swallows all", n == maximum && in->s_begin < at[0].start
                   && in->s_end > at[n - 1].end);
    lockstep_cover(bench, "swallows all, next", n == maximum && in->s_begin == 0
                   && in->s_end > at[n - 1].end);
    lockstep_cover(bench, "touches both neighbours", n > 1 && in->s_begin == at[0].end
                   && in->s_end == at[1].start);
    lockstep_cover(bench, "one byte short of both", n > 1 && in->s_begin == at[0].end + 1
                   && in->s_end + 1 == at[1].start);
    lockstep_cover(bench, "duplicate", n > 1 && in->s_begin == at[1].start
                   && in->s_end == at[1].end);
    lockstep_cover(bench, "inside", n > 1 && in->s_begin > at[1].start && in->s_end < at[1].end);
    lockstep_cover(bench, "before all", n > 0 && in->s_begin > 0 && in->s_end < at[0].start);
    lockstep_cover(bench, "behind all", n > 0 && n < maximum && in->s_begin > at[n - 1].end);
    lockstep_cover(bench, "closes the hole", n > 0 && in->s_begin == 0
                   && in->s_end == at[0].start);
    lockstep_cover(bench, "the highest end", n > 0 && at[n - 1].end + 1 == 1u << width);
}

// The answer to a pair, against sets of bytes.
static void check_answer(struct lockstep *bench, const struct fn_intervals_out *out,
                         const struct fn_reach *reach, const uint64_t pair[3])
{
    uint8_t  starts[FN_INTERVALS_BYTES] = { 0 }, ends[FN_INTERVALS_BYTES] = { 0 };
    uint32_t advance;
    bool     overflow;

    const uint64_t set = fn_reach_add(reach->maximum, pair[0], (uint32_t)pair[1],
                                      (uint32_t)pair[2], &advance, &overflow);
    const struct fn_intervals list = fn_reach_list(set);
    fn_intervals_pack(&list, width, starts, ends);
    lockstep_check(bench, "the list is that of the set", out->m_valid
                   && !memcmp(starts, out->m_starts, sizeof starts)
                   && !memcmp(ends, out->m_ends, sizeof ends) && out->m_count == list.count);
    lockstep_check(bench, "overflow and advance are those of the set",
                   out->m_overflow == overflow && out->m_advance == advance);
}

// Every pair of a reachable list and a segment.
static void reach_all(struct lockstep *bench, struct fn_intervals_twin *twin)
{
    struct fn_reach reach;
    struct fn_intervals_in in = { .rst = true };
    uint64_t asked[FN_INTERVALS_LATENCY][3] = { { 0 } };
    const unsigned window = bench->num_cycles >= 1000000 ? 24
                          : bench->num_cycles >= 100000 ? 16 : 8;

    fn_reach_open(&reach, window, maximum);
    bench->num_cycles = ~0ul;
    fn_intervals_tick(twin, &in);
    lockstep_step(bench, &in, &twin->out);
    in.rst = false;
    for (unsigned long n = 0; fn_reach_next(&reach, asked[n % FN_INTERVALS_LATENCY]); n++) {
        const uint64_t *pair = asked[n % FN_INTERVALS_LATENCY];
        const struct fn_intervals list = fn_reach_list(pair[0]);
        in.s_begin = (uint32_t)pair[1];
        in.s_end = (uint32_t)pair[2];
        fn_intervals_pack(&list, width, in.s_starts, in.s_ends);
        in.s_count = (uint8_t)list.count;
        in.s_valid = true;
        fn_intervals_tick(twin, &in);
        lockstep_step(bench, &in, &twin->out);
        if (n + 1 >= FN_INTERVALS_LATENCY)
            check_answer(bench, &twin->out, &reach, asked[(n + 1) % FN_INTERVALS_LATENCY]);
    }
    printf("fn_intervals: window of %u bytes, %u intervals: %u states, %lu transitions, all\n",
           window, maximum, reach.num_sets, reach.num_transitions);
    fn_reach_close(&reach);
}

int bench_main(int argc, char **argv)
{
    struct fn_intervals_twin twin;
    struct fn_intervals_in in = { 0 };
    struct fn_intervals list;
    struct lockstep bench;

    lockstep_open(&bench, "fn_intervals", argc, argv, fn_intervals_inputs, fn_intervals_outputs);
    width = lockstep_bits(&bench, "s_begin");
    maximum = lockstep_bits(&bench, "s_starts") / width;
    fn_intervals_reset(&twin, maximum, width);
    if (width == EXHAUSTIVE_WIDTH) {
        reach_all(&bench, &twin);
        return lockstep_close(&bench);
    }
    do {
        in.rst = lockstep_reset(&bench);
        in.s_valid = lockstep_ready(&bench);
        if (in.s_valid) {
            make_request(&bench, &in, &list);
            cover(&bench, &in, &list);
            if (width <= SET_WIDTH)
                check_sets(&bench, &list, in.s_begin, in.s_end);
        }
        lockstep_cover(&bench, "a request each cycle", in.s_valid && twin.answers[0].is_due
                       && twin.answers[1].is_due && twin.answers[2].is_due
                       && twin.answers[3].is_due);
        lockstep_cover(&bench, "reset while an answer is due", in.rst && twin.out.m_valid);
        fn_intervals_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
