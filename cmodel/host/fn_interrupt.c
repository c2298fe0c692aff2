// SPDX-License-Identifier: Apache-2.0
//
// fn_interrupt - see fn_interrupt.h

#include "host/fn_interrupt.h"

#define IN  struct fn_interrupt_in
#define OUT struct fn_interrupt_out

enum { COMPLETION = 1 };  // cause 0 as a bit

const struct fn_port fn_interrupt_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_event), FN_PORT(IN, s_clear), FN_PORT(IN, s_mask),
    FN_PORT(IN, s_moderation_count), FN_PORT(IN, s_moderation_cycles), { 0 }
};

const struct fn_port fn_interrupt_outputs[] = {
    FN_PORT(OUT, m_cause), FN_PORT(OUT, irq), { 0 }
};

void fn_interrupt_reset(struct fn_interrupt *interrupt)
{
    *interrupt = (struct fn_interrupt){ 0 };
}

static bool becomes_due(const struct fn_interrupt *interrupt, const struct fn_interrupt_in *in)
{
    if (in->s_moderation_count == 0 && in->s_moderation_cycles == 0)
        return true;
    if (in->s_moderation_count != 0 && interrupt->completions >= in->s_moderation_count)
        return true;
    return in->s_moderation_cycles != 0
        && interrupt->cycle - interrupt->first >= in->s_moderation_cycles;
}

void fn_interrupt_tick(struct fn_interrupt *interrupt, const struct fn_interrupt_in *in)
{
    const uint32_t cause = interrupt->out.m_cause;
    const bool continues = (cause & ~in->s_clear & COMPLETION) != 0;

    if (in->rst) {
        fn_interrupt_reset(interrupt);
        return;
    }
    interrupt->out.irq = (cause & in->s_mask & (interrupt->is_due ? ~0u : ~(unsigned)COMPLETION))
                         != 0;
    interrupt->is_due = continues && (interrupt->is_due || becomes_due(interrupt, in));
    interrupt->out.m_cause = (cause & ~in->s_clear) | in->s_event;
    if (!continues) {
        interrupt->completions = 0;
        interrupt->first = interrupt->cycle + 1;
    }
    interrupt->completions += in->s_event & COMPLETION;
    interrupt->cycle++;
}
