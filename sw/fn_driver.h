// SPDX-License-Identifier: Apache-2.0
//
// fn_driver - the driver (57) of flownic: bare metal, no operating system, no malloc
//
// All state is in struct fn_device, all memory comes from the caller, all access goes
// through struct fn_hal.  Every call checks its arguments before it touches anything and
// returns a status.  One caller at a time per device: the driver takes no locks.

#ifndef FN_DRIVER_H
#define FN_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fn_channel.h"
#include "fn_completion.h"
#include "fn_descriptor.h"
#include "fn_hal.h"
#include "fn_reasons.h"
#include "fn_report.h"

// ---- Status ----

//     name        text
#define FN_STATUS_TABLE(S)                                        \
    S(OK,          "done")                                        \
    S(ARGUMENT,    "an argument makes no sense")                  \
    S(ALIGNMENT,   "memory is not aligned as the ring demands")   \
    S(NO_DEVICE,   "there is no flownic at this place")           \
    S(VERSION,     "a register map this driver does not know")    \
    S(STATE,       "the device is not initialised")               \
    S(FULL,        "no room: try again later")                    \
    S(EMPTY,       "nothing there: try again later")              \
    S(LOST,        "a bus error lost a record or a buffer")       \
    S(NOT_FOUND,   "no such entry")                               \
    S(TIMEOUT,     "the device did not answer")                   \
    S(REFUSED,     "not in the present state of the flow")

#define FN_STATUS_MEMBER(name, text) FN_##name,
enum fn_status { FN_STATUS_TABLE(FN_STATUS_MEMBER) FN_STATUS_END };

const char *fn_status_text(enum fn_status status);

// ---- Device ----

enum {
    FN_DEFAULT_POLLS = 100000,
    FN_BUFFER_ENTRY_BYTES = 8, FN_COMPLETION_BYTES = 64, FN_DESCRIPTOR_BYTES = 32,
    FN_BUFFER_RING_ALIGNMENT = 64,
    FN_MIN_RING_SIZE = 3, FN_MAX_RING_SIZE = 15,  // logarithms
    FN_MIN_BUFFER_BYTES = 64, FN_MIN_FRAME_BYTES = 64,
    FN_MAC_BYTES = 6, FN_ADDRESS_BYTES = 16, FN_MULTICAST_ENTRIES = 16
};

// Ring sizes are logarithms to base 2 of the number of entries.
struct fn_config {
    const struct fn_hal *hal;
    void    *buffer_ring;       // 8 bytes an entry, aligned to 64
    void    *completion_ring;   // 64, aligned to that
    void    *transmit_ring;     // 32, aligned to that
    unsigned buffer_ring_size, completion_ring_size, transmit_ring_size;
    void    *buffers;           // where the packet buffers (302) lie
    size_t   buffers_bytes;
    uint16_t buffer_size;       // of each packet buffer
    uint16_t buffer_low_water;  // with fewer, a BUFFER_REQUEST record comes
    uint16_t split_offset;      // where the payload of a split packet begins
    uint16_t frame_maximum;     // frame check sequence included
    uint32_t millisecond_cycles;  // of the device's clock; 0: 156250
    uint32_t max_polls;         // looks at a register until TIMEOUT; 0: FN_DEFAULT_POLLS
    uint8_t  mac[FN_MAC_BYTES];
};

struct fn_multicast {
    bool    used;
    uint8_t mac[FN_MAC_BYTES];
};

// Private to the driver.
struct fn_device {
    struct fn_config    config;
    uint32_t            magic;
    uint32_t            control;
    uint16_t            flow_entries, flow_contexts;
    uint16_t            buffer_producer, buffer_consumer;
    uint16_t            completion_consumer, completion_told;
    uint16_t            completion_known;  // records before it were written, or failed
    uint16_t            empty_polls;       // in a row
    uint16_t            transmit_producer, transmit_consumer;
    bool                is_late;           // a command of the tables may be under way
    uint32_t            operation;         // of a flow context, under way; 0: none
    uint32_t            operation_low, operation_high;
    struct fn_multicast multicast[FN_MULTICAST_ENTRIES];
};

// Finds the device, empties its rings and tables, enables the rings.  Packets are received
// from fn_start on.
enum fn_status fn_init(struct fn_device *device, const struct fn_config *config);
enum fn_status fn_start(struct fn_device *device);
enum fn_status fn_stop(struct fn_device *device);

