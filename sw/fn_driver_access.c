// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_access - see fn_driver_access.h

#include "fn_driver_access.h"

const char *fn_status_text(enum fn_status status)
{
#define TEXT(name, text) text,
    static const char *const texts[] = { FN_STATUS_TABLE(TEXT) };
    return (unsigned)status < FN_STATUS_END ? texts[status] : "no such status";
}

uint32_t fn_read_register(const struct fn_device *device, uint32_t offset)
{
    return device->config.hal->read32(device->config.hal->context, offset);
}

void fn_write_register(const struct fn_device *device, uint32_t offset, uint32_t value)
{
    device->config.hal->write32(device->config.hal->context, offset, value);
}

bool fn_is_ready(const struct fn_device *device)
{
    return device != NULL && device->magic == FN_DEVICE_MAGIC;
}

unsigned fn_max_polls(const struct fn_device *device)
{
    return device->config.max_polls ? device->config.max_polls : FN_DEFAULT_POLLS;
}

enum fn_status fn_await(const struct fn_device *device, uint32_t offset, uint32_t mask,
                        uint32_t value)
{
    for (unsigned poll = 0; poll < fn_max_polls(device); poll++)
        if ((fn_read_register(device, offset) & mask) == value)
            return FN_OK;
    return FN_TIMEOUT;
}

enum fn_status fn_await_late(struct fn_device *device)
{
    static const uint32_t commands[] = {
        FN_REG_FLOW_COMMAND, FN_REG_MULTICAST_COMMAND, FN_REG_STATISTICS_COMMAND
    };
    enum fn_status status = FN_OK;

    for (unsigned c = 0; c < 3 && device->is_late && status == FN_OK; c++)
        status = fn_await(device, commands[c], FN_REG_FLOW_COMMAND_GO_MASK, 0);
    device->is_late &= status != FN_OK;
    return status;
}

enum fn_status fn_command(struct fn_device *device, uint32_t offset, uint32_t value)
{
    fn_write_register(device, offset, value | FN_REG_FLOW_COMMAND_GO_MASK);
    const enum fn_status status = fn_await(device, offset, FN_REG_FLOW_COMMAND_GO_MASK, 0);
    device->is_late |= status != FN_OK;
    return status;
}

uint64_t fn_get_bits(const uint8_t *bytes, unsigned lsb, unsigned bits)
{
    uint64_t value = 0;
    for (unsigned done = 0; done < bits;) {
        const unsigned at = lsb + done;
        value |= (uint64_t)(bytes[at / 8] >> at % 8) << done;
        done += 8 - at % 8;
    }
    return bits < 64 ? value & ((1ull << bits) - 1) : value;
}

void fn_put_bits(uint8_t *bytes, unsigned lsb, unsigned bits, uint64_t value)
{
    for (unsigned done = 0; done < bits;) {
        const unsigned at = lsb + done;
        bytes[at / 8] |= (uint8_t)(value >> done << at % 8);
        done += 8 - at % 8;
    }
}
