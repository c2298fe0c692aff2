// SPDX-License-Identifier: Apache-2.0
//
// fn_troubles - see fn_troubles.h

#include "system/fn_troubles.h"

#include "fn_registers.h"
#include "system/fn_random.h"

enum {
    MISS_RATE = 20000,  // of pages, in 65536ths
    AWAY_ONE_IN = 400, AWAY_CYCLES = 200000, ENOUGH_FULL = 30, TOO_MANY = 400,
    PARITY_ONE_IN = 1000, PARITY_CYCLES = 200,
    FREEZE_ONE_IN = 400, FREEZE_CYCLES = 500, ENOUGH_FREEZES = 24, ENOUGH_BREAKS = 10,
    SILENT_CYCLES = 5000,  // at most: nobody ends it while the driver is in a call that waits
    LOOK_CYCLES = 3000     // of these to look at channels
};

static unsigned below(struct fn_troubles *troubles, unsigned limit)
{
    return fn_random_below(&troubles->random, limit);
}

// The test bit of CONTROL, which the driver leaves 0.
static void test_parity(struct fn_computer *computer, bool is_on)
{
    const uint32_t control = computer->hal.read32(computer->hal.context, FN_REG_CONTROL);

    computer->hal.write32(computer->hal.context, FN_REG_CONTROL,
                          is_on ? control | FN_REG_CONTROL_PARITY_TEST_MASK
                                : control & ~FN_REG_CONTROL_PARITY_TEST_MASK);
}

// What was broken so often was met, and counted.
static void check_parity(const struct fn_troubles *troubles, struct fn_computer *computer)
{
    struct fn_parity_errors errors = { 0, 0 };

    if (troubles->num_broken >= ENOUGH_BREAKS
            && (fn_read_parity_errors(&computer->device, &errors) != FN_OK
                || errors.contexts == 0))
        fn_computer_fail(computer, "no parity error of a flow context was counted");
}

static unsigned unanswered(const struct fn_axi_memory *memory, unsigned id)
{
    return memory->write_queue.put[id] - memory->write_queue.get[id];
}

// No write is answered, but some may come while the driver reads.
static void check_channels(struct fn_troubles *troubles, struct fn_computer *computer)
{
    const struct fn_axi_memory *memory = &computer->memory;

    for (unsigned c = 0; c < FN_CHANNELS; c++) {
        struct fn_channel channel = { 0 };
        const unsigned least = unanswered(memory, c);
        const enum fn_status status = fn_read_channel(&computer->device, c, &channel);
        const unsigned most = unanswered(memory, c) + 1
                            + (unsigned)(memory->aw_count - memory->complete);

        if (status != FN_OK || channel.in_flight < least || channel.in_flight > most
                || (channel.state == FN_CHANNEL_FREE) != (channel.in_flight == 0)
                || (c != 0 && channel.in_flight != 0 && !channel.is_owned)
                || (c == 0 && channel.is_owned))
            fn_computer_fail(computer, "channel %u: %u bursts in flight, state %u, of %u to %u", c,
                             channel.in_flight, channel.state, least, most);
        troubles->channels_seen |= (channel.in_flight != 0) << c;
    }
}

static void freeze(struct fn_troubles *troubles, struct fn_computer *computer, uint64_t cycle)
{
    struct fn_axi_memory *memory = &computer->memory;

    if (troubles->frozen_until == 0 && below(troubles, FREEZE_ONE_IN) == 0) {
        troubles->frozen_until = cycle + FREEZE_CYCLES;
        memory->silent_until = memory->cycle + SILENT_CYCLES;
        troubles->num_frozen++;
    } else if (troubles->frozen_until != 0 && cycle >= troubles->frozen_until) {
        if (memory->cycle + LOOK_CYCLES < memory->silent_until)
            check_channels(troubles, computer);
        troubles->frozen_until = 0;
        memory->silent_until = 0;
    }
}

void fn_troubles_pause(struct fn_troubles *troubles, struct fn_computer *computer)
{
    if (troubles->parity_until != 0)
        test_parity(computer, false);
    troubles->parity_until = 0;
    computer->memory.silent_until = 0;
}

static enum fn_troubles_turn turn(struct fn_troubles *troubles, const struct fn_paging *paging,
                                  uint64_t cycle)
{
    const bool is_enough = troubles->is_deaf ? troubles->had_timeouts != paging->num_timeouts
                         : troubles->full_for_flows > troubles->had_flows + ENOUGH_FULL;
    const bool is_too_long = troubles->full_for_software > troubles->had_software + TOO_MANY;

    if (cycle < troubles->away_until && !is_enough && !is_too_long)
        return troubles->is_deaf ? FN_TROUBLES_CALLS : FN_TROUBLES_NOTHING;
    if (cycle < troubles->away_until)
        troubles->away_until = cycle;
    if (troubles->is_busy && below(troubles, AWAY_ONE_IN) == 0) {
        troubles->is_deaf = !troubles->is_deaf;
        troubles->away_until = cycle + (below(troubles, 2) == 0 ? AWAY_CYCLES
                                                                : below(troubles, AWAY_CYCLES));
        troubles->had_timeouts = paging->num_timeouts;
        troubles->had_flows = troubles->full_for_flows;
        troubles->had_software = troubles->full_for_software;
    }
    return FN_TROUBLES_ALL;
}

enum fn_troubles_turn fn_troubles_poll(struct fn_troubles *troubles, struct fn_computer *computer,
                                       struct fn_paging *paging, uint64_t cycle)
{
    if (!troubles->is_on)
        return FN_TROUBLES_ALL;
    paging->miss_rate = MISS_RATE;
    if (troubles->parity_until != 0 && cycle >= troubles->parity_until) {
        troubles->parity_until = 0;
        test_parity(computer, false);
    } else if (troubles->parity_until == 0 && below(troubles, PARITY_ONE_IN) == 0) {
        troubles->parity_until = cycle + 1 + below(troubles, PARITY_CYCLES);
        test_parity(computer, true);
        troubles->num_broken++;
    }
    freeze(troubles, computer, cycle);
    return turn(troubles, paging, cycle);
}

void fn_troubles_end(struct fn_troubles *troubles, struct fn_computer *computer,
                     struct fn_paging *paging)
{
    fn_troubles_pause(troubles, computer);
    check_parity(troubles, computer);
    if (troubles->num_frozen >= ENOUGH_FREEZES && troubles->channels_seen <= 1)
        fn_computer_fail(computer, "no channel of a flow had a burst in flight");
    *troubles = (struct fn_troubles){ 0 };
    computer->memory.error_rate = 0;
    paging->miss_rate = 0;
    paging->take_away = 0;
}
