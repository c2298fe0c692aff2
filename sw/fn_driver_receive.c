// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_receive - packet buffers (302) and completion records

#include "fn_driver_access.h"

struct record_bits { FN_COMPLETION_FIELDS(FN_CHARS_OF) };

_Static_assert(sizeof(struct record_bits) == 8 * FN_COMPLETION_BYTES, "records fill their place");

// ---- Packet buffers ----

static bool is_buffer(const struct fn_config *config, const void *buffer)
{
    const uintptr_t offset = (uintptr_t)buffer - (uintptr_t)config->buffers;
    return buffer != NULL && (uintptr_t)buffer >= (uintptr_t)config->buffers
           && offset <= config->buffers_bytes - config->buffer_size;
}

static unsigned free_entries(struct fn_device *device, unsigned wanted)
{
    const unsigned entries = 1u << device->config.buffer_ring_size;
    unsigned used = (uint16_t)(device->buffer_producer - device->buffer_consumer);
    if (entries - used < wanted) {
        device->buffer_consumer = (uint16_t)fn_read_register(device, FN_REG_BUFFER_RING_CONSUMER);
        used = (uint16_t)(device->buffer_producer - device->buffer_consumer);
    }
    return entries - used;
}

enum fn_status fn_post_buffers(struct fn_device *device, void *const *buffers, unsigned num_buffers)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    const struct fn_config *const config = &device->config;
    const struct fn_hal *const hal = config->hal;
    if (buffers == NULL || num_buffers == 0)
        return FN_ARGUMENT;
    for (unsigned b = 0; b < num_buffers; b++)
        if (!is_buffer(config, buffers[b]))
            return FN_ARGUMENT;
    if (free_entries(device, num_buffers) < num_buffers)
        return FN_FULL;

    volatile uint64_t *const ring = config->buffer_ring;
    for (unsigned b = 0; b < num_buffers; b++) {
        const unsigned place = device->buffer_producer++ & ((1u << config->buffer_ring_size) - 1);
        ring[place] = hal->bus_address(hal->context, buffers[b]);
    }
    hal->barrier(hal->context);
    fn_write_register(device, FN_REG_BUFFER_RING_PRODUCER, device->buffer_producer);
    return FN_OK;
}

// ---- Completion records ----

static void decode(const volatile uint8_t *bytes, struct fn_completion_record *record)
{
    uint8_t copy[FN_COMPLETION_BYTES];
    for (unsigned b = 0; b < FN_COMPLETION_BYTES; b++)
        copy[b] = bytes[b];
#define GET(name, bits, type) \
    record->name = (type)fn_get_bits(copy, offsetof(struct record_bits, name), bits);
    FN_COMPLETION_FIELDS(GET)
}

static uint8_t *packet_of(const struct fn_device *device, const struct fn_completion_record *record)
{
    const struct fn_config *const config = &device->config;
    const uint64_t base = config->hal->bus_address(config->hal->context, config->buffers);
    const uint64_t offset = record->buffer - base;
    if (record->kind != FN_KIND_PACKET || offset > config->buffers_bytes - config->buffer_size)
        return NULL;
    return (uint8_t *)config->buffers + (size_t)offset;
}

static void tell_consumer(struct fn_device *device)
{
    if (device->completion_told != device->completion_consumer)
        fn_write_register(device, FN_REG_COMPLETION_RING_CONSUMER, device->completion_consumer);
    device->completion_told = device->completion_consumer;
}

// Places are given back when the ring is empty or a quarter of it was read.
enum fn_status fn_poll(struct fn_device *device, struct fn_completion_record *record)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (record == NULL)
        return FN_ARGUMENT;
    const struct fn_config *const config = &device->config;
    const unsigned entries = 1u << config->completion_ring_size;
    const unsigned count = device->completion_consumer;
    const volatile uint8_t *const bytes = (const volatile uint8_t *)config->completion_ring
                                          + (size_t)FN_COMPLETION_BYTES * (count & (entries - 1));
    const unsigned phase = !(count >> config->completion_ring_size & 1);

    // The phase bit is the last one to arrive: nothing else is read before it.
    if (bytes[FN_COMPLETION_BYTES - 1] >> 7 != phase) {
        tell_consumer(device);
        return FN_EMPTY;
    }
    config->hal->barrier(config->hal->context);
    decode(bytes, record);
    record->packet = packet_of(device, record);
    device->completion_consumer++;
    if ((uint16_t)(device->completion_consumer - device->completion_told) >= entries / 4)
        tell_consumer(device);
    return FN_OK;
}

enum fn_status fn_wait(struct fn_device *device, struct fn_completion_record *record,
                       uint64_t timeout_ns)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    const struct fn_hal *const hal = device->config.hal;
    const uint64_t start = hal->time_ns(hal->context);
    enum fn_status status = fn_poll(device, record);
    while (status == FN_EMPTY && hal->time_ns(hal->context) - start < timeout_ns)
        status = fn_poll(device, record);
    return status;
}
