// SPDX-License-Identifier: Apache-2.0
//
// fn_troubles - what goes wrong around the controller: software that does not come for a while,
// pages that are not there, memory inside that forgets, host memory that does not answer writes:
// then the driver must see what is in flight in the channels of the DMA

#ifndef FN_TROUBLES_H
#define FN_TROUBLES_H

#include "system/fn_computer.h"
#include "system/fn_paging.h"

struct fn_troubles {
    bool     is_on;
    uint64_t random;
    uint64_t away_until;    // cycle: till then software does not poll
    uint64_t parity_until;  // till then what is written has wrong parity
    uint64_t frozen_until;  // till then no write is answered
    unsigned num_broken;    // how often that was
    unsigned num_frozen, channels_seen;  // how often; bit c: channel c had bursts in flight then
};

// Before every poll; false if there is to be none.
bool fn_troubles_poll(struct fn_troubles *troubles, struct fn_computer *computer,
                      struct fn_paging *paging, uint64_t cycle);

// There are none any more, nor bus errors, and no flow is taken back.
void fn_troubles_end(struct fn_troubles *troubles, struct fn_computer *computer,
                     struct fn_paging *paging);

#endif
