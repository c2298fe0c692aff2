// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_place_test - rtl/host/fn_dma_place.v against its twin
//
// What arrives at the addresses, piece by piece, must be what fn_place says, whatever the
// twin does; so must m_end.  Now and then nothing is in the way: then packets are timed.

#include "host/fn_dma_place.h"
#include "lockstep.h"

#include <string.h>

enum {
    PACKETS = 16, MAX_LENGTH = 9014, FULL_LENGTH = 1514, COMMANDS = 12, CLEAR = 1024, PERIOD = 8192
};

struct packet {
    unsigned                length, num_commands, num_pieces;
    bool                    is_bad, is_told;  // bad, known before its last piece has ended
    uint8_t                 byte[MAX_LENGTH + 8];
    struct fn_place_command command[COMMANDS];
    struct fn_place_piece   piece[COMMANDS];
};

static enum profile { RANDOM, ANY, SMALL, LARGE } profile;  // all but RANDOM: nothing in the way
static struct packet packets[PACKETS];
static unsigned made, command_packet, command_at, beat_packet, beat_at, last_taken;

// What came out.
static uint64_t addresses[4];
static uint16_t indexes[4];
static unsigned put_address, got_address, piece_packet, piece_number, piece_at, ends;

// ---- Packets and their commands ----

static unsigned random_length(struct lockstep *bench)
{
    if (lockstep_below(bench, 400) == 0)
        return MAX_LENGTH - lockstep_below(bench, 1000);
    switch (lockstep_below(bench, 8)) {
    case 0:  return 1 + lockstep_below(bench, 17);
    case 1:  return 8 * (1 + lockstep_below(bench, 12));
    case 2:  return 1 + lockstep_below(bench, lockstep_below(bench, 8) ? 200 : FULL_LENGTH);
    default: return 1 + lockstep_below(bench, 90);
    }
}

static unsigned random_part(struct lockstep *bench, unsigned left)
{
    switch (lockstep_below(bench, 8)) {
    case 0:  return 0;
    case 1:  return left;
    case 2:  return left + 1 - 2 * lockstep_below(bench, 2);
    case 3:  return 8 * lockstep_below(bench, 4);
    case 4:  return lockstep_below(bench, left + 20);
    default: return lockstep_below(bench, lockstep_below(bench, 3) ? 9 : 40);
    }
}

static void make_command(struct lockstep *bench, const struct packet *p,
                         struct fn_place_command *command, unsigned *at)
{
    const unsigned left = *at < p->length ? p->length - *at : 0;

    command->skip = (uint16_t)(lockstep_below(bench, 2) ? 0 : random_part(bench, left));
    if (lockstep_below(bench, 64) == 0)
        lockstep_bytes(bench, &command->skip, 2);
    command->length = (uint16_t)random_part(bench, left > command->skip ? left - command->skip
                                                                        : 0);
    if (lockstep_below(bench, 32) == 0)
        lockstep_bytes(bench, &command->length, 2);
    if (lockstep_below(bench, 32) == 0)
        command->length = (uint16_t)(1 << lockstep_below(bench, 16));
    if (lockstep_below(bench, 128) == 0)
        command->skip = command->length = 0xffff;
    if (command->length == 0 && !(command->last && lockstep_below(bench, 2)))
        command->length = 1;
    *at += (unsigned)command->skip + command->length;
}

// The byte with which the last command ends; one of no length ends with the one before.
static unsigned last_byte(const struct packet *p)
{
    unsigned at = 0;

    for (unsigned c = 0; c + 1 < p->num_commands; c++)
        at += (unsigned)p->command[c].skip + p->command[c].length;
    const struct fn_place_command *last = &p->command[p->num_commands - 1];
    return last->length == 0 ? at : at + last->skip + last->length - 1;
}

static struct packet *make_packet(struct lockstep *bench)
{
    struct packet *p = &packets[made++ % PACKETS];
    unsigned at = 0;

