// SPDX-License-Identifier: Apache-2.0
//
// fn_host_tables - for the test of fn_host: who takes entries of the flow table and multicast
// addresses, and whether they are what was written to the registers

#ifndef FN_HOST_TABLES_H
#define FN_HOST_TABLES_H

#include "fn_driver_access.h"
#include "host/fn_host.h"
#include "lockstep.h"

enum { FLOW_WORDS = 15 };

// ---- The table: ready falls with each write it takes ----

static struct {
    unsigned            busy, writes;
    uint8_t             index;
    bool                enable;
    uint16_t            mask;
    struct fn_flow_key  key;
    struct fn_flow_info info;
} table;

static struct { unsigned writes; uint8_t index; bool enable; uint64_t address; } multicast;

static void take_writes(struct lockstep *bench, const struct fn_host_in *in,
                        const struct fn_host_out *out)
{
    table.busy -= table.busy != 0;
    if (!in->rst && out->m_write_valid && in->m_write_ready) {
        lockstep_check(bench, "one write for each command", table.writes == 0);
        table.writes++;
        table.busy = 1 + lockstep_below(bench, 40);
        table.index = out->m_write_index;
        table.enable = out->m_write_enable;
        table.mask = out->m_write_mask;
        table.key = out->m_write_key;
        table.info = out->m_write_info;
    }
    if (!in->rst && out->m_multicast_valid) {
        multicast.writes++;
        multicast.index = out->m_multicast_index;
        multicast.enable = out->m_multicast_enable;
        multicast.address = out->m_multicast_address;
    }
}

static uint32_t number_of(const struct fn_address *address, unsigned word)
{
    const uint8_t *byte = address->byte + 4 * word;
    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
}

// word: of the window, then the command.
static void check_flow(struct lockstep *bench, const uint32_t *word, unsigned num_entries)
{
    const uint32_t attributes = word[10], mask = word[12];
    const struct fn_flow_key *const key = &table.key;
    const bool has_port = (mask & 0x18) != 0;
    bool good = table.writes == 1;

    for (unsigned w = 0; w < 4; w++)
        good = good && number_of(&key->destination_address, w) == word[w]
            && number_of(&key->source_address, w) == word[4 + w];
    good = good && key->spi == word[8]
        && key->destination_port == FN_GET(FLOW_PORTS_DESTINATION, word[9])
        && key->source_port == FN_GET(FLOW_PORTS_SOURCE, word[9])
        && key->protocol == FN_GET(FLOW_ATTRIBUTES_PROTOCOL, attributes)
        && key->security == FN_GET(FLOW_ATTRIBUTES_SECURITY, attributes)
        && key->ip_version == FN_GET(FLOW_ATTRIBUTES_IP_VERSION, attributes)
        && key->vlan_present == FN_GET(FLOW_ATTRIBUTES_VLAN_PRESENT, attributes)
        && key->rtp == FN_GET(FLOW_ATTRIBUTES_RTP, attributes)
        && key->vlan_id == FN_GET(FLOW_ATTRIBUTES_VLAN_ID, attributes)
        && key->association == FN_GET(FLOW_ASSOCIATION, word[11]) && key->ports_present == 1
        && table.mask == ((mask & 0x17ff) | (has_port ? 0x800u : 0))
        && table.info.handle == FN_GET(FLOW_INFO_0_HANDLE, word[13])
        && table.info.context == FN_GET(FLOW_INFO_0_CONTEXT, word[13])
        && table.info.association == FN_GET(FLOW_INFO_1_ASSOCIATION, word[14])
        && table.info.state == FN_GET(FLOW_INFO_1_STATE, word[14])
        && table.info.split == FN_GET(FLOW_INFO_1_SPLIT, word[14])
        && table.info.hold == FN_GET(FLOW_INFO_1_HOLD, word[14])
        && table.index == word[FLOW_WORDS] % num_entries
        && table.enable == FN_GET(FLOW_COMMAND_ENABLE, word[FLOW_WORDS]);
    lockstep_check(bench, "the entry is what the window says", good);
    lockstep_check(bench, "a command is over when the table is", table.busy == 0);
    lockstep_cover(bench, "flow written", true);
    lockstep_cover(bench, "flow with a port", has_port);
}

#endif
