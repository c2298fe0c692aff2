// SPDX-License-Identifier: Apache-2.0
//
// fn_gmii - see fn_gmii.h

#include "wire/fn_gmii.h"

#include <string.h>

#include <zlib.h>

enum { PREAMBLE_BYTES = 7, HEAD_BYTES = 8, FCS_BYTES = 4, PREAMBLE = 0x55, SFD = 0xd5 };

// ---- Source ----

void fn_gmii_source_open(struct fn_gmii_source *source)
{
    memset(source, 0, sizeof *source);
    source->rx_er_at = SIZE_MAX;
}

bool fn_gmii_source_is_idle(const struct fn_gmii_source *source)
{
    return source->sent == source->length && source->gap == 0;
}

void fn_gmii_source_send(struct fn_gmii_source *source, const uint8_t *frame, size_t length,
                         struct fn_gmii_fault fault)
{
    const uint32_t fcs = (uint32_t)crc32(0, frame, (uInt)length);

    memset(source->byte, PREAMBLE, PREAMBLE_BYTES);
    source->byte[PREAMBLE_BYTES] = SFD;
    memcpy(source->byte + HEAD_BYTES, frame, length);
    for (unsigned b = 0; b < FCS_BYTES; b++)
        source->byte[HEAD_BYTES + length + b] = (uint8_t)(fcs >> 8 * b);
    if (fault.kind == FN_GMII_BAD_FCS)
        source->byte[HEAD_BYTES + length] ^= 1;
    source->length = HEAD_BYTES + length + FCS_BYTES;
    if (fault.kind == FN_GMII_NO_SFD)  // nothing behind may look like one
        memset(source->byte, PREAMBLE, source->length);
    if (fault.kind == FN_GMII_CARRIER_LOST)
        source->length = HEAD_BYTES + fault.at;
    source->rx_er_at = fault.kind == FN_GMII_RX_ER ? HEAD_BYTES + fault.at : SIZE_MAX;
    source->sent = 0;
}

void fn_gmii_source_tick(struct fn_gmii_source *source)
{
    source->rx_dv = source->sent < source->length;
    source->rx_er = source->rx_dv && source->sent == source->rx_er_at;
    source->rxd = source->rx_dv ? source->byte[source->sent] : 0;
    if (source->gap > 0)
        source->gap--;
    if (source->rx_dv && ++source->sent == source->length)
        source->gap = FN_GMII_GAP;
}

// ---- Sink ----

void fn_gmii_sink_open(struct fn_gmii_sink *sink)
{
    memset(sink, 0, sizeof *sink);
    sink->shortest_gap = ~0u;
}

static void end_frame(struct fn_gmii_sink *sink)
{
    const uint32_t residue = 0x2144df1c;  // what the CRC over a frame and its FCS leaves
    const size_t shortest = HEAD_BYTES + 64;
    size_t start = 0;

    while (start < sink->length && sink->byte[start] == PREAMBLE)
        start++;
    sink->is_new = true;
    sink->in_frame = false;
    sink->gap = 1;
    sink->is_good = start == PREAMBLE_BYTES && sink->byte[start] == SFD
                 && sink->length >= shortest && !sink->has_error
                 && crc32(0, sink->byte + HEAD_BYTES, (uInt)(sink->length - HEAD_BYTES)) == residue;
    sink->frame_length = sink->is_good ? sink->length - HEAD_BYTES - FCS_BYTES : 0;
}

void fn_gmii_sink_tick(struct fn_gmii_sink *sink, uint8_t txd, bool tx_en, bool tx_er)
{
    sink->is_new = false;
    if (!tx_en) {
        if (sink->in_frame)
            end_frame(sink);
        else if (sink->gap > 0)
            sink->gap++;
        return;
    }
    if (!sink->in_frame) {
        if (sink->gap > 0 && sink->gap < sink->shortest_gap)
            sink->shortest_gap = sink->gap;
        sink->in_frame = true;
        sink->has_error = false;
        sink->length = 0;
    }
    sink->has_error |= tx_er || sink->length == sizeof sink->byte;
    if (sink->length < sizeof sink->byte)
        sink->byte[sink->length++] = txd;
}

const uint8_t *fn_gmii_sink_frame(const struct fn_gmii_sink *sink)
{
    return sink->byte + HEAD_BYTES;
}
