// SPDX-License-Identifier: Apache-2.0
//
// fn_gmii - both ends of a GMII wire: a source of frames and a sink (IEEE 802.3, 35.2)
//
// Tick each once per edge of its clock.  The source adds preamble, start frame
// delimiter, frame check sequence and the gap; a fault spoils one frame on purpose.

#ifndef FN_GMII_H
#define FN_GMII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FN_GMII_MAX_FRAME = 16384, FN_GMII_GAP = 12 };

enum fn_gmii_fault_kind {
    FN_GMII_NO_FAULT, FN_GMII_BAD_FCS, FN_GMII_RX_ER, FN_GMII_NO_SFD, FN_GMII_CARRIER_LOST
};

struct fn_gmii_fault {
    enum fn_gmii_fault_kind kind;
    unsigned                at;  // byte of the frame for RX_ER and CARRIER_LOST
};

struct fn_gmii_source {
    // driven until the next edge
    uint8_t  rxd;
    bool     rx_dv, rx_er;

    uint8_t  byte[FN_GMII_MAX_FRAME + 16];  // preamble, frame, FCS
    size_t   length, sent;
    size_t   rx_er_at;                      // index in byte, or SIZE_MAX
    unsigned gap;                           // bytes of gap still due
};

void fn_gmii_source_open(struct fn_gmii_source *source);

// May a frame be given?  It starts at the next edge.
bool fn_gmii_source_is_idle(const struct fn_gmii_source *source);

// A frame without FCS, up to FN_GMII_MAX_FRAME - 4 bytes; shorter than 60 it stays so.
void fn_gmii_source_send(struct fn_gmii_source *source, const uint8_t *frame, size_t length,
                         struct fn_gmii_fault fault);
void fn_gmii_source_tick(struct fn_gmii_source *source);

struct fn_gmii_sink {
    uint8_t  byte[FN_GMII_MAX_FRAME];
    size_t   length;
    bool     in_frame, has_error;
    unsigned gap, shortest_gap;

    // one frame: without FCS, valid after the tick in which is_new is true
    bool     is_new, is_good;
    size_t   frame_length;
};

void fn_gmii_sink_open(struct fn_gmii_sink *sink);
void fn_gmii_sink_tick(struct fn_gmii_sink *sink, uint8_t txd, bool tx_en, bool tx_er);
const uint8_t *fn_gmii_sink_frame(const struct fn_gmii_sink *sink);

#endif
