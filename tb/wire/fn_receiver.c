// SPDX-License-Identifier: Apache-2.0
//
// fn_receiver - see fn_receiver.h

#include "wire/fn_receiver.h"

#include <stdbool.h>

static void remove_interval(struct fn_receiver *receiver, unsigned i)
{
    for (receiver->num_intervals--; i < receiver->num_intervals; i++)
        receiver->intervals[i] = receiver->intervals[i + 1];
}

static void insert_interval(struct fn_receiver *receiver, uint64_t from, uint64_t to)
{
    unsigned i = receiver->num_intervals++;

    for (; i > 0 && receiver->intervals[i - 1].from > from; i--)
        receiver->intervals[i] = receiver->intervals[i - 1];
    receiver->intervals[i].from = from;
    receiver->intervals[i].to = to;
}

enum fn_receiver_answer fn_receiver_take(struct fn_receiver *receiver, uint64_t from,
                                         uint64_t length)
{
    const uint64_t end = receiver->next + receiver->window;
    uint64_t to = from + length < end ? from + length : end;
    bool is_new = true;
    unsigned num_joined = 0;

    if (length == 0 || from + length <= receiver->next)
        return FN_RECEIVER_OLD;
    if (from >= end)
        return FN_RECEIVER_BEYOND;
    if (from < receiver->next)
        from = receiver->next;
    for (unsigned i = 0; i < receiver->num_intervals; i++) {
        if (receiver->intervals[i].from <= from && to <= receiver->intervals[i].to)
            is_new = false;
        num_joined += receiver->intervals[i].from <= to && from <= receiver->intervals[i].to;
    }
    if (!is_new)
        return FN_RECEIVER_OLD;
    if (from > receiver->next && num_joined == 0
        && receiver->num_intervals == receiver->max_intervals)
        return FN_RECEIVER_NO_ROOM;
    for (unsigned i = receiver->num_intervals; i-- > 0; )
        if (receiver->intervals[i].from <= to && from <= receiver->intervals[i].to) {
            from = receiver->intervals[i].from < from ? receiver->intervals[i].from : from;
            to = receiver->intervals[i].to > to ? receiver->intervals[i].to : to;
            remove_interval(receiver, i);
        }
    if (from <= receiver->next)
        receiver->next = to;
    else
        insert_interval(receiver, from, to);
    return FN_RECEIVER_TAKEN;
}
