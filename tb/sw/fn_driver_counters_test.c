// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_counters_test - see fn_driver_test.h; counters, interrupts, parity errors

#include "fn_driver_test.h"

void test_statistics(void)
{
    uint64_t value = 0;
    unsigned causes = 0;

    open_device();
    fake.counters[FN_STATISTIC_TRANSMIT + FN_REASON_TOTAL] = 0x123456789abcdefull;
    CHECK(fn_read_statistic(&device, FN_STATISTIC_TRANSMIT + FN_REASON_TOTAL, &value) == FN_OK);
    CHECK(value == 0x123456789abcdefull);
    REFUSED(FN_ARGUMENT, fn_read_statistic(&device, FN_STATISTICS, &value));
    REFUSED(FN_ARGUMENT, fn_read_statistic(&device, 0, NULL));
    REFUSED(FN_ARGUMENT, fn_enable_interrupts(&device, 0x10));
    REFUSED(FN_ARGUMENT, fn_take_causes(&device, NULL));
    REFUSED(FN_ARGUMENT, fn_moderate_interrupts(&device, 256, 0));
    REFUSED(FN_ARGUMENT, fn_moderate_interrupts(&device, 0, 1 << 24));

    CHECK(fn_enable_interrupts(&device, FN_CAUSE_COMPLETION | FN_CAUSE_BUS_ERROR) == FN_OK);
    CHECK(fake.value[FN_REG_INTERRUPT_MASK / 4] == 5);
    fake.value[FN_REG_INTERRUPT_CAUSE / 4] = 6;
    CHECK(fn_take_causes(&device, &causes) == FN_OK && causes == 6);
    CHECK(fake.value[FN_REG_INTERRUPT_CAUSE / 4] == 0);
    fake_forget(&fake);
    CHECK(fn_take_causes(&device, &causes) == FN_OK && causes == 0 && fake_writes(&fake) == 0);
    CHECK(fn_moderate_interrupts(&device, 255, 0xffffff) == FN_OK);
    CHECK(fn_moderate_interrupts(&device, 8, 1000) == FN_OK);
    CHECK(fake.value[FN_REG_INTERRUPT_MODERATION / 4] == (1000u << 8 | 8));
    fake.is_stuck = true;
    CHECK(fn_read_statistic(&device, 0, &value) == FN_TIMEOUT);
}

void test_counters(void)
{
    struct fn_parity_errors errors;
    uint64_t value = 0;

    open_device();
    fake.flow_counters[FAKE_CONTEXTS - 1][FN_FLOW_CLASS_FIN_WAITS] = 0xfedcba9876543210ull;
    fake.flow_counters[1][FN_FLOW_CLASS_OTHER] = 7;
    fake.counters[FN_FLOW_CLASS_FIN_WAITS] = 8;
    fake_forget(&fake);
    CHECK(fn_read_flow_counter(&device, FAKE_CONTEXTS - 1, FN_FLOW_CLASS_FIN_WAITS, &value)
          == FN_OK);
    CHECK(value == 0xfedcba9876543210ull && fake_writes(&fake) == 1);
    CHECK(fake_write(&fake, 0)->offset == FN_REG_STATISTICS_COMMAND);
    CHECK(fake_write(&fake, 0)->value == (1u << 31 | (FAKE_CONTEXTS - 1u) << 16 | 1u << 7 | 15));
    CHECK(fn_read_flow_counter(&device, 1, FN_FLOW_CLASS_OTHER, &value) == FN_OK && value == 7);
    CHECK(fn_read_statistic(&device, FN_FLOW_CLASS_FIN_WAITS, &value) == FN_OK && value == 8);
    REFUSED(FN_ARGUMENT, fn_read_flow_counter(&device, FAKE_CONTEXTS, FN_FLOW_CLASS_OTHER, &value));
    REFUSED(FN_ARGUMENT, fn_read_flow_counter(&device, 0, FN_FLOW_CLASSES, &value));
    REFUSED(FN_ARGUMENT, fn_read_flow_counter(&device, 0, FN_FLOW_CLASS_OTHER, NULL));

    fake.value[FN_REG_PARITY_ERRORS / 4] = 0xfffe0003;
    fake_forget(&fake);
    CHECK(fn_read_parity_errors(&device, &errors) == FN_OK && fake.num_accesses == 1);
    CHECK(errors.flow_table == 3 && errors.contexts == 0xfffe);
    REFUSED(FN_ARGUMENT, fn_read_parity_errors(&device, NULL));

    // One that did not answer in time is not mistaken for the next.
    fake.is_stuck = true;
    CHECK(fn_read_flow_counter(&device, 0, FN_FLOW_CLASS_OTHER, &value) == FN_TIMEOUT);
    CHECK(fn_read_statistic(&device, FN_FLOW_CLASS_FIN_WAITS, &value) == FN_TIMEOUT);
    fake.is_stuck = false;
    CHECK(fn_read_flow_counter(&device, 1, FN_FLOW_CLASS_OTHER, &value) == FN_OK && value == 7);
    CHECK(fake.refused_writes == 0);
    CHECK(fn_close(&device) == FN_OK);
    REFUSED(FN_STATE, fn_read_flow_counter(&device, 0, FN_FLOW_CLASS_OTHER, &value));
    REFUSED(FN_STATE, fn_read_parity_errors(&device, &errors));
}
