// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_test - rtl/common/fn_fifo.v against its twin
//
// runs with: WIDTH=8+DEPTH=4, WIDTH=73+DEPTH=16

#include "common/fn_fifo.h"
#include "lockstep.h"

int bench_main(int argc, char **argv)
{
    static struct fn_fifo twin;
    struct fn_fifo_in in = { 0 };
    struct lockstep_source source = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_fifo", argc, argv, fn_fifo_inputs, fn_fifo_outputs);
    fn_fifo_reset(&twin, lockstep_bits(&bench, "s_data") == 8 ? 4 : 16);
    do {
        in.rst = lockstep_reset(&bench);
        in.m_ready = lockstep_ready(&bench);
        if (lockstep_offer(&bench, &source, &in.s_valid, twin.out.s_ready))
            lockstep_bytes(&bench, &in.s_data, sizeof in.s_data);

        lockstep_cover(&bench, "empty", twin.taken == twin.given);
        lockstep_cover(&bench, "full", !twin.out.s_ready);
        lockstep_cover(&bench, "beat in and beat out",
                       in.s_valid && twin.out.s_ready && twin.out.m_valid && in.m_ready);
        lockstep_cover(&bench, "reset while full", in.rst && !twin.out.s_ready);

        fn_fifo_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
