// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_model - see fn_flow_model.h

#include "system/fn_flow_model.h"

#include <string.h>

#include "system/fn_random.h"

enum { BLIND_PACKETS = 4 };

typedef struct fn_flow_model model_t;

static unsigned below(model_t *model, unsigned limit)
{
    return fn_random_below(&model->random, limit);
}

// ---- Records ----

static void write_record(model_t *model, const struct fn_completion_record *record,
                         const uint8_t *frame)
{
    if (model->num_written - model->num_read == FN_FLOW_MODEL_RECORDS)
        return;  // counts as a lost one
    model->records[model->num_written++ % FN_FLOW_MODEL_RECORDS] =
        (struct fn_flow_model_record){ *record, frame };
}

static void write_packet(model_t *model, const struct fn_completion *completion,
                         const uint8_t *frame)
{
    struct fn_completion_record record = { 0 };
#define COPY(name, bits, type) record.name = completion->name;
    FN_COMPLETION_FIELDS(COPY)
#undef COPY
    write_record(model, &record, frame);
}

static void write_report(model_t *model, const struct fn_flow_change *change,
                         enum fn_reason reason)
{
    struct fn_completion_record record = { 0 };
    if (!change->reported)
        return;
#define COPY(name, bits, type) record.report.name = change->report.name;
    FN_REPORT_FIELDS(COPY)
#undef COPY
    record.report.reason = reason;
    record.kind = change->report.kind;
    record.handle = change->report.handle;
    model->placed += change->report.packets;
    write_record(model, &record, NULL);
}

bool fn_flow_model_poll(model_t *model, struct fn_flow_model_record *record)
{
    if (model->num_read == model->num_written)
        return false;
    *record = model->records[model->num_read++ % FN_FLOW_MODEL_RECORDS];
    return true;
}

// ---- Packets ----

static void place(model_t *model, const struct fn_packet_record *record, const uint8_t *frame,
                  size_t length, const struct fn_flow_packet *packet)
{
    struct fn_flow_command commands[FN_FLOW_COMMANDS_MAX];
    const struct fn_context *context = &model->contexts[record->context];
    const unsigned count = fn_flow_commands(context, record, packet, commands);
    unsigned at = 0;

    for (unsigned c = 0; c < count; c++) {
        at += commands[c].skip;
        const size_t left = at < length ? length - at : 0;
        memcpy(model->pages[record->context][commands[c].place] + commands[c].offset, frame + at,
               commands[c].length < left ? commands[c].length : left);
        at += commands[c].length;
    }
}

// The writes of a packet fail, and with them the flow.
static void fail(model_t *model, unsigned index, const struct fn_flow_packet *packet)
{
    struct fn_context *context = &model->contexts[index];
    const uint32_t confirmed = context->receive_next;
    struct fn_flow_change change;

    *context = packet->change.next;
    if (packet->change.surrendered) {  // known already: only the record says so
        struct fn_flow_change late = packet->change;
        fn_report_fail(&late.report, confirmed);
        write_report(model, &late, FN_REASON_BUS_ERROR);
        return;
    }
    if (!fn_flow_failed(context, context->epoch, confirmed, index, &change))
        return;
    *context = change.next;
    write_report(model, &change, FN_REASON_BUS_ERROR);
}

// A parity error is found as the packet arrives.
static void break_context(model_t *model, struct fn_received *received, const uint8_t *frame)
{
    const unsigned index = received->record.context;
    struct fn_flow_change change;

    if (below(model, 2) == 0)
        fn_flow_parity(&model->contexts[index], index, &change);
    else
        fn_flow_page_parity(&model->contexts[index], index, &change);
    model->contexts[index] = change.next;
    model->reasons[FN_REASON_DELIVERED]++;
    received->completion.sync = FN_SYNC_PARITY;
    received->completion.epoch = change.next.epoch;
    write_packet(model, &received->completion, frame);
    write_report(model, &change, FN_REASON_DELIVERED);
}

