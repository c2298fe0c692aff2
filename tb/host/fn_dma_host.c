// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_host - see fn_dma_host.h

#include "host/fn_dma_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RING_BYTES = 16384 };

// Lower halves: rings cross a multiple of 64 KB.  Upper halves change with each start.
enum { BUFFER_RING, COMPLETION_RING, TRANSMIT_RING, BUFFERS, DATA, REGIONS };
static const uint32_t lower[REGIONS] = {
    0x00ffe000, 0xa3ffe000, 0x00ffe000, 0xc0012000, 0x00ff0000
};

static uint8_t buffer_ring[RING_BYTES], completion_ring[RING_BYTES], transmit_ring[RING_BYTES];
static uint8_t buffers[FN_DMA_HOST_BUFFERS * FN_DMA_HOST_BUFFER_BYTES];
static uint8_t data[FN_DMA_HOST_DATA_BYTES];
static const struct fn_dma_host *reads_of;  // whose memory fn_gather reads

_Noreturn void fn_dma_host_fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_dma: seed=%u cycle %lu: %s\n", bench->seed, bench->cycle, what);
    exit(EXIT_FAILURE);
}

uint64_t fn_dma_host_word(unsigned number, unsigned at)
{
    return ((uint64_t)number << 32 | at) * 0x9e3779b97f4a7c15u ^ number;
}

static uint64_t base_of(const struct fn_dma_host *host, unsigned region)
{
    return host->memory.regions[region].base;
}

// ---- Set-up ----

void fn_dma_host_open(struct lockstep *bench, struct fn_dma_host *host, unsigned data_bits)
{
    struct fn_axi_memory *memory = &host->memory;

    reads_of = host;
    fn_axi_memory_open(memory, data_bits / 8, bench->seed);
    for (unsigned r = 0; r < REGIONS; r++) {
        static uint8_t *const bytes[REGIONS] = {
            buffer_ring, completion_ring, transmit_ring, buffers, data
        };
        static const uint32_t sizes[REGIONS] = {
            sizeof buffer_ring, sizeof completion_ring, sizeof transmit_ring, sizeof buffers,
            sizeof data
        };
        fn_axi_memory_add(memory, (uint64_t)r << 32 | lower[r], sizes[r], bytes[r]);
    }
    lockstep_bytes(bench, data, sizeof data);
}

void fn_dma_host_forget(struct fn_dma_host *host)
{
    host->num_received = host->next_recorded = 0;
    host->delivered_records = host->bus_error_records = host->num_lost = 0;
    host->num_sent = host->complete_at = 0;
}

static void add_error(struct fn_dma_host *host, uint64_t base, uint64_t size, uint8_t response)
{
    host->memory.errors[host->memory.num_errors++] = (struct fn_axi_error){ base, size, response };
}

static void place_errors(struct lockstep *bench, struct fn_dma_host *host)
{
    const unsigned entries = 1u << host->completion_size;

    host->has_errors = !host->has_errors;
    host->memory.num_errors = 0;
    host->bad_buffer = FN_DMA_HOST_BUFFERS;
    host->lost_record = 0;
    add_error(host, base_of(host, DATA) + FN_DMA_HOST_DATA_GOOD,
              FN_DMA_HOST_DATA_BYTES - FN_DMA_HOST_DATA_GOOD, FN_AXI_SLVERR);
    if (!host->has_errors)
        return;
    host->bad_buffer = lockstep_below(bench, FN_DMA_HOST_BUFFERS);
    host->lost_record = host->completion_base + 64 * lockstep_below(bench, entries);
    add_error(host, base_of(host, BUFFERS) + host->bad_buffer * FN_DMA_HOST_BUFFER_BYTES,
              FN_DMA_HOST_BUFFER_BYTES, FN_AXI_DECERR);
    add_error(host, host->lost_record, 64, FN_AXI_SLVERR);
    add_error(host, host->buffer_base + 64, 64, FN_AXI_SLVERR);  // 8 entries, one read
    if (host->transmit_size > 3)  // 8 descriptors, which one burst may hold
        add_error(host, (host->transmit_base | 255) + 1, 256, FN_AXI_DECERR);
}

