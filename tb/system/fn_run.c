// SPDX-License-Identifier: Apache-2.0
//
// fn_run - see fn_run.h

#include "system/fn_run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "system/fn_flow_balance.h"

enum {
    MIN_FRAME = 60, POLL_CYCLES = 16, QUIET_CYCLES = 6000, PROGRESS_STEPS = 1 << 15,
    LAST_FRAME_CYCLES = 20000,  // the longest frame takes less: what is missing is lost
    MAX_STALL_CYCLES = 2000000, MANY_PACKETS = 100000,
    MISCHIEF_PERCENT = 8,
    DAMAGE_PER_FAULT = 65536 / 400  // a wrong checksum for four spoilt frames
};

// ---- The wire ----

static void feed(void *context, struct fn_gmii_source *source, uint64_t now)
{
    struct fn_run *run = context;
    struct fn_feed_packet packet;
    struct fn_received received;

    if (!fn_feed_next(&run->feed, now - run->start, &packet))
        return;
    run->idle_since = run->system.engine.cycles;
    fn_oracle_expect(&run->oracle, packet.bytes, packet.length, packet.wire, &received);
    fn_outputs_parsed(run->outputs, run->feed.num_fed, packet.length, &received);
    fn_flow_log_arrived(&run->log, run->idle_since, &received);
    fn_gmii_source_send(source, packet.bytes, packet.length, packet.fault);
}

static void sent(void *context, const struct fn_gmii_sink *sink, uint64_t picoseconds)
{
    struct fn_run *run = context;
    run->idle_since = run->system.engine.cycles;
    fn_capture_writer_put(run->outputs->tx, picoseconds / 1000, fn_gmii_sink_frame(sink),
                          sink->frame_length);
    fn_oracle_check_sent(&run->oracle, sink->is_good ? fn_gmii_sink_frame(sink) : NULL,
                         sink->frame_length);
}

// ---- The software ----

static void count_latency(struct fn_run *run, uint64_t latency)
{
    struct fn_summary *summary = &run->summary;
    const uint64_t bin = latency / FN_LATENCY_BIN;

    summary->num_latencies++;
    summary->latency_sum += latency;
    if (latency > summary->latency_max)
        summary->latency_max = latency;
    summary->latencies[bin < FN_LATENCY_BINS ? bin : FN_LATENCY_BINS - 1]++;
}

static void take(void *context, const struct fn_completion_record *record, const uint8_t *frame)
{
    struct fn_run *run = context;
    const uint64_t cycle = run->system.engine.cycles;

    run->idle_since = cycle;
    fn_outputs_completion(run->outputs, cycle, record);
    fn_fault_coverage_record(&run->coverage, record);
    fn_flow_log_record(&run->log, cycle, record, run->flows);
    if (record->kind == FN_KIND_ZERO_COPY || record->kind == FN_KIND_SURRENDERED)
        fn_oracle_count_report(&run->oracle, &record->report);
    fn_applications_take(&run->applications, record, frame);
    if (record->kind != FN_KIND_PACKET)
        return;
    if (record->reason == FN_REASON_DELIVERED) {
        fn_capture_writer_put(run->outputs->stack, run->system.engine.clocks.time / 1000, frame,
                              record->frame_length);
        run->summary.flow_hits[record->handle] += record->hit;
        count_latency(run, cycle - run->system.released - record->timestamp);
    }
    fn_oracle_check_record(&run->oracle, record, frame);
}

static void sending(void *context, const struct fn_stack_echo *echo,
                    const struct fn_packet *packet)
{
    struct fn_run *run = context;
    fn_oracle_expect_sent(&run->oracle, echo, packet, MIN_FRAME);
}

// ---- Set-up ----

static enum fn_status set_up(struct fn_run *run)
{
    struct fn_device *device = &run->system.computer.device;
    enum fn_status status = fn_set_filters(device, &run->flows->filters);

