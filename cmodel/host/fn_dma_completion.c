// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion - see fn_dma_completion.h

#include "host/fn_dma_completion.h"

#include <string.h>

#include "fn_reasons.h"
#include "functional/fn_completion_ring.h"

#define IN  struct fn_dma_completion_in
#define OUT struct fn_dma_completion_out

enum {
    CLIENTS = FN_DMA_COMPLETION_CLIENTS, FULL = 56, FATES = FN_DMA_COMPLETION_FATES, LATENCY = 2,
    TAKE_PAUSE = 3, SLOT_PAUSE = 2
};

const struct fn_port fn_dma_completion_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_enable), FN_PORT(IN, s_ring_base), FN_PORT(IN, s_ring_size),
    FN_PORT(IN, s_consumer), FN_PORT(IN, m_receive_slot_ready),
    FN_PORT(IN, m_transmit_slot_ready), FN_PORT(IN, m_request_slot_ready),
    FN_PORT(IN, m_report_slot_ready),
    FN_PORT(IN, s_receive_valid),
    FN_PORT_RECORD(IN, s_receive_data, &fn_completion_record), FN_PORT(IN, s_receive_discard),
    FN_PORT(IN, s_transmit_valid), FN_PORT_RECORD(IN, s_transmit_data, &fn_completion_record),
    FN_PORT(IN, s_request_valid), FN_PORT_RECORD(IN, s_request_data, &fn_completion_record),
    FN_PORT(IN, s_report_valid), FN_PORT_RECORD(IN, s_report_data, &fn_report_record),
    FN_PORT(IN, s_done_valid), FN_PORT(IN, s_done_error),
    FN_PORT(IN, s_record_done_valid), FN_PORT(IN, s_record_done_error),
    FN_PORT(IN, m_record_ready), FN_PORT(IN, m_record_axis_tready), FN_PORT(IN, m_delivery_ready),
    { 0 }
};

const struct fn_port fn_dma_completion_outputs[] = {
    FN_PORT(OUT, m_producer), FN_PORT(OUT, m_receive_slot_valid),
    FN_PORT(OUT, m_transmit_slot_valid), FN_PORT(OUT, m_request_slot_valid),
    FN_PORT(OUT, m_report_slot_valid), FN_PORT(OUT, s_report_ready),
    FN_PORT(OUT, s_receive_ready), FN_PORT(OUT, s_transmit_ready), FN_PORT(OUT, s_request_ready),
    FN_PORT(OUT, m_record_valid), FN_PORT(OUT, m_record_address),
    FN_PORT(OUT, m_record_axis_tvalid), FN_PORT(OUT, m_record_axis_tdata),
    FN_PORT(OUT, m_record_axis_tlast), FN_PORT(OUT, m_delivery_valid),
    FN_PORT(OUT, m_delivery_reason), FN_PORT(OUT, m_completion_event),
    FN_PORT(OUT, m_bus_error_event), { 0 }
};

void fn_dma_completion_reset(struct fn_dma_completion *x, unsigned data_bits)
{
    memset(x, 0, sizeof *x);
    x->bus = data_bits / 8;
    x->source = -1;
    x->room = true;
    x->last_source = FN_DMA_COMPLETION_REPORT;
    x->last_client = FN_DMA_COMPLETION_REPORT;
    x->slot_pause = SLOT_PAUSE;
    x->cycle = LATENCY + TAKE_PAUSE;  // no take was ever
}

// ---- Slots ----

static void give_slots(struct fn_dma_completion *x, const struct fn_dma_completion_in *in,
                       const bool spent[CLIENTS])
{
    bool *const valid[CLIENTS] = { &x->out.m_receive_slot_valid, &x->out.m_transmit_slot_valid,
                                   &x->out.m_request_slot_valid,
                                   &x->out.m_report_slot_valid };
    const bool ready[CLIENTS] = { in->m_receive_slot_ready, in->m_transmit_slot_ready,
                                  in->m_request_slot_ready, in->m_report_slot_ready };
    int client = -1;

    for (unsigned c = CLIENTS; c > 0; c--)  // the one behind the last client is looked at last
        if (!*valid[(x->last_client + c) % CLIENTS])
            client = (int)((x->last_client + c) % CLIENTS);
    for (unsigned c = 0; c < CLIENTS; c++) {
        x->tokens[c] = (uint16_t)(x->tokens[c] + (*valid[c] && ready[c]) - spent[c]);
        *valid[c] &= !ready[c];
    }
    const bool is_free = x->is_slot_free && x->slot_pause == 0 && client >= 0;
    x->is_slot_free = x->used < 1u << in->s_ring_size;
    x->used = (uint16_t)(x->given - in->s_consumer);
    if (is_free) {
        *valid[client] = true;
        x->last_client = (unsigned)client;
        x->given++;
    }
    x->slot_pause = is_free ? SLOT_PAUSE : x->slot_pause - (x->slot_pause != 0);
    if (!in->s_enable) {
        for (unsigned c = 0; c < CLIENTS; c++)
            *valid[c] = false;
        memset(x->tokens, 0, sizeof x->tokens);
        x->given = 0;
        x->is_slot_free = false;
        x->slot_pause = SLOT_PAUSE;
        x->last_client = FN_DMA_COMPLETION_REPORT;
    }
}

