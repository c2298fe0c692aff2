// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table - twin of rtl/rx/fn_flow_table.v, which states the contract

#ifndef FN_FLOW_TABLE_H
#define FN_FLOW_TABLE_H

#include "functional/fn_flow_match.h"

enum {
    FN_FLOW_TABLE_MAX_ENTRIES = 256,
    FN_FLOW_TABLE_IN_FLIGHT   = 4,
    FN_FLOW_TABLE_WRITE_STEPS = 256,
    FN_FLOW_TABLE_GROUPS      = 4,
    FN_FLOW_TABLE_CHUNK_BITS  = 7,    // of a key: its value is the number of a row
    FN_FLOW_TABLE_ROWS        = 128,
    FN_FLOW_TABLE_CHUNKS      = 52    // an even number of them
};

struct fn_flow_table_in {
    bool                rst;
    bool                s_break;
    bool                s_write_valid;
    uint8_t             s_write_index;
    bool                s_write_enable;
    struct fn_flow_key  s_write_key;
    uint16_t            s_write_mask;
    struct fn_flow_info s_write_info;
    bool                s_key_valid;
    struct fn_flow_key  s_key_data;
    bool                m_match_ready;
};

struct fn_flow_table_out {
    bool                s_write_ready;
    bool                s_key_ready;
    bool                m_match_valid;
    bool                m_match_hit;
    uint8_t             m_match_index;
    struct fn_flow_info m_match_info;
    bool                m_match_error;
};

struct fn_flow_table {
    struct fn_flow_table_out out;
    unsigned                 num_entries;  // parameter ENTRIES
    unsigned                 num_groups;
    struct fn_flow_entry     entries[FN_FLOW_TABLE_MAX_ENTRIES];
    unsigned                 cycle;
    unsigned                 read_until;  // first cycle in which no lookup reads

    // The entry that is written.
    struct fn_flow_entry     written;
    unsigned                 written_index, steps_left;
    bool                     is_step;           // this cycle
    unsigned                 step_from;         // first cycle that the next step may have
    unsigned                 write_ready_from;  // once no step is left

    // Parity; is_any_wrong: some may be 1 since the reset.
    bool wrong_rows[FN_FLOW_TABLE_GROUPS][FN_FLOW_TABLE_ROWS];
    bool wrong_groups[FN_FLOW_TABLE_GROUPS];
    bool is_any_wrong;

    // Answers on their way: taken in, shown at m_match, given away, counted for ever.
    struct {
        struct fn_flow_match match;
        unsigned             due;  // the first cycle in which m_match may show it
    } answers[FN_FLOW_TABLE_IN_FLIGHT];
    unsigned taken, shown, given;
};

extern const struct fn_port fn_flow_table_inputs[], fn_flow_table_outputs[];

// Which row a lookup reads for each chunk of a key.
void fn_flow_table_rows(const struct fn_flow_key *key, uint8_t rows[FN_FLOW_TABLE_CHUNKS]);

void fn_flow_table_reset(struct fn_flow_table *table, unsigned num_entries);
void fn_flow_table_tick(struct fn_flow_table *table, const struct fn_flow_table_in *in);

#endif
