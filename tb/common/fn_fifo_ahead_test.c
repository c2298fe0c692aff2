// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_ahead_test - rtl/common/fn_fifo_ahead.v against its twin
//
// s_data is a beat in the cycle after s_read and anything else in the others.
//
// runs with: WIDTH=8, WIDTH=68

#include "common/fn_fifo_ahead.h"
#include "lockstep.h"

int bench_main(int argc, char **argv)
{
    static struct fn_fifo_ahead twin;
    struct fn_fifo_ahead_in in = { 0 };
    struct lockstep_source source = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_fifo_ahead", argc, argv, fn_fifo_ahead_inputs,
                  fn_fifo_ahead_outputs);
    fn_fifo_ahead_reset(&twin);
    do {
        const unsigned inside = twin.read - twin.given;
        const bool     is_fresh = twin.kept != twin.read;
        bool           offer = false;

        in.rst = lockstep_reset(&bench);
        lockstep_offer(&bench, &source, &offer, true);
        in.s_read = offer && twin.out.s_room;
        lockstep_bytes(&bench, &in.s_data, sizeof in.s_data);
        in.pop = lockstep_ready(&bench) && twin.out.m_valid;

        lockstep_cover(&bench, "empty", inside == 0);
        lockstep_cover(&bench, "taken from the memory's output", is_fresh && inside == 1 && in.pop);
        lockstep_cover(&bench, "kept: it is refused", is_fresh && inside == 1 && !in.pop);
        lockstep_cover(&bench, "kept: it is the second", is_fresh && inside == 2);
        lockstep_cover(&bench, "both kept", !is_fresh && inside == 2);
        lockstep_cover(&bench, "one read, one taken", in.s_read && in.pop);
        lockstep_cover(&bench, "reset while two are inside", in.rst && inside == 2);

        fn_fifo_ahead_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
