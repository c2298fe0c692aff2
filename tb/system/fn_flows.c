// SPDX-License-Identifier: Apache-2.0
//
// fn_flows - see fn_flows.h

#define _DEFAULT_SOURCE

#include "system/fn_flows.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1024, MIN_FRAME_MAXIMUM = 64, MAX_FRAME_MAXIMUM = 9018, TCP = 6, UDP = 17,
       MAX_WINDOW = 1 << 18 };

// A statement gives NULL or what is wrong with it.
static char reason[256];

static const char *wrong(const char *what, const char *word)
{
    snprintf(reason, sizeof reason, "%s: %.120s", what, word != NULL ? word : "nothing there");
    return reason;
}

static bool parse_number(const char *text, unsigned long limit, unsigned long *value)
{
    char *end;
    errno = 0;
    *value = strtoul(text, &end, 0);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *value <= limit;
}

static bool parse_mac(const char *text, uint8_t *mac)
{
    int length = 0;
    return text != NULL
        && sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n", &mac[0], &mac[1], &mac[2],
                  &mac[3], &mac[4], &mac[5], &length) == FN_MAC_BYTES
        && text[length] == '\0';
}

static const char *parse_own_mac(const char *text, uint8_t *mac)
{
    if (!parse_mac(text, mac))
        return wrong("not a MAC address", text);
    return mac[0] & 1 ? wrong("not the address of one station", text) : NULL;
}

static const char *parse_multicast(const char *text, struct fn_flows *flows)
{
    if (flows->num_multicast == FN_MULTICAST_ENTRIES)
        return "more multicast addresses than the list has entries";
    uint8_t *const mac = flows->multicast[flows->num_multicast++];
    if (!parse_mac(text, mac))
        return wrong("not a MAC address", text);
    return mac[0] & 1 ? NULL : wrong("not a multicast address", text);
}

static const char *parse_frame_maximum(const char *text, struct fn_flows *flows)
{
    unsigned long number;
    if (text == NULL || !parse_number(text, MAX_FRAME_MAXIMUM, &number)
            || number < MIN_FRAME_MAXIMUM)
        return wrong("not a number of bytes from 64 to 9018", text);
    flows->frame_maximum = (uint16_t)number;
    return NULL;
}

static const char *parse_address(const char *text, struct fn_flow *flow, uint8_t *address,
                                 unsigned match)
{
    unsigned version = FN_IPV4;
    if (inet_pton(AF_INET, text, address) != 1) {
        version = FN_IPV6;
        if (inet_pton(AF_INET6, text, address) != 1)
            return wrong("not an IP address", text);
    }
    if (flow->match & FN_MATCH_IP_VERSION && flow->ip_version != version)
        return wrong("IPv4 and IPv6 in one flow", text);
    flow->ip_version = (uint8_t)version;
    flow->match |= match | FN_MATCH_IP_VERSION;
    return NULL;
}

static const struct { const char *name; uint8_t number; } protocols[] = {
    { "tcp", 6 }, { "udp", 17 }, { "esp", 50 }, { "ah", 51 }, { "icmp", 1 }, { "icmpv6", 58 }
};

static const char *parse_protocol(const char *text, struct fn_flow *flow)
{
    unsigned long number;
    flow->match |= FN_MATCH_PROTOCOL;
    for (unsigned p = 0; p < sizeof protocols / sizeof protocols[0]; p++)
        if (strcmp(text, protocols[p].name) == 0) {
            flow->protocol = protocols[p].number;
            return NULL;
        }
    if (!parse_number(text, 255, &number))
        return wrong("not a protocol (tcp, udp, esp, ah, icmp, icmpv6 or a number)", text);
    flow->protocol = (uint8_t)number;
    return NULL;
}

static const char *parse_security(const char *text, struct fn_flow *flow)
{
    flow->match |= FN_MATCH_SECURITY;
    flow->security = strcmp(text, "esp") == 0 ? FN_SECURITY_ESP
                   : strcmp(text, "ah") == 0 ? FN_SECURITY_AH : FN_SECURITY_CLEAR;
    if (flow->security == FN_SECURITY_CLEAR && strcmp(text, "clear") != 0)
        return wrong("not a security (clear, esp or ah)", text);
    return NULL;
}

