// SPDX-License-Identifier: Apache-2.0
//
// fn_net_rx_test - rtl/net/fn_net_rx.v against its twin, and against what was sent
//
// runs with: FIFO_DEPTH=16, FIFO_DEPTH=512, FIFO_DEPTH=32

#include "net/fn_net_rx.h"

#include <string.h>
#include <zlib.h>

#include "functional/fn_ethernet_frame.h"
#include "lockstep.h"

enum {
    CLK = FN_NET_RX_CLK, GMII = FN_NET_RX_GMII_CLK, RING = 65536, MAX_SYMBOLS = 12000,
    LONG_RUN = 100000,  // cycles from which on long frames and long stalls fit
    SETTLED = 10        // symbols around the begin of a carrier without a new configuration
};

enum fault { NO_FAULT, BAD_BIT, BAD_RESIDUE, CUT, ERROR_IN_PREAMBLE, ERROR_IN_FRAME, ERROR_AT_END,
             NO_DELIMITER, NUM_FAULTS };

// What must come out for a carrier: bytes without FCS, and their CRC-32.
struct packet {
    enum fn_reason reason;
    unsigned       length;
    uint32_t       crc;
};

// One carrier and the gap behind it.
static struct {
    uint8_t       symbol[MAX_SYMBOLS + 64];
    unsigned      end, error_at, gap, position;
    bool          is_counted;
    struct packet packet;
} wire;

static struct packet ring[RING];  // of the carriers that began and have not come out
static unsigned put, got;
static struct packet now;         // what is coming out
static unsigned stall, longest_stall;

static struct fn_net_rx twin;
static struct fn_net_rx_in in = { .s_enable = true, .s_frame_maximum = 1522 };
static bool is_flood, is_blocked, is_calm;  // of the present stretch
static unsigned gmii_reset, reset;          // edges left

// ---- The wire ----

static unsigned choose_length(struct lockstep *bench)
{
    if (is_flood)
        return lockstep_below(bench, 4);
    if (is_calm) {
        static bool is_too_long;
        is_too_long = !is_too_long;
        return FN_ETHERNET_MAXIMUM + is_too_long;
    }
    switch (lockstep_below(bench, 12)) {
    case 0:  return lockstep_below(bench, 20);
    case 1:  return 62 + lockstep_below(bench, 3);
    case 2:  return in.s_frame_maximum < 400 ? in.s_frame_maximum + lockstep_below(bench, 3) : 64;
    default: return 64 + lockstep_below(bench, 40);
    }
}

static unsigned choose_preamble(struct lockstep *bench)
{
    const unsigned length = is_flood ? 0 : lockstep_below(bench, 4) ? 7 : lockstep_below(bench, 20);
    memset(wire.symbol, FN_ETHERNET_PREAMBLE, length);
    if (length > 0 && lockstep_below(bench, 4) == 0)  // the line may have hurt it
        wire.symbol[lockstep_below(bench, length)] = (uint8_t)lockstep_below(bench, 0xd5);
    wire.symbol[length] = FN_ETHERNET_DELIMITER;
    return length + 1;
}

// What to invert in an FCS so that the receiver's sum differs in one bit: the sum run backwards.
static void spoil_residue(uint8_t *fcs, unsigned bit)
{
    uint32_t sum = 1u << bit;
    for (unsigned step = 0; step < 32; step++)
        sum = sum >> 31 ? (sum ^ 0xedb88320u) << 1 | 1 : sum << 1;
    for (unsigned b = 0; b < FN_ETHERNET_FCS_LENGTH; b++)
        fcs[b] ^= (uint8_t)(sum >> 8 * b);
}

static enum fn_reason choose_fault(struct lockstep *bench, uint8_t *frame, unsigned *length)
{
    const bool is_good = is_calm || lockstep_below(bench, 4) != 0;
    const enum fault fault = is_good ? NO_FAULT : lockstep_below(bench, NUM_FAULTS);
    const unsigned begin = (unsigned)(frame - wire.symbol);
    enum fn_reason reason = FN_REASON_DELIVERED;

