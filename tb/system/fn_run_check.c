// SPDX-License-Identifier: Apache-2.0
//
// fn_run_check - see fn_run_check.h

#include "system/fn_run_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "functional/fn_insert_checksum.h"

enum { MIN_FRAME = 60, LATENCY_BIN = 8 };

static void differ(struct fn_run *run, const char *format, ...)
{
    va_list arguments;
    if (run->summary.mismatches < FN_RUN_DIFFERENCES) {
        char *text = run->differences[run->summary.mismatches];
        va_start(arguments, format);
        vsnprintf(text, sizeof run->differences[0], format, arguments);
        va_end(arguments);
    }
    run->summary.mismatches++;
}

// ---- Set-up ----

static void add_entry(struct fn_receive *receive, const struct fn_flows_entry *from)
{
    const struct fn_flow *flow = &from->flow;
    const unsigned ports = FN_MATCH_DESTINATION_PORT | FN_MATCH_SOURCE_PORT;
    struct fn_flow_entry *entry = &receive->entries[from->entry];

    entry->enable = true;
    entry->mask = (uint16_t)(flow->match | ((flow->match & ports) != 0) << 11);
    memcpy(entry->key.destination_address.byte, flow->destination_address, FN_ADDRESS_BYTES);
    memcpy(entry->key.source_address.byte, flow->source_address, FN_ADDRESS_BYTES);
    entry->key.spi = flow->spi;
    entry->key.destination_port = flow->destination_port;
    entry->key.source_port = flow->source_port;
    entry->key.protocol = flow->protocol;
    entry->key.association = flow->association;
    entry->key.vlan_id = flow->vlan_id;
    entry->key.vlan_present = flow->vlan_present;
    entry->key.security = flow->security;
    entry->key.ip_version = flow->ip_version;
    entry->key.ports_present = 1;
    entry->key.rtp = flow->rtp;
    entry->info = (struct fn_flow_info){
        .handle = flow->handle, .context = flow->context,
        .association = flow->info_association, .state = (uint8_t)flow->state,
        .split = flow->split, .hold = flow->hold
    };
}

void fn_run_open_check(struct fn_run *run)
{
    const struct fn_flows *flows = run->flows;
    struct fn_receive *receive = &run->receive;
    struct fn_filter *filter = &receive->filter;

    filter->promiscuous = flows->filters.promiscuous;
    filter->broadcast = flows->filters.broadcast;
    filter->all_multicast = flows->filters.all_multicast;
    memcpy(filter->address, flows->mac, FN_MAC_BYTES);
    for (unsigned m = 0; m < flows->num_multicast; m++) {
        filter->multicast[m].enable = true;
        memcpy(filter->multicast[m].address, flows->multicast[m], FN_MAC_BYTES);
    }
    receive->keep_bad_checksum = flows->filters.keep_bad_checksum;
    receive->frame_maximum = flows->frame_maximum;
    receive->buffer_size = run->system.computer.buffer_size;
    receive->split_offset = run->system.computer.device.config.split_offset;
    receive->num_entries = FN_SYSTEM_ENTRIES;
    for (unsigned f = 0; f < flows->num_flows; f++)
        add_entry(receive, &flows->flows[f]);
}

// ---- Received ----

void fn_run_expect(struct fn_run *run, const uint8_t *frame, size_t length, enum fn_reason wire)
{
    struct fn_received received;

    fn_receive(&run->receive, frame, length, wire, &received);
    run->expected_reasons[received.reason]++;
    fn_outputs_parsed(run->outputs, run->num_fed, length, &received);
    if (received.reason == FN_REASON_DELIVERED)
        run->pending[run->num_pending++ % FN_RUN_PENDING] = (struct fn_run_expected){
            frame, length, run->num_fed, received.completion
        };
}

