// SPDX-License-Identifier: Apache-2.0
//
// fn_troubles - what goes wrong around the controller: software that does not come for a while, or
// does not read the completion ring until a call finds that full; pages that are not there; memory
// inside that forgets; host memory that does not answer writes: then the driver must see what is
// in flight in the channels of the DMA

#ifndef FN_TROUBLES_H
#define FN_TROUBLES_H

#include "system/fn_computer.h"
#include "system/fn_paging.h"

struct fn_troubles {
    bool     is_on;
    uint64_t random;
    uint64_t away_until;    // cycle: till then software does not poll
    bool     is_deaf;       // but calls the driver, until one has no room
    bool     is_busy;       // set by the owner: there are flows to disturb
    // Set by the owner: packets without room for a report or a record.
    uint64_t full_for_flows, full_for_software;
    uint64_t had_flows, had_software, had_timeouts;  // when software went away
    uint64_t parity_until;  // till then what is written has wrong parity
    uint64_t frozen_until;  // till then no write is answered
    unsigned num_broken;    // how often that was
    unsigned num_frozen, channels_seen;  // how often; bit c: channel c had bursts in flight then
};

enum fn_troubles_turn {
    FN_TROUBLES_ALL, FN_TROUBLES_CALLS, FN_TROUBLES_NOTHING  // CALLS: but reads no record
};

// Before every poll: what is done of it.
enum fn_troubles_turn fn_troubles_poll(struct fn_troubles *troubles, struct fn_computer *computer,
                                       struct fn_paging *paging, uint64_t cycle);

// The driver waits in a call, in which nobody ends them: what is broken now is mended.
void fn_troubles_pause(struct fn_troubles *troubles, struct fn_computer *computer);

// There are none any more, nor bus errors, and no flow is taken back.
void fn_troubles_end(struct fn_troubles *troubles, struct fn_computer *computer,
                     struct fn_paging *paging);

#endif
