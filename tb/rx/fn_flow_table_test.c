// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table_test - rtl/rx/fn_flow_table.v against its twin
//
// Random keys would never hit: a lookup asks for what some entry holds, with other
// values in fields that do not count and often with one bit flipped, so that every
// bit of every field decides some lookup.
//
// A third of the time parity is broken, in all rows of an entry or in one that its key reads.
// Between two resets all entries are written, or two of one group, or one of each, which makes
// its rows good again.  In the first half of a long run all are, and parity holds.
//
// runs with: ENTRIES=64, ENTRIES=16, ENTRIES=32, ENTRIES=256

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lockstep.h"
#include "rx/fn_flow_table.h"

enum { POOL_KEYS = 16, LATELY = 32, ALL_FIELDS = (1 << 13) - 1, MEAN_RESET = 30000 };
enum { BREAK_PHASE = 4096, FULL_FROM = 2 * BREAK_PHASE, LONG_RUN = 100000 };
enum { STEPS = FN_FLOW_TABLE_WRITE_STEPS };
enum mode { BUSY, MIXED, QUIET, MODES = 6 };  // rate of lookups; quiet from QUIET on

static struct fn_flow_table twin;
static struct fn_flow_key   pool[POOL_KEYS];
static uint8_t              lately[LATELY];  // entries that were written
static unsigned             num_writes;
static unsigned             asked;           // the entry the lookup was made for
static unsigned             only_group;      // if there are two places
static unsigned             num_places;      // of a group, that are written; 0: all
static struct {
    bool     is_all, is_one;
    unsigned row;
} broken;                                    // by the present write
static bool was_wrong[FN_FLOW_TABLE_GROUPS], had_wrong_row[FN_FLOW_TABLE_GROUPS];

// ---- Directed rows: what the seed's subset matches must find ----

#define F_NUMBER(name, bits, type) F_##name,
enum { FN_FLOW_KEY_FIELDS(F_NUMBER) };
#define BIT(name) (1u << F_##name)

static void check_rows(void)
{
    const unsigned flow = BIT(destination_address) | BIT(source_address) | BIT(destination_port)
                        | BIT(source_port);
    const unsigned security = BIT(destination_address) | BIT(security) | BIT(spi);
    const struct fn_flow_key local = {
        .destination_address = { { 10, 0, 0, 1 } }, .source_address = { { 10, 0, 0, 2 } },
        .destination_port = 80, .source_port = 40000, .protocol = 6, .ip_version = 1,
        .ports_present = 1
    };
    struct fn_flow_entry entries[16] = { 0 };
    struct fn_flow_key other_source = local, secured = local, other_port = local;

    other_source.source_address.byte[3] = 3;
    secured.security = FN_SECURITY_ESP;
    secured.spi = 0x1001;
    secured.destination_port = 0;
    other_port.destination_port = 81;
    entries[2] = (struct fn_flow_entry){ false, local, 0, { .handle = 2 } };
    entries[3] = (struct fn_flow_entry){ true, local, (uint16_t)flow, { .handle = 3 } };
    entries[5] = (struct fn_flow_entry){ true, local, BIT(destination_port), { .handle = 5 } };
    entries[9] = (struct fn_flow_entry){ true, secured, (uint16_t)security, { .handle = 9 } };
    const struct { const char *source; const struct fn_flow_key *key; bool hit; unsigned index; }
    rows[] = {
        { "seed: zero-copy flow, 142 to 148",        &local,        true,  3 },
        { "seed: service, 146 alone",                &other_source, true,  5 },
        { "seed: secured flow, 142 and 150 and 152", &secured,      true,  9 },
        { "design 4: unknown goes to software",      &other_port,   false, 0 },
    };
    for (unsigned r = 0; r < sizeof rows / sizeof *rows; r++) {
        const struct fn_flow_match match = fn_flow_match(entries, 16, rows[r].key);
        if (match.hit != rows[r].hit || match.index != rows[r].index
                || match.info.handle != rows[r].index) {
            fprintf(stderr, "FAIL fn_flow_table: row %u: %s\n", r + 1, rows[r].source);
            exit(EXIT_FAILURE);
        }
    }
}

// ---- Random inputs ----

static void randomize_field(struct lockstep *bench, struct fn_flow_key *key, unsigned f)
{
    const struct fn_record one = { &fn_flow_key_record.field[f], 1 };
    lockstep_record(bench, key, &one);
}

static void flip_bit(struct lockstep *bench, struct fn_flow_key *key)
{
    const bool any_bit = lockstep_below(bench, 4) != 0;  // else a bit of any field
    unsigned f = any_bit ? 0 : lockstep_below(bench, fn_flow_key_record.num_fields);
    unsigned bit = lockstep_below(bench, any_bit ? fn_record_bits(&fn_flow_key_record)
                                                 : fn_flow_key_record.field[f].bits);
    while (bit >= fn_flow_key_record.field[f].bits)
        bit -= fn_flow_key_record.field[f++].bits;
    const struct fn_field *field = &fn_flow_key_record.field[f];
    ((uint8_t *)key)[field->offset + bit / 8] ^= (uint8_t)(1u << bit % 8);
}

