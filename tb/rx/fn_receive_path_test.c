// SPDX-License-Identifier: Apache-2.0
//
// fn_receive_path_test - rtl/rx/fn_receive_path.v against its twin
//
// runs with: ENTRIES=64, ENTRIES=16
//
// Packets of tb/wire/fn_packet_maker.h, for whose flows the table is written first.  Each
// must leave as it came, with the record and verdict of fn_receive.

#include "functional/fn_receive.h"
#include "fn_context.h"
#include "lockstep.h"
#include "rx/fn_receive_path.h"
#include "wire/fn_packet_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRETCH = 10000, LONG_RUN = 100000, PACKETS = 64, FLOWS = 6, MULTICAST = 4 };

struct packet {
    struct fn_received expected;
    bool               is_sure;  // table and filter stood still when it came
    size_t             length;
    uint8_t            byte[FN_PACKET_MAKER_BYTES + 8];
};

static struct packet          packets[PACKETS];
static unsigned               num_sent, num_records, num_gone, num_received;
static size_t                 at, gone;
static struct fn_receive      receive;
static struct fn_packet_maker maker;
static unsigned               num_flows, num_multicast, num_entries;
static uint64_t               last_multicast;

static void fail(const struct lockstep *bench, const char *what)
{
    printf("FAIL fn_receive_path: seed=%u cycle %lu: %s\n", bench->seed, bench->cycle, what);
    exit(EXIT_FAILURE);
}

// ---- Configuration: before the packets that are checked ----

static void configure(struct lockstep *bench, struct fn_receive_path_in *in)
{
    struct fn_filter *filter = &receive.filter;

    memset(&receive, 0, sizeof receive);
    receive.frame_maximum = receive.buffer_size = 0xffff;
    receive.num_entries = num_entries;
    lockstep_bytes(bench, maker.address, sizeof maker.address);
    lockstep_bytes(bench, &maker.salt, sizeof maker.salt);
    maker.address[0] &= 0xfe;  // of one station
    in->s_filter_address = 0;
    for (unsigned b = 0; b < 6; b++)
        in->s_filter_address |= (uint64_t)maker.address[b] << 8 * b;
    in->s_filter_promiscuous = filter->promiscuous = lockstep_below(bench, 4) == 0;
    in->s_filter_broadcast = filter->broadcast = lockstep_below(bench, 2) == 0;
    in->s_filter_all_multicast = filter->all_multicast = lockstep_below(bench, 4) == 0;
    in->s_keep_bad_checksum = receive.keep_bad_checksum = lockstep_below(bench, 2) == 0;
    in->s_hold_all = lockstep_below(bench, 4) == 0;
    for (unsigned b = 0; b < 6; b++)
        filter->address[b] = (uint8_t)(in->s_filter_address >> 8 * b);
    num_sent = num_records = num_gone = num_received = num_flows = num_multicast = 0;
    at = gone = 0;
    in->s_write_valid = false;
    maker.pad = lockstep_below(bench, 2) == 0;
    in->s_parity_break = bench->cycle >= 2 * STRETCH && lockstep_below(bench, 3) == 0;
    if (in->s_parity_break)
        receive.num_entries = 0;  // what the table says then
}

// Addresses and ports, or destination and SPI (IPv4 and IPv6 differ in theirs).
static void make_entry(struct lockstep *bench, struct fn_receive_path_in *in)
{
    const struct fn_packet_flow flow = fn_packet_maker_flow(maker.salt, num_flows);

    lockstep_record(bench, &in->s_write_key, &fn_flow_key_record);
    lockstep_record(bench, &in->s_write_info, &fn_flow_info_record);
    in->s_write_key.destination_address = flow.destination_address;
    in->s_write_key.source_address = flow.source_address;
    in->s_write_key.destination_port = flow.destination_port;
    in->s_write_key.source_port = flow.source_port;
    in->s_write_key.spi = flow.spi;
    in->s_write_key.ports_present = 1;
    in->s_write_mask = num_flows % 3 == 2 ? 0x0005 : 0x081b;
    in->s_write_enable = true;
    in->s_write_index = (uint8_t)(num_flows < 2 ? num_flows * (num_entries - 1)
                                                : 1 + lockstep_below(bench, num_entries - 2));
}

static void write_table(struct lockstep *bench, struct fn_receive_path_in *in, bool ready)
{
    static bool is_taken;

    if (is_taken)
        in->s_write_valid = false;
    if (!in->s_write_valid && num_flows < FLOWS) {
        make_entry(bench, in);
        in->s_write_valid = true;
    }
    is_taken = in->s_write_valid && ready;
    if (is_taken) {
        receive.entries[in->s_write_index] = (struct fn_flow_entry){
            in->s_write_enable, in->s_write_key, in->s_write_mask, in->s_write_info
        };
        num_flows++;
    }
}

