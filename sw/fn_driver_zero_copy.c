// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_zero_copy - flow contexts (113, 115): start, pages (304), hand-over
//
// A context is written and read word by word in the staged one, which START takes and STOP
// and EXPORT fill.

#include <string.h>

#include "fn_driver_access.h"

struct context_bits { FN_CONTEXT_FIELDS(FN_CHARS_OF) };

enum {
    WORD_BITS = 32, CONTEXT_BYTES = 4 * FN_CONTEXT_WORDS,
    MAX_WINDOW = 1 << 30  // RFC 7323 section 2.3
};

_Static_assert(sizeof(struct context_bits) == (size_t)FN_CONTEXT_WORDS * WORD_BITS,
               "a context is made of words");

#define WORD_OF(field) (offsetof(struct context_bits, field) / WORD_BITS)

unsigned fn_num_flow_contexts(const struct fn_device *device)
{
    return fn_is_ready(device) ? device->flow_contexts : 0;
}

// ---- Operations ----

static enum fn_status await_operation(struct fn_device *device)
{
    for (unsigned poll = 0; poll < fn_max_polls(device); poll++) {
        const uint32_t command = fn_read_register(device, FN_REG_FLOW_CONTEXT_COMMAND);
        if (!(command & FN_REG_FLOW_CONTEXT_COMMAND_GO_MASK)) {
            device->operation = 0;
            return FN_GET(FLOW_CONTEXT_COMMAND_REFUSED, command) ? FN_REFUSED : FN_OK;
        }
    }
    return FN_TIMEOUT;
}

// The device waits until a report would have room in the completion ring.  If software has not
// read it for too long the operation is still to come: the same one again goes on waiting (a page
// is not posted twice), another one waits for it first.
static enum fn_status operate(struct fn_device *device, unsigned index,
                              enum fn_operation operation, uint32_t low, uint32_t high)
{
    const uint32_t command = FN_PUT(FLOW_CONTEXT_COMMAND_INDEX, index)
                           | FN_PUT(FLOW_CONTEXT_COMMAND_OPERATION, operation)
                           | FN_REG_FLOW_CONTEXT_COMMAND_GO_MASK;
    const bool is_again = device->operation == command && device->operation_low == low
                          && device->operation_high == high;

    if (device->completion_told != device->completion_consumer)
        fn_write_register(device, FN_REG_COMPLETION_RING_CONSUMER, device->completion_consumer);
    if (device->operation != 0) {
        const enum fn_status status = await_operation(device);
        if (is_again || status == FN_TIMEOUT)
            return status;
    }
    device->operation = command;
    device->operation_low = low;
    device->operation_high = high;
    fn_write_register(device, FN_REG_FLOW_CONTEXT_ARGUMENT_LOW, low);
    fn_write_register(device, FN_REG_FLOW_CONTEXT_ARGUMENT_HIGH, high);
    fn_write_register(device, FN_REG_FLOW_CONTEXT_COMMAND, command);
    return await_operation(device);
}

static enum fn_status read_word(struct fn_device *device, unsigned index, unsigned word,
                                uint32_t *value)
{
    const enum fn_status status = operate(device, index, FN_OPERATION_READ, word, 0);
    if (status == FN_OK)
        *value = fn_read_register(device, FN_REG_FLOW_CONTEXT_VALUE);
    return status;
}

static enum fn_status read_staged(struct fn_device *device, unsigned index,
                                  struct fn_context_record *context)
{
    uint8_t bytes[CONTEXT_BYTES] = { 0 };
    enum fn_status status = FN_OK;

    for (unsigned w = 0; w < FN_CONTEXT_WORDS && status == FN_OK; w++) {
        uint32_t value = 0;
        status = read_word(device, index, w, &value);
        fn_put_bits(bytes, w * WORD_BITS, WORD_BITS, value);
    }
    if (status != FN_OK)
        return status;
#define GET(name, bits, type) \
    context->name = (type)fn_get_bits(bytes, offsetof(struct context_bits, name), bits);
    FN_CONTEXT_FIELDS(GET)
    return FN_OK;
}

static enum fn_status write_staged(struct fn_device *device, unsigned index,
                                   const struct fn_context_record *context)
{
    uint8_t bytes[CONTEXT_BYTES] = { 0 };
    enum fn_status status = FN_OK;

#define PUT(name, bits, type) \
    fn_put_bits(bytes, offsetof(struct context_bits, name), bits, context->name);
    FN_CONTEXT_FIELDS(PUT)
    for (unsigned w = 0; w < FN_CONTEXT_WORDS && status == FN_OK; w++)
        status = operate(device, index, FN_OPERATION_WRITE, w,
                         (uint32_t)fn_get_bits(bytes, w * WORD_BITS, WORD_BITS));
    return status;
}

