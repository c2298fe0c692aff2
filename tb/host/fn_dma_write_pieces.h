// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_pieces - for the test of fn_dma_write: pieces and records, and what memory must
// hold when they are done

#ifndef FN_DMA_WRITE_PIECES_H
#define FN_DMA_WRITE_PIECES_H

#include <string.h>

#include "host/fn_axi_memory.h"
#include "host/fn_dma_write.h"
#include "lockstep.h"

enum {
    REGIONS = 4, REGION = 16384, PIECES = 512, PIECE = 1600, RECORDS = 512, RECORD = 64,
    AHEAD = 6, FIRST = 8, MOST_BYTES = 24000, PHASE = 1500, DAM = 1200,
    ERRORS_AT = 0x2600, ERRORS = 0x200
};

enum profile { TINY, SMALL, MIXED, LONG, RATE, SINGLE, FLOOD };
enum mix { STACK, ONE_FLOW, FLOWS, BOTH };  // whose packets

struct piece {
    uint64_t address;
    unsigned length, gap;
    uint8_t  channel;
    bool     ends_packet, is_bad, fails;
    uint8_t  bytes[PIECE];
};

struct record {
    uint64_t address;
    bool     fails;
    uint8_t  bytes[RECORD];
};

static const uint64_t base[REGIONS + 1] = {
    0x0320000, 0x7ffe000, 0x3fffffffe000, 0x7fffffffffffe000, 0x100abcd0000  // of records
};

// Every other record goes to the same memory by an address with all high bits inverted.
#define MIRROR 0xffffffffffffc000u

static struct fn_axi_memory memory;
static struct fn_dma_write  twin;
static uint8_t              bytes[REGIONS + 1][REGION], shadow[REGIONS + 1][REGION];
static struct piece         pieces[PIECES];
static struct record        records[RECORDS];
static enum profile         profile;
static enum mix             mix;
static unsigned             made, commands, given, given_bytes, done, pieces_in_packet;
static unsigned             commands_before[2];    // 2 cycles ago, one
static unsigned             done_of[2];            // of the stack, of flows
static unsigned             in_flight[16], quiet;  // by id, at the pins; cycles without change
static unsigned             records_made, places, records_given, record_words, records_done;
static unsigned             bytes_inside, region, offset;
static unsigned long        phase_cycle, last_beat_cycle;
static const char          *fault;

static void expect(bool holds, const char *rule)
{
    if (!holds && fault == NULL)
        fault = rule;
}

// ---- What is to be written ----

static unsigned random_length(struct lockstep *bench)
{
    static const unsigned corners[] = { 1, 2, 7, 8, 9, 15, 16, 17, 255, 256, 257, 60, 64, 1514 };

    switch (profile) {
    case TINY:              return 1 + lockstep_below(bench, 9);
    case SMALL:             return 40 + lockstep_below(bench, 60);
    case LONG: case FLOOD:  return 1 + lockstep_below(bench, PIECE);
    case RATE: case SINGLE: return 60;
    default:                return lockstep_below(bench, 2) ? 1 + lockstep_below(bench, 300)
                                                            : corners[lockstep_below(bench, 14)];
    }
}

static uint8_t random_channel(struct lockstep *bench)
{
    switch (mix) {
    case STACK:     return 0;
    case ONE_FLOW:  return (uint8_t)(1 + phase_cycle / PHASE % 15);
    case FLOWS:     return (uint8_t)(1 + lockstep_below(bench, 15));
    default:        return (uint8_t)(lockstep_below(bench, 2) ? 0 : lockstep_below(bench, 16));
    }
}

static void make_piece(struct lockstep *bench)
{
    struct piece *piece = &pieces[made % PIECES];

    piece->length = random_length(bench);
    if (offset < REGION / 2 && offset > REGION / 2 - 400 && profile != RATE && profile != SINGLE)
        piece->length = PIECE;  // across the carry
    piece->gap = 1 + lockstep_below(bench, 20);
    if (offset + piece->gap + piece->length > REGION) {
        region = (region + 1) % REGIONS;
        offset = 0;
    }
    piece->address = base[region] + offset + piece->gap;
    offset += piece->gap + piece->length;
    piece->fails = offset > ERRORS_AT && offset - piece->length < ERRORS_AT + ERRORS;
    piece->ends_packet = pieces_in_packet == 2 || lockstep_below(bench, 4) != 0 || profile == RATE
                      || profile == SINGLE;
    piece->is_bad = piece->ends_packet && profile < RATE && lockstep_below(bench, 8) == 0;
    piece->channel = pieces_in_packet == 0 ? random_channel(bench)
                                           : pieces[(made - 1) % PIECES].channel;
    pieces_in_packet = piece->ends_packet ? 0 : pieces_in_packet + 1;
    lockstep_bytes(bench, piece->bytes, piece->length);
    bytes_inside += piece->length;
    made++;
}