    for (unsigned m = 0; m < run->flows->num_multicast && status == FN_OK; m++)
        status = fn_add_multicast(device, run->flows->multicast[m]);
    for (unsigned f = 0; f < run->flows->num_flows && status == FN_OK; f++) {
        const struct fn_flows_entry *entry = &run->flows->flows[f];
        status = fn_add_flow(device, entry->entry, &entry->flow);
        run->stack.is_echo[entry->flow.handle] |= entry->echo;
    }
    if (status == FN_OK)
        status = fn_start(device);
    return status;
}

static void ticked(void *context)
{
    struct fn_run *run = context;
    fn_fault_coverage_tick(&run->coverage, &run->system.twin);
}

static enum fn_status make_room(void *context)
{
    struct fn_run *run = context;
    fn_troubles_pause(&run->troubles, &run->system.computer);
    return fn_stack_collect(&run->stack);
}

static bool open_applications(struct fn_run *run)
{
    struct fn_computer *computer = &run->system.computer;
    struct fn_paging *paging = &run->applications.paging;

    paging->calls = &fn_paging_driver;
    paging->device = &computer->device;
    paging->make_room = make_room;
    paging->context = run;
    paging->random = run->options.seed;
    paging->take_away = run->options.take_away;
    if (fn_applications_flows(run->flows) > FN_SYSTEM_FLOWS)
        return fn_computer_fail(computer, "%u flows with zero_copy, but the controller has %u "
                                "contexts", fn_applications_flows(run->flows), FN_SYSTEM_FLOWS);
    if (FN_SYSTEM_FLOWS > FN_FLOWS_MAX)  // the last ones
        run->applications.first_context = FN_SYSTEM_FLOWS - fn_applications_flows(run->flows);
    return (fn_applications_open(&run->applications, run->flows, run->outputs->folder,
                                 computer->pages)
            && fn_flow_log_open(&run->log, run->outputs->folder, run->flows))
        || fn_computer_fail(computer, "%s: the files of flows cannot be written",
                            run->outputs->folder);
}

static bool open_senders(struct fn_run *run)
{
    const uint64_t size = run->options.senders;

    if (size == 0)
        return true;
    run->senders.damage = run->options.fault_percent * DAMAGE_PER_FAULT;
    run->senders.mischief = run->options.has_troubles ? MISCHIEF_PERCENT : 0;
    for (unsigned f = 0; f < run->applications.num_flows; f++)
        run->applications.flows[f].flow.receiver.ignores_resets = run->options.has_troubles;
    run->feed.num_total = MANY_PACKETS + size / 8 * run->applications.num_flows;
    if (run->applications.num_flows == 0)
        return fn_computer_fail(&run->system.computer, "senders need a flow with zero_copy");
    return fn_senders_open(&run->senders, run->flows, &run->applications, size,
                           run->options.seed)
        || fn_computer_fail(&run->system.computer, "a flow with a sender needs src, dst, "
                            "sport and dport; with slot rtp and spi");
}

static bool open_run(struct fn_run *run)
{
    const struct fn_system_config config = {
        .engine = run->options.engine, .seed = run->options.seed,
        .is_unkind = run->options.is_unkind, .error_rate = run->options.error_rate,
        .is_cramped = run->options.has_troubles, .num_pages = fn_applications_pages(run->flows),
        .frame_maximum = run->flows->frame_maximum, .vectors = run->options.vectors,
        .inspection = run->options.inspection
    };
    struct fn_computer *computer = &run->system.computer;

    const bool is_open = fn_system_open(&run->system, &config);
    run->is_refused = is_open ? !open_applications(run) || !open_senders(run)
                              : run->system.engine.cycles == 0;
    if (!is_open || run->is_refused)
        return false;
    fn_stack_open(&run->stack, &computer->device, computer->scratch);
    run->stack.take = take;
    run->stack.sending = sending;
    run->stack.context = run;
    fn_oracle_open(&run->oracle, run->flows, FN_SYSTEM_ENTRIES, computer->buffer_size,
                   computer->device.config.split_offset);

    enum fn_status status = fn_set_mac(&computer->device, run->flows->mac);
    if (status == FN_OK)
        status = set_up(run);
    if (status != FN_OK)
        fn_computer_fail(computer, "driver: %s", fn_status_text(status));
    run->system.context = run;
    run->system.sent = sent;
    run->system.feed = feed;
    if (run->options.has_troubles)
        run->system.ticked = ticked;
    run->start = run->system.engine.clocks.time;
    run->first_cycle = run->idle_since = run->system.engine.cycles;
    return computer->fault[0] == '\0';
}