static enum fn_status check(const struct fn_device *device, unsigned index)
{
    return !fn_is_ready(device) ? FN_STATE : index >= device->flow_contexts ? FN_ARGUMENT : FN_OK;
}

// ---- Start and stop ----

// 256 << slot_size: a power of 2.
static unsigned slot_size(const struct fn_zero_copy_setup *start)
{
    unsigned size = 0;
    while (size < FN_RTP_SLOT_SIZES && FN_RTP_MIN_SLOT << size != start->slot_bytes)
        size++;
    return size;
}

static bool is_zero_copy(const struct fn_zero_copy_setup *start)
{
    if (start == NULL || start->epoch >= FN_FLOW_EPOCHS
            || start->page_offset >= FN_FLOW_PAGE_BYTES
            || start->page_low_water > FN_MAX_FLOW_PAGES)
        return false;
    if (start->slot_bytes != 0 && (!start->udp || slot_size(start) == FN_RTP_SLOT_SIZES
                                   || start->page_offset % start->slot_bytes != 0))
        return false;
    if (start->udp)
        return start->acknowledge == FN_ACKNOWLEDGE_NONE && !start->timestamps
               && !start->check_acknowledgment;
    return start->window_edge - start->sequence <= MAX_WINDOW
           && start->window_shift <= FN_MAX_WINDOW_SHIFT
           && (unsigned)start->acknowledge <= FN_ACKNOWLEDGE_CORE
           && start->acknowledge_packets <= FN_MAX_ACKNOWLEDGE_PACKETS
           && start->acknowledge_timeout <= FN_MAX_ACKNOWLEDGE_TIMEOUT;
}

static struct fn_context_record first_context(const struct fn_zero_copy_setup *start)
{
    const bool     rtp = start->slot_bytes != 0;
    const uint32_t sequence = rtp ? start->sequence * start->slot_bytes : start->sequence;

    return (struct fn_context_record){
        .rtp = rtp, .slot_size = rtp ? (uint8_t)slot_size(start) : 0,
        .handle = start->handle, .epoch = start->epoch, .udp = start->udp,
        .acknowledge = (uint8_t)start->acknowledge, .report_push = start->report_push,
        .timestamps = start->timestamps, .surrender_options = start->surrender_options,
        .surrender_link = start->surrender_link,
        .check_acknowledgment = start->check_acknowledgment,
        .receive_next = sequence, .window_edge = start->window_edge,
        .page_offset = start->page_offset, .page_low_water = start->page_low_water,
        .follow_pages = start->follow_pages, .window_shift = start->window_shift,
        .acknowledge_packets = start->acknowledge_packets ? start->acknowledge_packets
                                                          : FN_DEFAULT_ACKNOWLEDGE_PACKETS,
        .acknowledge_timeout = start->acknowledge_timeout ? start->acknowledge_timeout
                                                          : FN_DEFAULT_ACKNOWLEDGE_TIMEOUT,
        .timestamp_recent = start->timestamp_recent, .last_acknowledgment = sequence,
        .send_unacknowledged = start->send_unacknowledged, .send_next = start->send_next,
        .send_window_maximum = start->send_window_maximum,
        .segment_maximum = start->segment_maximum ? start->segment_maximum
                                                  : FN_DEFAULT_SEGMENT_MAXIMUM
    };
}

static enum fn_status start_context(struct fn_device *device, unsigned index,
                                    const struct fn_context_record *context)
{
    const enum fn_status status = write_staged(device, index, context);
    return status == FN_OK ? operate(device, index, FN_OPERATION_START, 0, 0) : status;
}

enum fn_status fn_flow_zero_copy_start(struct fn_device *device, unsigned index,
                                       const struct fn_zero_copy_setup *start)
{
    const enum fn_status status = check(device, index);
    if (status != FN_OK)
        return status;
    if (!is_zero_copy(start))
        return FN_ARGUMENT;
    const struct fn_context_record context = first_context(start);
    return start_context(device, index, &context);
}

// Do the fields fit?
static bool is_context(const struct fn_context_record *context)
{
    uint64_t excess = 0;
#define EXCESS(name, bits, type) excess |= (uint64_t)context->name >> bits;
    FN_CONTEXT_FIELDS(EXCESS)
    return excess == 0;
}

// Sorted, none empty, not touching each other nor receive-next, within the pages there may be.
static bool are_intervals(const struct fn_context_record *context)
{
    const uint32_t at[2 * FN_FLOW_INTERVALS] = {
        context->start_0, context->end_0, context->start_1, context->end_1,
        context->start_2, context->end_2, context->start_3, context->end_3
    };
    uint32_t last = 0;

    if (context->intervals > FN_FLOW_INTERVALS
            || (context->udp && !context->rtp && context->intervals))
        return false;
    for (unsigned n = 0; n < 2u * context->intervals; last = at[n++])
        if (at[n] <= last)
            return false;
    return context->page_offset + last <= FN_MAX_FLOW_PAGES * FN_FLOW_PAGE_BYTES;
}

