// SPDX-License-Identifier: Apache-2.0
//
// fn_feed - see fn_feed.h

#include "system/fn_feed.h"

#include "system/fn_random.h"

enum { MIN_FRAME = 64 };

static unsigned below(struct fn_feed *feed, unsigned limit)
{
    return fn_random_below(&feed->random, limit);
}

enum fn_reason fn_feed_spoil(struct fn_gmii_fault *fault, unsigned way, unsigned at)
{
    fault->at = at;
    switch (way) {
    case 0:
        fault->kind = FN_GMII_BAD_FCS;
        return FN_REASON_FCS;
    case 1:
        fault->kind = FN_GMII_RX_ER;
        return FN_REASON_RX_ER;
    case 2:
        fault->kind = FN_GMII_NO_SFD;
        return FN_REASON_PREAMBLE;
    default:
        fault->kind = FN_GMII_CARRIER_LOST;
        return fault->at < MIN_FRAME ? FN_REASON_RUNT : FN_REASON_FCS;
    }
}

static enum fn_reason spoil(struct fn_feed *feed, size_t length, struct fn_gmii_fault *fault)
{
    *fault = (struct fn_gmii_fault){ FN_GMII_NO_FAULT, 0 };
    if (below(feed, 100) >= feed->fault_percent)
        return FN_REASON_DELIVERED;
    const unsigned at = below(feed, (unsigned)length);
    return fn_feed_spoil(fault, below(feed, FN_FEED_FAULTS), at);
}

// Nanoseconds of a packet behind the first; a capture's clock may have been set back.
static uint64_t since_first(const struct fn_capture *capture, size_t packet)
{
    const uint64_t first = capture->packets[0].time, time = capture->packets[packet].time;
    return time > first ? time - first : 0;
}

// A pass behind the first one begins with the last packet of the one before.
static uint64_t due_of_capture(const struct fn_feed *feed, size_t number)
{
    const struct fn_capture *capture = feed->capture;
    const uint64_t pass = feed->num_fed / capture->num_packets;
    return since_first(capture, number) + pass * since_first(capture, capture->num_packets - 1);
}

static bool next_of_capture(struct fn_feed *feed, uint64_t picoseconds,
                            struct fn_feed_packet *packet)
{
    const struct fn_capture *capture = feed->capture;
    const size_t number = feed->num_fed % capture->num_packets;

    if (feed->timing == FN_FEED_CAPTURE_CLOCK && picoseconds < 1000 * due_of_capture(feed, number))
        return false;
    packet->bytes = capture->packets[number].bytes;
    packet->length = capture->packets[number].length;
    return true;
}

bool fn_feed_next(struct fn_feed *feed, uint64_t picoseconds, struct fn_feed_packet *packet)
{
    feed->is_over |= feed->num_fed == feed->num_total;
    if (feed->is_over)
        return false;
    if (feed->capture != NULL) {
        if (!next_of_capture(feed, picoseconds, packet))
            return false;
    } else {
        packet->bytes = fn_senders_next(feed->senders, &packet->length);
        feed->is_over = packet->bytes == NULL;
        if (feed->is_over)
            return false;
    }
    feed->num_fed++;
    packet->wire = spoil(feed, packet->length, &packet->fault);
    feed->is_over |= feed->num_fed == feed->num_total;
    return true;
}