// Takes all memory back: stops, sends what was to be sent, waits FN_FRAME_NS for a frame that
// has begun and until the last access is over.  Then fn_init may come again, with any memory.
// TIMEOUT: the memory is still the device's.
enum { FN_FRAME_NS = 10 * 1000 * 1000 };  // 9,018 bytes at 10 Mb/s take 7.3 ms
enum fn_status fn_close(struct fn_device *device);

// ---- Filters ----

struct fn_filters {
    bool promiscuous, broadcast, all_multicast;
    bool keep_bad_checksum;  // deliver packets with a wrong TCP or UDP checksum, but for ZERO_COPY
    bool hold_all;           // hold every packet until its verdict is known
};

enum fn_status fn_set_mac(struct fn_device *device, const uint8_t mac[FN_MAC_BYTES]);
enum fn_status fn_set_filters(struct fn_device *device, const struct fn_filters *filters);
enum fn_status fn_add_multicast(struct fn_device *device, const uint8_t mac[FN_MAC_BYTES]);
enum fn_status fn_remove_multicast(struct fn_device *device, const uint8_t mac[FN_MAC_BYTES]);

// ---- Flows ----

enum { FN_IP_NONE = 0, FN_IPV4 = 1, FN_IPV6 = 2 };

// Fields of the key that must be equal, of the other ones any value will do.
enum fn_match {
    FN_MATCH_DESTINATION_ADDRESS = 1 << 0,
    FN_MATCH_SOURCE_ADDRESS      = 1 << 1,
    FN_MATCH_SPI                 = 1 << 2,
    FN_MATCH_DESTINATION_PORT    = 1 << 3,
    FN_MATCH_SOURCE_PORT         = 1 << 4,
    FN_MATCH_PROTOCOL            = 1 << 5,
    FN_MATCH_ASSOCIATION         = 1 << 6,
    FN_MATCH_VLAN_ID             = 1 << 7,
    FN_MATCH_VLAN_PRESENT        = 1 << 8,
    FN_MATCH_SECURITY            = 1 << 9,
    FN_MATCH_IP_VERSION          = 1 << 10,
    FN_MATCH_RTP                 = 1 << 12,
    FN_MATCH_ALL                 = 0x17ff
};

// Addresses and ports as received packets carry them: destination is this station.
struct fn_flow {
    uint8_t       destination_address[FN_ADDRESS_BYTES];  // wire order; IPv4: 4 bytes, then 0
    uint8_t       source_address[FN_ADDRESS_BYTES];
    uint32_t      spi;                                    // or the SSRC of RTP
    uint16_t      destination_port, source_port;
    uint8_t       protocol;
    uint8_t       association;                            // it arrived on
    uint16_t      vlan_id;
    bool          vlan_present;
    uint8_t       security;                               // enum fn_security
    uint8_t       ip_version;
    bool          rtp;
    unsigned      match;                                  // of enum fn_match

    uint16_t      handle;                                 // returned with every packet
    uint16_t      context;                                // ZERO_COPY: of the flow
    uint8_t       info_association;
    enum fn_state state;                                  // IDLE, MONITOR or ZERO_COPY
    bool          split, hold;
};

// Where several entries match the lowest one wins.  While it is written an entry matches nothing.
enum fn_status fn_add_flow(struct fn_device *device, unsigned entry, const struct fn_flow *flow);
enum fn_status fn_remove_flow(struct fn_device *device, unsigned entry);

// Writes the entry again with flow->state changed.
enum fn_status fn_monitor_flow(struct fn_device *device, unsigned entry, struct fn_flow *flow);
enum fn_status fn_idle_flow(struct fn_device *device, unsigned entry, struct fn_flow *flow);

// ---- Receive ----

#define FN_RECORD_MEMBER_OF(name, bits, type) type name;
struct fn_report_record { FN_REPORT_FIELDS(FN_RECORD_MEMBER_OF) };

struct fn_completion_record {
    FN_COMPLETION_FIELDS(FN_RECORD_MEMBER_OF)
    uint8_t *packet;  // kind PACKET: the packet buffer, the caller's from now on; else NULL
    struct fn_report_record report;  // kinds ZERO_COPY and SURRENDERED; else 0
};

