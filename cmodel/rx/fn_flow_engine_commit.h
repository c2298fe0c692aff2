// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_commit - part of the twin of fn_flow_engine: a request comes true
//
// What was decided is written, reported and answered.

#ifndef FN_FLOW_ENGINE_COMMIT_H
#define FN_FLOW_ENGINE_COMMIT_H

#include "rx/fn_flow_engine.h"

void fn_flow_engine_commit(struct fn_flow_engine *engine);

#endif
