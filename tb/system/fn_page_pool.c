// SPDX-License-Identifier: Apache-2.0
//
// fn_page_pool - see fn_page_pool.h

#include "system/fn_page_pool.h"

#include <stdlib.h>
#include <string.h>

#include "system/fn_random.h"

static uint64_t sum_of(const uint8_t *bytes)
{
    uint64_t sum = 0, word;

    for (size_t b = 0; b < FN_POOL_PAGE; b += sizeof word) {
        memcpy(&word, bytes + b, sizeof word);
        sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
        sum ^= sum >> 29;
    }
    return sum;
}

bool fn_page_pool_open(struct fn_page_pool *pool, uint8_t *memory, size_t num_pages,
                       uint64_t seed)
{
    *pool = (struct fn_page_pool){ .num_pages = num_pages, .num_free = num_pages };
    pool->pages = malloc(num_pages * sizeof pool->pages[0] + 1);
    if (pool->pages == NULL)
        return false;
    for (size_t p = 0; p < num_pages; p++) {
        const size_t other = (fn_random_next(&seed) >> 33) % (p + 1);
        uint8_t *bytes = memory + p * FN_POOL_PAGE;
        pool->pages[p] = pool->pages[other];
        pool->pages[other] = (struct fn_pool_page){ bytes, sum_of(bytes) };
    }
    return true;
}

void fn_page_pool_close(struct fn_page_pool *pool)
{
    free(pool->pages);
    pool->pages = NULL;
}

uint8_t *fn_page_pool_get(struct fn_page_pool *pool)
{
    const struct fn_pool_page *page = &pool->pages[pool->first];

    if (pool->num_free == 0)
        return NULL;
    pool->num_changed += sum_of(page->bytes) != page->sum;
    pool->first = (pool->first + 1) % pool->num_pages;
    pool->num_free--;
    return page->bytes;
}

void fn_page_pool_put(struct fn_page_pool *pool, uint8_t *page)
{
    pool->pages[(pool->first + pool->num_free++) % pool->num_pages] =
        (struct fn_pool_page){ page, sum_of(page) };
}

bool fn_page_pool_check(struct fn_page_pool *pool)
{
    for (size_t p = 0; p < pool->num_free; p++) {
        const struct fn_pool_page *page = &pool->pages[(pool->first + p) % pool->num_pages];
        pool->num_changed += sum_of(page->bytes) != page->sum;
    }
    return pool->num_changed == 0;
}
