// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context_test - rtl/rx/fn_flow_context.v against its twin
//
// Only what was written is read, and never in the cycle of its write: else the contract
// says nothing.
//
// runs with: FLOWS=64, FLOWS=16+PAGES=8, FLOWS=1024

#include "lockstep.h"
#include "rx/fn_flow_context.h"

enum { MEAN_RESET = 5000 };

static struct fn_flow_context    twin;
static struct fn_flow_context_in in;
static unsigned flows, pages;
static bool     was_written[FN_FLOW_CONTEXT_FLOWS_MAX + 1][FN_PAGES];

static unsigned some_index(struct lockstep *bench)
{
    return lockstep_below(bench, 2) ? lockstep_below(bench, 3)
         : lockstep_below(bench, 4) ? lockstep_below(bench, flows + 1) : flows;
}

static void choose(struct lockstep *bench)
{
    in.rst = bench->cycle < 1 || lockstep_below(bench, MEAN_RESET) == 0;
    if (lockstep_below(bench, 50) == 0)
        in.s_break = lockstep_below(bench, 2);
    in.s_write_valid = lockstep_below(bench, 2);
    in.s_write_index = (uint16_t)some_index(bench);
    lockstep_record(bench, &in.s_write_context, &fn_context_record);
    in.s_read_index = (uint16_t)some_index(bench);
    in.s_read_valid = lockstep_below(bench, 2) && twin.cycles > flows
                   && !(in.s_write_valid && in.s_read_index == in.s_write_index);

    in.s_page_write_valid = lockstep_below(bench, 2);
    in.s_page_write_index = (uint16_t)(some_index(bench) % flows);
    in.s_page_write_place = (uint8_t)lockstep_below(bench, pages);
    lockstep_bytes(bench, &in.s_page_write_address, sizeof in.s_page_write_address);
    in.s_page_write_address &= (1ull << 52) - 1;
    in.s_page_read_index = (uint16_t)(some_index(bench) % flows);
    in.s_page_read_place = (uint8_t)lockstep_below(bench, pages);
    in.s_page_read_valid = was_written[in.s_page_read_index][in.s_page_read_place]
                        && !(in.s_page_write_valid
                             && in.s_page_read_index == in.s_page_write_index
                             && in.s_page_read_place == in.s_page_write_place);
    if (in.s_page_write_valid)
        was_written[in.s_page_write_index][in.s_page_write_place] = true;
}

static void cover(struct lockstep *bench)
{
    static unsigned written;
    const bool      is_last = in.s_read_valid && in.s_read_index == flows;

    lockstep_cover(bench, "read of the cycle after the write",
                   in.s_read_valid && in.s_read_index == written);
    lockstep_cover(bench, "the staged context", is_last);
    lockstep_cover(bench, "context with wrong parity",
                   in.s_read_valid && twin.is_broken[in.s_read_index]);
    lockstep_cover(bench, "page with wrong parity", in.s_page_read_valid
                   && twin.is_page_broken[in.s_page_read_index][in.s_page_read_place]);
    lockstep_cover(bench, "write during the clearing",
                   in.s_write_valid && twin.cycles <= flows);
    lockstep_cover(bench, "a context cleared by reset", in.s_read_valid
                   && twin.contexts[in.s_read_index].handle == 0);
    written = in.s_write_valid ? in.s_write_index : ~0u;
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;

    lockstep_open(&bench, "fn_flow_context", argc, argv,
                  fn_flow_context_inputs, fn_flow_context_outputs);
    flows = lockstep_parameter("FLOWS") ? lockstep_parameter("FLOWS") : 64;
    pages = lockstep_parameter("PAGES") ? lockstep_parameter("PAGES") : FN_PAGES;
    fn_flow_context_reset(&twin, flows, pages);
    do {
        choose(&bench);
        cover(&bench);
        fn_flow_context_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
