// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_test - rtl/host/fn_dma_write.v against its twin and a memory
//
// Packets of one to three pieces go to addresses that never overlap, with gaps between
// them, in four regions that straddle carries of the address; what lies in memory when
// its done comes must be the pieces and nothing else, whatever the twin says; of a packet that
// turned bad the last burst is missing.
//
// runs with: DATA_BITS=128, DATA_BITS=64

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/fn_dma_write_pieces.h"

// ---- One cycle ----

static void begin_phase(struct lockstep *bench)
{
    static const unsigned latencies[] = { 1, 8, 40, 250, 1400 };
    static const enum profile first[] = { RATE, RATE, RATE, SINGLE, TINY, TINY, FLOOD, SMALL };
    static const enum mix first_mix[] = { STACK, ONE_FLOW, FLOWS, BOTH, FLOWS, STACK, BOTH, BOTH };
    const bool is_first = bench->cycle < FIRST * PHASE;
    profile = is_first ? first[bench->cycle / PHASE] : lockstep_below(bench, 7);
    mix = is_first ? first_mix[bench->cycle / PHASE] : lockstep_below(bench, 4);
    phase_cycle = bench->cycle;
    memory.w_rate = lockstep_below(bench, 2) ? 256 : 20 + lockstep_below(bench, 200);
    memory.aw_rate = lockstep_below(bench, 2) ? memory.w_rate : 256;
    memory.b_rate = lockstep_below(bench, 2) ? 256 : 30 + lockstep_below(bench, 200);
    memory.max_latency = latencies[lockstep_below(bench, 5)];
    memory.min_latency = lockstep_below(bench, 2) ? memory.max_latency : 1;
    memory.order = lockstep_below(bench, 3);
    memory.reorder = lockstep_below(bench, 2);
    if (is_first && profile == TINY)
        memory.min_latency = memory.max_latency = 1400;
    if (is_first && profile == SMALL)
        memory.min_latency = 1, memory.max_latency = 250, memory.reorder = true;
    if ((is_first && profile != SMALL) || profile == RATE || profile == SINGLE) {
        memory.aw_rate = memory.w_rate = memory.b_rate = 256;
        memory.order = FN_AXI_ANY_ORDER;
    }
    if (profile == RATE || profile == SINGLE)
        memory.min_latency = memory.max_latency = profile == RATE ? 230 : 1;
    if (profile == FLOOD)
        memory.w_rate = 0;
}

// Where rates are measured, or memories filled, everything is offered at once.
static bool offer(struct lockstep *bench, struct lockstep_source *source, bool *valid, bool ready,
                  bool is_there)
{
    const bool is_new = lockstep_offer(bench, source, valid, ready);
    if (is_new)
        *valid = (*valid || profile >= RATE || bench->cycle < FIRST * PHASE) && is_there;
    source->is_refused = *valid && !ready;
    return is_new;
}

static void drive_pieces(struct lockstep *bench, struct fn_dma_write_in *in)
{
    static struct lockstep_source command, beats;
    const bool may_make = bytes_inside < MOST_BYTES && made - done < PIECES - AHEAD
                       && (profile != SINGLE || (made == done && fn_axi_memory_is_idle(&memory)
                                                 && records_done == records_given));

    if (in->rst)
        command.is_refused = beats.is_refused = false;
    while (made - given < (profile == SINGLE ? 1 : AHEAD) && may_make)
        make_piece(bench);
    if (offer(bench, &command, &in->s_command_valid, twin.out.s_command_ready, commands != made)) {
        in->s_command_address = pieces[commands % PIECES].address;
    }
    // Told 2 cycles after the command, and not at other times.
    in->s_piece_channel = (uint8_t)lockstep_below(bench, 16);
    if (commands_before[1] != commands_before[0])
        in->s_piece_channel = pieces[commands_before[0] % PIECES].channel;
    if (offer(bench, &beats, &in->s_axis_tvalid, twin.out.s_axis_tready,
              given != made && (commands != given || in->s_command_valid))) {
        const struct piece *piece = &pieces[given % PIECES];
        const unsigned left = given == made ? 8 : piece->length - given_bytes;
        lockstep_bytes(bench, &in->s_axis_tdata, 8);
        if (given != made)
            memcpy(&in->s_axis_tdata, piece->bytes + given_bytes, left < 8 ? left : 8);
        in->s_axis_tkeep = left < 8 ? (uint8_t)((1u << left) - 1) : 0xff;
        in->s_axis_tlast = left <= 8;
        in->s_axis_tuser = in->s_axis_tlast && piece->ends_packet ? 1 | piece->is_bad << 1 : 0;
    }
    if (in->rst)
        beats.is_refused = false;  // its command may not come
}

