// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write - see fn_dma_write.h

#include "host/fn_dma_write.h"

#include <string.h>

#include "functional/fn_bursts.h"

#define IN  struct fn_dma_write_in
#define OUT struct fn_dma_write_out

enum {
    FULL_WORDS = 504, FULL_FLIGHT = 120, RECORD_BYTES = 64, PIECE_CYCLES = 4, MAX_OPEN = 2,
    CLEARING = 16  // cycles after a reset
};

const struct fn_port fn_dma_write_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_command_valid), FN_PORT(IN, s_command_address),
    FN_PORT(IN, s_piece_channel),
    FN_PORT(IN, s_axis_tvalid), FN_PORT(IN, s_axis_tdata), FN_PORT(IN, s_axis_tkeep),
    FN_PORT(IN, s_axis_tlast), FN_PORT(IN, s_axis_tuser),
    FN_PORT(IN, s_record_valid), FN_PORT(IN, s_record_address),
    FN_PORT(IN, s_record_axis_tvalid), FN_PORT(IN, s_record_axis_tdata),
    FN_PORT(IN, s_record_axis_tlast), FN_PORT(IN, m_axi_awready), FN_PORT(IN, m_axi_wready),
    FN_PORT(IN, m_axi_bvalid), FN_PORT(IN, m_axi_bid), FN_PORT(IN, m_axi_bresp),
    FN_PORT(IN, s_channel_index), { 0 }
};

const struct fn_port fn_dma_write_outputs[] = {
    FN_PORT(OUT, s_command_ready), FN_PORT(OUT, s_axis_tready), FN_PORT(OUT, s_record_ready),
    FN_PORT(OUT, s_record_axis_tready), FN_PORT(OUT, m_stack_done_valid),
    FN_PORT(OUT, m_stack_done_error), FN_PORT(OUT, m_place_done_valid),
    FN_PORT(OUT, m_place_done_error),
    FN_PORT(OUT, m_record_done_valid), FN_PORT(OUT, m_record_done_error),
    FN_PORT(OUT, m_axi_awvalid), FN_PORT(OUT, m_axi_awid), FN_PORT(OUT, m_axi_awaddr),
    FN_PORT(OUT, m_axi_awlen), FN_PORT(OUT, m_axi_awsize), FN_PORT(OUT, m_axi_awburst),
    FN_PORT(OUT, m_axi_awlock), FN_PORT(OUT, m_axi_awcache), FN_PORT(OUT, m_axi_awprot),
    FN_PORT(OUT, m_axi_wvalid), FN_PORT(OUT, m_axi_wdata), FN_PORT(OUT, m_axi_wstrb),
    FN_PORT(OUT, m_axi_wlast), FN_PORT(OUT, m_axi_bready),
    FN_PORT(OUT, m_channel_in_flight), FN_PORT(OUT, m_channel_state), { 0 }
};

void fn_dma_write_reset(struct fn_dma_write *x, unsigned data_bits)
{
    memset(x, 0, sizeof *x);
    x->bus = data_bits / 8;
    x->room = true;
    x->is_record = true;
    x->out.s_command_ready = x->out.s_axis_tready = true;
    x->out.s_record_ready = x->out.s_record_axis_tready = true;
    x->out.m_axi_bready = true;
    x->out.m_axi_awsize = data_bits == 128 ? 4 : 3;
    x->out.m_axi_awburst = 1;
    x->out.m_axi_awcache = 3;
}

// ---- Pieces in ----

// The first length bytes of what is being filled are a burst, complete at the edge enter.
static void cut(struct fn_dma_write *x, unsigned length, unsigned long enter, unsigned user)
{
    const unsigned words = fn_burst_words(x->address, length, x->bus);

    x->bursts[x->bursts_put++ % FN_DMA_WRITE_BURSTS] = (struct fn_dma_write_burst){
        .address = x->address, .length = length, .is_follower = x->is_follower,
        .ends_packet = user & 1, .is_dropped = user >> 1,
        .due = enter + (words < 3 ? 4 - words : 1),
    };
    x->address += length;
    x->length -= length;
    x->is_follower = true;
}

