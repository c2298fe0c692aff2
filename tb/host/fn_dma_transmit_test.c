// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit_test - rtl/host/fn_dma_transmit.v against its twin
//
// runs with: DATA_BITS=128, DATA_BITS=64
//
// The test is the driver, the memory behind both read clients, and what comes after.
// Independent of the twin, the packets, records, completions and outcomes are compared
// with what the descriptors say (fn_gather).  Stretches take turns: random, at rate (60
// bytes every 10 cycles at a read latency of 200: it must keep up), random, sizes at their
// limits.  From LONG_RUN on nothing is reset, so that indices grow.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/fn_dma_transmit.h"
#include "host/fn_reader.h"
#include "lockstep.h"

enum {
    STRETCH = 4096, LONG_RUN = 120000, RANDOM = 0, RATE = 1, RANDOM_AGAIN = 2, LIMITS = 3, LONG = 4,
    RATE_LATENCY = 200, RATE_PERIOD = 10, RATE_GAP = 7,
    MAX_RING = 15, DATA_BYTES = 65536, DATA_GOOD = 0xe000, PACKETS = 256
};

static uint8_t ring[32 << MAX_RING], data[DATA_BYTES];
static uint8_t ring_error[32 << MAX_RING >> 4], data_error[DATA_BYTES >> 4];  // per 16 bytes
static uint64_t ring_base;
static unsigned ring_size, word_bytes;
static uint16_t written;
static bool is_off;
static struct fn_reader descriptor_reader, data_reader;
static struct lockstep_source slots;
static struct fn_gather_packet packets[PACKETS];  // expected
static unsigned num_packets, record_at, beat_at, completion_at, outcome_at, bytes_at;

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_dma_transmit: seed=%u cycle %lu: %s\n", bench->seed, bench->cycle, what);
    exit(EXIT_FAILURE);
}

static unsigned stretch(const struct lockstep *bench)
{
    return bench->cycle >= LONG_RUN ? LONG : (unsigned)(bench->cycle / STRETCH % 4);
}

// ---- Host memory: the ring where bit 63 is set, else data, the same every 64 KB ----

static bool read_memory(uint64_t address, unsigned bytes, uint8_t *to)
{
    bool good = true;
    for (unsigned b = 0; b < bytes; b++, address++) {
        const bool is_ring = address >> 63;
        const uint64_t at = is_ring ? address - ring_base : address % DATA_BYTES;
        to[b] = is_ring ? ring[at] : data[at];
        good &= !(is_ring ? ring_error : data_error)[at >> 4];
    }
    return good;
}

// ---- The driver ----

// Nothing is taken, and packets are short: records fill up.
static bool in_stall(const struct lockstep *bench)
{
    return stretch(bench) == RANDOM_AGAIN && bench->cycle % 512 < 256;
}

static unsigned random_total(struct lockstep *bench)
{
    static const uint16_t limits[] = { 9014, 9015, 14, 13, 65535, 15, 9013, 1 };

    if (stretch(bench) == RATE)
        return 60;
    if (stretch(bench) == LONG)
        return 14 + lockstep_below(bench, 50);
    if (stretch(bench) == LIMITS && num_packets % 2 == 0)
        return limits[num_packets / 2 % (sizeof limits / sizeof *limits)];
    if (in_stall(bench))
        return 14 + lockstep_below(bench, 4);
    if (lockstep_below(bench, 40) == 0)
        return limits[lockstep_below(bench, sizeof limits / sizeof *limits)];
    switch (lockstep_below(bench, 8)) {
    case 0:  return 1 + lockstep_below(bench, 1600);
    case 1:  return 14 + lockstep_below(bench, 2);
    default: return 1 + lockstep_below(bench, 120);
    }
}

// Without errors but those of length.
static bool is_fair(const struct lockstep *bench)
{
    return stretch(bench) != RANDOM && stretch(bench) != RANDOM_AGAIN;
}

static void write_descriptor(struct lockstep *bench, const struct fn_descriptor *descriptor)
{
    const unsigned at = 32 * (written++ & ((1u << ring_size) - 1));

    memset(ring + at, 0, 32);
    fn_record_pack(&fn_descriptor_record, descriptor, ring + at);
    ring_error[at >> 4] = !is_fair(bench) && lockstep_below(bench, 100) == 0;
    ring_error[(at >> 4) + 1] = !is_fair(bench) && lockstep_below(bench, 100) == 0;
}

