// SPDX-License-Identifier: Apache-2.0
//
// fn_blocks - see fn_blocks.h

#include "system/fn_blocks.h"

#include "flownic.h"

#define BLOCK(path, module, member) \
    { path, #module, module##_outputs, offsetof(struct flownic, member.twin.out) }

#define RECEIVE(name, module, member) \
    BLOCK("u_core.u_receive_path." name, module, core.twin.receive.twin.member)
#define PLACE(name, module, member) \
    BLOCK("u_core.u_placement_path." name, module, core.twin.placement.twin.member)
#define DMA(name, module, member) BLOCK("u_core.u_dma." name, module, core.twin.dma.twin.member)
#define TRANSMIT(name, module, member) \
    BLOCK("u_core.u_transmit_path." name, module, core.twin.transmit.twin.member)
#define HOST(name, module, member) BLOCK("u_core.u_host." name, module, core.twin.host.twin.member)

const struct inspection_block fn_blocks[] = {
    BLOCK("u_net_rx", fn_net_rx, net_rx),
    RECEIVE("u_rx_parser", fn_rx_parser, parser),
    RECEIVE("u_flow_table", fn_flow_table, table),
    RECEIVE("u_rx_fifo", fn_rx_fifo, fifo),
    RECEIVE("u_rx_checksum", fn_rx_checksum, checksum),
    RECEIVE("u_rx_verdict", fn_rx_verdict, verdict),
    PLACE("u_zero_copy", fn_zero_copy, zero_copy),
    PLACE("u_flow_engine", fn_flow_engine, engine),
    PLACE("u_flow_context", fn_flow_context, context),
    PLACE("u_flow_report", fn_flow_report, report),
    DMA("u_store.u_receive", fn_dma_receive, receive),
    DMA("u_ring", fn_dma_ring, ring),
    DMA("u_store.u_place", fn_dma_place, place),
    DMA("u_store.u_merge", fn_dma_merge, merge),
    DMA("u_store.u_write", fn_dma_write, write),
    DMA("u_store.u_completion", fn_dma_completion, completion),
    DMA("u_transmit", fn_dma_transmit, transmit),
    DMA("u_read", fn_dma_read, read),
    TRANSMIT("u_tx_checksum", fn_tx_checksum, checksum),
    TRANSMIT("u_tx_fifo", fn_tx_fifo, fifo),
    BLOCK("u_net_tx", fn_net_tx, net_tx),
    HOST("u_registers", fn_registers, registers),
    HOST("u_interrupt", fn_interrupt, interrupt),
    HOST("u_counters.u_statistics", fn_statistics, statistics),
    HOST("u_counters.u_flow_counters", fn_flow_counters, flow_counters),
    BLOCK("u_core.u_receive_path", fn_receive_path, core.twin.receive),
    BLOCK("u_core.u_placement_path", fn_placement_path, core.twin.placement),
    BLOCK("u_core.u_dma", fn_dma, core.twin.dma),
    BLOCK("u_core.u_transmit_path", fn_transmit_path, core.twin.transmit),
    BLOCK("u_core.u_host", fn_host, core.twin.host),
    BLOCK("u_core", flownic_core, core),
    { 0 }
};
