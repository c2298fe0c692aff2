// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_commit - see fn_flow_engine_commit.h

#include "rx/fn_flow_engine_commit.h"

#include <string.h>

static void report(struct fn_flow_engine *engine, const struct fn_flow_change *change, bool placed,
                   bool good, bool begins)
{
    struct fn_flow_engine_out *out = &engine->out;

    out->m_report_valid = placed || begins || change->reported || change->answered;
    out->m_report_placed = placed;
    out->m_report_good = good;
    out->m_report_reported = change->reported;
    out->m_report_answered = change->answered;
    out->m_report_begins = begins;
    out->m_report_data = change->report;
}

static void write_context(struct fn_flow_engine *engine, unsigned row,
                          const struct fn_context *context)
{
    engine->context = *context;
    engine->out.m_write_valid = true;
    engine->out.m_write_index = (uint16_t)row;
    engine->out.m_write_context = *context;
}

static void change(struct fn_flow_engine *engine, const struct fn_flow_change *change)
{
    write_context(engine, engine->now.index, &change->next);
    engine->is_broken = false;
    report(engine, change, false, true, false);
}

static void commit_packet(struct fn_flow_engine *engine)
{
    const unsigned index = engine->now.index;
    const bool     is_placed = engine->fate == FN_FATE_PLACE, is_good = engine->is_good;
    struct fn_flow_change other;
    const struct fn_flow_change *made = NULL;

    engine->has_verdict = false;
    if (engine->is_denied || engine->now.is_beyond)
        return;
    if (is_good && engine->is_broken) {
        fn_flow_parity(&engine->context, index, &other);
        made = &other;
    } else if (is_good && is_placed && engine->commands.is_broken) {
        fn_flow_page_parity(&engine->context, index, &other);
        made = &other;
    } else if (is_good) {
        made = &engine->packet.change;
    } else if (!engine->is_broken && engine->is_link
               && fn_flow_link_error(&engine->context, index, &other)) {
        made = &other;
    }
    if (made != NULL) {
        change(engine, made);
    } else {
        fn_change_begin(&other, &engine->context);
        fn_change_end(&other, index);
    }
    if (made != NULL || is_placed)
        report(engine, made != NULL ? made : &other, is_placed, is_good, false);
}

static bool read_write(struct fn_flow_engine *engine)
{
    const unsigned word = (unsigned)engine->operation.argument % 32;
    const uint32_t value = (uint32_t)(engine->operation.argument >> 32);
    const bool     is_write = engine->operation.code == FN_OPERATION_WRITE;
    uint8_t        bytes[4 * 32] = { 0 };
    struct fn_context context;

    if (word >= FN_CONTEXT_WORDS || (engine->is_broken && !is_write))
        return false;
    fn_record_pack(&fn_context_record, &engine->context, bytes);
    if (!is_write) {
        memcpy(&engine->out.m_answer_value, bytes + 4 * word, sizeof value);
        return true;
    }
    memcpy(bytes + 4 * word, &value, sizeof value);
    fn_record_unpack(&fn_context_record, bytes, &context);
    write_context(engine, engine->flows, &context);
    return true;
}

static bool operate_on_flow(struct fn_flow_engine *engine)
{
    const enum fn_operation  code = engine->operation.code;
    const unsigned           index = engine->now.index;
    struct fn_flow_operation operation;

    fn_flow_operation(&engine->context, &engine->context, code, engine->operation.argument, index,
                      &operation);
    if (operation.refused)
        return false;
    change(engine, &operation.change);
    if (code == FN_OPERATION_START)
        report(engine, &operation.change, false, true, true);
    if (code == FN_OPERATION_EXPORT)
        engine->out.m_write_index = (uint16_t)engine->flows;
    engine->is_second_write = code == FN_OPERATION_STOP;
    engine->out.m_page_write_valid = operation.posts;
    engine->out.m_page_write_index = (uint16_t)index;
    engine->out.m_page_write_place = (uint8_t)operation.place;
    engine->out.m_page_write_address = engine->operation.argument >> 12;
    return true;
}

// False: refused.
static bool operate(struct fn_flow_engine *engine)
{
    const unsigned code = engine->operation.code;
    struct fn_flow_change lost;

    if (engine->now.is_beyond)
        return false;
    if (code == FN_OPERATION_READ || code == FN_OPERATION_WRITE)
        return read_write(engine);
    if (!engine->is_broken)
        return operate_on_flow(engine);
    if (code != FN_OPERATION_START) {
        fn_flow_parity(&engine->context, engine->now.index, &lost);
        change(engine, &lost);
    }
    return false;
}

void fn_flow_engine_commit(struct fn_flow_engine *engine)
{
    const unsigned index = engine->now.index;
    struct fn_flow_change made;
    bool is_made = false;

    engine->is_committed = true;
    engine->committed = engine->cycle;
    if (engine->now.kind == FN_REQUEST_PACKET) {
        commit_packet(engine);
        return;
    }
    if (engine->now.kind == FN_REQUEST_OPERATION) {
        engine->out.m_answer_valid = true;
        engine->out.m_answer_value = 0;
        engine->out.m_answer_refused = !operate(engine);
        engine->has_operation = false;
        return;
    }
    if (engine->is_broken && !engine->now.is_beyond) {
        fn_flow_parity(&engine->context, index, &made);
        is_made = true;
    } else if (engine->now.kind == FN_REQUEST_TIME) {
        is_made = fn_flow_timeout(&engine->context, engine->time, index, &made);
    } else if (!engine->now.is_beyond) {
        is_made = fn_flow_failed(&engine->context, engine->failed.epoch,
                                 engine->failed.confirmed, index, &made);
    }
    if (engine->now.kind == FN_REQUEST_FAILED)
        engine->has_failed = false;
    if (is_made)
        change(engine, &made);
}
