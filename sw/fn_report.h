// SPDX-License-Identifier: Apache-2.0
//
// fn_report - the completion record of kinds ZERO_COPY and SURRENDERED
//
// What was placed for a flow, once the memory has answered: nothing here is taken back.  It
// lies in the completion ring as fn_completion does; fields of the same name sit in the
// same place.

#ifndef FN_REPORT_H
#define FN_REPORT_H

// contiguous: all bytes before this sequence number lie in the pages
// packets: placed since the flow's last report; pages: that became full since
// sequence, payload_length, acknowledgment, window, tcp_flags: of the last packet
// page_done, push, start, peer, page_request, acknowledge, at_once: why there is a report;
// peer: acknowledgment or window moved; at_once: without waiting for a second packet, because of
// holes, there or filled
// fin: the stream ends at contiguous, or before it if software accepted bytes behind its end; 0
// with BUS_ERROR
// reason: DELIVERED, or BUS_ERROR: what was placed beyond contiguous is lost
//    field                bits  C type
#define FN_REPORT_FIELDS(F)                  \
    F(reserved_0,           64,  uint64_t)   \
    F(timestamp,            48,  uint64_t)   \
    F(handle,               16,  uint16_t)   \
    F(contiguous,           32,  uint32_t)   \
    F(payload_length,       16,  uint16_t)   \
    F(packets,              16,  uint16_t)   \
    F(pages,                16,  uint16_t)   \
    F(context,              16,  uint16_t)   \
    F(reserved_1,           32,  uint32_t)   \
    F(reserved_2,           48,  uint64_t)   \
    F(window,               16,  uint16_t)   \
    F(sequence,             32,  uint32_t)   \
    F(acknowledgment,       32,  uint32_t)   \
    F(reserved_3,           32,  uint32_t)   \
    F(page_done,             1,  uint8_t)    \
    F(push,                  1,  uint8_t)    \
    F(start,                 1,  uint8_t)    \
    F(peer,                  1,  uint8_t)    \
    F(page_request,          1,  uint8_t)    \
    F(acknowledge,           1,  uint8_t)    \
    F(at_once,               1,  uint8_t)    \
    F(fin,                   1,  uint8_t)    \
    F(reserved_4,           24,  uint32_t)   \
    F(reason,                6,  uint8_t)    \
    F(reserved_5,           10,  uint16_t)   \
    F(tcp_flags,            12,  uint16_t)   \
    F(reserved_6,            8,  uint8_t)    \
    F(state,                 3,  uint8_t)    \
    F(reserved_7,            8,  uint8_t)    \
    F(sync,                  4,  uint8_t)    \
    F(epoch,                 5,  uint8_t)    \
    F(kind,                  7,  uint8_t)    \
    F(phase,                 1,  uint8_t)

#endif
