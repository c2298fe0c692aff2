// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive_test - rtl/host/fn_dma_receive.v against its twin
//
// A host memory of its own checks what counts: each delivered packet lies whole where
// its completion says, no byte is written beyond a buffer, and each packet has one outcome.

#include "host/fn_dma_receive.h"
#include "lockstep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PACKETS = 64, MAX_LENGTH = 400, MEMORY_BYTES = 1 << 17 };

struct packet {
    struct fn_packet_record record;
    struct fn_packet_status status;
    unsigned                length;
    uint8_t                 byte[MAX_LENGTH + 8];
};

static bool is_clear;  // now and then nothing is in the way of good packets of 64 bytes
static struct packet packets[PACKETS];
static unsigned made, records_sent, beats_sent_packet, beat_at, outcomes;

// Host memory, and which of its bytes the present packet has written.
static uint8_t  memory[MEMORY_BYTES];
static uint64_t commands[8], buffer;
static bool     begins_packet;
static unsigned put_command, got_command, piece_at;
static struct fn_completion expected[PACKETS];  // delivered ones whose bytes may be on their way
static bool     expected_discard[PACKETS], finished_bad[PACKETS];
static unsigned expected_packet[PACKETS], num_expected, num_finished, num_checked;
static unsigned expected_size[PACKETS], offered_size;  // of the buffer, when it was offered
static bool     was_offered;

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_dma_receive: cycle %lu: %s\n", bench->cycle, what);
    exit(EXIT_FAILURE);
}

static unsigned random_length(struct lockstep *bench, unsigned size)
{
    switch (lockstep_below(bench, 8)) {
    case 0:  return 1 + lockstep_below(bench, 17);
    case 1:  return 60 + lockstep_below(bench, 9);
    case 2:  return size > 12 ? size - 9 + lockstep_below(bench, 19) : 9;
    case 3:  return 1 + lockstep_below(bench, MAX_LENGTH);
    case 6:  return size > 1 ? size - 1 + lockstep_below(bench, 3) : 1;
    case 4:  return 8 * (1 + lockstep_below(bench, 12));
    default: return 1 + lockstep_below(bench, 120);
    }
}

static void make_packet(struct lockstep *bench, const struct fn_dma_receive_in *in)
{
    struct packet *p = &packets[made++ % PACKETS];
    const unsigned length = random_length(bench, in->s_buffer_size);

    p->length = length <= MAX_LENGTH ? length : MAX_LENGTH;
    lockstep_bytes(bench, p->byte, p->length + 8);
    lockstep_record(bench, &p->record, &fn_packet_record_record);
    lockstep_record(bench, &p->status, &fn_packet_status_record);
    if (lockstep_below(bench, 4) != 0)
        p->status.reason = FN_REASON_DELIVERED;
    p->record.hit = lockstep_below(bench, 8) != 0;
    if (lockstep_below(bench, 4) == 0)
        p->record.state = FN_STATE_MONITOR;
    p->record.split = lockstep_below(bench, 8) != 0;
    if (is_clear) {
        p->length = 64;
        p->status.reason = FN_REASON_DELIVERED;
    }
    const unsigned near = in->s_split_offset
                        + (lockstep_below(bench, 2) ? 2 : lockstep_below(bench, 5));
    const unsigned end = p->length + lockstep_below(bench, 17);
    p->record.payload_offset = (uint16_t)lockstep_below(bench, p->length + 9);
    if (lockstep_below(bench, 4) == 0)
        p->record.payload_offset = near > 2 ? (uint16_t)(near - 2) : 0;
    else if (lockstep_below(bench, 4) == 0)
        p->record.payload_offset = end > 8 ? (uint16_t)(end - 8) : 0;
    const int length_left = (int)p->length - p->record.payload_offset;
    p->record.payload_length = (uint16_t)(length_left > 0 ? length_left : 1);
    const int split_room = in->s_buffer_size - in->s_split_offset;
    switch (lockstep_below(bench, 8)) {
    case 0: p->record.payload_length = 0; break;
    case 1: case 3: p->record.payload_length = 1; break;
    case 2: p->record.payload_length = (uint16_t)split_room; break;
    case 4: p->record.payload_length = (uint16_t)(split_room - 1 + (int)lockstep_below(bench, 4));
    }
    if (lockstep_below(bench, 16) == 0)
        lockstep_bytes(bench, &p->record.payload_length, 2);
    if (is_clear && lockstep_below(bench, 2) == 0) {
        p->record.payload_offset = (uint16_t)(40 + lockstep_below(bench, 24));
        p->record.payload_length = (uint16_t)(64 - p->record.payload_offset);
    }
}