// Records would fill channel 0 before.
static bool fills_flows(const struct lockstep *bench)
{
    return profile == TINY && mix == FLOWS && bench->cycle < FIRST * PHASE;
}

static void drive_records(struct lockstep *bench, struct fn_dma_write_in *in, unsigned bus)
{
    static struct lockstep_source place, words;

    if (in->rst)
        place.is_refused = words.is_refused = false;
    while (records_made - records_given < 24 && records_made - records_done < REGION / RECORD / 2)
        make_record(bench);
    const bool is_quiet = profile == SINGLE && record_words == 0;
    if (offer(bench, &place, &in->s_record_valid, twin.out.s_record_ready,
              places != records_made && profile != SINGLE && !fills_flows(bench)))
        in->s_record_address = (records[places % RECORDS].address + lockstep_below(bench, 64))
                             ^ (places & 1 ? MIRROR : 0);
    if (offer(bench, &words, &in->s_record_axis_tvalid, twin.out.s_record_axis_tready,
              records_given != records_made && !is_quiet)) {
        memcpy(in->s_record_axis_tdata,
               records[records_given % RECORDS].bytes + record_words * bus, bus);
        in->s_record_axis_tlast = record_words + 1 == RECORD / bus;
    }
}

static void count_taken(const struct fn_dma_write_in *in, unsigned long cycle)
{
    for (unsigned c = 0; c < 2; c++)
        commands_before[c] = c == 0 ? commands_before[1] : commands;
    commands += in->s_command_valid && twin.out.s_command_ready;
    if (in->s_axis_tvalid && twin.out.s_axis_tready) {
        given_bytes += (unsigned)__builtin_popcount(in->s_axis_tkeep);
        given += in->s_axis_tlast;
        given_bytes = in->s_axis_tlast ? 0 : given_bytes;
        last_beat_cycle = cycle;
    }
    places += in->s_record_valid && twin.out.s_record_ready;
    if (in->s_record_axis_tvalid && twin.out.s_record_axis_tready) {
        records_given += in->s_record_axis_tlast;
        record_words = in->s_record_axis_tlast ? 0 : record_words + 1;
    }
}

static struct fn_axi_master master(const struct fn_dma_write_out *out)
{
    struct fn_axi_master m = {
        .awvalid = out->m_axi_awvalid, .wvalid = out->m_axi_wvalid, .wlast = out->m_axi_wlast,
        .bready = out->m_axi_bready, .wstrb = out->m_axi_wstrb,
        .aw = { out->m_axi_awaddr, out->m_axi_awid, out->m_axi_awlen, out->m_axi_awsize,
                out->m_axi_awburst },
    };
    memcpy(m.wdata, out->m_axi_wdata, sizeof m.wdata);
    return m;
}

// Promises of the contract that can be seen at the pins.
static void check_promises(struct lockstep *bench, const struct fn_dma_write_in *in, unsigned bus)
{
    static bool inside_burst;
    static unsigned packets_before, records_before;
    const struct fn_dma_write_out *out = &twin.out;
    const struct piece *piece = &pieces[(given - 1) % PIECES];
    const bool straddles = piece->address % 8 > 4;
    const bool w = out->m_axi_wvalid && in->m_axi_wready;
    const bool is_crossing = (piece->address ^ (piece->address + 59)) & ~255ull;

    expect(in->rst || !inside_burst || out->m_axi_wvalid, "W pauses inside a burst");
    inside_burst = !in->rst && (w ? !out->m_axi_wlast : out->m_axi_wvalid ? inside_burst : false);
    expect(!out->m_axi_awvalid || (out->m_axi_awlen + 1u) * bus <= 256, "burst above 256 bytes");
    if (profile == SINGLE && w && out->m_axi_wlast && made == given && record_words == 0
            && records_done == records_given && piece->length == 60 && !is_crossing
            && bench->cycle > phase_cycle + 300 && memory.writes_inside == 0) {
        const unsigned words = (unsigned)(piece->address % bus + 60 + bus - 1) / bus;
        expect(bench->cycle - last_beat_cycle == words + 1 + straddles, "latency");
        lockstep_cover(bench, "latency of 60 bytes", true);
        lockstep_cover(bench, "latency of 60 bytes, straddling", straddles);
    }
    if (profile == RATE && bench->cycle == phase_cycle + 400)
        packets_before = given, records_before = records_given;
    if (profile == RATE && bus == 16 && bench->cycle == phase_cycle + PHASE - 1) {
        expect(given - packets_before >= (PHASE - 401) / 10, "less than a packet in 10 cycles");
        expect(records_given - records_before >= (PHASE - 401) / 10, "or less than a record");
        lockstep_cover(bench, "20 packets and 20 records of channel 0 in flight at the full rate",
                       twin.orders[0].put - twin.orders[0].get >= 40);
        lockstep_cover(bench, "20 packets of one channel in flight at the full rate",
                       mix == ONE_FLOW && twin.orders[1].put - twin.orders[1].get >= 20);
        lockstep_cover(bench, "20 packets of all channels in flight at the full rate",
                       mix == FLOWS && twin.orders[1].put - twin.orders[1].get >= 20);
    }
}