static const char *parse_flag(const char *word, struct fn_flows_entry *entry)
{
    struct fn_flow *flow = &entry->flow;
    if (strcmp(word, "untagged") == 0)
        flow->match |= FN_MATCH_VLAN_PRESENT, flow->vlan_present = false;
    else if (strcmp(word, "rtp") == 0)
        flow->match |= FN_MATCH_RTP, flow->rtp = true;
    else if (strcmp(word, "split") == 0)
        flow->split = true;
    else if (strcmp(word, "hold") == 0)
        flow->hold = true;
    else if (strcmp(word, "echo") == 0)
        entry->echo = true;
    else if (strcmp(word, "zero_copy") == 0)
        entry->zero_copy = true;
    else if (strcmp(word, "check_ack") == 0)
        entry->paging.check_acknowledgment = true;
    else if (strcmp(word, "report_push") == 0)
        entry->paging.report_push = true;
    else if (strcmp(word, "surrender_options") == 0)
        entry->paging.surrender_options = true;
    else if (strcmp(word, "surrender_link") == 0)
        entry->paging.surrender_link = true;
    else
        return wrong("unknown word of a flow", word);
    return NULL;
}

static const char *parse_acknowledge(const char *text, struct fn_paged_flow_config *paging)
{
    static const char *const names[] = { "none", "driver", "core" };
    for (unsigned n = 0; n < sizeof names / sizeof names[0]; n++)
        if (strcmp(text, names[n]) == 0) {
            paging->acknowledge = (enum fn_acknowledge)n;
            return NULL;
        }
    return wrong("not who acknowledges (none, driver or core)", text);
}

// A number of zero copy; false if the word is none.
static bool parse_paging(const char *word, size_t length, struct fn_paged_flow_config *paging,
                         unsigned long number)
{
#define IS(name) (length == sizeof name - 1 && memcmp(word, name, length) == 0)
    if (IS("sequence"))
        paging->sequence = (uint32_t)number, paging->has_sequence = true;
    else if (IS("pages"))
        paging->pages = (unsigned)number;
    else if (IS("low_water"))
        paging->low_water = (unsigned)number;
    else if (IS("window"))
        paging->window = (uint32_t)number;
    else if (IS("slot"))
        paging->slot_bytes = (uint16_t)number;
    else
        return false;
#undef IS
    return true;
}

// A word name=number.
static const char *parse_field(const char *word, const char *text, struct fn_flows_entry *entry)
{
    struct fn_flow *flow = &entry->flow;
    unsigned long number;
    const size_t length = (size_t)(text - word - 1);
#define IS(name) (length == sizeof name - 1 && memcmp(word, name, length) == 0)
    const unsigned long limit = IS("spi") || IS("sequence") ? 0xffffffff : IS("vlan") ? 4094
                              : IS("entry") ? FN_FLOWS_MAX - 1 : IS("window") ? MAX_WINDOW
                              : IS("pages") || IS("low_water") ? FN_MAX_FLOW_PAGES : 0xffff;

    if (IS("src"))
        return parse_address(text, flow, flow->source_address, FN_MATCH_SOURCE_ADDRESS);
    if (IS("dst"))
        return parse_address(text, flow, flow->destination_address,
                             FN_MATCH_DESTINATION_ADDRESS);
    if (IS("proto"))
        return parse_protocol(text, flow);
    if (IS("security"))
        return parse_security(text, flow);
    if (IS("ack"))
        return parse_acknowledge(text, &entry->paging);
    if (!parse_number(text, limit, &number))
        return wrong("not a number in range", word);
    if (IS("handle"))
        flow->handle = (uint16_t)number;
    else if (IS("entry"))
        entry->entry = (unsigned)number;
    else if (IS("sport"))
        flow->source_port = (uint16_t)number, flow->match |= FN_MATCH_SOURCE_PORT;
    else if (IS("dport"))
        flow->destination_port = (uint16_t)number, flow->match |= FN_MATCH_DESTINATION_PORT;
    else if (IS("spi"))
        flow->spi = (uint32_t)number, flow->match |= FN_MATCH_SPI;
    else if (IS("vlan")) {
        flow->vlan_id = (uint16_t)number;
        flow->vlan_present = true;
        flow->match |= FN_MATCH_VLAN_ID | FN_MATCH_VLAN_PRESENT;
    } else if (!parse_paging(word, length, &entry->paging, number))
        return wrong("unknown word of a flow", word);
#undef IS
    return NULL;
}

static bool is_slot(const struct fn_flows_entry *entry)
{
    const unsigned bytes = entry->paging.slot_bytes;
    return entry->zero_copy && entry->flow.protocol == UDP
        && (bytes == 256 || bytes == 512 || bytes == 1024 || bytes == 2048);
}

