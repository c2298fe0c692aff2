// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_merge_test - rtl/host/fn_dma_merge.v against its twin
//
// Whatever the twin does: what leaves must be whole packets of one source after another, each
// beat that source's next one, each piece under its own command.  Bit 0 of an address tells the
// source, and bytes and flow follow from it.

#include "host/fn_dma_merge.h"
#include "lockstep.h"

enum { SOURCES = 2, PIECES = 1024, AHEAD = 5, PERIOD = 8192 };

struct piece {
    uint64_t address;
    unsigned beats;
    bool     ends_packet, is_bad;
};

struct source {
    struct piece pieces[PIECES];
    unsigned     made, commands, beat_piece, beat;  // made, offered: counted for ever
    unsigned     got_commands, got_piece, got_beat; // as they leave
    struct lockstep_source command, beats;
};

static struct source sources[SOURCES];
static unsigned command_sources[8], put_command, got_command;
static bool     inside, is_commanded, is_full_rate, is_quiet;
static unsigned long last_placed;  // cycle in which such a packet's first command was taken
static unsigned present;

static uint64_t beat_data(const struct piece *piece, unsigned beat)
{
    return (piece->address + beat) * 0x9e3779b97f4a7c15u;
}

static uint16_t piece_flow(uint64_t address)
{
    return (uint16_t)(address >> 20 & 1023);
}

static uint8_t beat_keep(const struct piece *piece, unsigned beat)
{
    return (uint8_t)(beat + 1 < piece->beats ? 0xff : 0xff >> piece->address / 8 % 8);
}

// ---- Sources ----

static struct piece *piece_number(struct lockstep *bench, unsigned s, unsigned number)
{
    struct piece *piece = &sources[s].pieces[number % PIECES];

    if (number == sources[s].made) {
        sources[s].made++;
        lockstep_bytes(bench, &piece->address, 8);
        piece->address = (piece->address & ~1ull) | s;
        piece->beats = lockstep_below(bench, 3) == 0 ? 1 : 1 + lockstep_below(bench, 12);
        piece->ends_packet = lockstep_below(bench, 3) != 0;
        piece->is_bad = lockstep_below(bench, 4) == 0;
    }
    return piece;
}

// In quiet times something begins in one of 8 cycles: every channel by itself, or all at once.
static bool is_loud(struct lockstep *bench)
{
    static unsigned long cycle;
    static bool          is_common;

    if (bench->cycle != cycle)
        is_common = lockstep_below(bench, 8) == 0;
    cycle = bench->cycle;
    return !is_quiet || (cycle % 512 < 256 ? is_common : lockstep_below(bench, 8) == 0);
}

static void offer_command(struct lockstep *bench, unsigned s, bool *valid, bool ready,
                          uint64_t *address)
{
    struct source *source = &sources[s];

    if (lockstep_offer(bench, &source->command, valid, ready)) {
        *valid &= (int)(source->commands - source->beat_piece) < AHEAD && is_loud(bench);
        source->command.is_refused &= *valid;
        if (*valid)
            *address = piece_number(bench, s, source->commands++)->address;
    }
}

static void offer_beat(struct lockstep *bench, unsigned s, bool *valid, bool ready,
                       struct fn_dma_merge_beat *beat)
{
    struct source *source = &sources[s];

    if (!lockstep_offer(bench, &source->beats, valid, ready))
        return;
    *valid &= source->beat != 0 || is_loud(bench);
    source->beats.is_refused &= *valid;
    lockstep_bytes(bench, beat, sizeof *beat);
    beat->last = lockstep_below(bench, 2);
    beat->user = (uint8_t)lockstep_below(bench, 4);
    if (*valid) {
        const struct piece *piece = piece_number(bench, s, source->beat_piece);
        beat->data = beat_data(piece, source->beat);
        beat->keep = beat_keep(piece, source->beat);
        beat->last = ++source->beat == piece->beats;
        if (beat->last) {
            beat->user = (uint8_t)(piece->ends_packet | piece->is_bad << 1);
            source->beat = 0;
            source->beat_piece++;
        }
    }
}

