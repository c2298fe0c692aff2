// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_test - rtl/host/fn_dma.v against its twin
//
// runs with: DATA_BITS=128, DATA_BITS=64
//
// Epochs of traffic in both directions, at the end of which everything must have come to
// an end: each received packet has one drop or one delivery, each delivered one a record
// and its bytes in memory, each packet to send has left as its descriptors say, and with
// the rings disabled their counters are 0, which says that no packet buffer is written any
// more.  Some epochs are cut: rings are disabled inside the traffic.  Some end by a reset.

#include "host/fn_dma.h"
#include "host/fn_dma_host_place.h"
#include "lockstep.h"

#include <string.h>

enum { EPOCH = 3300, CUT = 1000, DRAIN = 1300, CHECK = 3150, LONG_RUN = 100000 };

static struct fn_dma_host host;
static struct lockstep_source records, beats;
static unsigned records_in, packets_in, at;                  // offered
static unsigned taken, drops[64], num_drops, deliveries[64], num_deliveries;
static unsigned record_at, beat_at, outcome_at, bytes_at;    // of packets to send

static unsigned time_in_epoch(const struct lockstep *bench)
{
    return (unsigned)(bench->cycle % EPOCH);
}

// ---- Packets in ----

static void make_packet(struct lockstep *bench)
{
    struct fn_dma_host_packet *p = &host.received[host.num_received % FN_DMA_HOST_RECEIVED];

    p->number = host.num_received++;
    p->length = lockstep_below(bench, 6) == 0 ? 1 + lockstep_below(bench, 560)
                                              : 40 + lockstep_below(bench, 60);
    p->reason = (uint8_t)(lockstep_below(bench, 6) == 0 ? 1 + lockstep_below(bench, 22) : 0);
}

static void offer_record(struct lockstep *bench, struct fn_dma_in *in)
{
    if (records_in == host.num_received)
        make_packet(bench);
    const struct fn_dma_host_packet *p = &host.received[records_in++ % FN_DMA_HOST_RECEIVED];

    lockstep_record(bench, &in->s_record_data, &fn_packet_record_record);
    in->s_record_data.sequence = p->number;
    in->s_record_data.payload_offset = (uint16_t)(1 + lockstep_below(bench, p->length));
    in->s_record_data.payload_length = (uint16_t)(p->length - in->s_record_data.payload_offset);
}

static void offer_beat(struct lockstep *bench, struct fn_dma_in *in)
{
    if (packets_in == host.num_received)
        make_packet(bench);
    const struct fn_dma_host_packet *p = &host.received[packets_in % FN_DMA_HOST_RECEIVED];
    const unsigned left = p->length - at;

    in->s_axis_tdata = fn_dma_host_word(p->number, at);
    in->s_axis_tlast = left <= 8;
    in->s_axis_tkeep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
    in->s_axis_tuser = (struct fn_packet_status){ 0 };
    if (in->s_axis_tlast) {
        lockstep_record(bench, &in->s_axis_tuser, &fn_packet_status_record);
        in->s_axis_tuser.reason = p->reason;
    }
    at = in->s_axis_tlast ? 0 : at + 8;
    packets_in += in->s_axis_tlast;
}

static void offer_packets(struct lockstep *bench, struct fn_dma_in *in,
                          const struct fn_dma_out *out)
{
    const bool is_over = time_in_epoch(bench) >= DRAIN;
    const bool has_room = host.num_received < FN_DMA_HOST_RECEIVED / 2 + num_drops + num_deliveries;

    if (!records.is_refused && (!has_room || (is_over && records_in == host.num_received)))
        in->s_record_valid = false;
    else if (lockstep_offer(bench, &records, &in->s_record_valid, out->s_record_ready)
             && in->s_record_valid)
        offer_record(bench, in);
    if (!beats.is_refused && (!has_room || (is_over && packets_in == host.num_received)))
        in->s_axis_tvalid = false;
    else if (lockstep_offer(bench, &beats, &in->s_axis_tvalid, out->s_axis_tready)
             && in->s_axis_tvalid)
        offer_beat(bench, in);
}

// ---- What comes out ----

static void check_received(struct lockstep *bench, const struct fn_dma_in *in,
                           const struct fn_dma_out *out)
{
    taken += in->s_axis_tvalid && out->s_axis_tready && in->s_axis_tlast;
    if (out->m_drop_valid && in->m_drop_ready) {
        num_drops++;
        drops[out->m_drop_reason]++;
    }
    if (out->m_delivery_valid && in->m_delivery_ready) {
        num_deliveries++;
        deliveries[out->m_delivery_reason]++;
    }
    if (num_drops + num_deliveries > taken)
        fn_dma_host_fail(bench, "more outcomes than packets");
}

