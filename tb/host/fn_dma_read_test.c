// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read_test - rtl/host/fn_dma_read.v against its twin
//
// runs with: DATA_BITS=128, DATA_BITS=64
//
// Behind it is an AXI4 memory that answers late, interleaved and with errors, and
// watches the master's rules.  Independent of the twin, the words of each client are
// compared with the memory.  In rate stretches client 2 reads 60 bytes every 10 cycles
// (16 at 64 bits) at a latency of 200: it must keep up.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/fn_axi_memory.h"
#include "host/fn_dma_read.h"
#include "lockstep.h"

enum {
    REGIONS = 3, REGION_BYTES = 1 << 17, EXPECTED = 256, STRETCH = 4096,
    RATE_LATENCY = 200, RATE_BYTES = 60
};

// Requests on both sides of 4 KB, of 2^16, 2^24, 2^32 and of the end of the address space.
static const uint64_t bases[REGIONS] = {
    0x0000000000ff0000, 0x00000000ffff0000, 0xabcdef12ffff0000
};

struct request {
    uint64_t address;
    uint32_t bytes;
};

struct client {
    struct lockstep_source source;
    struct request         expected[EXPECTED];
    unsigned               put, get, words;  // words: of the request at get, seen
    unsigned               wait;  // cycles to the next request in a rate stretch
};

static uint8_t regions[REGIONS][REGION_BYTES];
static struct fn_axi_memory memory;
static struct client clients[FN_DMA_READ_CLIENTS];
static bool error_came;

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_dma_read: seed=%u cycle %lu: %s\n", bench->seed, bench->cycle, what);
    exit(EXIT_FAILURE);
}

// At 64 bits the 9 words of a packet and the 4 of its descriptor fill more than 10 cycles.
static unsigned rate_period(void)
{
    return memory.data_bytes == 16 ? 10 : 16;
}

static bool in_rate_stretch(const struct lockstep *bench)
{
    return bench->cycle / STRETCH % 4 == 1;
}

// Short requests, late answers: many bursts in flight.
static bool in_short_stretch(const struct lockstep *bench)
{
    return bench->cycle / STRETCH % 4 == 2;
}

static void set_memory(struct lockstep *bench)
{
    const bool rate = in_rate_stretch(bench);

    if (bench->cycle % 256 != 0 && bench->cycle % STRETCH != 0)
        return;
    memory.ar_rate = rate ? 256 : 8 + lockstep_below(bench, 400);
    memory.r_rate = rate ? 256 : 8 + lockstep_below(bench, 400);
    memory.min_latency = rate || in_short_stretch(bench) ? RATE_LATENCY : 1;
    memory.max_latency = rate ? RATE_LATENCY : memory.min_latency + lockstep_below(bench, 300);
    memory.reorder = !rate;
    memory.interleave = !rate && lockstep_below(bench, 2) == 0;
    memory.error_rate = lockstep_below(bench, 2) * 2000;
}

static uint16_t random_length(struct lockstep *bench)
{
    if (in_short_stretch(bench))
        return (uint16_t)(1 + lockstep_below(bench, 16));
    switch (lockstep_below(bench, 64)) {
    case 0:  return 65535;
    case 1:  return (uint16_t)(1 + lockstep_below(bench, 65535));
    case 2: case 3: case 4: case 5:
             return (uint16_t)(1 + lockstep_below(bench, 1500));
    case 6: case 7: case 8: case 9:
             return (uint16_t)(16 * (1 + lockstep_below(bench, 64)));
    case 10: case 11: case 12: case 13:
             return (uint16_t)(250 + lockstep_below(bench, 24));
    default: return (uint16_t)(1 + lockstep_below(bench, 100));
    }
}

// Often close to a multiple of 256, 4,096 or 2^16 inside the region.
static uint64_t random_address(struct lockstep *bench, uint16_t length)
{
    const uint64_t base = bases[lockstep_below(bench, REGIONS)];
    uint64_t offset = lockstep_below(bench, 65536);

    if (length < 2000 && lockstep_below(bench, 2) == 0)
        offset = 0x10000 - lockstep_below(bench, length + 16u);
    else if (lockstep_below(bench, 2) == 0)
        offset &= ~(uint64_t)255;
    if (lockstep_below(bench, 64) == 0)
        return ~(uint64_t)0 - length - lockstep_below(bench, 300);  // no memory: DECERR
    return base + offset;
}

