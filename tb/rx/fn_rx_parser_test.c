// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_test - rtl/rx/fn_rx_parser.v against its twin
//
// Packets of tb/wire/fn_packet_maker.h, whole, corrupt, cut and with wrong lengths, and
// markers of one byte; what they mean is checked against Wireshark by parse-check.  Between
// them the frames of fn_rx_parser_rows.h, and TCP options that make little sense.

#include <string.h>

#include "lockstep.h"
#include "rx/fn_rx_parser.h"
#include "rx/fn_rx_parser_rows.h"
#include "wire/fn_packet_maker.h"

enum { BEAT_BYTES = 8, ADDRESS_BYTES = 6, HEADER_BYTES = 100, END_BYTES = 12, MARKERS = 40,
       LONG_RUN = 100000, ROWS = 8, SNAP_END = 22, SNAP_FLIP = 8 };

struct feeder {
    struct fn_packet_maker maker;
    struct lockstep_source source;
    uint8_t                bytes[FN_PACKET_MAKER_BYTES];
    size_t                 length, at;
    uint8_t                reason;
    uint8_t                list[FN_FILTER_MULTICAST][6];  // addresses last written
    unsigned               rows, rows_due;                // directed, so far; to come next
    uint64_t               own_address;                   // of the filter
    bool                   ended;                         // a packet, in the cycle before
};

// One bit decides between an address, a kind, a port and another: flips one in three of eight
// packets, in the address, in the headers or at the end, and in every second SNAP header.
static void flip(struct lockstep *bench, struct feeder *feeder)
{
    const bool is_snap = feeder->length >= SNAP_END
                      && memcmp(feeder->bytes + 14, "\xaa\xaa\3", 3) == 0;
    size_t at;

    switch (is_snap && lockstep_below(bench, 2) ? SNAP_FLIP : lockstep_below(bench, 8)) {
    case 0:
        at = lockstep_below(bench, ADDRESS_BYTES);
        break;
    case 1:
        at = lockstep_below(bench, HEADER_BYTES);
        break;
    case SNAP_FLIP:
        at = 14 + lockstep_below(bench, 6);
        break;
    case 2:
        at = feeder->length - 1 - lockstep_below(bench, END_BYTES);
        break;
    default:
        return;
    }
    if (at < feeder->length)
        feeder->bytes[at] ^= (uint8_t)(1 << lockstep_below(bench, 8));
}

static uint8_t near(struct lockstep *bench, uint8_t byte)
{
    return lockstep_below(bench, 2) == 0 ? byte
                                         : (uint8_t)(byte ^ 1 << lockstep_below(bench, 8));
}

static uint8_t near_some(struct lockstep *bench, uint8_t byte)
{
    return lockstep_below(bench, 16) == 0 ? near(bench, byte) : byte;
}

// The own address, or one of the list, or all but; and in IPv4 over UDP a keepalive, or all
// but (RFC 3948 2.3).
static void direct(struct lockstep *bench, struct feeder *feeder)
{
    uint8_t *bytes = feeder->bytes;

    if (lockstep_below(bench, 4) == 0)
        for (unsigned b = 0; b < ADDRESS_BYTES; b++)
            bytes[b] = (uint8_t)(feeder->own_address >> 8 * b);
    if (lockstep_below(bench, 4) == 0) {
        memcpy(bytes, feeder->list[lockstep_below(bench, FN_FILTER_MULTICAST)], ADDRESS_BYTES);
        if (lockstep_below(bench, 2) == 0)
            bytes[lockstep_below(bench, ADDRESS_BYTES)] ^= (uint8_t)(1 << lockstep_below(bench, 8));
    }
    const bool is_udp = feeder->length >= 43 && bytes[12] == 8 && bytes[13] == 0
                     && bytes[14] == 0x45 && bytes[23] == 17;
    if (!is_udp || lockstep_below(bench, 4) != 0)
        return;
    const unsigned port = lockstep_below(bench, 2) * 2;
    bytes[34 + port] = 4500 >> 8;
    bytes[35 + port] = 4500 & 0xff;
    if (lockstep_below(bench, 2) == 0)
        bytes[34 + port + lockstep_below(bench, 2)] ^= (uint8_t)(1 << lockstep_below(bench, 8));
    bytes[16] = bytes[38] = 0;
    bytes[17] = 20 + 8 + 1;
    bytes[39] = 8 + 1;
    bytes[42] = near(bench, 0xff);
}