enum fn_status fn_flow_import(struct fn_device *device, unsigned index,
                              const struct fn_context_record *context)
{
    const enum fn_status status = check(device, index);
    if (status != FN_OK)
        return status;
    if (context == NULL || !is_context(context) || !are_intervals(context))
        return FN_ARGUMENT;
    struct fn_context_record next = *context;
    next.epoch = fn_next_epoch(context->epoch);
    return start_context(device, index, &next);
}

enum fn_status fn_flow_post_page(struct fn_device *device, unsigned index, const void *page)
{
    const enum fn_status status = check(device, index);
    if (status != FN_OK)
        return status;
    if (page == NULL)
        return FN_ARGUMENT;
    const struct fn_hal *const hal = device->config.hal;
    const uint64_t address = hal->bus_address(hal->context, page);
    if (address % FN_FLOW_PAGE_BYTES != 0)
        return FN_ALIGNMENT;
    // What software wrote there, the core's writes must not meet.
    hal->barrier(hal->context);
    return operate(device, index, FN_OPERATION_POST_PAGE, (uint32_t)address,
                   (uint32_t)(address >> 32));
}

enum fn_status fn_flow_zero_copy_stop(struct fn_device *device, unsigned index,
                                      struct fn_context_record *context)
{
    enum fn_status status = check(device, index);
    if (status == FN_OK)
        status = operate(device, index, FN_OPERATION_STOP, 0, 0);
    return status == FN_OK && context != NULL ? read_staged(device, index, context) : status;
}

// ---- Meanwhile ----

enum fn_status fn_flow_export(struct fn_device *device, unsigned index,
                              struct fn_context_record *context)
{
    enum fn_status status = check(device, index);
    if (status == FN_OK && context == NULL)
        status = FN_ARGUMENT;
    if (status == FN_OK)
        status = operate(device, index, FN_OPERATION_EXPORT, 0, 0);
    return status == FN_OK ? read_staged(device, index, context) : status;
}

enum fn_status fn_flow_accept(struct fn_device *device, unsigned index, uint32_t sequence,
                              uint32_t end)
{
    const enum fn_status status = check(device, index);
    if (status != FN_OK)
        return status;
    if (end - sequence - 1 >= FN_MAX_FLOW_PAGES * FN_FLOW_PAGE_BYTES)
        return FN_ARGUMENT;
    device->config.hal->barrier(device->config.hal->context);
    return operate(device, index, FN_OPERATION_ACCEPT, sequence, end);
}

enum fn_status fn_flow_sent(struct fn_device *device, unsigned index, uint32_t send_next,
                            uint32_t window_edge)
{
    const enum fn_status status = check(device, index);
    return status == FN_OK ? operate(device, index, FN_OPERATION_SENT, send_next, window_edge)
                           : status;
}

enum fn_status fn_read_flow_statistics(struct fn_device *device, unsigned index,
                                       struct fn_flow_statistics *statistics)
{
    enum fn_status status = check(device, index);
    if (status == FN_OK && statistics == NULL)
        status = FN_ARGUMENT;
    if (status == FN_OK)
        status = operate(device, index, FN_OPERATION_EXPORT, 0, 0);
#define READ(name)                                                                   \
    if (status == FN_OK)                                                             \
        status = read_word(device, index, WORD_OF(name), &statistics->name);
    READ(placed_packets)
    READ(placed_bytes)
    READ(software_packets)
    READ(dropped_packets)
    return status;
}

// ---- Looking at records ----

unsigned fn_flow_intervals(const struct fn_context_record *context,
                           struct fn_flow_interval intervals[FN_FLOW_INTERVALS])
{
    const uint32_t base = context->receive_next;
    const struct fn_flow_interval all[FN_FLOW_INTERVALS] = {
        { base + context->start_0, base + context->end_0 },
        { base + context->start_1, base + context->end_1 },
        { base + context->start_2, base + context->end_2 },
        { base + context->start_3, base + context->end_3 }
    };
    const unsigned count = context->intervals < FN_FLOW_INTERVALS ? context->intervals
                                                                  : FN_FLOW_INTERVALS;
    memcpy(intervals, all, count * sizeof *all);
    return count;
}

bool fn_is_early(const struct fn_completion_record *packet, uint8_t epoch)
{
    const unsigned ahead = (unsigned)(packet->epoch - epoch) % FN_FLOW_EPOCHS;
    return packet->kind == FN_KIND_PACKET && packet->hit && packet->state == FN_STATE_ZERO_COPY
           && ahead > 0 && ahead < FN_FLOW_EPOCHS / 2;
}
