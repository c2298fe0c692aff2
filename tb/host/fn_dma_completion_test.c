// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion_test - rtl/host/fn_dma_completion.v against its twin and a driver
//
// Three clients take slots and offer records, a memory takes them and answers late, a
// driver reads what was answered.  Beside the twin a list of what was taken in says which
// record must come next, where, with which phase and reason, and which packet is delivered.
//
// runs with: DATA_BITS=128, DATA_BITS=64

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fn_reasons.h"
#include "host/fn_dma_completion.h"
#include "lockstep.h"

enum { RECEIVE, TRANSMIT, REQUEST, REPORT, CLIENTS };
enum { LIST = 1024, RECORD = 64, PHASE = 1500, AHEAD = 56, HOARDING = 800 };

enum profile { MIXED, RATE, LATE, NO_DONE, TINY_RING, DAMMED, HOARD };

struct entry {
    uint8_t  bytes[RECORD];
    unsigned client, done, write;  // which done is its own, which record
    bool     is_discarded, has_slot, is_written;
};

struct written {
    uint8_t  bytes[RECORD];
    unsigned epoch;
    bool     has_failed;  // its response
};

static struct fn_dma_completion    twin;
static struct fn_dma_completion_in in;
static enum profile                profile;
static unsigned long               phase_cycle;
static bool                        is_long, has_lied;
static unsigned                    hoarder;  // in HOARD: one client, or all from CLIENTS on
static unsigned                    hoard;    // slots that it takes, before it spends them all
static const char                 *fault;

// Counted for ever: entries in, out and delivered, done of packets, records out and answered.
static struct entry   list[LIST];
static unsigned       list_put, list_get, delivered;
static bool           done_error[LIST], is_only_record;
static struct written writes[LIST];
static unsigned       done_put, receives, writes_put, words_get, writes_get, word_at;
static unsigned       held[CLIENTS], fresh[CLIENTS], overtaken[CLIENTS][CLIENTS];  // by whom
static unsigned       epoch, disabled_for;
static uint16_t       next, producer;

static void expect(bool holds, const char *rule)
{
    if (!holds && fault == NULL)
        fault = rule;
}

static void forget(void)
{
    list_get = delivered = list_put;
    done_put = receives = 0;
    words_get = writes_get = writes_put;
    memset(held, 0, sizeof held);
    memset(fresh, 0, sizeof fresh);
    memset(overtaken, 0, sizeof overtaken);
    word_at = next = producer = in.s_consumer = 0;
    has_lied = false;
    epoch++;
}

// ---- What comes out must be what went in ----

static void leave(void)
{
    struct entry *entry;

    do {  // those that leave nothing to see
        expect(list_get != list_put, "something comes out that never went in");
        entry = &list[list_get++ % LIST];
    } while (fault == NULL && (entry->is_discarded || !entry->has_slot));

    const bool failed = entry->client == RECEIVE && done_error[entry->done % LIST];
    expect(entry->client != RECEIVE || entry->done < done_put, "a record before its done");
    entry->is_written = true;
    entry->write = writes_put;
    struct written *written = &writes[writes_put++ % LIST];
    const unsigned size = 1u << in.s_ring_size;
    memcpy(written->bytes, entry->bytes, RECORD);
    written->bytes[63] = (uint8_t)((written->bytes[63] & 0x7f) | (next / size % 2 == 0 ? 0x80 : 0));
    if (failed)
        written->bytes[56] = (uint8_t)((written->bytes[56] & 0xc0) | FN_REASON_BUS_ERROR);
    written->epoch = epoch;
    expect(twin.out.m_record_address == (in.s_ring_base / RECORD + next++ % size) * RECORD, "at");
    expect(has_lied || !in.s_enable || (uint16_t)(next - in.s_consumer) <= size, "overflow");
}