// In rate stretches: what the rings ask for, and unaligned minimum-size packets.
static void offer_rate(struct lockstep *bench, struct client *client, bool ready, bool *valid,
                       uint64_t *address, uint16_t *length)
{
    static const struct { unsigned packets; uint16_t length; uint64_t align, offset; } rates[] = {
        { 8, 64, 64, 0 }, { 1, 32, 32, 0 }, { 1, RATE_BYTES, 16, 13 }
    };
    const unsigned c = (unsigned)(client - clients);

    client->wait -= client->wait != 0;
    if (!client->source.is_refused) {
        *valid = client->wait == 0;
        if (*valid) {
            client->wait = rates[c].packets * rate_period();
            *length = rates[c].length;
            *address = (random_address(bench, 1) & ~(rates[c].align - 1)) + rates[c].offset;
        }
    }
    client->source.is_refused = *valid && !ready;
}

static void drive(struct lockstep *bench, struct client *client, bool ready, bool *valid,
                  uint64_t *address, uint16_t *length)
{
    if (in_rate_stretch(bench)) {
        offer_rate(bench, client, ready, valid, address, length);
    } else if (bench->cycle % STRETCH < 700 && client->put != client->get
               && !client->source.is_refused) {
        *valid = false;  // one request at a time: everything is empty in between
    } else if (lockstep_offer(bench, &client->source, valid, ready)) {
        *length = random_length(bench);
        *address = random_address(bench, *length);
    }
}

static void expect(struct client *client, bool taken, uint64_t address, uint16_t length)
{
    if (taken)
        client->expected[client->put++ % EXPECTED] = (struct request){ address, length };
}

// The next word of the client's requests, as it lies in memory.
static void check_word(const struct lockstep *bench, struct client *client, const uint8_t *tdata,
                       bool tlast, bool tuser)
{
    const uint64_t bus = memory.data_bytes;
    const struct request *request = &client->expected[client->get % EXPECTED];
    const uint64_t word = (request->address & ~(bus - 1)) + client->words++ * bus;
    const uint8_t *bytes = fn_axi_memory_at(&memory, word, bus);

    if (client->get == client->put)
        fail(bench, "a word nobody asked for");
    if (!tuser && (bytes == NULL || memcmp(bytes, tdata, bus) != 0))
        fail(bench, "a word is not the one in memory");
    if (tuser && !error_came)
        fail(bench, "an error nobody made");
    if (tlast != (word + bus - request->address >= request->bytes))
        fail(bench, "tlast is not at the end of the request");
    client->get += tlast;
    if (tlast)
        client->words = 0;
}

static void check(const struct lockstep *bench, const struct fn_dma_read_in *in,
                  const struct fn_dma_read_out *out)
{
    error_came |= in->m_axi_rvalid && in->m_axi_rresp >= FN_AXI_SLVERR;
    if (in->rst)
        return;
    expect(&clients[0], in->s_buffer_valid && out->s_buffer_ready, in->s_buffer_address,
           in->s_buffer_length);
    expect(&clients[1], in->s_descriptor_valid && out->s_descriptor_ready,
           in->s_descriptor_address, in->s_descriptor_length);
    expect(&clients[2], in->s_data_valid && out->s_data_ready, in->s_data_address,
           in->s_data_length);
    if (out->m_buffer_axis_tvalid && in->m_buffer_axis_tready)
        check_word(bench, &clients[0], out->m_buffer_axis_tdata, out->m_buffer_axis_tlast,
                   out->m_buffer_axis_tuser);
    if (out->m_descriptor_axis_tvalid && in->m_descriptor_axis_tready)
        check_word(bench, &clients[1], out->m_descriptor_axis_tdata,
                   out->m_descriptor_axis_tlast, out->m_descriptor_axis_tuser);
    if (out->m_data_axis_tvalid && in->m_data_axis_tready)
        check_word(bench, &clients[2], out->m_data_axis_tdata, out->m_data_axis_tlast,
                   out->m_data_axis_tuser);
    if (out->m_axi_arvalid && (out->m_axi_arlen + 1u) * memory.data_bytes > FN_READ_BURST_BYTES)
        fail(bench, "a burst of more than 256 bytes");
    if (memory.fault != NULL)
        fail(bench, memory.fault);
}

// The second half of a rate stretch: one request of client 2 in every period is answered.
static void check_rate(struct lockstep *bench, const struct fn_dma_read_out *out, bool tready)
{
    static unsigned long answered;
    const unsigned long at = bench->cycle % STRETCH;

    if (!in_rate_stretch(bench) || at < STRETCH / 2)
        answered = 0;
    else
        answered += out->m_data_axis_tvalid && tready && out->m_data_axis_tlast;
    const bool is_end = in_rate_stretch(bench) && at == STRETCH - 1;
    if (is_end && answered < STRETCH / 2 / rate_period() - 1)
        fail(bench, "the rate of client 2 is too low");
    lockstep_cover(bench, "rate kept at a latency of 200", is_end);
}

