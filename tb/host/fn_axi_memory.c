// SPDX-License-Identifier: Apache-2.0
//
// fn_axi_memory - see fn_axi_memory.h

#include "host/fn_axi_memory.h"

#include <string.h>

enum { INCR = 1 };

static uint64_t next_random(struct fn_axi_memory *memory)
{
    uint64_t x = memory->random += 0x9e3779b97f4a7c15u;  // splitmix64
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static unsigned below(struct fn_axi_memory *memory, unsigned limit)
{
    return (unsigned)((next_random(memory) >> 32) * limit >> 32);
}

static bool chance(struct fn_axi_memory *memory, unsigned rate)
{
    return rate >= 256 || (next_random(memory) >> 56) < rate;
}

static void blame(struct fn_axi_memory *memory, bool is_broken, const char *rule)
{
    if (is_broken && memory->fault == NULL)
        memory->fault = rule;
}

// ---- Set-up ----

void fn_axi_memory_open(struct fn_axi_memory *memory, unsigned data_bytes, uint64_t seed)
{
    memset(memory, 0, sizeof *memory);
    memory->data_bytes = data_bytes;
    memory->aw_rate = memory->w_rate = memory->ar_rate = 256;
    memory->b_rate = memory->r_rate = 256;
    memory->min_latency = memory->max_latency = 1;
    memory->random = seed;
    fn_axi_memory_reset(memory);
}

void fn_axi_memory_add(struct fn_axi_memory *memory, uint64_t base, uint64_t size, uint8_t *bytes)
{
    if (memory->num_regions < FN_AXI_REGIONS)
        memory->regions[memory->num_regions++] = (struct fn_axi_region){ base, size, bytes };
    else
        blame(memory, true, "the test has too many regions");
}

static void empty(struct fn_axi_queue *queue)
{
    memset(queue->put, 0, sizeof queue->put);
    memset(queue->get, 0, sizeof queue->get);
    queue->waiting = 0;
}

void fn_axi_memory_reset(struct fn_axi_memory *memory)
{
    for (unsigned b = 0; b < FN_AXI_BURSTS; b++)
        memory->write[b].is_busy = memory->read[b].is_busy = false;
    memory->aw_count = memory->w_count = memory->complete = memory->ar_count = 0;
    memory->beat = 0;
    memory->read_burst = -1;
    memory->writes_inside = memory->reads_inside = 0;
    memset(&memory->before, 0, sizeof memory->before);
    memset(&memory->out, 0, sizeof memory->out);
    memory->shown = memory->out;
    empty(&memory->write_queue);
    empty(&memory->read_queue);
}

bool fn_axi_memory_is_idle(const struct fn_axi_memory *memory)
{
    return memory->writes_inside == 0 && memory->reads_inside == 0 && memory->beat == 0
        && memory->aw_count == memory->w_count;
}

uint8_t *fn_axi_memory_at(const struct fn_axi_memory *memory, uint64_t address, uint64_t size)
{
    for (unsigned r = 0; r < memory->num_regions; r++) {
        const struct fn_axi_region *region = &memory->regions[r];
        if (address - region->base < region->size
                && size <= region->size - (address - region->base))
            return region->bytes + (address - region->base);
    }
    return memory->elsewhere == NULL ? NULL
         : memory->elsewhere + (address & (memory->elsewhere_size - 1));
}

// ---- Rules ----

static bool equal(const struct fn_axi_address *a, const struct fn_axi_address *b)
{
    return a->addr == b->addr && a->id == b->id && a->len == b->len && a->size == b->size
        && a->burst == b->burst;
}

// A valid that was refused stays, and so does its payload (A3.2.1).
static void check_stability(struct fn_axi_memory *memory, const struct fn_axi_master *in)
{
    const struct fn_axi_master *before = &memory->before;
    const struct fn_axi_slave *shown = &memory->shown;

    if (before->awvalid && !shown->awready)
        blame(memory, !in->awvalid || !equal(&in->aw, &before->aw), "AW changed while refused");
    if (before->arvalid && !shown->arready)
        blame(memory, !in->arvalid || !equal(&in->ar, &before->ar), "AR changed while refused");
    if (before->wvalid && !shown->wready)
        blame(memory, !in->wvalid || in->wstrb != before->wstrb || in->wlast != before->wlast
                      || memcmp(in->wdata, before->wdata, memory->data_bytes) != 0,
              "W changed while refused");
}

static void check_address(struct fn_axi_memory *memory, const struct fn_axi_address *address)
{
    const uint64_t beat = 1u << address->size;
    const uint64_t start = address->addr & ~(beat - 1);
    const uint64_t last = start + beat * (address->len + 1u) - 1;

    blame(memory, address->burst != INCR, "a burst is not INCR");
    blame(memory, beat > memory->data_bytes, "a beat is wider than the bus");
    blame(memory, address->id >= FN_AXI_IDS, "id out of range");
    blame(memory, start >> 12 != last >> 12, "a burst crosses 4 KB (A3.4.1)");
}

static uint64_t beat_address(const struct fn_axi_address *address, unsigned beat)
{
    const uint64_t size = 1u << address->size;
    return beat == 0 ? address->addr : (address->addr & ~(size - 1)) + beat * size;
}

// Strobes may be set only in the lanes of the beat (A3.4.3).
static void check_data(struct fn_axi_memory *memory, const struct fn_axi_burst *burst)
{
    const unsigned bus = memory->data_bytes;

    blame(memory, burst->num_beats != burst->address.len + 1u, "wlast is not at the burst's end");
    for (unsigned b = 0; b < burst->num_beats; b++) {
        const uint64_t address = beat_address(&burst->address, b);
        const uint64_t size = 1u << burst->address.size;
        const unsigned from = (unsigned)(address % bus);
        const unsigned to = (unsigned)((address & ~(size - 1)) % bus + size);
        const unsigned lanes = ((1u << to) - 1) & ~((1u << from) - 1);
        blame(memory, burst->strobe[b] & ~lanes, "wstrb outside the lanes of the beat");
    }
}

// ---- Bursts ----

static uint8_t response(struct fn_axi_memory *memory, const struct fn_axi_address *address)
{
    const uint64_t bytes = (uint64_t)(address->len + 1u) << address->size;
    const uint64_t start = address->addr & ~(((uint64_t)1 << address->size) - 1);

    for (unsigned e = 0; e < memory->num_errors; e++) {
        const struct fn_axi_error *error = &memory->errors[e];
        if (start < error->base + error->size && error->base < start + bytes)
            return error->response;
    }
    if (fn_axi_memory_at(memory, start, bytes) == NULL)
        return FN_AXI_DECERR;
    if (memory->error_rate != 0 && below(memory, 65536) < memory->error_rate)
        return FN_AXI_SLVERR;
    return FN_AXI_OKAY;
}

static void enqueue(struct fn_axi_memory *memory, struct fn_axi_queue *queue,
                    struct fn_axi_burst *burst, unsigned number)
{
    const unsigned id = burst->address.id % FN_AXI_IDS;

    burst->response = response(memory, &burst->address);
    burst->due = memory->cycle + memory->min_latency
               + below(memory, memory->max_latency - memory->min_latency + 1);
    queue->burst[id][queue->put[id]++ % FN_AXI_BURSTS] = (uint16_t)number;
    queue->waiting |= 1u << id;
}

static void dequeue(struct fn_axi_queue *queue, unsigned id)
{
    if (++queue->get[id] == queue->put[id])
        queue->waiting &= ~(1u << id);
}

// The burst whose response may come now: of several ids any one, or the oldest; or -1.
static int choose(struct fn_axi_memory *memory, const struct fn_axi_queue *queue,
                  const struct fn_axi_burst *bursts)
{
    int chosen = -1, oldest = -1;
    unsigned candidates = 0;

    for (unsigned id = 0, left = queue->waiting; left != 0; id++, left >>= 1) {
        if (!(left & 1))
            continue;
        const int head = queue->burst[id][queue->get[id] % FN_AXI_BURSTS];
        if (oldest < 0 || bursts[head].sequence < bursts[oldest].sequence)
            oldest = head;
        if (bursts[head].due <= memory->cycle && below(memory, ++candidates) == 0)
            chosen = head;
    }
    if (memory->reorder || oldest < 0)
        return chosen;
    return bursts[oldest].due <= memory->cycle ? oldest : -1;
}

static void take_write(struct fn_axi_memory *memory, const struct fn_axi_master *in)
{
    const struct fn_axi_slave *out = &memory->out;

    if (in->awvalid && out->awready) {
        struct fn_axi_burst *burst = &memory->write[memory->aw_count++ % FN_AXI_BURSTS];
        check_address(memory, &in->aw);
        burst->address = in->aw;
        burst->sequence = memory->aw_count;
    }
    if (in->wvalid && out->wready) {
        struct fn_axi_burst *burst = &memory->write[memory->w_count % FN_AXI_BURSTS];
        memcpy(burst->data[memory->beat], in->wdata, FN_AXI_BYTES);
        burst->strobe[memory->beat++] = in->wstrb;
        if (in->wlast || memory->beat == FN_AXI_BEATS) {
            burst->num_beats = memory->beat;
            memory->beat = 0;
            memory->w_count++;
        }
    }
    if (memory->complete < memory->aw_count && memory->complete < memory->w_count) {
        const unsigned number = memory->complete++ % FN_AXI_BURSTS;
        check_data(memory, &memory->write[number]);
        memory->write[number].is_busy = true;
        enqueue(memory, &memory->write_queue, &memory->write[number], number);
        memory->writes++;
        if (++memory->writes_inside > memory->most_writes)
            memory->most_writes = memory->writes_inside;
    }
}

static void store(struct fn_axi_memory *memory, const struct fn_axi_burst *burst)
{
    const uint64_t bus = memory->data_bytes;

    for (unsigned b = 0; b < burst->num_beats; b++) {
        const uint64_t word = beat_address(&burst->address, b) & ~(bus - 1);
        for (unsigned lane = 0; lane < bus; lane++) {
            uint8_t *byte = burst->strobe[b] >> lane & 1 ? fn_axi_memory_at(memory, word + lane, 1)
                                                         : NULL;
            if (byte != NULL)
                *byte = burst->data[b][lane];
        }
    }
}

static void respond_write(struct fn_axi_memory *memory, const struct fn_axi_master *in)
{
    struct fn_axi_slave *out = &memory->out;

    if (out->bvalid && !in->bready)
        return;
    const int number = memory->cycle >= memory->silent_until && chance(memory, memory->b_rate)
                     ? choose(memory, &memory->write_queue, memory->write) : -1;
    out->bvalid = number >= 0;
    if (number < 0)
        return;
    struct fn_axi_burst *burst = &memory->write[number];
    out->bid = burst->address.id;
    out->bresp = burst->response;
    if (burst->response == FN_AXI_OKAY)
        store(memory, burst);
    else
        memory->write_errors++;
    burst->is_busy = false;
    memory->writes_inside--;
    dequeue(&memory->write_queue, burst->address.id % FN_AXI_IDS);
}

static void take_read(struct fn_axi_memory *memory, const struct fn_axi_master *in)
{
    if (!in->arvalid || !memory->out.arready)
        return;
    const unsigned number = memory->ar_count++ % FN_AXI_BURSTS;
    struct fn_axi_burst *burst = &memory->read[number];
    check_address(memory, &in->ar);
    burst->address = in->ar;
    burst->sequence = memory->ar_count;
    burst->is_busy = true;
    memory->read_beat[number] = 0;
    enqueue(memory, &memory->read_queue, burst, number);
    memory->reads++;
    if (++memory->reads_inside > memory->most_reads)
        memory->most_reads = memory->reads_inside;
}

static void respond_read(struct fn_axi_memory *memory, const struct fn_axi_master *in)
{
    struct fn_axi_slave *out = &memory->out;
    const uint64_t bus = memory->data_bytes;

    if (out->rvalid && !in->rready)
        return;
    int number = -1;
    if (chance(memory, memory->r_rate))
        number = memory->read_burst >= 0 && !memory->interleave
               ? memory->read_burst : choose(memory, &memory->read_queue, memory->read);
    out->rvalid = number >= 0;
    if (number < 0)
        return;
    struct fn_axi_burst *burst = &memory->read[number];
    const unsigned beat = memory->read_beat[number]++;
    const uint8_t *word = fn_axi_memory_at(memory, beat_address(&burst->address, beat) & ~(bus - 1),
                                           bus);
    out->rid = burst->address.id;
    out->rresp = burst->response;
    out->rlast = beat == burst->address.len;
    if (word != NULL && burst->response == FN_AXI_OKAY)
        memcpy(out->rdata, word, bus);
    else
        for (unsigned lane = 0; lane < bus; lane++)
            out->rdata[lane] = (uint8_t)next_random(memory);
    memory->read_burst = out->rlast ? -1 : number;
    if (out->rlast) {
        memory->read_errors += burst->response != FN_AXI_OKAY;
        burst->is_busy = false;
        memory->reads_inside--;
        dequeue(&memory->read_queue, burst->address.id % FN_AXI_IDS);
    }
}

static void choose_readies(struct fn_axi_memory *memory)
{
    const struct fn_axi_burst *write = memory->write;
    struct fn_axi_slave *out = &memory->out;
    const bool may_address = memory->order != FN_AXI_DATA_FIRST
                          || memory->aw_count < memory->w_count;
    const bool may_data = memory->order != FN_AXI_ADDRESS_FIRST
                       || memory->w_count < memory->aw_count;

    // A place is free again when its burst was answered and both its parts lie within reach.
    out->awready = may_address && !write[memory->aw_count % FN_AXI_BURSTS].is_busy
                && memory->aw_count - memory->complete < FN_AXI_BURSTS / 2
                && chance(memory, memory->aw_rate);
    out->wready = may_data && !write[memory->w_count % FN_AXI_BURSTS].is_busy
               && memory->w_count - memory->complete < FN_AXI_BURSTS / 2
               && chance(memory, memory->w_rate);
    out->arready = !memory->read[memory->ar_count % FN_AXI_BURSTS].is_busy
                && chance(memory, memory->ar_rate);
}

void fn_axi_memory_tick(struct fn_axi_memory *memory, const struct fn_axi_master *in)
{
    check_stability(memory, in);
    memory->shown = memory->out;
    take_write(memory, in);
    take_read(memory, in);
    respond_write(memory, in);
    respond_read(memory, in);
    choose_readies(memory);
    memory->before = *in;
    memory->cycle++;
}
