// SPDX-License-Identifier: Apache-2.0
//
// fn_oracle - see fn_oracle.h

#include "system/fn_oracle.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "functional/fn_insert_checksum.h"

static void differ(struct fn_oracle *oracle, const char *format, ...)
{
    va_list arguments;
    if (oracle->num_differences < FN_ORACLE_DIFFERENCES) {
        char *text = oracle->differences[oracle->num_differences];
        va_start(arguments, format);
        vsnprintf(text, sizeof oracle->differences[0], format, arguments);
        va_end(arguments);
    }
    oracle->num_differences++;
}

void fn_oracle_note(struct fn_oracle *oracle, const char *difference)
{
    differ(oracle, "%s", difference);
}

// ---- Set-up ----

struct fn_flow_entry fn_oracle_entry(const struct fn_flows_entry *from)
{
    const struct fn_flow *flow = &from->flow;
    const unsigned ports = FN_MATCH_DESTINATION_PORT | FN_MATCH_SOURCE_PORT;
    struct fn_flow_entry entry = {
        .enable = true,
        .mask = (uint16_t)(flow->match | ((flow->match & ports) != 0) << 11),
        .key = {
            .spi = flow->spi, .destination_port = flow->destination_port,
            .source_port = flow->source_port, .protocol = flow->protocol,
            .association = flow->association, .vlan_id = flow->vlan_id,
            .vlan_present = flow->vlan_present, .security = flow->security,
            .ip_version = flow->ip_version, .ports_present = 1, .rtp = flow->rtp
        },
        .info = {
            .handle = flow->handle, .context = flow->context,
            .association = flow->info_association, .state = (uint8_t)flow->state,
            .split = flow->split, .hold = flow->hold
        }
    };
    memcpy(entry.key.destination_address.byte, flow->destination_address, FN_ADDRESS_BYTES);
    memcpy(entry.key.source_address.byte, flow->source_address, FN_ADDRESS_BYTES);
    return entry;
}

void fn_oracle_open(struct fn_oracle *oracle, const struct fn_flows *flows, unsigned num_entries,
                    uint16_t buffer_size, uint16_t split_offset)
{
    struct fn_receive *receive = &oracle->receive;
    struct fn_filter *filter = &receive->filter;

    memset(oracle, 0, sizeof *oracle);
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
    receive->buffer_size = buffer_size;
    receive->split_offset = split_offset;
    receive->num_entries = num_entries;
    for (unsigned f = 0; f < flows->num_flows; f++) {
        receive->entries[flows->flows[f].entry] = fn_oracle_entry(&flows->flows[f]);
        oracle->is_paged[flows->flows[f].entry] = flows->flows[f].zero_copy;
    }
}

// ---- Received ----

void fn_oracle_expect(struct fn_oracle *oracle, const uint8_t *bytes, size_t length,
                      enum fn_reason wire, struct fn_received *received)
{
    fn_receive(&oracle->receive, bytes, length, wire, received);
    oracle->num_packets++;
    oracle->num_parity_misses += received->record.sync == FN_SYNC_PARITY;
    oracle->expected_reasons[received->reason]++;
    const bool is_paged = received->record.hit && oracle->is_paged[received->record.flow_index];
    oracle->num_paged += is_paged && received->reason == FN_REASON_DELIVERED;
    oracle->num_kept += is_paged && received->reason == FN_REASON_DELIVERED
                     && received->completion.l4_checksum == FN_CHECKSUM_BAD;
    if (received->reason == FN_REASON_DELIVERED)
        oracle->pending[oracle->num_pending++ % FN_ORACLE_PENDING] = (struct fn_oracle_expected){
            bytes, length, oracle->num_packets, is_paged, received->completion
        };
}

// What a flow's entry gives to a record; while software writes the entry it is a miss.
static bool is_of_entry(const char *field)
{
    static const char *const fields[] = {
        "handle", "hit", "flow_index", "state", "sync", "epoch", "split", "split_offset"
    };
    for (unsigned f = 0; f < sizeof fields / sizeof fields[0]; f++)
        if (strcmp(field, fields[f]) == 0)
            return true;
    return false;
}

// GET_NEXT_BUFF1: only the core knows how many buffers it had.
static bool is_state_foretold(uint8_t state, uint8_t foretold)
{
    return state == foretold
        || (state == FN_STATE_GET_NEXT_BUFF1 && foretold == FN_STATE_MONITOR);
}

