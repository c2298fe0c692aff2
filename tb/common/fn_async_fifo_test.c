// SPDX-License-Identifier: Apache-2.0
//
// fn_async_fifo_test - rtl/common/fn_async_fifo.v against its twin
//
// runs with: WIDTH=8+DEPTH=4, WIDTH=72+DEPTH=16, WIDTH=73+DEPTH=16, WIDTH=71+DEPTH=512

#include "common/fn_async_fifo.h"

#include <string.h>

#include "lockstep.h"

enum { S = FN_ASYNC_FIFO_S_CLK, M = FN_ASYNC_FIFO_M_CLK, QUEUE = 1024 };

static const struct { unsigned width, depth, s_period, m_period; } runs[] = {
    { 8, 4, 6400, 8000 }, { 72, 16, 8000, 6400 }, { 73, 16, 6400, 6400 }, { 71, 512, 6400, 8008 }
};

static struct fn_async_fifo twin;
static struct fn_async_fifo_in in;
static struct fn_fifo_beat queue[QUEUE];  // what is inside, by what went over the ports alone
static unsigned put, got;
static unsigned longest_burst;

static void choose_inputs(struct lockstep *bench, unsigned edges, unsigned width)
{
    static struct lockstep_source source;
    static unsigned s_reset, m_reset;  // edges left
    static bool is_blocked;            // for long enough to fill it

    if (bench->cycle % (4 * twin.depth) == 0)
        is_blocked = bench->cycle != 0 && lockstep_below(bench, 2) == 0;

    if (lockstep_reset(bench)) {
        s_reset = 3 + lockstep_below(bench, 6);
        m_reset = 3 + lockstep_below(bench, 6);
        put = got = 0;
    }
    if (edges & S) {
        in.s_rst = s_reset > 0;
        s_reset -= in.s_rst;
        if (lockstep_offer(bench, &source, &in.s_valid, twin.out.s_ready)) {
            lockstep_bytes(bench, &in.s_data, (width + 7) / 8);
            if (width % 8 != 0)
                in.s_data.byte[width / 8] &= (uint8_t)((1u << width % 8) - 1);
        }
    }
    if (edges & M) {
        in.m_rst = m_reset > 0;
        m_reset -= in.m_rst;
        in.m_ready = !is_blocked && lockstep_ready(bench);
    }
}

// Every beat comes out once, in order.
static bool account(unsigned edges)
{
    static unsigned burst;
    bool is_right = true;

    if ((edges & M) && !in.m_rst && twin.out.m_valid && in.m_ready) {
        is_right = got != put && memcmp(&queue[got % QUEUE], &twin.out.m_data,
                                        sizeof twin.out.m_data) == 0;
        got++;
    }
    if ((edges & S) && !in.s_rst && twin.out.s_ready && in.s_valid)
        queue[put++ % QUEUE] = in.s_data;
    if (edges & M)
        burst = twin.out.m_valid && in.m_ready ? burst + 1 : 0;
    if (burst > longest_burst)
        longest_burst = burst;
    return is_right;
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;
    unsigned run = 0;

    lockstep_open(&bench, "fn_async_fifo", argc, argv, fn_async_fifo_inputs,
                  fn_async_fifo_outputs);
    while (runs[run].width != lockstep_bits(&bench, "s_data"))
        run++;
    lockstep_add_clock(&bench, "s_clk", runs[run].s_period);
    lockstep_add_clock(&bench, "m_clk", runs[run].m_period);
    fn_async_fifo_reset(&twin, runs[run].depth);
    do {
        const unsigned edges = lockstep_edges(&bench);
        choose_inputs(&bench, edges, runs[run].width);
        lockstep_cover(&bench, "empty", put == got);
        lockstep_cover(&bench, "full", !twin.out.s_ready);
        lockstep_cover(&bench, "both clocks rise, beat in and beat out",
                       edges == (S | M) && in.s_valid && twin.out.s_ready
                       && twin.out.m_valid && in.m_ready);
        lockstep_cover(&bench, "reset while full", (edges & S) && in.s_rst && !twin.out.s_ready);
        lockstep_cover(&bench, "m leaves reset first", in.s_rst && !in.m_rst);
        lockstep_cover(&bench, "s leaves reset first", in.m_rst && !in.s_rst && in.s_valid);
        lockstep_check(&bench, "every beat comes out once, in order", account(edges));
        fn_async_fifo_tick(&twin, &in, edges);
    } while (lockstep_step(&bench, &in, &twin.out));
    lockstep_cover(&bench, "20 beats in 20 cycles", runs[run].depth < 16 || longest_burst >= 20);
    return lockstep_close(&bench);
}
