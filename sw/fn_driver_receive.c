// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_receive - packet buffers (302) and completion records

#include "fn_driver_access.h"

struct record_bits { FN_COMPLETION_FIELDS(FN_CHARS_OF) };
struct report_bits { FN_REPORT_FIELDS(FN_CHARS_OF) };

_Static_assert(sizeof(struct record_bits) == 8 * FN_COMPLETION_BYTES, "records fill their place");
_Static_assert(sizeof(struct report_bits) == 8 * FN_COMPLETION_BYTES, "reports fill their place");
_Static_assert(offsetof(struct record_bits, kind) == offsetof(struct report_bits, kind)
               && offsetof(struct record_bits, epoch) == offsetof(struct report_bits, epoch)
               && offsetof(struct record_bits, sync) == offsetof(struct report_bits, sync)
               && offsetof(struct record_bits, handle) == offsetof(struct report_bits, handle)
               && offsetof(struct record_bits, reason) == offsetof(struct report_bits, reason),
               "fields of the same name sit in the same place");

// ---- Packet buffers ----

static bool is_buffer(const struct fn_config *config, const void *buffer)
{
    const uintptr_t offset = (uintptr_t)buffer - (uintptr_t)config->buffers;
    return buffer != NULL && (uintptr_t)buffer >= (uintptr_t)config->buffers
           && offset <= config->buffers_bytes - config->buffer_size;
}

// An entry is kept until its buffer came back: it tells which buffers were lost.
static unsigned free_entries(const struct fn_device *device)
{
    const unsigned used = (uint16_t)(device->buffer_producer - device->buffer_consumer);
    return (1u << device->config.buffer_ring_size) - used;
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
    if (free_entries(device) < num_buffers)
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
    record->report = (struct fn_report_record){ 0 };
    if (record->kind != FN_KIND_ZERO_COPY && record->kind != FN_KIND_SURRENDERED)
        return;
#define GET_REPORT(name, bits, type) \
    record->report.name = (type)fn_get_bits(copy, offsetof(struct report_bits, name), bits);
    FN_REPORT_FIELDS(GET_REPORT)
}

// The buffer at an address of the bus, NULL if none lies there.
static uint8_t *buffer_at(const struct fn_device *device, uint64_t address)
{
    const struct fn_config *const config = &device->config;
    const uint64_t offset = address - config->hal->bus_address(config->hal->context,
                                                               config->buffers);
    if (offset > config->buffers_bytes - config->buffer_size)
        return NULL;
    return (uint8_t *)config->buffers + (size_t)offset;
}

static uint64_t posted_address(const struct fn_device *device, uint16_t count)
{
    const volatile uint64_t *const ring = device->config.buffer_ring;
    return ring[count & ((1u << device->config.buffer_ring_size) - 1)];
}

// Buffers come back in the order in which they were posted: those before this one are lost.
static bool is_posted(const struct fn_device *device, uint64_t address)
{
    for (uint16_t n = device->buffer_consumer; n != device->buffer_producer; n++)
        if (posted_address(device, n) == address)
            return true;
    return false;
}

static void tell_consumer(struct fn_device *device)
{
    if (device->completion_told != device->completion_consumer)
        fn_write_register(device, FN_REG_COMPLETION_RING_CONSUMER, device->completion_consumer);
    device->completion_told = device->completion_consumer;
}

static enum fn_status lose(struct fn_completion_record *record, uint8_t *packet)
{
    *record = (struct fn_completion_record){ .packet = packet };
    return FN_LOST;
}

// The next record was not there.  Is that because it could not be written?  Reading the
// producer takes long: it is done now and then, and serves for all records before it.
static bool is_hole(struct fn_device *device)
{
    const unsigned entries = 1u << device->config.completion_ring_size;
    const struct fn_hal *const hal = device->config.hal;

    if (device->completion_known != device->completion_consumer)
        return true;
    if (++device->empty_polls < FN_HOLE_POLLS)
        return false;
    device->empty_polls = 0;
    device->completion_known = (uint16_t)fn_read_register(device,
                                                          FN_REG_COMPLETION_RING_PRODUCER);
    if ((uint16_t)(device->completion_known - device->completion_consumer) > entries)
        device->completion_known = device->completion_consumer;  // makes no sense
    hal->barrier(hal->context);
    return false;  // it may have come since: the next poll tells
}

// Places are given back when the ring is empty or a quarter of it was read.
static void leave_record(struct fn_device *device)
{
    if (device->completion_known == device->completion_consumer)
        device->completion_known++;
    device->completion_consumer++;
    device->empty_polls = 0;
    if ((uint16_t)(device->completion_consumer - device->completion_told)
            >= (1u << device->config.completion_ring_size) / 4)
        tell_consumer(device);
}

// What lies there must not look like the record of the next lap.
static enum fn_status skip_record(struct fn_device *device, volatile uint8_t *bytes,
                                  unsigned phase, struct fn_completion_record *record)
{
    const struct fn_hal *const hal = device->config.hal;
    bytes[FN_COMPLETION_BYTES - 1] = (uint8_t)(phase << 7);
    hal->barrier(hal->context);
    leave_record(device);
    return lose(record, NULL);
}

static enum fn_status take_record(struct fn_device *device, const volatile uint8_t *bytes,
                                  struct fn_completion_record *record)
{
    decode(bytes, record);
    record->packet = NULL;
    if (record->kind == FN_KIND_PACKET && is_posted(device, record->buffer)) {
        const uint64_t oldest = posted_address(device, device->buffer_consumer++);
        uint8_t *const packet = buffer_at(device, oldest);
        if (oldest != record->buffer)  // the record is looked at again
            return lose(record, packet);
        record->packet = packet;
    }
    leave_record(device);
    return FN_OK;
}

enum fn_status fn_poll(struct fn_device *device, struct fn_completion_record *record)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (record == NULL)
        return FN_ARGUMENT;
    const struct fn_config *const config = &device->config;
    const unsigned count = device->completion_consumer;
    const unsigned place = count & ((1u << config->completion_ring_size) - 1);
    const unsigned phase = !(count >> config->completion_ring_size & 1);
    volatile uint8_t *const bytes = (volatile uint8_t *)config->completion_ring
                                    + (size_t)FN_COMPLETION_BYTES * place;

    // The phase bit is the last one to arrive: nothing else is read before it.
    if (bytes[FN_COMPLETION_BYTES - 1] >> 7 == phase) {
        config->hal->barrier(config->hal->context);
        return take_record(device, bytes, record);
    }
    if (is_hole(device))
        return skip_record(device, bytes, phase, record);
    tell_consumer(device);
    return FN_EMPTY;
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
