// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser_rows - directed packets of fn_rx_parser_test: what ends at the end of a frame
//
// Each row is one frame, its source and what fn_parse must say of it; the RTL gets the
// same frames, several in a row, between random ones.

#ifndef FN_RX_PARSER_ROWS_H
#define FN_RX_PARSER_ROWS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functional/fn_parse.h"

enum { ROW_BYTES = 128, ROW_ETHERNET = 14, ROW_IPV4 = 20, ROW_IPV6 = 40, ROW_FRAGMENT = 8,
       ROW_UDP = 8, ROW_NAT_PORT = 4500, ROW_NO_NEXT = 59,
       NUM_END_ROWS = 8 * 16, NUM_NAT_ROWS = 14, NUM_PADDED_ROWS = 8, NUM_FRAGMENT_ROWS = 8,
       NUM_EMPTY_ROWS = 8, NUM_LONG_ROWS = 8,
       NUM_ROWS = NUM_END_ROWS + NUM_NAT_ROWS + NUM_PADDED_ROWS + NUM_FRAGMENT_ROWS
                + NUM_EMPTY_ROWS + NUM_LONG_ROWS };

struct row {
    const char    *source;
    uint8_t        bytes[ROW_BYTES];
    size_t         length;
    enum fn_reason reason;
    unsigned       l4_offset, l4_length;  // of what is not malformed, as the flags
    bool           keepalive, esp, fragment;
};

