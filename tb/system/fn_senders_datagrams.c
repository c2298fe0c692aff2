// SPDX-License-Identifier: Apache-2.0
//
// fn_senders_datagrams - part of fn_senders: those of UDP and RTP

#include <stdlib.h>

#include "system/fn_senders.h"

enum { LATEST = 12 };

bool fn_senders_open_datagrams(struct fn_senders *senders, unsigned s,
                               const struct fn_flows *flows)
{
    const struct fn_paged_flow *paged = fn_senders_receiver(senders, s);
    // Half of RTP's numbers wrap on their way.
    const uint16_t first = (uint16_t)(s % 2 == 0 ? 0u - senders->size / FN_SENDERS_DATAGRAM / 2
                                                 : fn_senders_below(senders, 1u << 15));

    return fn_datagrams_open(&senders->senders[s].datagrams, &paged->flow, flows->mac,
                             paged->config.slot_bytes, first);
}

size_t fn_senders_send_datagram(struct fn_senders *senders, unsigned s, uint8_t *frame)
{
    struct fn_sender *sender = &senders->senders[s];
    const bool is_steady = senders->is_calm || sender->datagrams.slot_bytes == 0;
    uint32_t index = sender->index;

    if (sender->late != 0 && (senders->is_calm || sender->late_at <= index)) {
        index = sender->late;
        sender->late = 0;
    } else if (!is_steady && index > LATEST && fn_senders_chance(senders, 4)) {
        index -= 1 + fn_senders_below(senders, LATEST);  // a second time
    } else {
        if (!is_steady && fn_senders_chance(senders, 3))
            sender->index++;                  // never
        if (!is_steady && sender->late == 0 && sender->index > 0 && fn_senders_chance(senders, 6)) {
            sender->late = sender->index++;
            sender->late_at = sender->index + 1 + fn_senders_below(senders, LATEST);
        }
        index = sender->index++;
    }
    const size_t length = fn_datagrams_write(&sender->datagrams, index, frame);
    if (!senders->is_calm && fn_senders_below(senders, 65536) < senders->damage)
        frame[length - 1 - fn_senders_below(senders, 8)] ^= 0x10;  // of padding nobody cares
    return length;
}

// ---- The end ----

// Each is one that was sent, none came twice, RTP's are in order, and the last ones are there.
void fn_senders_check_datagrams(const struct fn_senders *senders, unsigned s,
                                struct fn_paging *paging)
{
    const struct fn_paged_flow *flow = fn_senders_receiver(senders, s);
    const struct fn_sender *sender = &senders->senders[s];
    FILE *file = senders->applications->flows[s].stream;
    uint8_t *seen = calloc(sender->index + 1u, 1), bytes[FN_DATAGRAMS_BYTES];
    uint32_t index = 0, last = 0, num_last = 0;
    size_t length, own = 0;
    const char *wrong = seen == NULL ? "no memory" : NULL;

    rewind(file);
    while (wrong == NULL && (length = fread(bytes, 1, sizeof bytes, file)) > 0) {
        own = fn_datagrams_read(&sender->datagrams, bytes, length, &index);
        wrong = own == 0 || index >= sender->index ? "wrong bytes"
              : seen[index] ? "delivered twice"
              : flow->rtp != NULL && index < last ? "not in order" : NULL;
        if (wrong != NULL)
            break;
        seen[index] = true;
        last = index;
        num_last += index + FN_SENDERS_LAST_DATAGRAMS >= sender->index;
        fseek(file, (long)own - (long)length, SEEK_CUR);
    }
    if (wrong == NULL && num_last != FN_SENDERS_LAST_DATAGRAMS)
        wrong = "the last datagrams are missing";
    if (wrong != NULL)
        fn_paging_fault(paging, "handle %u: at datagram %u: %s", flow->flow.handle, index, wrong);
    free(seen);
}