static void deliver(void)
{
    const struct entry *entry;

    do {
        expect(delivered != list_put, "delivery of what is no packet");
        entry = &list[delivered++ % LIST];
    } while (fault == NULL && (entry->is_discarded || entry->client != RECEIVE));

    const bool data = done_error[entry->done % LIST];
    const bool record = writes[entry->write % LIST].has_failed;
    expect(!entry->has_slot || (entry->is_written && (int)(writes_get - entry->write) > 0),
           "delivery before the response to its record");
    expect(twin.out.m_delivery_reason == (!entry->has_slot ? FN_REASON_NO_COMPLETION
                                          : data || record ? FN_REASON_BUS_ERROR
                                          : FN_REASON_DELIVERED), "m_delivery_reason");
    is_only_record = entry->has_slot && record && !data;
}

static void check_outputs(const struct fn_dma_completion_out *before, unsigned bus)
{
    const struct fn_dma_completion_out *out = &twin.out;

    if (before->m_record_axis_tvalid && in.m_record_axis_tready && !in.rst) {
        expect(words_get != writes_put, "words of no record");
        const uint8_t *expected = writes[words_get % LIST].bytes + word_at;
        expect(memcmp(before->m_record_axis_tdata, expected, bus) == 0, "m_record_axis_tdata");
        word_at = (word_at + bus) % RECORD;
        expect(before->m_record_axis_tlast == (word_at == 0), "m_record_axis_tlast");
        words_get += word_at == 0;
    }
    if (out->m_record_valid && !before->m_record_valid)
        leave();
    if (out->m_delivery_valid && !before->m_delivery_valid)
        deliver();
    for (unsigned e = list_get; !in.s_enable && e != list_put; e++)
        list[e % LIST].has_slot = false;
    expect(!in.s_enable || out->m_producer == producer, "m_producer");
}

// ---- Clients ----

static const struct fn_record *layout_of(unsigned client)
{
    return client == REPORT ? &fn_report_record : &fn_completion_record;
}

static void take_in(bool valid, bool ready, unsigned client, const void *record)
{
    const bool is_discarded = client == RECEIVE && in.s_receive_discard;
    struct entry *entry = &list[list_put % LIST];

    memset(overtaken[client], 0, valid && !ready ? 0 : sizeof overtaken[client]);
    if (!valid || !ready)
        return;
    for (unsigned c = 0; c < CLIENTS; c++)
        expect(++overtaken[c][client] <= 2 || c == client, "a source is passed over");
    *entry = (struct entry){ .client = client, .is_discarded = is_discarded,
                             .has_slot = fresh[client] != 0, .done = receives };
    fn_record_pack(layout_of(client), record, entry->bytes);
    list_put++;
    receives += client == RECEIVE;
    held[client] -= !is_discarded && held[client] != 0;
    fresh[client] -= !is_discarded && fresh[client] != 0;
}

static void offer(struct lockstep *bench, unsigned client, bool *valid, bool ready, void *record)
{
    static struct lockstep_source sources[CLIENTS];
    struct lockstep_source *source = &sources[client];

    source->is_refused &= !in.rst;
    if (!lockstep_offer(bench, source, valid, ready))
        return;
    if (profile == RATE || profile == LATE)
        *valid = client == RECEIVE || client == TRANSMIT;
    if (client == RECEIVE)
        in.s_receive_discard = profile != RATE
                            && lockstep_below(bench, 4) < (profile == DAMMED ? 3 : 1);
    *valid &= held[client] != 0 || (client == RECEIVE && in.s_receive_discard)
           || ((profile == MIXED || profile == HOARD) && lockstep_below(bench, 8) == 0);  // no slot
    *valid &= profile != HOARD || bench->cycle > phase_cycle + HOARDING;
    source->is_refused = *valid && !ready;
    lockstep_record(bench, record, layout_of(client));
}