static void row_be16(uint8_t *bytes, size_t value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

// Ethernet and IP, for own station; gives where the IP payload begins.
static unsigned row_ip(struct row *row, bool is_ipv6, uint8_t protocol, size_t payload)
{
    uint8_t *ip = row->bytes + ROW_ETHERNET;

    for (unsigned b = 0; b < ROW_BYTES; b++)
        row->bytes[b] = (uint8_t)(0x5a ^ b * 7);
    memcpy(row->bytes, (const uint8_t[]){ 2, 0, 0, 0, 0, 0x0b }, 6);
    row_be16(row->bytes + 12, is_ipv6 ? 0x86dd : 0x0800);
    memset(ip, 0, is_ipv6 ? ROW_IPV6 : ROW_IPV4);
    ip[0] = is_ipv6 ? 0x60 : 0x45;
    row_be16(ip + (is_ipv6 ? 4 : 2), is_ipv6 ? payload : payload + ROW_IPV4);
    ip[is_ipv6 ? 6 : 9] = protocol;
    row->l4_offset = ROW_ETHERNET + (is_ipv6 ? ROW_IPV6 : ROW_IPV4);
    row->l4_length = (unsigned)payload;
    row->length = row->l4_offset + payload;
    return row->l4_offset;
}

static void row_udp(struct row *row, bool is_ipv6, unsigned port, size_t payload)
{
    uint8_t *udp = row->bytes + row_ip(row, is_ipv6, 17, ROW_UDP + payload);

    row_be16(udp, port);
    row_be16(udp + 2, port);
    row_be16(udp + 4, ROW_UDP + payload);
    row_be16(udp + 6, 1);
}

// A UDP datagram that ends at each byte of a beat; the frame ends up to 8 bytes before it, or
// up to 7 behind.
static void end_row(struct row *row, unsigned n)
{
    row->source = "RFC 791: total length, against the end of the frame";
    row_udp(row, false, 0x7000, 8 + n % 8);
    row->length += n / 8;
    row->length -= 8;
    row->reason = n / 8 < 8 ? FN_REASON_IP_LENGTH : FN_REASON_DELIVERED;
}

static void nat_row(struct row *row, unsigned n)
{
    const bool is_ipv6 = n % 2;
    static const unsigned lengths[] = { 1, 1, 12, 12, 8, 4, 7 };
    uint8_t *payload;

    row->source = "RFC 3948 2.2, 2.3: ESP, non-ESP marker, keepalive";
    row_udp(row, is_ipv6, ROW_NAT_PORT, lengths[n / 2]);
    payload = row->bytes + row->l4_offset + ROW_UDP;
    memset(payload, 0x11, lengths[n / 2]);
    switch (n / 2) {
    case 0:
        payload[0] = 0xff;
        row->keepalive = true;
        break;
    case 1:
        payload[0] = 0xfe;
        break;
    case 2:
        memset(payload, 0, 4);
        break;
    case 5:
    case 6:
        row->reason = FN_REASON_ESP_LENGTH;
        break;
    default:
        row->esp = true;
    }
}

// IPv6 keepalives are 63 bytes: some stations pad them, some do not.
static void padded_row(struct row *row, unsigned n)
{
    nat_row(row, 1);
    row->source = "RFC 3948 2.3: keepalive in IPv6, and 0 to 7 bytes behind it";
    row->length += n;
}

// Far more than the frame has: both lengths are compared in all of their bits.
static void long_row(struct row *row, unsigned n)
{
    static const struct { uint16_t ip, udp; } lengths[NUM_LONG_ROWS] = {
        { 0xffff, 0xffff }, { 0xfffe, 0xffff }, { 0xffff, 0xfffe }, { 0x7fff, 0x8000 },
        { 0x8000, 0x7fff }, { 0x1020, 0x1020 }, { 0x1020, 0x1021 }, { 0xaaaa, 0xaaaa }
    };

    row->source = "RFC 768: length, against that of a datagram that is not all there";
    row_udp(row, true, 0x7000, 8);
    row_be16(row->bytes + ROW_ETHERNET + 4, lengths[n].ip);
    row_be16(row->bytes + row->l4_offset + 4, lengths[n].udp);
    row->reason = FN_REASON_IP_LENGTH;
}

// The first fragment has a length that is not 8 n only if it is the last, too.
static void fragment_row(struct row *row, unsigned n)
{
    const bool more = n % 2;
    const unsigned length = n / 2;
    uint8_t *header = row->bytes + row_ip(row, true, 44, ROW_FRAGMENT + length);

    row->source = "RFC 8200 4.5: a fragment of 0 to 3 bytes";
    memset(header, 0, ROW_FRAGMENT);
    header[0] = 17;
    header[3] = (uint8_t)(8 | more);
    row->fragment = true;
    row->l4_offset += ROW_FRAGMENT;
    row->l4_length = length;
    row->reason = more && length != 0 ? FN_REASON_FRAGMENT : FN_REASON_DELIVERED;
}

static void empty_row(struct row *row, unsigned n)
{
    static const uint8_t protocols[] = { 17, 6, 50, ROW_NO_NEXT };
    static const enum fn_reason reasons[] = {
        FN_REASON_UDP_LENGTH, FN_REASON_TCP_HEADER_LENGTH, FN_REASON_ESP_LENGTH,
        FN_REASON_DELIVERED
    };

    row->source = "an empty datagram ends with the frame";
    row_ip(row, n % 2, protocols[n / 2], 0);
    row->reason = reasons[n / 2];
}

static void make_row(struct row *row, unsigned n)
{
    memset(row, 0, sizeof *row);
    if (n < NUM_END_ROWS)
        end_row(row, n);
    else if ((n -= NUM_END_ROWS) < NUM_NAT_ROWS)
        nat_row(row, n);
    else if ((n -= NUM_NAT_ROWS) < NUM_PADDED_ROWS)
        padded_row(row, n);
    else if ((n -= NUM_PADDED_ROWS) < NUM_FRAGMENT_ROWS)
        fragment_row(row, n);
    else if ((n -= NUM_FRAGMENT_ROWS) < NUM_EMPTY_ROWS)
        empty_row(row, n);
    else
        long_row(row, n - NUM_EMPTY_ROWS);
}

static bool is_row_right(const struct row *row)
{
    const struct fn_filter filter = { .address = { 2, 0, 0, 0, 0, 0x0b } };
    struct fn_packet_record record;
    struct fn_flow_key key;
    enum fn_reason reason;

    fn_parse(row->bytes, row->length, &filter, &record, &key, &reason);
    if (reason != FN_REASON_DELIVERED || row->reason != FN_REASON_DELIVERED)
        return reason == row->reason;
    return record.l4_offset == row->l4_offset && record.l4_length == row->l4_length
        && record.nat_keepalive == row->keepalive && record.udp_encapsulation == row->esp
        && (record.security == FN_SECURITY_ESP) == row->esp && record.fragment == row->fragment
        && record.candidate;
}

static void check_rows(void)
{
    struct row row;

    for (unsigned n = 0; n < NUM_ROWS; n++) {
        make_row(&row, n);
        if (!is_row_right(&row)) {
            fprintf(stderr, "FAIL fn_rx_parser: row %u: %s\n", n, row.source);
            exit(EXIT_FAILURE);
        }
    }
}

#endif