    wire.error_at = ~0u;
    if (fault == BAD_BIT && *length > 0) {
        frame[lockstep_below(bench, *length)] ^= (uint8_t)(1u << lockstep_below(bench, 8));
        reason = FN_REASON_FCS;
    } else if (fault == BAD_RESIDUE && *length >= FN_ETHERNET_MINIMUM) {
        spoil_residue(frame + *length - FN_ETHERNET_FCS_LENGTH, lockstep_below(bench, 32));
        reason = FN_REASON_FCS;
    } else if (fault == CUT && *length > 1) {
        *length = 1 + lockstep_below(bench, *length - 1);
        reason = FN_REASON_FCS;
    } else if (fault == ERROR_IN_PREAMBLE) {
        wire.error_at = lockstep_below(bench, begin);
    } else if (fault == ERROR_IN_FRAME) {
        wire.error_at = lockstep_below(bench, begin + *length);
    } else if (fault == ERROR_AT_END) {
        wire.error_at = begin + *length - 1;
    } else if (fault == NO_DELIMITER) {
        for (unsigned s = 0; s < begin + *length; s++)
            wire.symbol[s] = wire.symbol[s] == FN_ETHERNET_DELIMITER ? 0x54 : wire.symbol[s];
        return FN_REASON_PREAMBLE;
    }
    if (wire.error_at != ~0u)
        return FN_REASON_RX_ER;
    if (*length < FN_ETHERNET_MINIMUM)
        return FN_REASON_RUNT;
    return *length > in.s_frame_maximum ? FN_REASON_OVERSIZE : reason;
}

static void choose_carrier(struct lockstep *bench)
{
    uint8_t *frame = wire.symbol + choose_preamble(bench);
    unsigned length = choose_length(bench);

    if (length > MAX_SYMBOLS)
        length = MAX_SYMBOLS;
    lockstep_bytes(bench, frame, length);
    if (length >= FN_ETHERNET_MINIMUM)
        length = fn_ethernet_frame_build(frame, length - FN_ETHERNET_FCS_LENGTH);
    wire.packet.reason = choose_fault(bench, frame, &length);
    wire.end = (unsigned)(frame - wire.symbol) + length;
    wire.gap = is_flood && lockstep_below(bench, 64) ? 1
             : lockstep_below(bench, 2) ? FN_ETHERNET_GAP : 1 + lockstep_below(bench, 40);
    if (wire.packet.reason == FN_REASON_PREAMBLE)
        length = 0;
    if (length > in.s_frame_maximum)
        length = in.s_frame_maximum;
    length = length > FN_ETHERNET_FCS_LENGTH ? length - FN_ETHERNET_FCS_LENGTH : 0;
    wire.packet.length = length > 0 ? length : 1;  // a marker is one byte 0
    wire.packet.crc = (uint32_t)crc32(0, length > 0 ? frame : (const uint8_t[]){ 0 },
                                      wire.packet.length);
    wire.position = 0;
    wire.is_counted = in.s_enable && !in.gmii_rx_rst;
    if (wire.is_counted)
        ring[put++ % RING] = wire.packet;
}

static void choose_symbol(struct lockstep *bench)
{
    if (wire.position == wire.end + wire.gap)
        choose_carrier(bench);
    const bool is_on = wire.position < wire.end;
    in.gmii_rx_dv = is_on;
    if (is_on) {
        in.gmii_rxd = wire.symbol[wire.position];
        in.gmii_rx_er = wire.position == wire.error_at;
    } else {  // false carriers
        in.gmii_rx_er = lockstep_below(bench, 16) == 0;
        in.gmii_rxd = (uint8_t)(in.gmii_rx_er ? 0xd5 : lockstep_below(bench, 256));
    }
    wire.position++;
}

// ---- The core ----

