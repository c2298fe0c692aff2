// SPDX-License-Identifier: Apache-2.0
//
// fn_traffic - see fn_traffic.h

#include "system/fn_traffic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fn_registers.h"
#include "system/fn_random.h"

enum { POLL_CYCLES = 16, CHANGE_CYCLES = 20000, QUIET_CYCLES = 4000, LONG_RUN = 100000,
       AHEAD_STEPS = 64, PARITY_CHANGE = 2 };

unsigned fn_traffic_below(struct fn_traffic *traffic, unsigned limit)
{
    return fn_random_below(&traffic->random, limit);
}

// ---- Packets ----

static void random_bytes(struct fn_traffic *traffic, void *bytes, size_t size)
{
    for (size_t b = 0; b < size; b++)
        ((uint8_t *)bytes)[b] = (uint8_t)fn_traffic_below(traffic, 256);
}

// An address that is listed, or one bit away from it or from our own.
static void readdress(struct fn_traffic *traffic, uint8_t *packet)
{
    const unsigned bit = fn_traffic_below(traffic, 96);
    const struct fn_flows *flows = &traffic->flows;

    memcpy(packet, bit % 2 ? traffic->multicast : traffic->maker.address, FN_MAC_BYTES);
    if (flows->num_multicast > 0 && fn_traffic_below(traffic, 4) == 0)
        memcpy(packet, flows->multicast[fn_traffic_below(traffic, flows->num_multicast)],
               FN_MAC_BYTES);
    if (bit / 2 < 8 * FN_MAC_BYTES)
        packet[bit / 16] ^= (uint8_t)(1 << bit / 2 % 8);
}

size_t fn_traffic_make(struct fn_traffic *traffic, const uint8_t **bytes)
{
    uint8_t *packet = traffic->bytes[traffic->num_packets % FN_TRAFFIC_PACKETS];

    if (*traffic->cycle > traffic->change_at || fn_traffic_below(traffic, 8) == 0)
        return 0;
    *bytes = packet;
    const bool is_long = fn_traffic_below(traffic, 32) == 0;  // about the longest frame
    traffic->maker.shortest_payload = is_long ? 1380 : 0;
    traffic->maker.longest_payload = is_long ? 1520 : 300;
    const size_t length = fn_packet_maker_next(&traffic->maker, packet);
    if (length >= FN_MAC_BYTES && fn_traffic_below(traffic, 8) == 0)
        readdress(traffic, packet);
    return length;
}

void fn_traffic_expect(struct fn_traffic *traffic, const uint8_t *bytes, size_t length,
                       enum fn_reason wire)
{
    struct fn_received received;
    traffic->num_packets++;
    traffic->idle_since = *traffic->cycle;
    fn_oracle_expect(&traffic->oracle, bytes, length, wire, &received);
}

void fn_traffic_check_sent(struct fn_traffic *traffic, const uint8_t *bytes, size_t length)
{
    traffic->idle_since = *traffic->cycle;
    if (!traffic->is_ahead)
        fn_oracle_check_sent(&traffic->oracle, bytes, length);
}

static void take(void *context, const struct fn_completion_record *record, const uint8_t *packet)
{
    struct fn_traffic *traffic = context;
    traffic->idle_since = *traffic->cycle;
    if (record->kind == FN_KIND_PACKET)
        fn_oracle_check_record(&traffic->oracle, record, packet);
}

static void sending(void *context, const struct fn_stack_echo *echo,
                    const struct fn_packet *packet)
{
    struct fn_traffic *traffic = context;
    fn_oracle_expect_sent(&traffic->oracle, echo, packet, traffic->shortest);
}

// ---- Set-up ----

bool fn_traffic_open(struct fn_traffic *traffic, const char *path, unsigned num_entries)
{
    unsigned kept = 0;
    memset(traffic, 0, sizeof *traffic);
    if (!fn_flows_read(&traffic->flows, path)) {
        fprintf(stderr, "FAIL %s\n", traffic->flows.fault);
        return false;
    }
    for (unsigned f = 0; f < traffic->flows.num_flows; f++)
        if (traffic->flows.flows[f].entry < num_entries)
            traffic->flows.flows[kept++] = traffic->flows.flows[f];
    traffic->flows.num_flows = kept;
    traffic->num_entries = num_entries;
    return true;
}

static enum fn_status set_up(struct fn_traffic *traffic)
{
    struct fn_device *device = &traffic->computer->device;
    const struct fn_flows *flows = &traffic->flows;
    enum fn_status status = fn_set_filters(device, &flows->filters);

