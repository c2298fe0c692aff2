// SPDX-License-Identifier: Apache-2.0
//
// fn_transmit_path - twin of rtl/tx/fn_transmit_path.v, which states the contract

#ifndef FN_TRANSMIT_PATH_H
#define FN_TRANSMIT_PATH_H

#include <stdbool.h>

#include "common/fn_wire.h"
#include "tx/fn_tx_checksum.h"
#include "tx/fn_tx_fifo.h"

struct fn_transmit_path_in {
    bool                      rst;
    bool                      s_record_valid;
    struct fn_transmit_record s_record_data;
    bool                      s_axis_tvalid;
    uint64_t                  s_axis_tdata;
    uint8_t                   s_axis_tkeep;
    bool                      s_axis_tlast;
    uint8_t                   s_axis_tuser;
    bool                      m_axis_tready;
};

struct fn_transmit_path_out {
    bool     s_record_ready;
    bool     s_axis_tready;
    bool     m_axis_tvalid;
    uint64_t m_axis_tdata;
    uint8_t  m_axis_tkeep;
    bool     m_axis_tlast;
};

struct fn_transmit_path {
    struct fn_transmit_path_out out;
    FN_BLOCK(fn_tx_checksum, checksum);
    FN_BLOCK(fn_tx_fifo, fifo);
};

extern const struct fn_port fn_transmit_path_inputs[], fn_transmit_path_outputs[];

void fn_transmit_path_reset(struct fn_transmit_path *path);
void fn_transmit_path_tick(struct fn_transmit_path *path, const struct fn_transmit_path_in *in);

#endif
