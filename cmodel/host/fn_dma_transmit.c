// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit - see fn_dma_transmit.h

#include "host/fn_dma_transmit.h"

#include <string.h>

#define IN  struct fn_dma_transmit_in
#define OUT struct fn_dma_transmit_out

const struct fn_port fn_dma_transmit_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_enable),
    FN_PORT(IN, s_ring_base),
    FN_PORT(IN, s_ring_size),
    FN_PORT(IN, s_producer),
    FN_PORT(IN, m_descriptor_ready),
    FN_PORT(IN, s_descriptor_axis_tvalid),
    FN_PORT(IN, s_descriptor_axis_tdata),
    FN_PORT(IN, s_descriptor_axis_tlast),
    FN_PORT(IN, s_descriptor_axis_tuser),
    FN_PORT(IN, m_data_ready),
    FN_PORT(IN, s_data_axis_tvalid),
    FN_PORT(IN, s_data_axis_tdata),
    FN_PORT(IN, s_data_axis_tlast),
    FN_PORT(IN, s_data_axis_tuser),
    FN_PORT(IN, s_slot_valid),
    FN_PORT(IN, m_record_ready),
    FN_PORT(IN, m_axis_tready),
    FN_PORT(IN, m_completion_ready),
    FN_PORT(IN, m_outcome_ready),
    { 0 }
};

const struct fn_port fn_dma_transmit_outputs[] = {
    FN_PORT(OUT, m_consumer),
    FN_PORT(OUT, m_descriptor_valid),
    FN_PORT(OUT, m_descriptor_address),
    FN_PORT(OUT, m_descriptor_length),
    FN_PORT(OUT, s_descriptor_axis_tready),
    FN_PORT(OUT, m_data_valid),
    FN_PORT(OUT, m_data_address),
    FN_PORT(OUT, m_data_length),
    FN_PORT(OUT, s_data_axis_tready),
    FN_PORT(OUT, s_slot_ready),
    FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_transmit_record_record),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT(OUT, m_axis_tuser),
    FN_PORT(OUT, m_completion_valid),
    FN_PORT_RECORD(OUT, m_completion_data, &fn_completion_record),
    FN_PORT(OUT, m_outcome_valid),
    FN_PORT(OUT, m_outcome_reason),
    FN_PORT(OUT, m_bus_error_event),
    { 0 }
};

enum {
    START_TO_REQUEST = 2,     // edges from the look at the producer to the request
    DESCRIPTOR_TO_COMMAND = 3,
    PIECE_TO_BEAT = 3,
    PIECE_BYTES = 8,
    BEATS_ON_THEIR_WAY = 4,
    MOST_REQUESTS = 32, MOST_DESCRIPTORS = 8  // in flight; in a request
};

void fn_dma_transmit_reset(struct fn_dma_transmit *dma, unsigned data_bits)
{
    memset(dma, 0, sizeof *dma);
    dma->word_bytes = data_bits / 8;
    dma->check.stop = true;
    dma->run.room = true;
    dma->out.s_descriptor_axis_tready = dma->out.s_data_axis_tready = true;
}

// ---- Queues ----

static void show(struct fn_dma_transmit_queue *queue, bool taken)
{
    queue->gone += taken;
    if (queue->shown == queue->gone && queue->shown != queue->came)
        queue->shown++;
}

static void show_record(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in)
{
    struct fn_dma_transmit_out *out = &dma->out;

    show(&dma->record, out->m_record_valid && in->m_record_ready);
    out->m_record_valid = dma->record.shown != dma->record.gone;
    if (out->m_record_valid)
        out->m_record_data = dma->records[dma->record.gone % FN_DMA_TRANSMIT_RECORDS];
}