    for (unsigned m = 0; m < flows->num_multicast && status == FN_OK; m++)
        status = fn_add_multicast(device, flows->multicast[m]);
    for (unsigned f = 0; f < flows->num_flows && status == FN_OK; f++) {
        status = fn_add_flow(device, flows->flows[f].entry, &flows->flows[f].flow);
        traffic->stack.is_echo[flows->flows[f].flow.handle] |= flows->flows[f].echo;
    }
    if (status == FN_OK)
        status = fn_enable_interrupts(device, FN_CAUSE_ALL);
    return status == FN_OK ? fn_start(device) : status;
}

static enum fn_status change_filters(struct fn_traffic *traffic)
{
    struct fn_device *device = &traffic->computer->device;
    struct fn_filter *filter = &traffic->oracle.receive.filter;
    const struct fn_filters filters = {
        .promiscuous = fn_traffic_below(traffic, 8) == 0,
        .broadcast = fn_traffic_below(traffic, 2) == 0,
        .all_multicast = fn_traffic_below(traffic, 2) == 0,
        .keep_bad_checksum = fn_traffic_below(traffic, 2) == 0,
        .hold_all = fn_traffic_below(traffic, 4) == 0
    };
    const unsigned last = FN_MULTICAST_ENTRIES - 1;

    random_bytes(traffic, traffic->maker.address, FN_MAC_BYTES);
    traffic->maker.address[0] &= 0xfe;
    memcpy(filter->address, traffic->maker.address, FN_MAC_BYTES);
    filter->promiscuous = filters.promiscuous;
    filter->broadcast = filters.broadcast;
    filter->all_multicast = filters.all_multicast;
    traffic->oracle.receive.keep_bad_checksum = filters.keep_bad_checksum;
    enum fn_status status = fn_set_mac(device, traffic->maker.address);
    if (status == FN_OK)
        status = fn_set_filters(device, &filters);
    if (status == FN_OK && filter->multicast[last].enable)
        status = fn_remove_multicast(device, traffic->multicast);
    random_bytes(traffic, traffic->multicast, FN_MAC_BYTES);
    traffic->multicast[0] |= 1;
    filter->multicast[last].enable = true;
    memcpy(filter->multicast[last].address, traffic->multicast, FN_MAC_BYTES);
    return status == FN_OK ? fn_add_multicast(device, traffic->multicast) : status;
}

// Flow f of the packets to come: by VLAN, by addresses and ports, by destination and SPI.
static struct fn_flow make_flow(struct fn_traffic *traffic, unsigned f)
{
    const struct fn_packet_flow from = fn_packet_maker_flow(traffic->maker.salt, f);
    struct fn_flow flow = {
        .spi = from.spi, .destination_port = from.destination_port,
        .source_port = from.source_port, .ip_version = from.ip_version, .state = FN_STATE_MONITOR,
        .match = FN_MATCH_DESTINATION_ADDRESS | FN_MATCH_IP_VERSION
               | (f % 3 == 2 ? FN_MATCH_SPI : FN_MATCH_SOURCE_ADDRESS
                             | FN_MATCH_DESTINATION_PORT | FN_MATCH_SOURCE_PORT),
        .split = fn_traffic_below(traffic, 2), .hold = fn_traffic_below(traffic, 4) == 0,
        .handle = (uint16_t)fn_traffic_below(traffic, 65536),
        .context = (uint16_t)fn_traffic_below(traffic, 1024)
    };
    if (f == 0) {  // whatever comes of one VLAN
        flow.match = FN_MATCH_VLAN_PRESENT | FN_MATCH_VLAN_ID;
        flow.vlan_present = true;
        flow.vlan_id = (uint16_t)fn_packet_maker_vlan(traffic->maker.salt);
    }
    memcpy(flow.destination_address, from.destination_address.byte, FN_ADDRESS_BYTES);
    memcpy(flow.source_address, from.source_address.byte, FN_ADDRESS_BYTES);
    return flow;
}

static enum fn_status change_flows(struct fn_traffic *traffic)
{
    enum fn_status status = FN_OK;

    random_bytes(traffic, &traffic->maker.salt, sizeof traffic->maker.salt);
    for (unsigned f = 0; f < FN_TRAFFIC_FLOWS && status == FN_OK; f++) {
        struct fn_flows_entry *entry = &traffic->changing[f];
        traffic->stack.is_echo[entry->flow.handle] = false;
        *entry = (struct fn_flows_entry){
            .flow = make_flow(traffic, f), .entry = traffic->num_entries - 2 - f,
            .echo = f % 3 != 2
        };
        traffic->stack.is_echo[entry->flow.handle] = entry->echo;
        traffic->oracle.receive.entries[entry->entry] = fn_oracle_entry(entry);
        status = fn_add_flow(&traffic->computer->device, entry->entry, &entry->flow);
    }
    return status;
}