// So that every bit of every address counts; bits 32 to 34 keep the regions apart.
static void move_regions(struct lockstep *bench, struct fn_dma_host *host)
{
    const unsigned turn = lockstep_below(bench, 8);

    for (unsigned r = 0; r < REGIONS; r++) {
        uint64_t upper;
        lockstep_bytes(bench, &upper, sizeof upper);
        host->memory.regions[r].base = (upper << 35) | (uint64_t)((r + turn) % 8) << 32
                                     | (lower[r] ^ (uint32_t)(upper >> 60) << 28);
    }
    // Bursts are cut inside buffers, wherever these begin.
    host->memory.regions[BUFFERS].base += 16 * lockstep_below(bench, 256);
}

void fn_dma_host_start(struct lockstep *bench, struct fn_dma_host *host, struct fn_dma_in *in)
{
    move_regions(bench, host);
    host->buffer_size = 4 + lockstep_below(bench, 3);
    host->completion_size = 3 + lockstep_below(bench, 4);
    host->transmit_size = 3 + lockstep_below(bench, 4);
    host->buffer_base = base_of(host, BUFFER_RING) + 64 * lockstep_below(bench, 240);
    host->completion_base = base_of(host, COMPLETION_RING) + 64 * lockstep_below(bench, 190);
    host->transmit_base = base_of(host, TRANSMIT_RING) + 32 * lockstep_below(bench, 440);
    place_errors(bench, host);
    memset(host->is_posted, 0, sizeof host->is_posted);
    memset(completion_ring, 0, sizeof completion_ring);
    host->buffers_posted = host->consumer = host->written = 0;
    in->s_buffer_ring_base = host->buffer_base;
    in->s_buffer_ring_size = (uint8_t)host->buffer_size;
    in->s_buffer_low_water = (uint16_t)lockstep_below(bench, 1u << host->buffer_size);
    in->s_completion_ring_base = host->completion_base;
    in->s_completion_ring_size = (uint8_t)host->completion_size;
    in->s_transmit_ring_base = host->transmit_base;
    in->s_transmit_ring_size = (uint8_t)host->transmit_size;
    in->s_buffer_ring_producer = in->s_completion_ring_consumer = in->s_transmit_ring_producer = 0;
    in->s_buffer_size = (uint16_t)(64 + lockstep_below(bench, FN_DMA_HOST_BUFFER_BYTES - 63));
    in->s_split_offset = (uint16_t)(40 + lockstep_below(bench, 60));
    in->s_buffer_ring_enable = in->s_completion_ring_enable = in->s_transmit_ring_enable = true;
}

// ---- Buffers and descriptors ----

void fn_dma_host_post_buffers(struct lockstep *bench, struct fn_dma_host *host,
                              struct fn_dma_in *in, const struct fn_dma_out *out)
{
    const unsigned entries = 1u << host->buffer_size;
    const bool is_bad = host->has_errors && lockstep_below(bench, 3) == 0;
    const unsigned b = is_bad ? host->bad_buffer : lockstep_below(bench, FN_DMA_HOST_BUFFERS);

    if (!host->is_posted[b]
            && (uint16_t)(host->buffers_posted - out->m_buffer_ring_consumer) < entries) {
        const uint64_t address = base_of(host, BUFFERS) + b * FN_DMA_HOST_BUFFER_BYTES;
        uint8_t *entry = fn_axi_memory_at(&host->memory, host->buffer_base
                                          + 8 * (host->buffers_posted++ % entries), 8);
        memcpy(entry, &address, 8);
        host->is_posted[b] = true;
    }
    if (lockstep_below(bench, 4) == 0)
        in->s_buffer_ring_producer = host->buffers_posted;
}

static bool read_memory(uint64_t address, unsigned bytes, uint8_t *to)
{
    const struct fn_axi_memory *memory = &reads_of->memory;
    bool good = true;

    memcpy(to, fn_axi_memory_at(memory, address, bytes), bytes);
    // Those that it may meet are whole blocks of 256 bytes, as bursts are cut.
    for (unsigned e = 0; e < memory->num_errors; e++)
        good &= address + bytes <= memory->errors[e].base
             || address >= memory->errors[e].base + memory->errors[e].size;
    return good;
}