static void drive_clients(struct lockstep *bench)
{
    const bool is_fast = profile == RATE || profile == LATE;
    const unsigned most[CLIENTS] = { is_fast ? 4 : 2, is_fast ? 12 : 6, 2, 2 };
    bool *const    ready[CLIENTS] = { &in.m_receive_slot_ready, &in.m_transmit_slot_ready,
                                      &in.m_request_slot_ready, &in.m_report_slot_ready };
    for (unsigned c = 0; c < CLIENTS; c++)
        *ready[c] = profile == HOARD ? bench->cycle <= phase_cycle + HOARDING
                    && held[c] < (hoarder == c ? hoard : hoarder < CLIENTS ? 2 : 60)
                  : held[c] < most[c] && ((is_fast && c <= TRANSMIT) || lockstep_ready(bench));
    offer(bench, RECEIVE, &in.s_receive_valid, twin.out.s_receive_ready, &in.s_receive_data);
    offer(bench, TRANSMIT, &in.s_transmit_valid, twin.out.s_transmit_ready, &in.s_transmit_data);
    offer(bench, REQUEST, &in.s_request_valid, twin.out.s_request_ready, &in.s_request_data);
    offer(bench, REPORT, &in.s_report_valid, twin.out.s_report_ready, &in.s_report_data);
}

static void count_clients(const struct fn_dma_completion_out *out)
{
    const bool slots[CLIENTS] = { out->m_receive_slot_valid && in.m_receive_slot_ready,
                                  out->m_transmit_slot_valid && in.m_transmit_slot_ready,
                                  out->m_request_slot_valid && in.m_request_slot_ready,
                                  out->m_report_slot_valid && in.m_report_slot_ready };
    take_in(in.s_receive_valid, out->s_receive_ready, RECEIVE, &in.s_receive_data);
    take_in(in.s_transmit_valid, out->s_transmit_ready, TRANSMIT, &in.s_transmit_data);
    take_in(in.s_request_valid, out->s_request_ready, REQUEST, &in.s_request_data);
    take_in(in.s_report_valid, out->s_report_ready, REPORT, &in.s_report_data);
    for (unsigned c = 0; c < CLIENTS; c++) {
        held[c] += slots[c];
        fresh[c] = in.s_enable ? fresh[c] + slots[c] : 0;
    }
}

// ---- Memory and driver ----

static void drive_memory(struct lockstep *bench)
{
    const unsigned long age = bench->cycle - phase_cycle;
    const bool is_fast = profile == RATE || profile == LATE;
    const bool is_open = profile != DAMMED || age % 400 > 350;
    const bool may_done = profile == NO_DONE ? age > PHASE - 300
                        : profile == RATE ? done_put < receives + AHEAD
                        : done_put < receives + lockstep_below(bench, AHEAD);
    const bool may_answer = writes_get != words_get && (profile != LATE || age > PHASE - 200)
                         && (profile != RATE || words_get - writes_get > 40);

    in.m_record_ready = is_fast || lockstep_ready(bench);
    in.m_record_axis_tready = is_fast || (is_open && lockstep_ready(bench));
    in.m_delivery_ready = is_fast || lockstep_ready(bench);
    in.s_done_valid = may_done && twin.dones_put - twin.dones_get < 120
                   && (is_fast || lockstep_below(bench, 4) == 0);
    in.s_done_error = lockstep_below(bench, 6) == 0;
    in.s_record_done_valid = may_answer && (profile == RATE || lockstep_below(bench, 4) == 0);
    in.s_record_done_error = lockstep_below(bench, 6) == 0;
}