static void cover(struct lockstep *bench, const struct fn_dma_write_in *in)
{
    const struct fn_dma_write_out *out = &twin.out;
    const struct fn_dma_write_burst *burst = &twin.burst;
    const bool aw = out->m_axi_awvalid && in->m_axi_awready;
    const bool w = out->m_axi_wvalid && in->m_axi_wready;
    const uint64_t end = burst->address + burst->length;
    lockstep_cover(bench, "one-byte burst", aw && !twin.is_record && burst->length == 1);
    lockstep_cover(bench, "256-byte burst", aw && !twin.is_record && burst->length == 256);
    lockstep_cover(bench, "burst to the end of a page", aw && end % 4096 == 0);
    lockstep_cover(bench, "burst across a carry of bit 27", aw && burst->address == 1ull << 27);
    lockstep_cover(bench, "burst across a carry of bit 46", aw && burst->address == 1ull << 46);
    lockstep_cover(bench, "burst across a carry of bit 63", aw && burst->address == 1ull << 63);
    lockstep_cover(bench, "record", aw && twin.is_record);
    lockstep_cover(bench, "address before data", aw && out->m_axi_wvalid && !w);
    lockstep_cover(bench, "data before address", w && out->m_axi_awvalid && !aw);
    lockstep_cover(bench, "words full", !twin.room && twin.words >= 504);
    lockstep_cover(bench, "pieces full", twin.commands - twin.issued == FN_DMA_WRITE_PIECES);
    lockstep_cover(bench, "places full", !out->s_record_ready);
    lockstep_cover(bench, "records full", !out->s_record_axis_tready);
    lockstep_cover(bench, "packet of the stack failed",
                   out->m_stack_done_valid && out->m_stack_done_error);
    lockstep_cover(bench, "packet of the stack done",
                   out->m_stack_done_valid && !out->m_stack_done_error);
    lockstep_cover(bench, "packet of a flow failed",
                   out->m_place_done_valid && out->m_place_done_error);
    lockstep_cover(bench, "packet of a flow done",
                   out->m_place_done_valid && !out->m_place_done_error);
    lockstep_cover(bench, "record failed", out->m_record_done_valid && out->m_record_done_error);
    lockstep_cover(bench, "record done", out->m_record_done_valid && !out->m_record_done_error);
    lockstep_cover(bench, "first beat of a piece with its command", in->s_command_valid
                   && out->s_command_ready && in->s_axis_tvalid && out->s_axis_tready
                   && commands == given);
    lockstep_cover(bench, "reset in flight", in->rst && twin.orders[1].put != twin.orders[1].get);
    lockstep_cover(bench, "reset with a burst under way", in->rst && twin.left != 0);
}

static void cover_channels(struct lockstep *bench, const struct fn_dma_write_in *in)
{
    const struct fn_dma_write_out *out = &twin.out;
    const struct fn_dma_write_order *flows = &twin.orders[1];
    const struct fn_dma_write_channel *answered = &twin.channel_states[twin.response_channel];
    static unsigned long placed;   // cycle of the last done of a flow
    static unsigned state;         // that was shown
    static uint8_t index;

    lockstep_cover(bench, "channel 0 full", twin.orders[0].put - twin.orders[0].get >= 120);
    lockstep_cover(bench, "the other channels full", flows->put - flows->get >= 120);
    lockstep_cover(bench, "a response of a flow before an older one's",
                   twin.has_response && twin.response_channel != 0
                   && answered->numbers[answered->answered % FN_DMA_WRITE_FLIGHT] != flows->get);
    lockstep_cover(bench, "the stack is done while a flow waits",
                   out->m_stack_done_valid && flows->put != flows->get
                   && !flows->flight[flows->get % FN_DMA_WRITE_FLIGHT].is_answered);
    lockstep_cover(bench, "dones of flows in a row",
                   out->m_place_done_valid && placed + 1 == bench->cycle);
    lockstep_cover(bench, "responses in a row", in->m_axi_bvalid && twin.has_response);
    lockstep_cover(bench, "a channel becomes free as its next burst is issued",
                   twin.has_issued && twin.has_response
                   && twin.burst.channel == twin.response_channel
                   && answered->issued == answered->answered + 1);
    if (in->s_channel_index == index) {
        lockstep_cover(bench, "RESET becomes FREE", state == 2 && out->m_channel_state == 0);
        lockstep_cover(bench, "ACTIVE becomes RESET", state == 1 && out->m_channel_state == 2);
        lockstep_cover(bench, "FREE becomes ACTIVE", state == 0 && out->m_channel_state == 1);
    }
    if (out->m_place_done_valid)
        placed = bench->cycle;
    state = out->m_channel_state;
    index = in->s_channel_index;
}