static void cover(struct lockstep *bench, const struct fn_dma_read *twin,
                  const struct fn_dma_read_in *in)
{
    const struct fn_dma_read_out *out = &twin->out;
    const struct fn_dma_read_client *client = twin->client;
    const bool ar = out->m_axi_arvalid && in->m_axi_arready;

    lockstep_cover(bench, "all clients want the bus",
                   client[0].wants && client[1].wants && client[2].wants);
    lockstep_cover(bench, "burst refused", out->m_axi_arvalid && !in->m_axi_arready);
    lockstep_cover(bench, "burst of 256 bytes",
                   ar && (out->m_axi_arlen + 1u) * twin->word_bytes == FN_READ_BURST_BYTES);
    lockstep_cover(bench, "burst of one word", ar && out->m_axi_arlen == 0);
    lockstep_cover(bench, "burst behind 2^24", ar && out->m_axi_araddr == 0x1000000);
    lockstep_cover(bench, "burst behind 2^32", ar && out->m_axi_araddr == 0x100000000);
    lockstep_cover(bench, "burst behind 2^32 n", ar && out->m_axi_araddr == 0xabcdef1300000000);
    lockstep_cover(bench, "client 0 without room", client[0].free == 0);
    lockstep_cover(bench, "client 1 without room", client[1].free == 0);
    lockstep_cover(bench, "client 2 without room", client[2].free == 0);
    lockstep_cover(bench, "more than 32 bursts in flight for client 2",
                   client[2].asked - client[2].answered > 32);
    lockstep_cover(bench, "SLVERR", in->m_axi_rvalid && in->m_axi_rresp == FN_AXI_SLVERR);
    lockstep_cover(bench, "DECERR", in->m_axi_rvalid && in->m_axi_rresp == FN_AXI_DECERR);
    lockstep_cover(bench, "reset with reads in flight", in->rst && memory.reads_inside > 8);
}

static void tick_memory(const struct fn_dma_read_out *out, struct fn_dma_read_in *in)
{
    const struct fn_axi_master master = {
        .arvalid = out->m_axi_arvalid, .rready = out->m_axi_rready,
        .ar = { out->m_axi_araddr, out->m_axi_arid, out->m_axi_arlen, out->m_axi_arsize,
                out->m_axi_arburst }
    };

    if (in->rst)
        fn_axi_memory_reset(&memory);
    else
        fn_axi_memory_tick(&memory, &master);
}

static void read_pins(struct fn_dma_read_in *in)
{
    in->m_axi_arready = memory.out.arready;
    in->m_axi_rvalid = memory.out.rvalid;
    in->m_axi_rid = memory.out.rid;
    in->m_axi_rresp = memory.out.rresp;
    in->m_axi_rlast = memory.out.rlast;
    memcpy(in->m_axi_rdata, memory.out.rdata, sizeof in->m_axi_rdata);
}

static void drive_inputs(struct lockstep *bench, const struct fn_dma_read_out *out,
                         struct fn_dma_read_in *in)
{
    const bool rate = in_rate_stretch(bench);

    in->rst = (lockstep_reset(bench) && !rate) || (rate && bench->cycle % STRETCH == 0);
    set_memory(bench);
    if (in->rst)
        memset(clients, 0, sizeof clients);
    in->m_buffer_axis_tready = rate || lockstep_ready(bench);
    in->m_descriptor_axis_tready = rate || lockstep_ready(bench);
    in->m_data_axis_tready = rate || lockstep_ready(bench);
    drive(bench, &clients[0], out->s_buffer_ready, &in->s_buffer_valid,
          &in->s_buffer_address, &in->s_buffer_length);
    drive(bench, &clients[1], out->s_descriptor_ready, &in->s_descriptor_valid,
          &in->s_descriptor_address, &in->s_descriptor_length);
    drive(bench, &clients[2], out->s_data_ready, &in->s_data_valid, &in->s_data_address,
          &in->s_data_length);
    read_pins(in);
}

int bench_main(int argc, char **argv)
{
    static struct fn_dma_read twin;
    struct fn_dma_read_in in = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_dma_read", argc, argv, fn_dma_read_inputs, fn_dma_read_outputs);
    const unsigned data_bits = lockstep_bits(&bench, "m_axi_rdata");
    fn_dma_read_reset(&twin, data_bits);
    fn_axi_memory_open(&memory, data_bits / 8, bench.seed);
    for (unsigned r = 0; r < REGIONS; r++) {
        lockstep_bytes(&bench, regions[r], REGION_BYTES);
        fn_axi_memory_add(&memory, bases[r], REGION_BYTES, regions[r]);
    }
    do {
        drive_inputs(&bench, &twin.out, &in);
        cover(&bench, &twin, &in);
        check(&bench, &in, &twin.out);
        check_rate(&bench, &twin.out, in.m_data_axis_tready);
        tick_memory(&twin.out, &in);
        fn_dma_read_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
