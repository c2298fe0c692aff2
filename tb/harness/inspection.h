// SPDX-License-Identifier: Apache-2.0
//
// inspection - compares the blocks inside a top level with their twins
//
// Outputs of blocks are registers: the block whose output differs first is the one at
// fault, or its twin is.  Payload counts while its valid is 1, as at the pins.

#ifndef INSPECTION_H
#define INSPECTION_H

#include "port_binding.h"

enum { INSPECTION_MAX_BLOCKS = 32, INSPECTION_MAX_PORTS = 768, INSPECTION_TAIL = 16 };

struct inspection_block {
    const char           *path;    // of the instance, below the top module
    const char           *module;
    const struct fn_port *outputs;
    size_t                offset;  // of the struct of outputs in the top's twin
};

struct inspection {
    // The caller's.
    const struct inspection_block *blocks;      // inner ones first; ended by a NULL path
    uint64_t                       from;        // first cycle to compare
    const char                    *trace;       // file of waveforms, NULL: none
    uint64_t                       trace_from;  // its first cycle

    // What was found.
    char                           difference[768];  // empty: none yet
    uint64_t                       cycle;            // of it

    char                           fault[320];       // of opening
    struct dut                    *dut;
    bool                           is_tracing;
    unsigned                       num_ports, num_blocks;
    unsigned                       first[INSPECTION_MAX_BLOCKS + 1];  // port of each block
    struct dut_probe               probes[INSPECTION_MAX_PORTS];
    struct dut_port                ports[INSPECTION_MAX_PORTS];
    struct port_binding            bindings[INSPECTION_MAX_PORTS];
    uint32_t                       values[INSPECTION_MAX_PORTS][PORT_BINDING_MAX_BYTES / 4];
};

// Finds every output of every block.  NULL, or what is wrong.
const char *inspection_open(struct inspection *inspection, struct dut *dut);

// After a step of dut and twin.  False INSPECTION_TAIL cycles after the first difference.
bool inspection_step(struct inspection *inspection, const void *twin, uint64_t cycle);

#endif
