// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum - see fn_rx_checksum.h

#include "rx/fn_rx_checksum.h"

#include "functional/fn_checksum.h"

#define IN  struct fn_rx_checksum_in
#define OUT struct fn_rx_checksum_out

// From taking a beat to the end of the cycle that may show it; late: it came with its record.
enum { BEAT_CYCLES = 1, LATE_CYCLES = 2 };

const struct fn_port fn_rx_checksum_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, m_record_ready),
    FN_PORT(IN, m_axis_tready),
    { 0 }
};

const struct fn_port fn_rx_checksum_outputs[] = {
    FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record),
    { 0 }
};

void fn_rx_checksum_reset(struct fn_rx_checksum *checksum)
{
    checksum->has_record = checksum->is_late = false;
    checksum->length = 0;
    checksum->taken = checksum->shown = 0;
    checksum->out.s_record_ready = checksum->out.s_axis_tready = true;
    checksum->out.m_record_valid = checksum->out.m_axis_tvalid = false;
}

static void show(struct fn_rx_checksum *checksum)
{
    struct fn_rx_checksum_out *out = &checksum->out;
    const unsigned place = checksum->shown % FN_RX_CHECKSUM_BEATS;

    out->m_axis_tvalid = checksum->shown != checksum->taken
                      && checksum->beats[place].due <= checksum->cycle;
    if (!out->m_axis_tvalid)
        return;
    out->m_axis_tdata = checksum->beats[place].data;
    out->m_axis_tkeep = checksum->beats[place].keep;
    out->m_axis_tlast = checksum->beats[place].last;
    out->m_axis_tuser = checksum->beats[place].status;
    checksum->shown++;
}

static void append(struct fn_rx_checksum *checksum, uint64_t data, uint8_t keep)
{
    for (; keep != 0 && checksum->length < FN_RX_CHECKSUM_BYTES; keep >>= 1, data >>= 8)
        checksum->frame[checksum->length++] = (uint8_t)data;
}

static void take_beat(struct fn_rx_checksum *checksum, const struct fn_rx_checksum_in *in,
                      unsigned cycles)
{
    const unsigned place = checksum->taken++ % FN_RX_CHECKSUM_BEATS;
    struct fn_packet_status status = { .reason = in->s_axis_tuser.reason };

    append(checksum, in->s_axis_tdata, in->s_axis_tkeep);
    if (in->s_axis_tlast) {
        const struct fn_checksum_results results =
            fn_checksum_verify(checksum->frame, checksum->length, &checksum->record);
        status.ip_checksum = results.ip;
        status.l4_checksum = results.l4;
        checksum->length = 0;
    }
    checksum->beats[place].data = in->s_axis_tdata;
    checksum->beats[place].due = checksum->cycle + cycles;
    checksum->beats[place].keep = in->s_axis_tkeep;
    checksum->beats[place].last = in->s_axis_tlast;
    checksum->beats[place].status = status;
}

void fn_rx_checksum_tick(struct fn_rx_checksum *checksum, const struct fn_rx_checksum_in *in)
{
    struct fn_rx_checksum_out *out = &checksum->out;
    const bool takes_record = in->s_record_valid && out->s_record_ready;
    const bool takes_beat = in->s_axis_tvalid && out->s_axis_tready;
    const bool ends = takes_beat && in->s_axis_tlast;
    const bool is_late = ends && takes_record;

    if (in->rst) {
        fn_rx_checksum_reset(checksum);
        return;
    }
    if (!out->m_axis_tvalid || in->m_axis_tready)
        show(checksum);
    if (in->m_record_ready)
        out->m_record_valid = false;
    if (takes_record) {
        out->m_record_valid = true;
        out->m_record_data = checksum->record = in->s_record_data;
    }
    if (takes_beat)
        take_beat(checksum, in, is_late ? LATE_CYCLES : BEAT_CYCLES);

    // A packet keeps its record until it has ended; if late, a cycle longer.
    if (takes_record)
        checksum->has_record = true;
    if ((ends && !is_late) || checksum->is_late)
        checksum->has_record = false;
    checksum->is_late = is_late;
    out->s_record_ready = !checksum->has_record && !out->m_record_valid;
    out->s_axis_tready = (checksum->has_record || out->s_record_ready) && !is_late
                      && checksum->taken - checksum->shown < FN_RX_CHECKSUM_BEATS;
    checksum->cycle++;
}