static void check_beat(struct lockstep *bench, const struct fn_dma_out *out)
{
    const unsigned bytes = (unsigned)__builtin_popcount(out->m_axis_tkeep);
    const struct fn_gather_packet *packet = fn_dma_host_next(&host, &beat_at, true, false);

    if (packet == NULL || bytes_at + bytes > packet->last.packet.length
            || out->m_axis_tlast != (bytes_at + bytes == packet->last.packet.length)
            || out->m_axis_tuser != (out->m_axis_tlast ? packet->last.packet.reason : 0))
        fn_dma_host_fail(bench, "a packet nobody sent, or not as its descriptors say");
    if (packet != NULL && packet->last.packet.reason == 0
            && memcmp(&out->m_axis_tdata, packet->bytes + bytes_at, bytes) != 0)
        fn_dma_host_fail(bench, "bytes that leave are not those of the fragments");
    bytes_at += bytes;
    if (out->m_axis_tlast)
        bytes_at = 0;
    else
        beat_at--;
}

static void check_sent(struct lockstep *bench, const struct fn_dma_in *in,
                       const struct fn_dma_out *out)
{
    if (out->m_record_valid && in->m_record_ready) {
        const struct fn_gather_packet *packet = fn_dma_host_next(&host, &record_at, true, false);
        if (packet == NULL || packet->last.packet.record.l4_offset != out->m_record_data.l4_offset
                || packet->last.packet.record.l4_length != out->m_record_data.l4_length)
            fn_dma_host_fail(bench, "another record than the first descriptor's");
    }
    if (out->m_axis_tvalid && in->m_axis_tready)
        check_beat(bench, out);
    if (out->m_outcome_valid && in->m_outcome_ready) {
        const struct fn_gather_packet *packet = fn_dma_host_next(&host, &outcome_at, false, false);
        if (packet == NULL || packet->last.packet.reason != out->m_outcome_reason)
            fn_dma_host_fail(bench, "another outcome than the descriptors'");
        lockstep_cover(bench, "sent", out->m_outcome_reason == FN_REASON_DELIVERED);
        lockstep_cover(bench, "not sent, bus error", out->m_outcome_reason == FN_REASON_BUS_ERROR);
        lockstep_cover(bench, "not sent, descriptor",
                       out->m_outcome_reason == FN_REASON_DESCRIPTOR);
    }
}

// Traffic is over: all has come to its end.
static void check_end(struct lockstep *bench)
{
    unsigned own[64] = { 0 };
    unsigned at_end = outcome_at;

    if (taken != host.num_received || num_drops + num_deliveries != taken)
        fn_dma_host_fail(bench, "a received packet without an outcome");
    for (unsigned n = 0; n < host.num_received && n < FN_DMA_HOST_RECEIVED; n++)
        own[host.received[n].reason]++;
    for (unsigned reason = 1; reason < FN_REASON_NO_BUFFER; reason++)
        if (host.num_received <= FN_DMA_HOST_RECEIVED && drops[reason] != own[reason])
            fn_dma_host_fail(bench, "a bad packet was dropped for another reason");
    if (deliveries[FN_REASON_NO_COMPLETION] != 0 && !host.is_cut)
        fn_dma_host_fail(bench, "a packet without a record though nothing was disabled");
    if (!host.is_cut && (deliveries[FN_REASON_DELIVERED] + deliveries[FN_REASON_BUS_ERROR]
                         > host.delivered_records + host.bus_error_records + host.num_lost
                         || deliveries[FN_REASON_DELIVERED] < host.delivered_records
                         || deliveries[FN_REASON_BUS_ERROR] < host.bus_error_records))
        fn_dma_host_fail(bench, "records and deliveries do not agree");
    if (!host.is_cut && fn_dma_host_next(&host, &at_end, false, false) != NULL)
        fn_dma_host_fail(bench, "a packet to send without an outcome");
    if (!fn_axi_memory_is_idle(&host.memory))
        fn_dma_host_fail(bench, "bursts are still in flight");
    lockstep_cover(bench, "drop: no buffer", drops[FN_REASON_NO_BUFFER] != 0);
    lockstep_cover(bench, "drop: too long", drops[FN_REASON_BUFFER_SIZE] != 0);
    lockstep_cover(bench, "drop: no place for a record", drops[FN_REASON_NO_COMPLETION] != 0);
    lockstep_cover(bench, "delivered without a record", deliveries[FN_REASON_NO_COMPLETION] != 0);
    lockstep_cover(bench, "end of an epoch", !host.is_cut && !host.has_errors);
}