// Fields that only the core can know are taken from its record.
static bool is_as_foretold(const struct fn_oracle_expected *expected,
                           const struct fn_completion_record *record, const char **field)
{
#define CHECK(name, bits, type)                                                    \
    if (record->name != expected->completion.name && strcmp(#name, "buffer") != 0  \
            && strcmp(#name, "timestamp") != 0 && strcmp(#name, "phase") != 0      \
            && !(strcmp(#name, "state") == 0                                       \
                 && is_state_foretold(record->state, expected->completion.state))  \
            && !(expected->is_paged && is_of_entry(#name))) {                      \
        *field = #name;                                                            \
        return false;                                                              \
    }
    FN_COMPLETION_FIELDS(CHECK)
#undef CHECK
    return true;
}

// Frames for which there was no room leave gaps: the next one with these bytes is meant.
static struct fn_oracle_expected *find_expected(struct fn_oracle *oracle,
                                                const struct fn_completion_record *record,
                                                const uint8_t *packet)
{
    if (oracle->num_pending - oracle->num_settled > FN_ORACLE_PENDING)
        oracle->num_settled = oracle->num_pending - FN_ORACLE_PENDING;
    for (uint64_t n = oracle->num_settled; n < oracle->num_pending; n++) {
        struct fn_oracle_expected *expected = &oracle->pending[n % FN_ORACLE_PENDING];
        if (expected->length != record->frame_length)
            continue;
        if (record->reason == FN_REASON_BUS_ERROR
                || memcmp(expected->bytes, packet, expected->length) == 0) {
            oracle->num_settled = n + 1;
            return expected;
        }
    }
    return NULL;
}

void fn_oracle_check_record(struct fn_oracle *oracle, const struct fn_completion_record *record,
                            const uint8_t *packet)
{
    const char *field = "";
    const struct fn_oracle_expected *expected = find_expected(oracle, record, packet);

    if (expected == NULL) {
        differ(oracle, "a packet of %u bytes was delivered that none foretells, after %llu",
               record->frame_length, (unsigned long long)oracle->num_delivered);
        return;
    }
    if (record->reason == FN_REASON_BUS_ERROR)
        return;
    oracle->num_delivered++;
    oracle->num_parity_packets += !record->hit && record->sync == FN_SYNC_PARITY;
    if (!is_as_foretold(expected, record, &field))
        differ(oracle, "packet %llu: field %s of its record is not as foretold",
               (unsigned long long)expected->number, field);
}

void fn_oracle_count_report(struct fn_oracle *oracle, const struct fn_report_record *report)
{
    oracle->num_placed += report->packets;
    oracle->num_lost_reports += report->sync == FN_SYNC_PARITY;  // forgets what it has counted
    oracle->num_parity_reports += report->sync == FN_SYNC_PARITY;
}

// ---- Sent ----

void fn_oracle_expect_sent(struct fn_oracle *oracle, const struct fn_stack_echo *echo,
                           const struct fn_packet *packet, size_t shortest)
{
    const unsigned slot = oracle->num_sends++ % FN_ORACLE_SENDS;
    uint8_t *bytes = oracle->sends[slot];
    const size_t length = echo->header_length + echo->payload_length;
    const struct fn_transmit_record record = {
        .ip_offset = packet->ip_offset, .l4_offset = packet->l4_offset,
        .l4_length = packet->l4_length, .ipv4_checksum = packet->ipv4_checksum,
        .udp_checksum = packet->udp_checksum, .ip_version = packet->ip_version
    };

    memset(bytes, 0, FN_ORACLE_MAX_PACKET);
    memcpy(bytes, echo->header, echo->header_length);
    memcpy(bytes + echo->header_length, echo->payload, echo->payload_length);
    fn_insert_checksum(bytes, length, &record);
    oracle->send_lengths[slot] = length < shortest ? shortest : length;
}

static bool is_send(const struct fn_oracle *oracle, uint64_t n, const uint8_t *bytes, size_t length)
{
    const unsigned slot = n % FN_ORACLE_SENDS;
    return length == oracle->send_lengths[slot]
        && memcmp(bytes, oracle->sends[slot], length) == 0;
}

void fn_oracle_check_sent(struct fn_oracle *oracle, const uint8_t *bytes, size_t length)
{
    uint64_t n = oracle->num_sends_settled;

    oracle->num_sent++;
    if (bytes == NULL) {
        differ(oracle, "sent packet %llu is broken", (unsigned long long)oracle->num_sent);
        return;
    }
    if (oracle->num_sends - n > FN_ORACLE_SENDS)
        n = oracle->num_sends - FN_ORACLE_SENDS;
    while (n < oracle->num_sends && !is_send(oracle, n, bytes, length))
        n++;
    if (n == oracle->num_sends)
        differ(oracle, "sent packet %llu is not what the software gave",
               (unsigned long long)oracle->num_sent);
    else
        oracle->num_sends_settled = n + 1;
}

// ---- Counters ----

static bool is_want_of_room(unsigned reason)
{
    return reason == FN_REASON_NO_BUFFER || reason == FN_REASON_NO_COMPLETION
        || reason == FN_REASON_BUS_ERROR;
}

static bool is_of_flows(unsigned reason)
{
    return reason >= FN_REASON_DUPLICATE && reason <= FN_REASON_FIN_WAITS;
}

static bool is_checksum(unsigned reason)
{
    return reason == FN_REASON_TCP_CHECKSUM || reason == FN_REASON_UDP_CHECKSUM;
}

// Those that were kept no more.
static uint64_t dropped_of_kept(const struct fn_oracle *oracle)
{
    uint64_t more = 0;

    for (unsigned r = 0; r < FN_REASON_TOTAL; r++)
        more += is_checksum(r) ? oracle->reasons[r] - oracle->expected_reasons[r] : 0;
    return more <= oracle->num_kept ? more : 0;
}

static void check_reasons(struct fn_oracle *oracle)
{
    const uint64_t kept = dropped_of_kept(oracle);
    const uint64_t *got = oracle->reasons;
    uint64_t sum = 0, room = got[FN_REASON_DELIVERED], of_flows = 0;

    for (unsigned r = 0; r < FN_REASON_TOTAL; r++) {
        sum += got[r];
        room += is_want_of_room(r) || is_of_flows(r) ? got[r] : 0;
        of_flows += is_of_flows(r) ? got[r] : 0;
    }
    if (sum != got[FN_REASON_TOTAL] || sum != oracle->num_packets)
        differ(oracle, "%llu packets in, %llu received, %llu verdicts",
               (unsigned long long)oracle->num_packets,
               (unsigned long long)got[FN_REASON_TOTAL], (unsigned long long)sum);
    if (got[FN_REASON_OVERRUN] > 0)
        return;  // which frames those were nobody can know
    if (room + kept != oracle->expected_reasons[FN_REASON_DELIVERED])
        differ(oracle, "%llu frames delivered or without room, foretold %llu",
               (unsigned long long)room,
               (unsigned long long)oracle->expected_reasons[FN_REASON_DELIVERED]);
    if (of_flows > oracle->num_paged)
        differ(oracle, "%llu packets dropped by reasons of flows, which had %llu",
               (unsigned long long)of_flows, (unsigned long long)oracle->num_paged);
    for (unsigned r = 1; r < FN_REASON_TOTAL; r++)
        if (!is_want_of_room(r) && !is_of_flows(r) && got[r] != oracle->expected_reasons[r]
                && !(kept > 0 && is_checksum(r)))
            differ(oracle, "reason %u: %llu packets, foretold %llu", r,
                   (unsigned long long)got[r], (unsigned long long)oracle->expected_reasons[r]);
}

// Every delivered packet has its record, or is in a report.
static void check_delivered(struct fn_oracle *oracle)
{
    const uint64_t counted = oracle->reasons[FN_REASON_DELIVERED];
    const uint64_t known = oracle->num_delivered + oracle->num_placed;

    // What failed later was placed as well.
    if (known > counted + oracle->reasons[FN_REASON_BUS_ERROR]
            || (known < counted && oracle->num_lost_reports == 0))
        differ(oracle, "%llu packets counted as delivered, %llu records, %llu reported",
               (unsigned long long)counted, (unsigned long long)oracle->num_delivered,
               (unsigned long long)oracle->num_placed);
}

// Nothing is written any more, and no flow has a channel.
static void check_channels(struct fn_oracle *oracle, struct fn_device *device)
{
    struct fn_channel channel;

    for (unsigned c = 0; c < FN_CHANNELS; c++)
        if (fn_read_channel(device, c, &channel) != FN_OK || channel.state != FN_CHANNEL_FREE
                || channel.in_flight != 0 || channel.is_owned || channel.is_shared
                || channel.flow != 0)
            differ(oracle, "channel %u is not free at the end", c);
}

void fn_oracle_check_counters(struct fn_oracle *oracle, struct fn_device *device)
{
    enum fn_status status = FN_OK;

    for (unsigned r = 0; r < 64 && status == FN_OK; r++) {
        status = fn_read_statistic(device, r, &oracle->reasons[r]);
        if (status == FN_OK)
            status = fn_read_statistic(device, FN_STATISTIC_TRANSMIT + r,
                                       &oracle->transmit_reasons[r]);
    }
    if (status != FN_OK) {
        differ(oracle, "statistics cannot be read: %s", fn_status_text(status));
        return;
    }
    check_channels(oracle, device);
    check_reasons(oracle);
    check_delivered(oracle);
    const uint64_t missing = oracle->num_sends - oracle->num_sent;
    if (oracle->num_sent > oracle->num_sends
            || missing > oracle->transmit_reasons[FN_REASON_BUS_ERROR])
        differ(oracle, "%llu packets given to be sent, %llu left, %llu bus errors",
               (unsigned long long)oracle->num_sends, (unsigned long long)oracle->num_sent,
               (unsigned long long)oracle->transmit_reasons[FN_REASON_BUS_ERROR]);
    if (oracle->transmit_reasons[FN_REASON_DELIVERED] != oracle->num_sent)
        differ(oracle, "%llu packets counted as sent, %llu left",
               (unsigned long long)oracle->transmit_reasons[FN_REASON_DELIVERED],
               (unsigned long long)oracle->num_sent);
}