static void drive_driver(struct lockstep *bench)
{
    const bool may_change = !in.s_enable || in.rst;  // not in the first cycle of s_enable 0
    if (disabled_for != 0 && --disabled_for == 0)
        in.s_enable = true;
    if (disabled_for == 0 && profile != RATE && profile != HOARD && bench->cycle > 4 * PHASE
            && lockstep_below(bench, 400) == 0) {
        disabled_for = 1 + (lockstep_below(bench, 2) ? 0 : lockstep_below(bench, 300));
        in.s_enable = false;
        for (unsigned c = 0; c < CLIENTS; c++)  // some clients keep what they have
            held[c] = lockstep_below(bench, 2) ? held[c] : 0;
    }
    if (may_change) {
        lockstep_bytes(bench, &in.s_ring_base, 8);
        if (lockstep_below(bench, 2))  // carries
            in.s_ring_base |= lockstep_below(bench, 2) ? 0x3fffffffff80ull : 0x03ffffc0ull;
        in.s_ring_size = (uint8_t)(profile == TINY_RING ? 3 : is_long ? 15
                       : profile == LATE || profile == HOARD ? 9 + lockstep_below(bench, 2)
                       : profile != MIXED ? 10 : 3 + lockstep_below(bench, 13));
    }
    if (!in.s_enable || in.rst) {
        in.s_consumer = 0;
    } else if (!is_long && (profile == RATE || lockstep_below(bench, 8) == 0)) {
        const uint16_t waiting = (uint16_t)(producer - in.s_consumer);
        if (has_lied && lockstep_below(bench, 4) == 0)
            in.s_consumer = producer;
        else if (!has_lied)
            in.s_consumer = (uint16_t)(in.s_consumer + (profile == RATE ? waiting
                                                        : lockstep_below(bench, waiting + 1u)));
    }
    if (in.s_enable && profile == MIXED && lockstep_below(bench, 300) == 0) {
        in.s_consumer = (uint16_t)lockstep_below(bench, 0x10000);
        has_lied = true;
    }
}

static void count_memory(void)
{
    if (in.s_done_valid)
        done_error[done_put++ % LIST] = in.s_done_error;
    if (in.s_record_done_valid) {
        struct written *written = &writes[writes_get++ % LIST];
        written->has_failed = in.s_record_done_error;
        producer = (uint16_t)(producer + (written->epoch == epoch));
    }
    if (!in.s_enable) {
        producer = 0;
        has_lied = false;
    }
}

static void cover(struct lockstep *bench, const struct fn_dma_completion_out *out)
{
    const bool waits = twin.get != twin.put && twin.dones_get == twin.dones_put
                    && twin.entries[twin.get % FN_DMA_COMPLETION_PLACES].is_receive;
    const unsigned reason = out->m_delivery_valid ? out->m_delivery_reason : FN_REASON_TOTAL;

    lockstep_cover(bench, "queue full", !twin.room);
    lockstep_cover(bench, "a transmit record waits behind a packet",
                   waits && twin.put - twin.get > 1
                   && !twin.entries[(twin.put - 1) % FN_DMA_COMPLETION_PLACES].is_receive);
    lockstep_cover(bench, "done before its record", done_put - receives - 1 < AHEAD);
    lockstep_cover(bench, "ring full",
                   in.s_enable && twin.used == 1u << in.s_ring_size && !has_lied);
    lockstep_cover(bench, "third lap", in.s_enable && next >> in.s_ring_size == 2);
    lockstep_cover(bench, "128 records without response", twin.written >= 128);
    lockstep_cover(bench, "bus error", reason == FN_REASON_BUS_ERROR);
    lockstep_cover(bench, "bus error of a record", is_only_record && reason != FN_REASON_TOTAL);
    lockstep_cover(bench, "128 fates unknown", twin.fates_put - twin.fates_get == 128);
    lockstep_cover(bench, "no completion", reason == FN_REASON_NO_COMPLETION);
    lockstep_cover(bench, "delivered", reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "disabled with entries", !in.s_enable && twin.get != twin.put);
    lockstep_cover(bench, "enabled with entries from before", in.s_enable && twin.stale != 0);
    lockstep_cover(bench, "enabled with responses from before", in.s_enable && twin.ignored != 0);
    lockstep_cover(bench, "a record without a slot", in.s_enable && in.s_transmit_valid
                   && out->s_transmit_ready && fresh[TRANSMIT] == 0);
    lockstep_cover(bench, "250 slots at one client", held[TRANSMIT] == 250);
    lockstep_cover(bench, "four sources at once", in.s_receive_valid && in.s_transmit_valid
                   && in.s_request_valid && in.s_report_valid);
    lockstep_cover(bench, "a discarded one while words are stalled",
                   out->m_record_axis_tvalid && twin.has_skipped);
    lockstep_cover(bench, "reset with records under way", in.rst && twin.written != 0);
}

