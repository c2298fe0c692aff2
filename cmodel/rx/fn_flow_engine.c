// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine - see fn_flow_engine.h

#include "rx/fn_flow_engine.h"

#include <string.h>

#include "functional/fn_place.h"
#include "rx/fn_flow_engine_commit.h"

#define IN  struct fn_flow_engine_in
#define OUT struct fn_flow_engine_out

// Cycles after a request was taken, its context was loaded, its fate was decided.
enum { READ_CYCLES = 3, ERROR_CYCLES = 4, PAGE_CYCLES = 3, DECIDE_CYCLES = 4, COMMIT_CYCLES = 5 };
enum { VERDICT_CYCLES = 3, PATIENCE = 2 };

const struct fn_port fn_flow_engine_inputs[] = {
    FN_PORT(IN, rst), FN_PORT(IN, s_milliseconds),
    FN_PORT(IN, s_packet_valid),
    FN_PORT_RECORD(IN, s_packet_record, &fn_packet_record_record),
    FN_PORT(IN, m_decision_ready), FN_PORT(IN, m_command_ready),
    FN_PORT(IN, s_verdict_valid), FN_PORT(IN, s_verdict_good), FN_PORT(IN, s_verdict_link),
    FN_PORT(IN, s_operation_valid), FN_PORT(IN, s_operation_code),
    FN_PORT(IN, s_operation_index), FN_PORT(IN, s_operation_argument),
    FN_PORT(IN, s_failed_valid), FN_PORT(IN, s_failed_index), FN_PORT(IN, s_failed_epoch),
    FN_PORT(IN, s_failed_confirmed),
    FN_PORT_RECORD(IN, s_read_context, &fn_context_record), FN_PORT(IN, s_read_error),
    FN_PORT(IN, s_page_read_address), FN_PORT(IN, s_page_read_error),
    FN_PORT(IN, m_report_ready), FN_PORT(IN, s_report_room),
    { 0 }
};

const struct fn_port fn_flow_engine_outputs[] = {
    FN_PORT(OUT, s_packet_ready),
    FN_PORT(OUT, m_decision_valid), FN_PORT(OUT, m_decision_fate),
    FN_PORT(OUT, m_decision_reason), FN_PORT(OUT, m_decision_sync),
    FN_PORT(OUT, m_decision_epoch),
    FN_PORT(OUT, m_command_valid), FN_PORT(OUT, m_command_skip), FN_PORT(OUT, m_command_length),
    FN_PORT(OUT, m_command_address), FN_PORT(OUT, m_command_index), FN_PORT(OUT, m_command_last),
    FN_PORT(OUT, s_verdict_ready), FN_PORT(OUT, s_operation_ready),
    FN_PORT(OUT, m_answer_valid), FN_PORT(OUT, m_answer_refused), FN_PORT(OUT, m_answer_value),
    FN_PORT(OUT, s_failed_ready),
    FN_PORT(OUT, m_read_valid), FN_PORT(OUT, m_read_index),
    FN_PORT(OUT, m_write_valid), FN_PORT(OUT, m_write_index),
    FN_PORT_RECORD(OUT, m_write_context, &fn_context_record),
    FN_PORT(OUT, m_page_read_valid), FN_PORT(OUT, m_page_read_index),
    FN_PORT(OUT, m_page_read_place),
    FN_PORT(OUT, m_page_write_valid), FN_PORT(OUT, m_page_write_index),
    FN_PORT(OUT, m_page_write_place), FN_PORT(OUT, m_page_write_address),
    FN_PORT(OUT, m_report_valid), FN_PORT(OUT, m_report_placed), FN_PORT(OUT, m_report_good),
    FN_PORT(OUT, m_report_reported), FN_PORT(OUT, m_report_answered),
    FN_PORT(OUT, m_report_begins),
    FN_PORT_RECORD(OUT, m_report_data, &fn_report_record),
    { 0 }
};

