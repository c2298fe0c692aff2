// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_host_place - see fn_dma_host_place.h

#include "host/fn_dma_host_place.h"

#include <string.h>

enum {
    PLACES = 64, PLACE_BYTES = 512, COMMANDS = 3, AHEAD = 6, CROWD = 40,
    BAD_PLACES = 16, NUMBER = 5  // of the region: fn_dma_host has those before
};

static uint64_t base;
static unsigned first_bad;  // of the places that memory answers by SLVERR; PLACES: there are none

static uint8_t pages[PLACES * PLACE_BYTES];

struct packet {
    unsigned length;  // of the packet
    unsigned num_commands, skip[COMMANDS], bytes[COMMANDS], to[COMMANDS];
    uint16_t index;  // of its flow
    bool     is_written, is_bad;
};

// Counted since the last start.
static struct packet packets[PLACES];
static unsigned made, commanded, command_at, beaten, beat_at, ended, done, slots;
static struct lockstep_source commands, beats, reports;

static struct packet *at(unsigned number)
{
    return &packets[number % PLACES];
}

void fn_dma_host_place_open(struct fn_dma_host *host)
{
    fn_axi_memory_add(&host->memory, base, sizeof pages, pages);
}

void fn_dma_host_place_start(struct lockstep *bench, struct fn_dma_host *host)
{
    struct fn_axi_memory *memory = &host->memory;

    // Bits 32 to 34 are those that no other region has.
    base = memory->regions[NUMBER - 1].base >> 32;
    base = (base & ~7ull) | ((base + 1) & 7);
    base = base << 32 | (uint64_t)lockstep_below(bench, 1 << 21) << 11
         | 64 * lockstep_below(bench, 32);
    memory->regions[NUMBER].base = base;
    first_bad = host->has_errors ? lockstep_below(bench, PLACES - BAD_PLACES) : PLACES;
    if (host->has_errors)
        memory->errors[memory->num_errors++] = (struct fn_axi_error){
            base + first_bad * PLACE_BYTES, BAD_PLACES * PLACE_BYTES, FN_AXI_SLVERR
        };
}

static void make(struct lockstep *bench, bool is_crowd)
{
    struct packet *p = at(made++);
    unsigned       room = 0, from = 0;

    p->length = is_crowd ? 20 : 60 + lockstep_below(bench, 300);
    p->num_commands = is_crowd ? 1 : 1 + lockstep_below(bench, COMMANDS);
    for (unsigned c = 0; c < p->num_commands; c++) {
        p->skip[c] = lockstep_below(bench, 60);
        p->bytes[c] = 1 + lockstep_below(bench, 80);
        p->to[c] = room += lockstep_below(bench, 20);
        room += p->bytes[c];
    }
    if (lockstep_below(bench, 8) == 0)  // nothing at all
        p->num_commands = 1, p->bytes[0] = 0;
    const unsigned flow = lockstep_below(bench, 2048);  // of many, or one of three
    p->index = (uint16_t)(flow < 1024 || is_crowd ? flow % 1024 : 16 * (flow % 3));
    p->is_bad = lockstep_below(bench, 8) == 0;
    from += p->skip[0];
    p->is_written = p->bytes[0] && from < p->length;
}

static void offer_command(struct fn_dma_in *in)
{
    const struct packet *p = at(commanded);

    in->s_place_command_skip = (uint16_t)p->skip[command_at];
    in->s_place_command_length = (uint16_t)p->bytes[command_at];
    in->s_place_command_address = base + commanded % PLACES * PLACE_BYTES + p->to[command_at];
    in->s_place_command_index = p->index;
    in->s_place_command_last = command_at + 1 == p->num_commands;
}

static void offer_beat(struct fn_dma_in *in)
{
    const unsigned left = at(beaten)->length - beat_at;

    in->s_place_axis_tdata = fn_dma_host_word(beaten, beat_at);
    in->s_place_axis_tkeep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
    in->s_place_axis_tlast = left <= 8;
    in->s_place_axis_tuser = left <= 8 && at(beaten)->is_bad;
}

