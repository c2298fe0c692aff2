// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_ring_test - rtl/host/fn_dma_ring.v against its twin
//
// A driver posts buffers into a ring in memory, which answers reads late and sometimes
// with an error; what reaches m_buffer must be what was posted, in order.
//
// runs with: DATA_BITS=64, DATA_BITS=128

#include "host/fn_dma_ring.h"
#include "lockstep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 1 << 15, READS = 8, STEADY_LATENCY = 200, EXPECTED = 64,
       LONG_BEGIN = 80000, LONG_FEW = 140000, LONG_END = 190000 };

struct read {
    unsigned      index, end, at;  // entries in the ring
    unsigned long due;
};

static uint64_t    ring[ENTRIES];
static struct read reads[READS];
static unsigned    put_read, got_read;
static uint16_t    asked;                   // entries, as the test counts them
static unsigned    stale_reads;
static uint64_t    expected[EXPECTED];
static unsigned    put_expected, got_expected;
static unsigned    disabled_for, num_requests, num_slots;
static bool        is_steady;
static bool        is_long;                 // a whole lap of the counters and of the largest ring

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_dma_ring: cycle %lu: %s\n", bench->cycle, what);
    exit(EXIT_FAILURE);
}

// ---- The driver ----

static void begin_anew(struct fn_dma_ring_in *in)
{
    in->s_producer = asked = 0;
    put_expected = got_expected = 0;
}

static void drive(struct lockstep *bench, struct fn_dma_ring_in *in,
                  const struct fn_dma_ring_out *out)
{
    const bool toggles = lockstep_below(bench, in->s_enable ? 250 : 12) == 0;

    if (toggles && !((is_steady || is_long) && in->s_enable) && disabled_for != 1)
        in->s_enable = !in->s_enable;
    if ((is_steady && bench->cycle % 10000 < 5020)  // for a ring large enough
            || (is_long && bench->cycle < LONG_BEGIN + 20))
        in->s_enable = false;
    const bool was_disabled = disabled_for != 0;
    disabled_for = in->s_enable ? 0 : disabled_for + 1;
    if (was_disabled || disabled_for != 0)  // also the read that is still offered
        stale_reads = put_read + out->m_read_valid;
    if (disabled_for == 1)
        begin_anew(in);
    if (disabled_for >= 2) {
        lockstep_bytes(bench, &in->s_ring_base, sizeof in->s_ring_base);
        in->s_ring_base &= ~UINT64_C(63);
        in->s_ring_size = (uint8_t)lockstep_below(bench, lockstep_below(bench, 2) ? 16 : 5);
        if (lockstep_below(bench, 4) == 0)
            in->s_ring_size = lockstep_below(bench, 2) ? 15 : 0;
        if (is_steady)
            in->s_ring_size = (uint8_t)(6 + lockstep_below(bench, 3));
        if (is_long)
            in->s_ring_size = 15;
    }
    if (lockstep_below(bench, 20) == 0)
        in->s_low_water = (uint16_t)(lockstep_below(bench, 4) ? lockstep_below(bench, 40)
            : in->s_producer - out->m_consumer + lockstep_below(bench, 65));
    if (!in->s_enable || !(is_steady || is_long || bench->cycle % 512 < 300))
        return;
    const unsigned entries = 1u << in->s_ring_size;
    unsigned posts = lockstep_below(bench, 4) == 0 ? lockstep_below(bench, 20) : 0;
    if (is_long)  // first ahead, then too few
        posts = bench->cycle < LONG_FEW ? 20 : lockstep_below(bench, 4) == 0;
    for (; posts > 0 && (uint16_t)(in->s_producer - out->m_consumer) < entries; posts--)
        lockstep_bytes(bench, &ring[in->s_producer++ % entries], sizeof *ring);
}

// ---- The memory ----

