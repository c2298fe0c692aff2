// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_zero_copy - payload straight into pages (304), and who owns a flow meanwhile
//
// Part of fn_driver.h.  A flow context (113, 115) is called by its index, 0 to
// fn_num_flow_contexts() - 1; an entry of the flow table leads to it by fn_flow.context.
// docs/driver.md tells the order of calls and what the stack must do at a hand-over.
//
// Every call: ARGUMENT for what cannot be, TIMEOUT if the device does not answer, and REFUSED
// as it says; then nothing was changed.

#ifndef FN_DRIVER_ZERO_COPY_H
#define FN_DRIVER_ZERO_COPY_H

#include "fn_context.h"
#include "fn_driver.h"
#include "fn_flow_class.h"

enum {
    FN_FLOW_PAGE_BYTES = 4096, FN_MAX_FLOW_PAGES = 64, FN_FLOW_INTERVALS = 4,
    FN_MAX_ACKNOWLEDGE_PACKETS = 15, FN_MAX_ACKNOWLEDGE_TIMEOUT = 500, FN_MAX_WINDOW_SHIFT = 14,
    FN_DEFAULT_ACKNOWLEDGE_PACKETS = 2, FN_DEFAULT_ACKNOWLEDGE_TIMEOUT = 40,
    FN_DEFAULT_SEGMENT_MAXIMUM = 536
};

// Who acknowledges what was placed.
enum fn_acknowledge {
    FN_ACKNOWLEDGE_NONE,
    FN_ACKNOWLEDGE_DRIVER,  // (268) report.acknowledge: contiguous is to be acknowledged
    FN_ACKNOWLEDGE_CORE     // (270) fn_tx_parser does it
};

// How zero copy begins.  What is 0 is not wanted, if not said otherwise.
struct fn_zero_copy_setup {
    uint16_t handle;                // in every report; that of the entries that lead here, no other
                                    // flow's: packets with another one go to software
    uint8_t  epoch;                 // (254) 0 to 31; choose fn_next_epoch() of what SURRENDERED, or
                                    // better fn_flow_export, said last; not of the one before
    bool     udp;                   // datagram after datagram; else TCP
    uint16_t slot_bytes;            // 256 to 2048: RTP by its number (fn_driver_rtp.h); else 0
    uint32_t sequence;              // X: placed from here on, or greater; UDP: counted from here;
                                    // RTP: the number of the packet that is awaited
    uint16_t page_offset;           // of X in the first page; RTP: a multiple of slot_bytes
    uint8_t  page_low_water;        // with so few pages left a report asks for more
    bool     report_push;           // a report for every placed packet with PSH; RTP: for all
    bool     surrender_options;     // unknown TCP options and IP options end zero copy
    bool     surrender_link;        // so do packets with a data link error

    // TCP: the receive window ends at window_edge, the edge that was last sent, for a window
    // must not shrink (RFC 9293); follow_pages moves it on with the posted pages.
    uint32_t window_edge;
    bool     follow_pages;
    bool     timestamps;            // negotiated (RFC 7323)
    uint32_t timestamp_recent;      // TS.Recent

    // TCP: when to acknowledge; 0: the default.
    enum fn_acknowledge acknowledge;
    uint8_t  acknowledge_packets;   // every so many, default 2, at most 15
    uint16_t acknowledge_timeout;   // milliseconds, default 40, at most 500
    uint16_t segment_maximum;       // twice as many bytes are due too; default 536

    // TCP: the other direction.  With check_acknowledgment (RFC 5961 section 5) call
    // fn_flow_sent before what was sent can be acknowledged.
    bool     check_acknowledgment;
    uint32_t send_unacknowledged;   // SND.UNA: which acknowledgment and window is news is told by
                                    // it, with check_acknowledgment or without
    uint32_t send_next;             // SND.NXT
    uint32_t send_window_maximum;   // MAX.SND.WND
    uint8_t  window_shift;          // Snd.Wind.Shift: of the windows that arrive
};

// A context as the device keeps it: fn_context.h.
struct fn_context_record { FN_CONTEXT_FIELDS(FN_RECORD_MEMBER_OF) };

// TIMEOUT, of any call below: the completion ring is full of records that software has not read, or
// the device is dead.  What was asked for may still happen: fn_poll, then the same call again.
unsigned fn_num_flow_contexts(const struct fn_device *device);