static void offer_beat(struct lockstep *bench, struct fn_dma_receive_in *in)
{
    if (beats_sent_packet == made)
        make_packet(bench, in);
    const struct packet *p = &packets[beats_sent_packet % PACKETS];
    const unsigned left = p->length - beat_at;
    in->s_axis_tlast = left <= 8;
    in->s_axis_tkeep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
    memcpy(&in->s_axis_tdata, p->byte + beat_at, 8);
    in->s_axis_tuser = in->s_axis_tlast ? p->status : (struct fn_packet_status){ 0 };
    beat_at = in->s_axis_tlast ? 0 : beat_at + 8;
    beats_sent_packet += in->s_axis_tlast;
}

static void offer_record(struct lockstep *bench, struct fn_dma_receive_in *in)
{
    if (records_sent == made)
        make_packet(bench, in);
    in->s_record_data = packets[records_sent++ % PACKETS].record;
}

static void configure(struct lockstep *bench, struct fn_dma_receive_in *in)
{
    const bool is_small = !is_clear && lockstep_below(bench, 3) != 0;
    in->s_buffer_size = (uint16_t)(is_small ? 1 + lockstep_below(bench, 160)
                                            : MAX_LENGTH + lockstep_below(bench, 65136));
    if (!is_small && lockstep_below(bench, 2))  // one bit of many, and few
        in->s_buffer_size = (uint16_t)((512u << lockstep_below(bench, 7))
                                       + lockstep_below(bench, 18));
    if (!is_clear && lockstep_below(bench, 24) == 0)
        in->s_buffer_size = 0;
    in->s_split_offset = (uint16_t)lockstep_below(bench, in->s_buffer_size + (is_small ? 8u : 1u));
    if (lockstep_below(bench, 4) == 0)
        in->s_split_offset = 64;
}

// Between packets, every now and then, no new one is made until all are through.
static bool may_begin(const struct lockstep *bench, unsigned packet, bool is_inside)
{
    return packet != made || is_inside || is_clear || bench->cycle % 800 < 700;
}

static void configure_idle(struct lockstep *bench, struct fn_dma_receive_in *in,
                           const struct fn_dma_receive *twin)
{
    const bool is_idle = records_sent == made && beats_sent_packet == made
                      && num_checked == num_expected && outcomes == made
                      && !twin->has_record && twin->num_beats == 0 && !twin->is_open;
    const bool is_due = bench->cycle % 800 == 790;

    lockstep_cover(bench, "configured between packets", is_idle && is_due && made > 0);
    if (is_idle && is_due)
        configure(bench, in);
}

static void begin_anew(void)
{
    made = records_sent = beats_sent_packet = beat_at = outcomes = 0;
    begins_packet = true;
    was_offered = false;
    put_command = got_command = piece_at = num_expected = num_finished = num_checked = 0;
}

// ---- The host ----

static bool holds(uint64_t address, const uint8_t *bytes, unsigned length)
{
    for (unsigned b = 0; b < length; b++)
        if (memory[(address + b) % MEMORY_BYTES] != bytes[b])
            return false;
    return true;
}

static void check_delivered(struct lockstep *bench, const struct packet *p,
                            const struct fn_completion *c)
{
    const unsigned first = c->split ? c->payload_offset : p->length;
    if (c->frame_length != p->length || c->sequence != p->record.sequence || c->reason != 0)
        fail(bench, "the completion is not of this packet");
    if (!holds(c->buffer, p->byte, first))
        fail(bench, "the packet is not in its buffer");
    if (c->split && !holds(c->buffer + c->split_offset, p->byte + first, p->length - first))
        fail(bench, "the payload is not in its place");
}

// All of it, split or not.
static bool fits(const struct fn_completion *c, unsigned size)
{
    return c->frame_length - (c->split ? c->payload_offset : 0u)
         + (c->split ? c->split_offset : 0u) <= size;
}

static void check_outcomes(struct lockstep *bench)
{
    while (num_checked != num_expected && num_checked != num_finished) {
        const unsigned e = num_checked++ % PACKETS;
        const bool is_bad = expected_discard[e] && expected[e].reason != FN_REASON_BUFFER_SIZE;
        if (finished_bad[e] ? !expected_discard[e] : is_bad && fits(&expected[e], expected_size[e]))
            fail(bench, "a bad packet's last piece, and no other, is bad");
        if (!expected_discard[e])
            check_delivered(bench, &packets[expected_packet[e] % PACKETS], &expected[e]);
    }
}

