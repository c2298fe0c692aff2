// SPDX-License-Identifier: Apache-2.0
//
// fn_host_contexts - for the test of fn_host: who takes operations on flow contexts and
// answers them, who shows a channel's state, and who watches the time

#ifndef FN_HOST_CONTEXTS_H
#define FN_HOST_CONTEXTS_H

#include <limits.h>

#include "fn_driver_access.h"
#include "host/fn_host.h"
#include "lockstep.h"

static struct {
    unsigned busy, taken;  // cycles until the answer is over; operations
    uint8_t  code;
    uint16_t index;
    uint64_t argument;
    bool     refused;      // the last answer
    uint32_t value;
} contexts;

static uint32_t random_word(struct lockstep *bench)
{
    uint32_t word;
    lockstep_bytes(bench, &word, sizeof word);
    return word;
}

static void drive_contexts(struct lockstep *bench, struct fn_host_in *in)
{
    in->m_operation_ready = lockstep_below(bench, 3) != 0;
    in->s_answer_valid = contexts.busy == 1;
    in->s_answer_refused = lockstep_below(bench, 2) != 0;
    lockstep_bytes(bench, &in->s_answer_value, sizeof in->s_answer_value);
}

static void take_operations(struct lockstep *bench, const struct fn_host_in *in,
                            const struct fn_host_out *out)
{
    lockstep_cover(bench, "operation refused", out->m_operation_valid && !in->m_operation_ready);
    if (bench->num_cycles >= 100000)  // rare
        lockstep_cover(bench, "reset before the answer", in->rst && contexts.busy != 0);
    if (in->s_answer_valid) {
        contexts.refused = in->s_answer_refused;
        contexts.value = in->s_answer_value;
    }
    contexts.busy -= contexts.busy != 0;
    if (out->m_operation_valid && in->m_operation_ready) {
        lockstep_check(bench, "one operation for each command", contexts.busy == 0);
        contexts.taken++;
        contexts.busy = lockstep_below(bench, 2) ? 1 : 1 + lockstep_below(bench, 30);
        contexts.code = out->m_operation_code;
        contexts.index = out->m_operation_index;
        contexts.argument = out->m_operation_argument;
    }
    if (in->rst)
        contexts.busy = 0;
}

static void check_operation(struct lockstep *bench, uint32_t command, uint32_t read,
                            uint64_t argument)
{
    lockstep_check(bench, "the operation is done once, as it was said",
                   contexts.taken == 1 && contexts.argument == argument
                   && contexts.index == FN_GET(FLOW_CONTEXT_COMMAND_INDEX, command)
                   && contexts.code == FN_GET(FLOW_CONTEXT_COMMAND_OPERATION, command));
    lockstep_check(bench, "an operation is over when it was answered", contexts.busy == 0);
    lockstep_check(bench, "it reads refused if it was",
                   FN_GET(FLOW_CONTEXT_COMMAND_REFUSED, read) == contexts.refused);
    lockstep_cover(bench, "operation refused by its answer", contexts.refused);
    lockstep_cover(bench, "operation done", !contexts.refused);
}

// ---- Channels: each its own state ----

static void drive_channel(struct fn_host_in *in, const struct fn_host_out *out)
{
    in->s_channel_in_flight = (uint8_t)(37 * out->m_channel_index + 5) & 127;
    in->s_channel_state = out->m_channel_index % 3;
    in->s_channel_owned = out->m_channel_index >> 1 & 1;
    in->s_channel_shared = out->m_channel_index >> 2 & 1;
    in->s_channel_flow = 321 * (out->m_channel_index + 1u) & 1023;
}

static void check_channel(struct lockstep *bench, uint32_t written, uint32_t read)
{
    const unsigned index = written % 16;

    lockstep_check(bench, "a channel's state is that of its index",
                   FN_GET(CHANNEL_INDEX, read) == index
                   && FN_GET(CHANNEL_IN_FLIGHT, read) == ((37 * index + 5) & 127)
                   && FN_GET(CHANNEL_STATE, read) == index % 3
                   && FN_GET(CHANNEL_OWNED, read) == (index >> 1 & 1)
                   && FN_GET(CHANNEL_SHARED, read) == (index >> 2 & 1)
                   && FN_GET(CHANNEL_FLOW, read) == (321 * (index + 1) & 1023));
}

// ---- Time ----

static struct { uint16_t last; unsigned since, whole; uint32_t cycles; } watch;  // cycles 0: off

static void watch_time(struct lockstep *bench, const struct fn_host_in *in,
                       const struct fn_host_out *out)
{
    if (in->rst)
        watch.cycles = 0;
    if (out->m_milliseconds != watch.last) {
        if (watch.cycles != 0 && watch.whole > 0)
            lockstep_check(bench, "a millisecond has as many cycles as was said",
                           watch.since == watch.cycles);
        lockstep_cover(bench, "a millisecond is over", watch.cycles > 1 && watch.whole > 1);
        watch.last = out->m_milliseconds;
        watch.whole++;
        watch.since = 0;
    }
    watch.since++;
}

// ---- Stretches, and how long a millisecond is ----

enum { STRETCH = 3072, DRIVES_AFTER = 1400,
       LONG_RUN = 200000, CALM_CYCLES = 102000, QUICK_CYCLES = 35000, LONG_MILLISECOND = 33000 };

static unsigned long calm_since;  // end of a long run: no reset, so that time goes far; or 0

static unsigned cycle_of_stretches(const struct lockstep *bench)
{
    if (calm_since == 0 && bench->num_cycles >= LONG_RUN
            && bench->cycle + CALM_CYCLES == bench->num_cycles)
        calm_since = bench->cycle;
    if (calm_since == 0)
        return (unsigned)(bench->cycle % (4 * STRETCH));
    const unsigned long since = bench->cycle - calm_since;
    return since > DRIVES_AFTER ? STRETCH + DRIVES_AFTER : STRETCH + (unsigned)since;
}

// Until when it stays, too.
static uint32_t random_millisecond(struct lockstep *bench, unsigned long *until)
{
    uint32_t cycles = lockstep_below(bench, 8) ? 1 + lockstep_below(bench, 60) : 0;

    if (bench->num_cycles >= LONG_RUN && lockstep_below(bench, 6) == 0) {  // long, and lasts
        cycles = lockstep_below(bench, 2) ? 4097 + lockstep_below(bench, 2000)
                                          : 8192 + lockstep_below(bench, 8192);
        *until = bench->cycle + 2 * cycles;
    }
    if (calm_since != 0) {
        const bool is_quick = bench->cycle < calm_since + QUICK_CYCLES;
        cycles = is_quick ? 1 : LONG_MILLISECOND;
        *until = is_quick ? calm_since + QUICK_CYCLES : ULONG_MAX;
    }
    return cycles;
}

#endif