// Fields that only the core can know are taken from its record.
static bool is_as_foretold(const struct fn_run_expected *expected,
                           const struct fn_completion_record *record, const char **field)
{
#define CHECK(name, bits, type)                                                    \
    if (record->name != expected->completion.name && strcmp(#name, "buffer") != 0  \
            && strcmp(#name, "timestamp") != 0 && strcmp(#name, "phase") != 0) {   \
        *field = #name;                                                            \
        return false;                                                              \
    }
    FN_COMPLETION_FIELDS(CHECK)
#undef CHECK
    return true;
}

// Frames for which there was no room leave gaps: the next one with these bytes is meant.
static struct fn_run_expected *find_expected(struct fn_run *run,
                                             const struct fn_completion_record *record,
                                             const uint8_t *frame)
{
    for (uint64_t n = run->num_settled; n < run->num_pending; n++) {
        struct fn_run_expected *expected = &run->pending[n % FN_RUN_PENDING];
        if (expected->length != record->frame_length)
            continue;
        if (record->reason == FN_REASON_BUS_ERROR
                || memcmp(expected->frame, frame, expected->length) == 0) {
            run->num_lost += n - run->num_settled;
            run->num_settled = n + 1;
            return expected;
        }
    }
    return NULL;
}

static void count_latency(struct fn_run *run, uint64_t timestamp)
{
    const uint64_t latency = run->system.engine.cycles - run->system.released - timestamp;
    struct fn_summary *summary = &run->summary;
    const uint64_t bin = latency / LATENCY_BIN;

    summary->num_latencies++;
    summary->latency_sum += latency;
    if (latency > summary->latency_max)
        summary->latency_max = latency;
    summary->latencies[bin < 64 ? bin : 63]++;
}

void fn_run_check_record(struct fn_run *run, const struct fn_completion_record *record,
                         const uint8_t *frame)
{
    const char *field = "";
    const struct fn_run_expected *expected = find_expected(run, record, frame);

    if (expected == NULL) {
        differ(run, "cycle %llu: a packet of %u bytes was delivered that no frame foretells",
               (unsigned long long)run->system.engine.cycles, record->frame_length);
        return;
    }
    if (record->reason == FN_REASON_BUS_ERROR)
        return;
    run->summary.delivered++;
    if (record->hit)
        run->summary.flow_hits[record->handle]++;
    count_latency(run, record->timestamp);
    if (!is_as_foretold(expected, record, &field))
        differ(run, "packet %llu: field %s of its record is not as foretold",
               (unsigned long long)expected->number, field);
}

// ---- Sent ----

void fn_run_expect_sent(struct fn_run *run, const struct fn_stack_echo *echo,
                        const struct fn_packet *packet)
{
    const unsigned slot = run->num_sends++ % FN_RUN_SENDS;
    uint8_t *bytes = run->sends.bytes[slot];
    size_t length = echo->header_length + echo->payload_length;
    const struct fn_transmit_record record = {
        .ip_offset = packet->ip_offset, .l4_offset = packet->l4_offset,
        .l4_length = packet->l4_length, .ipv4_checksum = packet->ipv4_checksum,
        .udp_checksum = packet->udp_checksum, .ip_version = packet->ip_version
    };

    memcpy(bytes, echo->header, echo->header_length);
    memcpy(bytes + echo->header_length, echo->payload, echo->payload_length);
    fn_insert_checksum(bytes, length, &record);
    if (length < MIN_FRAME) {
        memset(bytes + length, 0, MIN_FRAME - length);
        length = MIN_FRAME;
    }
    run->sends.length[slot] = length;
}

void fn_run_check_sent(struct fn_run *run, const struct fn_gmii_sink *sink)
{
    const unsigned slot = run->num_sent % FN_RUN_SENDS;

    if (run->num_sent == run->num_sends) {
        differ(run, "a frame left that nobody sent");
        return;
    }
    run->num_sent++;
    if (!sink->is_good)
        differ(run, "sent frame %llu is broken on the wire", (unsigned long long)run->num_sent);
    else if (sink->frame_length != run->sends.length[slot]
             || memcmp(fn_gmii_sink_frame(sink), run->sends.bytes[slot], sink->frame_length) != 0)
        differ(run, "sent frame %llu is not what the software gave",
               (unsigned long long)run->num_sent);
}

// ---- Counters ----

static bool is_want_of_room(unsigned reason)
{
    return reason == FN_REASON_NO_BUFFER || reason == FN_REASON_NO_COMPLETION
        || reason == FN_REASON_BUS_ERROR;
}

static void check_reasons(struct fn_run *run)
{
    const uint64_t *got = run->summary.reasons;
    uint64_t sum = 0, room = got[FN_REASON_DELIVERED];

    for (unsigned r = 0; r < FN_REASON_TOTAL; r++) {
        sum += got[r];
        room += is_want_of_room(r) ? got[r] : 0;
    }
    if (sum != got[FN_REASON_TOTAL] || sum != run->num_fed)
        differ(run, "%llu frames sent, %llu received, %llu verdicts",
               (unsigned long long)run->num_fed,
               (unsigned long long)got[FN_REASON_TOTAL], (unsigned long long)sum);
    if (got[FN_REASON_OVERRUN] > 0)
        return;  // which frames those were nobody can know
    if (room != run->expected_reasons[FN_REASON_DELIVERED])
        differ(run, "%llu frames delivered or without room, foretold %llu",
               (unsigned long long)room,
               (unsigned long long)run->expected_reasons[FN_REASON_DELIVERED]);
    for (unsigned r = 1; r < FN_REASON_TOTAL; r++)
        if (!is_want_of_room(r) && got[r] != run->expected_reasons[r])
            differ(run, "reason %u: %llu packets, foretold %llu", r,
                   (unsigned long long)got[r], (unsigned long long)run->expected_reasons[r]);
}

void fn_run_check_counters(struct fn_run *run)
{
    struct fn_summary *summary = &run->summary;
    enum fn_status status = FN_OK;

    for (unsigned r = 0; r < 64 && status == FN_OK; r++) {
        status = fn_read_statistic(&run->system.computer.device, r, &summary->reasons[r]);
        if (status == FN_OK)
            status = fn_read_statistic(&run->system.computer.device, FN_STATISTIC_TRANSMIT + r,
                                       &summary->transmit_reasons[r]);
    }
    if (status != FN_OK) {
        differ(run, "statistics cannot be read: %s", fn_status_text(status));
        return;
    }
    check_reasons(run);
    if (summary->reasons[FN_REASON_DELIVERED] != summary->delivered)
        differ(run, "%llu packets counted as delivered, %llu records",
               (unsigned long long)summary->reasons[FN_REASON_DELIVERED],
               (unsigned long long)summary->delivered);
    if (summary->transmit_reasons[FN_REASON_DELIVERED] != run->num_sent)
        differ(run, "%llu packets counted as sent, %llu frames",
               (unsigned long long)summary->transmit_reasons[FN_REASON_DELIVERED],
               (unsigned long long)run->num_sent);
}
