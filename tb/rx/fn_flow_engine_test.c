// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_test - rtl/rx/fn_flow_engine.v against its twin, what it writes against sets
//
// The memories of contexts and pages are here.  A context that is read is often replaced by
// another one just before, made so that the packet which asks for it lies at its edges.  The
// first stretch is quiet: packets as fast as they go, of one flow, then of many.
//
// runs with: FLOWS=16, FLOWS=64, FLOWS=1024, FLOWS=16+INTERVALS=3+SEQUENCE_BITS=6+PAGE_BITS=3
//
// The small one is exhaustive: see fn_flow_engine_reach.h.

#include <string.h>

#include "fn_flow_engine_cover.h"
#include "fn_flow_engine_make.h"
#include "fn_flow_engine_seen.h"
#include "lockstep.h"
#include "rx/fn_flow_engine.h"
#include "rx/fn_flow_engine_reach.h"

enum { MAX_FLOWS = 1024, QUIET = 1200, QUIET_ONE = 600, QUIET_BYTES = 6, TAKEN = 8 };

static struct fn_flow_engine    twin;
static struct fn_flow_engine_in in;
static unsigned                 flows;

static struct {
    struct fn_context row[MAX_FLOWS + 1];
    uint64_t          page[MAX_FLOWS + 1][FN_PAGES];
    struct fn_context answer;
    uint64_t          address;
    bool              error, page_error;
    unsigned          since, page_since;  // cycles since the read was seen
} memory;

static struct fn_context      before;  // what a bus failure finds
static struct lockstep_source packets, verdicts, operations, failures;
static unsigned num_packets, num_taken, num_verdicts, room_phase;
static unsigned packet_pace = 1, verdict_pace = 1;
static unsigned long taken_at[TAKEN];
static unsigned long last_write;

static bool is_quiet(const struct lockstep *bench)
{
    return bench->cycle < QUIET;
}

// ---- Memory ----

// The context of the next request, before it is read: made anew so that they meet.
static void change_some(struct lockstep *bench, unsigned row)
{
    static const unsigned in_eighths[] = { 4, 3, 1, 4 };
    const struct fn_flow_engine_request *next = &twin.next;
    const unsigned code = twin.operation.code;
    const bool is_operation = next->kind == FN_REQUEST_OPERATION;
    struct fn_packet_record near = in.s_packet_record;

    if (is_quiet(bench) || (row == flows && code != FN_OPERATION_START))
        return;
    if (next->kind == FN_REQUEST_PACKET)
        near = next->record;
    if (is_operation && code == FN_OPERATION_ACCEPT)
        near.sequence = (uint32_t)twin.operation.argument;
    if (is_operation && (code == FN_OPERATION_START || code == FN_OPERATION_ACCEPT
                         || code == FN_OPERATION_POST_PAGE || code == FN_OPERATION_STOP))
        make_context(bench, &memory.row[row], &near, twin.milliseconds);
    else if (lockstep_below(bench, 8) < in_eighths[next->kind])
        make_context(bench, &memory.row[row], &near, twin.milliseconds);
    if (is_operation && code == FN_OPERATION_ACCEPT && make_is_rtp(&memory.row[row]))
        memory.row[row].receive_next = near.sequence - make_edge(bench, &memory.row[row]);
    if (next->kind == FN_REQUEST_TIME && lockstep_below(bench, 2)) {
        memory.row[row].state = FN_STATE_ZERO_COPY;
        memory.row[row].owed_packets = 1;
        if (lockstep_below(bench, 2))
            memory.row[row].deadline = (uint16_t)(twin.milliseconds - lockstep_below(bench, 2));
    }
    if (is_operation && code == FN_OPERATION_POST_PAGE && lockstep_below(bench, 2)) {
        memory.row[row].window_edge = make_near(bench, memory.row[row].receive_next);
        memory.row[row].acknowledge = 1;
    }
    if (row == flows && lockstep_below(bench, 4) == 0)
        memory.row[row].intervals = (uint8_t)(5 + lockstep_below(bench, 3));
    else if (row == flows && memory.row[row].udp && !memory.row[row].rtp)
        memory.row[row].intervals = (uint8_t)lockstep_below(bench, 2);
}

