// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_balance - see fn_flow_balance.h

#include "system/fn_flow_balance.h"

#include <stdio.h>
#include <string.h>

#include "functional/fn_flow_count.h"

enum { TEXT = 160 };

#define DIFFER(...)                                    \
    do {                                               \
        char text[TEXT];                               \
        snprintf(text, sizeof text, __VA_ARGS__);      \
        fn_oracle_note(oracle, text);                  \
    } while (0)

typedef unsigned long long count_t;  // as printf has it

static const char *const names[FN_FLOW_CLASSES] = {
#define NAME(name, value, text) [value] = #name,
    FN_FLOW_CLASS_ENUM(NAME)
};

static bool is_of_flows_only(unsigned class)
{
    return class >= FN_FLOW_CLASS_DUPLICATE;
}

// Of what other packets come to as well, flows have no more than all.
static void check_classes(struct fn_oracle *oracle, const uint64_t *sums)
{
    uint64_t all[FN_FLOW_CLASSES] = { 0 };

    for (unsigned r = 0; r < FN_REASON_TOTAL; r++)
        all[fn_flow_class_of_reason(r)] += oracle->reasons[r];
    for (unsigned c = 0; c < FN_FLOW_CLASSES; c++)
        if (c != FN_FLOW_CLASS_SOFTWARE
                && (sums[c] > all[c] || (is_of_flows_only(c) && sums[c] < all[c])))
            DIFFER("flows have %llu packets of class %s, all have %llu", (count_t)sums[c],
                   names[c], (count_t)all[c]);
}

// What was delivered is placed, or has a record; a bus error may have cost the record.
static void check_delivered(struct fn_oracle *oracle, const uint64_t *sums)
{
    const uint64_t known = sums[FN_FLOW_CLASS_PLACED] + oracle->num_delivered;
    const uint64_t counted = oracle->reasons[FN_REASON_DELIVERED];

    if (known > counted || known + oracle->num_lost_reports < counted)
        DIFFER("%llu packets delivered, %llu of flows placed, %llu records", (count_t)counted,
               (count_t)sums[FN_FLOW_CLASS_PLACED], (count_t)oracle->num_delivered);
}

// Where no report was lost they tell of each packet once, of those, too, that failed later.
static void check_flow(struct fn_oracle *oracle, const struct fn_application *application)
{
    const uint64_t *counts = application->counts;
    const uint64_t placed = counts[FN_FLOW_CLASS_PLACED];
    const uint64_t reported = application->flow.counts.placed_packets;
    const unsigned handle = application->flow.flow.handle;

    if (reported > placed + counts[FN_FLOW_CLASS_BUS_ERROR]
            || (reported < placed && oracle->num_lost_reports == 0))
        DIFFER("handle %u: %llu packets placed, %llu reported", handle, (count_t)placed,
               (count_t)reported);
    if (application->num_records > counts[FN_FLOW_CLASS_SOFTWARE])
        DIFFER("handle %u: %llu packets given to software, %llu records", handle,
               (count_t)counts[FN_FLOW_CLASS_SOFTWARE], (count_t)application->num_records);
}

// Given to software, but without a record: there was no room.
static void check_software(const struct fn_applications *applications, struct fn_oracle *oracle,
                           const uint64_t *sums)
{
    const uint64_t *reasons = oracle->reasons;
    const uint64_t lost = reasons[FN_REASON_NO_BUFFER] + reasons[FN_REASON_BUFFER_SIZE]
                        + reasons[FN_REASON_NO_COMPLETION] + reasons[FN_REASON_BUS_ERROR]
                        + oracle->num_lost_reports;
    uint64_t records = 0;

    for (unsigned f = 0; f < applications->num_flows; f++)
        records += applications->flows[f].num_records;
    if (sums[FN_FLOW_CLASS_SOFTWARE] > records + lost)
        DIFFER("flows gave %llu packets to software, %llu records",
               (count_t)sums[FN_FLOW_CLASS_SOFTWARE], (count_t)records);
}

// The device may know of more: a report may be lost, a packet may turn out bad or have no room.
static void check_parity(struct fn_oracle *oracle, struct fn_device *device)
{
    const struct fn_parity_errors *errors = &oracle->parity;

    if (fn_read_parity_errors(device, &oracle->parity) != FN_OK
            || errors->contexts < oracle->num_parity_reports
            || errors->flow_table < oracle->num_parity_packets
            || errors->contexts > oracle->num_parity_reports + oracle->num_lost_reports)
        DIFFER("parity errors: %u of contexts, %llu reported; %u of flows, %llu packets",
               errors->contexts, (count_t)oracle->num_parity_reports, errors->flow_table,
               (count_t)oracle->num_parity_packets);
}

void fn_flow_balance_check(struct fn_applications *applications, struct fn_oracle *oracle,
                           struct fn_device *device)
{
    uint64_t sums[FN_FLOW_CLASSES] = { 0 };
    enum fn_status status = FN_OK;

    for (unsigned f = 0; f < applications->num_flows; f++) {
        struct fn_application *application = &applications->flows[f];
        for (unsigned c = 0; c < FN_FLOW_CLASSES && status == FN_OK; c++) {
            status = fn_read_flow_counter(device, application->flow.index, (enum fn_flow_class)c,
                                          &application->counts[c]);
            sums[c] += application->counts[c];
        }
        check_flow(oracle, application);
    }
    if (status != FN_OK) {
        DIFFER("counters of flows cannot be read: %s", fn_status_text(status));
        return;
    }
    check_classes(oracle, sums);
    check_delivered(oracle, sums);
    check_software(applications, oracle, sums);
    check_parity(oracle, device);
}
