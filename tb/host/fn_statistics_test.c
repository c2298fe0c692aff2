// SPDX-License-Identifier: Apache-2.0
//
// fn_statistics_test - rtl/host/fn_statistics.v against its twin
//
// Besides, what is read while nothing else happens must be what was put in, and the
// reasons must add up to the total.
//
// runs with: COUNTER_BITS=8, COUNTER_BITS=64

#include <stdio.h>
#include <string.h>

#include "fn_reasons.h"
#include "host/fn_statistics.h"
#include "lockstep.h"

enum { REASONS = FN_REASON_TOTAL, QUIET_CYCLES = 18, TRANSMITTED = FN_STATISTICS_TRANSMITTED };

static struct fn_statistics twin;
static uint64_t             tally[FN_STATISTICS_COUNTERS];  // handshakes since reset
static unsigned             quiet;                          // cycles without one

static uint8_t random_reason(struct lockstep *bench)
{
    return (uint8_t)lockstep_below(bench, lockstep_below(bench, 2) == 0 ? 3 : REASONS);
}

// Three eighths of the time no event is offered, so that reads meet idle counters.
static void random_inputs(struct lockstep *bench, struct fn_statistics_in *in)
{
    static struct lockstep_source sources[7];
    const struct fn_statistics_out *out = &twin.out;
    static bool is_quiet;
    struct { bool *valid, ready; uint8_t *reason; } channels[] = {
        { &in->s_received_valid, out->s_received_ready, NULL },
        { &in->s_drop_valid, out->s_drop_ready, &in->s_drop_reason },
        { &in->s_delivery_valid, out->s_delivery_ready, &in->s_delivery_reason },
        { &in->s_transmit_valid, out->s_transmit_ready, &in->s_transmit_reason },
        { &in->s_flow_drop_valid, out->s_flow_drop_ready, &in->s_flow_drop_reason },
        { &in->s_flow_delivery_valid, out->s_flow_delivery_ready, &in->s_flow_delivery_reason },
    };

    if (bench->cycle % 64 == 0)
        is_quiet = lockstep_below(bench, 8) < 3;
    in->rst = lockstep_reset(bench);
    for (unsigned c = 0; c < 6; c++) {
        if (!lockstep_offer(bench, &sources[c], channels[c].valid, channels[c].ready))
            continue;
        if (is_quiet)
            *channels[c].valid = sources[c].is_refused = false;
        if (channels[c].reason != NULL)
            *channels[c].reason = random_reason(bench);
    }
    if (lockstep_offer(bench, &sources[6], &in->s_read_valid, out->s_read_ready))
        in->s_read_index = (uint8_t)(lockstep_below(bench, 4) == 0
                                     ? FN_REASON_TOTAL + TRANSMITTED * lockstep_below(bench, 2)
                                     : random_reason(bench)
                                       + TRANSMITTED * lockstep_below(bench, 2));
}

// Returns whether a handshake happened.
static bool count_events(const struct fn_statistics_in *in)
{
    const struct fn_statistics_out *out = &twin.out;
    const bool received = in->s_received_valid && out->s_received_ready;
    const bool drop = in->s_drop_valid && out->s_drop_ready;
    const bool delivery = in->s_delivery_valid && out->s_delivery_ready;
    const bool flow_drop = in->s_flow_drop_valid && out->s_flow_drop_ready;
    const bool flow_delivery = in->s_flow_delivery_valid && out->s_flow_delivery_ready;
    const bool transmit = in->s_transmit_valid && out->s_transmit_ready;

    tally[FN_REASON_TOTAL] += received;
    tally[in->s_drop_reason] += drop;
    tally[in->s_delivery_reason] += delivery;
    tally[in->s_flow_drop_reason] += flow_drop;
    tally[in->s_flow_delivery_reason] += flow_delivery;
    tally[TRANSMITTED + in->s_transmit_reason] += transmit;
    tally[TRANSMITTED + FN_REASON_TOTAL] += transmit;
    return received || drop || delivery || flow_drop || flow_delivery || transmit;
}

