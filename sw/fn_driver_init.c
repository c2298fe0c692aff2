// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_init - from unknown to enabled rings

#include <string.h>

#include "fn_driver_access.h"

static bool is_ring_size(unsigned size)
{
    return size >= FN_MIN_RING_SIZE && size <= FN_MAX_RING_SIZE;
}

static bool is_aligned(const struct fn_hal *hal, const void *ring, unsigned bytes)
{
    return (uintptr_t)ring % sizeof(uint64_t) == 0
           && hal->bus_address(hal->context, ring) % bytes == 0;
}

static enum fn_status check_config(const struct fn_config *config)
{
    if (config == NULL || config->hal == NULL)
        return FN_ARGUMENT;
    const struct fn_hal *const hal = config->hal;
    if (hal->read32 == NULL || hal->write32 == NULL || hal->barrier == NULL
            || hal->bus_address == NULL || hal->time_ns == NULL)
        return FN_ARGUMENT;
    if (config->buffer_ring == NULL || config->completion_ring == NULL
            || config->transmit_ring == NULL || config->buffers == NULL)
        return FN_ARGUMENT;
    if (!is_ring_size(config->buffer_ring_size) || !is_ring_size(config->completion_ring_size)
            || !is_ring_size(config->transmit_ring_size))
        return FN_ARGUMENT;
    if (config->buffer_size < FN_MIN_BUFFER_BYTES || config->buffers_bytes < config->buffer_size
            || config->frame_maximum < FN_MIN_FRAME_BYTES
            || config->split_offset >= config->buffer_size
            || config->buffer_low_water > 1u << config->buffer_ring_size
            || config->millisecond_cycles > FN_REG_MILLISECOND_CYCLES_MASK
            || config->mac[0] & 1)
        return FN_ARGUMENT;
    if (!is_aligned(hal, config->buffer_ring, FN_BUFFER_RING_ALIGNMENT)
            || !is_aligned(hal, config->completion_ring, FN_COMPLETION_BYTES)
            || !is_aligned(hal, config->transmit_ring, FN_DESCRIPTOR_BYTES))
        return FN_ALIGNMENT;
    return FN_OK;
}

static enum fn_status find_device(struct fn_device *device)
{
    if (fn_read_register(device, FN_REG_ID) != FN_REG_ID_RESET)
        return FN_NO_DEVICE;
    if (FN_GET(VERSION_MAJOR, fn_read_register(device, FN_REG_VERSION))
            != FN_GET(VERSION_MAJOR, FN_REG_VERSION_RESET))
        return FN_VERSION;
    device->flow_entries = (uint16_t)FN_GET(PARAMETERS_FLOW_ENTRIES,
                                            fn_read_register(device, FN_REG_PARAMETERS));
    device->flow_contexts = (uint16_t)FN_GET(FLOW_PARAMETERS_CONTEXTS,
                                             fn_read_register(device, FN_REG_FLOW_PARAMETERS));
    return FN_OK;
}

// Everything off; the counts of the rings go to 0 when what was in flight is done.
static enum fn_status quiesce(const struct fn_device *device)
{
    static const uint32_t counts[] = {
        FN_REG_BUFFER_RING_CONSUMER, FN_REG_COMPLETION_RING_PRODUCER,
        FN_REG_TRANSMIT_RING_CONSUMER
    };
    static const uint32_t commands[] = {
        FN_REG_FLOW_COMMAND, FN_REG_MULTICAST_COMMAND, FN_REG_STATISTICS_COMMAND,
        FN_REG_FLOW_CONTEXT_COMMAND
    };
    enum fn_status status = FN_OK;

    fn_write_register(device, FN_REG_CONTROL, 0);
    fn_write_register(device, FN_REG_INTERRUPT_MASK, 0);
    for (unsigned c = 0; c < 3 && status == FN_OK; c++)
        status = fn_await(device, counts[c], 0xffff, 0);
    for (unsigned c = 0; c < 4 && status == FN_OK; c++)
        status = fn_await(device, commands[c], FN_REG_FLOW_COMMAND_GO_MASK, 0);
    return status;
}

static enum fn_status empty_tables(struct fn_device *device)
{
    enum fn_status status = FN_OK;

    for (unsigned m = 0; m < FN_MULTICAST_ENTRIES && status == FN_OK; m++) {
        status = fn_command(device, FN_REG_MULTICAST_COMMAND, FN_PUT(MULTICAST_COMMAND_INDEX, m));
    }
    for (unsigned entry = 0; entry < device->flow_entries && status == FN_OK; entry++)
        status = fn_remove_flow(device, entry);
    // Refused after a parity error, but IDLE all the same.
    for (unsigned index = 0; index < device->flow_contexts && status == FN_OK; index++)
        if (fn_flow_zero_copy_stop(device, index, NULL) == FN_TIMEOUT)
            status = FN_TIMEOUT;
    return status;
}