static void write_multicast(struct lockstep *bench, struct fn_receive_path_in *in)
{
    in->s_multicast_valid = num_multicast < MULTICAST && last_multicast != 0
                         && lockstep_below(bench, 100) == 0;
    if (!in->s_multicast_valid)
        return;
    in->s_multicast_index = (uint8_t)(num_multicast++ * 5);
    in->s_multicast_enable = lockstep_below(bench, 4) != 0;
    in->s_multicast_address = last_multicast;
    receive.filter.multicast[in->s_multicast_index].enable = in->s_multicast_enable;
    for (unsigned b = 0; b < 6; b++)
        receive.filter.multicast[in->s_multicast_index].address[b]
            = (uint8_t)(last_multicast >> 8 * b);
}

// ---- Packets in ----

static void make_packet(struct lockstep *bench, bool is_ready)
{
    struct packet *p = &packets[num_sent % PACKETS];
    uint8_t wire = FN_REASON_DELIVERED;

    p->length = fn_packet_maker_next(&maker, p->byte);
    p->is_sure = is_ready && num_flows == FLOWS && num_multicast == MULTICAST;
    if (lockstep_below(bench, 16) == 0)
        wire = lockstep_below(bench, 2) ? FN_REASON_FCS : FN_REASON_RX_ER;
    else if (p->length < 60)
        wire = FN_REASON_RUNT;
    fn_receive(&receive, p->byte, p->length, (enum fn_reason)wire, &p->expected);
    if (wire == FN_REASON_DELIVERED)
        wire = 0;
    p->byte[p->length] = wire;  // behind it: what the wire says of it
    if (p->byte[0] & 1 && p->length >= 6) {
        last_multicast = 0;
        for (unsigned b = 0; b < 6; b++)
            last_multicast |= (uint64_t)p->byte[b] << 8 * b;
    }
}

static void offer_beat(struct lockstep *bench, struct fn_receive_path_in *in, bool is_ready)
{
    if (at == 0)
        make_packet(bench, is_ready);
    const struct packet *p = &packets[num_sent % PACKETS];
    const size_t left = p->length - at;

    memcpy(&in->s_axis_tdata, p->byte + at, 8);
    in->s_axis_tlast = left <= 8;
    in->s_axis_tkeep = (uint8_t)(left < 8 ? (1u << left) - 1 : 0xff);
    in->s_axis_tuser = (struct fn_packet_status){ 0 };
    at += 8;
    if (in->s_axis_tlast) {
        lockstep_record(bench, &in->s_axis_tuser, &fn_packet_status_record);
        in->s_axis_tuser.reason = p->byte[p->length];
        at = 0;
        num_sent++;
    }
}

// ---- Packets out ----

static void check_record(struct lockstep *bench, const struct fn_packet_record *r,
                         bool is_broken)
{
    const struct packet *p = &packets[num_records++ % PACKETS];
    const struct fn_packet_record *e = &p->expected.record;

    if (!p->is_sure)
        return;
    if (r->hit != e->hit || r->flow_index != e->flow_index || r->handle != e->handle
            || r->context != e->context || r->association != e->association
            || r->state != e->state || r->split != e->split || r->hold != e->hold)
        fail(bench, "another flow than fn_receive finds");
    if (r->mac_accept != e->mac_accept || r->ethertype != e->ethertype
            || r->l4_offset != e->l4_offset || r->payload_offset != e->payload_offset
            || r->payload_length != e->payload_length || r->sequence != e->sequence)
        fail(bench, "another record than fn_receive gives");
    if (r->sync != (is_broken && r->candidate ? FN_SYNC_PARITY : FN_SYNC_NONE))
        fail(bench, "a parity error is not told");
    if (bench->num_cycles >= LONG_RUN)
        lockstep_cover(bench, "parity error", r->sync == FN_SYNC_PARITY);
    lockstep_cover(bench, "hit", r->hit);
    lockstep_cover(bench, "hit, another index than 0", r->hit && r->flow_index != 0);
    lockstep_cover(bench, "hit, IPv6", r->hit && r->ip_version == 2);
    lockstep_cover(bench, "hit by SPI", r->hit && r->security == FN_SECURITY_ESP);
    lockstep_cover(bench, "candidate without a flow", r->candidate && !r->hit);
    lockstep_cover(bench, "split", r->split);
    lockstep_cover(bench, "hold", r->hold);
    lockstep_cover(bench, "multicast of the list", r->mac_accept && r->mac_class == 2
                   && !receive.filter.all_multicast && !receive.filter.promiscuous);
}