// Gives packet buffers to the device: all of them, or none if the ring has no room.  As many
// may be with the device as the ring has entries.
enum fn_status fn_post_buffers(struct fn_device *device, void *const *buffers,
                               unsigned num_buffers);

// After so many empty polls in a row, and after a BUS_ERROR cause, the device is asked whether
// it wrote a record that is not there.
enum { FN_HOLE_POLLS = 64 };

// The next completion record, EMPTY if there is none.  LOST, kind and all else 0, if a bus
// error lost something: packet NULL: one record, of any kind (there may be packets that are
// sent, see fn_sending, and a want of buffers); else: a packet buffer that comes back empty,
// because its record or its address in the ring was lost.  Poll again at once.
enum fn_status fn_poll(struct fn_device *device, struct fn_completion_record *record);

// The same, but waits for it.
enum fn_status fn_wait(struct fn_device *device, struct fn_completion_record *record,
                       uint64_t timeout_ns);

// ---- Transmit ----

enum { FN_MIN_SEND_BYTES = 14, FN_MAX_SEND_BYTES = 9014 };

struct fn_fragment {
    const void *data;
    uint16_t    length;
};

// Offsets count from the first byte of the packet; the checksum fields may hold anything.
struct fn_packet {
    const struct fn_fragment *fragments;
    unsigned num_fragments;
    uint8_t  ip_version;     // needed for checksums
    uint8_t  ip_offset;
    uint16_t l4_offset;      // of the TCP or UDP header
    uint16_t l4_length;      // of header and payload
    bool     ipv4_checksum;  // let the device insert them
    bool     tcp_checksum, udp_checksum;
    bool     complete;       // ask for a TRANSMIT_DONE record with the cookie
    uint32_t cookie;
};

// The memory of the fragments belongs to the device until TRANSMIT_DONE, of this packet or of
// one that was sent later, or until fn_sending says 0: a bus error can lose the record, and
// a descriptor leaves none if it could not be read.  So let cookies count.  FULL: nothing was
// sent.
enum fn_status fn_send(struct fn_device *device, const struct fn_packet *packet);

// Descriptors handed over and not yet done.
enum fn_status fn_sending(struct fn_device *device, unsigned *num_descriptors);

// ---- Statistics and interrupts ----

// Counters are numbered by enum fn_reason; those of transmitted packets follow 64 higher.
enum { FN_STATISTIC_TRANSMIT = 64, FN_STATISTICS = 128 };

enum fn_status fn_read_statistic(struct fn_device *device, unsigned index, uint64_t *value);

// Parity errors since the reset, modulo 65,536.
struct fn_parity_errors {
    uint16_t flow_table;  // packets for which no flow was found because of one, good or not
    uint16_t contexts;    // flow contexts and lists of pages that were lost
};

enum fn_status fn_read_parity_errors(struct fn_device *device, struct fn_parity_errors *errors);

enum fn_cause {
    FN_CAUSE_COMPLETION        = 1 << 0,
    FN_CAUSE_BUFFER_LOW_WATER  = 1 << 1,
    FN_CAUSE_BUS_ERROR         = 1 << 2,
    FN_CAUSE_TRANSMIT_UNDERRUN = 1 << 3,
    FN_CAUSE_ALL               = 0xf
};

enum fn_status fn_enable_interrupts(struct fn_device *device, unsigned causes);

// Which causes there were, and clears them.
enum fn_status fn_take_causes(struct fn_device *device, unsigned *causes);

// irq waits for so many records, or so many clock cycles since the first.  0, 0: at once.
enum fn_status fn_moderate_interrupts(struct fn_device *device, unsigned count, unsigned cycles);

// ---- Channels of the DMA ----

struct fn_channel {
    unsigned              in_flight;  // bursts that memory was asked to write and has not answered
    enum fn_channel_state state;
    bool                  is_owned;   // packets of a flow were given to it and are not done
    bool                  is_shared;  // flows whose home it is use it, too
    unsigned              flow;       // context of the flow that owns it, 0 if none does
};

// What it does at this moment.
enum fn_status fn_read_channel(struct fn_device *device, unsigned index,
                               struct fn_channel *channel);

#include "fn_driver_zero_copy.h"
#include "fn_driver_rtp.h"

#endif