// What is shown of a channel, held against the pins.
static void check_channel(const struct fn_dma_write_in *in)
{
    static bool was_refused;
    const struct fn_dma_write_out *out = &twin.out;
    const bool is_new = out->m_axi_awvalid && !was_refused;

    was_refused = !in->rst && out->m_axi_awvalid && !in->m_axi_awready;
    quiet++;
    if (in->rst || is_new || in->m_axi_bvalid)
        quiet = 0;
    if (!in->rst)
        in_flight[out->m_axi_awid % 16] += is_new;
    if (!in->rst && in->m_axi_bvalid)
        expect(in_flight[in->m_axi_bid]-- != 0, "the memory answers what was not asked");
    if (quiet > 4) {
        expect(out->m_channel_in_flight == in_flight[in->s_channel_index], "m_channel_in_flight");
        expect((out->m_channel_state == FN_CHANNEL_FREE) == (out->m_channel_in_flight == 0),
               "FREE if nothing is in flight");
    }
}

static void add_region(uint64_t start, uint8_t *at, uint8_t response)
{
    fn_axi_memory_add(&memory, start, REGION, at);
    memory.errors[memory.num_errors++] = (struct fn_axi_error){ start + ERRORS_AT, ERRORS,
                                                                response };
}

int bench_main(int argc, char **argv)
{
    struct fn_dma_write_in in = { 0 };
    struct lockstep bench;
    bool runs;
    lockstep_open(&bench, "fn_dma_write", argc, argv, fn_dma_write_inputs, fn_dma_write_outputs);
    const unsigned bus = lockstep_bits(&bench, "m_axi_wdata") / 8;
    fn_dma_write_reset(&twin, 8 * bus);
    fn_axi_memory_open(&memory, bus, bench.seed);
    lockstep_bytes(&bench, bytes, sizeof bytes);
    memcpy(shadow, bytes, sizeof bytes);
    for (unsigned r = 0; r <= REGIONS; r++)
        add_region(base[r], bytes[r], r & 1 ? FN_AXI_SLVERR : FN_AXI_DECERR);
    add_region(base[REGIONS] ^ MIRROR, bytes[REGIONS], FN_AXI_SLVERR);
    do {
        if (bench.cycle % PHASE == 0)
            begin_phase(&bench);
        if (profile == FLOOD && bench.cycle - phase_cycle == DAM)
            memory.w_rate = 256;
        in.rst = profile >= RATE || bench.cycle < FIRST * PHASE ? bench.cycle == phase_cycle
                                                            : lockstep_reset(&bench);
        if (in.rst)
            forget();
        drive_pieces(&bench, &in);
        drive_records(&bench, &in, bus);
        in.m_axi_awready = memory.out.awready;
        in.m_axi_wready = memory.out.wready;
        in.m_axi_bvalid = memory.out.bvalid;
        in.m_axi_bid = memory.out.bid;
        in.m_axi_bresp = memory.out.bresp;
        if (lockstep_below(&bench, 12) == 0)
            in.s_channel_index = (uint8_t)lockstep_below(&bench, 16), quiet = 0;
        cover(&bench, &in);
        cover_channels(&bench, &in);
        check_channel(&in);
        check_promises(&bench, &in, bus);
        if (!in.rst) {
            const struct fn_axi_master m = master(&twin.out);
            count_taken(&in, bench.cycle);
            fn_axi_memory_tick(&memory, &m);
        }
        fn_dma_write_tick(&twin, &in);
        check_done(&twin.out);
        expect(memory.fault == NULL, memory.fault);
        runs = lockstep_step(&bench, &in, &twin.out);
    } while (runs && fault == NULL);
    if (fault == NULL)
        return lockstep_close(&bench);
    fprintf(stderr, "FAIL fn_dma_write: seed=%u: cycle %lu: %s\n", bench.seed, bench.cycle, fault);
    return EXIT_FAILURE;
}
