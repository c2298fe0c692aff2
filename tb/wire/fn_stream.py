# SPDX-License-Identifier: Apache-2.0
"""What the applications of the recorded streams write: tb/wire/fn_stream.h in Python."""
import struct

MASK = (1 << 64) - 1


def seed(source_port, destination_port):
    return source_port << 48 | destination_port << 32


def word(start, count):
    mixed = start + (count + 1) * 0x9E3779B97F4A7C15 & MASK
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & MASK
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & MASK
    return mixed ^ mixed >> 31


def stream(source_port, destination_port, size):
    start, words = seed(source_port, destination_port), (size + 7) // 8
    return struct.pack(f"<{words}Q", *(word(start, n) for n in range(words)))[:size]
