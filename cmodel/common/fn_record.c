// SPDX-License-Identifier: Apache-2.0
//
// fn_record - see fn_record.h

#include "common/fn_record.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "ports keep the bytes of C numbers");

unsigned fn_record_bits(const struct fn_record *record)
{
    const struct fn_field *last = &record->field[record->num_fields - 1];
    return last->lsb + last->bits;
}

void fn_record_deposit(uint8_t *bytes, unsigned lsb, unsigned bits, const uint8_t *value)
{
    for (unsigned done = 0; done < bits; done += 8) {
        const unsigned count = bits - done < 8 ? bits - done : 8;
        const unsigned byte = value[done / 8] & ((1u << count) - 1);
        const unsigned at = lsb + done;
        bytes[at / 8] |= (uint8_t)(byte << at % 8);
        if (at % 8 + count > 8)
            bytes[at / 8 + 1] |= (uint8_t)(byte >> (8 - at % 8));
    }
}

static void extract(const uint8_t *bytes, unsigned lsb, unsigned bits, uint8_t *value)
{
    for (unsigned done = 0; done < bits; done += 8) {
        const unsigned count = bits - done < 8 ? bits - done : 8;
        const unsigned at = lsb + done;
        unsigned byte = bytes[at / 8] >> at % 8;
        if (at % 8 + count > 8)
            byte |= (unsigned)bytes[at / 8 + 1] << (8 - at % 8);
        value[done / 8] = (uint8_t)(byte & ((1u << count) - 1));
    }
}

void fn_record_pack(const struct fn_record *record, const void *structure, uint8_t *bytes)
{
    for (unsigned f = 0; f < record->num_fields; f++) {
        const struct fn_field *field = &record->field[f];
        fn_record_deposit(bytes, field->lsb, field->bits,
                          (const uint8_t *)structure + field->offset);
    }
}

void fn_record_unpack(const struct fn_record *record, const uint8_t *bytes, void *structure)
{
    for (unsigned f = 0; f < record->num_fields; f++) {
        const struct fn_field *field = &record->field[f];
        uint8_t *const member = (uint8_t *)structure + field->offset;
        memset(member, 0, field->size);
        extract(bytes, field->lsb, field->bits, member);
    }
}
