// SPDX-License-Identifier: Apache-2.0
//
// fn_pages_bench - see fn_pages_bench.h

#include "system/fn_pages_bench.h"

#include <string.h>

#include "functional/fn_insert_checksum.h"
#include "system/fn_core.h"

enum {
    FLOWS = 64, HEADERS = 54, LONGEST = 1514, PORT = 40000, FIRST_OFFSET = 3900,
    POLL_CYCLES = 4, WARM_UP = 300, QUIET_CYCLES = 2000, MAX_SILENCE = 20000,
    HOLES = 4, HOLE_BYTES = 200, SINGLE_PACKETS = 16, PAUSE_CYCLES = 300
};

static const uint8_t mac[FN_MAC_BYTES] = { 2, 0, 0, 0, 0, 0x0b };

struct flow {
    uint32_t start, next;          // sequence numbers: first, and next that is sent
    uint32_t checked;              // bytes that were found in the pages
    unsigned full;                 // pages given back by the device and posted again
};

struct bench {
    struct fn_core core;
    struct flow    flows[FLOWS];
    unsigned       num_flows, num_pages;  // pages: of each flow
    unsigned       payload;
    uint32_t       ahead;          // the next packets begin so far beyond what is next
    uint8_t        packet[LONGEST];
    uint64_t       num_wanted, num_sent, started_cycle, data_cycle;
};

// ---- Packets ----

static uint8_t byte_of(unsigned flow, uint32_t at)
{
    return (uint8_t)(at * 7 + (at >> 8) * 13 + flow * 31 + 1);
}

