// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy - see fn_zero_copy.h

#include "rx/fn_zero_copy.h"

#define IN  struct fn_zero_copy_in
#define OUT struct fn_zero_copy_out

enum { BEAT_BYTES = 8 };

const struct fn_port fn_zero_copy_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, s_decision_valid),
    FN_PORT(IN, s_decision_fate),
    FN_PORT(IN, s_decision_reason),
    FN_PORT(IN, s_decision_sync),
    FN_PORT(IN, s_decision_epoch),
    FN_PORT(IN, m_verdict_ready),
    FN_PORT(IN, m_record_ready),
    FN_PORT(IN, m_axis_tready),
    FN_PORT(IN, m_place_axis_tready),
    FN_PORT(IN, m_unplaced_ready),
    { 0 }
};

const struct fn_port fn_zero_copy_outputs[] = {
    FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, s_decision_ready),
    FN_PORT(OUT, m_verdict_valid),
    FN_PORT(OUT, m_verdict_good),
    FN_PORT(OUT, m_verdict_link),
    FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record),
    FN_PORT(OUT, m_place_axis_tvalid),
    FN_PORT(OUT, m_place_axis_tdata),
    FN_PORT(OUT, m_place_axis_tkeep),
    FN_PORT(OUT, m_place_axis_tlast),
    FN_PORT(OUT, m_place_axis_tuser),
    FN_PORT(OUT, m_unplaced_valid),
    FN_PORT(OUT, m_unplaced_context),
    FN_PORT(OUT, m_unplaced_reason),
    FN_PORT(OUT, m_unplaced_software),
    { 0 }
};

void fn_zero_copy_reset(struct fn_zero_copy *z)
{
    z->records_taken = z->fates_known = z->packets_taken = z->packets_given = 0;
    z->beats_taken = z->beats_given = z->at = z->passed = 0;
    z->is_found = false;
    z->out.s_record_ready = true;
    z->out.s_axis_tready = z->out.s_decision_ready = false;
    z->out.m_verdict_valid = z->out.m_record_valid = false;
    z->out.m_axis_tvalid = z->out.m_place_axis_tvalid = z->out.m_unplaced_valid = false;
}

// What is placed with a good verdict counts when memory has answered; the rest of flows here.
static void end_packet(struct fn_zero_copy *z, const struct fn_zero_copy_beat *beat)
{
    const unsigned packet = z->packets_given++ % FN_ZERO_COPY_PACKETS;
    const bool     is_good = beat->status.reason == FN_REASON_DELIVERED;
    const enum fn_fate fate = z->packets[packet].fate;

    z->is_found = false;
    if (!z->packets[packet].asks || (fate == FN_FATE_PLACE && is_good))
        return;
    z->out.m_unplaced_valid = true;
    z->out.m_unplaced_context = z->packets[packet].context;
    z->out.m_unplaced_reason = is_good ? (uint8_t)z->packets[packet].reason : beat->status.reason;
    z->out.m_unplaced_software = fate == FN_FATE_SOFTWARE;
}

static void show_beat(struct fn_zero_copy *z)
{
    struct fn_zero_copy_out *out = &z->out;
    const struct fn_zero_copy_beat *beat =
        &z->beats[z->beats_given++ % (FN_ZERO_COPY_BEATS + 1)];
    const enum fn_fate fate = z->packets[z->packets_given % FN_ZERO_COPY_PACKETS].fate;

    out->m_axis_tvalid = fate == FN_FATE_SOFTWARE;
    out->m_place_axis_tvalid = fate == FN_FATE_PLACE;
    out->m_axis_tdata = out->m_place_axis_tdata = beat->data;
    out->m_axis_tkeep = out->m_place_axis_tkeep = beat->keep;
    out->m_axis_tlast = out->m_place_axis_tlast = beat->last;
    out->m_axis_tuser = beat->status;
    out->m_place_axis_tuser = beat->last && beat->status.reason != FN_REASON_DELIVERED;
    if (beat->last)
        end_packet(z, beat);
}

static void take_beat(struct fn_zero_copy *z, const struct fn_zero_copy_in *in)
{
    const unsigned packet = z->packets_taken % FN_ZERO_COPY_PACKETS;
    const uint8_t reason = in->s_axis_tuser.reason;

    if (z->at++ == z->packets[packet].headers || in->s_axis_tlast)
        if (!z->packets[packet].has_payload) {
            z->packets[packet].has_payload = true;
            z->packets[packet].payload = z->beats_taken;
        }
    z->beats[z->beats_taken++ % (FN_ZERO_COPY_BEATS + 1)] = (struct fn_zero_copy_beat){
        in->s_axis_tdata, in->s_axis_tkeep, in->s_axis_tlast, in->s_axis_tuser
    };
    if (!in->s_axis_tlast)
        return;
    z->at = 0;
    z->packets_taken++;
    if (z->packets[packet].asks) {
        z->out.m_verdict_valid = true;
        z->out.m_verdict_good = reason == FN_REASON_DELIVERED;
        z->out.m_verdict_link = reason >= FN_REASON_OVERRUN && reason <= FN_REASON_FCS;
    }
}

