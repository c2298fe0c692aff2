// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_pages - see fn_receive_pages.h

#include "fn_receive_pages.h"

#include "fn_buffers.h"

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4 };

// ---- Pages ----

// From next on, in pages that are all free.
static enum fn_status start(struct fn_receive *receive)
{
    struct fn_zero_copy_setup *const zero_copy = &receive->config.start;

    zero_copy->sequence = receive->next;
    zero_copy->window_edge = receive->next;  // the posted pages move it
    receive->state = FN_RECEIVE_PAGES;
    return fn_page_ring_start(&receive->ring, zero_copy, receive->next - zero_copy->page_offset);
}

static void take(struct fn_receive *receive, const uint8_t *bytes, unsigned length)
{
    receive->config.take(receive->config.context, bytes, length);
    receive->next += length;
}

// All before contiguous is in the pages.  Those that were taken go back, in their order.
static enum fn_status take_pages(struct fn_receive *receive, uint32_t contiguous)
{
    struct fn_page_ring *const ring = &receive->ring;
    enum fn_status status = FN_OK;

    if (!fn_page_ring_holds(ring, contiguous)
            || contiguous - ring->base < receive->next - ring->base)
        return FN_OK;  // makes no sense
    while (receive->next != contiguous && status == FN_OK) {
        const uint32_t room = FN_FLOW_PAGE_BYTES - (receive->next - ring->base);
        const uint32_t left = contiguous - receive->next;
        const uint32_t length = left < room ? left : room;

        take(receive, fn_page_ring_at(ring, receive->next), length);
        receive->placed_bytes += length;
        if (length == room)
            status = fn_page_ring_turn(ring);
    }
    return status;
}

// ---- Packets that software got ----

static void end(struct fn_receive *receive, enum fn_receive_state state)
{
    if (receive->state != FN_RECEIVE_ENDED)
        receive->state = state;
}

// Takes what is next of the stream.  All else is dropped: it was not acknowledged.
static void take_packet(struct fn_receive *receive, const struct fn_completion_record *record)
{
    const uint32_t old = receive->next - record->sequence;  // bytes at its front

    if (receive->state != FN_RECEIVE_SOFTWARE || !record->hit
            || record->handle != receive->config.flow.handle
            || record->reason != FN_REASON_DELIVERED || record->l4_checksum != FN_CHECKSUM_GOOD)
        return;
    if (record->tcp_flags & (TCP_RST | TCP_SYN)) {
        if (old == 0)
            end(receive, FN_RECEIVE_ABORTED);
        return;
    }
    if (old > record->payload_length)
        return;
    const unsigned length = record->payload_length - old;
    take(receive, record->packet + record->payload_offset + old, length);
    receive->software_bytes += length;
    if (record->tcp_flags & TCP_FIN) {
        receive->next++;  // it has a sequence number, too
        end(receive, FN_RECEIVE_ENDED);
    }
    if (length > 0 || record->tcp_flags & TCP_FIN)
        receive->config.acknowledge(receive->config.context, receive->next);
}

// Zero copy waits for the first segment, and this is not one, but has what is next: a FIN, say.
static bool is_ours_after_all(const struct fn_receive *receive,
                              const struct fn_completion_record *record)
{
    const uint32_t old = receive->next - record->sequence;

    return record->sync == FN_SYNC_BEFORE
           && fn_next_epoch(record->epoch) == receive->config.start.epoch
           && (old < record->payload_length
               || (old == record->payload_length
                   && record->tcp_flags & (TCP_FIN | TCP_SYN | TCP_RST)));
}

static enum fn_status receive_packet(struct fn_receive *receive,
                                     const struct fn_completion_record *record)
{
    const bool is_early = fn_is_early(record, receive->config.start.epoch);

    if (receive->state == FN_RECEIVE_PAGES && receive->num_held < FN_RECEIVE_MAX_HELD
            && (is_early || is_ours_after_all(receive, record))) {
        receive->held[receive->num_held++] = *record;
        return is_early ? FN_OK : fn_flow_zero_copy_stop(&receive->device,
                                                         receive->config.flow.context, NULL);
    }
    take_packet(receive, record);
    return fn_give_back(&receive->device, record->packet);
}

// ---- Reports ----

// The flow is ours: what was held, then zero copy again, unless that was the end.
static enum fn_status take_over(struct fn_receive *receive, uint8_t epoch)
{
    struct fn_zero_copy_setup *const zero_copy = &receive->config.start;
    struct fn_context_record context;
    enum fn_status status = fn_flow_export(&receive->device, receive->config.flow.context,
                                           &context);

