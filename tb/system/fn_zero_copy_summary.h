// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy_summary - what became of the zero-copied flows, for summary.json

#ifndef FN_ZERO_COPY_SUMMARY_H
#define FN_ZERO_COPY_SUMMARY_H

#include <jansson.h>

#include "system/fn_applications.h"

// By handle.  applications are closed, or NULL.
json_t *fn_zero_copy_summary(const struct fn_applications *applications);

#endif
