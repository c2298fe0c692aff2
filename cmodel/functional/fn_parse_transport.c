// SPDX-License-Identifier: Apache-2.0
//
// fn_parse_transport - see fn_parse_transport.h

#include "functional/fn_parse_transport.h"

enum {
    TCP_HEADER = 20, UDP_HEADER = 8, RTP_HEADER = 12, ESP_HEADER = 8,
    TCP = 6, UDP = 17, ESP = 50, PORT_IPSEC_NAT_T = 4500
};

// ---- TCP, RFC 9293 3.1, RFC 7323, RFC 2018 ----

// All options or none: one that is malformed takes the others with it.
static void parse_tcp_options(struct fn_parser *parser, size_t at, size_t end)
{
    enum { END = 0, NO_OPERATION = 1, SACK = 5, TIMESTAMPS = 8 };
    struct fn_packet_record found = { 0 };
    const uint8_t *frame = parser->frame;

    while (at < end && frame[at] != END) {
        const unsigned kind = frame[at];
        if (kind == NO_OPERATION) {
            at++;
            continue;
        }
        const unsigned bytes = at + 1 < end ? frame[at + 1] : 0;
        const bool is_bad = bytes < 2 || at + bytes > end
                         || (kind == TIMESTAMPS && bytes != 10)
                         || (kind == SACK && (bytes < 10 || bytes % 8 != 2));
        if (is_bad) {
            fn_parser_blame(parser, FN_REASON_TCP_OPTIONS);
            return;
        }
        if (kind == TIMESTAMPS) {
            const uint8_t *value = frame + at + 2;
            found.timestamps_present = 1;
            found.timestamp_value = (uint32_t)value[0] << 24 | (uint32_t)value[1] << 16
                                  | (uint32_t)value[2] << 8 | value[3];
            found.timestamp_echo = (uint32_t)value[4] << 24 | (uint32_t)value[5] << 16
                                 | (uint32_t)value[6] << 8 | value[7];
        } else if (kind == SACK) {
            found.sack_blocks = (uint8_t)(bytes / 8);
        } else {
            found.other_tcp_options = 1;
        }
        at += bytes;
    }
    parser->record->timestamps_present = found.timestamps_present;
    parser->record->timestamp_value = found.timestamp_value;
    parser->record->timestamp_echo = found.timestamp_echo;
    parser->record->sack_blocks = found.sack_blocks;
    parser->record->other_tcp_options = found.other_tcp_options;
}

static void parse_tcp(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;

    if (!fn_parser_begins(parser, at, TCP_HEADER, FN_REASON_TCP_HEADER_LENGTH))
        return;
    const uint32_t ports = fn_parser_word(parser, at), flags = fn_parser_word(parser, at + 12);
    const unsigned header = (flags >> 28) * 4;
    record->tcp = record->ports_present = 1;
    record->source_port = (uint16_t)(ports >> 16);
    record->destination_port = (uint16_t)ports;
    record->sequence = fn_parser_word(parser, at + 4);
    record->acknowledgment = fn_parser_word(parser, at + 8);
    record->tcp_flags = flags >> 16 & 0xfff;
    record->window = (uint16_t)flags;
    parser->read = at + (header > TCP_HEADER ? header : TCP_HEADER);
    if (header < TCP_HEADER || at + header > parser->end) {
        fn_parser_blame(parser, FN_REASON_TCP_HEADER_LENGTH);
        return;
    }
    record->payload_offset = (uint16_t)(at + header);
    record->payload_length = (uint16_t)(parser->end - at - header);
    if (at + header <= parser->length)
        parse_tcp_options(parser, at + TCP_HEADER, at + header);
}

// ---- UDP, RFC 768, and what is known inside it ----

