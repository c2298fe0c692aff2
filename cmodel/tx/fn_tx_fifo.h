// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_fifo - twin of rtl/tx/fn_tx_fifo.v, which states the contract

#ifndef FN_TX_FIFO_H
#define FN_TX_FIFO_H

#include <stdbool.h>

#include "common/fn_record.h"

enum { FN_TX_FIFO_BEATS = 2048, FN_TX_FIFO_AHEAD = 2 };

struct fn_tx_fifo_beat {
    uint64_t data;
    uint8_t  keep;
    bool     last;
};

struct fn_tx_fifo_in {
    bool     rst;
    bool     s_axis_tvalid;
    uint64_t s_axis_tdata;
    uint8_t  s_axis_tkeep;
    bool     s_axis_tlast;
    uint8_t  s_axis_tuser;
    bool     m_axis_tready;
};

struct fn_tx_fifo_out {
    bool     s_axis_tready;
    bool     m_axis_tvalid;
    uint64_t m_axis_tdata;
    uint8_t  m_axis_tkeep;
    bool     m_axis_tlast;
};

struct fn_tx_fifo {
    struct fn_tx_fifo_out  out;
    struct fn_tx_fifo_beat beats[2 * FN_TX_FIFO_BEATS];  // more are on their way out
    unsigned               stored, released, read, shown;  // beats, counted for ever
    bool                   is_long;
};

extern const struct fn_port fn_tx_fifo_inputs[], fn_tx_fifo_outputs[];

void fn_tx_fifo_reset(struct fn_tx_fifo *fifo);
void fn_tx_fifo_tick(struct fn_tx_fifo *fifo, const struct fn_tx_fifo_in *in);

#endif
