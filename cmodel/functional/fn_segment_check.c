// SPDX-License-Identifier: Apache-2.0
//
// fn_segment_check - see fn_segment_check.h

#include "functional/fn_segment_check.h"

#include "functional/fn_tcp.h"

typedef struct fn_segment_verdict verdict_t;

static verdict_t drop(enum fn_reason reason, bool answer)
{
    return (verdict_t){ reason, answer, FN_SYNC_NONE };
}

static verdict_t surrender(enum fn_sync sync)
{
    return (verdict_t){ FN_REASON_DELIVERED, false, sync };
}

// RFC 9293, the four cases of segment and window with length 0 or not.  One thing is let in
// that the table there refuses: a segment without data at the very edge, since that is where
// a peer that has filled the window acknowledges from.
static bool acceptable(uint32_t window, int32_t offset, uint32_t length)
{
    if (length == 0)
        return offset >= 0 && (uint32_t)offset <= window;
    const int32_t last = (int32_t)((uint32_t)offset + length - 1);
    return window != 0 && ((offset >= 0 && (uint32_t)offset < window)
                           || (last >= 0 && (uint32_t)last < window));
}

static enum fn_reason why_unacceptable(uint32_t window, int32_t offset, uint32_t length)
{
    if (window == 0 && offset == 0)
        return FN_REASON_PROBE;
    if (offset == -1 && length <= 1)
        return FN_REASON_PROBE;
    return offset < 0 && offset + (int32_t)length <= 0 ? FN_REASON_DUPLICATE : FN_REASON_WINDOW;
}

// RFC 5961 section 5.2: SND.UNA - MAX.SND.WND <= SEG.ACK <= SND.NXT.
static bool acknowledges_sent(const struct fn_context *context, uint32_t acknowledgment)
{
    const uint32_t oldest = context->send_unacknowledged - context->send_window_maximum;

    return (int32_t)(context->send_next - acknowledgment) >= 0
        && (int32_t)(acknowledgment - oldest) >= 0;
}

// RFC 9293 section 3.10.7.4, seventh and eighth: text behind a FIN is ignored, and so is a FIN.
static bool is_behind_fin(const struct fn_context *context, const struct fn_packet_record *record,
                          int32_t offset)
{
    const uint32_t begin = offset < 0 ? 0 : (uint32_t)offset;
    const uint32_t end = fn_context_end(context);

    return record->payload_length ? begin >= end : record->tcp_flags & FN_TCP_FIN && begin > end;
}

// Its FIN, beyond a hole, has a number below that of a byte that has been received.
static bool is_fin_belied(const struct fn_context *context, const struct fn_packet_record *record,
                          int32_t offset)
{
    return (uint32_t)offset + record->payload_length < fn_context_received(context);
}

verdict_t fn_segment_check(const struct fn_context *context,
                           const struct fn_packet_record *record)
{
    const unsigned flags = record->tcp_flags;
    const int32_t  offset = fn_sequence_beyond(record->sequence, context->receive_next);
    const uint32_t window = fn_context_window(context);
    const uint32_t length = record->payload_length + !!(flags & FN_TCP_SYN)
                            + !!(flags & FN_TCP_FIN);

    if (context->timestamps && !(flags & FN_TCP_RST)) {
        if (!record->timestamps_present)
            return drop(FN_REASON_TIMESTAMP, false);
        if ((int32_t)(record->timestamp_value - context->timestamp_recent) < 0)
            return drop(FN_REASON_TIMESTAMP, true);
    }
    if (!acceptable(window, offset, length))
        return drop(why_unacceptable(window, offset, length), !(flags & FN_TCP_RST));
    if (flags & FN_TCP_RST)
        return offset == 0 ? surrender(FN_SYNC_RST) : drop(FN_REASON_CHALLENGE, true);
    if (flags & FN_TCP_SYN)
        return offset == 0 ? surrender(FN_SYNC_SYN) : drop(FN_REASON_CHALLENGE, true);
    if (!(flags & FN_TCP_ACK))
        return drop(FN_REASON_ACKNOWLEDGMENT, false);
    if (context->check_acknowledgment && !acknowledges_sent(context, record->acknowledgment))
        return drop(FN_REASON_ACKNOWLEDGMENT, true);
    if (flags & FN_TCP_URG)
        return surrender(FN_SYNC_URGENT);
    if (context->surrender_options && (record->other_tcp_options || record->ip_options))
        return surrender(FN_SYNC_OPTIONS);
    if (flags & FN_TCP_FIN && (offset <= 0 || is_fin_belied(context, record, offset)))
        return surrender(FN_SYNC_FIN);
    if (is_behind_fin(context, record, offset))
        return drop(FN_REASON_DUPLICATE, true);
    return drop(FN_REASON_DELIVERED, false);
}