static void write_packet(struct lockstep *bench, uint16_t consumer)
{
    const bool is_rate = stretch(bench) == RATE;
    const unsigned free = (1u << ring_size) - (uint16_t)(written - consumer);
    unsigned fragments = is_rate || lockstep_below(bench, 2) == 0 ? 1
                       : 1 + lockstep_below(bench, 5);
    unsigned left = random_total(bench);
    const uint16_t begin = written;
    uint16_t first = begin;

    if (fragments > free || num_packets + 8 > PACKETS + outcome_at
            || num_packets + 8 > PACKETS + beat_at || num_packets + 8 > PACKETS + completion_at)
        return;
    while (fragments-- > 0) {
        struct fn_descriptor d;
        lockstep_record(bench, &d, &fn_descriptor_record);
        d.length = (uint16_t)(fragments == 0 || left < 2 ? left : lockstep_below(bench, left));
        if (d.length > left || (!is_fair(bench) && lockstep_below(bench, 40) == 0))
            d.length = 0;
        left -= d.length;
        d.begin = (written == begin) ^ (!is_fair(bench) && lockstep_below(bench, 60) == 0);
        d.end = fragments == 0;
        d.complete |= is_rate;
        d.address >>= 1;
        if (is_fair(bench) || lockstep_below(bench, 4) != 0)
            d.address = (d.address & ~(uint64_t)0xffff) | d.address % (DATA_GOOD - 9100);
        else
            d.address |= DATA_GOOD;
        lockstep_cover(bench, "begin missing", written == begin && !d.begin);
        lockstep_cover(bench, "begin inside", written != begin && d.begin);
        write_descriptor(bench, &d);
    }
    while (first != written) {  // a descriptor that cannot be read makes two packets of one
        struct fn_gather_packet *packet = &packets[num_packets++ % PACKETS];
        if (!fn_gather_packet(packet, read_memory, ring_base, ring_size, first, written))
            fail(bench, "the test wrote a packet without an end");
        const struct fn_gather *made = &packet->last.packet;
        lockstep_cover(bench, "rest of a packet, nothing leaves", first != begin
                       && made->reason == FN_REASON_DESCRIPTOR && !made->leaves);
        first = packet->consumer;
    }
}

// Nothing is in flight: a new ring.
static void start(struct lockstep *bench, struct fn_dma_transmit_in *in)
{
    static const uint8_t sizes[] = { 8, 0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, MAX_RING, MAX_RING };
    const unsigned kind = stretch(bench);

    in->s_producer = written = 0;
    ring_size = kind == LONG ? MAX_RING : kind == RATE ? 8
              : sizes[lockstep_below(bench, sizeof sizes)];
    lockstep_bytes(bench, &ring_base, sizeof ring_base);
    ring_base = (ring_base | (uint64_t)1 << 63) & ~(uint64_t)((32 << MAX_RING) - 1);
    if (lockstep_below(bench, 2) == 0)  // the ring across a multiple of 2^24
        ring_base = (ring_base | 0xffffff) - lockstep_below(bench, 16) * 32 - 31;
    ring_base &= ~((uint64_t)1 << 62);
    in->s_ring_base = ring_base;
    in->s_ring_size = (uint8_t)ring_size;
    num_packets = outcome_at;  // those not begun are lost
}

static void drive_ring(struct lockstep *bench, const struct fn_dma_transmit *twin,
                       struct fn_dma_transmit_in *in)
{
    const bool is_rate = stretch(bench) == RATE;
    const bool is_long = stretch(bench) == LONG;

    if (is_off)  // short pulses of it change nothing
        in->s_enable = !twin->check.clear && lockstep_below(bench, 16) == 0;
    if (!is_off && !is_rate && !is_long && lockstep_below(bench, 1500) == 0)
        is_off = true;
    if (is_off && twin->check.clear && twin->out.m_consumer == 0) {
        start(bench, in);
        in->s_enable = true;
        is_off = false;
    }
    if (!is_off && (is_rate || lockstep_below(bench, 4) != 0))
        write_packet(bench, twin->out.m_consumer);
    if (is_rate)
        in->s_producer = written;
    else if (in->s_producer != written && lockstep_below(bench, 4) != 0)
        in->s_producer = (uint16_t)(in->s_producer + 1
                         + lockstep_below(bench, (uint16_t)(written - in->s_producer)));
}

// ---- What comes out ----

static const struct fn_gather_packet *next_packet(unsigned *at, bool leaves, bool complete)
{
    while (*at != num_packets && ((leaves && !packets[*at % PACKETS].last.packet.leaves)
                                  || (complete && !packets[*at % PACKETS].last.complete)))
        ++*at;
    return *at == num_packets ? NULL : &packets[(*at)++ % PACKETS];
}

static uint64_t packed(const struct fn_transmit_record *record)
{
    uint64_t bits = 0;
    fn_record_pack(&fn_transmit_record_record, record, (uint8_t *)&bits);
    return bits;
}