static void break_answer(struct lockstep *bench)
{
    uint8_t bytes[128] = { 0 };
    const unsigned bit = lockstep_below(bench, fn_record_bits(&fn_context_record));

    memory.error = lockstep_below(bench, 8) == 0 && !is_quiet(bench);
    if (!memory.error)
        return;
    fn_record_pack(&fn_context_record, &memory.answer, bytes);
    bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    fn_record_unpack(&fn_context_record, bytes, &memory.answer);
}

// After the edge: what the block's registers ask for shows in two cycles, or three.
static void remember(struct lockstep *bench)
{
    const struct fn_flow_engine_out *out = &twin.out;

    memory.since++;
    memory.page_since++;
    if (out->m_read_valid) {
        const bool collides = out->m_write_valid && out->m_write_index == out->m_read_index;
        change_some(bench, out->m_read_index);
        memory.answer = memory.row[out->m_read_index];
        break_answer(bench);
        if (collides)
            lockstep_record(bench, &memory.answer, &fn_context_record);
        memory.since = 0;
    }
    if (out->m_page_read_valid) {
        memory.address = memory.page[out->m_page_read_index][out->m_page_read_place];
        memory.page_error = lockstep_below(bench, 6) == 0 && !is_quiet(bench);
        memory.page_since = 0;
    }
    if (out->m_write_valid)
        memory.row[out->m_write_index] = out->m_write_context;
    if (out->m_page_write_valid)
        memory.page[out->m_page_write_index][out->m_page_write_place] = out->m_page_write_address;
}

static void answer(struct lockstep *bench)
{
    if (memory.since == 2)
        in.s_read_context = memory.answer;
    else if (memory.since < 2)
        lockstep_record(bench, &in.s_read_context, &fn_context_record);
    in.s_read_error = memory.since == 3 ? memory.error : lockstep_below(bench, 2);
    lockstep_bytes(bench, &in.s_page_read_address, sizeof in.s_page_read_address);
    in.s_page_read_address >>= 12;
    if (memory.page_since == 2)
        in.s_page_read_address = memory.address;
    in.s_page_read_error = memory.page_since == 3 ? memory.page_error : lockstep_below(bench, 2);
}

// ---- Requests ----

static void next_packet(struct lockstep *bench)
{
    static unsigned turn;
    const unsigned index = lockstep_below(bench, 4) ? lockstep_below(bench, 3)
                                                    : lockstep_below(bench, flows);
    struct fn_packet_record *record = &in.s_packet_record;

    if (!is_quiet(bench)) {
        make_packet(bench, record, &memory.row[index], index);
        if (lockstep_below(bench, 64) == 0)
            record->context = (uint16_t)lockstep_below(bench, 1024);
        return;
    }
    static uint32_t sent[MAX_FLOWS];
    const unsigned flow = bench->cycle < QUIET_ONE ? 0 : turn++ % flows;
    *record = (struct fn_packet_record){
        .context = (uint16_t)flow, .tcp = 1, .tcp_flags = FN_TCP_ACK, .sequence = sent[flow],
        .payload_length = QUIET_BYTES, .payload_offset = 54
    };
    sent[flow] += QUIET_BYTES;
}

static void next_operation(struct lockstep *bench)
{
    const unsigned index = lockstep_below(bench, 4) ? lockstep_below(bench, 3)
                                                    : lockstep_below(bench, flows);
    const struct fn_context *context = &memory.row[index];

    in.s_operation_code = (uint8_t)lockstep_below(bench, 12);
    if (in.s_operation_code >= 8)
        in.s_operation_code = in.s_operation_code % 2 ? FN_OPERATION_POST_PAGE
                                                      : FN_OPERATION_ACCEPT;
    in.s_operation_index = (uint16_t)(lockstep_below(bench, 16) ? index
                                                                : lockstep_below(bench, 1024));
    lockstep_bytes(bench, &in.s_operation_argument, sizeof in.s_operation_argument);
    if (in.s_operation_code == FN_OPERATION_ACCEPT) {
        const uint32_t from = context->receive_next + make_edge(bench, context);
        const uint32_t to = lockstep_below(bench, 2) ? from + make_step(bench)
                                                     : make_near(bench, context->receive_next);
        in.s_operation_argument = (uint64_t)to << 32 | from;
    }
    if (in.s_operation_code >= FN_OPERATION_READ && lockstep_below(bench, 4) == 0)
        in.s_operation_argument += 24 + lockstep_below(bench, 2) - in.s_operation_argument % 32;
    if (in.s_operation_code == FN_OPERATION_SENT)
        in.s_operation_argument = (uint64_t)make_near(bench, context->window_edge) << 32
                                | (in.s_operation_argument & 0xffffffff);
}

