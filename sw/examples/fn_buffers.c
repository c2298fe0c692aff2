// SPDX-License-Identifier: Apache-2.0
//
// fn_buffers - see fn_buffers.h

#include "fn_buffers.h"

enum fn_status fn_give_buffers(struct fn_device *device)
{
    const struct fn_config *const config = &device->config;
    void *buffers[FN_EXAMPLE_BUFFERS];
    size_t count = config->buffers_bytes / config->buffer_size;

    if (count > FN_EXAMPLE_BUFFERS)
        count = FN_EXAMPLE_BUFFERS;
    if (count > (size_t)1 << config->buffer_ring_size)
        count = (size_t)1 << config->buffer_ring_size;
    for (size_t n = 0; n < count; n++)
        buffers[n] = (uint8_t *)config->buffers + n * config->buffer_size;
    return fn_post_buffers(device, buffers, (unsigned)count);
}

enum fn_status fn_give_back(struct fn_device *device, uint8_t *packet)
{
    void *buffer = packet;
    return fn_post_buffers(device, &buffer, 1);
}
