// SPDX-License-Identifier: Apache-2.0
//
// fn_insert_checksum - see fn_insert_checksum.h

#include "functional/fn_insert_checksum.h"

#include <stdbool.h>

#include "functional/fn_ones_complement.h"

enum { IPV4 = 1, IPV6 = 2, TCP = 6, UDP = 17 };

// The checksum of a range in which a field of two bytes counts as 0.
static uint16_t sum_without(uint16_t sum, const uint8_t *bytes, unsigned length, unsigned field)
{
    sum = fn_ones_complement_add(sum, bytes, field);
    sum = fn_ones_complement_add(sum, bytes + field + 2, length - field - 2);
    return (uint16_t)~sum;
}

static bool ipv4_header(const uint8_t *packet, unsigned length,
                        const struct fn_transmit_record *record, uint16_t *checksum)
{
    const unsigned at = record->ip_offset;

    if (!record->ipv4_checksum || record->ip_version != IPV4 || at % 2 != 0 || at >= length)
        return false;
    const unsigned header = 4 * (packet[at] & 15u);
    if (header < 20 || at + header > length)
        return false;
    *checksum = sum_without(0, packet + at, header, 10);
    return true;
}

static bool transport(const uint8_t *packet, unsigned length,
                      const struct fn_transmit_record *record, uint16_t *checksum)
{
    const bool is_tcp = record->tcp_checksum;
    const bool is_ipv4 = record->ip_version == IPV4;
    const unsigned ip = record->ip_offset, at = record->l4_offset, range = record->l4_length;

    if ((!is_tcp && !record->udp_checksum) || (!is_ipv4 && record->ip_version != IPV6)
            || ip % 2 != 0 || at % 2 != 0 || at < ip + (is_ipv4 ? 20 : 40)
            || range < (is_tcp ? 20 : 8) || at + range > length)
        return false;
    const uint8_t lengths[4] = { (uint8_t)(range >> 8), (uint8_t)range, 0, is_tcp ? TCP : UDP };
    uint16_t sum = fn_ones_complement_add(0, lengths, sizeof lengths);
    sum = is_ipv4 ? fn_ones_complement_add(sum, packet + ip + 12, 2 * 4)
                  : fn_ones_complement_add(sum, packet + ip + 8, 2 * 16);
    sum = sum_without(sum, packet + at, range, is_tcp ? 16 : 6);
    *checksum = !is_tcp && sum == 0 ? 0xffff : sum;  // RFC 768: 0 says there is none
    return true;
}

static void store(uint8_t *field, uint16_t checksum)
{
    field[0] = (uint8_t)(checksum >> 8);
    field[1] = (uint8_t)checksum;
}

void fn_insert_checksum(uint8_t *packet, unsigned length, const struct fn_transmit_record *record)
{
    uint16_t header = 0, segment = 0;
    const bool has_header = ipv4_header(packet, length, record, &header);
    const bool has_segment = transport(packet, length, record, &segment);

    if (has_header)
        store(packet + record->ip_offset + 10, header);
    if (has_segment)
        store(packet + record->l4_offset + (record->tcp_checksum ? 16 : 6), segment);
}
