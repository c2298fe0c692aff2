// SPDX-License-Identifier: Apache-2.0
//
// fn_troubles - see fn_troubles.h

#include "system/fn_troubles.h"

#include "fn_registers.h"

enum {
    MISS_RATE = 20000,  // of pages, in 65536ths
    AWAY_ONE_IN = 2000, AWAY_CYCLES = 60000,
    PARITY_ONE_IN = 2000, PARITY_CYCLES = 200
};

static unsigned below(struct fn_troubles *troubles, unsigned limit)
{
    troubles->random = troubles->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((troubles->random >> 33) * limit >> 31);
}

// The test bit of CONTROL, which the driver leaves 0.
static void test_parity(struct fn_computer *computer, bool is_on)
{
    const uint32_t control = computer->hal.read32(computer->hal.context, FN_REG_CONTROL);

    computer->hal.write32(computer->hal.context, FN_REG_CONTROL,
                          is_on ? control | FN_REG_CONTROL_PARITY_TEST_MASK
                                : control & ~FN_REG_CONTROL_PARITY_TEST_MASK);
}

bool fn_troubles_poll(struct fn_troubles *troubles, struct fn_computer *computer,
                      struct fn_paging *paging, uint64_t cycle)
{
    if (!troubles->is_on)
        return true;
    paging->miss_rate = MISS_RATE;
    if (troubles->parity_until != 0 && cycle >= troubles->parity_until) {
        troubles->parity_until = 0;
        test_parity(computer, false);
    } else if (troubles->parity_until == 0 && below(troubles, PARITY_ONE_IN) == 0) {
        troubles->parity_until = cycle + 1 + below(troubles, PARITY_CYCLES);
        test_parity(computer, true);
    }
    if (cycle < troubles->away_until)
        return false;
    if (below(troubles, AWAY_ONE_IN) == 0)
        troubles->away_until = cycle + below(troubles, AWAY_CYCLES);
    return true;
}

void fn_troubles_end(struct fn_troubles *troubles, struct fn_computer *computer,
                     struct fn_paging *paging)
{
    if (troubles->parity_until != 0)
        test_parity(computer, false);
    *troubles = (struct fn_troubles){ 0 };
    computer->memory.error_rate = 0;
    paging->miss_rate = 0;
    paging->take_away = 0;
}
