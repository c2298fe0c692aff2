// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_fifo - see fn_rx_fifo.h

#include "rx/fn_rx_fifo.h"

#include "fn_context.h"

#define IN  struct fn_rx_fifo_in
#define OUT struct fn_rx_fifo_out

enum { READ_CYCLES = 2 };  // from taking a beat to showing it

const struct fn_port fn_rx_fifo_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_hold_all),
    FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast),
    FN_PORT_RECORD(IN, s_axis_tuser, &fn_packet_status_record),
    FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_packet_record_record),
    FN_PORT(IN, s_match_valid),
    FN_PORT(IN, s_match_hit),
    FN_PORT(IN, s_match_index),
    FN_PORT_RECORD(IN, s_match_info, &fn_flow_info_record),
    FN_PORT(IN, s_match_error),
    FN_PORT(IN, m_record_ready),
    FN_PORT(IN, m_packet_ready),
    FN_PORT(IN, m_axis_tready),
    { 0 }
};

const struct fn_port fn_rx_fifo_outputs[] = {
    FN_PORT(OUT, s_axis_tready),
    FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_match_ready),
    FN_PORT(OUT, m_record_valid),
    FN_PORT_RECORD(OUT, m_record_data, &fn_packet_record_record),
    FN_PORT(OUT, m_packet_valid),
    FN_PORT_RECORD(OUT, m_packet_record, &fn_packet_record_record),
    FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata),
    FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast),
    FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record),
    { 0 }
};

void fn_rx_fifo_reset(struct fn_rx_fifo *fifo)
{
    fifo->beats_taken = fifo->beats_shown = 0;
    fifo->records_taken = fifo->matches_taken = 0;
    fifo->packets_taken = fifo->packets_started = fifo->packets_shown = 0;
    fifo->was_full = false;
    fifo->out.s_axis_tready = fifo->out.s_record_ready = fifo->out.s_match_ready = true;
    fifo->out.m_record_valid = fifo->out.m_packet_valid = fifo->out.m_axis_tvalid = false;
}

static bool claims(const struct fn_packet_record *record, const struct fn_flow_match *match)
{
    return record->candidate && match->hit;
}

static void join(struct fn_packet_record *record, const struct fn_flow_match *match)
{
    static const struct fn_flow_match nobody;

    record->sync = record->candidate && match->error ? FN_SYNC_PARITY : FN_SYNC_NONE;
    if (!claims(record, match))
        match = &nobody;
    record->hit = match->hit;
    record->flow_index = match->index;
    record->handle = match->info.handle;
    record->context = match->info.context;
    record->association = match->info.association;
    record->state = match->info.state;
    record->split = match->info.split;
    record->hold = match->info.hold;
    record->epoch = 0;
}

// May the record of the oldest packet be shown?
static bool may_start(const struct fn_rx_fifo *fifo, bool hold_all)
{
    const unsigned packet = fifo->packets_started;
    const struct fn_packet_record *record = &fifo->records[packet % FN_RX_FIFO_PACKETS];
    const struct fn_flow_match *match = &fifo->matches[packet % FN_RX_FIFO_PACKETS];

    if (fifo->out.m_record_valid || fifo->out.m_packet_valid || packet != fifo->packets_shown
            || packet == fifo->records_taken || packet == fifo->matches_taken)
        return false;
    return (!hold_all && !(claims(record, match) && match->info.hold))
        || fifo->packets_taken != packet
        || fifo->was_full;  // more of it do not fit
}

static void start(struct fn_rx_fifo *fifo)
{
    const unsigned place = fifo->packets_started++ % FN_RX_FIFO_PACKETS;
    fifo->out.m_record_valid = true;
    fifo->out.m_record_data = fifo->records[place];
    join(&fifo->out.m_record_data, &fifo->matches[place]);
    fifo->out.m_packet_valid = fifo->out.m_record_data.hit
                            && fifo->out.m_record_data.state == FN_STATE_ZERO_COPY;
    if (fifo->out.m_packet_valid)
        fifo->out.m_packet_record = fifo->out.m_record_data;
}

static void show(struct fn_rx_fifo *fifo)
{
    const unsigned place = fifo->beats_shown % FN_RX_FIFO_BEATS;

    fifo->out.m_axis_tvalid = fifo->packets_started != fifo->packets_shown
                           && fifo->beats_shown != fifo->beats_taken
                           && fifo->beats[place].due <= fifo->cycle;
    if (!fifo->out.m_axis_tvalid)
        return;
    fifo->out.m_axis_tdata = fifo->beats[place].data;
    fifo->out.m_axis_tkeep = fifo->beats[place].keep;
    fifo->out.m_axis_tlast = fifo->beats[place].last;
    fifo->out.m_axis_tuser = fifo->beats[place].status;
    fifo->beats_shown++;
    fifo->packets_shown += fifo->out.m_axis_tlast;
}

static void take_match(struct fn_rx_fifo *fifo, const struct fn_rx_fifo_in *in)
{
    fifo->matches[fifo->matches_taken++ % FN_RX_FIFO_PACKETS] = (struct fn_flow_match){
        in->s_match_hit, in->s_match_index, in->s_match_info, in->s_match_error
    };
}

static void take(struct fn_rx_fifo *fifo, const struct fn_rx_fifo_in *in)
{
    if (in->s_axis_tvalid && fifo->out.s_axis_tready) {
        const unsigned place = fifo->beats_taken++ % FN_RX_FIFO_BEATS;
        fifo->beats[place].data = in->s_axis_tdata;
        fifo->beats[place].due = fifo->cycle + READ_CYCLES;
        fifo->beats[place].keep = in->s_axis_tkeep;
        fifo->beats[place].last = in->s_axis_tlast;
        fifo->beats[place].status = in->s_axis_tuser;
        fifo->packets_taken += in->s_axis_tlast;
    }
    if (in->s_record_valid && fifo->out.s_record_ready)
        fifo->records[fifo->records_taken++ % FN_RX_FIFO_PACKETS] = in->s_record_data;
}

void fn_rx_fifo_tick(struct fn_rx_fifo *fifo, const struct fn_rx_fifo_in *in)
{
    if (in->rst) {
        fn_rx_fifo_reset(fifo);
        return;
    }
    if (in->s_match_valid && fifo->out.s_match_ready)
        take_match(fifo, in);
    // Nothing else that is taken in this cycle counts yet.
    const bool may = may_start(fifo, in->s_hold_all);
    fifo->was_full = !fifo->out.s_axis_tready;
    if (in->m_record_ready)
        fifo->out.m_record_valid = false;
    if (in->m_packet_ready)
        fifo->out.m_packet_valid = false;
    if (may)
        start(fifo);
    if (!fifo->out.m_axis_tvalid || in->m_axis_tready)
        show(fifo);
    take(fifo, in);

    const unsigned started = fifo->packets_started;
    fifo->out.s_axis_tready = fifo->beats_taken - fifo->beats_shown < FN_RX_FIFO_BEATS;
    fifo->out.s_record_ready = fifo->records_taken - started < FN_RX_FIFO_PACKETS;
    fifo->out.s_match_ready = fifo->matches_taken - started < FN_RX_FIFO_PACKETS;
    fifo->cycle++;
}
