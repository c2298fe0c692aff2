// SPDX-License-Identifier: Apache-2.0
//
// fn_paging_driver - the calls of fn_paging, as the driver has them

#include "system/fn_paging.h"

const struct fn_paging_calls fn_paging_driver = {
    fn_flow_zero_copy_start, fn_flow_import, fn_flow_post_page, fn_zero_copy_flow,
    fn_flow_zero_copy_stop, fn_flow_export, fn_flow_accept, fn_flow_sent
};
