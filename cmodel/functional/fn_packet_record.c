// SPDX-License-Identifier: Apache-2.0
//
// fn_packet_record - see fn_packet_record.h

#include "functional/fn_packet_record.h"

#define RECORD_FIELD(name, bits, type) FN_FIELD(fn_packet_record, name, bits, type)
#define STATUS_FIELD(name, bits, type) FN_FIELD(fn_packet_status, name, bits, type)

FN_RECORD_TABLE(fn_packet_record, FN_PACKET_RECORD_FIELDS(RECORD_FIELD))
FN_RECORD_TABLE(fn_packet_status, FN_PACKET_STATUS_FIELDS(STATUS_FIELD))