static void take_beat(struct fn_dma_write *x, const struct fn_dma_write_in *in)
{
    const unsigned count = (unsigned)__builtin_popcount(in->s_axis_tkeep);

    if (!x->is_open) {
        x->is_open = true;
        x->address = x->addresses[x->ended % FN_DMA_WRITE_PIECES];
        x->length = 0;
        x->is_follower = false;
    }
    const uint64_t at = x->address + x->length;
    for (unsigned b = 0; b < count; b++)
        x->bytes[x->bytes_put++ % FN_DMA_WRITE_BYTES] = (uint8_t)(in->s_axis_tdata >> 8 * b);
    x->length += count;
    x->flush = in->s_axis_tlast && at % 8 + count > 8;
    x->words_closed = x->bus == 8 || at % 16 >= 8 || (in->s_axis_tlast && !x->flush);

    const unsigned first = fn_burst_length(x->address, x->length);
    if ((x->address + first) % FN_BURST_BYTES == 0)
        cut(x, first, x->cycle,
            in->s_axis_tlast && x->length == first ? in->s_axis_tuser : 0);
    if (in->s_axis_tlast && x->length != 0)
        cut(x, x->length, x->cycle + x->flush, in->s_axis_tuser);
    if (in->s_axis_tlast)
        x->is_open = false;
}

static void take_pieces(struct fn_dma_write *x, const struct fn_dma_write_in *in, bool room)
{
    const bool was_flush = x->flush;
    const bool taken = in->s_axis_tvalid && x->out.s_axis_tready;

    x->words += x->words_closed - x->words_left;
    x->words_closed = was_flush;
    x->flush = false;
    if (x->commands_2_ago != x->commands_3_ago)
        x->channels[x->commands_3_ago % FN_DMA_WRITE_PIECES] = in->s_piece_channel;
    x->commands_3_ago = x->commands_2_ago;
    x->commands_2_ago = x->commands;
    if (in->s_command_valid && x->out.s_command_ready)
        x->addresses[x->commands++ % FN_DMA_WRITE_PIECES] = in->s_command_address;
    if (taken)
        take_beat(x, in);
    if (was_flush || (taken && in->s_axis_tlast && !x->flush))
        x->ended++;
    const bool has_command = x->commands != x->ended
                          || x->commands - x->issued_before < FN_DMA_WRITE_PIECES;
    x->out.s_axis_tready = has_command && !x->flush && room;
}

// ---- Records in ----

static void take_records(struct fn_dma_write *x, const struct fn_dma_write_in *in)
{
    if (in->s_record_valid && x->out.s_record_ready) {
        x->places_due[x->places_put % FN_DMA_WRITE_PLACES] = x->cycle + 2;
        x->places[x->places_put++ % FN_DMA_WRITE_PLACES] = in->s_record_address & ~63ull;
    }
    if (in->s_record_axis_tvalid && x->out.s_record_axis_tready) {
        memcpy(x->record_words[x->record_put++ % FN_DMA_WRITE_RECORD_WORDS],
               in->s_record_axis_tdata, FN_DMA_WRITE_WORD);
        x->records += in->s_record_axis_tlast;
    }
}

// ---- Bursts out ----

static void issue(struct fn_dma_write *x, bool is_record)
{
    struct fn_dma_write_burst *burst = &x->burst;

    if (is_record) {
        const uint64_t place = x->places[x->places_get++ % FN_DMA_WRITE_PLACES];
        *burst = (struct fn_dma_write_burst){ .address = place, .length = RECORD_BYTES };
        x->records--;
    } else {
        *burst = x->bursts[x->bursts_get++ % FN_DMA_WRITE_BURSTS];
        if (!burst->is_follower)
            x->channel = x->channels[x->issued++ % FN_DMA_WRITE_PIECES];
        burst->channel = x->channel;
        x->piece_due = x->cycle + PIECE_CYCLES;
    }
    x->is_record = is_record;
    x->has_issued = true;
    x->sent = 0;
    x->left = fn_burst_words(burst->address, burst->length, x->bus);
    x->out.m_axi_awvalid = true;
    x->out.m_axi_awid = burst->channel;
    x->out.m_axi_awaddr = burst->address & ~(uint64_t)(x->bus - 1);
    x->out.m_axi_awlen = (uint8_t)(x->left - 1);
}