static void host(struct lockstep *bench, const struct fn_dma_receive_out *out,
                 const struct fn_dma_receive_in *in)
{
    if (out->m_command_valid && in->m_command_ready)
        commands[put_command++ % 8] = out->m_command_address;
    if (out->m_axis_tvalid && in->m_axis_tready) {
        if (got_command == put_command && !out->m_command_valid)
            fail(bench, "a piece without a command");
        const uint64_t to = got_command == put_command ? out->m_command_address
                                                       : commands[got_command % 8];
        if (begins_packet)
            buffer = to;
        begins_packet = false;
        for (unsigned b = 0; b < 8 && out->m_axis_tkeep >> b & 1; b++, piece_at++) {
            if (to - buffer + piece_at >= in->s_buffer_size)
                fail(bench, "a byte beyond the buffer");
            memory[(to + piece_at) % MEMORY_BYTES] = (uint8_t)(out->m_axis_tdata >> 8 * b);
        }
        if (out->m_axis_tlast) {
            got_command++;
            piece_at = 0;
            begins_packet = out->m_axis_tuser & 1;
        }
        if (out->m_axis_tlast && out->m_axis_tuser & 1)
            finished_bad[num_finished++ % PACKETS] = out->m_axis_tuser & 2;
    }
    if (out->m_completion_valid && !was_offered)
        offered_size = in->s_buffer_size;
    was_offered = out->m_completion_valid && !in->m_completion_ready;
    if (out->m_completion_valid && in->m_completion_ready) {
        const unsigned e = num_expected++ % PACKETS;
        expected_size[e] = offered_size;
        expected[e] = out->m_completion_data;
        expected_discard[e] = out->m_completion_discard;
        expected_packet[e] = outcomes;
        outcomes += !out->m_completion_discard;
    }
    if (out->m_drop_valid && in->m_drop_ready) {
        const uint8_t own = packets[outcomes % PACKETS].status.reason;
        if (own != 0 ? out->m_drop_reason != own : out->m_drop_reason < FN_REASON_NO_BUFFER)
            fail(bench, "dropped for another reason");
        outcomes++;
    }
    check_outcomes(bench);
}

// ---- Covers ----

static void cover(struct lockstep *bench, const struct fn_dma_receive *twin,
                  const struct fn_dma_receive_in *in)
{
    const struct fn_dma_receive_out *out = &twin->out;
    const bool drop = out->m_drop_valid, done = out->m_completion_valid;
    const bool good = done && !out->m_completion_discard;
    const struct fn_completion *c = &out->m_completion_data;

    lockstep_cover(bench, "delivered", good);
    lockstep_cover(bench, "delivered split", good && c->split);
    lockstep_cover(bench, "split inside the first beat", good && c->split && c->payload_offset < 8);
    lockstep_cover(bench, "split at the end of a beat",
                   good && c->split && c->payload_offset % 8 == 0);
    lockstep_cover(bench, "split at a full split area", good && c->split
                   && c->split_offset + c->payload_length == in->s_buffer_size);
    lockstep_cover(bench, "split at a full header area",
                   good && c->split && c->split_offset == c->payload_offset);
    lockstep_cover(bench, "not split, ends before its payload",
                   good && !c->split && twin->packet.split && c->hit && c->payload_length > 0
                   && c->payload_offset >= c->frame_length
                   && c->payload_offset <= in->s_split_offset);
    lockstep_cover(bench, "full buffer", good && !c->split && c->frame_length == in->s_buffer_size);
    lockstep_cover(bench, "discarded, bad", done && !good && c->reason < FN_REASON_NO_BUFFER);
    lockstep_cover(bench, "discarded, split, bad",
                   done && !good && c->split && c->reason < FN_REASON_NO_BUFFER);
    lockstep_cover(bench, "discarded, too long",
                   done && !good && c->reason == FN_REASON_BUFFER_SIZE);
    lockstep_cover(bench, "discarded, split, too long",
                   done && !good && c->split && c->reason == FN_REASON_BUFFER_SIZE);
    lockstep_cover(bench, "no buffer", drop && out->m_drop_reason == FN_REASON_NO_BUFFER);
    lockstep_cover(bench, "no slot", drop && out->m_drop_reason == FN_REASON_NO_COMPLETION);
    lockstep_cover(bench, "buffers of no size",
                   drop && !done && out->m_drop_reason == FN_REASON_BUFFER_SIZE);
    lockstep_cover(bench, "bad, no command", drop && !done && out->m_drop_reason != 0
                   && out->m_drop_reason < FN_REASON_NO_BUFFER);
    lockstep_cover(bench, "monitored, buffers low",
                   good && c->state == FN_STATE_GET_NEXT_BUFF1 && c->hit);
    lockstep_cover(bench, "monitored, enough buffers", good && c->state == FN_STATE_MONITOR);
    lockstep_cover(bench, "completion stalled", done && !in->m_completion_ready);
    lockstep_cover(bench, "drop stalled", drop && !in->m_drop_ready);
    lockstep_cover(bench, "second piece waits for its command",
                   twin->is_open && twin->begins_piece && out->m_command_valid
                   && !in->m_command_ready && in->m_axis_tready);
    lockstep_cover(bench, "beat refused", in->s_axis_tvalid && !out->s_axis_tready);
    lockstep_cover(bench, "record refused", in->s_record_valid && !out->s_record_ready);
    lockstep_cover(bench, "two buffers forgotten",
                   !twin->has_buffers && twin->num_buffers == 2 && !twin->is_open);
    lockstep_cover(bench, "a buffer forgotten under its packet, next ones taken",
                   good && !twin->owns_buffer && twin->num_buffers == 2);
    lockstep_cover(bench, "two slots forgotten",
                   !twin->has_slots && twin->num_slots == 2 && !twin->is_open);
    lockstep_cover(bench, "a slot forgotten under its packet, next ones taken",
                   good && !twin->owns_slot && twin->num_slots == 2);
    lockstep_cover(bench, "reset in a packet", in->rst && twin->is_open);
}

