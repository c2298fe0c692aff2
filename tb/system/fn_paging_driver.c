// SPDX-License-Identifier: Apache-2.0
//
// fn_paging_driver - the calls of fn_paging, as the driver has them

#include "system/fn_paging.h"

enum { MAX_TIMES = 1000, MAX_EXPORTS = 10 };

static bool is_to_be_made_again(struct fn_paging *paging, enum fn_status status, unsigned times)
{
    if (status != FN_TIMEOUT || paging->make_room == NULL || times == MAX_TIMES)
        return false;
    paging->num_timeouts++;
    return fn_paging_is_done(paging, paging->make_room(paging->context));
}

#define UNTIL_DONE(call)                                        \
    enum fn_status status;                                      \
    unsigned times = 0;                                         \
    do                                                          \
        status = call;                                          \
    while (is_to_be_made_again(paging, status, times++));       \
    return status

static enum fn_status start(struct fn_paging *paging, unsigned index,
                            const struct fn_zero_copy_setup *setup)
{
    UNTIL_DONE(fn_flow_zero_copy_start(paging->device, index, setup));
}

static enum fn_status import(struct fn_paging *paging, unsigned index,
                             const struct fn_context_record *context)
{
    UNTIL_DONE(fn_flow_import(paging->device, index, context));
}

static enum fn_status post_page(struct fn_paging *paging, unsigned index, const void *page)
{
    UNTIL_DONE(fn_flow_post_page(paging->device, index, page));
}

static enum fn_status zero_copy_flow(struct fn_paging *paging, unsigned entry,
                                     struct fn_flow *flow)
{
    UNTIL_DONE(fn_zero_copy_flow(paging->device, entry, flow));
}

static enum fn_status stop(struct fn_paging *paging, unsigned index,
                           struct fn_context_record *context)
{
    UNTIL_DONE(fn_flow_zero_copy_stop(paging->device, index, context));
}

static enum fn_status export_once(struct fn_paging *paging, unsigned index,
                                  struct fn_context_record *context)
{
    UNTIL_DONE(fn_flow_export(paging->device, index, context));
}

// Refused: a parity error, of the context, which is IDLE since, or of its copy alone.
static enum fn_status export(struct fn_paging *paging, unsigned index,
                             struct fn_context_record *context)
{
    enum fn_status status = export_once(paging, index, context);

    for (unsigned times = 0; status == FN_REFUSED && times < MAX_EXPORTS; times++)
        status = export_once(paging, index, context);
    return status;
}

static enum fn_status accept(struct fn_paging *paging, unsigned index, uint32_t sequence,
                             uint32_t end)
{
    UNTIL_DONE(fn_flow_accept(paging->device, index, sequence, end));
}

static enum fn_status sent(struct fn_paging *paging, unsigned index, uint32_t send_next,
                           uint32_t window_edge)
{
    UNTIL_DONE(fn_flow_sent(paging->device, index, send_next, window_edge));
}

const struct fn_paging_calls fn_paging_driver = {
    start, import, post_page, zero_copy_flow, stop, export, accept, sent
};
