// SPDX-License-Identifier: Apache-2.0
//
// fn_page_pool - pages of host memory, given out in random order
//
// A page that comes back must not change any more until it is given out again: whoever
// writes to it then has broken a promise.

#ifndef FN_PAGE_POOL_H
#define FN_PAGE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FN_POOL_PAGE = 4096 };

struct fn_page_pool {
    struct fn_pool_page {
        uint8_t *bytes;
        uint64_t sum;
    }       *pages;
    size_t   num_pages, first, num_free;  // a ring of the free ones
    uint64_t num_changed;                 // found changed
};

// memory: aligned to pages.  False if there is no memory for the list.
bool fn_page_pool_open(struct fn_page_pool *pool, uint8_t *memory, size_t num_pages,
                       uint64_t seed);
void fn_page_pool_close(struct fn_page_pool *pool);

// NULL if there is none.
uint8_t *fn_page_pool_get(struct fn_page_pool *pool);
void fn_page_pool_put(struct fn_page_pool *pool, uint8_t *page);

// Are all free pages as they were?
bool fn_page_pool_check(struct fn_page_pool *pool);

#endif
