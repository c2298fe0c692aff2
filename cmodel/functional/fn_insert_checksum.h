// SPDX-License-Identifier: Apache-2.0
//
// fn_insert_checksum - inserts IPv4 header, TCP and UDP checksums (120)
//
// What rtl/tx/fn_tx_checksum.v must do to a packet, without a clock.

#ifndef FN_INSERT_CHECKSUM_H
#define FN_INSERT_CHECKSUM_H

#include "functional/fn_host_record.h"

void fn_insert_checksum(uint8_t *packet, unsigned length, const struct fn_transmit_record *record);

#endif
