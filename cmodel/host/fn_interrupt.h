// SPDX-License-Identifier: Apache-2.0
//
// fn_interrupt - twin of rtl/host/fn_interrupt.v, which states the contract

#ifndef FN_INTERRUPT_H
#define FN_INTERRUPT_H

#include <stdbool.h>

#include "common/fn_record.h"

struct fn_interrupt_in {
    bool     rst;
    uint32_t s_event;
    uint32_t s_clear;
    uint32_t s_mask;
    uint8_t  s_moderation_count;
    uint32_t s_moderation_cycles;
};

struct fn_interrupt_out {
    uint32_t m_cause;
    bool     irq;
};

struct fn_interrupt {
    struct fn_interrupt_out out;
    unsigned                cycle;
    unsigned                completions;  // since cause 0 was last 0 or cleared
    unsigned                first;        // cycle that showed the first of them
    bool                    is_due;
};

extern const struct fn_port fn_interrupt_inputs[], fn_interrupt_outputs[];

void fn_interrupt_reset(struct fn_interrupt *interrupt);
void fn_interrupt_tick(struct fn_interrupt *interrupt, const struct fn_interrupt_in *in);

#endif
