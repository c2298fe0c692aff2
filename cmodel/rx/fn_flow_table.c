// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table - see fn_flow_table.h

#include "rx/fn_flow_table.h"

#include <string.h>

#define IN  struct fn_flow_table_in
#define OUT struct fn_flow_table_out

const struct fn_port fn_flow_table_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_break),
    FN_PORT(IN, s_write_valid),
    FN_PORT(IN, s_write_index),
    FN_PORT(IN, s_write_enable),
    FN_PORT_RECORD(IN, s_write_key, &fn_flow_key_record),
    FN_PORT(IN, s_write_mask),
    FN_PORT_RECORD(IN, s_write_info, &fn_flow_info_record),
    FN_PORT(IN, s_key_valid),
    FN_PORT_RECORD(IN, s_key_data, &fn_flow_key_record),
    FN_PORT(IN, m_match_ready),
    { 0 }
};

const struct fn_port fn_flow_table_outputs[] = {
    FN_PORT(OUT, s_write_ready),
    FN_PORT(OUT, s_key_ready),
    FN_PORT(OUT, m_match_valid),
    FN_PORT(OUT, m_match_hit),
    FN_PORT(OUT, m_match_index),
    FN_PORT_RECORD(OUT, m_match_info, &fn_flow_info_record),
    FN_PORT(OUT, m_match_error),
    { 0 }
};

void fn_flow_table_reset(struct fn_flow_table *table, unsigned num_entries)
{
    table->num_entries = num_entries;
    table->num_groups = num_entries < 64 ? num_entries / 16 : 4;
    for (unsigned e = 0; e < num_entries; e++)
        table->entries[e].enable = false;
    table->cycle = table->read_until = table->steps_left = table->write_ready_from = 0;
    table->is_step = false;
    memset(table->wrong_rows, 0, sizeof table->wrong_rows);
    memset(table->wrong_groups, 0, sizeof table->wrong_groups);
    table->is_any_wrong = false;
    table->taken = table->shown = table->given = 0;
    table->out.s_write_ready = table->out.s_key_ready = true;
    table->out.m_match_valid = false;
}

// ---- Parity ----

static bool has_entry(const struct fn_flow_table *table, unsigned group)
{
    const unsigned count = table->num_entries / table->num_groups;

    for (unsigned e = group * count; e < (group + 1) * count; e++)
        if (table->entries[e].enable)
            return true;
    return false;
}

void fn_flow_table_rows(const struct fn_flow_key *key, uint8_t rows[FN_FLOW_TABLE_CHUNKS])
{
    uint8_t bytes[FN_FLOW_TABLE_CHUNKS * FN_FLOW_TABLE_CHUNK_BITS / 8 + 2] = { 0 };

    fn_record_pack(&fn_flow_key_record, key, bytes);
    for (unsigned c = 0; c < FN_FLOW_TABLE_CHUNKS; c++) {
        const unsigned lsb = FN_FLOW_TABLE_CHUNK_BITS * c;
        const unsigned both = bytes[lsb / 8] | (unsigned)bytes[lsb / 8 + 1] << 8;
        rows[c] = (both >> lsb % 8) % FN_FLOW_TABLE_ROWS;
    }
}

static bool reads_wrong(const struct fn_flow_table *table, const struct fn_flow_key *key)
{
    uint8_t rows[FN_FLOW_TABLE_CHUNKS];

    if (!table->is_any_wrong)
        return false;
    fn_flow_table_rows(key, rows);
    for (unsigned g = 0; g < table->num_groups; g++) {
        bool is_wrong = table->wrong_groups[g];
        for (unsigned c = 0; c < FN_FLOW_TABLE_CHUNKS; c++)
            is_wrong |= table->wrong_rows[g][rows[c]];
        if (is_wrong && has_entry(table, g))
            return true;
    }
    return false;
}

// A row is read, then written.
static void step_row(struct fn_flow_table *table, bool is_break)
{
    const unsigned done = FN_FLOW_TABLE_WRITE_STEPS - table->steps_left;
    const unsigned group = table->written_index * table->num_groups / table->num_entries;
    bool *const is_wrong = &table->wrong_rows[group][done / 2];

    if (done % 2 == 0)
        table->wrong_groups[group] = (table->wrong_groups[group] || *is_wrong)
                                  && has_entry(table, group);
    else
        *is_wrong = is_break;
    table->is_any_wrong |= is_break;
}

// ---- Writes and lookups ----

// One of the many steps of a write, of which the first and the last have more of an effect.
static void step(struct fn_flow_table *table, bool is_break)
{
    struct fn_flow_entry *entry = &table->entries[table->written_index];

    if (table->steps_left == FN_FLOW_TABLE_WRITE_STEPS)
        entry->enable = false;
    if (table->is_any_wrong || is_break)
        step_row(table, is_break);
    table->steps_left--;
    table->step_from = table->cycle + 2;
    if (table->steps_left == 0) {
        *entry = table->written;
        table->write_ready_from = table->cycle + 2;
    }
}

static void take_write(struct fn_flow_table *table, const struct fn_flow_table_in *in)
{
    table->written = (struct fn_flow_entry){
        in->s_write_enable, in->s_write_key, in->s_write_mask, in->s_write_info
    };
    table->written_index = in->s_write_index;
    table->steps_left = FN_FLOW_TABLE_WRITE_STEPS;
    table->step_from = table->cycle + 2;
}

static void take_key(struct fn_flow_table *table, const struct fn_flow_key *key)
{
    const unsigned place = table->taken++ % FN_FLOW_TABLE_IN_FLIGHT;

    if (reads_wrong(table, key))
        table->answers[place].match = (struct fn_flow_match){ .error = true };
    else
        table->answers[place].match = fn_flow_match(table->entries, table->num_entries, key);
    table->answers[place].due = table->cycle + table->num_groups + 4;
    table->read_until = table->cycle + table->num_groups;
}

static void show(struct fn_flow_table *table)
{
    const unsigned place = table->shown % FN_FLOW_TABLE_IN_FLIGHT;
    const struct fn_flow_match *match = &table->answers[place].match;

    table->out.m_match_valid = table->shown != table->taken
                            && table->answers[place].due <= table->cycle + 1;
    if (table->out.m_match_valid) {
        table->out.m_match_hit = match->hit;
        table->out.m_match_index = match->index;
        table->out.m_match_info = match->info;
        table->out.m_match_error = match->error;
        table->shown++;
    }
}

void fn_flow_table_tick(struct fn_flow_table *table, const struct fn_flow_table_in *in)
{
    const bool given = table->out.m_match_valid && in->m_match_ready;

    if (in->rst) {
        fn_flow_table_reset(table, table->num_entries);
        return;
    }
    if (table->is_step)
        step(table, in->s_break);
    if (in->s_key_valid && table->out.s_key_ready)
        take_key(table, &in->s_key_data);
    if (in->s_write_valid && table->out.s_write_ready)
        take_write(table, in);
    table->given += given;
    if (given || !table->out.m_match_valid)
        show(table);
    table->cycle++;
    table->out.s_write_ready = table->steps_left == 0 && table->cycle >= table->write_ready_from;
    table->is_step = table->steps_left != 0 && table->cycle >= table->read_until
                  && table->cycle >= table->step_from;
    table->out.s_key_ready = table->cycle >= table->read_until && !table->is_step
                          && table->taken - table->given < FN_FLOW_TABLE_IN_FLIGHT;
}
