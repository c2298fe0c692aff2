// SPDX-License-Identifier: Apache-2.0
//
// fn_computer - see fn_computer.h

#include "system/fn_computer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RINGS_BYTES = 1 << 17, ACCESS_STEPS = 100000, PAGE = 4096, FIXED_BITS = 24 };

// Rings, and what lies behind them, where the other bits of an address are set.
enum { RINGS, BUFFERS };
static const uint64_t rings_base   = 0x5a96c3a5f0e00000;
static const uint64_t buffers_base = 0xa5693c5a0f100000;

bool fn_computer_fail(struct fn_computer *computer, const char *format, ...)
{
    va_list arguments;
    if (computer->fault[0] != '\0')
        return false;
    va_start(arguments, format);
    vsnprintf(computer->fault, sizeof computer->fault, format, arguments);
    va_end(arguments);
    return false;
}

void fn_computer_tick(struct fn_computer *computer, const struct fn_axi_master *axi,
                      const struct fn_axil_slave *axil)
{
    fn_axi_memory_tick(&computer->memory, axi);
    fn_axil_master_tick(&computer->axil, axil);
    if (computer->memory.fault != NULL)
        fn_computer_fail(computer, "AXI4: %s", computer->memory.fault);
}

// ---- HAL ----

static void finish_access(struct fn_computer *computer, const char *what, uint32_t offset)
{
    for (unsigned step = 0; computer->axil.busy; step++) {
        if (step == ACCESS_STEPS)
            fn_computer_fail(computer, "AXI4-Lite: no answer to a %s at 0x%03x", what,
                             (unsigned)offset);
        if (computer->fault[0] != '\0' || !computer->config.step(computer->config.owner))
            computer->axil = (struct fn_axil_master){ 0 };
    }
    if (computer->axil.response != 0)
        fn_computer_fail(computer, "AXI4-Lite: error response to a %s at 0x%03x", what,
                         (unsigned)offset);
}

static uint32_t hal_read32(void *context, uint32_t offset)
{
    struct fn_computer *computer = context;
    fn_axil_master_read(&computer->axil, (uint16_t)offset);
    finish_access(computer, "read", offset);
    return computer->axil.data;
}

static void hal_write32(void *context, uint32_t offset, uint32_t value)
{
    struct fn_computer *computer = context;
    fn_axil_master_write(&computer->axil, (uint16_t)offset, value);
    finish_access(computer, "write", offset);
}

static void hal_barrier(void *context) { (void)context; }

static uint64_t hal_bus_address(void *context, const volatile void *pointer)
{
    const struct fn_computer *computer = context;
    const struct fn_axi_region *regions = computer->memory.regions;
    const uint64_t offset = (uint64_t)((const volatile uint8_t *)pointer - computer->bytes);
    return offset < RINGS_BYTES ? regions[RINGS].base + offset
                                : regions[BUFFERS].base + offset - RINGS_BYTES;
}

void fn_computer_move(struct fn_computer *computer, uint64_t bits)
{
    for (unsigned r = RINGS; r <= BUFFERS; r++)
        computer->memory.regions[r].base ^= bits >> FIXED_BITS << FIXED_BITS;
}

// Time passes for whoever waits.
static uint64_t hal_time_ns(void *context)
{
    struct fn_computer *computer = context;
    computer->config.step(computer->config.owner);
    return computer->config.time_ns(computer->config.owner);
}

// ---- Opening ----

bool fn_computer_open(struct fn_computer *computer, const struct fn_computer_config *config)
{
    struct fn_axi_memory *memory = &computer->memory;

    memset(computer, 0, sizeof *computer);
    computer->config = *config;
    computer->completion_ring = config->is_cramped ? FN_COMPUTER_SMALL_RING : FN_COMPUTER_RING;
    computer->num_buffers = config->is_cramped ? FN_COMPUTER_FEW_BUFFERS : FN_COMPUTER_BUFFERS;
    computer->hal = (struct fn_hal){
        computer, hal_read32, hal_write32, hal_barrier, hal_bus_address, hal_time_ns
    };
    computer->buffer_size = (uint16_t)((config->frame_maximum + 256 + 63) / 64 * 64);
    const size_t buffers = (size_t)computer->buffer_size * FN_COMPUTER_BUFFERS;
    const size_t rest = (RINGS_BYTES + buffers + FN_COMPUTER_SCRATCH + PAGE - 1) / PAGE * PAGE;
    const size_t size = rest + config->num_pages * PAGE;
    computer->bytes = aligned_alloc(PAGE, size);
    if (computer->bytes == NULL)
        return fn_computer_fail(computer, "no memory");
    memset(computer->bytes, 0, size);
    computer->buffers = computer->bytes + RINGS_BYTES;
    computer->scratch = computer->buffers + buffers;
    computer->pages = computer->bytes + rest;

    fn_axi_memory_open(memory, config->data_bytes, config->seed);
    fn_axi_memory_add(memory, rings_base, RINGS_BYTES, computer->bytes);
    fn_axi_memory_add(memory, buffers_base, size - RINGS_BYTES, computer->buffers);
    if (config->latency > 0)
        memory->min_latency = memory->max_latency = config->latency;
    if (config->is_unkind) {
        memory->aw_rate = memory->w_rate = memory->ar_rate = 200;
        memory->b_rate = memory->r_rate = 200;
        memory->max_latency = 60;
        memory->reorder = memory->interleave = true;
    }
    memory->error_rate = config->error_rate;
    return true;
}

bool fn_computer_boot(struct fn_computer *computer)
{
    const size_t records = (size_t)FN_COMPLETION_BYTES << FN_COMPUTER_RING;
    const size_t sends = (size_t)FN_DESCRIPTOR_BYTES << FN_COMPUTER_SENDS;
    struct fn_config config = {
        .hal = &computer->hal,
        .completion_ring = computer->bytes, .completion_ring_size = computer->completion_ring,
        .transmit_ring = computer->bytes + records, .transmit_ring_size = FN_COMPUTER_SENDS,
        .buffer_ring = computer->bytes + records + sends, .buffer_ring_size = FN_COMPUTER_RING,
        .buffers = computer->buffers, .buffer_size = computer->buffer_size,
        .buffers_bytes = (size_t)computer->buffer_size * FN_COMPUTER_BUFFERS,
        .buffer_low_water = (uint16_t)(computer->num_buffers / 8), .split_offset = 256,
        .frame_maximum = computer->config.frame_maximum,
        .max_polls = computer->config.is_cramped ? FN_COMPUTER_FEW_POLLS : 0
    };
    void *buffers[FN_COMPUTER_BUFFERS];

    memcpy(config.mac, computer->config.mac, sizeof config.mac);
    for (unsigned b = 0; b < computer->num_buffers; b++)
        buffers[b] = computer->buffers + (size_t)b * computer->buffer_size;
    enum fn_status status = fn_init(&computer->device, &config);
    if (status == FN_OK)
        status = fn_post_buffers(&computer->device, buffers, computer->num_buffers);
    if (status != FN_OK)
        return fn_computer_fail(computer, "driver: %s", fn_status_text(status));
    return computer->fault[0] == '\0';
}

void fn_computer_close(struct fn_computer *computer)
{
    free(computer->bytes);
}
