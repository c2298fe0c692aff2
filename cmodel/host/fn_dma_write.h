// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write - twin of rtl/host/fn_dma_write.v, which states the contract

#ifndef FN_DMA_WRITE_H
#define FN_DMA_WRITE_H

#include <stdbool.h>

#include "common/fn_record.h"
#include "fn_channel.h"

enum {
    FN_DMA_WRITE_PIECES = 16, FN_DMA_WRITE_BURSTS = 128, FN_DMA_WRITE_BYTES = 16384,
    FN_DMA_WRITE_PLACES = 16, FN_DMA_WRITE_RECORD_WORDS = 16, FN_DMA_WRITE_FLIGHT = 128,
    FN_DMA_WRITE_WORD = 16  // bytes of the widest bus
};

struct fn_dma_write_in {
    bool     rst;
    bool     s_command_valid;
    uint64_t s_command_address;
    uint8_t  s_piece_channel;
    bool     s_axis_tvalid;
    uint64_t s_axis_tdata;
    uint8_t  s_axis_tkeep;
    bool     s_axis_tlast;
    uint8_t  s_axis_tuser;
    bool     s_record_valid;
    uint64_t s_record_address;
    bool     s_record_axis_tvalid;
    uint8_t  s_record_axis_tdata[FN_DMA_WRITE_WORD];
    bool     s_record_axis_tlast;
    bool     m_axi_awready;
    bool     m_axi_wready;
    bool     m_axi_bvalid;
    uint8_t  m_axi_bid;
    uint8_t  m_axi_bresp;
    uint8_t  s_channel_index;
};

struct fn_dma_write_out {
    bool     s_command_ready;
    bool     s_axis_tready;
    bool     s_record_ready;
    bool     s_record_axis_tready;
    bool     m_stack_done_valid;
    bool     m_stack_done_error;
    bool     m_place_done_valid;
    bool     m_place_done_error;
    bool     m_record_done_valid;
    bool     m_record_done_error;
    bool     m_axi_awvalid;
    uint8_t  m_axi_awid;
    uint64_t m_axi_awaddr;
    uint8_t  m_axi_awlen;
    uint8_t  m_axi_awsize;
    uint8_t  m_axi_awburst;
    bool     m_axi_awlock;
    uint8_t  m_axi_awcache;
    uint8_t  m_axi_awprot;
    bool     m_axi_wvalid;
    uint8_t  m_axi_wdata[FN_DMA_WRITE_WORD];
    uint16_t m_axi_wstrb;
    bool     m_axi_wlast;
    bool     m_axi_bready;
    uint8_t  m_channel_in_flight;
    uint8_t  m_channel_state;
};

struct fn_dma_write_burst {
    uint64_t      address;
    unsigned      length;       // bytes
    uint8_t       channel;
    bool          is_follower;  // not the first of its piece
    bool          ends_packet, is_dropped;
    unsigned long due;          // may be issued
};

struct fn_dma_write_flight {    // a burst that was issued
    bool is_record, ends_packet, is_answered, has_failed;
};

struct fn_dma_write_order {     // bursts whose dones come in order, counted for ever
    struct fn_dma_write_flight flight[FN_DMA_WRITE_FLIGHT];
    unsigned                   put, get;
    bool                       has_failed;  // one of the packet's up to now
};

struct fn_dma_write_channel {
    unsigned numbers[FN_DMA_WRITE_FLIGHT];  // in its order, of its bursts in flight
    unsigned issued, answered;              // counted for ever
    bool     is_reset;
};

struct fn_dma_write {
    struct fn_dma_write_out   out;
    unsigned                  bus;  // bytes: parameter DATA_BITS / 8
    unsigned long             cycle;

    // pieces, counted for ever: taken as commands, ended, issued
    uint64_t                  addresses[FN_DMA_WRITE_PIECES];
    uint8_t                   channels[FN_DMA_WRITE_PIECES];
    unsigned                  commands_2_ago, commands_3_ago;  // cycles
    unsigned                  commands, ended, issued, issued_before;
    bool                      is_open;       // a piece has begun
    uint64_t                  address;       // of the burst that is being filled
    unsigned                  length;
    bool                      is_follower;
    bool                      flush;         // the piece ends one cycle after its last beat

    // their bytes and bursts
    uint8_t                   bytes[FN_DMA_WRITE_BYTES];
    unsigned                  bytes_put, bytes_get;
    struct fn_dma_write_burst bursts[FN_DMA_WRITE_BURSTS];
    unsigned                  bursts_put, bursts_get;
    unsigned                  words, words_closed, words_left;
    bool                      room, has_moved_piece;

    // records
    uint64_t                  places[FN_DMA_WRITE_PLACES];
    unsigned long             places_due[FN_DMA_WRITE_PLACES];
    unsigned                  places_put, places_get, places_before;
    uint8_t                   record_words[FN_DMA_WRITE_RECORD_WORDS][FN_DMA_WRITE_WORD];
    unsigned                  record_put, record_get, records;

    // the burst whose words leave, and the channel of the piece of which one left last
    struct fn_dma_write_burst burst;
    uint8_t                   channel;
    unsigned                  left, sent;    // words, bytes
    bool                      is_record;
    unsigned long             piece_due;

    // bursts in flight: of channel 0, of the others
    struct fn_dma_write_order   orders[2];
    struct fn_dma_write_channel channel_states[FN_CHANNELS];
    bool                      may_issue, may_issue_soon, may_record, may_record_soon;

    // what has come or happened in the cycle before
    bool                      has_issued, has_response, response_failed;
    uint8_t                   response_channel;
    bool                      has_placed, placed_failed;
    unsigned                  shown_flight;
    bool                      shown_reset;
};

extern const struct fn_port fn_dma_write_inputs[], fn_dma_write_outputs[];

void fn_dma_write_reset(struct fn_dma_write *x, unsigned data_bits);
void fn_dma_write_tick(struct fn_dma_write *x, const struct fn_dma_write_in *in);

#endif
