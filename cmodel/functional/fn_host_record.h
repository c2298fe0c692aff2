// SPDX-License-Identifier: Apache-2.0
//
// fn_host_record - the records that core and driver exchange in host memory
//
// Structs and port layouts of sw/fn_completion.h, sw/fn_report.h and sw/fn_descriptor.h.

#ifndef FN_HOST_RECORD_H
#define FN_HOST_RECORD_H

#include <stdint.h>

#include "common/fn_record.h"
#include "fn_completion.h"
#include "fn_descriptor.h"
#include "fn_report.h"

FN_RECORD(fn_completion, FN_COMPLETION_FIELDS);
FN_RECORD(fn_descriptor, FN_DESCRIPTOR_FIELDS);
FN_RECORD(fn_report, FN_REPORT_FIELDS);
FN_RECORD(fn_transmit_record, FN_TRANSMIT_RECORD_FIELDS);

#endif