static void check_beat(struct lockstep *bench, const struct fn_receive_path_out *out)
{
    const struct packet *p = &packets[num_gone % PACKETS];
    const unsigned bytes = (unsigned)__builtin_popcount(out->m_axis_tkeep);
    const uint8_t reason = out->m_axis_tuser.reason;

    if (num_records <= num_gone)
        fail(bench, "a beat was taken before its record");
    if (gone + bytes > p->length || memcmp(&out->m_axis_tdata, p->byte + gone, bytes) != 0)
        fail(bench, "the packet was changed");
    gone += bytes;
    if (out->m_axis_tlast != (gone == p->length))
        fail(bench, "another length");
    if (!out->m_axis_tlast)
        return;
    gone = 0;
    num_gone++;
    if (!p->is_sure)
        return;
    if (reason != p->expected.reason)
        fail(bench, "another verdict than fn_receive's");
    lockstep_cover(bench, "delivered", reason == FN_REASON_DELIVERED);
    lockstep_cover(bench, "bad on the wire", reason == FN_REASON_FCS || reason == FN_REASON_RX_ER);
    lockstep_cover(bench, "malformed", reason > FN_REASON_FCS && reason < FN_REASON_IPV4_CHECKSUM);
    lockstep_cover(bench, "IPv4 checksum", reason == FN_REASON_IPV4_CHECKSUM);
    lockstep_cover(bench, "not for this station", reason == FN_REASON_MAC_FILTER);
    lockstep_cover(bench, "TCP or UDP checksum",
                   reason == FN_REASON_TCP_CHECKSUM || reason == FN_REASON_UDP_CHECKSUM);
    if (bench->num_cycles >= LONG_RUN)  // rare
        lockstep_cover(bench, "bad checksum kept", reason == FN_REASON_DELIVERED
                       && out->m_axis_tuser.l4_checksum == FN_CHECKSUM_BAD);
}

static void check(struct lockstep *bench, const struct fn_receive_path_in *in,
                  const struct fn_receive_path_out *out)
{
    if (out->m_record_valid && in->m_record_ready)
        check_record(bench, &out->m_record_data, in->s_parity_break);
    if (out->m_axis_tvalid && in->m_axis_tready)
        check_beat(bench, out);
    num_received += out->m_received_valid && in->m_received_ready;
    if (num_received > num_sent || num_gone > num_received + 4)
        fail(bench, "not one received event for each packet");
}

static void cover(struct lockstep *bench, const struct fn_receive_path *twin,
                  const struct fn_receive_path_in *in)
{
    const struct fn_receive_path_out *out = &twin->out;

    lockstep_cover(bench, "beat refused", in->s_axis_tvalid && !out->s_axis_tready);
    lockstep_cover(bench, "write refused", in->s_write_valid && !out->s_write_ready);
    lockstep_cover(bench, "record stalled", out->m_record_valid && !in->m_record_ready);
    lockstep_cover(bench, "beat stalled", out->m_axis_tvalid && !in->m_axis_tready);
    lockstep_cover(bench, "received event stalled",
                   out->m_received_valid && !in->m_received_ready);
    lockstep_cover(bench, "lookup while a write is under way",
                   twin->table.twin.out.m_match_valid && !out->s_write_ready);
    lockstep_cover(bench, "checksum waits", twin->fifo.twin.out.m_axis_tvalid
                   && !twin->checksum.twin.out.s_axis_tready);
    lockstep_cover(bench, "parser waits", twin->parser.twin.out.m_axis_tvalid
                   && !twin->fifo.twin.out.s_axis_tready);
    lockstep_cover(bench, "reset in traffic", in->rst && num_records != num_sent);
}

int bench_main(int argc, char **argv)
{
    static struct fn_receive_path twin;
    static struct fn_receive_path_in in;
    struct lockstep_source beats = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_receive_path", argc, argv, fn_receive_path_inputs,
                  fn_receive_path_outputs);
    num_entries = 1u << lockstep_bits(&bench, "s_write_index");
    fn_packet_maker_open(&maker, bench.seed);
    maker.num_flows = FLOWS;
    maker.corrupt = maker.cut = maker.wrong_length = maker.wrong_checksum = 64;
    fn_receive_path_reset(&twin, num_entries);
    do {
        const unsigned t = (unsigned)(bench.cycle % STRETCH);
        const bool is_blocked = t > 6500 && t < 9400;  // memory fills with long packets
        maker.shortest_payload = t > 6300 && t < 9400 ? 1200 : 0;
        maker.longest_payload = t > 6300 && t < 9400 ? 1400 : 300;
        if (is_blocked)
            bench.offer_eighths = 8;
        in.rst = t == 0 || (t > 9500 && lockstep_reset(&bench));
        cover(&bench, &twin, &in);
        if (in.rst) {
            configure(&bench, &in);
            beats.is_refused = false;
            in.s_axis_tvalid = in.s_multicast_valid = false;
        } else {
            write_table(&bench, &in, twin.out.s_write_ready);
            write_multicast(&bench, &in);
            if (lockstep_offer(&bench, &beats, &in.s_axis_tvalid, twin.out.s_axis_tready)
                    && in.s_axis_tvalid)
                offer_beat(&bench, &in, twin.out.s_write_ready && !in.s_write_valid);
        }
        in.m_record_ready = lockstep_ready(&bench) && !is_blocked;
        in.m_axis_tready = lockstep_ready(&bench) && !is_blocked && num_records > num_gone;
        in.m_packet_ready = lockstep_ready(&bench);
        in.m_received_ready = lockstep_ready(&bench);
        if (!in.rst)
            check(&bench, &in, &twin.out);
        fn_receive_path_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
