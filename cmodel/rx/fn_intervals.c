// SPDX-License-Identifier: Apache-2.0
//
// fn_intervals - see fn_intervals.h

#include "rx/fn_intervals.h"

#include <string.h>

#define IN  struct fn_intervals_in
#define OUT struct fn_intervals_out

const struct fn_port fn_intervals_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_valid), FN_PORT(IN, s_starts), FN_PORT(IN, s_ends),
    FN_PORT(IN, s_count), FN_PORT(IN, s_begin), FN_PORT(IN, s_end), { 0 }
};

const struct fn_port fn_intervals_outputs[] = {
    FN_PORT(OUT, m_valid), FN_PORT(OUT, m_starts), FN_PORT(OUT, m_ends), FN_PORT(OUT, m_count),
    FN_PORT(OUT, m_overflow), FN_PORT(OUT, m_advance), FN_PORT(OUT, m_new), { 0 }
};

void fn_intervals_reset(struct fn_intervals_twin *twin, unsigned maximum, unsigned width)
{
    memset(twin, 0, sizeof *twin);
    twin->maximum = maximum;
    twin->width = width;
}

void fn_intervals_pack(const struct fn_intervals *list, unsigned width,
                       uint8_t starts[FN_INTERVALS_BYTES], uint8_t ends[FN_INTERVALS_BYTES])
{
    memset(starts, 0, FN_INTERVALS_BYTES);
    memset(ends, 0, FN_INTERVALS_BYTES);
    for (unsigned i = 0; i < list->count; i++) {
        fn_record_deposit(starts, i * width, width, (const uint8_t *)&list->at[i].start);
        fn_record_deposit(ends, i * width, width, (const uint8_t *)&list->at[i].end);
    }
}

static uint32_t offset_at(const uint8_t *bytes, unsigned place, unsigned width)
{
    uint64_t around;  // 8 bytes hold any 32 bits: both arrays are longer than their last offset
    memcpy(&around, bytes + place * width / 8, sizeof around);
    return (uint32_t)(around >> place * width % 8) & (uint32_t)((UINT64_C(1) << width) - 1);
}

void fn_intervals_tick(struct fn_intervals_twin *twin, const struct fn_intervals_in *in)
{
    struct fn_intervals_out *out = &twin->out;
    const unsigned due = twin->now++ % FN_INTERVALS_LATENCY;

    if (in->rst) {
        fn_intervals_reset(twin, twin->maximum, twin->width);
        return;
    }
    twin->answers[due].is_due = in->s_valid;
    if (in->s_valid) {
        struct fn_intervals *list = &twin->answers[due].list;
        struct fn_interval missing[FN_INTERVALS_MAX + 1];

        list->count = in->s_count;
        for (unsigned i = 0; i < list->count; i++)
            list->at[i] = (struct fn_interval){ offset_at(in->s_starts, i, twin->width),
                                                offset_at(in->s_ends, i, twin->width) };
        twin->answers[due].is_new = fn_intervals_missing(list, in->s_begin, in->s_end, missing) > 0;
        twin->answers[due].advance = 0;
        twin->answers[due].overflow = !fn_intervals_insert(list, twin->maximum, in->s_begin,
                                                           in->s_end, &twin->answers[due].advance);
    }

    const unsigned now = twin->now % FN_INTERVALS_LATENCY;
    out->m_valid = twin->answers[now].is_due;
    if (out->m_valid) {
        fn_intervals_pack(&twin->answers[now].list, twin->width, out->m_starts, out->m_ends);
        out->m_count = (uint8_t)twin->answers[now].list.count;
        out->m_overflow = twin->answers[now].overflow;
        out->m_advance = twin->answers[now].advance;
        out->m_new = twin->answers[now].is_new;
    }
}
