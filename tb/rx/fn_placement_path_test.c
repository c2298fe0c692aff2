// SPDX-License-Identifier: Apache-2.0
//
// fn_placement_path_test - rtl/rx/fn_placement_path.v against its twin
//
// Senders whose packets lie around receive-next, a driver that starts flows and posts pages,
// a memory that answers late and sometimes with an error.
//
// runs with: FLOWS=64, FLOWS=1024

#include <stdio.h>
#include <string.h>

#include "functional/fn_tcp.h"
#include "lockstep.h"
#include "rx/fn_placement_path.h"
#include "rx/fn_placement_path_storm.h"

enum { LONG_RUN = 100000, RTP_FLOW = 2, TCP_BYTES = 20, UDP_BYTES = 8,
       RTP_BYTES = UDP_BYTES + 12 };

static struct fn_placement_path    twin;
static struct fn_placement_path_in in;
static unsigned                    settle, num_contexts;  // settle: until contexts are cleared
static unsigned long               packets, delivered, dropped, to_software, started, told;
static struct storm                storm;

static unsigned place_of(unsigned flow)
{
    return storm_place(flow, num_contexts);
}

static const struct fn_context *context_of(unsigned flow)
{
    return &twin.context.twin.contexts[place_of(flow)];
}

// ---- The packet that comes in ----

static struct {
    struct fn_packet_record record;
    unsigned                length, at;
    uint8_t                 reason;
    bool                    is_there, has_record, is_asked, is_gone;
} sent;

static void make_rtp(struct lockstep *bench, struct fn_packet_record *r,
                     const struct fn_context *context)
{
    r->tcp = 0;
    r->udp = 1;
    r->rtp = context->rtp || lockstep_below(bench, 2);
    r->sequence = (uint16_t)((context->receive_next >> (8 + context->slot_size))
                             + (lockstep_below(bench, 2) ? 0 : lockstep_below(bench, 12)));
    if (lockstep_below(bench, 16) == 0)
        r->sequence = (uint16_t)(r->sequence - lockstep_below(bench, 4));
    const unsigned headers = r->rtp ? RTP_BYTES : UDP_BYTES;
    r->payload_offset = (uint16_t)(r->l4_offset + headers);
    r->l4_length = (uint16_t)(headers + r->payload_length);
}

static void make_packet(struct lockstep *bench)
{
    static const uint8_t     offsets[] = { 34, 38, 42, 54, 58, 62 };  // IPv4, IPv6, up to two tags
    const unsigned           flow = lockstep_below(bench, storm_flows(&storm));
    const struct fn_context *context = context_of(flow);
    struct fn_packet_record *r = &sent.record;
    const unsigned           longest = storm.is_there ? 8 : 180;
    const unsigned           payload = lockstep_below(bench, 8) ? 1 + lockstep_below(bench, longest)
                                                                : lockstep_below(bench, 2);
    const unsigned           kind = lockstep_below(bench, storm.is_there ? 9 : 16);

    memset(&sent, 0, sizeof sent);
    lockstep_record(bench, r, &fn_packet_record_record);
    r->udp = r->rtp = r->fragment = 0;
    r->l4_offset = offsets[lockstep_below(bench, sizeof offsets)];
    r->timestamps_present = 1;
    r->timestamp_value = context->timestamp_recent + lockstep_below(bench, 4);
    r->hit = kind != 0;
    r->state = kind > 1 ? FN_STATE_ZERO_COPY : FN_STATE_MONITOR;
    r->tcp = 1;
    r->context = (uint16_t)place_of(flow);
    r->handle = context->handle;
    if (lockstep_below(bench, 100) == 0)  // of a flow that had this context before
        r->handle ^= (uint16_t)(1u << lockstep_below(bench, 16));
    r->payload_offset = (uint16_t)(r->l4_offset + TCP_BYTES + 4 * lockstep_below(bench, 11));
    r->payload_length = (uint16_t)payload;
    r->sequence = context->receive_next - (kind == 15)
                + (kind < 9 ? 0 : lockstep_below(bench, kind == 13 ? 9000 : 600));
    r->tcp_flags = FN_TCP_ACK | (kind == 14 ? FN_TCP_PSH : 0);
    if (lockstep_below(bench, 200) == 0)
        r->tcp_flags ^= (uint16_t)(1 << lockstep_below(bench, 6));
    r->acknowledgment = context->send_unacknowledged + lockstep_below(bench, 2);
    r->window = (uint16_t)(100 + lockstep_below(bench, 2));
    if (flow == RTP_FLOW)
        make_rtp(bench, r, context);
    sent.length = r->payload_offset + payload;
    if (sent.length < 60)
        sent.length = 60;
    sent.reason = (uint8_t)(lockstep_below(bench, 12) ? 0 : 1 + lockstep_below(bench, 22));
    sent.is_asked = !r->hit || r->state != FN_STATE_ZERO_COPY;  // none is asked for
    sent.is_there = true;
}

