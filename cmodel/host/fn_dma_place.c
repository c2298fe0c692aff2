// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_place - see fn_dma_place.h

#include "host/fn_dma_place.h"

#include <string.h>

#define IN  struct fn_dma_place_in
#define OUT struct fn_dma_place_out

const struct fn_port fn_dma_place_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_command_valid),
    FN_PORT(IN, s_command_skip),
    FN_PORT(IN, s_command_length),
    FN_PORT(IN, s_command_address),
    FN_PORT(IN, s_command_index),
    FN_PORT(IN, s_command_last),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT(IN, s_axis_tuser),
    FN_PORT(IN, m_command_ready),
    FN_PORT(IN, m_axis_tready),
    FN_PORT(IN, m_end_ready),
    { 0 }
};

const struct fn_port fn_dma_place_outputs[] = {
    FN_PORT(OUT, s_command_ready),
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, m_command_valid),
    FN_PORT(OUT, m_command_address),
    FN_PORT(OUT, m_command_index),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT(OUT, m_axis_tuser),
    FN_PORT(OUT, m_end_valid),
    FN_PORT(OUT, m_end_written),
    { 0 }
};

void fn_dma_place_reset(struct fn_dma_place *x)
{
    memset(x, 0, sizeof *x);
    x->out.s_command_ready = x->out.s_axis_tready = true;
}

// ---- Bytes out ----

static void send(struct fn_dma_place *x, unsigned count, bool is_end, bool is_final)
{
    x->out.m_axis_tvalid = true;
    x->out.m_axis_tdata = 0;
    memcpy(&x->out.m_axis_tdata, x->bytes, count);
    x->out.m_axis_tkeep = (uint8_t)((1u << count) - 1);
    x->out.m_axis_tlast = is_end;
    x->out.m_axis_tuser = (uint8_t)(is_end && is_final ? 1 | x->is_bad << 1 : 0);
    x->num_bytes -= count;
    memmove(x->bytes, x->bytes + count, x->num_bytes);
    x->is_tail &= !is_end;
}

static void send_piece(struct fn_dma_place *x, bool ends, bool is_final)
{
    x->is_tail = ends;
    x->is_final = is_final;
    x->is_bad = x->beats[0].bad;
    if (x->num_bytes > 8 || (x->num_bytes == 8 && !ends))
        send(x, 8, false, false);
    else if (ends && is_final)
        send(x, x->num_bytes, true, true);
}

// ---- One command and one beat ----

struct step {
    bool     is_due, is_free;   // free: no command is needed
    unsigned from, count;       // the beat's bytes that are the command's
    bool     is_done;           // the command
    bool     leaves;            // the beat
    bool     is_final;          // nothing is written behind it
};

static struct step look(const struct fn_dma_place *x)
{
    const struct fn_dma_place_beat *beat = &x->beats[0];
    const struct fn_place_command *command = &x->command;
    struct step step = { .is_free = x->is_discarded };

    step.is_due = x->num_beats != 0 && (x->has_command || x->is_discarded);
    if (!step.is_due || step.is_free) {
        step.leaves = true;
        return step;
    }
    const unsigned end = x->end < beat->bytes ? x->end : beat->bytes;
    step.from = x->begin;
    step.count = end > x->begin ? end - x->begin : 0;
    step.is_done = command->length == 0 || x->end <= beat->bytes;
    step.leaves = !step.is_done || command->last || x->end == beat->bytes;
    step.is_final = (step.is_done && command->last) || (beat->last && step.leaves);
    return step;
}

static bool may(const struct fn_dma_place *x, const struct step *step)
{
    const bool ends = step->is_done || x->beats[0].last;
    const bool is_first = !x->is_begun;

    if (!step->is_due || (x->beats[0].last && x->out.m_end_valid))
        return false;
    if (step->count == 0)
        return true;
    if (is_first && x->out.m_command_valid)
        return false;
    // An end that waits for this very byte makes room as it leaves.
    const bool completes = ends || (is_first ? 0 : x->num_bytes) + step->count >= 8;
    return completes ? !x->out.m_axis_tvalid && !x->is_tail
                     : !x->out.m_axis_tvalid || !x->is_tail;
}

