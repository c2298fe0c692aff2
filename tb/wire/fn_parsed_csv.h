// SPDX-License-Identifier: Apache-2.0
//
// fn_parsed_csv - what was parsed of a packet, as a line of comma-separated values
//
// A column with a dot in its name is Wireshark's and means what it means there: `tshark -T
// fields -e NAME` gives the same value.  The others are ours.  The cell of a field that the
// packet does not have is empty; a flag is 0 or 1.

#ifndef FN_PARSED_CSV_H
#define FN_PARSED_CSV_H

#include <stdio.h>

#include "functional/fn_flow_entry.h"
#include "functional/fn_packet_record.h"

void fn_parsed_csv_header(FILE *file);

// number counts from 1, length is without frame check sequence.
void fn_parsed_csv_line(FILE *file, unsigned number, size_t length,
                        const struct fn_packet_record *record, const struct fn_flow_key *key,
                        enum fn_reason reason);

#endif
