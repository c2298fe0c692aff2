// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_filter - which packets are for this station

#include <string.h>

#include "fn_driver_access.h"

static uint32_t mac_low(const uint8_t *mac)
{
    return (uint32_t)mac[3] << 24 | (uint32_t)mac[2] << 16 | (uint32_t)mac[1] << 8 | mac[0];
}

static uint32_t mac_high(const uint8_t *mac)
{
    return (uint32_t)mac[5] << 8 | mac[4];
}

enum fn_status fn_set_mac(struct fn_device *device, const uint8_t mac[FN_MAC_BYTES])
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (mac == NULL || mac[0] & 1)
        return FN_ARGUMENT;
    memmove(device->config.mac, mac, FN_MAC_BYTES);
    // The high half makes both take effect.
    fn_write_register(device, FN_REG_MAC_LOW, mac_low(mac));
    fn_write_register(device, FN_REG_MAC_HIGH, mac_high(mac));
    return FN_OK;
}

enum fn_status fn_set_filters(struct fn_device *device, const struct fn_filters *filters)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (filters == NULL)
        return FN_ARGUMENT;
    device->control &= ~(FN_REG_CONTROL_PROMISCUOUS_MASK | FN_REG_CONTROL_BROADCAST_MASK
                         | FN_REG_CONTROL_ALL_MULTICAST_MASK | FN_REG_CONTROL_HOLD_ALL_MASK
                         | FN_REG_CONTROL_KEEP_BAD_CHECKSUM_MASK);
    device->control |= FN_PUT(CONTROL_PROMISCUOUS, filters->promiscuous)
                       | FN_PUT(CONTROL_BROADCAST, filters->broadcast)
                       | FN_PUT(CONTROL_ALL_MULTICAST, filters->all_multicast)
                       | FN_PUT(CONTROL_HOLD_ALL, filters->hold_all)
                       | FN_PUT(CONTROL_KEEP_BAD_CHECKSUM, filters->keep_bad_checksum);
    fn_write_register(device, FN_REG_CONTROL, device->control);
    return FN_OK;
}

// The place of an address; without one, the first empty place; or FN_MULTICAST_ENTRIES.
static unsigned find_place(const struct fn_device *device, const uint8_t *mac)
{
    unsigned m = 0;
    while (m < FN_MULTICAST_ENTRIES
           && (mac != NULL ? !device->multicast[m].used
                             || memcmp(device->multicast[m].mac, mac, FN_MAC_BYTES) != 0
                           : device->multicast[m].used))
        m++;
    return m;
}

static enum fn_status write_place(struct fn_device *device, unsigned place, const uint8_t *mac,
                                  bool enable)
{
    enum fn_status status = fn_await_late(device);

    if (status != FN_OK)
        return status;
    fn_write_register(device, FN_REG_MULTICAST_LOW, mac_low(mac));
    fn_write_register(device, FN_REG_MULTICAST_HIGH, mac_high(mac));
    status = fn_command(device, FN_REG_MULTICAST_COMMAND,
                        FN_PUT(MULTICAST_COMMAND_INDEX, place)
                        | FN_PUT(MULTICAST_COMMAND_ENABLE, enable));
    if (status == FN_OK) {
        device->multicast[place].used = enable;
        memmove(device->multicast[place].mac, mac, FN_MAC_BYTES);
    }
    return status;
}

enum fn_status fn_add_multicast(struct fn_device *device, const uint8_t mac[FN_MAC_BYTES])
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (mac == NULL || !(mac[0] & 1))
        return FN_ARGUMENT;
    if (find_place(device, mac) < FN_MULTICAST_ENTRIES)
        return FN_OK;
    const unsigned place = find_place(device, NULL);
    return place == FN_MULTICAST_ENTRIES ? FN_FULL : write_place(device, place, mac, true);
}

enum fn_status fn_remove_multicast(struct fn_device *device, const uint8_t mac[FN_MAC_BYTES])
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (mac == NULL || !(mac[0] & 1))
        return FN_ARGUMENT;
    const unsigned place = find_place(device, mac);
    return place == FN_MULTICAST_ENTRIES ? FN_NOT_FOUND : write_place(device, place, mac, false);
}
