// SPDX-License-Identifier: Apache-2.0
//
// fn_context - the context of a flow (113, 115): all that zero copy knows of a connection
//
// The driver writes one to start zero copy and reads one, a snapshot, to take the flow back.
// Words of 32 bits, the first field in bit 0 of word 0.  Sequence numbers are those of TCP;
// a UDP flow counts the bytes that it has placed, an RTP flow has a slot for each sequence number
// of RTP: that of n begins at n * its size, modulo 2^32.  An offset counts from receive_next.

#ifndef FN_CONTEXT_H
#define FN_CONTEXT_H

// Synchronisation code (254): why a packet of a zero-copy flow came the way that it came.
#define FN_SYNC_ENUM(S)                                                      \
    S(NONE,     0, "nothing changed hands")                                  \
    S(START,    1, "the first packet placed since the driver asked for it")  \
    S(BEFORE,   2, "software: before the sequence number asked for")         \
    S(NO_PAGE,  3, "software: beyond the posted pages; the flow continues")  \
    S(RST,      4, "surrendered: RST at receive-next")                       \
    S(SYN,      5, "surrendered: SYN at receive-next")                       \
    S(URGENT,   6, "surrendered: URG")                                       \
    S(FIN,      7, "surrendered: FIN at receive-next")                       \
    S(OPTIONS,  8, "surrendered: unknown TCP option or IP option")           \
    S(BUS,      9, "surrendered: SLVERR or DECERR for a page")               \
    S(PARITY,  10, "surrendered: parity error; without hit: in the flow table") \
    S(LINK,    11, "surrendered: packet with a data link error")             \
    S(STOP,    12, "taken back by the driver")                               \
    S(NO_SLOT, 13, "software: it has no slot in its RTP flow, which continues")

#define FN_SYNC_MEMBER(name, value, text) FN_SYNC_##name = value,
enum fn_sync { FN_SYNC_ENUM(FN_SYNC_MEMBER) };

// What the driver may ask of a context.
#define FN_OPERATION_ENUM(O)                                                         \
    O(START,     0, "take the staged context: placed from receive_next on")          \
    O(STOP,      1, "IDLE; a snapshot of the context is staged")                     \
    O(EXPORT,    2, "a snapshot of the context is staged; the flow continues")       \
    O(POST_PAGE, 3, "one page more; argument: its address, a multiple of 4096")      \
    O(ACCEPT,    4, "software has these bytes; argument: sequence, end")             \
    O(SENT,      5, "software has sent; argument: send_next, window_edge")           \
    O(READ,      6, "argument: word of the staged context")                          \
    O(WRITE,     7, "argument: word of the staged context, its value")

#define FN_OPERATION_MEMBER(name, value, text) FN_OPERATION_##name = value,
enum fn_operation { FN_OPERATION_ENUM(FN_OPERATION_MEMBER) };

// state: IDLE, MONITOR (waits for receive_next), ZERO_COPY or GET_NEXT_BUFF2
// epoch: of what is placed; packets before it carry one less
// udp: datagram after datagram; 0: TCP
// rtp: a UDP flow that is placed by RTP's sequence number, in slots of 256 << slot_size bytes
// acknowledge: 0 never, 1 the driver (268), 2 fn_tx_parser (270)
// report_push: a report for every placed packet with PSH; RTP: for every placed packet
// timestamps: negotiated (RFC 7323), so that each segment must carry them
// surrender_options, surrender_link: if so set the flow is surrendered then
// check_acknowledgment: RFC 5961 section 5; send_next must be kept current then
// follow_pages: window_edge moves with the posted pages
// page_head: place of the page with receive_next; page_offset: of receive_next in it
// interval_N: bytes that arrived beyond receive_next, intervals: how many
// last_acknowledgment: RFC 7323 Last.ACK.sent
// send_window_maximum: RFC 5961 MAX.SND.WND
// unreported: packets placed since the last report
// owed_packets, owed_bytes: placed since the last acknowledgment; due at deadline, in ms
//    field                bits  C type
#define FN_CONTEXT_FIELDS(F)                     \
    F(handle,                  16,  uint16_t)    \
    F(state,                    3,  uint8_t)     \
    F(epoch,                    5,  uint8_t)     \
    F(udp,                      1,  uint8_t)     \
    F(acknowledge,              2,  uint8_t)     \
    F(report_push,              1,  uint8_t)     \
    F(timestamps,               1,  uint8_t)     \
    F(surrender_options,        1,  uint8_t)     \
    F(surrender_link,           1,  uint8_t)     \
    F(check_acknowledgment,     1,  uint8_t)     \
    F(receive_next,            32,  uint32_t)    \
    F(window_edge,             32,  uint32_t)    \
    F(fin_sequence,            32,  uint32_t)    \
    F(page_head,                6,  uint8_t)     \
    F(page_count,               7,  uint8_t)     \
    F(page_offset,             12,  uint16_t)    \
    F(page_low_water,           7,  uint8_t)     \
    F(start_0,                 19,  uint32_t)    \
    F(follow_pages,             1,  uint8_t)     \
    F(fin_pending,              1,  uint8_t)     \
    F(intervals,                3,  uint8_t)     \
    F(window_shift,             4,  uint8_t)     \
    F(acknowledge_packets,      4,  uint8_t)     \
    F(end_0,                   19,  uint32_t)    \
    F(acknowledge_timeout,      9,  uint16_t)    \
    F(rtp,                      1,  uint8_t)     \
    F(slot_size,                2,  uint8_t)     \
    F(reserved_0,               1,  uint8_t)     \
    F(start_1,                 19,  uint32_t)    \
    F(reserved_1,              13,  uint16_t)    \
    F(end_1,                   19,  uint32_t)    \
    F(reserved_2,              13,  uint16_t)    \
    F(start_2,                 19,  uint32_t)    \
    F(reserved_3,              13,  uint16_t)    \
    F(end_2,                   19,  uint32_t)    \
    F(reserved_4,              13,  uint16_t)    \
    F(start_3,                 19,  uint32_t)    \
    F(reserved_5,              13,  uint16_t)    \
    F(end_3,                   19,  uint32_t)    \
    F(reserved_6,              13,  uint16_t)    \
    F(timestamp_recent,        32,  uint32_t)    \
    F(last_acknowledgment,     32,  uint32_t)    \
    F(send_unacknowledged,     32,  uint32_t)    \
    F(send_next,               32,  uint32_t)    \
    F(send_window_maximum,     32,  uint32_t)    \
    F(send_window,             16,  uint16_t)    \
    F(segment_maximum,         16,  uint16_t)    \
    F(owed_bytes,              17,  uint32_t)    \
    F(owed_packets,             4,  uint8_t)     \
    F(reserved_7,              11,  uint16_t)    \
    F(deadline,                16,  uint16_t)    \
    F(unreported,              16,  uint16_t)    \
    F(placed_packets,          32,  uint32_t)    \
    F(placed_bytes,            32,  uint32_t)    \
    F(software_packets,        32,  uint32_t)    \
    F(dropped_packets,         32,  uint32_t)

#define FN_CONTEXT_ADD(name, bits, type) + (bits)
enum {
    FN_FLOW_EPOCHS = 32,
    FN_CONTEXT_WORDS = (0 FN_CONTEXT_FIELDS(FN_CONTEXT_ADD)) / 32
};

#endif