static bool transmitted_adds_up(void)
{
    uint64_t sum = 0;
    for (unsigned reason = 0; reason < REASONS; reason++)
        sum += twin.counters[TRANSMITTED + reason];
    return sum == twin.counters[TRANSMITTED + FN_REASON_TOTAL];
}

static bool are_same(const struct fn_statistics_event *a, const struct fn_statistics_event *b)
{
    return a->waits && b->waits && a->counter == b->counter;
}

// Checks the answer that the module is about to show; false if it is wrong.
static bool follow(struct lockstep *bench, const struct fn_statistics_in *in)
{
    static struct { unsigned index, quiet; } reads[2];  // without answer yet
    static unsigned taken, answered;
    const unsigned asked = reads[answered % 2].index;
    const bool answered_idle = twin.out.m_count_valid
                            && reads[answered % 2].quiet >= QUIET_CYCLES
                            && quiet >= reads[answered % 2].quiet;
    bool right = true;

    lockstep_cover(bench, "read of an idle counter", answered_idle && tally[asked] != 0);
    lockstep_cover(bench, "carry into the high half",
                   twin.counter_bits > 8 || twin.counters[FN_REASON_TOTAL] >= 16);
    lockstep_cover(bench, "all channels at once",
                   twin.received.waits && twin.drop.waits && twin.delivery.waits
                       && twin.flow_drop.waits && twin.flow_delivery.waits
                       && twin.transmit.waits && twin.read.waits);
    lockstep_cover(bench, "drop and delivery of one counter", are_same(&twin.drop, &twin.delivery));
    lockstep_cover(bench, "delivery and flow_drop of one counter",
                   are_same(&twin.delivery, &twin.flow_drop));
    lockstep_cover(bench, "flow_drop and flow_delivery of one counter",
                   are_same(&twin.flow_drop, &twin.flow_delivery));
    lockstep_cover(bench, "all four of one counter",
                   are_same(&twin.drop, &twin.delivery) && are_same(&twin.drop, &twin.flow_drop)
                       && are_same(&twin.drop, &twin.flow_delivery));
    lockstep_cover(bench, "read of what flow_delivery adds to",
                   are_same(&twin.flow_delivery, &twin.read));
    lockstep_cover(bench, "event refused", in->s_received_valid && !twin.out.s_received_ready);
    lockstep_cover(bench, "reset while clearing", in->rst && twin.cycle < 128 && twin.cycle > 1);
    lockstep_cover(bench, "reset with an event waiting", in->rst && twin.drop.waits);
    if (answered_idle && ((twin.out.m_count_data ^ tally[asked]) << (64 - twin.counter_bits)) != 0)
        right = false;
    if (quiet >= QUIET_CYCLES && bench->cycle % 16 == 0 && !transmitted_adds_up())
        right = false;
    if (in->rst) {
        memset(tally, 0, sizeof tally);
        quiet = taken = answered = 0;
        return right;
    }
    answered += twin.out.m_count_valid;
    quiet = count_events(in) ? 0 : quiet + 1;
    if (in->s_read_valid && twin.out.s_read_ready) {
        reads[taken % 2].index = in->s_read_index;
        reads[taken++ % 2].quiet = quiet;
    }
    return right;
}

int bench_main(int argc, char **argv)
{
    static struct fn_statistics_in in;
    struct lockstep bench;

    lockstep_open(&bench, "fn_statistics", argc, argv, fn_statistics_inputs, fn_statistics_outputs);
    fn_statistics_reset(&twin, lockstep_bits(&bench, "m_count_data"));
    do {
        random_inputs(&bench, &in);
        if (!follow(&bench, &in)) {
            fprintf(stderr, "fn_statistics: cycle %lu: counters are not what happened\n",
                    bench.cycle);
            bench.has_failed = true;
        }
        fn_statistics_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