    p->length = profile == SMALL ? 64 : profile == LARGE ? FULL_LENGTH : random_length(bench);
    p->num_commands = profile == SMALL ? 1 : profile == LARGE ? 2
                    : 1 + lockstep_below(bench, lockstep_below(bench, 4) ? 4 : COMMANDS);
    lockstep_bytes(bench, p->byte, p->length + 8);
    for (unsigned c = 0; c < p->num_commands; c++) {
        p->command[c].last = c + 1 == p->num_commands;
        lockstep_bytes(bench, &p->command[c].address, 8);
        p->command[c].index = (uint16_t)lockstep_below(bench, 1024);
        make_command(bench, p, &p->command[c], &at);
    }
    if (profile == LARGE) {
        p->command[0].skip = 54;
        p->command[0].length = (uint16_t)(1 + lockstep_below(bench, 1459));
        p->command[1].skip = 0;
        p->command[1].length = (uint16_t)(1460 - p->command[0].length);
    }
    p->num_pieces = fn_place(p->piece, p->byte, p->length, p->command);
    p->is_bad = lockstep_below(bench, 4) == 0;
    p->is_told = p->is_bad && last_byte(p) / 8 >= (p->length - 1) / 8;
    return p;
}

static struct packet *packet_number(struct lockstep *bench, unsigned number)
{
    return number == made ? make_packet(bench) : &packets[number % PACKETS];
}

static void offer_command(struct lockstep *bench, struct fn_dma_place_in *in)
{
    const struct packet *p = packet_number(bench, command_packet);
    const struct fn_place_command *command = &p->command[command_at++];

    in->s_command_skip = command->skip;
    in->s_command_length = command->length;
    in->s_command_address = command->address;
    in->s_command_index = command->index;
    in->s_command_last = command->last;
    if (command->last) {
        command_packet++;
        command_at = 0;
    }
}

static void offer_beat(struct lockstep *bench, struct fn_dma_place_in *in)
{
    const struct packet *p = packet_number(bench, beat_packet);
    const unsigned left = p->length - beat_at;

    in->s_axis_tlast = left <= 8;
    in->s_axis_tuser = in->s_axis_tlast && p->is_bad;
    in->s_axis_tkeep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
    memcpy(&in->s_axis_tdata, p->byte + beat_at, 8);
    beat_at = in->s_axis_tlast ? 0 : beat_at + 8;
    beat_packet += in->s_axis_tlast;
}

// ---- What must come out ----

static void skip_unwritten(void)
{
    while (piece_packet != made && piece_number == packets[piece_packet % PACKETS].num_pieces) {
        piece_packet++;
        piece_number = 0;
    }
}

static void check_beat(struct lockstep *bench, const struct fn_dma_place_out *out)
{
    skip_unwritten();
    const struct packet *p = &packets[piece_packet % PACKETS];
    lockstep_check(bench, "a piece has its packet", piece_packet != made);
    const struct fn_place_piece *piece = &p->piece[piece_number];
    const bool ends = out->m_axis_tlast;
    unsigned count = 0;

    lockstep_check(bench, "a command not later than its piece", got_address != put_address);
    lockstep_check(bench, "the address", addresses[got_address % 4] == piece->address);
    lockstep_check(bench, "the flow", indexes[got_address % 4] == piece->index);
    for (; count < 8 && out->m_axis_tkeep >> count & 1; count++)
        lockstep_check(bench, "the bytes", piece_at + count < piece->length
                       && piece->bytes[piece_at + count]
                              == (uint8_t)(out->m_axis_tdata >> 8 * count));
    lockstep_check(bench, "a beat has bytes, a whole one 8", count == 8 || (ends && count > 0));
    piece_at += count;
    lockstep_check(bench, "the piece's end", ends == (piece_at == piece->length));
    if (ends) {
        piece_number++;
        got_address++;
        piece_at = 0;
        lockstep_check(bench, "the last piece, and whether it is bad", out->m_axis_tuser
                       == (piece_number == p->num_pieces ? 1 | p->is_told << 1 : 0));
        lockstep_cover(bench, "a bad packet", out->m_axis_tuser == 3);
        lockstep_cover(bench, "a bad packet, but known too late",
                       out->m_axis_tuser == 1 && p->is_bad);
    }
}