// Options of any kind at any place, of the right length or all but, beyond the header's end or not.
static void put_options(struct lockstep *bench, uint8_t *options, unsigned length)
{
    static const uint8_t kinds[] = { 1, 1, 2, 3, 4, 5, 5, 8, 8, 30 };
    static const uint8_t lengths[] = { 10, 10, 18, 26, 34 };

    for (unsigned at = 0; at < length;) {
        const uint8_t kind = near_some(bench, kinds[lockstep_below(bench, sizeof kinds)]);
        const uint8_t any = (uint8_t)(2 + lockstep_below(bench, 12));
        const uint8_t known = lengths[lockstep_below(bench, sizeof lengths)];
        const uint8_t size = near_some(bench, lockstep_below(bench, 2) == 0 ? any : known);

        options[at++] = kind;
        if (kind == 1)
            continue;
        if (at < length)
            options[at] = size;
        at += size < 2 ? 1 : size - 1u;
    }
}

// SACK of four blocks, the most there is room for, or almost that, anywhere.
static void put_sack(struct lockstep *bench, uint8_t *options)
{
    const unsigned at = lockstep_below(bench, 7);

    memset(options, 1, at);
    options[at] = 5;
    options[at + 1] = near_some(bench, 34);
}

// In IPv4 or IPv6: options begin with a beat's first or second word.
static void options_packet(struct lockstep *bench, struct feeder *feeder)
{
    const bool is_sack = lockstep_below(bench, 8) == 0;
    const unsigned words = is_sack ? 10 : lockstep_below(bench, 11);
    struct row row;

    memset(&row, 0, sizeof row);
    const unsigned tcp = row_ip(&row, lockstep_below(bench, 2) == 0, 6,
                                20 + 4 * words + lockstep_below(bench, 4));
    if (is_sack)
        put_sack(bench, row.bytes + tcp + 20);
    else
        put_options(bench, row.bytes + tcp + 20, 4 * words);
    row.bytes[tcp + 12] = near_some(bench, (uint8_t)((5 + words) << 4));
    memcpy(feeder->bytes, row.bytes, row.length);
    feeder->length = row.length;
}

static void next_row(struct feeder *feeder)
{
    struct row row;

    make_row(&row, feeder->rows++ % NUM_ROWS);
    memcpy(feeder->bytes, row.bytes, row.length);
    feeder->length = row.length;
    feeder->rows_due--;
}

static void next_packet(struct lockstep *bench, struct feeder *feeder)
{
    feeder->at = 0;
    feeder->reason = FN_REASON_DELIVERED;
    if (feeder->rows_due == 0 && lockstep_below(bench, 2 * ROWS) == 0)
        feeder->rows_due = ROWS;
    if (feeder->rows_due > 0) {
        next_row(feeder);
        return;
    }
    if (lockstep_below(bench, 3) == 0)
        options_packet(bench, feeder);
    else
        feeder->length = fn_packet_maker_next(&feeder->maker, feeder->bytes);
    direct(bench, feeder);
    flip(bench, feeder);
    if (lockstep_below(bench, 16) == 0)
        feeder->reason = FN_REASON_FCS;
    if (lockstep_below(bench, MARKERS) == 0) {
        feeder->bytes[0] = 0;
        feeder->length = 1;
        feeder->reason = FN_REASON_OVERRUN;
    }
}

