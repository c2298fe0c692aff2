// SPDX-License-Identifier: Apache-2.0
//
// fn_queue_test - rtl/common/fn_queue.v against its twin
//
// runs with: WIDTH=8+DEPTH=4, WIDTH=73+DEPTH=16

#include "common/fn_queue.h"
#include "lockstep.h"

int bench_main(int argc, char **argv)
{
    static struct fn_queue twin;
    struct fn_queue_in in = { 0 };
    struct lockstep_source source = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_queue", argc, argv, fn_queue_inputs, fn_queue_outputs);
    fn_queue_reset(&twin, lockstep_bits(&bench, "s_data") == 8 ? 4 : 16);
    do {
        const unsigned inside = twin.taken - twin.given;
        const bool     has_room = inside < twin.depth;
        bool           offer = false;

        in.rst = lockstep_reset(&bench);
        lockstep_offer(&bench, &source, &offer, true);
        in.put = offer && has_room;
        lockstep_bytes(&bench, &in.s_data, sizeof in.s_data);
        in.pop = lockstep_ready(&bench) && (inside > 0 || in.put);

        lockstep_cover(&bench, "full", !has_room);
        lockstep_cover(&bench, "full, one leaves", !has_room && in.pop);
        lockstep_cover(&bench, "empty, what arrives passes by", inside == 0 && in.pop);
        lockstep_cover(&bench, "the last place, one arrives and one leaves",
                       inside == twin.depth - 1 && in.put && in.pop);
        lockstep_cover(&bench, "the only one leaves, one arrives",
                       inside == 1 && in.put && in.pop);
        lockstep_cover(&bench, "reset while full", in.rst && !has_room);

        fn_queue_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
