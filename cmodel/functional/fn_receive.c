// SPDX-License-Identifier: Apache-2.0
//
// fn_receive - see fn_receive.h

#include "functional/fn_receive.h"

#include "fn_context.h"
#include "functional/fn_checksum.h"
#include "functional/fn_packet_buffer.h"
#include "functional/fn_verdict.h"

enum { MIN_FRAME = 60, FCS_BYTES = 4 };

static void look_up(const struct fn_receive *receive, struct fn_received *received)
{
    struct fn_packet_record *record = &received->record;
    const struct fn_flow_match match = fn_flow_match(receive->entries, receive->num_entries,
                                                     &received->key);
    if (record->candidate && receive->table_is_wrong)
        record->sync = FN_SYNC_PARITY;
    if (!record->candidate || !match.hit || receive->table_is_wrong)
        return;
    record->hit = 1;
    record->flow_index = match.index;
    record->handle = match.info.handle;
    record->context = match.info.context;
    record->association = match.info.association;
    record->state = match.info.state;
    record->split = match.info.split;
    record->hold = match.info.hold;
}

void fn_receive(const struct fn_receive *receive, const uint8_t *frame, size_t length,
                enum fn_reason wire, struct fn_received *received)
{
    fn_parse(frame, length, &receive->filter, &received->record, &received->key,
             &received->reason);
    if (length + FCS_BYTES > receive->frame_maximum)
        received->reason = FN_REASON_OVERSIZE;
    if (length < MIN_FRAME)
        received->reason = FN_REASON_RUNT;
    if (wire != FN_REASON_DELIVERED)
        received->reason = wire;

    const struct fn_checksum_results checksum = fn_checksum_verify(frame, length,
                                                                   &received->record);
    const struct fn_packet_status status = {
        (uint8_t)received->reason, checksum.ip, checksum.l4
    };
    look_up(receive, received);
    received->reason = fn_verdict(&received->record, &status, receive->keep_bad_checksum);
    if (received->reason == FN_REASON_DELIVERED && length > receive->buffer_size)
        received->reason = FN_REASON_BUFFER_SIZE;
    if (received->reason != FN_REASON_DELIVERED)
        return;
    const bool is_split = fn_packet_split(&received->record, receive->buffer_size,
                                          receive->split_offset) != 0;
    received->completion = fn_packet_completion(&received->record, status, 0, (unsigned)length,
                                                is_split ? receive->split_offset : 0);
}
