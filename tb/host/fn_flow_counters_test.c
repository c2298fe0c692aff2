// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_counters_test - rtl/host/fn_flow_counters.v against its twin
//
// Besides, what is read while nothing else happens must be what was put in, by classes that
// have the names of their reasons, and no channel may wait longer than the contract says.
//
// runs with: FLOWS=16+COUNTER_BITS=6, FLOWS=64+COUNTER_BITS=64, FLOWS=1000+COUNTER_BITS=8

#include <string.h>

#include "fn_reasons.h"
#include "host/fn_flow_counters.h"
#include "lockstep.h"

enum { REASONS = FN_REASON_TOTAL, QUIET_CYCLES = 18, STRETCH = 8192, CHANNELS = 3, LONGEST = 9 };

static struct fn_flow_counters    twin;
static struct fn_flow_counters_in in;
static unsigned                     flows;
static uint64_t tally[FN_FLOW_COUNTERS_FLOWS][FN_FLOW_CLASSES];  // handshakes since reset
static unsigned quiet;                                             // cycles without one

// ---- Classes, by name ----

static const char *const reason_names[REASONS + 1] = {
#define NAME(name, value, text) [value] = #name,
    FN_REASON_ENUM(NAME)
}, *const class_names[FN_FLOW_CLASSES] = {
    FN_FLOW_CLASS_ENUM(NAME)
};

static unsigned class_of(unsigned reason, bool is_placed)
{
    if (reason == FN_REASON_DELIVERED)
        return is_placed ? FN_FLOW_CLASS_PLACED : FN_FLOW_CLASS_SOFTWARE;
    if (reason <= FN_REASON_FCS)
        return FN_FLOW_CLASS_LINK;
    for (unsigned class = 0; class < FN_FLOW_CLASSES && reason_names[reason] != NULL; class++)
        if (strcmp(class_names[class], reason_names[reason]) == 0)
            return class;
    return FN_FLOW_CLASS_OTHER;
}

// ---- Inputs ----

static uint8_t random_reason(struct lockstep *bench)
{
    static const uint8_t few[] = { FN_REASON_BUS_ERROR, FN_REASON_FIN_WAITS, 0, 0, 0, 0 };
    return lockstep_below(bench, 2) ? few[lockstep_below(bench, sizeof few)]
                                    : (uint8_t)lockstep_below(bench, REASONS);
}

static uint16_t random_context(struct lockstep *bench)
{
    return (uint16_t)(lockstep_below(bench, 4) ? lockstep_below(bench, 3) / 2 * (flows - 1)
                                               : lockstep_below(bench, flows));
}

// Many contexts take long to clear: resets are rare then, and of every second stretch only.
static bool random_reset(struct lockstep *bench)
{
    const bool is_due = lockstep_reset(bench);
    return bench->cycle == 0 || (is_due && bench->cycle / STRETCH % 2
                                 && lockstep_below(bench, flows / 16) == 0);
}

// Three eighths of the time no event is offered, so that reads meet idle counters.
static void random_inputs(struct lockstep *bench)
{
    static struct lockstep_source sources[CHANNELS];
    const struct fn_flow_counters_out *out = &twin.out;
    static bool is_quiet;

    if (bench->cycle % 64 == 0)
        is_quiet = lockstep_below(bench, 8) < 3;
    in.rst = random_reset(bench);
    if (lockstep_offer(bench, &sources[0], &in.s_unplaced_valid, out->s_unplaced_ready)) {
        in.s_unplaced_context = random_context(bench);
        in.s_unplaced_reason = random_reason(bench);
        if (is_quiet)
            in.s_unplaced_valid = sources[0].is_refused = false;
    }
    if (lockstep_offer(bench, &sources[1], &in.s_delivery_valid, out->s_delivery_ready)) {
        in.s_delivery_context = random_context(bench);
        in.s_delivery_reason = random_reason(bench);
        if (is_quiet)
            in.s_delivery_valid = sources[1].is_refused = false;
    }
    if (lockstep_offer(bench, &sources[2], &in.s_read_valid, out->s_read_ready)) {
        in.s_read_context = random_context(bench);
        in.s_read_class = (uint8_t)class_of(random_reason(bench), lockstep_below(bench, 2));
    }
}

// ---- What happened ----