static void offer_packets(struct lockstep *bench)
{
    static struct lockstep_source packet, record, beat;

    if (!sent.is_there)
        make_packet(bench);
    if (sent.is_asked)
        in.s_packet_valid = false;
    else if (lockstep_offer(bench, &packet, &in.s_packet_valid, twin.out.s_packet_ready))
        in.s_packet_record = sent.record;
    if (sent.has_record)
        in.s_record_valid = false;
    else if (lockstep_offer(bench, &record, &in.s_record_valid, twin.out.s_record_ready))
        in.s_record_data = sent.record;
    if (!sent.has_record || sent.is_gone)
        in.s_axis_tvalid = false;
    else if (lockstep_offer(bench, &beat, &in.s_axis_tvalid, twin.out.s_axis_tready)) {
        const unsigned left = sent.length - sent.at;
        lockstep_bytes(bench, &in.s_axis_tdata, sizeof in.s_axis_tdata);
        in.s_axis_tkeep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
        in.s_axis_tlast = left <= 8;
        in.s_axis_tuser = (struct fn_packet_status){ .reason = left <= 8 ? sent.reason : 0 };
    }
}

static void follow_packets(void)
{
    if (in.s_packet_valid && twin.out.s_packet_ready)
        sent.is_asked = true;
    if (in.s_record_valid && twin.out.s_record_ready)
        sent.has_record = true;
    if (in.s_axis_tvalid && twin.out.s_axis_tready) {
        sent.at += 8;
        sent.is_gone = in.s_axis_tlast;
    }
    if (sent.is_gone && sent.is_asked) {
        packets++;
        memset(&sent, 0, sizeof sent);
    }
}

// ---- The driver ----

static struct {
    unsigned flow, step;           // what is under way
    unsigned words;                // of a snapshot, still to be read
    bool     is_asked;
} driver;

static void operation(enum fn_operation code, unsigned index, uint32_t low, uint32_t high)
{
    in.s_operation_code = (uint8_t)code;
    in.s_operation_index = (uint16_t)index;
    in.s_operation_argument = (uint64_t)high << 32 | low;
    in.s_operation_valid = true;
}

static void post_page(struct lockstep *bench, const struct fn_context *now)
{
    const unsigned few = bench->cycle / 2000 % 3 ? 1 : 2;
    const unsigned enough = driver.flow == 3 || storm.is_there ? 48 : few;

    operation(FN_OPERATION_POST_PAGE, place_of(driver.flow), 0, 0);
    lockstep_bytes(bench, &in.s_operation_argument, sizeof in.s_operation_argument);
    in.s_operation_argument -= in.s_operation_argument % FN_PAGE_BYTES;
    in.s_operation_valid = now->page_count < enough;
}

// A snapshot, whose words are read; what software has sent, and what it has put itself.
static bool look_after(struct lockstep *bench, const struct fn_context *now)
{
    const uint32_t from = now->receive_next + lockstep_below(bench, 300);

    if (driver.words > 0) {
        operation(FN_OPERATION_READ, 0, --driver.words, 0);
        return true;
    }
    switch (lockstep_below(bench, now->state == FN_STATE_IDLE ? 10 : 400)) {
    case 0:
    case 1:
        operation(FN_OPERATION_EXPORT, place_of(driver.flow), 0, 0);
        return true;
    case 2:
        operation(FN_OPERATION_ACCEPT, place_of(driver.flow), from,
                  from + lockstep_below(bench, 100));
        return true;
    case 3:
        operation(FN_OPERATION_SENT, place_of(driver.flow),
                  now->send_next + lockstep_below(bench, 1 << 20),
                  now->window_edge + lockstep_below(bench, 200));
        return true;
    case 4:
        operation(FN_OPERATION_EXPORT, lockstep_below(bench, 1024), 0, 0);
        return true;
    default:
        return false;
    }
}