void fn_flow_engine_reset(struct fn_flow_engine *engine, unsigned flows)
{
    memset(engine, 0, sizeof *engine);
    engine->flows = flows;
    engine->is_open = true;
    engine->out.s_packet_ready = engine->out.s_verdict_ready = true;
    engine->out.s_operation_ready = engine->out.s_failed_ready = true;
}

// The row that a request reads, and the one that it changes.
static unsigned row_of(const struct fn_flow_engine *engine)
{
    const struct fn_flow_engine_request *next = &engine->next;
    const unsigned code = engine->operation.code;
    const bool is_staged = next->kind == FN_REQUEST_OPERATION
        && (code == FN_OPERATION_START || code == FN_OPERATION_READ || code == FN_OPERATION_WRITE);

    return next->is_beyond || is_staged ? engine->flows : next->index;
}

// ---- A request is taken, its context read and loaded ----

static bool take(struct fn_flow_engine *engine, const IN *in)
{
    struct fn_flow_engine_request *next = &engine->next;
    const bool waits = engine->has_failed || engine->has_operation || engine->is_sweeping;

    if (!engine->is_open)
        return false;
    if (in->s_packet_valid && engine->out.s_packet_ready) {
        next->kind = FN_REQUEST_PACKET;
        next->index = in->s_packet_record.context;
        next->record = in->s_packet_record;
        engine->patience = waits ? engine->patience + 1 : 0;
        return true;
    }
    // A failure needs no room: fn_flow_report may wait until it is taken, and none would come.
    if (!waits || (!in->s_report_room && !engine->has_failed)) {
        if (engine->patience == PATIENCE)
            engine->patience = 0;
        return false;
    }
    engine->patience = 0;
    if (engine->has_failed) {
        next->kind = FN_REQUEST_FAILED;
        next->index = engine->failed.index;
    } else if (engine->has_operation) {
        next->kind = FN_REQUEST_OPERATION;
        next->index = engine->operation.index;
    } else {
        next->kind = FN_REQUEST_TIME;
        next->index = engine->sweep++;
        engine->is_sweeping = engine->sweep != engine->flows;
    }
    return true;
}

static void begin_read(struct fn_flow_engine *engine)
{
    struct fn_flow_engine_request *next = &engine->next;

    next->is_there = true;
    next->taken = engine->cycle;
    next->is_beyond = next->index >= engine->flows;
    next->is_broken = false;
    engine->out.m_read_valid = true;
    engine->out.m_read_index = (uint16_t)row_of(engine);
}

static void begin_sweep(struct fn_flow_engine *engine)
{
    engine->is_sweeping = true;
    engine->sweep = 0;
    engine->swept = engine->milliseconds;
}

// A packet whose flow is that of the packet before goes on with what that one left.
static void load(struct fn_flow_engine *engine, const IN *in)
{
    const unsigned row = row_of(engine);

    engine->was_kept = engine->was_packet && engine->home == row;
    engine->now = engine->next;
    engine->next.is_there = false;
    if (!engine->was_kept) {
        engine->context = in->s_read_context;
        engine->is_broken = engine->now.is_broken;
    }
    engine->was_packet = engine->now.kind == FN_REQUEST_PACKET;
    engine->home = row;
    engine->time = engine->milliseconds;
    engine->loaded = engine->cycle;
    engine->is_decided = engine->is_committed = engine->is_second_write = false;
    engine->commands.is_done = engine->commands.was_done = engine->commands.had_done = false;
    engine->commands.count = engine->commands.given = 0;
}

static void take_error(struct fn_flow_engine *engine, const IN *in)
{
    if (engine->next.is_there) {
        if (engine->cycle == engine->next.taken + ERROR_CYCLES)
            engine->next.is_broken = in->s_read_error;
    } else if (engine->cycle == engine->now.taken + ERROR_CYCLES && engine->now.is_there
               && !engine->was_kept) {
        engine->is_broken = in->s_read_error;
    }
}