static inline uint8_t fn_next_epoch(uint8_t epoch)
{
    return (uint8_t)((epoch + 1) % FN_FLOW_EPOCHS);
}

// ---- Start and stop ----

// The context waits, without pages, for the first segment at or beyond X; what comes before it
// goes to software under the epoch before.  A context that was in use is forgotten.
enum fn_status fn_flow_zero_copy_start(struct fn_device *device, unsigned index,
                                       const struct fn_zero_copy_setup *start);

// The same from a context that was exported, holes and all, under the epoch after its own.
// Post the pages again, from the one with receive_next on.  The context waits until those of all
// intervals are there: meanwhile every packet goes to software under the epoch before.
// ARGUMENT, too: intervals that 64 pages do not hold, are not in order, or touch each other.
// REFUSED: more intervals than the device keeps, or some of a UDP flow that is not RTP.
enum fn_status fn_flow_import(struct fn_device *device, unsigned index,
                              const struct fn_context_record *context);

// One page more, behind those posted before: FN_FLOW_PAGE_BYTES at a multiple of that on the
// bus, ALIGNMENT if not.  It is the device's until a report counts it among its pages, or
// the flow was surrendered.  REFUSED: 64 are there, or the flow is IDLE.
enum fn_status fn_flow_post_page(struct fn_device *device, unsigned index, const void *page);

// Writes the entry of the flow table with state ZERO_COPY: its packets go to flow->context, which
// was started with the same handle.
enum fn_status fn_zero_copy_flow(struct fn_device *device, unsigned entry, struct fn_flow *flow);

// The flow is IDLE from now on: its packets go to software under the epoch after.  A SURRENDERED
// record with sync STOP follows unless it was IDLE already; until then pages may be written,
// and receive_next and the intervals are no promise.  context NULL: not wanted.
enum fn_status fn_flow_zero_copy_stop(struct fn_device *device, unsigned index,
                                      struct fn_context_record *context);

// ---- Meanwhile ----

// A snapshot: all fields are of one moment; the flow goes on.
enum fn_status fn_flow_export(struct fn_device *device, unsigned index,
                              struct fn_context_record *context);

// Software has the bytes from sequence up to, not including, end: the device counts them as there.
// Software puts them into the pages when a report's contiguous has passed them, not sooner: a
// packet that turns out damaged may still be writing there.  If the flow is surrendered before,
// they are among its intervals, but software's own are the good ones.  REFUSED: nothing of it is
// new, it is beyond the pages, there would be too many holes, it is UDP but not RTP, or nothing
// was placed yet (try again after the report with start) or any more.
enum fn_status fn_flow_accept(struct fn_device *device, unsigned index, uint32_t sequence,
                              uint32_t end);

// Software has sent, or is about to send, up to send_next (SND.NXT), with a window that ends at
// window_edge; that counts only without follow_pages.
enum fn_status fn_flow_sent(struct fn_device *device, unsigned index, uint32_t send_next,
                            uint32_t window_edge);

// Since the start; after fn_flow_import what its context says and more.
struct fn_flow_statistics {
    uint32_t placed_packets, placed_bytes, software_packets, dropped_packets;
};

enum fn_status fn_read_flow_statistics(struct fn_device *device, unsigned index,
                                       struct fn_flow_statistics *statistics);

// What became of the packets for which the context was asked, by class (fn_flow_class.h): 64 bits
// of one moment.  Counted since the device's reset, whatever flow the context served: read before
// the start, subtract afterwards.
enum fn_status fn_read_flow_counter(struct fn_device *device, unsigned index,
                                    enum fn_flow_class of_class, uint64_t *value);

// ---- Looking at records; no access ----

// What arrived beyond receive_next of a context, in sequence numbers: how many, at most 4.  The
// byte with sequence number s is the (page_offset + s - receive_next)-th of the pages,
// counted from the page with receive_next.
struct fn_flow_interval {
    uint32_t sequence, end;
};

unsigned fn_flow_intervals(const struct fn_context_record *context,
                           struct fn_flow_interval intervals[FN_FLOW_INTERVALS]);

// Hand-over: a packet of a zero-copied flow that came before the SURRENDERED record of its flow.
// Keep it until that came.  epoch: of the flow's last report; before that, the one it was
// started with.
bool fn_is_early(const struct fn_completion_record *packet, uint8_t epoch);

#endif