// The test bit of CONTROL, which the driver leaves 0: whatever is written has wrong parity.
static void test_parity(struct fn_traffic *traffic, bool is_on)
{
    const struct fn_hal *hal = &traffic->computer->hal;
    const uint32_t control = hal->read32(hal->context, FN_REG_CONTROL);

    hal->write32(hal->context, FN_REG_CONTROL, is_on ? control | FN_REG_CONTROL_PARITY_TEST_MASK
                                                     : control & ~FN_REG_CONTROL_PARITY_TEST_MASK);
}

// What software does about parity errors of the flow table: all flows leave, and come back.
static enum fn_status repair_flows(struct fn_traffic *traffic)
{
    struct fn_device *device = &traffic->computer->device;
    const struct fn_flows *flows = &traffic->flows;
    enum fn_status status = FN_OK;

    for (unsigned e = 0; e < traffic->num_entries && status == FN_OK; e++)
        status = fn_remove_flow(device, e);
    for (unsigned f = 0; f < flows->num_flows && status == FN_OK; f++)
        status = fn_add_flow(device, flows->flows[f].entry, &flows->flows[f].flow);
    return status;
}

// Between two changes of a long run the flow table has parity errors: no packet finds a flow.
static enum fn_status change(struct fn_traffic *traffic)
{
    const bool was_wrong = traffic->oracle.receive.table_is_wrong;
    const bool is_wrong = ++traffic->num_changes == PARITY_CHANGE
                        && traffic->num_cycles >= LONG_RUN;
    enum fn_status status = change_filters(traffic);

    traffic->oracle.receive.table_is_wrong = is_wrong;
    if (was_wrong && status == FN_OK)
        status = repair_flows(traffic);
    if (is_wrong)
        test_parity(traffic, true);
    if (status == FN_OK)
        status = change_flows(traffic);
    if (is_wrong)
        test_parity(traffic, false);
    if (status == FN_OK)
        status = fn_moderate_interrupts(&traffic->computer->device,
                                        fn_traffic_below(traffic, 16),
                                        fn_traffic_below(traffic, 1024));
    traffic->change_at = *traffic->cycle + CHANGE_CYCLES;
    traffic->idle_since = *traffic->cycle;
    return status;
}

bool fn_traffic_start(struct fn_traffic *traffic, const struct bench_arguments *arguments,
                      struct fn_computer *computer, const uint64_t *cycle)
{
    struct fn_device *device = &computer->device;

    traffic->computer = computer;
    traffic->cycle = cycle;
    traffic->num_cycles = arguments->cycles;
    traffic->random = arguments->seed;
    fn_oracle_open(&traffic->oracle, &traffic->flows, traffic->num_entries,
                   computer->buffer_size, device->config.split_offset);
    fn_stack_open(&traffic->stack, device, computer->scratch);
    traffic->stack.take = take;
    traffic->stack.sending = sending;
    traffic->stack.context = traffic;
    const enum fn_status status = set_up(traffic);
    fn_packet_maker_open(&traffic->maker, arguments->seed);
    traffic->maker.corrupt = traffic->maker.cut = traffic->maker.wrong_length = 32;
    traffic->start = traffic->idle_since = traffic->next_poll = *cycle;
    traffic->change_at = *cycle + CHANGE_CYCLES;
    memcpy(traffic->multicast, traffic->flows.multicast[0], FN_MAC_BYTES);
    return status == FN_OK
        || fn_computer_fail(computer, "driver: %s", fn_status_text(status));
}

bool fn_traffic_poll(struct fn_traffic *traffic, bool irq)
{
    struct fn_device *device = &traffic->computer->device;
    enum fn_status status = FN_OK;
    unsigned causes;

    if (*traffic->cycle < traffic->next_poll)
        return true;
    traffic->num_interrupts += irq;
    if (irq)
        status = fn_take_causes(device, &causes);
    if (status == FN_OK)
        status = fn_stack_poll(&traffic->stack);
    traffic->next_poll = *traffic->cycle + POLL_CYCLES;
    const bool is_quiet = *traffic->cycle - traffic->idle_since >= QUIET_CYCLES;
    const bool is_over = *traffic->cycle - traffic->start > traffic->num_cycles;
    if (is_quiet && !is_over && status == FN_OK)
        status = change(traffic);
    if (status != FN_OK)
        fn_computer_fail(traffic->computer, "driver: %s", fn_status_text(status));
    return !(is_quiet && is_over);
}