static void zero_copy(model_t *model, struct fn_received *received, const uint8_t *frame,
                      size_t length)
{
    struct fn_packet_record *record = &received->record;
    struct fn_context *context = &model->contexts[record->context];
    struct fn_flow_packet packet;

    if (context->state != FN_STATE_IDLE && below(model, 65536) < model->parity_rate) {
        break_context(model, received, frame);
        return;
    }
    fn_flow_packet(context, record, model->now, &packet);
    if (packet.fate == FN_FATE_PLACE && below(model, 65536) < model->error_rate) {
        model->reasons[FN_REASON_BUS_ERROR]++;
        fail(model, record->context, &packet);
        return;
    }
    if (packet.fate == FN_FATE_PLACE)
        place(model, record, frame, length, &packet);
    *context = packet.change.next;
    model->reasons[packet.fate == FN_FATE_DROP ? packet.reason : FN_REASON_DELIVERED]++;
    const bool is_late = below(model, 2) == 0;  // the record of the packet
    if (is_late)
        write_report(model, &packet.change, FN_REASON_DELIVERED);
    if (packet.fate == FN_FATE_SOFTWARE) {
        received->completion.sync = (uint8_t)packet.change.sync;
        received->completion.epoch = packet.epoch;
        write_packet(model, &received->completion, frame);
    }
    if (!is_late)
        write_report(model, &packet.change, FN_REASON_DELIVERED);
}

void fn_flow_model_feed(model_t *model, const uint8_t *frame, size_t length)
{
    struct fn_received received;

    model->packets++;
    if (model->num_blind > 0)
        model->receive.entries[model->blind_entry].enable = --model->num_blind == 0;
    fn_receive(&model->receive, frame, length, FN_REASON_DELIVERED, &received);
    if (received.reason == FN_REASON_DELIVERED && received.record.hit
            && received.record.state == FN_STATE_ZERO_COPY) {
        zero_copy(model, &received, frame, length);
        return;
    }
    model->reasons[received.reason]++;
    if (received.reason == FN_REASON_DELIVERED)
        write_packet(model, &received.completion, frame);
}

void fn_flow_model_tick(model_t *model)
{
    struct fn_flow_change change;

    model->now++;
    for (unsigned c = 0; c < FN_FLOW_MODEL_CONTEXTS; c++)
        if (fn_flow_timeout(&model->contexts[c], model->now, c, &change)) {
            model->contexts[c] = change.next;
            write_report(model, &change, FN_REASON_DELIVERED);
        }
}

// ---- The driver's calls ----

static model_t *model_of(struct fn_paging *paging) { return (model_t *)paging->device; }

static enum fn_status operate(model_t *model, unsigned index, enum fn_operation code,
                              uint64_t argument, const struct fn_context *staged,
                              struct fn_flow_operation *operation)
{
    static const struct fn_context none;

    fn_flow_operation(&model->contexts[index], staged != NULL ? staged : &none, code, argument,
                      index, operation);
    if (operation->refused)
        return FN_REFUSED;
    model->contexts[index] = operation->change.next;
    write_report(model, &operation->change, FN_REASON_DELIVERED);
    return FN_OK;
}

static enum fn_status start(struct fn_paging *paging, unsigned index,
                            const struct fn_zero_copy_setup *wanted)
{
    struct fn_flow_operation operation;
    const uint32_t sequence = wanted->sequence * (wanted->slot_bytes ? wanted->slot_bytes : 1u);
    const struct fn_context context = {
        .rtp = wanted->slot_bytes != 0,
        .slot_size = (uint8_t)(wanted->slot_bytes / 512 - wanted->slot_bytes / 2048),  // 0 to 3
        .handle = wanted->handle, .epoch = wanted->epoch, .udp = wanted->udp,
        .acknowledge = (uint8_t)wanted->acknowledge, .report_push = wanted->report_push,
        .timestamps = wanted->timestamps, .surrender_options = wanted->surrender_options,
        .surrender_link = wanted->surrender_link,
        .check_acknowledgment = wanted->check_acknowledgment, .receive_next = sequence,
        .window_edge = wanted->window_edge, .page_offset = wanted->page_offset,
        .page_low_water = wanted->page_low_water, .follow_pages = wanted->follow_pages,
        .window_shift = wanted->window_shift,
        .acknowledge_packets = wanted->acknowledge_packets ? wanted->acknowledge_packets
                                                           : FN_DEFAULT_ACKNOWLEDGE_PACKETS,
        .acknowledge_timeout = wanted->acknowledge_timeout ? wanted->acknowledge_timeout
                                                           : FN_DEFAULT_ACKNOWLEDGE_TIMEOUT,
        .timestamp_recent = wanted->timestamp_recent, .last_acknowledgment = sequence,
        .send_unacknowledged = wanted->send_unacknowledged, .send_next = wanted->send_next,
        .send_window_maximum = wanted->send_window_maximum,
        .segment_maximum = wanted->segment_maximum ? wanted->segment_maximum
                                                   : FN_DEFAULT_SEGMENT_MAXIMUM
    };
    return operate(model_of(paging), index, FN_OPERATION_START, 0, &context, &operation);
}

