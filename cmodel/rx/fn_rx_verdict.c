// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_verdict - see fn_rx_verdict.h

#include "rx/fn_rx_verdict.h"

#include "functional/fn_verdict.h"

#define IN  struct fn_rx_verdict_in
#define OUT struct fn_rx_verdict_out

const struct fn_port fn_rx_verdict_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_keep_bad_checksum),
    FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, m_record_ready),
    FN_PORT(IN, m_axis_tready),
    FN_PORT(IN, m_received_ready),
    { 0 }
};

const struct fn_port fn_rx_verdict_outputs[] = {
    FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record),
    FN_PORT(OUT, m_received_valid),
    { 0 }
};

void fn_rx_verdict_reset(struct fn_rx_verdict *verdict)
{
    verdict->records_taken = verdict->packets_taken = 0;
    verdict->beats_taken = verdict->beats_given = 0;
    verdict->events_given = 0;
    verdict->out.s_record_ready = true;
    verdict->out.s_axis_tready = false;
    verdict->out.m_record_valid = verdict->out.m_axis_tvalid = false;
    verdict->out.m_received_valid = false;
}

static void take_beat(struct fn_rx_verdict *verdict, const struct fn_rx_verdict_in *in)
{
    const unsigned place = verdict->beats_taken++ % FN_RX_VERDICT_BEATS;
    const unsigned packet = verdict->packets_taken % FN_RX_VERDICT_RECORDS;

    verdict->beats[place].data = in->s_axis_tdata;
    verdict->beats[place].keep = in->s_axis_tkeep;
    verdict->beats[place].last = in->s_axis_tlast;
    verdict->beats[place].status = in->s_axis_tuser;
    if (in->s_axis_tlast) {
        verdict->beats[place].status.reason =
            fn_verdict(&verdict->records[packet], &in->s_axis_tuser, in->s_keep_bad_checksum);
        verdict->packets_taken++;
    }
}

static void show(struct fn_rx_verdict *verdict)
{
    struct fn_rx_verdict_out *out = &verdict->out;
    const unsigned place = verdict->beats_given % FN_RX_VERDICT_BEATS;

    out->m_axis_tvalid = verdict->beats_taken != verdict->beats_given;
    out->m_axis_tdata = verdict->beats[place].data;
    out->m_axis_tkeep = verdict->beats[place].keep;
    out->m_axis_tlast = verdict->beats[place].last;
    out->m_axis_tuser = verdict->beats[place].status;
    out->m_received_valid = verdict->packets_taken != verdict->events_given;
}

void fn_rx_verdict_tick(struct fn_rx_verdict *verdict, const struct fn_rx_verdict_in *in)
{
    struct fn_rx_verdict_out *out = &verdict->out;

    if (in->rst) {
        fn_rx_verdict_reset(verdict);
        return;
    }
    verdict->beats_given += out->m_axis_tvalid && in->m_axis_tready;
    verdict->events_given += out->m_received_valid && in->m_received_ready;
    if (in->m_record_ready)
        out->m_record_valid = false;
    if (in->s_axis_tvalid && out->s_axis_tready)
        take_beat(verdict, in);
    if (in->s_record_valid && out->s_record_ready) {
        verdict->records[verdict->records_taken++ % FN_RX_VERDICT_RECORDS] = in->s_record_data;
        out->m_record_data = in->s_record_data;
        out->m_record_valid = true;
    }
    show(verdict);

    const unsigned records = verdict->records_taken - verdict->packets_taken;
    const unsigned events = verdict->packets_taken - verdict->events_given;
    out->s_record_ready = records < FN_RX_VERDICT_RECORDS && !out->m_record_valid;
    out->s_axis_tready = records > 0 && events < FN_RX_VERDICT_EVENTS
                      && verdict->beats_taken - verdict->beats_given < FN_RX_VERDICT_BEATS;
}