static void offer(struct lockstep *bench, struct feeder *feeder, struct fn_rx_parser_in *in,
                  bool ready)
{
    if (!lockstep_offer(bench, &feeder->source, &in->s_axis_tvalid, ready) || !in->s_axis_tvalid)
        return;
    if (feeder->at >= feeder->length)
        next_packet(bench, feeder);
    const size_t rest = feeder->length - feeder->at;
    const size_t bytes = rest < BEAT_BYTES ? rest : BEAT_BYTES;
    lockstep_bytes(bench, &in->s_axis_tdata, sizeof in->s_axis_tdata);
    for (size_t b = 0; b < bytes; b++) {
        in->s_axis_tdata &= ~((uint64_t)0xff << 8 * b);
        in->s_axis_tdata |= (uint64_t)feeder->bytes[feeder->at + b] << 8 * b;
    }
    in->s_axis_tkeep = (uint8_t)((1u << bytes) - 1);
    in->s_axis_tlast = rest <= BEAT_BYTES;
    in->s_axis_tuser = (struct fn_packet_status){ 0 };
    if (in->s_axis_tlast)
        in->s_axis_tuser.reason = feeder->reason;
    feeder->at += BEAT_BYTES;
}

// The filter is quasi-static: it changes with a reset only.
static void configure(struct lockstep *bench, struct feeder *feeder, struct fn_rx_parser_in *in)
{
    in->s_filter_address = 0x0b0000000002;
    if (lockstep_below(bench, 2) == 0)
        lockstep_bytes(bench, &in->s_filter_address, ADDRESS_BYTES);
    if (lockstep_below(bench, 4) == 0)
        in->s_filter_address ^= (uint64_t)1 << lockstep_below(bench, 48);
    feeder->own_address = in->s_filter_address;
    in->s_filter_promiscuous = lockstep_below(bench, 4) == 0;
    in->s_filter_broadcast = lockstep_below(bench, 2) == 0;
    in->s_filter_all_multicast = lockstep_below(bench, 4) == 0;
}

// List entries come from the packets' own destinations, often with one bit flipped.
static void write_list(struct lockstep *bench, struct feeder *feeder,
                       struct fn_rx_parser_in *in)
{
    in->s_multicast_valid = lockstep_below(bench, 24) == 0;
    if (!in->s_multicast_valid)
        return;
    in->s_multicast_index = (uint8_t)lockstep_below(bench, 16);
    in->s_multicast_enable = lockstep_below(bench, 4) != 0;
    if (feeder->bytes[0] & 1) {
        in->s_multicast_address = 0;
        for (unsigned b = 0; b < 6; b++)
            in->s_multicast_address |= (uint64_t)feeder->bytes[b] << 8 * b;
    }
    if (lockstep_below(bench, 2) == 0)
        in->s_multicast_address ^= (uint64_t)1 << lockstep_below(bench, 48);
    for (unsigned b = 0; b < ADDRESS_BYTES; b++)
        feeder->list[in->s_multicast_index][b] = (uint8_t)(in->s_multicast_address >> 8 * b);
}

static const char *const reason_covers[] = {
#define COVER(name, value, text) [value] = "reason " #name,
    FN_REASON_ENUM(COVER)
};

