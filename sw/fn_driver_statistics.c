// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_statistics - counters, interrupts and channels

#include "fn_driver_access.h"

static enum fn_status read_counter(struct fn_device *device, uint32_t which, uint64_t *value)
{
    enum fn_status status = fn_await_late(device);

    if (status == FN_OK)
        status = fn_command(device, FN_REG_STATISTICS_COMMAND, which);
    if (status == FN_OK) {
        // Both halves were taken at one moment and stay until the next command.
        *value = fn_read_register(device, FN_REG_STATISTICS_LOW);
        *value |= (uint64_t)fn_read_register(device, FN_REG_STATISTICS_HIGH) << 32;
    }
    return status;
}

enum fn_status fn_read_statistic(struct fn_device *device, unsigned index, uint64_t *value)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (index >= FN_STATISTICS || value == NULL)
        return FN_ARGUMENT;
    return read_counter(device, FN_PUT(STATISTICS_COMMAND_INDEX, index), value);
}

enum fn_status fn_read_flow_counter(struct fn_device *device, unsigned index,
                                    enum fn_flow_class of_class, uint64_t *value)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (index >= device->flow_contexts || (unsigned)of_class >= FN_FLOW_CLASSES || value == NULL)
        return FN_ARGUMENT;
    return read_counter(device, FN_REG_STATISTICS_COMMAND_FLOW_MASK
                                | FN_PUT(STATISTICS_COMMAND_CONTEXT, index)
                                | FN_PUT(STATISTICS_COMMAND_INDEX, of_class), value);
}

enum fn_status fn_read_parity_errors(struct fn_device *device, struct fn_parity_errors *errors)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (errors == NULL)
        return FN_ARGUMENT;
    const uint32_t word = fn_read_register(device, FN_REG_PARITY_ERRORS);
    errors->flow_table = (uint16_t)FN_GET(PARITY_ERRORS_FLOW_TABLE, word);
    errors->contexts = (uint16_t)FN_GET(PARITY_ERRORS_CONTEXTS, word);
    return FN_OK;
}

enum fn_status fn_enable_interrupts(struct fn_device *device, unsigned causes)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (causes & ~(unsigned)FN_CAUSE_ALL)
        return FN_ARGUMENT;
    fn_write_register(device, FN_REG_INTERRUPT_MASK, causes);
    return FN_OK;
}

enum fn_status fn_take_causes(struct fn_device *device, unsigned *causes)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (causes == NULL)
        return FN_ARGUMENT;
    *causes = FN_GET(INTERRUPT_CAUSE, fn_read_register(device, FN_REG_INTERRUPT_CAUSE));
    if (*causes != 0)
        fn_write_register(device, FN_REG_INTERRUPT_CAUSE, *causes);
    if (*causes & FN_CAUSE_BUS_ERROR)
        device->empty_polls = FN_HOLE_POLLS;  // the next one asks
    return FN_OK;
}

enum fn_status fn_moderate_interrupts(struct fn_device *device, unsigned count, unsigned cycles)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (count > FN_GET(INTERRUPT_MODERATION_COUNT, ~0u)
            || cycles > FN_GET(INTERRUPT_MODERATION_CYCLES, ~0u))
        return FN_ARGUMENT;
    fn_write_register(device, FN_REG_INTERRUPT_MODERATION,
                      FN_PUT(INTERRUPT_MODERATION_COUNT, count)
                      | FN_PUT(INTERRUPT_MODERATION_CYCLES, cycles));
    return FN_OK;
}

enum fn_status fn_read_channel(struct fn_device *device, unsigned index,
                               struct fn_channel *channel)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (index >= FN_CHANNELS || channel == NULL)
        return FN_ARGUMENT;
    fn_write_register(device, FN_REG_CHANNEL, FN_PUT(CHANNEL_INDEX, index));
    const uint32_t word = fn_read_register(device, FN_REG_CHANNEL);
    channel->in_flight = FN_GET(CHANNEL_IN_FLIGHT, word);
    channel->state = (enum fn_channel_state)FN_GET(CHANNEL_STATE, word);
    channel->is_owned = FN_GET(CHANNEL_OWNED, word);
    channel->is_shared = FN_GET(CHANNEL_SHARED, word);
    channel->flow = FN_GET(CHANNEL_FLOW, word);
    return FN_OK;
}
