// SPDX-License-Identifier: Apache-2.0
//
// fn_host_record - see fn_host_record.h

#include "functional/fn_host_record.h"

#define COMPLETION_FIELD(name, bits, type) FN_FIELD(fn_completion, name, bits, type)
#define DESCRIPTOR_FIELD(name, bits, type) FN_FIELD(fn_descriptor, name, bits, type)
#define REPORT_FIELD(name, bits, type) FN_FIELD(fn_report, name, bits, type)
#define TRANSMIT_FIELD(name, bits, type) FN_FIELD(fn_transmit_record, name, bits, type)

FN_RECORD_TABLE(fn_completion, FN_COMPLETION_FIELDS(COMPLETION_FIELD))
FN_RECORD_TABLE(fn_descriptor, FN_DESCRIPTOR_FIELDS(DESCRIPTOR_FIELD))
FN_RECORD_TABLE(fn_report, FN_REPORT_FIELDS(REPORT_FIELD))
FN_RECORD_TABLE(fn_transmit_record, FN_TRANSMIT_RECORD_FIELDS(TRANSMIT_FIELD))
