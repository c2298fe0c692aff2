// SPDX-License-Identifier: Apache-2.0
//
// fn_strain_flows - entries of the flow table, and the contexts that they lead to: fn_strain.h

#include <string.h>

#include "fn_driver_access.h"
#include "functional/fn_flow_context.h"
#include "system/fn_strain.h"

enum { TCP = 6, UDP = 17, FIRST_PAGES = 6 };

void fn_strain_operate(struct fn_strain *strain, unsigned operation, unsigned context,
                       uint64_t argument)
{
    fn_strain_write(strain, FN_REG_FLOW_CONTEXT_ARGUMENT_LOW, (uint32_t)argument);
    fn_strain_write(strain, FN_REG_FLOW_CONTEXT_ARGUMENT_HIGH, (uint32_t)(argument >> 32));
    fn_strain_write(strain, FN_REG_FLOW_CONTEXT_COMMAND,
                    FN_PUT(FLOW_CONTEXT_COMMAND_INDEX, context)
                    | FN_PUT(FLOW_CONTEXT_COMMAND_OPERATION, operation)
                    | FN_REG_FLOW_CONTEXT_COMMAND_GO_MASK);
    fn_strain_await(strain, FN_REG_FLOW_CONTEXT_COMMAND, FN_REG_FLOW_CONTEXT_COMMAND_GO_MASK);
    strain->num_operations++;
}

static void random_bytes(struct fn_strain *strain, void *bytes, size_t size)
{
    for (size_t b = 0; b < size; b++)
        ((uint8_t *)bytes)[b] = (uint8_t)fn_strain_below(strain, 256);
}

// ---- A context ----

static void start(struct fn_strain *strain, unsigned index, unsigned handle, bool is_udp)
{
    struct fn_context context;
    uint8_t           words[4 * FN_CONTEXT_WORDS];
    uint64_t          page;

    random_bytes(strain, words, sizeof words);
    fn_record_unpack(&fn_context_record, words, &context);
    context.handle = (uint16_t)handle;
    context.udp = is_udp;
    context.rtp = context.udp && !strain->is_crowded && fn_strain_below(strain, 4) == 0;
    context.intervals = context.fin_pending = 0;
    context.acknowledge_packets = 2;
    context.window_edge = context.receive_next + (1u << 18);
    if (context.rtp) {
        context.receive_next &= ~0x7ffu;
        context.page_offset &= 0x800;
    }
    memset(words, 0, sizeof words);
    fn_record_pack(&fn_context_record, &context, words);
    for (unsigned w = 0; w < FN_CONTEXT_WORDS; w++) {
        uint32_t word;
        memcpy(&word, words + 4 * w, sizeof word);
        fn_strain_operate(strain, FN_OPERATION_WRITE, index, (uint64_t)word << 32 | w);
    }
    fn_strain_operate(strain, FN_OPERATION_START, index, 0);
    for (unsigned p = 0; p < FIRST_PAGES; p++) {
        random_bytes(strain, &page, sizeof page);
        fn_strain_operate(strain, FN_OPERATION_POST_PAGE, index, page & ~(uint64_t)0xfff);
    }
    strain->contexts[strain->num_contexts++ % FN_STRAIN_FLOWS] = (uint16_t)index;
}

// ---- An entry ----

static void write_address(struct fn_strain *strain, unsigned offset,
                          const struct fn_address *address)
{
    uint32_t word;

    for (unsigned w = 0; w < 4; w++) {
        memcpy(&word, address->byte + 4 * w, sizeof word);
        fn_strain_write(strain, offset + 4 * w, word);
    }
}

// Fields that are compared: enough of them, and seldom one in which packets may differ.
static uint32_t random_mask(struct fn_strain *strain, unsigned f)
{
    uint32_t mask = FN_REG_FLOW_MASK_DESTINATION_ADDRESS_MASK;

    if (strain->is_crowded)
        return mask;
    if (f % 4 == 0)
        mask |= FN_REG_FLOW_MASK_SOURCE_PORT_MASK;
    if (f % 4 == 1)
        mask |= FN_REG_FLOW_MASK_DESTINATION_PORT_MASK | FN_REG_FLOW_MASK_PROTOCOL_MASK;
    if (f % 4 == 2)
        mask |= FN_REG_FLOW_MASK_SOURCE_ADDRESS_MASK | FN_REG_FLOW_MASK_IP_VERSION_MASK
              | FN_REG_FLOW_MASK_SECURITY_MASK;
    return fn_strain_below(strain, 3) ? mask : mask | 1u << fn_strain_below(strain, 13);
}