static void choose(struct fn_dma_write *x, bool may_issue, bool may_give_record)
{
    const struct fn_dma_write_burst *burst = &x->bursts[x->bursts_get % FN_DMA_WRITE_BURSTS];
    const bool may_piece = x->bursts_get != x->bursts_put && burst->due <= x->cycle && may_issue
                        && x->piece_due <= x->cycle;
    const bool may_record = may_give_record && x->records != 0
                        && x->places_put != x->places_get
                         && x->places_due[x->places_get % FN_DMA_WRITE_PLACES] <= x->cycle;

    if (may_piece || may_record)
        issue(x, may_record && !(may_piece && x->is_record));
}

static void show_word(struct fn_dma_write *x)
{
    struct fn_dma_write_out *out = &x->out;

    memset(out->m_axi_wdata, 0, sizeof out->m_axi_wdata);
    out->m_axi_wstrb = 0;
    if (x->is_record) {
        memcpy(out->m_axi_wdata, x->record_words[x->record_get++ % FN_DMA_WRITE_RECORD_WORDS],
               x->bus);
        out->m_axi_wstrb = (uint16_t)((1u << x->bus) - 1);
    } else {
        unsigned lane = (unsigned)((x->burst.address + x->sent) % x->bus);
        for (; lane < x->bus && x->sent < x->burst.length; lane++, x->sent++) {
            out->m_axi_wdata[lane] = x->bytes[x->bytes_get++ % FN_DMA_WRITE_BYTES];
            out->m_axi_wstrb |= (uint16_t)(!x->burst.is_dropped << lane);
        }
        x->has_moved_piece = true;
    }
    out->m_axi_wlast = --x->left == 0;
    out->m_axi_wvalid = true;
}

static void give_bursts(struct fn_dma_write *x, const struct fn_dma_write_in *in, bool may_issue,
                        bool may_record)
{
    x->has_moved_piece = false;
    if (in->m_axi_awready)
        x->out.m_axi_awvalid = false;
    if (in->m_axi_wready)
        x->out.m_axi_wvalid = false;
    if (x->left == 0 && !x->out.m_axi_awvalid)
        choose(x, may_issue, may_record);
    if (x->left != 0 && !x->out.m_axi_wvalid)
        show_word(x);
}

// ---- Bursts in flight ----

// The burst that was issued in the cycle before is counted.
static void count_issue(struct fn_dma_write *x)
{
    const struct fn_dma_write_burst *burst = &x->burst;
    struct fn_dma_write_channel *channel = &x->channel_states[burst->channel];
    struct fn_dma_write_order *order = &x->orders[burst->channel != 0];

    channel->is_reset &= channel->issued != channel->answered;
    channel->is_reset |= burst->is_dropped;
    channel->numbers[channel->issued++ % FN_DMA_WRITE_FLIGHT] = order->put;
    order->flight[order->put++ % FN_DMA_WRITE_FLIGHT] = (struct fn_dma_write_flight){
        .is_record = x->is_record, .ends_packet = burst->ends_packet,
    };
}

static void count_response(struct fn_dma_write *x)
{
    struct fn_dma_write_channel *channel = &x->channel_states[x->response_channel];
    const unsigned number = channel->numbers[channel->answered++ % FN_DMA_WRITE_FLIGHT];
    struct fn_dma_write_flight *flight =
        &x->orders[x->response_channel != 0].flight[number % FN_DMA_WRITE_FLIGHT];

    flight->is_answered = true;
    flight->has_failed = x->response_failed;
}