static void offer(struct lockstep *bench, struct fn_dma_merge_in *in,
                  const struct fn_dma_merge_out *out)
{
    static struct fn_dma_merge_beat beat[SOURCES];

    offer_command(bench, 0, &in->s_stack_command_valid, out->s_stack_command_ready,
                  &in->s_stack_command_address);
    offer_command(bench, 1, &in->s_place_command_valid, out->s_place_command_ready,
                  &in->s_place_command_address);
    in->s_place_command_index = piece_flow(in->s_place_command_address);
    offer_beat(bench, 0, &in->s_stack_axis_tvalid, out->s_stack_axis_tready, &beat[0]);
    offer_beat(bench, 1, &in->s_place_axis_tvalid, out->s_place_axis_tready, &beat[1]);
    in->s_stack_axis_tdata = beat[0].data;
    in->s_stack_axis_tkeep = beat[0].keep;
    in->s_stack_axis_tlast = beat[0].last;
    in->s_stack_axis_tuser = beat[0].user;
    in->s_place_axis_tdata = beat[1].data;
    in->s_place_axis_tkeep = beat[1].keep;
    in->s_place_axis_tlast = beat[1].last;
    in->s_place_axis_tuser = beat[1].user;
}

// ---- What must come out ----

static void check_command(struct lockstep *bench, const struct fn_dma_merge_out *out)
{
    const unsigned s = out->m_command_address & 1;
    struct source *source = &sources[s];
    const struct piece *piece = &source->pieces[source->got_commands % PIECES];

    lockstep_check(bench, "the source's next command", out->m_command_address
                   == source->pieces[source->got_commands++ % PIECES].address);
    lockstep_check(bench, "its source and flow", out->m_command_place == s
                   && out->m_command_index == (s == 0 ? 0 : piece_flow(out->m_command_address)));
    lockstep_check(bench, "a packet's first piece", out->m_command_first == !is_commanded);
    lockstep_check(bench, "placed packets in two cycles on end", s == 0 || !out->m_command_first
                   || last_placed == 0 || bench->cycle > last_placed + 1);
    lockstep_cover(bench, "placed packets two cycles apart", s == 1 && out->m_command_first
                   && bench->cycle == last_placed + 2);
    if (s == 1 && out->m_command_first)
        last_placed = bench->cycle;
    is_commanded = !piece->ends_packet;
    command_sources[put_command++ % 8] = s;
}

static void check_beat(struct lockstep *bench, const struct fn_dma_merge_out *out)
{
    const bool is_here = got_command == put_command && out->m_command_valid;
    const unsigned s = is_here ? out->m_command_address & 1 : command_sources[got_command % 8];
    struct source *source = &sources[s];
    const struct piece *piece = &source->pieces[source->got_piece % PIECES];

    lockstep_check(bench, "a command before its piece", is_here || got_command != put_command);
    lockstep_check(bench, "no change inside a packet", !inside || s == present);
    lockstep_check(bench, "the source's next beat",
                   out->m_axis_tdata == beat_data(piece, source->got_beat)
                   && out->m_axis_tkeep == beat_keep(piece, source->got_beat));
    lockstep_check(bench, "turns", inside || !is_full_rate || bench->cycle % PERIOD < 100
                   || s != present);
    present = s;
    inside = true;
    source->got_beat++;
    lockstep_check(bench, "the piece's end",
                   out->m_axis_tlast == (source->got_beat == piece->beats));
    if (out->m_axis_tlast) {
        lockstep_check(bench, "the packet's end", out->m_axis_tuser
                       == (piece->ends_packet | piece->is_bad << 1));
        inside = !piece->ends_packet;
        source->got_beat = 0;
        source->got_piece++;
        got_command++;
    }
}

static void host(struct lockstep *bench, const struct fn_dma_merge_out *out,
                 const struct fn_dma_merge_in *in)
{
    lockstep_check(bench, "no pause", !is_full_rate || bench->cycle % PERIOD < 100
                   || out->m_axis_tvalid);
    if (out->m_axis_tvalid && in->m_axis_tready)
        check_beat(bench, out);
    if (out->m_command_valid && in->m_command_ready)
        check_command(bench, out);
}

