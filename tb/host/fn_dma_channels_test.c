// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_channels_test - rtl/host/fn_dma_channels.v against its twin
//
// Whatever the twin does: what one flow has in flight is in one channel; flows meet in one only
// if it is the home of all but one of them, and nothing was free when they met first; and what is
// shown of a channel agrees with the packets in flight.

#include "host/fn_dma_channels.h"
#include "lockstep.h"

#include <string.h>

enum { FLOWS = 1024, PACKETS = 256, PHASE = 700, SETTLE = 4, LATENCY = 2 };

struct packet {
    unsigned      flow, channel;
    unsigned long done;  // cycle, 0: in flight
};

static struct packet packets[PACKETS];
static unsigned      begun, known, over;      // counted for ever
static unsigned      last_channel[FLOWS];     // of its packets
static bool          is_met[FN_CHANNELS];     // flows, since its packets were all done
static unsigned      num_flows, stride, first_flow, most, quiet;
static bool          is_draining;  // down to half of the most
static struct { bool valid, is_placed; unsigned flow; } come[LATENCY];

static struct packet *packet_number(unsigned number)
{
    return &packets[number % PACKETS];
}

static unsigned home_of(unsigned flow)
{
    const unsigned home = flow & 15;

    return home != 0 ? home : 8 | (flow >> 4 & 7);
}

static void begin_phase(struct lockstep *bench)
{
    static const unsigned flows[] = { 1, 2, 15, 16, 17, 20, 64, FLOWS };
    static const unsigned strides[] = { 1, 1, 16, 128, 37 };
    static const unsigned depths[] = { 1, 3, 16, 20, 255 };

    num_flows = flows[lockstep_below(bench, 8)];
    stride = strides[lockstep_below(bench, 5)];
    first_flow = lockstep_below(bench, FLOWS);
    most = depths[bench->cycle < PHASE ? 4 : lockstep_below(bench, 5)];
}

// ---- Packets at a channel ----

// Its done came less than so many cycles ago, or not at all.
static bool is_recent(const struct lockstep *bench, const struct packet *p, unsigned cycles)
{
    return p->done == 0 || p->done + cycles > bench->cycle;
}

static unsigned first_recent(void)
{
    return over - (over < 8 ? over : 8);
}

// Recent packets in the channel.
static unsigned busy(const struct lockstep *bench, unsigned channel, unsigned cycles)
{
    unsigned count = 0;

    for (unsigned n = first_recent(); n != known; n++)
        count += packet_number(n)->channel == channel
              && is_recent(bench, packet_number(n), cycles);
    return count;
}

// The packet comes into a channel in which others are or just were.
static bool meets(const struct lockstep *bench, unsigned flow, unsigned channel)
{
    for (unsigned n = first_recent(); n != known; n++) {
        const struct packet *p = packet_number(n);
        if (p->channel == channel && p->flow != flow && is_recent(bench, p, SETTLE + 2))
            return true;
    }
    return false;
}

// ---- What goes in ----

// A guest or the owner comes as the last packet of a channel is done.
static bool aim(struct lockstep *bench, struct fn_dma_channels_in *in)
{
    if (over == known || most == 255 || lockstep_below(bench, 2) == 0)
        return false;
    const unsigned channel = packet_number(over)->channel;

    if (busy(bench, channel, 0) != 1)
        return false;
    in->s_packet_index = (uint16_t)(channel + 16 * lockstep_below(bench, 9));
    if (lockstep_below(bench, 2))
        in->s_packet_index = (uint16_t)packet_number(over)->flow;
    return is_met[channel] || lockstep_below(bench, 8) == 0;
}

static void drive(struct lockstep *bench, struct fn_dma_channels_in *in)
{
    const bool was_placed = in->s_packet_valid && in->s_packet_place;
    const bool is_over = bench->cycle % PHASE > PHASE - 250 && most != 255;  // to be idle
    const bool is_pause = bench->cycle % 64 < 12;  // to be looked at

    in->rst = most == 255 ? bench->cycle % PHASE == 0 : lockstep_reset(bench);
    in->s_packet_index = (uint16_t)((first_flow + stride * lockstep_below(bench, num_flows))
                                    % FLOWS);
    const bool is_aimed = !is_over && !is_pause && aim(bench, in);
    in->s_packet_place = is_aimed || lockstep_below(bench, 8) != 0;
    in->s_packet_valid = !is_pause && (is_aimed || most == 255
                                       || lockstep_below(bench, 8) < bench->offer_eighths)
                      && (!in->s_packet_place
                          || (!was_placed && begun - over < most && !is_over));
    is_draining = begun - over >= most || (is_draining && begun - over > most / 2) || is_over;
    in->s_done_valid = over != known && !is_pause
                    && (is_aimed || (is_draining && lockstep_below(bench, 8) < bench->ready_eighths)
                        || (most != 255 && lockstep_below(bench, most) == 0));
    if (lockstep_below(bench, 8) == 0)
        in->s_channel_index = (uint8_t)lockstep_below(bench, FN_CHANNELS), quiet = 0;
    quiet = in->rst || in->s_packet_valid || in->s_done_valid ? 0 : quiet + 1;
}

// ---- What must come out ----

