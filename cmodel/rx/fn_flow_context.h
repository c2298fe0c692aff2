// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_context - twin of rtl/rx/fn_flow_context.v, which states the contract

#ifndef FN_RX_FLOW_CONTEXT_H
#define FN_RX_FLOW_CONTEXT_H

#include <stdbool.h>

#include "functional/fn_flow_context.h"

enum { FN_FLOW_CONTEXT_FLOWS_MAX = 1024 };

struct fn_flow_context_in {
    bool              rst;
    bool              s_break;
    bool              s_read_valid;
    uint16_t          s_read_index;
    bool              s_write_valid;
    uint16_t          s_write_index;
    struct fn_context s_write_context;
    bool              s_page_read_valid;
    uint16_t          s_page_read_index;
    uint8_t           s_page_read_place;
    bool              s_page_write_valid;
    uint16_t          s_page_write_index;
    uint8_t           s_page_write_place;
    uint64_t          s_page_write_address;
};

struct fn_flow_context_out {
    bool              m_read_valid;
    struct fn_context m_read_context;
    bool              m_check_valid;
    bool              m_check_error;
    bool              m_page_read_valid;
    uint64_t          m_page_read_address;
    bool              m_page_check_valid;
    bool              m_page_check_error;
};


struct fn_flow_context {
    struct fn_flow_context_out  out;
    unsigned                    flows, pages;  // parameters
    unsigned                    cycles;        // since reset
    struct fn_context           contexts[FN_FLOW_CONTEXT_FLOWS_MAX + 1];
    bool                        is_broken[FN_FLOW_CONTEXT_FLOWS_MAX + 1];
    uint64_t                    addresses[FN_FLOW_CONTEXT_FLOWS_MAX + 1][FN_PAGES];
    bool                        is_page_broken[FN_FLOW_CONTEXT_FLOWS_MAX + 1][FN_PAGES];
    struct fn_context           context;        // read in the last cycle
    uint64_t                    address;
    bool                        read, page_read;
    bool                        read_error, page_read_error;  // of what was read then
    bool                        shown_error, shown_page_error;
};

extern const struct fn_port fn_flow_context_inputs[], fn_flow_context_outputs[];

void fn_flow_context_reset(struct fn_flow_context *context, unsigned flows, unsigned pages);
void fn_flow_context_tick(struct fn_flow_context *context, const struct fn_flow_context_in *in);

#endif