static void check_beat(const struct lockstep *bench, const struct fn_dma_transmit_out *out)
{
    const unsigned bytes = (unsigned)__builtin_popcount(out->m_axis_tkeep);
    const struct fn_gather_packet *packet = next_packet(&beat_at, true, false);

    if (packet == NULL)
        fail(bench, "a packet nobody sent");
    if (record_at < beat_at)
        fail(bench, "a beat was taken before its record");
    if (memcmp(&out->m_axis_tdata, packet->bytes + bytes_at, bytes) != 0)
        fail(bench, "bytes are not those of the fragments");
    bytes_at += bytes;
    if (out->m_axis_tlast != (bytes_at == packet->last.packet.length)
            || (bytes != 8 && !out->m_axis_tlast))
        fail(bench, "a packet of the wrong length");
    if (out->m_axis_tuser != (out->m_axis_tlast ? packet->last.packet.reason : 0))
        fail(bench, "wrong tuser");
    if (out->m_axis_tlast)
        bytes_at = 0;
    else
        beat_at--;
}

static void check(const struct lockstep *bench, const struct fn_dma_transmit_in *in,
                  const struct fn_dma_transmit_out *out)
{
    const struct fn_gather_packet *packet;

    if (out->m_record_valid && in->m_record_ready) {
        packet = next_packet(&record_at, true, false);
        if (packet == NULL || packed(&packet->last.packet.record) != packed(&out->m_record_data))
            fail(bench, "wrong record");
    }
    if (out->m_axis_tvalid && in->m_axis_tready)
        check_beat(bench, out);
    if (out->m_completion_valid && in->m_completion_ready) {
        packet = next_packet(&completion_at, false, true);
        if (packet == NULL || out->m_completion_data.cookie != packet->last.packet.cookie
                || out->m_completion_data.reason != packet->last.packet.reason
                || out->m_completion_data.frame_length != packet->last.packet.length)
            fail(bench, "wrong completion");
    }
    if (out->m_outcome_valid && in->m_outcome_ready) {
        packet = next_packet(&outcome_at, false, false);
        if (packet == NULL || out->m_outcome_reason != packet->last.packet.reason)
            fail(bench, "wrong outcome");
    }
}

static void check_rate(struct lockstep *bench, bool outcome)
{
    static unsigned long packets_sent;
    const unsigned long at = bench->cycle % STRETCH;

    packets_sent = at < STRETCH / 2 ? 0 : packets_sent + outcome;
    const bool is_end = stretch(bench) == RATE && at == STRETCH - 1;
    if (is_end && packets_sent < STRETCH / 2 / RATE_PERIOD - 1)
        fail(bench, "the rate is too low");
    lockstep_cover(bench, "rate kept at a latency of 200", is_end);
}

static void cover(struct lockstep *bench, const struct fn_dma_transmit *twin,
                  const struct fn_dma_transmit_in *in)
{
    const struct fn_dma_transmit_out *out = &twin->out;
    const bool last = out->m_axis_tvalid && in->m_axis_tready && out->m_axis_tlast;
    const unsigned length = bytes_at + (unsigned)__builtin_popcount(out->m_axis_tkeep);
    const bool outcome = out->m_outcome_valid && in->m_outcome_ready;
    const bool leaves = outcome_at != num_packets
                     && packets[outcome_at % PACKETS].last.packet.leaves;

    lockstep_cover(bench, "packet of 14 bytes", last && length == 14 && !out->m_axis_tuser);
    lockstep_cover(bench, "packet of 9,014 bytes", last && length == 9014 && !out->m_axis_tuser);
    lockstep_cover(bench, "bus error leaves", last && out->m_axis_tuser == FN_REASON_BUS_ERROR);
    lockstep_cover(bench, "bad descriptor leaves",
                   last && out->m_axis_tuser == FN_REASON_DESCRIPTOR);
    lockstep_cover(bench, "bus error, nothing leaves",
                   outcome && !leaves && out->m_outcome_reason == FN_REASON_BUS_ERROR);
    lockstep_cover(bench, "bad descriptor, nothing leaves",
                   outcome && !leaves && out->m_outcome_reason == FN_REASON_DESCRIPTOR);
    lockstep_cover(bench, "no room for beats", !twin->run.room);
    lockstep_cover(bench, "no slot", out->s_slot_ready && !in->s_slot_valid);
    lockstep_cover(bench, "records wait", twin->record.came - twin->record.gone == 4);
    lockstep_cover(bench, "commands wait", twin->command.came - twin->command.gone == 64);
    lockstep_cover(bench, "requests wait", twin->fetch.inside == 32);
    lockstep_cover(bench, "disabled inside a packet", !in->s_enable && twin->check.packet.inside);
    lockstep_cover(bench, "descriptor dropped", twin->check.stop && in->s_descriptor_axis_tvalid);
    lockstep_cover(bench, "reset inside a packet", in->rst && twin->run.num_held != 0);
}