static void set_ring(const struct fn_device *device, uint32_t base_low, uint32_t base_high,
                     const void *ring, uint32_t size_register, unsigned size)
{
    const struct fn_hal *const hal = device->config.hal;
    const uint64_t address = hal->bus_address(hal->context, ring);
    fn_write_register(device, base_low, (uint32_t)address);
    fn_write_register(device, base_high, (uint32_t)(address >> 32));
    fn_write_register(device, size_register, size);
}

static void set_rings(struct fn_device *device)
{
    const struct fn_config *const config = &device->config;

    // Records of the first lap have phase 1.
    memset(config->completion_ring, 0,
           (size_t)FN_COMPLETION_BYTES << config->completion_ring_size);
    config->hal->barrier(config->hal->context);
    set_ring(device, FN_REG_BUFFER_RING_BASE_LOW, FN_REG_BUFFER_RING_BASE_HIGH,
             config->buffer_ring, FN_REG_BUFFER_RING_SIZE, config->buffer_ring_size);
    set_ring(device, FN_REG_COMPLETION_RING_BASE_LOW, FN_REG_COMPLETION_RING_BASE_HIGH,
             config->completion_ring, FN_REG_COMPLETION_RING_SIZE, config->completion_ring_size);
    set_ring(device, FN_REG_TRANSMIT_RING_BASE_LOW, FN_REG_TRANSMIT_RING_BASE_HIGH,
             config->transmit_ring, FN_REG_TRANSMIT_RING_SIZE, config->transmit_ring_size);
    fn_write_register(device, FN_REG_BUFFER_RING_PRODUCER, 0);
    fn_write_register(device, FN_REG_COMPLETION_RING_CONSUMER, 0);
    fn_write_register(device, FN_REG_TRANSMIT_RING_PRODUCER, 0);
    fn_write_register(device, FN_REG_BUFFER_SIZE, config->buffer_size);
    fn_write_register(device, FN_REG_BUFFER_LOW_WATER, config->buffer_low_water);
    fn_write_register(device, FN_REG_SPLIT_OFFSET, config->split_offset);
    fn_write_register(device, FN_REG_FRAME_MAXIMUM, config->frame_maximum);
    fn_write_register(device, FN_REG_MILLISECOND_CYCLES,
                      config->millisecond_cycles ? config->millisecond_cycles
                                                 : FN_REG_MILLISECOND_CYCLES_RESET);
}

static enum fn_status bring_up(struct fn_device *device)
{
    uint64_t count;
    enum fn_status status = quiesce(device);
    // After reset all counters are set to 0 first; one can be read when that is over.
    if (status == FN_OK)
        status = fn_read_statistic(device, FN_REASON_TOTAL, &count);
    if (status == FN_OK)
        status = empty_tables(device);
    if (status != FN_OK)
        return status;
    set_rings(device);
    status = fn_set_mac(device, device->config.mac);
    fn_write_register(device, FN_REG_INTERRUPT_CAUSE, FN_REG_INTERRUPT_CAUSE_MASK);
    device->control = FN_REG_CONTROL_BUFFER_RING_ENABLE_MASK
                      | FN_REG_CONTROL_COMPLETION_RING_ENABLE_MASK
                      | FN_REG_CONTROL_TRANSMIT_RING_ENABLE_MASK;
    fn_write_register(device, FN_REG_CONTROL, device->control);
    return status;
}

enum fn_status fn_init(struct fn_device *device, const struct fn_config *config)
{
    enum fn_status status = device == NULL ? FN_ARGUMENT : check_config(config);
    if (status != FN_OK)
        return status;

    memset(device, 0, sizeof *device);
    device->config = *config;
    status = find_device(device);
    if (status != FN_OK)
        return status;
    device->magic = FN_DEVICE_MAGIC;
    status = bring_up(device);
    if (status != FN_OK)
        device->magic = 0;
    return status;
}

static enum fn_status set_receive(struct fn_device *device, uint32_t enable)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    device->control &= ~FN_REG_CONTROL_RX_ENABLE_MASK;
    device->control |= enable;
    fn_write_register(device, FN_REG_CONTROL, device->control);
    return FN_OK;
}

enum fn_status fn_start(struct fn_device *device)
{
    return set_receive(device, FN_REG_CONTROL_RX_ENABLE_MASK);
}

enum fn_status fn_stop(struct fn_device *device)
{
    return set_receive(device, 0);
}

enum fn_status fn_close(struct fn_device *device)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    const struct fn_hal *const hal = device->config.hal;
    const uint64_t start = hal->time_ns(hal->context);

    // Sending waits for no record if there is no completion ring.
    device->control = FN_REG_CONTROL_TRANSMIT_RING_ENABLE_MASK;
    fn_write_register(device, FN_REG_CONTROL, device->control);
    while (hal->time_ns(hal->context) - start < FN_FRAME_NS)
        ;
    enum fn_status status = fn_await(device, FN_REG_TRANSMIT_RING_CONSUMER, 0xffff,
                                     device->transmit_producer);
    if (status == FN_OK)
        status = quiesce(device);
    if (status == FN_OK)
        device->magic = 0;
    return status;
}
