// SPDX-License-Identifier: Apache-2.0
//
// fn_net_tx - see fn_net_tx.h

#include "net/fn_net_tx.h"

#include <string.h>

#include "functional/fn_ethernet_frame.h"

#define IN  struct fn_net_tx_in
#define OUT struct fn_net_tx_out

const struct fn_port fn_net_tx_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_axis_tvalid), FN_PORT(IN, s_axis_tdata),
    FN_PORT(IN, s_axis_tkeep), FN_PORT(IN, s_axis_tlast), FN_PORT(IN, gmii_tx_rst), { 0 }
};

const struct fn_port fn_net_tx_outputs[] = {
    FN_PORT(OUT, s_axis_tready), FN_PORT(OUT, gmii_txd), FN_PORT(OUT, gmii_tx_en),
    FN_PORT(OUT, gmii_tx_er), FN_PORT(OUT, m_underrun_event), { 0 }
};

// What goes through the FIFO.
struct beat {
    uint8_t data[8];
    uint8_t count;
    bool    last;
};
_Static_assert(sizeof(struct beat) <= sizeof(struct fn_fifo_beat), "fits");

// The frame ends here, with a byte 0 and a frame check sequence that is wrong in every bit.
static void spoil(struct fn_net_tx *tx)
{
    tx->is_complete = tx->is_spoilt = tx->is_dropping = true;
    tx->underruns ^= true;
    tx->frame[tx->length++] = 0;
    tx->length = fn_ethernet_frame_append_fcs(tx->frame, tx->length);
    for (unsigned b = 1; b <= FN_ETHERNET_FCS_LENGTH; b++)
        tx->frame[tx->length - b] ^= 0xff;
}

// One more byte of the packet; true if the beat at the FIFO has given all.
static bool gather(struct fn_net_tx *tx, const struct beat *beat)
{
    const unsigned count = tx->length % 8 + 1;
    tx->frame[tx->length % FN_NET_TX_MAX_FRAME] = beat->data[count - 1];
    tx->length++;
    if (count < beat->count)
        return false;
    tx->is_complete = beat->last;
    if (tx->is_complete)
        tx->length = fn_ethernet_frame_build(tx->frame, tx->length);
    return true;
}

// What goes on the wire now; takes says whether the FIFO's beat is used up.
static struct fn_net_tx_symbol choose_symbol(struct fn_net_tx *tx, bool *takes)
{
    const bool has_beat = tx->fifo.out.m_valid;
    struct beat beat;

    memcpy(&beat, &tx->fifo.out.m_data, sizeof beat);
    *takes = tx->is_dropping;
    if (tx->gap > 0) {
        tx->gap--;
        return (struct fn_net_tx_symbol){ 0 };
    }
    if (!tx->is_sending) {
        tx->is_sending = has_beat && !tx->is_dropping;
        return (struct fn_net_tx_symbol){ 0 };
    }
    if (tx->preamble < FN_ETHERNET_PREAMBLE_LENGTH + 1)
        return (struct fn_net_tx_symbol){
            tx->preamble++ < FN_ETHERNET_PREAMBLE_LENGTH ? FN_ETHERNET_PREAMBLE
                                                         : FN_ETHERNET_DELIMITER, true, false
        };
    if (!tx->is_complete && has_beat)
        *takes = gather(tx, &beat);
    else if (!tx->is_complete)
        spoil(tx);
    const struct fn_net_tx_symbol symbol = { tx->frame[tx->sent++], true, tx->is_spoilt };
    if (tx->is_complete && tx->sent == tx->length) {
        tx->is_sending = tx->is_complete = tx->is_spoilt = false;
        tx->preamble = tx->sent = tx->length = 0;
        tx->gap = FN_ETHERNET_GAP - 1;  // the cycle that finds the next packet is the last
    }
    return symbol;
}

static void reset_gmii(struct fn_net_tx *tx)
{
    tx->is_sending = tx->is_complete = tx->is_spoilt = tx->is_dropping = tx->underruns = false;
    tx->preamble = tx->sent = tx->length = tx->gap = 0;
    tx->chosen = (struct fn_net_tx_symbol){ 0 };
    tx->out.gmii_txd = 0;
    tx->out.gmii_tx_en = tx->out.gmii_tx_er = false;
}

static void reset_clk(struct fn_net_tx *tx)
{
    tx->out.m_underrun_event = false;
    memset(tx->underruns_seen, 0, sizeof tx->underruns_seen);
}

void fn_net_tx_reset(struct fn_net_tx *tx, unsigned fifo_depth)
{
    fn_async_fifo_reset(&tx->fifo, fifo_depth);
    tx->out.s_axis_tready = true;
    reset_gmii(tx);
    reset_clk(tx);
}

static bool tick_gmii(struct fn_net_tx *tx, bool rst)
{
    const bool was_dropping = tx->is_dropping;
    bool takes;
    struct beat beat;

    memcpy(&beat, &tx->fifo.out.m_data, sizeof beat);
    tx->out.gmii_txd = tx->chosen.byte;
    tx->out.gmii_tx_en = tx->chosen.is_carrier;
    tx->out.gmii_tx_er = tx->chosen.is_error;
    tx->chosen = choose_symbol(tx, &takes);
    if (was_dropping && tx->fifo.out.m_valid && beat.last)
        tx->is_dropping = false;
    if (rst)
        reset_gmii(tx);
    return takes;
}

static void tick_clk(struct fn_net_tx *tx, bool underruns, bool rst)
{
    bool *const seen = tx->underruns_seen;

    tx->out.m_underrun_event = seen[1] != seen[2];
    seen[2] = seen[1];
    seen[1] = seen[0];
    seen[0] = underruns;
    if (rst)
        reset_clk(tx);
}

void fn_net_tx_tick(struct fn_net_tx *tx, const struct fn_net_tx_in *in, unsigned edges)
{
    struct fn_async_fifo_in fifo_in = {
        .s_rst = in->rst, .s_valid = in->s_axis_tvalid, .m_rst = in->gmii_tx_rst
    };
    const bool underruns = tx->underruns;
    unsigned fifo_edges = 0;

    if (edges & FN_NET_TX_CLK) {
        struct beat beat = {
            .count = (uint8_t)__builtin_popcount(in->s_axis_tkeep), .last = in->s_axis_tlast
        };
        memcpy(beat.data, in->s_axis_tdata, sizeof beat.data);
        memcpy(&fifo_in.s_data, &beat, sizeof beat);
        fifo_edges |= FN_ASYNC_FIFO_S_CLK;
        tick_clk(tx, underruns, in->rst);
    }
    if (edges & FN_NET_TX_GMII_CLK) {
        fifo_edges |= FN_ASYNC_FIFO_M_CLK;
        fifo_in.m_ready = tick_gmii(tx, in->gmii_tx_rst);
    }
    fn_async_fifo_tick(&tx->fifo, &fifo_in, fifo_edges);
    tx->out.s_axis_tready = tx->fifo.out.s_ready;
}