    receive->state = FN_RECEIVE_SOFTWARE;
    receive->surrenders++;
    for (unsigned n = 0; n < receive->num_held; n++) {
        take_packet(receive, &receive->held[n]);
        const enum fn_status given = fn_give_back(&receive->device, receive->held[n].packet);
        status = status == FN_OK ? given : status;
    }
    receive->num_held = 0;
    if (status != FN_OK || receive->state != FN_RECEIVE_SOFTWARE)
        return status;
    zero_copy->epoch = fn_next_epoch(epoch);
    zero_copy->page_offset = 0;
    if (context.handle == receive->config.flow.handle && context.segment_maximum != 0) {
        zero_copy->timestamp_recent = context.timestamp_recent;
        zero_copy->send_unacknowledged = context.send_unacknowledged;
        zero_copy->send_next = context.send_next;
        zero_copy->send_window_maximum = context.send_window_maximum;
    }
    return start(receive);
}

static enum fn_status receive_report(struct fn_receive *receive,
                                     const struct fn_report_record *report)
{
    if (receive->state != FN_RECEIVE_PAGES || report->context != receive->config.flow.context
            || ((report->epoch - receive->config.start.epoch) & (FN_FLOW_EPOCHS - 1)) > 1)
        return FN_OK;  // late: of a start before
    // After a parity error the context is gone; what was reported before still holds.
    enum fn_status status = report->sync == FN_SYNC_PARITY
                          ? FN_OK : take_pages(receive, report->contiguous);
    if (report->acknowledge)
        receive->config.acknowledge(receive->config.context, receive->next);
    if (status != FN_OK || report->kind != FN_KIND_SURRENDERED)
        return status;
    if (report->fin) {
        receive->next++;
        receive->config.acknowledge(receive->config.context, receive->next);
        end(receive, FN_RECEIVE_ENDED);
        for (; receive->num_held > 0 && status == FN_OK; receive->num_held--)
            status = fn_give_back(&receive->device, receive->held[receive->num_held - 1].packet);
        return status;
    }
    return take_over(receive, report->epoch);
}

// A bus error lost a record.  If it said SURRENDERED nobody will say it again, and the pages may
// still be written: it is started without any and stopped, which is told after all of that.
static enum fn_status look_for_surrender(struct fn_receive *receive)
{
    const unsigned index = receive->config.flow.context;
    struct fn_zero_copy_setup *const zero_copy = &receive->config.start;
    struct fn_context_record context;
    enum fn_status status = fn_flow_export(&receive->device, index, &context);

    if (status != FN_OK || receive->state != FN_RECEIVE_PAGES || context.state != FN_STATE_IDLE)
        return status;
    zero_copy->epoch = fn_next_epoch(context.epoch);
    zero_copy->sequence = zero_copy->window_edge = receive->next;
    status = fn_flow_zero_copy_start(&receive->device, index, zero_copy);
    return status == FN_OK ? fn_flow_zero_copy_stop(&receive->device, index, NULL) : status;
}

// ---- Example ----

enum fn_status fn_receive_open(struct fn_receive *receive, const struct fn_config *config,
                               const struct fn_receive_config *stream)
{
    if (receive == NULL || config == NULL || stream == NULL || stream->pages == NULL
            || stream->num_pages < 2 || stream->num_pages > FN_MAX_FLOW_PAGES
            || stream->take == NULL || stream->acknowledge == NULL)
        return FN_ARGUMENT;
    enum fn_status status = fn_init(&receive->device, config);
    if (status != FN_OK)
        return status;
    receive->config = *stream;
    receive->config.start.handle = stream->flow.handle;
    receive->config.start.udp = false;
    receive->config.start.follow_pages = true;
    receive->config.start.acknowledge = FN_ACKNOWLEDGE_DRIVER;
    receive->next = stream->start.sequence;
    receive->ring = (struct fn_page_ring){ &receive->device, stream->flow.context, stream->pages,
                                           stream->num_pages, 0, 0 };
    receive->num_held = 0;
    receive->placed_bytes = receive->software_bytes = receive->surrenders = 0;
    status = start(receive);
    if (status == FN_OK)
        status = fn_zero_copy_flow(&receive->device, 0, &receive->config.flow);
    if (status == FN_OK)
        status = fn_give_buffers(&receive->device);
    return status == FN_OK ? fn_start(&receive->device) : status;
}

enum fn_status fn_receive_step(struct fn_receive *receive)
{
    struct fn_completion_record record;
    const enum fn_status status = fn_poll(&receive->device, &record);

    if (status == FN_LOST)
        return record.packet != NULL ? fn_give_back(&receive->device, record.packet)
                                     : look_for_surrender(receive);
    if (status != FN_OK)
        return status;
    if (record.kind == FN_KIND_ZERO_COPY || record.kind == FN_KIND_SURRENDERED)
        return receive_report(receive, &record.report);
    return record.packet != NULL ? receive_packet(receive, &record) : FN_OK;
}