// The entry on offer is about to be overwritten.
static bool is_write_near(const struct fn_flow_table_in *in)
{
    return in->s_write_valid && twin.steps_left < 8;
}

// What a recent entry asks for, or nearly.
static void random_lookup(struct lockstep *bench, struct fn_flow_table_in *in)
{
    struct fn_flow_key *const key = &in->s_key_data;

    // The last one is on offer, the one before is being written.
    unsigned back = lockstep_below(bench, 8) == 0 ? 2 : 3 + lockstep_below(bench, LATELY - 2);
    while (back > num_writes && back > 3)
        back = 3 + (back - 3) / 2;
    asked = lately[(num_writes - back) % LATELY];
    if (is_write_near(in) && lockstep_below(bench, 4) != 0)
        asked = in->s_write_index;
    const struct fn_flow_entry *entry = &twin.entries[asked];

    *key = entry->key;
    if (entry->mask != ALL_FIELDS && lockstep_below(bench, 2) == 0)
        for (unsigned f = 0; f < fn_flow_key_record.num_fields; f++)
            if ((entry->mask >> f & 1) == 0)
                randomize_field(bench, key, f);
    if (lockstep_below(bench, 8) < 5)
        flip_bit(bench, key);
}

// All entries are written, again and again, and none is lost to parity.
static bool is_full_phase(const struct lockstep *bench)
{
    return bench->num_cycles >= LONG_RUN && bench->cycle >= FULL_FROM
           && bench->cycle < bench->num_cycles / 2;
}

static void random_broken(struct lockstep *bench)
{
    uint8_t rows[FN_FLOW_TABLE_CHUNKS];
    const unsigned kind = bench->cycle / BREAK_PHASE % 3 != 1 || is_full_phase(bench)
                        ? 9 : lockstep_below(bench, 10);

    fn_flow_table_rows(&twin.written.key, rows);
    broken.is_all = kind == 0 && num_places != 0;
    broken.is_one = kind > 0 && kind < (num_places == 1 ? 7 : 3);
    broken.row = rows[lockstep_below(bench, FN_FLOW_TABLE_CHUNKS)];
}

static bool random_break(struct lockstep *bench)
{
    const unsigned done = STEPS - twin.steps_left;

    if (twin.is_step && done == 0)
        random_broken(bench);
    if (!twin.is_step || done % 2 == 0)
        return lockstep_below(bench, 2) == 0;  // does not count
    return broken.is_all || (broken.is_one && done / 2 == broken.row);
}

static void random_write(struct lockstep *bench, struct fn_flow_table_in *in)
{
    const unsigned group_entries = twin.num_entries / twin.num_groups;
    const unsigned group = num_places == 2 ? only_group : num_writes % twin.num_groups;

    in->s_write_index = (uint8_t)(lockstep_below(bench, 3) == 0 ? asked
                                  : group * group_entries
                                    + lockstep_below(bench, group_entries));
    if (num_places != 0)
        in->s_write_index = (uint8_t)(group * group_entries + group_entries / 2
                                      + lockstep_below(bench, num_places));
    in->s_write_enable = lockstep_below(bench, 8) >= (twin.wrong_groups[group] ? 6 : 1);
    in->s_write_key = pool[lockstep_below(bench, POOL_KEYS)];
    if (lockstep_below(bench, 4) == 0)
        flip_bit(bench, &in->s_write_key);
    in->s_write_mask = ALL_FIELDS;
    if (lockstep_below(bench, 8) < 5)
        in->s_write_mask &= (uint16_t)lockstep_below(bench, ALL_FIELDS + 1);
    if (lockstep_below(bench, 8) < 5)
        in->s_write_mask |= (uint16_t)lockstep_below(bench, ALL_FIELDS + 1);
    lockstep_record(bench, &in->s_write_info, &fn_flow_info_record);
    lately[num_writes++ % LATELY] = in->s_write_index;
}

// A reset now and then, when there is something to lose.
static bool random_reset(struct lockstep *bench)
{
    static bool is_due;

    is_due |= bench->cycle == 1500
           || (is_full_phase(bench) ? bench->cycle == FULL_FROM
                                    : lockstep_below(bench, MEAN_RESET) == 0);
    const bool fires = bench->cycle == 0 || (is_due && twin.taken != twin.given
                                             && twin.steps_left != 0);
    is_due &= !fires;
    return fires;
}