static void count_events(void)
{
    const bool unplaced = in.s_unplaced_valid && twin.out.s_unplaced_ready;
    const bool delivery = in.s_delivery_valid && twin.out.s_delivery_ready;

    quiet = unplaced || delivery ? 0 : quiet + 1;
    if (unplaced)
        tally[in.s_unplaced_context][class_of(in.s_unplaced_reason, false)]++;
    if (delivery)
        tally[in.s_delivery_context][class_of(in.s_delivery_reason, true)]++;
}

// What is about to be shown, if nothing has happened since long before it was asked for.
static void follow_reads(struct lockstep *bench)
{
    static struct { unsigned context, class, quiet; } reads[2];  // without answer yet
    static unsigned taken, answered;
    const unsigned next = answered % 2;

    if (in.rst) {
        taken = answered = 0;
        return;
    }
    if (twin.out.m_count_valid) {
        const uint64_t got = tally[reads[next].context][reads[next].class];
        const bool is_idle = reads[next].quiet >= QUIET_CYCLES && quiet >= reads[next].quiet;
        lockstep_cover(bench, "read of an idle counter above 0", is_idle && got != 0);
        lockstep_check(bench, "an idle counter is what happened", !is_idle
                       || (twin.out.m_count_data ^ got) << (64 - twin.counter_bits) == 0);
        answered++;
    }
    if (in.s_read_valid && twin.out.s_read_ready) {
        reads[taken % 2].context = in.s_read_context;
        reads[taken % 2].class = in.s_read_class;
        reads[taken++ % 2].quiet = quiet;
    }
}

static void follow_waits(struct lockstep *bench)
{
    static unsigned waits[CHANNELS];
    const bool refused[CHANNELS] = {
        in.s_unplaced_valid && !twin.out.s_unplaced_ready,
        in.s_delivery_valid && !twin.out.s_delivery_ready,
        in.s_read_valid && !twin.out.s_read_ready
    };

    for (unsigned c = 0; c < CHANNELS; c++) {
        waits[c] = refused[c] && twin.to_clear == 0 && !in.rst ? waits[c] + 1 : 0;
        lockstep_check(bench, "no channel waits longer than 9 cycles", waits[c] <= LONGEST);
        lockstep_cover(bench, "as long as it may", waits[c] == LONGEST);
    }
}

static bool are_same(const struct fn_flow_counters_event *a,
                     const struct fn_flow_counters_event *b)
{
    return a->waits && b->waits && a->context == b->context && a->class == b->class;
}

static void cover(struct lockstep *bench)
{
    const uint64_t most = twin.counters[0][FN_FLOW_CLASS_SOFTWARE];

    lockstep_cover(bench, "carry into the high half",
                   twin.counter_bits > 8 || most >> twin.counter_bits / 2);
    lockstep_cover(bench, "all channels at once",
                   twin.unplaced.waits && twin.delivery.waits && twin.read.waits);
    lockstep_cover(bench, "both of one counter", are_same(&twin.unplaced, &twin.delivery));
    lockstep_cover(bench, "read of what delivery adds to", are_same(&twin.delivery, &twin.read));
    lockstep_cover(bench, "read of what unplaced adds to", are_same(&twin.unplaced, &twin.read));
    if (bench->num_cycles < 100000 || flows > 64)  // what follows is rare
        return;
    lockstep_cover(bench, "wrap", twin.counter_bits > 6 || most >> twin.counter_bits);
    lockstep_cover(bench, "reset while clearing", in.rst && twin.to_clear > 0
                   && twin.to_clear < twin.rows * FN_FLOW_CLASSES);
    lockstep_cover(bench, "reset with an event waiting", in.rst && twin.unplaced.waits);
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;

    lockstep_open(&bench, "fn_flow_counters", argc, argv, fn_flow_counters_inputs,
                  fn_flow_counters_outputs);
    flows = lockstep_parameter("FLOWS") ? lockstep_parameter("FLOWS") : 64;
    fn_flow_counters_reset(&twin, flows, lockstep_bits(&bench, "m_count_data"));
    do {
        random_inputs(&bench);
        cover(&bench);
        follow_waits(&bench);
        follow_reads(&bench);
        count_events();
        if (in.rst) {
            memset(tally, 0, sizeof tally);
            quiet = 0;
        }
        fn_flow_counters_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