// A packet that is being received may still be written, and what flows place.
static void check_disabled(struct lockstep *bench, const struct fn_dma *twin,
                           const struct fn_dma_in *in)
{
    static unsigned disabled, quiet;  // cycles
    const struct fn_dma_receive_out *receive = &twin->receive.twin.out;
    const bool is_zero = twin->out.m_buffer_ring_consumer == 0
                      && twin->out.m_completion_ring_producer == 0;
    const bool writes = host.memory.writes_inside != 0
                     || host.memory.aw_count != host.memory.w_count;

    disabled = in->s_buffer_ring_enable || in->rst ? 0 : disabled + 1;
    quiet = at != 0 || in->s_axis_tvalid || receive->m_axis_tvalid || receive->m_completion_valid
         || twin->holds ? 0 : quiet + 1;
    if (disabled > 4 && quiet > 8 && is_zero && writes && fn_dma_host_place_is_idle())
        fn_dma_host_fail(bench, "rings count 0 and there are still writes");
    lockstep_cover(bench, "disabled, still writing", disabled > 4 && writes);
}

// ---- The epoch ----

static void forget(void)
{
    fn_dma_host_forget(&host);
    records_in = packets_in = at = taken = num_drops = num_deliveries = 0;
    memset(drops, 0, sizeof drops);
    memset(deliveries, 0, sizeof deliveries);
    record_at = beat_at = outcome_at = bytes_at = 0;
}

static void disable(struct fn_dma_in *in)
{
    in->s_buffer_ring_enable = in->s_completion_ring_enable = in->s_transmit_ring_enable = false;
}

static void choose_memory(struct lockstep *bench)
{
    struct fn_axi_memory *m = &host.memory;
    const unsigned slow = lockstep_below(bench, 3);

    m->aw_rate = m->w_rate = m->ar_rate = m->b_rate = m->r_rate = slow ? 100 : 256;
    m->max_latency = slow == 2 ? 200 : 1 + lockstep_below(bench, 40);
    m->order = (enum fn_axi_order)lockstep_below(bench, 3);
    m->reorder = lockstep_below(bench, 2);
    m->interleave = lockstep_below(bench, 2);
    m->min_latency = bench->cycle / EPOCH % 4 == 2 ? 800 : 1;
    if (m->min_latency > m->max_latency)
        m->max_latency = m->min_latency;
    host.is_cut = bench->cycle / EPOCH % 3 == 1;
}

// Rings, and the driver that feeds them.
static void drive_host(struct lockstep *bench, struct fn_dma_in *in, const struct fn_dma_out *out)
{
    const unsigned t = time_in_epoch(bench);
    const bool is_short = lockstep_below(bench, 4) == 0;  // of buffers, and slow to take records

    if (t == 2 && !in->s_buffer_ring_enable) {
        forget();
        choose_memory(bench);
        fn_dma_host_start(bench, &host, in);
        fn_dma_host_place_start(bench, &host);
    }
    if ((host.is_cut && t == CUT) || t == CHECK + 10) {
        lockstep_cover(bench, "disabled inside the traffic", host.is_cut && t == CUT
                       && at != 0 && out->m_transmit_ring_consumer != 0);
        disable(in);
    }
    if (t == DRAIN)
        host.memory.aw_rate = host.memory.w_rate = host.memory.ar_rate = 256,
        host.memory.b_rate = host.memory.r_rate = 256, host.memory.max_latency = 20,
        host.memory.min_latency = 1;
    if (t == EPOCH - 1 && (out->m_buffer_ring_consumer != 0 || out->m_completion_ring_producer != 0
                           || out->m_transmit_ring_consumer != 0))
        fn_dma_host_fail(bench, "a counter is not 0 though its ring was disabled");
    if (!in->s_buffer_ring_enable)
        return;
    if (t < CHECK - 200 && (t % 600 < 400 || !is_short))
        fn_dma_host_post_buffers(bench, &host, in, out);
    if (t < DRAIN && lockstep_below(bench, 8) == 0)
        fn_dma_host_write_packet(bench, &host, out);
    in->s_transmit_ring_producer = host.written;
    if (t >= DRAIN || (t % 600 < 300 && lockstep_below(bench, 8) == 0))
        fn_dma_host_take_records(bench, &host, in, out);
}

static void drive_readies(struct lockstep *bench, struct fn_dma_in *in)
{
    const bool is_over = time_in_epoch(bench) >= DRAIN;

    in->m_drop_ready = is_over || lockstep_ready(bench);
    in->m_delivery_ready = is_over || lockstep_ready(bench);
    in->m_outcome_ready = is_over || lockstep_ready(bench);
    in->m_axis_tready = is_over || lockstep_ready(bench);
    in->m_record_ready = in->m_axis_tready && (is_over || record_at <= beat_at);
    in->m_axis_tready = in->m_axis_tready && record_at > beat_at;
}

