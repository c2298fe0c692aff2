// SPDX-License-Identifier: Apache-2.0
//
// fn_impair - sends a recorded stream over a bad network, to a receiver that cannot answer
//
// It loses, delays, doubles and cuts otherwise what was recorded, and adds packets that must
// change nothing.  A model of the receiver (fn_receiver.h) goes along: what it lacks is sent
// again, in order, when its window is used up, a while after a segment found no room, and
// before the FIN.  So every receiver that keeps as much as the model gets every byte.
//
// A flow that is handed over in mid-stream has two receivers, software and core, and neither knows
// what the other one keeps: both together may take less than the model does, and nobody sends
// it again.  lead gives the time to hand over all flows before their first byte.
//
// A timestamp is never older than one that the receiver may have kept as TS.Recent, but of
// what it has already and of what must change nothing.

#ifndef FN_IMPAIR_H
#define FN_IMPAIR_H

#include <stdio.h>

#include "wire/fn_capture.h"
#include "wire/fn_receiver.h"
#include "wire/fn_recording.h"

// Rates are of 1,000 data packets recorded; offsets are of the stream, NEVER if not given.
#define FN_IMPAIR_OPTIONS(F)                                                                 \
    F(seed,          1,          "of everything random")                                     \
    F(loss,          0,          "rate: lost, and sent again")                               \
    F(burst,         1,          "so many packets are lost in a row")                        \
    F(delay,         8,          "sent again after up to so many packets of the flow")       \
    F(again,         0,          "rate: a retransmission is lost, too")                      \
    F(other,         0,          "rate: a retransmission has other boundaries")              \
    F(reorder,       0,          "rate: delayed")                                            \
    F(distance,      3,          "by up to so many packets of the flow")                     \
    F(duplicate,     0,          "rate: arrives again, within the distance")                 \
    F(split,         0,          "rate: in two to four pieces, in any order")                \
    F(overlap,       0,          "rate: begins earlier and ends later, where that fits")     \
    F(probe,         0,          "rate: window probe, the next byte alone")                  \
    F(keepalive,     0,          "rate: keepalive of 0 or 1 byte")                           \
    F(damage,        0,          "rate: a packet with altered bytes and wrong TCP checksum") \
    F(paws,          0,          "rate: wrong bytes with a timestamp before the SYN's")      \
    F(reset,         0,          "rate: RST in the window or outside, never at its start")   \
    F(syn,           0,          "rate: SYN in the window, outside, or the first one again") \
    F(ack,           0,          "rate: wrong bytes that acknowledge what was never sent")   \
    F(outside,       0,          "rate: wrong bytes far outside of the window")              \
    F(wrap,          FN_IMPAIR_NEVER, "SEQ wraps to 0 at this offset")                       \
    F(wrap_boundary, FN_IMPAIR_NEVER, "at the next boundary of two segments")                \
    F(wrap_hole,     FN_IMPAIR_NEVER, "in the middle of a segment that is lost")             \
    F(ts_wrap,       0,          "1: TSval wraps in the middle of the recording")            \
    F(fin,           0,          "1: the FIN arrives before the last hole is filled")        \
    F(calm,          0,          "so many bytes at the start of a flow arrive undisturbed")  \
    F(lead,          0,          "damaged packets behind all handshakes, before all data")   \
    F(holes,         0,          "open at once; 0: as many as intervals")                    \
    F(intervals,     4,          "that the receiver keeps beyond receive-next")              \
    F(window,        196608,     "bytes beyond receive-next that the receiver takes")

#define FN_IMPAIR_NEVER UINT64_MAX

struct fn_impair_options {
#define F(name, value, text) uint64_t name;
    FN_IMPAIR_OPTIONS(F)
#undef F
};

