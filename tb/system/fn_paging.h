// SPDX-License-Identifier: Apache-2.0
//
// fn_paging - what all zero-copied flows of a computer share: pages, the driver, the dice
//
// The calls are those of the driver, or of a model of driver and core (fn_flow_model.h).

#ifndef FN_PAGING_H
#define FN_PAGING_H

#include "fn_driver.h"
#include "system/fn_page_pool.h"

struct fn_paging;

struct fn_paging_calls {
    enum fn_status (*start)(struct fn_paging *paging, unsigned index,
                            const struct fn_zero_copy_setup *start);
    enum fn_status (*import)(struct fn_paging *paging, unsigned index,
                             const struct fn_context_record *context);
    enum fn_status (*post_page)(struct fn_paging *paging, unsigned index, const void *page);
    enum fn_status (*zero_copy_flow)(struct fn_paging *paging, unsigned entry,
                                     struct fn_flow *flow);
    enum fn_status (*stop)(struct fn_paging *paging, unsigned index,
                           struct fn_context_record *context);
    enum fn_status (*export)(struct fn_paging *paging, unsigned index,
                             struct fn_context_record *context);
    enum fn_status (*accept)(struct fn_paging *paging, unsigned index, uint32_t sequence,
                             uint32_t end);
    enum fn_status (*sent)(struct fn_paging *paging, unsigned index, uint32_t send_next,
                           uint32_t window_edge);
};

// Those of sw/fn_driver_zero_copy.h.  Without room in the completion ring they are made again.
extern const struct fn_paging_calls fn_paging_driver;

enum { FN_PAGING_FAULTS = 8, FN_PAGING_FAULT = 160 };

struct fn_paging {
    const struct fn_paging_calls *calls;
    struct fn_device   *device;
    struct fn_page_pool pool;
    uint64_t            random;
    unsigned            take_away;     // flows taken back: chance of each at a poll, in 65536ths
    unsigned            miss_rate;     // pages that are not there when wanted, in 65536ths
    uint64_t            num_missing;
    bool                is_ending;     // no flow starts zero copy any more
    bool                is_deaf;       // the completion ring is not read for a while
    enum fn_status      status;        // of the first call that failed
    enum fn_status    (*make_room)(void *context);  // in the completion ring; NULL: nobody does
    void               *context;
    uint64_t            num_lost;      // records that a bus error has lost
    uint64_t            num_timeouts;  // calls that had no room there, and were made again
    uint64_t            num_faults;    // broken promises
    char                faults[FN_PAGING_FAULTS][FN_PAGING_FAULT];
};

unsigned fn_paging_random(struct fn_paging *paging, unsigned below);

// OK; else the run cannot go on.
bool fn_paging_is_done(struct fn_paging *paging, enum fn_status status);

void fn_paging_fault(struct fn_paging *paging, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
