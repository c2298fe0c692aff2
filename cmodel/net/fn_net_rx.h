// SPDX-License-Identifier: Apache-2.0
//
// fn_net_rx - twin of rtl/net/fn_net_rx.v, which states the contract

#ifndef FN_NET_RX_H
#define FN_NET_RX_H

#include "common/fn_async_fifo.h"
#include "functional/fn_packet_record.h"

enum { FN_NET_RX_CLK = 1, FN_NET_RX_GMII_CLK = 2, FN_NET_RX_MAX_FRAME = 65536,
       FN_NET_RX_FIFO_DEPTH = 512 };  // the parameter's default

struct fn_net_rx_in {
    bool     rst;
    bool     gmii_rx_rst;
    uint8_t  gmii_rxd;
    bool     gmii_rx_dv, gmii_rx_er;
    bool     s_enable;
    uint16_t s_frame_maximum;
    bool     m_axis_tready;
};

struct fn_net_rx_out {
    bool                    m_axis_tvalid;
    uint8_t                 m_axis_tdata[8];
    uint8_t                 m_axis_tkeep;
    bool                    m_axis_tlast;
    struct fn_packet_status m_axis_tuser;
};

struct fn_net_rx_symbol {
    uint8_t byte;
    bool    is_carrier, is_error;
};

struct fn_net_rx {
    struct fn_net_rx_out out;
    struct fn_async_fifo fifo;

    // how gmii_rx_clk sees the inputs: symbol one edge ago; configuration two, in a gap
    struct fn_net_rx_symbol symbol;
    bool     enable_meta, enable;
    unsigned maximum_meta, maximum;

    // the carrier
    bool     had_carrier, is_followed;
    bool     has_delimiter, has_error, is_lost;
    unsigned length, sent;  // bytes of frame; those in beats already
    unsigned owed;          // markers
    uint8_t  frame[FN_NET_RX_MAX_FRAME];
};

extern const struct fn_port fn_net_rx_inputs[], fn_net_rx_outputs[];

void fn_net_rx_reset(struct fn_net_rx *rx, unsigned fifo_depth);
void fn_net_rx_tick(struct fn_net_rx *rx, const struct fn_net_rx_in *in, unsigned edges);

#endif