static void choose_configuration(struct lockstep *bench)
{
    static const uint16_t maxima[] = { 64, 300, 1518, FN_ETHERNET_MAXIMUM };

    if (wire.position < SETTLED || wire.end + wire.gap < wire.position + SETTLED)
        return;
    if (lockstep_below(bench, 50) == 0)
        in.s_enable = lockstep_below(bench, 16) != 0;
    if (lockstep_below(bench, 200) == 0)
        in.s_frame_maximum = maxima[lockstep_below(bench, sizeof maxima / sizeof *maxima)];
    if (lockstep_below(bench, 200) == 0)
        in.s_frame_maximum = (uint16_t)(64 + lockstep_below(bench, 64));
    if (lockstep_below(bench, 400) == 0)
        in.s_frame_maximum = (uint16_t)(64 + lockstep_below(bench, 256));
    if (is_calm)
        in.s_frame_maximum = FN_ETHERNET_MAXIMUM, in.s_enable = true;
}

// Plain, blocked, plain, a flood of short carriers, and again; once, long frames.
static void begin_stretch(struct lockstep *bench, unsigned number)
{
    is_calm = number == 6 && twin.fifo.depth == 512;
    is_blocked = number % 4 == 1;
    is_flood = number % 4 == 3 || (is_blocked && (number == 1 || lockstep_below(bench, 2)));
}

static void choose_inputs(struct lockstep *bench, unsigned edges)
{
    static unsigned long next;
    static unsigned number;
    const bool is_patient = is_calm || (is_blocked && twin.fifo.depth == 512);
    // Once, so many carriers find no room that the count of them is tried; all must come out.
    const bool is_long = twin.fifo.depth != 512 && bench->cycle > 100000;
    const bool is_deluge = is_long && bench->cycle < 140000;
    const bool is_drain = is_long && !is_deluge && bench->cycle < 160000;

    if (bench->cycle == next) {
        begin_stretch(bench, number++);
        next += is_calm ? 48000 : twin.fifo.depth == 512 ? 4500 : is_flood ? 300 : 1200;
    }
    if (is_deluge)
        is_flood = is_blocked = true;
    if (is_drain)
        is_flood = is_blocked = false;
    if (lockstep_reset(bench) && !is_patient && !is_deluge && !is_drain) {
        reset = 3 + lockstep_below(bench, 6);
        gmii_reset = 3 + lockstep_below(bench, 6);
        put = got = longest_stall = 0;
        now.length = now.crc = 0;
    }
    if (edges & CLK) {
        in.rst = reset > 0;
        reset -= in.rst;
        in.m_axis_tready = !is_blocked && lockstep_ready(bench);
        choose_configuration(bench);
    }
    if (edges & GMII) {
        in.gmii_rx_rst = gmii_reset > 0;
        gmii_reset -= in.gmii_rx_rst;
        choose_symbol(bench);
    }
}

// ---- What came out ----

// Not in each short run.
static void cover_rare(struct lockstep *bench, const char *name, bool happened)
{
    lockstep_cover(bench, name, happened || bench->num_cycles < LONG_RUN);
}

static void check_packet(struct lockstep *bench, enum fn_reason reason)
{
    const struct packet sent = ring[got % RING];

    lockstep_check(bench, "as many packets as carriers, at most", got != put);
    lockstep_check(bench, "the packet is what was sent",
                   reason == FN_REASON_OVERRUN
                   || (reason == sent.reason && now.length == sent.length && now.crc == sent.crc));
    lockstep_check(bench, "no overrun where the core stalls for at most 64 cycles",
                   reason != FN_REASON_OVERRUN || twin.fifo.depth < 512 || longest_stall > 64);
    lockstep_cover(bench, "delivered", reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "carrier without delimiter", reason == FN_REASON_PREAMBLE);
    lockstep_cover(bench, "receive error", reason == FN_REASON_RX_ER);
    lockstep_cover(bench, "runt of no byte", reason == FN_REASON_RUNT && now.length == 1);
    cover_rare(bench, "runt", reason == FN_REASON_RUNT && now.length > 1);
    cover_rare(bench, "oversize", reason == FN_REASON_OVERSIZE);
    cover_rare(bench, "frame check sequence wrong", reason == FN_REASON_FCS);
    cover_rare(bench, "minimum", reason == FN_REASON_DELIVERED && now.length == 60);
    if (twin.fifo.depth == 512) {
        cover_rare(bench, "9,018 bytes", reason == FN_REASON_DELIVERED && now.length == 9014);
        return;
    }
    cover_rare(bench, "delivered behind an overrun",
               reason == FN_REASON_DELIVERED && now.reason == FN_REASON_OVERRUN);
    cover_rare(bench, "overrun without a byte", reason == FN_REASON_OVERRUN && now.length == 1);
    cover_rare(bench, "overrun behind some bytes", reason == FN_REASON_OVERRUN && now.length > 1);
}


