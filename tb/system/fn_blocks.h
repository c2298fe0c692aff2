// SPDX-License-Identifier: Apache-2.0
//
// fn_blocks - every block of flownic: its instance in the RTL, its twin in the model

#ifndef FN_BLOCKS_H
#define FN_BLOCKS_H

#include "inspection.h"

// Offsets in struct flownic.
extern const struct inspection_block fn_blocks[];

#endif
