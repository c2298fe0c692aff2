// SPDX-License-Identifier: Apache-2.0
//
// fn_run_check - what the golden model foretells of a run, held against what happens

#ifndef FN_RUN_CHECK_H
#define FN_RUN_CHECK_H

#include "system/fn_run.h"

// The model gets the same addresses, filters and flows as the driver.
void fn_run_open_check(struct fn_run *run);

// A frame goes onto the wire; wire: the reason its fault gives it, or DELIVERED.
void fn_run_expect(struct fn_run *run, const uint8_t *frame, size_t length, enum fn_reason wire);

// A record of kind PACKET has come, and the frame in memory.
void fn_run_check_record(struct fn_run *run, const struct fn_completion_record *record,
                         const uint8_t *frame);

// The driver was given a packet; a frame has left.
void fn_run_expect_sent(struct fn_run *run, const struct fn_stack_echo *echo,
                        const struct fn_packet *packet);
void fn_run_check_sent(struct fn_run *run, const struct fn_gmii_sink *sink);

// At the end: every counter, and that every packet has one verdict.
void fn_run_check_counters(struct fn_run *run);

#endif