// ---- The loop ----

static void show_progress(const struct fn_run *run)
{
    const unsigned width = 40;
    const unsigned done = (unsigned)(run->feed.num_fed * width / run->feed.num_total);
    fprintf(stderr, "\r[%-*.*s] %3u %%  %llu packets, %llu mismatches", (int)width, (int)done,
            "########################################",
            (unsigned)(run->feed.num_fed * 100 / run->feed.num_total),
            (unsigned long long)run->feed.num_fed, (unsigned long long)run->oracle.num_differences);
}

// Up to a difference inside, which stops the run a little later.
static void note_progress(struct fn_run *run)
{
    if (run->options.inspection == NULL || run->options.inspection->difference[0] != '\0')
        return;
    run->fed_before = run->feed.num_fed;
    run->delivered_before = run->oracle.num_delivered;
}

static bool is_quiet(const struct fn_run *run)
{
    const uint64_t idle = run->system.engine.cycles - run->idle_since;

    return run->feed.is_over && fn_gmii_source_is_idle(&run->system.source)
        && fn_stack_sending(&run->stack) == 0 && idle > QUIET_CYCLES
        && (run->oracle.num_sent == run->oracle.num_sends || idle > LAST_FRAME_CYCLES);
}

// When all is quiet the zero-copied flows are taken back; what they still say is waited for.
static bool is_finished(struct fn_run *run)
{
    if (!is_quiet(run))
        return false;
    if (!run->is_ending)
        fn_applications_end(&run->applications);
    run->is_ending = true;
    return fn_applications_are_back(&run->applications);
}

static bool is_stuck(const struct fn_run *run)
{
    return run->feed.is_over
        && run->system.engine.cycles - run->idle_since > MAX_STALL_CYCLES;
}

static void poll(struct fn_run *run)
{
    struct fn_applications *applications = &run->applications;
    struct fn_computer *computer = &run->system.computer;

    if (run->senders.is_calm && !run->is_calm) {
        run->is_calm = true;
        run->feed.fault_percent = 0;
        fn_troubles_end(&run->troubles, computer, &applications->paging);
    }
    run->troubles.full_for_flows = run->coverage.full_for_flows;
    run->troubles.full_for_software = run->coverage.full_for_software;
    run->troubles.is_busy = 8 * fn_applications_placing(applications) >= applications->num_flows;
    const enum fn_troubles_turn turn = fn_troubles_poll(&run->troubles, computer,
                                                        &applications->paging,
                                                        run->system.engine.cycles);
    applications->paging.is_deaf = turn != FN_TROUBLES_ALL;
    run->senders.is_hasty = turn != FN_TROUBLES_ALL;  // so that rings and queues become full
    enum fn_status status = turn == FN_TROUBLES_ALL ? fn_stack_poll(&run->stack) : FN_OK;

    if (run->num_lost_seen != run->stack.num_lost_records)
        fn_applications_lost(applications);
    run->num_lost_seen = run->stack.num_lost_records;
    if (turn != FN_TROUBLES_NOTHING)
        fn_applications_poll(applications);
    if (status == FN_OK)
        status = applications->paging.status;
    if (status != FN_OK)
        fn_computer_fail(computer, "driver: %s", fn_status_text(status));
}

