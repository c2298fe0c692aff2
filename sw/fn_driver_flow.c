// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_flow - entries of the flow table (100)

#include "fn_driver_access.h"

enum { IPV4_BYTES = 4, CONTEXTS = 1024, VLAN_IDS = 4096 };  // contexts: what the field holds

_Static_assert((int)FN_MATCH_DESTINATION_ADDRESS == (int)FN_REG_FLOW_MASK_DESTINATION_ADDRESS_MASK
               && (int)FN_MATCH_SOURCE_ADDRESS == (int)FN_REG_FLOW_MASK_SOURCE_ADDRESS_MASK
               && (int)FN_MATCH_SPI == (int)FN_REG_FLOW_MASK_SPI_MASK
               && (int)FN_MATCH_DESTINATION_PORT == (int)FN_REG_FLOW_MASK_DESTINATION_PORT_MASK
               && (int)FN_MATCH_SOURCE_PORT == (int)FN_REG_FLOW_MASK_SOURCE_PORT_MASK
               && (int)FN_MATCH_PROTOCOL == (int)FN_REG_FLOW_MASK_PROTOCOL_MASK
               && (int)FN_MATCH_ASSOCIATION == (int)FN_REG_FLOW_MASK_ASSOCIATION_MASK
               && (int)FN_MATCH_VLAN_ID == (int)FN_REG_FLOW_MASK_VLAN_ID_MASK
               && (int)FN_MATCH_VLAN_PRESENT == (int)FN_REG_FLOW_MASK_VLAN_PRESENT_MASK
               && (int)FN_MATCH_SECURITY == (int)FN_REG_FLOW_MASK_SECURITY_MASK
               && (int)FN_MATCH_IP_VERSION == (int)FN_REG_FLOW_MASK_IP_VERSION_MASK
               && (int)FN_MATCH_RTP == (int)FN_REG_FLOW_MASK_RTP_MASK,
               "a flow's match is the word of FLOW_MASK");

static bool is_ipv4_address(const uint8_t *address)
{
    unsigned b = IPV4_BYTES;
    while (b < FN_ADDRESS_BYTES && address[b] == 0)
        b++;
    return b == FN_ADDRESS_BYTES;
}

static bool is_flow(const struct fn_device *device, const struct fn_flow *flow)
{
    if (flow == NULL || flow->match & ~(unsigned)FN_MATCH_ALL)
        return false;
    if (flow->ip_version == FN_IPV4 && (!is_ipv4_address(flow->destination_address)
                                        || !is_ipv4_address(flow->source_address)))
        return false;
    return flow->vlan_id < VLAN_IDS && flow->security <= FN_SECURITY_AH
           && flow->ip_version <= FN_IPV6 && flow->context < CONTEXTS
           && (flow->state == FN_STATE_IDLE || flow->state == FN_STATE_MONITOR
               || (flow->state == FN_STATE_ZERO_COPY && flow->context < device->flow_contexts));
}

static void write_address(const struct fn_device *device, uint32_t offset, const uint8_t *address)
{
    for (unsigned w = 0; w < FN_ADDRESS_BYTES; w += 4)
        fn_write_register(device, offset + w,
                          (uint32_t)address[w + 3] << 24 | (uint32_t)address[w + 2] << 16
                          | (uint32_t)address[w + 1] << 8 | address[w]);
}

static void fill_window(const struct fn_device *device, const struct fn_flow *flow)
{
    write_address(device, FN_REG_FLOW_DESTINATION_ADDRESS_0, flow->destination_address);
    write_address(device, FN_REG_FLOW_SOURCE_ADDRESS_0, flow->source_address);
    fn_write_register(device, FN_REG_FLOW_SPI, flow->spi);
    fn_write_register(device, FN_REG_FLOW_PORTS,
                      FN_PUT(FLOW_PORTS_DESTINATION, flow->destination_port)
                      | FN_PUT(FLOW_PORTS_SOURCE, flow->source_port));
    fn_write_register(device, FN_REG_FLOW_ATTRIBUTES,
                      FN_PUT(FLOW_ATTRIBUTES_PROTOCOL, flow->protocol)
                      | FN_PUT(FLOW_ATTRIBUTES_SECURITY, flow->security)
                      | FN_PUT(FLOW_ATTRIBUTES_IP_VERSION, flow->ip_version)
                      | FN_PUT(FLOW_ATTRIBUTES_VLAN_PRESENT, flow->vlan_present)
                      | FN_PUT(FLOW_ATTRIBUTES_RTP, flow->rtp)
                      | FN_PUT(FLOW_ATTRIBUTES_VLAN_ID, flow->vlan_id));
    fn_write_register(device, FN_REG_FLOW_ASSOCIATION, flow->association);
    fn_write_register(device, FN_REG_FLOW_MASK, flow->match);
    fn_write_register(device, FN_REG_FLOW_INFO_0,
                      FN_PUT(FLOW_INFO_0_HANDLE, flow->handle)
                      | FN_PUT(FLOW_INFO_0_CONTEXT, flow->context));
    fn_write_register(device, FN_REG_FLOW_INFO_1,
                      FN_PUT(FLOW_INFO_1_ASSOCIATION, flow->info_association)
                      | FN_PUT(FLOW_INFO_1_STATE, flow->state)
                      | FN_PUT(FLOW_INFO_1_SPLIT, flow->split)
                      | FN_PUT(FLOW_INFO_1_HOLD, flow->hold));
}

// The command is the last write: it takes the whole window.
static enum fn_status commit(struct fn_device *device, unsigned entry, bool enable)
{
    return fn_command(device, FN_REG_FLOW_COMMAND, FN_PUT(FLOW_COMMAND_INDEX, entry)
                                                   | FN_PUT(FLOW_COMMAND_ENABLE, enable));
}

enum fn_status fn_add_flow(struct fn_device *device, unsigned entry, const struct fn_flow *flow)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (entry >= device->flow_entries || !is_flow(device, flow))
        return FN_ARGUMENT;
    const enum fn_status status = fn_await_late(device);
    if (status != FN_OK)
        return status;
    fill_window(device, flow);
    return commit(device, entry, true);
}

enum fn_status fn_remove_flow(struct fn_device *device, unsigned entry)
{
    if (!fn_is_ready(device))
        return FN_STATE;
    if (entry >= device->flow_entries)
        return FN_ARGUMENT;
    const enum fn_status status = fn_await_late(device);
    return status != FN_OK ? status : commit(device, entry, false);
}

static enum fn_status set_state(struct fn_device *device, unsigned entry, struct fn_flow *flow,
                                enum fn_state state)
{
    if (flow == NULL)
        return FN_ARGUMENT;
    const enum fn_state before = flow->state;
    flow->state = state;
    const enum fn_status status = fn_add_flow(device, entry, flow);
    if (status != FN_OK)
        flow->state = before;
    return status;
}

enum fn_status fn_monitor_flow(struct fn_device *device, unsigned entry, struct fn_flow *flow)
{
    return set_state(device, entry, flow, FN_STATE_MONITOR);
}

enum fn_status fn_zero_copy_flow(struct fn_device *device, unsigned entry, struct fn_flow *flow)
{
    return set_state(device, entry, flow, FN_STATE_ZERO_COPY);
}

enum fn_status fn_idle_flow(struct fn_device *device, unsigned entry, struct fn_flow *flow)
{
    return set_state(device, entry, flow, FN_STATE_IDLE);
}
