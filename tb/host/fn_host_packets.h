// SPDX-License-Identifier: Apache-2.0
//
// fn_host_packets - for the test of fn_host: what becomes of packets, and what each counter
// must say of it

#ifndef FN_HOST_PACKETS_H
#define FN_HOST_PACKETS_H

#include "fn_driver_access.h"
#include "functional/fn_flow_count.h"
#include "host/fn_host.h"
#include "lockstep.h"

enum { REASONS = FN_REASON_TOTAL, SENT = 64, CHANNELS = 6, MANY_FLOWS = 64 };

static struct {
    uint64_t counts[FN_STATISTICS_COUNTERS];  // as wide as the counters
    uint64_t flows[FN_FLOW_COUNTERS_FLOWS][FN_FLOW_CLASSES];
    uint16_t table_parity, context_parity;
} tally;

static void offer_packets(struct lockstep *bench, struct fn_host_in *in,
                          const struct fn_host_out *out, bool is_quiet)
{
    static struct lockstep_source sources[CHANNELS];
    const struct { bool *valid, ready; uint8_t *reason; } channels[CHANNELS] = {
        { &in->s_received_valid, out->s_received_ready, NULL },
        { &in->s_drop_valid, out->s_drop_ready, &in->s_drop_reason },
        { &in->s_delivery_valid, out->s_delivery_ready, &in->s_delivery_reason },
        { &in->s_transmit_valid, out->s_transmit_ready, &in->s_transmit_reason },
        { &in->s_flow_unplaced_valid, out->s_flow_unplaced_ready, &in->s_flow_unplaced_reason },
        { &in->s_flow_delivery_valid, out->s_flow_delivery_ready, &in->s_flow_delivery_reason }
    };

    for (unsigned c = 0; c < CHANNELS; c++) {
        if (!lockstep_offer(bench, &sources[c], channels[c].valid, channels[c].ready))
            continue;
        if (is_quiet)
            *channels[c].valid = sources[c].is_refused = false;
        if (channels[c].reason != NULL)
            *channels[c].reason = (uint8_t)lockstep_below(bench, REASONS);
        if (c == 4) {
            in->s_flow_unplaced_context = (uint16_t)lockstep_below(bench, 1024);
            in->s_flow_unplaced_software = lockstep_below(bench, 3) == 0;
            if (lockstep_below(bench, 2))
                in->s_flow_unplaced_reason = FN_REASON_DELIVERED;
            if (lockstep_below(bench, 2))
                in->s_flow_unplaced_context %= 3;
            else if (lockstep_below(bench, 16) == 0)  // seldom there
                in->s_flow_unplaced_context |= 0x3e8;
        }
        if (c == 5)
            in->s_flow_delivery_context = (uint16_t)lockstep_below(bench, 3);
    }
    in->s_table_parity_event = !is_quiet && lockstep_below(bench, 50) == 0;
    in->s_context_parity_event = !is_quiet && lockstep_below(bench, 60) == 0;
}

static void count_flows(struct lockstep *bench, const struct fn_host_in *in,
                        const struct fn_host_out *out, unsigned num_flows)
{
    const bool is_there = in->s_flow_unplaced_context < num_flows;

    if (in->s_flow_unplaced_valid && out->s_flow_unplaced_ready) {
        if (!in->s_flow_unplaced_software)
            tally.counts[in->s_flow_unplaced_reason]++;
        if (is_there)
            tally.flows[in->s_flow_unplaced_context]
                       [fn_flow_class_unplaced(in->s_flow_unplaced_reason)]++;
        if (num_flows <= MANY_FLOWS) {  // else they are hardly ever taken
            lockstep_cover(bench, "of a context that there is not", !is_there);
            lockstep_cover(bench, "counted for its flow only", in->s_flow_unplaced_software);
        }
    }
    if (in->s_flow_delivery_valid && out->s_flow_delivery_ready) {
        tally.counts[in->s_flow_delivery_reason]++;
        tally.flows[in->s_flow_delivery_context]
                   [fn_flow_class_of_reason(in->s_flow_delivery_reason)]++;
    }
}

// None comes in the driver's stretches, whose counters stand still.
static void drive_packets(struct lockstep *bench, struct fn_host_in *in,
                          const struct fn_host_out *out, unsigned num_flows, bool is_quiet)
{
    offer_packets(bench, in, out, is_quiet);
    if (in->rst) {
        memset(&tally, 0, sizeof tally);
        return;
    }
    tally.counts[REASONS] += in->s_received_valid && out->s_received_ready;
    tally.counts[in->s_drop_reason] += in->s_drop_valid && out->s_drop_ready;
    tally.counts[in->s_delivery_reason] += in->s_delivery_valid && out->s_delivery_ready;
    tally.counts[SENT + in->s_transmit_reason] += in->s_transmit_valid && out->s_transmit_ready;
    tally.counts[SENT + REASONS] += in->s_transmit_valid && out->s_transmit_ready;
    tally.table_parity = (uint16_t)(tally.table_parity + in->s_table_parity_event);
    tally.context_parity = (uint16_t)(tally.context_parity + in->s_context_parity_event);
    count_flows(bench, in, out, num_flows);
}

// Any counter, but for none of a flow if clearing them takes longer than the test has.
static uint32_t random_counter(struct lockstep *bench, unsigned num_flows)
{
    if (num_flows > MANY_FLOWS || lockstep_below(bench, 2))
        return lockstep_below(bench, 4) ? lockstep_below(bench, 2 * SENT)
                                        : REASONS + SENT * lockstep_below(bench, 2);
    return FN_REG_STATISTICS_COMMAND_FLOW_MASK
         | FN_PUT(STATISTICS_COMMAND_CONTEXT, lockstep_below(bench, lockstep_below(bench, 4)
                                                                    ? 3 : num_flows))
         | FN_PUT(STATISTICS_COMMAND_INDEX, lockstep_below(bench, 2) ? lockstep_below(bench, 3)
                                            : lockstep_below(bench, FN_FLOW_CLASSES));
}

// What it must say.
static uint64_t counted(uint32_t command)
{
    const unsigned index = FN_GET(STATISTICS_COMMAND_INDEX, command);

    return command & FN_REG_STATISTICS_COMMAND_FLOW_MASK
         ? tally.flows[FN_GET(STATISTICS_COMMAND_CONTEXT, command)][index] : tally.counts[index];
}

#endif