// ---- The fate of a packet, and its commands ----

static uint32_t first_byte(const struct fn_flow_engine *engine)
{
    return fn_flow_begin(&engine->context, &engine->now.record);
}

static void read_page(struct fn_flow_engine *engine, unsigned place)
{
    engine->out.m_page_read_valid = true;
    engine->out.m_page_read_index = engine->home % (1U << 10);  // the staged context has none
    engine->out.m_page_read_place = (uint8_t)place;
    engine->commands.read = engine->cycle + 1;
}

static void begin_commands(struct fn_flow_engine *engine)
{
    const struct fn_flow_packet *packet = &engine->packet;

    engine->commands.count = fn_flow_commands(&engine->context, &engine->now.record, packet,
                                              engine->commands.list);
    // The page of the first byte has been read already.
    engine->commands.due = engine->cycle + (packet->piece[0].start == first_byte(engine) ? 3 : 5);
}

static void decide(struct fn_flow_engine *engine, const IN *in)
{
    struct fn_flow_engine_out *out = &engine->out;
    struct fn_flow_packet     *packet = &engine->packet;

    engine->is_decided = true;
    engine->decided = engine->cycle;
    if (engine->now.kind != FN_REQUEST_PACKET)
        return;

    engine->is_denied = !in->s_report_room;
    fn_flow_packet(&engine->context, &engine->now.record, engine->time, packet);
    if (engine->now.is_beyond || engine->is_broken) {
        packet->fate = FN_FATE_SOFTWARE;
        packet->change.sync = engine->now.is_beyond ? FN_SYNC_NONE : FN_SYNC_PARITY;
        packet->epoch = engine->now.is_beyond ? 0 : (engine->context.epoch + 1) % FN_FLOW_EPOCHS;
    }
    if (engine->is_denied) {
        packet->fate = FN_FATE_DROP;
        packet->reason = FN_REASON_NO_COMPLETION;
    }
    const bool is_software = packet->fate == FN_FATE_SOFTWARE;
    engine->fate = packet->fate;
    out->m_decision_valid = true;
    out->m_decision_fate = (uint8_t)packet->fate;
    out->m_decision_reason = packet->fate == FN_FATE_DROP ? (uint8_t)packet->reason : 0;
    out->m_decision_sync = is_software ? (uint8_t)packet->change.sync : 0;
    out->m_decision_epoch = is_software ? packet->epoch : 0;
    if (packet->fate == FN_FATE_PLACE)
        begin_commands(engine);
}

static void give_command(struct fn_flow_engine *engine, const IN *in)
{
    const struct fn_flow_command *command = &engine->commands.list[engine->commands.given];
    struct fn_flow_engine_out    *out = &engine->out;
    const uint64_t                due = engine->commands.due, read = engine->commands.read;

    if (engine->cycle == read + 2)
        engine->commands.address = in->s_page_read_address;
    if (engine->cycle == read + 3)
        engine->commands.is_broken = in->s_page_read_error;
    engine->commands.had_done = engine->commands.was_done;
    engine->commands.was_done = engine->commands.is_done;
    if (engine->commands.is_done || engine->commands.given == engine->commands.count)
        return;
    if (engine->cycle + PAGE_CYCLES + 1 == due && engine->cycle > engine->decided)
        read_page(engine, command->place);
    if (engine->cycle < due || out->m_command_valid)
        return;
    engine->commands.given++;
    engine->commands.is_done = engine->commands.is_broken
        || engine->commands.given == engine->commands.count;
    engine->commands.due = engine->cycle + 5;
    out->m_command_valid = true;
    out->m_command_skip = command->skip;
    out->m_command_length = engine->commands.is_broken ? 0 : command->length;
    out->m_command_address = engine->commands.address << 12 | command->offset;
    out->m_command_index = (uint16_t)engine->home;
    out->m_command_last = engine->commands.is_done;
}

// ---- One cycle ----

