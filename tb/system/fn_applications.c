// SPDX-License-Identifier: Apache-2.0
//
// fn_applications - see fn_applications.h

#include "system/fn_applications.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "system/fn_oracle.h"
#include "system/fn_paged_rtp.h"

enum { TCP = 6, UDP = 17, MAX_PATH = 4096 };

typedef struct fn_applications applications_t;

static void deliver(void *context, struct fn_paged_flow *flow, const uint8_t *bytes,
                    size_t length)
{
    struct fn_application *application = context;

    application->num_bytes += length;
    EVP_DigestUpdate(application->hash, bytes, length);
    if (fwrite(bytes, 1, length, application->stream) != length)
        fn_paging_fault(flow->paging, "handle %u: its file cannot be written", flow->flow.handle);
}

// ---- Opening ----

unsigned fn_applications_flows(const struct fn_flows *flows)
{
    unsigned count = 0;

    for (unsigned f = 0; f < flows->num_flows; f++)
        count += flows->flows[f].zero_copy;
    return count;
}

size_t fn_applications_pages(const struct fn_flows *flows)
{
    size_t pages = 0;

    for (unsigned f = 0; f < flows->num_flows; f++)
        if (flows->flows[f].zero_copy)
            pages += flows->flows[f].paging.pages;
    return pages == 0 ? 0 : pages + FN_APPLICATIONS_SPARE;
}

static bool open_application(applications_t *applications, const struct fn_flows_entry *from,
                             const char *folder)
{
    const unsigned index = applications->num_flows++;
    struct fn_application *application = &applications->flows[index];
    struct fn_paged_flow *flow = &application->flow;
    char path[MAX_PATH];

    flow->paging = &applications->paging;
    flow->config = from->paging;
    flow->flow = from->flow;
    flow->entry = from->entry;
    flow->index = applications->first_context + index;
    flow->is_udp = from->flow.protocol == UDP;
    flow->deliver = deliver;
    flow->context = application;
    applications->of_entry[from->entry] = (int)index;
    snprintf(path, sizeof path, "%s/flow_%u.bin", folder == NULL ? "" : folder,
             from->flow.handle);
    application->stream = folder == NULL ? tmpfile() : fopen(path, "w+");
    application->hash = EVP_MD_CTX_new();
    return fn_paged_flow_open(flow) && application->stream != NULL && application->hash != NULL
        && EVP_DigestInit_ex(application->hash, EVP_sha256(), NULL) == 1;
}

bool fn_applications_open(applications_t *applications, const struct fn_flows *flows,
                          const char *folder, uint8_t *memory)
{
    bool is_open = fn_page_pool_open(&applications->paging.pool, memory,
                                     fn_applications_pages(flows), applications->paging.random);

    applications->flows = calloc(FN_FLOWS_MAX, sizeof applications->flows[0]);
    is_open &= applications->flows != NULL;
    for (unsigned e = 0; e < FN_FLOWS_MAX; e++)
        applications->of_entry[e] = -1;
    for (unsigned f = 0; f < flows->num_flows && is_open; f++) {
        applications->entries[flows->flows[f].entry] = fn_oracle_entry(&flows->flows[f]);
        if (flows->flows[f].zero_copy)
            is_open = open_application(applications, &flows->flows[f], folder);
    }
    return is_open;
}

// ---- Records ----

static struct fn_application *of_entry(applications_t *applications, unsigned entry)
{
    const int index = entry < FN_FLOWS_MAX ? applications->of_entry[entry] : -1;
    return index < 0 ? NULL : &applications->flows[index];
}

// While an entry is written it matches nothing.
static struct fn_application *of_frame(applications_t *applications,
                                       const struct fn_completion_record *record,
                                       const uint8_t *frame)
{
    static const struct fn_filter none;
    struct fn_packet_record parsed;
    struct fn_flow_key key;
    enum fn_reason reason;

    if (record->fragment || (record->protocol != TCP && record->protocol != UDP))
        return NULL;
    fn_parse(frame, record->frame_length, &none, &parsed, &key, &reason);
    const struct fn_flow_match match = fn_flow_match(applications->entries, FN_FLOWS_MAX, &key);
    return match.hit && !parsed.checksum_unknown ? of_entry(applications, match.index) : NULL;
}

