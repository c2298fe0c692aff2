// SPDX-License-Identifier: Apache-2.0
//
// fn_interrupt_test - rtl/host/fn_interrupt.v against its twin
//
// Besides, a completion that the mask lets through must raise irq within the time that
// was set.
//
// runs with: CYCLES_BITS=9, CYCLES_BITS=24+CAUSES=4

#include <stdio.h>

#include "host/fn_interrupt.h"
#include "lockstep.h"

static struct fn_interrupt twin;
static unsigned            num_causes, max_cycles;

static uint32_t few_bits(struct lockstep *bench)
{
    return lockstep_below(bench, 1u << num_causes) & lockstep_below(bench, 1u << num_causes)
         & lockstep_below(bench, 1u << num_causes);
}

// Zero, small, one bit, anything and the largest.
static unsigned random_setting(struct lockstep *bench, unsigned max)
{
    switch (lockstep_below(bench, 5)) {
    case 0: return 0;
    case 3: return (max + 1) >> (1 + lockstep_below(bench, 8));
    case 1: return 1 + lockstep_below(bench, 6);
    case 2: return 1 + lockstep_below(bench, max);
    default: return max;
    }
}

// Settings, and how often completions and clears come, change from time to time.  The first
// two stretches wait for the largest count and for the longest time, undisturbed.
static void random_inputs(struct lockstep *bench, struct fn_interrupt_in *in)
{
    static unsigned event_shift, clear_shift;
    const bool is_directed = bench->cycle < 2000;

    if (is_directed ? bench->cycle % 1000 == 0 : lockstep_below(bench, 512) == 0) {
        in->s_mask = is_directed || lockstep_below(bench, 3) != 0  // others would hide it
                   ? 1 : lockstep_below(bench, 1u << num_causes);
        event_shift = is_directed || lockstep_below(bench, 2) == 0 ? 0 : lockstep_below(bench, 9);
        clear_shift = is_directed ? 31 : lockstep_below(bench, 11);
        in->s_moderation_count = bench->cycle < 1000 ? 255 : 0;
        in->s_moderation_cycles = bench->cycle < 1000 ? 0 : max_cycles;
    }
    if (bench->cycle == 1300 || bench->cycle == 1310)  // more events than that came long ago
        in->s_moderation_count = bench->cycle == 1300 ? 250 : 0;
    if (!is_directed && lockstep_below(bench, 256) == 0)
        in->s_moderation_count = (uint8_t)random_setting(bench, 255);
    if (!is_directed && lockstep_below(bench, 256) == 0)
        in->s_moderation_cycles = random_setting(bench, max_cycles);
    in->rst = is_directed ? bench->cycle == 0 : lockstep_reset(bench);
    in->s_event = lockstep_below(bench, 16) == 0 ? few_bits(bench) & ~1u : 0;
    in->s_event |= lockstep_below(bench, 1u << event_shift) == 0;
    in->s_clear = lockstep_below(bench, 8) == 0 ? few_bits(bench) & ~1u : 0;
    in->s_clear |= bench->cycle == 1000 || lockstep_below(bench, 1u << clear_shift) == 0
                || (twin.is_due && lockstep_below(bench, 16) == 0);
}

static void cover(struct lockstep *bench, const struct fn_interrupt_in *in)
{
    const uint32_t cause = twin.out.m_cause;
    const bool waits = (cause & 1) != 0 && !twin.is_due;

    lockstep_cover(bench, "irq", twin.out.irq);
    lockstep_cover(bench, "masked causes only", cause != 0 && (cause & in->s_mask) == 0);
    lockstep_cover(bench, "completion held back", waits && (in->s_mask & 1) != 0);
    lockstep_cover(bench, "due by count of 255",
                   waits && in->s_moderation_count == 255 && twin.completions == 255);
    lockstep_cover(bench, "due by the longest time",
                   num_causes != 8 || (waits && in->s_moderation_cycles == max_cycles
                                       && twin.cycle - twin.first == max_cycles));
    lockstep_cover(bench, "more events than any setting",
                   waits && twin.completions > 255 && in->s_moderation_count == 0);
    lockstep_cover(bench, "event in the cycle of its clear",
                   (cause & in->s_clear & in->s_event & ~1u) != 0);
    lockstep_cover(bench, "completion in the cycle of its clear",
                   (cause & in->s_clear & in->s_event & 1) != 0);
    lockstep_cover(bench, "reset with irq", in->rst && twin.out.irq);
}

// The test's own view: a completion must not wait longer than the time that is set.
static bool is_timely(const struct fn_interrupt_in *in)
{
    static uint32_t cycles, waited;  // with the same time set and no clear
    const bool is_same = cycles == in->s_moderation_cycles && cycles != 0;
    const bool waits = (twin.out.m_cause & in->s_mask & 1) != 0 && !twin.out.irq;

    waited = waits && is_same && !in->rst && (in->s_clear & 1) == 0 ? waited + 1 : 0;
    cycles = in->s_moderation_cycles;
    return waited <= cycles + 3;
}

int bench_main(int argc, char **argv)
{
    static struct fn_interrupt_in in;
    struct lockstep bench;

    lockstep_open(&bench, "fn_interrupt", argc, argv, fn_interrupt_inputs, fn_interrupt_outputs);
    num_causes = lockstep_bits(&bench, "s_event");
    max_cycles = (1u << lockstep_bits(&bench, "s_moderation_cycles")) - 1;
    fn_interrupt_reset(&twin);
    do {
        random_inputs(&bench, &in);
        cover(&bench, &in);
        if (!is_timely(&in)) {
            fprintf(stderr, "fn_interrupt: cycle %lu: moderation is not timely\n", bench.cycle);
            bench.has_failed = true;
        }
        fn_interrupt_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