// ---- Covers ----

static void cover(struct lockstep *bench, const struct fn_dma_merge *twin,
                  const struct fn_dma_merge_in *in)
{
    const struct fn_dma_merge_out *out = &twin->out;
    const unsigned other = twin->source == 0;
    const bool is_idle = !twin->is_open && !out->m_axis_tvalid && !out->m_command_valid;
    const bool at_once = in->s_stack_command_valid && in->s_stack_axis_tvalid
                    && out->s_stack_command_ready && out->s_stack_axis_tready;

    const bool stack_asks = (twin->has_command[0] || in->s_stack_command_valid)
                         && (twin->has_beat[0] || in->s_stack_axis_tvalid);
    const bool place_asks = (twin->has_command[1] || in->s_place_command_valid)
                         && (twin->has_beat[1] || in->s_place_axis_tvalid);

    lockstep_cover(bench, "both ask, stack has been last",
                   is_idle && stack_asks && place_asks && twin->source == 0);
    lockstep_cover(bench, "both ask, place has been last",
                   is_idle && stack_asks && place_asks && twin->source == 1);
    lockstep_cover(bench, "stack asks again, place does not",
                   is_idle && stack_asks && !place_asks && twin->source == 0);
    lockstep_cover(bench, "a packet of the stack when idle", is_idle && at_once);
    lockstep_cover(bench, "a beat without a command waits",
                   !twin->is_open && twin->has_beat[0] && !twin->has_command[0]);
    lockstep_cover(bench, "a command without a beat waits",
                   !twin->is_open && twin->has_command[1] && !twin->has_beat[1]);
    lockstep_cover(bench, "command and beat of the other wait",
                   twin->is_open && twin->has_command[other] && twin->has_beat[other]);
    lockstep_cover(bench, "a command of the next piece waits",
                   twin->is_open && twin->is_commanded && twin->has_command[twin->source]);
    lockstep_cover(bench, "a beat waits for the command of its piece",
                   twin->is_open && !twin->is_commanded && twin->has_beat[twin->source]
                   && !twin->has_command[twin->source]);
    lockstep_cover(bench, "a command alone leaves", twin->is_open && !twin->is_commanded
                   && twin->has_command[twin->source] && out->m_axis_tvalid
                   && !in->m_axis_tready && !out->m_command_valid);
    lockstep_cover(bench, "reset in a packet", in->rst && twin->is_open);
    lockstep_cover(bench, "full rate", is_full_rate && bench->cycle % PERIOD > 100);
}

static void begin_anew(void)
{
    for (unsigned s = 0; s < SOURCES; s++) {
        struct source *x = &sources[s];
        x->made = x->commands = x->beat_piece = x->beat = 0;
        x->got_commands = x->got_piece = x->got_beat = 0;
        x->command.is_refused = x->beats.is_refused = false;
    }
    put_command = got_command = 0;
    inside = is_commanded = false;
    last_placed = 0;
}

static void choose_phase(struct lockstep *bench, struct fn_dma_merge_in *in)
{
    const unsigned long at = bench->cycle % PERIOD;

    is_full_rate = at < 1024;
    is_quiet = !is_full_rate && at / 1024 % 2 == 1;
    in->rst = at == 0 || (lockstep_reset(bench) && !is_full_rate);
    if (is_full_rate)
        bench->offer_eighths = bench->ready_eighths = 8;
    in->m_command_ready = lockstep_ready(bench);
    in->m_axis_tready = lockstep_ready(bench);
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_merge twin;
    struct fn_dma_merge_in in = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_merge", argc, argv, fn_dma_merge_inputs, fn_dma_merge_outputs);
    fn_dma_merge_reset(&twin);
    do {
        if (in.rst)  // what was offered in a reset is lost
            begin_anew();
        choose_phase(&bench, &in);
        offer(&bench, &in, &twin.out);
        cover(&bench, &twin, &in);
        if (!in.rst)
            host(&bench, &twin.out, &in);
        fn_dma_merge_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