static void show_beat(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in)
{
    struct fn_dma_transmit_out *out = &dma->out;

    dma->beats_gone += out->m_axis_tvalid && in->m_axis_tready;
    if (dma->beats_shown == dma->beats_gone) {
        const struct fn_dma_transmit_beat *beat =
            &dma->beats[dma->beats_shown % (2 * FN_DMA_TRANSMIT_BEATS)];
        out->m_axis_tvalid = dma->beats_shown != dma->beats_made && beat->due <= dma->cycle;
        if (out->m_axis_tvalid) {
            out->m_axis_tdata = beat->data;
            out->m_axis_tkeep = beat->keep;
            out->m_axis_tlast = beat->last;
            out->m_axis_tuser = beat->reason;
            dma->beats_shown++;
        }
    }
    while (dma->beats_kept != dma->beats_made
            && dma->beats[dma->beats_kept % (2 * FN_DMA_TRANSMIT_BEATS)].due <= dma->cycle + 1)
        dma->beats_kept++;
}

// ---- What a packet leaves behind ----

static bool is_end_ready(const struct fn_dma_transmit_out *out)
{
    return !out->m_outcome_valid && !out->s_slot_ready && !out->m_completion_valid;
}

static void leave(struct fn_dma_transmit_out *out, const struct fn_dma_transmit_in *in)
{
    const bool slot = out->s_slot_ready && in->s_slot_valid;

    out->m_outcome_valid &= !in->m_outcome_ready;
    out->m_completion_valid = slot || (out->m_completion_valid && !in->m_completion_ready);
    out->s_slot_ready &= !slot;
    out->m_bus_error_event = false;
}

static void end(struct fn_dma_transmit *dma, const struct fn_dma_transmit_command *command,
                uint8_t reason)
{
    const struct fn_gather *packet = &command->step.packet;
    struct fn_dma_transmit_out *out = &dma->out;

    out->m_consumer = command->consumer;
    out->m_outcome_valid = true;
    out->m_outcome_reason = reason;
    out->m_bus_error_event = reason == FN_REASON_BUS_ERROR;
    out->s_slot_ready = command->step.complete;
    out->m_completion_data.kind = FN_KIND_TRANSMIT_DONE;
    out->m_completion_data.reason = reason;
    out->m_completion_data.cookie = packet->cookie;
    out->m_completion_data.frame_length = packet->length;
}

// ---- Gather ----

static void emit(struct fn_dma_transmit *dma, unsigned bytes, bool last, uint8_t reason)
{
    struct fn_dma_transmit_run *run = &dma->run;
    struct fn_dma_transmit_beat *beat =
        &dma->beats[dma->beats_made++ % (2 * FN_DMA_TRANSMIT_BEATS)];

    *beat = (struct fn_dma_transmit_beat){
        .keep = (uint8_t)((1u << bytes) - 1), .last = last, .reason = reason,
        .due = dma->cycle + PIECE_TO_BEAT
    };
    memcpy(&beat->data, run->held, bytes);
    run->num_held -= bytes;
    memmove(run->held, run->held + bytes, run->num_held);
}

// The bytes up to the next multiple of 8; eight at most are held back.
static void take_piece(struct fn_dma_transmit *dma)
{
    struct fn_dma_transmit_run *run = &dma->run;
    const struct fn_dma_transmit_word *word = &dma->words[dma->words_out % FN_DMA_TRANSMIT_WORDS];
    const unsigned whole = PIECE_BYTES - run->at % PIECE_BYTES;
    const unsigned bytes = run->left < whole ? run->left : whole;

    memcpy(run->held + run->num_held, word->byte + run->at, bytes);
    run->num_held += bytes;
    run->error |= word->error;
    run->at += bytes;
    run->left -= bytes;
    if (run->left == 0 || run->at == dma->word_bytes) {
        run->at = 0;
        dma->words_out++;
    }
    if (run->num_held > PIECE_BYTES)
        emit(dma, PIECE_BYTES, false, 0);
}

