// SPDX-License-Identifier: Apache-2.0
//
// fn_net_tx_test - rtl/net/fn_net_tx.v against its twin, and what is on the wire
//
// runs with: FIFO_DEPTH=16, FIFO_DEPTH=8, FIFO_DEPTH=32

#include "net/fn_net_tx.h"

#include <string.h>

#include "functional/fn_ethernet_frame.h"
#include "lockstep.h"

enum {
    CLK = FN_NET_TX_CLK, GMII = FN_NET_TX_GMII_CLK, RING = 1024, MAX_PACKET = 9014,
    STRETCH = 2500,  // steps of one kind of source
    LONG_RUN = 100000, PREAMBLE = FN_ETHERNET_PREAMBLE_LENGTH + 1
};

struct packet {
    unsigned length;
    uint8_t  byte[MAX_PACKET + 64];
};

static struct fn_net_tx twin;
static struct fn_net_tx_in in;

static struct packet packet;      // what the source offers
static unsigned offered;          // bytes of it offered
static bool is_refused;
static enum { GAPS, GAPS_BETWEEN, NO_GAPS, MINIMUM } source;
static unsigned long since;       // when the source became so

static struct packet ring[RING];  // of packets that began to enter and have not left
static unsigned put, got;
static struct packet seen;        // the carrier on the wire: preamble and all
static bool is_error, is_clean;   // tx_er; no tx_er before the last five symbols
static unsigned silence;
static int underruns;             // seen on the wire and not yet told by an event

// ---- The core ----

// Time enough for long frames.
static bool is_calm(const struct lockstep *bench)
{
    return bench->cycle >= LONG_RUN && bench->cycle < LONG_RUN + 50000;
}

static void choose_packet(struct lockstep *bench)
{
    switch (source == MINIMUM ? 0 : lockstep_below(bench, 8)) {
    case 0:  packet.length = 60; break;
    case 1:  packet.length = 1 + lockstep_below(bench, 20); break;
    case 2:  packet.length = 57 + lockstep_below(bench, 10); break;
    case 3:  packet.length = 200 + lockstep_below(bench, 100); break;
    default: packet.length = 1 + lockstep_below(bench, 150); break;
    }
    if (is_calm(bench))
        packet.length = MAX_PACKET;
    lockstep_bytes(bench, packet.byte, packet.length);
    offered = 0;
}

static void choose_beat(struct lockstep *bench)
{
    if (in.s_axis_tvalid && in.s_axis_tlast)
        choose_packet(bench);
    in.s_axis_tvalid = source == GAPS ? lockstep_below(bench, 8) < bench->offer_eighths
                     : source == GAPS_BETWEEN && offered == 0 ? lockstep_below(bench, 32) == 0
                     : true;
    if (source == GAPS && offered != 0 && lockstep_below(bench, 40) == 0)
        in.s_axis_tvalid = false;
    if (!in.s_axis_tvalid)
        return;
    const unsigned left = packet.length - offered, count = left < 8 ? left : 8;
    lockstep_bytes(bench, in.s_axis_tdata, 8);
    memcpy(in.s_axis_tdata, packet.byte + offered, count);
    in.s_axis_tkeep = (uint8_t)((1u << count) - 1);
    in.s_axis_tlast = left <= 8;
    offered += count;
}

// Nothing of what is offered in reset is taken.
static void choose_source(struct lockstep *bench)
{
    if (in.rst) {
        choose_packet(bench);
        in.s_axis_tlast = true;
        in.s_axis_tkeep = 0xff;
        in.s_axis_tvalid = lockstep_below(bench, 2);
        is_refused = false;
        return;
    }
    if (!is_refused)
        choose_beat(bench);
    is_refused = in.s_axis_tvalid && !twin.out.s_axis_tready;
    if (in.s_axis_tvalid && !is_refused && offered <= 8)
        ring[put++ % RING] = packet;
}

static void choose_inputs(struct lockstep *bench, unsigned edges)
{
    static unsigned reset, gmii_reset;  // edges left
    static unsigned long pause;         // a source that starves for a while

    if (bench->cycle % STRETCH == 0) {
        source = is_calm(bench) ? NO_GAPS : bench->cycle / STRETCH % 4;
        since = bench->cycle;
    }
    if (lockstep_reset(bench) && !is_calm(bench)) {
        reset = 3 + lockstep_below(bench, 6);
        gmii_reset = 3 + lockstep_below(bench, 6);
        put = got = 0;
        underruns = 0;
        since = bench->cycle;
    }
    if (edges & CLK) {
        const bool was_reset = in.rst;
        in.rst = reset > 0;
        reset -= in.rst;
        if (was_reset && !in.rst)
            in.s_axis_tvalid = in.s_axis_tlast = false;
        if (source == GAPS && !is_refused && !in.rst && lockstep_below(bench, 50) == 0)
            pause = bench->cycle + lockstep_below(bench, 600);
        if (bench->cycle >= pause || in.rst || is_refused)
            choose_source(bench);
        else if (in.s_axis_tvalid) {
            if (in.s_axis_tlast)
                choose_packet(bench);
            in.s_axis_tvalid = in.s_axis_tlast = false;
        }
    }
    if (edges & GMII) {
        in.gmii_tx_rst = gmii_reset > 0;
        gmii_reset -= in.gmii_tx_rst;
    }
}