static void host(struct lockstep *bench, const struct fn_dma_place_out *out,
                 const struct fn_dma_place_in *in)
{
    if (out->m_command_valid) {
        addresses[put_address % 4] = out->m_command_address;
        indexes[put_address % 4] = out->m_command_index;
        put_address += in->m_command_ready;
    }
    if (out->m_axis_tvalid && in->m_axis_tready) {
        // The command may be there and not be taken.
        const bool waits = got_address == put_address && out->m_command_valid;
        put_address += waits;
        check_beat(bench, out);
        put_address -= waits;
    }
    if (out->m_end_valid && in->m_end_ready) {
        lockstep_check(bench, "an end after its last beat", ends != last_taken);
        lockstep_check(bench, "written", out->m_end_written
                       == (packets[ends % PACKETS].num_pieces != 0));
        ends++;
    }
    if (in->s_axis_tvalid && out->s_axis_tready && in->s_axis_tlast)
        last_taken++;
}

// ---- Time ----

static unsigned extra_cycles(const struct packet *p)
{
    return p->num_commands == 1 ? 0 : 2 * p->num_commands;
}

// The end of a packet may cost the next one a cycle if that has a beat out of its first one.
static unsigned most_cycles(const struct packet *p)
{
    const struct fn_place_command *c = &p->command[0];
    const bool needs_room = c->skip == 0 || c->skip + c->length <= 8;

    const unsigned beats = p->length <= 8 ? 2 : (p->length + 7) / 8;  // 2: for the command

    return beats + needs_room + (profile == LARGE ? 5 : extra_cycles(p));
}

static void check_rate(struct lockstep *bench, const struct fn_dma_place_out *out)
{
    static unsigned long since;
    static unsigned      packet, allowed;
    const struct packet *p = &packets[ends % PACKETS];

    if (profile == RANDOM || bench->cycle % PERIOD < 4) {
        packet = 0;
    } else if (out->m_end_valid) {
        // What the first one costs may come behind its end.
        allowed = packet == 0 ? extra_cycles(p) + (p->length <= 8) : allowed + most_cycles(p);
        since = packet == 0 ? bench->cycle : since;
        packet++;
        lockstep_cover(bench, "8 small packets in a row", profile == SMALL && packet == 9);
        lockstep_cover(bench, "4 large packets in a row", profile == LARGE && packet == 5);
        lockstep_cover(bench, "16 packets in a row", profile == ANY && packet == 17);
        lockstep_check(bench, "the rate", bench->cycle - since <= allowed);
    }
}

// ---- Covers ----

static void cover(struct lockstep *bench, const struct fn_dma_place *twin,
                  const struct fn_dma_place_in *in)
{
    const struct fn_dma_place_out *out = &twin->out;
    const struct fn_dma_place_beat *beat = &twin->beats[0];
    const bool active = twin->num_beats != 0 && twin->has_command && !twin->is_discarded;
    const bool inside = active && twin->command.length != 0 && twin->begin < beat->bytes;
    const bool exact = inside && twin->end == beat->bytes;

    lockstep_cover(bench, "not written", out->m_end_valid && !out->m_end_written);
    lockstep_cover(bench, "a piece inside a beat",
                   inside && twin->begin > 0 && twin->end < beat->bytes);
    lockstep_cover(bench, "a piece of one byte", inside && twin->command.length == 1);
    lockstep_cover(bench, "a piece of one whole beat",
                   inside && !twin->is_begun && twin->begin == 0 && twin->end == 8);
    lockstep_cover(bench, "the packet ends before the piece",
                   inside && beat->last && twin->end > beat->bytes);
    lockstep_cover(bench, "the packet ends with a piece, not its last one",
                   exact && beat->last && !twin->command.last);
    lockstep_cover(bench, "the packet ends with its last piece",
                   exact && beat->last && twin->command.last);
    lockstep_cover(bench, "a piece ends with its beat", exact && !beat->last);
    lockstep_cover(bench, "the packet ends in a skip",
                   active && beat->last && !inside && twin->command.length != 0);
    lockstep_cover(bench, "a skip ends behind the packet's last byte, in its beat",
                   active && beat->last && twin->begin >= beat->bytes && twin->begin < 8);
    lockstep_cover(bench, "a command of no length first", active && twin->command.length == 0
                   && !twin->is_written);
    lockstep_cover(bench, "a command of no length behind a piece that waits",
                   active && twin->command.length == 0 && twin->is_tail);
    lockstep_cover(bench, "the rest is dropped", twin->is_discarded && twin->num_beats != 0);
    lockstep_cover(bench, "a command is ignored", twin->is_draining && twin->has_next);
    lockstep_cover(bench, "an end waits for what follows",
                   twin->is_tail && !twin->is_final && !out->m_axis_tvalid && !inside);
    lockstep_cover(bench, "a rest that waits becomes the last",
                   twin->is_tail && twin->is_final && out->m_axis_tvalid);
    lockstep_cover(bench, "a rest waits behind a beat, not the last",
                   twin->is_tail && !twin->is_final && out->m_axis_tvalid && !in->m_axis_tready);
    lockstep_cover(bench, "a piece waits for the command before",
                   inside && !twin->is_begun && out->m_command_valid && !in->m_command_ready
                   && in->m_axis_tready && !(beat->last && out->m_end_valid));
    lockstep_cover(bench, "a packet waits for m_end",
                   twin->num_beats != 0 && beat->last && out->m_end_valid && !in->m_end_ready);
    lockstep_cover(bench, "beats wait for a command",
                   twin->num_beats == 2 && !twin->has_command && !twin->has_next);
    lockstep_cover(bench, "a command waits inside a beat", twin->at != 0 && !twin->has_next);
    lockstep_cover(bench, "lengths near 65,536", active && twin->command.skip == 0xffff);
    lockstep_cover(bench, "reset in a piece", in->rst && twin->is_begun);
    lockstep_cover(bench, "reset while an end waits", in->rst && twin->is_tail);
    lockstep_cover(bench, "reset while a command is ignored", in->rst && twin->is_draining);
    lockstep_cover(bench, "reset while the rest is dropped", in->rst && twin->is_discarded);
}

