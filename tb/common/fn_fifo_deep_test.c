// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_deep_test - rtl/common/fn_fifo_deep.v against its twin
//
// With LIMIT a place is free some time after its beat was popped, else at once.
//
// runs with: WIDTH=78+DEPTH=64, WIDTH=144+DEPTH=512+LIMIT=16

#include "common/fn_fifo_deep.h"
#include "lockstep.h"

int bench_main(int argc, char **argv)
{
    static struct fn_fifo_deep twin;
    struct fn_fifo_deep_in in = { 0 };
    struct lockstep_source source = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_fifo_deep", argc, argv, fn_fifo_deep_inputs, fn_fifo_deep_outputs);
    const bool     is_late = lockstep_parameter("LIMIT") != 0;
    const unsigned limit = is_late ? lockstep_parameter("LIMIT") : lockstep_parameter("DEPTH");
    fn_fifo_deep_reset(&twin, limit);
    do {
        const unsigned owed = twin.given - twin.freed;
        const bool     will_offer = lockstep_offer(&bench, &source, &in.s_valid, twin.out.s_ready);

        in.rst = lockstep_reset(&bench);
        if (will_offer)
            lockstep_bytes(&bench, &in.s_data, sizeof in.s_data);
        in.pop = twin.out.m_valid && lockstep_ready(&bench);
        in.freed = is_late ? owed + in.pop > 0 && lockstep_below(&bench, 8) > 2 : in.pop;

        lockstep_cover(&bench, "empty", twin.taken == twin.given);
        lockstep_cover(&bench, "full", !twin.out.s_ready);
        lockstep_cover(&bench, "beat in and beat out", in.s_valid && twin.out.s_ready && in.pop);
        lockstep_cover(&bench, "the last place taken, one free",
                       twin.taken - twin.freed == limit - 1 && in.s_valid && in.freed);
        lockstep_cover(&bench, "reset while beats are inside", in.rst && twin.taken != twin.given);
        if (is_late)
            lockstep_cover(&bench, "full of beats that were popped", !twin.out.s_ready && owed > 4);

        fn_fifo_deep_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
