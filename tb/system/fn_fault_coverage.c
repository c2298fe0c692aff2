// SPDX-License-Identifier: Apache-2.0
//
// fn_fault_coverage - see fn_fault_coverage.h

#include "system/fn_fault_coverage.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const sync_names[16] = {
#define NAME(name, value, text) [value] = #name,
    FN_SYNC_ENUM(NAME)
};

static const char *const reason_names[64] = {
#define NAME_OF(name, value, text) [value] = #name,
    FN_REASON_ENUM(NAME_OF)
};

void fn_fault_coverage_tick(struct fn_fault_coverage *coverage, const struct flownic *twin)
{
    const struct flownic_core *core = &twin->core.twin;
    const struct fn_host_in *host = &core->host.in;

    coverage->full_for_flows += host->s_flow_unplaced_valid && core->placement.in.m_unplaced_ready
                             && host->s_flow_unplaced_reason == FN_REASON_NO_COMPLETION;
    coverage->full_for_software += host->s_drop_valid && core->dma.in.m_drop_ready
                                && host->s_drop_reason == FN_REASON_NO_COMPLETION;
}

void fn_fault_coverage_record(struct fn_fault_coverage *coverage,
                              const struct fn_completion_record *record)
{
    if (record->kind == FN_KIND_ZERO_COPY || record->kind == FN_KIND_SURRENDERED)
        coverage->syncs[record->report.sync]++;
    else if (record->kind == FN_KIND_PACKET)
        coverage->syncs[record->sync]++;
}

// ---- The end ----

static void add(struct fn_fault_coverage *coverage, uint64_t count, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(struct fn_fault_coverage *coverage, uint64_t count, const char *format, ...)
{
    struct fn_fault_case *entry = &coverage->cases[coverage->num_cases++];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(entry->name, sizeof entry->name, format, arguments);
    va_end(arguments);
    entry->count = count;
}

static bool is_surrender(unsigned sync)
{
    return sync >= FN_SYNC_RST && sync <= FN_SYNC_STOP;
}

static void add_syncs(struct fn_fault_coverage *coverage,
                      const struct fn_applications *applications, bool has_rtp)
{
    for (unsigned s = FN_SYNC_START; s < 16; s++) {
        uint64_t surrenders = 0, returns = 0;
        for (unsigned f = 0; f < applications->num_flows; f++) {
            surrenders += applications->flows[f].flow.counts.syncs[s];
            returns += applications->flows[f].flow.counts.returns[s];
        }
        if (sync_names[s] == NULL || (s == FN_SYNC_NO_SLOT && !has_rtp))
            continue;
        if (!is_surrender(s)) {
            add(coverage, coverage->syncs[s], "sync %s", sync_names[s]);
            continue;
        }
        add(coverage, surrenders, "surrendered: %s", sync_names[s]);
        if (s != FN_SYNC_FIN)  // nothing follows
            add(coverage, returns, "back in zero copy after %s", sync_names[s]);
    }
}

// Of which each has its part in a fault run; the other ones have their own tests.
static const enum fn_reason wanted[] = {
    FN_REASON_PREAMBLE, FN_REASON_RX_ER, FN_REASON_RUNT, FN_REASON_FCS, FN_REASON_TCP_CHECKSUM,
    FN_REASON_NO_BUFFER, FN_REASON_BUS_ERROR, FN_REASON_DUPLICATE, FN_REASON_WINDOW,
    FN_REASON_TIMESTAMP, FN_REASON_ACKNOWLEDGMENT, FN_REASON_CHALLENGE, FN_REASON_PROBE,
    FN_REASON_HOLES
};

void fn_fault_coverage_close(struct fn_fault_coverage *coverage, const uint64_t *reasons,
                             const struct fn_applications *applications)
{
    uint64_t rtp = 0, given_up = 0, udp = 0;

    for (unsigned f = 0; f < applications->num_flows; f++) {
        const struct fn_paged_flow *flow = &applications->flows[f].flow;
        rtp += flow->rtp != NULL ? flow->counts.zero_copied : 0;
        given_up += flow->rtp != NULL ? flow->counts.accepts : 0;
        udp += flow->is_udp && flow->rtp == NULL ? flow->counts.zero_copied : 0;
    }
    for (unsigned r = 0; r < sizeof wanted / sizeof wanted[0]; r++)
        add(coverage, reasons[wanted[r]], "dropped: %s", reason_names[wanted[r]]);
    add(coverage, coverage->full_for_software, "full completion ring: packets of software");
    add(coverage, coverage->full_for_flows, "full completion ring: packets of flows");
    add(coverage, applications->paging.num_timeouts, "full completion ring: calls made again");
    add(coverage, applications->paging.num_missing, "pages missing");
    add_syncs(coverage, applications, rtp > 0);
    add(coverage, udp, "bytes of UDP through pages");
    add(coverage, rtp, "bytes of RTP through pages");
    add(coverage, given_up, "slots of RTP given up");
}
