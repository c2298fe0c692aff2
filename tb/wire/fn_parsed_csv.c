// SPDX-License-Identifier: Apache-2.0
//
// fn_parsed_csv - see fn_parsed_csv.h

#define _DEFAULT_SOURCE

#include "wire/fn_parsed_csv.h"

#include <arpa/inet.h>
#include <stdbool.h>

enum { IPV4 = 1, IPV6 = 2 };

static const char *const reason_names[64] = {
#define NAME(name, value, text) [value] = #name,
    FN_REASON_ENUM(NAME)
};

static const char *const mac_classes[4] = { "own", "other", "multicast", "broadcast" };

#define U  "%u"
#define LU "%zu"
#define S  "%s"
#define X2 "0x%02x"
#define X4 "0x%04x"
#define X8 "0x%08x"

//    column                          it is there if             format, value
#define COLUMNS(C)                                                                       \
    C("frame.number",                 true,                      U,  number)                       \
    C("frame.len",                    true,                      LU, length)                       \
    C("vlan.id",                      r->vlan_count,             U,  r->vlan_tci & 0xfffu)         \
    C("vlan.dei",                     r->vlan_count,             U,  r->vlan_tci >> 12 & 1u)       \
    C("vlan.priority",                r->vlan_count,             U,  r->vlan_tci >> 13 & 7u)       \
    C("ip.version",                   r->ip_version,             U,  r->ip_version * 2u + 2)       \
    C("ip.hdr_len",                   is_ipv4,                   U,  r->ipv4_header_length)        \
    C("ip.dsfield",                   is_ipv4,                   X2, r->ip_tos)                    \
    C("ip.ttl",                       is_ipv4,                   U,  r->ip_ttl)                    \
    C("ip.frag_offset",               is_ipv4,                   U,  r->fragment_offset)           \
    C("ip.flags.mf",                  is_ipv4,                   U,  r->more_fragments)            \
    C("ip.src",                       is_ipv4,                   S,  source)                       \
    C("ip.dst",                       is_ipv4,                   S,  destination)                  \
    C("ipv6.tclass",                  is_ipv6,                   X2, r->ip_tos)                    \
    C("ipv6.hlim",                    is_ipv6,                   U,  r->ip_ttl)                    \
    C("ipv6.src",                     is_ipv6,                   S,  source)                       \
    C("ipv6.dst",                     is_ipv6,                   S,  destination)                  \
    C("ipv6.fraghdr.offset",          is_ipv6 && r->fragment,    U,  r->fragment_offset)           \
    C("ipv6.fraghdr.more",            is_ipv6 && r->fragment,    U,  r->more_fragments)            \
    C("tcp.srcport",                  r->tcp,                    U,  r->source_port)               \
    C("tcp.dstport",                  r->tcp,                    U,  r->destination_port)          \
    C("tcp.seq",                      r->tcp,                    U,  r->sequence)                  \
    C("tcp.ack",                      r->tcp,                    U,  r->acknowledgment)            \
    C("tcp.hdr_len",                  r->tcp && r->payload_offset,U,        l4_header)             \
    C("tcp.flags",                    r->tcp,                    X4, r->tcp_flags)                 \
    C("tcp.window_size_value",        r->tcp,                    U,  r->window)                    \
    C("tcp.len",                      r->tcp && r->payload_offset,U,        r->payload_length)     \
    C("tcp.options.timestamp.tsval",  r->timestamps_present,     U,  r->timestamp_value)           \
    C("tcp.options.timestamp.tsecr",  r->timestamps_present,     U,  r->timestamp_echo)            \
    C("tcp.options.sack.count",       r->sack_blocks,            U,  r->sack_blocks)               \
    C("udp.srcport",                  r->udp,                    U,  r->source_port)               \
    C("udp.dstport",                  r->udp,                    U,  r->destination_port)          \
    C("udp.length",                   r->udp && r->payload_offset,U,        r->l4_length)          \
    C("rtp.seq",                      r->rtp,                    U,  r->sequence)                  \
    C("rtp.ssrc",                     r->rtp && !r->security,    X8, r->spi)                       \
    C("esp.spi",                      is_esp,                    X8, r->spi)                       \
    C("esp.sequence",                 is_esp,                    U,  r->sequence)                  \
    C("ah.spi",                       is_ah,                     X8, r->spi)                       \
    C("ah.sequence",                  is_ah && !r->tcp && !r->rtp,U,        r->sequence)           \
    C("reason",                       true,                      S,  reason_names[reason & 63])    \
    C("mac_class",                    true,                      S,  mac_class)                    \
    C("mac_accept",                   true,                      U,  r->mac_accept)                \
    C("ethertype",                    r->ethertype,              X4, r->ethertype)                 \
    C("vlan_count",                   true,                      U,  r->vlan_count)                \
    C("vlan_inner_tci",               r->vlan_count > 1,         U,  r->vlan_inner_tci)            \
    C("ip_offset",                    r->ip_offset,              U,  r->ip_offset)                 \
    C("ip_options",                   r->ip_version,             U,  r->ip_options)                \
    C("fragment",                     r->ip_version,             U,  r->fragment)                  \
    C("checksum_unknown",             r->ip_version,             U,  r->checksum_unknown)          \
    C("protocol",                     r->ip_version,             U,  r->protocol)                  \
    C("l4_offset",                    r->l4_offset,              U,  r->l4_offset)                 \
    C("l4_length",                    r->l4_offset,              U,  r->l4_length)                 \
    C("payload_offset",               r->payload_offset,         U,  r->payload_offset)            \
    C("payload_length",               r->payload_offset,         U,  r->payload_length)            \
    C("udp_encapsulation",            r->udp,                    U,  r->udp_encapsulation)         \
    C("nat_keepalive",                r->udp,                    U,  r->nat_keepalive)             \
    C("udp_checksum_zero",            r->udp,                    U,  r->udp_checksum_zero)         \
    C("other_tcp_options",            r->tcp,                    U,  r->other_tcp_options)         \
    C("candidate",                    true,                      U,  r->candidate)                 \
    C("flow_index",                   r->hit,                    U,  r->flow_index)

void fn_parsed_csv_header(FILE *file)
{
    const char *comma = "";
#define HEADING(name, is_there, format, value) \
    fprintf(file, "%s" name, comma);           \
    comma = ",";
    COLUMNS(HEADING)
    fputc('\n', file);
}

void fn_parsed_csv_line(FILE *file, unsigned number, size_t length,
                        const struct fn_packet_record *record, const struct fn_flow_key *key,
                        enum fn_reason reason)
{
    const struct fn_packet_record *r = record;
    const bool is_ipv4 = r->ip_version == IPV4, is_ipv6 = r->ip_version == IPV6;
    const bool is_esp = r->security == FN_SECURITY_ESP, is_ah = r->security == FN_SECURITY_AH;
    const unsigned l4_header = (unsigned)(r->payload_offset - r->l4_offset);
    const int family = is_ipv6 ? AF_INET6 : AF_INET;
    char source[INET6_ADDRSTRLEN], destination[INET6_ADDRSTRLEN];
    const char *mac_class = mac_classes[r->mac_class & 3], *comma = "";

    inet_ntop(family, key->source_address.byte, source, sizeof source);
    inet_ntop(family, key->destination_address.byte, destination, sizeof destination);
#define CELL(name, is_there, format, value)   \
    fputs(comma, file);                       \
    if (is_there)                             \
        fprintf(file, format, value);         \
    comma = ",";
    COLUMNS(CELL)
    fputc('\n', file);
}
