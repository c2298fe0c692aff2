// SPDX-License-Identifier: Apache-2.0
//
// fn_skid_buffer_test - rtl/common/fn_skid_buffer.v against its twin
//
// runs with: WIDTH=8, WIDTH=100

#include "common/fn_skid_buffer.h"
#include "lockstep.h"

int bench_main(int argc, char **argv)
{
    struct fn_skid_buffer twin;
    struct fn_skid_buffer_in in = { 0 };
    struct lockstep_source source = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_skid_buffer", argc, argv,
                  fn_skid_buffer_inputs, fn_skid_buffer_outputs);
    fn_skid_buffer_reset(&twin);
    do {
        in.rst = lockstep_reset(&bench);
        in.m_ready = lockstep_ready(&bench);
        if (lockstep_offer(&bench, &source, &in.s_valid, twin.out.s_ready))
            lockstep_bytes(&bench, &in.s_data, sizeof in.s_data);

        lockstep_cover(&bench, "empty", twin.num_beats == 0);
        lockstep_cover(&bench, "full and stalled", !twin.out.s_ready && !in.m_ready);
        lockstep_cover(&bench, "full and drained", !twin.out.s_ready && in.m_ready);
        lockstep_cover(&bench, "beat in and beat out",
                       in.s_valid && twin.out.s_ready && twin.out.m_valid && in.m_ready);
        lockstep_cover(&bench, "reset while full", in.rst && !twin.out.s_ready);

        fn_skid_buffer_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