static void run_all(struct fn_run *run)
{
    struct fn_system *system = &run->system;
    uint64_t next_poll = system->engine.cycles;
    const bool bar = run->options.show_progress;

    for (unsigned long step = 0; !is_finished(run) && fn_system_step(system); step++) {
        note_progress(run);
        if (!fn_gmii_source_is_idle(&system->source))
            run->idle_since = system->engine.cycles;
        if (system->engine.cycles >= next_poll) {
            poll(run);
            next_poll = system->engine.cycles + POLL_CYCLES;
        }
        if (is_stuck(run))
            fn_computer_fail(&system->computer, "cycle %llu: stuck: %llu of %llu frames sent, "
                             "%u echoes under way", (unsigned long long)system->engine.cycles,
                             (unsigned long long)run->oracle.num_sent,
                             (unsigned long long)run->oracle.num_sends,
                             fn_stack_sending(&run->stack));
        if (bar && step % PROGRESS_STEPS == 0)
            show_progress(run);
    }
    if (bar) {
        show_progress(run);
        fprintf(stderr, "\n");
    }
}

static void close_applications(struct fn_run *run)
{
    const struct fn_paging *paging = &run->applications.paging;

    run->summary.placed = run->oracle.num_placed;
    if (run->applications.flows == NULL)
        return;
    if (run->options.senders > 0 && !run->is_refused)
        fn_senders_check(&run->senders, &run->applications.paging);
    fn_applications_close(&run->applications);
    run->summary.applications = &run->applications;
    for (uint64_t f = 0; f < paging->num_faults; f++)
        fn_oracle_note(&run->oracle, f < FN_PAGING_FAULTS ? paging->faults[f] : "more of flows");
}

static void check_coverage(struct fn_run *run)
{
    struct fn_fault_coverage *coverage = &run->coverage;

    fn_fault_coverage_close(coverage, run->oracle.reasons, &run->applications);
    for (unsigned c = 0; c < coverage->num_cases; c++) {
        char text[FN_FAULT_COVERAGE_NAME + 32];
        snprintf(text, sizeof text, "never happened: %s", coverage->cases[c].name);
        if (coverage->cases[c].count == 0)
            fn_oracle_note(&run->oracle, text);
    }
    run->summary.coverage = coverage;
}

void fn_run_free(struct fn_run *run)
{
    fn_applications_free(&run->applications);
    fn_senders_close(&run->senders);
}

bool fn_run(struct fn_run *run, const struct fn_run_options *options,
            const struct fn_flows *flows, const struct fn_capture *capture,
            struct fn_outputs *outputs)
{
    memset(run, 0, sizeof *run);
    run->options = *options;
    run->flows = flows;
    run->outputs = outputs;
    run->feed = (struct fn_feed){
        .capture = options->senders == 0 ? capture : NULL, .senders = &run->senders,
        .timing = options->timing, .fault_percent = options->fault_percent,
        .random = options->seed, .num_total = capture->num_packets * options->repeat
    };
    run->troubles = (struct fn_troubles){ .is_on = options->has_troubles,
                                          .random = options->seed };
    run->summary.engine = options->engine_name;
    run->summary.seed = options->seed;

    if (open_run(run))
        run_all(run);
    run->oracle.num_lost_reports += run->num_lost_seen;
    if (run->system.computer.fault[0] == '\0') {
        fn_oracle_check_counters(&run->oracle, &run->system.computer.device);
        fn_flow_balance_check(&run->applications, &run->oracle, &run->system.computer.device);
    }
    close_applications(run);
    if (run->options.covers_faults && !run->is_refused)
        check_coverage(run);
    run->summary.packets_in = run->feed.num_fed;
    run->summary.packets_out = run->oracle.num_sent;
    run->summary.delivered = run->oracle.num_delivered;
    run->summary.mismatches = run->oracle.num_differences;
    memcpy(run->summary.reasons, run->oracle.reasons, sizeof run->summary.reasons);
    memcpy(run->summary.transmit_reasons, run->oracle.transmit_reasons,
           sizeof run->summary.transmit_reasons);
    run->summary.parity = run->oracle.parity;
    run->summary.cycles = run->system.engine.cycles - run->first_cycle;
    run->summary.simulated = run->system.engine.cycles;
    fn_system_close(&run->system);
    fn_flow_log_close(&run->log);
    memcpy(run->summary.fault, run->system.computer.fault, sizeof run->summary.fault);
    return run->system.computer.fault[0] == '\0';
}