// Not in each short run.
static void cover_rare(struct lockstep *bench, const char *name, bool happened)
{
    lockstep_cover(bench, name, happened || bench->num_cycles < LONG_RUN);
}

// ---- The wire ----

static bool has_inverted_fcs(uint8_t *frame, unsigned length)
{
    uint8_t inverted[FN_ETHERNET_FCS_LENGTH];
    for (unsigned b = 0; b < FN_ETHERNET_FCS_LENGTH; b++)
        inverted[b] = frame[length - FN_ETHERNET_FCS_LENGTH + b] ^ 0xff;
    fn_ethernet_frame_append_fcs(frame, length - FN_ETHERNET_FCS_LENGTH);
    return memcmp(frame + length - FN_ETHERNET_FCS_LENGTH, inverted, sizeof inverted) == 0;
}

static void check_carrier(struct lockstep *bench)
{
    struct packet *const sent = &ring[got++ % RING];
    uint8_t *const frame = seen.byte + PREAMBLE;
    const unsigned length = seen.length - PREAMBLE;
    static const uint8_t preamble[PREAMBLE] = { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5 };

    lockstep_check(bench, "no carrier without a packet", got - 1 != put);
    lockstep_check(bench, "preamble and delimiter",
                   seen.length > PREAMBLE && memcmp(seen.byte, preamble, PREAMBLE) == 0);
    if (is_error) {
        underruns++;
        lockstep_check(bench, "a spoilt frame is bytes of the packet, one more and an FCS",
                       is_clean && length < sent->length + 5
                       && memcmp(frame, sent->byte, length - 5) == 0
                       && has_inverted_fcs(frame, length));
        lockstep_check(bench, "no underrun without gaps", source != NO_GAPS && source != MINIMUM
                       ? true : bench->cycle - since < 600);
        cover_rare(bench, "underrun", true);
        cover_rare(bench, "underrun of a packet of 60 bytes or less", sent->length <= 60);
        return;
    }
    const unsigned sent_length = sent->length;
    const unsigned built = fn_ethernet_frame_build(sent->byte, sent_length);
    lockstep_check(bench, "the frame is the packet, padded, with its FCS",
                   length == built && memcmp(frame, sent->byte, built) == 0);
    lockstep_cover(bench, "padded to 60 bytes", sent_length < 60);
    lockstep_cover(bench, "60 bytes", sent_length == 60);
    cover_rare(bench, "9,014 bytes", sent_length == MAX_PACKET);
}

static void begin_carrier(struct lockstep *bench)
{
    static unsigned in_a_row;
    const bool is_steady = (source == MINIMUM || source == NO_GAPS) && bench->cycle - since > 600;

    lockstep_check(bench, "an inter-frame gap of 12 bytes", silence >= FN_ETHERNET_GAP);
    lockstep_check(bench, "line rate", !is_steady || silence == FN_ETHERNET_GAP);
    in_a_row = is_steady && seen.length + silence == 84 ? in_a_row + 1 : 0;
    cover_rare(bench, "5 frames in a row, 84 byte times each", in_a_row == 5);
    seen.length = 0;
    is_error = false;
    is_clean = true;
}

static void watch_wire(struct lockstep *bench)
{
    static bool was_on;
    const bool is_on = twin.out.gmii_tx_en;

    if (in.gmii_tx_rst) {
        was_on = false;
        silence = 100;
        seen.length = 0;
        return;
    }
    if (is_on && !was_on)
        begin_carrier(bench);
    if (is_on && seen.length < sizeof seen.byte) {
        seen.byte[seen.length++] = twin.out.gmii_txd;
        is_clean &= !is_error || twin.out.gmii_tx_er;
        is_error |= twin.out.gmii_tx_er;
    }
    if (was_on && !is_on)
        check_carrier(bench);
    lockstep_check(bench, "no tx_er without tx_en", is_on || !twin.out.gmii_tx_er);
    silence = is_on ? 0 : silence + 1;
    was_on = is_on;
}

int bench_main(int argc, char **argv)
{
    static const struct { unsigned fifo_depth, clk, gmii; } runs[] = {
        { 16, 6400, 8000 }, { 8, 6400, 8008 }, { 32, 8000, 8000 }
    };
    struct lockstep bench;
    unsigned run = 0;

    lockstep_open(&bench, "fn_net_tx", argc, argv, fn_net_tx_inputs, fn_net_tx_outputs);
    while (runs[run].fifo_depth != lockstep_parameter("FIFO_DEPTH"))
        run++;
    bench.clocks.clocks[0].period = runs[run].clk;
    lockstep_add_clock(&bench, "gmii_tx_clk", runs[run].gmii);
    fn_net_tx_reset(&twin, runs[run].fifo_depth);
    do {
        const unsigned edges = lockstep_edges(&bench);
        choose_inputs(&bench, edges);
        if (edges & GMII)
            watch_wire(&bench);
        if ((edges & CLK) && !in.rst)
            underruns -= twin.out.m_underrun_event;
        lockstep_cover(&bench, "refused", in.s_axis_tvalid && !twin.out.s_axis_tready);
        lockstep_cover(&bench, "reset in mid-frame", in.gmii_tx_rst && twin.out.gmii_tx_en);
        cover_rare(&bench, "rest of a spoilt packet dropped",
                   twin.is_dropping && twin.fifo.out.m_valid);
        lockstep_check(&bench, "an event for each underrun", underruns >= -1 && underruns <= 1);
        fn_net_tx_tick(&twin, &in, edges);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