static const char *parse_flow(struct fn_flows *flows, char **rest)
{
    struct fn_flows_entry entry = { .flow.state = FN_STATE_MONITOR, .entry = flows->num_flows,
                                    .paging.pages = FN_MAX_FLOW_PAGES };
    const char *fault = NULL;
    bool has_handle = false;
    char *word;

    if (flows->num_flows == FN_FLOWS_MAX)
        return "more flows than the table has entries";
    while (fault == NULL && (word = strtok_r(NULL, " \t\r\n", rest)) != NULL) {
        const char *equals = strchr(word, '=');
        has_handle |= strncmp(word, "handle=", 7) == 0;
        fault = equals == NULL ? parse_flag(word, &entry) : parse_field(word, equals + 1, &entry);
    }
    if (fault == NULL && !has_handle)
        return "a flow needs a handle=N";
    if (fault == NULL && entry.zero_copy && entry.flow.protocol != TCP
            && entry.flow.protocol != UDP)
        return "zero copy needs proto=tcp or proto=udp";
    if (fault == NULL && entry.zero_copy
            && (entry.paging.pages == 0 || entry.paging.low_water >= entry.paging.pages))
        return "zero copy needs pages, more than low_water";
    if (fault == NULL && entry.paging.slot_bytes != 0 && !is_slot(&entry))
        return "a slot has 256, 512, 1024 or 2048 bytes, of a flow with zero_copy and proto=udp";
    for (unsigned f = 0; f < flows->num_flows && fault == NULL; f++) {
        const struct fn_flows_entry *other = &flows->flows[f];
        if (other->entry == entry.entry)
            return "two flows in one entry of the table";
        if (other->zero_copy && entry.zero_copy && other->flow.handle == entry.flow.handle)
            return "two flows with zero_copy and the same handle";
    }
    flows->flows[flows->num_flows] = entry;
    flows->num_flows += fault == NULL;
    return fault;
}

static bool parse_filter(struct fn_filters *filters, const char *word)
{
    if (strcmp(word, "promiscuous") == 0)
        return filters->promiscuous = true;
    if (strcmp(word, "broadcast") == 0)
        return filters->broadcast = true;
    if (strcmp(word, "all-multicast") == 0)
        return filters->all_multicast = true;
    if (strcmp(word, "keep-bad-checksum") == 0)
        return filters->keep_bad_checksum = true;
    if (strcmp(word, "hold-all") == 0)
        return filters->hold_all = true;
    return false;
}

static const char *parse_line(struct fn_flows *flows, char *line)
{
    static const char blanks[] = " \t\r\n";
    const char *fault = NULL, *argument, *more;
    char *rest;
    line[strcspn(line, "#")] = '\0';
    const char *word = strtok_r(line, blanks, &rest);

    if (word == NULL)
        return NULL;
    if (strcmp(word, "flow") == 0)
        return parse_flow(flows, &rest);
    if (!parse_filter(&flows->filters, word)) {
        argument = strtok_r(NULL, blanks, &rest);
        fault = strcmp(word, "mac") == 0 ? parse_own_mac(argument, flows->mac)
              : strcmp(word, "multicast") == 0 ? parse_multicast(argument, flows)
              : strcmp(word, "frame-maximum") == 0 ? parse_frame_maximum(argument, flows)
              : wrong("unknown statement", word);
    }
    if (fault == NULL && (more = strtok_r(NULL, blanks, &rest)) != NULL)
        return wrong("more than the statement takes", more);
    return fault;
}

bool fn_flows_read(struct fn_flows *flows, const char *path)
{
    char line[MAX_LINE];
    const char *fault = NULL;
    unsigned number = 0;
    FILE *file = fopen(path, "r");

    *flows = (struct fn_flows){ .frame_maximum = 1518, .mac = { 2, 0, 0, 0, 0, 1 } };
    if (file == NULL) {
        snprintf(flows->fault, sizeof flows->fault, "%.250s: %s", path, strerror(errno));
        return false;
    }
    while (fault == NULL && fgets(line, sizeof line, file) != NULL) {
        number++;
        fault = strchr(line, '\n') == NULL && !feof(file) ? "line too long"
                                                          : parse_line(flows, line);
    }
    if (fault == NULL && ferror(file))
        fault = "cannot be read";
    fclose(file);
    if (fault != NULL)
        snprintf(flows->fault, sizeof flows->fault, "%.200s:%u: %.250s", path, number, fault);
    return fault == NULL;
}