static void take_read(struct lockstep *bench, const struct fn_dma_ring_in *in,
                      const struct fn_dma_ring_out *out)
{
    const unsigned entries = 1u << in->s_ring_size;
    const unsigned count = out->m_read_length / 8;
    struct read *r = &reads[put_read++ % READS];

    if (put_read - got_read > FN_DMA_RING_FLIGHTS)
        fail(bench, "too many reads");
    const uint64_t offset = (out->m_read_address - in->s_ring_base) / 8;
    *r = (struct read){ (unsigned)offset % ENTRIES, (unsigned)offset % ENTRIES + count,
                        (unsigned)offset % ENTRIES,
                        bench->cycle + (is_steady ? STEADY_LATENCY
                                         : is_long ? 0 : lockstep_below(bench, 60)) };
    if (disabled_for != 0 || put_read <= stale_reads)
        return;
    if (offset != asked % entries || count == 0 || offset + count > entries
            || offset / 8 != (offset + count - 1) / 8)
        fail(bench, "a read of other entries than the next ones");
    asked = (uint16_t)(asked + count);
    if ((int16_t)(in->s_producer - asked) < 0)
        fail(bench, "a read of entries that are not posted");
}

static void answer(struct lockstep *bench, struct fn_dma_ring_in *in, unsigned words)
{
    struct read *r = &reads[got_read % READS];
    const bool is_stale = got_read < stale_reads || disabled_for != 0;

    in->s_read_axis_tuser = lockstep_below(bench, 16) == 0 && !is_steady;
    lockstep_bytes(bench, in->s_read_axis_tdata, sizeof in->s_read_axis_tdata);
    do {
        in->s_read_axis_tdata[r->at % words] = ring[r->at % ENTRIES];
        if (!is_stale && !in->s_read_axis_tuser)
            expected[put_expected++ % EXPECTED] = ring[r->at % ENTRIES];
    } while (++r->at % words != 0 && r->at < r->end);
    in->s_read_axis_tlast = r->at == r->end;
    got_read += in->s_read_axis_tlast;
}

static void check_buffer(struct lockstep *bench, const struct fn_dma_ring_in *in,
                         const struct fn_dma_ring_out *out)
{
    static unsigned long steady_since, pull;

    if (!is_steady || disabled_for != 0 || in->rst)
        steady_since = bench->cycle;
    if (bench->cycle - steady_since > 1500 && in->m_buffer_ready) {
        lockstep_cover(bench, "a buffer every 10 cycles", bench->cycle - pull == 10);
        if (!out->m_buffer_valid)
            fail(bench, "no buffer though 10 cycles a packet");
        pull = bench->cycle;
    }
    if (!out->m_buffer_valid || !in->m_buffer_ready || in->rst || disabled_for != 0)
        return;
    if (got_expected == put_expected
            || expected[got_expected++ % EXPECTED] != out->m_buffer_address)
        fail(bench, "another buffer than the next one posted");
}

