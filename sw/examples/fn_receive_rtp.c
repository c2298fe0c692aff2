// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_rtp - see fn_receive_rtp.h

#include "fn_receive_rtp.h"

#include "fn_buffers.h"

static uint64_t now(const struct fn_receive_rtp *receive)
{
    const struct fn_hal *const hal = receive->device.config.hal;
    return hal->time_ns(hal->context);
}

// From next on, in pages that are all free.
static enum fn_status start(struct fn_receive_rtp *receive)
{
    struct fn_zero_copy_setup *const setup = &receive->config.start;

    setup->sequence = receive->next;
    receive->is_placing = receive->is_waiting = receive->is_given_up = false;
    receive->strays = 0;
    return fn_page_ring_start(&receive->ring, setup,
                              receive->next * setup->slot_bytes - setup->page_offset);
}

// ---- Slots ----

static void take_slot(struct fn_receive_rtp *receive, const uint8_t *slot)
{
    const struct fn_receive_rtp_config *const config = &receive->config;
    struct fn_rtp_packet packet;

    if (!receive->is_given_up && fn_rtp_read(slot, config->start.slot_bytes, &packet)) {
        receive->taken++;
        config->take(config->context, &packet);
    } else {
        receive->lost++;
        config->lose(config->context, (uint16_t)receive->next);
    }
    receive->is_given_up = false;
    receive->next = fn_rtp_near(receive->next, (uint16_t)(receive->next + 1),
                                config->start.slot_bytes);
}

// All before contiguous is in its slot, or was given up.  Pages go back in their order.
static enum fn_status take_slots(struct fn_receive_rtp *receive, uint32_t contiguous)
{
    const uint16_t slot = receive->config.start.slot_bytes;
    enum fn_status status = FN_OK;

    if (!fn_page_ring_holds(&receive->ring, contiguous))
        return FN_OK;  // makes no sense
    while (receive->next != fn_rtp_number(contiguous, slot) && status == FN_OK) {
        const uint32_t place = receive->next * slot;
        take_slot(receive, fn_page_ring_at(&receive->ring, place));
        receive->is_waiting = false;  // for this one
        if (place + slot - receive->ring.base == FN_FLOW_PAGE_BYTES)
            status = fn_page_ring_turn(&receive->ring);
    }
    return status;
}

// Has the packet that is next been passed by others for too long?
static enum fn_status look_at_hole(struct fn_receive_rtp *receive)
{
    if (!receive->is_placing || !receive->is_waiting || receive->is_given_up
            || now(receive) - receive->waiting_since < receive->config.patience_ns)
        return FN_OK;
    const enum fn_status status = fn_flow_give_up(&receive->device, receive->config.flow.context,
                                                  receive->config.start.slot_bytes, receive->next);
    receive->is_given_up = status == FN_OK;
    return status == FN_REFUSED ? FN_OK : status;  // it has come: a report will say so
}

// ---- Records ----

static enum fn_status receive_report(struct fn_receive_rtp *receive,
                                     const struct fn_report_record *report)
{
    const struct fn_zero_copy_setup *const setup = &receive->config.start;

    if (report->context != receive->config.flow.context
            || ((report->epoch - setup->epoch) & (FN_FLOW_EPOCHS - 1)) > 1)
        return FN_OK;  // late: of a start before
    receive->is_placing |= report->start;
    enum fn_status status = report->sync == FN_SYNC_PARITY
                          ? FN_OK : take_slots(receive, report->contiguous);
    if (receive->strays < FN_RECEIVE_RTP_STRAYS)
        receive->strays = 0;
    if (status == FN_OK && report->kind == FN_KIND_SURRENDERED) {
        if (receive->strays == FN_RECEIVE_RTP_STRAYS) {
            receive->next = receive->stray + 1;
            receive->restarts++;
        }
        receive->config.start.epoch = fn_next_epoch(report->epoch);
        receive->config.start.page_offset = 0;
        return start(receive);
    }
    // Beyond next there is something: with holes every packet is reported.
    if (!receive->is_waiting && report->at_once
            && fn_rtp_near(receive->next, (uint16_t)report->sequence, setup->slot_bytes)
               - receive->next - 1 < 0x7fff) {
        receive->is_waiting = true;
        receive->waiting_since = now(receive);
    }
    return status;
}

// Of the flow, in software: it was too long, or all of them are far away.
static enum fn_status receive_packet(struct fn_receive_rtp *receive,
                                     const struct fn_completion_record *record)
{
    receive->others++;
    if (!record->hit || !record->rtp || record->handle != receive->config.flow.handle
            || receive->strays == FN_RECEIVE_RTP_STRAYS)
        return FN_OK;
    receive->stray = fn_rtp_near(receive->next, (uint16_t)record->sequence,
                                 receive->config.start.slot_bytes);
    if (++receive->strays < FN_RECEIVE_RTP_STRAYS)
        return FN_OK;
    return fn_flow_zero_copy_stop(&receive->device, receive->config.flow.context, NULL);
}

enum fn_status fn_receive_rtp_step(struct fn_receive_rtp *receive)
{
    struct fn_completion_record record;
    enum fn_status status = look_at_hole(receive);

    if (status != FN_OK)
        return status;
    status = fn_poll(&receive->device, &record);
    if (status != FN_OK && status != FN_LOST)
        return status;
    if (record.kind == FN_KIND_ZERO_COPY || record.kind == FN_KIND_SURRENDERED)
        return receive_report(receive, &record.report);
    if (record.kind == FN_KIND_PACKET)
        status = receive_packet(receive, &record);
    if (record.packet == NULL)
        return FN_OK;
    const enum fn_status given = fn_give_back(&receive->device, record.packet);
    return record.kind == FN_KIND_PACKET && status != FN_OK ? status : given;
}

// ---- Example ----

enum fn_status fn_receive_rtp_open(struct fn_receive_rtp *receive, const struct fn_config *config,
                                   const struct fn_receive_rtp_config *rtp)
{
    if (receive == NULL || config == NULL || rtp == NULL || rtp->pages == NULL
            || rtp->num_pages < 2 || rtp->num_pages > FN_MAX_FLOW_PAGES || rtp->take == NULL
            || rtp->lose == NULL || rtp->start.slot_bytes == 0)
        return FN_ARGUMENT;
    enum fn_status status = fn_init(&receive->device, config);
    if (status != FN_OK)
        return status;
    receive->config = *rtp;
    receive->config.start.handle = rtp->flow.handle;
    receive->config.start.udp = true;
    receive->next = rtp->start.sequence;
    receive->ring = (struct fn_page_ring){ &receive->device, rtp->flow.context, rtp->pages,
                                           rtp->num_pages, 0, 0 };
    receive->taken = receive->lost = receive->others = receive->restarts = 0;
    status = start(receive);
    if (status == FN_OK)
        status = fn_zero_copy_flow(&receive->device, 0, &receive->config.flow);
    if (status == FN_OK)
        status = fn_give_buffers(&receive->device);
    return status == FN_OK ? fn_start(&receive->device) : status;
}
