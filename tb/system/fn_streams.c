// SPDX-License-Identifier: Apache-2.0
//
// fn_streams - see fn_streams.h

#include "system/fn_streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_CYCLES = 16, QUIET_CYCLES = 6000, MAX_CYCLES = 2000000, TAKE_AWAY = 2, DAMAGE = 400 };

bool fn_streams_read(struct fn_streams *streams, const char *path)
{
    memset(streams, 0, sizeof *streams);
    streams->is_over = true;  // until it starts
    if (!fn_flows_read(&streams->flows, path))
        fprintf(stderr, "FAIL %s\n", streams->flows.fault);
    return streams->flows.fault[0] == '\0';
}

static void take(void *context, const struct fn_completion_record *record, const uint8_t *frame)
{
    struct fn_streams *streams = context;
    streams->idle_since = *streams->cycle;
    fn_applications_take(&streams->applications, record, frame);
}

static enum fn_status set_up(struct fn_streams *streams)
{
    struct fn_device *device = &streams->computer->device;
    const struct fn_flows *flows = &streams->flows;
    enum fn_status status = fn_set_mac(device, flows->mac);

    if (status == FN_OK)
        status = fn_set_filters(device, &flows->filters);
    for (unsigned f = 0; f < flows->num_flows && status == FN_OK; f++)
        status = fn_add_flow(device, flows->flows[f].entry, &flows->flows[f].flow);
    return status == FN_OK ? fn_start(device) : status;
}

// All packets that have a verdict.
static uint64_t count_verdicts(struct fn_streams *streams)
{
    struct fn_device *device = &streams->computer->device;
    enum fn_status status = FN_OK;
    uint64_t total = 0, count = 0;

    for (unsigned r = 0; r < FN_REASON_TOTAL && status == FN_OK; r++) {
        status = fn_read_statistic(device, r, &count);
        total += count;
    }
    if (status != FN_OK)
        fn_computer_fail(streams->computer, "statistics: %s", fn_status_text(status));
    return total;
}

bool fn_streams_start(struct fn_streams *streams, struct fn_computer *computer,
                      const uint64_t *cycle, uint64_t size, unsigned seed)
{
    struct fn_paging *paging = &streams->applications.paging;

    streams->computer = computer;
    streams->cycle = cycle;
    streams->size = size;
    streams->next_poll = streams->idle_since = *cycle;
    if (!fn_computer_boot(computer))
        return false;
    paging->calls = &fn_paging_driver;
    paging->device = &computer->device;
    paging->random = seed;
    paging->take_away = TAKE_AWAY;
    streams->senders.damage = DAMAGE;
    if (!fn_applications_open(&streams->applications, &streams->flows, NULL, computer->pages)
            || !fn_senders_open(&streams->senders, &streams->flows, &streams->applications,
                                size, seed))
        return fn_computer_fail(computer, "the streams cannot be opened");
    fn_stack_open(&streams->stack, &computer->device, computer->scratch);
    streams->stack.take = take;
    streams->stack.context = streams;
    const enum fn_status status = set_up(streams);
    streams->num_before = count_verdicts(streams);
    streams->is_over = false;
    return status == FN_OK
        || fn_computer_fail(computer, "driver: %s", fn_status_text(status));
}

size_t fn_streams_next(struct fn_streams *streams, const uint8_t **bytes)
{
    size_t length = 0;

    if (streams->is_over)
        return 0;
    *bytes = fn_senders_next(&streams->senders, &length);
    streams->is_over = *bytes == NULL;
    if (streams->is_over)
        return 0;
    streams->num_packets++;
    streams->idle_since = *streams->cycle;
    return length;
}

bool fn_streams_poll(struct fn_streams *streams)
{
    struct fn_applications *applications = &streams->applications;

    if (*streams->cycle < streams->next_poll)
        return true;
    streams->next_poll = *streams->cycle + POLL_CYCLES;
    enum fn_status status = fn_stack_poll(&streams->stack);
    if (streams->senders.is_calm)
        applications->paging.take_away = 0;
    fn_applications_poll(applications);
    if (status == FN_OK)
        status = applications->paging.status;
    if (status != FN_OK)
        return fn_computer_fail(streams->computer, "driver: %s", fn_status_text(status));
    if (*streams->cycle - streams->idle_since > MAX_CYCLES)
        return fn_computer_fail(streams->computer, "streams: stuck");
    if (!streams->is_over || *streams->cycle - streams->idle_since < QUIET_CYCLES)
        return true;
    if (!streams->is_ending)
        fn_applications_end(applications);
    streams->is_ending = true;
    return !fn_applications_are_back(applications);
}

int fn_streams_close(struct fn_streams *streams, const char *module)
{
    struct fn_paging *paging = &streams->applications.paging;
    const char *fault = streams->computer->fault;
    uint64_t zero_copied = 0;

    if (streams->applications.flows == NULL)
        return EXIT_FAILURE;
    const uint64_t verdicts = count_verdicts(streams) - streams->num_before;
    if (verdicts != streams->num_packets)
        fn_paging_fault(paging, "%llu packets counted", (unsigned long long)verdicts);
    if (fault[0] == '\0')
        fn_senders_check(&streams->senders, paging);
    fn_applications_close(&streams->applications);
    for (unsigned f = 0; f < streams->applications.num_flows; f++)
        zero_copied += streams->applications.flows[f].flow.counts.zero_copied;
    if (4 * zero_copied < streams->size * streams->applications.num_flows)
        fn_paging_fault(paging, "%llu bytes by pages", (unsigned long long)zero_copied);
    for (uint64_t f = 0; f < paging->num_faults && f < FN_PAGING_FAULTS; f++)
        fprintf(stderr, "%s: %s\n", module, paging->faults[f]);
    if (fault[0] != '\0')
        fprintf(stderr, "%s: %s\n", module, fault);
    const bool is_good = paging->num_faults == 0 && fault[0] == '\0';
    printf("%s %s: streams of %llu bytes, %llu packets, %llu bytes by pages\n",
           is_good ? "PASS" : "FAIL", module, (unsigned long long)streams->size,
           (unsigned long long)streams->num_packets, (unsigned long long)zero_copied);
    fn_applications_free(&streams->applications);
    fn_senders_close(&streams->senders);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