void fn_dma_host_write_packet(struct lockstep *bench, struct fn_dma_host *host,
                              const struct fn_dma_out *out)
{
    const unsigned entries = 1u << host->transmit_size;
    const unsigned free = entries - (uint16_t)(host->written - out->m_transmit_ring_consumer);
    unsigned fragments = lockstep_below(bench, 2) == 0 ? 1 : 1 + lockstep_below(bench, 4);
    unsigned left = lockstep_below(bench, 40) == 0 ? 1 + lockstep_below(bench, 1600)
                                                   : 10 + lockstep_below(bench, 120);
    uint16_t first = host->written;

    if (fragments > free || host->num_sent + 8 > FN_DMA_HOST_SENT + host->complete_at)
        return;
    while (fragments-- > 0) {
        struct fn_descriptor d;
        uint8_t *bytes = fn_axi_memory_at(&host->memory, host->transmit_base
                                          + 32 * (host->written++ % entries), 32);
        lockstep_record(bench, &d, &fn_descriptor_record);
        d.length = (uint16_t)(fragments == 0 ? left : lockstep_below(bench, left));
        left -= d.length;
        d.begin = (uint16_t)(host->written - 1) == first && lockstep_below(bench, 40) != 0;
        d.end = fragments == 0;
        d.address = base_of(host, DATA) + d.address % (FN_DMA_HOST_DATA_GOOD - 2048)
                  + (lockstep_below(bench, 40) == 0 ? 8192 : 0);
        memset(bytes, 0, 32);
        fn_record_pack(&fn_descriptor_record, &d, bytes);
    }
    while (first != host->written) {  // a descriptor that cannot be read makes two packets of one
        struct fn_gather_packet *packet = &host->sent[host->num_sent++ % FN_DMA_HOST_SENT];
        fn_gather_packet(packet, read_memory, host->transmit_base, host->transmit_size, first,
                         host->written);
        first = packet->consumer;
    }
}

const struct fn_gather_packet *fn_dma_host_next(const struct fn_dma_host *host, unsigned *at,
                                                bool leaves, bool complete)
{
    for (; *at != host->num_sent; ++*at) {
        const struct fn_gather_step *last = &host->sent[*at % FN_DMA_HOST_SENT].last;
        if ((last->packet.leaves || !leaves) && (last->complete || !complete))
            return &host->sent[(*at)++ % FN_DMA_HOST_SENT];
    }
    return NULL;
}

// ---- Completion records ----

static void check_bytes(struct lockstep *bench, const struct fn_dma_host_packet *packet,
                        const struct fn_completion *c, const uint8_t *buffer)
{
    for (unsigned at = 0; at < packet->length; at++) {
        const bool is_behind = c->split && at >= c->payload_offset;
        const uint8_t byte = (uint8_t)(fn_dma_host_word(packet->number, at & ~7u) >> at % 8 * 8);
        if (buffer[is_behind ? c->split_offset + at - c->payload_offset : at] != byte)
            fn_dma_host_fail(bench, "a packet is not in its buffer when its record is");
    }
}

static void take_received(struct lockstep *bench, struct fn_dma_host *host,
                          const struct fn_completion *c)
{
    struct fn_dma_host_packet *packet = &host->received[c->sequence % FN_DMA_HOST_RECEIVED];
    const uint64_t offset = c->buffer - base_of(host, BUFFERS);
    const uint64_t b = offset / FN_DMA_HOST_BUFFER_BYTES;

    if (c->sequence >= host->num_received || packet->number != c->sequence
            || c->sequence < host->next_recorded || packet->reason != 0)
        fn_dma_host_fail(bench, "a record of another packet than one of the next good ones");
    if (c->frame_length != packet->length || offset % FN_DMA_HOST_BUFFER_BYTES != 0
            || b >= FN_DMA_HOST_BUFFERS || !host->is_posted[b])
        fn_dma_host_fail(bench, "a record with another length, or a buffer that is not posted");
    if (c->reason != (b == host->bad_buffer ? FN_REASON_BUS_ERROR : FN_REASON_DELIVERED))
        fn_dma_host_fail(bench, "a record with another reason than the bus gave");
    host->next_recorded = c->sequence + 1;
    host->is_posted[b] = false;
    host->delivered_records += c->reason == 0;
    host->bus_error_records += c->reason != 0;
    lockstep_cover(bench, "record of a packet", c->reason == 0 && !c->split);
    lockstep_cover(bench, "record of a packet that was split", c->reason == 0 && c->split);
    lockstep_cover(bench, "record of a packet with a bus error", c->reason != 0);
    if (c->reason == 0)
        check_bytes(bench, packet, c, fn_axi_memory_at(&host->memory, c->buffer, 512));
}