static void put16(uint8_t *bytes, unsigned value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static void make_packet(struct bench *bench, unsigned flow, uint32_t sequence)
{
    static const uint8_t source_mac[FN_MAC_BYTES] = { 2, 0, 0, 0, 0, 0x0a };
    static const uint8_t addresses[8] = { 10, 0, 0, 1, 10, 0, 0, 2 };
    const unsigned length = HEADERS + bench->payload;
    const struct fn_transmit_record record = {
        .ip_offset = 14, .l4_offset = 34, .l4_length = (uint16_t)(length - 34),
        .ipv4_checksum = 1, .tcp_checksum = 1, .ip_version = FN_IPV4
    };
    uint8_t *bytes = bench->packet;

    memset(bytes, 0, HEADERS);
    memcpy(bytes, mac, FN_MAC_BYTES);
    memcpy(bytes + 6, source_mac, FN_MAC_BYTES);
    put16(bytes + 12, 0x0800);
    bytes[14] = 0x45;
    put16(bytes + 16, length - 14);
    bytes[22] = 64;
    bytes[23] = 6;
    memcpy(bytes + 26, addresses, sizeof addresses);
    put16(bytes + 34, PORT + flow);
    put16(bytes + 36, 5001);
    put16(bytes + 38, sequence >> 16);
    put16(bytes + 40, sequence & 0xffff);
    bytes[46] = 0x50;
    bytes[47] = 0x10;
    put16(bytes + 48, 0xffff);
    for (unsigned b = 0; b < bench->payload; b++)
        bytes[HEADERS + b] = byte_of(flow, sequence - bench->flows[flow].start + b);
    fn_insert_checksum(bytes, length, &record);
}

static bool next_packet(void *context, struct fn_core_packet *packet)
{
    struct bench *bench = context;
    struct flow *flow = &bench->flows[bench->num_sent % bench->num_flows];

    if (bench->num_sent == WARM_UP)
        bench->started_cycle = bench->core.last_beat;
    if (bench->num_sent == bench->num_wanted)
        return false;
    make_packet(bench, (unsigned)(bench->num_sent++ % bench->num_flows),
                flow->next + bench->ahead);
    if (bench->ahead == 0)
        flow->next += bench->payload;
    *packet = (struct fn_core_packet){ bench->packet, HEADERS + bench->payload, 0, 0 };
    return true;
}

static void note_write(void *context, const struct fn_core_burst *burst)
{
    struct bench *bench = context;
    const struct fn_computer *computer = &bench->core.computer;

    if (burst->address >= computer->hal.bus_address(computer->hal.context, computer->pages))
        bench->data_cycle = burst->cycle;
}

// ---- Software ----

static bool fail(struct bench *bench, unsigned flow, const char *what)
{
    return fn_computer_fail(&bench->core.computer, "flow %u of %u, segments of %u bytes: %s", flow,
                            bench->num_flows, bench->payload, what);
}

static uint8_t *page_at(const struct bench *bench, unsigned flow, unsigned number)
{
    return bench->core.computer.pages
         + (size_t)FN_FLOW_PAGE_BYTES * (flow * bench->num_pages + number % bench->num_pages);
}

static bool is_placed(const struct bench *bench, unsigned flow, uint32_t begin, uint32_t end)
{
    for (uint32_t at = begin; at < end; at++) {
        const uint32_t place = at + FIRST_OFFSET;
        if (page_at(bench, flow, place / FN_FLOW_PAGE_BYTES)[place % FN_FLOW_PAGE_BYTES]
                != byte_of(flow, at))
            return false;
    }
    return true;
}

static bool check(struct bench *bench, unsigned flow, uint32_t contiguous)
{
    struct flow *f = &bench->flows[flow];
    const uint32_t end = contiguous - f->start;

    if (end > f->next - f->start)
        return fail(bench, flow, "more is said to be placed than was sent");
    if (end > f->checked) {
        if (!is_placed(bench, flow, f->checked, end))
            return fail(bench, flow, "a byte is not in its page");
        f->checked = end;
    }
    return true;
}

static bool take_report(struct bench *bench, const struct fn_report_record *report)
{
    struct flow *flow = &bench->flows[report->context];

    if (report->kind != FN_KIND_ZERO_COPY)
        return fail(bench, report->context, "surrendered");
    if (!check(bench, report->context, report->contiguous))
        return false;
    for (unsigned p = 0; p < report->pages; p++) {
        uint8_t *page = page_at(bench, report->context, flow->full++);
        memset(page, 0, FN_FLOW_PAGE_BYTES);
        if (fn_flow_post_page(&bench->core.computer.device, report->context, page) != FN_OK)
            return fail(bench, report->context, "a page cannot be posted");
    }
    return true;
}

static bool poll(struct bench *bench)
{
    struct fn_completion_record record;
    enum fn_status status;

    while ((status = fn_poll(&bench->core.computer.device, &record)) == FN_OK) {
        if (record.kind == FN_KIND_PACKET)
            return fail(bench, record.source_port - PORT, "a packet went to software");
        if ((record.kind == FN_KIND_ZERO_COPY || record.kind == FN_KIND_SURRENDERED)
                && !take_report(bench, &record.report))
            return false;
    }
    return status == FN_EMPTY || fail(bench, 0, fn_status_text(status));
}

static bool run(struct bench *bench, unsigned cycles)
{
    const uint64_t until = bench->core.engine.cycles + cycles;

    while (bench->core.engine.cycles < until) {
        if (!fn_core_step(&bench->core))
            return false;
        if (bench->core.engine.cycles % POLL_CYCLES == 0 && !poll(bench))
            return false;
    }
    return true;
}

static bool send_all(struct bench *bench)
{
    uint64_t sent = bench->num_sent, silent = 0;

    while (bench->num_sent < bench->num_wanted) {
        if (!run(bench, POLL_CYCLES))
            return false;
        silent = bench->num_sent == sent ? silent + POLL_CYCLES : 0;
        sent = bench->num_sent;
        if (silent > MAX_SILENCE)
            return fail(bench, 0, "no packet is taken any more");
    }
    return run(bench, QUIET_CYCLES);
}

// Is everything there that was sent, and so many intervals beyond?
static bool check_all(struct bench *bench, unsigned holes)
{
    struct fn_context_record context;

    for (unsigned f = 0; f < bench->num_flows; f++) {
        const struct flow *flow = &bench->flows[f];
        struct fn_flow_interval intervals[FN_FLOW_INTERVALS];

        if (fn_flow_export(&bench->core.computer.device, f, &context) != FN_OK)
            return fail(bench, f, "no export");
        if (context.receive_next != flow->next || !check(bench, f, context.receive_next))
            return fail(bench, f, "not all that was sent is placed");
        if (fn_flow_intervals(&context, intervals) != holes)
            return fail(bench, f, "another number of holes");
        for (unsigned n = 0; n < holes; n++)
            if (!is_placed(bench, f, intervals[n].sequence - flow->start,
                           intervals[n].end - flow->start))
                return fail(bench, f, "a byte beyond a hole is not in its page");
    }
    return true;
}

static enum fn_status start_flow(struct bench *bench, unsigned f, enum fn_acknowledge acknowledge)
{
    struct fn_device *device = &bench->core.computer.device;
    const uint32_t start = 0xffffff00u + 0x01234567u * f;  // that of flow 0 wraps
    struct fn_flow flow = {
        .destination_address = { 10, 0, 0, 2 }, .source_address = { 10, 0, 0, 1 },
        .destination_port = 5001, .source_port = (uint16_t)(PORT + f), .protocol = 6,
        .ip_version = FN_IPV4, .handle = (uint16_t)(100 + f), .context = (uint16_t)f,
        .match = FN_MATCH_DESTINATION_ADDRESS | FN_MATCH_SOURCE_ADDRESS | FN_MATCH_PROTOCOL
               | FN_MATCH_DESTINATION_PORT | FN_MATCH_SOURCE_PORT | FN_MATCH_IP_VERSION
    };
    const struct fn_zero_copy_setup setup = {
        .handle = flow.handle, .epoch = 1, .sequence = start, .page_offset = FIRST_OFFSET,
        .window_edge = start, .follow_pages = true, .acknowledge = acknowledge,
        .segment_maximum = 1460
    };

    bench->flows[f] = (struct flow){ .start = start, .next = start };
    enum fn_status status = fn_flow_zero_copy_start(device, f, &setup);
    for (unsigned p = 0; p < bench->num_pages && status == FN_OK; p++)
        status = fn_flow_post_page(device, f, page_at(bench, f, p));
    return status == FN_OK ? fn_zero_copy_flow(device, f, &flow) : status;
}

static bool open_bench(struct bench *bench, enum engine_kind engine, unsigned num_flows,
                       unsigned payload, unsigned latency, enum fn_acknowledge acknowledge)
{
    struct fn_core_config config = {
        .engine = engine, .seed = 1, .num_entries = 64, .data_bits = 128,
        .num_flows = 64, .latency = latency,
        .frame_maximum = 1518
    };
    enum fn_status status = FN_OK;

    memset(bench, 0, sizeof *bench);
    memcpy(config.mac, mac, sizeof config.mac);
    bench->num_flows = num_flows;
    bench->num_pages = num_flows == 1 ? FN_MAX_FLOW_PAGES : 3;
    bench->payload = payload;
    config.num_pages = (size_t)num_flows * bench->num_pages;
    if (!fn_core_open(&bench->core, &config))
        return false;
    bench->core.next = next_packet;
    bench->core.written = note_write;
    bench->core.context = bench;
    for (unsigned f = 0; f < num_flows && status == FN_OK; f++)
        status = start_flow(bench, f, acknowledge);
    if (status == FN_OK)
        status = fn_start(&bench->core.computer.device);
    return status == FN_OK || fail(bench, 0, fn_status_text(status));
}

static bool close_bench(struct bench *bench, bool is_good)
{
    if (!is_good)
        fprintf(stderr, "fn_pages_bench: %s\n", bench->core.computer.fault);
    fn_core_close(&bench->core);
    return is_good;
}

// ---- What is measured ----

static bool measure_rate(FILE *text, enum engine_kind engine, unsigned num_flows,
                         unsigned payload, unsigned latency, enum fn_acknowledge acknowledge)
{
    static struct bench bench;
    const unsigned count = payload < 100 ? 3000 : 600;
    bool is_good = open_bench(&bench, engine, num_flows, payload, latency, acknowledge);

    bench.num_wanted = WARM_UP + count;
    is_good = is_good && send_all(&bench);
    const double cycles = (double)(bench.core.last_beat - bench.started_cycle) / count;
    is_good = is_good && check_all(&bench, 0);
    if (payload < 100)
        fprintf(text, "zc_cycles_per_64B_packet_%u_flow%s", num_flows, num_flows > 1 ? "s" : "");
    else
        fprintf(text, "zc_cycles_per_%uB_segment", payload);
    fprintf(text, "%s%s %.3f cycles\n", acknowledge == FN_ACKNOWLEDGE_DRIVER ? "_acknowledge" : "",
            latency > 1 ? "_memory_latency_200" : "", cycles);
    return close_bench(&bench, is_good);
}

static bool measure_latency(FILE *text, enum engine_kind engine, unsigned holes)
{
    static struct bench bench;
    bool is_good = open_bench(&bench, engine, 1, 6, 1, FN_ACKNOWLEDGE_NONE);
    uint64_t most = 0;

    bench.num_wanted = 1;
    is_good = is_good && send_all(&bench);
    for (unsigned h = 0; h < holes && is_good; h++) {
        bench.ahead += HOLE_BYTES;
        bench.num_wanted++;
        is_good = send_all(&bench);
    }
    bench.ahead = 0;
    for (unsigned p = 0; p < SINGLE_PACKETS && is_good; p++) {
        is_good = run(&bench, PAUSE_CYCLES + 7 * p);
        bench.num_wanted++;
        is_good = is_good && send_all(&bench);
        const uint64_t cycles = bench.data_cycle - bench.core.last_beat;
        most = cycles > most ? cycles : most;
    }
    is_good = is_good && check_all(&bench, holes);
    fprintf(text, "zc_wire_to_memory_cycles_%u_holes %llu cycles\n", holes,
            (unsigned long long)most);
    return close_bench(&bench, is_good);
}

#define BITS_OF(name, bits, type) + bits

bool fn_pages_bench(FILE *text, enum engine_kind engine)
{
    static const unsigned latencies[] = { 1, 200 };
    static const unsigned flows[] = { 1, FLOWS };
    bool is_good = true;

    for (unsigned m = 0; m < 2; m++)
        for (unsigned a = FN_ACKNOWLEDGE_NONE; a <= FN_ACKNOWLEDGE_DRIVER; a++) {
            for (unsigned n = 0; n < 2; n++)
                is_good &= measure_rate(text, engine, flows[n], 6, latencies[m], a);
            is_good &= measure_rate(text, engine, 1, 1460, latencies[m], a);
        }
    for (unsigned h = 0; h <= HOLES; h += h == 0 ? 1 : h)
        is_good &= measure_latency(text, engine, h);
    fprintf(text, "context_bytes_per_flow %d bytes\n", (0 FN_CONTEXT_FIELDS(BITS_OF)) / 8);
    return is_good;
}
