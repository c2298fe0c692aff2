// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_checksum - see fn_tx_checksum.h

#include "tx/fn_tx_checksum.h"

#include <string.h>

#include "fn_reasons.h"
#include "functional/fn_insert_checksum.h"

#define IN  struct fn_tx_checksum_in
#define OUT struct fn_tx_checksum_out

const struct fn_port fn_tx_checksum_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_transmit_record_record),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT(IN, s_axis_tuser),
    FN_PORT(IN, m_axis_tready),
    { 0 }
};

const struct fn_port fn_tx_checksum_outputs[] = {
    FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT(OUT, m_axis_tuser),
    { 0 }
};

void fn_tx_checksum_reset(struct fn_tx_checksum *checksum)
{
    checksum->num_ahead = checksum->num_beats = 0;
    checksum->has_next = checksum->has_record = checksum->is_inside = checksum->is_long = false;
    checksum->stored = checksum->released = checksum->read = checksum->shown = 0;
    checksum->begun = checksum->summed = checksum->due = checksum->gone = 0;
    checksum->has_beat_room = checksum->has_packet_room = true;
    checksum->out.s_record_ready = checksum->out.s_axis_tready = true;
    checksum->out.m_axis_tvalid = false;
}

static struct fn_tx_checksum_beat *place(struct fn_tx_checksum *checksum, unsigned beat)
{
    return &checksum->beats[beat % (2 * FN_TX_CHECKSUM_BEATS)];
}

// The whole packet is here: what the sums will have changed when they are done.
static void end_packet(struct fn_tx_checksum *checksum, const struct fn_tx_checksum_beat *last)
{
    const unsigned first = checksum->stored - checksum->num_beats;
    const unsigned length = 8 * (checksum->num_beats - 1)
                          + (unsigned)__builtin_popcount(last->keep);
    const unsigned packet = checksum->summed++ % FN_TX_CHECKSUM_PACKETS;
    struct fn_tx_checksum_beat *const stored_last = place(checksum, checksum->stored - 1);

    if (!checksum->is_long)
        fn_insert_checksum(checksum->bytes, length, &checksum->record);
    for (unsigned beat = 0; beat < checksum->num_beats; beat++)
        memcpy(&place(checksum, first + beat)->data, checksum->bytes + 8 * beat, 8);
    stored_last->last = true;
    stored_last->user = checksum->is_long && !last->user ? FN_REASON_DESCRIPTOR : last->user;
    checksum->packets[packet].end = checksum->stored;
    checksum->packets[packet].due = checksum->cycle + FN_TX_CHECKSUM_LATENCY;
    checksum->num_beats = 0;
    checksum->is_inside = checksum->is_long = checksum->has_record = false;
}

static void store_beat(struct fn_tx_checksum *checksum)
{
    const struct fn_tx_checksum_beat beat = checksum->ahead[0];

    checksum->ahead[0] = checksum->ahead[1];
    checksum->num_ahead--;
    checksum->begun += !checksum->is_inside;
    checksum->is_inside = true;
    checksum->is_long |= checksum->num_beats == FN_TX_CHECKSUM_BEATS;
    if (!checksum->is_long) {
        memcpy(checksum->bytes + 8 * checksum->num_beats++, &beat.data, 8);
        *place(checksum, checksum->stored++) = (struct fn_tx_checksum_beat){ .keep = beat.keep };
    }
    if (beat.last)
        end_packet(checksum, &beat);
}

static void show_beat(struct fn_tx_checksum *checksum)
{
    const struct fn_tx_checksum_beat *beat = place(checksum, checksum->shown++);

    checksum->out.m_axis_tvalid = true;
    checksum->out.m_axis_tdata = beat->data;
    checksum->out.m_axis_tkeep = beat->keep;
    checksum->out.m_axis_tlast = beat->last;
    checksum->out.m_axis_tuser = beat->user;
    checksum->gone += beat->last;
}

void fn_tx_checksum_tick(struct fn_tx_checksum *checksum, const struct fn_tx_checksum_in *in)
{
    const bool takes_record = in->s_record_valid && checksum->out.s_record_ready;
    const bool takes_beat = in->s_axis_tvalid && checksum->out.s_axis_tready;
    const bool stores = checksum->num_ahead > 0 && checksum->has_record
                     && (checksum->has_beat_room || checksum->num_beats == FN_TX_CHECKSUM_BEATS)
                     && (checksum->has_packet_room || checksum->is_inside);

    if (in->rst) {
        fn_tx_checksum_reset(checksum);
        return;
    }
    // Out: one beat is at m, two on their way there.
    checksum->out.m_axis_tvalid &= !in->m_axis_tready;
    if (checksum->due != checksum->summed
            && checksum->packets[checksum->due % FN_TX_CHECKSUM_PACKETS].due <= checksum->cycle)
        checksum->released = checksum->packets[checksum->due++ % FN_TX_CHECKSUM_PACKETS].end;
    const unsigned on_their_way = checksum->read - checksum->shown;
    if (on_their_way > 0 && !checksum->out.m_axis_tvalid)
        show_beat(checksum);
    if (on_their_way < FN_TX_CHECKSUM_WAY && checksum->read != checksum->released)
        checksum->read++;
    // In
    if (stores)
        store_beat(checksum);
    if (takes_beat)
        checksum->ahead[checksum->num_ahead++] = (struct fn_tx_checksum_beat){
            in->s_axis_tdata, in->s_axis_tkeep, in->s_axis_tlast, in->s_axis_tuser
        };
    if (checksum->has_next && !checksum->has_record) {
        checksum->record = checksum->next;
        checksum->has_record = true;
        checksum->has_next = false;
    }
    if (takes_record) {
        checksum->next = in->s_record_data;
        checksum->has_next = true;
    }
    checksum->has_beat_room = checksum->stored - checksum->read < FN_TX_CHECKSUM_BEATS;
    checksum->has_packet_room = checksum->begun - checksum->gone < FN_TX_CHECKSUM_PACKETS;
    checksum->out.s_record_ready = !checksum->has_next;
    checksum->out.s_axis_tready = checksum->num_ahead < FN_TX_CHECKSUM_AHEAD;
    checksum->cycle++;
}
