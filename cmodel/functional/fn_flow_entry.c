// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_entry - see fn_flow_entry.h

#include "functional/fn_flow_entry.h"

#define KEY_FIELD(name, bits, type) FN_FIELD(fn_flow_key, name, bits, type)
#define INFO_FIELD(name, bits, type) FN_FIELD(fn_flow_info, name, bits, type)

FN_RECORD_TABLE(fn_flow_key, FN_FLOW_KEY_FIELDS(KEY_FIELD))
FN_RECORD_TABLE(fn_flow_info, FN_FLOW_INFO_FIELDS(INFO_FIELD))