// Eight packets in a row with nothing in their way.
static void check_rate(struct lockstep *bench, const struct fn_dma_receive_out *out,
                       const struct fn_dma_receive_in *in)
{
    static unsigned long since;
    static unsigned delivered, limit;

    if (!is_clear || bench->cycle % 4096 < 100 || in->rst || in->s_buffer_size < MAX_LENGTH) {
        delivered = 0;
    } else if (out->m_completion_valid) {
        limit = (delivered++ == 0 ? 0 : limit + 8) + out->m_completion_data.split;
        since = delivered == 1 ? bench->cycle : since;
    }
    lockstep_cover(bench, "8 packets at full rate", delivered == 9);
    if (delivered == 9) {
        if (bench->cycle - since > limit)
            fail(bench, "a packet of 8 beats took more than 8 cycles, or 9 if split");
        delivered = 0;
    }
}

// Mostly, and off for some cycles.
static bool is_enabled(struct lockstep *bench, bool is_now)
{
    return (lockstep_below(bench, is_now ? 400 : 4) != 0) == is_now;
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_receive twin;
    static struct fn_dma_receive_in in;
    struct lockstep_source records = { 0 }, beats = { 0 }, buffers = { 0 }, slots = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_receive", argc, argv, fn_dma_receive_inputs,
                  fn_dma_receive_outputs);
    fn_dma_receive_reset(&twin);
    do {
        if (in.rst) {  // what was offered in a reset is lost
            begin_anew();
            records.is_refused = beats.is_refused = buffers.is_refused = slots.is_refused = false;
        }
        is_clear = bench.cycle % 4096 < 512;
        in.rst = lockstep_reset(&bench) || bench.cycle % 4096 == 0;
        if (in.rst)
            configure(&bench, &in);
        if (is_clear)
            bench.offer_eighths = bench.ready_eighths = 8;
        in.s_buffer_enable = is_clear || is_enabled(&bench, in.s_buffer_enable);
        in.s_slot_enable = is_clear || is_enabled(&bench, in.s_slot_enable);
        in.s_buffers_low = lockstep_below(&bench, 2);
        in.m_command_ready = lockstep_ready(&bench)
                          && (is_clear || bench.cycle % 256 < 128
                              || lockstep_below(&bench, 8) == 0);
        in.m_axis_tready = lockstep_ready(&bench);
        in.m_completion_ready = lockstep_ready(&bench);
        in.m_drop_ready = lockstep_ready(&bench);
        configure_idle(&bench, &in, &twin);
        if (lockstep_offer(&bench, &records, &in.s_record_valid, twin.out.s_record_ready)) {
            in.s_record_valid &= may_begin(&bench, records_sent, false);
            records.is_refused &= in.s_record_valid;
            if (in.s_record_valid)
                offer_record(&bench, &in);
        }
        if (lockstep_offer(&bench, &beats, &in.s_axis_tvalid, twin.out.s_axis_tready)) {
            in.s_axis_tvalid &= may_begin(&bench, beats_sent_packet, beat_at != 0);
            beats.is_refused &= in.s_axis_tvalid;
            if (in.s_axis_tvalid)
                offer_beat(&bench, &in);
        }
        if (lockstep_offer(&bench, &buffers, &in.s_buffer_valid, twin.out.s_buffer_ready)) {
            lockstep_bytes(&bench, &in.s_buffer_address, 8);
            in.s_buffer_valid &= is_clear || bench.cycle % 1000 > 200;
        }
        if (lockstep_offer(&bench, &slots, &in.s_slot_valid, twin.out.s_slot_ready))
            in.s_slot_valid &= is_clear || bench.cycle % 900 > 200;
        cover(&bench, &twin, &in);
        if (!in.rst)
            host(&bench, &twin.out, &in);
        check_rate(&bench, &twin.out, &in);
        fn_dma_receive_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
