// SPDX-License-Identifier: Apache-2.0
//
// fn_paging_weak - two functions of sw/fn_driver_zero_copy.h, until the driver has them

#include "functional/fn_flow_context.h"
#include "fn_driver.h"

__attribute__((weak)) bool fn_is_early(const struct fn_completion_record *packet, uint8_t epoch)
{
    return packet->epoch == fn_next_epoch(epoch);
}

__attribute__((weak)) unsigned fn_flow_intervals(const struct fn_context_record *record,
                                                 struct fn_flow_interval intervals[4])
{
    struct fn_context context;
#define COPY(name, bits, type) context.name = record->name;
    FN_CONTEXT_FIELDS(COPY)
#undef COPY
    const struct fn_intervals list = fn_context_intervals(&context);

    for (unsigned i = 0; i < list.count; i++)
        intervals[i] = (struct fn_flow_interval){ context.receive_next + list.at[i].start,
                                                  context.receive_next + list.at[i].end };
    return list.count;
}