void fn_dma_host_place_offer(struct lockstep *bench, const struct fn_dma_host *host,
                             struct fn_dma_in *in, const struct fn_dma_out *out, bool is_over)
{
    const bool is_crowd = host->memory.min_latency > 1;  // more flows than channels

    if (!is_over && made - done < (is_crowd ? CROWD : AHEAD)
            && lockstep_below(bench, is_crowd ? 4 : 16) == 0)
        make(bench, is_crowd);
    if (commanded == made)
        in->s_place_command_valid = false;
    else if (lockstep_offer(bench, &commands, &in->s_place_command_valid,
                            out->s_place_command_ready))
        offer_command(in);
    if (beaten == made)
        in->s_place_axis_tvalid = false;
    else if (lockstep_offer(bench, &beats, &in->s_place_axis_tvalid, out->s_place_axis_tready))
        offer_beat(in);
    in->m_end_ready = is_over || lockstep_ready(bench);
    in->m_report_slot_ready = slots == 0 && !is_over;
    if (!slots || !in->s_completion_ring_enable)
        in->s_report_valid = false;
    else if (lockstep_offer(bench, &reports, &in->s_report_valid, out->s_report_ready))
        lockstep_record(bench, &in->s_report_data, &fn_report_record);
    in->s_report_data.kind = FN_KIND_ZERO_COPY;
}

// A packet's bytes are where its commands sent them, as far as it has them.
static bool is_in_place(unsigned number)
{
    const struct packet *p = at(number);
    unsigned from = 0;

    for (unsigned c = 0; c < p->num_commands; c++) {
        from += p->skip[c];
        for (unsigned b = 0; b < p->bytes[c] && from < p->length; b++, from++) {
            const uint64_t word = fn_dma_host_word(number, from & ~7u);
            if (pages[number % PLACES * PLACE_BYTES + p->to[c] + b]
                != (uint8_t)(word >> (from % 8 * 8)))
                return false;
        }
    }
    return true;
}

static void count_offers(const struct fn_dma_in *in, const struct fn_dma_out *out)
{
    if (in->s_place_command_valid && out->s_place_command_ready
        && ++command_at == at(commanded)->num_commands) {
        command_at = 0;
        commanded++;
    }
    if (in->s_place_axis_tvalid && out->s_place_axis_tready) {
        beat_at = in->s_place_axis_tlast ? 0 : beat_at + 8;
        beaten += in->s_place_axis_tlast;
    }
    if (in->s_report_valid && out->s_report_ready)
        slots = 0;
    if (out->m_report_slot_valid && in->m_report_slot_ready)
        slots = 1;
    if (!in->s_completion_ring_enable)
        slots = 0;
}

static bool is_bad_place(unsigned number)
{
    return number % PLACES - first_bad < BAD_PLACES;
}

void fn_dma_host_place_check(struct lockstep *bench, const struct fn_dma_in *in,
                             const struct fn_dma_out *out)
{
    count_offers(in, out);
    if (out->m_end_valid && in->m_end_ready
        && out->m_end_written != at(ended++)->is_written)
        fn_dma_host_fail(bench, "the end of a placed packet says the wrong thing");
    while (done < made && !at(done)->is_written)
        done++;
    if (!out->m_place_done_valid)
        return;
    if (!out->m_place_done_error && !at(done)->is_bad && !is_in_place(done))
        fn_dma_host_fail(bench, "bytes of a placed packet are not in its place");
    if (out->m_place_done_error != is_bad_place(done))
        fn_dma_host_fail(bench, "an error that nobody made, or of another packet");
    lockstep_cover(bench, "placed", !out->m_place_done_error);
    lockstep_cover(bench, "placed, bus error", out->m_place_done_error);
    done++;
}

bool fn_dma_host_place_is_idle(void)
{
    return made == done;
}

void fn_dma_host_place_end(const struct lockstep *bench)
{
    if (done != made || ended != made)
        fn_dma_host_fail(bench, "a placed packet did not come to its end");
}

void fn_dma_host_place_forget(struct fn_dma_in *in)
{
    in->s_place_command_valid = in->s_place_axis_tvalid = in->s_report_valid = false;
    commands.is_refused = beats.is_refused = reports.is_refused = false;
    made = commanded = command_at = beaten = beat_at = ended = done = slots = 0;
}