// Words of a context that is to be staged, one operation each, then START.
static void choose_operation(struct lockstep *bench)
{
    const struct fn_context *now = context_of(driver.flow);
    static struct fn_context context;
    uint8_t                  words[4 * FN_CONTEXT_WORDS] = { 0 };

    if (driver.step == 0) {
        if (driver.words == 0)
            driver.flow = lockstep_below(bench, storm_flows(&storm));
        now = context_of(driver.flow);
        if (look_after(bench, now))
            return;
        if (now->state != FN_STATE_IDLE && lockstep_below(bench, 3000)) {
            post_page(bench, now);
            return;
        }
        lockstep_record(bench, &context, &fn_context_record);
    }
    context.epoch = (uint8_t)((now->epoch + 1) % FN_FLOW_EPOCHS);
    context.udp = driver.flow == RTP_FLOW;
    context.rtp &= context.udp;  // or datagram behind datagram
    context.intervals = context.fin_pending = context.check_acknowledgment = 0;
    context.surrender_options = context.surrender_link = 0;
    context.page_low_water = driver.flow % 2;
    if (context.rtp)
        context.receive_next &= ~0x7ffu;
    if (driver.step == 0 && lockstep_below(bench, 4))
        context.page_offset |= 0xf00;
    context.acknowledge_timeout %= 4;
    if (driver.flow < 2)
        context.receive_next = 0u - 3000 * driver.flow;
    context.follow_pages = driver.flow != 3;
    context.window_edge = context.receive_next + (driver.flow == 3 ? 1u << 18 : 0);
    context.report_push = 1;
    context.acknowledge = (uint8_t)(driver.flow % 3);
    context.acknowledge_packets = 2;
    context.segment_maximum = 200;
    fn_record_pack(&fn_context_record, &context, words);
    if (driver.step < FN_CONTEXT_WORDS) {
        uint32_t word;
        memcpy(&word, words + 4 * driver.step, 4);
        operation(FN_OPERATION_WRITE, 0, driver.step, word);
    } else {
        operation(FN_OPERATION_START, place_of(driver.flow), 0, 0);
    }
}

static void drive(struct lockstep *bench)
{
    static struct lockstep_source source;

    if (driver.is_asked)
        in.s_operation_valid = false;
    else if (lockstep_offer(bench, &source, &in.s_operation_valid, twin.out.s_operation_ready)) {
        choose_operation(bench);
        source.is_refused = in.s_operation_valid && !twin.out.s_operation_ready;
    }
    in.s_milliseconds = (uint16_t)(bench->cycle / 1500);
}

static void follow_driver(void)
{
    if (in.s_operation_valid && twin.out.s_operation_ready)
        driver.is_asked = true;
    if (!twin.out.m_answer_valid)
        return;
    driver.is_asked = false;
    if (in.s_operation_code == FN_OPERATION_EXPORT && !twin.out.m_answer_refused)
        driver.words = FN_CONTEXT_WORDS;
    if (in.s_operation_code == FN_OPERATION_WRITE)
        driver.step++;
    if (in.s_operation_code == FN_OPERATION_START) {
        driver.step = 0;
        started++;
    }
}

// ---- Memory ----

static struct {
    unsigned ends, dones;  // owed
} memory;

static void drive_memory(struct lockstep *bench)
{
    static struct lockstep_source end, slot;

    in.m_place_command_ready = lockstep_ready(bench);
    in.m_place_axis_tready = lockstep_ready(bench);
    if (memory.ends == 0)
        in.s_end_valid = false;
    else if (lockstep_offer(bench, &end, &in.s_end_valid, twin.out.s_end_ready))
        in.s_end_written = true;  // no record lies here
    in.s_done_valid = storm_done(bench, &storm, &in.s_done_error) && memory.dones;
    in.s_ring_enable = bench->cycle % 5000 > 100;
    lockstep_offer(bench, &slot, &in.s_slot_valid, twin.out.s_slot_ready);
    in.s_slot_valid &= in.s_ring_enable;
    in.s_parity_break = !storm.is_there && bench->cycle % 3000 > 2960;
    in.m_record_ready = lockstep_ready(bench);
    in.m_axis_tready = lockstep_ready(bench);
    in.m_report_ready = lockstep_ready(bench);
    in.m_unplaced_ready = lockstep_ready(bench);
    in.m_delivery_ready = lockstep_ready(bench);
    in.m_acknowledge_ready = lockstep_ready(bench);
}