// ---- Records in ----

static void push(struct fn_dma_completion *x, const void *record, bool is_discarded)
{
    struct fn_dma_completion_entry *entry = &x->entries[x->put++ % FN_DMA_COMPLETION_PLACES];

    entry->is_receive = x->source == FN_DMA_COMPLETION_RECEIVE;
    entry->is_discarded = is_discarded;
    entry->has_slot = x->tokens[x->source] != 0;
    entry->due = x->cycle + LATENCY;
    if (is_discarded || !entry->has_slot)
        return;
    memset(entry->bytes, 0, sizeof entry->bytes);
    fn_record_pack(x->source == FN_DMA_COMPLETION_REPORT ? &fn_report_record
                                                         : &fn_completion_record,
                   record, entry->bytes);
}

static void take_records(struct fn_dma_completion *x, const struct fn_dma_completion_in *in,
                         bool spent[CLIENTS])
{
    const void *const record[CLIENTS] = {
        &in->s_receive_data, &in->s_transmit_data, &in->s_request_data, &in->s_report_data
    };
    bool valid[CLIENTS] = { in->s_receive_valid, in->s_transmit_valid, in->s_request_valid,
                            in->s_report_valid };
    const bool ends = x->source >= 0 && x->left == 0;

    if (ends) {
        const bool is_discarded = x->source == FN_DMA_COMPLETION_RECEIVE && in->s_receive_discard;
        push(x, record[x->source], is_discarded);
        spent[x->source] = !is_discarded && x->tokens[x->source] != 0;
        valid[x->source] = false;
    }
    if (x->source >= 0 && !ends) {
        x->left--;
    } else {
        x->source = -1;
        for (unsigned c = CLIENTS; x->room && c > 0; c--)  // the one behind the last comes first
            if (valid[(x->last_source + c) % CLIENTS])
                x->source = (int)((x->last_source + c) % CLIENTS);
        if (x->source >= 0)
            x->last_source = (unsigned)x->source;
        x->left = x->source == FN_DMA_COMPLETION_RECEIVE && in->s_receive_discard
                ? 0 : FN_DMA_COMPLETION_RECORD / x->bus - 1;
    }
    const bool is_ready = x->source >= 0 && x->left == 0;
    x->out.s_receive_ready = is_ready && x->source == FN_DMA_COMPLETION_RECEIVE;
    x->out.s_transmit_ready = is_ready && x->source == FN_DMA_COMPLETION_TRANSMIT;
    x->out.s_request_ready = is_ready && x->source == FN_DMA_COMPLETION_REQUEST;
    x->out.s_report_ready = is_ready && x->source == FN_DMA_COMPLETION_REPORT;
}

// ---- Records out ----

static void show_words(struct fn_dma_completion *x, bool ready)
{
    struct fn_dma_completion_out *out = &x->out;
    const bool move = x->is_leaving && (!out->m_record_axis_tvalid || ready);

    if (move) {
        memcpy(out->m_record_axis_tdata, x->leaving + x->sent, x->bus);
        x->sent += x->bus;
        out->m_record_axis_tlast = x->sent == FN_DMA_COMPLETION_RECORD;
        x->is_leaving = !out->m_record_axis_tlast;
    }
    out->m_record_axis_tvalid = move || (out->m_record_axis_tvalid && !ready);
    if (x->is_waiting && !x->is_leaving) {
        memcpy(x->leaving, x->waiting, sizeof x->leaving);
        x->is_leaving = true;
        x->is_waiting = false;
        x->sent = 0;
    }
}

// What the driver will read: the record with its phase; if the packet's writes failed its reason.
static void write_record(struct fn_dma_completion *x, const struct fn_dma_completion_in *in,
                         const struct fn_dma_completion_entry *entry, bool has_failed)
{
    enum { REASON_BYTE = 56, REASON_MASK = 0x3f, PHASE_BYTE = 63, PHASE_MASK = 0x80 };
    uint8_t *const bytes = x->waiting;

    memcpy(bytes, entry->bytes, sizeof x->waiting);
    if (has_failed)
        bytes[REASON_BYTE] = (uint8_t)((bytes[REASON_BYTE] & ~REASON_MASK) | FN_REASON_BUS_ERROR);
    bytes[PHASE_BYTE] &= (uint8_t)~PHASE_MASK;
    if (fn_completion_phase(in->s_ring_size, x->next))
        bytes[PHASE_BYTE] |= PHASE_MASK;
    x->is_waiting = true;
    x->out.m_record_valid = true;
    x->out.m_record_address = fn_completion_address(in->s_ring_base, in->s_ring_size, x->next++);
    x->written++;
}