// A packet that a flow context has given to software.
static void count_record(applications_t *applications, const struct fn_completion_record *record)
{
    if (record->kind == FN_KIND_PACKET && record->reason == FN_REASON_DELIVERED && record->hit
            && record->state == FN_STATE_ZERO_COPY
            && of_entry(applications, record->flow_index) != NULL)
        of_entry(applications, record->flow_index)->num_records++;
}

void fn_applications_take(applications_t *applications,
                          const struct fn_completion_record *record, const uint8_t *frame)
{
    struct fn_application *application;

    if (record->kind == FN_KIND_ZERO_COPY || record->kind == FN_KIND_SURRENDERED) {
        const unsigned index = record->report.context - applications->first_context;
        if (index >= applications->num_flows)
            fn_paging_fault(&applications->paging, "a report of context %u",
                            record->report.context);
        else
            fn_paged_flow_report(&applications->flows[index].flow, &record->report);
        return;
    }
    count_record(applications, record);
    if (applications->num_flows == 0 || record->kind != FN_KIND_PACKET
            || record->reason != FN_REASON_DELIVERED || record->security != FN_SECURITY_CLEAR
            || record->l4_checksum == FN_CHECKSUM_BAD)
        return;
    application = record->hit ? of_entry(applications, record->flow_index)
                              : of_frame(applications, record, frame);
    if (application != NULL
            && record->protocol == application->flow.flow.protocol && !record->fragment)
        fn_paged_flow_packet(&application->flow, record, frame);
}

// It may have told of any flow.
void fn_applications_lost(applications_t *applications)
{
    applications->paging.num_lost++;
    for (unsigned f = 0; f < applications->num_flows; f++)
        fn_paged_flow_stop(&applications->flows[f].flow);
}

void fn_applications_poll(applications_t *applications)
{
    for (unsigned f = 0; f < applications->num_flows; f++)
        fn_paged_flow_poll(&applications->flows[f].flow);
}

unsigned fn_applications_placing(const applications_t *applications)
{
    unsigned count = 0;

    for (unsigned f = 0; f < applications->num_flows; f++)
        count += applications->flows[f].flow.mode == FN_PAGED_CORE
              && applications->flows[f].flow.is_placing;
    return count;
}

// ---- The end ----

void fn_applications_end(applications_t *applications)
{
    applications->paging.is_ending = true;
    for (unsigned f = 0; f < applications->num_flows; f++)
        fn_paged_flow_stop(&applications->flows[f].flow);
}

bool fn_applications_are_back(const applications_t *applications)
{
    for (unsigned f = 0; f < applications->num_flows; f++)
        if (applications->flows[f].flow.mode != FN_PAGED_SOFTWARE)
            return false;
    return true;
}

void fn_applications_close(applications_t *applications)
{
    for (unsigned f = 0; f < applications->num_flows; f++) {
        struct fn_application *application = &applications->flows[f];
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned length = 0;
        fn_paged_rtp_flush(&application->flow);
        EVP_DigestFinal_ex(application->hash, digest, &length);
        for (unsigned b = 0; b < length; b++)
            snprintf(application->sha256 + 2 * b, 3, "%02x", digest[b]);
        fclose(application->stream);
        EVP_MD_CTX_free(application->hash);
    }
    if (!fn_page_pool_check(&applications->paging.pool))
        fn_paging_fault(&applications->paging, "%llu pages have changed that were free",
                        (unsigned long long)applications->paging.pool.num_changed);
}

void fn_applications_free(applications_t *applications)
{
    for (unsigned f = 0; f < applications->num_flows; f++)
        fn_paged_flow_close(&applications->flows[f].flow);
    free(applications->flows);
    fn_page_pool_close(&applications->paging.pool);
}
