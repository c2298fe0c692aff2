// SPDX-License-Identifier: Apache-2.0
//
// fn_paging - see fn_paging.h

#include "system/fn_paging.h"

#include <stdarg.h>
#include <stdio.h>

#include "system/fn_random.h"

unsigned fn_paging_random(struct fn_paging *paging, unsigned below)
{
    return fn_random_below(&paging->random, below);
}

bool fn_paging_is_done(struct fn_paging *paging, enum fn_status status)
{
    if (status != FN_OK && paging->status == FN_OK)
        paging->status = status;
    return status == FN_OK;
}

void fn_paging_fault(struct fn_paging *paging, const char *format, ...)
{
    va_list arguments;

    if (paging->num_faults < FN_PAGING_FAULTS) {
        va_start(arguments, format);
        vsnprintf(paging->faults[paging->num_faults], FN_PAGING_FAULT, format, arguments);
        va_end(arguments);
    }
    paging->num_faults++;
}
