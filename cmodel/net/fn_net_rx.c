// SPDX-License-Identifier: Apache-2.0
//
// fn_net_rx - see fn_net_rx.h

#include "net/fn_net_rx.h"

#include <string.h>

#include "functional/fn_ethernet_frame.h"

#define IN  struct fn_net_rx_in
#define OUT struct fn_net_rx_out

const struct fn_port fn_net_rx_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, gmii_rx_rst),
    FN_PORT(IN, gmii_rxd), FN_PORT(IN, gmii_rx_dv), FN_PORT(IN, gmii_rx_er),
    FN_PORT(IN, s_enable), FN_PORT(IN, s_frame_maximum), FN_PORT(IN, m_axis_tready), { 0 }
};

const struct fn_port fn_net_rx_outputs[] = {
    FN_PORT(OUT, m_axis_tvalid), FN_PORT(OUT, m_axis_tdata), FN_PORT(OUT, m_axis_tkeep),
    FN_PORT(OUT, m_axis_tlast), FN_PORT_RECORD(OUT, m_axis_tuser, &fn_packet_status_record), { 0 }
};

// What goes through the FIFO.
struct beat {
    uint8_t data[8];
    uint8_t keep;
    bool    last;
    uint8_t reason;
};
_Static_assert(sizeof(struct beat) <= sizeof(struct fn_fifo_beat), "fits");

static const struct beat overrun = { .keep = 1, .last = true, .reason = FN_REASON_OVERRUN };

// The next 8 bytes of the frame, or all there are; none is one byte 0.
static struct beat next_beat(struct fn_net_rx *rx, bool is_last)
{
    const unsigned all = rx->length < rx->maximum ? rx->length : rx->maximum;
    unsigned count = all < FN_ETHERNET_FCS_LENGTH ? 0 : all - FN_ETHERNET_FCS_LENGTH - rx->sent;
    struct beat beat = { .last = is_last };

    if (count > 8)
        count = 8;
    memcpy(beat.data, rx->frame + rx->sent, count);
    beat.keep = count == 0 ? 1 : (uint8_t)((1u << count) - 1);
    rx->sent += count;
    if (is_last)
        beat.reason = fn_ethernet_frame_check(rx->frame, rx->length, rx->has_delimiter,
                                              rx->has_error, rx->maximum);
    return beat;
}

static void reset_gmii(struct fn_net_rx *rx)
{
    rx->had_carrier = true;  // what began before or in reset is ignored
    rx->is_followed = rx->has_delimiter = rx->has_error = rx->is_lost = false;
    rx->length = rx->sent = rx->owed = 0;
}

// One byte time; what enters the FIFO of it.
static bool follow_carrier(struct fn_net_rx *rx, struct beat *beat)
{
    const struct fn_net_rx_symbol now = rx->symbol;
    const bool ends = rx->is_followed && !now.is_carrier;
    const bool ready = rx->fifo.out.s_ready;
    const bool pays = rx->owed > 0;
    bool has_byte = false, is_due = ends && !rx->is_lost;

    if (now.is_carrier && rx->has_delimiter) {
        if (rx->length < FN_NET_RX_MAX_FRAME)
            rx->frame[rx->length++] = now.byte;
        has_byte = rx->length > FN_ETHERNET_FCS_LENGTH && rx->length <= rx->maximum
                   && !rx->is_lost;
        // A full beat waits for the byte behind it: it may be the last.
        is_due = has_byte && rx->length - FN_ETHERNET_FCS_LENGTH == rx->sent + 8 + 1;
    }
    const bool is_spoilt = pays ? has_byte || is_due : is_due && !ready;
    if (pays)
        *beat = overrun;
    else if (is_due)
        *beat = next_beat(rx, ends);
    rx->owed += is_spoilt;
    rx->owed -= pays && ready;
    rx->is_lost |= is_spoilt;
    if (ends) {
        rx->has_delimiter = rx->has_error = rx->is_lost = false;
        rx->length = rx->sent = 0;
    }
    return pays || is_due;
}

static void tick_gmii(struct fn_net_rx *rx, const struct fn_net_rx_in *in)
{
    const struct fn_net_rx_symbol now = rx->symbol;

    rx->is_followed = now.is_carrier && (rx->had_carrier ? rx->is_followed : rx->enable);
    rx->has_error |= rx->is_followed && now.is_error;
    rx->has_delimiter |= rx->is_followed && now.byte == FN_ETHERNET_DELIMITER;
    rx->had_carrier = now.is_carrier;
    if (!now.is_carrier) {
        rx->enable = rx->enable_meta;
        rx->maximum = rx->maximum_meta;
    }
    rx->enable_meta = in->s_enable;
    rx->maximum_meta = in->s_frame_maximum;
    rx->symbol = (struct fn_net_rx_symbol){ in->gmii_rxd, in->gmii_rx_dv, in->gmii_rx_er };
    if (in->gmii_rx_rst)
        reset_gmii(rx);
}

static void tick_clk(struct fn_net_rx *rx, const struct fn_net_rx_in *in)
{
    struct beat beat;

    if (!rx->out.m_axis_tvalid || in->m_axis_tready) {
        rx->out.m_axis_tvalid = rx->fifo.out.m_valid;
        if (rx->fifo.out.m_valid) {
            memcpy(&beat, &rx->fifo.out.m_data, sizeof beat);
            memcpy(rx->out.m_axis_tdata, beat.data, sizeof beat.data);
            rx->out.m_axis_tkeep = beat.keep;
            rx->out.m_axis_tlast = beat.last;
            rx->out.m_axis_tuser.reason = beat.reason;
        }
    }
    if (in->rst)
        rx->out.m_axis_tvalid = false;
}

void fn_net_rx_reset(struct fn_net_rx *rx, unsigned fifo_depth)
{
    memset(rx, 0, sizeof *rx);
    fn_async_fifo_reset(&rx->fifo, fifo_depth);
    reset_gmii(rx);
}

void fn_net_rx_tick(struct fn_net_rx *rx, const struct fn_net_rx_in *in, unsigned edges)
{
    struct fn_async_fifo_in fifo_in = {
        .s_rst = in->gmii_rx_rst, .m_rst = in->rst,
        .m_ready = !rx->out.m_axis_tvalid || in->m_axis_tready
    };
    unsigned fifo_edges = 0;

    if (edges & FN_NET_RX_CLK) {
        fifo_edges |= FN_ASYNC_FIFO_M_CLK;
        tick_clk(rx, in);
    }
    if (edges & FN_NET_RX_GMII_CLK) {
        struct beat beat = { 0 };
        fifo_edges |= FN_ASYNC_FIFO_S_CLK;
        fifo_in.s_valid = follow_carrier(rx, &beat);
        memcpy(&fifo_in.s_data, &beat, sizeof beat);
        tick_gmii(rx, in);
    }
    fn_async_fifo_tick(&rx->fifo, &fifo_in, fifo_edges);
}