static void cover(struct lockstep *bench, const struct fn_dma_ring *twin,
                  const struct fn_dma_ring_in *in)
{
    const struct fn_dma_ring_out *out = &twin->out;
    const unsigned kept = (uint16_t)(twin->asked - twin->used);

    lockstep_cover(bench, "read of 8", out->m_read_valid && out->m_read_length == 64);
    lockstep_cover(bench, "read of 1", out->m_read_valid && out->m_read_length == 8);
    lockstep_cover(bench, "read from an odd entry", out->m_read_valid && out->m_read_address & 8);
    lockstep_cover(bench, "read to the end of a small ring",
                   out->m_read_valid && in->s_ring_size < 3 && in->s_ring_size > 0);
    lockstep_cover(bench, "ring of one", out->m_read_valid && in->s_ring_size == 0);
    lockstep_cover(bench, "ring of 32,768", out->m_read_valid && in->s_ring_size == 15);
    lockstep_cover(bench, "4 reads in flight", twin->num_flights == FN_DMA_RING_FLIGHTS);
    lockstep_cover(bench, "full", kept == FN_DMA_RING_STORE);
    if (twin->words_per_beat > 1)
        lockstep_cover(bench, "word refused", in->s_read_axis_tvalid && !out->s_read_axis_tready);
    lockstep_cover(bench, "bus error", out->m_bus_error_event);
    lockstep_cover(bench, "buffer refused", out->m_buffer_valid && !in->m_buffer_ready);
    lockstep_cover(bench, "low water", out->m_low_water_event);
    lockstep_cover(bench, "request waits for a slot", out->s_slot_ready && !in->s_slot_valid);
    lockstep_cover(bench, "request refused", out->m_request_valid && !in->m_request_ready);
    lockstep_cover(bench, "low water while a request waits",
                   out->m_low_water_event && out->m_request_valid);
    lockstep_cover(bench, "disabled with reads in flight",
                   twin->is_active && !in->s_enable && twin->num_flights > 1);
    lockstep_cover(bench, "disabled, reads in flight",
                   !in->s_enable && disabled_for > 3 && out->m_consumer != 0);
    lockstep_cover(bench, "enabled with reads in flight",
                   !twin->is_active && in->s_enable && twin->num_flights > 0);
    lockstep_cover(bench, "read offered while disabled", out->m_read_valid && !twin->is_active);
    lockstep_cover(bench, "reset with reads in flight", in->rst && twin->num_flights > 0);
}

// What the module has taken at this edge.
static void settle(struct lockstep *bench, const struct fn_dma_ring_in *in,
                   const struct fn_dma_ring_out *out)
{
    check_buffer(bench, in, out);
    if (in->rst)
        return;
    if (out->m_read_valid && in->m_read_ready)
        take_read(bench, in, out);
    num_slots += in->s_slot_valid && out->s_slot_ready;
    num_requests += out->m_request_valid && in->m_request_ready;
    if (num_requests > num_slots)
        fail(bench, "a request without a slot");
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_ring twin;
    static struct fn_dma_ring_in in;
    struct lockstep_source slots = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_ring", argc, argv, fn_dma_ring_inputs, fn_dma_ring_outputs);
    const unsigned data_bits = lockstep_bits(&bench, "s_read_axis_tdata");
    bool is_refused = false;
    fn_dma_ring_reset(&twin, data_bits);
    do {
        if (in.rst) {
            in.s_enable = in.s_read_axis_tvalid = is_refused = slots.is_refused = false;
            begin_anew(&in);
            put_read = got_read = stale_reads = disabled_for = num_requests = num_slots = 0;
        }
        is_long = bench.cycle >= LONG_BEGIN && bench.cycle < LONG_END;
        is_steady = !is_long && bench.cycle % 10000 >= 5000 && bench.cycle % 10000 < 9000;
        in.rst = lockstep_reset(&bench) && (!(is_steady || is_long) || bench.cycle == 0);
        drive(&bench, &in, &twin.out);
        in.m_read_ready = is_steady || is_long || lockstep_ready(&bench);
        in.m_buffer_ready = is_long || (is_steady ? bench.cycle % 10 == 0
                                                  : lockstep_ready(&bench));
        in.m_request_ready = lockstep_below(&bench, 40) == 0;
        if (lockstep_offer(&bench, &slots, &in.s_slot_valid, twin.out.s_slot_ready))
            in.s_slot_valid &= lockstep_below(&bench, 4) == 0;
        if (!is_refused) {
            in.s_read_axis_tvalid = got_read != put_read
                && reads[got_read % READS].due <= bench.cycle
                && (is_steady || is_long || lockstep_ready(&bench));
            if (in.s_read_axis_tvalid)
                answer(&bench, &in, data_bits / 64);
        }
        is_refused = in.s_read_axis_tvalid && !twin.out.s_read_axis_tready;
        cover(&bench, &twin, &in);
        settle(&bench, &in, &twin.out);
        fn_dma_ring_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
