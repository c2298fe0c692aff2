// SPDX-License-Identifier: Apache-2.0
//
// fn_echo_main - fn_echo on a RISC-V without an operating system
//
// Memory is coherent and addressed as the controller does; -D changes places.

#include "fn_echo.h"

#ifndef FN_ECHO_REGISTERS
#define FN_ECHO_REGISTERS 0x40000000u
#endif
#ifndef FN_ECHO_TIME
#define FN_ECHO_TIME 0x0200bff8u  // mtime
#endif
#ifndef FN_ECHO_NS_PER_TICK
#define FN_ECHO_NS_PER_TICK 100
#endif

enum { RING_SIZE = 5, ENTRIES = 1 << RING_SIZE, BUFFER_BYTES = 2048 };

static _Alignas(FN_BUFFER_RING_ALIGNMENT) uint8_t buffer_ring[ENTRIES * FN_BUFFER_ENTRY_BYTES];
static _Alignas(FN_COMPLETION_BYTES) uint8_t completion_ring[4 * ENTRIES * FN_COMPLETION_BYTES];
static _Alignas(FN_DESCRIPTOR_BYTES) uint8_t transmit_ring[ENTRIES * FN_DESCRIPTOR_BYTES];
static _Alignas(64) uint8_t buffers[ENTRIES * BUFFER_BYTES];

static uint32_t read32(void *context, uint32_t offset)
{
    return *(volatile uint32_t *)((uintptr_t)context + offset);
}

static void write32(void *context, uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)((uintptr_t)context + offset) = value;
}

static void barrier(void *context)
{
    (void)context;
    __asm__ volatile("fence iorw, iorw" ::: "memory");
}

static uint64_t bus_address(void *context, const volatile void *pointer)
{
    (void)context;
    return (uintptr_t)pointer;
}

static uint64_t time_ns(void *context)
{
    const volatile uint32_t *const time = (const volatile uint32_t *)FN_ECHO_TIME;
    uint32_t low, high;
    (void)context;
    do {
        high = time[1];
        low = time[0];
    } while (high != time[1]);
    return ((uint64_t)high << 32 | low) * FN_ECHO_NS_PER_TICK;
}

int main(void)
{
    static const struct fn_hal hal = {
        (void *)FN_ECHO_REGISTERS, read32, write32, barrier, bus_address, time_ns
    };
    static const struct fn_config config = {
        .hal = &hal, .buffer_ring = buffer_ring, .completion_ring = completion_ring,
        .transmit_ring = transmit_ring, .buffer_ring_size = RING_SIZE,
        .completion_ring_size = RING_SIZE + 2, .transmit_ring_size = RING_SIZE,
        .buffers = buffers, .buffers_bytes = sizeof buffers, .buffer_size = BUFFER_BYTES,
        .split_offset = 256, .frame_maximum = 1522, .mac = { 0x02, 0, 0, 0, 0, 1 }
    };
    static struct fn_echo echo;

    if (fn_echo_open(&echo, &config, FN_ECHO_PORT) != FN_OK)
        return 1;
    for (;;)
        fn_echo_step(&echo);
}