// What a packet sent is; those from KEEPALIVE on must change nothing.
#define FN_IMPAIR_KINDS(F) \
    F(RECORDED, "recorded") F(AGAIN, "again") F(OTHER, "other") F(LATE, "late")            \
    F(COPY, "copy") F(SPLIT, "split") F(OVERLAP, "overlap") F(PROBE, "probe")              \
    F(REPAIR, "repair") F(KEEPALIVE, "keepalive") F(DAMAGED, "damaged") F(PAWS, "paws")    \
    F(RESET, "reset") F(SYN, "syn") F(ACK, "ack") F(OUTSIDE, "outside")

enum fn_impair_kind {
#define F(name, text) FN_IMPAIR_##name,
    FN_IMPAIR_KINDS(F)
#undef F
    FN_IMPAIR_NUM_KINDS
};

enum { FN_IMPAIR_PENDING = 256 };

struct fn_impair_pending {
    uint64_t                          due, from;
    uint16_t                          length;
    enum fn_impair_kind               kind;
    const struct fn_recording_packet *packet;
};

struct fn_impair_flow {
    const struct fn_recording_flow   *recorded;
    const struct fn_recording_packet *latest;   // genuine one that was sent
    struct fn_receiver                receiver;
    uint32_t                          first;    // SEQ of byte 0
    uint64_t                          sent;     // up to there
    uint32_t                          ts_shift, ts_newest, ts_recent;  // the latter at most
    uint64_t                          clock;    // counts data packets recorded
    const struct fn_recording_packet *forced;   // to be lost: where SEQ wraps
    const struct fn_recording_packet *last_lost;  // comes after the FIN
    struct fn_impair_pending          pending[FN_IMPAIR_PENDING];
    unsigned                          num_pending;
    uint64_t                          burst_left;
    bool                              has_fin;
};

struct fn_impair {
    struct fn_impair_options   options;
    const struct fn_recording *recording;
    struct fn_capture_writer  *capture;
    FILE                      *events;  // csv: a line for each packet
    struct fn_impair_flow      flows[FN_RECORDING_FLOWS];
    uint64_t                   num_random, time;
    uint64_t                   num_packets, counts[FN_IMPAIR_NUM_KINDS], num_lost, num_no_room;
    unsigned                   most_intervals;
};

struct fn_impair_options fn_impair_defaults(void);

// Sends all of recording; options, recording, capture and events must be set, the rest be 0.
void fn_impair_run(struct fn_impair *impair);

const char *fn_impair_kind_name(enum fn_impair_kind kind);

// ---- parts ----
uint64_t fn_impair_random(struct fn_impair *impair, uint64_t below);
bool     fn_impair_chance(struct fn_impair *impair, uint64_t rate);

// Writes a packet with SEQ at offset of the flow's stream, the SYN at -1.
void fn_impair_put(struct fn_impair *impair, struct fn_impair_flow *flow,
                   enum fn_impair_kind kind, struct fn_segment *segment, int64_t offset,
                   const uint8_t *payload);

// Gives true bytes a timestamp: their own one if it is_own and cannot fail PAWS.
void fn_impair_stamp(struct fn_impair_flow *flow, struct fn_segment *segment, uint64_t from,
                     bool is_own);

// Sends length true bytes from there on, with packet's headers, or NULL for the latest ones.
void fn_impair_send(struct fn_impair *impair, struct fn_impair_flow *flow,
                    enum fn_impair_kind kind, const struct fn_recording_packet *packet,
                    uint64_t from, uint64_t length);

// Sends what the receiver lacks below target.
void fn_impair_repair(struct fn_impair *impair, struct fn_impair_flow *flow, uint64_t target);

// Sends a damaged packet with the flow's next bytes, as long as any.
void fn_impair_send_damaged(struct fn_impair *impair, struct fn_impair_flow *flow);

// Sends packets that must change nothing, by chance, before packet.
void fn_impair_disturb(struct fn_impair *impair, struct fn_impair_flow *flow,
                       const struct fn_recording_packet *packet);

#endif