static void cover(struct lockstep *bench, const struct feeder *feeder,
                  const struct fn_rx_parser *twin, const struct fn_rx_parser_in *in)
{
    const struct fn_rx_parser_out *out = &twin->out;
    const struct fn_packet_record *record = &out->m_record_data;
    const bool ends = out->m_axis_tvalid && out->m_axis_tlast;
    const bool is_record = out->m_record_valid;

    lockstep_cover(bench, "beat refused", in->s_axis_tvalid && !out->s_axis_tready);
    lockstep_cover(bench, "key waits", out->m_key_valid && !in->m_key_ready);
    lockstep_cover(bench, "record waits", is_record && !in->m_record_ready);
    lockstep_cover(bench, "two records wait",
                   twin->answered - twin->records_given > 1 && !in->m_record_ready);
    lockstep_cover(bench, "reset in mid-packet", in->rst && twin->is_middle);
    lockstep_cover(bench, "record before the last beat",
                   is_record && twin->is_middle && twin->answered == twin->packets);
    lockstep_cover(bench, "key before its record is complete", twin->keys != twin->answered);
    lockstep_cover(bench, "packet right behind another", feeder->ended && in->s_axis_tvalid
                   && out->s_axis_tready);
    lockstep_cover(bench, "two tags", is_record && record->vlan_count == 2);
    lockstep_cover(bench, "IPv6 with extensions",
                   is_record && record->ip_version == 2 && record->ip_options);
    lockstep_cover(bench, "timestamps", is_record && record->timestamps_present);
    lockstep_cover(bench, "SACK", is_record && record->sack_blocks > 0);
    lockstep_cover(bench, "SACK of four blocks", is_record && record->sack_blocks == 4);
    lockstep_cover(bench, "other TCP options", is_record && record->other_tcp_options);
    lockstep_cover(bench, "RTP", is_record && record->rtp);
    lockstep_cover(bench, "SSRC", is_record && record->rtp && record->spi && !record->security);
    lockstep_cover(bench, "ESP in UDP", is_record && record->udp_encapsulation);
    lockstep_cover(bench, "keepalive", is_record && record->nat_keepalive);
    lockstep_cover(bench, "AH", is_record && record->security == FN_SECURITY_AH);
    lockstep_cover(bench, "fragment", is_record && record->fragment);
    lockstep_cover(bench, "segments left",
                   is_record && record->checksum_unknown && !record->fragment);
    lockstep_cover(bench, "own address", is_record && record->candidate);
    lockstep_cover(bench, "own address, not the final one", is_record && !record->candidate
                   && record->checksum_unknown && !record->fragment
                   && record->mac_class == FN_MAC_CLASS_OWN);
    lockstep_cover(bench, "multicast by list", is_record && record->mac_class == 2
                   && record->mac_accept && !in->s_filter_all_multicast
                   && !in->s_filter_promiscuous);
    lockstep_cover(bench, "all directed rows", feeder->rows >= NUM_ROWS);
    if (bench->num_cycles < LONG_RUN)
        return;  // what follows is rare
    for (unsigned r = FN_REASON_DELIVERED; r <= FN_REASON_UDP_LENGTH; r++)
        if (r == FN_REASON_DELIVERED || r == FN_REASON_OVERRUN || r >= FN_REASON_FCS)
            lockstep_cover(bench, reason_covers[r], ends && out->m_axis_tuser.reason == r);
}

int bench_main(int argc, char **argv)
{
    static struct fn_rx_parser twin;
    static struct feeder feeder;
    struct fn_rx_parser_in in = { 0 };
    struct lockstep bench;

    lockstep_open(&bench, "fn_rx_parser", argc, argv, fn_rx_parser_inputs, fn_rx_parser_outputs);
    check_rows();
    fn_packet_maker_open(&feeder.maker, bench.seed);
    feeder.maker.longest_payload = 64;
    feeder.maker.corrupt = 256;
    feeder.maker.cut = 96;
    feeder.maker.wrong_length = 96;
    fn_rx_parser_reset(&twin);
    do {
        in.rst = lockstep_reset(&bench);
        if (in.rst) {
            configure(&bench, &feeder, &in);
            feeder.length = feeder.at = 0;
            feeder.source.is_refused = false;
            feeder.maker.pad = lockstep_below(&bench, 2) == 0;
        }
        in.m_axis_tready = lockstep_ready(&bench);
        in.m_key_ready = lockstep_ready(&bench);
        in.m_record_ready = lockstep_ready(&bench);
        offer(&bench, &feeder, &in, twin.out.s_axis_tready);
        write_list(&bench, &feeder, &in);
        cover(&bench, &feeder, &twin, &in);
        feeder.ended = in.s_axis_tvalid && twin.out.s_axis_tready && in.s_axis_tlast;
        fn_rx_parser_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
