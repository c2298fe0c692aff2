// SPDX-License-Identifier: Apache-2.0
//
// fn_verdict - the end-of-packet checks: which verdict does a packet get? (204, 205)

#ifndef FN_VERDICT_H
#define FN_VERDICT_H

#include <stdbool.h>

#include "functional/fn_packet_record.h"

// The reason of a packet whose last beat has this status: the first that holds.
uint8_t fn_verdict(const struct fn_packet_record *record, const struct fn_packet_status *status,
                   bool keep_bad_checksum);

#endif
