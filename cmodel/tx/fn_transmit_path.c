// SPDX-License-Identifier: Apache-2.0
//
// fn_transmit_path - see fn_transmit_path.h

#include "tx/fn_transmit_path.h"

#define IN  struct fn_transmit_path_in
#define OUT struct fn_transmit_path_out

const struct fn_port fn_transmit_path_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_record_valid),
    FN_PORT_RECORD(IN, s_record_data, &fn_transmit_record_record), FN_PORT(IN, s_axis_tvalid),
    FN_PORT(IN, s_axis_tdata), FN_PORT(IN, s_axis_tkeep), FN_PORT(IN, s_axis_tlast),
    FN_PORT(IN, s_axis_tuser), FN_PORT(IN, m_axis_tready), { 0 }
};

const struct fn_port fn_transmit_path_outputs[] = {
    FN_PORT(OUT, s_record_ready), FN_PORT(OUT, s_axis_tready), FN_PORT(OUT, m_axis_tvalid),
    FN_PORT(OUT, m_axis_tdata), FN_PORT(OUT, m_axis_tkeep), FN_PORT(OUT, m_axis_tlast), { 0 }
};

void fn_transmit_path_reset(struct fn_transmit_path *path)
{
    fn_tx_checksum_reset(&path->checksum.twin);
    fn_tx_fifo_reset(&path->fifo.twin);
}

void fn_transmit_path_tick(struct fn_transmit_path *path, const struct fn_transmit_path_in *in)
{
    path->checksum.in.rst = path->fifo.in.rst = in->rst;
    FN_ENTER(in, s_record, path->checksum, s_record, data);
    FN_ENTER_STREAM(in, s_axis, path->checksum);
    FN_STREAM(path->checksum, m_axis, path->fifo, s_axis);
    path->fifo.in.m_axis_tready = in->m_axis_tready;

    fn_tx_checksum_tick(&path->checksum.twin, &path->checksum.in);
    fn_tx_fifo_tick(&path->fifo.twin, &path->fifo.in);

    path->out.s_record_ready = path->checksum.twin.out.s_record_ready;
    path->out.s_axis_tready = path->checksum.twin.out.s_axis_tready;
    FN_LEAVE_BYTES(path->out, m_axis, path->fifo);
}
