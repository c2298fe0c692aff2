// SPDX-License-Identifier: Apache-2.0
//
// fn_buffers - packet buffers (302) in the hands of an example

#ifndef FN_BUFFERS_H
#define FN_BUFFERS_H

#include "fn_driver.h"

enum { FN_EXAMPLE_BUFFERS = 64 };  // at most

// Gives the device the buffers of its configuration: as many as there are, and as the ring holds.
enum fn_status fn_give_buffers(struct fn_device *device);

enum fn_status fn_give_back(struct fn_device *device, uint8_t *packet);

#endif