static void clear_pulses(struct fn_flow_engine_out *out, const IN *in)
{
    out->m_read_valid = out->m_write_valid = out->m_answer_valid = false;
    out->m_page_read_valid = out->m_page_write_valid = false;
    if (in->m_decision_ready)
        out->m_decision_valid = false;
    if (in->m_command_ready)
        out->m_command_valid = false;
    if (in->m_report_ready)
        out->m_report_valid = false;
}

static void work(struct fn_flow_engine *engine, const IN *in)
{
    const bool     is_packet = engine->now.kind == FN_REQUEST_PACKET;
    const uint64_t since = engine->cycle - engine->loaded;

    if (since == 3 && is_packet)
        read_page(engine, fn_context_page(&engine->context, first_byte(engine)));
    if (is_packet)
        give_command(engine, in);

    if (!engine->is_decided) {
        if (since >= DECIDE_CYCLES && !(is_packet && engine->out.m_decision_valid))
            decide(engine, in);
    } else if (!engine->is_committed) {
        const bool is_judged = engine->has_verdict
            && engine->cycle >= engine->judged + VERDICT_CYCLES;
        const bool is_done = engine->fate != FN_FATE_PLACE || engine->commands.had_done;
        if (engine->cycle >= engine->decided + COMMIT_CYCLES
                && engine->could_report && (!is_packet || (is_judged && is_done)))
            fn_flow_engine_commit(engine);
    } else if (engine->is_second_write) {
        engine->out.m_write_valid = true;
        engine->out.m_write_index = (uint16_t)engine->flows;
        engine->is_second_write = false;
    } else {
        engine->now.is_there = false;
    }
}

static void wait_in_line(struct fn_flow_engine *engine, const IN *in)
{
    if (in->s_operation_valid && engine->out.s_operation_ready) {
        engine->operation.code = in->s_operation_code;
        engine->operation.index = in->s_operation_index;
        engine->operation.argument = in->s_operation_argument;
        engine->has_operation = true;
    }
    if (in->s_failed_valid && engine->out.s_failed_ready) {
        engine->failed.index = in->s_failed_index;
        engine->failed.epoch = in->s_failed_epoch;
        engine->failed.confirmed = in->s_failed_confirmed;
        engine->has_failed = true;
    }
    if (in->s_verdict_valid && engine->out.s_verdict_ready) {
        engine->is_good = in->s_verdict_good;
        engine->is_link = in->s_verdict_link;
        engine->has_verdict = true;
        engine->judged = engine->cycle;
    }
}

void fn_flow_engine_tick(struct fn_flow_engine *engine, const struct fn_flow_engine_in *in)
{
    if (in->rst) {
        fn_flow_engine_reset(engine, engine->flows);
        engine->milliseconds = in->s_milliseconds;
        return;
    }
    const bool is_time = !engine->is_sweeping && engine->milliseconds != engine->swept;

    const bool can_report = !engine->out.m_report_valid;

    clear_pulses(&engine->out, in);
    take_error(engine, in);
    if (engine->now.is_there)
        work(engine, in);
    const bool is_taken = take(engine, in);
    if (engine->next.is_there && !engine->now.is_there
            && engine->cycle >= engine->next.taken + READ_CYCLES)
        load(engine, in);
    if (is_taken)
        begin_read(engine);
    engine->could_report = can_report;
    if (is_time)
        begin_sweep(engine);
    wait_in_line(engine, in);

    engine->is_open = !engine->next.is_there
        && !(engine->now.is_there && engine->now.kind != FN_REQUEST_PACKET);
    engine->out.s_packet_ready = engine->is_open && engine->patience < PATIENCE;
    engine->out.s_verdict_ready = !engine->has_verdict;
    engine->out.s_operation_ready = !engine->has_operation;
    engine->out.s_failed_ready = !engine->has_failed;
    engine->milliseconds = in->s_milliseconds;
    engine->cycle++;
}