void fn_strain_add_flow(struct fn_strain *strain, unsigned f)
{
    const struct fn_packet_flow from = fn_packet_maker_flow(strain->maker.salt, f);
    const bool is_udp = strain->is_crowded || fn_strain_below(strain, 8) != 0;
    const unsigned handle = fn_strain_below(strain, 65536);
    const unsigned context = (strain->is_crowded ? 43 * f + (unsigned)strain->maker.salt
                              : fn_strain_below(strain, strain->num_flows)) % strain->num_flows;
    const bool is_placed = strain->is_crowded || fn_strain_below(strain, 6) != 0;
    const unsigned entry = strain->is_crowded ? f % strain->num_entries
                                              : fn_strain_below(strain, strain->num_entries);
    const unsigned state = is_placed ? FN_STATE_ZERO_COPY : fn_strain_below(strain, 2);

    write_address(strain, FN_REG_FLOW_DESTINATION_ADDRESS_0, &from.destination_address);
    write_address(strain, FN_REG_FLOW_SOURCE_ADDRESS_0, &from.source_address);
    fn_strain_write(strain, FN_REG_FLOW_SPI, from.spi);
    fn_strain_write(strain, FN_REG_FLOW_PORTS,
                    FN_PUT(FLOW_PORTS_DESTINATION, from.destination_port)
                    | FN_PUT(FLOW_PORTS_SOURCE, from.source_port));
    fn_strain_write(strain, FN_REG_FLOW_ATTRIBUTES,
                    FN_PUT(FLOW_ATTRIBUTES_PROTOCOL, is_udp ? UDP : TCP)
                    | FN_PUT(FLOW_ATTRIBUTES_SECURITY, fn_strain_below(strain, 8) ? 0 : 1)
                    | FN_PUT(FLOW_ATTRIBUTES_IP_VERSION, from.ip_version)
                    | FN_PUT(FLOW_ATTRIBUTES_VLAN_PRESENT, fn_strain_below(strain, 2))
                    | FN_PUT(FLOW_ATTRIBUTES_RTP, fn_strain_below(strain, 2))
                    | FN_PUT(FLOW_ATTRIBUTES_VLAN_ID, fn_packet_maker_vlan(strain->maker.salt)));
    fn_strain_write(strain, FN_REG_FLOW_ASSOCIATION,
                    fn_strain_below(strain, 2) ? 0 : 1u << fn_strain_below(strain, 8));
    fn_strain_write(strain, FN_REG_FLOW_MASK, random_mask(strain, f));
    fn_strain_write(strain, FN_REG_FLOW_INFO_0, FN_PUT(FLOW_INFO_0_HANDLE, handle)
                    | FN_PUT(FLOW_INFO_0_CONTEXT, context));
    fn_strain_write(strain, FN_REG_FLOW_INFO_1,
                    FN_PUT(FLOW_INFO_1_ASSOCIATION, fn_strain_below(strain, 256))
                    | FN_PUT(FLOW_INFO_1_STATE, state)
                    | FN_PUT(FLOW_INFO_1_SPLIT, fn_strain_below(strain, 2))
                    | FN_PUT(FLOW_INFO_1_HOLD, fn_strain_below(strain, 4) == 0));
    fn_strain_write(strain, FN_REG_FLOW_COMMAND,
                    FN_PUT(FLOW_COMMAND_INDEX, entry)
                    | FN_REG_FLOW_COMMAND_ENABLE_MASK | FN_REG_FLOW_COMMAND_GO_MASK);
    fn_strain_await(strain, FN_REG_FLOW_COMMAND, FN_REG_FLOW_COMMAND_GO_MASK);
    if (is_placed)
        start(strain, context, handle, is_udp);
}