// The oldest burst passes if it was answered: what it ends, if anything.
static const struct fn_dma_write_flight *pass(struct fn_dma_write_order *order)
{
    const struct fn_dma_write_flight *flight = &order->flight[order->get % FN_DMA_WRITE_FLIGHT];

    if (order->get == order->put || !flight->is_answered)
        return NULL;
    order->get++;
    if (flight->is_record)
        return flight;
    order->has_failed |= flight->has_failed;
    return flight->ends_packet ? flight : NULL;
}

static bool take_failure(struct fn_dma_write_order *order)
{
    const bool has_failed = order->has_failed;

    order->has_failed = false;
    return has_failed;
}

static void give_dones(struct fn_dma_write *x)
{
    const struct fn_dma_write_flight *flight;

    x->out.m_place_done_valid = x->has_placed;
    x->out.m_place_done_error = x->placed_failed;
    x->has_placed = pass(&x->orders[1]) != NULL;
    if (x->has_placed)
        x->placed_failed = take_failure(&x->orders[1]);
    if (x->has_response)
        count_response(x);
    flight = pass(&x->orders[0]);
    x->out.m_record_done_valid = flight != NULL && flight->is_record;
    x->out.m_stack_done_valid = flight != NULL && !flight->is_record;
    if (x->out.m_record_done_valid)
        x->out.m_record_done_error = flight->has_failed;
    if (x->out.m_stack_done_valid)
        x->out.m_stack_done_error = take_failure(&x->orders[0]);
}

static void show_channel(struct fn_dma_write *x, unsigned index)
{
    const struct fn_dma_write_channel *channel = &x->channel_states[index];

    x->out.m_channel_in_flight = (uint8_t)x->shown_flight;
    x->out.m_channel_state = x->shown_flight == 0 ? FN_CHANNEL_FREE
                           : x->shown_reset ? FN_CHANNEL_RESET : FN_CHANNEL_ACTIVE;
    x->shown_flight = channel->issued - channel->answered;
    x->shown_reset = channel->is_reset;
}

static void see_responses(struct fn_dma_write *x, const struct fn_dma_write_in *in)
{
    const bool has_room[] = { x->orders[0].put - x->orders[0].get < FULL_FLIGHT,
                              x->orders[1].put - x->orders[1].get < FULL_FLIGHT };

    x->may_issue = x->may_issue_soon;
    x->may_record = x->may_record_soon;
    x->may_record_soon = x->cycle >= CLEARING && has_room[0];
    x->may_issue_soon = x->may_record_soon && has_room[1];
    show_channel(x, in->s_channel_index);
    if (x->has_issued)
        count_issue(x);
    give_dones(x);
    x->has_response = in->m_axi_bvalid;
    x->response_channel = in->m_axi_bid;
    x->response_failed = in->m_axi_bresp >= 2;
}

void fn_dma_write_tick(struct fn_dma_write *x, const struct fn_dma_write_in *in)
{
    if (in->rst) {
        fn_dma_write_reset(x, 8 * x->bus);
        return;
    }
    // What is decided at this edge sees what was there before it; what leaves is counted
    // later.
    const bool room = x->room;
    const unsigned issued = x->issued, places_get = x->places_get, record_get = x->record_get;
    const bool may_issue = x->may_issue, may_record = x->may_record;
    x->room = x->words < FULL_WORDS;
    see_responses(x, in);
    x->has_issued = false;
    give_bursts(x, in, may_issue, may_record);
    take_pieces(x, in, room);
    take_records(x, in);
    x->words_left = x->has_moved_piece;
    x->out.s_command_ready = x->commands - x->ended < MAX_OPEN
                          && x->commands - x->issued_before < FN_DMA_WRITE_PIECES;
    x->out.s_record_ready = x->places_put - x->places_before < FN_DMA_WRITE_PLACES;
    x->out.s_record_axis_tready = x->record_put - record_get < FN_DMA_WRITE_RECORD_WORDS;
    x->issued_before = issued;
    x->places_before = places_get;
    x->cycle++;
}