static bool is_any_shared(const struct fn_dma_channels *channels)
{
    bool is_shared = false;

    for (unsigned c = 1; c < FN_CHANNELS; c++)
        is_shared |= channels->pool.channels[c].is_shared;
    return is_shared;
}

static void cover(struct lockstep *bench, const struct fn_dma *twin, const struct fn_dma_in *in)
{
    const struct fn_dma_out *out = &twin->out;
    const struct fn_dma_completion_out *slots = &twin->completion.twin.out;

    lockstep_cover(bench, "low water event", out->m_low_water_event);
    lockstep_cover(bench, "completion event", out->m_completion_event);
    lockstep_cover(bench, "a channel is active", out->m_channel_state == FN_CHANNEL_ACTIVE);
    lockstep_cover(bench, "a channel is reset", out->m_channel_state == FN_CHANNEL_RESET);
    lockstep_cover(bench, "a flow's channel is reset", in->s_channel_index != 0
                   && out->m_channel_state == FN_CHANNEL_RESET);
    lockstep_cover(bench, "a flow owns a channel", out->m_channel_owned && !out->m_channel_shared);
    if (bench->num_cycles >= LONG_RUN) {  // rare
        lockstep_cover(bench, "a channel is shared", out->m_channel_shared);
        lockstep_cover(bench, "a bus error while a channel is shared", out->m_place_done_valid
                       && out->m_place_done_error && is_any_shared(&twin->channels.twin));
    }
    lockstep_cover(bench, "bus error of a buffer read", twin->ring.twin.out.m_bus_error_event);
    lockstep_cover(bench, "bus error of a write", twin->completion.twin.out.m_bus_error_event);
    lockstep_cover(bench, "bus error of a transmit read",
                   twin->transmit.twin.out.m_bus_error_event);
    lockstep_cover(bench, "packets in wait for memory", in->s_axis_tvalid && !out->s_axis_tready
                   && twin->receive.twin.out.m_axis_tvalid);
    lockstep_cover(bench, "receive waits for a slot", !slots->m_receive_slot_valid
                   && twin->receive.twin.out.s_slot_ready);
    lockstep_cover(bench, "transmit waits for a slot", !slots->m_transmit_slot_valid
                   && twin->transmit.twin.out.s_slot_ready);
    lockstep_cover(bench, "a request waits for a slot", !slots->m_request_slot_valid
                   && twin->ring.twin.out.s_slot_ready);
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma twin;
    static struct fn_dma_in in;
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma", argc, argv, fn_dma_inputs, fn_dma_outputs);
    const unsigned data_bits = lockstep_bits(&bench, "m_axi_wdata");
    fn_dma_reset(&twin, data_bits);
    fn_dma_host_open(&bench, &host, data_bits);
    fn_dma_host_place_open(&host);
    do {
        const unsigned t = time_in_epoch(&bench);
        in.rst = bench.cycle == 0
              || (bench.cycle / EPOCH % 4 == 3 && t < DRAIN
                  && (t == CUT || (t > CUT && lockstep_reset(&bench))));
        if (bench.num_cycles >= LONG_RUN)  // rare
            lockstep_cover(&bench, "reset in traffic", in.rst && num_deliveries != 0);
        if (in.rst) {
            disable(&in);
            forget();
            fn_dma_host_place_forget(&in);
            in.s_record_valid = in.s_axis_tvalid = records.is_refused = beats.is_refused = false;
        } else if (in.s_buffer_ring_enable || t > 2) {
            offer_packets(&bench, &in, &twin.out);
            fn_dma_host_place_offer(&bench, &host, &in, &twin.out, t >= DRAIN);
        }
        if (!in.rst)
            drive_host(&bench, &in, &twin.out);
        drive_readies(&bench, &in);
        if (lockstep_below(&bench, 8) == 0)
            in.s_channel_index = (uint8_t)lockstep_below(&bench, 16);
        fn_dma_host_pins(&host, &in);
        cover(&bench, &twin, &in);
        check_disabled(&bench, &twin, &in);
        if (!in.rst) {
            check_received(&bench, &in, &twin.out);
            check_sent(&bench, &in, &twin.out);
            fn_dma_host_place_check(&bench, &in, &twin.out);
        }
        if (t == CHECK) {
            check_end(&bench);
            fn_dma_host_place_end(&bench);
        }
        fn_dma_host_tick(&host, &twin.out, in.rst);
        if (host.memory.fault != NULL)
            fn_dma_host_fail(&bench, host.memory.fault);
        fn_dma_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