static void begin_anew(void)
{
    made = command_packet = command_at = beat_packet = beat_at = last_taken = 0;
    put_address = got_address = piece_packet = piece_number = piece_at = ends = 0;
}

// Packets are made up to eight ahead of the last one that is over.
static bool may_offer(unsigned number, bool inside)
{
    return inside || number != made || made - ends < PACKETS / 2;
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_place twin;
    struct fn_dma_place_in in = { 0 };
    struct lockstep_source commands = { 0 }, beats = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_place", argc, argv, fn_dma_place_inputs, fn_dma_place_outputs);
    fn_dma_place_reset(&twin);
    do {
        if (in.rst) {  // what was offered in a reset is lost
            begin_anew();
            commands.is_refused = beats.is_refused = false;
        }
        profile = bench.cycle % PERIOD >= CLEAR ? RANDOM
                : ANY + (unsigned)(bench.cycle / PERIOD) % 3;
        in.rst = bench.cycle % PERIOD == 0
              || (lockstep_reset(&bench) && profile == RANDOM)
              || (profile == RANDOM && (twin.is_draining || twin.is_discarded || twin.is_tail)
                  && lockstep_below(&bench, 150) == 0);
        if (profile != RANDOM)
            bench.offer_eighths = bench.ready_eighths = 8;
        in.m_command_ready = lockstep_ready(&bench)
                          && (profile != RANDOM || bench.cycle % 256 < 128
                              || lockstep_below(&bench, 8) == 0);
        in.m_axis_tready = lockstep_ready(&bench);
        in.m_end_ready = lockstep_ready(&bench)
                      && (profile != RANDOM || bench.cycle % 512 < 384
                          || lockstep_below(&bench, 8) == 0);
        if (lockstep_offer(&bench, &commands, &in.s_command_valid, twin.out.s_command_ready)) {
            in.s_command_valid &= may_offer(command_packet, command_at != 0);
            commands.is_refused &= in.s_command_valid;
            if (in.s_command_valid)
                offer_command(&bench, &in);
            else
                in.s_command_last = lockstep_below(&bench, 2);
        }
        if (lockstep_offer(&bench, &beats, &in.s_axis_tvalid, twin.out.s_axis_tready)) {
            in.s_axis_tvalid &= may_offer(beat_packet, beat_at != 0);
            beats.is_refused &= in.s_axis_tvalid;
            if (in.s_axis_tvalid)
                offer_beat(&bench, &in);
            else
                in.s_axis_tlast = lockstep_below(&bench, 2);
        }
        cover(&bench, &twin, &in);
        check_rate(&bench, &twin.out);
        if (!in.rst)
            host(&bench, &twin.out, &in);
        fn_dma_place_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