// ---- Inputs ----

static void forget(struct fn_dma_transmit_in *in)
{
    memset(&descriptor_reader, 0, sizeof descriptor_reader);
    memset(&data_reader, 0, sizeof data_reader);
    slots.is_refused = false;
    in->s_enable = in->s_slot_valid = false;
    is_off = true;
    num_packets = record_at = beat_at = completion_at = outcome_at = bytes_at = 0;
}

static void drive_readers(struct lockstep *bench, const struct fn_dma_transmit_out *out,
                          struct fn_dma_transmit_in *in)
{
    const bool rate = stretch(bench) == RATE;
    const bool fast = rate || stretch(bench) == LONG || stretch(bench) == LIMITS;
    const unsigned latency = rate ? RATE_LATENCY
                           : 1 + lockstep_below(bench, 1u << lockstep_below(bench, 8));

    in->m_descriptor_ready = rate ? bench->cycle >= descriptor_reader.taken + RATE_GAP
                                  : lockstep_ready(bench);
    in->m_data_ready = rate ? bench->cycle >= data_reader.taken + RATE_GAP : lockstep_ready(bench);
    fn_reader_answer(bench, &descriptor_reader, read_memory, word_bytes, fast,
                     out->s_descriptor_axis_tready, &in->s_descriptor_axis_tvalid,
                     in->s_descriptor_axis_tdata, &in->s_descriptor_axis_tlast,
                     &in->s_descriptor_axis_tuser);
    fn_reader_answer(bench, &data_reader, read_memory, word_bytes, fast, out->s_data_axis_tready,
                     &in->s_data_axis_tvalid, in->s_data_axis_tdata, &in->s_data_axis_tlast,
                     &in->s_data_axis_tuser);
    if (in->rst)
        return;
    if (out->m_descriptor_valid && in->m_descriptor_ready
            && !fn_reader_take(bench, &descriptor_reader, out->m_descriptor_address,
                               out->m_descriptor_length, word_bytes, latency))
        fail(bench, "too many descriptor reads in flight");
    if (out->m_data_valid && in->m_data_ready
            && !fn_reader_take(bench, &data_reader, out->m_data_address, out->m_data_length,
                               word_bytes, latency))
        fail(bench, "too many data reads in flight");
}

static void drive(struct lockstep *bench, const struct fn_dma_transmit *twin,
                  struct fn_dma_transmit_in *in)
{
    const unsigned kind = stretch(bench);
    const bool fast = kind == RATE || kind == LONG || (kind == LIMITS && bench->cycle % 256 < 240);

    in->rst = bench->cycle % STRETCH == 0 ? kind != LONG
            : lockstep_reset(bench) && kind != RATE && kind != LIMITS && kind != LONG;
    if (in->rst || bench->cycle == LONG_RUN) {
        in->rst = true;
        forget(in);
    }
    in->m_axis_tready = fast
                     || (!in_stall(bench) && lockstep_below(bench, 8) < bench->ready_eighths + 2);
    in->m_record_ready = in->m_axis_tready
                      && (fast || lockstep_ready(bench) || record_at <= beat_at);
    in->m_completion_ready = fast || lockstep_ready(bench);
    in->m_outcome_ready = fast || lockstep_ready(bench);
    if (lockstep_offer(bench, &slots, &in->s_slot_valid, twin->out.s_slot_ready)) {
        in->s_slot_valid = fast || (in->s_slot_valid && lockstep_below(bench, 6) == 0);
        slots.is_refused = in->s_slot_valid && !twin->out.s_slot_ready;
    }
    if (!in->rst)
        drive_ring(bench, twin, in);
    drive_readers(bench, &twin->out, in);
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_transmit twin;
    struct fn_dma_transmit_in in = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_transmit", argc, argv, fn_dma_transmit_inputs,
                  fn_dma_transmit_outputs);
    const unsigned data_bits = lockstep_bits(&bench, "s_data_axis_tdata");
    word_bytes = data_bits / 8;
    fn_dma_transmit_reset(&twin, data_bits);
    lockstep_bytes(&bench, data, sizeof data);
    for (unsigned at = DATA_GOOD; at < DATA_BYTES; at += 16)
        data_error[at >> 4] = lockstep_below(&bench, 16) == 0;
    do {
        drive(&bench, &twin, &in);
        cover(&bench, &twin, &in);
        if (!in.rst)
            check(&bench, &in, &twin.out);
        check_rate(&bench, twin.out.m_outcome_valid && in.m_outcome_ready);
        fn_dma_transmit_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
