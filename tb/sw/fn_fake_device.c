// SPDX-License-Identifier: Apache-2.0
//
// fn_fake_device - see fn_fake_device.h

#include "fn_fake_device.h"

#include <string.h>

#include "fn_registers.h"

static void record(struct fake *fake, enum fake_kind kind, uint32_t offset, uint32_t value)
{
    if (fake->num_accesses < FAKE_LOG)
        fake->log[fake->num_accesses] = (struct fake_access){ kind, offset, value };
    fake->num_accesses++;
}

static bool is_command(uint32_t offset)
{
    return offset == FN_REG_FLOW_COMMAND || offset == FN_REG_MULTICAST_COMMAND
           || offset == FN_REG_STATISTICS_COMMAND || offset == FN_REG_FLOW_CONTEXT_COMMAND;
}

// SLVERR: the command that locks the register is under way.
static bool is_locked(const struct fake *fake, uint32_t offset)
{
    static const struct { uint32_t first, command; } windows[] = {
        { FN_REG_MULTICAST_LOW, FN_REG_MULTICAST_COMMAND },
        { FN_REG_FLOW_DESTINATION_ADDRESS_0, FN_REG_FLOW_COMMAND },
        { FN_REG_STATISTICS_COMMAND, FN_REG_STATISTICS_COMMAND },
        { FN_REG_FLOW_CONTEXT_ARGUMENT_LOW, FN_REG_FLOW_CONTEXT_COMMAND }
    };

    for (unsigned w = 0; w < sizeof windows / sizeof windows[0]; w++)
        if (offset >= windows[w].first && offset <= windows[w].command)
            return fake->value[windows[w].command / 4] & FN_REG_FLOW_COMMAND_GO_MASK;
    return false;
}

static uint32_t read32(void *context, uint32_t offset)
{
    struct fake *const fake = context;
    uint32_t *const value = &fake->value[offset / 4];

    if (is_command(offset) && !fake->is_stuck) {
        if (fake->polls_left == 0)
            *value &= ~FN_REG_FLOW_COMMAND_GO_MASK;
        else
            fake->polls_left--;
    }
    if (offset == FN_REG_FLOW_CONTEXT_COMMAND) {
        *value &= ~FN_REG_FLOW_CONTEXT_COMMAND_REFUSED_MASK;
        *value |= fake->flows.is_refused ? FN_REG_FLOW_CONTEXT_COMMAND_REFUSED_MASK : 0;
    }
    record(fake, FAKE_READ, offset, *value);
    return *value;
}

static void write32(void *context, uint32_t offset, uint32_t value)
{
    struct fake *const fake = context;

    record(fake, FAKE_WRITE, offset, value);
    if (is_locked(fake, offset)) {
        fake->refused_writes++;
        return;
    }
    if (offset == FN_REG_INTERRUPT_CAUSE)
        value = fake->value[offset / 4] & ~value;
    fake->value[offset / 4] = value;
    if (offset == FN_REG_CONTROL && !(value & FN_REG_CONTROL_COMPLETION_RING_ENABLE_MASK))
        fake->flows.completions = fake->flows.buffers = 0;
    if (offset == FN_REG_FLOW_CONTEXT_COMMAND)
        fake_operate(fake, value);
    if (is_command(offset))
        fake->polls_left = fake->go_polls;
    if (offset == FN_REG_FLOW_COMMAND)
        fake->flow_is_enabled[value % FAKE_FLOWS] = value >> 8 & 1;
    if (offset == FN_REG_MULTICAST_COMMAND)
        fake->multicast_is_enabled[value % FN_MULTICAST_ENTRIES] = value >> 8 & 1;
    if (offset == FN_REG_CHANNEL)
        fake->value[offset / 4] |= fake->channels[value % FN_CHANNELS];
    if (offset == FN_REG_STATISTICS_COMMAND) {
        const unsigned index = value & FN_REG_STATISTICS_COMMAND_INDEX_MASK;
        const unsigned flow = value >> FN_REG_STATISTICS_COMMAND_CONTEXT_LSB & (FAKE_CONTEXTS - 1);
        const uint64_t counter = value & FN_REG_STATISTICS_COMMAND_FLOW_MASK
            ? fake->flow_counters[flow][index % FN_FLOW_CLASSES] : fake->counters[index];
        fake->value[FN_REG_STATISTICS_LOW / 4] = (uint32_t)counter;
        fake->value[FN_REG_STATISTICS_HIGH / 4] = (uint32_t)(counter >> 32);
    }
}

static void barrier(void *context)
{
    record(context, FAKE_BARRIER, 0, 0);
}

static uint64_t bus_address(void *context, const volatile void *pointer)
{
    const struct fake *const fake = context;
    return FAKE_BUS_BASE + ((uintptr_t)pointer - (uintptr_t)fake->memory);
}

static uint64_t time_ns(void *context)
{
    struct fake *const fake = context;
    return fake->time += 10;
}

void fake_open(struct fake *fake)
{
    memset(fake, 0, sizeof *fake);
    memset(fake->flow_is_enabled, true, sizeof fake->flow_is_enabled);
    memset(fake->multicast_is_enabled, true, sizeof fake->multicast_is_enabled);
    for (unsigned r = FN_REG_CONTROL / 4; r < FAKE_REGISTERS; r++)
        fake->value[r] = 0x5a5a5a5a;
    fake->value[FN_REG_BUFFER_RING_CONSUMER / 4] = 0;
    fake->value[FN_REG_COMPLETION_RING_PRODUCER / 4] = 0;
    fake->value[FN_REG_TRANSMIT_RING_CONSUMER / 4] = 0;
    fake->hal = (struct fn_hal){ fake, read32, write32, barrier, bus_address, time_ns };
    fake->value[FN_REG_ID / 4] = FN_REG_ID_RESET;
    fake->value[FN_REG_VERSION / 4] = FN_REG_VERSION_RESET;
    fake->value[FN_REG_PARAMETERS / 4] = FAKE_FLOWS | 128u << 16;
    fake->value[FN_REG_FLOW_PARAMETERS / 4] = FAKE_CONTEXTS | 64u << 16 | 4u << 24;
    fake->go_polls = 3;
}

void fake_forget(struct fake *fake)
{
    fake->num_accesses = 0;
}

unsigned fake_writes(const struct fake *fake)
{
    unsigned writes = 0;
    for (unsigned a = 0; a < fake->num_accesses && a < FAKE_LOG; a++)
        writes += fake->log[a].kind == FAKE_WRITE;
    return writes;
}

const struct fake_access *fake_write(const struct fake *fake, int n)
{
    static const struct fake_access none = { FAKE_WRITE, ~0u, 0 };
    if (n < 0)
        n += (int)fake_writes(fake);
    for (unsigned a = 0; a < fake->num_accesses && a < FAKE_LOG; a++)
        if (fake->log[a].kind == FAKE_WRITE && n-- == 0)
            return &fake->log[a];
    return &none;
}

bool fake_ends_behind_barrier(const struct fake *fake, uint32_t offset)
{
    const struct fake_access *const last = &fake->log[fake->num_accesses - 1];
    return fake->num_accesses >= 2 && fake->num_accesses <= FAKE_LOG && last->kind == FAKE_WRITE
           && last->offset == offset && last[-1].kind == FAKE_BARRIER;
}
