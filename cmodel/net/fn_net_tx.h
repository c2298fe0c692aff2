// SPDX-License-Identifier: Apache-2.0
//
// fn_net_tx - twin of rtl/net/fn_net_tx.v, which states the contract

#ifndef FN_NET_TX_H
#define FN_NET_TX_H

#include "common/fn_async_fifo.h"

enum { FN_NET_TX_CLK = 1, FN_NET_TX_GMII_CLK = 2, FN_NET_TX_MAX_FRAME = 65536,
       FN_NET_TX_FIFO_DEPTH = 16 };  // the parameter's default

struct fn_net_tx_in {
    bool    rst;
    bool    s_axis_tvalid;
    uint8_t s_axis_tdata[8];
    uint8_t s_axis_tkeep;
    bool    s_axis_tlast;
    bool    gmii_tx_rst;
};

struct fn_net_tx_out {
    bool    s_axis_tready;
    uint8_t gmii_txd;
    bool    gmii_tx_en, gmii_tx_er;
    bool    m_underrun_event;
};

struct fn_net_tx_symbol {
    uint8_t byte;
    bool    is_carrier, is_error;
};

struct fn_net_tx {
    struct fn_net_tx_out out;
    struct fn_async_fifo fifo;

    // of gmii_tx_clk
    bool     is_sending, is_complete, is_spoilt, is_dropping;
    unsigned preamble, sent, gap;  // symbols sent of each; those left of the gap
    unsigned length;               // of frame, as far as it is known
    uint8_t  frame[FN_NET_TX_MAX_FRAME];
    struct fn_net_tx_symbol chosen;  // leaves at the next edge
    bool     underruns;              // their number, modulo 2

    bool     underruns_seen[3];      // by clk: one, two, three edges ago
};

extern const struct fn_port fn_net_tx_inputs[], fn_net_tx_outputs[];

void fn_net_tx_reset(struct fn_net_tx *tx, unsigned fifo_depth);
void fn_net_tx_tick(struct fn_net_tx *tx, const struct fn_net_tx_in *in, unsigned edges);

#endif