static void take_record(struct fn_zero_copy *z, const struct fn_packet_record *record)
{
    const unsigned packet = z->records_taken++ % FN_ZERO_COPY_PACKETS;

    z->packets[packet].headers = (record->udp ? record->l4_offset : record->payload_offset)
                               / BEAT_BYTES;
    z->packets[packet].has_payload = false;
    z->packets[packet].asks = record->hit && record->state == FN_STATE_ZERO_COPY;
    z->packets[packet].context = record->context;
    z->packets[packet].fate = FN_FATE_SOFTWARE;
    if (z->packets[packet].asks) {
        z->asked = *record;
        return;
    }
    z->fates_known++;
    z->out.m_record_valid = true;
    z->out.m_record_data = *record;
}

static void take_decision(struct fn_zero_copy *z, const struct fn_zero_copy_in *in)
{
    const unsigned packet = z->fates_known++ % FN_ZERO_COPY_PACKETS;

    z->packets[packet].fate = in->s_decision_fate;
    z->packets[packet].reason = in->s_decision_reason;
    if (in->s_decision_fate == FN_FATE_SOFTWARE) {
        z->out.m_record_valid = true;
        z->out.m_record_data = z->asked;
        z->out.m_record_data.sync = in->s_decision_sync;
        z->out.m_record_data.epoch = in->s_decision_epoch;
    }
}

// The beats in front of the payload are passed over when it is there, or the memory full.
static void seek_payload(struct fn_zero_copy *z)
{
    const unsigned packet = z->packets_given % FN_ZERO_COPY_PACKETS;

    z->is_found = z->packets[packet].has_payload;
    if (z->is_found) {
        z->passed = z->packets[packet].payload - z->beats_given;
        z->beats_given = z->packets[packet].payload;
    } else if (z->beats_taken - z->beats_given == FN_ZERO_COPY_BEATS)
        z->beats_given = z->beats_taken;
}

static void take_and_show_beats(struct fn_zero_copy *z, const struct fn_zero_copy_in *in)
{
    struct fn_zero_copy_out *out = &z->out;
    const bool is_known = z->fates_known != z->packets_given;  // before this cycle
    const bool seeks = is_known && !z->is_found
        && z->packets[z->packets_given % FN_ZERO_COPY_PACKETS].fate == FN_FATE_PLACE;

    if (in->m_axis_tready)
        out->m_axis_tvalid = false;
    if (in->m_place_axis_tready)
        out->m_place_axis_tvalid = false;
    if (in->m_unplaced_ready)
        out->m_unplaced_valid = false;
    if (in->m_verdict_ready)
        out->m_verdict_valid = false;
    z->passed = 0;
    if (seeks)
        seek_payload(z);
    if (in->s_axis_tvalid && out->s_axis_tready)
        take_beat(z, in);
    if (is_known && !seeks && z->beats_taken != z->beats_given && !out->m_axis_tvalid
        && !out->m_place_axis_tvalid && !out->m_unplaced_valid)
        show_beat(z);
}

void fn_zero_copy_tick(struct fn_zero_copy *z, const struct fn_zero_copy_in *in)
{
    struct fn_zero_copy_out *out = &z->out;

    if (in->rst) {
        fn_zero_copy_reset(z);
        return;
    }
    take_and_show_beats(z, in);
    if (in->m_record_ready)
        out->m_record_valid = false;
    if (in->s_decision_valid && out->s_decision_ready)
        take_decision(z, in);
    if (in->s_record_valid && out->s_record_ready)
        take_record(z, &in->s_record_data);

    const bool     is_asking = z->fates_known != z->records_taken;
    const bool     is_free = !out->m_record_valid
                          && z->fates_known - z->packets_given < FN_ZERO_COPY_FATES;
    const unsigned begun = z->records_taken - z->packets_taken;
    const bool     asks = z->packets[z->packets_taken % FN_ZERO_COPY_PACKETS].asks;
    out->s_record_ready = !is_asking && is_free && begun < 2;
    out->s_decision_ready = is_asking && is_free;
    out->s_axis_tready = begun > 0
                      && z->beats_taken - z->beats_given + z->passed < FN_ZERO_COPY_BEATS
                      && !(out->m_verdict_valid && asks);
}
