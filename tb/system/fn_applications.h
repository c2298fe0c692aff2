// SPDX-License-Identifier: Apache-2.0
//
// fn_applications - who reads the zero-copied flows: a file for each, and what became of it
//
// In the folder: flow_HANDLE.bin, the stream in order; no folder, no such file.  Packets are
// told apart as software does it when no entry of the flow table matched.

#ifndef FN_APPLICATIONS_H
#define FN_APPLICATIONS_H

#include <stdio.h>

#include "functional/fn_flow_match.h"
#include "functional/fn_parse.h"
#include "system/fn_flows.h"
#include "system/fn_paged_flow.h"

enum { FN_SHA256_TEXT = 65, FN_APPLICATIONS_SPARE = 256 };

struct fn_application {
    struct fn_paged_flow flow;
    FILE                *stream;
    void                *hash;
    uint64_t             num_bytes;
    uint64_t             num_records;              // packets that its entry was asked about
    uint64_t             counts[FN_FLOW_CLASSES];  // the device's, once they were read
    char                 sha256[FN_SHA256_TEXT];  // once closed
};

struct fn_applications {
    struct fn_paging       paging;
    struct fn_application *flows;
    unsigned               num_flows;
    unsigned               first_context;          // the first flow's, then one after the other
    struct fn_flow_entry   entries[FN_FLOWS_MAX];  // for packets that none matched
    int                    of_entry[FN_FLOWS_MAX]; // the application of an entry, or -1
};

// Flows with zero_copy; pages that they need, and some more.
unsigned fn_applications_flows(const struct fn_flows *flows);
size_t fn_applications_pages(const struct fn_flows *flows);

// paging: calls, device, random and take_away are set, first_context if it is not 0.  memory: so
// many pages, aligned.  False if there is no memory or a file cannot be written.
bool fn_applications_open(struct fn_applications *applications, const struct fn_flows *flows,
                          const char *folder, uint8_t *memory);

// A record; frame: as it was on the wire.  Takes what is of its flows, leaves the rest.
void fn_applications_take(struct fn_applications *applications,
                          const struct fn_completion_record *record, const uint8_t *frame);
void fn_applications_lost(struct fn_applications *applications);  // a record, of any kind
void fn_applications_poll(struct fn_applications *applications);
unsigned fn_applications_placing(const struct fn_applications *applications);  // flows

// The end of a run: all flows are taken back, and have come back.
void fn_applications_end(struct fn_applications *applications);
bool fn_applications_are_back(const struct fn_applications *applications);

// Ends the files.
void fn_applications_close(struct fn_applications *applications);
void fn_applications_free(struct fn_applications *applications);

#endif