static bool take_entry(struct fn_dma_completion *x, const struct fn_dma_completion_in *in)
{
    const struct fn_dma_completion_entry *entry = &x->entries[x->get % FN_DMA_COMPLETION_PLACES];
    const unsigned done = x->dones_get % FN_DMA_COMPLETION_DONES;

    if (!x->is_free || x->get == x->put || entry->due > x->cycle)
        return false;
    if (entry->is_receive && (x->dones_get == x->dones_put || x->dones[done].due > x->cycle))
        return false;
    const bool has_failed = entry->is_receive && x->dones[done].error;
    const bool is_dropped = !entry->has_slot || x->stale != 0;
    x->dones_get += entry->is_receive;
    x->get++;
    x->stale -= x->stale != 0;
    x->last_take = x->cycle;
    if (entry->is_discarded)
        return true;
    if (!is_dropped)
        write_record(x, in, entry, has_failed);
    if (!is_dropped || entry->is_receive)
        x->fates[x->fates_put++ % FATES] = (struct fn_dma_completion_fate){
            entry->is_receive, !is_dropped, has_failed, x->cycle + LATENCY
        };
    return true;
}

// The oldest of what left, once the response to its record is there.
static void deliver(struct fn_dma_completion *x, bool is_busy)
{
    const struct fn_dma_completion_fate *fate = &x->fates[x->fates_get % FATES];
    const struct fn_dma_completion_fate *response = &x->responses[x->responses_get % FATES];

    if (is_busy || x->fates_get == x->fates_put || fate->due > x->cycle)
        return;
    if (fate->is_written && (x->responses_get == x->responses_put || response->due > x->cycle))
        return;
    x->fates_get++;
    x->responses_get += fate->is_written;
    x->out.m_delivery_valid = fate->delivers;
    x->out.m_delivery_reason = !fate->is_written ? FN_REASON_NO_COMPLETION
                             : fate->has_failed || response->has_failed ? FN_REASON_BUS_ERROR
                             : FN_REASON_DELIVERED;
}

static void give_records(struct fn_dma_completion *x, const struct fn_dma_completion_in *in)
{
    const bool may_be_free = !x->is_waiting && !x->out.m_record_valid && !x->has_skipped
                          && x->fates_put - x->fates_get < FATES
                          && x->last_take + TAKE_PAUSE <= x->cycle;
    const bool is_delivering = x->out.m_delivery_valid;
    const bool was_leaving = x->is_leaving, was_waiting = x->is_waiting;

    show_words(x, in->m_record_axis_tready);
    x->out.m_record_valid &= !in->m_record_ready;
    x->out.m_delivery_valid &= !in->m_delivery_ready;
    const bool begins = was_waiting && !x->is_waiting;
    deliver(x, is_delivering);
    const bool take = take_entry(x, in);
    x->has_skipped = was_leaving && !begins && (take || x->has_skipped);
    x->is_free = !take && may_be_free;
}

static void take_responses(struct fn_dma_completion *x, const struct fn_dma_completion_in *in)
{
    const bool counts = in->s_record_done_valid && x->ignored == 0 && in->s_enable;

    if (in->s_done_valid) {
        const unsigned done = x->dones_put++ % FN_DMA_COMPLETION_DONES;
        x->dones[done].error = in->s_done_error;
        x->dones[done].due = x->cycle + LATENCY;
    }
    if (in->s_record_done_valid)
        x->responses[x->responses_put++ % FATES] = (struct fn_dma_completion_fate){
            .has_failed = in->s_record_done_error, .due = x->cycle + LATENCY
        };
    x->written -= in->s_record_done_valid;
    x->ignored -= in->s_record_done_valid && x->ignored != 0;
    x->out.m_producer = (uint16_t)((x->is_enabled ? x->out.m_producer : 0) + counts);
    x->out.m_completion_event = counts;
    x->out.m_bus_error_event = (in->s_done_valid && in->s_done_error)
                            || (in->s_record_done_valid && in->s_record_done_error);
}

void fn_dma_completion_tick(struct fn_dma_completion *x, const struct fn_dma_completion_in *in)
{
    bool spent[CLIENTS] = { false };

    if (in->rst) {
        fn_dma_completion_reset(x, 8 * x->bus);
        return;
    }
    const bool room = x->put - x->get < FULL;
    const unsigned under_way = x->ignored + x->stale;  // of before
    give_records(x, in);
    take_records(x, in, spent);
    give_slots(x, in, spent);
    take_responses(x, in);
    x->room = room;
    if (!in->s_enable) {
        x->stale = x->put - x->get;
        x->ignored = x->written;
        x->next = 0;
        x->out.m_producer = (uint16_t)under_way;
    }
    x->is_enabled = in->s_enable;
    x->cycle++;
}