static struct fn_context staged_of(const struct fn_context_record *record)
{
    struct fn_context context;
#define COPY(name, bits, type) context.name = record->name;
    FN_CONTEXT_FIELDS(COPY)
#undef COPY
    return context;
}

static enum fn_status import(struct fn_paging *paging, unsigned index,
                             const struct fn_context_record *record)
{
    struct fn_flow_operation operation;
    struct fn_context context = staged_of(record);

    context.epoch = fn_next_epoch(context.epoch);
    return operate(model_of(paging), index, FN_OPERATION_START, 0, &context, &operation);
}

static enum fn_status post_page(struct fn_paging *paging, unsigned index, const void *page)
{
    struct fn_flow_operation operation;
    const enum fn_status status = operate(model_of(paging), index, FN_OPERATION_POST_PAGE, 0,
                                          NULL, &operation);
    if (status == FN_OK)
        model_of(paging)->pages[index][operation.place] = (uint8_t *)(uintptr_t)page;
    return status;
}

static enum fn_status zero_copy_flow(struct fn_paging *paging, unsigned entry,
                                     struct fn_flow *flow)
{
    model_t *model = model_of(paging);
    struct fn_flow_entry *to = &model->receive.entries[entry];

    flow->state = FN_STATE_ZERO_COPY;
    to->info.state = FN_STATE_ZERO_COPY;
    to->info.context = flow->context;
    if (model->num_blind == 0) {
        model->num_blind = below(model, BLIND_PACKETS);
        model->blind_entry = entry;
        to->enable = model->num_blind == 0;
    }
    return FN_OK;
}

static enum fn_status snapshot(struct fn_paging *paging, unsigned index, enum fn_operation code,
                               struct fn_context_record *record)
{
    struct fn_flow_operation operation;
    const enum fn_status status = operate(model_of(paging), index, code, 0, NULL, &operation);

    if (record == NULL)
        return status;
#define COPY(name, bits, type) record->name = operation.staged.name;
    FN_CONTEXT_FIELDS(COPY)
#undef COPY
    return status;
}

static enum fn_status stop(struct fn_paging *paging, unsigned index,
                           struct fn_context_record *record)
{
    return snapshot(paging, index, FN_OPERATION_STOP, record);
}

static enum fn_status export(struct fn_paging *paging, unsigned index,
                             struct fn_context_record *record)
{
    return snapshot(paging, index, FN_OPERATION_EXPORT, record);
}

static enum fn_status accept(struct fn_paging *paging, unsigned index, uint32_t sequence,
                             uint32_t end)
{
    struct fn_flow_operation operation;
    return operate(model_of(paging), index, FN_OPERATION_ACCEPT,
                   (uint64_t)end << 32 | sequence, NULL, &operation);
}

static enum fn_status sent(struct fn_paging *paging, unsigned index, uint32_t send_next,
                           uint32_t window_edge)
{
    struct fn_flow_operation operation;
    return operate(model_of(paging), index, FN_OPERATION_SENT,
                   (uint64_t)window_edge << 32 | send_next, NULL, &operation);
}

const struct fn_paging_calls fn_flow_model_calls = {
    start, import, post_page, zero_copy_flow, stop, export, accept, sent
};