static void check_flow(struct lockstep *bench, unsigned flow, unsigned channel)
{
    bool is_new = true, has_met = false;

    for (unsigned n = over; n != known; n++) {
        const struct packet *p = packet_number(n);
        if (p->flow == flow)
            lockstep_check(bench, "all of a flow in one channel", p->channel == channel);
        is_new &= p->flow != flow;
        has_met |= p->channel == channel && p->flow != flow;
    }
    lockstep_check(bench, "flows meet at home only", !has_met || channel == home_of(flow)
                   || channel == last_channel[flow]);
    lockstep_cover(bench, "a flow again, alone", !is_new && !has_met);
    lockstep_cover(bench, "a flow again, in its own channel that is shared",
                   !is_new && has_met && channel != home_of(flow));
    lockstep_cover(bench, "a guest", is_new && has_met && is_met[channel]);
    lockstep_cover(bench, "a flow far from home", is_new && !has_met && channel != home_of(flow));
    lockstep_cover(bench, "home but for chance", is_new && !has_met && channel == home_of(flow));
    if (has_met && is_new && !is_met[channel]) {
        for (unsigned c = 1; c < FN_CHANNELS; c++)
            lockstep_check(bench, "a free one rather than a guest", busy(bench, c, 6) != 0);
        lockstep_cover(bench, "a channel comes to be shared", true);
    }
    is_met[channel] |= meets(bench, flow, channel);
}

static void check_packet(struct lockstep *bench, const struct fn_dma_channels_out *out)
{
    if (come[1].valid && !come[1].is_placed)
        lockstep_check(bench, "the stack's channel", out->m_packet_channel == 0);
    if (!come[1].valid || !come[1].is_placed)
        return;
    const unsigned channel = out->m_packet_channel;

    lockstep_check(bench, "not the stack's channel", channel != 0 && channel < FN_CHANNELS);
    check_flow(bench, come[1].flow, channel);
    packet_number(known++)->channel = channel;
    last_channel[come[1].flow] = channel;
}

static void check_shown(struct lockstep *bench, const struct fn_dma_channels_in *in,
                        const struct fn_dma_channels_out *out)
{
    const unsigned count = busy(bench, in->s_channel_index, 0);

    if (quiet <= SETTLE)
        return;
    lockstep_check(bench, "owned if something is in flight", out->m_channel_owned == (count != 0));
    lockstep_check(bench, "shared if flows have met",
                   !out->m_channel_shared || is_met[in->s_channel_index]);
    for (unsigned n = over; n != known && !out->m_channel_shared; n++)
        if (packet_number(n)->channel == in->s_channel_index)
            lockstep_check(bench, "its flow", packet_number(n)->flow == out->m_channel_flow);
    lockstep_cover(bench, "shown: free", !out->m_channel_owned);
    lockstep_cover(bench, "shown: a flow's own", out->m_channel_owned && !out->m_channel_shared);
    lockstep_cover(bench, "shown: shared", out->m_channel_shared);
    lockstep_cover(bench, "shown: channel 0", in->s_channel_index == 0);
}

static void count(struct lockstep *bench, const struct fn_dma_channels_in *in)
{
    if (in->rst) {
        begun = known = over = 0;
        memset(is_met, 0, sizeof is_met);
        memset(come, 0, sizeof come);
        return;
    }
    if (in->s_done_valid) {
        packet_number(over)->done = bench->cycle;
        over++;
    }
    if (in->s_packet_valid && in->s_packet_place)
        *packet_number(begun++) = (struct packet){ .flow = in->s_packet_index };
    come[1] = come[0];
    come[0].valid = in->s_packet_valid;
    come[0].is_placed = in->s_packet_place;
    come[0].flow = in->s_packet_index;
    for (unsigned c = 1; c < FN_CHANNELS; c++)
        is_met[c] &= busy(bench, c, SETTLE) != 0;
}

static void cover(struct lockstep *bench, const struct fn_dma_channels *twin,
                  const struct fn_dma_channels_in *in)
{
    const struct fn_pool_channel *channels = twin->pool.channels;
    const struct fn_pool_channel *last = &channels[twin->given[twin->get
                                                               % FN_DMA_CHANNELS_PACKETS]];
    const bool frees = twin->is_done && last->packets == 1;
    const bool again = twin->is_placed && twin->choice.channel == last - channels;
    unsigned owned = 0;

    for (unsigned c = 1; c < FN_CHANNELS; c++)
        owned += channels[c].is_owned;
    lockstep_cover(bench, "all taken", owned == 15);
    lockstep_cover(bench, "one free", owned == 14 && twin->is_placed && twin->choice.takes);
    lockstep_cover(bench, "a channel is free again", frees && !again);
    lockstep_cover(bench, "its own channel kept as its last packet is done",
                   frees && again && !twin->choice.shares);
    lockstep_cover(bench, "a shared channel kept as its last packet is done",
                   frees && again && twin->choice.shares);
    lockstep_cover(bench, "given as its last packet becomes done the cycle before",
                   twin->is_placed && !twin->choice.takes
                   && !channels[twin->choice.channel].is_owned);
    lockstep_cover(bench, "255 in flight", begun - over == 255);
    lockstep_cover(bench, "dones in a row", twin->is_done && in->s_done_valid);
    lockstep_cover(bench, "packets two cycles apart", twin->is_placed && twin->put != 0
                   && in->s_packet_valid && !in->s_packet_place);
    lockstep_cover(bench, "reset in flight", in->rst && owned > 1);
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_channels twin;
    struct fn_dma_channels_in in = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_channels", argc, argv, fn_dma_channels_inputs,
                  fn_dma_channels_outputs);
    fn_dma_channels_reset(&twin);
    do {
        if (bench.cycle % PHASE == 0)
            begin_phase(&bench);
        drive(&bench, &in);
        if (bench.cycle == 0)
            in = (struct fn_dma_channels_in){ .rst = true };
        if (!in.rst) {
            check_packet(&bench, &twin.out);
            check_shown(&bench, &in, &twin.out);
        }
        cover(&bench, &twin, &in);
        count(&bench, &in);
        fn_dma_channels_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