static void next_failure(struct lockstep *bench)
{
    const unsigned index = lockstep_below(bench, 16) ? lockstep_below(bench, 3)
                                                     : lockstep_below(bench, 1024);
    in.s_failed_index = (uint16_t)index;
    in.s_failed_epoch = (uint8_t)(memory.row[index].epoch + (lockstep_below(bench, 4) == 0)) % 32;
    lockstep_bytes(bench, &in.s_failed_confirmed, sizeof in.s_failed_confirmed);
    if (lockstep_below(bench, 2))
        in.s_failed_confirmed = memory.row[index % flows].receive_next - make_step(bench);
}

// A source that offers once in so many cycles; true if new payload is due.
static bool offer_rarely(struct lockstep *bench, struct lockstep_source *source, bool *valid,
                         bool ready, unsigned cycles)
{
    const bool is_new = !source->is_refused;
    if (is_new)
        *valid = lockstep_below(bench, cycles) == 0;
    source->is_refused = *valid && !ready;
    return is_new && *valid;
}

static bool may_give_verdict(const struct lockstep *bench)
{
    if (is_quiet(bench))
        return num_verdicts < num_taken && bench->cycle >= taken_at[num_verdicts % TAKEN] + 8;
    return num_verdicts < num_packets;
}

static void offer(struct lockstep *bench)
{
    const struct fn_flow_engine_out *out = &twin.out;

    if (offer_rarely(bench, &packets, &in.s_packet_valid, out->s_packet_ready,
                     is_quiet(bench) ? 1 : packet_pace)) {
        next_packet(bench);
        num_packets++;
    }
    if (in.s_packet_valid && out->s_packet_ready)
        taken_at[num_taken++ % TAKEN] = bench->cycle;
    if (!verdicts.is_refused && !may_give_verdict(bench)) {
        in.s_verdict_valid = false;
    } else if (offer_rarely(bench, &verdicts, &in.s_verdict_valid, out->s_verdict_ready,
                            is_quiet(bench) ? 1 : verdict_pace)) {
        in.s_verdict_good = lockstep_below(bench, 5) != 0 || is_quiet(bench);
        in.s_verdict_link = lockstep_below(bench, 2) != 0;
        num_verdicts++;
    }
    if (is_quiet(bench))
        return;
    if (offer_rarely(bench, &operations, &in.s_operation_valid, out->s_operation_ready, 12))
        next_operation(bench);
    if (offer_rarely(bench, &failures, &in.s_failed_valid, out->s_failed_ready, 300))
        next_failure(bench);
}

static bool is_ready(struct lockstep *bench)
{
    return lockstep_ready(bench) || lockstep_below(bench, 2) || is_quiet(bench);
}

static void make_inputs(struct lockstep *bench)
{
    in.rst = bench->cycle == 0 || (!is_quiet(bench) && lockstep_reset(bench));
    offer(bench);
    answer(bench);
    in.m_decision_ready = is_ready(bench);
    in.m_command_ready = is_ready(bench);
    in.m_report_ready = is_ready(bench);
    if (lockstep_below(bench, 64) == 0)
        room_phase = lockstep_below(bench, 8);
    if (lockstep_below(bench, 64) == 0)
        packet_pace = lockstep_below(bench, 2) ? 1 : 1 + lockstep_below(bench, 60);
    if (lockstep_below(bench, 64) == 0)
        verdict_pace = 1 + lockstep_below(bench, lockstep_below(bench, 4) ? 3 : 30);
    in.s_report_room = room_phase || lockstep_below(bench, 2) || is_quiet(bench);
    if (lockstep_below(bench, 200) == 0 && !is_quiet(bench))
        in.s_milliseconds = (uint16_t)(in.s_milliseconds + (lockstep_below(bench, 4)
            ? 1 + lockstep_below(bench, 2) : 1u << lockstep_below(bench, 16)));
}

// ---- What is known without the twin ----

