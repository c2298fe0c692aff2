// SPDX-License-Identifier: Apache-2.0
//
// fn_oracle - what the golden model foretells of packets, held against what happens
//
// Every packet's fate is foretold by fn_receive; every record, every delivered byte,
// every packet that leaves and, at the end, every counter is compared, whatever
// computes them.  Packets for which there was no room, and those that a bus error cost, in
// either direction, leave gaps, which the counters must account for.  So do packets of
// zero-copied flows: placed ones are counted in reports, the other ones under a reason of flows,
// and which of them it is depends on what software did meanwhile.

#ifndef FN_ORACLE_H
#define FN_ORACLE_H

#include "functional/fn_receive.h"
#include "fn_driver.h"
#include "system/fn_flows.h"
#include "system/fn_stack.h"

enum {
    FN_ORACLE_PENDING = 4096, FN_ORACLE_SENDS = 64, FN_ORACLE_DIFFERENCES = 10,
    FN_ORACLE_MAX_PACKET = 9216
};

// A good packet on its way, and its record.
struct fn_oracle_expected {
    const uint8_t       *bytes;
    size_t               length;
    uint64_t             number;  // of the packet, from 1 on
    bool                 is_paged;  // of a zero-copied flow
    struct fn_completion completion;
};

struct fn_oracle {
    struct fn_receive receive;
    uint64_t num_packets;                  // foretold
    uint64_t expected_reasons[64];
    struct fn_oracle_expected pending[FN_ORACLE_PENDING];
    uint64_t num_pending, num_settled;     // counted for ever
    uint64_t num_delivered;
    bool     is_paged[FN_RECEIVE_ENTRIES];  // zero-copied flows, by entry
    uint64_t num_paged, num_placed;         // packets of such flows; placed, as reported
    uint64_t num_lost_reports;              // at most
    uint64_t num_parity_reports;            // contexts lost
    uint64_t num_parity_packets, num_parity_misses;  // of the flow table: delivered; all, foretold
    struct fn_parity_errors parity;         // the device's counters, once they were checked
    uint64_t num_kept;  // of such flows, with a wrong checksum: kept until zero copy has begun
    uint8_t  sends[FN_ORACLE_SENDS][FN_ORACLE_MAX_PACKET];
    size_t   send_lengths[FN_ORACLE_SENDS];
    uint64_t num_sends, num_sends_settled; // counted for ever
    uint64_t num_sent;

    uint64_t reasons[64], transmit_reasons[64];  // counters, once they were checked
    uint64_t num_differences;
    char     differences[FN_ORACLE_DIFFERENCES][256];
};

// An entry of the flow table as the model has it.
struct fn_flow_entry fn_oracle_entry(const struct fn_flows_entry *from);

// The model gets the same addresses, filters and flows as the driver.
void fn_oracle_open(struct fn_oracle *oracle, const struct fn_flows *flows, unsigned num_entries,
                    uint16_t buffer_size, uint16_t split_offset);

// A packet arrives; wire: the reason that the wire gives it, or DELIVERED.  Its bytes stay
// where they are until it is settled.
void fn_oracle_expect(struct fn_oracle *oracle, const uint8_t *bytes, size_t length,
                      enum fn_reason wire, struct fn_received *received);

// A record of kind PACKET has come, and the packet in memory.
void fn_oracle_check_record(struct fn_oracle *oracle, const struct fn_completion_record *record,
                            const uint8_t *packet);

// A report of a zero-copied flow has come.
void fn_oracle_count_report(struct fn_oracle *oracle, const struct fn_report_record *report);

// The driver was given a packet to send; a packet has left, bytes NULL if it is broken.
// shortest: what it is padded to.
void fn_oracle_expect_sent(struct fn_oracle *oracle, const struct fn_stack_echo *echo,
                           const struct fn_packet *packet, size_t shortest);
void fn_oracle_check_sent(struct fn_oracle *oracle, const uint8_t *bytes, size_t length);

// What somebody else has found.
void fn_oracle_note(struct fn_oracle *oracle, const char *difference);

// At the end: reads every counter; every packet has one verdict, and the right one.
void fn_oracle_check_counters(struct fn_oracle *oracle, struct fn_device *device);

#endif