static void follow_memory(struct lockstep *bench)
{
    const struct fn_placement_path_out *out = &twin.out;

    if (in.s_end_valid && out->s_end_ready) {
        memory.ends--;
        memory.dones++;
    }
    memory.dones -= in.s_done_valid;
    memory.ends += out->m_place_axis_tvalid && in.m_place_axis_tready && out->m_place_axis_tlast;
    delivered += out->m_delivery_valid && in.m_delivery_ready;
    told += (out->m_unplaced_valid && in.m_unplaced_ready)
          + (out->m_delivery_valid && in.m_delivery_ready);
    dropped += out->m_unplaced_valid && in.m_unplaced_ready && !out->m_unplaced_software;
    to_software += out->m_axis_tvalid && in.m_axis_tready && out->m_axis_tlast;
    lockstep_check(bench, "no packet ends twice", delivered + to_software + dropped <= packets);
    lockstep_check(bench, "no packet of a flow is told twice", told <= packets);
}

static void cover(struct lockstep *bench)
{
    const struct fn_placement_path_out *out = &twin.out;
    const bool reports = out->m_report_valid && in.m_report_ready;

    lockstep_cover(bench, "delivered to pages", out->m_delivery_valid
                   && out->m_delivery_reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "lost by a bus error", out->m_delivery_valid
                   && out->m_delivery_reason == FN_REASON_BUS_ERROR);
    lockstep_cover(bench, "report", reports && out->m_report_data.kind == FN_KIND_ZERO_COPY);
    lockstep_cover(bench, "surrendered after a bus error", reports
                   && out->m_report_data.sync == FN_SYNC_BUS);
    lockstep_cover(bench, "surrendered after a parity error", reports
                   && out->m_report_data.sync == FN_SYNC_PARITY);
    lockstep_cover(bench, "page done", reports && out->m_report_data.page_done);
    lockstep_cover(bench, "software because there is no page", out->m_record_valid
                   && out->m_record_data.sync == FN_SYNC_NO_PAGE);
    lockstep_cover(bench, "started", started > CALM_FLOWS);
    if (bench->num_cycles < LONG_RUN)
        return;  // what follows is rare
    lockstep_cover(bench, "datagrams of UDP", reports
                   && out->m_report_data.context == place_of(RTP_FLOW)
                   && !context_of(RTP_FLOW)->rtp && context_of(RTP_FLOW)->udp);
    lockstep_cover(bench, "RTP, with holes", reports && out->m_report_data.at_once
                   && out->m_report_data.context == place_of(RTP_FLOW));
    lockstep_cover(bench, "software because there is no slot", out->m_record_valid
                   && out->m_record_data.sync == FN_SYNC_NO_SLOT);
    lockstep_cover(bench, "acknowledgment", out->m_acknowledge_valid);
    lockstep_cover(bench, "dropped as a duplicate", out->m_unplaced_valid
                   && out->m_unplaced_reason == FN_REASON_DUPLICATE);
}

static void forget(void)
{
    memset(&sent, 0, sizeof sent);
    memset(&driver, 0, sizeof driver);
    memset(&memory, 0, sizeof memory);
    in.s_packet_valid = in.s_record_valid = in.s_axis_tvalid = false;
    in.s_operation_valid = in.s_end_valid = false;
    packets = delivered = dropped = to_software = told = 0;
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;

    lockstep_open(&bench, "fn_placement_path", argc, argv, fn_placement_path_inputs,
                  fn_placement_path_outputs);
    num_contexts = lockstep_parameter("FLOWS");
    fn_placement_path_reset(&twin, num_contexts);
    do {
        in.rst = bench.cycle == 0 || (storm_allows_reset(&bench, &storm) && lockstep_reset(&bench));
        storm_next(&bench, &storm, &twin.out);
        settle = in.rst ? num_contexts + 136 : settle - (settle > 0);
        if (in.rst) {
            forget();
        } else if (settle == 0) {
            offer_packets(&bench);
            drive(&bench);
        }
        drive_memory(&bench);
        cover(&bench);
        if (!in.rst) {
            follow_packets();
            follow_driver();
            follow_memory(&bench);
            storm_watch(&bench, &storm, driver.is_asked, &in);
        }
        fn_placement_path_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