// ---- Verdict ----

// Each bit of a producer that software must not write: far ahead.  What is sent then, or which
// buffers are fetched, only lockstep knows; a driver that begins anew empties the rings, and
// begins somewhere else in memory.
static void run_ahead(struct fn_traffic *traffic)
{
    struct fn_device *device = &traffic->computer->device;
    const struct fn_hal *hal = &traffic->computer->hal;
    const struct fn_config config = device->config;
    enum fn_status status = FN_OK;

    traffic->is_ahead = true;
    for (unsigned bit = FN_COMPUTER_SENDS + 1; bit < 16 && status == FN_OK; bit++) {
        uint64_t moved;
        const uint32_t consumer = hal->read32(hal->context, FN_REG_TRANSMIT_RING_CONSUMER);
        const uint32_t fetched = hal->read32(hal->context, FN_REG_BUFFER_RING_CONSUMER);
        hal->write32(hal->context, FN_REG_TRANSMIT_RING_PRODUCER, consumer ^ 1u << bit);
        hal->write32(hal->context, FN_REG_BUFFER_RING_PRODUCER, fetched ^ 1u << bit);
        for (unsigned step = 0; step < AHEAD_STEPS; step++)
            hal->time_ns(hal->context);
        random_bytes(traffic, &moved, sizeof moved);
        fn_computer_move(traffic->computer, moved);
        status = fn_init(device, &config);
    }
    if (status != FN_OK)
        fn_computer_fail(traffic->computer, "driver: %s", fn_status_text(status));
}

// What a run must have seen to count.
static unsigned count_missing(const struct fn_traffic *traffic, bool is_long)
{
    const struct fn_oracle *oracle = &traffic->oracle;
    const struct { const char *name; uint64_t count; } covers[] = {
        { "packets delivered", oracle->num_delivered },
        { "interrupts", traffic->num_interrupts },
        { "packets echoed", is_long ? oracle->num_sent : 1 },
        { "packets for others", oracle->reasons[FN_REASON_MAC_FILTER] },
        { "packets with a wrong frame check sequence", oracle->reasons[FN_REASON_FCS] },
        { "malformed packets", is_long ? oracle->reasons[FN_REASON_IP_LENGTH] : 1 },
        { "packets without a flow by a parity error", is_long ? oracle->parity.flow_table : 1 }
    };
    unsigned missing = 0;
    for (unsigned c = 0; c < sizeof covers / sizeof covers[0]; c++) {
        printf("  %-44s %llu\n", covers[c].name, (unsigned long long)covers[c].count);
        missing += covers[c].count == 0;
    }
    return missing;
}

// Bad packets count, too; one that did not come in whole may not.
static void check_parity(struct fn_traffic *traffic)
{
    struct fn_oracle *oracle = &traffic->oracle;
    const struct fn_parity_errors *errors = &oracle->parity;

    if (fn_read_parity_errors(&traffic->computer->device, &oracle->parity) != FN_OK
            || errors->contexts != 0 || errors->flow_table < oracle->num_parity_packets
            || errors->flow_table > oracle->num_parity_misses)
        fn_oracle_note(oracle, "parity errors are not those of the packets");
}

int fn_traffic_close(struct fn_traffic *traffic, const char *module)
{
    const struct fn_oracle *oracle = &traffic->oracle;
    const char *fault = traffic->computer->fault;
    unsigned missing = 0;

    if (fault[0] == '\0') {
        fn_oracle_check_counters(&traffic->oracle, &traffic->computer->device);
        check_parity(traffic);
        if (traffic->num_cycles >= LONG_RUN)
            run_ahead(traffic);
        missing = count_missing(traffic, traffic->num_cycles >= LONG_RUN);
    }
    for (uint64_t d = 0; d < oracle->num_differences && d < FN_ORACLE_DIFFERENCES; d++)
        fprintf(stderr, "%s: %s\n", module, oracle->differences[d]);
    if (fault[0] != '\0')
        fprintf(stderr, "%s: %s\n", module, fault);
    const bool is_good = oracle->num_differences == 0 && missing == 0 && fault[0] == '\0';
    printf("%s %s: cycles=%llu packets=%llu\n", is_good ? "PASS" : "FAIL", module,
           (unsigned long long)*traffic->cycle, (unsigned long long)traffic->num_packets);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