static void check_rate(struct lockstep *bench)
{
    static unsigned received, transmitted;
    received += in.s_receive_valid && twin.out.s_receive_ready;
    transmitted += in.s_transmit_valid && twin.out.s_transmit_ready;
    if (profile != RATE || bench->cycle - phase_cycle == 400)
        received = transmitted = 0;
    if (profile == RATE && bench->cycle - phase_cycle == PHASE - 1) {
        const unsigned per_record = in.s_receive_valid && twin.bus == 16 ? 10 : 20;
        expect(received >= (PHASE - 402) / per_record, "less than a receive record in 10 cycles");
        expect(transmitted >= (PHASE - 402) / per_record, "less than a transmit record");
        lockstep_cover(bench, "full rate", true);
    }
}

// The last half of a long run is one phase: the counters get far.
static bool begin_phase(struct lockstep *bench)
{
    static const enum profile first[] = { RATE, LATE, NO_DONE, TINY_RING, MIXED, HOARD };

    profile = bench->cycle < 6 * PHASE ? first[bench->cycle / PHASE] : lockstep_below(bench, 7);
    hoarder = bench->cycle < 6 * PHASE ? TRANSMIT : lockstep_below(bench, 2 * CLIENTS);
    hoard = bench->cycle < 6 * PHASE ? 250 : 33 + lockstep_below(bench, 218);
    if (bench->num_cycles >= 100000 && bench->cycle >= bench->num_cycles / 2) {
        const bool starts = !is_long;
        is_long = true;
        profile = RATE;
        phase_cycle = starts ? bench->cycle : phase_cycle;
        return starts;
    }
    phase_cycle = bench->cycle;
    return profile == RATE || profile == HOARD || bench->cycle < 4 * PHASE;
}

int bench_main(int argc, char **argv)
{
    struct lockstep bench;
    bool runs;

    lockstep_open(&bench, "fn_dma_completion", argc, argv, fn_dma_completion_inputs,
                  fn_dma_completion_outputs);
    const unsigned bus = lockstep_bits(&bench, "m_record_axis_tdata") / 8;
    fn_dma_completion_reset(&twin, 8 * bus);
    in.s_enable = true;
    do {
        const bool starts = bench.cycle % PHASE == 0 && begin_phase(&bench);
        in.rst = starts || (lockstep_reset(&bench) && profile != RATE && profile != HOARD
                            && bench.cycle > 4 * PHASE);
        if (in.rst) {
            forget();
            in.s_enable = true;
            disabled_for = 0;
        }
        drive_driver(&bench);
        drive_clients(&bench);
        drive_memory(&bench);
        const struct fn_dma_completion_out before = twin.out;
        cover(&bench, &before);
        check_rate(&bench);
        if (!in.rst) {
            count_clients(&before);
            count_memory();
        }
        fn_dma_completion_tick(&twin, &in);
        check_outputs(&before, bus);
        if (!in.s_enable && !in.rst) {
            next = 0;
            epoch++;
        }
        runs = lockstep_step(&bench, &in, &twin.out);
    } while (runs && fault == NULL);
    if (fault == NULL)
        return lockstep_close(&bench);
    fprintf(stderr, "FAIL fn_dma_completion: seed=%u: %lu: %s\n", bench.seed, bench.cycle, fault);
    return EXIT_FAILURE;
}