// Was this output's payload loaded at this edge?
static bool is_new(bool valid, bool was_valid, bool ready)
{
    return valid && !(was_valid && !ready);
}

static void check_placed(struct lockstep *bench)
{
    const struct fn_flow_engine_out *out = &twin.out;
    const struct fn_context *next = &out->m_write_context;

    seen_end(bench);
    lockstep_check(bench, "a good one changes its flow", !out->m_report_good || out->m_write_valid);
    if (!out->m_write_valid)
        return;
    if (out->m_report_good && !seen.is_lost)
        seen_context(bench, next);
    else
        lockstep_check(bench, "a bad one accepts nothing", next->state == FN_STATE_IDLE
                       && next->receive_next == seen.context.receive_next
                       && next->intervals == seen.context.intervals
                       && next->start_0 == seen.context.start_0
                       && next->end_3 == seen.context.end_3);
}

static void check(struct lockstep *bench, const struct fn_flow_engine_out *was)
{
    const struct fn_flow_engine_out *out = &twin.out;

    if (in.rst) {
        seen.is_there = false;
        return;
    }
    if (is_new(out->m_decision_valid, was->m_decision_valid, in.m_decision_ready)
            && out->m_decision_fate == FN_FATE_PLACE)
        seen_begin(bench, &twin.context, &twin.now.record, memory.page[twin.now.index]);
    if (is_new(out->m_command_valid, was->m_command_valid, in.m_command_ready))
        seen_command(bench, out->m_command_skip, out->m_command_length, out->m_command_address,
                     out->m_command_last);
    if (is_new(out->m_command_valid, was->m_command_valid, in.m_command_ready))
        lockstep_check(bench, "a command of the flow", out->m_command_index == twin.now.index);
    if (is_new(out->m_report_valid, was->m_report_valid, in.m_report_ready)
            && out->m_report_placed)
        check_placed(bench);
    if (twin.now.kind == FN_REQUEST_FAILED && out->m_write_valid && out->m_report_valid
            && out->m_report_data.sync == FN_SYNC_BUS)
        seen_failed(bench, &before, &out->m_write_context);
}

static void check_rate(struct lockstep *bench)
{
    if (!is_quiet(bench) || !twin.out.m_write_valid)
        return;
    if (last_write)
        lockstep_check(bench, "a packet every 10 cycles", bench->cycle - last_write == 10);
    lockstep_cover(bench, "every 10 cycles, one flow", last_write && bench->cycle < QUIET_ONE);
    lockstep_cover(bench, "every 10 cycles, all flows", bench->cycle > QUIET_ONE + 50);
    last_write = bench->cycle;
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;

    lockstep_open(&bench, "fn_flow_engine", argc, argv, fn_flow_engine_inputs,
                  fn_flow_engine_outputs);
    flows = lockstep_parameter("FLOWS");
    if (lockstep_parameter("SEQUENCE_BITS")) {
        fn_flow_engine_reach(&bench, flows);
        return lockstep_close(&bench);
    }
    fn_flow_engine_reset(&twin, flows);
    for (unsigned f = 0; f <= flows; f++) {
        memory.row[f] = (struct fn_context){
            .state = FN_STATE_ZERO_COPY, .window_edge = 0x10000, .page_count = 64,
            .acknowledge = 1, .acknowledge_packets = 2
        };
        lockstep_bytes(&bench, memory.page[f], sizeof memory.page[f]);
        for (unsigned p = 0; p < FN_PAGES; p++)
            memory.page[f][p] >>= 12;
    }
    do {
        const struct fn_flow_engine_out was = twin.out;
        make_inputs(&bench);
        cover_packet(&bench, &twin, &in);
        cover_waiting(&bench, &twin);
        cover_passive(&bench, &twin);
        cover_fin(&bench, &twin);
        cover_rtp(&bench, &twin);
        cover_report(&bench, &twin, &in);
        cover_rest(&bench, &twin, &in);
        if (twin.now.kind == FN_REQUEST_FAILED && !twin.is_committed)
            before = twin.context;
        fn_flow_engine_tick(&twin, &in);
        check(&bench, &was);
        check_rate(&bench);
        remember(&bench);
        if (in.rst) {
            packets.is_refused = verdicts.is_refused = false;
            operations.is_refused = failures.is_refused = false;
            num_packets = num_verdicts = num_taken = 0;
        }
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