static void take_sent(struct lockstep *bench, struct fn_dma_host *host,
                      const struct fn_completion *c)
{
    const struct fn_gather_packet *packet;
    unsigned tries = host->num_lost;

    do
        packet = fn_dma_host_next(host, &host->complete_at, false, true);
    while (packet != NULL && packet->last.packet.cookie != c->cookie && tries-- > 0);
    if (packet == NULL || packet->last.packet.cookie != c->cookie
            || packet->last.packet.reason != c->reason
            || packet->last.packet.length != c->frame_length)
        fn_dma_host_fail(bench, "a record of another packet than the next one sent");
    lockstep_cover(bench, "record of a packet sent", c->reason == 0);
    lockstep_cover(bench, "record of a packet not sent", c->reason != 0);
}

static void take_record(struct lockstep *bench, struct fn_dma_host *host)
{
    const unsigned entries = 1u << host->completion_size;
    const uint64_t at = host->completion_base + 64 * (host->consumer % entries);
    const bool phase = (host->consumer >> host->completion_size & 1) == 0;
    struct fn_completion c;

    fn_record_unpack(&fn_completion_record, fn_axi_memory_at(&host->memory, at, 64), &c);
    host->consumer++;
    if (at == host->lost_record) {
        lockstep_cover(bench, "record lost by a bus error", true);
        host->num_lost++;
        return;
    }
    if (c.phase != phase)
        fn_dma_host_fail(bench, "no record where the producer says there is one");
    if (c.kind == FN_KIND_PACKET)
        take_received(bench, host, &c);
    else if (c.kind == FN_KIND_TRANSMIT_DONE)
        take_sent(bench, host, &c);
    else if (c.kind == FN_KIND_ZERO_COPY)
        lockstep_cover(bench, "report of a flow", true);
    else if (c.kind != FN_KIND_BUFFER_REQUEST || c.state != FN_STATE_GET_NEXT_BUFF1)
        fn_dma_host_fail(bench, "a record of no kind");
    host->requests += c.kind == FN_KIND_BUFFER_REQUEST;
    lockstep_cover(bench, "record that asks for buffers", c.kind == FN_KIND_BUFFER_REQUEST);
}

void fn_dma_host_take_records(struct lockstep *bench, struct fn_dma_host *host,
                              struct fn_dma_in *in, const struct fn_dma_out *out)
{
    while (host->consumer != out->m_completion_ring_producer)
        take_record(bench, host);
    in->s_completion_ring_consumer = host->consumer;
}

// ---- Pins ----

void fn_dma_host_tick(struct fn_dma_host *host, const struct fn_dma_out *out, bool rst)
{
    struct fn_axi_master master = {
        .awvalid = out->m_axi_awvalid, .wvalid = out->m_axi_wvalid, .wlast = out->m_axi_wlast,
        .bready = out->m_axi_bready, .arvalid = out->m_axi_arvalid, .rready = out->m_axi_rready,
        .aw = { out->m_axi_awaddr, out->m_axi_awid, out->m_axi_awlen, out->m_axi_awsize,
                out->m_axi_awburst },
        .ar = { out->m_axi_araddr, out->m_axi_arid, out->m_axi_arlen, out->m_axi_arsize,
                out->m_axi_arburst },
        .wstrb = out->m_axi_wstrb
    };

    if (rst) {
        fn_axi_memory_reset(&host->memory);
        return;
    }
    memcpy(master.wdata, out->m_axi_wdata, sizeof master.wdata);
    fn_axi_memory_tick(&host->memory, &master);
}

void fn_dma_host_pins(const struct fn_dma_host *host, struct fn_dma_in *in)
{
    const struct fn_axi_slave *slave = &host->memory.out;

    in->m_axi_awready = slave->awready;
    in->m_axi_wready = slave->wready;
    in->m_axi_bvalid = slave->bvalid;
    in->m_axi_bid = slave->bid;
    in->m_axi_bresp = slave->bresp;
    in->m_axi_arready = slave->arready;
    in->m_axi_rvalid = slave->rvalid;
    in->m_axi_rid = slave->rid;
    in->m_axi_rresp = slave->rresp;
    in->m_axi_rlast = slave->rlast;
    memcpy(in->m_axi_rdata, slave->rdata, sizeof in->m_axi_rdata);
}