// RFC 3948 2: keepalive, IKE behind the non-ESP marker, or ESP.
static void parse_nat_traversal(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;
    const unsigned bytes = record->payload_length;
    const uint32_t spi = fn_parser_word(parser, at);

    record->nat_keepalive = bytes == 1 && at < parser->length && parser->frame[at] == 0xff;
    if (bytes < 4 || spi == 0)
        return;
    if (bytes < ESP_HEADER) {
        fn_parser_blame(parser, FN_REASON_ESP_LENGTH);
        return;
    }
    record->udp_encapsulation = 1;
    record->payload_offset += ESP_HEADER;
    record->payload_length -= ESP_HEADER;
    fn_parser_security(parser, FN_SECURITY_ESP, spi, fn_parser_word(parser, at + 4));
}

static bool is_rtp_port(unsigned port) { return port >= 1024 && port % 2 == 0; }

// RFC 3550 5.1: version 2 on an even port.  RTCP's packet types are not RTP, RFC 5761 4: 192 to
// 223.  A header extension counts as payload.
static void parse_rtp(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;
    const uint32_t word = fn_parser_word(parser, at);
    const unsigned type = word >> 16 & 0xff, header = RTP_HEADER + (word >> 24 & 0xf) * 4;
    const bool is_rtp = word >> 30 == 2 && type >> 5 != 192 >> 5
                     && header <= record->payload_length
                     && (is_rtp_port(record->source_port) || is_rtp_port(record->destination_port));
    if (!is_rtp)
        return;
    record->rtp = 1;
    if (record->security == FN_SECURITY_CLEAR)
        record->spi = parser->key->spi = fn_parser_word(parser, at + 8);
    record->sequence = word & 0xffff;
    record->payload_offset += (uint16_t)header;
    record->payload_length -= (uint16_t)header;
}

static void parse_udp(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;

    if (!fn_parser_begins(parser, at, UDP_HEADER, FN_REASON_UDP_LENGTH))
        return;
    const uint32_t ports = fn_parser_word(parser, at), word = fn_parser_word(parser, at + 4);
    const unsigned length = word >> 16;
    record->udp = record->ports_present = 1;
    record->source_port = (uint16_t)(ports >> 16);
    record->destination_port = (uint16_t)ports;
    parser->read = at + UDP_HEADER + RTP_HEADER;
    if (at + UDP_HEADER > parser->length)
        return;
    record->udp_checksum_zero = (word & 0xffff) == 0;
    if (length < UDP_HEADER || at + length > parser->end) {
        fn_parser_blame(parser, FN_REASON_UDP_LENGTH);
        return;
    }
    record->l4_length = (uint16_t)length;
    record->payload_offset = (uint16_t)(at + UDP_HEADER);
    record->payload_length = (uint16_t)(length - UDP_HEADER);
    if (record->source_port == PORT_IPSEC_NAT_T || record->destination_port == PORT_IPSEC_NAT_T)
        parse_nat_traversal(parser, at + UDP_HEADER);
    else
        parse_rtp(parser, at + UDP_HEADER);
}

// ---- All others ----

static void parse_esp(struct fn_parser *parser, size_t at)
{
    if (!fn_parser_begins(parser, at, ESP_HEADER, FN_REASON_ESP_LENGTH))
        return;
    parser->read = at + ESP_HEADER;
    parser->record->payload_offset = (uint16_t)(at + ESP_HEADER);
    parser->record->payload_length = (uint16_t)(parser->end - at - ESP_HEADER);
    fn_parser_security(parser, FN_SECURITY_ESP, fn_parser_word(parser, at),
                       fn_parser_word(parser, at + 4));
}

void fn_parse_transport(struct fn_parser *parser, size_t at)
{
    struct fn_packet_record *record = parser->record;

    parser->read = at + 4;
    if (at <= parser->length) {
        record->l4_offset = (uint16_t)at;
        record->l4_length = (uint16_t)(parser->end - at);
    }
    if (!record->fragment && record->protocol == TCP) {
        parse_tcp(parser, at);
    } else if (!record->fragment && record->protocol == UDP) {
        parse_udp(parser, at);
    } else if (!record->fragment && record->protocol == ESP) {
        parse_esp(parser, at);
    } else {
        record->payload_offset = record->l4_offset;
        record->payload_length = record->l4_length;
    }
}