static void finish(struct fn_dma_transmit *dma)
{
    struct fn_dma_transmit_run *run = &dma->run;
    const struct fn_gather *packet = &run->command.step.packet;
    const uint8_t reason = run->error ? FN_REASON_BUS_ERROR : packet->reason;

    if (packet->leaves)
        emit(dma, run->num_held, true, reason);
    end(dma, &run->command, reason);
    run->error = false;
}

// True when it begins the next command.
static bool gather(struct fn_dma_transmit *dma, bool end_ready, bool record_ready)
{
    struct fn_dma_transmit_run *run = &dma->run;

    if (run->busy && run->room) {
        if (run->left == 0 && end_ready) {
            finish(dma);
            run->busy = false;
        } else if (run->left != 0 && dma->words_in != dma->words_out) {
            take_piece(dma);
            run->busy = run->left != 0 || run->command.step.end;
        }
    }
    if (run->busy || !dma->is_next)
        return false;
    const struct fn_dma_transmit_command *next =
        &dma->commands[(dma->command.gone - 1) % (2 * FN_DMA_TRANSMIT_COMMANDS)];
    if (next->step.first && !record_ready)
        return false;
    run->busy = true;
    run->command = *next;
    run->left = next->step.read ? next->length : 0;
    run->at = next->offset;
    dma->is_record_due = next->step.first;
    if (next->step.first)
        dma->records[dma->record.came % FN_DMA_TRANSMIT_RECORDS] = next->step.packet.record;
    return true;
}

static void take_word(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in)
{
    if (in->s_data_axis_tvalid && dma->out.s_data_axis_tready) {
        struct fn_dma_transmit_word *word = &dma->words[dma->words_in++ % FN_DMA_TRANSMIT_WORDS];
        memcpy(word->byte, in->s_data_axis_tdata, sizeof word->byte);
        word->error = in->s_data_axis_tuser;
    }
    dma->out.s_data_axis_tready = dma->words_in - dma->words_out < FN_DMA_TRANSMIT_WORDS;
}

// ---- Descriptors ----

static void take_descriptor(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in)
{
    struct fn_dma_transmit_descriptor *check = &dma->check;

    memcpy(check->bytes + check->num_bytes, in->s_descriptor_axis_tdata, dma->word_bytes);
    check->num_bytes += dma->word_bytes;
    check->error |= in->s_descriptor_axis_tuser;
    if (check->num_bytes < FN_GATHER_DESCRIPTOR)
        return;
    fn_record_unpack(&fn_descriptor_record, check->bytes, &check->descriptor);
    check->step = fn_gather_step(&check->packet, &check->descriptor, check->error);
    check->num_bytes = 0;
    check->error = false;
    check->waits = true;
    check->due = dma->cycle + DESCRIPTOR_TO_COMMAND;
    dma->out.s_descriptor_axis_tready = false;
}

static void issue(struct fn_dma_transmit *dma, bool command_ready)
{
    struct fn_dma_transmit_descriptor *check = &dma->check;
    const bool is_command = check->step.read || check->step.end;

    if (dma->cycle < check->due || (is_command && !command_ready))
        return;
    check->waits = false;
    check->index++;
    if (is_command)
        dma->commands[dma->command.came++ % (2 * FN_DMA_TRANSMIT_COMMANDS)] =
            (struct fn_dma_transmit_command){
                check->step, check->index, check->descriptor.length,
                (uint8_t)(check->descriptor.address % dma->word_bytes)
            };
    dma->out.m_data_valid = check->step.read;
    dma->out.m_data_address = check->descriptor.address;
    dma->out.m_data_length = check->descriptor.length;
    dma->out.s_descriptor_axis_tready = !check->step.read;
}