static void make_record(struct lockstep *bench)
{
    struct record *record = &records[records_made % RECORDS];
    const unsigned at = records_made % (REGION / RECORD) * RECORD;

    record->address = base[REGIONS] + at;
    record->fails = at >= ERRORS_AT && at < ERRORS_AT + ERRORS;
    lockstep_bytes(bench, record->bytes, RECORD);
    records_made++;
}

// ---- What was written ----

static void compare(uint64_t address, unsigned gap, const uint8_t *expected, unsigned length,
                    bool fails)
{
    for (unsigned r = 0; r <= REGIONS; r++)
        if (address - base[r] < REGION) {
            const unsigned at = (unsigned)(address - base[r]);
            memcpy(&shadow[r][at], fails ? &bytes[r][at] : expected, length);
            expect(memcmp(&shadow[r][at - gap], &bytes[r][at - gap], length + gap) == 0,
                   "memory holds something else than the piece");
        }
}

// The last burst of a bad piece leaves memory as it was.
static void compare_piece(const struct piece *piece)
{
    const uint64_t end = piece->address + piece->length;
    const uint64_t line = (end - 1) & ~255ull;
    const unsigned written = !piece->is_bad ? piece->length
                           : line > piece->address ? (unsigned)(line - piece->address) : 0;

    compare(piece->address, piece->gap, piece->bytes, written, piece->fails);
    for (unsigned r = 0; r < REGIONS; r++)
        if (piece->address - base[r] < REGION)
            expect(memcmp(&shadow[r][piece->address - base[r] + written],
                          &bytes[r][piece->address - base[r] + written],
                          piece->length - written) == 0, "bytes of a bad packet's last burst");
}

// The oldest piece of the stack or of flows.
static unsigned *oldest(bool is_flow)
{
    unsigned *at = &done_of[is_flow];

    while (*at != given && (pieces[*at % PIECES].channel != 0) != is_flow)
        ++*at;
    return at;
}

static void check_packet(bool is_flow, bool has_failed)
{
    bool fails = false, is_last = false;

    expect(*oldest(is_flow) != given, "a packet is done before it was given");
    while (!is_last && *oldest(is_flow) != given) {
        const struct piece *piece = &pieces[done_of[is_flow]++ % PIECES];
        compare_piece(piece);
        bytes_inside -= piece->length;
        fails |= piece->fails;
        is_last = piece->ends_packet;
    }
    expect(is_last, "a packet is done before its last piece");
    expect(fails == has_failed, "error of done");
    done = *oldest(false) - made > *oldest(true) - made ? done_of[true] : done_of[false];
}

static void check_done(const struct fn_dma_write_out *out)
{
    if (out->m_stack_done_valid)
        check_packet(false, out->m_stack_done_error);
    if (out->m_place_done_valid)
        check_packet(true, out->m_place_done_error);
    if (out->m_record_done_valid) {
        const struct record *record = &records[records_done++ % RECORDS];
        compare(record->address, 0, record->bytes, RECORD, record->fails);
        expect(record->fails == out->m_record_done_error, "m_record_done_error");
    }
}

// After a reset nothing is known of what was in flight; all else must be as it was.
static void forget(void)
{
    for (; done != made; done++)
        compare(pieces[done % PIECES].address, 0, NULL, pieces[done % PIECES].length, true);
    for (; records_done != records_made; records_done++)
        compare(records[records_done % RECORDS].address, 0, NULL, RECORD, true);
    expect(memcmp(bytes, shadow, sizeof bytes) == 0, "memory changed outside the pieces");
    region = (region + 1) % REGIONS;
    offset = REGION / 2 - 600;
    commands = given = done_of[0] = done_of[1] = made;
    commands_before[0] = commands_before[1] = made;
    memset(in_flight, 0, sizeof in_flight);
    quiet = 0;
    places = records_given = records_made;
    given_bytes = record_words = bytes_inside = pieces_in_packet = 0;
    fn_axi_memory_reset(&memory);
}

#endif