static void take_bytes(struct fn_dma_place *x, const struct step *step)
{
    if (!x->is_begun) {
        x->out.m_command_valid = true;
        x->out.m_command_address = x->command.address;
        x->out.m_command_index = x->command.index;
    }
    memcpy(x->bytes + x->num_bytes, (const uint8_t *)&x->beats[0].data + step->from, step->count);
    x->num_bytes += step->count;
    x->is_written = true;
    send_piece(x, step->is_done || x->beats[0].last, step->is_final);
}

static void pass_beat(struct fn_dma_place *x)
{
    if (x->beats[0].last) {
        x->out.m_end_valid = true;
        x->out.m_end_written = x->is_written;
        x->is_draining = x->has_command && !x->is_discarded && !x->command.last;
        x->is_written = x->is_discarded = false;
    }
    x->beats[0] = x->beats[1];
    x->num_beats--;
}

static void advance(struct fn_dma_place *x, const struct step *step)
{
    const bool is_over = step->is_done || x->beats[0].last;

    if (!step->is_free) {
        x->is_begun = (x->is_begun || step->count != 0) && !is_over;
        x->is_discarded = step->is_done && x->command.last;
        x->at = step->leaves ? 0 : x->end;
        x->begin -= x->begin < 8 ? x->begin : 8;
        x->end -= 8;
    }
    if (step->leaves)
        pass_beat(x);
    if (!step->is_free && is_over)
        x->has_command = false;
}

static void begin_command(struct fn_dma_place *x)
{
    x->command = x->next;
    x->has_command = true;
    x->has_next = false;
    x->begin = x->at + x->command.skip;
    x->end = x->begin + x->command.length;
    x->at = 0;
}

static void work(struct fn_dma_place *x)
{
    const struct step step = look(x);
    const bool goes = may(x, &step), was_draining = x->is_draining;

    // What ends a piece leaves when it is known whether another piece follows.
    if (!x->is_final && x->is_tail && goes && step.is_final && step.count == 0) {
        x->is_final = true;
        x->is_bad = x->beats[0].bad;
    }
    if (x->is_tail && !x->out.m_axis_tvalid && (x->is_final || step.count != 0))
        send(x, x->num_bytes, true, x->is_final);
    if (goes && step.count != 0)
        take_bytes(x, &step);
    if (goes)
        advance(x, &step);
    if (was_draining && x->has_next) {
        x->is_draining = !x->next.last;
        x->has_next = false;
    } else if (!x->is_draining && !was_draining && x->has_next && !x->has_command) {
        begin_command(x);
    }
}

void fn_dma_place_tick(struct fn_dma_place *x, const struct fn_dma_place_in *in)
{
    const bool takes_command = in->s_command_valid && x->out.s_command_ready;
    const bool takes_beat = in->s_axis_tvalid && x->out.s_axis_tready;

    if (in->rst) {
        fn_dma_place_reset(x);
        return;
    }
    const bool gives_command = x->out.m_command_valid && in->m_command_ready;
    const bool gives_end = x->out.m_end_valid && in->m_end_ready;

    x->out.m_axis_tvalid &= !in->m_axis_tready;
    if (x->num_beats != 0 || x->has_next || x->is_tail)
        work(x);
    x->out.m_command_valid &= !gives_command;
    x->out.m_end_valid &= !gives_end;
    if (takes_beat)
        x->beats[x->num_beats++] = (struct fn_dma_place_beat){
            in->s_axis_tdata, (unsigned)__builtin_popcount(in->s_axis_tkeep), in->s_axis_tlast,
            in->s_axis_tuser
        };
    if (takes_command) {
        x->next = (struct fn_place_command){ in->s_command_skip, in->s_command_length,
                                             in->s_command_address, in->s_command_index,
                                             in->s_command_last };
        x->has_next = true;
    }
    x->out.s_axis_tready = x->num_beats < FN_DMA_PLACE_AHEAD;
    x->out.s_command_ready = !x->has_next;
}
