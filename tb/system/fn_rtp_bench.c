// SPDX-License-Identifier: Apache-2.0
//
// fn_rtp_bench - see fn_rtp_bench.h

#include "system/fn_rtp_bench.h"

#include <string.h>

#include "functional/fn_insert_checksum.h"
#include "system/fn_core.h"

enum {
    PACKET = 60, L4_OFFSET = 34, HEADERS = 54, SLOT = 256, FIRST = 65000, SSRC = 0x12345678,
    WARM_UP = 300, PACKETS = 900, POLL_CYCLES = 4, QUIET_CYCLES = 3000, MAX_CYCLES = 40000,
    GROUP = 4  // packets that come in another order
};

static const uint8_t mac[FN_MAC_BYTES] = { 2, 0, 0, 0, 0, 0x0b };

struct bench {
    struct fn_core core;
    bool           is_disordered;
    uint8_t        packet[PACKET];
    uint64_t       num_wanted, num_sent, started_cycle;
    uint32_t       contiguous;
};

static void put16(uint8_t *bytes, unsigned value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static void make_packet(uint8_t *bytes, unsigned number)
{
    static const uint8_t head[HEADERS] = {
        2, 0, 0, 0, 0, 0x0b, 2, 0, 0, 0, 0, 0x0a, 0x08, 0x00,
        0x45, 0, 0, PACKET - 14, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
        0x9c, 0x40, 0x13, 0x8c, 0, PACKET - L4_OFFSET, 0, 0,
        0x80, 96, 0, 0, 0, 0, 0, 0, SSRC >> 24, SSRC >> 16 & 0xff, SSRC >> 8 & 0xff, SSRC & 0xff
    };
    static const struct fn_transmit_record record = {
        .ip_offset = 14, .l4_offset = L4_OFFSET, .l4_length = PACKET - L4_OFFSET,
        .ipv4_checksum = 1, .udp_checksum = 1, .ip_version = FN_IPV4
    };

    memcpy(bytes, head, sizeof head);
    put16(bytes + 44, number);
    put16(bytes + 48, 160 * number);
    for (unsigned b = HEADERS; b < PACKET; b++)
        bytes[b] = (uint8_t)(number * 7 + b);
    fn_insert_checksum(bytes, PACKET, &record);
}

// Of each group the first one comes last.
static unsigned number_of(const struct bench *bench, uint64_t sent)
{
    const unsigned in_group = bench->is_disordered ? (unsigned)(sent + 1) % GROUP : sent % GROUP;
    return (unsigned)(sent - sent % GROUP) + in_group;
}

static bool next_packet(void *context, struct fn_core_packet *packet)
{
    struct bench *bench = context;

    if (bench->num_sent == WARM_UP)
        bench->started_cycle = bench->core.last_beat;
    if (bench->num_sent == bench->num_wanted)
        return false;
    make_packet(bench->packet, FIRST + number_of(bench, bench->num_sent++));
    *packet = (struct fn_core_packet){ bench->packet, PACKET, 0, 0 };
    return true;
}

static bool fail(struct bench *bench, const char *what)
{
    return fn_computer_fail(&bench->core.computer, "RTP: %s, contiguous %u", what,
                            fn_rtp_number(bench->contiguous, SLOT));
}

static bool poll(struct bench *bench)
{
    struct fn_completion_record record;
    enum fn_status status;

    while ((status = fn_poll(&bench->core.computer.device, &record)) == FN_OK) {
        if (record.kind == FN_KIND_PACKET)
            return fail(bench, "a packet went to software");
        if (record.kind != FN_KIND_ZERO_COPY)
            continue;
        if (fn_rtp_number(record.report.contiguous - bench->contiguous, SLOT) > PACKETS)
            return fail(bench, "contiguous goes back");
        bench->contiguous = record.report.contiguous;
    }
    return status == FN_EMPTY || fail(bench, fn_status_text(status));
}

static bool run(struct bench *bench)
{
    const uint64_t until = bench->core.engine.cycles + MAX_CYCLES;
    uint64_t quiet_from = 0;

    while (quiet_from == 0 || bench->core.engine.cycles < quiet_from + QUIET_CYCLES) {
        if (bench->core.engine.cycles > until && quiet_from == 0)
            return fail(bench, "no packet is taken any more");
        if (!fn_core_step(&bench->core))
            return false;
        if (bench->core.engine.cycles % POLL_CYCLES == 0 && !poll(bench))
            return false;
        if (bench->num_sent == PACKETS && quiet_from == 0)
            quiet_from = bench->core.engine.cycles;
    }
    return true;
}

static bool check_slots(struct bench *bench)
{
    struct fn_context_record context;
    uint8_t packet[PACKET];

    if (fn_flow_export(&bench->core.computer.device, 0, &context) != FN_OK)
        return fail(bench, "no export");
    if (context.intervals != 0 || context.placed_packets != PACKETS
            || fn_rtp_number(context.receive_next, SLOT) != FIRST + PACKETS)
        return fail(bench, "not all that was sent is placed");
    for (unsigned n = 0; n < PACKETS; n++) {
        make_packet(packet, FIRST + n);
        if (memcmp(bench->core.computer.pages + (size_t)n * SLOT, packet + L4_OFFSET,
                   PACKET - L4_OFFSET) != 0)
            return fail(bench, "a slot holds something else");
    }
    return true;
}

static enum fn_status start_flow(struct bench *bench)
{
    struct fn_device *device = &bench->core.computer.device;
    struct fn_flow flow = {
        .destination_address = { 10, 0, 0, 2 }, .spi = SSRC, .rtp = true, .protocol = 17,
        .ip_version = FN_IPV4, .handle = 100,
        .match = FN_MATCH_DESTINATION_ADDRESS | FN_MATCH_SPI | FN_MATCH_RTP | FN_MATCH_PROTOCOL
               | FN_MATCH_IP_VERSION
    };
    const struct fn_zero_copy_setup setup = {
        .handle = flow.handle, .epoch = 1, .udp = true, .slot_bytes = SLOT, .sequence = FIRST
    };
    enum fn_status status = fn_flow_zero_copy_start(device, 0, &setup);

    bench->contiguous = (uint32_t)FIRST * SLOT;
    for (unsigned p = 0; p < FN_MAX_FLOW_PAGES && status == FN_OK; p++)
        status = fn_flow_post_page(device, 0, bench->core.computer.pages
                                              + (size_t)p * FN_FLOW_PAGE_BYTES);
    return status == FN_OK ? fn_zero_copy_flow(device, 0, &flow) : status;
}

static bool measure(FILE *text, enum engine_kind engine, bool is_disordered)
{
    static struct bench bench;
    struct fn_core_config config = {
        .engine = engine, .seed = 1, .num_entries = 64, .data_bits = 128,
        .num_flows = 64, .latency = 1,
        .frame_maximum = 1518, .num_pages = FN_MAX_FLOW_PAGES
    };

    memset(&bench, 0, sizeof bench);
    memcpy(config.mac, mac, sizeof config.mac);
    bench.is_disordered = is_disordered;
    if (!fn_core_open(&bench.core, &config))
        return false;
    bench.core.next = next_packet;
    bench.core.context = &bench;
    enum fn_status status = start_flow(&bench);
    if (status == FN_OK)
        status = fn_start(&bench.core.computer.device);
    bench.num_wanted = PACKETS;
    const bool is_good = (status == FN_OK || fail(&bench, fn_status_text(status)))
                      && run(&bench) && check_slots(&bench);
    fprintf(text, "zc_cycles_per_64B_rtp_packet%s %.3f cycles\n",
            is_disordered ? "_disordered" : "",
            (double)(bench.core.last_beat - bench.started_cycle) / (PACKETS - WARM_UP));
    if (!is_good)
        fprintf(stderr, "fn_rtp_bench: %s\n", bench.core.computer.fault);
    fn_core_close(&bench.core);
    return is_good;
}

bool fn_rtp_bench(FILE *text, enum engine_kind engine)
{
    return measure(text, engine, false) & measure(text, engine, true);
}
