// SPDX-License-Identifier: Apache-2.0
//
// fn_hal - the five things the driver needs from the machine it runs on
//
// The driver calls nothing else.  Every function gets the context back.

#ifndef FN_HAL_H
#define FN_HAL_H

#include <stdint.h>

struct fn_hal {
    void *context;

    // A register, by its offset.
    uint32_t (*read32)(void *context, uint32_t offset);
    void     (*write32)(void *context, uint32_t offset, uint32_t value);

    // Memory accesses before it are seen by the controller, and those of the controller by
    // software, before those after it.
    void     (*barrier)(void *context);

    // Where the controller finds a byte of memory.  Linear inside one object.
    uint64_t (*bus_address)(void *context, const volatile void *pointer);

    uint64_t (*time_ns)(void *context);
};

#endif