static void account(struct lockstep *bench, unsigned edges)
{
    const struct fn_net_rx_out *out = &twin.out;
    const bool is_stalled = out->m_axis_tvalid && !in.m_axis_tready;

    if (!(edges & CLK) || in.rst)
        return;
    stall = is_stalled ? stall + 1 : 0;
    if (stall > longest_stall)
        longest_stall = stall;
    if (!out->m_axis_tvalid || is_stalled)
        return;
    const unsigned count = (unsigned)__builtin_popcount(out->m_axis_tkeep);
    lockstep_check(bench, "tkeep is contiguous, and full before the last beat",
                   (out->m_axis_tkeep & (out->m_axis_tkeep + 1)) == 0 && count > 0
                   && (count == 8 || out->m_axis_tlast));
    now.crc = (uint32_t)crc32(now.crc, out->m_axis_tdata, count);
    now.length += count;
    if (out->m_axis_tlast) {
        check_packet(bench, out->m_axis_tuser.reason);
        now = (struct packet){ .reason = out->m_axis_tuser.reason };
        got++;
    }
}

static void cover(struct lockstep *bench, unsigned edges)
{
    lockstep_cover(bench, "both clocks rise", edges == (CLK | GMII));
    lockstep_cover(bench, "false carrier", !in.gmii_rx_dv && in.gmii_rx_er);
    lockstep_cover(bench, "carriers 1 byte time apart", in.gmii_rx_dv && wire.gap == 1);
    lockstep_cover(bench, "disabled", in.gmii_rx_dv && !wire.is_counted && !in.gmii_rx_rst);
    lockstep_cover(bench, "another maximum in mid-frame",
                   in.gmii_rx_dv && twin.maximum != in.s_frame_maximum);
    lockstep_cover(bench, "reset in mid-frame", (edges & GMII) && in.gmii_rx_rst
                   && twin.length > 20);
    if (twin.fifo.depth != 512)
        cover_rare(bench, "reset while markers are owed",
                   (edges & GMII) && in.gmii_rx_rst && twin.owed > 0);
    if (twin.fifo.depth != 512)
        cover_rare(bench, "more than 2,048 markers owed", twin.owed > 2048);
}

int bench_main(int argc, char **argv)
{
    static const struct { unsigned fifo_depth, clk, gmii; } runs[] = {
        { 512, 6400, 8000 }, { 16, 6400, 8008 }, { 32, 8000, 8000 }
    };
    struct lockstep bench;
    unsigned run = 0;

    lockstep_open(&bench, "fn_net_rx", argc, argv, fn_net_rx_inputs, fn_net_rx_outputs);
    while (runs[run].fifo_depth != lockstep_parameter("FIFO_DEPTH"))
        run++;
    bench.clocks.clocks[0].period = runs[run].clk;
    lockstep_add_clock(&bench, "gmii_rx_clk", runs[run].gmii);
    fn_net_rx_reset(&twin, runs[run].fifo_depth);
    do {
        const unsigned edges = lockstep_edges(&bench);
        choose_inputs(&bench, edges);
        cover(&bench, edges);
        account(&bench, edges);
        fn_net_rx_tick(&twin, &in, edges);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
