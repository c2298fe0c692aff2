// SPDX-License-Identifier: Apache-2.0
//
// fn_place - see fn_place.h

#include "functional/fn_place.h"

unsigned fn_place(struct fn_place_piece *pieces, const uint8_t *packet, unsigned length,
                  const struct fn_place_command *commands)
{
    unsigned at = 0, num_pieces = 0;

    for (const struct fn_place_command *command = commands;; command++) {
        at += command->skip;
        if (at < length && command->length != 0) {
            const unsigned left = length - at;
            pieces[num_pieces++] = (struct fn_place_piece){
                command->address, packet + at, command->length < left ? command->length : left,
                command->index
            };
        }
        at += command->length;
        if (command->last)
            return num_pieces;
    }
}