static void check_descriptor(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in,
                             bool command_ready, bool drained)
{
    struct fn_dma_transmit_descriptor *check = &dma->check;
    const bool at_start = dma->out.s_descriptor_axis_tready && check->num_bytes == 0
                       && !check->packet.inside;
    const bool restart = check->clear && in->s_enable;

    if (dma->out.s_descriptor_axis_tready) {
        if (in->s_descriptor_axis_tvalid && !(at_start && (check->stop || !in->s_enable)))
            take_descriptor(dma, in);
    } else if (check->waits) {
        issue(dma, command_ready);
    } else if (in->m_data_ready) {
        dma->out.m_data_valid = false;
        dma->out.s_descriptor_axis_tready = true;
    }
    if (check->clear)
        check->index = dma->out.m_consumer = dma->fetch.fetched = dma->fetch.available = 0;
    check->clear = check->stop && drained && !restart;
    check->stop = check->stop ? !restart : at_start && !in->s_enable;
}

// Never across a multiple of eight in the ring, nor its end.
static unsigned request_size(const struct fn_dma_transmit_fetch *fetch, unsigned ring_size)
{
    const unsigned most = ring_size < 3 ? 1u << ring_size : MOST_DESCRIPTORS;
    const unsigned room = most - fetch->fetched % most;
    return fetch->available < room ? fetch->available : room;
}

static void fetch(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in)
{
    struct fn_dma_transmit_fetch *fetch = &dma->fetch;
    const uint16_t available = (uint16_t)(in->s_producer - fetch->fetched);
    const bool answered = in->s_descriptor_axis_tvalid && dma->out.s_descriptor_axis_tready
                       && in->s_descriptor_axis_tlast;

    if (!fetch->busy) {
        fetch->busy = !dma->check.stop && fetch->available != 0 && fetch->inside < MOST_REQUESTS;
        fetch->count = request_size(fetch, in->s_ring_size);
        fetch->due = dma->cycle + START_TO_REQUEST;
    } else if (dma->cycle == fetch->due) {
        const uint64_t index = fetch->fetched & ((1u << in->s_ring_size) - 1);
        dma->out.m_descriptor_valid = true;
        dma->out.m_descriptor_length = (uint16_t)(fetch->count * FN_GATHER_DESCRIPTOR);
        dma->out.m_descriptor_address
            = (in->s_ring_base / FN_GATHER_DESCRIPTOR + index) * FN_GATHER_DESCRIPTOR;
        fetch->fetched = (uint16_t)(fetch->fetched + fetch->count);
        fetch->inside++;
    } else if (dma->out.m_descriptor_valid && in->m_descriptor_ready) {
        dma->out.m_descriptor_valid = false;
        fetch->busy = false;
    }
    fetch->available = available;
    fetch->inside -= answered;
}

void fn_dma_transmit_tick(struct fn_dma_transmit *dma, const struct fn_dma_transmit_in *in)
{
    // Everything looks at what the others were before the edge.
    const bool end_ready = is_end_ready(&dma->out);
    const bool record_ready = dma->record.came - dma->record.gone < FN_DMA_TRANSMIT_RECORDS;
    const bool command_ready = dma->command.came - dma->command.gone < FN_DMA_TRANSMIT_COMMANDS;
    const bool drained = !dma->fetch.busy && dma->fetch.inside == 0 && end_ready
                      && dma->check.index == dma->out.m_consumer;
    const bool room = dma->beats_kept - dma->beats_gone
                    < FN_DMA_TRANSMIT_BEATS - BEATS_ON_THEIR_WAY;

    if (in->rst) {
        fn_dma_transmit_reset(dma, dma->word_bytes * 8);
        return;
    }
    leave(&dma->out, in);
    show_beat(dma, in);
    show_record(dma, in);
    dma->record.came += dma->is_record_due;
    dma->is_record_due = false;
    const bool take_next = !dma->is_next && dma->command.shown != dma->command.gone;
    const bool begun = gather(dma, end_ready, record_ready);
    dma->is_next = take_next || (dma->is_next && !begun);
    show(&dma->command, take_next);
    dma->run.room = room;
    take_word(dma, in);
    fetch(dma, in);
    check_descriptor(dma, in, command_ready, drained);
    dma->cycle++;
}