static void random_inputs(struct lockstep *bench, struct fn_flow_table_in *in)
{
    static struct lockstep_source keys, writes;
    static enum mode mode;

    if (bench->cycle % 512 == 0)
        mode = (enum mode)lockstep_below(bench, MODES);
    in->rst = random_reset(bench);
    in->s_break = random_break(bench);
    if (in->rst) {
        only_group = bench->cycle > FULL_FROM ? lockstep_below(bench, twin.num_groups)
                                              : twin.num_groups - 1;
        num_places = bench->cycle == 0 || is_full_phase(bench) ? 0
                   : bench->cycle > FULL_FROM ? (lockstep_below(bench, 5) + 1) / 2 : 2;
    }
    in->m_match_ready = mode == BUSY || lockstep_ready(bench);
    if (lockstep_offer(bench, &keys, &in->s_key_valid, twin.out.s_key_ready)) {
        in->s_key_valid = (is_write_near(in) && num_writes % 4 != 0)
                       || twin.steps_left >= STEPS - 1 || mode == BUSY
                       || (in->s_key_valid && (mode < QUIET || lockstep_below(bench, 16) == 0));
        keys.is_refused = in->s_key_valid && !twin.out.s_key_ready;
        if (in->s_key_valid)
            random_lookup(bench, in);
    }
    if (lockstep_offer(bench, &writes, &in->s_write_valid, twin.out.s_write_ready)
            && in->s_write_valid)
        random_write(bench, in);
}

// ---- Coverage ----

static void cover_parity(struct lockstep *bench, const struct fn_flow_table_in *in)
{
    const struct fn_flow_table_out *out = &twin.out;
    const bool error = out->m_match_valid && out->m_match_error;
    const bool hit = out->m_match_valid && out->m_match_hit;
    const unsigned group = hit ? out->m_match_index * twin.num_groups / twin.num_entries : 0;
    bool is_any_group = false, is_row_wrong = false;

    for (unsigned g = 0; g < twin.num_groups; g++) {
        const bool has_row = memchr(twin.wrong_rows[g], 1, FN_FLOW_TABLE_ROWS) != NULL;
        is_any_group |= twin.wrong_groups[g];
        is_row_wrong |= has_row;
        had_wrong_row[g] = (had_wrong_row[g] || has_row) && !in->rst;
        was_wrong[g] = (was_wrong[g] || twin.wrong_groups[g]) && !in->rst;
        if (g == group && bench->num_cycles >= LONG_RUN)  // rare
            lockstep_cover(bench, "hit in a group whose rows are good again",
                           hit && had_wrong_row[g] && !has_row);
    }
    lockstep_cover(bench, "parity: a wrong row", error && !is_any_group);
    lockstep_cover(bench, "hit beside a wrong row", hit && is_row_wrong);
    if (bench->num_cycles < LONG_RUN)
        return;
    lockstep_cover(bench, "parity: a wrong group", error && is_any_group);
    lockstep_cover(bench, "hit in a group that was wrong",
                   hit && was_wrong[group] && !twin.wrong_groups[group]);
}

static void cover(struct lockstep *bench, const struct fn_flow_table_in *in)
{
    const struct fn_flow_table_out *out = &twin.out;
    const bool shown = out->m_match_valid;
    const bool hit = shown && out->m_match_hit;
    const bool taken = in->s_key_valid && out->s_key_ready;
    const bool writing = twin.steps_left != 0;

    lockstep_cover(bench, "hit", hit);
    lockstep_cover(bench, "hit in the last group",
                   hit && out->m_match_index * twin.num_groups / twin.num_entries
                          == twin.num_groups - 1);
    lockstep_cover(bench, "miss", shown && !out->m_match_hit);
    lockstep_cover(bench, "match stalled", shown && !in->m_match_ready);
    lockstep_cover(bench, "all places taken", twin.taken - twin.given == FN_FLOW_TABLE_IN_FLIGHT);
    lockstep_cover(bench, "write complete", out->s_write_ready && twin.write_ready_from != 0);
    lockstep_cover(bench, "write refused", in->s_write_valid && !out->s_write_ready);
    lockstep_cover(bench, "lookup refused in a step", in->s_key_valid && twin.is_step);
    lockstep_cover(bench, "lookup taken before the first step",
                   taken && twin.steps_left == STEPS);
    lockstep_cover(bench, "lookup taken behind the first step",
                   taken && twin.steps_left == STEPS - 1);
    lockstep_cover(bench, "lookup taken before the last step", taken && twin.steps_left == 1);
    lockstep_cover(bench, "lookup taken behind the last step",
                   taken && twin.write_ready_from == twin.cycle + 1);
    lockstep_cover(bench, "lookup for the entry being written",
                   taken && writing && asked == twin.written_index);
    lockstep_cover(bench, "old entry answers during its write",
                   hit && writing && out->m_match_index == twin.written_index);
    lockstep_cover(bench, "reset while writing, lookup in flight",
                   in->rst && writing && twin.taken != twin.given);
}

int bench_main(int argc, char **argv)
{
    static struct fn_flow_table_in in;
    struct lockstep bench;

    lockstep_open(&bench, "fn_flow_table", argc, argv, fn_flow_table_inputs, fn_flow_table_outputs);
    if (bench.num_cycles >= LONG_RUN)
        bench.num_cycles *= 5;  // of a write's hundreds
    check_rows();
    fn_flow_table_reset(&twin, 1u << lockstep_bits(&bench, "s_write_index"));
    for (unsigned k = 0; k < POOL_KEYS; k++)
        lockstep_record(&bench, &pool[k], &fn_flow_key_record);
    do {
        random_inputs(&bench, &in);
        cover(&bench, &in);
        cover_parity(&bench, &in);
        fn_flow_table_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
